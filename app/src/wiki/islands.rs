//! The editor in the browser: it shows the page as it will be read, writes marks for who does not know them, and keeps on
//! this device what is not saved yet. The text stays the server's `<textarea>`, which nothing here draws anew: what was typed
//! before this came stays, and all that the form does is done without it too.

use super::live::at_work;
use super::live::drafting::Drafting;
use super::live::field::Field;
use super::live::meanwhile::Meanwhile;
use super::live::picker::Picker;
use super::live::preview::Preview;
use super::live::toolbar;
use crate::dom;
use domain::packed;
use domain::packed::unpack;
use domain::text::Lang;
use leptos::prelude::*;
use std::collections::BTreeSet;
use std::rc::Rc;

/// What the page of an editor hands over.
#[derive(Clone, Debug)]
pub struct Handed {
    /// See `Queue::owner`.
    pub owner: String,
    /// What is written, for its drafts: an address, and the part.
    pub of: String,
    /// The id of the page. Empty: a new one.
    pub id: String,
    /// The page at which links begin. Empty: a new one.
    pub page: String,
    /// The pages that the text led to, among those that may be read.
    pub known: BTreeSet<String>,
    /// The language of the page.
    pub lang: String,
    /// What came back from the server holds what was typed last.
    pub back: bool,
    pub words: Words,
}

/// Its words, finished but for what stands between braces.
#[derive(Clone, Debug)]
pub struct Words {
    /// Written where nothing is selected.
    pub sample: String,
    /// `{when}`
    pub begun: String,
    /// `{when}`
    pub kept: String,
    pub not_sent: String,
    /// `{name}`
    pub saved: String,
    /// `{name}`
    pub crossed: String,
    pub taken: String,
    /// Who saved, where nobody is named.
    pub somebody: String,
}

packed! {
    Handed { owner, of, id, page, known, lang, back, words }
    Words { sample, begun, kept, not_sent, saved, crossed, taken, somebody }
}

impl Handed {
    /// The language of the page.
    pub fn lang(&self) -> Lang {
        if self.lang == Lang::En.code() { Lang::En } else { Lang::Fr }
    }
}

/// Brings the editor of its page to life.
#[island]
pub fn LiveEditor(children: Children) -> impl IntoView {
    Effect::new(|_| {
        let packed = dom::one("[data-editor]").map(|at| dom::attribute(&at, "data-editor"));
        let handed = packed.and_then(|packed| unpack::<Handed>(&packed));
        if let (Some(handed), Some(field)) = (handed, Field::of_page()) {
            let (handed, field) = (Rc::new(handed), Rc::new(field));
            toolbar::begin(&handed, &field);
            Picker::begin(&handed, &field);
            Preview::begin(&handed, &field);
            Drafting::begin(&handed, &field);
            at_work::begin(&handed, &Meanwhile::begin(&handed, &field));
        }
    });
    children()
}
