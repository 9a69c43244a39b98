//! The way to a space of work, from the page of what it is around.

use crate::error::AppError;
use crate::routes::Ask;
use crate::ui::card::ButtonLink;
use domain::wiki::{Around, Space};
use leptos::prelude::*;

/// Links to its spaces, and to opening one. None: nothing of it is for who asks.
pub async fn door(ask: &Ask, around: Around) -> Result<Option<AnyView>, AppError> {
    if ask.request.actor.signed().is_err() {
        return Ok(None);
    }
    let (lang, actor) = (ask.lang(), &ask.request.actor);
    let reach = ask.request.read().reach().await.map_err(|error| ask.request.answer(error))?;
    let of: Vec<&Space> = reach.spaces.iter().filter(|space| space.around == around).collect();
    let link = |space: &&Space| {
        let href = ask.href(&format!("/espaces/{}", space.door()));
        let label = texts::space::go(lang, space.title.as_str());
        view! { <ButtonLink href=href label=label quiet=true /> " " }
    };
    let shown = of.iter().copied().filter(|space| space.shows(actor, &reach.circles));
    let links: Vec<_> = shown.map(|space| link(&space)).collect();
    let (kind, id, one) = match around {
        Around::Itself => return Ok(None),
        Around::Association(id) => ("association", id.to_string(), false),
        Around::Workshop(id) => ("atelier", id.to_string(), true),
        Around::Team(id) => ("projet", id.to_string(), true),
    };
    let opens = around.opener(actor, &reach.circles).is_ok() && (!one || of.is_empty());
    let open = opens.then(|| {
        let href = ask.href(&format!("/espaces/ouvrir/{kind}/{id}"));
        view! { <ButtonLink href=href label=texts::space::open(lang) quiet=true /> }
    });
    if links.is_empty() && open.is_none() {
        return Ok(None);
    }
    Ok(Some(view! { <p class="actions">{links} {open}</p> }.into_any()))
}
