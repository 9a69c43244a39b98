//! The people of a space: whose they are, who joined, who was asked to.

use super::load::{self, People};
use crate::error::AppError;
use crate::routes::{Ask, View};
use crate::shell::Do;
use crate::ui::fields::{Form, Submit, TextField};
use domain::wiki::people::{Invited, Joined, Joiner};
use leptos::prelude::*;
use texts::dates;

/// `/espaces/{space}/personnes`
pub async fn people(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let people = load::people(&ask.request, ask.param("space")).await?;
    let space = &people.found.space;
    let title = texts::space::people_of(lang, space.title.as_str());
    let back = ask.href(&format!("/espaces/{}", space.door()));
    let around = people.about.as_ref().map(|about| {
        let told = texts::space_around::of(lang, space.around.code());
        let person = |(_, name): &(_, String)| view! { <li>{name.clone()}</li> };
        view! {
            <section aria-labelledby="around">
                <h2 id="around">{about.name.clone()}</h2>
                <p class="muted">{told}</p>
                <ul class="people">{people.around.iter().map(person).collect_view()}</ul>
            </section>
        }
    });
    let joined = match people.joined.is_empty() {
        true => view! { <p>{texts::space::nobody(lang)}</p> }.into_any(),
        false => {
            let lines = people.joined.iter().map(|(who, name)| joined(&ask, &people, who, name));
            view! { <ul class="people">{lines.collect_view()}</ul> }.into_any()
        }
    };
    let invite = people.found.writes.then(|| invite(&ask, space.door().to_owned()));
    let waiting = waiting(&ask, &people);
    let body = view! {
        <div class="wrap narrow">
            <p class="kicker"><a href=back>{space.title.to_string()}</a></p>
            <h1>{title.clone()}</h1>
            {around}
            <section aria-labelledby="joined">
                <h2 id="joined">{texts::space::joined(lang)}</h2>
                {joined}
            </section>
            {waiting}
            {invite}
        </div>
    };
    Ok(View::new(title, body))
}

fn joined(ask: &Ask, people: &People, joined: &Joined, name: &str) -> AnyView {
    let lang = ask.lang();
    let since = texts::space::since(lang, dates::date(lang, joined.at));
    let door = people.found.space.door().to_owned();
    let me = ask.request.actor.person();
    let (field, id, own) = match joined.who {
        Joiner::Person(person) => ("person", person.to_string(), Some(person) == me),
        Joiner::Association(association) => {
            let own = ask.request.actor.member_for(association).is_ok();
            ("association", association.to_string(), own)
        }
    };
    let everybody = (field == "association").then(|| {
        view! { " " <span class="chip">{texts::space::everybody_of_it(lang)}</span> }
    });
    let label = match (own, field) {
        (true, "association") => texts::space::leave_with(lang, name),
        (true, _) => texts::space::leave(lang).to_owned(),
        (false, _) => texts::space::part(lang).to_owned(),
    };
    let acts = (own || people.found.keeps).then(|| {
        let hidden = vec![(field, id), ("space", door)];
        let request = ask.request.clone();
        view! { <Do name="part_from_space" request=request label=label quiet=true hidden=hidden /> }
    });
    view! {
        <li>
            <b>{name.to_owned()}</b> {everybody} <br />
            <span class="muted small">{since}</span>
            {acts}
        </li>
    }
    .into_any()
}

fn waiting(ask: &Ask, people: &People) -> Option<AnyView> {
    let lang = ask.lang();
    if people.invited.is_empty() {
        return None;
    }
    let line = |invited: &Invited| {
        let since = texts::space::invited_on(lang, dates::date(lang, invited.at));
        let (email, door) =
            (invited.email.as_str().to_owned(), people.found.space.door().to_owned());
        let back = people.found.keeps.then(|| {
            let hidden = vec![("address", email.clone()), ("space", door)];
            let label = texts::space::uninvite(lang);
            let request = ask.request.clone();
            view! { <Do name="uninvite_from_space" request=request label=label quiet=true hidden=hidden /> }
        });
        view! { <li><b>{email}</b> <br /> <span class="muted small">{since}</span> {back}</li> }
    };
    Some(
        view! {
            <section aria-labelledby="waiting">
                <h2 id="waiting">{texts::space::waiting(lang)}</h2>
                <ul class="people">{people.invited.iter().map(line).collect_view()}</ul>
            </section>
        }
        .into_any(),
    )
}

fn invite(ask: &Ask, door: String) -> impl IntoView + use<> {
    let lang = ask.lang();
    let command = ask.request.command();
    view! {
        <section aria-labelledby="invite">
            <h2 id="invite">{texts::space::invite(lang)}</h2>
            <p>{texts::space::invite_why(lang)}</p>
            <Form name="invite_to_space" command=command hidden=vec![("space".to_owned(), door)]>
                <TextField
                    name="email"
                    kind="email"
                    label=texts::space::email(lang)
                    required=true
                />
                <p class="actions"><Submit label=texts::space::invite_do(lang) /></p>
            </Form>
        </section>
    }
}
