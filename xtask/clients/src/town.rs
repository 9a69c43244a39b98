//! A town to register in: associations, each with somebody who has signed in, and workshop sessions with seats for all.

use crate::Failed;
use chrono::{DateTime, Duration, Utc};
use domain::accounts::{
    Actor, Association, AssociationKind, Device, LoginSession, Membership, Person,
};
use domain::act::{Act, Change, Outcome};
use domain::journey::JourneyHead;
use domain::text::{Email, Lang, Name, Title};
use domain::workshops::{Entry, EntryKind, Level};
use sha2::{Digest, Sha256};
use store::Store;
use uuid::Uuid;

/// Associations: each registers a few times, as they do.
pub const ASSOCIATIONS: usize = 3_200;
/// Sessions, all of them on the one page of the agenda.
pub const SESSIONS: usize = 1_000;
/// More seats than are asked for.
const SEATS: u32 = 100;

/// The id of the nth session.
pub fn session(n: usize) -> Uuid {
    id(Kind::Session, n)
}

/// The cookie of who acts for the nth association.
pub fn cookie(n: usize) -> String {
    format!("session={}", token(n))
}

fn token(n: usize) -> String {
    format!("bench-{n}")
}

#[derive(Clone, Copy)]
enum Kind {
    Session = 1,
    Association,
    Journey,
    Person,
    Login,
}

fn id(kind: Kind, n: usize) -> Uuid {
    Uuid::from_u128(((kind as u128) << 64) | n as u128)
}

/// Builds it in an empty database, before anybody serves it.
pub async fn build(database: &str) -> Result<(), Failed> {
    let store = Store::open(database).await?;
    let now = Utc::now();
    let mut changes = Vec::new();
    for n in 0..SESSIONS {
        changes.push(dated(n, now)?);
    }
    for n in 0..ASSOCIATIONS {
        changes.extend(member(n, now)?);
    }
    let act = Act::new(Actor::Job, now, Uuid::now_v7().into(), Uuid::now_v7);
    let built = store.write(act, (), move |_, ()| {
        let outcome = changes.iter().cloned().fold(Outcome::of(()), Outcome::change);
        Box::pin(async move { Ok(outcome) })
    });
    Ok(built.await?)
}

/// A session within the next hundred days: ten a day.
fn dated(n: usize, now: DateTime<Utc>) -> Result<Change, Failed> {
    let hours = i64::try_from(n)? / 10 * 24 + 24;
    let starts_at = now + Duration::hours(hours);
    let hours = (starts_at, starts_at + Duration::hours(2));
    let (kind, place) = (EntryKind::WorkshopSession, name(&format!("Salle {}", n % 10)));
    let title = Title::parse("Partager un agenda").map_err(|_| "no title")?;
    Ok(Change::Entry(Entry {
        theme: Some("collaboration".to_owned()),
        level: Some(Level::Beginner),
        ..Entry::new(session(n).into(), kind, title, place?, hours, SEATS)
    }))
}

/// An association, its journey, and who has signed in for it.
fn member(n: usize, now: DateTime<Utc>) -> Result<[Change; 5], Failed> {
    let (association, person) = (id(Kind::Association, n).into(), id(Kind::Person, n).into());
    let email = Email::parse(&format!("membre{n}@example.org")).map_err(|_| "no address")?;
    Ok([
        Change::Association(Association {
            id: association,
            name: name(&format!("Association {n}"))?,
            kind: AssociationKind::ALL[0],
            city: None,
            rna: None,
            siret: None,
            about: Default::default(),
            created_at: now,
        }),
        Change::Person(Person {
            id: person,
            name: name(&format!("Membre {n}"))?,
            email,
            password_hash: None,
            lang: Lang::Fr,
            created_at: now,
        }),
        Change::Membership(Membership { person, association, referent: true, since: now }),
        Change::Journey(JourneyHead {
            id: id(Kind::Journey, n).into(),
            association,
            inspired_by: None,
            opened_at: now,
        }),
        Change::LoginSession(LoginSession {
            id: id(Kind::Login, n).into(),
            token_hash: Sha256::digest(token(n)).iter().map(|b| format!("{b:02x}")).collect(),
            person,
            device: Device::default(),
            since: now,
            until: now + Duration::days(1),
            wearing: None,
        }),
    ])
}

fn name(text: &str) -> Result<Name, Failed> {
    Name::parse(text).map_err(|_| "no name".into())
}
