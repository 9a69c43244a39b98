//! Moving in and out: a DokuWiki data folder becomes pages, revisions and files of this wiki, and the other way round.

pub mod export;
pub mod folder;
pub mod gather;
pub mod import;
mod otherwise;
pub mod reading;
pub mod report;
pub mod writing;
