//! What caring for pages needs to know.

use crate::error::AppError;
use crate::request::Request;
use chrono::{DateTime, Utc};
use domain::accounts::Action;
use domain::ids::PageId;
use domain::wiki::care::{Question, Report, VoiceHat, unchecked_since};
use domain::wiki::{CaretakerHat, Circles, Page, Revision, Space};
use store::{Reach, Tended, Tx, Unchecked, WriteError};

/// How many of each are listed.
const MOST: u64 = 50;

/// What is said under a page of its own truth.
pub struct Care {
    /// Since when nobody has said that it is true, where that is too long.
    pub doubtful: Option<DateTime<Utc>>,
    /// Whether who asks may say so, and answers for it.
    pub speaks: bool,
    /// First to last.
    pub questions: Vec<Question>,
}

/// What is known of a page that who asks may read, in this state.
pub async fn care(
    request: &Request,
    page: &Page,
    shown: &Revision,
    space: &Space,
    circles: &Circles,
) -> Result<Care, AppError> {
    let rows = request.read();
    let fail = |error| request.answer(error);
    let checked = rows.checked_at(page.id).await.map_err(fail)?;
    let wrote = rows.wrote(page.id).await.map_err(fail)?;
    Ok(Care {
        doubtful: unchecked_since(request.now, shown.at, checked).filter(|_| space.ages()),
        speaks: space.voice(&request.actor, circles, page, wrote).is_ok(),
        questions: rows.questions_on(page.id).await.map_err(fail)?,
    })
}

/// A page that is shown to who acts.
///
/// Errors: `Missing`, also where whether it exists is private.
pub async fn reading(tx: &Tx<'_>, page: PageId) -> Result<Page, WriteError> {
    Ok(reached(tx, page).await?.0)
}

/// The same, with what who acts may reach.
pub async fn reached(tx: &Tx<'_>, page: PageId) -> Result<(Page, Reach), WriteError> {
    let page = tx.page(page).await?.ok_or(WriteError::Missing)?;
    let reach = tx.reach().await?;
    let space = reach.space(page.space).ok_or(WriteError::Missing)?;
    let shown = space.shows(tx.actor(), &reach.circles) && page.published.is_some();
    if shown { Ok((page, reach)) } else { Err(WriteError::Missing) }
}

/// The proof that who acts, of whom this is the reach, speaks for a page.
pub async fn voice_of(tx: &Tx<'_>, page: &Page, reach: &Reach) -> Result<VoiceHat, WriteError> {
    let space = reach.space(page.space).ok_or(WriteError::Missing)?;
    let wrote = tx.wrote(page.id).await?;
    Ok(space.voice(tx.actor(), &reach.circles, page, wrote)?)
}

/// The proof that who acts takes care of a page.
pub async fn caretaker_of(tx: &Tx<'_>, page: &Page) -> Result<CaretakerHat, WriteError> {
    let reach = tx.reach().await?;
    let space = reach.space(page.space).ok_or(WriteError::Missing)?;
    Ok(space.caretaker(tx.actor(), &reach.circles)?)
}

/// The pages that wait for somebody: those that who asks wrote, and those of which they take care.
pub struct Waiting {
    /// Whether who asks organizes the wiki.
    pub organizes: bool,
    pub questions: Vec<(Question, Page)>,
    pub unchecked: Vec<Unchecked>,
    pub reports: Vec<Reported>,
    /// What waits to be read before it is shown.
    pub to_read: Vec<Page>,
    /// What was given back to be changed first, of what who asks may write.
    pub given_back: Vec<Page>,
}

/// Something that was reported of a page.
pub struct Reported {
    pub report: Report,
    pub page: Page,
    /// Whether who asks says when it is seen to.
    pub closes: bool,
}

/// Errors: `SignIn`.
pub async fn waiting(request: &Request) -> Result<Waiting, AppError> {
    let person = request.actor.signed()?.person;
    let organizes = request.actor.organizer_of(Action::Wiki).is_ok();
    let of = Tended::By(person);
    let rows = request.read();
    let fail = |error| request.answer(error);
    let reach = rows.reach().await.map_err(fail)?;
    let closes = |page: &Page| {
        let space = reach.space(page.space);
        space.is_some_and(|space| space.caretaker(&request.actor, &reach.circles).is_ok())
    };
    let reports = rows.reports_waiting(of, MOST).await.map_err(fail)?.into_iter();
    let reports = reports.map(|(report, page)| Reported { closes: closes(&page), report, page });
    let reports = reports.collect();
    Ok(Waiting {
        organizes,
        questions: rows.questions_waiting(of, MOST).await.map_err(fail)?,
        unchecked: rows.unchecked_pages(of, request.now, MOST).await.map_err(fail)?,
        reports,
        to_read: rows.pages_to_read(MOST).await.map_err(fail)?,
        given_back: rows.pages_given_back(MOST).await.map_err(fail)?,
    })
}

/// The questions that nobody has answered for long, with their pages: ideas for workshops.
pub async fn ideas(request: &Request) -> Result<Vec<(Question, Page)>, AppError> {
    let waiting = request.read().questions_waiting(Tended::All, MOST).await;
    let waiting = waiting.map_err(|error| request.answer(error))?;
    Ok(waiting.into_iter().filter(|(question, _)| question.waits_long(request.now)).collect())
}
