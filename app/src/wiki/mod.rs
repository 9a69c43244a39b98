//! The wiki: pages, testimonies, and what they start.

/// Whether pages are still true, what readers ask and report.
pub mod care {
    pub mod api;
    #[cfg(feature = "ssr")]
    pub mod load;
    #[cfg(feature = "ssr")]
    pub mod pages;
}
/// Pages that their authors alone see.
pub mod drafts {
    pub mod api;
    #[cfg(feature = "ssr")]
    pub mod load;
    #[cfg(feature = "ssr")]
    pub mod pages;
}
#[cfg(any(feature = "ssr", feature = "bundle-wiki"))]
pub mod draw;
/// Writing a page, and what was written before.
pub mod edit {
    pub mod api;
    #[cfg(feature = "ssr")]
    pub mod bring;
    #[cfg(feature = "ssr")]
    pub mod compare;
    #[cfg(feature = "ssr")]
    mod conflict;
    #[cfg(feature = "ssr")]
    pub mod history;
    #[cfg(feature = "ssr")]
    pub mod load;
    #[cfg(feature = "ssr")]
    pub mod pages;
}
#[cfg(feature = "ssr")]
pub mod editor;
/// Days where associations tell their story.
pub mod encounter {
    pub mod api;
    #[cfg(feature = "ssr")]
    pub mod load;
    #[cfg(feature = "ssr")]
    pub mod pages;
}
/// Pictures and documents.
pub mod files {
    pub mod api;
    #[cfg(feature = "ssr")]
    pub mod load;
    #[cfg(feature = "ssr")]
    pub mod pages;
    #[cfg(feature = "ssr")]
    pub mod suggestions;
}
#[cfg(feature = "ssr")]
pub mod gallery;
#[cfg(any(feature = "ssr", feature = "bundle-wiki"))]
pub mod islands;
#[cfg(feature = "ssr")]
pub mod lists;
/// What an editor does in the browser.
#[cfg(any(feature = "ssr", feature = "bundle-wiki"))]
mod live {
    pub mod at_work;
    pub mod calling;
    pub mod drafting;
    pub mod field;
    pub mod meanwhile;
    pub mod picker;
    pub mod preview;
    pub mod toolbar;
}
#[cfg(feature = "ssr")]
pub mod views;
/// Spaces, those that are opened around what has people, and who joins them.
pub mod spaces {
    pub mod api;
    #[cfg(feature = "ssr")]
    pub mod door;
    #[cfg(feature = "ssr")]
    pub mod forms;
    #[cfg(feature = "ssr")]
    pub mod load;
    #[cfg(feature = "ssr")]
    pub mod pages;
    #[cfg(feature = "ssr")]
    pub mod people;
}
#[cfg(feature = "ssr")]
pub mod load;
#[cfg(feature = "ssr")]
pub mod pages;
/// Pages that others begin as.
pub mod templates {
    pub mod api;
    #[cfg(feature = "ssr")]
    pub mod load;
    #[cfg(feature = "ssr")]
    pub mod pages;
}
/// Telling one's story.
pub mod testimony {
    pub mod api;
    #[cfg(feature = "ssr")]
    pub mod facts;
    #[cfg(feature = "ssr")]
    pub mod load;
    #[cfg(feature = "ssr")]
    pub mod pages;
    #[cfg(feature = "ssr")]
    pub mod steps;
}
