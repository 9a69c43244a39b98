//! What the database keeps is read back.

use super::*;

#[test]
fn workshops_codes_are_read_back() {
    for level in Level::ALL {
        assert_eq!(Level::from_code(level.code()), Some(level));
    }
    for kind in EntryKind::ALL {
        assert_eq!(EntryKind::from_code(kind.code()), Some(kind));
    }
    for presence in Presence::ALL {
        assert_eq!(Presence::from_code(presence.code()), Some(presence));
    }
    for by in CancelledBy::ALL {
        assert_eq!(CancelledBy::from_code(by.code()), Some(by));
    }
    for claim in Claim::ALL {
        assert_eq!(Claim::from_code(claim.code()), Some(claim));
    }
    for role in Role::ALL {
        assert_eq!(Role::from_code(role.code()), Some(role));
    }
    assert_eq!(
        (CancelledBy::from_code("?"), Claim::from_code("?"), Role::from_code("?")),
        (None, None, None)
    );
    assert_eq!(
        (Level::from_code("?"), EntryKind::from_code("?"), Presence::from_code("?")),
        (None, None, None)
    );
}
