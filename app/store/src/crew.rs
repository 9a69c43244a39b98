//! Who acts for an association, and two records that become one, as rows.

use crate::apply::{put, to_json};
use crate::associations;
use crate::calendars;
use crate::entities::*;
use crate::error::WriteError;
use crate::exchanges;
use crate::wiki;
use domain::accounts::Membership;
use domain::associations::{CrewChange, Merge};
use domain::ids::{AssociationId, PersonId};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

fn pair(person: PersonId, association: AssociationId) -> String {
    format!("{person}:{association}")
}

pub(crate) fn membership(m: Membership) -> membership::Model {
    membership::Model {
        id: pair(m.person, m.association),
        person_id: m.person.0,
        association_id: m.association.0,
        referent: m.referent,
        since: m.since,
    }
}

/// Writes one change of a crew.
pub(crate) async fn apply(db: &DatabaseTransaction, change: CrewChange) -> Result<(), WriteError> {
    match change {
        CrewChange::Left(person, association) => {
            membership::Entity::delete_by_id(pair(person, association)).exec(db).await?;
        }
        CrewChange::Invited(i) => {
            let row = invitation::Model {
                id: i.id.0,
                association_id: i.association.0,
                email: i.email.as_str().to_owned(),
                by_id: i.by.map(|p| p.0),
                at: i.at,
                until: i.until,
                token_hash: i.token_hash,
            };
            put(db, row).await?;
        }
        CrewChange::InvitationOver(id) => {
            invitation::Entity::delete_by_id(id.0).exec(db).await?;
        }
        CrewChange::Asked(r) => {
            let row = join_request::Model {
                id: pair(r.person, r.association),
                person_id: r.person.0,
                association_id: r.association.0,
                words: r.words.map(|w| w.to_string()),
                at: r.at,
            };
            put(db, row).await?;
        }
        CrewChange::RequestOver(person, association) => {
            join_request::Entity::delete_by_id(pair(person, association)).exec(db).await?;
        }
        CrewChange::ReferentOffered(o) => {
            let row = referent_offer::Model {
                association_id: o.association.0,
                to_id: o.to.0,
                by_id: o.by.0,
                at: o.at,
            };
            put(db, row).await?;
        }
        CrewChange::OfferOver(association) => {
            referent_offer::Entity::delete_by_id(association.0).exec(db).await?;
        }
        CrewChange::Takeover(t) => {
            let row = takeover::Model {
                association_id: t.association.0,
                asked_at: t.asked_at,
                taken_by: t.taken.map(|(person, _)| person.0),
                taken_at: t.taken.map(|(_, at)| at),
            };
            put(db, row).await?;
        }
        CrewChange::TakeoverOver(association) => {
            takeover::Entity::delete_by_id(association.0).exec(db).await?;
        }
    }
    Ok(())
}

/// Points a column of a table from one id to another.
macro_rules! hand_over {
    ($db:expr, $from:expr, $to:expr; $($table:ident $column:ident),+ $(,)?) => {$(
        $table::Entity::update_many()
            .col_expr($table::Column::$column, Expr::value($to))
            .filter($table::Column::$column.eq($from))
            .exec($db)
            .await?;
    )+};
}

/// Makes two associations one. Nothing is deleted but the record that is no more, whose values an alias keeps; that its
/// row can go proves to the database that nothing points to it any more.
pub(crate) async fn merge(db: &DatabaseTransaction, merge: Merge) -> Result<(), WriteError> {
    let (kept, gone) = (merge.kept.id.0, merge.gone_was.id.0);
    let alias = association_alias::Model {
        id: gone,
        kept_id: kept,
        at: merge.at,
        by_id: merge.by.map(|p| p.0),
        gone: to_json(&merge.gone_was)?,
        before: to_json(&merge.kept_was)?,
    };
    put(db, associations::row(merge.kept)).await?;
    journeys(db, kept, gone, merge.at).await?;
    hand_over!(db, gone, kept;
        journey AssociationId, registration AssociationId, diagnosis AssociationId,
        orientation AssociationId, visit AssociationId, project AssociationId, testimony AssociationId,
        testimony_sought AssociationId, talk AssociationId,
        mentoring HelperId, mentoring HelpedId, invitation AssociationId,
        association_alias KeptId, wiki_space AssociationId,
    );
    crews(db, AssociationId(kept), gone, merge.members).await?;
    wiki::merge(db, AssociationId(kept), gone).await?;
    calendars::merge(db, kept, gone).await?;
    exchanges::merge(db, kept, gone).await?;
    put(db, alias).await?;
    association::Entity::delete_by_id(gone).exec(db).await?;
    Ok(())
}

/// The journeys of the one that is no more become parts of the other's, and what hangs on them follows.
async fn journeys(
    db: &DatabaseTransaction,
    kept: Uuid,
    gone: Uuid,
    at: chrono::DateTime<chrono::Utc>,
) -> Result<(), WriteError> {
    let of = |association| {
        journey::Entity::find()
            .filter(journey::Column::AssociationId.eq(association))
            .order_by_desc(journey::Column::OpenedAt)
    };
    let known = journey_alias::Entity::find().all(db).await?;
    let own = |row: &journey::Model| known.iter().all(|alias| alias.id != row.id);
    let into = of(kept).all(db).await?.into_iter().find(own);
    let mut theirs: Vec<_> = of(gone).all(db).await?.into_iter().filter(own).collect();
    // An association that had no journey takes the other's as its own.
    let Some(into) = into.or_else(|| (!theirs.is_empty()).then(|| theirs.remove(0))) else {
        return Ok(());
    };
    for part in theirs {
        hand_over!(db, part.id, into.id;
            need JourneyId, visit JourneyId, registration JourneyId, diagnosis JourneyId, orientation JourneyId,
            project JourneyId, testimony JourneyId, testimony_sought JourneyId, mentoring HelperJourneyId,
            mentoring HelpedJourneyId, begun JourneyId, journey_alias KeptId,
        );
        put(db, journey_alias::Model { id: part.id, kept_id: into.id, at }).await?;
    }
    Ok(())
}

/// Members, those who ask to be, and the referent's role.
async fn crews(
    db: &DatabaseTransaction,
    kept: AssociationId,
    gone: Uuid,
    members: Vec<Membership>,
) -> Result<(), WriteError> {
    let led = members.iter().any(|m| m.referent);
    let people: Vec<Uuid> = members.iter().map(|m| m.person.0).collect();
    membership::Entity::delete_many()
        .filter(membership::Column::AssociationId.eq(gone))
        .exec(db)
        .await?;
    for member in members {
        put(db, membership(member)).await?;
    }
    let theirs = join_request::Entity::find().filter(join_request::Column::AssociationId.eq(gone));
    for row in theirs.all(db).await? {
        join_request::Entity::delete_by_id(row.id.clone()).exec(db).await?;
        if !people.contains(&row.person_id) {
            let id = pair(PersonId(row.person_id), kept);
            put(db, join_request::Model { id, association_id: kept.0, ..row }).await?;
        }
    }
    // Whoever asks already to act for the one that stays has come in with the other.
    join_request::Entity::delete_many()
        .filter(join_request::Column::AssociationId.eq(kept.0))
        .filter(join_request::Column::PersonId.is_in(people))
        .exec(db)
        .await?;
    referent_offer::Entity::delete_by_id(gone).exec(db).await?;
    let without = takeover::Entity::find_by_id(gone).one(db).await?;
    takeover::Entity::delete_by_id(gone).exec(db).await?;
    match without {
        Some(row) if !led => put(db, takeover::Model { association_id: kept.0, ..row }).await,
        _ => Ok(()),
    }
}
