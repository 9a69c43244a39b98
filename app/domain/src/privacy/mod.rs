//! What is kept of people: why, until when, who sees it, and what becomes of it when they leave. One table of rules,
//! which exports, erasure, the nightly cleaning and the public page all follow.

mod matter;
mod schedule;
mod tables;

pub use matter::{Matter, Span, Until};
pub use schedule::{BEGUN, Due, INACTIVE, Notice, Schedule};
pub use tables::{Column, Holds, PURGES, Purge, TABLES, Table, Whose, table};

use crate::accounts::{Begun, Errand, FreshToken, OneUseLink};
use crate::act::{Act, Broken, Change, Outcome};
use crate::associations::Crew;
use crate::audit::AuditKind;
use crate::ids::PersonId;
use crate::mail::{Addressee, Letter};
use chrono::{DateTime, Utc};

/// Whether somebody else must become an association's referent before this person may go: it has other people, and no
/// organizer looks after it.
pub fn must_hand_over(crew: &Crew, person: PersonId) -> bool {
    let others = || crew.members.iter().filter(|member| member.person != person);
    let referent = crew.member(person).is_some_and(|member| member.referent);
    referent
        && !crew.is_taken_over()
        && others().next().is_some()
        && others().all(|member| !member.referent)
}

/// Erases an account at its person's wish. What they wrote for everybody stays, signed « former member ». `crews` are
/// those of their associations.
///
/// Errors: `HandOverFirst`, somebody else of an association must become its referent before; `LastAdministrator`.
pub fn erase(
    act: &Act,
    person: PersonId,
    crews: &[Crew],
    last_administrator: bool,
) -> Result<Outcome<()>, Broken> {
    if crews.iter().any(|crew| must_hand_over(crew, person)) {
        return Err(Broken::HandOverFirst);
    }
    if last_administrator {
        return Err(Broken::LastAdministrator);
    }
    Ok(gone(act, person, crews))
}

/// Erases an account that nobody has used for so long, after its warnings: an association that waits for a referent waits
/// for the organizers. The last administrator's account stays.
pub fn let_go(
    act: &Act,
    person: PersonId,
    crews: &[Crew],
    last_administrator: bool,
) -> Outcome<()> {
    if last_administrator { Outcome::of(()) } else { gone(act, person, crews) }
}

fn gone(act: &Act, person: PersonId, crews: &[Crew]) -> Outcome<()> {
    let left = crews.iter().filter_map(|crew| Some(crew.without(act, crew.member(person)?)));
    left.fold(Outcome::of(()), Outcome::and).change(Change::Erased(person)).audit(
        act,
        AuditKind::Erased,
        person,
    )
}

/// Warns who began a journey without an account, with another link that claims it, that they are forgotten on that day.
pub fn warn_begun(act: &Act, begun: &Begun, token: FreshToken, on: DateTime<Utc>) -> Outcome<()> {
    let (id, email) = (begun.id, begun.email.clone());
    let errand = Errand::Claim { begun: id, email: email.clone() };
    let until = act.at + errand.lasts();
    let link = OneUseLink { token_hash: token.hash, errand, made_at: act.at, until, used_at: None };
    let letter = Letter::BegunEnds { token: token.secret, on };
    Outcome::of(())
        .change(Change::Notice(Notice { about: id.0, at: act.at }))
        .change(Change::OneUseLink(link))
        .mail(act, Addressee::Address(email, begun.lang), letter)
}

/// Forgets who began a journey that nobody has claimed. What they said of the association stays with it.
pub fn forget_begun(act: &Act, begun: &Begun) -> Outcome<()> {
    Outcome::of(()).change(Change::BegunForgotten(begun.id)).audit(act, AuditKind::Erased, begun.id)
}

#[cfg(test)]
mod tests;
