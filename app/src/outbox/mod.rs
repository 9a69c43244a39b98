//! Letters as people see them: what waits and what left, for administrators; what each person wants to be written.

pub mod api;
#[cfg(feature = "ssr")]
pub mod load;
#[cfg(feature = "ssr")]
pub mod pages;
