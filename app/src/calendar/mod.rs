//! The agenda and one's own seats, for calendars and for readers of news.

pub mod api;
#[cfg(feature = "ssr")]
pub mod attestation;
#[cfg(feature = "ssr")]
pub mod files;
#[cfg(feature = "ssr")]
pub mod load;
#[cfg(feature = "ssr")]
pub mod pages;
