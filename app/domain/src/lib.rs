//! What Savoirs Communs knows and decides, in pure functions: no clock, no randomness, no database, no text
//! for people. Compiled to the server and to the browser, so that no rule is ever written twice.
//!
//! In reading order: the words, who acts, what an act changes, then one module a capability.

pub mod ids;
pub mod text;

pub mod accounts;
pub mod act;
pub mod associations;
pub mod audit;
pub mod jobs;
pub mod mail;
pub mod packed;
pub mod paris;

pub mod calendar;
pub mod dashboard;
pub mod diagnosis;
pub mod exchange;
pub mod finding;
pub mod hackathon;
pub mod journey;
pub mod mentoring;
pub mod orientation;
pub mod privacy;
pub mod reception;
pub mod volunteering;
pub mod wiki;
pub mod workshops;

#[cfg(test)]
mod testing;
