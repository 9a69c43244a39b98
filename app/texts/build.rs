//! Turns the catalogues into one function a text: a missing translation, or a parameter that one language forgets,
//! fails the build.
//!
//! A catalogue is `catalogue/NAME.toml`; each of its tables becomes a module. In a table,
//! `key = { fr = "…", en = "…" }` becomes `key(lang)`; `{name}` in the text becomes a parameter, in order of first
//! appearance in French; `{ one = "…", other = "…" }` in place of a text makes `key(lang, n, …)`.

use std::fmt::Write as _;
use std::{env, fs, path::Path};
use toml::{Table, Value};

fn main() {
    println!("cargo::rerun-if-changed=catalogue");
    let mut files: Vec<_> = fs::read_dir("catalogue")
        .expect("app/texts/catalogue holds the catalogues")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .collect();
    files.sort();
    let mut code = String::new();
    for file in files {
        let name = file.display();
        let text = fs::read_to_string(&file).expect("a catalogue can be read");
        let catalogue: Table = text.parse().unwrap_or_else(|e| panic!("{name}: {e}"));
        for (section, texts) in &catalogue {
            let texts =
                texts.as_table().unwrap_or_else(|| panic!("{name}: [{section}] is no table"));
            module(&mut code, &format!("{name} [{section}]"), section, texts);
        }
    }
    let out = env::var("OUT_DIR").expect("cargo gives OUT_DIR");
    fs::write(Path::new(&out).join("texts.rs"), code).expect("OUT_DIR can be written");
}

/// A text in one language: as it is, or in two numbers.
enum Text<'a> {
    One(&'a str),
    Number { one: &'a str, other: &'a str },
}

impl<'a> Text<'a> {
    fn read(at: &str, value: Option<&'a Value>) -> Self {
        let text = |value: Option<&'a Value>| match value.and_then(Value::as_str) {
            Some(text) if !text.trim().is_empty() => text,
            _ => panic!("{at}: a text is missing"),
        };
        match value {
            Some(Value::Table(forms)) => {
                Text::Number { one: text(forms.get("one")), other: text(forms.get("other")) }
            }
            other => Text::One(text(other)),
        }
    }

    fn parameters(&self) -> Vec<&'a str> {
        let texts: &[&'a str] = match self {
            Text::One(text) => &[text],
            Text::Number { one, other } => &[one, other],
        };
        let mut names = Vec::new();
        for text in texts {
            for part in text.split('{').skip(1) {
                let name = part.split('}').next().unwrap_or_default();
                if !names.contains(&name) && name != "n" {
                    names.push(name);
                }
            }
        }
        names
    }

    fn expression(&self, plural_rule: &str) -> String {
        match self {
            Text::One(text) if text.contains('{') => format!("format!({text:?})"),
            Text::One(text) => format!("{text:?}"),
            Text::Number { one, other } if one == other => format!("format!({other:?})"),
            Text::Number { one, other } => {
                format!("if {plural_rule} {{ format!({one:?}) }} else {{ format!({other:?}) }}")
            }
        }
    }
}

fn module(code: &mut String, at: &str, section: &str, texts: &Table) {
    let mut plain = Vec::new();
    writeln!(code, "pub mod {section} {{\n    use super::Lang;\n    #[allow(unused_imports)]\n    use std::fmt::Display;")
        .expect("a String can be written");
    for (key, value) in texts {
        let at = format!("{at} {key}");
        let value =
            value.as_table().unwrap_or_else(|| panic!("{at}: expected {{ fr = …, en = … }}"));
        let fr = Text::read(&format!("{at} fr"), value.get("fr"));
        let en = Text::read(&format!("{at} en"), value.get("en"));
        let (parameters, mut theirs) = (fr.parameters(), en.parameters());
        theirs.sort_unstable();
        let mut ours = parameters.clone();
        ours.sort_unstable();
        assert_eq!(ours, theirs, "{at}: both languages need the same parameters");
        let number = matches!(fr, Text::Number { .. }) || matches!(en, Text::Number { .. });
        let returns = if number || !parameters.is_empty() { "String" } else { "&'static str" };
        if returns != "String" {
            plain.push(key);
        }
        let mut signature = String::from("lang: Lang");
        if number {
            signature.push_str(", n: i64");
        }
        for parameter in &parameters {
            write!(signature, ", {parameter}: impl Display").expect("a String can be written");
        }
        // French counts 0 with the singular, English does not.
        writeln!(
            code,
            "    pub fn {key}({signature}) -> {returns} {{\n        match lang {{\n            Lang::Fr => {{ {} }}\n            Lang::En => {{ {} }}\n        }}\n    }}",
            fr.expression("n < 2"),
            en.expression("n == 1"),
        )
        .expect("a String can be written");
    }
    code.push_str("    /// The text of a code of the domain.\n");
    if plain.is_empty() {
        code.push_str("    pub fn of(_: Lang, _: &str) -> &'static str { super::MISSING }\n}\n");
        return;
    }
    code.push_str(
        "    pub fn of(lang: Lang, code: &str) -> &'static str {\n        match code {\n",
    );
    for key in plain {
        writeln!(code, "            {key:?} => self::{key}(lang),")
            .expect("a String can be written");
    }
    code.push_str("            _ => super::MISSING,\n        }\n    }\n}\n");
}
