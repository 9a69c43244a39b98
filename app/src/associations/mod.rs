//! Associations: their record, who acts for them, which ones may be one and the same.

pub mod api;
#[cfg(any(feature = "ssr", feature = "bundle-associations"))]
pub mod islands;
#[cfg(feature = "ssr")]
pub mod letters;
#[cfg(feature = "ssr")]
pub mod load;
#[cfg(feature = "ssr")]
pub mod pages;
