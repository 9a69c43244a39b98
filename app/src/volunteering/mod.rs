//! Volunteers: offering help, pausing, stopping; answering those who offer.

pub mod api;
#[cfg(feature = "ssr")]
pub mod load;
#[cfg(feature = "ssr")]
pub mod pages;
