//! Searching over pages, testimonies, workshops, tools and associations.

#[cfg(feature = "ssr")]
pub mod load;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod suggestions;
