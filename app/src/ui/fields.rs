//! Forms that work without scripts and lose nothing: a refused form comes back with what was typed, each message
//! beside its field.

mod elsewhere;
#[cfg(test)]
mod tests;

pub use elsewhere::{FieldsOf, SubmitOf};

use super::card::Refusal;
use super::{classes, escape, some};
use leptos::prelude::*;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// The words that forms say themselves.
#[derive(Clone, Debug, Default)]
pub struct UiTexts {
    /// Beside the label of a field that may stay empty.
    pub optional: String,
    /// Above the list of what is to be mended.
    pub error_summary: String,
    /// How long a text may be: `{max}`, in characters.
    pub at_most: String,
    /// A box that is ticked, and one that is not, in words.
    pub ticked: (String, String),
}

/// What a refused form gives back. Provided as context by the renderer; empty when nothing was refused.
#[derive(Clone, Debug, Default)]
pub struct Returned {
    /// Which form.
    pub form: String,
    /// Which of several forms of that name.
    pub key: String,
    pub typed: Vec<(String, String)>,
    /// Field and message, in the order of the page.
    pub faults: Vec<(String, String)>,
    pub message: Option<String>,
    /// A decision against what was asked, with its next step.
    pub refusal: Option<Refusal>,
    /// What begins the words that somebody else saved meanwhile in place of those typed. Empty: nobody did.
    pub meanwhile: String,
    /// Set by the form that tells it: the page may have changed meanwhile, and show that form no more.
    pub told: Arc<AtomicBool>,
}

impl Returned {
    /// What was typed, to look at it: nothing was refused.
    pub fn to_look_at(form: &str, typed: Vec<(String, String)>) -> Self {
        let key = typed.iter().find(|(name, _)| name == "key").map(|(_, v)| v.clone());
        Self { form: form.to_owned(), key: key.unwrap_or_default(), typed, ..Default::default() }
    }

    /// What was typed under this name, if this form came back.
    pub fn typed(&self, form: &str, name: &str) -> Option<&str> {
        let ours = self.form == form;
        self.typed.iter().find(|(n, _)| ours && n == name).map(|(_, typed)| typed.as_str())
    }
}

/// What came back and no form of the page tells. Asked once the page's body is made.
pub fn untold() -> Option<AnyView> {
    let returned = use_context::<Returned>()?;
    let nothing = returned.form.is_empty() || returned.told.load(Ordering::Relaxed);
    (!nothing).then(|| {
        let told = summary(&Within::default(), Returned { faults: Vec::new(), ..returned });
        view! { <div class="wrap">{told}</div> }.into_any()
    })
}

/// The form that a field stands in: told to fields by context.
#[derive(Clone, Debug, Default)]
struct Within {
    /// Begins the ids of its fields.
    prefix: String,
    /// What came back, if it was this form.
    returned: Option<Returned>,
    /// The id of the form, where it stands elsewhere on the page.
    elsewhere: Option<String>,
    /// What the fields that are to be mended are called, by id.
    labels: Arc<Mutex<BTreeMap<String, String>>>,
}

impl Within {
    fn current() -> Self {
        use_context().unwrap_or_default()
    }

    /// Makes fields inside it.
    fn around(&self, children: Children) -> AnyView {
        let outer = use_context::<Self>();
        provide_context(self.clone());
        let fields = children();
        provide_context(outer.unwrap_or_default());
        fields.into_any()
    }

    fn id(&self, name: &str) -> String {
        let name = field(name);
        let plain = |c: char| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' };
        let name: String = name.chars().map(plain).collect();
        if self.prefix.is_empty() { name } else { format!("{}-{name}", self.prefix) }
    }

    /// The first value typed under that name.
    fn typed(&self, name: &str) -> Option<String> {
        let returned = self.returned.as_ref()?;
        returned.typed.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone())
    }

    /// The values chosen under that name: those that came back or, before any sending, the given ones.
    fn chosen(&self, name: &str, given: Vec<String>) -> Vec<String> {
        match &self.returned {
            Some(returned) => {
                returned.typed.iter().filter(|(n, _)| n == name).map(|(_, v)| v.clone()).collect()
            }
            None => given,
        }
    }

    /// What somebody else saved meanwhile, where something else was typed.
    fn meanwhile(&self, name: &str, saved: &str) -> Option<AnyView> {
        let told = some(self.returned.as_ref()?.meanwhile.clone())?;
        let lines = |text: &str| text.replace("\r\n", "\n").trim().to_owned();
        let (typed, saved) = (lines(&self.typed(name).unwrap_or_default()), lines(saved));
        let (other, short) = (typed != saved, saved.chars().count() <= MEANWHILE_MAX);
        let saved = if saved.is_empty() { "—".to_owned() } else { saved };
        (other && short)
            .then(|| view! { <p class="meanwhile"><b>{told}</b> " " {saved}</p> }.into_any())
    }

    fn fault(&self, name: &str) -> Option<String> {
        let returned = self.returned.as_ref()?;
        returned.faults.iter().find(|(n, _)| n == field(name)).map(|(_, m)| m.clone())
    }
}

/// The most characters told of what somebody else saved: a whole file is not told twice on one page.
const MEANWHILE_MAX: usize = 2_000;

/// The field that an input belongs to: boxes that send several values end their name by `[]`.
fn field(name: &str) -> &str {
    name.strip_suffix("[]").unwrap_or(name)
}

/// A form that posts to the URL of its page, for the server function `name`.
#[component]
pub fn Form(
    #[prop(into)] name: String,
    /// The id of this submission: the same twice is one act.
    #[prop(into)]
    command: String,
    /// Tells forms of one name apart.
    #[prop(optional, into)]
    key: String,
    #[prop(optional)] hidden: Vec<(String, String)>,
    #[prop(optional, into)] class: String,
    /// For [`FieldsOf`] and [`SubmitOf`] elsewhere on the page.
    #[prop(optional, into)]
    id: String,
    /// It may hold files.
    #[prop(optional)]
    files: bool,
    /// Another server function to which a [`SubmitOf`] sends it: what was typed comes back from there too.
    #[prop(optional)]
    also: &'static str,
    children: Children,
) -> impl IntoView {
    let ours =
        |r: &Returned| (r.form == name || r.form == also) && r.key == key && !r.form.is_empty();
    let returned = use_context::<Returned>().filter(ours);
    // The end of a key: ids of our making differ there, and a page with many forms stays light.
    let end = key.char_indices().rev().nth(11).map_or(0, |(at, _)| at);
    let prefix = if key.is_empty() { name.clone() } else { format!("{name}-{}", &key[end..]) };
    let prefix = Within::default().id(&prefix);
    let within = Within { prefix, returned: returned.clone(), ..Within::default() };
    let fields = within.around(children);
    // What another function found is told beside its own fields.
    let summary = returned.filter(|r| r.form == name).map(|r| summary(&within, r));
    let hidden: Vec<_> = hidden
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
        .collect();
    let key = some(key).map(|key| view! { <input type="hidden" name="key" value=key /> });
    view! {
        <form
            method="post"
            enctype=files.then_some("multipart/form-data")
            novalidate=true
            class=some(class)
            id=some(id)
        >
            <input type="hidden" name="form" value=name />
            <input type="hidden" name="command" value=command />
            {key}
            {hidden}
            {summary}
            {fields}
        </form>
    }
}

/// What is to be mended, at the top, each with a way to its field: asked once the fields are made. It takes the focus, without
/// any script.
fn summary(within: &Within, returned: Returned) -> AnyView {
    returned.told.store(true, Ordering::Relaxed);
    if let Some(refusal) = returned.refusal {
        return refusal.into_any();
    }
    if returned.message.is_none() && returned.faults.is_empty() {
        return ().into_any();
    }
    let title = use_context::<UiTexts>().unwrap_or_default().error_summary;
    let labels = within.labels.lock().unwrap_or_else(PoisonError::into_inner);
    let faults: Vec<_> = returned
        .faults
        .into_iter()
        .map(|(field, message)| {
            let id = within.id(&field);
            let label = labels.get(&id).map(|label| view! { <b>{label.clone()}</b> " · " });
            view! { <li><a href=format!("#{id}")>{label} {message}</a></li> }
        })
        .collect();
    // Without a field to mend, the message is all there is to say.
    let (title, message) = match returned.message.filter(|message| *message != title) {
        Some(message) if faults.is_empty() => (message, None),
        message => (title, message),
    };
    let message = message.map(|message| view! { <p>{message}</p> });
    let list = (!faults.is_empty()).then(|| view! { <ul>{faults}</ul> });
    view! {
        <div class="errors" id=within.id("errors") role="alert" tabindex="-1" autofocus=true>
            <h2>{title}</h2>
            {message}
            {list}
        </div>
    }
    .into_any()
}

/// A label's words, and whether the field may stay empty.
fn labelled(label: String, required: bool) -> impl IntoView {
    let optional = (!required).then(|| {
        let optional = use_context::<UiTexts>().unwrap_or_default().optional;
        view! { " " <span class="optional">{optional}</span> }
    });
    view! { {label} {optional} }
}

/// A field's ids, and what is said between its label and itself.
struct Around {
    id: String,
    /// Its hint and its message.
    told: AnyView,
    /// The ids of those.
    described: Option<String>,
    invalid: Option<&'static str>,
    class: Option<String>,
    form: Option<String>,
}

fn around(within: &Within, name: &str, label: &str, hint: String) -> Around {
    let id = within.id(name);
    let fault = within.fault(name);
    if fault.is_some() {
        within
            .labels
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(id.clone(), label.to_owned());
    }
    let invalid = fault.is_some();
    let mut described = Vec::new();
    let hint = some(hint).map(|hint| {
        described.push(format!("{id}-hint"));
        view! { <p class="hint" id=format!("{id}-hint")>{hint}</p> }
    });
    let fault = fault.map(|message| {
        described.push(format!("{id}-fault"));
        view! { <p class="fault" id=format!("{id}-fault")>{message}</p> }
    });
    Around {
        told: view! { {hint} {fault} }.into_any(),
        described: some(described.join(" ")),
        invalid: invalid.then_some("true"),
        class: classes(&[("field", true), ("invalid", invalid)]),
        form: within.elsewhere.clone(),
        id,
    }
}

/// A line of text, an address, a date, a number, a password…
#[component]
pub fn TextField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] hint: String,
    /// The `type` of the input; `text` if empty.
    #[prop(optional)]
    kind: &'static str,
    #[prop(optional)] autocomplete: &'static str,
    #[prop(optional)] inputmode: &'static str,
    #[prop(optional)] required: bool,
    /// Needed in some cases, which its label tells: it is not said that it may stay empty.
    #[prop(optional)]
    needed: bool,
    /// The least value, of a date or a number.
    #[prop(optional, into)]
    min: String,
    #[prop(optional, into)] max: String,
    /// Values that are known, offered while one types; another may be typed.
    #[prop(optional)]
    known: Vec<String>,
) -> impl IntoView {
    let within = Within::current();
    let kind = if kind.is_empty() { "text" } else { kind };
    let around = around(&within, &name, &label, hint);
    let meanwhile = (kind != "password").then(|| within.meanwhile(&name, &value)).flatten();
    // A password is never sent back.
    let value =
        if kind == "password" { String::new() } else { within.typed(&name).unwrap_or(value) };
    let some_of = |text: &'static str| (!text.is_empty()).then_some(text);
    let list = (!known.is_empty()).then(|| format!("{}-known", around.id));
    let known = list.clone().map(|id| {
        let known = known.into_iter().map(|value| view! { <option value=value></option> });
        view! { <datalist id=id>{known.collect_view()}</datalist> }
    });
    view! {
        <div class=around.class>
            <label for=around.id.clone()>{labelled(label, required || needed)}</label>
            {around.told}
            <input
                id=around.id
                name=name
                type=kind
                value=some(value)
                autocomplete=some_of(autocomplete)
                inputmode=some_of(inputmode)
                required=required
                min=some(min)
                max=some(max)
                list=list
                aria-describedby=around.described
                aria-invalid=around.invalid
            />
            {meanwhile}
            {known}
        </div>
    }
}

/// Several lines of text. A limit is told and never enforced by the browser, which would cut what is pasted without a
/// word: the server says what is too long, and gives it back whole.
#[component]
pub fn TextArea(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] hint: String,
    #[prop(default = 5)] rows: u32,
    #[prop(optional)] required: bool,
    /// In characters; 0: none is told.
    #[prop(optional)]
    at_most: u32,
) -> impl IntoView {
    let within = Within::current();
    let limit = use_context::<UiTexts>().unwrap_or_default().at_most;
    let limit = (at_most > 0).then(|| limit.replace("{max}", &at_most.to_string()));
    let hint = [hint, limit.unwrap_or_default()].join(" ").trim().to_owned();
    let around = around(&within, &name, &label, hint);
    let meanwhile = within.meanwhile(&name, &value);
    let text = within.typed(&name).unwrap_or(value);
    view! {
        <div class=around.class>
            <label for=around.id.clone()>{labelled(label, required)}</label>
            {around.told}
            {meanwhile}
            <SafeTextarea
                id=around.id
                name=name
                form=around.form
                text=text
                rows=rows
                required=required
                described=around.described
                invalid=around.invalid.is_some()
            />
        </div>
    }
}

/// A file of text, in place of what is typed in the field of that name.
#[component]
pub fn FileField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    /// The ends of names and the kinds that are offered first.
    accept: &'static str,
) -> impl IntoView {
    let id = format!("{}-file", Within::current().id(&name));
    let hint_id = format!("{id}-hint");
    view! {
        <div class="field">
            <label for=id.clone()>{labelled(label, false)}</label>
            <p class="hint" id=hint_id.clone()>
                {hint}
            </p>
            <input id=id name=name type="file" accept=accept aria-describedby=hint_id />
        </div>
    }
}

/// A file of any kind, sent beside the other fields. A browser forgets which one was chosen when the form comes back.
#[component]
pub fn UploadField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    /// The ends of names that are offered first.
    accept: String,
    #[prop(optional)] required: bool,
) -> impl IntoView {
    let around = around(&Within::current(), &name, &label, hint);
    view! {
        <div class=around.class>
            <label for=around.id.clone()>{labelled(label, required)}</label>
            {around.told}
            <input
                id=around.id
                name=name
                type="file"
                accept=accept
                required=required
                aria-describedby=around.described
                aria-invalid=around.invalid
            />
        </div>
    }
}

/// The one `<textarea>` of the product. Leptos 0.8 renders its children unescaped; here the text is escaped first, and a
/// line break begins it, because HTML drops the first one.
#[component]
pub fn SafeTextarea(
    id: String,
    name: String,
    form: Option<String>,
    text: String,
    rows: u32,
    required: bool,
    described: Option<String>,
    invalid: bool,
) -> impl IntoView {
    view! {
        <textarea
            id=id
            name=name
            form=form
            rows=rows
            required=required
            aria-describedby=described
            aria-invalid=invalid.then_some("true")
            inner_html=format!("\n{}", escape(&text))
        ></textarea>
    }
}

/// One of a list, folded.
#[component]
pub fn Select(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    /// Value and label, in order.
    options: Vec<(String, String)>,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional)] required: bool,
) -> impl IntoView {
    let within = Within::current();
    let around = around(&within, &name, &label, hint);
    let other = within.typed(&name).is_some_and(|typed| typed != value);
    // A list of what may be added has nothing saved.
    let saved = options.iter().find(|(option, _)| other && *option == value && !value.is_empty());
    let meanwhile = saved.and_then(|(_, label)| within.meanwhile(&name, label));
    let chosen = within.typed(&name).unwrap_or(value);
    let option = |(value, label): (String, String)| {
        let selected = value == chosen;
        view! { <option value=value selected=selected>{label}</option> }
    };
    view! {
        <div class=around.class>
            <label for=around.id.clone()>{labelled(label, required)}</label>
            {around.told}
            {meanwhile}
            <select
                id=around.id
                name=name
                required=required
                aria-describedby=around.described
                aria-invalid=around.invalid
            >
                {options.into_iter().map(option).collect::<Vec<_>>()}
            </select>
        </div>
    }
}

/// One of the things to choose.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    pub value: String,
    pub label: String,
    /// One more line, under the label.
    pub hint: String,
    /// It goes with no other, where several may be chosen: for the island of the page.
    pub alone: bool,
}

impl Choice {
    /// A choice without a hint. `value` is what the form sends.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), ..Self::default() }
    }

    /// Marks one that goes with no other.
    pub fn alone(self, alone: bool) -> Self {
        Self { alone, ..self }
    }

    /// Adds one more line, under the label.
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: hint.into(), ..self }
    }
}

impl<V: Into<String>, L: Into<String>> From<(V, L)> for Choice {
    fn from((value, label): (V, L)) -> Self {
        Self::new(value, label)
    }
}

/// The parts of a choice that inputs of both kinds share.
struct Ticked {
    kind: &'static str,
    id: String,
    name: String,
    form: Option<String>,
    checked: bool,
    required: bool,
    described: Option<String>,
    invalid: Option<&'static str>,
}

/// An input and its label: the whole box can be pressed.
fn choice(choice: Choice, ticked: Ticked) -> impl IntoView {
    let hint = some(choice.hint).map(|hint| view! { <span class="hint">{hint}</span> });
    let label_for = ticked.id.clone();
    view! {
        <label class="choice" for=label_for>
            <input
                type=ticked.kind
                id=ticked.id
                name=ticked.name
                form=ticked.form
                value=choice.value
                checked=ticked.checked
                data-alone=choice.alone
                required=ticked.required
                aria-describedby=ticked.described
                aria-invalid=ticked.invalid
            />
            <span>{choice.label} {hint}</span>
        </label>
    }
}

/// The choices of a group. The first bears the group's id: that is where the summary leads.
fn choices(
    options: Vec<Choice>,
    kind: &'static str,
    name: &str,
    around: &Around,
    chosen: &[String],
) -> AnyView {
    let drawn: Vec<_> = (options.into_iter().enumerate())
        .map(|(i, option)| {
            let ticked = Ticked {
                kind,
                id: if i == 0 { around.id.clone() } else { format!("{}-{i}", around.id) },
                name: name.to_owned(),
                form: around.form.clone(),
                checked: chosen.contains(&option.value),
                required: false,
                described: None,
                invalid: around.invalid.filter(|_| kind == "checkbox"),
            };
            choice(option, ticked)
        })
        .collect();
    view! { <div class="choices">{drawn}</div> }.into_any()
}

/// One of a few, all in sight.
#[component]
pub fn RadioGroup(
    #[prop(into)] name: String,
    #[prop(into)] legend: String,
    options: Vec<Choice>,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional)] required: bool,
    /// Side by side, where there is room.
    #[prop(optional)]
    inline: bool,
    /// For eyes, the legend is written elsewhere.
    #[prop(optional)]
    legend_hidden: bool,
    /// The legend is the question of the page.
    #[prop(optional)]
    big: bool,
) -> impl IntoView {
    let within = Within::current();
    let around = around(&within, &name, &legend, hint);
    let other = within.typed(&name).is_some_and(|typed| typed != value);
    let saved = options.iter().find(|option| other && option.value == value);
    let meanwhile = saved.and_then(|option| within.meanwhile(&name, &option.label));
    let chosen = within.chosen(&name, vec![value]);
    let options = choices(options, "radio", &name, &around, &chosen);
    let class = classes(&[
        (around.class.as_deref().unwrap_or_default(), true),
        ("inline", inline),
        ("big", big),
    ]);
    view! {
        <fieldset
            class=class
            role="radiogroup"
            aria-describedby=around.described
            aria-invalid=around.invalid
            aria-required=required.then_some("true")
        >
            <legend class=classes(&[("hidden", legend_hidden)])>{labelled(legend, required)}</legend>
            {around.told}
            {meanwhile}
            {options}
        </fieldset>
    }
}

/// Any of a few, all in sight.
#[component]
pub fn CheckboxGroup(
    #[prop(into)] name: String,
    #[prop(into)] legend: String,
    options: Vec<Choice>,
    #[prop(optional)] values: Vec<String>,
    #[prop(optional, into)] hint: String,
    #[prop(optional)] required: bool,
    /// Side by side, where there is room.
    #[prop(optional)]
    inline: bool,
) -> impl IntoView {
    let within = Within::current();
    let around = around(&within, &name, &legend, hint);
    let chosen = within.chosen(&name, values);
    let options = choices(options, "checkbox", &name, &around, &chosen);
    let class = classes(&[(around.class.as_deref().unwrap_or_default(), true), ("inline", inline)]);
    view! {
        <fieldset class=class aria-describedby=around.described>
            <legend>{labelled(legend, required)}</legend>
            {around.told}
            {options}
        </fieldset>
    }
}

/// A box to tick.
#[component]
pub fn Checkbox(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(default = "yes".to_owned(), into)] value: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional)] checked: bool,
    #[prop(optional)] required: bool,
) -> impl IntoView {
    let within = Within::current();
    let around = around(&within, &name, &label, String::new());
    let given = if checked { vec![value.clone()] } else { Vec::new() };
    let (yes, no) = use_context::<UiTexts>().unwrap_or_default().ticked;
    let other = within.chosen(&name, given.clone()) != given;
    let meanwhile =
        other.then(|| within.meanwhile(&name, if checked { &yes } else { &no })).flatten();
    let ticked = Ticked {
        kind: "checkbox",
        id: around.id.clone(),
        checked: within.chosen(&name, given).contains(&value),
        name,
        form: around.form,
        required,
        described: around.described,
        invalid: around.invalid,
    };
    view! { <div class=around.class>{around.told} {meanwhile} {choice(Choice { hint, ..Choice::new(value, label) }, ticked)}</div> }
}

/// Sends the form.
#[component]
pub fn Submit(
    #[prop(into)] label: String,
    #[prop(optional)] quiet: bool,
    /// Sent with the form when this button is the one pressed.
    #[prop(optional)]
    name: &'static str,
    #[prop(optional, into)] value: String,
) -> impl IntoView {
    let name = (!name.is_empty()).then_some(name);
    let value = name.map(|_| value);
    view! { <button class=classes(&[("button", true), ("quiet", quiet)]) name=name value=value>{label}</button> }
}

/// What Enter does in a form whose first button does something else: browsers press the first. It is neither seen nor
/// told.
#[component]
pub fn OnEnter(
    #[prop(into)] label: String,
    name: &'static str,
    #[prop(into)] value: String,
) -> impl IntoView {
    view! {
        <button class="hidden" tabindex="-1" aria-hidden="true" data-enter name=name value=value>
            {label}
        </button>
    }
}
