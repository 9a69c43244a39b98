//! What somebody else saves while this page is written: told at once and, where nothing crosses, put into the text by the
//! same merge that the server makes of it later.

use super::calling;
use super::field::{Field, property, put_text, text_of};
use crate::dom;
use crate::wiki::islands::Handed;
use domain::wiki::merge::{merge, one_side};
use leptos::wasm_bindgen::{JsCast, JsValue};
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::js_sys::Array;

/// What is not shown until there is something to tell, and where it is told.
const FRAME: &str = "[data-meanwhile-frame]";
const TOLD: &str = "[data-meanwhile]";
/// The button that puts it into the text.
const TAKE: &str = "[data-meanwhile-take]";

/// What is known of what others saved.
pub struct Meanwhile {
    handed: Rc<Handed>,
    field: Rc<Field>,
    since: RefCell<Option<Since>>,
}

/// See `wiki::edit::api::Since`.
struct Since {
    revision: String,
    by: String,
    titles: [String; 2],
    sources: [String; 2],
}

impl Since {
    fn read(answer: &JsValue) -> Option<Self> {
        let two = |name: &str| {
            let list: Array = property(answer, name)?.dyn_into().ok()?;
            Some([list.get(0).as_string()?, list.get(1).as_string()?])
        };
        Some(Self {
            revision: property(answer, "revision")?.as_string()?,
            by: text_of(answer, "by"),
            titles: two("titles")?,
            sources: two("sources")?,
        })
    }

    /// The title and the text, of what was typed and what was saved together. None: a person decides, once they save.
    fn joined(&self, title: &str, source: &str) -> Option<[String; 2]> {
        let ([title_read, title_saved], [read, saved]) = (&self.titles, &self.sources);
        let title = one_side(title_read.as_str(), title_saved, title)?;
        Some([title.to_owned(), merge(read, saved, source).whole()?])
    }
}

impl Meanwhile {
    /// Puts it into the text when its author asks for it.
    pub fn begin(handed: &Rc<Handed>, field: &Rc<Field>) -> Rc<Self> {
        let (handed, field) = (Rc::clone(handed), Rc::clone(field));
        let meanwhile = Rc::new(Self { handed, field, since: RefCell::default() });
        let asked = Rc::clone(&meanwhile);
        dom::on("click", move |event| {
            if dom::around(&event, TAKE).is_some() {
                asked.take();
            }
        });
        meanwhile
    }

    /// Asks what was saved.
    pub async fn ask(&self) {
        let Some(revision) = self.typed("revision") else { return };
        let seen = self.since.borrow().as_ref().map(|since| since.revision.clone());
        let seen = seen.unwrap_or_default();
        let given = [("page", &*self.handed.id), ("revision", &revision), ("seen", &seen)];
        // No answer is no news.
        let Ok(answer) = calling::answer("saved_since", &given).await else { return };
        if let Some(since) = Since::read(&answer) {
            *self.since.borrow_mut() = Some(since);
        }
        self.tell();
    }

    /// Says what becomes of it: whether the two cross may change with each word.
    fn tell(&self) {
        let since = self.since.borrow();
        let Some(since) = since.as_ref() else { return };
        let words = &self.handed.words;
        // What is saved is the whole page's: the server puts a part into it.
        let part = self.typed("part").is_some();
        let joins = part || self.joined(since).is_some();
        let told = if joins { &words.saved } else { &words.crossed };
        let by = if since.by.is_empty() { &words.somebody } else { &since.by };
        self.say(&told.replace("{name}", by), joins && !part);
    }

    fn say(&self, told: &str, takes: bool) {
        for frame in dom::all(FRAME) {
            dom::switch(&frame, "hidden", false);
        }
        dom::tell(TOLD, told);
        for button in dom::all(TAKE) {
            dom::switch(&button, "hidden", !takes);
        }
    }

    /// What is typed from now on is a change of what was saved. It cannot be undone: that would take it out again.
    fn take(&self) {
        let Some(since) = self.since.take() else { return };
        let Some([title, source]) = self.joined(&since) else {
            *self.since.borrow_mut() = Some(since);
            self.tell();
            return;
        };
        for (name, value) in [("revision", &since.revision), ("title", &title)] {
            if let Some(input) = self.field.input(name) {
                put_text(&input, "value", value);
            }
        }
        self.field.put(&source);
        self.say(&self.handed.words.taken, false);
        self.field.focus();
    }

    fn joined(&self, since: &Since) -> Option<[String; 2]> {
        since.joined(self.typed("title")?.trim(), &self.field.text())
    }

    fn typed(&self, name: &str) -> Option<String> {
        self.field.input(name).map(|input| text_of(&input, "value"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wiki_what_both_changed_is_not_brought_together_here() {
        let since = |title: &str, source: &str| Since {
            revision: String::new(),
            by: String::new(),
            titles: ["Le four".to_owned(), title.to_owned()],
            sources: ["Un.\n\nDeux.".to_owned(), source.to_owned()],
        };
        let joined =
            |since: Since, title, source| since.joined(title, source).map(|one| one.join(": "));
        let text = joined(since("Le four", "Un !\n\nDeux."), "Le grand four", "Un.\n\nTrois.");
        assert_eq!(text.as_deref(), Some("Le grand four: Un !\n\nTrois.\n"));
        assert_eq!(joined(since("Le four", "Un !\n\nDeux."), "Le four", "Un ?\n\nDeux."), None);
        assert_eq!(joined(since("Nos fours", "Un."), "Le grand four", "Un."), None);
    }
}
