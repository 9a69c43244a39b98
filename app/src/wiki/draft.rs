//! The draft of a testimony: true facts of the journey, then questions that only the association can answer.

use chrono::{DateTime, Utc};
use domain::hackathon::{Project, ProjectState};
use domain::journey::{Event, EventKind, Journey};
use domain::text::{Fault, Faults, Lang, Source, Title};
use domain::wiki::markup::{Block, Document, print};
use domain::workshops::{EntryKind, Presence};
use store::{Tx, WriteError};
use texts::dates;

/// One dated line of the way.
type Fact = (DateTime<Utc>, String);

/// Writes the draft, in DokuWiki's markup, in the language of who asks.
///
/// Errors: `Missing` if the association is gone; those of loading.
pub async fn draft(
    tx: &Tx<'_>,
    lang: Lang,
    journey: &Journey,
) -> Result<(Title, Source), WriteError> {
    let association = tx.association(journey.head.association).await?.ok_or(WriteError::Missing)?;
    let name = association.name.as_str();
    let needs = tx.needs(journey.head.id).await?;
    let project = tx.projects_of(journey.head.id).await?.pop().filter(was_made);

    let mut way = seats(tx, lang, journey).await?;
    way.extend(facts(journey).filter_map(|event| told(lang, event)));
    if let Some(project) = &project
        && let Some(edition) = tx.edition(project.edition).await?
    {
        let date = dates::date(lang, edition.weekend_from);
        let line = texts::draft::weekend(lang, date, &edition.title, &project.title);
        way.push((edition.weekend_from, line));
    }
    way.sort_by_key(|(at, _)| *at);

    let title = match &project {
        Some(project) => texts::draft::title_tool(lang, name, &project.title),
        None => texts::draft::title(lang, name),
    };
    let begun = dates::date(lang, journey.head.opened_at);
    let mut blocks = vec![Block::paragraph(&texts::draft::intro(lang, name, begun))];
    if let Some(need) = needs.first() {
        blocks.push(section(texts::draft::need(lang)));
        blocks.push(Block::paragraph(&texts::draft::need_words(lang, dates::date(lang, need.at))));
        blocks.push(Block::quote(need.words.as_str()));
    }
    let in_use = in_use_since(journey)
        .map(|since| Block::paragraph(&texts::draft::in_use(lang, dates::date(lang, since))));
    let way = (!way.is_empty()).then(|| Block::list(way.into_iter().map(|(_, line)| line)));
    if way.is_some() || in_use.is_some() {
        blocks.push(section(texts::draft::way(lang)));
        blocks.extend(way.into_iter().chain(in_use));
    }
    for (title, prompt) in [
        (texts::draft::changed(lang), texts::draft::changed_prompt(lang)),
        (texts::draft::hard(lang), texts::draft::hard_prompt(lang)),
        (texts::draft::advice(lang), texts::draft::advice_prompt(lang)),
    ] {
        blocks.extend([section(title), Block::paragraph(prompt)]);
    }

    let title = Title::parse(&cut(&title, Title::MAX)).map_err(fault("title"))?;
    let source = cut(&print(&Document { blocks }), Source::MAX);
    let source = Source::parse(&source).map_err(fault("source"))?;
    Ok((title, source))
}

fn fault(field: &str) -> impl Fn(Fault) -> WriteError {
    move |fault| WriteError::Faults(Faults::one(field, fault))
}

/// Whether the weekend worked on it: a project only submitted is no part of the story yet.
fn was_made(project: &Project) -> bool {
    use ProjectState::{Delivered, Signed};
    matches!(project.state, Delivered | Signed)
}

/// The dates where the association was present.
async fn seats(tx: &Tx<'_>, lang: Lang, journey: &Journey) -> Result<Vec<Fact>, WriteError> {
    let seats = tx.registrations_of(journey.head.id).await?;
    let present = seats.into_iter().filter(|(seat, _)| seat.presence == Some(Presence::Present));
    let line = |entry: domain::workshops::Entry| {
        let date = dates::date(lang, entry.starts_at);
        let line = match entry.kind {
            EntryKind::InfoMeeting => texts::draft::meeting(lang, date, &entry.title),
            EntryKind::WorkshopSession => texts::draft::session(lang, date, &entry.title),
            EntryKind::Encounter => texts::draft::encounter(lang, date, &entry.title),
            EntryKind::Reception | EntryKind::Weekend => return None,
        };
        Some((entry.starts_at, line))
    };
    Ok(present.filter_map(|(_, entry)| line(entry)).collect())
}

/// The events that nothing has corrected.
fn facts(journey: &Journey) -> impl Iterator<Item = &Event> {
    let corrected: Vec<_> = journey.events.iter().filter_map(|e| e.corrects).collect();
    journey.events.iter().filter(move |event| !corrected.contains(&event.id))
}

/// What the events tell beside the dates of the agenda.
fn told(lang: Lang, event: &Event) -> Option<Fact> {
    let date = dates::date(lang, event.occurred_at);
    let line = match &event.kind {
        EventKind::DiagnosisGivenBack(verdict) => {
            texts::draft::diagnosis(lang, date, texts::verdict::of(lang, verdict.code()))
        }
        EventKind::Accompanied => texts::draft::accompanied(lang, date),
        EventKind::HelpStarted => texts::draft::helping(lang, date),
        EventKind::HandoverSigned => texts::draft::signed(lang, date),
        _ => return None,
    };
    Some((event.occurred_at, line))
}

/// Since when the association says, without a no in between, that it uses its tool.
fn in_use_since(journey: &Journey) -> Option<DateTime<Utc>> {
    let mut since = None;
    for event in facts(journey) {
        match event.kind {
            EventKind::ToolInUse => since = since.or(Some(event.occurred_at)),
            EventKind::ToolNotInUse | EventKind::HandoverSigned => since = None,
            _ => {}
        }
    }
    since
}

fn section(title: &str) -> Block {
    Block::heading(2, title)
}

/// At most `max` characters, the last of them "…" if some were left out.
fn cut(text: &str, max: u32) -> String {
    let max = max as usize;
    if text.chars().count() <= max {
        return text.to_owned();
    }
    let mut cut: String = text.chars().take(max - 1).collect();
    cut.push('…');
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wiki_a_draft_title_is_never_too_long() {
        assert_eq!(cut("Épicerie", 8), "Épicerie");
        assert_eq!(cut("Épiceries", 8), "Épiceri…");
    }
}
