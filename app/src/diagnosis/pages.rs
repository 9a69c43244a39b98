//! The sorting desk: who waits, the interview, its result.

use super::islands::{LiveVerdict, Words};
use super::load::{self, Interview, Visitor};
use super::result::pages::give_back_section;
use crate::error::AppError;
use crate::routes::{Ask, View};
use crate::shell::Do;
use crate::ui::card::ButtonLink;
use crate::ui::fields::{Choice, Form, RadioGroup, Submit};
use crate::ui::table::{Row, Table};
use domain::diagnosis::{Answer, Answers, Question, Questionnaire, Verdict};
use domain::ids::DiagnosisId;
use domain::text::Lang;
use leptos::prelude::*;

/// `/diagnostics`
pub async fn desk(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let desk = load::desk(&ask.request).await?;
    let waiting = if desk.waiting.is_empty() {
        view! { <p>{texts::diagnosis::nobody_waits(lang)}</p> }.into_any()
    } else {
        visitors(&ask, texts::diagnosis::waiting(lang), desk.waiting, texts::diagnosis::open(lang))
    };
    let part = |id: &'static str, title: &'static str, lead: &'static str, list: AnyView| {
        view! {
            <section aria-labelledby=id>
                <h2 id=id>{title}</h2>
                {(!lead.is_empty()).then(|| view! { <p class="muted">{lead}</p> })}
                {list}
            </section>
        }
    };
    let running = (!desk.running.is_empty()).then(|| {
        let title = texts::diagnosis::running(lang);
        let list = visitors(&ask, title, desk.running, texts::diagnosis::resume(lang));
        part("running", title, "", list)
    });
    let others = (!desk.others.is_empty()).then(|| {
        let title = texts::diagnosis::others(lang);
        let list = visitors(&ask, title, desk.others, texts::diagnosis::open_again(lang));
        part("others", title, texts::diagnosis::others_lead(lang), list)
    });
    let receptions = crate::reception::pages::at_the_desk(&ask).await?;
    let own = crate::volunteering::load::own(&ask.request).await?;
    let charter = crate::volunteering::pages::charter_again(&ask, own.as_ref());
    let body = view! {
        <div class="wrap">
            <h1>{texts::diagnosis::desk_title(lang)}</h1>
            <p class="lead">{texts::diagnosis::desk_lead(lang)}</p>
            {charter}
            {part("waiting", texts::diagnosis::waiting(lang), "", waiting)}
            {running}
            {receptions}
            {others}
        </div>
    };
    Ok(View::new(texts::diagnosis::desk_title(lang), body))
}

fn visitors(
    ask: &Ask,
    caption: &'static str,
    visitors: Vec<Visitor>,
    action: &'static str,
) -> AnyView {
    let lang = ask.lang();
    let headers = [
        texts::diagnosis::association(lang),
        texts::diagnosis::need(lang),
        texts::diagnosis::since(lang),
        texts::diagnosis::action(lang),
    ];
    let row = |visitor: Visitor| {
        let journey = ask.href(&format!("/parcours/{}", visitor.journey));
        let days = (ask.request.now - visitor.since).num_days();
        let since = match days {
            ..=0 => texts::diagnosis::today(lang).to_owned(),
            days => texts::diagnosis::days(lang, days),
        };
        let action = match visitor.running {
            _ if visitor.own => {
                view! { <span class="small">{texts::broken::own_association(lang)}</span> }
                    .into_any()
            }
            Some(id) => {
                let href = ask.href(&format!("/diagnostic/{id}"));
                view! { <ButtonLink href=href label=action quiet=true /> }.into_any()
            }
            None => view! {
                <Do
                    name="open_diagnosis"
                    request=ask.request.clone()
                    label=action
                    quiet=true
                    hidden=vec![("journey", visitor.journey.to_string())]
                />
            }
            .into_any(),
        };
        let name = view! { <a href=journey>{visitor.association}</a> };
        let need = view! { <q class="need">{shortened(&visitor.need, 160)}</q> };
        Row::new(vec![name.into_any(), need.into_any(), since.into_any(), action])
    };
    view! {
        <Table
            caption=caption
            headers=headers.map(str::to_owned).to_vec()
            rows=visitors.into_iter().map(row).collect()
        />
    }
    .into_any()
}

/// The first words, up to so many characters.
fn shortened(text: &str, characters: usize) -> String {
    match text.char_indices().nth(characters) {
        None => text.to_owned(),
        Some((end, _)) => {
            let cut = text[..end].rsplit_once(' ').map_or(&text[..end], |(words, _)| words);
            format!("{cut}…")
        }
    }
}

/// The words around a verdict and its reasons.
pub fn words(lang: Lang) -> Words {
    let title = |verdict: Verdict| {
        let code = verdict.code();
        (code.to_owned(), texts::verdict_title::of(lang, code).to_owned())
    };
    Words {
        lang,
        titles: Verdict::ALL.map(title).to_vec(),
        so_far: texts::diagnosis::so_far(lang).to_owned(),
        because: texts::diagnosis::because(lang).to_owned(),
        small_steps: texts::diagnosis::small_steps(lang).to_owned(),
        answered: texts::diagnosis::answered(lang, "{known}", "{asked}"),
        reason_answer: texts::diagnosis::reason_answer(lang, "{question}", "{choice}"),
        reason_level: texts::diagnosis::reason_level(lang, "{theme}", "{level}"),
        reason_ask: texts::diagnosis::reason_ask(lang, "{question}"),
        reason_usual: texts::diagnosis::reason_usual(lang).to_owned(),
        saving: texts::diagnosis::saving(lang).to_owned(),
        saved: texts::diagnosis::saved(lang).to_owned(),
        not_saved: texts::diagnosis::not_saved(lang).to_owned(),
    }
}

/// `/diagnostic/{diagnosis}`: one theme at a time.
pub async fn interview(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let id: DiagnosisId = ask.id("diagnosis")?;
    let interview = load::interview(&ask.request, id).await?;
    let title = texts::diagnosis::title(lang, &interview.association);
    if interview.diagnosis.given_back.is_some() {
        return Ok(closed(&ask, id, title));
    }
    let Interview { diagnosis, answers, need, .. } = interview;
    let questionnaire = &diagnosis.questionnaire;
    let at = questionnaire.themes.iter().position(|theme| theme.key == ask.query("theme"));
    let at = at.unwrap_or_default();
    let form = questions(&ask, id, questionnaire, &answers, at);
    let themes = themes(&ask, id, questionnaire, &answers, at);
    let live = load::in_one_language(Questionnaire::clone(questionnaire), lang);
    let body = view! {
        <div class="wrap">
            <h1>{title.clone()}</h1>
            <blockquote class="need"><p>{need}</p></blockquote>
            <div class="interview">
                <nav aria-label=texts::diagnosis::themes(lang)>{themes}</nav>
                <div>{form}</div>
                <aside aria-label=texts::diagnosis::so_far(lang)>
                    <LiveVerdict
                        diagnosis=id.to_string()
                        questionnaire=live
                        answers=answers
                        words=words(lang)
                    />
                    {give_back_section(lang, "answers")}
                </aside>
            </div>
        </div>
    };
    Ok(View::new(title, body))
}

/// An interview that is over.
fn closed(ask: &Ask, id: DiagnosisId, title: String) -> View {
    let lang = ask.lang();
    let href = ask.href(&format!("/diagnostic/{id}/resultat"));
    let body = view! {
        <div class="wrap narrow">
            <h1>{title.clone()}</h1>
            <p class="lead">{texts::broken::diagnosis_closed(lang)}</p>
            <p class="actions"><ButtonLink href=href label=texts::journey::detail(lang) /></p>
        </div>
    };
    View::new(title, body)
}

fn themes(
    ask: &Ask,
    id: DiagnosisId,
    questionnaire: &Questionnaire,
    answers: &Answers,
    at: usize,
) -> impl IntoView + use<> {
    let lang = ask.lang();
    let item = |(i, theme): (usize, &domain::diagnosis::Theme)| {
        let read = questionnaire.read(answers);
        let asked = read.asked().iter().copied().filter(|q| q.theme == theme.key);
        let (answered, left): (Vec<_>, Vec<_>) = asked.partition(|q| answers.contains_key(&q.key));
        let count = format!("{}/{}", answered.len(), answered.len() + left.len());
        let href = ask.href(&format!("/diagnostic/{id}?theme={}", theme.key));
        let current = (i == at).then_some("step");
        view! {
            <li>
                <a href=href aria-current=current>{theme.short.get(lang).to_owned()}</a>
                " "
                <span class="muted small">{count}</span>
            </li>
        }
    };
    let items = questionnaire.themes.iter().enumerate().map(item).collect_view();
    view! { <ol class="themes">{items}</ol> }
}

/// The questions of one theme, as a form that works alone.
fn questions(
    ask: &Ask,
    id: DiagnosisId,
    questionnaire: &Questionnaire,
    answers: &Answers,
    at: usize,
) -> AnyView {
    let lang = ask.lang();
    let Some(theme) = questionnaire.themes.get(at) else { return ().into_any() };
    let reading = questionnaire.read(answers);
    // Made inside the form, where fields are told what came back.
    let questions: Vec<(Question, Option<Answer>, bool)> = questionnaire
        .questions_of(&theme.key)
        .map(|q| (q.clone(), answers.get(&q.key).cloned(), reading.asks(&q.key)))
        .collect();
    let drawn = move |(asking, answer, open): (Question, Option<Answer>, bool)| {
        // Closed for now; an answer may open it, here in the browser, or after saving.
        view! {
            <div data-question=asking.key.clone() hidden=!open>
                {question(lang, &asking, answer.as_ref())}
            </div>
        }
    };
    let neighbour = |at: Option<usize>| at.and_then(|at| questionnaire.themes.get(at));
    let before = neighbour(at.checked_sub(1)).map(|theme| {
        let label = texts::diagnosis::previous_theme(lang, theme.short.get(lang));
        view! { <Submit label=label quiet=true name="then" value=theme.key.clone() /> " " }
    });
    let after = match neighbour(at.checked_add(1)) {
        Some(theme) => {
            let label = texts::diagnosis::next_theme(lang, theme.short.get(lang));
            view! { <Submit label=label name="then" value=theme.key.clone() /> }.into_any()
        }
        None => {
            view! { <Submit label=texts::diagnosis::save(lang) name="then" value=theme.key.clone() /> }
                .into_any()
        }
    };
    view! {
        <h2>{theme.title.get(lang).to_owned()}</h2>
        <Form
            name="save_answers"
            id="answers"
            command=ask.request.command()
            hidden=vec![("diagnosis".to_owned(), id.to_string())]
        >
            {questions.into_iter().map(drawn).collect_view()}
            <p class="actions">{after} " " {before}</p>
        </Form>
    }
    .into_any()
}

fn question(lang: Lang, question: &Question, answer: Option<&Answer>) -> impl IntoView + use<> {
    let mut options: Vec<Choice> = (question.choices.iter())
        .map(|choice| Choice::new(choice.key.clone(), choice.text.get(lang)))
        .collect();
    let dont_know = Choice::new("?", texts::diagnosis::dont_know(lang));
    options.push(dont_know.hint(texts::diagnosis::dont_know_hint(lang)));
    let value = match answer {
        Some(answer) => answer.code(),
        None => String::new(),
    };
    view! {
        <RadioGroup
            name=format!("answers[{}]", question.key)
            legend=question.text.get(lang)
            hint=question.help.as_ref().map(|help| help.get(lang)).unwrap_or_default()
            options=options
            value=value
            required=true
        />
    }
}
