//! What Cargo cannot keep: who may name whom, what a page never holds, where things stand. ARCHITECTURE.md says why.
//!
//! Each rule comes with a text that breaks it and one that keeps it, so that it is known to bite.

mod rules;
mod source;

use source::{Source, root};
use std::fs;

/// A rule and its proof.
struct Law {
    rule: fn(&Source) -> Vec<String>,
    /// Where the two texts stand.
    path: &'static str,
    breaks: &'static str,
    keeps: &'static str,
}

const LAWS: &[Law] = &[
    Law {
        rule: rules::features,
        path: "app/src/home/pages.rs",
        breaks: "#[cfg(feature = \"ssr\")]\nfn f() {}",
        keeps: "// cfg(feature = \"ssr\") is said elsewhere\n#[cfg(test)]\nfn f() {}",
    },
    Law {
        rule: rules::features,
        path: "app/src/home/islands.rs",
        breaks: "fn f() -> bool { cfg!(target_arch = \"wasm32\") }",
        keeps: "fn f() -> bool { true }",
    },
    Law {
        rule: rules::own_api,
        path: "app/src/journey/pages.rs",
        breaks: "use crate::mentoring::api::Accept;",
        keeps: "use super::api::State;\nuse crate::journey::api::State as S;\nuse crate::mentoring::load;",
    },
    Law {
        rule: rules::own_api,
        path: "app/src/journey/islands.rs",
        breaks: "use crate::{error::AppError, mentoring::{load, api::{self, Accept}}};",
        keeps: "use crate::{mentoring::{load}, journey::{api}};",
    },
    Law {
        rule: rules::ui,
        path: "app/src/ui/card.rs",
        breaks: "use domain::accounts::Action;",
        keeps: "use crate::ui::Line;\nuse leptos::prelude::*;\nfn f(texts: Texts) {}",
    },
    Law {
        rule: rules::ui,
        path: "app/src/ui/card.rs",
        breaks: "use crate::{request, ui};",
        keeps: "use super::Line;",
    },
    Law {
        rule: rules::domain,
        path: "app/domain/src/wiki/mod.rs",
        breaks: "fn f() -> DateTime<Utc> { Utc::now() }",
        keeps: "// Utc::now() is for others\nfn f(now: DateTime<Utc>) -> DateTime<Utc> { now }",
    },
    Law {
        rule: rules::store,
        path: "app/store/src/rows.rs",
        breaks: "use axum::Json;",
        keeps: "use domain::wiki::Page;",
    },
    Law {
        rule: rules::store,
        path: "app/store/src/lib.rs",
        breaks: "pub mod entities;",
        keeps: "mod entities;\npub use rows::Rows;",
    },
    Law {
        rule: rules::database,
        path: "app/src/wiki/load.rs",
        breaks: "use sea_orm::EntityTrait;",
        keeps: "use crate::request::Request;",
    },
    Law {
        rule: rules::islands,
        path: "app/src/diagnosis/islands.rs",
        breaks: "use crate::ui::card::Card;",
        keeps: "use super::api::save_answer;\nuse domain::diagnosis::Answers;",
    },
    Law {
        rule: rules::time,
        path: "app/store/src/rows.rs",
        breaks: "let now = Utc::now();",
        keeps: "let now = act.at; let s = \"Utc::now\";",
    },
    Law {
        rule: rules::reading,
        path: "app/src/wiki/pages.rs",
        breaks: "request.write(&command, (), decide).await?;",
        keeps: "request.read().page(id).await?;",
    },
    Law {
        rule: rules::sinks,
        path: "app/src/wiki/pages.rs",
        breaks: "view! { <textarea name=\"source\">{typed}</textarea> }",
        keeps: "view! { <TextArea name=\"source\" value=typed /> }",
    },
    Law {
        rule: rules::sinks,
        path: "app/src/wiki/pages.rs",
        breaks: "view! { <Title text=title /> }",
        keeps: "fn f(title: Option<Title>) -> Vec<Title> { parse::<Title>(title) }",
    },
    Law {
        rule: rules::sinks,
        path: "app/src/wiki/draw.rs",
        breaks: "view! { <p inner_html=typed></p> }",
        keeps: "view! { <p>{typed}</p> }",
    },
    Law {
        rule: rules::inline,
        path: "app/src/ui/chart.rs",
        breaks: "view! { <i style=width></i> }",
        keeps: "view! { <i class=width></i> }",
    },
    Law {
        rule: rules::inline,
        path: "app/src/ui/chart.rs",
        breaks: "view! { <i style:width=\"3px\"></i> }",
        keeps: "struct Inline { style: Style }\nfn f() { style::bold() }",
    },
    Law {
        rule: rules::inline,
        path: "app/src/ui/card.rs",
        breaks: "view! { <button onclick=\"go()\"></button> }",
        keeps: "view! { <button on:click=go></button> }",
    },
    Law {
        rule: rules::inline,
        path: "app/src/shell.rs",
        breaks: "view! { <script src=\"x.js\"></script> }",
        keeps: "// no <script> here",
    },
    Law {
        rule: rules::opens_with_words,
        path: "app/src/wiki/mod.rs",
        breaks: "pub mod api;",
        keeps: "//! The wiki.\n\npub mod api;",
    },
    Law {
        rule: rules::dated,
        path: "migrations/src/m2026_waiting_lists.rs",
        breaks: "//! Waiting lists.",
        keeps: "",
    },
    Law {
        rule: rules::texts,
        path: "app/src/home/pages.rs",
        breaks: "view! { <p>\"Welcome home\"</p> }",
        keeps: "view! { <p class=\"lead\">{texts::home::lead(lang)} \" · \" <b>\"CC BY-SA 4.0\"</b></p> }",
    },
    Law {
        rule: rules::texts,
        path: "app/src/home/pages.rs",
        breaks: "view! { <input placeholder=\"Your name\" /> }",
        keeps: "view! { <input name=\"person\" placeholder=words /> }",
    },
    Law {
        rule: rules::texts,
        path: "app/src/home/load.rs",
        breaks: "let title = \"Témoignage\";",
        keeps: "let code = match kind { Kind::A => \"testimony\", _ => \"page\" };",
    },
    Law {
        rule: rules::as_whom,
        path: "app/src/wiki/api.rs",
        breaks: "async fn f() { let hat = request.actor.member()?; request.write(x) }",
        keeps: "async fn f() { let hat = request.actor.member()?; request.wearing(&hat).write(x) }\n\
                async fn g() { request.actor.signed()?; request.write(x) }",
    },
    Law {
        rule: rules::leftovers,
        path: "app/domain/src/journey.rs",
        breaks: "fn f() { println!(\"here\") }",
        keeps: "#[cfg(test)]\nmod tests;\nfn f(s: &mut String) { writeln!(s, \"println!\") }",
    },
    Law {
        rule: rules::leftovers,
        path: "server/src/page.rs",
        breaks: "fn f() { todo!() }",
        keeps: "fn f() { println!(\"listening\") }\n\n#[cfg(test)]\nmod tests {\n    fn f() { panic!() }\n}",
    },
    Law {
        rule: rules::third_parties,
        path: "style/base.css",
        breaks: "@import url(https://fonts.example/x.css);",
        keeps: "@font-face { src: url(font.woff2) }",
    },
    Law {
        rule: rules::dependencies,
        path: "app/domain/Cargo.toml",
        breaks: "[dependencies]\nserde.workspace = true\ntokio = { workspace = true }\n",
        keeps: "[dependencies]\nserde.workspace = true\n\n[dev-dependencies]\nproptest.workspace = true\n",
    },
    Law {
        rule: rules::dependencies,
        path: "app/store/Cargo.toml",
        breaks: "[dependencies]\nleptos = \"0.8\"\n",
        keeps: "[dependencies]\n# leptos = \"0.8\"\nsea-orm.workspace = true\n",
    },
    Law {
        rule: rules::crypto,
        path: "Cargo.lock",
        breaks: "[[package]]\nname = \"openssl-sys\"\nversion = \"0.9\"\n",
        keeps: "[[package]]\nname = \"ring\"\nversion = \"0.17\"\n",
    },
    Law {
        rule: rules::pins,
        path: "Cargo.toml",
        breaks: "wasm-bindgen = \"=1\"\nwasm-bindgen-cli-support = \"=2\"\nlibsqlite3-sys = { version = \"=3\" }",
        keeps: "wasm-bindgen = \"=1\"\nwasm-bindgen-cli-support = \"=1\"\nlibsqlite3-sys = { version = \"=3\" }",
    },
];

#[test]
fn every_rule_bites() {
    for (number, law) in LAWS.iter().enumerate() {
        let (breaks, keeps) = (Source::new(law.path, law.breaks), Source::new(law.path, law.keeps));
        assert!(!(law.rule)(&breaks).is_empty(), "rule {number} lets this pass: {}", law.breaks);
        if !law.keeps.is_empty() {
            assert_eq!((law.rule)(&keeps), [""; 0], "rule {number} is wrong about: {}", law.keeps);
        }
    }
    let dated = Source::new("migrations/src/m20261124_the_journey.rs", "//! The journey.");
    assert_eq!(rules::dated(&dated), [""; 0]);
    let long = Source::new("app/src/shell.rs", &"\n".repeat(801));
    assert_eq!(rules::length(&long).len(), 1);
    let routes = Source::new("app/src/routes.rs", "use crate::mentoring::api::Accept;");
    assert_eq!(rules::own_api(&routes), [""; 0]);
}

#[test]
fn the_repository_keeps_every_rule() {
    let sources = Source::all();
    assert!(sources.len() > 100, "only {} files found", sources.len());
    let mut faults: Vec<String> = sources.iter().flat_map(rules::length).collect();
    for source in &sources {
        faults.extend(LAWS.iter().flat_map(|law| (law.rule)(source)));
    }
    // A rule with two proofs finds each fault twice.
    faults.sort();
    faults.dedup();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn the_top_holds_what_the_design_says() {
    let names = |folder: &str| -> Vec<String> {
        let entries = fs::read_dir(root().join(folder)).into_iter().flatten().flatten();
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
    };
    assert_eq!(rules::layout(&names("")), [""; 0]);
    let mut strange = names("");
    strange.push("scripts".to_owned());
    strange.retain(|name| name != "README.md");
    assert_eq!(rules::layout(&strange).len(), 2);
    let mut capabilities = names("app/src");
    capabilities.retain(|name| !name.ends_with(".rs") && name != "ui");
    capabilities.sort();
    assert_eq!(capabilities, rules::CAPABILITIES);
}

#[test]
fn what_forms_say_is_in_the_catalogue() {
    let sources = Source::all();
    let shell = sources.iter().find(|source| source.path == "app/texts/catalogue/shell.toml");
    let shell = shell.map(|source| source.text.as_str()).unwrap_or_default();
    let said = shell.split("\n[said]\n").nth(1).and_then(|said| said.split("\n[").next());
    let said: Vec<&str> =
        said.unwrap_or_default().lines().filter_map(|line| line.split(" = ").next()).collect();
    let codes: Vec<&str> = sources.iter().flat_map(rules::said).collect();
    assert!(codes.len() > 20, "only {codes:?} found");
    let silent: Vec<&&str> = codes.iter().filter(|code| !said.contains(code)).collect();
    assert!(silent.is_empty(), "[said] has no text for {silent:?}");
}

#[test]
fn every_text_is_told_somewhere() {
    let code = "use texts::{dates, home as say};\nfn f() { (say::title(lang), texts::hat::of(lang, code)) }";
    let code = Source::new("app/src/home/pages.rs", code);
    let named = rules::texts_named(&code).into_iter().collect();
    let texts =
        "[home]\ntitle = { fr = \"a\" }\nlead = { fr = \"b\" }\n\n[hat]\nmember = { fr = \"c\" }\n";
    let texts = Source::new("app/texts/catalogue/home.toml", texts);
    let untold = ["app/texts/catalogue/home.toml:3: nothing tells home::lead"];
    assert_eq!(rules::untold(&texts, &named), untold);

    let sources = Source::all();
    let named = sources.iter().flat_map(rules::texts_named).collect();
    let catalogues = sources.iter().filter(|source| source.within(&["app/texts/catalogue"]));
    let faults: Vec<String> = catalogues.flat_map(|texts| rules::untold(texts, &named)).collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn what_stands_in_strings_and_comments_is_no_code() {
    let text = "let a = 'x'; // \"one\"\nlet b: &'static str = r#\"two \"2\"\"#; /* three */ let c = '\"'; d(\"f\\\"our\");";
    let source = Source::new("app/src/shell.rs", text);
    assert_eq!(source.code.len(), text.len());
    assert_eq!(source.skeleton.len(), text.len());
    let literals: Vec<&str> = source.literals.iter().map(|at| &source.code[at.clone()]).collect();
    assert_eq!(literals, ["r#\"two \"2\"\"#", "\"f\\\"our\""]);
    for gone in ["one", "two", "three", "our"] {
        assert!(!source.skeleton.contains(gone), "{gone} is still there: {}", source.skeleton);
    }
}
