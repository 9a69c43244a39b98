//! Accounts: joining, signing in and out, what opens an account, hats.

#[cfg(feature = "ssr")]
pub mod account;
pub mod api;
#[cfg(feature = "ssr")]
pub mod begun;
#[cfg(feature = "ssr")]
pub mod hats;
#[cfg(feature = "ssr")]
pub mod load;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod session;
#[cfg(feature = "ssr")]
pub mod throttle;
#[cfg(feature = "ssr")]
pub mod us_too;
