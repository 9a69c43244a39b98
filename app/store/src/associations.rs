//! Associations as rows.

use crate::entities::association;
use crate::rows::{Loaded, unknown};
use domain::accounts::{Association, AssociationKind};
use domain::associations::{About, Field, Size, Website, name_start};
use domain::ids::AssociationId;
use domain::text::{Email, Name, Rna, Siret, Words};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter};

/// A list of codes, kept in one column. None: an empty one.
fn listed<C: AsRef<str>>(codes: &[C]) -> Option<String> {
    let codes: Vec<&str> = codes.iter().map(AsRef::as_ref).collect();
    (!codes.is_empty()).then(|| codes.join(","))
}

/// The codes of such a column.
fn codes(listed: Option<&String>) -> impl Iterator<Item = &str> {
    listed.map(|listed| listed.split(',')).into_iter().flatten()
}

/// With the keys that likenesses are looked up by.
pub(crate) fn row(a: Association) -> association::Model {
    let shown: Vec<&str> = a.about.shown.iter().map(|field| field.code()).collect();
    association::Model {
        id: a.id.0,
        name_start: Some(name_start(a.name.as_str())),
        name: a.name.to_string(),
        kind: a.kind.code().to_owned(),
        city: a.city,
        rna: a.rna.map(|r| r.as_str().to_owned()),
        siret: a.siret.map(|s| s.as_str().to_owned()),
        created_at: a.created_at,
        object: a.about.object.map(|o| o.to_string()),
        street: a.about.street,
        postcode: a.about.postcode,
        themes: listed(&a.about.themes),
        website: a.about.website.map(|w| w.as_str().to_owned()),
        contact: a.about.contact.map(|c| c.as_str().to_owned()),
        mail_domain: a.about.mail_domain,
        shown: listed(&shown),
        people: a.about.size.map(|size| size.code().to_owned()),
    }
}

pub(crate) fn association(row: association::Model) -> Loaded<Association> {
    let size = |code: String| Size::from_code(&code).ok_or_else(|| unknown("people", &code));
    Ok(Association {
        id: AssociationId(row.id),
        name: Name::stored(row.name),
        kind: AssociationKind::from_code(&row.kind).ok_or_else(|| unknown("kind", &row.kind))?,
        city: row.city,
        rna: row.rna.map(Rna::stored),
        siret: row.siret.map(Siret::stored),
        about: About {
            object: row.object.map(Words::stored),
            street: row.street,
            postcode: row.postcode,
            themes: codes(row.themes.as_ref()).map(str::to_owned).collect(),
            website: row.website.map(Website::stored),
            contact: row.contact.map(Email::stored),
            size: row.people.map(size).transpose()?,
            mail_domain: row.mail_domain,
            shown: codes(row.shown.as_ref()).filter_map(Field::from_code).collect(),
        },
        created_at: row.created_at,
    })
}

/// Gives the key of its name to each association that joined before there were keys.
pub(crate) async fn fill_keys(db: &DatabaseConnection) -> Result<(), DbErr> {
    use association::Column as C;
    let without = association::Entity::find().filter(C::NameStart.is_null()).all(db).await?;
    for row in without {
        association::Entity::update_many()
            .col_expr(C::NameStart, Expr::value(name_start(&row.name)))
            .filter(C::Id.eq(row.id))
            .exec(db)
            .await?;
    }
    Ok(())
}
