//! Fields and buttons that stand apart from their form: it may go to another server function, with more to say.

use super::{Returned, Within, summary};
use leptos::prelude::*;

/// Fields that a form elsewhere on the page sends with its own, when it goes to the server function `function`. What that
/// function finds to mend is told here.
#[component]
pub fn FieldsOf(
    /// The id of the form.
    #[prop(into)]
    form: String,
    #[prop(into)] function: String,
    children: Children,
) -> impl IntoView {
    let returned = use_context::<Returned>().filter(|r| r.form == function);
    let prefix = Within::default().id(&function);
    let elsewhere = Some(form);
    let within = Within { prefix, returned: returned.clone(), elsewhere, ..Within::default() };
    let fields = within.around(children);
    let summary = returned.map(|r| summary(&within, r));
    view! { {summary} {fields} }
}

/// Sends a form that stands elsewhere on the page, to another server function than its own.
#[component]
pub fn SubmitOf(
    #[prop(into)] form: String,
    #[prop(into)] function: String,
    #[prop(into)] label: String,
) -> impl IntoView {
    view! { <button class="button quiet" form=form name="form" value=function>{label}</button> }
}

#[cfg(test)]
mod tests {
    use super::super::{Choice, Form, RadioGroup, TextArea};
    use super::*;
    use crate::ui::tests::html;

    fn page(returned: Returned) -> String {
        html(move || {
            provide_context(returned);
            view! {
                <Form name="save" id="answers" command="1" also="finish">
                    <TextArea name="answer" label="Réponse" />
                </Form>
                <FieldsOf form="answers" function="finish">
                    <RadioGroup
                        name="verdict"
                        legend="Verdict"
                        options=vec![Choice::new("a", "A"), Choice::new("b", "B")]
                    />
                    <TextArea name="why" label="Pourquoi" />
                </FieldsOf>
                <SubmitOf form="answers" function="finish" label="Finir" />
            }
            .into_any()
        })
    }

    #[test]
    fn fields_elsewhere_are_sent_with_their_form() {
        let page = page(Returned::default());
        assert_eq!(page.matches("form=\"answers\"").count(), 4, "{page}");
        assert!(page.contains("id=\"finish-why\" name=\"why\" form=\"answers\""), "{page}");
        assert!(!page.contains("errors"), "{page}");
    }

    #[test]
    fn what_was_typed_comes_back_in_both_places_and_is_told_once() {
        let typed = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        let page = page(Returned {
            form: "finish".into(),
            typed: vec![typed("answer", "Ma <réponse>"), typed("verdict", "b")],
            faults: vec![typed("why", "Dites pourquoi")],
            ..Default::default()
        });
        assert!(page.contains("Ma &lt;réponse&gt;"), "{page}");
        assert!(page.contains("value=\"b\" checked"), "{page}");
        assert_eq!(page.matches("role=\"alert\"").count(), 1, "{page}");
        assert!(page.contains("href=\"#finish-why\""), "{page}");
        assert!(page.contains("id=\"finish-why-fault\""), "{page}");
    }
}
