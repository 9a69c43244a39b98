//! What finds what, in milliseconds.

use super::*;
use proptest::prelude::*;

fn page(title: &str, text: &str) -> Document {
    Document {
        kind: Kind::Page,
        id: Uuid::nil(),
        address: "/wiki/page".to_owned(),
        title: title.to_owned(),
        text: text.to_owned(),
        space: None,
        association: None,
    }
}

/// Whether a question finds a text: each of its words has a stem there.
fn finds(question: &str, text: &str) -> bool {
    let page = page("", text);
    let stems: BTreeSet<_> = page.stems().split(' ').map(str::to_owned).collect();
    let question = Question::read(question);
    !question.is_empty() && question.words.iter().all(|w| w.stems.iter().any(|s| stems.contains(s)))
}

#[test]
fn finding_a_word_is_found_in_any_form() {
    for (question, text) in [
        ("adhérent", "Les adhérentes ont payé leur cotisation."),
        ("adherents", "Une adhérente"),
        ("ADHÉRENT", "adherent"),
        ("organiser", "Elles se sont organisées seules."),
        ("organisee", "une fête organisée"),
        ("organisée", "une fete organisee"),
        ("gérer des bénévoles", "Elle gère ses bénévoles et gérait la caisse."),
        ("comptable", "La comptabilité de l’association"),
        ("reunion", "Les réunions d’information"),
        ("l'association", "Notre association"),
        ("d’adhésion", "bulletin d'adhésion"),
        ("qu’adhérer", "adhérer"),
        ("oeuvre", "À l’œuvre !"),
        ("œuvres", "une oeuvre"),
        ("e\u{301}te\u{301}", "L’été dernier"),
        ("facture 2024", "Factures de 2024"),
        ("Україна", "Слава, україна"),
        ("rendez vous", "Prendre rendez-vous"),
        ("cheval", "des chevaux"),
    ] {
        assert!(finds(question, text), "{question} in {text}");
    }
    for (question, text) in
        [("tableur", "un tableau"), ("poste", "une porte"), ("adhérent", "adhésif"), ("le", "le")]
    {
        assert!(!finds(question, text), "{question} in {text}");
    }
}

#[test]
fn finding_whatever_is_typed_is_a_question() {
    let words = |typed: &str| Question::read(typed).typed();
    assert_eq!(
        words("\"réunion\" -pas * OR (tableur) AND NOT NEAR/2 ^a:b"),
        "réunion tableur and not near 2 b"
    );
    assert_eq!(words("  \0\u{7}\u{fffd} --- “” "), "");
    assert_eq!(words("les adhérents de l’association, leurs adhérentes"), "adhérents association");
    assert_eq!(words("Qui sommes-nous ?"), "qui sommes nous", "there is nothing else");
    assert!(!Question::read("tableur").cut);
    let long = Question::read(&"é".repeat(5_000));
    assert!(long.cut && long.is_empty());
    let many: String = (0..40).map(|n| format!("mot{n} ")).collect();
    let many = Question::read(&many);
    assert!(many.cut && many.words.len() == WORDS_MAX, "{many:?}");
}

#[test]
fn finding_a_title_keeps_all_its_words() {
    let page = page("Qui sommes-nous ?", "Nous sommes qui nous sommes, à Tours.");
    assert_eq!(page.title_stems(), "qui somm nous");
    assert_eq!(page.stems(), "tour");
    let words: Vec<_> = page.vocabulary().into_iter().collect();
    assert_eq!(words, ["tours"]);
}

#[test]
fn finding_small_slips_are_forgiven() {
    let near = |typed: &str, there: &[&str]| {
        nearest(typed, there.iter().map(|word| ((*word).to_owned(), 1)).collect()).first().cloned()
    };
    for (typed, meant) in [
        ("adhérants", "adhérents"),
        ("ahdérents", "adhérents"),
        ("tableurr", "tableur"),
        ("talbeur", "tableur"),
        ("asociation", "association"),
        ("assosiasion", "association"),
        ("cotisasion", "cotisation"),
    ] {
        assert_eq!(near(typed, &["tableau", "adhésif", meant]).as_deref(), Some(meant), "{typed}");
        let (typed, meant) = (ends(typed).expect("long enough"), ends(meant).expect("long"));
        let back: String = meant.end.chars().take(typed.end.chars().count()).collect();
        let spared = meant.start.starts_with(&typed.start) || typed.end.starts_with(&back);
        assert!(spared, "{typed:?} {meant:?}");
    }
    assert_eq!(near("sac", &["sic"]), None, "three letters tell too little");
    assert_eq!(near("porte", &["poire"]), None);
    assert_eq!(ends("sac"), None);
    let commonest =
        nearest("poste", vec![("porte".into(), 2), ("posts".into(), 9), ("pistes".into(), 99)]);
    assert_eq!(commonest, ["posts", "porte"]);
}

fn told(pieces: &[Piece]) -> String {
    let mark =
        |piece: &Piece| if piece.found { format!("[{}]", piece.text) } else { piece.text.clone() };
    pieces.iter().map(mark).collect()
}

#[test]
fn finding_a_passage_shows_what_answers_best() {
    let question = Question::read("gérer adhérents");
    assert_eq!(told(&marked("Gérer ses adhérentes", &question)), "[Gérer] ses [adhérentes]");
    assert_eq!(told(&snippet("Rien de tel.", &question)), "Rien de tel.");
    let filling = "Des mots qui ne disent rien de cela. ".repeat(20);
    let text =
        format!("{filling}Une adhérente.\n{filling}On gère\nles adhérents avec soin. {filling}");
    let told = told(&snippet(&text, &question));
    assert!(told.starts_with('…') && told.ends_with('…'), "{told}");
    assert!(told.contains("On [gère]\nles [adhérents] avec soin."), "{told}");
    assert!(told.len() < 260, "{told}");
}

#[test]
fn finding_is_soon_done_whatever_the_text() {
    let started = std::time::Instant::now();
    for text in
        ["é".repeat(100_000), "a ".repeat(100_000), "l’".repeat(60_000), "\u{301}".repeat(100_000)]
    {
        let page = page(&text, &text);
        let question = Question::read(&text);
        drop((
            page.stems(),
            page.vocabulary(),
            snippet(&text, &question),
            marked(&text, &question),
        ));
    }
    assert!(started.elapsed().as_secs() < 10, "{:?}", started.elapsed());
}

proptest! {
    #[test]
    fn finding_a_stem_begins_as_its_word(text in "\\PC{0,80}|[a-zA-Zàâçéèêëîïôûùüÿœæß]{1,12}|[aeiouyl]{4,6}") {
        for word in words(&text) {
            let begins = |stem: &str| of_beginning(stem, beginning(word));
            prop_assert!(stems_of(word).iter().all(begins), "{word}: {:?}", stems_of(word));
        }
    }

    #[test]
    fn finding_a_text_by_its_own_words(text in "\\PC{0,80}") {
        let page = page(&text, &text);
        let kept: BTreeSet<String> = format!("{} {}", page.title_stems(), page.stems()).split(' ').map(str::to_owned).collect();
        for word in Question::read(&text).words {
            prop_assert!(word.stems.iter().any(|stem| kept.contains(stem)), "{word:?} {kept:?}");
            prop_assert!(word.stems.iter().all(|stem| stem.chars().all(char::is_alphanumeric)), "{word:?}");
        }
    }

    #[test]
    fn finding_a_passage_is_of_the_text(text in "(\\PC|[a-e \n]){0,400}", asked in "[a-e ]{0,12}") {
        let question = Question::read(&asked);
        let whole: String = marked(&text, &question).into_iter().map(|piece| piece.text).collect();
        prop_assert_eq!(&whole, &text);
        let passage: String = snippet(&text, &question).into_iter().map(|piece| piece.text).collect();
        let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let inner = passage.trim_start_matches('…').trim_end_matches('…').to_owned();
        prop_assert!(squeezed(&text).contains(&squeezed(&inner)), "{passage}");
    }
}
