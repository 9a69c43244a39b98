//! Reception days and visits: where and when an association meets a volunteer for a diagnosis.

pub mod api;
#[cfg(feature = "ssr")]
pub mod load;
#[cfg(feature = "ssr")]
pub mod pages;
