//! The questionnaire, as organizers prepare it: draft, check, trial, publication.

pub mod api;
#[cfg(feature = "ssr")]
pub mod load;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
mod typed;
#[cfg(feature = "ssr")]
mod words;
