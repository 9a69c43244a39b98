//! Visits: asking for one, answering, choosing who makes it. Who is asked and who has how much are shown to all whom
//! they concern.

use crate::error::AppError;
use crate::reception::load::visits::{self, Mine, Proposed, ToGive, Told};
use crate::routes::{Ask, View};
use crate::shell::Do;
use crate::ui::card::{ButtonLink, NextStep, Notice};
use crate::ui::fields::{Form, Select, Submit, TextArea, TextField};
use crate::ui::table::{Row, Table};
use domain::ids::CallId;
use domain::reception::{
    ANSWERED_WITHIN, Candidate, DIAGNOSES_MAX, LOAD_OVER, SKILL, Visit, VisitState,
};
use domain::text::{Lang, Words};
use leptos::prelude::*;
use texts::dates;

/// `/visite`: an association's own.
pub async fn own(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let own = visits::own(&ask.request).await?;
    let title = texts::visit::title(lang);
    let part = match &own.visit {
        Some(visit) => stands(&ask, visit, own.volunteer.clone()),
        None => wish(&ask, own.area.clone()),
    };
    let body = view! {
        <div class="wrap narrow">
            <h1>{title}</h1>
            <p class="lead">{texts::visit::lead(lang)}</p>
            {part}
            {rule(lang)}
        </div>
    };
    Ok(View::new(title, body))
}

fn wish(ask: &Ask, area: String) -> AnyView {
    let lang = ask.lang();
    view! {
        <p>
            {texts::visit::or_come(lang)} " "
            <a href=ask.href("/agenda?genre=reception")>{texts::reception::all_days(lang)}</a>
        </p>
        <Form name="ask_visit" command=ask.request.command()>
            <TextArea
                name="words"
                label=texts::visit::words(lang)
                hint=texts::visit::words_hint(lang)
                required=true
                at_most=Words::MAX
            />
            <TextField
                name="area"
                label=texts::visit::area(lang)
                hint=texts::visit::area_hint(lang)
                value=area
                required=true
            />
            <p class="muted">{texts::visit::contact(lang)}</p>
            <p class="actions"><Submit label=texts::visit::ask(lang) /></p>
        </Form>
    }
    .into_any()
}

/// Where it stands, and who has the ball.
fn stands(ask: &Ask, visit: &Visit, volunteer: Option<String>) -> AnyView {
    let lang = ask.lang();
    let asked = dates::date(lang, visit.asked_at);
    let (title, why) = match visit.state {
        VisitState::Taken(_) => {
            let who = volunteer.unwrap_or_else(|| texts::audit::former(lang).to_owned());
            (texts::visit::comes(lang, who), texts::visit::comes_why(lang).to_owned())
        }
        VisitState::WithOrganizers => (
            texts::visit::with_organizers(lang).to_owned(),
            texts::visit::with_organizers_why(lang).to_owned(),
        ),
        _ => {
            let days = ANSWERED_WITHIN.num_days();
            (texts::visit::asked(lang).to_owned(), texts::visit::asked_why(lang, days))
        }
    };
    let (request, hidden) = (ask.request.clone(), vec![("visit", visit.id.to_string())]);
    view! {
        <NextStep
            kicker=texts::journey::next(lang)
            title=title
            why=why
            waits=texts::visit::asked_on(lang, asked)
        >
            <Do
                name="withdraw_visit"
                request=request
                label=texts::visit::withdraw(lang)
                quiet=true
                hidden=hidden
            />
        </NextStep>
        {asked_for(lang, visit)}
    }
    .into_any()
}

/// Its own words, and where.
fn asked_for(lang: Lang, visit: &Visit) -> impl IntoView + use<> {
    view! {
        <blockquote class="need"><p class="words">{visit.words.to_string()}</p></blockquote>
        <p class="muted">{texts::visit::where_(lang, visit.area.to_string())}</p>
    }
}

/// Whom a visit is proposed to, said plainly.
fn rule(lang: Lang) -> AnyView {
    let most = i64::from(DIAGNOSES_MAX);
    let lines = [
        texts::visit::rule_place(lang).to_owned(),
        texts::visit::rule_skill(lang, texts::skill::of(lang, SKILL.code())),
        texts::visit::rule_load(lang, most, LOAD_OVER.num_days().to_string()),
        texts::visit::rule_free(lang).to_owned(),
        texts::visit::rule_first(lang, ANSWERED_WITHIN.num_days().to_string()),
    ];
    let lines = lines.map(|line| view! { <li>{line}</li> }).collect_view();
    view! {
        <section aria-labelledby="rule">
            <h2 id="rule">{texts::visit::rule(lang)}</h2>
            <ul>{lines}</ul>
        </section>
    }
    .into_any()
}

/// `/visites`: for volunteers and organizers.
pub async fn all(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let shown = visits::visits(&ask.request).await?;
    let title = texts::visit::all(lang);
    let part = |id: &'static str, title: &'static str, body: AnyView| {
        view! { <section aria-labelledby=id><h2 id=id>{title}</h2> {body}</section> }
    };
    let list = |items: Vec<AnyView>, none: &'static str| match items.is_empty() {
        true => view! { <p>{none}</p> }.into_any(),
        false => view! { <ul class="people">{items}</ul> }.into_any(),
    };
    let own = shown.load.map(|load| {
        let proposed = shown.proposed.iter().map(|one| proposal(&ask, one)).collect();
        let mine = shown.mine.iter().map(|one| own_visit(&ask, one)).collect();
        let load = your_load(lang, load);
        view! {
            <Notice><p>{load}</p></Notice>
            {part("proposed", texts::visit::proposed(lang), list(proposed, texts::visit::none_proposed(lang)))}
            {part("mine", texts::visit::mine(lang), list(mine, texts::visit::none_mine(lang)))}
        }
    });
    let organizers = ask.request.actor.organizer().is_ok().then(|| {
        let to_give = shown.to_give.iter().map(|one| give(&ask, one)).collect();
        view! {
            {part("to-give", texts::visit::to_give(lang), list(to_give, texts::visit::none_to_give(lang)))}
            {part("waiting", texts::visit::waiting(lang), waiting(&ask, &shown.all))}
            {part("loads", texts::visit::loads(lang), loads(&ask, &shown.loads))}
        }
    });
    let body = view! {
        <div class="wrap">
            <h1>{title}</h1>
            <p class="lead">{texts::visit::all_lead(lang)}</p>
            {own}
            {organizers}
            {rule(lang)}
        </div>
    };
    Ok(View::new(title, body))
}

fn heading(ask: &Ask, told: &Told) -> impl IntoView + use<> {
    let lang = ask.lang();
    let href = ask.href(&format!("/parcours/{}", told.visit.journey));
    let waits = waited(ask, &told.visit);
    view! {
        <p><b><a href=href>{told.association.clone()}</a></b> " " <span class="muted small">{waits}</span></p>
        {asked_for(lang, &told.visit)}
    }
}

/// "attend depuis 3 jours"
fn waited(ask: &Ask, visit: &Visit) -> String {
    let lang = ask.lang();
    match (ask.request.now - visit.asked_at).num_days() {
        ..=0 => texts::visit::waits_today(lang).to_owned(),
        days => texts::visit::waits(lang, days),
    }
}

fn answers(ask: &Ask, call: CallId) -> impl IntoView + use<> {
    let lang = ask.lang();
    let hidden = vec![("call", call.to_string())];
    view! {
        <div class="actions">
            <Do
                name="accept_visit"
                request=ask.request.clone()
                label=texts::visit::accept(lang)
                hidden=hidden.clone()
            />
            <Do
                name="decline_visit"
                request=ask.request.clone()
                label=texts::visit::decline(lang)
                quiet=true
                hidden=hidden
            />
        </div>
    }
}

fn proposal(ask: &Ask, proposed: &Proposed) -> AnyView {
    view! { <li>{heading(ask, &proposed.told)} {answers(ask, proposed.call)}</li> }.into_any()
}

fn own_visit(ask: &Ask, mine: &Mine) -> AnyView {
    let lang = ask.lang();
    let visit = &mine.told.visit;
    let contacts = mine.contacts.iter().map(|(name, email)| {
        let href = format!("mailto:{}", email.as_str());
        view! { <li>{name.clone()} " · " <a href=href>{email.as_str().to_owned()}</a></li> }
    });
    view! {
        <li>
            {heading(ask, &mine.told)}
            <p>{texts::visit::write_to(lang)}</p>
            <ul>{contacts.collect_view()}</ul>
            <div class="actions">
                <Do
                    name="open_diagnosis"
                    request=ask.request.clone()
                    label=texts::diagnosis::open(lang)
                    hidden=vec![("journey", visit.journey.to_string())]
                />
                <Do
                    name="give_up_visit"
                    request=ask.request.clone()
                    label=texts::visit::give_up(lang)
                    quiet=true
                    hidden=vec![("visit", visit.id.to_string())]
                />
            </div>
        </li>
    }
    .into_any()
}

/// A volunteer's name with what speaks for them or not.
fn speaks(ask: &Ask, told: &Told, candidate: &Candidate, name: &str) -> String {
    let lang = ask.lang();
    let load = texts::visit::load_of(lang, candidate.load.to_string(), DIAGNOSES_MAX.to_string());
    let why_not = candidate.why_not(told.visit.area.as_str(), ask.request.now);
    let why_not = why_not.map(|why| texts::unfit::of(lang, why.code()));
    let parts = [Some(name), Some(load.as_str()), why_not];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn give(ask: &Ask, to_give: &ToGive) -> AnyView {
    let lang = ask.lang();
    let visit = to_give.told.visit.id.to_string();
    let may = to_give.candidates.iter().filter(|(candidate, _)| !candidate.own);
    let mut options: Vec<_> = may
        .map(|(candidate, name)| {
            let told = speaks(ask, &to_give.told, candidate, name);
            (candidate.load, (candidate.commitment.person.to_string(), told))
        })
        .collect();
    options.sort_by_key(|(load, _)| *load);
    let options: Vec<_> = options.into_iter().map(|(_, option)| option).collect();
    let own = ask.request.actor.member_of(to_give.told.visit.association).is_ok();
    let form = if own {
        view! { <p>{texts::broken::own_association(lang)}</p> }.into_any()
    } else {
        view! {
            <Form
                name="give_visit"
                command=ask.request.command()
                key=visit.clone()
                hidden=vec![("visit".to_owned(), visit)]
            >
                <Select
                    name="person"
                    label=texts::visit::who(lang)
                    options=options
                    required=true
                />
                <p class="actions"><Submit label=texts::visit::give(lang) /></p>
            </Form>
        }
        .into_any()
    };
    view! { <li>{heading(ask, &to_give.told)} {form}</li> }.into_any()
}

fn waiting(ask: &Ask, all: &[(Told, Option<String>, usize)]) -> AnyView {
    let lang = ask.lang();
    if all.is_empty() {
        return view! { <p>{texts::visit::nobody_waits(lang)}</p> }.into_any();
    }
    let headers = [
        texts::diagnosis::association(lang),
        texts::diagnosis::since(lang),
        texts::visit::area(lang),
        texts::visit::answered(lang),
    ];
    let row = |(told, by, called): &(Told, Option<String>, usize)| {
        let href = ask.href(&format!("/parcours/{}", told.visit.journey));
        let name = view! { <a href=href>{told.association.clone()}</a> };
        let called = i64::try_from(*called).unwrap_or(i64::MAX);
        let state = match (told.visit.state, by) {
            (VisitState::Taken(_), Some(by)) => by.clone(),
            (VisitState::WithOrganizers, _) => texts::visit::to_give(lang).to_owned(),
            _ => texts::visit::asked_of(lang, called),
        };
        Row::new(vec![
            name.into_any(),
            waited(ask, &told.visit).into_any(),
            told.visit.area.to_string().into_any(),
            state.into_any(),
        ])
    };
    view! {
        <Table
            caption=texts::visit::waiting(lang)
            headers=headers.map(str::to_owned).to_vec()
            rows=all.iter().map(row).collect()
        />
    }
    .into_any()
}

fn loads(ask: &Ask, loads: &[(Candidate, String)]) -> AnyView {
    let lang = ask.lang();
    let headers = [
        texts::visit::volunteer(lang),
        texts::help::areas(lang),
        texts::visit::load(lang),
        texts::visit::available(lang),
    ];
    let row = |(candidate, name): &(Candidate, String)| {
        let offered = &candidate.commitment;
        let areas = offered.promise.areas.clone();
        let areas = areas.unwrap_or_else(|| texts::visit::anywhere(lang).to_owned());
        let load =
            texts::visit::load_of(lang, candidate.load.to_string(), DIAGNOSES_MAX.to_string());
        // Wherever it is.
        let why_not = candidate.why_not(&areas, ask.request.now);
        let available = match why_not {
            Some(why) => texts::unfit::of(lang, why.code()),
            None => texts::visit::is_available(lang),
        };
        Row::of_texts([name.clone(), areas, load, available.to_owned()])
    };
    let lead = texts::visit::loads_lead(lang, LOAD_OVER.num_days().to_string());
    view! {
        <p class="muted">{lead}</p>
        <Table
            caption=texts::visit::loads(lang)
            headers=headers.map(str::to_owned).to_vec()
            rows=loads.iter().map(row).collect()
        />
    }
    .into_any()
}

/// `/visite/{token}`: a volunteer answers without signing in.
pub async fn by_link(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let shown = visits::by_link(&ask.request).await?;
    let visit = &shown.told.visit;
    let open = shown.awaited && !matches!(visit.state, VisitState::Taken(_));
    let title = texts::visit::answer_title(lang);
    let told = match visit.state {
        VisitState::Taken(by) if by == shown.call.person => view! {
            <p class="lead">{texts::visit::yours(lang)}</p>
            <p class="actions">
                <ButtonLink href=ask.href("/visites") label=texts::mail::visit_given_button(lang) />
            </p>
        }
        .into_any(),
        _ if open => {
            let declined = shown.call.declined_at.map(|_| {
                view! { <Notice><p>{texts::visit::you_declined(lang)}</p></Notice> }
            });
            view! {
                {declined}
                <p class="lead">{shown.told.association.clone()}</p>
                {asked_for(lang, visit)}
                {answers(&ask, shown.call.id)}
            }
            .into_any()
        }
        VisitState::Taken(_) => {
            view! { <p class="lead">{texts::broken::visit_taken(lang)}</p> }.into_any()
        }
        _ => view! { <p class="lead">{texts::broken::visit_over(lang)}</p> }.into_any(),
    };
    let body = view! { <div class="wrap narrow"><h1>{title}</h1> {told}</div> };
    Ok(View::new(title, body))
}

/// For the sorting desk: how busy a volunteer is, and which visits wait for their answer.
pub(super) async fn at_the_desk(ask: &Ask) -> Result<AnyView, AppError> {
    let lang = ask.lang();
    let shown = visits::visits(&ask.request).await?;
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let proposed = (!shown.proposed.is_empty()).then(|| {
        view! { <p><b>{texts::visit::count_proposed(lang, number(shown.proposed.len()))}</b></p> }
    });
    let mine = (!shown.mine.is_empty()).then(|| {
        view! { <p>{texts::visit::count_mine(lang, number(shown.mine.len()))}</p> }
    });
    Ok(view! {
        <section aria-labelledby="visits">
            <h2 id="visits">{texts::visit::all(lang)}</h2>
            {proposed}
            {mine}
            <p class="muted">{shown.load.map(|load| your_load(lang, load))}</p>
            <p><a href=ask.href("/visites")>{texts::visit::see_all(lang)}</a></p>
        </section>
    }
    .into_any())
}

fn your_load(lang: Lang, load: u32) -> String {
    let (most, over) = (DIAGNOSES_MAX.to_string(), LOAD_OVER.num_days().to_string());
    texts::visit::your_load(lang, i64::from(load), most, over)
}
