//! Exports as files: everything about a person, an association's whole journey. What each part is, why it is kept, until
//! when and who sees it stands with it, from the same table of rules.

use super::told::told;
use crate::error::{AppError, Download};
use crate::request::Request;
use domain::accounts::Association;
use domain::ids::{AssociationId, PersonId};
use domain::privacy::{Holds, Matter};
use domain::text::Lang;
use leptos::prelude::*;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use store::Kept;
use uuid::Uuid;

/// For a program, or for eyes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Json,
    Html,
}

impl Format {
    /// All of them, in the order that people read.
    pub const ALL: [Self; 2] = [Self::Html, Self::Json];

    /// The name in forms, and the end of the file's name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Html => "html",
        }
    }

    /// Reads [`Self::code`] back. None: no such name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.code() == code)
    }
}

/// What leaves, and the names that its ids lead to.
struct Export {
    title: String,
    kept: Vec<Kept>,
    names: BTreeMap<Uuid, String>,
}

/// Everything about who asks.
pub async fn own(
    request: &Request,
    person: PersonId,
    format: Format,
) -> Result<Download, AppError> {
    let (rows, fail) = (request.read(), |error| request.answer(error));
    let kept = rows.everything_about(person).await.map_err(fail)?;
    let names = rows.association_names().await.map_err(fail)?;
    let mine = rows.crews_of(person).await.map_err(fail)?;
    let named = |id: AssociationId| Some((id.0, names.get(&id)?.clone()));
    let mut names: BTreeMap<_, _> =
        mine.iter().filter_map(|crew| named(crew.association)).collect();
    names.extend(request.actor.signed().map(|signed| (person.0, signed.name.clone())));
    let title = texts::export::own_title(request.lang).to_owned();
    Ok(Export { title, kept, names }.file(request, format, "mes-donnees"))
}

/// An association's record and whole journey, for those who may take it along.
pub async fn whole_journey(
    request: &Request,
    association: &Association,
    format: Format,
) -> Result<Download, AppError> {
    let (rows, fail) = (request.read(), |error| request.answer(error));
    let kept = rows.everything_of(association.id).await.map_err(fail)?;
    let people = rows.person_names(members(&kept)).await.map_err(fail)?;
    let mut names: BTreeMap<_, _> = people.into_iter().map(|(id, name)| (id.0, name)).collect();
    names.insert(association.id.0, association.name.to_string());
    let title = texts::export::journey_title(request.lang, &association.name);
    Ok(Export { title, kept, names }.file(request, format, "parcours"))
}

/// The people who act for the association.
fn members(kept: &[Kept]) -> Vec<PersonId> {
    let rows = kept.iter().filter(|kept| kept.table.name == "membership").flat_map(|k| &k.rows);
    let ids = rows.flatten().filter(|(column, _)| column.holds == Holds::Person);
    ids.filter_map(|(_, id)| id.as_str()?.parse().ok()).collect()
}

impl Export {
    fn file(self, request: &Request, format: Format, name: &str) -> Download {
        let day = request.now.format("%Y-%m-%d");
        let (kind, body) = match format {
            Format::Json => ("application/json", self.json(request)),
            Format::Html => ("text/html; charset=utf-8", self.html(request)),
        };
        let name = format!("savoirs-communs-{name}-{day}.{}", format.code());
        Download { name, kind: kind.to_owned(), body }
    }

    /// One object for each table, with its rules and its rows.
    fn json(&self, request: &Request) -> String {
        let part = |kept: &Kept| {
            let told = told(request.lang, kept.table.matter);
            let rows: Vec<Value> = (kept.rows.iter())
                .map(|row| {
                    let fields = row.iter().map(|(c, v)| (c.name.to_owned(), v.clone()));
                    Value::Object(fields.collect::<Map<_, _>>())
                })
                .collect();
            json!({
                "table": kept.table.name,
                "what": told.what,
                "why": told.why,
                "until": told.until,
                "seen_by": told.seen,
                "rows": rows,
            })
        };
        let all = json!({
            "title": self.title,
            "made_at": request.now.to_rfc3339(),
            "names": self.names,
            "kept": self.kept.iter().map(part).collect::<Vec<_>>(),
        });
        serde_json::to_string_pretty(&all).unwrap_or_default()
    }

    /// A page that can be read without a network: what is kept, matter by matter.
    fn html(&self, request: &Request) -> String {
        let lang = request.lang;
        let sections: Vec<_> =
            (Matter::ALL.iter()).filter_map(|matter| self.section(lang, *matter)).collect();
        let made = texts::export::made(lang, texts::dates::moment(lang, request.now));
        let title = self.title.clone();
        let body = view! {
            <main>
                <h1>{title}</h1>
                <p>{made}</p>
                <p>{texts::export::lead(lang)}</p>
                {sections}
            </main>
        };
        let body = body.into_view().to_html();
        let title = crate::ui::escape(&self.title);
        format!(
            "<!DOCTYPE html><html lang=\"{}\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
             <meta name=\"color-scheme\" content=\"light dark\"><title>{title}</title></head>\
             <body>{body}</body></html>",
            lang.code(),
        )
    }

    fn section(&self, lang: Lang, matter: Matter) -> Option<AnyView> {
        let kept: Vec<&Kept> = self.kept.iter().filter(|k| k.table.matter == matter).collect();
        if kept.is_empty() {
            return None;
        }
        let told = told(lang, matter);
        let rows: Vec<_> = kept.iter().flat_map(|kept| &kept.rows).collect();
        let rows: Vec<_> = rows
            .into_iter()
            .map(|row| {
                let fields: Vec<_> = (row.iter())
                    .filter(|(column, _)| column.name != "id")
                    .filter_map(|(column, value)| {
                        let words = self.words(lang, column.holds, value)?;
                        let label = texts::field::of(lang, column.name);
                        Some(view! { <dt>{label}</dt><dd>{words}</dd> })
                    })
                    .collect();
                view! { <li><dl>{fields}</dl></li> }
            })
            .collect();
        let section = view! {
            <section>
                <h2>{told.what}</h2>
                <p>{told.why} " " {told.until} " " {told.seen}</p>
                <ol>{rows}</ol>
            </section>
        };
        Some(section.into_any())
    }

    /// A value for eyes. None: nothing, or a number that leads nowhere.
    fn words(&self, lang: Lang, holds: Holds, value: &Value) -> Option<String> {
        match (holds, value) {
            (_, Value::Null) => None,
            (Holds::Id | Holds::Person | Holds::By | Holds::ByNow | Holds::Author, id) => {
                self.names.get(&id.as_str()?.parse().ok()?).cloned()
            }
            (Holds::Date, at) => {
                let at = at.as_str()?.parse().ok()?;
                Some(texts::dates::moment(lang, at))
            }
            (Holds::Flag, Value::Bool(yes)) => Some(
                if *yes { texts::export::yes(lang) } else { texts::export::no(lang) }.to_owned(),
            ),
            (Holds::Code, Value::String(code)) => {
                let known = [texts::stop::of(lang, code), texts::audit_kind::of(lang, code)];
                let known = known.into_iter().find(|text| *text != texts::MISSING);
                Some(known.map_or_else(|| code.clone(), str::to_owned))
            }
            (_, Value::String(text)) => Some(text.clone()),
            (_, other) => Some(other.to_string()),
        }
    }
}
