//! The sorting desk: from answers to a verdict, its reasons and a few next actions.
//!
//! The questionnaire is data; what is here is how it is read. Server and browser run this same code.

mod advice;
mod answers;
mod check;
mod draft;
mod facts;
mod living;
mod meanwhile;
mod packing;
mod preparation;
mod progress;
mod questionnaire;
mod reading;
mod record;
mod trial;
mod verdict;

pub use advice::*;
pub use answers::*;
pub use check::*;
pub use draft::*;
pub use facts::*;
pub use living::*;
pub use meanwhile::*;
pub use preparation::*;
pub use progress::*;
pub use questionnaire::*;
pub use reading::*;
pub use record::*;
pub use trial::*;
pub use verdict::*;

#[cfg(test)]
mod tests;
