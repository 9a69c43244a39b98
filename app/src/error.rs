//! All that a server function may answer when it does not do what was asked.

use chrono::{DateTime, Utc};
use domain::accounts::Denied;
use domain::act::{Broken, Refusal};
use domain::diagnosis::Standing;
use domain::text::{Fault, Faults};
use serde::{Deserialize, Serialize};
use server_fn::codec::JsonEncoding;
use server_fn::error::{FromServerFnError, ServerFnErrorErr};

/// Few kinds, each with a status; its message for people is in the catalogue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum AppError {
    /// 400: not something that our pages send.
    Malformed,
    /// 401
    SignIn,
    /// 403
    NotYours,
    /// 403: a write that did not come from our pages.
    CrossSite,
    /// 403: a signed link past its date.
    LinkExpired,
    /// 410: a one-use link has served, or its date has passed.
    LinkSpent,
    /// 404: a link that we did not sign, or that lost something on its way.
    LinkUnknown,
    /// 410: an address that its owner has renewed, closed or withdrawn.
    AddressGone,
    /// 308: it is at this path now, without its language.
    Moved(String),
    /// 404, also where existence is itself private.
    NotFound,
    /// 409: the rules do not allow it as things stand.
    Broken(Broken),
    /// 409: the programme's decision, which carries a next step.
    Refused(Refusal),
    /// 409: somebody else answered these questions otherwise, which was not seen yet.
    Crossed(Vec<Standing>),
    /// 409: the same form was sent before, with something else in it.
    CommandReused,
    /// 408: the rest of the request did not come.
    TooSlow,
    /// 413: too many bytes, or fields.
    TooLarge,
    /// 415: a body that is no form.
    NotAForm,
    /// 422: fields to mend; 413, where one of them is a file of too many bytes.
    Faults(Faults),
    /// 429: the next try may be made then.
    TooOften { until: DateTime<Utc> },
    /// 500: the correlation id is in the log, with the cause.
    Unexpected(String),
    /// 503: for a moment, there is more to do than can be done.
    Busy,
}

impl AppError {
    /// The HTTP status, as each kind says above.
    pub fn status(&self) -> u16 {
        match self {
            Self::Malformed => 400,
            Self::SignIn => 401,
            Self::NotYours | Self::CrossSite | Self::LinkExpired => 403,
            Self::Moved(_) => 308,
            Self::NotFound | Self::LinkUnknown => 404,
            Self::TooSlow => 408,
            Self::Broken(_) | Self::Refused(_) | Self::Crossed(_) | Self::CommandReused => 409,
            Self::LinkSpent | Self::AddressGone => 410,
            Self::TooLarge => 413,
            Self::NotAForm => 415,
            Self::Faults(faults) if faults.0.iter().any(|(_, fault)| is_heavy(fault)) => 413,
            Self::Faults(_) => 422,
            Self::TooOften { .. } => 429,
            Self::Unexpected(_) => 500,
            Self::Busy => 503,
        }
    }

    /// The name of its text.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::SignIn => "sign_in",
            Self::NotYours => "not_yours",
            Self::CrossSite => "cross_site",
            Self::LinkExpired => "link_expired",
            Self::LinkSpent => "link_spent",
            Self::AddressGone => "address_gone",
            Self::LinkUnknown => "link_unknown",
            Self::Moved(_) => "moved",
            Self::NotFound => "not_found",
            Self::Broken(_) => "broken",
            Self::Refused(_) => "refused",
            Self::Crossed(_) => "crossed",
            Self::CommandReused => "command_reused",
            Self::TooSlow => "too_slow",
            Self::TooLarge => "too_large",
            Self::NotAForm => "not_a_form",
            Self::Faults(_) => "faults",
            Self::TooOften { .. } => "too_often",
            Self::Unexpected(_) => "unexpected",
            Self::Busy => "busy",
        }
    }

    /// In how many seconds to ask again, where that may help.
    pub fn retry_after(&self, now: DateTime<Utc>) -> Option<i64> {
        match self {
            // Whole seconds, so that waiting them is enough.
            Self::TooOften { until } => {
                Some(((*until - now).num_milliseconds() + 999).div_euclid(1000).max(1))
            }
            Self::Busy => Some(1),
            _ => None,
        }
    }

    /// One field to mend.
    pub fn field(name: &str, fault: Fault) -> Self {
        Self::Faults(Faults::one(name, fault))
    }
}

fn is_heavy(fault: &Fault) -> bool {
    matches!(fault, Fault::Heavy { .. })
}

impl From<Denied> for AppError {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::SignIn => Self::SignIn,
            Denied::NotYours => Self::NotYours,
            Denied::Hidden => Self::NotFound,
            Denied::LinkExpired => Self::LinkExpired,
            Denied::LinkSpent => Self::LinkSpent,
            Denied::TooOften { until } => Self::TooOften { until },
        }
    }
}

impl From<Broken> for AppError {
    fn from(broken: Broken) -> Self {
        Self::Broken(broken)
    }
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Faults> for AppError {
    fn from(faults: Faults) -> Self {
        Self::Faults(faults)
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Deserialization(_) => Self::Malformed,
            _ => Self::Unexpected(String::new()),
        }
    }
}

/// What a form that did what was asked answers: where to go next, and what to say there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Done {
    /// A path of the product, without its language.
    pub next: String,
    /// A text of the catalogue's `said`.
    pub said: Option<String>,
    /// A file to be kept, instead of going anywhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub download: Option<Download>,
    /// Nothing was done: the page is shown again with what was typed, to look at it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub again: bool,
}

/// A file that a form hands out, or that an address is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Download {
    /// In ASCII, without quotes.
    pub name: String,
    /// Its media type.
    pub kind: String,
    pub body: String,
}

impl Done {
    /// Goes on to this path, and says nothing there.
    pub fn at(next: impl Into<String>) -> Self {
        Self { next: next.into(), said: None, download: None, again: false }
    }

    /// Goes on to this path; `said` is a key of the catalogue.
    pub fn saying(next: impl Into<String>, said: &str) -> Self {
        Self { said: Some(said.to_owned()), ..Self::at(next) }
    }

    /// Shows the page again, with what was typed.
    pub fn again() -> Self {
        Self { again: true, ..Self::at("") }
    }

    /// Hands out a file.
    pub fn download(file: Download) -> Self {
        Self { download: Some(file), ..Self::at("") }
    }
}
