//! What people see and send: server functions and islands for both halves, pages for the server.
//!
//! A capability is a folder: `api.rs` talks (server functions: who, parse, write, answer), `load.rs` reads what its
//! pages show, `pages.rs` looks, `islands.rs` looks and moves in the browser.

#[cfg(any(
    feature = "ssr",
    feature = "bundle-diagnosis",
    feature = "bundle-presence",
    feature = "bundle-wiki"
))]
pub mod dom;
#[cfg(any(feature = "ssr", feature = "bundle-wiki"))]
pub mod drafts;
pub mod error;
#[cfg(any(feature = "ssr", feature = "bundle-wiki"))]
pub mod href;
#[cfg(any(
    feature = "ssr",
    feature = "bundle-diagnosis",
    feature = "bundle-presence",
    feature = "bundle-wiki"
))]
pub mod offline;
#[cfg(any(feature = "ssr", feature = "bundle-diagnosis", feature = "bundle-presence"))]
pub mod sending;

pub mod accounts;
pub mod associations;
pub mod calendar;
pub mod dashboard;
pub mod diagnosis;
pub mod exchange;
pub mod finding;
pub mod hackathon;
pub mod home;
pub mod journey;
pub mod mentoring;
pub mod orientation;
pub mod outbox;
pub mod privacy;
pub mod questionnaire;
pub mod reception;
pub mod volunteering;
pub mod wiki;
pub mod workshops;

#[cfg(feature = "ssr")]
pub mod caller;
#[cfg(feature = "ssr")]
pub mod links;
#[cfg(feature = "ssr")]
pub mod mail;
#[cfg(feature = "ssr")]
pub mod passwords;
#[cfg(feature = "ssr")]
pub mod request;
#[cfg(feature = "ssr")]
pub mod routes;
#[cfg(feature = "ssr")]
pub mod shell;
#[cfg(feature = "ssr")]
pub mod ui;

// Islands are exports of their bundle: naming their modules here keeps the linker from dropping them.
#[cfg(any(feature = "ssr", feature = "bundle-associations"))]
pub use associations::islands as associations_islands;
#[cfg(any(feature = "ssr", feature = "bundle-desk"))]
pub use dashboard::islands as desk_islands;
#[cfg(any(feature = "ssr", feature = "bundle-diagnosis"))]
pub use diagnosis::islands as diagnosis_islands;
#[cfg(any(feature = "ssr", feature = "bundle-wiki"))]
pub use wiki::islands as wiki_islands;
#[cfg(any(feature = "ssr", feature = "bundle-presence"))]
pub use workshops::presence::islands as presence_islands;
