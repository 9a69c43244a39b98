//! An association's journey: done, now, next and why.

pub mod api;
#[cfg(feature = "ssr")]
pub mod load;
#[cfg(feature = "ssr")]
pub mod pages;
