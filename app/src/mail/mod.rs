//! Letters in words: what a letter of the outbox says to whom it is for, in their language.

mod letters;

use crate::associations::letters as crew_letters;
use crate::links;
use crate::request::State;
use crate::routes::href;
use chrono::Duration;
use domain::accounts::{Actor, Bearer, Purpose};
use domain::act::Outcome;
use domain::mail::{Addressee, Letter, Mail, News, Reader, Urgency, news, referents};
use domain::text::{Email, Lang};
use domain::volunteering::Instead;
use letters::Telling;
use serde::{Deserialize, Serialize};
use store::{Tx, WriteError};

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
    /// What else one may look at, and the whole URL: where one says what to be written or, without an account, what is
    /// kept of whoever is written to.
    pub more: (String, String),
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

/// How long the link that stops letters works.
const UNSUBSCRIBED_FOR: Duration = Duration::days(365);

/// The outcome, with the letters that tell of it.
pub async fn with_news<T>(tx: &Tx<'_>, outcome: Outcome<T>) -> Result<Outcome<T>, WriteError> {
    let told = news(tx.act().at, &outcome.changes);
    written(tx, outcome, told).await
}

/// The outcome, with these letters to those whom the programme writes to.
pub async fn written<T>(
    tx: &Tx<'_>,
    mut outcome: Outcome<T>,
    told: Vec<News>,
) -> Result<Outcome<T>, WriteError> {
    for News { to, letter } in told {
        let people = match to {
            Reader::Association(association) => {
                let known = tx.referents(association).await?;
                referents(association, known, &outcome.changes)
            }
            Reader::Journey(association, journey) => {
                let known = tx.referents(association).await?;
                let people = referents(association, known, &outcome.changes);
                let begun = if people.is_empty() { tx.begun_of(journey).await? } else { None };
                if let Some(begun) = begun {
                    let to = Addressee::Address(begun.email, begun.lang);
                    let key = letter.key(begun.id);
                    outcome = outcome.mail_once(tx.act(), key, to, letter.clone(), Urgency::Now);
                }
                people
            }
            Reader::Organizers(action, association) => {
                let crew = tx.crew(association).await?;
                let theirs =
                    |person| crew.as_ref().is_some_and(|crew| crew.member(person).is_some());
                let organizers = tx.organizers(action).await?.into_iter().map(|(person, _)| person);
                organizers.filter(|person| !theirs(*person)).collect()
            }
            Reader::Begun(begun) => {
                let begun = tx.begun(begun).await?.filter(|begun| begun.claimed_at.is_none());
                if let Some(begun) = begun {
                    let to = Addressee::Address(begun.email, begun.lang);
                    let key = letter.key(begun.id);
                    outcome = outcome.mail_once(tx.act(), key, to, letter.clone(), Urgency::Now);
                }
                Vec::new()
            }
            Reader::Partner(partner) => {
                if let Some(partner) = tx.partner(partner).await? {
                    let to = Addressee::Address(partner.contact, partner.lang);
                    let key = letter.key(partner.id);
                    outcome = outcome.mail_once(tx.act(), key, to, letter.clone(), Urgency::Now);
                }
                Vec::new()
            }
            Reader::Authors(page) => tx.answering_for(page).await?.into_iter().collect(),
            Reader::Caretakers(page) => {
                let page = tx.page(page).await?.ok_or(WriteError::Missing)?;
                let space = tx.space(page.space).await?.ok_or(WriteError::Missing)?;
                tx.caretakers(&space).await?.into_iter().collect()
            }
            Reader::Person(person) => vec![person],
        };
        for person in people {
            let (key, to) = (letter.key(person), Addressee::Person(person));
            outcome = outcome.mail_once(tx.act(), key, to, letter.clone(), Urgency::Now);
        }
    }
    Ok(outcome)
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
    let mut unsubscribe = None;
    if let (Addressee::Person(person), Some(list)) = (&mail.to, letter.list()) {
        if !rows.mail_preferences(*person).await?.has(list) {
            return Ok(None);
        }
        let until = mail.made_at + UNSUBSCRIBED_FOR;
        let bearer = Bearer { purpose: Purpose::Unsubscribe(*person, list), until };
        let token = links::sign(&state.link_key, &bearer);
        unsubscribe = Some(format!("{base}{}", href(lang, &format!("/desabonnement/{token}"))));
    }
    let url = |path: &str| format!("{base}{}", href(lang, path));
    let (footer, more) = match &mail.to {
        Addressee::Person(_) => (
            texts::mail::footer(lang),
            (texts::mail::preferences(lang).to_owned(), url("/compte/courrier")),
        ),
        Addressee::Address(..) => (
            texts::mail::footer_address(lang),
            (texts::nav::privacy(lang).to_owned(), url("/vie-privee")),
        ),
    };
    let told = |subject: String, paragraphs: Vec<String>| Told {
        to: to.clone(),
        lang,
        subject,
        paragraphs,
        button: None,
        after: Vec::new(),
        items: Vec::new(),
        footer: footer.to_owned(),
        more: more.clone(),
        unsubscribe: unsubscribe.clone(),
    };
    let entrance = |token: &str| Some(format!("/entrer/{token}"));
    // A letter that says one thing: its texts begin with its code.
    let plain = |path: Option<String>| {
        let text = |part: &str| texts::mail::of(lang, &format!("{}{part}", letter.code()));
        let after = text("_after");
        Told {
            button: path.map(|path| (text("_button").to_owned(), url(&path))),
            after: if after == texts::MISSING { Vec::new() } else { vec![after.to_owned()] },
            ..told(text("_subject").to_owned(), vec![text("").to_owned()])
        }
    };
    Ok(Some(match letter {
        Letter::Association { association, said } => {
            let letter = crew_letters::words(&rows, lang, *association, said).await?;
            let Some(letter) = letter else { return Ok(None) };
            Told {
                button: Some((letter.label.to_owned(), url(&letter.path))),
                after: letter.after,
                ..told(letter.subject, vec![letter.words])
            }
        }
        Letter::SignIn { token }
        | Letter::Reset { token }
        | Letter::Address { token }
        | Letter::Claim { token } => plain(entrance(token)),
        Letter::HelpAccepted => plain(Some("/diagnostics".to_owned())),
        Letter::HelpAnswered { instead } => plain(Some(
            match instead {
                Instead::Meeting => "/agenda?genre=info_meeting",
                Instead::Encounter => "/agenda?genre=encounter",
                Instead::NextEdition => "/hackathon",
            }
            .to_owned(),
        )),
        Letter::NoAccount => plain(Some("/rejoindre".to_owned())),
        Letter::PasswordChanged | Letter::AddressLeft => plain(Some("/connexion".to_owned())),
        Letter::AddressTaken => plain(Some("/compte".to_owned())),
        Letter::Erase { token } => plain(Some(format!("/supprimer/{token}"))),
        Letter::BegunEnds { token, on } => {
            let day = texts::dates::day(lang, *on);
            Told {
                button: Some((
                    texts::mail::claim_button(lang).to_owned(),
                    url(&format!("/entrer/{token}")),
                )),
                after: vec![texts::mail::claim_after(lang).to_owned()],
                ..told(
                    texts::mail::begun_ends_subject(lang).to_owned(),
                    vec![texts::mail::begun_ends(lang, &day)],
                )
            }
        }
        Letter::AccountEnds { on } => {
            let day = texts::dates::day(lang, *on);
            Told {
                button: Some((
                    texts::mail::account_ends_button(lang).to_owned(),
                    url("/connexion"),
                )),
                after: vec![texts::mail::account_ends_after(lang).to_owned()],
                ..told(
                    texts::mail::account_ends_subject(lang, &day),
                    vec![texts::mail::account_ends(lang, &day)],
                )
            }
        }
        Letter::Digest(letters) => {
            let mut items = Vec::new();
            for letter in letters {
                let letter = Mail { letter: Some(letter.clone()), ..mail.clone() };
                items.extend(Box::pin(tell(state, &letter)).await?.map(Item::from));
            }
            if items.is_empty() {
                return Ok(None);
            }
            let subject = texts::mail::digest_subject(lang).to_owned();
            Told { items, ..told(subject, vec![texts::mail::digest(lang).to_owned()]) }
        }
        Letter::OrientationOpened { .. }
        | Letter::OrientationWaits { .. }
        | Letter::OrientationReceived { .. }
        | Letter::ReceiverAwaited { .. }
        | Letter::OrientationHonoured { .. }
        | Letter::SeatTaken { .. }
        | Letter::HeldSeatEnds { .. }
        | Letter::DateTomorrow { .. }
        | Letter::HowWasIt { .. }
        | Letter::SeatOffered { .. }
        | Letter::SeatPassed { .. }
        | Letter::MentoringOffered { .. }
        | Letter::ProjectSelected { .. }
        | Letter::ToolDelivered { .. }
        | Letter::ToolUsed { .. }
        | Letter::TestimonyAsked { .. }
        | Letter::TalkProposed { .. }
        | Letter::TalkChanged { .. }
        | Letter::NotesGiven { .. }
        | Letter::SpaceInvitation { .. }
        | Letter::DiagnosesWait
        | Letter::AssociationsWait { .. }
        | Letter::OnDuty { .. }
        | Letter::DutyTomorrow { .. }
        | Letter::DutyCalledOff { .. }
        | Letter::DateCalledOff { .. }
        | Letter::DateMoved { .. }
        | Letter::SessionOpened { .. }
        | Letter::VisitProposed { .. }
        | Letter::VisitGiven { .. }
        | Letter::VisitWithdrawn { .. }
        | Letter::VisitTaken { .. }
        | Letter::VisitUnanswered { .. }
        | Letter::PageAsked { .. }
        | Letter::PageAnswered { .. }
        | Letter::PageReported { .. }
        | Letter::PageShown { .. }
        | Letter::PageGivenBack { .. }
        | Letter::PagesToCheck { .. }
        | Letter::StoryTakenDown { .. }
        | Letter::Asked { .. } => {
            let blank = told(String::new(), Vec::new());
            let telling = Telling { state, rows: &rows, blank };
            // Many loads, of which one is made: kept off the stack.
            return Box::pin(telling.say(letter)).await;
        }
    }))
}

impl From<Told> for Item {
    fn from(told: Told) -> Self {
        Self { title: told.subject, text: told.paragraphs.join("\n\n"), link: told.button }
    }
}
