//! What somebody's presence can be attested by.

use crate::workshops::{Entry, Presence, Registration, Seat};
use chrono::Duration;

/// How long who sat there was present. None: nothing to attest, for nobody noted that they came, or it was not held.
pub fn attested(seat: &Registration, at: &Entry) -> Option<Duration> {
    let came = seat.presence == Some(Presence::Present) && seat.state == Seat::Registered;
    let held = at.called_off.is_none() && at.ends_at > at.starts_at;
    (came && held).then(|| at.ends_at - at.starts_at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{day, id, title};
    use crate::text::Name;
    use crate::workshops::{CancelledBy, EntryKind};

    #[test]
    fn calendar_presence_is_attested_to_who_was_there() {
        let place = Name::stored("Tours".to_owned());
        let hours = (day(1), day(1) + Duration::minutes(150));
        let at = Entry::new(id(1), EntryKind::WorkshopSession, title("Atelier"), place, hours, 8);
        let seat = Registration::new(id(2), id(1), (id(3), id(4)), Seat::Registered, day(0));
        assert_eq!(attested(&seat, &at), None);
        for (presence, told) in [
            (Presence::Present, Some(Duration::minutes(150))),
            (Presence::Excused, None),
            (Presence::Absent, None),
        ] {
            let seat = Registration { presence: Some(presence), ..seat.clone() };
            assert_eq!(attested(&seat, &at), told);
            let given = Seat::Cancelled(CancelledBy::Association);
            assert_eq!(attested(&Registration { state: given, ..seat.clone() }, &at), None);
            let off = Entry { called_off: Some(day(1)), ..at.clone() };
            assert_eq!(attested(&seat, &off), None);
        }
    }
}
