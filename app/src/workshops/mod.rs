//! The agenda and its seats.

#[cfg(feature = "ssr")]
pub mod agenda;
pub mod api;
#[cfg(feature = "ssr")]
pub mod load;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod search;
#[cfg(feature = "ssr")]
pub mod seats;

/// Who came to a date: noted on a phone or on paper, with a network or without.
pub mod presence {
    pub mod api;
    #[cfg(any(feature = "ssr", feature = "bundle-presence"))]
    pub mod islands;
    #[cfg(feature = "ssr")]
    pub mod load;
    #[cfg(feature = "ssr")]
    pub mod pages;
}

/// What organizers and hosts prepare: workshops, and the sessions where they are held.
pub mod opening {
    pub mod api;
    #[cfg(feature = "ssr")]
    pub mod load;
    #[cfg(feature = "ssr")]
    pub mod pages;
    pub mod session;
}

/// What associations wish to learn, and the next workshops to open.
pub mod demand {
    pub mod api;
    #[cfg(feature = "ssr")]
    pub mod load;
    #[cfg(feature = "ssr")]
    pub mod pages;
}
