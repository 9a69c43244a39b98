//! "This association may be here already", told once, at the end of the form that was sent.

use super::twins::reasons;
use crate::associations::islands::LiveAlike;
use crate::associations::load::Alike;
use crate::routes::Ask;
use crate::ui::card::Notice;
use crate::ui::fields::{Returned, Submit};
use domain::associations::Sketch;
use domain::ids::AssociationId;
use domain::text::{Email, Lang, Rna, Siret};
use leptos::prelude::*;

/// What the form that came back says of an association. None: another form came back, or none.
pub fn typed_sketch(form: &str, email: &str) -> Option<Sketch> {
    let returned = use_context::<Returned>().filter(|returned| returned.form == form)?;
    let typed = |name: &str| {
        let field = returned.typed.iter().find(|(n, _)| n == name);
        field.map(|(_, value)| value.as_str()).unwrap_or_default()
    };
    let (rna, siret) = (Rna::parse(typed("rna")).ok(), Siret::parse(typed("siret")).ok());
    let email = Email::parse(typed(email)).ok();
    Some(Sketch::of(typed("association"), rna, siret, email.as_ref()))
}

/// One that may be the same, in words; and the path of its record, if it may be seen.
pub fn told(lang: Lang, alike: &Alike) -> (String, Option<String>) {
    let Some(known) = &alike.known else { return (texts::alike::private(lang).to_owned(), None) };
    let what = match &known.town {
        Some(town) => texts::alike::public(lang, &known.name, town),
        None => known.name.clone(),
    };
    (texts::alike::why(lang, what, reasons(lang, &alike.reasons)), Some(known.path.clone()))
}

/// The likely ones, and two ways on, each a button of the form. `joining`: who is not there yet may ask to come in.
pub fn alike_notice(ask: &Ask, alike: &[Alike], joining: bool) -> AnyView {
    let lang = ask.lang();
    let items: Vec<_> = (alike.iter())
        .map(|alike| match told(lang, alike) {
            (text, Some(path)) => {
                view! { <li><a href=ask.href(&path) target="_blank">{text}</a></li> }.into_any()
            }
            (text, None) => view! { <li>{text}</li> }.into_any(),
        })
        .collect();
    let ask_in = joining.then(|| {
        view! {
            <Submit label=texts::alike::ask(lang) name="likely" value="ask" quiet=true />
        }
    });
    let (go_on, why) = if joining {
        (texts::alike::go_on(lang), texts::alike::ask_why(lang))
    } else {
        (texts::alike::save_anyway(lang), texts::alike::merge_why(lang))
    };
    view! {
        <Notice title=texts::alike::title(lang)>
            <ul>{items}</ul>
            <p>{why}</p>
            <p class="actions">
                <Submit label=go_on name="likely" value="new" /> " " {ask_in}
            </p>
        </Notice>
    }
    .into_any()
}

/// The place where likenesses are told while a form is typed, for who has scripts. `email` is the field of an address.
pub fn live(
    ask: &Ask,
    form: &'static str,
    email: &'static str,
    except: Option<AssociationId>,
) -> AnyView {
    let lang = ask.lang();
    view! {
        <LiveAlike
            form=form.to_owned()
            email=email.to_owned()
            lang=lang.code().to_owned()
            except=except.map(|id| id.to_string()).unwrap_or_default()
            title=texts::alike::title(lang).to_owned()
        />
    }
    .into_any()
}
