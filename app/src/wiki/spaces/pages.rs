//! The spaces that one may read, and one of them: what it is for, its pages, what changed, whose it is.

use super::load::{self, Invitation, PAGES, Shown};
use crate::error::AppError;
use crate::routes::{Ask, View};
use crate::ui::Line;
use crate::ui::card::{ActionTag, ButtonLink, Notice};
use crate::ui::fields::{Choice, Form, RadioGroup, Submit};
use crate::wiki::edit::history::line;
use crate::wiki::lists::is_told_apart;
use domain::accounts::Action;
use domain::wiki::{Page, Space};
use leptos::prelude::*;
use store::Listed;
use texts::dates;

/// `/espaces`
pub async fn spaces(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let spaces = load::spaces(&ask.request).await?;
    let invited = spaces.invited.iter().map(|(space, _)| {
        let to = ask.href(&format!("/espaces/{}", space.door()));
        let label = texts::space::invited_to(lang, space.title.as_str());
        view! { <Notice><p><a href=to>{label}</a></p></Notice> }
    });
    let invited = invited.collect_view();
    let section = |id: &'static str, title: &'static str, listed: Vec<Listed>| {
        (!listed.is_empty()).then(|| {
            let cards = listed.iter().map(|listed| card(&ask, listed)).collect_view();
            view! {
                <section aria-labelledby=id>
                    <h2 id=id>{title}</h2>
                    <ul class="cards">{cards}</ul>
                </section>
            }
        })
    };
    let own = section("own", texts::space::own(lang), spaces.own);
    let common = section("common", texts::space::common(lang), spaces.common);
    let organizes = ask.request.actor.organizer_of(Action::Wiki).is_ok();
    let new = organizes.then(|| {
        let href = ask.href("/espaces/nouveau");
        view! { <ButtonLink href=href label=texts::space::new(lang) quiet=true /> }
    });
    // An association opens its own from here too.
    let open = ask.request.actor.member().ok().map(|member| {
        let href = ask.href(&format!("/espaces/ouvrir/association/{}", member.association()));
        view! { <ButtonLink href=href label=texts::space::open_circle(lang) quiet=true /> " " }
    });
    let body = view! {
        <div class="wrap">
            <p><ActionTag line=Line::Wiki name=texts::action::wiki(lang) /></p>
            <h1>{texts::space::all(lang)}</h1>
            <p class="lead">{texts::space::all_lead(lang)}</p>
            {invited}
            {own}
            {common}
            <p class="actions">{open} {new}</p>
        </div>
    };
    Ok(View::new(texts::space::all(lang), body))
}

fn card(ask: &Ask, listed: &Listed) -> impl IntoView + use<> {
    let lang = ask.lang();
    let space = &listed.space;
    let to = ask.href(&format!("/espaces/{}", space.door()));
    let pages = texts::space::pages(lang, i64::from(listed.pages));
    let changed = listed.changed.map(|at| {
        view! { " · " {texts::space::changed(lang, dates::date(lang, at))} }
    });
    let reads = texts::audience_reads::of(lang, space.reads.code());
    view! {
        <li class=format!("card line {}", Line::Wiki.class())>
            <h3><a href=to>{space.title.to_string()}</a></h3>
            {space.purpose.as_ref().map(|purpose| view! { <p>{purpose.to_string()}</p> })}
            <p class="muted small">{pages} {changed} <br /> {reads}</p>
        </li>
    }
}

/// `/espaces/{space}`: `de` is where the list of its pages begins.
pub async fn space(ask: Ask) -> Result<View, AppError> {
    let from = ask.query("de").parse().unwrap_or_default();
    match load::shown(&ask.request, ask.param("space"), from).await {
        Ok(shown) => Ok(shown_space(&ask, shown, from)),
        // Who was asked to join learns what it is.
        Err(AppError::NotFound) => {
            let invited = load::invitation(&ask.request, ask.param("space")).await?;
            match invited {
                Some(invited) => Ok(invitation(&ask, invited)),
                // A link of a letter, opened before signing in, says neither that it exists nor that it does not.
                None if ask.request.actor.signed().is_err() => Err(AppError::SignIn),
                None => Err(AppError::NotFound),
            }
        }
        Err(error) => Err(error),
    }
}

fn shown_space(ask: &Ask, shown: Shown, from: u64) -> View {
    let lang = ask.lang();
    let space = &shown.found.space;
    let door = space.door().to_owned();
    let title = space.title.to_string();
    let about = shown.about.map(|about| {
        let told = texts::space_around::of(lang, space.around.code());
        view! {
            <p class="kicker"><a href=ask.href(&about.path)>{about.name}</a></p>
            <p class="muted">{told}</p>
        }
    });
    let purpose =
        space.purpose.as_ref().map(|purpose| view! { <p class="lead">{purpose.to_string()}</p> });
    let new = shown.found.writes.then(|| {
        let href = ask.href(&format!("/pages/nouvelle?espace={door}"));
        view! { <ButtonLink href=href label=texts::edit::new_title(lang) /> " " }
    });
    let files = ask.href(&format!("/espaces/{door}/fichiers"));
    let files = view! { <ButtonLink href=files label=texts::files::title(lang) quiet=true /> " " };
    let people = shown.found.tells_people().then(|| {
        let href = ask.href(&format!("/espaces/{door}/personnes"));
        view! { <ButtonLink href=href label=texts::space::people(lang) quiet=true /> " " }
    });
    let change = shown.found.keeps.then(|| {
        let href = ask.href(&format!("/espaces/{door}/modifier"));
        view! { <ButtonLink href=href label=texts::space::change(lang) quiet=true /> }
    });
    let unshown = (!shown.unshown.is_empty()).then(|| {
        let entry = |page: &Page| {
            let to = ask.href(&format!("/wiki/{}/modifier", page.slug));
            view! { <li><a href=to>{page.title.to_string()}</a></li> }
        };
        view! {
            <section aria-labelledby="unshown">
                <h2 id="unshown">{texts::space::unshown(lang)}</h2>
                <p class="muted">{texts::space::unshown_why(lang)}</p>
                <ul>{shown.unshown.iter().map(entry).collect_view()}</ul>
            </section>
        }
    });
    let changes = match shown.changes.is_empty() {
        true => view! { <p>{texts::history::none(lang)}</p> }.into_any(),
        false => {
            let lines = shown.changes.iter().map(|step| line(ask, step, true)).collect_view();
            let all = ask.href(&format!("/pages/recentes?espace={door}"));
            view! {
                <ul class="history">{lines}</ul>
                <p><a href=all>{texts::space::all_changes(lang)}</a></p>
            }
            .into_any()
        }
    };
    let told = told(ask, space);
    let pages = pages(ask, space, &shown.pages, shown.many, from);
    let body = view! {
        <div class="wrap">
            <p><ActionTag line=Line::Wiki name=texts::action::wiki(lang) /> " · " <a href=ask.href("/espaces")>{texts::space::all(lang)}</a></p>
            <h1>{title.clone()}</h1>
            {about}
            {purpose}
            <p class="actions">{new} {files} {people} {change}</p>
            <div class="two">
                <div>
                    {unshown}
                    <section aria-labelledby="pages">
                        <h2 id="pages">{texts::space::its_pages(lang)}</h2>
                        {pages}
                    </section>
                </div>
                <div class="stack">
                    <section aria-labelledby="rights">
                        <h2 id="rights">{texts::space::whose(lang)}</h2>
                        {told}
                    </section>
                    <section aria-labelledby="changes">
                        <h2 id="changes">{texts::history::recent(lang)}</h2>
                        {changes}
                    </section>
                </div>
            </div>
        </div>
    };
    View::new(title, body)
}

/// Who reads and who writes, in words.
fn told(ask: &Ask, space: &Space) -> impl IntoView + use<> {
    let lang = ask.lang();
    let reviewed = space.reviewed.then(|| view! { <li>{texts::space::reviewed_told(lang)}</li> });
    view! {
        <ul>
            <li>{texts::audience_reads::of(lang, space.reads.code())}</li>
            <li>{texts::audience_writes::of(lang, space.writes.code())}</li>
            {reviewed}
        </ul>
    }
}

/// The pages of a space, in the order of their addresses, so that what stands together is read together.
fn pages(ask: &Ask, space: &Space, pages: &[Page], many: u64, from: u64) -> AnyView {
    let lang = ask.lang();
    if pages.is_empty() {
        return view! { <p>{texts::wiki::no_pages(lang)}</p> }.into_any();
    }
    let within = |slug: &str| {
        let rest = slug.strip_prefix(space.namespace.as_str()).unwrap_or(slug);
        rest.trim_start_matches(':').to_owned()
    };
    let entry = |page: &Page| {
        let address = within(&page.slug);
        let deep = address.matches(':').count().min(3);
        let class = (deep > 0).then(|| format!("deep-{deep}"));
        let to = ask.href(&format!("/wiki/{}", page.slug));
        let address = (!is_told_apart(page, pages)).then(|| {
            view! { " " <span class="muted small">{address}</span> }
        });
        view! { <li class=class><a href=to>{page.title.to_string()}</a> {address}</li> }
    };
    let at = |from: u64| ask.href(&format!("/espaces/{}?de={from}", space.door()));
    let before = (from > 0).then(|| {
        view! { <a href=at(from.saturating_sub(PAGES)) rel="prev">{texts::space::before(lang)}</a> " " }
    });
    let next = from.saturating_add(PAGES);
    let after = (next < many)
        .then(|| view! { <a href=at(next) rel="next">{texts::space::after(lang)}</a> });
    let many = texts::space::pages(lang, i64::try_from(many).unwrap_or(i64::MAX));
    view! {
        <p class="muted small">{many}</p>
        <ul class="tree">{pages.iter().map(entry).collect_view()}</ul>
        <p>{before} {after}</p>
    }
    .into_any()
}

fn invitation(ask: &Ask, invited: Invitation) -> View {
    let lang = ask.lang();
    let Invitation { space, by, with } = invited;
    let title = texts::space::invited_to(lang, space.title.as_str());
    let told = by.map(|by| view! { <p class="lead">{texts::space::invited_by(lang, &by)}</p> });
    let mut options = vec![Choice::new("alone", texts::space::alone(lang))];
    options.extend(with.iter().map(|(association, called)| {
        Choice::new(association.to_string(), texts::space::with(lang, called))
    }));
    let many = options.len() > 1;
    let (command, rights) = (ask.request.command(), told_of(ask, &space));
    let hidden = vec![("space".to_owned(), space.door().to_owned())];
    let with = many.then(|| {
        view! {
            <RadioGroup
                name="with"
                legend=texts::space::who_joins(lang)
                hint=texts::space::who_joins_hint(lang)
                options=options
                value="alone"
            />
        }
    });
    let body = view! {
        <div class="wrap narrow">
            <p><ActionTag line=Line::Wiki name=texts::action::wiki(lang) /></p>
            <h1>{title.clone()}</h1>
            {told}
            {rights}
            <Form name="join_space" command=command hidden=hidden>
                {with}
                <p class="actions">
                    <Submit label=texts::space::join(lang) name="answer" value="join" />
                    " "
                    <Submit label=texts::space::decline(lang) quiet=true name="answer" value="decline" />
                </p>
            </Form>
        </div>
    };
    View::new(title, body)
}

fn told_of(ask: &Ask, space: &Space) -> impl IntoView + use<> {
    let purpose = space.purpose.as_ref().map(|purpose| view! { <p>{purpose.to_string()}</p> });
    view! { {purpose} {told(ask, space)} }
}
