//! Trying a letter again, choosing what one is written, stopping letters in one click.

use crate::error::{AppError, Done};
use leptos::prelude::*;

/// Has a letter that was given up tried again. Administrators only.
#[server(prefix = "/api", endpoint = "retry_mail")]
pub async fn retry_mail(
    #[server(default)] command: String,
    #[server(default)] mail: String,
) -> Result<Done, AppError> {
    use crate::request::{current, id};
    use domain::ids::MailId;
    use store::WriteError;

    let request = current()?;
    let administrator = request.actor.administrator()?;
    let mail: MailId = id(&mail)?;
    request
        .wearing(&administrator)
        .write(&command, mail, move |tx, mail| {
            Box::pin(async move {
                let delivery = tx.delivery(mail).await?.ok_or(WriteError::Missing)?;
                Ok(delivery.again(tx.act(), &administrator)?)
            })
        })
        .await?;
    Ok(Done::saying("/administration/courrier", "mail_again"))
}

/// Says what one wants to be written. A box that is not ticked sends nothing.
#[server(prefix = "/api", endpoint = "choose_mail")]
pub async fn choose_mail(
    #[server(default)] command: String,
    #[server(default)] reminders: String,
    #[server(default)] digest: String,
) -> Result<Done, AppError> {
    use crate::request::current;
    use domain::mail::Preferences;

    let request = current()?;
    let person = request.actor.signed()?.person;
    let wanted = Preferences { reminders: reminders == "yes", digest: digest == "yes" };
    request
        .write(&command, wanted, move |_, wanted| {
            Box::pin(async move { Ok(wanted.choose(person)) })
        })
        .await?;
    Ok(Done::saying("/compte/courrier", "mail_chosen"))
}

/// Stops the letters that the link was in. The link says who and which: what is sent with it does not matter.
#[server(prefix = "/api", endpoint = "unsubscribe")]
pub async fn unsubscribe() -> Result<Done, AppError> {
    use crate::request::current;
    use store::WriteError;

    let request = current()?;
    let subscriber = request.actor.subscriber(request.now)?;
    request
        .write(&request.command(), (), move |tx, ()| {
            Box::pin(async move {
                let person = subscriber.person();
                tx.person(person).await?.ok_or(WriteError::Missing)?;
                Ok(tx.mail_preferences(person).await?.unsubscribe(&subscriber))
            })
        })
        .await?;
    Ok(Done::at("/"))
}
