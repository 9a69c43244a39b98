//! What surrounds every page: who is there, where one can go, and what an error looks like.

use crate::accounts::hats::who;
use crate::accounts::session::begun_path;
use crate::error::AppError;
use crate::finding::pages::small_field;
use crate::request::Request;
use crate::routes::{Ask, View, asking, href};
use crate::ui::Line;
use crate::ui::card::Refusal as RefusalBox;
use crate::ui::fields::{Form, Returned, Submit, UiTexts, untold};
use crate::ui::layout::{Layout, NavItem};
use crate::ui::linemap::LineNames;
use domain::accounts::{Action, Actor, Hat, Signed};
use domain::act::{Broken, NextStep, Refusal, RefusalReason};
use domain::diagnosis::Standing;
use domain::text::{Fault, Lang};
use leptos::prelude::*;
use std::collections::BTreeMap;
use texts::dates;

/// The words that the design system itself says.
pub fn ui_texts(lang: Lang) -> UiTexts {
    UiTexts {
        optional: texts::ui::optional(lang).to_owned(),
        error_summary: texts::ui::error_summary(lang).to_owned(),
        at_most: texts::ui::at_most(lang, "{max}"),
        ticked: (texts::ui::ticked(lang).to_owned(), texts::ui::unticked(lang).to_owned()),
    }
}

/// The line that an action is drawn as.
pub fn line(action: Action) -> Line {
    match action {
        Action::Wiki => Line::Wiki,
        Action::Workshops => Line::Workshops,
        Action::Hackathon => Line::Hackathon,
    }
}

/// The names that stand beside the colours.
pub fn line_names(lang: Lang) -> LineNames {
    LineNames {
        wiki: texts::action::wiki(lang).to_owned(),
        workshops: texts::action::workshops(lang).to_owned(),
        hackathon: texts::action::hackathon(lang).to_owned(),
    }
}

/// Where else one is behind this door.
fn also(door: &str) -> [&str; 3] {
    match door {
        "/wiki" => ["/pages", "/espaces", "/fichiers"],
        "/temoignages" => ["/rencontres"; 3],
        _ => [door; 3],
    }
}

/// The doors of the current hat, then everybody's, in reading order.
fn nav(ask: &Ask) -> Vec<NavItem> {
    let lang = ask.lang();
    let hat = ask.request.actor.signed().ok().and_then(Signed::current);
    let (member, mentor) = (matches!(hat, Some(Hat::Member(_))), hat == Some(Hat::Mentor));
    let administrator = hat == Some(Hat::Administrator);
    let items = [
        (matches!(hat, Some(Hat::Organizer(..))), "/bureau", texts::nav::desk(lang)),
        (member, "/parcours", texts::nav::journey(lang)),
        (hat == Some(Hat::Volunteer), "/diagnostics", texts::nav::diagnoses(lang)),
        (mentor, "/mentorat", texts::nav::mentoring(lang)),
        (administrator, "/administration", texts::nav::administration(lang)),
        (true, "/agenda", texts::nav::agenda(lang)),
        (true, "/hackathon", texts::nav::hackathon(lang)),
        (true, "/temoignages", texts::nav::testimonies(lang)),
        (true, "/wiki", texts::nav::wiki(lang)),
    ];
    let item = |(_, path, label): (bool, &str, &str)| NavItem {
        label: label.to_owned(),
        href: href(lang, path),
        current: [path]
            .iter()
            .chain(&also(path))
            .any(|path| ask.path == *path || ask.path.starts_with(&format!("{path}/"))),
    };
    items.into_iter().filter(|(open, ..)| *open).map(item).collect()
}

/// The page's body inside the product's header and footer.
pub fn frame(ask: &Ask, body: AnyView) -> impl IntoView + use<> {
    let lang = ask.lang();
    let other = if lang == Lang::Fr { Lang::En } else { Lang::Fr };
    let untold = untold();
    let said = ask.query("dit");
    let notice =
        (!said.is_empty()).then(|| texts::said::of(lang, said)).filter(|t| *t != texts::MISSING);
    let account = match &ask.request.actor {
        Actor::Person(signed) => {
            let who = who(ask, signed);
            let out = href(lang, "/deconnexion");
            view! {
                {who}
                <a href=href(lang, "/compte")>{texts::nav::account(lang)}</a>
                <form method="post" action=out>
                    <input type="hidden" name="form" value="sign_out" />
                    <button class="link">{texts::nav::sign_out(lang)}</button>
                </form>
            }
            .into_any()
        }
        _ => view! { <a href=href(lang, "/connexion")>{texts::nav::sign_in(lang)}</a> }.into_any(),
    };
    // The page that answers has a field of its own.
    let search = (ask.path != "/recherche").then(|| small_field(lang)).into_any();
    let footer = view! {
        <p>
            <a href=href(lang, "/aider")>{texts::help::title(lang)}</a>
            " · "
            <a href=href(lang, "/a-propos")>{texts::nav::about(lang)}</a>
            " · "
            <a href=href(lang, "/vie-privee")>{texts::nav::privacy(lang)}</a>
        </p>
        <p class="small muted">
            {texts::ui::content_licence(lang)} " "
            <a rel="license" href="https://creativecommons.org/licenses/by-sa/4.0/deed.fr">"CC BY-SA 4.0"</a>
            " · " {texts::ui::source_licence(lang)} " "
            <a rel="license" href="https://www.gnu.org/licenses/agpl-3.0.html">"AGPL-3.0"</a>
        </p>
    }
    .into_any();
    view! {
        <Layout
            home=href(lang, "/")
            nav_label=texts::ui::main_nav(lang)
            skip=texts::ui::skip(lang)
            nav=nav(ask)
            search=search
            account=account
            language=NavItem {
                label: texts::ui::other_language(lang).to_owned(),
                href: ask.here(other),
                current: false,
            }
            language_code=other.code()
            notice=notice.map(str::to_owned)
            footer=footer
        >
            {untold}
            {body}
        </Layout>
    }
}

/// What a refused form gives back to its page: what was typed, and the messages.
pub async fn returned(
    request: &Request,
    form: &str,
    typed: Vec<(String, String)>,
    error: &AppError,
) -> Returned {
    let lang = request.lang;
    let faults = match error {
        AppError::Faults(faults) => {
            let told =
                faults.0.iter().map(|(field, fault)| (field.clone(), texts::fault(lang, *fault)));
            told.collect()
        }
        AppError::Crossed(standing) => {
            let told = texts::fault(lang, Fault::Crossed);
            let field = |standing: &Standing| format!("answers[{}]", standing.question);
            standing.iter().map(|standing| (field(standing), told.clone())).collect()
        }
        _ => Vec::new(),
    };
    let key = typed.iter().find(|(name, _)| name == "key").map(|(_, v)| v.clone());
    let refusal = match error {
        AppError::Refused(refusal) => Some(told_refusal(request, refusal).await),
        _ => None,
    };
    let message = if refusal.is_some() { None } else { Some(message(lang, error)) };
    let meanwhile = match error {
        AppError::Broken(Broken::DraftChanged | Broken::SavedMeanwhile | Broken::BothChanged) => {
            texts::error::meanwhile(lang)
        }
        _ => "",
    };
    Returned {
        meanwhile: meanwhile.to_owned(),
        form: form.to_owned(),
        key: key.unwrap_or_default(),
        typed,
        faults,
        message,
        refusal,
        ..Default::default()
    }
}

/// One sentence for people.
fn message(lang: Lang, error: &AppError) -> String {
    match error {
        AppError::Broken(broken) => texts::broken::of(lang, broken.code()).to_owned(),
        error => texts::error::of(lang, error.code()).to_owned(),
    }
}

/// A refusal told with its next step: never a bare "no".
async fn told_refusal(request: &Request, refusal: &Refusal) -> RefusalBox {
    let lang = request.lang;
    let title = match refusal.reason() {
        RefusalReason::Full(_) => texts::refusal::full(lang),
        RefusalReason::SlotTaken(_) => texts::refusal::slot_taken(lang),
        RefusalReason::CalledOff(_) => texts::refusal::called_off(lang),
    };
    let title = title.to_owned();
    // Who holds the link of a journey without an account does all from its page.
    let begun = request.actor.beginner(request.now).ok();
    let begun = begun.map(|hat| begun_path(request, hat.begun()));
    let at = |path: &str| href(lang, begun.as_deref().unwrap_or(path));
    match refusal.next() {
        NextStep::HeldSeat { entry, registration, until } => {
            let held = request.read().dated_seat(*registration).await.ok().flatten();
            let (what, when) = held.map_or_else(Default::default, |(_, at)| {
                (at.title.to_string(), dates::moment(lang, at.starts_at))
            });
            RefusalBox {
                title,
                why: texts::refusal::held(lang, what, when, dates::day(lang, *until)),
                next: texts::refusal::confirm(lang).to_owned(),
                href: at(&format!("/agenda/{entry}")),
            }
        }
        NextStep::OtherSlots(entry) => RefusalBox {
            title,
            why: texts::refusal::other_slots(lang).to_owned(),
            next: texts::refusal::see_slots(lang).to_owned(),
            href: at(&format!("/agenda/{entry}")),
        },
        // A visit is asked for from one's account, which the letter opens.
        NextStep::Visit if begun.is_some() => RefusalBox {
            title,
            why: texts::refusal::visit_begun(lang).to_owned(),
            next: texts::refusal::see_letter(lang).to_owned(),
            href: at("/"),
        },
        NextStep::Visit => RefusalBox {
            title,
            why: texts::refusal::visit(lang).to_owned(),
            next: texts::refusal::ask_visit(lang).to_owned(),
            href: href(lang, "/visite"),
        },
        NextStep::Agenda => RefusalBox {
            title,
            why: texts::refusal::none_elsewhere(lang).to_owned(),
            next: texts::refusal::see_agenda(lang).to_owned(),
            href: href(lang, "/agenda"),
        },
    }
}

/// An error as a page: what happened, what was `typed` for nothing, and where to go.
pub fn error_view(ask: &Ask, error: &AppError, typed: &[(String, String)]) -> View {
    let lang = ask.lang();
    let typed = words_of(typed).map(|words| {
        view! {
            <p>{texts::error::typed(lang)}</p>
            {words}
        }
    });
    let title = texts::error_title::of(lang, error.code()).to_owned();
    let why = message(lang, error);
    let correlation = match error {
        AppError::Unexpected(_) => {
            let id = ask.request.correlation.to_string();
            Some(
                view! { <p class="muted">{texts::error::correlation(lang)} " " <code>{id}</code></p> },
            )
        }
        _ => None,
    };
    let way_out = match error {
        AppError::SignIn => {
            let here = ask.path.clone();
            let to = href(lang, &format!("/connexion?suite={here}"));
            view! { <a class="button" href=to>{texts::nav::sign_in(lang)}</a> }.into_any()
        }
        // Whether it is there for others is not told: who may not write it learns that there.
        AppError::NotFound
            if ask.path.starts_with("/wiki/") && ask.request.actor.signed().is_ok() =>
        {
            let address = BTreeMap::from([("adresse", ask.param("slug").to_owned())]);
            let to = href(lang, "/pages/nouvelle") + &asking(&address);
            view! { <a class="button" href=to>{texts::error::write_page(lang)}</a> }.into_any()
        }
        AppError::LinkSpent => {
            let to = href(lang, "/connexion");
            view! { <a class="button" href=to>{texts::error::new_link(lang)}</a> }.into_any()
        }
        _ => view! { <a class="button" href=href(lang, "/")>{texts::error::home(lang)}</a> }
            .into_any(),
    };
    View::new(
        title.clone(),
        view! {
            <section class="wrap">
                <h1>{title}</h1>
                <p class="lead">{why}</p>
                {correlation}
                {typed}
                <p>{way_out}</p>
            </section>
        },
    )
}

fn is_secret(name: &str) -> bool {
    name.contains("password")
}

/// The sentences that were typed in a form, to be read and copied. None: there are none.
fn words_of(typed: &[(String, String)]) -> Option<impl IntoView + use<>> {
    let own = |name: &str| matches!(name, "form" | "command" | "key") || is_secret(name);
    let long = |text: &str| text.trim().contains(char::is_whitespace);
    let words: Vec<_> = typed
        .iter()
        .filter(|(name, text)| !own(name) && long(text))
        .map(|(_, text)| view! { <p class="words">{text.clone()}</p> })
        .collect();
    (!words.is_empty()).then(|| view! { <blockquote>{words}</blockquote> })
}

/// What was sent by who is signed out meanwhile: kept in a form, to be sent again once they are back.
pub fn sign_in_again(ask: &Ask, typed: Vec<(String, String)>) -> View {
    let lang = ask.lang();
    let title = texts::error_title::sign_in(lang);
    let to = href(lang, &format!("/connexion?suite={}", ask.path));
    let words = words_of(&typed);
    let kept = typed.into_iter().filter(|(name, _)| !is_secret(name));
    let kept = kept.map(|(name, value)| view! { <input type="hidden" name=name value=value /> });
    View::new(
        title,
        view! {
            <section class="wrap narrow">
                <h1>{title}</h1>
                <p class="lead">{texts::error::sign_in(lang)}</p>
                <p>{texts::error::kept(lang)}</p>
                {words}
                <p class="actions">
                    <a class="button" href=to target="_blank" rel="noopener">{texts::nav::sign_in(lang)}</a>
                </p>
                <form method="post">
                    {kept.collect_view()}
                    <p class="actions"><Submit label=texts::error::send_again(lang) quiet=true /></p>
                </form>
            </section>
        },
    )
}

/// A button that does one thing, as a form of its own.
#[component]
pub fn Do(
    /// The server function.
    #[prop(into)]
    name: String,
    /// The request, for a fresh command id.
    request: Request,
    #[prop(into)] label: String,
    #[prop(optional)] quiet: bool,
    /// What the function is told.
    #[prop(optional)]
    hidden: Vec<(&'static str, String)>,
) -> impl IntoView {
    let command = request.command();
    let key = hidden.first().map(|(_, value)| value.clone()).unwrap_or_default();
    let hidden: Vec<(String, String)> =
        hidden.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    view! {
        <Form name=name command=command key=key hidden=hidden class="inline">
            <Submit label=label quiet=quiet />
        </Form>
    }
}
