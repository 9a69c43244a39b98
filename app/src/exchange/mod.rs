//! "Je sais faire, je cherche": said with a seat or on a page of the association's own; who leads a session sees the pairs.

pub mod api;
#[cfg(feature = "ssr")]
pub mod directory;
#[cfg(feature = "ssr")]
pub mod load;
#[cfg(feature = "ssr")]
pub mod pages;
