//! DokuWiki's data folders: how they name things, note changes and keep what was written. Only what can be said without
//! a file: `server` reads and writes them.
//!
//! Learned from DokuWiki's own behaviour (`inc/pageutils.php`, `inc/ChangeLog`, `inc/File/PageFile.php` of 2022 to 2026).
//! [`names`] turns paths into names and back, [`changes`] reads what was noted of each change, [`history()`] puts texts
//! and notes together; [`leave()`] does the same the other way round.

pub mod changes;
pub mod history;
pub mod leaving;
pub mod names;
#[cfg(test)]
mod tests;

pub use changes::{Kind, Line};
pub use history::{Current, Found, Oddity, Step, Text, history};
pub use leaving::{Content, Leaving, Left, leave};
pub use names::Tree;
