//! What is shown of what people can show, and what its units decide on.

use crate::diagnosis::load::theme_title;
use crate::error::AppError;
use crate::links::sign;
use crate::request::Request;
use domain::accounts::Actor;
use domain::act::{Act, Outcome};
use domain::diagnosis::Key;
use domain::exchange::{Exchange, Side, Sought, Typed, is_open, say, sought};
use domain::ids::{AssociationId, EntryId, ExchangeId, RegistrationId};
use domain::mail::{Addressee, Letter};
use domain::text::{Fault, Faults, Name, Title, unless_empty};
use domain::workshops::{Entry, Registration};
use std::collections::BTreeMap;
use store::{Tx, WriteError};

/// Where an association says what it can show.
pub fn own_page(association: AssociationId) -> String {
    format!("/association/{association}/echanges")
}

/// Where it is said with a seat: the page of the date or, for who holds its link, that of the seat.
pub fn seat_page(request: &Request, entry: EntryId) -> String {
    match &request.actor {
        Actor::Bearer(bearer) => format!("/place/{}", sign(&request.state.link_key, bearer)),
        _ => format!("/agenda/{entry}"),
    }
}

/// Reads what was typed on each side: the words, and a theme of the questionnaire. Errors: `Faults`.
pub fn read(shows: [&str; 2], seeks: [&str; 2]) -> Result<Vec<Typed>, AppError> {
    let mut faults = Faults::default();
    let mut typed = Vec::new();
    for (side, [words, theme]) in Side::ALL.into_iter().zip([shows, seeks]) {
        let named = format!("{}_theme", side.code());
        let words = faults.take(side.code(), unless_empty(words, Title::parse)).flatten();
        let theme = faults.take(&named, unless_empty(theme, theme_of)).flatten();
        typed.extend(words.map(|words| Typed { side, theme, words }));
    }
    if faults.is_empty() { Ok(typed) } else { Err(faults.into()) }
}

/// The same, where one side at least is needed.
pub fn something(shows: [&str; 2], seeks: [&str; 2]) -> Result<Vec<Typed>, AppError> {
    let typed = read(shows, seeks)?;
    let nothing = || AppError::from(Faults::one(Side::Shows.code(), Fault::Missing));
    if typed.is_empty() { Err(nothing()) } else { Ok(typed) }
}

/// A theme of the questionnaire, by its key.
pub fn theme_of(key: &str) -> Result<Key, Fault> {
    store::questionnaire().theme(key).map(|theme| theme.key.clone()).ok_or(Fault::Choice)
}

/// Says it of who sits at this date.
///
/// Errors: `OutOfOrder`, nothing is shown there; those of [`say`].
pub async fn said_with(
    tx: &Tx<'_>,
    act: &Act,
    at: &Entry,
    association: AssociationId,
    who: Option<&Name>,
    typed: Vec<Typed>,
) -> Result<Outcome<()>, WriteError> {
    if !is_open(at) {
        return Err(domain::act::Broken::OutOfOrder.into());
    }
    let known = tx.exchanges_to_change(association).await?;
    Ok(say(act, association, who, typed, &known)?)
}

/// What is taken back, by who may, and the date of the seat that they do it with.
pub async fn to_take_back(
    tx: &Tx<'_>,
    id: ExchangeId,
    seat: Option<RegistrationId>,
) -> Result<(Exchange, Option<EntryId>), WriteError> {
    let line = tx.exchange(id).await?.ok_or(WriteError::Missing)?;
    let Some(id) = seat else {
        tx.actor().member_for(line.association)?;
        return Ok((line, None));
    };
    let seat = tx.registration(id).await?.ok_or(WriteError::Missing)?;
    tx.actor().seated(id, seat.association, tx.act().at)?;
    let entry = Some(seat.entry);
    if line.comes_with(&seat) { Ok((line, entry)) } else { Err(WriteError::Missing) }
}

/// What one association says.
pub async fn own(request: &Request, association: AssociationId) -> Result<Vec<Exchange>, AppError> {
    let said = request.read().exchanges_of([association]).await;
    said.map_err(|error| request.answer(error))
}

/// A line, ready to be told.
#[derive(Clone)]
pub struct Told {
    pub association: String,
    /// Who comes, by name: of whom it was said or, for the association as a whole, all those who come.
    pub people: Vec<String>,
    pub theme: Option<String>,
    pub words: String,
}

/// Who should meet at a date, for who leads it.
#[derive(Clone, Default)]
pub struct Meetings {
    /// Each thing that is looked for, and who can best show it.
    pub sought: Vec<(Told, Vec<Told>)>,
    /// What can be shown besides.
    pub more: Vec<Told>,
}

impl Meetings {
    /// Whether nobody said anything.
    pub fn is_empty(&self) -> bool {
        self.sought.is_empty() && self.more.is_empty()
    }
}

/// Who should meet among those who have these seats. `names` are those of associations.
pub async fn meetings(
    request: &Request,
    at: &Entry,
    seats: &[Registration],
    names: &BTreeMap<AssociationId, String>,
) -> Result<Meetings, AppError> {
    if !is_open(at) {
        return Ok(Meetings::default());
    }
    let said = request.read().exchanges_of(seats.iter().map(|seat| seat.association)).await;
    let said = said.map_err(|error| request.answer(error))?;
    let here = |line: &&Exchange| seats.iter().any(|seat| line.comes_with(seat));
    let said: Vec<&Exchange> = said.iter().filter(here).collect();
    let told = |line: &Exchange| Told {
        association: names.get(&line.association).cloned().unwrap_or_default(),
        people: people(line, seats),
        theme: line.theme.as_deref().map(|key| theme_title(request.lang, key)),
        words: line.words.to_string(),
    };
    let sought = sought(&said);
    let answers = |one: &Sought| one.shown.iter().map(|(shows, _)| shows.id).collect::<Vec<_>>();
    let named: Vec<_> = sought.iter().flat_map(answers).collect();
    let more = said.iter().filter(|line| line.side == Side::Shows && !named.contains(&line.id));
    let one =
        |one: &Sought| (told(one.what), one.shown.iter().map(|(shows, _)| told(shows)).collect());
    Ok(Meetings { sought: sought.iter().map(one).collect(), more: more.map(|l| told(l)).collect() })
}

/// Those who come and of whom this is said, by name.
fn people(line: &Exchange, seats: &[Registration]) -> Vec<String> {
    let seats = seats.iter().filter(|seat| line.comes_with(seat));
    let mut people: Vec<_> = seats.filter_map(|s| Some(s.attendee.as_ref()?.to_string())).collect();
    people.sort();
    people.dedup();
    people
}

/// The letter that was decided on, to those whom the programme writes to for this association.
pub async fn sent_to_referents(
    tx: &Tx<'_>,
    asked: Outcome<Letter>,
    to: AssociationId,
) -> Result<Outcome<()>, WriteError> {
    let letter = asked.answer.clone();
    let referents = tx.referents(to).await?.into_iter();
    let sent =
        |sent: Outcome<()>, person| sent.mail(tx.act(), Addressee::Person(person), letter.clone());
    Ok(referents.fold(asked.map(|_| ()), sent))
}
