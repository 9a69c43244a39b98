//! Associations: their record, who acts for them, which ones may be one and the same.

pub mod api;
#[cfg(feature = "ssr")]
pub mod letters;
#[cfg(feature = "ssr")]
pub mod load;
#[cfg(feature = "ssr")]
pub mod pages;
