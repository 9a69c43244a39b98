//! An association's record.

use crate::error::{AppError, Done};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Saves a record: `themes[key]` and `shown[field]` are ticked.
#[server(prefix = "/api", endpoint = "save_record")]
pub async fn save_record(
    #[server(default)] command: String,
    #[server(default)] id: String,
    #[server(default)] association: String,
    #[server(default)] kind: String,
    #[server(default)] object: String,
    #[server(default)] themes: BTreeMap<String, String>,
    #[server(default)] street: String,
    #[server(default)] postcode: String,
    #[server(default)] city: String,
    #[server(default)] website: String,
    #[server(default)] contact: String,
    #[server(default)] rna: String,
    #[server(default)] siret: String,
    #[server(default)] shown: BTreeMap<String, String>,
) -> Result<Done, AppError> {
    use super::load;
    use crate::request::{current, id as known};
    use domain::accounts::AssociationKind;
    use domain::associations::{About, Field, Record, Website, mail_domain};
    use domain::ids::AssociationId;
    use domain::text::{Email, Fault, Faults, Name, Rna, Siret, Words, optional, unless_empty};
    use store::WriteError;

    let request = current()?;
    let id: AssociationId = known(&id)?;
    let member = load::own(&request.actor, id)?;
    let mut faults = Faults::default();
    let name = faults.take("association", Name::parse(&association));
    let kind = faults.take("kind", AssociationKind::from_code(&kind).ok_or(Fault::Choice));
    let object = faults.take("object", unless_empty(&object, Words::parse));
    let street = faults.take("street", optional(&street, Name::MAX));
    let postcode = faults.take("postcode", optional(&postcode, 12));
    let city = faults.take("city", optional(&city, Name::MAX));
    let website = faults.take("website", unless_empty(&website, Website::parse));
    let contact = faults.take("contact", unless_empty(&contact, Email::parse));
    let rna = faults.take("rna", unless_empty(&rna, Rna::parse));
    let siret = faults.take("siret", unless_empty(&siret, Siret::parse));
    // Boxes are the page's own: an unknown one was never offered.
    let themes: Vec<String> =
        themes.into_keys().filter(|key| store::questionnaire().theme(key).is_some()).collect();
    let shown = Field::ALL.into_iter().filter(|field| shown.contains_key(field.code())).collect();
    let (
        Some(name),
        Some(kind),
        Some(object),
        Some(street),
        Some(postcode),
        Some(city),
        Some(website),
        Some(contact),
        Some(rna),
        Some(siret),
    ) = (name, kind, object, street, postcode, city, website, contact, rna, siret)
    else {
        return Err(faults.into());
    };
    let mail_domain = contact.as_ref().and_then(mail_domain);
    let about = About { object, street, postcode, themes, website, contact, mail_domain, shown };
    let record = Record { name, kind, city, rna, siret, about };
    request
        .wearing(&member)
        .write(&command, (id, record), |tx, (id, record)| {
            Box::pin(async move {
                let association = tx.association(id).await?.ok_or(WriteError::Missing)?;
                Ok(association.rewritten(record))
            })
        })
        .await?;
    Ok(Done::saying(format!("/association/{id}"), "record_saved"))
}
