//! The steps of telling one's story. Each button saves all that was typed, and opens the next: nobody has to do it all at
//! once, or in this order.

use crate::routes::Ask;
use crate::ui::fields::{Returned, Submit};
use domain::text::Lang;
use leptos::prelude::*;
use texts::telling as t;

/// In the order in which they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// What the journey knows.
    Facts,
    Questions,
    /// The story as it will be read, and the consent to publish it.
    Reading,
}

impl Step {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Facts, Self::Questions, Self::Reading];

    /// The name in addresses and of its text.
    pub fn code(self) -> &'static str {
        match self {
            Self::Facts => "facts",
            Self::Questions => "questions",
            Self::Reading => "reading",
        }
    }

    /// Reads [`Self::code`] back. None: no such name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.code() == code)
    }

    /// Where this step of a story is, of the address of the story.
    pub fn place(self, story: &str) -> String {
        let code = self.code();
        format!("{story}?etape={code}#{code}")
    }

    fn holds(self, field: &str) -> bool {
        let fact = field.starts_with("tell[") || field.starts_with("words[");
        match self {
            Self::Facts => fact,
            Self::Questions => !fact,
            Self::Reading => false,
        }
    }
}

/// Those that are open: where something is to be mended; else the one that was asked for; else the first that is not done.
pub fn opened(ask: &Ask, back: Option<&Returned>, done: impl Fn(Step) -> bool) -> Vec<Step> {
    let to_mend = |step: &Step| {
        back.is_some_and(|back| back.faults.iter().any(|(field, _)| step.holds(field)))
    };
    let mended: Vec<_> = Step::ALL.into_iter().filter(to_mend).collect();
    if !mended.is_empty() {
        return mended;
    }
    let looks = back.is_some_and(|back| back.typed.iter().any(|(name, _)| name == "preview"));
    let asked = if looks { Some(Step::Reading) } else { Step::from_code(ask.query("etape")) };
    let first = || Step::ALL.into_iter().find(|step| !done(*step));
    vec![asked.or_else(first).unwrap_or(Step::Reading)]
}

/// A step, whose name is read even where it is folded.
pub fn drawn(lang: Lang, step: Step, opened: &[Step], inside: impl IntoView) -> impl IntoView {
    let place = Step::ALL.into_iter().position(|one| one == step).unwrap_or_default() + 1;
    let told = t::step(lang, place, Step::ALL.len());
    view! {
        <details class="step" id=step.code() open=opened.contains(&step)>
            <summary>
                <h2>{texts::telling_step::of(lang, step.code())}</h2>
                <span class="muted small">{told}</span>
            </summary>
            {inside}
        </details>
    }
}

/// Saves, and goes on to a step.
pub fn go_on(lang: Lang, to: Step) -> impl IntoView {
    view! { <Submit label=t::go_on(lang) name="next" value=to.code() /> }
}
