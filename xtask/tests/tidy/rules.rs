//! The rules: each looks at one file, and gives a sentence for each fault.

use crate::source::{Source, is_word, places};
use std::collections::BTreeSet;

/// The folders of `app/src` that are capabilities.
pub const CAPABILITIES: &[&str] = &[
    "accounts",
    "associations",
    "calendar",
    "dashboard",
    "diagnosis",
    "exchange",
    "finding",
    "hackathon",
    "home",
    "journey",
    "mail",
    "mentoring",
    "orientation",
    "outbox",
    "privacy",
    "questionnaire",
    "reception",
    "volunteering",
    "wiki",
    "workshops",
];

/// What may stand at the top, besides dot files and what git ignores.
const TOP: [&str; 14] = [
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "README.md",
    "app",
    "end2end",
    "frontend",
    "migrations",
    "rustfmt.toml",
    "server",
    "style",
    "xtask",
];

/// What people type and read is never in the code; names and licences are the same in all languages.
const SAME_IN_ALL_LANGUAGES: [&str; 4] =
    ["AGPL-3.0", "AGPL-3.0-or-later", "CC BY-SA 4.0", "Savoirs Communs"];

/// The most lines of a file that is not data.
const LINES_MAX: usize = 800;

/// All that is at the top, and nothing else.
pub fn layout(names: &[String]) -> Vec<String> {
    let ours = names.iter().filter(|name| !name.starts_with('.'));
    let ours: Vec<&String> =
        ours.filter(|name| !["target", "data"].contains(&name.as_str())).collect();
    let strange = ours.iter().filter(|name| !TOP.contains(&name.as_str()));
    let strange = strange.map(|name| format!("{name}: nothing else stands at the top"));
    let missing = TOP.iter().filter(|name| !ours.iter().any(|ours| ours == *name));
    strange.chain(missing.map(|name| format!("{name}: missing at the top"))).collect()
}

/// Halves and bundles are told apart where modules are declared, and in `api.rs` for what only bodies call.
pub fn features(source: &Source) -> Vec<String> {
    let parts: Vec<&str> = source.path.split('/').collect();
    let allowed = matches!(
        parts[..],
        ["app", "src", "lib.rs"]
            | ["app", "src", _, "mod.rs" | "api.rs"]
            | ["app", "src", _, _, "api.rs"]
            | ["server", "src", "assets.rs"]
    );
    if allowed {
        return Vec::new();
    }
    let why = "halves are told apart in lib.rs, mod.rs and api.rs only";
    let mut faults = source.uses(&["target_arch", "target_family"], why);
    faults.extend(places(&source.code, "feature = ").map(|at| source.fault(at, why)));
    faults
}

/// A capability uses its own server functions; others are linked by URL. `routes.rs` names them all.
pub fn own_api(source: &Source) -> Vec<String> {
    if !source.within(&["app/src"]) || source.path == "app/src/routes.rs" {
        return Vec::new();
    }
    let others = CAPABILITIES.iter().filter(|name| Some(**name) != source.capability());
    let mut faults = Vec::new();
    for other in others {
        let why = format!("{other}::api: link to another capability by URL");
        for at in places(&source.skeleton, &format!("{other}::")) {
            let after = &source.skeleton[at + other.len() + 2..];
            if places(used(after), "api").next().is_some() {
                faults.push(source.fault(at, &why));
            }
        }
    }
    faults
}

/// What a path goes on with: a name, or the names between braces.
fn used(path: &str) -> &str {
    match path.strip_prefix('{') {
        Some(group) => inside(group, '{', '}'),
        None => &path[..path.find(|c: char| !is_word(c)).unwrap_or(path.len())],
    }
}

/// What stands before the bracket that closes one already open.
fn inside(text: &str, open: char, close: char) -> &str {
    let mut depth = 1;
    for (at, c) in text.char_indices() {
        if c == open {
            depth += 1;
        } else if c == close {
            depth -= 1;
        }
        if depth == 0 {
            return &text[..at];
        }
    }
    text
}

/// The design system looks, and knows no association; its texts come finished.
pub fn ui(source: &Source) -> Vec<String> {
    if !source.within(&["app/src/ui"]) {
        return Vec::new();
    }
    let why = "the design system knows no association";
    let mut faults = source.uses(&["domain::", "store::", "texts::"], why);
    for at in places(&source.skeleton, "crate::") {
        let name = used(&source.skeleton[at + "crate::".len()..]);
        if name != "ui" {
            faults.push(source.fault(at, why));
        }
    }
    faults
}

/// Rules and types are pure.
pub fn domain(source: &Source) -> Vec<String> {
    let banned = [
        "leptos",
        "tokio",
        "sea_orm",
        "axum",
        "rand",
        "texts::",
        "SystemTime",
        "Instant",
        "Local",
        "Utc::now",
        "new_v4",
        "now_v7",
        "std::env",
        "std::fs",
        "std::net",
        "std::process",
        "std::thread",
        "std::time",
    ];
    if !source.within(&["app/domain/src"]) {
        return Vec::new();
    }
    source.uses(&banned, "domain has no clock, no chance, no database, no page and no text")
}

/// The database shows nothing, and keeps its entities for itself.
pub fn store(source: &Source) -> Vec<String> {
    if !source.within(&["app/store/src"]) {
        return Vec::new();
    }
    let mut faults = source
        .uses(&["leptos", "leptos_axum", "axum", "server_fn", "texts::"], "store only remembers");
    if source.name() == "lib.rs" {
        faults.extend(source.uses(&["pub mod", "entities::"], "entities never leave store"));
    }
    faults
}

/// Nothing but the store and the migrations knows the database.
pub fn database(source: &Source) -> Vec<String> {
    if !source.within(&["app/src", "app/domain", "app/texts", "server/src", "frontend"]) {
        return Vec::new();
    }
    source.uses(&["sea_orm", "sea_query", "sqlx"], "only store and migrations know the database")
}

/// Islands take plain props and finished texts.
pub fn islands(source: &Source) -> Vec<String> {
    if !source.within(&["app/src"]) || source.name() != "islands.rs" {
        return Vec::new();
    }
    let banned = [
        "store::",
        "texts::",
        "crate::ui",
        "crate::request",
        "crate::routes",
        "crate::shell",
        "super::load",
        "super::pages",
    ];
    source.uses(&banned, "islands take plain props and finished texts")
}

/// Time comes with the request; the process reads it in two places.
pub fn time(source: &Source) -> Vec<String> {
    let clock = ["server/src/lib.rs", "server/src/demo.rs"].contains(&source.path.as_str());
    if !source.within(&["app", "server/src", "migrations"]) || clock {
        return Vec::new();
    }
    source.uses(&["Utc::now", "Local::now", "SystemTime", "Instant::now"], "time is injected")
}

/// No GET ever writes: what pages are made of does not even ask.
pub fn reading(source: &Source) -> Vec<String> {
    let writes = ["api.rs", "session.rs", "throttle.rs", "request.rs"].contains(&source.name());
    if !source.within(&["app/src"]) || writes {
        return Vec::new();
    }
    let calls = source.skeleton.match_indices(".write(");
    calls.map(|(at, _)| source.fault(at, "only server functions write")).collect()
}

/// The two unescaped sinks of leptos, and raw HTML, each behind one safe component.
pub fn sinks(source: &Source) -> Vec<String> {
    if !source.within(&["app/src"]) || source.path == "app/src/ui/fields.rs" {
        return Vec::new();
    }
    let raw = places(&source.skeleton, "inner_html").map(|at| source.fault(at, "raw HTML"));
    let textarea =
        places(&source.code, "<textarea").map(|at| source.fault(at, "use ui::fields::TextArea"));
    // `Option<Title>` is a type; an element stands after a space.
    let title = places(&source.skeleton, "<Title").filter(|at| {
        let before = source.skeleton[..*at].chars().next_back();
        !before.is_some_and(|c| is_word(c) || c == ':')
    });
    let title = title.map(|at| source.fault(at, "a page's title goes in its View"));
    raw.chain(textarea).chain(title).collect()
}

/// Nothing that the content security policy would have to allow.
pub fn inline(source: &Source) -> Vec<String> {
    if !source.within(&["app/src"]) || source.path == "app/src/ui/document.rs" {
        return Vec::new();
    }
    let banned = ["<script", "<style", "style=", "javascript:"];
    let mut faults: Vec<String> = banned
        .iter()
        .flat_map(|word| places(&source.code, word))
        .map(|at| source.fault(at, "no inline script or style"))
        .collect();
    for (at, _) in source.skeleton.match_indices(" on") {
        let rest = &source.skeleton[at + 3..];
        let name = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_lowercase()).len();
        if name > 0 && rest[name..].starts_with('=') {
            faults.push(source.fault(at, "no inline handler"));
        }
    }
    for at in places(&source.skeleton, "style:") {
        if source.skeleton[at + "style:".len()..].starts_with(|c: char| c.is_ascii_lowercase()) {
            faults.push(source.fault(at, "no inline style"));
        }
    }
    faults
}

/// Every file says first what it is for.
pub fn opens_with_words(source: &Source) -> Vec<String> {
    if !source.is_rust() || source.text.starts_with("//! ") {
        return Vec::new();
    }
    vec![source.fault(0, "a module opens with //! and what it is for")]
}

/// A change of the database is a file with its day: `m20261124_the_journey.rs`. What they share has none.
pub fn dated(source: &Source) -> Vec<String> {
    let shared = ["migrations/src/lib.rs", "migrations/src/shape.rs"];
    let other = shared.contains(&source.path.as_str()) || !source.is_rust();
    if !source.within(&["migrations/src"]) || other {
        return Vec::new();
    }
    let day = source.name().strip_prefix('m').and_then(|name| name.split_once('_'));
    let digits = day.map(|(day, _)| day).filter(|day| day.bytes().all(|b| b.is_ascii_digit()));
    match digits {
        Some(digits) if digits.len() == 8 => Vec::new(),
        _ => {
            vec![source.fault(0, "a migration is named m, its day in 8 digits, _ and what it does")]
        }
    }
}

/// Texts for people are in the catalogues.
pub fn texts(source: &Source) -> Vec<String> {
    if !source.within(&["app/src"]) {
        return Vec::new();
    }
    let mut faults = Vec::new();
    for literal in &source.literals {
        let text = source.code[literal.clone()].trim_matches('"');
        if SAME_IN_ALL_LANGUAGES.contains(&text) {
            continue;
        }
        let before = source.code[..literal.start].trim_end();
        let after = source.code[literal.end..].trim_start();
        let words = has_words(text);
        if words && (is_node(before, after) || is_read_aloud(before)) || is_french(text) {
            faults.push(source.fault(literal.start, &format!("{text:?} belongs in a catalogue")));
        }
    }
    faults
}

/// Four letters in a row.
fn has_words(text: &str) -> bool {
    text.split(|c: char| !c.is_alphabetic()).any(|word| word.chars().count() >= 4)
}

/// Letters and quotes that names in code never hold.
fn is_french(text: &str) -> bool {
    text.chars().any(|c| !c.is_ascii() && (c.is_alphabetic() || "’«»“”".contains(c)))
}

/// Whether a string between these is shown: it follows a tag or a value, and a tag or a value follows it.
fn is_node(before: &str, after: &str) -> bool {
    let arrow = before.ends_with("=>") || before.ends_with("->");
    before.ends_with(['>', '}']) && !arrow && after.starts_with(['<', '{'])
}

/// Whether a string after this is an attribute or a property that people read.
fn is_read_aloud(before: &str) -> bool {
    let Some(element) = before.strip_suffix('=') else { return false };
    let name = element.rsplit(|c: char| !(is_word(c) || c == '-')).next().unwrap_or_default();
    ["alt", "aria-label", "caption", "hint", "label", "legend", "placeholder", "title"]
        .contains(&name)
}

/// What a check has proven is what the act is recorded under.
pub fn as_whom(source: &Source) -> Vec<String> {
    if !source.within(&["app/src"]) || !source.path.ends_with("/api.rs") {
        return Vec::new();
    }
    let checks = [
        "member()",
        "volunteer()",
        "mentor()",
        "organizer()",
        "organizer_of(",
        "administrator()",
        "recruiter()",
        "editor()",
    ];
    let begins: Vec<_> = places(&source.skeleton, "async fn ").collect();
    let ends = begins.iter().skip(1).copied().chain([source.skeleton.len()]);
    let functions =
        begins.iter().zip(ends).map(|(begin, end)| (*begin, &source.skeleton[*begin..end]));
    let forgets = |body: &str| {
        let checked = checks.iter().any(|check| body.contains(&format!(".actor.{check}")));
        checked && body.contains(".write(") && !body.contains(".wearing(")
    };
    let faults = functions.filter(|(_, body)| forgets(body));
    faults
        .map(|(at, _)| source.fault(at, "writes `.wearing(&…)` the hat that it checked"))
        .collect()
}

/// What one leaves while working, and what ends a request without an answer.
pub fn leftovers(source: &Source) -> Vec<String> {
    let product = [
        "app/src",
        "app/domain/src",
        "app/store/src",
        "app/texts/src",
        "frontend/src",
        "server/src",
    ];
    if !source.within(&product) {
        return Vec::new();
    }
    let mut banned = vec!["dbg!", "todo!", "unimplemented!", "panic!", "unreachable!"];
    // The process itself prints where it listens, and why it cannot start.
    if !source.within(&["server/src"]) {
        banned.extend(["print!", "println!", "eprint!", "eprintln!"]);
    }
    source.uses(&banned, "left behind, or it ends a request without an answer")
}

/// A file that one person can read at once. Data may be longer.
pub fn length(source: &Source) -> Vec<String> {
    let code = [".rs", ".ts", ".js", ".css"].iter().any(|end| source.path.ends_with(end));
    let lines = source.text.lines().count();
    if !code || lines <= LINES_MAX {
        return Vec::new();
    }
    vec![source.fault(0, &format!("{lines} lines; at most {LINES_MAX}"))]
}

/// No request to anybody else.
pub fn third_parties(source: &Source) -> Vec<String> {
    if !source.within(&["style"]) || source.path.ends_with(".md") {
        return Vec::new();
    }
    let addresses =
        ["http://", "https://", "url(//"].iter().flat_map(|begin| source.text.match_indices(begin));
    addresses.map(|(at, _)| source.fault(at, "nothing is loaded from elsewhere")).collect()
}

/// What each crate may not depend on.
pub fn dependencies(source: &Source) -> Vec<String> {
    let names = dependencies_of(&source.text);
    let banned = |names: Vec<String>, banned: &[&str]| -> Vec<String> {
        names.into_iter().filter(|name| banned.contains(&name.as_str())).collect()
    };
    let wrong: Vec<String> = match source.path.as_str() {
        "app/domain/Cargo.toml" => {
            let pure = ["chrono", "frostem", "imara-diff", "serde", "thiserror", "uuid"];
            names.into_iter().filter(|name| !pure.contains(&name.as_str())).collect()
        }
        "app/store/Cargo.toml" => {
            banned(names, &["app", "axum", "leptos", "leptos_axum", "server_fn", "texts"])
        }
        "app/texts/Cargo.toml" => banned(names, &["app", "axum", "leptos", "sea-orm", "store"]),
        "app/Cargo.toml" => banned(names, &["sea-orm", "sqlx", "migrations", "server"]),
        "frontend/Cargo.toml" => banned(names, &["axum", "sea-orm", "server", "store", "texts"]),
        "server/Cargo.toml" => banned(names, &["sea-orm", "sqlx"]),
        _ => Vec::new(),
    };
    wrong.iter().map(|name| source.fault(0, &format!("must not depend on {name}"))).collect()
}

/// The names in a manifest's `[dependencies]`.
fn dependencies_of(manifest: &str) -> Vec<String> {
    let begin = manifest.lines().skip_while(|line| line.trim() != "[dependencies]").skip(1);
    let section = begin.take_while(|line| !line.starts_with('['));
    let names = section.filter_map(|line| {
        let name = line.split(['=', '.']).next()?.trim();
        (!name.is_empty() && !name.starts_with('#')).then(|| name.to_owned())
    });
    names.collect()
}

/// One TLS without OpenSSL, and one crypto provider.
pub fn crypto(source: &Source) -> Vec<String> {
    if source.path != "Cargo.lock" {
        return Vec::new();
    }
    let banned = ["openssl", "openssl-sys", "native-tls", "aws-lc-rs", "aws-lc-sys"];
    let found = banned.iter().flat_map(|name| {
        let line = format!("name = \"{name}\"\n");
        source.text.find(&line).map(|at| source.fault(at, "ring is the only crypto provider"))
    });
    found.collect()
}

/// Tools and the code that they read are of one version; SQLite is the one that was checked.
pub fn pins(source: &Source) -> Vec<String> {
    if source.path != "Cargo.toml" {
        return Vec::new();
    }
    let pin = |name: &str| {
        let begin = format!("{name} = ");
        let line = source.text.lines().find(|line| line.starts_with(&begin))?;
        let version = line.split_once("\"=")?.1;
        version.split('"').next()
    };
    let mut faults = Vec::new();
    if pin("libsqlite3-sys").is_none() {
        faults.push(source.fault(0, "libsqlite3-sys is pinned with ="));
    }
    let (tool, code) = (pin("wasm-bindgen-cli-support"), pin("wasm-bindgen"));
    if code.is_none() || tool != code {
        faults.push(source.fault(0, "wasm-bindgen and its tool are pinned with = to one version"));
    }
    faults
}

/// The codes of texts with which a server function answers: `Done::saying("/parcours", "registered")`.
pub fn said(source: &Source) -> Vec<&str> {
    let mut codes = Vec::new();
    for at in places(&source.skeleton, "Done::saying(") {
        let begin = at + "Done::saying(".len();
        let end = begin + inside(&source.skeleton[begin..], '(', ')').len();
        let told = source.literals.iter().filter(|told| begin <= told.start && told.end <= end);
        let told = told.map(|literal| source.code[literal.clone()].trim_matches('"'));
        codes.extend(told.filter(|code| code.chars().all(|c| c.is_ascii_lowercase() || c == '_')));
    }
    codes
}

/// The texts that code names: `texts::home::title`, or `say::title` where `home` is used as `say`. Section, then key.
pub fn texts_named(source: &Source) -> Vec<(&str, &str)> {
    let code = source.skeleton.as_str();
    let last = |text: &'_ str| text.rfind(|c| !is_word(c)).map_or(0, |at| at + 1);
    let word_before = |at: usize| &code[last(&code[..at])..at];
    let word_after = |at: usize| used(&code[at..]);
    let renamed = places(code, " as ").map(|at| (word_after(at + " as ".len()), word_before(at)));
    let renamed: Vec<(&str, &str)> = renamed.collect();
    let mut named = Vec::new();
    for at in places(code, "::") {
        let (section, key) = (word_before(at), word_after(at + "::".len()));
        named.push((section, key));
        let known_as = renamed.iter().filter(|(alias, _)| *alias == section);
        named.extend(known_as.map(|(_, section)| (*section, key)));
    }
    named
}

/// The texts of a catalogue that nothing names. A section whose `of` is named holds the texts of codes.
pub fn untold(catalogue: &Source, named: &BTreeSet<(&str, &str)>) -> Vec<String> {
    let (mut section, mut faults) = ("", Vec::new());
    for (number, line) in catalogue.text.lines().enumerate() {
        if let Some(name) = line.strip_prefix('[') {
            section = name.trim_end_matches(']');
        }
        let Some((key, _)) = line.split_once(" = {") else { continue };
        if !named.contains(&(section, key)) && !named.contains(&(section, "of")) {
            let (path, line) = (&catalogue.path, number + 1);
            faults.push(format!("{path}:{line}: nothing tells {section}::{key}"));
        }
    }
    faults
}
