//! The organizers' desk: how many stand where, who waits for whom.

#[cfg(any(feature = "ssr", feature = "bundle-desk"))]
pub mod islands;
#[cfg(feature = "ssr")]
pub mod load;
#[cfg(feature = "ssr")]
pub mod pages;
