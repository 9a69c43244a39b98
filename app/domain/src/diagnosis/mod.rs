//! The sorting desk: from answers to a verdict, its reasons and a few next actions.
//!
//! The questionnaire is data; what is here is how it is read. Server and browser run this same code.

mod questionnaire;
mod reading;
mod record;

pub use questionnaire::*;
pub use reading::*;
pub use record::*;

#[cfg(test)]
mod tests;
