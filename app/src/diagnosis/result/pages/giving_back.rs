//! The end of an interview: giving the result back, with the rules' verdict or another.

use crate::ui::fields::{Choice, FieldsOf, RadioGroup, Returned, SubmitOf, TextArea};
use domain::diagnosis::Verdict;
use domain::text::{Lang, Words};
use leptos::prelude::*;

/// What stands at the end of an interview's page. `form` is the id of the form of its answers, which goes along; that
/// form says `also="give_back"`, so that a refusal loses none of them.
pub fn give_back_section(lang: Lang, form: &'static str) -> AnyView {
    let rules = Choice::new("", texts::instead::rules(lang));
    let others = Verdict::ALL.map(|verdict| {
        let code = verdict.code();
        Choice::new(code, texts::verdict_title::of(lang, code))
    });
    let options = [rules].into_iter().chain(others).collect();
    let refused = use_context::<Returned>().is_some_and(|returned| returned.form == "give_back");
    view! {
        <section aria-labelledby="give-back">
            <h2 id="give-back">{texts::diagnosis::give_back(lang)}</h2>
            <p class="small">{texts::diagnosis::give_back_why(lang)}</p>
            <details open=refused>
                <summary>{texts::instead::title(lang)}</summary>
                <p class="small">{texts::instead::lead(lang)}</p>
                <FieldsOf form=form function="give_back">
                    <RadioGroup
                        name="verdict"
                        legend=texts::instead::verdict(lang)
                        options=options
                        required=true
                    />
                    <TextArea
                        name="instead_why"
                        label=texts::instead::why(lang)
                        hint=texts::instead::why_hint(lang)
                        rows=3
                        at_most=Words::MAX
                    />
                </FieldsOf>
            </details>
            <SubmitOf form=form function="give_back" label=texts::diagnosis::give_back(lang) />
        </section>
    }
    .into_any()
}
