//! Taking one's data along, and erasing one's account.

use crate::error::{AppError, Done};
use leptos::prelude::*;

/// Hands who asks everything about them, as a file: `format` is `json` or `html`.
#[server(prefix = "/api", endpoint = "export_own")]
pub async fn export_own(#[server(default)] format: String) -> Result<Done, AppError> {
    use super::export::{Format, own};
    use crate::request::{choice, current};

    let request = current()?;
    let person = request.actor.signed()?.person;
    let format = choice("format", Format::from_code(&format), &format)?;
    noted(&request, person).await?;
    Ok(Done::download(own(&request, person, format).await?))
}

/// Hands a member, or an organizer who sees the whole of it, an association's journey, as a file.
#[server(prefix = "/api", endpoint = "export_journey")]
pub async fn export_journey(
    #[server(default)] journey: String,
    #[server(default)] format: String,
) -> Result<Done, AppError> {
    use super::export::{Format, whole_journey};
    use super::load::exportable;
    use crate::request::{choice, current, id};

    let request = current()?;
    request.actor.signed()?;
    let (association, request) = exportable(&request, id(&journey)?).await?;
    let format = choice("format", Format::from_code(&format), &format)?;
    noted(&request, association.id).await?;
    Ok(Done::download(whole_journey(&request, &association, format).await?))
}

/// Erases one's own account, with its password.
#[server(prefix = "/api", endpoint = "erase_account")]
pub async fn erase_account(
    #[server(default)] command: String,
    #[server(default)] password: String,
) -> Result<Done, AppError> {
    use super::load::erase;
    use crate::accounts::session::forget_browser;
    use crate::accounts::throttle;
    use crate::request::current;
    use domain::text::Fault;

    let request = current()?;
    let person = request.actor.signed()?.person;
    if password.is_empty() {
        return Err(AppError::field("password", Fault::Missing));
    }
    let account = request.read().person(person).await.map_err(|error| request.answer(error))?;
    let account = account.ok_or(AppError::SignIn)?;
    let counted = throttle::count(&request, &account.email, Some(person)).await?;
    if !crate::passwords::verify(password, account.password_hash).await? {
        return Err(AppError::field("password", Fault::Credentials));
    }
    throttle::good(&request, counted).await?;
    let erased = request
        .write(&command, person, |tx, person| Box::pin(async move { erase(tx, person).await }));
    erased.await?;
    forget_browser(&request);
    super::load::empty_log(&request).await;
    Ok(Done::saying("/", "account_erased"))
}

/// Sends a link that erases one's own account, to who has no password at hand.
#[server(prefix = "/api", endpoint = "ask_erasure")]
pub async fn ask_erasure(#[server(default)] command: String) -> Result<Done, AppError> {
    use crate::passwords::one_use_token;
    use crate::request::current;
    use domain::accounts::{Errand, OneUseLink};

    let request = current()?;
    let person = request.actor.signed()?.person;
    let (token, lang) = (one_use_token(), request.lang);
    request
        .write(&command, person, move |tx, person| {
            let token = token.clone();
            Box::pin(async move {
                let known = tx.links_of(person, tx.act().at).await?;
                Ok(OneUseLink::send(tx.act(), token, Errand::Erase { person }, &known, lang))
            })
        })
        .await?;
    Ok(Done::saying("/compte/supprimer", "erasure_link_sent"))
}

/// Erases an account by the button of the page that a mailed link opens.
#[server(prefix = "/api", endpoint = "erase_by_link")]
pub async fn erase_by_link(
    #[server(default)] command: String,
    #[server(default)] token: String,
) -> Result<Done, AppError> {
    use super::load::erase;
    use crate::accounts::session::forget_browser;
    use crate::passwords::token_hash;
    use crate::request::current;
    use domain::accounts::{Denied, Errand};

    let request = current()?;
    let own: bool = request
        .write(&command, token_hash(&token), |tx, token_hash| {
            Box::pin(async move {
                let link = tx.one_use_link(&token_hash).await?.ok_or(Denied::LinkSpent)?;
                let used = link.use_up(tx.act())?;
                let Errand::Erase { person } = used.answer else {
                    return Err(Denied::LinkSpent.into());
                };
                let own = tx.act().who.person() == Some(person);
                Ok(used.and(erase(tx, person).await?).map(|_| own))
            })
        })
        .await?;
    if own {
        forget_browser(&request);
    }
    super::load::empty_log(&request).await;
    Ok(Done::saying("/", "account_erased"))
}

/// Notes in the audit log that data leaves; each time, for each time it does.
#[cfg(feature = "ssr")]
async fn noted(
    request: &crate::request::Request,
    subject: impl Into<uuid::Uuid>,
) -> Result<(), AppError> {
    use domain::act::Outcome;
    use domain::audit::AuditKind;

    let (command, subject) = (request.command(), subject.into());
    let noted = request.write(&command, subject, |tx, subject| {
        Box::pin(async move { Ok(Outcome::of(()).audit(tx.act(), AuditKind::Exported, subject)) })
    });
    noted.await
}
