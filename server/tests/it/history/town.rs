//! The town of a story: associations with somebody who has signed in, and dates with few seats.

use crate::house::fresh;
use app::passwords::token_hash;
use chrono::{DateTime, Duration, Utc};
use domain::accounts::{
    Action, Actor, Association, AssociationKind, COOPAXIS, Device, Grant, Hat, LoginSession,
    Membership, Person,
};
use domain::act::{Act, Change, Outcome};
use domain::ids::{AssociationId, EntryId, JourneyId, PersonId};
use domain::journey::JourneyHead;
use domain::text::{Email, Lang, Name, Title};
use domain::workshops::{Entry, EntryKind, Level, Seats};
use store::Store;
use uuid::Uuid;

/// Somebody who acts for an association.
pub struct Member {
    pub association: AssociationId,
    pub cookie: String,
}

pub struct Town {
    pub members: Vec<Member>,
    pub dates: Vec<EntryId>,
    /// Of these, those that begin long after: their organizer says anew how many may come.
    pub lasting: Vec<Lasting>,
    /// Those that are called off while people ask.
    pub doomed: Vec<EntryId>,
    /// The cookie of who runs them.
    pub organizer: String,
}

/// A date with how many seats it has at first.
#[derive(Clone, Copy)]
pub struct Lasting {
    pub entry: EntryId,
    pub room: usize,
}

/// How many seats the dates have, from the smallest room to the largest.
const ROOMS: [u32; 6] = [1, 2, 3, 5, 8, 50];
/// Those of the dates that are called off.
const DOOMED: [u32; 2] = [4, 6];
/// Long after everybody has asked, in seconds.
const LATER: i64 = 40 * 86_400;

impl Town {
    /// Builds it in an empty database, before anybody serves it. The fewer operations, the sooner the first dates begin.
    pub async fn build(url: &str, members: usize, operations: usize) -> Self {
        let store = Store::open(url).await.expect("it opens");
        let now = Utc::now();
        let mut changes = Vec::new();
        let (organizer, cookie) = sign_in(&mut changes, "Organisatrice", now);
        let hat = Hat::Organizer(Action::Workshops, COOPAXIS);
        changes.push(Change::Grant(Grant { person: organizer, hat, at: now, by: None }));
        let mut town = Self {
            members: Vec::new(),
            dates: Vec::new(),
            lasting: Vec::new(),
            doomed: Vec::new(),
            organizer: cookie,
        };
        for n in 0..members {
            let (association, journey): (AssociationId, JourneyId) = (new(), new());
            let (person, cookie) = sign_in(&mut changes, &format!("Membre {n}"), now);
            changes.push(Change::Association(Association {
                id: association,
                name: name(&format!("Association {n}")),
                kind: AssociationKind::ALL[0],
                city: None,
                rna: None,
                siret: None,
                about: Default::default(),
                created_at: now,
            }));
            changes.push(Change::Membership(Membership {
                person,
                association,
                referent: true,
                since: now,
            }));
            let head = JourneyHead { id: journey, association, inspired_by: None, opened_at: now };
            changes.push(Change::Journey(head));
            town.members.push(Member { association, cookie });
        }
        // Some begin while people ask: what is offered there passes on within seconds.
        let soon = 4 + i64::try_from(operations / 250).unwrap_or(i64::MAX);
        let rooms = [soon, 2 * soon, LATER].into_iter().flat_map(|s| ROOMS.map(|room| (s, room)));
        for (n, (seconds, seats)) in rooms.chain(DOOMED.map(|room| (LATER, room))).enumerate() {
            let starts_at = now + Duration::seconds(seconds);
            let id = new();
            match (seconds, n < 3 * ROOMS.len()) {
                (LATER, true) => town.lasting.push(Lasting { entry: id, room: seats as usize }),
                (_, true) => {}
                (_, false) => town.doomed.push(id),
            }
            let title = Title::parse("Partager un agenda").expect("a title");
            let hours = (starts_at, starts_at + Duration::hours(2));
            let (kind, place) = (EntryKind::WorkshopSession, name("Maison des associations"));
            changes.push(Change::Entry(Entry {
                theme: Some("collaboration".to_owned()),
                level: Some(Level::Beginner),
                seats: Seats { offer_hours: 1, ..Seats::plain(seats) },
                ..Entry::new(id, kind, title, place, hours, seats)
            }));
            town.dates.push(id);
        }
        let act = Act::new(Actor::Job, now, Uuid::now_v7().into(), Uuid::now_v7);
        let built = store.write(act, (), move |_, ()| {
            let outcome = changes.iter().cloned().fold(Outcome::of(()), Outcome::change);
            Box::pin(async move { Ok(outcome) })
        });
        built.await.expect("it is built");
        town
    }
}

pub fn new<T: From<Uuid>>() -> T {
    Uuid::now_v7().into()
}

fn name(text: &str) -> Name {
    Name::parse(text).expect("a name")
}

pub fn sign_in(changes: &mut Vec<Change>, called: &str, now: DateTime<Utc>) -> (PersonId, String) {
    let (id, token): (PersonId, String) = (new(), fresh());
    changes.push(Change::Person(Person {
        id,
        name: name(called),
        email: Email::parse(&format!("{id}@example.org")).expect("an address"),
        password_hash: None,
        lang: Lang::Fr,
        created_at: now,
    }));
    changes.push(Change::LoginSession(LoginSession {
        id: new(),
        token_hash: token_hash(&token),
        person: id,
        device: Device::default(),
        since: now,
        until: now + Duration::days(1),
        wearing: None,
    }));
    (id, format!("session={token}"))
}
