//! What the pages of spaces show.

use crate::error::AppError;
use crate::request::Request;
use domain::accounts::{Denied, Hat};
use domain::ids::{AssociationId, PersonId};
use domain::text::{Fault, Faults, Summary, Title, unless_empty};
use domain::wiki::markup::slug;
use domain::wiki::people::{Charter, Invited, Joined};
use domain::wiki::{Around, Audience, Belonging, Circles, Page, Space};
use std::str::FromStr;
use store::{Listed, Step, Tx, WriteError};
use uuid::Uuid;

/// How many pages, and how many changes, one page of a space tells.
pub const PAGES: u64 = 100;
const STEPS: u64 = 8;

/// A space that who asks may read.
pub struct Found {
    pub space: Space,
    pub circles: Circles,
    /// What who asks is to it.
    pub part: Option<Belonging>,
    pub writes: bool,
    pub keeps: bool,
}

impl Found {
    fn of(request: &Request, space: Space, circles: Circles) -> Self {
        let actor = &request.actor;
        Self {
            part: space.part(actor, &circles),
            writes: space.writer(actor, &circles).is_ok(),
            keeps: space.keeper(actor, &circles).is_ok(),
            space,
            circles,
        }
    }

    /// Whether its people are told to who asks: they are one of them, or look after it.
    pub fn tells_people(&self) -> bool {
        self.part.is_some() || self.keeps
    }
}

/// Errors: `NotFound`, also where whether it exists is private.
pub async fn found(request: &Request, door: &str) -> Result<Found, AppError> {
    let reach = request.read().reach().await.map_err(|error| request.answer(error))?;
    let space = reach.spaces.into_iter().find(|space| space.door() == door);
    let space = space.filter(|space| space.shows(&request.actor, &reach.circles));
    Ok(Found::of(request, space.ok_or(AppError::NotFound)?, reach.circles))
}

/// A space in the hands of who looks after it.
///
/// Errors: `SignIn`, `NotYours`; `NotFound`, also where whether it exists is private.
pub async fn kept(request: &Request, door: &str) -> Result<Found, AppError> {
    request.actor.signed()?;
    let found = found(request, door).await?;
    found.space.keeper(&request.actor, &found.circles)?;
    Ok(found)
}

/// Where the space of this address is in reach, it is loaded, for a unit.
pub async fn reached(tx: &Tx<'_>, door: &str) -> Result<(Space, Circles), WriteError> {
    let reach = tx.reach().await?;
    let space = reach.spaces.into_iter().find(|space| space.door() == door);
    let space = space.filter(|space| space.shows(tx.actor(), &reach.circles));
    let id = space.ok_or(Denied::Hidden)?.id;
    Ok((tx.space(id).await?.ok_or(WriteError::Missing)?, reach.circles))
}

/// The spaces that who asks may read, and those that they are asked to join.
pub struct Spaces {
    pub common: Vec<Listed>,
    /// Those of which they are.
    pub own: Vec<Listed>,
    pub invited: Vec<(Space, Invited)>,
}

pub async fn spaces(request: &Request) -> Result<Spaces, AppError> {
    let rows = request.read();
    let fail = |error| request.answer(error);
    let reach = rows.reach().await.map_err(fail)?;
    let invited = rows.own_invitations().await.map_err(fail)?;
    let of = |invited: Invited| Some((reach.space(invited.space)?.clone(), invited));
    let invited = invited.into_iter().filter_map(of).collect();
    let circles = reach.circles;
    let shown = reach.spaces.into_iter().filter(|space| space.shows(&request.actor, &circles));
    let listed = rows.listed(shown.collect()).await.map_err(fail)?;
    let own = |listed: &Listed| listed.space.part(&request.actor, &circles).is_some();
    let (own, common) = listed.into_iter().partition(own);
    Ok(Spaces { common, own, invited })
}

/// A space's page.
pub struct Shown {
    pub found: Found,
    pub pages: Vec<Page>,
    /// How many there are.
    pub many: u64,
    /// Those that nobody else sees yet, for who writes here.
    pub unshown: Vec<Page>,
    pub changes: Vec<Step>,
    pub about: Option<About>,
}

/// What a space is around, by name, and its page.
pub struct About {
    pub name: String,
    pub path: String,
}

/// From this place on in the list of its pages.
pub async fn shown(request: &Request, door: &str, from: u64) -> Result<Shown, AppError> {
    let found = found(request, door).await?;
    let rows = request.read();
    let fail = |error| request.answer(error);
    let space = &found.space;
    let (pages, many) = rows.pages_in(space.id, from, PAGES).await.map_err(fail)?;
    let unshown = match space.writer(&request.actor, &found.circles) {
        Ok(writer) => rows.unshown_in(&writer, space.id, PAGES).await.map_err(fail)?,
        Err(_) => Vec::new(),
    };
    let changes = rows.recent_changes(Some(space.id), None, STEPS).await.map_err(fail)?;
    let about = about(request, space.around).await?;
    Ok(Shown { found, pages, many, unshown, changes, about })
}

/// None: nothing, or something that is no more.
pub async fn about(request: &Request, around: Around) -> Result<Option<About>, AppError> {
    let rows = request.read();
    let fail = |error| request.answer(error);
    let named = match around {
        Around::Itself => None,
        Around::Association(id) => {
            let association = rows.association(id).await.map_err(fail)?;
            association.map(|a| (a.name.to_string(), format!("/association/{id}")))
        }
        Around::Workshop(id) => {
            let workshop = rows.workshop(id).await.map_err(fail)?;
            workshop.map(|w| (w.title.to_string(), format!("/atelier/{id}")))
        }
        Around::Team(id) => {
            let project = rows.project(id).await.map_err(fail)?;
            project.map(|p| (p.title.to_string(), format!("/projet/{id}")))
        }
    };
    Ok(named.map(|(name, path)| About { name, path }))
}

/// The people of a space.
pub struct People {
    pub found: Found,
    pub about: Option<About>,
    /// Those of what it is around.
    pub around: Vec<(PersonId, String)>,
    pub joined: Vec<(Joined, String)>,
    /// Those who have not answered, for who looks after it.
    pub invited: Vec<Invited>,
}

/// Errors: as [`found`]; `SignIn`, and `NotYours` for who only reads it.
pub async fn people(request: &Request, door: &str) -> Result<People, AppError> {
    request.actor.signed()?;
    let found = found(request, door).await?;
    if !found.tells_people() {
        return Err(AppError::NotYours);
    }
    let rows = request.read();
    let fail = |error| request.answer(error);
    let id = found.space.id;
    let invited = match found.keeps || found.writes {
        true => rows.invited_to(id).await.map_err(fail)?,
        false => Vec::new(),
    };
    Ok(People {
        about: about(request, found.space.around).await?,
        around: rows.people_around(id).await.map_err(fail)?,
        joined: rows.joined(id).await.map_err(fail)?,
        invited,
        found,
    })
}

/// A space that who asks was asked to join.
pub struct Invitation {
    pub space: Space,
    /// Who asked, by name.
    pub by: Option<String>,
    /// With which association they may, by name.
    pub with: Vec<(AssociationId, String)>,
}

/// Whether who asks was asked to join the space of this address.
pub async fn invitation(request: &Request, door: &str) -> Result<Option<Invitation>, AppError> {
    let rows = request.read();
    let fail = |error| request.answer(error);
    let invitations = rows.own_invitations().await.map_err(fail)?;
    if invitations.is_empty() {
        return Ok(None);
    }
    let spaces = rows.spaces().await.map_err(fail)?;
    let Some(space) = spaces.into_iter().find(|space| space.door() == door) else {
        return Ok(None);
    };
    let Some(invited) = invitations.into_iter().find(|invited| invited.space == space.id) else {
        return Ok(None);
    };
    let by = match invited.by {
        Some(by) => rows.person_names([by]).await.map_err(fail)?.remove(&by),
        None => None,
    };
    let mut with = Vec::new();
    let hats = request.actor.signed().map(|signed| signed.hats.clone()).unwrap_or_default();
    for hat in hats {
        let Hat::Member(id) = hat else { continue };
        let association = rows.association(id).await.map_err(fail)?;
        with.extend(association.map(|association| (id, association.name.to_string())));
    }
    Ok(Some(Invitation { space, by, with }))
}

/// What a space would be around, as an address or a form names it.
///
/// Errors: `NotFound`.
pub fn around(kind: &str, id: &str) -> Result<Around, AppError> {
    fn read<T: FromStr + From<Uuid>>(id: &str) -> Result<T, AppError> {
        id.parse().map_err(|_| AppError::NotFound)
    }
    match kind {
        "atelier" => Ok(Around::Workshop(read(id)?)),
        "projet" => Ok(Around::Team(read(id)?)),
        "association" => Ok(Around::Association(read::<AssociationId>(id)?)),
        _ => Err(AppError::NotFound),
    }
}

/// What a space would be around, by name, and the one that there is, for who may open it.
///
/// Errors: `SignIn`, `NotYours`; `NotFound`, also where whether it exists is private.
pub async fn openable(
    request: &Request,
    around: Around,
) -> Result<(About, Option<Space>), AppError> {
    let rows = request.read();
    let circles = rows.circles().await.map_err(|error| request.answer(error))?;
    around.opener(&request.actor, &circles)?;
    let about = about(request, around).await?.ok_or(AppError::NotFound)?;
    let opened = rows.space_around(around).await.map_err(|error| request.answer(error))?;
    Ok((about, opened))
}

/// What was typed of a space, if nothing of it is to be mended.
pub fn charter(
    (title, purpose): (&str, &str),
    (reads, writes, reviewed): (&str, &str, &str),
    faults: &mut Faults,
) -> Option<Charter> {
    let title = faults.take("title", Title::parse(title));
    let purpose = faults.take("purpose", unless_empty(purpose, Summary::parse));
    let offered = |code: &str, offered: &[Audience]| {
        let audience = Audience::from_code(code).filter(|one| offered.contains(one));
        audience.ok_or(if code.is_empty() { Fault::Missing } else { Fault::Choice })
    };
    let reads = faults.take("reads", offered(reads, &READERS));
    let writes = faults.take("writes", offered(writes, &WRITERS));
    let reviewed = reviewed == "yes";
    Some(Charter { title: title?, purpose: purpose?, reads: reads?, writes: writes?, reviewed })
}

/// Who may be said to read, and to write.
pub const READERS: [Audience; 3] = [Audience::Everybody, Audience::Accounts, Audience::Circle];
pub const WRITERS: [Audience; 2] = [Audience::Accounts, Audience::Circle];

/// The most characters of a namespace that is made of a title.
const NAMESPACE_MAX: usize = 40;

/// A namespace that no page's address begins with, made of a title, for a space of work.
pub async fn free_namespace(tx: &Tx<'_>, title: &Title) -> Result<String, WriteError> {
    let called: String =
        slug(title.as_str()).replace(':', "_").chars().take(NAMESPACE_MAX).collect();
    let called = called.trim_matches(['.', '_', '-']);
    let called = if called.is_empty() { "espace" } else { called };
    let spaces = tx.spaces().await?;
    let mut namespace = format!("espaces:{called}");
    let mut more = 1;
    while spaces.iter().any(|space| space.namespace == namespace) || tx.is_begun(&namespace).await?
    {
        more += 1;
        namespace = format!("espaces:{called}_{more}");
    }
    Ok(namespace)
}

/// The space in which a namespace stands until it has its own, which who acts may write.
///
/// Errors: `namespace` is `Taken`, or not one that may be.
pub async fn parent(tx: &Tx<'_>, namespace: &str) -> Result<Space, WriteError> {
    let reach = tx.reach().await?;
    let fault = |fault| WriteError::Faults(Faults::one("namespace", fault));
    if reach.spaces.iter().any(|space| space.namespace == namespace) {
        return Err(fault(Fault::Taken));
    }
    let parent = Space::of(&reach.spaces, namespace).ok_or(WriteError::Missing)?;
    let parent = tx.space(parent.id).await?.ok_or(WriteError::Missing)?;
    match parent.writer(tx.actor(), &reach.circles) {
        Ok(_) => Ok(parent),
        Err(_) => Err(fault(Fault::Taken)),
    }
}
