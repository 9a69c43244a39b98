//! Letters in words: what a letter of the outbox says to whom it is for, in their language.

use crate::routes::href;
use domain::accounts::Actor;
use domain::mail::{Addressee, Letter, Mail};
use domain::text::{Email, Lang};
use store::{Store, WriteError};

/// A letter, ready to be put in an envelope. Text and HTML say the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    pub to: Email,
    pub lang: Lang,
    pub subject: String,
    pub paragraphs: Vec<String>,
    /// What it asks for, and the whole URL of the page where it is done.
    pub button: Option<(String, String)>,
    /// After the button.
    pub after: Vec<String>,
}

/// Says a letter in words. `base` is the product's public URL, without a slash at its end.
///
/// None: nobody to write to any more, or nothing to say.
pub async fn tell(store: &Store, base: &str, mail: &Mail) -> Result<Option<Told>, WriteError> {
    let job = Actor::Job;
    let rows = store.read(&job);
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
