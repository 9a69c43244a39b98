//! What the pages of associations show and their units decide on.

use crate::error::AppError;
use crate::journey::load::may_follow;
use crate::request::Request;
use domain::accounts::{Actor, Association, Denied, MemberHat};
use domain::associations::{Field, Sight};
use domain::ids::{AssociationId, JourneyId};
use domain::wiki::TestimonyState;

/// A record, for one who looks at it.
pub struct Shown {
    pub association: Association,
    pub sight: Sight,
    /// A published testimony has made its name public.
    pub told: bool,
    /// Who asks acts for it.
    pub own: bool,
    pub journey: Option<JourneyId>,
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
/// Errors: `NotFound`, there is none, or it is private.
pub async fn shown(request: &Request, id: AssociationId) -> Result<Shown, AppError> {
    let (rows, actor) = (request.read(), &request.actor);
    let fail = |error| request.answer(error);
    let association = rows.association(id).await.map_err(fail)?.ok_or(AppError::NotFound)?;
    let journey = rows.journey_of(id).await.map_err(fail)?.map(|journey| journey.head.id);
    let (told, followed) = match journey {
        Some(journey) => {
            let told = rows.testimonies_of(journey).await.map_err(fail)?;
            let told = told.iter().any(|t| t.state == TestimonyState::Published);
            (told, may_follow(request, journey).await.is_ok())
        }
        None => (false, false),
    };
    let own = actor.member_of(id).is_ok();
    let sight = match () {
        () if own || actor.organizer().is_ok() || actor.administrator().is_ok() => Sight::Whole,
        () if followed => Sight::Follower,
        () => Sight::Stranger,
    };
    let shown = Shown { association, sight, told, own, journey };
    if shown.sees(Field::Name) { Ok(shown) } else { Err(AppError::NotFound) }
}

/// A record in the hands of who acts for it.
///
/// Errors: as [`own`].
pub async fn to_change(request: &Request, id: AssociationId) -> Result<Shown, AppError> {
    own(&request.actor, id)?;
    shown(request, id).await
}
