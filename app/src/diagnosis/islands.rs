//! Answers in the browser, of an interview or of its preparation: each is kept and sent as it is given, the verdict moves
//! with it, and parts of the questionnaire follow one another without the network. The page is the server's; this changes
//! what it says.

use super::saving::{Calls, Refused, Saving, Seen};
use super::words::{Told, Words};
use crate::dom;
use crate::sending::{Progress, ProgressTexts};
use domain::diagnosis::{Answer, Answers, Key, Questionnaire, Reading, Voices};
use domain::packed;
use domain::packed::unpack;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::{JsCast, JsValue};
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement};

/// What a page hands to its interview, or to the association that prepares one.
pub struct Interview {
    pub calls: Calls,
    pub questionnaire: Questionnaire,
    /// What the association answered alone, for who then asks it.
    pub prepared: Answers,
    pub given: Answers,
    pub seen: Seen,
    pub words: Words,
    pub texts: Texts,
}

/// The words around answers, finished but for what stands between braces.
pub struct Texts {
    pub progress: ProgressTexts,
    /// `{choice}`
    pub mine: String,
    /// `{choice}`
    pub theirs: String,
    /// `{choice}`
    pub keep: String,
    pub lost: String,
    pub dont_know: String,
    pub taken_back: String,
    /// `{question}`, `{choice}`, `{answer}`
    pub filled: String,
    /// `{question}`, `{theirs}`, `{ours}`
    pub contested: String,
}

packed! {
    Interview { calls, questionnaire, prepared, given, seen, words, texts }
    Texts {
        progress, mine, theirs, keep, lost, dont_know, taken_back,
        filled, contested,
    }
}

/// A part of the questionnaire, on a screen of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    Theme(Key),
    /// One question, with those that it opens.
    Question(Key),
}

impl Part {
    /// As an address says it: `theme=…`, `question=…`.
    pub fn read(query: &str) -> Option<Self> {
        query.trim_start_matches('?').split('&').find_map(|pair| match pair.split_once('=')? {
            ("theme", key) => Some(Self::Theme(key.to_owned())),
            ("question", key) => Some(Self::Question(key.to_owned())),
            _ => None,
        })
    }

    /// For an address.
    pub fn query(&self) -> String {
        match self {
            Self::Theme(key) => format!("?theme={key}"),
            Self::Question(key) => format!("?question={key}"),
        }
    }

    /// Whether it holds a question.
    pub fn holds(&self, questionnaire: &Questionnaire, question: &str) -> bool {
        let Some(question) = questionnaire.question(question) else { return false };
        match self {
            Self::Theme(key) => question.theme == *key,
            Self::Question(key) => {
                let parent = question.opened_by.as_ref().map(|opening| &opening.question);
                question.key == *key || parent == Some(key)
            }
        }
    }
}

/// An answer in words: its choices, or that nobody knows.
pub fn said(
    questionnaire: &Questionnaire,
    words: &Words,
    texts: &Texts,
    question: &str,
    code: &str,
) -> String {
    let Some(answer) = Answer::from_code(code) else { return texts.taken_back.clone() };
    let Answer::Chosen(keys) = answer else { return texts.dont_know.clone() };
    let question = questionnaire.question(question);
    let choices = question.into_iter().flat_map(|q| &q.choices).filter(|c| keys.contains(&c.key));
    choices.map(|choice| choice.text.get(words.lang)).collect::<Vec<_>>().join(", ")
}

/// What filled an answer in, in words. Empty: it was given itself, or there is none.
pub fn filled(reading: &Reading, words: &Words, texts: &Texts, question: &str) -> String {
    let counted = reading.counted(question);
    let Some((counted, source)) = counted.and_then(|c| Some((c, c.filled_by?))) else {
        return String::new();
    };
    let answer = counted.choices.iter().map(|choice| choice.text.get(words.lang));
    texts
        .filled
        .replace("{answer}", &answer.collect::<Vec<_>>().join(", "))
        .replace("{question}", source.question.text.get(words.lang))
        .replace("{choice}", source.choice.text.get(words.lang))
}

/// What the association and who asks it see differently, in words.
pub fn contested(
    questionnaire: &Questionnaire,
    words: &Words,
    texts: &Texts,
    association: &Answers,
    volunteer: &Answers,
) -> Vec<String> {
    let voices = Voices { association: association.clone(), volunteer: volunteer.clone() };
    let told = |key: &Key| {
        let question = questionnaire.question(key)?;
        let said = |answers: &Answers| {
            let code = answers.get(key).map(Answer::code).unwrap_or_default();
            said(questionnaire, words, texts, key, &code)
        };
        let told = texts.contested.replace("{question}", question.text.get(words.lang));
        Some(told.replace("{theirs}", &said(association)).replace("{ours}", &said(volunteer)))
    };
    let contested: Vec<&Key> = voices.contested().collect();
    let asked = questionnaire.questions.iter().map(|question| &question.key);
    asked.filter(|key| contested.contains(key)).filter_map(told).collect()
}

/// Brings to life the form that it holds, and what is told beside it.
#[island]
pub fn LiveInterview(children: Children) -> impl IntoView {
    Effect::new(|_| {
        let packed = dom::one("[data-interview]").map(|at| dom::attribute(&at, "data-interview"));
        if let Some(interview) = packed.and_then(|packed| unpack(&packed)) {
            Live::begin(interview);
        }
    });
    children()
}

/// An interview that goes on.
struct Live {
    interview: Interview,
    given: RefCell<Answers>,
    part: RefCell<Option<Part>>,
    saving: Rc<Saving>,
    refused: RefCell<Vec<Refused>>,
    /// What was answered before one wondered "what if?". None: what is answered is meant.
    meant: RefCell<Option<Answers>>,
}

impl Live {
    fn begin(interview: Interview) {
        let live = Rc::new_cyclic(|live: &std::rc::Weak<Self>| {
            let (telling, refusing) = (live.clone(), live.clone());
            let saving = Saving::new(
                interview.calls.clone(),
                interview.seen.clone(),
                move |progress| _ = telling.upgrade().map(|live| live.tell_progress(progress)),
                move |refused| _ = refusing.upgrade().map(|live| live.tell_refused(refused)),
            );
            Self {
                given: RefCell::new(interview.given.clone()),
                part: RefCell::new(shown_part()),
                refused: RefCell::default(),
                meant: RefCell::default(),
                saving,
                interview,
            }
        });
        let left = Rc::clone(&live);
        spawn_local(async move {
            // A browser that keeps nothing has left nothing.
            for (question, answer) in left.saving.left().await.unwrap_or_default() {
                left.apply(&question, &answer);
            }
            left.draw();
            left.saving.send().await;
        });
        // Buttons need not be pressed to save any more, and what they do when pressed is done here.
        for (selector, hidden) in [("[data-try-door]", false), ("[data-by-buttons]", true)] {
            dom::all(selector).iter().for_each(|part| dom::switch(part, "hidden", hidden));
        }
        for (event, act) in
            [("change", Self::changed as fn(&Self, Event)), ("click", Self::clicked)]
        {
            let live = Rc::clone(&live);
            dom::on(event, move |event| act(&live, event));
        }
        dom::on("popstate", move |_| live.show(shown_part()));
    }

    /// What counts: the interview's answer where there is one, else what was prepared.
    fn together(&self) -> Answers {
        let mut together = self.interview.prepared.clone();
        together.extend(self.given.borrow().clone());
        together
    }

    fn changed(&self, event: Event) {
        let Some(question) = dom::around(&event, "[data-question]") else { return };
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let Some(input) = input.filter(|input| input.name().starts_with("answers[")) else {
            return;
        };
        let inputs = inputs(&question);
        if input.type_() == "checkbox" && input.checked() {
            // « Aucun », "je ne sais pas" go with nothing else.
            let alone = |input: &HtmlInputElement| input.has_attribute("data-alone");
            let others = inputs.iter().filter(|other| *other != &input);
            let gone = others.filter(|other| alone(&input) || alone(other));
            gone.for_each(|other| other.set_checked(false));
        }
        let ticked = inputs.iter().filter(|input| input.checked()).map(HtmlInputElement::value);
        let answer = ticked.collect::<Vec<_>>().join(" ");
        self.answer(&dom::attribute(&question, "data-question"), answer.trim());
    }

    fn clicked(&self, event: Event) {
        if let Some(button) = dom::around(&event, "button[name=keep]") {
            event.prevent_default();
            if let Some((question, answer)) = dom::attribute(&button, "value").split_once(' ') {
                self.apply(question, answer);
                self.answer(question, answer);
            }
        } else if dom::around(&event, "[data-enter]").is_some() {
            // All is kept already.
            event.prevent_default();
        } else if let Some(button) = dom::around(&event, "[data-part]") {
            event.prevent_default();
            self.go(&dom::attribute(&button, "data-part"));
        } else if dom::around(&event, "[data-try]").is_some() {
            let given = self.given.borrow().clone();
            *self.meant.borrow_mut() = Some(given);
            self.draw();
            focus("#trying");
        } else if dom::around(&event, "[data-leave]").is_some() {
            self.leave();
        } else if let Some(button) = dom::around(&event, "button[data-settle]") {
            let question = dom::attribute(&button, "data-settle");
            let refused = self.refused.borrow().iter().find(|r| r.question == question).cloned();
            let Some(refused) = refused else { return };
            let mine = button.has_attribute("data-mine");
            if let (Some(standing), false) = (&refused.standing, mine) {
                self.apply(&question, &standing.answer);
                self.draw();
            }
            self.saving.settle(&refused, mine);
        }
    }

    /// An answer given here.
    fn answer(&self, question: &str, answer: &str) {
        self.note(question, answer);
        if self.meant.borrow().is_none() {
            self.saving.answer(question, answer);
        }
        self.draw();
    }

    /// Ends "what if?": the answers are those that were meant.
    fn leave(&self) {
        let Some(meant) = self.meant.borrow_mut().take() else { return };
        let tried = self.given.borrow().clone();
        for question in tried.keys().chain(meant.keys()) {
            if tried.get(question) != meant.get(question) {
                let answer = meant.get(question).map(Answer::code).unwrap_or_default();
                self.apply(question, &answer);
            }
        }
        self.draw();
        focus("[data-try]");
    }

    /// An answer that came from elsewhere: the form says it too.
    fn apply(&self, question: &str, answer: &str) {
        let answered = Answer::from_code(answer);
        let named = |input: &HtmlInputElement| match &answered {
            Some(Answer::DontKnow) => input.value() == Answer::DONT_KNOW,
            Some(answer) => answer.names(&input.value()),
            None => false,
        };
        for asked in dom::all(&format!("[data-question=\"{question}\"]")) {
            inputs(&asked).iter().for_each(|input| input.set_checked(named(input)));
        }
        self.note(question, answer);
    }

    fn note(&self, question: &str, answer: &str) {
        let mut given = self.given.borrow_mut();
        match Answer::from_code(answer) {
            Some(answer) => _ = given.insert(question.to_owned(), answer),
            None => _ = given.remove(question),
        }
    }

    /// Goes to a part: the one named, or what comes after a question.
    fn go(&self, to: &str) {
        let questionnaire = &self.interview.questionnaire;
        let after = to.strip_prefix("after=");
        let part = match after {
            Some(question) => {
                let answers = self.together();
                let reading = questionnaire.read(&answers);
                reading.screen_after(question).map(|next| Part::Question(next.key.clone()))
            }
            None => Part::read(to),
        };
        let Some(part) = part else {
            focus("#give-back");
            return;
        };
        if let Ok(history) = window().history() {
            // An address that cannot be noted is one that cannot be gone back to.
            let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&part.query()));
        }
        self.show(Some(part));
        focus("section[data-theme]:not([hidden]) h2");
    }

    fn show(&self, part: Option<Part>) {
        *self.part.borrow_mut() = part;
        self.draw();
    }

    /// Says what the answers say now, and shows what they ask.
    fn draw(&self) {
        let Interview { questionnaire, words, texts, .. } = &self.interview;
        let answers = self.together();
        draw_told("told", &words.tell(questionnaire, &answers));
        let meant = self.meant.borrow();
        if let Some(meant) = &*meant {
            let mut before = self.interview.prepared.clone();
            before.extend(meant.clone());
            draw_told("was", &words.tell(questionnaire, &before));
        }
        for interview in dom::all(".interview") {
            dom::switch(&interview, "data-tries", meant.is_some());
        }
        for (selector, hidden) in
            [("[data-trying]", meant.is_none()), ("[data-means], [data-try-door]", meant.is_some())]
        {
            dom::all(selector).iter().for_each(|part| dom::switch(part, "hidden", hidden));
        }
        let (prepared, given) = (&self.interview.prepared, self.given.borrow());
        let ours = meant.as_ref().unwrap_or(&given);
        let topics = contested(questionnaire, words, texts, prepared, ours);
        dom::list("[data-contested]", &topics);
        for section in dom::all("[data-topics]") {
            dom::switch(&section, "hidden", topics.is_empty());
        }
        let reading = questionnaire.read(&answers);
        let part = self.part.borrow();
        for asked in dom::all("[data-question]") {
            let key = dom::attribute(&asked, "data-question");
            let inside = part.as_ref().is_none_or(|part| part.holds(questionnaire, &key));
            let open = inside && reading.asks(&key);
            // What is out of sight is not sent with the form either.
            dom::switch(&asked, "hidden", !open);
            dom::switch(&asked, "disabled", !open);
            let answered = given.contains_key(&key);
            let same = answered && given.get(&key) == prepared.get(&key);
            for prepared in dom::all(&format!("[data-prepared=\"{key}\"]")) {
                dom::switch(&prepared, "hidden", same);
            }
            for proposed in dom::all(&format!("[data-proposed=\"{key}\"]")) {
                dom::switch(&proposed, "hidden", answered);
            }
            for erase in dom::all(&format!("[data-taken=\"{key}\"]")) {
                dom::switch(&erase, "hidden", !answered);
            }
            dom::tell(&format!("[data-filled=\"{key}\"]"), &filled(&reading, words, texts, &key));
        }
        for section in dom::all("section[data-theme]") {
            let held = section.query_selector("[data-question]:not([hidden])").ok().flatten();
            dom::switch(&section, "hidden", held.is_none());
        }
        for count in dom::all("[data-count]") {
            let theme = dom::attribute(&count, "data-count");
            let (known, all) = reading.progress_of(&theme, &answers);
            count.set_text_content(Some(&format!("{known}/{all}")));
        }
        let here = part.as_ref().map(|part| match part {
            Part::Theme(key) => key.clone(),
            Part::Question(key) => {
                questionnaire.question(key).map(|q| q.theme.clone()).unwrap_or_default()
            }
        });
        for link in dom::all(".themes [data-part]") {
            let theme = here.as_ref().map(|theme| format!("theme={theme}"));
            let current = theme.is_some_and(|theme| dom::attribute(&link, "data-part") == theme);
            match current {
                true => dom::set(&link, "aria-current", "step"),
                false => dom::switch(&link, "aria-current", false),
            }
        }
        for step in dom::all("[data-steps]") {
            let steps = dom::attribute(&step, "data-steps");
            let of_part = part.as_ref().is_none_or(|part| part.query() == format!("?{steps}"));
            dom::switch(&step, "hidden", !of_part);
        }
    }

    fn tell_progress(&self, progress: Progress) {
        self.interview.texts.progress.tell(progress);
    }

    /// Shows the answers that the server did not take, each with what stands instead: one of the two is chosen.
    fn tell_refused(&self, refused: Vec<Refused>) {
        if *self.refused.borrow() == refused {
            return;
        }
        let Interview { questionnaire, words, texts, .. } = &self.interview;
        let said = |question: &str, code: &str| said(questionnaire, words, texts, question, code);
        for list in dom::all("[data-refused]") {
            list.set_text_content(None);
            for Refused { question, answer, standing } in &refused {
                let text = questionnaire.question(question).map(|q| q.text.get(words.lang));
                let Some(item) = dom::made("li", text.unwrap_or_default()) else { continue };
                let mine = said(question, answer);
                dom::put(&item, dom::made("p", &texts.mine.replace("{choice}", &mine)));
                let theirs = standing.as_ref().map(|standing| said(question, &standing.answer));
                let told = match &theirs {
                    Some(theirs) => texts.theirs.replace("{choice}", theirs),
                    None => texts.lost.clone(),
                };
                dom::put(&item, dom::made("p", &told));
                let choices =
                    [Some((mine, true)).filter(|_| theirs.is_some()), theirs.map(|t| (t, false))];
                for (choice, mine) in choices.into_iter().flatten() {
                    let button = dom::made("button", &texts.keep.replace("{choice}", &choice));
                    if let Some(button) = &button {
                        dom::set(button, "type", "button");
                        dom::set(button, "class", "button quiet");
                        dom::set(button, "data-settle", question);
                        dom::switch(button, "data-mine", mine);
                    }
                    dom::put(&item, button);
                }
                dom::put(&list, Some(item));
            }
        }
        for notice in dom::all("[data-crossings]") {
            dom::switch(&notice, "hidden", refused.is_empty());
        }
        *self.refused.borrow_mut() = refused;
    }
}

/// What the address says is shown. None: the page has said all.
fn shown_part() -> Option<Part> {
    let asked = window().location().search().ok().and_then(|query| Part::read(&query));
    asked.or_else(|| Part::read(&dom::attribute(&dom::one("[data-begins]")?, "data-begins")))
}

/// Writes a reading where the page keeps place for it: what is `told` now, or what `was`.
fn draw_told(which: &str, told: &Told) {
    let place = |part: &str| format!("[data-{which}={part}]");
    for verdict in dom::all(&place("verdict")) {
        dom::set(&verdict, "class", &format!("verdict {}", told.code));
    }
    dom::tell(&place("title"), &told.title);
    dom::tell(&place("summary"), &told.summary);
    dom::list(&place("reasons"), &told.reasons);
    dom::list(&place("steps"), &told.steps);
    dom::tell(&place("progress"), &told.progress);
}

/// The boxes and buttons of a question, which say its answer.
fn inputs(question: &Element) -> Vec<HtmlInputElement> {
    let Ok(found) = question.query_selector_all("input[type=radio], input[type=checkbox]") else {
        return Vec::new();
    };
    (0..found.length()).filter_map(|i| found.get(i)?.dyn_into().ok()).collect()
}

fn focus(selector: &str) {
    let found = dom::one(selector).and_then(|found| found.dyn_into::<HtmlElement>().ok());
    if let Some(found) = found {
        found.set_tab_index(-1);
        // The worst is that the focus stays where it was.
        let _ = found.focus();
    }
}
