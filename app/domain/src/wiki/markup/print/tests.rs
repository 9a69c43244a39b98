//! What is printed: as people write it, and what any text gives. See also `tests/laws.rs`.

use super::super::parse;
use super::*;
use proptest::prelude::*;

/// A text that is read comes back as it was, whatever it was.
fn comes_back(source: &str) -> Result<(), TestCaseError> {
    let read = parse(source);
    let printed = print(&read);
    prop_assert_eq!(parse(&printed), read, "{:?}\nprinted as\n{}", source, printed);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn wiki_any_text_comes_back(source in ".{0,80}") {
        comes_back(&source)?;
    }
}

#[test]
fn wiki_a_page_is_printed_as_people_write_it() {
    let source = "\
====== Partager un agenda ======

Nous étions **douze**, //chacun son agenda//. Voir [[atelier:agenda|l'atelier]] \\\\ et la suite.

  * trois bénévoles
    - Léa
    - Omar
  * un cahier

> ça marche
>> depuis quand ?

^ Outil ^ Prix ^
| Nextcloud | gratuit |
";
    assert_eq!(print(&parse(source)), source);
    let words = Document {
        blocks: vec![Block::Paragraph(vec![Inline::Text("**a** [[b]] > 5 %".to_owned())])],
    };
    assert_eq!(print(&words), "%%**%%a%%**%% %%[[b]]%% > 5 %\n");
}
