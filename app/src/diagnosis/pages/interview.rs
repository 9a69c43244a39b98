//! `/diagnostic/{diagnosis}`: the interview. The whole questionnaire is in the page, one part of it in sight: a theme, or a
//! question with those that it opens.

use super::words;
use crate::diagnosis::islands::{
    Interview as Handed, LiveInterview, Part, Texts, contested, filled, said,
};
use crate::diagnosis::load::{self, Interview};
use crate::diagnosis::result::pages::give_back_section;
use crate::diagnosis::saving::{Calls, Seen};
use crate::diagnosis::words::Words;
use crate::error::AppError;
use crate::routes::{Ask, View};
use crate::sending::ProgressTexts;
use crate::ui::card::ButtonLink;
use crate::ui::fields::{CheckboxGroup, Choice, Form, OnEnter, RadioGroup, Returned, Submit};
use domain::diagnosis::{Answer, Answers, Key, Proposal, Question, Questionnaire, Reading, Theme};
use domain::ids::DiagnosisId;
use domain::packed::pack;
use domain::text::Lang;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// `/diagnostic/{diagnosis}`
pub async fn interview(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let id: DiagnosisId = ask.id("diagnosis")?;
    let interview = load::interview(&ask.request, id).await?;
    let title = texts::diagnosis::title(lang, &interview.association);
    if interview.diagnosis.given_back.is_some() {
        return Ok(closed(&ask, id, title));
    }
    let questionnaire = interview.diagnosis.questionnaire.clone();
    let answers = interview.voices.together();
    let reading = questionnaire.read(&answers);
    let part = part(&ask, &questionnaire);
    let screen = Screen {
        ask: &ask,
        path: format!("/diagnostic/{id}"),
        form: "save_answers",
        call: "/api/save_answer".to_owned(),
        about: vec![("diagnosis".to_owned(), id.to_string())],
        own: &interview.voices.volunteer,
        answers: &answers,
        seen: &interview.seen,
        prepared: &interview.voices.association,
        proposals: interview.proposals.clone(),
        reading: &reading,
        part: &part,
    };
    let beside = view! {
        {trying(lang)}
        {so_far(lang, &questionnaire, &answers)}
        {otherwise(lang)}
        {topics(lang, &interview)}
        {saving(&ask)}
        <div data-means>{give_back_section(lang, "answers")}</div>
    };
    let body = view! {
        <div class="wrap">
            <h1>{title.clone()}</h1>
            <blockquote class="need"><p>{interview.need.clone()}</p></blockquote>
            {screen.live(words(lang), texts::diagnosis::so_far(lang), beside)}
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

/// The part that the address asks for; the first theme, if it asks for none that there is.
pub(super) fn part(ask: &Ask, questionnaire: &Questionnaire) -> Part {
    let (question, theme) = (ask.query("question"), ask.query("theme"));
    if let Some(question) = questionnaire.question(question) {
        let parent = question.opened_by.as_ref().map(|opening| &opening.question);
        return Part::Question(parent.unwrap_or(&question.key).clone());
    }
    let theme = questionnaire.theme(theme).or(questionnaire.themes.first());
    Part::Theme(theme.map(|theme| theme.key.clone()).unwrap_or_default())
}

pub(in crate::diagnosis) fn words_around(lang: Lang) -> Texts {
    Texts {
        progress: ProgressTexts {
            saving: texts::diagnosis::saving(lang).to_owned(),
            saved: texts::diagnosis::saved(lang).to_owned(),
            here: texts::diagnosis::here(lang, "{count}"),
            signed_out: texts::diagnosis::signed_out(lang, "{count}"),
            not_saved: texts::diagnosis::not_saved(lang).to_owned(),
        },
        mine: texts::diagnosis::mine(lang, "{choice}"),
        theirs: texts::diagnosis::theirs(lang, "{choice}"),
        keep: texts::diagnosis::keep(lang, "{choice}"),
        lost: texts::diagnosis::lost(lang).to_owned(),
        dont_know: texts::diagnosis::dont_know(lang).to_owned(),
        taken_back: texts::diagnosis::taken_back(lang).to_owned(),
        contested: texts::diagnosis::contested(lang, "{question}", "{theirs}", "{ours}"),
        filled: texts::diagnosis::filled(lang, "{answer}", "{choice}", "{question}"),
    }
}

/// Where answers that crossed another's are shown.
fn crossings(lang: Lang) -> impl IntoView {
    view! {
        <div class="notice crossings" role="alert" data-crossings hidden>
            <p class="title">{texts::diagnosis::crossed(lang)}</p>
            <ul data-refused></ul>
        </div>
    }
}

/// "Et si ?": answers are changed to see what would follow, and nothing of it is kept. It takes a browser's scripts.
fn trying(lang: Lang) -> impl IntoView {
    view! {
        <section class="trying" data-trying hidden aria-labelledby="trying">
            <h2 id="trying">{texts::diagnosis::what_if(lang)}</h2>
            <p>{texts::diagnosis::what_if_why(lang)}</p>
            <p>
                <button type="button" class="button" data-leave>
                    {texts::diagnosis::what_if_leave(lang)}
                </button>
            </p>
        </section>
    }
}

/// "Et si ?", beside what would follow: what does follow, from the real answers. The door to it is here.
fn otherwise(lang: Lang) -> impl IntoView {
    view! {
        <div class="verdict" data-trying hidden data-was="verdict">
            <p class="kicker">{texts::diagnosis::what_if_before(lang)}</p>
            <p class="word" data-was="title"></p>
            <p data-was="summary"></p>
            <h3>{texts::diagnosis::because(lang)}</h3>
            <ul class="why" data-was="reasons"></ul>
            <h3>{texts::diagnosis::small_steps(lang)}</h3>
            <ul data-was="steps"></ul>
        </div>
        <p data-try-door hidden>
            <button type="button" class="button quiet" data-try>{texts::diagnosis::what_if(lang)}</button>
        </p>
    }
}

/// What the two voices see differently: what to talk about.
fn topics(lang: Lang, interview: &Interview) -> impl IntoView + use<> {
    let (questionnaire, voices) = (&interview.diagnosis.questionnaire, &interview.voices);
    let items: Vec<String> = contested(
        questionnaire,
        &words(lang),
        &words_around(lang),
        &voices.association,
        &voices.volunteer,
    );
    let none = items.is_empty();
    let items = items.into_iter().map(|item| view! { <li>{item}</li> }).collect_view();
    view! {
        <section class="topics" aria-labelledby="topics" data-topics hidden=none>
            <h2 id="topics">{texts::diagnosis::topics(lang)}</h2>
            <p class="small">{texts::diagnosis::topics_why(lang)}</p>
            <ul data-contested>{items}</ul>
        </section>
    }
}

/// Where saving is told. Without scripts it stays empty, and each page is saved by its buttons.
pub(super) fn saving(ask: &Ask) -> impl IntoView + use<> {
    let lang = ask.lang();
    let to = ask.href(&format!("/connexion?suite={}", ask.path));
    view! {
        <div data-means>
            <p class="saving small" role="status" data-saving></p>
            <p data-sign-in hidden><a class="button" href=to>{texts::nav::sign_in(lang)}</a></p>
        </div>
    }
}

/// What the answers say for now: the island writes in the same places.
fn so_far(lang: Lang, questionnaire: &Questionnaire, answers: &Answers) -> impl IntoView + use<> {
    let told = words(lang).tell(questionnaire, answers);
    let items =
        |items: Vec<String>| items.into_iter().map(|item| view! { <li>{item}</li> }).collect_view();
    view! {
        <div class=format!("verdict {}", told.code) data-told="verdict">
            <p class="kicker">{texts::diagnosis::so_far(lang)}</p>
            <p class="word" aria-live="polite" data-told="title">{told.title}</p>
            <p data-told="summary" hidden=told.summary.is_empty()>{told.summary.clone()}</p>
            <h3>{texts::diagnosis::because(lang)}</h3>
            <ul class="why" data-told="reasons">{items(told.reasons)}</ul>
            <h3>{texts::diagnosis::small_steps(lang)}</h3>
            <ul data-told="steps">{items(told.steps)}</ul>
            <p class="muted small" data-told="progress">{told.progress}</p>
        </div>
    }
}

/// The questionnaire as one voice answers it.
pub(super) struct Screen<'s> {
    pub ask: &'s Ask,
    /// Where it stands.
    pub path: String,
    /// The server function that takes its answers, the URL of the one that takes one at a time, and what both are told
    /// besides.
    pub form: &'static str,
    pub call: String,
    pub about: Vec<(String, String)>,
    pub own: &'s Answers,
    /// All that is answered, by either voice.
    pub answers: &'s Answers,
    /// The submissions that those answers came with.
    pub seen: &'s Seen,
    /// What the association answered alone, for who then asks it.
    pub prepared: &'s Answers,
    /// By question: what is known already.
    pub proposals: BTreeMap<Key, Proposal>,
    pub reading: &'s Reading<'s>,
    pub part: &'s Part,
}

impl Screen<'_> {
    fn questionnaire(&self) -> &Questionnaire {
        self.reading.questionnaire
    }

    /// The theme in sight, by its place.
    fn at(&self) -> usize {
        let key = match self.part {
            Part::Theme(key) => Some(key),
            Part::Question(key) => self.questionnaire().question(key).map(|q| &q.theme),
        };
        let at = self.questionnaire().themes.iter().position(|theme| Some(&theme.key) == key);
        at.unwrap_or_default()
    }

    fn href(&self, part: &Part) -> String {
        self.ask.href(&format!("{}{}", self.path, part.query()))
    }

    /// The questions, with what stands beside them, alive in a browser that runs scripts.
    pub fn live(
        &self,
        words: Words,
        label: &'static str,
        beside: impl IntoView + 'static,
    ) -> AnyView {
        let lang = self.ask.lang();
        let owner = self.ask.request.actor.owner();
        let handed = Handed {
            calls: Calls {
                owner: owner.map(|owner| owner.to_string()).unwrap_or_default(),
                url: self.call.clone(),
                about: self.about.clone(),
            },
            questionnaire: load::for_browser(self.questionnaire().clone(), lang),
            prepared: self.prepared.clone(),
            given: self.own.clone(),
            seen: self.seen.clone(),
            words,
            texts: words_around(lang),
        };
        let (themes, form, begins) = (self.themes(), self.form(), self.part.query());
        view! {
            <LiveInterview>
                <div class="interview" data-interview=pack(&handed) data-begins=begins>
                    <nav aria-label=texts::diagnosis::themes(lang)>{themes}</nav>
                    <div>{form}</div>
                    <aside aria-label=label>
                        {crossings(lang)}
                        {beside}
                    </aside>
                </div>
            </LiveInterview>
        }
        .into_any()
    }

    /// What is left, theme by theme.
    fn themes(&self) -> impl IntoView + use<> {
        let at = self.at();
        let item = |(i, theme): (usize, &Theme)| {
            let (known, asked) = self.reading.progress_of(&theme.key, self.answers);
            let part = Part::Theme(theme.key.clone());
            let current = (i == at).then_some("step");
            view! {
                <li>
                    <a
                        href=self.href(&part)
                        aria-current=current
                        data-part=format!("theme={}", theme.key)
                    >
                        {theme.short.get(self.ask.lang()).to_owned()}
                    </a>
                    " "
                    <span class="muted small" data-count=theme.key.clone()>
                        {format!("{known}/{asked}")}
                    </span>
                </li>
            }
        };
        let items = self.questionnaire().themes.iter().enumerate().map(item).collect_view();
        view! { <ol class="themes">{items}</ol> }
    }

    /// Every question, as a form that works alone: what is out of sight is not sent.
    fn form(&self) -> impl IntoView + use<> {
        let lang = self.ask.lang();
        let asked: Vec<Asked> =
            self.questionnaire().questions.iter().map(|q| self.asked(q)).collect();
        let of_theme = |theme: &Theme| {
            let asked: Vec<Asked> =
                asked.iter().filter(|asked| asked.question.theme == theme.key).cloned().collect();
            (theme.title.get(lang).to_owned(), theme.key.clone(), asked)
        };
        let themes: Vec<_> = self.questionnaire().themes.iter().map(of_theme).collect();
        let steps = self.steps();
        let here = self.part.query().trim_start_matches('?').to_owned();
        // Made inside the form, where fields are told what came back.
        let drawn = move |(title, key, asked): (String, String, Vec<Asked>)| {
            let hidden = asked.iter().all(|asked| asked.hidden);
            view! {
                <section data-theme=key hidden=hidden>
                    <h2>{title}</h2>
                    {asked.into_iter().map(|asked| asked.draw(lang)).collect_view()}
                </section>
            }
        };
        view! {
            <Form
                name=self.form
                id="answers"
                also="give_back"
                command=self.ask.request.command()
                hidden=self.about.clone()
            >
                <OnEnter label=texts::diagnosis::save(lang) name="then" value=here />
                {themes.into_iter().map(drawn).collect_view()}
                {steps}
                <p class="hint" data-by-buttons>{texts::diagnosis::by_buttons(lang)}</p>
            </Form>
        }
    }

    fn asked(&self, question: &Question) -> Asked {
        let (lang, texts) = (self.ask.lang(), words_around(self.ask.lang()));
        let own = self.own.get(&question.key).cloned();
        let code = own.as_ref().map(Answer::code).unwrap_or_default();
        let prepared = self.prepared.get(&question.key);
        let words = words(lang);
        let told = |answer: &Answer| {
            let code = answer.code();
            (said(self.questionnaire(), &words, &texts, &question.key, &code), code)
        };
        let proposal = self.proposals.get(&question.key).map(|proposal| {
            let source = texts::fact::of(lang, &proposal.because.code().replace('.', "_"));
            (source.to_owned(), told(&proposal.answer))
        });
        Asked {
            hidden: !(self.part.holds(self.questionnaire(), &question.key)
                && self.reading.asks(&question.key)),
            seen: self.seen.get(&question.key).map(|seen| seen.to_string()),
            filled: filled(self.reading, &words, &texts, &question.key),
            prepared: prepared.map(told),
            proposal,
            stands: said(self.questionnaire(), &words, &texts, &question.key, &code),
            question: question.clone(),
            own,
        }
    }

    /// The buttons under the questions of each part: the island shows those of the part in sight.
    fn steps(&self) -> Vec<AnyView> {
        let questionnaire = self.questionnaire();
        let themes = questionnaire.themes.iter().enumerate();
        let of_themes = themes.map(|(i, theme)| {
            let first = questionnaire.questions_of(&theme.key).find(|q| self.reading.asks(&q.key));
            let one = first.map(|q| Part::Question(q.key.clone()));
            let near = |at: Option<usize>| at.and_then(|at| questionnaire.themes.get(at));
            let lang = self.ask.lang();
            let then = |theme: &Theme| format!("theme={}", theme.key);
            let after = near(i.checked_add(1)).map(|theme| {
                (texts::diagnosis::next_theme(lang, theme.short.get(lang)), then(theme))
            });
            let before = near(i.checked_sub(1)).map(|theme| {
                (texts::diagnosis::previous_theme(lang, theme.short.get(lang)), then(theme))
            });
            let here = (texts::diagnosis::save(lang).to_owned(), then(theme));
            let switch = one.map(|one| (texts::diagnosis::one_by_one(lang), one));
            self.step(&Part::Theme(theme.key.clone()), after.unwrap_or(here), before, switch)
        });
        let screens = questionnaire.questions.iter().filter(|q| q.opened_by.is_none());
        let of_questions = screens.map(|question| {
            let lang = self.ask.lang();
            let after = (
                texts::diagnosis::next_question(lang).to_owned(),
                format!("after={}", question.key),
            );
            let before = self.reading.screen_before(&question.key).map(|before| {
                let label = texts::diagnosis::previous_question(lang).to_owned();
                (label, format!("question={}", before.key))
            });
            let switch = (texts::diagnosis::by_theme(lang), Part::Theme(question.theme.clone()));
            self.step(&Part::Question(question.key.clone()), after, before, Some(switch))
        });
        of_themes.chain(of_questions).collect()
    }

    fn step(
        &self,
        part: &Part,
        after: (String, String),
        before: Option<(String, String)>,
        switch: Option<(&'static str, Part)>,
    ) -> AnyView {
        let hidden = part != self.part;
        let button = |(label, then): (String, String), quiet: bool| {
            let part = then.clone();
            view! {
                <span data-part=part><Submit label=label quiet=quiet name="then" value=then /></span>
                " "
            }
        };
        let switch = switch.map(|(label, part)| {
            let to = part.query().trim_start_matches('?').to_owned();
            view! { <a href=self.href(&part) data-part=to>{label}</a> }
        });
        view! {
            <div hidden=hidden data-steps=part.query().trim_start_matches('?').to_owned()>
                <p class="actions">{button(after, false)} {before.map(|b| button(b, true))}</p>
                <p class="small">{switch}</p>
            </div>
        }
        .into_any()
    }
}

/// One question as it is asked.
#[derive(Clone)]
struct Asked {
    question: Question,
    hidden: bool,
    /// What the interview has noted.
    own: Option<Answer>,
    /// The same, in words.
    stands: String,
    /// The submission that it came with.
    seen: Option<String>,
    /// What filled it in, in words. Empty: nothing did.
    filled: String,
    /// What the association answered alone: in words, and by its code.
    prepared: Option<(String, String)>,
    /// What is known already: from what, and the answer.
    proposal: Option<(String, (String, String))>,
}

impl Asked {
    fn draw(self, lang: Lang) -> impl IntoView + use<> {
        let Self { question, hidden, own, stands, seen, filled, prepared, proposal } = self;
        let key = question.key.clone();
        let seen = seen.map(|seen| {
            view! { <input type="hidden" name=format!("seen[{key}]") value=seen /> }
        });
        // It came back because it crosses what stands.
        let field = format!("answers[{key}]");
        let crossed = use_context::<Returned>()
            .is_some_and(|returned| returned.faults.iter().any(|(name, _)| *name == field));
        let stands = crossed.then(|| {
            view! { <p class="hint">{texts::diagnosis::theirs(lang, &stands)}</p> }
        });
        let prepared = prepared.map(|(told, code)| {
            let same = own.as_ref().is_some_and(|own| own.code() == code);
            view! {
                <div class="known" data-prepared=key.clone() hidden=same>
                    <p>{texts::diagnosis::prepared(lang, &told)}</p>
                    <button class="button quiet" name="keep" value=format!("{key} {code}")>
                        {texts::diagnosis::keep_it(lang)}
                    </button>
                </div>
            }
        });
        let proposal = proposal.map(|(source, (told, code))| {
            view! {
                <div class="known" data-proposed=key.clone()>
                    <p>{texts::diagnosis::proposed(lang, source, &told)}</p>
                    <button class="button quiet" name="keep" value=format!("{key} {code}")>
                        {texts::diagnosis::accept(lang)}
                    </button>
                </div>
            }
        });
        let take_back = view! {
            <p class="small" data-taken=key.clone() hidden=own.is_none()>
                <button class="link" name="keep" value=format!("{key} ")>
                    {texts::diagnosis::take_back(lang)}
                </button>
            </p>
        };
        let sub = question.opened_by.is_some().then_some("sub");
        view! {
            <fieldset
                role="presentation"
                class=format!("asked {}", sub.unwrap_or_default())
                data-question=key.clone()
                hidden=hidden
                disabled=hidden
            >
                {seen}
                {choices(lang, &question, own.as_ref())}
                {stands}
                <p class="hint" data-filled=key.clone() hidden=filled.is_empty()>{filled.clone()}</p>
                {prepared}
                {proposal}
                {take_back}
            </fieldset>
        }
    }
}

fn choices(lang: Lang, question: &Question, own: Option<&Answer>) -> AnyView {
    let offered = question.choices.iter();
    let mut options: Vec<Choice> = offered
        .map(|c| Choice::new(c.key.clone(), c.text.get(lang)).alone(question.multiple && c.alone))
        .collect();
    let dont_know = Choice::new(Answer::DONT_KNOW, texts::diagnosis::dont_know(lang));
    let dont_know = dont_know.hint(texts::diagnosis::dont_know_hint(lang));
    options.push(dont_know.alone(question.multiple));
    let legend = question.text.get(lang);
    let hint = question.help.as_ref().map(|help| help.get(lang)).unwrap_or_default();
    let values: Vec<String> = match own {
        Some(Answer::Chosen(keys)) => keys.iter().cloned().collect(),
        Some(Answer::DontKnow) => vec![Answer::DONT_KNOW.to_owned()],
        None => Vec::new(),
    };
    let name = format!("answers[{}]", question.key);
    if question.multiple {
        view! {
            <CheckboxGroup
                name=format!("{name}[]")
                legend=legend
                hint=hint
                options=options
                values=values
                required=true
            />
        }
        .into_any()
    } else {
        let value = values.into_iter().next().unwrap_or_default();
        view! { <RadioGroup name=name legend=legend hint=hint options=options value=value required=true /> }
            .into_any()
    }
}
