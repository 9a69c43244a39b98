//! The page of the audit log.

use super::load::{self, Log};
use crate::error::AppError;
use crate::routes::{Ask, View};
use crate::ui::fields::{Select, Submit};
use crate::ui::table::{Row, Table};
use domain::audit::AuditKind;
use domain::text::Lang;
use leptos::prelude::*;
use store::AuditLine;
use texts::dates;

/// `/administration/journal`
pub async fn page(ask: Ask) -> Result<View, AppError> {
    let lang = ask.lang();
    let kind = AuditKind::from_code(ask.query("genre"));
    let log = load::log(&ask.request, kind, ask.query("avant").parse().ok()).await?;
    let mut kinds = vec![(String::new(), texts::audit::every_kind(lang).to_owned())];
    kinds.extend(
        AuditKind::ALL.map(|kind| {
            (kind.code().to_owned(), texts::audit_kind::of(lang, kind.code()).to_owned())
        }),
    );
    let chosen = kind.map(|kind| kind.code()).unwrap_or_default();
    let headers = [
        texts::audit::when(lang),
        texts::audit::what(lang),
        texts::audit::who(lang),
        texts::audit::about(lang),
        texts::audit::number(lang),
    ];
    let headers = headers.map(str::to_owned).to_vec();
    let lines = if log.lines.is_empty() {
        view! { <p>{texts::audit::nothing(lang)}</p> }.into_any()
    } else {
        let rows = log.lines.iter().map(|line| row(lang, &log, line)).collect();
        view! { <Table caption=texts::audit::title(lang) headers=headers rows=rows /> }.into_any()
    };
    let older = log.older.map(|before| {
        let to = ask.href(&format!("/administration/journal?genre={chosen}&avant={before}"));
        view! { <p class="actions"><a class="button quiet" href=to>{texts::audit::older(lang)}</a></p> }
    });
    let body = view! {
        <div class="wrap">
            <h1>{texts::audit::title(lang)}</h1>
            <p class="lead">{texts::audit::lead(lang)}</p>
            <p>{texts::audit::check(lang)} " " <code>{texts::audit::command(lang)}</code></p>
            <form method="get" class="narrow" novalidate=true>
                <Select name="genre" label=texts::audit::kind(lang) options=kinds value=chosen required=true />
                <p class="actions"><Submit label=texts::audit::show(lang) quiet=true /></p>
            </form>
            {lines}
            {older}
        </div>
    };
    Ok(View::new(texts::audit::title(lang), body))
}

fn row(lang: Lang, log: &Log, line: &AuditLine) -> Row {
    let said = &line.said;
    let hat = match said.hat.as_str() {
        "job" => texts::audit::product(lang).to_owned(),
        "anonymous" => texts::audit::visitor(lang).to_owned(),
        hat => texts::audit_hat::of(lang, hat).to_owned(),
    };
    let who = match said.actor {
        Some(actor) => {
            let former = || texts::audit::former(lang).to_owned();
            let name = log.people.get(&actor).cloned().unwrap_or_else(former);
            texts::audit::as_whom(lang, name, hat)
        }
        None => hat,
    };
    let about = match (said.kind, log.subject(line)) {
        (_, Some(name)) => name.to_owned(),
        (AuditKind::Merged, None) => texts::audit::merged_away(lang).to_owned(),
        (AuditKind::Published | AuditKind::Withdrawn, None) => {
            texts::audit::page_gone(lang).to_owned()
        }
        (_, None) => texts::audit::former(lang).to_owned(),
    };
    Row::of_texts([
        dates::moment(lang, said.at),
        texts::audit_kind::of(lang, said.kind.code()).to_owned(),
        who,
        about,
        line.seq.to_string(),
    ])
}
