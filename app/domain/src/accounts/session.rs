//! Login sessions: who is signed in, on which device, since when.

use crate::accounts::{Denied, Hat};
use crate::act::{Act, Change, Outcome};
use crate::audit::AuditKind;
use crate::ids::{LoginSessionId, PersonId};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

/// How long one stays signed in on a device.
pub const SIGNED_IN_FOR: Duration = Duration::days(30);

/// Signed in on one device, until then. Only a hash of its token is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LoginSession {
    /// Names it on a page: the hash is shown to nobody.
    pub id: LoginSessionId,
    pub token_hash: String,
    pub person: PersonId,
    pub device: Device,
    pub since: DateTime<Utc>,
    pub until: DateTime<Utc>,
    /// The hat chosen there. None: the first.
    pub wearing: Option<Hat>,
}

impl LoginSession {
    /// Signs in. `before` is the token hash of the session that this browser had: it ends.
    pub fn open(self, act: &Act, before: Option<String>) -> Outcome<()> {
        let outcome = match before {
            Some(hash) => Outcome::of(()).change(Change::LoginSessionEnded(hash)),
            None => Outcome::of(()),
        };
        let person = self.person;
        outcome.change(Change::LoginSession(self)).audit(act, AuditKind::SignedIn, person)
    }

    /// Chooses the hat that this device shows, among those that its person has.
    ///
    /// Errors: `NotYours`.
    pub fn wear(&self, hats: &[Hat], hat: Hat) -> Result<Outcome<()>, Denied> {
        let wearing = Some(hats.contains(&hat).then_some(hat).ok_or(Denied::NotYours)?);
        Ok(Outcome::of(()).change(Change::LoginSession(Self { wearing, ..self.clone() })))
    }

    /// Signs its person out there.
    pub fn end(self, act: &Act) -> Outcome<()> {
        let ended = Change::LoginSessionEnded(self.token_hash);
        Outcome::of(()).change(ended).audit(act, AuditKind::SignedOut, self.person)
    }
}

/// What somebody signed in with, as far as they can recognise it: never what the browser said, which tells more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    pub browser: Browser,
    pub system: System,
}

/// A family of browsers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Browser {
    Firefox,
    Edge,
    Opera,
    Chrome,
    Safari,
    #[default]
    Other,
}

/// What a device runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum System {
    Android,
    /// A telephone or a tablet of Apple.
    Ios,
    Windows,
    Mac,
    Linux,
    #[default]
    Other,
}

impl Browser {
    /// All of them. The order is that in which they are looked for: many say that they are Chrome, and Safari too.
    pub const ALL: [Self; 6] =
        [Self::Firefox, Self::Edge, Self::Opera, Self::Chrome, Self::Safari, Self::Other];

    /// The name in the database, and of its text.
    pub fn code(self) -> &'static str {
        match self {
            Self::Firefox => "firefox",
            Self::Edge => "edge",
            Self::Opera => "opera",
            Self::Chrome => "chrome",
            Self::Safari => "safari",
            Self::Other => "other",
        }
    }

    fn marks(self) -> &'static [&'static str] {
        match self {
            Self::Firefox => &["Firefox/", "FxiOS/"],
            Self::Edge => &["Edg/", "EdgA/", "EdgiOS/"],
            Self::Opera => &["OPR/"],
            Self::Chrome => &["Chrome/", "CriOS/", "Chromium/"],
            Self::Safari => &["Safari/"],
            Self::Other => &[],
        }
    }
}

impl System {
    /// All of them. The order is that in which they are looked for: Android says that it is Linux.
    pub const ALL: [Self; 6] =
        [Self::Android, Self::Ios, Self::Windows, Self::Mac, Self::Linux, Self::Other];

    /// The name in the database, and of its text.
    pub fn code(self) -> &'static str {
        match self {
            Self::Android => "android",
            Self::Ios => "ios",
            Self::Windows => "windows",
            Self::Mac => "mac",
            Self::Linux => "linux",
            Self::Other => "other",
        }
    }

    fn marks(self) -> &'static [&'static str] {
        match self {
            Self::Android => &["Android"],
            Self::Ios => &["iPhone", "iPad"],
            Self::Windows => &["Windows"],
            Self::Mac => &["Macintosh", "Mac OS"],
            Self::Linux => &["Linux", "CrOS", "BSD"],
            Self::Other => &[],
        }
    }
}

impl Device {
    /// Recognises a device by its `User-Agent`.
    pub fn of(agent: &str) -> Self {
        let says = |marks: &[&str]| marks.iter().any(|mark| agent.contains(mark));
        let browser = Browser::ALL.into_iter().find(|b| says(b.marks())).unwrap_or_default();
        let system = System::ALL.into_iter().find(|s| says(s.marks())).unwrap_or_default();
        Self { browser, system }
    }

    /// The name in the database.
    pub fn code(self) -> String {
        format!("{} {}", self.browser.code(), self.system.code())
    }

    /// Reads [`Self::code`] back. What a newer version wrote is a device that this one does not know.
    pub fn from_code(code: &str) -> Self {
        let (browser, system) = code.split_once(' ').unwrap_or_default();
        Self {
            browser: Browser::ALL.into_iter().find(|b| b.code() == browser).unwrap_or_default(),
            system: System::ALL.into_iter().find(|s| s.code() == system).unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{act, day, id};

    #[test]
    fn accounts_devices_are_recognised() {
        use {Browser as B, System as S};
        for (agent, browser, system) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                B::Firefox,
                S::Linux,
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
                B::Edge,
                S::Windows,
            ),
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
                B::Chrome,
                S::Android,
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
                B::Safari,
                S::Ios,
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15",
                B::Safari,
                S::Mac,
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/140.0 Mobile/15E148 Safari/605.1.15",
                B::Firefox,
                S::Ios,
            ),
            ("curl/8.5.0", B::Other, S::Other),
            ("", B::Other, S::Other),
        ] {
            assert_eq!(Device::of(agent), Device { browser, system }, "{agent}");
        }
    }

    #[test]
    fn accounts_devices_are_read_back() {
        for browser in Browser::ALL {
            for system in System::ALL {
                let device = Device { browser, system };
                assert_eq!(Device::from_code(&device.code()), device);
            }
        }
        assert_eq!(Device::from_code("lynx plan9"), Device::default());
        assert_eq!(Device::from_code(""), Device::default());
    }

    #[test]
    fn accounts_signing_in_ends_what_this_browser_had() {
        let session = LoginSession {
            id: id(1),
            token_hash: "new".to_owned(),
            person: id(7),
            device: Device::default(),
            since: day(0),
            until: day(30),
            wearing: None,
        };
        let worn = LoginSession { wearing: Some(Hat::Mentor), ..session.clone() };
        let hats = [Hat::Volunteer, Hat::Mentor];
        let chosen = session.wear(&hats, Hat::Mentor).map(|outcome| outcome.changes);
        assert_eq!(chosen, Ok(vec![Change::LoginSession(worn)]));
        assert_eq!(session.wear(&hats, Hat::Administrator).map(drop), Err(Denied::NotYours));
        let outcome = session.clone().open(&act(day(0)), Some("old".to_owned()));
        let [Change::LoginSessionEnded(old), Change::LoginSession(new), Change::Audit(line)] =
            &outcome.changes[..]
        else {
            panic!("{outcome:?}")
        };
        assert_eq!((old.as_str(), new), ("old", &session));
        assert_eq!((line.kind, line.subject), (AuditKind::SignedIn, Some(id(7))));
        let outcome = session.end(&act(day(1)));
        let [Change::LoginSessionEnded(ended), Change::Audit(line)] = &outcome.changes[..] else {
            panic!("{outcome:?}")
        };
        assert_eq!((ended.as_str(), line.kind), ("new", AuditKind::SignedOut));
    }
}
