//! The sorting desk: an interview, its live verdict, its result.

pub mod api;
#[cfg(any(feature = "ssr", feature = "bundle-diagnosis"))]
pub mod islands;
#[cfg(feature = "ssr")]
pub mod load;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(any(feature = "ssr", feature = "bundle-diagnosis"))]
pub mod saving;
#[cfg(any(feature = "ssr", feature = "bundle-diagnosis"))]
pub mod words;

/// The result, once it is given back, and its life.
pub mod result {
    pub mod api;
    #[cfg(feature = "ssr")]
    pub mod load;
    #[cfg(feature = "ssr")]
    pub mod pages;
}
