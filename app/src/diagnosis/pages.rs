//! The sorting desk: who waits, the interview, its result.

mod interview;
mod preparation;

pub use interview::interview;
pub(super) use interview::words_around;
pub use preparation::preparation;

use super::load::{self, Visitor};
use super::words::Words;
use crate::error::AppError;
use crate::routes::{Ask, View};
use crate::shell::Do;
use crate::ui::card::ButtonLink;
use crate::ui::table::{Row, Table};
use domain::diagnosis::Verdict;
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

/// The words around a verdict.
pub fn words(lang: Lang) -> Words {
    let title = |verdict: Verdict| {
        let code = verdict.code();
        (code.to_owned(), texts::verdict_title::of(lang, code).to_owned())
    };
    Words {
        lang,
        titles: Verdict::ALL.map(title).to_vec(),
        answered: texts::diagnosis::answered(lang, "{known}", "{asked}", "{left}"),
        reason_answer: texts::diagnosis::reason_answer(lang, "{question}", "{choice}"),
        reason_level: texts::diagnosis::reason_level(lang, "{theme}", "{level}"),
        reason_ask: texts::diagnosis::reason_ask(lang, "{question}"),
        reason_usual: texts::diagnosis::reason_usual(lang).to_owned(),
    }
}
