//! The hackathon's pages: the edition, a project to submit, a project.

use super::load::{
    self, EditionShown, Listed, Organizing, ProjectShown, Proposal, Standing, Teammate,
    Volunteering, fact_of, first_title,
};
use crate::error::AppError;
use crate::routes::{Ask, View};
use crate::shell::{Do, line_names};
use crate::ui::Line;
use crate::ui::card::{ActionTag, ButtonLink, NextStep, Notice};
use crate::ui::fields::{
    Checkbox, Choice, Form, RadioGroup, Returned, Submit, TextArea, TextField,
};
use crate::ui::linemap::{LineList, Stop, StopState};
use crate::wiki::spaces::door::door;
use domain::accounts::Actor;
use domain::diagnosis::Verdict;
use domain::hackathon::{Edition, Phase, ProjectState, Pulse, Skill};
use domain::ids::{EditionId, ProjectId};
use domain::journey::Need;
use domain::text::{Lang, Words};
use domain::wiki::Around;
use leptos::prelude::*;
use texts::dates;

fn tag(lang: Lang) -> AnyView {
    view! { <p><ActionTag line=Line::Hackathon name=texts::action::hackathon(lang) /></p> }
        .into_any()
}

fn project_path(ask: &Ask, id: ProjectId) -> String {
    ask.href(&format!("/projet/{id}"))
}

/// A need, verbatim, and when it was told.
fn words_of(lang: Lang, need: &Need) -> AnyView {
    let words = need.words.to_string();
    view! {
        <blockquote class="need"><p class="words">{words}</p></blockquote>
        <p class="muted small">{texts::hackathon::said_on(lang, dates::date(lang, need.at))}</p>
    }
    .into_any()
}

// ---- The edition

/// `/hackathon`
pub async fn edition(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let shown = load::edition(&ask.request).await?;
    let content = match shown {
        Some(shown) => edition_shown(&ask, shown),
        None => no_edition(&ask),
    };
    let body = view! {
        <div class="wrap">
            {tag(lang)}
            <h1>{texts::hackathon::title(lang)}</h1>
            <p class="lead">{texts::hackathon::lead(lang)}</p>
            <p>{texts::hackathon::what(lang)}</p>
            {content}
        </div>
    };
    Ok(View {
        title: texts::hackathon::title(lang).to_owned(),
        description: texts::hackathon::description(lang).to_owned(),
        body: body.into_any(),
    })
}

fn no_edition(ask: &Ask) -> AnyView {
    let lang = ask.lang();
    view! {
        <p>{texts::hackathon::none(lang)}</p>
        <p class="actions">
            <ButtonLink href=ask.href("/rejoindre") label=texts::hackathon::need(lang) />
        </p>
    }
    .into_any()
}

fn edition_shown(ask: &Ask, shown: EditionShown) -> AnyView {
    let EditionShown { edition, projects, organizing, volunteering, may_submit } = shown;
    let organizing = organizing.map(|o| organize(ask, &edition, &projects, o));
    let you = you(ask, edition.id, volunteering, may_submit);
    view! {
        {stands(ask.lang(), &edition)}
        {organizing}
        <div class="two">
            {projects_list(ask, projects)}
            <div class="stack">{you}</div>
        </div>
    }
    .into_any()
}

/// The edition's title, its phase in words, its dates.
fn stands(lang: Lang, edition: &Edition) -> AnyView {
    let code = edition.phase.code();
    let since = texts::hackathon::since(lang, dates::date(lang, edition.since));
    let call = (edition.phase == Phase::Call).then(|| {
        view! {
            <div>
                <dt>{texts::hackathon::call_until(lang)}</dt>
                <dd>{dates::moment(lang, edition.call_until)}</dd>
            </div>
        }
    });
    let (from, to) = (dates::day(lang, edition.weekend_from), dates::day(lang, edition.weekend_to));
    view! {
        <section aria-labelledby="edition">
            <h2 id="edition">{edition.title.to_string()}</h2>
            <p>{texts::phase_told::of(lang, code)}</p>
            <dl class="facts">
                <div>
                    <dt>{texts::hackathon::phase(lang)}</dt>
                    <dd>
                        <b>{texts::phase::of(lang, code)}</b>
                        " "
                        <span class="muted small">{since}</span>
                    </dd>
                </div>
                {call}
                <div>
                    <dt>{texts::hackathon::weekend(lang)}</dt>
                    <dd>{texts::hackathon::from_to(lang, from, to)}</dd>
                </div>
            </dl>
        </section>
    }
    .into_any()
}

fn projects_list(ask: &Ask, projects: Vec<Listed>) -> AnyView {
    let lang = ask.lang();
    let list = if projects.is_empty() {
        view! { <p>{texts::hackathon::no_projects(lang)}</p> }.into_any()
    } else {
        let items = projects.iter().map(|project| listed(ask, project)).collect_view();
        view! { <ul class="people">{items}</ul> }.into_any()
    };
    view! {
        <section aria-labelledby="projects">
            <h2 id="projects">{texts::hackathon::projects(lang)}</h2>
            {list}
            <p class="muted small">{texts::hackathon::not_public(lang)}</p>
        </section>
    }
    .into_any()
}

/// A project with its state; a link for who may open it.
fn listed(ask: &Ask, project: &Listed) -> AnyView {
    let title = project.title.clone();
    let title = if project.opens {
        view! { <a href=project_path(ask, project.id)>{title}</a> }.into_any()
    } else {
        title.into_any()
    };
    view! {
        <li>
            <b>{title}</b>
            " "
            <span class="chip">{texts::project_state::of(ask.lang(), project.state.code())}</span>
            <br />
            <span class="muted small">{project.association.clone()}</span>
        </li>
    }
    .into_any()
}

/// What an organizer of the hackathon does here: answer projects, see who comes, move on.
fn organize(ask: &Ask, edition: &Edition, projects: &[Listed], organizing: Organizing) -> AnyView {
    let lang = ask.lang();
    let skill = |(skill, count): (Skill, usize)| {
        view! {
            <div>
                <dt>{texts::skill::of(lang, skill.code())}</dt>
                <dd>{count}</dd>
            </div>
        }
    };
    let awaiting: Vec<_> =
        projects.iter().filter(|p| organizing.awaiting.contains(&p.id)).collect();
    let awaiting = (!awaiting.is_empty()).then(|| {
        let count = i64::try_from(awaiting.len()).unwrap_or(i64::MAX);
        let items = awaiting.into_iter().map(|project| listed(ask, project)).collect_view();
        view! {
            <h3>{texts::hackathon::awaiting(lang, count)}</h3>
            <ul class="people">{items}</ul>
        }
    });
    view! {
        <section aria-labelledby="organize">
            <h2 id="organize">{texts::hackathon::organize(lang)}</h2>
            {awaiting}
            <h3>{texts::hackathon::skills(lang)}</h3>
            <dl class="figures hackathon">
                {organizing.skills.into_iter().map(skill).collect_view()}
            </dl>
            <p><a href=ask.href("/hackathon/passages")>{texts::bridge::title(lang)}</a></p>
            {advance(ask, edition, organizing.may_advance)}
        </section>
    }
    .into_any()
}

/// The way to the next phase or, while it is shut, what it waits for.
fn advance(ask: &Ask, edition: &Edition, open: bool) -> AnyView {
    let lang = ask.lang();
    match edition.phase.next().filter(|_| open) {
        Some(next) => {
            let label = texts::hackathon::advance(lang, texts::phase::of(lang, next.code()));
            let hidden = vec![("edition", edition.id.to_string())];
            let request = ask.request.clone();
            view! {
                <div class="actions">
                    <Do name="advance_edition" request=request label=label hidden=hidden />
                </div>
            }
            .into_any()
        }
        None => view! { <p>{texts::phase_wait::of(lang, edition.phase.code())}</p> }.into_any(),
    }
}

/// What this person can do for the edition, by their hats; a visitor finds the ways in.
fn you(
    ask: &Ask,
    edition: EditionId,
    volunteering: Option<Volunteering>,
    may_submit: Option<bool>,
) -> Option<AnyView> {
    let lang = ask.lang();
    let visitor = matches!(ask.request.actor, Actor::Anonymous).then(|| visitor(ask));
    let member = may_submit.map(|open| member(ask, open));
    let volunteer = volunteering.map(|before| volunteer(ask, edition, before));
    if visitor.is_none() && member.is_none() && volunteer.is_none() {
        return None;
    }
    Some(
        view! {
            <section aria-labelledby="you">
                <h2 id="you">{texts::hackathon::you(lang)}</h2>
                {visitor}
                {member}
                {volunteer}
            </section>
        }
        .into_any(),
    )
}

fn visitor(ask: &Ask) -> AnyView {
    let lang = ask.lang();
    let sign_in = ask.href("/connexion?suite=/hackathon");
    view! {
        <p>{texts::hackathon::need_why(lang)}</p>
        <p class="actions">
            <ButtonLink href=ask.href("/rejoindre") label=texts::hackathon::need(lang) />
        </p>
        <p>{texts::hackathon::sign_in_why(lang)}</p>
        <p class="actions">
            <ButtonLink href=sign_in label=texts::hackathon::sign_in(lang) quiet=true />
        </p>
    }
    .into_any()
}

fn member(ask: &Ask, may_submit: bool) -> AnyView {
    let lang = ask.lang();
    let (why, path, label) = if may_submit {
        (texts::hackathon::ripe(lang), "/projet", texts::hackathon::propose(lang))
    } else {
        (texts::hackathon::not_ripe(lang), "/parcours", texts::hackathon::see_journey(lang))
    };
    view! {
        <p>{why}</p>
        <p class="actions"><ButtonLink href=ask.href(path) label=label quiet=!may_submit /></p>
    }
    .into_any()
}

/// What a volunteer offered, and the way to offer or to change it.
fn volunteer(ask: &Ask, edition: EditionId, before: Volunteering) -> AnyView {
    let lang = ask.lang();
    let offered = before.skill.map(|skill| {
        let skill = texts::skill::of(lang, skill.code());
        view! { <p><b>{texts::hackathon::offered(lang, skill)}</b></p> }
    });
    let team = match before.team {
        Some((id, title)) => Some(
            view! {
                <p>
                    {texts::hackathon::joined(lang)} " "
                    <a href=project_path(ask, id)>{title}</a>
                </p>
            }
            .into_any(),
        ),
        None if before.skill.is_some() && before.open => {
            Some(view! { <p>{texts::hackathon::waiting_team(lang)}</p> }.into_any())
        }
        None => None,
    };
    let form = if before.open {
        offer_form(ask, edition, before.skill)
    } else if before.skill.is_none() {
        view! { <p>{texts::hackathon::offers_closed(lang)}</p> }.into_any()
    } else {
        ().into_any()
    };
    view! { {offered} {team} {form} }.into_any()
}

fn offer_form(ask: &Ask, edition: EditionId, before: Option<Skill>) -> AnyView {
    let lang = ask.lang();
    let choice = move |skill: Skill| {
        let code = skill.code();
        Choice::new(code, texts::skill::of(lang, code)).hint(texts::skill_hint::of(lang, code))
    };
    let (title, send) = match before {
        None => (texts::hackathon::offer(lang), texts::hackathon::offer(lang)),
        Some(_) => (texts::hackathon::change_skill(lang), texts::hackathon::change_skill(lang)),
    };
    view! {
        <h3>{title}</h3>
        <Form
            name="offer_weekend"
            command=ask.request.command()
            hidden=vec![("edition".to_owned(), edition.to_string())]
        >
            <RadioGroup
                name="skill"
                legend=texts::hackathon::skill(lang)
                hint=texts::hackathon::offer_why(lang)
                options=Skill::ALL.map(choice).to_vec()
                value=before.map_or("", Skill::code)
                required=true
            />
            <p class="actions"><Submit label=send quiet=before.is_some() /></p>
        </Form>
    }
    .into_any()
}

// ---- A project to submit

/// `/projet`
pub async fn propose(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let proposal = load::proposal(&ask.request).await?;
    let need = proposal.need.as_ref().map(|need| {
        view! {
            <section aria-labelledby="need">
                <h2 id="need">{texts::hackathon::your_need(lang)}</h2>
                {words_of(lang, need)}
                {concluded(&ask, &proposal)}
            </section>
        }
    });
    let open = proposal.standing == Standing::Open;
    let lead = open.then(|| view! { <p class="lead">{texts::hackathon::propose_lead(lang)}</p> });
    let content = if open { submit_form(&ask, &proposal) } else { cannot(&ask, &proposal) };
    let body = view! {
        <div class="wrap narrow">
            {tag(lang)}
            <h1>{texts::hackathon::propose_title(lang)}</h1>
            {lead}
            {need}
            {content}
        </div>
    };
    Ok(View::new(texts::hackathon::propose_title(lang), body))
}

/// What the last diagnosis concluded, and where to read it.
fn concluded(ask: &Ask, proposal: &Proposal) -> Option<AnyView> {
    let lang = ask.lang();
    let (verdict, at) = proposal.verdict?;
    let verdict = texts::verdict::of(lang, verdict.code());
    let told = texts::hackathon::concluded(lang, dates::date(lang, at), verdict);
    let link = proposal.diagnosis.map(|id| {
        let href = ask.href(&format!("/diagnostic/{id}/resultat"));
        view! { " " <a href=href>{texts::hackathon::see_diagnosis(lang)}</a> }
    });
    Some(view! { <p>{told} {link}</p> }.into_any())
}

/// The project as the need makes it, to be read over.
fn submit_form(ask: &Ask, proposal: &Proposal) -> AnyView {
    let lang = ask.lang();
    let need = proposal.need.as_ref().map(|need| need.words.to_string()).unwrap_or_default();
    let (title, draft) = (first_title(&need), proposal.draft.clone());
    view! {
        <section aria-labelledby="project">
            <h2 id="project">{texts::hackathon::its_summary(lang)}</h2>
            <Form name="submit_project" command=ask.request.command()>
                <TextField
                    name="title"
                    label=texts::hackathon::project_title(lang)
                    hint=texts::hackathon::project_title_hint(lang)
                    value=title
                    required=true
                />
                <TextArea
                    name="summary"
                    label=texts::hackathon::summary(lang)
                    hint=texts::hackathon::summary_hint(lang)
                    value=draft
                    rows=12
                    required=true
                    at_most=Words::MAX
                />
                <p>{texts::hackathon::afterwards(lang)}</p>
                <p class="actions"><Submit label=texts::hackathon::send(lang) /></p>
            </Form>
        </section>
    }
    .into_any()
}

/// Why no project can be submitted now, and where the way goes on.
fn cannot(ask: &Ask, proposal: &Proposal) -> AnyView {
    let lang = ask.lang();
    let why = match proposal.standing {
        Standing::Running(_) => texts::hackathon::running(lang),
        Standing::NotRipe if proposal.verdict.is_none_or(|(v, _)| v == Verdict::TooLittleKnown) => {
            texts::hackathon::no_diagnosis(lang)
        }
        Standing::NotRipe => texts::hackathon::other_verdict(lang),
        Standing::Open | Standing::Closed => texts::hackathon::closed(lang),
    };
    // A call still to come, or cut short, has no end to tell.
    let past = proposal.edition.as_ref().filter(|e| e.call_until <= ask.request.now);
    let past = past.filter(|_| proposal.standing == Standing::Closed).map(|edition| {
        let until = dates::date(lang, edition.call_until);
        view! { <p class="muted">{texts::hackathon::closed_since(lang, &edition.title, until)}</p> }
    });
    let project = match proposal.standing {
        Standing::Running(id) => {
            let href = project_path(ask, id);
            Some(view! { <ButtonLink href=href label=texts::hackathon::see_project(lang) /> " " })
        }
        _ => None,
    };
    let quiet = project.is_some();
    view! {
        <section aria-labelledby="cannot">
            <h2 id="cannot">{texts::hackathon::cannot(lang)}</h2>
            <p>{why}</p>
            {past}
            <p class="actions">
                {project}
                <ButtonLink
                    href=ask.href("/parcours")
                    label=texts::hackathon::see_journey(lang)
                    quiet=quiet
                />
            </p>
        </section>
    }
    .into_any()
}

// ---- One project

/// `/projet/{project}`
pub async fn project(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let id: ProjectId = ask.id("project")?;
    let shown = load::project(&ask.request, id).await?;
    let grip = super::bridge::pages::on_project(&ask, &shown).await?;
    let space = door(&ask, Around::Team(id)).await?;
    let title = shown.project.title.to_string();
    let by = texts::hackathon::by(lang, &shown.association, &shown.edition.title);
    let state = shown.project.state.code();
    let summary = shown.project.summary.to_string();
    let need = shown.need.as_ref().map(|need| {
        view! {
            <section aria-labelledby="need">
                <h2 id="need">{texts::hackathon::its_need(lang)}</h2>
                {words_of(lang, need)}
            </section>
        }
    });
    let body = view! {
        <div class="wrap">
            {tag(lang)}
            <h1>{title.clone()}</h1>
            <p class="muted">{by}</p>
            <p>
                <span class="chip">{texts::project_state::of(lang, state)}</span>
                " "
                {texts::project_told::of(lang, state)}
            </p>
            {actions(&ask, &shown)}
            {space}
            <div class="two">
                <div>
                    {need}
                    <section aria-labelledby="summary">
                        <h2 id="summary">{texts::hackathon::its_summary(lang)}</h2>
                        <p class="words">{summary}</p>
                    </section>
                    {team(lang, &shown.team)}
                    {grip}
                    {usage(lang, &shown.pulses)}
                </div>
                <section aria-labelledby="way">
                    <h2 id="way">{texts::hackathon::way(lang)}</h2>
                    <LineList
                        stops=stops(lang, &shown)
                        names=line_names(lang)
                        here=texts::hackathon::here(lang)
                    />
                    {ways_out(&ask, &shown)}
                </section>
            </div>
        </div>
    };
    Ok(View::new(title, body))
}

/// The stages done, the one where it stands, those to come.
fn stops(lang: Lang, shown: &ProjectShown) -> Vec<Stop> {
    use ProjectState::{Delivered, Oriented, Selected, Signed, Staffed, Submitted};
    let way: &[ProjectState] = match shown.project.state {
        Oriented => &[Submitted, Oriented],
        _ => &[Submitted, Selected, Staffed, Delivered, Signed],
    };
    let here = way.iter().position(|state| *state == shown.project.state).unwrap_or_default();
    let stop = |(i, state): (usize, &ProjectState)| {
        let title = texts::stop::of(lang, &fact_of(*state).code());
        let at = shown.dates.get(state.code()).map(|at| dates::date(lang, *at));
        // The hand-over is a stop of the Workshops line, which the Hackathon line reaches.
        let line = if *state == Signed { Line::Workshops } else { Line::Hackathon };
        let (state, when) = match i.cmp(&here) {
            std::cmp::Ordering::Less => (StopState::Done, at.unwrap_or_default()),
            std::cmp::Ordering::Equal => (StopState::Here, at.unwrap_or_default()),
            std::cmp::Ordering::Greater => {
                (StopState::Next, texts::hackathon::to_come(lang).to_owned())
            }
        };
        Stop::new(state, title).when(when).on(line)
    };
    way.iter().enumerate().map(stop).collect()
}

fn team(lang: Lang, team: &[Teammate]) -> Option<AnyView> {
    if team.is_empty() {
        return None;
    }
    let item = |mate: &Teammate| {
        let skill = texts::skill::of(lang, mate.skill.code());
        view! { <li><b>{mate.name.clone()}</b> " · " {skill}</li> }
    };
    Some(
        view! {
            <section aria-labelledby="team">
                <h2 id="team">{texts::hackathon::team(lang)}</h2>
                <ul class="people">{team.iter().map(item).collect_view()}</ul>
            </section>
        }
        .into_any(),
    )
}

fn usage(lang: Lang, pulses: &[Pulse]) -> Option<AnyView> {
    if pulses.is_empty() {
        return None;
    }
    let item = |pulse: &Pulse| {
        let at = dates::date(lang, pulse.at);
        let told = if pulse.used {
            texts::hackathon::used(lang, at)
        } else {
            texts::hackathon::not_used(lang, at)
        };
        view! { <li>{told}</li> }
    };
    Some(
        view! {
            <section aria-labelledby="usage">
                <h2 id="usage">{texts::hackathon::usage(lang)}</h2>
                <ul>{pulses.iter().map(item).collect_view()}</ul>
            </section>
        }
        .into_any(),
    )
}

fn ways_out(ask: &Ask, shown: &ProjectShown) -> AnyView {
    let lang = ask.lang();
    let (path, label) = if shown.own {
        ("/parcours".to_owned(), texts::hackathon::see_journey(lang))
    } else {
        (format!("/parcours/{}", shown.journey), texts::hackathon::its_journey(lang))
    };
    view! {
        <p>
            <a href=ask.href(&path)>{label}</a>
            <br />
            <a href=ask.href("/hackathon")>{texts::hackathon::see_edition(lang)}</a>
        </p>
    }
    .into_any()
}

// ---- What may be done with it

fn actions(ask: &Ask, shown: &ProjectShown) -> Option<AnyView> {
    let may = &shown.may;
    if may.sign {
        return Some(sign(ask, shown));
    }
    if let Some(others) = &may.conflict {
        return Some(conflict(ask.lang(), others));
    }
    if may.select || may.orient {
        return Some(decide(ask, shown));
    }
    if may.deliver {
        return Some(deliver(ask, shown));
    }
    if may.learn {
        return Some(learn(ask, shown));
    }
    may.staff.as_ref().map(|free| staff(ask, shown, free))
}

/// The way back to the workshops, where the tool is learnt.
fn learn(ask: &Ask, shown: &ProjectShown) -> AnyView {
    let lang = ask.lang();
    let door = act(ask, shown, "orient_to_learn", texts::orient::to_learn(lang), true);
    view! {
        <Notice title=texts::orient::to_learn_title(lang)>
            <p>{texts::orient::to_learn_why(lang)}</p>
            {door}
        </Notice>
    }
    .into_any()
}

/// A button that does one thing with this project.
fn act(
    ask: &Ask,
    shown: &ProjectShown,
    name: &'static str,
    label: &'static str,
    quiet: bool,
) -> AnyView {
    let hidden = vec![("project", shown.project.id.to_string())];
    let request = ask.request.clone();
    view! { <Do name=name request=request label=label quiet=quiet hidden=hidden /> }.into_any()
}

fn sign(ask: &Ask, shown: &ProjectShown) -> AnyView {
    let lang = ask.lang();
    let sign = act(ask, shown, "sign_handover", texts::hackathon::sign(lang), false);
    view! {
        <NextStep
            kicker=texts::hackathon::your_turn(lang)
            title=texts::hackathon::sign_title(lang)
            why=texts::hackathon::sign_why(lang)
            line=Line::Workshops
        >
            {sign}
        </NextStep>
    }
    .into_any()
}

/// What the organizers have to do next with a project.
fn to_do(lang: Lang, title: &'static str, why: &'static str, doors: AnyView) -> AnyView {
    view! {
        <NextStep
            kicker=texts::hackathon::to_do(lang)
            title=title
            why=why
            line=Line::Hackathon
        >
            {doors}
        </NextStep>
    }
    .into_any()
}

/// Why this organizer may not decide, and who may.
fn conflict(lang: Lang, others: &[String]) -> AnyView {
    let who = match others {
        [] => texts::hackathon::ask_administration(lang).to_owned(),
        others => texts::hackathon::ask_another(lang, others.join(", ")),
    };
    view! {
        <Notice title=texts::hackathon::conflict_title(lang)>
            <p>{texts::broken::own_association(lang)}</p>
            <p><b>{who}</b></p>
        </Notice>
    }
    .into_any()
}

fn decide(ask: &Ask, shown: &ProjectShown) -> AnyView {
    let lang = ask.lang();
    let may = &shown.may;
    let select = may
        .select
        .then(|| act(ask, shown, "select_project", texts::hackathon::select(lang), false));
    let orient =
        may.orient.then(|| act(ask, shown, "orient_project", texts::hackathon::orient(lang), true));
    let (title, why) = (texts::hackathon::select_title(lang), texts::hackathon::select_why(lang));
    to_do(lang, title, why, view! { {select} {orient} }.into_any())
}

fn deliver(ask: &Ask, shown: &ProjectShown) -> AnyView {
    let lang = ask.lang();
    let deliver = act(ask, shown, "deliver_tool", texts::hackathon::deliver(lang), false);
    to_do(lang, texts::hackathon::deliver_title(lang), texts::hackathon::deliver_why(lang), deliver)
}

/// The free volunteers, to be ticked.
fn staff(ask: &Ask, shown: &ProjectShown, free: &[Teammate]) -> AnyView {
    let lang = ask.lang();
    let (why, form) = if free.is_empty() {
        (texts::hackathon::nobody_free(lang), ().into_any())
    } else {
        (texts::hackathon::team_why(lang), team_form(ask, shown, free))
    };
    to_do(lang, texts::hackathon::team_title(lang), why, form)
}

fn team_form(ask: &Ask, shown: &ProjectShown, free: &[Teammate]) -> AnyView {
    let lang = ask.lang();
    let choices: Vec<(String, String, &'static str)> = free
        .iter()
        .map(|mate| {
            let skill = texts::skill::of(lang, mate.skill.code());
            (format!("team[{}]", mate.offer), mate.name.clone(), skill)
        })
        .collect();
    // Each box has its own name, and the message is about them together.
    let fault = use_context::<Returned>()
        .filter(|returned| returned.form == "form_team")
        .and_then(|returned| returned.faults.into_iter().find(|(field, _)| field == "team"))
        .map(|(_, message)| message);
    let class = if fault.is_some() { "field invalid" } else { "field" };
    let described = fault.is_some().then_some("form_team-team-fault");
    let fault =
        fault.map(|message| view! { <p class="fault" id="form_team-team-fault">{message}</p> });
    view! {
        <Form
            name="form_team"
            command=ask.request.command()
            hidden=vec![("project".to_owned(), shown.project.id.to_string())]
        >
            <fieldset class=class id="form_team-team" tabindex="-1" aria-describedby=described>
                <legend>{texts::hackathon::team_legend(lang)}</legend>
                {fault}
                {choices
                    .into_iter()
                    .map(|(name, label, skill)| {
                        view! { <Checkbox name=name label=label value="on" hint=skill /> }
                    })
                    .collect_view()}
            </fieldset>
            <p class="actions"><Submit label=texts::hackathon::form_team(lang) /></p>
        </Form>
    }
    .into_any()
}
