//! Joining, signing in and out, giving hats; moving the demo's time.

use crate::error::{AppError, Done};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Begins an association's journey with its need, and takes a seat at an information meeting, if one is chosen. Without an
/// account, it is claimed later by the link of a letter; whether the address has one is not told here.
///
/// Where the association may be there already, `likely` says what then: `new`, it is another; `ask`, to come in there.
#[server(prefix = "/api", endpoint = "join")]
pub async fn join(
    #[server(default)] command: String,
    #[server(default)] association: String,
    #[server(default)] kind: String,
    #[server(default)] city: String,
    #[server(default)] rna: String,
    #[server(default)] siret: String,
    #[server(default)] need: String,
    #[server(default)] meeting: String,
    #[server(default)] name: String,
    #[server(default)] email: String,
    #[server(default)] agree: String,
    #[server(default)] inspired_by: String,
    #[server(default)] themes: BTreeMap<String, String>,
    #[server(default)] likely: String,
) -> Result<Done, AppError> {
    use super::session::{ask_in, begun_path, send_claim, worn_here};
    use crate::associations::load::unlike_others;
    use crate::diagnosis::load::offered_themes;
    use crate::passwords::one_use_token;
    use crate::request::{current, id};
    use crate::wiki::load::inspiring;
    use crate::workshops::load::elsewhere;
    use domain::accounts::{AssociationKind, Newcomer};
    use domain::act::Outcome;
    use domain::associations::Sketch;
    use domain::ids::{BegunId, EntryId, TestimonyId};
    use domain::text::{Email, Fault, Faults, Name, Rna, Siret, Words, optional, unless_empty};
    use domain::workshops::{Asked, EntryKind};
    use store::WriteError;

    let request = current()?;
    let mut faults = Faults::default();
    let association = faults.take("association", Name::parse(&association));
    let kind = faults.take("kind", AssociationKind::from_code(&kind).ok_or(Fault::Choice));
    let city = faults.take("city", optional(&city, Name::MAX));
    let rna = faults.take("rna", unless_empty(&rna, Rna::parse));
    let siret = faults.take("siret", unless_empty(&siret, Siret::parse));
    let need = faults.take("need", Words::parse(&need));
    let own = match request.actor.person() {
        Some(person) => request.read().person(person).await.map_err(|e| request.answer(e))?,
        None => None,
    };
    let by = own.as_ref().map(|person| person.id);
    let (name, email) = match own {
        Some(person) => (Some(person.name), Some(person.email)),
        None => {
            let name = faults.take("name", Name::parse(&name));
            (name, faults.take("email", Email::parse(&email)))
        }
    };
    faults.take("agree", (agree == "yes").then_some(()).ok_or(Fault::Consent));
    let (
        Some(association),
        Some(kind),
        Some(city),
        Some(rna),
        Some(siret),
        Some(need),
        Some(person),
        Some(email),
        true,
    ) = (association, kind, city, rna, siret, need, name, email, faults.is_empty())
    else {
        return Err(faults.into());
    };
    let meeting: Option<EntryId> = if meeting.is_empty() { None } else { Some(id(&meeting)?) };
    let inspired_by: Option<TestimonyId> =
        if inspired_by.is_empty() { None } else { Some(id(&inspired_by)?) };
    let (token, lang, here) = (one_use_token(), request.lang, request.token_hash.clone());
    let themes = offered_themes(themes);
    let newcomer = Newcomer {
        person,
        email,
        lang,
        association,
        kind,
        city,
        rna,
        siret,
        need,
        themes,
        inspired_by,
    };
    let (begun, said): (Option<BegunId>, String) = request
        .write(&command, (newcomer, meeting, likely), move |tx, (newcomer, meeting, likely)| {
            let (token, here) = (token.clone(), here.clone());
            Box::pin(async move {
                let (name, email) = (newcomer.association.as_str(), Some(&newcomer.email));
                let (rna, siret) = (newcomer.rna.clone(), newcomer.siret.clone());
                let sketch = Sketch::of(name, rna, siret, email);
                if likely.is_empty() {
                    unlike_others(tx, &sketch, None).await?;
                }
                let inspired_by = inspiring(tx, newcomer.inspired_by, None).await?;
                let newcomer = Newcomer { inspired_by, ..newcomer };
                if likely == "ask" {
                    let asked = ask_in(tx, token, by, newcomer, &sketch).await?;
                    return Ok(asked.map(|()| (None, "asked_to_join".to_owned())));
                }
                let (outcome, association, journey) = match by {
                    Some(person) => {
                        let joined = newcomer.join(tx.act(), person);
                        let made = joined.answer;
                        let worn = worn_here(tx, here, made.association).await?;
                        (joined.and(worn).map(|_| None), made.association, made.journey)
                    }
                    None => {
                        let opened = newcomer.begin(tx.act());
                        let (begun, association) = opened.answer.clone();
                        let (id, journey) = (begun.id, begun.journey);
                        let letter = send_claim(tx, token, begun).await?;
                        (opened.and(letter).map(|_| Some(id)), association, journey)
                    }
                };
                let seat: Outcome<bool> = match meeting {
                    None => Outcome::of(false),
                    Some(meeting) => {
                        let seating = tx.seating(meeting).await?;
                        let seating = seating.filter(|s| s.entry.kind == EntryKind::InfoMeeting);
                        let seating = seating.ok_or(WriteError::Missing)?;
                        let elsewhere = elsewhere(tx, &seating).await?;
                        seating
                            .register(tx.act(), &Asked::one(association, journey), &elsewhere)?
                            .map(|seat| seat.is_err())
                    }
                };
                let said = if seat.answer { "joined_elsewhere" } else { "joined" };
                Ok(outcome.and(seat).map(|begun| (begun, said.to_owned())))
            })
        })
        .await?;
    Ok(match (begun, said.as_str()) {
        (Some(begun), "joined") => Done::at(begun_path(&request, begun)),
        (Some(begun), said) => Done::saying(begun_path(&request, begun), said),
        (None, "asked_to_join") => Done::saying("/", "asked_to_join"),
        (None, said) => Done::saying("/parcours", said),
    })
}

/// Sends the letter that claims a journey once more, for who holds the journey's link.
#[server(prefix = "/api", endpoint = "send_claim_again")]
pub async fn send_claim_again(#[server(default)] command: String) -> Result<Done, AppError> {
    use super::session::{begun_path, send_claim};
    use crate::passwords::one_use_token;
    use crate::request::current;
    use store::WriteError;

    let request = current()?;
    let hat = request.actor.beginner(request.now)?;
    let token = one_use_token();
    request
        .wearing(&hat)
        .write(&command, hat.begun(), move |tx, begun| {
            let token = token.clone();
            Box::pin(async move {
                let begun = tx.begun(begun).await?.ok_or(WriteError::Missing)?;
                send_claim(tx, token, begun).await
            })
        })
        .await?;
    Ok(Done::saying(begun_path(&request, hat.begun()), "claim_sent"))
}

/// Gives back a seat of a journey begun without an account, or takes the one that is held; for who holds its link.
#[server(prefix = "/api", endpoint = "answer_begun_seat")]
pub async fn answer_begun_seat(
    #[server(default)] command: String,
    #[server(default)] registration: String,
    #[server(default)] answer: String,
) -> Result<Done, AppError> {
    use super::session::begun_path;
    use crate::request::{choice, current, id};
    use domain::ids::RegistrationId;
    use store::WriteError;

    let request = current()?;
    let hat = request.actor.beginner(request.now)?;
    let seat: RegistrationId = id(&registration)?;
    let takes = match answer.as_str() {
        "take" => Some(true),
        "give_back" => Some(false),
        _ => None,
    };
    let takes = choice("answer", takes, &answer)?;
    request
        .wearing(&hat)
        .write(&command, (hat.begun(), seat, takes), move |tx, (begun, id, takes)| {
            Box::pin(async move {
                let begun = tx.begun(begun).await?.ok_or(WriteError::Missing)?;
                let seat = tx.registration(id).await?.filter(|s| s.journey == begun.journey);
                let seat = seat.ok_or(WriteError::Missing)?;
                let seating = tx.seating(seat.entry).await?.ok_or(WriteError::Missing)?;
                if takes {
                    Ok(seating.confirm_held(tx.act(), id)?.map(|_| ()))
                } else {
                    Ok(seating.cancel(tx.act(), id)?)
                }
            })
        })
        .await?;
    let said = if takes { "registered" } else { "seat_given_back" };
    Ok(Done::saying(begun_path(&request, hat.begun()), said))
}

/// Signs in by e-mail and password.
#[server(prefix = "/api", endpoint = "sign_in")]
pub async fn sign_in(
    #[server(default)] email: String,
    #[server(default)] password: String,
    #[server(default)] next: String,
) -> Result<Done, AppError> {
    use super::session::{home_of, local_path, open_session};
    use super::throttle;
    use crate::request::current;
    use domain::text::{Email, Fault, Faults};

    let request = current()?;
    let mut faults = Faults::default();
    let email = faults.take("email", Email::parse(&email));
    if password.is_empty() {
        faults.0.push(("password".to_owned(), Fault::Missing));
    }
    let (Some(email), true) = (email, faults.is_empty()) else { return Err(faults.into()) };
    let found = request.read().person_by_email(&email).await;
    let person = found.map_err(|e| request.answer(e))?;
    let counted = throttle::count(&request, &email, person.as_ref().map(|p| p.id)).await?;
    let hash = person.as_ref().and_then(|p| p.password_hash.clone());
    let good = crate::passwords::verify(password, hash).await?;
    let Some(person) = person.filter(|_| good) else {
        return Err(AppError::field("password", Fault::Credentials));
    };
    throttle::good(&request, counted).await?;
    open_session(&request, person.id).await?;
    let hats = request.read().hats(person.id).await.map_err(|e| request.answer(e))?;
    Ok(Done::at(local_path(&next).unwrap_or_else(|| home_of(&hats).to_owned())))
}

/// Sends a link that signs in. Whether the address has an account is told there only, by a letter in either case.
#[server(prefix = "/api", endpoint = "ask_link")]
pub async fn ask_link(
    #[server(default)] command: String,
    #[server(default)] email: String,
    #[server(default)] next: String,
) -> Result<Done, AppError> {
    use super::session::{local_path, send_link};
    use crate::passwords::one_use_token;
    use crate::request::current;
    use domain::accounts::Errand;
    use domain::text::Email;

    let request = current()?;
    let email = Email::parse(&email).map_err(|fault| AppError::field("email", fault))?;
    let (token, lang) = (one_use_token(), request.lang);
    request
        .write(&command, (email, local_path(&next)), move |tx, (email, next)| {
            let token = token.clone();
            let errand = |person| Errand::SignIn { person, next };
            Box::pin(async move { send_link(tx, token, email, lang, errand).await })
        })
        .await?;
    Ok(Done::at("/connexion/lien"))
}

/// Sends a link that lets one choose another password. Whether the address has an account is told there only.
#[server(prefix = "/api", endpoint = "ask_reset")]
pub async fn ask_reset(
    #[server(default)] command: String,
    #[server(default)] email: String,
) -> Result<Done, AppError> {
    use super::session::send_link;
    use crate::passwords::one_use_token;
    use crate::request::current;
    use domain::accounts::Errand;
    use domain::text::Email;

    let request = current()?;
    let email = Email::parse(&email).map_err(|fault| AppError::field("email", fault))?;
    let (token, lang) = (one_use_token(), request.lang);
    request
        .write(&command, email, move |tx, email| {
            let token = token.clone();
            let errand = |person| Errand::Reset { person };
            Box::pin(async move { send_link(tx, token, email, lang, errand).await })
        })
        .await?;
    Ok(Done::at("/connexion/lien"))
}

/// Uses up a mailed link, by the button of the page that it opens, and signs in.
#[server(prefix = "/api", endpoint = "enter")]
pub async fn enter(
    #[server(default)] command: String,
    #[server(default)] token: String,
) -> Result<Done, AppError> {
    use super::session::{Entered, account, come_in};
    use crate::passwords::token_hash;
    use crate::request::current;
    use domain::accounts::{Denied, Errand};
    use domain::act::{Broken, Outcome};
    use store::WriteError;

    let request = current()?;
    let entered: Entered = request
        .write(&command, token_hash(&token), move |tx, token_hash| {
            Box::pin(async move {
                let link = tx.one_use_link(&token_hash).await?.ok_or(Denied::LinkSpent)?;
                let used = link.use_up(tx.act())?;
                let at = tx.act().at;
                let (person, done) = match used.answer.clone() {
                    Errand::SignIn { person, next } => (person, next.map(Done::at)),
                    Errand::Address { person, email } => {
                        if tx.person_by_email(&email).await?.is_some() {
                            return Err(Broken::AddressTaken.into());
                        }
                        let moved = account(tx, person).await?.move_to(tx.act(), email);
                        let done = Some(Done::saying("/compte", "address_changed"));
                        return Ok(used.and(moved).map(|_| Entered { person, done, at }));
                    }
                    Errand::Claim { begun, .. } => {
                        let begun = tx.begun(begun).await?.ok_or(Denied::LinkSpent)?;
                        let journey =
                            tx.journey(begun.journey).await?.ok_or(WriteError::Missing)?;
                        let known = tx.person_by_email(&begun.email).await?;
                        let crew = tx.crew(journey.head.association).await?;
                        let crew = crew.ok_or(WriteError::Missing)?;
                        let claimed = begun.claim(tx.act(), &crew, known);
                        let (person, done) = (claimed.answer, Done::saying("/parcours", "joined"));
                        let entered = Entered { person, done: Some(done), at };
                        return Ok(used.and(claimed).map(|_| entered));
                    }
                    // A password comes with it (`reset_password`), or a page of its own (`erase_by_link`).
                    Errand::Reset { .. } | Errand::Erase { .. } => {
                        return Err(Denied::LinkSpent.into());
                    }
                };
                Ok(used.and(Outcome::of(())).map(|_| Entered { person, done, at }))
            })
        })
        .await?;
    come_in(&request, entered).await
}

/// Uses up a link to choose another password, ends every login session, and signs in here.
#[server(prefix = "/api", endpoint = "reset_password")]
pub async fn reset_password(
    #[server(default)] command: String,
    #[server(default)] token: String,
    #[server(default)] password: String,
) -> Result<Done, AppError> {
    use super::load::mailed_link;
    use super::session::{Entered, account, come_in};
    use crate::passwords::{hash, token_hash};
    use crate::request::current;
    use domain::accounts::{Denied, Errand};
    use domain::text::Password;

    let request = current()?;
    let password =
        Password::parse(&password).map_err(|fault| AppError::field("password", fault))?;
    // Who has no link has nothing hashed.
    mailed_link(&request, &token).await?;
    let password = hash(password).await?;
    let entered: Entered = request
        .write(&command, token_hash(&token), move |tx, token_hash| {
            let password = password.clone();
            Box::pin(async move {
                let link = tx.one_use_link(&token_hash).await?.ok_or(Denied::LinkSpent)?;
                let used = link.use_up(tx.act())?;
                let Errand::Reset { person } = used.answer else {
                    return Err(Denied::LinkSpent.into());
                };
                let chosen = account(tx, person).await?.choose_password(tx.act(), password, None);
                let done = Some(Done::saying("/compte", "password_changed"));
                let at = tx.act().at;
                Ok(chosen.and(used).map(|()| Entered { person, done, at }))
            })
        })
        .await?;
    come_in(&request, entered).await
}

/// Ends the login session of this device.
#[server(prefix = "/api", endpoint = "sign_out")]
pub async fn sign_out() -> Result<Done, AppError> {
    use super::session::close_session;
    let request = crate::request::current()?;
    close_session(&request).await?;
    Ok(Done::saying("/", "signed_out"))
}

/// Chooses the hat that this device shows, and goes to its home.
#[server(prefix = "/api", endpoint = "wear_hat")]
pub async fn wear_hat(
    #[server(default)] command: String,
    #[server(default)] hat: String,
) -> Result<Done, AppError> {
    use super::session::home_of_hat;
    use crate::request::current;
    use domain::accounts::Hat;
    use store::WriteError;

    let request = current()?;
    let person = request.actor.signed()?.person;
    let hat = Hat::from_code(&hat).ok_or(AppError::Malformed)?;
    let session = request.token_hash.clone().ok_or(AppError::SignIn)?;
    request
        .write(&command, (session, hat), move |tx, (session, hat)| {
            Box::pin(async move {
                let session = tx.login_session(&session).await?.ok_or(WriteError::Missing)?;
                Ok(session.wear(&tx.hats(person).await?, hat)?)
            })
        })
        .await?;
    Ok(Done::saying(home_of_hat(hat), "hat_worn"))
}

/// Gives a person a hat. Administrators only.
#[server(prefix = "/api", endpoint = "give_hat")]
pub async fn give_hat(
    #[server(default)] command: String,
    #[server(default)] email: String,
    #[server(default)] hat: String,
) -> Result<Done, AppError> {
    use crate::request::{choice, current};
    use domain::accounts::{Grant, Hat};
    use domain::text::{Email, Fault, Faults};
    use store::WriteError;

    let request = current()?;
    let administrator = request.actor.administrator()?;
    let email = Email::parse(&email).map_err(|fault| AppError::field("email", fault))?;
    let offered = super::load::hats_to_give(&request).await?;
    let offered = Hat::from_code(&hat).filter(|hat| offered.iter().any(|(other, _)| other == hat));
    let hat = choice("hat", offered, &hat)?;
    request
        .wearing(&administrator)
        .write(&command, (email, hat), move |tx, (email, hat)| {
            Box::pin(async move {
                let nobody = WriteError::Faults(Faults::one("email", Fault::Email));
                let person = tx.person_by_email(&email).await?.ok_or(nobody)?.id;
                Ok(Grant::give(tx.act(), &administrator, person, hat))
            })
        })
        .await?;
    Ok(Done::saying("/administration", "hat_given"))
}

/// Takes a hat back from a person. Administrators only; the last of them keeps theirs.
#[server(prefix = "/api", endpoint = "take_hat")]
pub async fn take_hat(
    #[server(default)] command: String,
    #[server(default)] person: String,
    #[server(default)] hat: String,
) -> Result<Done, AppError> {
    use crate::request::{current, id};
    use domain::accounts::{Grant, Hat};
    use domain::ids::PersonId;
    use store::WriteError;

    let request = current()?;
    let administrator = request.actor.administrator()?;
    let person: PersonId = id(&person)?;
    // Membership is the association's affair.
    let hat = Hat::from_code(&hat).filter(|hat| !matches!(hat, Hat::Member(_)));
    let hat = hat.ok_or(AppError::NotFound)?;
    request
        .wearing(&administrator)
        .write(&command, (person, hat), move |tx, (person, hat)| {
            Box::pin(async move {
                let theirs = tx.hats(person).await?.contains(&hat);
                theirs.then_some(()).ok_or(WriteError::Missing)?;
                let last = tx.is_last_administrator(person).await?;
                Ok(Grant::take(tx.act(), &administrator, person, hat, last)?)
            })
        })
        .await?;
    Ok(Done::saying("/administration", "hat_taken"))
}

/// Adds a carrier, or gives one another name. Administrators only.
#[server(prefix = "/api", endpoint = "name_carrier")]
pub async fn name_carrier(
    #[server(default)] command: String,
    #[server(default)] carrier: String,
    #[server(default)] name: String,
) -> Result<Done, AppError> {
    use crate::request::{current, id};
    use domain::accounts::Carrier;
    use domain::text::Name;
    use store::WriteError;

    let request = current()?;
    let administrator = request.actor.administrator()?;
    let before = if carrier.is_empty() { None } else { Some(id(&carrier)?) };
    let name = Name::parse(&name).map_err(|fault| AppError::field("name", fault))?;
    request
        .wearing(&administrator)
        .write(&command, (before, name), move |tx, (before, name)| {
            Box::pin(async move {
                let Some(before) = before else {
                    return Ok(Carrier::add(tx.act(), &administrator, name));
                };
                let carrier = tx.carrier(before).await?.ok_or(WriteError::Missing)?;
                Ok(carrier.rename(&administrator, name))
            })
        })
        .await?;
    Ok(Done::saying("/administration/porteurs", "carrier_named"))
}

/// Says whether a carrier runs an action: `runs` is `yes` or `no`. Administrators only.
#[server(prefix = "/api", endpoint = "say_carrying")]
pub async fn say_carrying(
    #[server(default)] command: String,
    #[server(default)] carrier: String,
    #[server(default)] action: String,
    #[server(default)] runs: String,
) -> Result<Done, AppError> {
    use crate::request::{current, id};
    use domain::accounts::{Action, Carrying};
    use domain::ids::CarrierId;
    use store::WriteError;

    let request = current()?;
    let administrator = request.actor.administrator()?;
    let carrier: CarrierId = id(&carrier)?;
    let action = Action::from_code(&action).ok_or(AppError::Malformed)?;
    let said = ["yes", "no"].contains(&runs.as_str());
    let runs = said.then_some(runs == "yes").ok_or(AppError::Malformed)?;
    request
        .wearing(&administrator)
        .write(&command, (carrier, action, runs), move |tx, (carrier, action, runs)| {
            Box::pin(async move {
                let carrier = tx.carrier(carrier).await?.ok_or(WriteError::Missing)?.id;
                let before = tx.carrying(action, carrier).await?;
                Ok(Carrying::say(tx.act(), &administrator, before, action, carrier, runs))
            })
        })
        .await?;
    Ok(Done::saying("/administration/porteurs", "carrying_said"))
}

/// Moves the demo's time forward. There is no such door in an instance that is not in demo mode.
#[server(prefix = "/api", endpoint = "move_time")]
pub async fn move_time(
    #[server(default)] command: String,
    #[server(default)] days: String,
) -> Result<Done, AppError> {
    use crate::request::current;
    use domain::act::{Change, Outcome, Setting};
    use domain::text::Fault;
    use std::sync::atomic::Ordering;

    let request = current()?;
    if !request.state.demo {
        return Err(AppError::NotFound);
    }
    let administrator = request.actor.administrator()?;
    let days: Option<i64> = days.trim().parse().ok().filter(|days| (1..=400).contains(days));
    let days = days.ok_or_else(|| AppError::field("days", Fault::Number))?;
    let offset = request
        .wearing(&administrator)
        .write(&command, days, move |tx, days| {
            Box::pin(async move {
                let before = tx.setting(Setting::ClockOffset).await?;
                let before: i64 = before.and_then(|s| s.parse().ok()).unwrap_or(0);
                let offset = before + days * 86_400;
                let moved = Change::Setting(Setting::ClockOffset, Some(offset.to_string()));
                Ok(Outcome::of(offset).change(moved))
            })
        })
        .await?;
    // Forward only: a command sent again answers an older offset.
    request.state.clock_offset.fetch_max(offset, Ordering::Relaxed);
    Ok(Done::saying("/administration", "time_moved"))
}

/// Turns the one-use link that a new instance prints into its first administrator.
#[server(prefix = "/api", endpoint = "make_first_administrator")]
pub async fn make_first_administrator(
    #[server(default)] command: String,
    #[server(default)] token: String,
    #[server(default)] name: String,
    #[server(default)] email: String,
    #[server(default)] password: String,
) -> Result<Done, AppError> {
    use super::session::open_own_session;
    use crate::passwords::token_hash;
    use crate::request::current;
    use domain::accounts::{Grant, Hat, Person};
    use domain::act::{Change, Outcome, Setting};
    use domain::audit::AuditKind;
    use domain::ids::PersonId;
    use domain::text::{Email, Fault, Faults, Name, Password};
    use store::WriteError;

    let request = current()?;
    let mut faults = Faults::default();
    let name = faults.take("name", Name::parse(&name));
    let email = faults.take("email", Email::parse(&email));
    let password = faults.take("password", Password::parse(&password));
    let (Some(name), Some(email), Some(password)) = (name, email, password) else {
        return Err(faults.into());
    };
    let lang = request.lang;
    let typed = password.reveal().to_owned();
    let password_hash = crate::passwords::hash(password).await?;
    let person: PersonId = request
        .write(&command, (token_hash(&token), name, email), move |tx, (token, name, email)| {
            let password_hash = password_hash.clone();
            Box::pin(async move {
                if tx.setting(Setting::FirstAdministrator).await? != Some(token) {
                    return Err(WriteError::Missing);
                }
                if tx.person_by_email(&email).await?.is_some() {
                    return Err(WriteError::Faults(Faults::one("email", Fault::Account)));
                }
                let (id, at) = (PersonId(tx.act().id()), tx.act().at);
                let password_hash = Some(password_hash);
                let person = Person { id, name, email, password_hash, lang, created_at: at };
                Ok(Outcome::of(id)
                    .change(Change::Person(person))
                    .change(Change::Grant(Grant {
                        person: id,
                        hat: Hat::Administrator,
                        at,
                        by: None,
                    }))
                    .change(Change::Setting(Setting::FirstAdministrator, None))
                    .audit(tx.act(), AuditKind::RightGiven, id))
            })
        })
        .await?;
    open_own_session(&request, person, typed).await?;
    Ok(Done::saying("/administration", "administrator_made"))
}

/// Changes one's own name, and the language of one's letters.
#[server(prefix = "/api", endpoint = "change_details")]
pub async fn change_details(
    #[server(default)] command: String,
    #[server(default)] name: String,
    #[server(default)] lang: String,
) -> Result<Done, AppError> {
    use super::session::account;
    use crate::request::current;
    use domain::text::{Fault, Faults, Lang, Name};

    let request = current()?;
    let person = request.actor.signed()?.person;
    let mut faults = Faults::default();
    let name = faults.take("name", Name::parse(&name));
    let chosen = [Lang::Fr, Lang::En].into_iter().find(|l| l.code() == lang);
    let lang = faults.take("lang", chosen.ok_or(Fault::Choice));
    let (Some(name), Some(lang)) = (name, lang) else { return Err(faults.into()) };
    request
        .write(&command, (name, lang), move |tx, (name, lang)| {
            Box::pin(async move { Ok(account(tx, person).await?.call(name, lang)) })
        })
        .await?;
    Ok(Done::saying("/compte", "account_saved"))
}

/// Sends a link to the address that one's account is to have: it has it once the link is opened.
#[server(prefix = "/api", endpoint = "ask_address")]
pub async fn ask_address(
    #[server(default)] command: String,
    #[server(default)] email: String,
    #[server(default)] password: String,
) -> Result<Done, AppError> {
    use super::session::check_password;
    use crate::passwords::one_use_token;
    use crate::request::current;
    use domain::accounts::{Errand, OneUseLink};
    use domain::text::{Email, Fault, Faults};
    use store::WriteError;

    let request = current()?;
    let person = request.actor.signed()?.person;
    let email = Email::parse(&email).map_err(|fault| AppError::field("email", fault))?;
    check_password(&request, person, password).await?;
    let (token, lang) = (one_use_token(), request.lang);
    request
        .write(&command, email, move |tx, email| {
            let token = token.clone();
            Box::pin(async move {
                if tx.person(person).await?.is_some_and(|person| person.email == email) {
                    return Err(WriteError::Faults(Faults::one("email", Fault::Same)));
                }
                let known = tx.links_of(person, tx.act().at).await?;
                let errand = Errand::Address { person, email };
                Ok(OneUseLink::send(tx.act(), token, errand, &known, lang))
            })
        })
        .await?;
    Ok(Done::saying("/compte", "address_asked"))
}

/// Changes one's own password, with the present one if there is one. Other devices are signed out.
#[server(prefix = "/api", endpoint = "change_password")]
pub async fn change_password(
    #[server(default)] command: String,
    #[server(default)] password: String,
    #[server(default)] new_password: String,
) -> Result<Done, AppError> {
    use super::session::{account, check_password};
    use crate::passwords::hash;
    use crate::request::current;
    use domain::act::Broken;
    use domain::text::Password;

    let request = current()?;
    let person = request.actor.signed()?.person;
    let chosen = Password::parse(&new_password);
    let chosen = chosen.map_err(|fault| AppError::field("new_password", fault))?;
    let before = check_password(&request, person, password).await?;
    let (chosen, kept) = (hash(chosen).await?, request.token_hash.clone());
    request
        .write(&command, before, move |tx, before| {
            let (chosen, kept) = (chosen.clone(), kept.clone());
            Box::pin(async move {
                let account = account(tx, person).await?;
                if account.person.password_hash != before {
                    return Err(Broken::Changed.into());
                }
                Ok(account.choose_password(tx.act(), chosen, kept.as_deref()))
            })
        })
        .await?;
    Ok(Done::saying("/compte", "password_changed"))
}

/// Signs out one of one's own devices.
#[server(prefix = "/api", endpoint = "end_session")]
pub async fn end_session(
    #[server(default)] command: String,
    #[server(default)] session: String,
) -> Result<Done, AppError> {
    use super::session::account;
    use crate::request::{current, id};
    use domain::ids::LoginSessionId;
    use store::WriteError;

    let request = current()?;
    let person = request.actor.signed()?.person;
    let session: LoginSessionId = id(&session)?;
    request
        .write(&command, session, move |tx, id| {
            Box::pin(async move {
                let sessions = account(tx, person).await?.sessions;
                let session = sessions.into_iter().find(|session| session.id == id);
                Ok(session.ok_or(WriteError::Missing)?.end(tx.act()))
            })
        })
        .await?;
    Ok(Done::saying("/compte", "session_ended"))
}

/// Signs out on every device, this one included.
#[server(prefix = "/api", endpoint = "sign_out_everywhere")]
pub async fn sign_out_everywhere(#[server(default)] command: String) -> Result<Done, AppError> {
    use super::session::{account, forget_cookie};
    use crate::request::current;

    let request = current()?;
    let person = request.actor.signed()?.person;
    request
        .write(&command, person, move |tx, person| {
            Box::pin(async move { Ok(account(tx, person).await?.end_everywhere(tx.act())) })
        })
        .await?;
    forget_cookie(&request);
    Ok(Done::saying("/", "signed_out_everywhere"))
}
