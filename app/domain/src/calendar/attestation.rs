//! What somebody's presence can be attested by.

use crate::accounts::MemberHat;
use crate::act::{Act, Change, Outcome};
use crate::ids::{AttestationId, PersonId, RegistrationId};
use crate::workshops::{Entry, Presence, Registration, Seat};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

/// The links that attest somebody's presence, once those of before were withdrawn: they lead nowhere any more, and those
/// that are made afterwards are others. A seat of which nobody said so has links made of its own id.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attestation {
    pub seat: RegistrationId,
    /// What links are made of. None: there are none.
    pub address: Option<AttestationId>,
    pub since: DateTime<Utc>,
    /// Who said so. None: they have gone.
    pub by: Option<PersonId>,
}

impl Attestation {
    /// Withdraws every link of this seat, at once.
    pub fn withdraw(act: &Act, member: &MemberHat, seat: RegistrationId) -> Outcome<()> {
        Self::change(act, member, seat, None)
    }

    /// Makes other links.
    pub fn renew(act: &Act, member: &MemberHat, seat: RegistrationId) -> Outcome<()> {
        Self::change(act, member, seat, Some(act.id().into()))
    }

    fn change(
        act: &Act,
        member: &MemberHat,
        seat: RegistrationId,
        address: Option<AttestationId>,
    ) -> Outcome<()> {
        let (since, by) = (act.at, Some(member.person()));
        Outcome::of(()).change(Change::Attestation(Self { seat, address, since, by }))
    }

    /// What the links of this seat are made of, as things stand. None: they were withdrawn.
    pub fn address_of(seat: RegistrationId, known: Option<&Self>) -> Option<AttestationId> {
        known.map_or(Some(AttestationId(seat.0)), |known| known.address)
    }
}

/// How long who sat there was present. None: nothing to attest, for nobody noted that they came, or it was not held.
pub fn attested(seat: &Registration, at: &Entry) -> Option<Duration> {
    let came = seat.presence == Some(Presence::Present) && seat.state == Seat::Registered;
    let held = at.called_off.is_none() && at.ends_at > at.starts_at;
    (came && held).then(|| at.ends_at - at.starts_at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{OURS, act, day, everyone, id, title};
    use crate::text::Name;
    use crate::workshops::{CancelledBy, EntryKind};

    #[test]
    fn calendar_withdrawn_links_are_never_those_of_before() {
        let (act, seat) = (act(day(2)), id(2));
        let member = everyone().member_of(id(OURS)).expect("a member");
        let first = Attestation::address_of(seat, None);
        assert_eq!(first, Some(AttestationId(seat.0)));
        let known = |outcome: Outcome<()>| match &outcome.changes[..] {
            [Change::Attestation(known)] => known.clone(),
            changes => panic!("{changes:?}"),
        };
        let withdrawn = known(Attestation::withdraw(&act, &member, seat));
        assert_eq!(Attestation::address_of(seat, Some(&withdrawn)), None);
        let renewed = known(Attestation::renew(&act, &member, seat));
        let second = Attestation::address_of(seat, Some(&renewed));
        assert!(second.is_some() && second != first);
    }

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
