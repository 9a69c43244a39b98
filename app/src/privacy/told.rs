//! What is kept, in words: what, why, until when, who sees it.

use domain::privacy::{Matter, Span, Until};
use domain::text::Lang;

/// One line of the public page.
pub struct Told {
    pub what: &'static str,
    pub why: &'static str,
    pub until: String,
    pub seen: &'static str,
}

/// A kind of thing, in words.
pub fn told(lang: Lang, matter: Matter) -> Told {
    let code = matter.code();
    Told {
        what: texts::kept_what::of(lang, code),
        why: texts::kept_why::of(lang, code),
        until: until(lang, matter.until()),
        seen: texts::kept_seen::of(lang, code),
    }
}

/// Whom a kind of thing is about: how the public page is divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    You,
    Association,
    Site,
}

/// Whom it is about.
pub fn about(matter: Matter) -> About {
    use Matter as M;
    match matter {
        M::Account
        | M::Password
        | M::LoginSessions
        | M::Hats
        | M::Memberships
        | M::Letters
        | M::Links
        | M::Begun
        | M::Forms
        | M::Notices
        | M::AtWork => About::You,
        M::Association
        | M::Need
        | M::Journey
        | M::Exchange
        | M::Diagnosis
        | M::Mentoring
        | M::Projects
        | M::Testimonies => About::Association,
        M::MovedIn | M::Programme | M::Audit | M::Tries | M::Machine => About::Site,
    }
}

/// A length of time, in words.
pub fn span(lang: Lang, span: Span) -> String {
    match span {
        Span::Days(days) => texts::span::days(lang, days.into()),
        Span::Months(months) if months % 12 == 0 => {
            texts::span::years(lang, i64::from(months / 12))
        }
        Span::Months(months) => texts::span::months(lang, months.into()),
    }
}

fn until(lang: Lang, until: Until) -> String {
    match until {
        Until::Account => texts::until::account(lang).to_owned(),
        Until::Written(length) => texts::until::written(lang, span(lang, length)),
        Until::Sent(length) => texts::until::sent(lang, span(lang, length)),
        Until::Ended(Span::Days(0)) => texts::until::end(lang).to_owned(),
        Until::Ended(length) => texts::until::ended(lang, span(lang, length)),
        Until::Association => texts::until::association(lang).to_owned(),
        Until::Published => texts::until::published(lang).to_owned(),
        Until::Unclaimed => texts::until::unclaimed(lang, span(lang, domain::privacy::BEGUN.end)),
        Until::Programme => texts::until::programme(lang).to_owned(),
    }
}
