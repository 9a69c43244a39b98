//! What letters about an association say.

use crate::ids::{AssociationId, PersonId};
use crate::mail::Letter;
use serde::{Deserialize, Serialize};

/// One thing to tell about an association. `by` and `person` are named when the letter leaves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// A place is offered, by a link that serves once.
    Invited {
        by: PersonId,
        token: String,
    },
    /// To the referent: somebody asks to come in.
    Asks {
        person: PersonId,
    },
    /// To who asked.
    Accepted,
    NotAccepted,
    /// To the referent: who was invited has come.
    Joined {
        person: PersonId,
    },
    /// To the referent.
    Left {
        person: PersonId,
    },
    /// To who acts for it no more.
    Removed,
    /// To a member: the referent's role.
    RoleOffered {
        by: PersonId,
    },
    RoleTakenBack,
    /// To who offered it.
    RoleAccepted {
        person: PersonId,
    },
    RoleDeclined {
        person: PersonId,
    },
    /// To every member: an organizer looks after the association.
    TakenOver {
        by: PersonId,
    },
    /// To the members of the record that is no more.
    Merged,
}

impl Said {
    /// The name in the database, and of its texts.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Invited { .. } => "invited",
            Self::Asks { .. } => "asks",
            Self::Accepted => "accepted",
            Self::NotAccepted => "not_accepted",
            Self::Joined { .. } => "joined",
            Self::Left { .. } => "left",
            Self::Removed => "removed",
            Self::RoleOffered { .. } => "role_offered",
            Self::RoleTakenBack => "role_taken_back",
            Self::RoleAccepted { .. } => "role_accepted",
            Self::RoleDeclined { .. } => "role_declined",
            Self::TakenOver { .. } => "taken_over",
            Self::Merged => "merged",
        }
    }

    /// Whom it names.
    pub fn person(&self) -> Option<PersonId> {
        match self {
            Self::Invited { by: person, .. }
            | Self::Asks { person }
            | Self::Joined { person }
            | Self::Left { person }
            | Self::RoleOffered { by: person }
            | Self::RoleAccepted { person }
            | Self::RoleDeclined { person }
            | Self::TakenOver { by: person } => Some(*person),
            Self::Accepted
            | Self::NotAccepted
            | Self::Removed
            | Self::RoleTakenBack
            | Self::Merged => None,
        }
    }
}

/// The letter that says it.
pub(super) fn letter(association: AssociationId, said: Said) -> Letter {
    Letter::Association { association, said }
}
