//! The questionnaire as a file that people read and write: TOML, the form of the one that ships with the product.

use domain::diagnosis::{
    Choice, Condition, Finding, Key, Place, Problem, Question, Questionnaire, Recommendation, Rule,
    Severity,
};
use domain::text::Bilingual;
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::fmt::{Display, Write as _};
use std::ops::Range;
use toml::{Spanned, Value};

/// A mistake of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct FileFault {
    /// Counted from 1.
    pub line: usize,
    /// In characters, counted from 1.
    pub column: usize,
    pub problem: FileProblem,
}

/// What is wrong there.
#[derive(Clone, Debug, PartialEq)]
pub enum FileProblem {
    /// Not TOML; what the parser says of it, in English.
    Syntax { what: Syntax, said: String },
    /// A name that means nothing there.
    UnknownName(String),
    /// A name without which it says nothing.
    MissingName(String),
    /// A value that is none of those that may stand there.
    UnknownWord { word: String, among: Vec<String> },
    /// Not the kind of value that is expected there; what the parser says of it, in English.
    Kind { expected: Kind, said: String },
    /// A condition that is none of the four.
    NoCondition,
    /// It can be read, and would not work.
    Found(Finding),
}

/// What stumbles in what is not TOML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    Quotes,
    Brackets,
    /// A line that is no `name = value`.
    Assignment,
    /// A name that stands there already.
    Twice,
    Number,
    Other,
}

impl Syntax {
    /// What the parser's words are about. Of several, the first: what is no number is often a text without its quotes.
    fn of(said: &str) -> Self {
        const ABOUT: [(Syntax, &[&str]); 6] = [
            (Syntax::Twice, &["duplicate", "dotted key"]),
            (Syntax::Assignment, &["unquoted key", "assignment", "extra `=`", "key with no value"]),
            (Syntax::Quotes, &["quote", "string", "escape", "unicode", "float", "boolean"]),
            (Syntax::Number, &["radix", "digit", "number", "numeric", "zero", "sign", "date"]),
            (Syntax::Brackets, &["array", "table", "comma", "unclosed"]),
            (Syntax::Assignment, &["key", "value"]),
        ];
        let about = |words: &[&str]| words.iter().any(|word| said.contains(word));
        let found = ABOUT.into_iter().find(|(_, words)| about(words));
        found.map_or(Self::Other, |(what, _)| what)
    }

    /// The name of its text.
    pub fn code(self) -> &'static str {
        match self {
            Self::Quotes => "quotes",
            Self::Brackets => "brackets",
            Self::Assignment => "assignment",
            Self::Twice => "twice",
            Self::Number => "number",
            Self::Other => "syntax",
        }
    }
}

/// A kind of value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Number,
    YesNo,
    List,
    /// Names with their values, between braces.
    Group,
    Other,
}

impl Kind {
    /// What the parser's words expect.
    fn of(said: &str) -> Self {
        let expected = said.split("expected ").nth(1).unwrap_or_default();
        let about = |words: &[&str]| words.iter().any(|word| expected.starts_with(word));
        if about(&["a string", "string"]) {
            Self::Text
        } else if about(&["u8", "u32", "i64", "f64", "a nonzero", "an integer"]) {
            Self::Number
        } else if about(&["a boolean"]) {
            Self::YesNo
        } else if about(&["a sequence", "an array", "empty array"]) {
            Self::List
        } else if about(&["struct", "a map", "a table"]) {
            Self::Group
        } else {
            Self::Other
        }
    }

    /// The name of its text.
    pub fn code(self) -> &'static str {
        match self {
            Self::Text => "kind_text",
            Self::Number => "kind_number",
            Self::YesNo => "kind_yes_no",
            Self::List => "kind_list",
            Self::Group => "kind_group",
            Self::Other => "kind",
        }
    }
}

/// Reads a file: a questionnaire that may be published.
///
/// Errors: all that is to be mended, in the order of the file; one only where nothing can be read after it.
pub fn read_questionnaire(text: &str) -> Result<Questionnaire, Vec<FileFault>> {
    let questionnaire: Questionnaire = match toml::from_str(text) {
        Ok(questionnaire) => questionnaire,
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            return Err(vec![fault(text, at, problem(error.message()))]);
        }
    };
    let refuses = |finding: &Finding| finding.problem.severity() == Severity::Refuses;
    let findings: Vec<Finding> = questionnaire.findings().into_iter().filter(refuses).collect();
    if findings.is_empty() {
        return Ok(questionnaire);
    }
    let spans: Spans = toml::from_str(text).unwrap_or_default();
    let mut faults: Vec<_> = findings
        .into_iter()
        .map(|finding| fault(text, spans.locate(text, &finding), FileProblem::Found(finding)))
        .collect();
    faults.sort_by_key(|fault| (fault.line, fault.column));
    Err(faults)
}

/// What the parser's words are about.
fn problem(said: &str) -> FileProblem {
    let mut named = said.split('`').skip(1).step_by(2).map(str::to_owned);
    let mut first = || named.next().unwrap_or_default();
    if said.starts_with("unknown field") {
        FileProblem::UnknownName(first())
    } else if said.starts_with("missing field") {
        FileProblem::MissingName(first())
    } else if said.starts_with("unknown variant") {
        FileProblem::UnknownWord { word: first(), among: named.collect() }
    } else if said.contains("untagged enum Condition") {
        FileProblem::NoCondition
    } else if ["invalid type", "invalid value:", "invalid length", "out of range"]
        .iter()
        .any(|start| said.contains(start))
    {
        FileProblem::Kind { expected: Kind::of(said), said: said.to_owned() }
    } else {
        FileProblem::Syntax { what: Syntax::of(said), said: said.to_owned() }
    }
}

fn fault(text: &str, at: usize, problem: FileProblem) -> FileFault {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    FileFault { line, column, problem }
}

/// Where the parts of a file stand.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Spans {
    theme: Vec<Keyed>,
    question: Vec<Keyed>,
    recommendation: Vec<Keyed>,
    rule: Vec<Spanned<IgnoredAny>>,
}

#[derive(Deserialize)]
struct Keyed {
    key: Spanned<String>,
    #[serde(default)]
    choice: Vec<Keyed>,
    #[serde(default)]
    rung: Vec<Spanned<IgnoredAny>>,
}

impl Spans {
    /// Where a finding is to be mended: at the key that it names, within the part that it is about.
    fn locate(&self, text: &str, finding: &Finding) -> usize {
        let of = |all: &[Keyed], key: &str| {
            // Of two with one key, the second is the one too many.
            all.iter().rfind(|one| one.key.get_ref() == key).map(|one| one.key.span())
        };
        let find = |all: &'_ [Keyed], key: &str| {
            all.iter().position(|one| one.key.get_ref() == key).unwrap_or_default()
        };
        let span = match &finding.place {
            Place::Whole => None,
            Place::Theme(key) => of(&self.theme, key),
            Place::Question(key) => of(&self.question, key),
            Place::Choice { question, choice } => {
                let question = self.question.get(find(&self.question, question));
                question.and_then(|question| of(&question.choice, choice))
            }
            Place::Recommendation(key) => of(&self.recommendation, key),
            Place::Rung { recommendation, rung } => {
                let of = self.recommendation.get(find(&self.recommendation, recommendation));
                of.and_then(|of| of.rung.get(*rung)).map(Spanned::span)
            }
            Place::Rule(number) => self.rule.get(*number).map(Spanned::span),
        };
        let Some(Range { start, .. }) = span else { return 0 };
        let named = match &finding.problem {
            Problem::UnknownTheme(key)
            | Problem::UnknownQuestion(key)
            | Problem::UnknownChoice { choice: key, .. }
            | Problem::Later { on: key }
            | Problem::OtherTheme { parent: key }
            | Problem::FillNotTaken { to: key }
            | Problem::FillEarlier { to: key } => Some(key),
            _ => None,
        };
        let part = text.get(start..).unwrap_or_default();
        let mention = named.and_then(|key: &Key| part.find(&quoted(key)));
        start + mention.unwrap_or_default()
    }
}

/// Writes a file that [`read_questionnaire`] reads back.
pub fn write_questionnaire(questionnaire: &Questionnaire) -> String {
    let mut file = File::default();
    file.value("version", questionnaire.version);
    for theme in &questionnaire.themes {
        file.table("theme");
        file.value("key", quoted(&theme.key));
        file.text("title", Some(&theme.title));
        file.text("short", Some(&theme.short));
    }
    for question in &questionnaire.questions {
        file.question(question);
    }
    for recommendation in &questionnaire.recommendations {
        file.recommendation(recommendation);
    }
    for Rule { verdict, when, summary } in &questionnaire.rules {
        file.table("rule");
        file.value("verdict", quoted(verdict.code()));
        file.conditions("when", when);
        file.text("summary", Some(summary));
    }
    file.written
}

#[derive(Default)]
struct File {
    written: String,
}

impl File {
    fn line(&mut self, line: std::fmt::Arguments<'_>) {
        // Writing to a text never fails.
        self.written.write_fmt(line).ok();
        self.written.push('\n');
    }

    fn table(&mut self, name: &str) {
        self.line(format_args!("\n[[{name}]]"));
    }

    fn value(&mut self, name: &str, value: impl Display) {
        self.line(format_args!("{name} = {value}"));
    }

    fn text(&mut self, name: &str, text: Option<&Bilingual>) {
        if let Some(text) = text {
            self.line(format_args!("{name}.fr = {}", quoted(&text.fr)));
            self.line(format_args!("{name}.en = {}", quoted(&text.en)));
        }
    }

    fn flag(&mut self, name: &str, flag: bool) {
        if flag {
            self.value(name, true);
        }
    }

    fn keys(&mut self, name: &str, all: &[Key]) {
        if !all.is_empty() {
            self.value(name, keys(all));
        }
    }

    fn conditions(&mut self, name: &str, conditions: &[Condition]) {
        let told: Vec<String> = conditions.iter().map(condition).collect();
        match &told[..] {
            [] => self.value(name, "[]"),
            [one] => self.value(name, format_args!("[{one}]")),
            several => self.value(name, format_args!("[\n  {},\n]", several.join(",\n  "))),
        }
    }

    fn question(&mut self, question: &Question) {
        self.table("question");
        self.value("key", quoted(&question.key));
        self.value("theme", quoted(&question.theme));
        self.flag("multiple", question.multiple);
        if question.weight != 1 {
            self.value("weight", question.weight);
        }
        if let Some(opening) = &question.opened_by {
            let (question, any_of) = (quoted(&opening.question), keys(&opening.any_of));
            self.value("opened_by", format_args!("{{ question = {question}, any_of = {any_of} }}"));
        }
        if !question.asked_if.is_empty() {
            self.conditions("asked_if", &question.asked_if);
        }
        self.text("text", Some(&question.text));
        self.text("help", question.help.as_ref());
        if question.choices.is_empty() {
            self.value("choice", "[]");
        }
        for choice in &question.choices {
            self.choice(choice);
        }
    }

    fn choice(&mut self, choice: &Choice) {
        self.table("question.choice");
        self.value("key", quoted(&choice.key));
        if let Some(value) = choice.value {
            self.value("value", value);
        }
        self.flag("alone", choice.alone);
        let fills = choice.fills.iter().map(|fill| {
            let (question, choices) = (quoted(&fill.question), keys(&fill.choices));
            format!("{{ question = {question}, choices = {choices} }}")
        });
        let fills: Vec<String> = fills.collect();
        if !fills.is_empty() {
            self.value("fills", format_args!("[{}]", fills.join(", ")));
        }
        let facts: Vec<Key> = choice.known_by.iter().map(|fact| fact.code().to_owned()).collect();
        self.keys("known_by", &facts);
        self.text("text", Some(&choice.text));
        self.text("because", choice.because.as_ref());
    }

    fn recommendation(&mut self, recommendation: &Recommendation) {
        self.table("recommendation");
        self.value("key", quoted(&recommendation.key));
        self.value("theme", quoted(&recommendation.theme));
        self.keys("workshops", &recommendation.workshops);
        self.flag("usual", recommendation.usual);
        if recommendation.rungs.is_empty() {
            self.value("rung", "[]");
        }
        for rung in &recommendation.rungs {
            self.table("recommendation.rung");
            if !rung.when.is_empty() {
                self.conditions("when", &rung.when);
            }
            self.text("text", Some(&rung.text));
            self.text("why", Some(&rung.why));
            self.text("how", Some(&rung.how));
        }
    }
}

fn condition(condition: &Condition) -> String {
    match condition {
        Condition::Answered { question, any_of } => {
            format!("{{ question = {}, any_of = {} }}", quoted(question), keys(any_of))
        }
        Condition::Below { theme, below } => {
            format!("{{ theme = {}, below = {} }}", quoted(theme), Value::Float(*below))
        }
        Condition::AtLeast { theme, at_least } => {
            format!("{{ theme = {}, at_least = {} }}", quoted(theme), Value::Float(*at_least))
        }
        Condition::Unknown { unknown_among, count } => {
            format!("{{ unknown_among = {}, count = {count} }}", keys(unknown_among))
        }
    }
}

fn keys(keys: &[Key]) -> String {
    let keys: Vec<String> = keys.iter().map(|key| quoted(key)).collect();
    format!("[{}]", keys.join(", "))
}

/// A text of one line, as TOML writes it.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => {
                write!(quoted, "\\u{:04X}", u32::from(c)).ok();
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seed::questionnaire;
    use domain::text::Lang;

    const SHIPPED: &str = include_str!("../../domain/data/questionnaire.toml");

    fn told(text: &str) -> Vec<(usize, usize, FileProblem)> {
        let faults = read_questionnaire(text).expect_err("it has a mistake");
        faults.into_iter().map(|f| (f.line, f.column, f.problem)).collect()
    }

    #[test]
    fn diagnosis_what_is_written_is_read_back() {
        let mut q = Questionnaire::clone(questionnaire());
        assert_eq!(read_questionnaire(&write_questionnaire(&q)).as_ref(), Ok(&q));
        q.questions[0].text.fr = "\"\\ \n\t\u{1}\u{7f}\u{85} é'''\"\"\" #".to_owned();
        q.questions[1].help = Some(Bilingual { fr: "a".to_owned(), en: "b".to_owned() });
        let written = write_questionnaire(&q);
        assert_eq!(read_questionnaire(&written).as_ref(), Ok(&q), "{}", &written[..2_000]);
        // And what cannot be published yet.
        q.questions[0].choices.clear();
        q.recommendations[0].rungs.clear();
        q.rules[0].when.clear();
        assert_eq!(toml::from_str(&write_questionnaire(&q)).as_ref(), Ok(&q));
    }

    #[test]
    fn diagnosis_a_mistake_of_a_file_is_told_with_its_line_and_column() {
        let at = |text: &str| {
            let offset = SHIPPED.find(text).expect("it is there");
            let found = fault(SHIPPED, offset, FileProblem::NoCondition);
            (found.line, found.column)
        };
        let first = SHIPPED.lines().position(|l| l.starts_with("key = \"need_nature\""));
        let first = first.expect("the first question") + 1;
        let replaced = |from: &str, to: &str| {
            assert!(SHIPPED.contains(from), "{from}");
            SHIPPED.replacen(from, to, 1)
        };
        // Not TOML at all.
        let (line, _, problem) =
            told(&replaced("key = \"need_nature\"", "key = need_nature"))[0].clone();
        assert!(
            line == first && matches!(problem, FileProblem::Syntax { .. }),
            "{line} {problem:?}"
        );
        // Names.
        let (line, _, problem) =
            told(&replaced("key = \"need_nature\"", "kee = \"need_nature\""))[0].clone();
        assert_eq!(problem, FileProblem::UnknownName("kee".to_owned()));
        assert!(line.abs_diff(first) <= 1, "{line}");
        let (_, _, problem) = told(&replaced("key = \"need_nature\"\n", "\n"))[0].clone();
        assert_eq!(problem, FileProblem::MissingName("key".to_owned()));
        // Kinds.
        let text = replaced("key = \"need_nature\"", "key = 3");
        assert!(
            matches!(&told(&text)[..], [(line, 7, FileProblem::Kind { .. })] if *line == first)
        );
        // What can be read and would not work.
        let text = replaced(
            "key = \"need_nature\"\ntheme = \"project\"",
            "key = \"need_nature\"\ntheme = \"law\"",
        );
        let found = told(&text).remove(0);
        assert_eq!((found.0, found.1), (first + 1, 9));
        assert!(
            matches!(&found.2, FileProblem::Found(f) if f.problem == Problem::UnknownTheme("law".to_owned()))
        );
        let text = replaced("title.en = \"Project and need\"", "title.en = \"\"");
        let no_english = Problem::NoText { part: domain::diagnosis::Part::Title, lang: Lang::En };
        let (line, column) = at("\"project\"");
        assert_eq!(
            told(&text),
            [(
                line,
                column,
                FileProblem::Found(Finding {
                    place: Place::Theme("project".to_owned()),
                    problem: no_english
                })
            )]
        );
        let nothing = told("");
        assert!(matches!(&nothing[..], [(1, 1, FileProblem::MissingName(_))]), "{nothing:?}");
        assert!(matches!(told("é = [")[0].2, FileProblem::Syntax { .. }));
    }

    #[test]
    fn diagnosis_the_parser_is_understood() {
        let replaced = |from: &str, to: &str| {
            assert!(SHIPPED.contains(from), "{from}");
            SHIPPED.replacen(from, to, 1)
        };
        let key = "key = \"need_nature\"";
        for (to, what) in [
            ("key = need_nature", Syntax::Quotes),
            ("key = \"need_nature", Syntax::Quotes),
            ("key = 'need_nature", Syntax::Quotes),
            ("key = \"need\\qnature\"", Syntax::Quotes),
            ("key \"need_nature\"", Syntax::Assignment),
            ("key = ", Syntax::Quotes),
            ("key = «need_nature»", Syntax::Quotes),
            ("key = true_need", Syntax::Quotes),
            ("= \"need_nature\"", Syntax::Assignment),
            ("key == \"need_nature\"", Syntax::Assignment),
            ("key", Syntax::Assignment),
            ("key = \"need_nature\"\nkey = \"again\"", Syntax::Twice),
            ("key = \"need_nature\"\nweight = 01", Syntax::Number),
            ("key = \"need_nature\"\nweight = 1_", Syntax::Number),
            ("key = \"need_nature\"\nasked_if = [{ question = \"a\" ]", Syntax::Brackets),
            ("key = \"need_nature\"\nasked_if = [\n", Syntax::Brackets),
            ("key = \"need_nature\"\n[question", Syntax::Brackets),
        ] {
            let problem = told(&replaced(key, to)).remove(0).2;
            let found =
                matches!(&problem, FileProblem::Syntax { what: found, .. } if *found == what);
            assert!(found, "{to}: {problem:?}");
        }
        for (to, expected) in [
            ("key = 3", Kind::Text),
            ("key = [\"a\"]", Kind::Text),
            ("key = \"need_nature\"\nweight = \"2\"", Kind::Number),
            ("key = \"need_nature\"\nweight = -1", Kind::Number),
            ("key = \"need_nature\"\nweight = 1.5", Kind::Number),
            ("key = \"need_nature\"\nmultiple = \"yes\"", Kind::YesNo),
            ("key = \"need_nature\"\nasked_if = 3", Kind::List),
            ("key = \"need_nature\"\nopened_by = 3", Kind::Group),
        ] {
            let problem = told(&replaced(key, to)).remove(0).2;
            let found =
                matches!(&problem, FileProblem::Kind { expected: found, .. } if *found == expected);
            assert!(found, "{to}: {problem:?}");
        }
        let problem = told(&replaced("verdict = \"later\"", "verdict = \"never\"")).remove(0).2;
        let FileProblem::UnknownWord { word, among } = problem else { panic!("{problem:?}") };
        assert!(word == "never" && among.contains(&"later".to_owned()), "{word} {among:?}");
    }

    #[test]
    fn diagnosis_odd_levels_and_conditions_are_refused() {
        let rule = "when = [";
        let start = SHIPPED.find("[[rule]]").expect("a rule");
        let spoil = |condition: &str| {
            let (before, rules) = SHIPPED.split_at(start);
            format!("{before}{}", rules.replacen(rule, &format!("{rule}{condition}, "), 1))
        };
        for odd in ["nan", "inf", "-1.0", "3.5"] {
            let text = spoil(&format!("{{ theme = \"data\", below = {odd} }}"));
            let level = |f: &(usize, usize, FileProblem)| {
                matches!(&f.2, FileProblem::Found(Finding { problem: Problem::Level(_), .. }))
            };
            assert!(told(&text).iter().any(level), "{odd}");
        }
        assert_eq!(told(&spoil("{ theme = \"data\", under = 2 }"))[0].2, FileProblem::NoCondition);
    }
}
