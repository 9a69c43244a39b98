//! A secret address at which calendars follow somebody's seats.

use crate::act::{Act, Change, Outcome};
use crate::ids::{AssociationId, FeedId, PersonId};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

/// Calendars keep an address for years.
const LASTS: Duration = Duration::days(20 * 365);

/// One person's address, for all that is theirs or for one association: who leaves it hears nothing more. There is one
/// of each at most.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Feed {
    pub person: PersonId,
    pub association: Option<AssociationId>,
    /// What the address is made of: another one, once it is renewed.
    pub id: FeedId,
    pub since: DateTime<Utc>,
}

impl Feed {
    /// A first address, or another one: the one of before leads nowhere any more.
    pub fn renew(act: &Act, person: PersonId, association: Option<AssociationId>) -> Outcome<()> {
        let feed = Self { person, association, id: act.id().into(), since: act.at };
        Outcome::of(()).change(Change::Feed(feed))
    }

    /// Until when the address is good, if nobody renews it.
    pub fn until(&self) -> DateTime<Utc> {
        self.since + LASTS
    }
}
