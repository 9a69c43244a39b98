//! What the pages of associations show and their units decide on.

mod alike;
mod handover;

pub use alike::{Alike, alike, ask_likeliest, unlike_others};
pub use handover::{HandOver, Owed, handover};

use crate::diagnosis::load::theme_title;
use crate::error::AppError;
use crate::journey::load::may_follow;
use crate::passwords::token_hash;
use crate::request::Request;
use domain::accounts::{Actor, Association, Denied, MemberHat, Person, Worn};
use domain::associations::{
    Crew, Field, JoinRequest, Likeness, Reason, Sight, Takeover, likely_pairs,
};
use domain::ids::{AssociationId, JourneyId, PersonId};
use domain::text::{Email, Lang};
use domain::wiki::TestimonyState;
use std::collections::BTreeMap;
use store::{Rows, Tx, WriteError};

/// A record, for one who looks at it.
pub struct Shown {
    pub association: Association,
    pub sight: Sight,
    /// A published testimony has made its name public.
    pub told: bool,
    /// Who asks acts for it.
    pub own: bool,
    pub journey: Option<JourneyId>,
    /// Who asks has asked to act for it.
    pub asked: Option<JoinRequest>,
}

impl Shown {
    /// Whether a field is seen by who asks.
    pub fn sees(&self, field: Field) -> bool {
        self.association.sees(self.sight, field, self.told)
    }

    /// Whether everybody sees it.
    pub fn is_public(&self, field: Field) -> bool {
        self.association.sees(Sight::Stranger, field, self.told)
    }
}

/// Acting for this association. Errors: `SignIn`; `NotFound` for anybody else, because whether it exists is private.
pub fn own(actor: &Actor, id: AssociationId) -> Result<MemberHat, Denied> {
    actor.member_of(id).map_err(|denied| match denied {
        Denied::NotYours => Denied::Hidden,
        denied => denied,
    })
}

/// A record, as far as who asks may see it.
///
/// Errors: `NotFound`, there is none, or it is private; `Moved`, it became another's that they may see.
pub async fn shown(request: &Request, id: AssociationId) -> Result<Shown, AppError> {
    let (rows, actor) = (request.read(), &request.actor);
    let fail = |error| request.answer(error);
    let Some(association) = rows.association(id).await.map_err(fail)? else {
        let kept = rows.alias_of(id).await.map_err(fail)?.ok_or(AppError::NotFound)?;
        Box::pin(shown(request, kept)).await?;
        return Err(AppError::Moved(format!("/association/{kept}")));
    };
    let journey = rows.journey_of(id).await.map_err(fail)?.map(|journey| journey.head.id);
    let told = has_told(&rows, id).await.map_err(|error| request.answer(error))?;
    let followed = match journey {
        Some(journey) => may_follow(request, journey).await.is_ok(),
        None => false,
    };
    let own = actor.member_of(id).is_ok();
    // Organizers, where its journey came to their action.
    let organizes = actor.organizer().is_ok() && (followed || journey.is_none());
    let sight = match () {
        () if own || organizes || actor.administrator().is_ok() => Sight::Whole,
        () if followed => Sight::Follower,
        () => Sight::Stranger,
    };
    let asked = match actor.person() {
        Some(person) => rows.requests_by(person).await.map_err(fail)?,
        None => Vec::new(),
    };
    let asked = asked.into_iter().find(|request| request.association == id);
    let shown = Shown { association, sight, told, own, journey, asked };
    if shown.sees(Field::Name) { Ok(shown) } else { Err(AppError::NotFound) }
}

/// A record in the hands of who acts for it.
///
/// Errors: as [`own`].
pub async fn to_change(request: &Request, id: AssociationId) -> Result<Shown, AppError> {
    own(&request.actor, id)?;
    shown(request, id).await
}

// ---- Who acts for it

/// Where its people are.
pub fn people_path(association: AssociationId) -> String {
    format!("/association/{association}/membres")
}

/// Everybody who acts for an association, under its lock.
pub async fn crew(tx: &Tx<'_>, association: AssociationId) -> Result<Crew, WriteError> {
    tx.crew(association).await?.ok_or(WriteError::Missing)
}

/// Whether it has published a testimony, which made its name public.
pub async fn has_told(rows: &Rows<'_>, association: AssociationId) -> Result<bool, WriteError> {
    let Some(journey) = rows.journey_of(association).await? else { return Ok(false) };
    let told = rows.testimonies_of(journey.head.id).await?;
    Ok(told.iter().any(|testimony| testimony.state == TestimonyState::Published))
}

/// Asked before a field is read, so that who may not invite learns no more. Decided again under the lock.
pub async fn may_keep(request: &Request, association: AssociationId) -> Result<(), AppError> {
    let crew = request.read().crew(association).await.map_err(|error| request.answer(error))?;
    crew.ok_or(AppError::NotFound)?.keeper(&request.actor)?;
    Ok(())
}

/// Who acts for an association, for those who do, and for the organizers.
pub struct People {
    pub association: Association,
    pub crew: Crew,
    pub accounts: BTreeMap<PersonId, Person>,
    pub me: PersonId,
    /// Who asks may let people in; may send them away and hand the role over.
    pub keeps: bool,
    pub leads: bool,
    /// Who asks runs an action, and may look after the association.
    pub organizes: bool,
}

impl People {
    /// A person's name; somebody's, if they are gone.
    pub fn name(&self, lang: Lang, person: PersonId) -> String {
        let account = self.accounts.get(&person);
        account.map_or_else(
            || texts::crew_letter::somebody(lang).to_owned(),
            |account| account.name.to_string(),
        )
    }

    /// A person's address.
    pub fn email(&self, person: PersonId) -> Option<String> {
        self.accounts.get(&person).map(|account| account.email.as_str().to_owned())
    }
}

/// Errors: `SignIn`; `NotFound` for anybody who neither acts for it nor runs an action.
pub async fn people(request: &Request, id: AssociationId) -> Result<People, AppError> {
    let (rows, actor) = (request.read(), &request.actor);
    let fail = |error| request.answer(error);
    let me = actor.signed()?.person;
    let association = rows.association(id).await.map_err(fail)?.ok_or(AppError::NotFound)?;
    let crew = rows.crew(id).await.map_err(fail)?.ok_or(AppError::NotFound)?;
    let organizes = actor.organizer().is_ok();
    let keeps = crew.keeper(actor).is_ok();
    if !keeps && !organizes {
        return Err(AppError::NotFound);
    }
    let members = crew.members.iter().map(|m| m.person);
    let others = crew.requests.iter().map(|r| r.person);
    let by = crew.takeover.iter().filter_map(|t| t.taken.map(|(person, _)| person));
    let by = by.chain(crew.offer.iter().map(|o| o.by));
    let mut accounts = BTreeMap::new();
    for person in members.chain(others).chain(by) {
        if let Some(account) = rows.person(person).await.map_err(fail)? {
            accounts.insert(person, account);
        }
    }
    let leads = crew.lead(actor).is_ok();
    Ok(People { association, crew, accounts, me, keeps, leads, organizes })
}

/// An invitation, for who opens its link.
pub struct Invited {
    pub association: Association,
    pub email: Email,
    /// Who invites; none, if they are gone.
    pub by: Option<String>,
    /// Somebody has an account at this address.
    pub known: bool,
}

/// Errors: `LinkSpent`, answered, taken back, past its date, or never made.
pub async fn invited(request: &Request, token: &str) -> Result<Invited, AppError> {
    let rows = request.read();
    let fail = |error| request.answer(error);
    let found = rows.invitation(&token_hash(token)).await.map_err(fail)?;
    let invitation = found.filter(|i| request.now < i.until).ok_or(AppError::LinkSpent)?;
    let association = rows.association(invitation.association).await.map_err(fail)?;
    let by = rows.person_names(invitation.by).await.map_err(fail)?.into_values().next();
    let known = rows.person_by_email(&invitation.email).await.map_err(fail)?.is_some();
    Ok(Invited {
        association: association.ok_or(AppError::LinkSpent)?,
        email: invitation.email,
        by,
        known,
    })
}

// ---- Records that may be one

/// What the organizers have to do with associations' records.
pub struct Desk {
    pub takeovers: Vec<(Takeover, String)>,
    pub pairs: Vec<Pair>,
}

/// Two records that may be one, and why.
pub struct Pair {
    pub one: Association,
    pub other: Association,
    pub reasons: Vec<Reason>,
}

/// Who may make two records one, and as whom. Errors: `SignIn`, `NotYours`.
pub fn may_merge(actor: &Actor) -> Result<&'static str, Denied> {
    let organizer = actor.organizer().map(|hat| hat.code());
    organizer.or_else(|_| actor.administrator().map(|hat| hat.code()))
}

/// How many associations wait for somebody, or have been looked after since.
pub async fn alone(request: &Request) -> Result<usize, AppError> {
    may_merge(&request.actor)?;
    let all = request.read().takeovers().await.map_err(|error| request.answer(error))?;
    Ok(all.len())
}

/// Errors: as [`may_merge`].
pub async fn desk(request: &Request) -> Result<Desk, AppError> {
    may_merge(&request.actor)?;
    let rows = request.read();
    let fail = |error| request.answer(error);
    let all = rows.associations().await.map_err(fail)?;
    let name = |id| {
        let found = all.iter().find(|a: &&Association| a.id == id);
        found.map(|a| a.name.to_string()).unwrap_or_default()
    };
    let takeovers = rows.takeovers().await.map_err(fail)?;
    let takeovers = takeovers.into_iter().map(|t| (t.clone(), name(t.association))).collect();
    // The older one first: it is the one that stays, unless the organizers say otherwise.
    let pair = |(one, other, likeness): (usize, usize, Likeness)| {
        let (one, other) = (all[one].clone(), all[other].clone());
        let younger = other.created_at < one.created_at;
        let (one, other) = if younger { (other, one) } else { (one, other) };
        Pair { one, other, reasons: likeness.reasons }
    };
    let pairs = likely_pairs(&all).into_iter().map(pair).collect();
    Ok(Desk { takeovers, pairs })
}

/// One of two records side by side.
pub struct Beside {
    pub association: Association,
    pub members: i64,
    /// Facts of its journey.
    pub facts: i64,
}

/// Errors: as [`may_merge`]; `NotFound`.
pub async fn beside(
    request: &Request,
    kept: AssociationId,
    gone: AssociationId,
) -> Result<(Beside, Beside), AppError> {
    may_merge(&request.actor)?;
    if kept == gone {
        return Err(AppError::NotFound);
    }
    Ok((one_of(request, kept).await?, one_of(request, gone).await?))
}

async fn one_of(request: &Request, id: AssociationId) -> Result<Beside, AppError> {
    let rows = request.read();
    let fail = |error| request.answer(error);
    let association = rows.association(id).await.map_err(fail)?.ok_or(AppError::NotFound)?;
    let crew = rows.crew(id).await.map_err(fail)?.ok_or(AppError::NotFound)?;
    let facts = rows.journey_of(id).await.map_err(fail)?.map_or(0, |j| j.events.len());
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    Ok(Beside { association, members: number(crew.members.len()), facts: number(facts) })
}

/// What a record says in one field, as a text. None: nothing.
pub fn told_of(lang: Lang, association: &Association, field: Field) -> Option<String> {
    let about = &association.about;
    match field {
        Field::Name => Some(association.name.to_string()),
        Field::Object => about.object.as_ref().map(|object| object.to_string()),
        Field::Themes => {
            let titles: Vec<_> = about.themes.iter().map(|key| theme_title(lang, key)).collect();
            (!titles.is_empty()).then(|| titles.join(", "))
        }
        Field::Size => about.size.map(|size| texts::size::of(lang, size.code()).to_owned()),
        Field::Town => association.city.clone(),
        Field::Address => {
            let parts = [&about.street, &about.postcode].into_iter().flatten();
            let parts: Vec<&str> = parts.map(String::as_str).collect();
            (!parts.is_empty()).then(|| parts.join(", "))
        }
        Field::Website => about.website.as_ref().map(|w| w.as_str().to_owned()),
        Field::Contact => about.contact.as_ref().map(|c| c.as_str().to_owned()),
        Field::Rna => association.rna.as_ref().map(|rna| rna.as_str().to_owned()),
        Field::Siret => association.siret.as_ref().map(|siret| siret.as_str().to_owned()),
    }
}
