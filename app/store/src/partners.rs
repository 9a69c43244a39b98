//! Partners outside, as rows.

use crate::entities::partner;
use crate::rows::{Loaded, lang, unknown};
use domain::ids::PartnerId;
use domain::orientation::{Partner, Support};
use domain::text::{Email, Name, Words};

pub(crate) fn row(p: Partner) -> partner::Model {
    partner::Model {
        id: p.id.0,
        name: p.name.to_string(),
        helps_with: p.helps_with.to_string(),
        area: p.area,
        support: p.support.code().to_owned(),
        contact: p.contact.as_str().to_owned(),
        lang: p.lang.code().to_owned(),
        since: p.since,
        until: p.until,
    }
}

pub(crate) fn read(row: partner::Model) -> Loaded<Partner> {
    let support = Support::from_code(&row.support);
    Ok(Partner {
        id: PartnerId(row.id),
        name: Name::stored(row.name),
        helps_with: Words::stored(row.helps_with),
        area: row.area,
        support: support.ok_or_else(|| unknown("support", &row.support))?,
        contact: Email::stored(row.contact),
        lang: lang(&row.lang),
        since: row.since,
        until: row.until,
    })
}
