//! Reading the forms of the questionnaire: texts in two languages, and conditions, a row each.

use crate::error::AppError;
use domain::diagnosis::{Condition, Fill, Key, VALUE_MAX, is_key};
use domain::text::{Bilingual, Fault, Faults, bounded, optional};
use std::collections::BTreeMap;

/// Rows of a form by their number, each with its fields.
pub type Rows = BTreeMap<String, BTreeMap<String, String>>;

/// The most characters of a text of the questionnaire.
pub const TEXT_MAX: u32 = 1_200;
/// What the address of something new says in place of its key.
pub const NEW: &str = "+";
/// Begins the name of a choice's box: `is.yes`.
pub const IS: &str = "is.";
/// What a condition can be added on: `question:site`, `below:web`, `at_least:web`, `unknown:`.
pub const QUESTION: &str = "question";
pub const BELOW: &str = "below";
pub const AT_LEAST: &str = "at_least";
pub const UNKNOWN: &str = "unknown";

/// A text in both languages. The French is asked for; English that is still missing is a finding, not a fault.
pub fn text(faults: &mut Faults, name: &str, fr: &str, en: &str) -> Option<Bilingual> {
    let fr = faults.take(&format!("{name}_fr"), bounded(fr, TEXT_MAX));
    let en = faults.take(&format!("{name}_en"), optional(en, TEXT_MAX));
    Some(Bilingual { fr: fr?, en: en?.unwrap_or_default() })
}

/// The same, where there may be none.
pub fn text_or_none(faults: &mut Faults, name: &str, fr: &str, en: &str) -> Option<Bilingual> {
    let fr = faults.take(&format!("{name}_fr"), optional(fr, TEXT_MAX))?;
    let en = faults.take(&format!("{name}_en"), optional(en, TEXT_MAX))?;
    if fr.is_none() && en.is_none() {
        return None;
    }
    Some(Bilingual { fr: fr.unwrap_or_default(), en: en.unwrap_or_default() })
}

/// The same, where both may still be missing.
pub fn text_so_far(faults: &mut Faults, name: &str, fr: &str, en: &str) -> Bilingual {
    let none = || Bilingual { fr: String::new(), en: String::new() };
    text_or_none(faults, name, fr, en).unwrap_or_else(none)
}

/// A number from 0 to 3.
pub fn value(faults: &mut Faults, name: &str, typed: &str) -> Option<u8> {
    let range = Fault::Range { min: 0, max: VALUE_MAX };
    let number = typed.trim().parse().ok().filter(|number: &u8| *number <= VALUE_MAX);
    faults.take(name, number.ok_or(range))
}

/// The names of the boxes that were ticked.
pub fn ticked(boxes: &BTreeMap<String, String>) -> impl Iterator<Item = &str> {
    boxes.keys().map(String::as_str)
}

/// A key that a page of ours sends.
///
/// Errors: `Malformed`.
pub fn key(typed: &str) -> Result<Key, AppError> {
    if is_key(typed) { Ok(typed.to_owned()) } else { Err(AppError::Malformed) }
}

/// A place counted from 0, from its number counted from 1.
pub fn numbered(number: &str) -> Option<usize> {
    number.parse::<usize>().ok()?.checked_sub(1)
}

/// The rows of a form as they came back, numbered as they stand: what was to be added or taken out is not done yet.
pub fn rows_of(typed: &[(String, String)], name: &str) -> Rows {
    let mut rows = Rows::new();
    for (field, value) in typed {
        let row = field.strip_prefix(name).and_then(|rest| rest.strip_prefix('['));
        let Some((number, rest)) = row.and_then(|row| row.split_once("][")) else { continue };
        let Some(field) = rest.strip_suffix(']') else { continue };
        let row = rows.entry(number.to_owned()).or_default();
        if !["drop", "plus"].contains(&field) {
            row.insert(field.to_owned(), value.clone());
        }
    }
    rows
}

/// The keys of the choices that were ticked in a row.
pub fn chosen(row: &BTreeMap<String, String>) -> Result<Vec<Key>, AppError> {
    row.keys().filter_map(|name| name.strip_prefix(IS)).map(key).collect()
}

/// Rows in the order of the page, without those to be taken out.
fn kept(rows: &Rows) -> Vec<(&String, &BTreeMap<String, String>)> {
    let mut kept: Vec<_> = rows.iter().filter(|(_, row)| !row.contains_key("drop")).collect();
    kept.sort_by_key(|(number, _)| number.parse::<usize>().unwrap_or(usize::MAX));
    kept
}

/// The conditions of a form, and the one that is added. `name` begins the names of its fields.
///
/// Errors: `Malformed`, what no page of ours sends. What people typed wrongly is noted in `faults`.
pub fn conditions(
    faults: &mut Faults,
    name: &str,
    rows: &Rows,
    add: &str,
) -> Result<Vec<Condition>, AppError> {
    let mut conditions = Vec::new();
    for (number, row) in kept(rows) {
        let field = |of: &str| row.get(of).map(String::as_str).unwrap_or_default();
        let at = |of: &str| format!("{name}[{number}][{of}]");
        conditions.push(match field("kind") {
            QUESTION => Condition::Answered { question: key(field("of"))?, any_of: chosen(row)? },
            BELOW => Condition::Below {
                theme: key(field("of"))?,
                below: faults.take(&at("level"), level(field("level"))).unwrap_or_default(),
            },
            AT_LEAST => Condition::AtLeast {
                theme: key(field("of"))?,
                at_least: faults.take(&at("level"), level(field("level"))).unwrap_or_default(),
            },
            UNKNOWN => {
                let mut unknown_among = chosen(row)?;
                if !field("plus").is_empty() {
                    let plus = key(field("plus"))?;
                    if !unknown_among.contains(&plus) {
                        unknown_among.push(plus);
                    }
                }
                let count = field("count").trim().parse().map_err(|_| Fault::Number);
                let count = faults.take(&at("count"), count).unwrap_or_default();
                Condition::Unknown { unknown_among, count }
            }
            _ => return Err(AppError::Malformed),
        });
    }
    let (kind, of) = add.split_once(':').unwrap_or_default();
    match kind {
        "" => {}
        QUESTION => {
            conditions.push(Condition::Answered { question: key(of)?, any_of: Vec::new() });
        }
        BELOW => conditions.push(Condition::Below { theme: key(of)?, below: 1.5 }),
        AT_LEAST => conditions.push(Condition::AtLeast { theme: key(of)?, at_least: 1.5 }),
        UNKNOWN => conditions.push(Condition::Unknown { unknown_among: Vec::new(), count: 1 }),
        _ => return Err(AppError::Malformed),
    }
    Ok(conditions)
}

/// What a choice fills in, and what is added.
///
/// Errors: `Malformed`.
pub fn fills(rows: &Rows, add: &str) -> Result<Vec<Fill>, AppError> {
    let mut fills = Vec::new();
    for (_, row) in kept(rows) {
        let question = key(row.get("of").map(String::as_str).unwrap_or_default())?;
        fills.push(Fill { question, choices: chosen(row)? });
    }
    if !add.is_empty() {
        fills.push(Fill { question: key(add)?, choices: Vec::new() });
    }
    Ok(fills)
}

fn level(typed: &str) -> Result<f64, Fault> {
    let range = Fault::Range { min: 0, max: VALUE_MAX };
    let level: f64 = typed.trim().replace(',', ".").parse().map_err(|_| range)?;
    (0.0..=f64::from(VALUE_MAX)).contains(&level).then_some(level).ok_or(range)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(rows: &[&[(&str, &str)]]) -> Rows {
        let row = |row: &&[(&str, &str)]| {
            row.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect()
        };
        rows.iter().enumerate().map(|(i, r)| (i.to_string(), row(r))).collect()
    }

    #[test]
    fn questionnaire_conditions_are_read_row_by_row() {
        let typed = rows(&[
            &[("kind", "question"), ("of", "site"), ("is.no", "on"), ("is.yes", "on")],
            &[("kind", "below"), ("of", "web"), ("level", "1,5")],
            &[("kind", "at_least"), ("of", "web"), ("level", "1"), ("drop", "on")],
            &[("kind", "unknown"), ("is.site", "on"), ("plus", "fresh"), ("count", "2")],
        ]);
        let mut faults = Faults::default();
        let read = conditions(&mut faults, "when", &typed, "question:where").expect("it reads");
        assert!(faults.is_empty());
        assert_eq!(
            read,
            [
                Condition::Answered {
                    question: "site".to_owned(),
                    any_of: vec!["no".to_owned(), "yes".to_owned()]
                },
                Condition::Below { theme: "web".to_owned(), below: 1.5 },
                Condition::Unknown {
                    unknown_among: vec!["site".to_owned(), "fresh".to_owned()],
                    count: 2
                },
                Condition::Answered { question: "where".to_owned(), any_of: Vec::new() },
            ]
        );
    }

    #[test]
    fn questionnaire_rows_that_come_back_stand_as_they_did() {
        let typed = [
            ("text_fr", "a"),
            ("when[0][kind]", "question"),
            ("when[0][of]", "site"),
            ("when[0][is.no]", "on"),
            ("when[0][drop]", "on"),
            ("when[1][kind]", "unknown"),
            ("when[1][is.site]", "on"),
            ("when[1][plus]", "fresh"),
            ("when[1][count]", "1"),
            ("whenever[2][kind]", "question"),
            ("when[x", "a"),
        ];
        let typed = typed.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let back = rows_of(&typed, "when");
        let expected = rows(&[
            &[("kind", "question"), ("of", "site"), ("is.no", "on")],
            &[("kind", "unknown"), ("is.site", "on"), ("count", "1")],
        ]);
        assert_eq!(back, expected);
    }

    #[test]
    fn questionnaire_what_is_typed_wrongly_is_told_at_its_field() {
        for level in ["", "x", "3.1", "-1", "nan", "inf"] {
            let typed = rows(&[&[("kind", "below"), ("of", "web"), ("level", level)]]);
            let mut faults = Faults::default();
            conditions(&mut faults, "when", &typed, "").expect("it reads");
            let range = Fault::Range { min: 0, max: 3 };
            assert_eq!(faults.0, [("when[0][level]".to_owned(), range)], "{level}");
        }
        for odd in [
            &[("kind", "x"), ("of", "web")][..],
            &[("kind", "question"), ("of", "a b")],
            &[("kind", "question"), ("of", "site"), ("is.<b>", "on")],
            &[],
        ] {
            let told = conditions(&mut Faults::default(), "when", &rows(&[odd]), "");
            assert_eq!(told, Err(AppError::Malformed), "{odd:?}");
        }
        assert!(conditions(&mut Faults::default(), "when", &Rows::new(), "x:y").is_err());
        assert!(fills(&Rows::new(), "A b").is_err());
    }
}
