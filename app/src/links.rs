//! Signed links: their holder may do one thing, to one object, until a date, without an account.

use crate::error::AppError;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use domain::accounts::{Bearer, Purpose};
use domain::ids::{
    AttestationId, BegunId, CallId, DraftLinkId, FeedId, OrientationId, PersonId, RegistrationId,
    SoughtId,
};
use domain::mail::List;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use uuid::Uuid;

/// A text that only `key` can make, safe in a URL.
pub fn sign(key: &[u8], bearer: &Bearer) -> String {
    let (purpose, object) = match bearer.purpose {
        Purpose::AnswerOrientation(orientation) => (ANSWER_ORIENTATION, orientation.0),
        Purpose::ReceiveOrientation(orientation) => (RECEIVE_ORIENTATION, orientation.0),
        Purpose::Unsubscribe(person, List::Reminders) => (NO_REMINDERS, person.0),
        Purpose::Unsubscribe(person, List::Digest) => (NO_DIGEST, person.0),
        Purpose::Begin(begun) => (BEGIN, begun.0),
        Purpose::AnswerCall(call) => (ANSWER_CALL, call.0),
        Purpose::Follow(feed) => (FOLLOW, feed.0),
        Purpose::KeepSeat(seat) => (KEEP_SEAT, seat.0),
        Purpose::AnswerSeat(seat) => (ANSWER_SEAT, seat.0),
        Purpose::Evaluate(seat) => (EVALUATE, seat.0),
        Purpose::Testify(sought) => (TESTIFY, sought.0),
        Purpose::ReadDraft(link) => (READ_DRAFT, link.0),
        Purpose::Attest(address, false) => (ATTEST, address.0),
        Purpose::Attest(address, true) => (ATTEST_NAMED, address.0),
    };
    let mut token = vec![purpose];
    token.extend(object.as_bytes());
    token.extend(bearer.until.timestamp().to_be_bytes());
    let proof = mac(key, &token).finalize().into_bytes();
    token.extend(proof);
    URL_SAFE_NO_PAD.encode(token)
}

const ANSWER_ORIENTATION: u8 = 1;
const NO_REMINDERS: u8 = 2;
const NO_DIGEST: u8 = 3;
const BEGIN: u8 = 4;
const RECEIVE_ORIENTATION: u8 = 5;
const ANSWER_CALL: u8 = 6;
const FOLLOW: u8 = 7;
const KEEP_SEAT: u8 = 8;
const ANSWER_SEAT: u8 = 9;
const EVALUATE: u8 = 10;
const ATTEST: u8 = 11;
const ATTEST_NAMED: u8 = 12;
const TESTIFY: u8 = 13;
const READ_DRAFT: u8 = 14;
/// One byte of purpose, a UUID, seconds, then the proof.
const SAID: usize = 1 + 16 + 8;

/// What the link allows.
///
/// Errors: `LinkExpired` past its date, `NotFound` for anything that we did not sign.
pub fn verify(key: &[u8], token: &str, now: DateTime<Utc>) -> Result<Bearer, AppError> {
    let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| AppError::NotFound)?;
    if bytes.len() != SAID + 32 {
        return Err(AppError::NotFound);
    }
    let (said, proof) = bytes.split_at(SAID);
    mac(key, said).verify_slice(proof).map_err(|_| AppError::NotFound)?;
    let object = Uuid::from_slice(&said[1..17]).map_err(|_| AppError::NotFound)?;
    let seconds = said[17..].try_into().map(i64::from_be_bytes).map_err(|_| AppError::NotFound)?;
    let until = DateTime::from_timestamp(seconds, 0).ok_or(AppError::NotFound)?;
    let purpose = match said[0] {
        ANSWER_ORIENTATION => Purpose::AnswerOrientation(OrientationId(object)),
        RECEIVE_ORIENTATION => Purpose::ReceiveOrientation(OrientationId(object)),
        NO_REMINDERS => Purpose::Unsubscribe(PersonId(object), List::Reminders),
        NO_DIGEST => Purpose::Unsubscribe(PersonId(object), List::Digest),
        BEGIN => Purpose::Begin(BegunId(object)),
        ANSWER_CALL => Purpose::AnswerCall(CallId(object)),
        FOLLOW => Purpose::Follow(FeedId(object)),
        KEEP_SEAT => Purpose::KeepSeat(RegistrationId(object)),
        ANSWER_SEAT => Purpose::AnswerSeat(RegistrationId(object)),
        EVALUATE => Purpose::Evaluate(RegistrationId(object)),
        TESTIFY => Purpose::Testify(SoughtId(object)),
        READ_DRAFT => Purpose::ReadDraft(DraftLinkId(object)),
        ATTEST => Purpose::Attest(AttestationId(object), false),
        ATTEST_NAMED => Purpose::Attest(AttestationId(object), true),
        _ => return Err(AppError::NotFound),
    };
    if now >= until {
        return Err(AppError::LinkExpired);
    }
    Ok(Bearer { purpose, until })
}

/// What only who has `key` can know of what is said; `for_what` keeps uses apart.
pub fn keyed(key: &[u8], for_what: &str, said: &[u8]) -> [u8; 32] {
    let mut about = for_what.as_bytes().to_vec();
    about.push(0);
    about.extend(said);
    mac(key, &about).finalize().into_bytes().into()
}

fn mac(key: &[u8], said: &[u8]) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(said);
    mac
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mail_links_stop_the_letters_that_they_were_in() {
        let now = DateTime::from_timestamp(1_800_000_000, 0).expect("a date");
        for list in List::ALL {
            let purpose = Purpose::Unsubscribe(PersonId(Uuid::from_u128(7)), list);
            let bearer = Bearer { purpose, until: now + chrono::Duration::days(1) };
            assert_eq!(verify(b"key", &sign(b"key", &bearer), now), Ok(bearer));
        }
    }

    #[test]
    fn accounts_links_look_after_a_journey_that_was_begun() {
        let now = DateTime::from_timestamp(1_800_000_000, 0).expect("a date");
        let purpose = Purpose::Begin(BegunId(Uuid::from_u128(7)));
        let bearer = Bearer { purpose, until: now + chrono::Duration::days(30) };
        assert_eq!(verify(b"key", &sign(b"key", &bearer), now), Ok(bearer));
    }

    #[test]
    fn orientation_links_are_for_one_side() {
        let now = DateTime::from_timestamp(1_800_000_000, 0).expect("a date");
        let (id, until) = (OrientationId(Uuid::from_u128(7)), now + chrono::Duration::days(8));
        let [answers, receives] = [Purpose::AnswerOrientation(id), Purpose::ReceiveOrientation(id)]
            .map(|purpose| {
                let bearer = Bearer { purpose, until };
                assert_eq!(verify(b"key", &sign(b"key", &bearer), now), Ok(bearer.clone()));
                sign(b"key", &bearer)
            });
        assert_ne!(answers, receives);
    }

    #[test]
    fn orientation_links_are_good_until_their_date_and_cannot_be_forged() {
        let now = DateTime::from_timestamp(1_800_000_000, 0).expect("a date");
        let until = now + chrono::Duration::days(8);
        let purpose = Purpose::AnswerOrientation(OrientationId(Uuid::from_u128(7)));
        let bearer = Bearer { purpose, until };
        let token = sign(b"key", &bearer);
        assert_eq!(verify(b"key", &token, now), Ok(bearer));
        assert_eq!(verify(b"key", &token, until), Err(AppError::LinkExpired));
        assert_eq!(verify(b"other", &token, now), Err(AppError::NotFound));
        for i in 0..token.len() {
            let mut forged = token.clone().into_bytes();
            forged[i] = if forged[i] == b'A' { b'B' } else { b'A' };
            let forged = String::from_utf8(forged).expect("ascii");
            // The last character's low bits carry nothing.
            if i + 1 < token.len() {
                assert_eq!(verify(b"key", &forged, now), Err(AppError::NotFound), "at {i}");
            }
        }
        assert_eq!(verify(b"key", "", now), Err(AppError::NotFound));
    }
}
