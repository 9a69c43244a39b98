//! What is kept, by the names that people know it by, and until when.

use chrono::{DateTime, Days, Months, Utc};

/// A length of time, as people say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    Days(u32),
    Months(u32),
}

impl Span {
    /// The moment that comes so long after.
    pub fn after(self, at: DateTime<Utc>) -> DateTime<Utc> {
        let later = match self {
            Self::Days(days) => at.checked_add_days(Days::new(days.into())),
            Self::Months(months) => at.checked_add_months(Months::new(months)),
        };
        later.unwrap_or(DateTime::<Utc>::MAX_UTC)
    }

    /// The moment that came so long before.
    pub fn before(self, at: DateTime<Utc>) -> DateTime<Utc> {
        let earlier = match self {
            Self::Days(days) => at.checked_sub_days(Days::new(days.into())),
            Self::Months(months) => at.checked_sub_months(Months::new(months)),
        };
        earlier.unwrap_or(DateTime::<Utc>::MIN_UTC)
    }
}

/// Until when something is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// As long as the account, which ends when its person says so, or when nobody has used it for so long.
    Account,
    /// So long after it was written.
    Written(Span),
    /// So long after it left.
    Sent(Span),
    /// So long after it stopped working.
    Ended(Span),
    /// As long as the programme accompanies the association: it is the association's own memory.
    Association,
    /// As long as it is of use to others: it is published.
    Published,
    /// Unless somebody claims it, so long after it was begun.
    Unclaimed,
    /// As long as the programme runs: nobody is named in it.
    Programme,
}

macro_rules! matters {
    ($($(#[$doc:meta])* $name:ident $code:literal $until:expr,)+) => {
        /// One kind of thing that is kept: a line of the public page. Why it is kept and who sees it are its texts.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Matter { $($(#[$doc])* $name),+ }

        impl Matter {
            /// All of them, in the order that people read.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The name of its texts.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// Until when it is kept.
            pub fn until(self) -> Until {
                match self { $(Self::$name => $until),+ }
            }
        }
    };
}

matters! {
    /// Name, address, language.
    Account "account" Until::Account,
    /// Its fingerprint.
    Password "password" Until::Account,
    /// Where one is signed in.
    LoginSessions "login_sessions" Until::Ended(Span::Days(0)),
    /// Hats, and what goes with them.
    Hats "hats" Until::Account,
    Memberships "memberships" Until::Account,
    /// Who began a journey without an account.
    Begun "begun" Until::Unclaimed,
    Association "association" Until::Association,
    Need "need" Until::Association,
    /// The facts of a journey.
    Journey "journey" Until::Association,
    /// What an association can show and looks for.
    Exchange "exchange" Until::Association,
    /// Answers and verdicts.
    Diagnosis "diagnosis" Until::Association,
    Mentoring "mentoring" Until::Association,
    Projects "projects" Until::Association,
    Testimonies "testimonies" Until::Published,
    /// What came with a wiki that moved in: files, and what was noted there of who wrote.
    MovedIn "moved_in" Until::Published,
    /// What the programme itself publishes: dates, themes, editions.
    Programme "programme" Until::Programme,
    Letters "letters" Until::Sent(Span::Days(30)),
    Links "links" Until::Ended(Span::Days(7)),
    /// The first answers to forms.
    Forms "forms" Until::Written(Span::Days(30)),
    /// Warnings before an account ends.
    Notices "notices" Until::Account,
    /// Logs of connections are commonly kept for six to twelve months; this one also proves who held rights over others'
    /// data, and is kept for the three years that the CNIL counts after a last contact (quality.md, GDPR/CNIL).
    Audit "audit" Until::Written(Span::Months(36)),
    /// Who has a page open to write it: for a minute; at the latest, the night takes it.
    AtWork "at_work" Until::Written(Span::Days(1)),
    /// Keyed fingerprints of who tries passwords, against guessing.
    Tries "tries" Until::Written(Span::Days(1)),
    /// What the instance needs to run. Nobody is in it.
    Machine "machine" Until::Programme,
}
