//! Associations: their record, who acts for them, two that become one.

use crate::error::{AppError, Done};
#[cfg(feature = "ssr")]
use domain::{act::Outcome, associations::Crew, ids::AssociationId};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
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
    #[server(default)] size: String,
    #[server(default)] street: String,
    #[server(default)] postcode: String,
    #[server(default)] city: String,
    #[server(default)] website: String,
    #[server(default)] contact: String,
    #[server(default)] rna: String,
    #[server(default)] siret: String,
    #[server(default)] shown: BTreeMap<String, String>,
    #[server(default)] likely: String,
) -> Result<Done, AppError> {
    use super::load;
    use crate::diagnosis::load::offered_themes;
    use crate::request::{current, id as known};
    use domain::accounts::AssociationKind;
    use domain::associations::{About, Field, Record, Size, Website, mail_domain};
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
    let known_size = |code: &str| Size::from_code(code).ok_or(Fault::Choice);
    let size = faults.take("size", unless_empty(&size, known_size));
    let street = faults.take("street", optional(&street, Name::MAX));
    let postcode = faults.take("postcode", optional(&postcode, 12));
    let city = faults.take("city", optional(&city, Name::MAX));
    let website = faults.take("website", unless_empty(&website, Website::parse));
    let contact = faults.take("contact", unless_empty(&contact, Email::parse));
    let rna = faults.take("rna", unless_empty(&rna, Rna::parse));
    let siret = faults.take("siret", unless_empty(&siret, Siret::parse));
    let themes = offered_themes(themes);
    let shown = Field::ALL.into_iter().filter(|field| shown.contains_key(field.code())).collect();
    let (
        Some(name),
        Some(kind),
        Some(object),
        Some(size),
        Some(street),
        Some(postcode),
        Some(city),
        Some(website),
        Some(contact),
        Some(rna),
        Some(siret),
    ) = (name, kind, object, size, street, postcode, city, website, contact, rna, siret)
    else {
        return Err(faults.into());
    };
    let mail_domain = contact.as_ref().and_then(mail_domain);
    let about =
        About { object, street, postcode, themes, website, contact, size, mail_domain, shown };
    let record = Record { name, kind, city, rna, siret, about };
    let go_on = likely == "new";
    request
        .wearing(&member)
        .write(&command, (id, record), move |tx, (id, record)| {
            Box::pin(async move {
                let association = tx.association(id).await?.ok_or(WriteError::Missing)?;
                let (before, outcome) = (association.sketch(), association.rewritten(record));
                // Told once, and only of what changes.
                if !go_on && outcome.answer != before {
                    load::unlike_others(tx, &outcome.answer, Some(id)).await?;
                }
                Ok(outcome.map(|_| ()))
            })
        })
        .await?;
    Ok(Done::saying(format!("/association/{id}"), "record_saved"))
}

// ---- Who acts for it

/// Invites whoever reads this address to act for an association.
#[server(prefix = "/api", endpoint = "invite_member")]
pub async fn invite_member(
    #[server(default)] command: String,
    #[server(default)] association: String,
    #[server(default)] email: String,
) -> Result<Done, AppError> {
    use super::load;
    use crate::passwords::one_use_token;
    use crate::request::{current, id};
    use domain::act::Broken;
    use domain::ids::AssociationId;
    use domain::text::Email;

    let request = current()?;
    request.actor.signed()?;
    let association: AssociationId = id(&association)?;
    load::may_keep(&request, association).await?;
    let email = Email::parse(&email).map_err(|fault| AppError::field("email", fault))?;
    let (token, lang) = (one_use_token(), request.lang);
    request
        .write(&command, (association, email), move |tx, (association, email)| {
            let token = token.clone();
            Box::pin(async move {
                let crew = load::crew(tx, association).await?;
                let keeper = crew.keeper(tx.actor())?;
                let known = tx.person_by_email(&email).await?;
                if known.is_some_and(|person| crew.member(person.id).is_some()) {
                    return Err(Broken::AlreadyMember.into());
                }
                Ok(crew.invite(&tx.act().wearing(&keeper), &keeper, (email, lang), token)?)
            })
        })
        .await?;
    Ok(Done::saying(load::people_path(association), "member_invited"))
}

/// Decides about those who act for an association, under its lock. Who may is asked there, of its people.
#[cfg(feature = "ssr")]
async fn decide<I>(
    request: &crate::request::Request,
    command: &str,
    association: &str,
    input: I,
    decide: for<'t> fn(&'t store::Tx<'t>, &Crew, I) -> Result<Outcome<()>, store::WriteError>,
) -> Result<AssociationId, AppError>
where
    I: Serialize + Clone + Send + Sync + 'static,
{
    let association: AssociationId = crate::request::id(association)?;
    request
        .write(command, (association, input), move |tx, (association, input)| {
            Box::pin(async move { decide(tx, &super::load::crew(tx, association).await?, input) })
        })
        .await?;
    Ok(association)
}

/// Takes an invitation back.
#[server(prefix = "/api", endpoint = "withdraw_invitation")]
pub async fn withdraw_invitation(
    #[server(default)] command: String,
    #[server(default)] association: String,
    #[server(default)] invitation: String,
) -> Result<Done, AppError> {
    use super::load::people_path;
    use crate::request::{current, id};
    use domain::ids::InvitationId;
    use store::WriteError;

    let request = current()?;
    request.actor.signed()?;
    let invitation: InvitationId = id(&invitation)?;
    let decided = decide(&request, &command, &association, invitation, |tx, crew, invitation| {
        let keeper = crew.keeper(tx.actor())?;
        crew.withdraw(&keeper, invitation).ok_or(WriteError::Missing)
    });
    Ok(Done::saying(people_path(decided.await?), "invitation_withdrawn"))
}

/// Comes in by the link of an invitation: as who is signed in or, for who has no account at the address that it was
/// sent to, with a new one.
#[server(prefix = "/api", endpoint = "accept_place")]
pub async fn accept_place(
    #[server(default)] command: String,
    #[server(default)] token: String,
    #[server(default)] name: String,
) -> Result<Done, AppError> {
    use super::load;
    use crate::accounts::session::{Entered, come_in};
    use crate::passwords::token_hash;
    use crate::request::current;
    use domain::accounts::{Denied, Person};
    use domain::act::{Change, Outcome};
    use domain::ids::PersonId;
    use domain::text::Name;
    use store::WriteError;

    let request = current()?;
    let lang = request.lang;
    let typed = Name::parse(&name);
    let entered: Entered = request
        .write(&command, (token_hash(&token), name), move |tx, (hash, _)| {
            let typed = typed.clone();
            Box::pin(async move {
                let invitation = tx.invitation(&hash).await?.ok_or(Denied::LinkSpent)?;
                let crew = load::crew(tx, invitation.association).await?;
                // Under the lock: it may have been answered meanwhile.
                let found = crew.invitations.iter().find(|i| i.token_hash == hash);
                let invitation = found.ok_or(Denied::LinkSpent)?;
                let at = tx.act().at;
                let (person, made) = match tx.actor().person() {
                    Some(person) => (person, Outcome::of(())),
                    None if tx.person_by_email(&invitation.email).await?.is_some() => {
                        return Err(Denied::SignIn.into());
                    }
                    None => {
                        let name = typed.map_err(|fault| {
                            WriteError::Faults(domain::text::Faults::one("name", fault))
                        })?;
                        let (id, email) = (PersonId(tx.act().id()), invitation.email.clone());
                        let account =
                            Person { id, name, email, password_hash: None, lang, created_at: at };
                        (id, Outcome::of(()).change(Change::Person(account)))
                    }
                };
                let came = crew.accept_invitation(tx.act(), invitation, person)?;
                let done = Some(Done::saying("/parcours", "place_accepted"));
                Ok(made.and(came).map(|()| Entered { person, done, at }))
            })
        })
        .await?;
    match entered.done.clone() {
        Some(done) if request.actor.person().is_some() => Ok(done),
        _ => come_in(&request, entered).await,
    }
}

/// Asks to act for an association whose name is public.
#[server(prefix = "/api", endpoint = "ask_to_join")]
pub async fn ask_to_join(
    #[server(default)] command: String,
    #[server(default)] association: String,
    #[server(default)] words: String,
) -> Result<Done, AppError> {
    use super::load;
    use crate::request::{current, id};
    use domain::associations::{Field, Sight};
    use domain::ids::AssociationId;
    use domain::text::{Words, unless_empty};
    use store::WriteError;

    let request = current()?;
    let person = request.actor.signed()?.person;
    let association: AssociationId = id(&association)?;
    let words = unless_empty(&words, Words::parse);
    let words = words.map_err(|fault| AppError::field("words", fault))?;
    request
        .write(&command, (association, words), move |tx, (association, words)| {
            Box::pin(async move {
                let crew = load::crew(tx, association).await?;
                let shown = tx.association(association).await?.ok_or(WriteError::Missing)?;
                let told = load::has_told(tx, association).await?;
                if !shown.sees(Sight::Stranger, Field::Name, told) {
                    return Err(WriteError::Missing);
                }
                Ok(crew.ask(tx.act(), person, words)?)
            })
        })
        .await?;
    Ok(Done::saying(format!("/association/{association}"), "asked_to_join"))
}

/// Lets in who asked (`answer=yes`), or does not.
#[server(prefix = "/api", endpoint = "answer_request")]
pub async fn answer_request(
    #[server(default)] command: String,
    #[server(default)] association: String,
    #[server(default)] person: String,
    #[server(default)] answer: String,
) -> Result<Done, AppError> {
    use super::load::people_path;
    use crate::request::{current, id};
    use domain::ids::PersonId;
    use store::WriteError;

    let request = current()?;
    request.actor.signed()?;
    let person: PersonId = id(&person)?;
    let accept = answer == "yes";
    let asked = (person, accept);
    let decided = decide(&request, &command, &association, asked, |tx, crew, (person, accept)| {
        let keeper = crew.keeper(tx.actor())?;
        let answered = crew.answer(&tx.act().wearing(&keeper), &keeper, person, accept);
        answered.ok_or(WriteError::Missing)
    });
    let said = if accept { "request_accepted" } else { "request_not_accepted" };
    Ok(Done::saying(people_path(decided.await?), said))
}

/// Leaves an association.
#[server(prefix = "/api", endpoint = "leave_association")]
pub async fn leave_association(
    #[server(default)] command: String,
    #[server(default)] association: String,
) -> Result<Done, AppError> {
    use super::load::own;
    use crate::request::current;
    use store::WriteError;

    let request = current()?;
    request.actor.signed()?;
    let decided = decide(&request, &command, &association, (), |tx, crew, ()| {
        let hat = own(tx.actor(), crew.association)?;
        let member = crew.member(hat.person()).ok_or(WriteError::Missing)?;
        Ok(crew.leave(&tx.act().wearing(&hat), member)?)
    });
    decided.await?;
    Ok(Done::saying("/", "association_left"))
}

/// The referent sends a member away.
#[server(prefix = "/api", endpoint = "remove_member")]
pub async fn remove_member(
    #[server(default)] command: String,
    #[server(default)] association: String,
    #[server(default)] person: String,
) -> Result<Done, AppError> {
    use super::load::people_path;
    use crate::request::{current, id};
    use domain::ids::PersonId;
    use store::WriteError;

    let request = current()?;
    request.actor.signed()?;
    let person: PersonId = id(&person)?;
    let decided = decide(&request, &command, &association, person, |tx, crew, person| {
        let lead = crew.lead(tx.actor())?;
        Ok(crew.remove(&tx.act().wearing(&lead), &lead, person).ok_or(WriteError::Missing)??)
    });
    Ok(Done::saying(people_path(decided.await?), "member_removed"))
}

/// Offers the referent's role to a member.
#[server(prefix = "/api", endpoint = "offer_role")]
pub async fn offer_role(
    #[server(default)] command: String,
    #[server(default)] association: String,
    #[server(default)] person: String,
) -> Result<Done, AppError> {
    use super::load::people_path;
    use crate::request::{current, id};
    use domain::ids::PersonId;
    use store::WriteError;

    let request = current()?;
    request.actor.signed()?;
    let person: PersonId = id(&person)?;
    let decided = decide(&request, &command, &association, person, |tx, crew, person| {
        let lead = crew.lead(tx.actor())?;
        Ok(crew
            .offer_role(&tx.act().wearing(&lead), &lead, person)
            .ok_or(WriteError::Missing)??)
    });
    Ok(Done::saying(people_path(decided.await?), "role_offered"))
}

/// Takes the referent's role (`answer=yes`), or does not; who offered it takes it back by a no.
#[server(prefix = "/api", endpoint = "answer_offer")]
pub async fn answer_offer(
    #[server(default)] command: String,
    #[server(default)] association: String,
    #[server(default)] answer: String,
) -> Result<Done, AppError> {
    use super::load::people_path;
    use crate::request::current;

    let request = current()?;
    request.actor.signed()?;
    let accept = answer == "yes";
    let decided = decide(&request, &command, &association, accept, |tx, crew, accept| {
        let keeper = crew.keeper(tx.actor())?;
        Ok(crew.answer_offer(&tx.act().wearing(&keeper), &keeper, accept)??)
    });
    let said = if accept { "role_accepted" } else { "role_declined" };
    Ok(Done::saying(people_path(decided.await?), said))
}

/// The referent asks the organizers to look after the association.
#[server(prefix = "/api", endpoint = "ask_takeover")]
pub async fn ask_takeover(
    #[server(default)] command: String,
    #[server(default)] association: String,
) -> Result<Done, AppError> {
    use super::load::people_path;
    use crate::request::current;

    let request = current()?;
    request.actor.signed()?;
    let decided = decide(&request, &command, &association, (), |tx, crew, ()| {
        let lead = crew.lead(tx.actor())?;
        Ok(crew.ask_takeover(&tx.act().wearing(&lead), &lead)?)
    });
    Ok(Done::saying(people_path(decided.await?), "takeover_asked"))
}

/// An organizer looks after an association from now on; its referent has left.
#[server(prefix = "/api", endpoint = "take_over")]
pub async fn take_over(
    #[server(default)] command: String,
    #[server(default)] association: String,
) -> Result<Done, AppError> {
    use super::load;
    use crate::request::{current, id};
    use domain::ids::AssociationId;

    let request = current()?;
    let organizer = request.actor.organizer()?;
    let association: AssociationId = id(&association)?;
    request
        .wearing(&organizer)
        .write(&command, association, move |tx, association| {
            Box::pin(async move {
                let crew = load::crew(tx, association).await?;
                Ok(crew.take_over(tx.act(), &organizer)?)
            })
        })
        .await?;
    Ok(Done::saying(load::people_path(association), "taken_over"))
}

// ---- Records that may be one

/// Makes two records one: `from[field]` says from which (`kept`, `gone`) each field is taken.
#[server(prefix = "/api", endpoint = "merge_associations")]
pub async fn merge_associations(
    #[server(default)] command: String,
    #[server(default)] kept: String,
    #[server(default)] gone: String,
    #[server(default)] from: BTreeMap<String, String>,
) -> Result<Done, AppError> {
    use super::load;
    use crate::request::{current, id};
    use domain::act::Broken;
    use domain::associations::{Side, merge};
    use domain::ids::AssociationId;
    use store::WriteError;

    let request = current()?;
    let hat = load::may_merge(&request.actor)?;
    let (kept, gone): (AssociationId, AssociationId) = (id(&kept)?, id(&gone)?);
    request
        .write(&command, (kept, gone, from), move |tx, (kept, gone, from)| {
            Box::pin(async move {
                if tx.alias_of(gone).await? == Some(kept) {
                    return Err(Broken::SameRecord.into());
                }
                // Locked in the order of their ids, whichever stays: two merges at once wait, and none for the other.
                let (first, second) = if kept < gone { (kept, gone) } else { (gone, kept) };
                let (first, second) = (load::crew(tx, first).await?, load::crew(tx, second).await?);
                let (ours, theirs) = if kept < gone { (first, second) } else { (second, first) };
                let record = tx.association(kept).await?.ok_or(WriteError::Missing)?;
                let other = tx.association(gone).await?.ok_or(WriteError::Missing)?;
                let side = |field: domain::associations::Field| {
                    let chosen = from.get(field.code()).and_then(|code| Side::from_code(code));
                    chosen.unwrap_or(Side::Kept)
                };
                Ok(merge(&tx.act().recorded_as(hat), (record, &ours), (other, &theirs), side)?)
            })
        })
        .await?;
    Ok(Done::saying(format!("/association/{kept}"), "merged"))
}

/// One that may be the same as the one being typed, in words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Looks {
    pub text: String,
    /// Of its record, where it may be seen.
    pub href: Option<String>,
}

/// Which associations the one being typed may be, as far as who types may know. It changes nothing.
#[server(prefix = "/api", endpoint = "likely_associations")]
pub async fn likely_associations(
    #[server(default)] lang: String,
    #[server(default)] except: String,
    #[server(default)] association: String,
    #[server(default)] rna: String,
    #[server(default)] siret: String,
    #[server(default)] email: String,
) -> Result<Vec<Looks>, AppError> {
    use super::load::alike;
    use super::pages::told;
    use crate::request::current;
    use crate::routes::href;
    use domain::associations::Sketch;
    use domain::text::{Email, Lang, Name, Rna, Siret};

    let request = current()?;
    let lang = if lang == Lang::En.code() { Lang::En } else { Lang::Fr };
    let name = Name::parse(&association).map(|name| name.to_string()).unwrap_or_default();
    let (rna, siret) = (Rna::parse(&rna).ok(), Siret::parse(&siret).ok());
    let sketch = Sketch::of(&name, rna, siret, Email::parse(&email).ok().as_ref());
    let found = alike(&request, &sketch, except.parse().ok()).await?;
    let looks = |alike| {
        let (text, path) = told(lang, alike);
        Looks { text, href: path.map(|path| href(lang, &path)) }
    };
    Ok(found.iter().map(looks).collect())
}
