//! Beginning a page as a template.

use crate::error::{AppError, Done};
use leptos::prelude::*;

/// Shows in the editor a page that begins as a template: nothing is kept of it.
#[server(prefix = "/api", endpoint = "begin_page")]
pub async fn begin_page(
    #[server(default)] command: String,
    #[server(default)] title: String,
    #[server(default)] template: String,
) -> Result<Done, AppError> {
    use crate::request::current;
    use domain::text::{Fault, Faults, Title};

    let request = current()?;
    request.actor.signed()?;
    let _ = command;
    let mut faults = Faults::default();
    let there = super::load::template(&request, &template).await?;
    let chosen = match (template.is_empty(), there) {
        (true, _) => Err(Fault::Missing),
        (false, there) => there.ok_or(Fault::Choice),
    };
    faults.take("template", chosen);
    faults.take("title", Title::parse(&title));
    if faults.is_empty() { Ok(Done::again()) } else { Err(faults.into()) }
}
