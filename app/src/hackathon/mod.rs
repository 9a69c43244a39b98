//! The hackathon: the edition, projects, teams, the hand-over.

pub mod api;
#[cfg(feature = "ssr")]
pub mod draft;
#[cfg(feature = "ssr")]
pub mod load;
#[cfg(feature = "ssr")]
pub mod pages;

/// From workshops to the edition, and from its tools to workshops.
pub mod bridge {
    pub mod api;
    #[cfg(feature = "ssr")]
    pub mod load;
    #[cfg(feature = "ssr")]
    pub mod pages;
}
