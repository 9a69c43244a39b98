//! What calendars and news are told.

use crate::error::AppError;
use crate::links::sign;
use crate::request::{Request, State};
use crate::routes::{Ask, href};
use crate::workshops::search::Search;
use chrono::{DateTime, Duration};
use domain::accounts::{Actor, Bearer, Hat, MemberHat, Purpose};
use domain::calendar::{Attestation, BACK, Feed, TOLD_FOR, attested, is_public};
use domain::ids::{AssociationId, AttestationId, RegistrationId};
use domain::paris;
use domain::workshops::{Entry, Registration};
use std::collections::BTreeMap;
use std::str::FromStr;
use store::{Tx, WriteError};

/// How far ahead they look.
const AHEAD: Duration = Duration::days(400);

/// How long after a date its attestations are good.
const ATTESTED_FOR: Duration = Duration::days(10 * 365);

/// The dates that everybody may know, recent or to come, soonest first: those that the page of the agenda would show
/// with the same query.
pub async fn dates(ask: &Ask) -> Result<Vec<Entry>, AppError> {
    let (request, now) = (&ask.request, ask.request.now);
    let search = Search::read(ask);
    let last = search.bounds().1.map_or(now, |day| paris::hour(day, 0) + Duration::days(2));
    let agenda = request.read().agenda(now - BACK, last.max(now + AHEAD), now).await;
    let agenda = agenda.map_err(|error| request.answer(error))?;
    let dates = agenda.into_iter().map(|at| at.entry).filter(|at| is_public(at, now));
    Ok(dates.filter(|at| search.takes(at)).collect())
}

/// Seats with their dates, and the names of whose they are.
pub struct Seats {
    pub seats: Vec<(Registration, Entry)>,
    pub names: BTreeMap<AssociationId, String>,
    /// Dates that one runs.
    pub hosted: Vec<Entry>,
}

/// What the link that was opened follows: what is its owner's as things stand now.
///
/// Errors: `LinkExpired`, it is for something else; `AddressGone`, it was renewed or closed, or its owner no longer acts
/// for this association.
pub async fn followed_seats(request: &Request) -> Result<(Feed, Seats), AppError> {
    let Actor::Bearer(Bearer { purpose: Purpose::Follow(id), .. }) = request.actor else {
        return Err(AppError::LinkExpired);
    };
    let (rows, since) = (request.read(), request.now - BACK);
    let fail = |error| request.answer(error);
    let feed = rows.feed(id).await.map_err(fail)?.ok_or(AppError::AddressGone)?;
    let hats = rows.hats(feed.person).await.map_err(fail)?;
    let own = hats.into_iter().filter_map(|hat| match hat {
        Hat::Member(association) => Some(association),
        _ => None,
    });
    let own: Vec<_> = own.filter(|own| feed.association.is_none_or(|one| one == *own)).collect();
    if feed.association.is_some() && own.is_empty() {
        return Err(AppError::AddressGone);
    }
    let seats = rows.seats_of(&own, since).await.map_err(fail)?;
    let hosted = match feed.association {
        None => rows.hosted_by(feed.person, since).await.map_err(fail)?,
        Some(_) => Vec::new(),
    };
    let names = rows.association_names().await.map_err(fail)?;
    Ok((feed, Seats { seats, names, hosted }))
}

/// The one seat that the link which was opened is for.
///
/// Errors: `LinkExpired`, it is for something else; `AddressGone`, nothing is known of it any more.
pub async fn one_seat(request: &Request) -> Result<Seats, AppError> {
    let Actor::Bearer(Bearer { purpose: Purpose::KeepSeat(id), .. }) = request.actor else {
        return Err(AppError::LinkExpired);
    };
    let rows = request.read();
    let fail = |error| request.answer(error);
    let seat = rows.dated_seat(id).await.map_err(fail)?.ok_or(AppError::AddressGone)?;
    let names = rows.association_names().await.map_err(fail)?;
    Ok(Seats { seats: vec![seat], names, hosted: Vec::new() })
}

/// Whom a form's address is of. None: the person alone.
///
/// Errors: `SignIn`; `NotFound`, it is no association of who asks.
pub fn followed(request: &Request, typed: &str) -> Result<Option<AssociationId>, AppError> {
    if typed.is_empty() {
        return Ok(None);
    }
    let association = AssociationId::from_str(typed).map_err(|_| AppError::NotFound)?;
    let mine = request.actor.signed()?.hats.contains(&Hat::Member(association));
    mine.then_some(Some(association)).ok_or(AppError::NotFound)
}

/// One's calendars: oneself, then each association that one acts for, with its address if it has one.
pub struct Follows {
    pub of: Option<AssociationId>,
    /// The association's.
    pub name: Option<String>,
    /// The whole address.
    pub address: Option<String>,
}

/// Errors: `SignIn`.
pub async fn follows(request: &Request) -> Result<Vec<Follows>, AppError> {
    let signed = request.actor.signed()?;
    let rows = request.read();
    let fail = |error| request.answer(error);
    let feeds = rows.feeds_of(signed.person).await.map_err(fail)?;
    let names = rows.association_names().await.map_err(fail)?;
    let own = signed.hats.iter().filter_map(|hat| match hat {
        Hat::Member(association) => Some(Some(*association)),
        _ => None,
    });
    let follows = [None].into_iter().chain(own).map(|of| {
        let feed = feeds.iter().find(|feed| feed.association == of);
        Follows {
            of,
            name: of.and_then(|association| names.get(&association).cloned()),
            address: feed.map(|feed| feed_address(request, feed)),
        }
    });
    Ok(follows.collect())
}

fn feed_address(request: &Request, feed: &Feed) -> String {
    let bearer = Bearer { purpose: Purpose::Follow(feed.id), until: feed.until() };
    let token = sign(&request.state.link_key, &bearer);
    address(request, &format!("/calendrier/{token}/places.ics"))
}

/// The path of one seat's file: good as long as there is something to tell of it. Nobody else can make it.
pub fn seat_path(state: &State, seat: RegistrationId, at: &Entry) -> String {
    let bearer = Bearer { purpose: Purpose::KeepSeat(seat), until: at.ends_at + TOLD_FOR };
    format!("/place/{}/place.ics", sign(&state.link_key, &bearer))
}

/// The whole address of one of our pages.
pub fn address(request: &Request, path: &str) -> String {
    format!("{}{}", request.state.public_url, href(request.lang, path))
}

/// A presence that can be attested.
pub struct Attested {
    pub seat: RegistrationId,
    /// What its links are made of. None: they were withdrawn.
    pub address: Option<AttestationId>,
    pub entry: Entry,
    pub lasted: Duration,
    pub association: String,
    /// Who came, by name, where it may be told.
    pub attendee: Option<String>,
}

/// What the association of who asks attended, soonest first, with its name.
///
/// Errors: `SignIn`, `NotYours`.
pub async fn attended(request: &Request) -> Result<(String, Vec<Attested>), AppError> {
    let association = request.actor.member()?.association();
    let rows = request.read();
    let fail = |error| request.answer(error);
    let seats = rows.seats_of(&[association], DateTime::UNIX_EPOCH).await.map_err(fail)?;
    let name = rows.association(association).await.map_err(fail)?;
    let name = name.map(|association| association.name.to_string()).unwrap_or_default();
    let known = rows.attestations_of(seats.iter().map(|(seat, _)| seat.id)).await.map_err(fail)?;
    let one = |(seat, entry): (Registration, Entry)| {
        let address = Attestation::address_of(seat.id, known.get(&seat.id));
        attest(seat, entry, name.clone(), true, address)
    };
    let attended = seats.into_iter().filter_map(one).collect();
    Ok((name, attended))
}

/// What the link that was opened attests.
///
/// Errors: `LinkExpired`, it is for something else; `AddressGone`, nothing attests it any more.
pub async fn attestation(request: &Request) -> Result<Attested, AppError> {
    let Actor::Bearer(Bearer { purpose: Purpose::Attest(address, named), .. }) = request.actor
    else {
        return Err(AppError::LinkExpired);
    };
    let rows = request.read();
    let fail = |error| request.answer(error);
    let id = rows.attested_seat(address).await.map_err(fail)?.ok_or(AppError::AddressGone)?;
    let (seat, entry) = rows.dated_seat(id).await.map_err(fail)?.ok_or(AppError::AddressGone)?;
    let association = rows.association(seat.association).await.map_err(fail)?;
    let name = association.map(|association| association.name.to_string()).unwrap_or_default();
    attest(seat, entry, name, named, Some(address)).ok_or(AppError::AddressGone)
}

fn attest(
    seat: Registration,
    entry: Entry,
    association: String,
    named: bool,
    address: Option<AttestationId>,
) -> Option<Attested> {
    let lasted = attested(&seat, &entry)?;
    let attendee = seat.attendee.filter(|_| named).map(|who| who.to_string());
    Some(Attested { seat: seat.id, address, entry, lasted, association, attendee })
}

/// Where this presence can be verified, with the name of who came or without. None: nowhere, its owner has said so.
pub fn attestation_path(state: &State, one: &Attested, named: bool) -> Option<String> {
    let until = one.entry.ends_at + ATTESTED_FOR;
    let bearer = Bearer { purpose: Purpose::Attest(one.address?, named), until };
    Some(format!("/attestation/{}", sign(&state.link_key, &bearer)))
}

/// The association of a seat whose links are changed, and the proof of acting for it.
pub async fn to_attest(tx: &Tx<'_>, id: RegistrationId) -> Result<MemberHat, WriteError> {
    let seat = tx.registration(id).await?.ok_or(WriteError::Missing)?;
    Ok(tx.actor().member_for(seat.association)?)
}
