//! What calendars and readers of news fetch.

use super::load::{self, address};
use crate::error::{AppError, Download};
use crate::routes::Ask;
use domain::calendar::{Calendar, Event, News, Piece, stamp};
use domain::workshops::Entry;
use texts::dates;

/// iCalendar's media type.
const ICS: &str = "text/calendar; charset=utf-8";
const ATOM: &str = "application/atom+xml; charset=utf-8";

/// `/agenda.ics`: what everybody may know, as a calendar. It takes the query of the agenda's page.
pub async fn agenda(ask: Ask) -> Result<Download, AppError> {
    let dates = load::dates(&ask).await?;
    let events = dates.iter().map(|at| date(&ask, at)).collect();
    Ok(ics("agenda", Calendar { name: texts::feeds::name(ask.lang()).to_owned(), events }))
}

/// `/agenda.atom`: the same, as news.
pub async fn news(ask: Ask) -> Result<Download, AppError> {
    let lang = ask.lang();
    let pieces = load::dates(&ask).await?.iter().map(|at| piece(&ask, at)).collect();
    let news = News {
        lang: lang.code().to_owned(),
        title: texts::feeds::name(lang).to_owned(),
        address: address(&ask.request, "/agenda.atom"),
        page: address(&ask.request, "/agenda"),
        author: texts::feeds::author(lang).to_owned(),
        pieces,
    };
    Ok(Download { name: "agenda.atom".to_owned(), kind: ATOM.to_owned(), body: news.write() })
}

fn ics(name: &str, calendar: Calendar) -> Download {
    Download { name: format!("{name}.ics"), kind: ICS.to_owned(), body: calendar.write() }
}

/// A date, in words.
fn date(ask: &Ask, at: &Entry) -> Event {
    Event {
        summary: summary(ask, at),
        description: described(ask, at),
        url: page(ask, at),
        ..Event::of_date(at)
    }
}

fn piece(ask: &Ask, at: &Entry) -> Piece {
    let lang = ask.lang();
    let when = texts::agenda::at(
        lang,
        dates::day(lang, at.starts_at),
        dates::hour(lang, at.starts_at),
        dates::hour(lang, at.ends_at),
    );
    let told = [when, at.place.to_string(), described(ask, at)];
    Piece {
        id: format!("urn:uuid:{}", at.id),
        title: format!("{} · {}", summary(ask, at), dates::day(lang, at.starts_at)),
        updated: stamp(at),
        page: page(ask, at),
        summary: lines(&told),
    }
}

fn page(ask: &Ask, at: &Entry) -> String {
    address(&ask.request, &format!("/agenda/{}", at.id))
}

/// Its title. What is called off says so: not every calendar strikes it out.
fn summary(ask: &Ask, at: &Entry) -> String {
    match at.called_off {
        Some(_) => texts::feeds::called_off(ask.lang(), at.title.as_str()),
        None => at.title.to_string(),
    }
}

/// What one should know before coming. The address of what is held online is for those who have a seat.
fn described(ask: &Ask, at: &Entry) -> String {
    let lang = ask.lang();
    let level = at.level.map(|level| texts::level::of(lang, level.code()));
    let access = at.access.as_deref().filter(|access| !access.is_empty());
    let bring = at.bring.as_ref().map(|bring| bring.as_str());
    lines(&[
        texts::entry_kind::of(lang, at.kind.code()).to_owned(),
        level.map(str::to_owned).unwrap_or_default(),
        access.map(|access| texts::feeds::access(lang, access)).unwrap_or_default(),
        bring.map(|bring| texts::feeds::bring(lang, bring)).unwrap_or_default(),
    ])
}

fn lines(told: &[String]) -> String {
    let told: Vec<_> = told.iter().map(String::as_str).filter(|line| !line.is_empty()).collect();
    told.join("\n")
}
