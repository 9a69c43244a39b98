//! How workshops, dates and their seats are kept.

use crate::entities::{entry, registration, workshop};
use domain::text::Title;
use domain::workshops::{Entry, Registration, Seat, Workshop, write_marks};

pub(crate) fn workshop(w: Workshop) -> workshop::Model {
    let teaches: Vec<String> = w.teaches.iter().map(Title::to_string).collect();
    workshop::Model {
        id: w.id.0,
        title: w.title.to_string(),
        theme: w.theme,
        level: w.level.code().to_owned(),
        summary: w.summary.to_string(),
        requires: write_marks(&w.requires),
        leads_to: write_marks(&w.leads_to),
        teaches: teaches.join("\n"),
        materials: w.materials.map(|words| words.to_string()),
    }
}

pub(crate) fn entry(e: Entry) -> entry::Model {
    entry::Model {
        id: e.id.0,
        kind: e.kind.code().to_owned(),
        workshop_id: e.workshop.map(|w| w.0),
        edition_id: e.edition.map(|e| e.0),
        theme: e.theme,
        level: e.level.map(|l| l.code().to_owned()),
        title: e.title.to_string(),
        place: e.place.to_string(),
        access: e.access,
        starts_at: e.starts_at,
        ends_at: e.ends_at,
        seats: count(e.seats.total),
        host_id: e.host.map(|p| p.0),
        co_host_id: e.co_hosts.first().map(|p| p.0),
        other_host_id: e.co_hosts.get(1).map(|p| p.0),
        called_off_at: e.called_off,
        link: e.link,
        bring: e.bring.map(|words| words.to_string()),
        kept_seats: e.seats.kept.map(|kept| count(kept.seats)),
        kept_until: e.seats.kept.map(|kept| kept.until),
        seats_freely: e.seats.freely,
        offer_hours: count(e.seats.offer_hours),
        published_at: e.published_at,
        sequence: count(e.sequence),
        changed_at: e.changed_at,
        words: e.words.map(|words| words.to_string()),
    }
}

pub(crate) fn registration(r: Registration) -> registration::Model {
    let state = match r.state {
        Seat::Held { .. } => "held",
        Seat::Registered => "registered",
        Seat::Waiting => "waiting",
        Seat::Offered { .. } => "offered",
        Seat::Cancelled(_) => "cancelled",
    };
    let cancelled_by = match r.state {
        Seat::Cancelled(by) => Some(by.code().to_owned()),
        _ => None,
    };
    registration::Model {
        id: r.id.0,
        entry_id: r.entry.0,
        association_id: r.association.0,
        journey_id: r.journey.0,
        state: state.to_owned(),
        held_until: r.state.until(),
        since: r.since,
        presence: r.presence.map(|p| p.code().to_owned()),
        slot_id: r.slot.map(|s| s.0),
        attendee: r.attendee.map(|name| name.to_string()),
        role: r.role.code().to_owned(),
        claim: r.claim.code().to_owned(),
        number: count(r.number),
        cancelled_by,
        sequence: count(r.sequence),
    }
}

fn count(n: u32) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}
