//! What one was writing, kept on this device until it is saved: a closed tab loses nothing. Each time a page is opened to be
//! written has a draft of its own, so that none is written over by another.

use crate::offline::{DRAFTS, Kept, within};
use leptos::wasm_bindgen::JsValue;
use web_sys::UrlSearchParams;
use web_sys::js_sys::Array;

/// The drafts of one owner for one page, or for a part of it.
#[derive(Clone, Debug)]
pub struct Drafts {
    /// See `Queue::owner`.
    pub owner: String,
    /// What is written: an address, and the part.
    pub of: String,
}

/// One of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// Whole milliseconds of Unix time: to read and to write fractions would be a seventh of the editor.
    pub at: u64,
    /// The fields of the form, encoded as a form is.
    pub body: String,
}

impl Draft {
    /// A field of it. Empty: it has none of that name.
    pub fn field(&self, name: &str) -> String {
        let body = UrlSearchParams::new_with_str(&self.body).ok();
        body.and_then(|body| body.get(name)).unwrap_or_default()
    }
}

impl Drafts {
    /// Keeps what was begun at that moment, in place of what was kept of it before.
    pub async fn keep(&self, begun: u64, draft: &Draft) -> Kept<()> {
        let value = JsValue::from_str(&format!("{} {}", draft.at, draft.body));
        let key = JsValue::from_str(&format!("{} {begun}", self.of));
        within(&self.owner, DRAFTS, true, |store| store.put_with_key(&value, &key)).await.map(drop)
    }

    /// The newest.
    pub async fn newest(&self) -> Kept<Option<Draft>> {
        let all = self.all().await?.into_iter().map(|(_, draft)| draft);
        Ok(all.max_by_key(|draft| draft.at))
    }

    /// Forgets all of them, but for the one begun at that moment.
    pub async fn forget(&self, but: Option<u64>) -> Kept<()> {
        let but = but.map(|begun| format!("{} {begun}", self.of));
        for (key, _) in self.all().await? {
            if key.as_string() != but {
                within(&self.owner, DRAFTS, true, |store| store.delete(&key)).await?;
            }
        }
        Ok(())
    }

    async fn all(&self) -> Kept<Vec<(JsValue, Draft)>> {
        let read = within(&self.owner, DRAFTS, false, |store| {
            Ok((store.get_all_keys()?, store.get_all()?))
        });
        let (keys, values) = read.await?;
        let (keys, values) = (Array::from(&keys.result()?), Array::from(&values.result()?));
        let draft = |(key, value): (JsValue, JsValue)| {
            let begins = key.as_string()?.rsplit_once(' ')?.0 == self.of;
            let value = value.as_string()?;
            let (at, body) = value.split_once(' ')?;
            begins.then_some(())?;
            Some((key, Draft { at: at.parse().ok()?, body: body.to_owned() }))
        };
        Ok(keys.iter().zip(values.iter()).filter_map(draft).collect())
    }
}
