//! Opening an encounter, making its programme, giving back what was noted.

use crate::error::{AppError, Done};
use crate::workshops::opening::session::Session;
use leptos::prelude::*;

/// Puts an encounter in the agenda.
#[server(prefix = "/api", endpoint = "open_encounter")]
pub async fn open_encounter(
    #[server(default)] command: String,
    #[server(flatten)] session: Session,
) -> Result<Done, AppError> {
    use crate::request::current;
    use crate::workshops::opening::load::may_host;
    use domain::accounts::Action;
    use domain::text::Faults;

    let request = current()?;
    let organizer = request.actor.organizer_of(Action::Wiki)?;
    let mut faults = Faults::default();
    let Some((told, hours)) = session.read(&mut faults, request.now) else {
        return Err(faults.into());
    };
    let entry = request
        .wearing(&organizer)
        .write(&command, (told, hours), move |tx, (told, hours)| {
            Box::pin(async move {
                may_host(tx, &told, None).await?;
                Ok(told.open_encounter(tx.act(), &organizer, hours)?)
            })
        })
        .await?;
    Ok(Done::saying(format!("/agenda/{entry}"), "encounter_opened"))
}

/// Asks an association to tell its story at an encounter.
#[server(prefix = "/api", endpoint = "ask_talk")]
pub async fn ask_talk(
    #[server(default)] command: String,
    #[server(default)] entry: String,
    #[server(default)] association: String,
    #[server(default)] title: String,
    #[server(default)] minutes: String,
) -> Result<Done, AppError> {
    use super::load::may_ask;
    use crate::mail::written;
    use crate::request::{current, id};
    use crate::workshops::opening::load::typed::number;
    use domain::accounts::Action;
    use domain::ids::{AssociationId, EntryId};
    use domain::mail::{Letter, News, Reader};
    use domain::text::{Fault, Faults, Title};
    use domain::wiki::encounter::Talk;
    use store::WriteError;

    let request = current()?;
    let organizer = request.actor.organizer_of(Action::Wiki)?;
    let entry: EntryId = id(&entry)?;
    let mut faults = Faults::default();
    let chosen = association.parse::<AssociationId>().map_err(|_| match association.as_str() {
        "" => Fault::Missing,
        _ => Fault::Choice,
    });
    let association = faults.take("association", chosen);
    let title = faults.take("title", Title::parse(&title));
    let minutes = faults.take("minutes", number(&minutes, Talk::MINUTES));
    let (Some(association), Some(title), Some(minutes)) = (association, title, minutes) else {
        return Err(faults.into());
    };
    let asked = (entry, association, title, minutes);
    request
        .wearing(&organizer)
        .write(&command, asked, move |tx, (entry, association, title, minutes)| {
            Box::pin(async move {
                let encounter = tx.encounter(entry).await?.ok_or(WriteError::Missing)?;
                may_ask(tx, association).await?;
                let asked = encounter.ask(tx.act(), &organizer, association, title, minutes)?;
                let letter = Letter::TalkProposed { talk: asked.answer };
                let news = vec![News { to: Reader::Association(association), letter }];
                written(tx, asked.map(drop), news).await
            })
        })
        .await?;
    Ok(Done::saying(format!("/agenda/{entry}"), "talk_asked"))
}

/// Says how long a talk lasts, and puts it earlier or later in the programme, or takes it out.
#[server(prefix = "/api", endpoint = "arrange_talk")]
pub async fn arrange_talk(
    #[server(default)] command: String,
    #[server(default)] talk: String,
    #[server(default)] how: String,
    #[server(default)] minutes: String,
) -> Result<Done, AppError> {
    use super::load;
    use crate::request::{choice, current, id};
    use crate::workshops::opening::load::typed::number;
    use domain::accounts::Action;
    use domain::ids::TalkId;
    use domain::wiki::encounter::{Arranging, Talk};

    let request = current()?;
    let organizer = request.actor.organizer_of(Action::Wiki)?;
    let talk: TalkId = id(&talk)?;
    let how = choice("how", Arranging::from_code(&how), &how)?;
    let minutes =
        number(&minutes, Talk::MINUTES).map_err(|fault| AppError::field("minutes", fault))?;
    let entry = request
        .wearing(&organizer)
        .write(&command, (talk, how, minutes), move |tx, (talk, how, minutes)| {
            Box::pin(async move {
                let (encounter, talk) = load::talk(tx, talk).await?;
                let arranged = encounter.arrange(tx.act(), &organizer, &talk, how, minutes)?;
                Ok(arranged.map(|()| talk.entry))
            })
        })
        .await?;
    Ok(Done::saying(format!("/agenda/{entry}"), "talk_arranged"))
}

/// Says for one's association whether it tells its story there, under which title: `answer` = `yes` or `no`.
#[server(prefix = "/api", endpoint = "answer_talk")]
pub async fn answer_talk(
    #[server(default)] command: String,
    #[server(default)] talk: String,
    #[server(default)] answer: String,
    #[server(default)] title: String,
    #[server(default)] words: String,
) -> Result<Done, AppError> {
    use super::load;
    use crate::request::{choice, current, id};
    use domain::ids::TalkId;
    use domain::text::{Faults, Title, Words, unless_empty};
    use domain::wiki::encounter::Answer;

    let request = current()?;
    request.actor.member()?;
    let talk: TalkId = id(&talk)?;
    let accepts = match answer.as_str() {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    let accepts = choice("answer", accepts, &answer)?;
    let mut faults = Faults::default();
    let tells = match accepts {
        true => faults.take("title", Title::parse(&title)).map(Some),
        false => Some(None),
    };
    let words = faults.take("words", unless_empty(&words, Words::parse));
    let (Some(tells), Some(words)) = (tells, words) else { return Err(faults.into()) };
    let entry = request
        .write(&command, (talk, Answer { tells, words }), |tx, (talk, said)| {
            Box::pin(async move {
                let (encounter, talk) = load::talk(tx, talk).await?;
                let member = tx.actor().member_for(talk.association)?;
                let act = tx.act().wearing(&member);
                let answered = encounter.answer(&act, &member, &talk, said)?;
                Ok(answered.map(|()| talk.entry))
            })
        })
        .await?;
    let said = if accepts { "talk_accepted" } else { "talk_declined" };
    Ok(Done::saying(format!("/agenda/{entry}"), said))
}

/// Gives what was noted to the association that told it: a draft that it alone reads.
#[server(prefix = "/api", endpoint = "give_notes")]
pub async fn give_notes(
    #[server(default)] command: String,
    #[server(default)] talk: String,
    #[server(default)] notes: String,
) -> Result<Done, AppError> {
    use super::load::{self, heading};
    use crate::mail::written;
    use crate::request::{current, id};
    use crate::wiki::testimony::load::{asks, heading as named};
    use domain::ids::TalkId;
    use domain::mail::{Letter, News, Reader};
    use domain::text::{Faults, Source};
    use domain::wiki::encounter::{in_hand, noted};
    use store::WriteError;

    let request = current()?;
    request.actor.signed()?;
    let (talk, lang): (TalkId, _) = (id(&talk)?, request.lang);
    let read = Source::parse(&notes).map_err(|fault| AppError::field("notes", fault))?;
    let notes = read.to_string();
    let entry = request
        .write(&command, (talk, notes), move |tx, (talk, notes)| {
            Box::pin(async move {
                let (encounter, talk) = load::talk(tx, talk).await?;
                let hat = encounter.entry.presence_by(tx.actor())?;
                let journey = tx.journey_of(talk.association).await?;
                let journey = journey.ok_or(WriteError::Missing)?.head.id;
                let stories = tx.testimonies_of(journey).await?;
                let story = in_hand(&stories);
                let head = match story {
                    Some(story) => tx.last_revision(story.page).await?,
                    None => None,
                };
                let before = head.as_ref().map(|head| &head.source);
                let told = heading(lang, &encounter.entry);
                let source = noted(&told, &notes, before, asks, named(lang))
                    .map_err(|fault| WriteError::Faults(Faults::one("notes", fault)))?;
                let (act, sketched) = (tx.act().wearing(&hat), story.zip(head.as_ref()));
                let given = encounter.give_notes(&act, &hat, &talk, journey, sketched, source)?;
                let letter = Letter::NotesGiven { talk: talk.id };
                let news = vec![News { to: Reader::Association(talk.association), letter }];
                written(tx, given.map(|_| talk.entry), news).await
            })
        })
        .await?;
    Ok(Done::saying(format!("/agenda/{entry}"), "notes_given"))
}
