//! Mentoring: those who help and those whom they follow.

pub mod api;
#[cfg(feature = "ssr")]
pub mod load;
#[cfg(feature = "ssr")]
pub mod pages;
