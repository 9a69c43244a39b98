//! Questions to those who wrote a page, reporting one, the pages that wait for somebody.

use super::load::{self, Care, waiting};
use crate::error::AppError;
use crate::routes::{Ask, View};
use crate::shell::Do;
use crate::ui::Line;
use crate::ui::card::{ActionTag, ButtonLink, Notice};
use crate::ui::fields::{Choice, Form, RadioGroup, Submit, TextArea};
use crate::wiki::load::shown;
use domain::accounts::Action;
use domain::ids::TestimonyId;
use domain::text::Words;
use domain::wiki::care::{Question, Reason};
use domain::wiki::{Page, TESTIMONIES};
use leptos::prelude::*;
use texts::dates;

/// Above a page: nobody has said for long that it is true.
pub fn doubt(ask: &Ask, page: &Page, care: &Care) -> Option<AnyView> {
    let lang = ask.lang();
    let since = dates::date(lang, care.doubtful?);
    let says = care.speaks.then(|| {
        let hidden = vec![("page", page.id.to_string())];
        let label = texts::care::still_true(lang);
        let request = ask.request.clone();
        view! { <Do name="check_page" request=request label=label quiet=true hidden=hidden /> }
    });
    let report = ask.href(&format!("/wiki/{}/signaler", page.slug));
    let told = view! {
        <Notice>
            <p>{texts::care::doubtful(lang, since)}</p>
            {match says {
                Some(says) => says.into_any(),
                None => view! { <p><a href=report>{texts::care::say_wrong(lang)}</a></p> }.into_any(),
            }}
        </Notice>
    };
    Some(told.into_any())
}

/// Under a page: what was asked, and answered.
pub fn asked(ask: &Ask, page: &Page, care: &Care) -> Option<AnyView> {
    let lang = ask.lang();
    if care.questions.is_empty() {
        return None;
    }
    let each = care.questions.iter().map(|one| question(ask, one, None)).collect_view();
    let to = ask.href(&format!("/wiki/{}/questions", page.slug));
    let told = view! {
        <section aria-labelledby="asked">
            <h2 id="asked">{texts::care::questions(lang)}</h2>
            <ul class="people">{each}</ul>
            <p><a href=to>{texts::care::ask_door(lang)}</a></p>
        </section>
    };
    Some(told.into_any())
}

/// A question with its answer. No name is shown. `under`: what may be done about it.
fn question(ask: &Ask, one: &Question, under: Option<AnyView>) -> impl IntoView + use<> {
    let lang = ask.lang();
    let answer = match &one.answer {
        Some(answer) => {
            let on = texts::care::answered_on(lang, dates::date(lang, answer.at));
            let words = answer.words.to_string();
            view! { <blockquote><p class="words">{words}</p><p class="muted small">{on}</p></blockquote> }
                .into_any()
        }
        None => view! { <p class="muted small">{texts::care::no_answer(lang)}</p> }.into_any(),
    };
    view! {
        <li>
            <p class="words"><b>{one.words.to_string()}</b></p>
            <p class="muted small">{texts::care::asked_on(lang, dates::date(lang, one.at))}</p>
            {answer}
            {under}
        </li>
    }
}

/// `/wiki/{slug}/questions`
pub async fn questions(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let shown = shown(&ask.request, ask.param("slug")).await?;
    let (page, care) = (&shown.page, &shown.care);
    let actor = &ask.request.actor;
    let each = care.questions.iter().map(|one| {
        let id = vec![("question".to_owned(), one.id.to_string())];
        let answers = (care.speaks && one.answer.is_none()).then(|| {
            let command = ask.request.command();
            view! {
                <details>
                    <summary>{texts::care::answer(lang)}</summary>
                    <Form name="answer_question" command=command key=one.id.to_string() hidden=id>
                        <TextArea
                            name="words"
                            label=texts::care::your_answer(lang)
                            rows=4
                            required=true
                            at_most=Words::MAX
                        />
                        <p class="actions"><Submit label=texts::care::send_answer(lang) /></p>
                    </Form>
                </details>
            }
        });
        let away = one.take_away(actor).is_ok().then(|| {
            let hidden = vec![("question", one.id.to_string())];
            let label = texts::care::take_away(lang);
            let request = ask.request.clone();
            view! {
                <Do name="take_question_away" request=request label=label quiet=true hidden=hidden />
            }
        });
        question(&ask, one, Some(view! { {answers} {away} }.into_any()))
    });
    let each = each.collect_view();
    let list = match care.questions.is_empty() {
        true => view! { <p>{texts::care::no_questions(lang)}</p> }.into_any(),
        false => view! { <ul class="people">{each}</ul> }.into_any(),
    };
    let asks = match actor.signed() {
        Ok(_) => {
            let hidden = vec![("page".to_owned(), page.id.to_string())];
            view! {
                <p>{texts::care::ask_why(lang)}</p>
                <Form name="ask_page" command=ask.request.command() hidden=hidden>
                    <TextArea
                        name="words"
                        label=texts::care::your_question(lang)
                        hint=texts::care::ask_hint(lang)
                        rows=4
                        required=true
                        at_most=Words::MAX
                    />
                    <p class="actions"><Submit label=texts::care::send_question(lang) /></p>
                </Form>
            }
            .into_any()
        }
        Err(_) => {
            let to = ask.href(&format!("/connexion?suite=/wiki/{}/questions", page.slug));
            view! {
                <p>{texts::care::ask_signed(lang)}</p>
                <p><ButtonLink href=to label=texts::care::sign_in(lang) quiet=true /></p>
            }
            .into_any()
        }
    };
    let title = texts::care::questions_on(lang, page.title.as_str());
    let back = ask.href(&format!("/wiki/{}", page.slug));
    let body = view! {
        <div class="wrap narrow">
            <p><ActionTag line=Line::Wiki name=texts::action::wiki(lang) /></p>
            <h1>{title.clone()}</h1>
            <p><a href=back>{texts::history::back(lang)}</a></p>
            {list}
            <section aria-labelledby="ask">
                <h2 id="ask">{texts::care::ask(lang)}</h2>
                {asks}
            </section>
        </div>
    };
    Ok(View::new(title, body))
}

/// `/wiki/{slug}/signaler`
pub async fn report(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let shown = shown(&ask.request, ask.param("slug")).await?;
    let page = &shown.page;
    let title = texts::care::report_title(lang, page.title.as_str());
    let back = ask.href(&format!("/wiki/{}", page.slug));
    let command = ask.request.command();
    let hidden = vec![("page".to_owned(), page.id.to_string())];
    let organizes = ask.request.actor.organizer_of(Action::Wiki).is_ok();
    let story = shown.testimony.as_ref().filter(|_| organizes);
    let take_down = story.map(|told| take_down(&ask, told.id));
    let reasons = Reason::ALL.map(|reason| {
        let code = reason.code();
        Choice::new(code, texts::report_reason::of(lang, code))
    });
    let body = view! {
        <div class="wrap narrow">
            <p><ActionTag line=Line::Wiki name=texts::action::wiki(lang) /></p>
            <h1>{title.clone()}</h1>
            <p class="lead">{texts::care::report_lead(lang)}</p>
            <Form name="report_page" command=command hidden=hidden>
                <RadioGroup
                    name="reason"
                    legend=texts::care::report_what(lang)
                    options=reasons.into()
                    required=true
                />
                <TextArea
                    name="words"
                    label=texts::care::report_words(lang)
                    hint=texts::care::report_hint(lang)
                    rows=4
                    at_most=Words::MAX
                />
                <p class="actions"><Submit label=texts::care::report_send(lang) /></p>
            </Form>
            {take_down}
            <p><a href=back>{texts::history::back(lang)}</a></p>
        </div>
    };
    Ok(View::new(title, body))
}

/// Where a story is taken down, by who organizes the wiki.
fn take_down(ask: &Ask, story: TestimonyId) -> impl IntoView + use<> {
    let lang = ask.lang();
    let command = ask.request.command();
    let hidden = vec![("testimony".to_owned(), story.to_string())];
    view! {
        <section aria-labelledby="take-down">
            <h2 id="take-down">{texts::care::take_down(lang)}</h2>
            <p>{texts::care::take_down_why(lang)}</p>
            <Form name="take_story_down" command=command hidden=hidden>
                <TextArea
                    name="why"
                    label=texts::care::take_down_reason(lang)
                    hint=texts::care::take_down_hint(lang)
                    rows=4
                    required=true
                    at_most=Words::MAX
                />
                <p class="actions"><Submit label=texts::care::take_down_do(lang) quiet=true /></p>
            </Form>
        </section>
    }
}

/// `/pages/a-soigner`: what waits for who asks.
pub async fn to_look_after(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let waits = waiting(&ask.request).await?;
    let link = |page: &Page, end: &str| {
        let to = ask.href(&format!("/wiki/{}{end}", page.slug));
        view! { <a href=to>{page.title.to_string()}</a> }
    };
    let questions = waits.questions.iter().map(|(question, page)| {
        let since = texts::care::asked_on(lang, dates::date(lang, question.at));
        view! {
            <li>
                <p>{link(page, "/questions")} " " <span class="muted small">{since}</span></p>
                <p class="words">{question.words.to_string()}</p>
            </li>
        }
        .into_any()
    });
    let questions = section("asked", texts::care::to_answer(lang), questions.collect());
    let reports = waits.reports.iter().map(|reported| {
        let (report, page) = (&reported.report, &reported.page);
        let reason = texts::report_reason::of(lang, report.reason.code());
        let on = dates::date(lang, report.at);
        let words = report.words.as_ref().map(|words| view! { <p class="words">{words.to_string()}</p> });
        let close = reported.closes.then(|| {
            let hidden = vec![("report", report.id.to_string())];
            let label = texts::care::close(lang);
            let request = ask.request.clone();
            view! { <Do name="close_report" request=request label=label quiet=true hidden=hidden /> }
        });
        // A story is its association's to change.
        let mend = match page.space {
            TESTIMONIES => reported.closes.then(|| {
                let href = ask.href(&format!("/wiki/{}/signaler#take-down", page.slug));
                let label = texts::care::take_down(lang);
                view! { <ButtonLink href=href label=label quiet=true /> }.into_any()
            }),
            _ => Some(change(&ask, page).into_any()),
        };
        view! {
            <li>
                <p>{link(page, "")} " · " <b>{reason}</b> " " <span class="muted small">{on}</span></p>
                {words}
                <div class="actions">{mend} {close}</div>
            </li>
        }
        .into_any()
    });
    let reports = section("reported", texts::care::reported(lang), reports.collect());
    let unchecked = waits.unchecked.iter().map(|old| {
        let since = texts::care::since(lang, dates::date(lang, old.since));
        let hidden = vec![("page", old.page.id.to_string()), ("back", "list".to_owned())];
        let label = texts::care::still_true(lang);
        let request = ask.request.clone();
        view! {
            <li>
                <p>{link(&old.page, "")} " " <span class="muted small">{since}</span></p>
                <div class="actions">
                    <Do name="check_page" request=request label=label quiet=true hidden=hidden />
                    {change(&ask, &old.page)}
                </div>
            </li>
        }
        .into_any()
    });
    let unchecked = section("unchecked", texts::care::to_check(lang), unchecked.collect());
    let to_write = |page: &Page| view! { <li>{link(page, "/modifier")}</li> }.into_any();
    let to_read = waits.to_read.iter().map(to_write).collect();
    let to_read = section("to-read", texts::care::to_read(lang), to_read);
    let given_back = waits.given_back.iter().map(to_write).collect();
    let given_back = section("given-back", texts::care::given_back(lang), given_back);
    let parts = [&questions, &reports, &unchecked, &to_read, &given_back];
    let nothing = parts.iter().all(|part| part.is_none());
    let nothing = nothing.then(|| view! { <Notice>{texts::care::nothing(lang)}</Notice> });
    let lead = match waits.organizes {
        true => texts::care::lead_all(lang),
        false => texts::care::lead_own(lang),
    };
    let body = view! {
        <div class="wrap narrow">
            <p><ActionTag line=Line::Wiki name=texts::action::wiki(lang) /></p>
            <h1>{texts::care::title(lang)}</h1>
            <p class="lead">{lead}</p>
            {nothing} {reports} {to_read} {given_back} {questions} {unchecked}
        </div>
    };
    Ok(View::new(texts::care::title(lang), body))
}

fn change(ask: &Ask, page: &Page) -> impl IntoView + use<> {
    let href = ask.href(&format!("/wiki/{}/modifier", page.slug));
    view! { <ButtonLink href=href label=texts::wiki::edit(ask.lang()) quiet=true /> }
}

/// Nothing waits: nothing is said.
fn section(id: &'static str, title: &'static str, items: Vec<AnyView>) -> Option<AnyView> {
    (!items.is_empty()).then(|| {
        view! {
            <section aria-labelledby=id>
                <h2 id=id>{title}</h2>
                <ul class="people">{items}</ul>
            </section>
        }
        .into_any()
    })
}

/// For who plans workshops: what readers ask and nobody has answered.
pub async fn ideas(ask: &Ask) -> Result<Option<AnyView>, AppError> {
    let lang = ask.lang();
    if ask.request.actor.organizer_of(Action::Workshops).is_err() {
        return Ok(None);
    }
    let ideas = load::ideas(&ask.request).await?;
    if ideas.is_empty() {
        return Ok(None);
    }
    let each = ideas.iter().map(|(question, page)| {
        let to = ask.href(&format!("/wiki/{}/questions", page.slug));
        let since = texts::care::asked_on(lang, dates::date(lang, question.at));
        let title: String =
            question.words.as_str().lines().next().unwrap_or_default().chars().take(80).collect();
        let query = [("titre", title), ("question", question.id.to_string())];
        let query = serde_qs::to_string(&std::collections::BTreeMap::from(query));
        let open = ask.href(&format!("/ateliers/nouveau?{}", query.unwrap_or_default()));
        let hidden = vec![("question", question.id.to_string())];
        let (request, aside) = (ask.request.clone(), texts::care::set_aside(lang));
        view! {
            <li>
                <p class="words">{question.words.to_string()}</p>
                <p class="muted small"><a href=to>{page.title.to_string()}</a> " · " {since}</p>
                <div class="actions">
                    <ButtonLink href=open label=texts::care::open_workshop(lang) quiet=true />
                    <Do name="set_question_aside" request=request label=aside quiet=true hidden=hidden />
                </div>
            </li>
        }
    });
    let each = each.collect_view();
    let told = view! {
        <section aria-labelledby="ideas">
            <h2 id="ideas">{texts::care::ideas(lang)}</h2>
            <p>{texts::care::ideas_why(lang)}</p>
            <ul class="people">{each}</ul>
        </section>
    };
    Ok(Some(told.into_any()))
}
