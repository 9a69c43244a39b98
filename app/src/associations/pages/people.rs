//! Who acts for an association: members, requests, invitations, the referent's role.

use crate::associations::load::{self, People};
use crate::error::AppError;
use crate::routes::{Ask, View};
use crate::shell::Do;
use crate::ui::card::{ButtonLink, Notice};
use crate::ui::fields::{Form, Submit, TextField};
use domain::accounts::Membership;
use domain::associations::{Invitation, JoinRequest};
use domain::ids::AssociationId;
use domain::text::Lang;
use leptos::prelude::*;
use texts::dates;

/// `/association/{association}/membres`
pub async fn people(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let id: AssociationId = ask.id("association")?;
    let people = load::people(&ask.request, id).await?;
    let name = people.association.name.to_string();
    let title = texts::crew::title(lang, &name);
    let record = ask.href(&format!("/association/{id}"));
    let handover = people.keeps.then(|| {
        let href = ask.href(&format!("/association/{id}/passation"));
        view! { <ButtonLink href=href label=texts::crew::handover(lang) quiet=true /> }
    });
    let members: Vec<_> = people.crew.members.iter().map(|m| member(&ask, &people, m)).collect();
    let body = view! {
        <div class="wrap">
            <p class="kicker"><a href=record>{name}</a></p>
            <h1>{title.clone()}</h1>
            {takeover(&ask, &people)}
            {offer(&ask, &people)}
            {requests(&ask, &people)}
            <section aria-labelledby="members">
                <h2 id="members">{texts::crew::members(lang)}</h2>
                <ul class="people">{members}</ul>
                <p class="actions">{handover}</p>
            </section>
            {invitations(&ask, &people)}
            {leaving(&ask, &people)}
        </div>
    };
    Ok(View::new(title, body))
}

/// One press, about one association and, mostly, one person.
fn press(
    ask: &Ask,
    name: &'static str,
    label: &'static str,
    quiet: bool,
    hidden: Vec<(&'static str, String)>,
) -> AnyView {
    let request = ask.request.clone();
    view! { <Do name=name request=request label=label quiet=quiet hidden=hidden /> }.into_any()
}

fn member(ask: &Ask, people: &People, member: &Membership) -> AnyView {
    let lang = ask.lang();
    let association = people.crew.association.to_string();
    let since = texts::crew::since(lang, dates::date(lang, member.since));
    let referent = member.referent.then(|| {
        view! { " " <span class="chip">{texts::crew::referent(lang)}</span> }
    });
    let offered = people.crew.offer.as_ref().is_some_and(|offer| offer.to == member.person);
    let acts = (people.leads && !member.referent).then(|| {
        let hidden =
            || vec![("person", member.person.to_string()), ("association", association.clone())];
        let hand = (!offered)
            .then(|| press(ask, "offer_role", texts::crew::offer_role(lang), true, hidden()));
        let other = member.person != people.me;
        let remove =
            other.then(|| press(ask, "remove_member", texts::crew::remove(lang), true, hidden()));
        view! { <div class="actions">{hand} {remove}</div> }
    });
    let email = people.email(member.person).map(|email| {
        let to = format!("mailto:{email}");
        view! { <br /> <a href=to>{email}</a> }
    });
    view! {
        <li>
            <b>{people.name(lang, member.person)}</b>
            {referent}
            {email}
            <br />
            <span class="muted small">{since}</span>
            {acts}
        </li>
    }
    .into_any()
}

/// An organizer looks after it, or is asked to.
fn takeover(ask: &Ask, people: &People) -> Option<AnyView> {
    let lang = ask.lang();
    let takeover = people.crew.takeover.as_ref()?;
    let association = people.crew.association.to_string();
    Some(match takeover.taken {
        Some((by, at)) => {
            let told = texts::crew::taken_over(lang, people.name(lang, by), dates::date(lang, at));
            view! { <Notice title=texts::crew::taken_over_title(lang)><p>{told}</p></Notice> }
                .into_any()
        }
        None => {
            let told = texts::crew::takeover_asked(lang, dates::date(lang, takeover.asked_at));
            let take = people.organizes.then(|| {
                let hidden = vec![("association", association)];
                press(ask, "take_over", texts::crew::take_over(lang), false, hidden)
            });
            view! {
                <Notice title=texts::crew::takeover_asked_title(lang)><p>{told}</p> {take}</Notice>
            }
            .into_any()
        }
    })
}

/// The referent's role waits for an answer.
fn offer(ask: &Ask, people: &People) -> Option<AnyView> {
    let lang = ask.lang();
    let offer = people.crew.offer.as_ref()?;
    let association = people.crew.association.to_string();
    let answer = |label: &'static str, value: &'static str| {
        (ask.request.command(), label, value, association.clone())
    };
    let button = |(command, label, value, association): (
        String,
        &'static str,
        &'static str,
        String,
    )| {
        let quiet = value == "no";
        view! {
            <Form
                name="answer_offer"
                command=command
                key=value
                hidden=vec![("association".to_owned(), association), ("answer".to_owned(), value.to_owned())]
                class="inline"
            >
                <Submit label=label quiet=quiet />
            </Form>
        }
        .into_any()
    };
    if offer.to == people.me {
        let told = texts::crew::offered_to_you(lang, people.name(lang, offer.by));
        let yes = button(answer(texts::crew::take_role(lang), "yes"));
        let no = button(answer(texts::crew::decline_role(lang), "no"));
        return Some(
            view! {
                <Notice title=texts::crew::offered_title(lang)>
                    <p>{told}</p>
                    <div class="actions">{yes} {no}</div>
                </Notice>
            }
            .into_any(),
        );
    }
    let told =
        texts::crew::offered_to(lang, people.name(lang, offer.to), dates::date(lang, offer.at));
    let back = (offer.by == people.me).then(|| button(answer(texts::crew::take_back(lang), "no")));
    Some(view! { <Notice><p>{told}</p> {back}</Notice> }.into_any())
}

/// Those who ask to come in.
fn requests(ask: &Ask, people: &People) -> Option<AnyView> {
    let lang = ask.lang();
    if people.crew.requests.is_empty() || !people.keeps {
        return None;
    }
    let item = |request: &JoinRequest| {
        let association = people.crew.association.to_string();
        let words = request.words.as_ref().map(|words| {
            view! { <blockquote><p class="words">{words.to_string()}</p></blockquote> }
        });
        let told = texts::crew::asked_on(lang, dates::date(lang, request.at));
        let email = people.email(request.person);
        let hidden = vec![
            ("person".to_owned(), request.person.to_string()),
            ("association".to_owned(), association),
        ];
        view! {
            <li>
                <b>{people.name(lang, request.person)}</b>
                " "
                <span class="muted">{email}</span>
                <br />
                <span class="muted small">{told}</span>
                {words}
                <Form
                    name="answer_request"
                    command=ask.request.command()
                    key=request.person.to_string()
                    hidden=hidden
                >
                    <p class="actions">
                        <Submit label=texts::crew::let_in(lang) name="answer" value="yes" />
                        " "
                        <Submit label=texts::crew::not_let_in(lang) name="answer" value="no" quiet=true />
                    </p>
                </Form>
            </li>
        }
        .into_any()
    };
    let items: Vec<_> = people.crew.requests.iter().map(item).collect();
    Some(
        view! {
            <section aria-labelledby="requests">
                <h2 id="requests">{texts::crew::requests(lang)}</h2>
                <ul class="people">{items}</ul>
            </section>
        }
        .into_any(),
    )
}

fn invitations(ask: &Ask, people: &People) -> Option<AnyView> {
    let lang = ask.lang();
    if !people.keeps {
        return None;
    }
    let association = people.crew.association.to_string();
    let item = |invitation: &Invitation| {
        let told = if ask.request.now < invitation.until {
            texts::crew::until(lang, dates::date(lang, invitation.until))
        } else {
            texts::crew::expired(lang).to_owned()
        };
        let hidden =
            vec![("invitation", invitation.id.to_string()), ("association", association.clone())];
        view! {
            <li>
                {invitation.email.as_str().to_owned()}
                <br />
                <span class="muted small">{told}</span>
                " "
                {press(ask, "withdraw_invitation", texts::crew::withdraw(lang), true, hidden)}
            </li>
        }
        .into_any()
    };
    let items: Vec<_> = people.crew.invitations.iter().map(item).collect();
    let waiting = (!items.is_empty()).then(|| {
        view! {
            <h3>{texts::crew::invitations(lang)}</h3>
            <ul class="people">{items}</ul>
        }
    });
    Some(
        view! {
            <section aria-labelledby="invite">
                <h2 id="invite">{texts::crew::invite(lang)}</h2>
                <p>{texts::crew::invite_why(lang)}</p>
                <Form
                    name="invite_member"
                    command=ask.request.command()
                    hidden=vec![("association".to_owned(), association.clone())]
                    class="narrow"
                >
                    <TextField
                        name="email"
                        kind="email"
                        label=texts::crew::invite_email(lang)
                        required=true
                    />
                    <p class="actions"><Submit label=texts::crew::invite_send(lang) /></p>
                </Form>
                {waiting}
            </section>
        }
        .into_any(),
    )
}

/// Leaving: the referent's role is handed over first.
fn leaving(ask: &Ask, people: &People) -> Option<AnyView> {
    let lang = ask.lang();
    let me = people.crew.member(people.me)?;
    let association = people.crew.association.to_string();
    let hidden = vec![("association", association)];
    let (why, act) = if !me.referent {
        let leave = press(ask, "leave_association", texts::crew::leave(lang), true, hidden);
        (texts::crew::leave_why(lang), Some(leave))
    } else if people.crew.takeover.is_some() {
        (texts::crew::leave_waits(lang), None)
    } else {
        let take = press(ask, "ask_takeover", texts::crew::ask_takeover(lang), true, hidden);
        (texts::crew::leave_referent(lang), Some(take))
    };
    Some(
        view! {
            <section aria-labelledby="leave">
                <h2 id="leave">{texts::crew::leave_title(lang)}</h2>
                <p>{why}</p>
                {act}
            </section>
        }
        .into_any(),
    )
}

/// `/invitation/{token}`: opening it changes nothing; pressing the button comes in.
pub async fn invitation(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let token = ask.param("token").to_owned();
    let invited = load::invited(&ask.request, &token).await?;
    let association = invited.association.name.to_string();
    let by = invited.by.unwrap_or_else(|| texts::crew_letter::somebody(lang).to_owned());
    let signed = ask.request.actor.signed().ok().map(|signed| signed.name.clone());
    let title = texts::crew::invitation_title(lang, &association);
    let form = if signed.is_none() && invited.known {
        let href = ask.href(&format!("/connexion?suite=/invitation/{token}"));
        view! {
            <p>{texts::crew::sign_in_first(lang, invited.email.as_str())}</p>
            <p class="actions"><ButtonLink href=href label=texts::nav::sign_in(lang) /></p>
        }
        .into_any()
    } else {
        accepting(&ask, token, signed, invited.email.as_str())
    };
    let body = view! {
        <div class="wrap narrow">
            <h1>{title.clone()}</h1>
            <p class="lead">{texts::crew::invitation_lead(lang, by, association)}</p>
            {form}
        </div>
    };
    Ok(View::new(title, body))
}

fn accepting(ask: &Ask, token: String, signed: Option<String>, email: &str) -> AnyView {
    let lang: Lang = ask.lang();
    let who = match &signed {
        Some(name) => texts::crew::accept_as(lang, name),
        None => texts::crew::accept_new(lang, email),
    };
    let anonymous = signed.is_none();
    view! {
        <Form
            name="accept_place"
            command=ask.request.command()
            hidden=vec![("token".to_owned(), token)]
        >
            <p>{who}</p>
            {anonymous.then(|| view! {
                <TextField
                    name="name"
                    label=texts::join::name(lang)
                    autocomplete="name"
                    required=true
                />
            })}
            <p class="actions"><Submit label=texts::crew::accept(lang) /></p>
        </Form>
    }
    .into_any()
}
