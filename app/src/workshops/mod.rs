//! The agenda and its seats.

pub mod api;
#[cfg(feature = "ssr")]
pub mod load;
#[cfg(feature = "ssr")]
pub mod pages;
pub mod presence;
