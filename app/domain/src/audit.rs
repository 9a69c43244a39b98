//! The audit log: who did what that others must be able to check. Ids only, so that erasure never touches it.

use crate::act::{Act, Change, Outcome};
use crate::ids::PersonId;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What is noted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuditKind {
    /// Subject: the person.
    SignedIn,
    SignedOut,
    /// A hat, or a membership. Subject: who has it now, or no longer.
    RightGiven,
    RightTaken,
    /// A way to sign in changed: password, address. Subject: the person.
    AccountChanged,
    /// Subject: the person or the association whose data left.
    Exported,
    /// Subject: the person.
    Erased,
    /// Two records became one. Subject: the one that is no more.
    Merged,
    /// Subject: the page.
    Published,
    /// The association took its story back. Subject: the page.
    Withdrawn,
    /// A person decided otherwise than the rules. Subject: the diagnosis.
    VerdictDecided,
}

impl AuditKind {
    /// All of them, so that a test finds a text for each.
    pub const ALL: [Self; 11] = [
        Self::SignedIn,
        Self::SignedOut,
        Self::RightGiven,
        Self::RightTaken,
        Self::AccountChanged,
        Self::Exported,
        Self::Erased,
        Self::Merged,
        Self::Published,
        Self::Withdrawn,
        Self::VerdictDecided,
    ];

    /// The name in the database, and of its text.
    pub fn code(self) -> &'static str {
        match self {
            Self::SignedIn => "signed_in",
            Self::SignedOut => "signed_out",
            Self::RightGiven => "right_given",
            Self::RightTaken => "right_taken",
            Self::AccountChanged => "account_changed",
            Self::Exported => "exported",
            Self::Erased => "erased",
            Self::Merged => "merged",
            Self::Published => "published",
            Self::Withdrawn => "withdrawn",
            Self::VerdictDecided => "verdict_decided",
        }
    }

    /// Reads [`Self::code`] back. None: no such name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.code() == code)
    }
}

/// One line of the log, before the store gives it its place in the chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Audit {
    pub at: DateTime<Utc>,
    pub kind: AuditKind,
    pub actor: Option<PersonId>,
    /// As whom.
    pub hat: String,
    pub subject: Option<Uuid>,
}

impl<T> Outcome<T> {
    /// Notes the act in the audit log.
    pub fn audit(self, act: &Act, kind: AuditKind, subject: impl Into<Uuid>) -> Self {
        self.change(Change::Audit(Audit {
            at: act.at,
            kind,
            actor: act.who.person(),
            hat: act.hat().to_owned(),
            subject: Some(subject.into()),
        }))
    }
}
