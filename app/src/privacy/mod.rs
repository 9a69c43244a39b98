//! What is kept of people, and what they may do about it: the public page, the audit log.

#[cfg(feature = "ssr")]
pub mod load;
#[cfg(feature = "ssr")]
pub mod pages;
