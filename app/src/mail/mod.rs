//! Letters in words: what a letter of the outbox says to whom it is for, in their language.

use crate::request::State;
use crate::routes::href;
use domain::accounts::Actor;
use domain::mail::{Addressee, Letter, Mail};
use domain::text::{Email, Lang};
use serde::{Deserialize, Serialize};
use store::WriteError;

/// A letter, ready to be put in an envelope. Text and HTML say the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Told {
    pub to: Email,
    pub lang: Lang,
    pub subject: String,
    pub paragraphs: Vec<String>,
    /// What it asks for, and the whole URL of the page where it is done.
    pub button: Option<(String, String)>,
    /// After the button.
    pub after: Vec<String>,
    /// What a letter gathers, before the button.
    pub items: Vec<Item>,
    /// Why it was sent.
    pub footer: String,
    /// The whole URL of the page where one says what to be written.
    pub preferences: String,
    /// Where one unsubscribes in one click. None: the letter is essential.
    pub unsubscribe: Option<String>,
}

/// One thing among others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Item {
    pub title: String,
    pub text: String,
    /// What to do about it, and the whole URL.
    pub link: Option<(String, String)>,
}

/// Says a letter in words.
///
/// None: nobody to write to any more, or nothing to say.
pub async fn tell(state: &State, mail: &Mail) -> Result<Option<Told>, WriteError> {
    let job = Actor::Job;
    let (rows, base) = (state.store.read(&job), &state.public_url);
    let (to, lang) = match &mail.to {
        Addressee::Address(email, lang) => (email.clone(), *lang),
        Addressee::Person(person) => match rows.person(*person).await? {
            Some(person) => (person.email, person.lang),
            None => return Ok(None),
        },
    };
    let Some(letter) = &mail.letter else { return Ok(None) };
    let url = |path: &str| format!("{base}{}", href(lang, path));
    let told = |subject: String, paragraphs: Vec<String>| Told {
        to: to.clone(),
        lang,
        subject,
        paragraphs,
        button: None,
        after: Vec::new(),
        items: Vec::new(),
        footer: texts::mail::footer(lang).to_owned(),
        preferences: url("/compte/courrier"),
        unsubscribe: None,
    };
    Ok(Some(match letter {
        Letter::NoAccount => Told {
            button: Some((texts::mail::no_account_button(lang).to_owned(), url("/rejoindre"))),
            after: vec![texts::mail::no_account_after(lang).to_owned()],
            ..told(
                texts::mail::no_account_subject(lang).to_owned(),
                vec![
                    texts::mail::no_account(lang).to_owned(),
                    texts::mail::no_account_or(lang).to_owned(),
                ],
            )
        },
        Letter::SignIn { token } => Told {
            button: Some((
                texts::mail::sign_in_button(lang).to_owned(),
                url(&format!("/entrer/{token}")),
            )),
            after: vec![texts::mail::sign_in_after(lang).to_owned()],
            ..told(
                texts::mail::sign_in_subject(lang).to_owned(),
                vec![texts::mail::sign_in(lang).to_owned()],
            )
        },
    }))
}
