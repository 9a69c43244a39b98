//! What calendars and readers of news fetch.

use super::load::{self, Seats, address};
use crate::error::{AppError, Download};
use crate::routes::Ask;
use crate::workshops::search::Search;
use domain::calendar::{Calendar, Event, News, Piece, Status, stamp};
use domain::workshops::{Entry, Registration, Role, Seat};
use texts::dates;

/// iCalendar's media type.
const ICS: &str = "text/calendar; charset=utf-8";
/// Atom's media type.
pub const ATOM: &str = "application/atom+xml; charset=utf-8";

/// `/agenda.ics`: what everybody may know, as a calendar. It takes the query of the agenda's page.
pub async fn agenda(ask: Ask) -> Result<Download, AppError> {
    let dates = load::dates(&ask).await?;
    let events = dates.iter().map(|at| date(&ask, at)).collect();
    Ok(ics("agenda", Calendar { name: texts::feeds::name(ask.lang()).to_owned(), events }))
}

/// `/agenda.atom`: the same, as news.
pub async fn news(ask: Ask) -> Result<Download, AppError> {
    let lang = ask.lang();
    let query = Search::read(&ask).query();
    let pieces = load::dates(&ask).await?.iter().map(|at| piece(&ask, at)).collect();
    let news = News {
        lang: lang.code().to_owned(),
        title: texts::feeds::name(lang).to_owned(),
        address: address(&ask.request, &format!("/agenda.atom{query}")),
        page: address(&ask.request, &format!("/agenda{query}")),
        author: texts::feeds::author(lang).to_owned(),
        pieces,
    };
    Ok(Download { name: "agenda.atom".to_owned(), kind: ATOM.to_owned(), body: news.text() })
}

/// `/calendrier/{token}/places.ics`: the seats of who holds the address, and the dates that they run.
pub async fn followed(ask: Ask) -> Result<Download, AppError> {
    let (feed, told) = load::followed_seats(&ask.request).await?;
    let of = feed.association.and_then(|association| told.names.get(&association));
    let name = match of {
        Some(of) => texts::feeds::name_of(ask.lang(), of),
        None => texts::feeds::name(ask.lang()).to_owned(),
    };
    Ok(ics("places", Calendar { name, events: events(&ask, &told) }))
}

/// `/place/{token}/place.ics`: one seat.
pub async fn seat(ask: Ask) -> Result<Download, AppError> {
    let told = load::one_seat(&ask.request).await?;
    let events = events(&ask, &told);
    if events.is_empty() {
        return Err(AppError::AddressGone);
    }
    let name = texts::feeds::name(ask.lang()).to_owned();
    Ok(ics("place", Calendar { name, events }))
}

fn events(ask: &Ask, told: &Seats) -> Vec<Event> {
    let name = |seat: &Registration| told.names.get(&seat.association).map_or("", String::as_str);
    let seats = told.seats.iter().filter_map(|(seat, at)| place(ask, seat, at, name(seat)));
    let hosted = told.hosted.iter().map(|at| {
        let held = at.link.as_deref().map(|link| texts::feeds::online(ask.lang(), link));
        let event = date(ask, at);
        let hosts = texts::feeds::you_host(ask.lang()).to_owned();
        let told = [hosts, held.unwrap_or_default(), event.description.clone()];
        Event { description: lines(&told), ..event }
    });
    seats.chain(hosted).collect()
}

/// A seat, in words. None: it has no place in a calendar.
fn place(ask: &Ask, seat: &Registration, at: &Entry, association: &str) -> Option<Event> {
    let lang = ask.lang();
    let event = Event::of_seat(seat, at, ask.request.now)?;
    let until = match seat.state {
        _ if event.status != Status::Tentative => None,
        state => state.until(),
    };
    let answer = until.map(|until| texts::feeds::answer(lang, dates::moment(lang, until)));
    let comes = seat.attendee.as_ref().map(|who| texts::feeds::comes(lang, who.as_str()));
    let helps = (seat.role == Role::Helps).then(|| texts::feeds::helps(lang).to_owned());
    let registered = seat.state == Seat::Registered && event.status == Status::Confirmed;
    let link = at.link.as_deref().filter(|_| registered);
    let summary = match event.status {
        Status::Cancelled => texts::feeds::called_off(lang, at.title.as_str()),
        Status::Tentative => texts::feeds::to_confirm(lang, at.title.as_str()),
        Status::Confirmed => at.title.to_string(),
    };
    let description = lines(&[
        texts::feeds::seat_of(lang, association),
        comes.unwrap_or_default(),
        helps.unwrap_or_default(),
        answer.unwrap_or_default(),
        link.map(|link| texts::feeds::online(lang, link)).unwrap_or_default(),
        described(ask, at),
    ]);
    Some(Event { summary, description, url: page(ask, at), ..event })
}

fn ics(name: &str, calendar: Calendar) -> Download {
    Download { name: format!("{name}.ics"), kind: ICS.to_owned(), body: calendar.text() }
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
    let words = at.words.as_ref().map(|words| words.as_str());
    lines(&[
        texts::entry_kind::of(lang, at.kind.code()).to_owned(),
        level.map(str::to_owned).unwrap_or_default(),
        words.map(str::to_owned).unwrap_or_default(),
        access.map(|access| texts::feeds::access(lang, access)).unwrap_or_default(),
        bring.map(|bring| texts::feeds::bring(lang, bring)).unwrap_or_default(),
    ])
}

fn lines(told: &[String]) -> String {
    let told: Vec<_> = told.iter().map(String::as_str).filter(|line| !line.is_empty()).collect();
    told.join("\n")
}
