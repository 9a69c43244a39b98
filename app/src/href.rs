//! Addresses of the product, in a language.

use domain::text::Lang;

/// A path of the product in a language.
pub fn href(lang: Lang, path: &str) -> String {
    match (lang, path) {
        (Lang::Fr, path) => path.to_owned(),
        (Lang::En, "/") => "/en".to_owned(),
        (Lang::En, path) => format!("/en{path}"),
    }
}
