//! Associations: what they tell about themselves and to whom, which ones may be one and the same, who acts for them.

mod crew;
mod letters;
mod likeness;
mod merge;
mod record;

pub use crew::{
    Crew, CrewChange, INVITATIONS_MAX, INVITED_FOR, Invitation, JoinRequest, Keeper, Lead,
    ReferentOffer, Takeover,
};
pub use letters::Said;
pub use likeness::{LIKELY, Likeness, Reason, Sketch, likely_pairs, mail_domain, name_start};
pub use merge::{Merge, Side, merge};
pub use record::{About, Field, Record, Sight, Size, Website};

#[cfg(test)]
mod tests {
    use crate::accounts::{Association, AssociationKind};
    use crate::testing::{day, id};
    use crate::text::Name;

    /// An association that has told its name only.
    pub fn named(n: u128, name: &str) -> Association {
        Association {
            id: id(n),
            name: Name::stored(name.to_owned()),
            kind: AssociationKind::NonProfit,
            city: None,
            rna: None,
            siret: None,
            about: Default::default(),
            created_at: day(0),
        }
    }
}
