//! Where one begins a page as a template.

use super::load::FORM;
use crate::routes::Ask;
use crate::ui::fields::{Choice, Form, RadioGroup, Returned, Submit, TextField};
use domain::wiki::Page;
use leptos::prelude::*;

/// None: there is no template for this page.
pub fn begin(ask: &Ask, offered: &[Page]) -> Option<AnyView> {
    let lang = ask.lang();
    if offered.is_empty() {
        return None;
    }
    let command = ask.request.command();
    let open = use_context::<Returned>().is_some_and(|returned| returned.form == FORM);
    let choice = |page: &Page| Choice::new(page.slug.clone(), page.title.to_string());
    let options: Vec<_> = offered.iter().map(choice).collect();
    let title = ask.query("titre").to_owned();
    let form = view! {
        <details class="begin" open=open>
            <summary>{texts::template::begin(lang)}</summary>
            <Form name=FORM command=command>
                <RadioGroup
                    name="template"
                    legend=texts::template::which(lang)
                    options=options
                    required=true
                />
                <TextField
                    name="title"
                    label=texts::template::title(lang)
                    value=title
                    required=true
                />
                <p class="actions"><Submit label=texts::template::go(lang) quiet=true /></p>
            </Form>
        </details>
    };
    Some(form.into_any())
}
