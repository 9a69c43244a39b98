//! The questionnaire, prepared and published by organizers.

use crate::house::{Answer, Client, House, fresh};
use domain::accounts::Sight;
use domain::diagnosis::{Place, Published, Questionnaire, Verdict};
use domain::text::{Fault, Lang};
use server::demo::{BEATRICE, CAMILLE, LUCIE, PAUL};
use std::sync::Arc;
use texts::questionnaire as say;

const FR: Lang = Lang::Fr;
const DRAFT: &str = "/questionnaire/brouillon";

async fn published(house: &House) -> Published {
    house.rows().published().await.expect("it reads")
}

/// Saves a file as the draft.
async fn save(client: &Client, questionnaire: &Questionnaire) {
    let (path, file) = (format!("{DRAFT}/texte"), store::write_questionnaire(questionnaire));
    let saved = client.fill_in(&path, "save_text", &[("text", &file)]).await;
    saved.leads_to(&format!("{path}?dit=draft_saved"));
}

fn shipped() -> Questionnaire {
    Questionnaire::clone(store::questionnaire())
}

#[tokio::test(flavor = "multi_thread")]
async fn questionnaire_a_draft_is_changed_tried_and_published() {
    let house = House::demo().await;
    let before = published(&house).await;
    let running = house.rows().diagnoses(house.journey(BEATRICE).await.head.id).await;
    let running = running.expect("it reads").remove(0).0;
    let camille = house.signed_in(CAMILLE).await;
    let front = camille.get("/questionnaire").await.expect(200);
    front.must_say(say::draft(FR)).must_say(&say::version(FR, before.questionnaire.version));

    // A question in other words, by its form; nothing else of it changes.
    let question = before.questionnaire.questions[0].clone();
    let path = format!("{DRAFT}/question/{}", question.key);
    let typed = [("text_fr", "Et si on parlait de vous ?"), ("text_en", "What about you?")];
    let saved = camille.fill_in(&path, "save_question", &typed).await;
    saved.leads_to(&format!("{path}?dit=draft_saved"));
    camille.get(DRAFT).await.expect(200).must_say("Et si on parlait de vous ?");
    camille.get(&format!("{DRAFT}/verifier")).await.must_say(say::check_good(FR));
    let tried = camille.get(&format!("{DRAFT}/essayer")).await.expect(200);
    let tried = tried.must_say(say::nobody_changes(FR));

    // It is not seen before it is published; then by diagnoses that begin.
    assert_eq!(published(&house).await, before);
    let form = tried.form("publish_draft");
    let done = camille.fill(&tried, &form, &[]).await;
    done.leads_to("/questionnaire?dit=draft_published");
    let after = published(&house).await;
    assert_eq!(after.questionnaire.version, before.questionnaire.version + 1);
    assert_eq!(after.by, Some(house.person(CAMILLE).await.id));
    let changed = after.questionnaire.question(&question.key).expect("it is there");
    assert_eq!(changed.text.fr, "Et si on parlait de vous ?");
    assert_eq!((&changed.choices, &changed.asked_if), (&question.choices, &question.asked_if));
    let still = house.rows().diagnosis(running.id).await.expect("it reads").expect("it is").0;
    assert_eq!((still.version, still.questionnaire), (running.version, running.questionnaire));
    assert!(!house.audited(after.id).await.is_empty(), "the audit log tells it");

    // The history hands out both, and there is no draft until somebody begins one.
    let front = camille.get("/questionnaire").await.expect(200).must_say(say::open(FR));
    let form = front.form_on("export_questionnaire", "version", &before.id.to_string());
    let file = camille.fill(&front, &form, &[]).await.expect(200);
    assert_eq!(store::read_questionnaire(&file.body).as_ref(), Ok(&*before.questionnaire));
    let page = camille.get(DRAFT).await.expect(200);
    let front = page.must_say(say::no_draft(FR));
    assert!(!front.has_form("arrange_draft"));
    let front = camille.get("/questionnaire").await;
    let opened = camille.fill(&front, &front.form("open_draft"), &[]).await;
    opened.leads_to(&format!("{DRAFT}?dit=draft_begun"));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn questionnaire_a_trial_tells_who_would_hear_something_else() {
    let house = House::demo().await;
    let camille = house.signed_in(CAMILLE).await;
    // Whoever hears « learn first » by a rule would hear something else.
    let mut q = shipped();
    for rule in q.rules.iter_mut().filter(|rule| rule.verdict == Verdict::Learning) {
        rule.verdict = Verdict::Later;
    }
    save(&camille, &q).await;
    let paul = house.signed_in(PAUL).await;
    for (client, email) in [(&camille, CAMILLE), (&paul, PAUL)] {
        let page = client.get(&format!("{DRAFT}/essayer")).await.expect(200);
        let page = page.must_say(say::other_verdict(FR)).must_say(say::after(FR));
        // Names are told to those who see the whole of that journey.
        let actor = client_actor(&house, email).await;
        let names = house.rows().association_names().await.expect("they read");
        let words = page.words();
        let mut seen = 0;
        for journey in house.rows().journeys().await.expect("they read") {
            let given = house.rows().diagnoses(journey.head.id).await.expect("they read");
            if !given.iter().any(|(d, _)| d.given_back.is_some()) {
                continue;
            }
            let name = &names[&journey.head.association];
            match actor.sight(&journey) {
                Ok(Sight::Whole) => seen += usize::from(words.contains(name)),
                _ => assert!(!words.contains(name), "{email} reads {name}"),
            }
        }
        assert!(seen > 0, "{email} reads no name");
    }
    house.close().await;
}

/// Somebody of the cast, as the server knows them.
async fn client_actor(house: &House, email: &str) -> domain::accounts::Actor {
    use domain::accounts::{Actor, Device, LoginSession, SIGNED_IN_FOR};
    let person = house.person(email).await.id;
    let since = house.now();
    let session = LoginSession {
        id: domain::ids::LoginSessionId(uuid::Uuid::now_v7()),
        token_hash: fresh(),
        person,
        device: Device::default(),
        wearing: None,
        since,
        until: since + SIGNED_IN_FOR,
    };
    let hash = session.token_hash.clone();
    house.remember(domain::act::Change::LoginSession(session)).await;
    let signed = house.rows().signed(&hash, since).await.expect("it reads").expect("signed in").0;
    Actor::Person(signed)
}

#[tokio::test(flavor = "multi_thread")]
async fn questionnaire_a_stale_save_is_told_and_loses_nothing() {
    let house = House::demo().await;
    let (camille, paul) = (house.signed_in(CAMILLE).await, house.signed_in(PAUL).await);
    let path = format!("{DRAFT}/question/{}", shipped().questions[0].key);
    let seen_by_both = paul.get(&path).await.expect(200);
    let typed = [("text_fr", "De Camille"), ("text_en", "Camille’s")];
    camille.fill_in(&path, "save_question", &typed).await.expect(303);

    let mut watch = house.watch().await;
    let typed = [("text_fr", "De Paul"), ("text_en", "Paul’s")];
    let told = paul.fill(&seen_by_both, &seen_by_both.form("save_question"), &typed).await;
    let told = told.expect(409).must_say(texts::broken::draft_changed(FR));
    let form = told.form("save_question");
    assert_eq!(form.value("text_fr"), Some("De Paul"));
    watch.nothing_changed("a stale save").await;
    // Having read it, Paul keeps his.
    paul.fill(&told, &form, &typed).await.expect(303);
    camille.get(&path).await.must_say("De Paul");

    // The draft goes while somebody writes: their words are given back, to be copied.
    let writing = camille.get(&path).await.expect(200);
    let front = paul.get("/questionnaire").await;
    let form = front.form("discard_draft");
    paul.fill(&front, &form, &[("sure", "yes")]).await.expect(303);
    let typed = [("text_fr", "Une phrase à ne pas perdre"), ("text_en", "A sentence to keep")];
    let told = camille.fill(&writing, &writing.form("save_question"), &typed).await.expect(409);
    told.must_say("Une phrase à ne pas perdre").must_say(say::no_draft(FR));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn questionnaire_two_who_change_other_parts_are_in_nobodys_way() {
    let house = House::demo().await;
    let (camille, paul) = (house.signed_in(CAMILLE).await, house.signed_in(PAUL).await);
    let q = shipped();
    let question = format!("{DRAFT}/question/{}", q.questions[0].key);
    let (rule, choice) = (format!("{DRAFT}/regle/1"), q.questions[0].choices[0].key.clone());
    let choice = format!("{question}/{choice}");
    // Everybody opens their page, then everybody saves.
    let of_camille = camille.get(&question).await.expect(200);
    let (of_paul, rules) = (paul.get(&choice).await.expect(200), paul.get(&rule).await.expect(200));
    let theirs = camille.get(&rule).await.expect(200);
    let typed = [("text_fr", "La question de Camille"), ("text_en", "Camille’s")];
    camille.fill(&of_camille, &of_camille.form("save_question"), &typed).await.expect(303);
    let typed = [("text_fr", "La réponse de Paul"), ("text_en", "Paul’s")];
    paul.fill(&of_paul, &of_paul.form("save_choice"), &typed).await.expect(303);
    let typed = [("summary_fr", "La règle de Paul"), ("verdict", "other_help")];
    paul.fill(&rules, &rules.form("save_rule"), &typed).await.expect(303);
    let page = camille.get(&question).await.expect(200);
    page.must_say("La question de Camille").must_say("La réponse de Paul");

    // Of the same rule, both are shown, and what was typed stays: its words, and what was to be added.
    let add = format!("question:{}", q.questions[1].key);
    let typed = [("summary_fr", "La règle de Camille"), ("verdict", "later"), ("add", &add)];
    let told = camille.fill(&theirs, &theirs.form("save_rule"), &typed).await.expect(409);
    let meanwhile = texts::error::meanwhile(FR);
    let told = told.must_say(texts::broken::draft_changed(FR));
    let told = told.must_say(&format!("{meanwhile} La règle de Paul"));
    let verdict = texts::verdict_title::of(FR, "other_help");
    let told = told.must_say(&format!("{meanwhile} {verdict}"));
    let form = told.form("save_rule");
    assert_eq!(form.value("summary_fr"), Some("La règle de Camille"));
    camille.fill(&told, &form, &[]).await.expect(303);
    let draft = draft(&house, CAMILLE).await;
    assert_eq!(draft.rules[0].summary.fr, "La règle de Camille");
    assert_eq!(draft.rules[0].when.len(), q.rules[0].when.len() + 1);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn questionnaire_conditions_that_came_back_are_those_that_were_sent() {
    let house = House::demo().await;
    let (camille, paul) = (house.signed_in(CAMILLE).await, house.signed_in(PAUL).await);
    let q = shipped();
    let (number, rule) = (q.rules.iter().enumerate())
        .find(|(_, rule)| rule.when.len() > 1)
        .expect("a rule of several conditions");
    let path = format!("{DRAFT}/regle/{}", number + 1);
    let (a, b) = (camille.get(&path).await.expect(200), paul.get(&path).await.expect(200));
    // Paul takes the first condition out; then the rows of Camille's page are not those of his.
    paul.fill(&b, &b.form("save_rule"), &[("when[0][drop]", "on")]).await.expect(303);
    let told = camille.fill(&a, &a.form("save_rule"), &[("summary_fr", "À moi")]).await.expect(409);
    let form = told.form("save_rule");
    camille.fill(&told, &form, &[]).await.expect(303);
    let draft = draft(&house, CAMILLE).await;
    assert_eq!(draft.rules[number].when, rule.when);
    assert_eq!(draft.rules[number].summary.fr, "À moi");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn questionnaire_a_file_is_sent_in_place_of_the_text() {
    let house = House::demo().await;
    let camille = house.signed_in(CAMILLE).await;
    let path = format!("{DRAFT}/texte");
    let mut q = shipped();
    q.rules[0].summary.fr = "Une règle d’un fichier".to_owned();
    let good = store::write_questionnaire(&q).replace('\n', "\r\n");
    let page = camille.get(&path).await.expect(200);
    assert!(page.body.contains("enctype=\"multipart/form-data\""));
    let spoilt = good.replacen("[[question]]\r\nkey = ", "[[question]]\r\nkey ", 1);
    let mut watch = house.watch().await;
    let answer = upload(&camille, &page, spoilt.as_bytes()).await.expect(422);
    let answer = answer.must_say(texts::file_fault::assignment(FR));
    let answer = answer.must_say(texts::file_fault::detail(FR));
    let back = answer.form("save_text").value("text").map(|text| text.replace("\r\n", "\n"));
    assert_eq!(back, Some(spoilt.replace("\r\n", "\n")));
    let told = upload(&camille, &page, b"\x89PNG\0\xff").await.expect(422);
    assert_eq!(told.fault("text"), Some(texts::fault(FR, Fault::NotText)));
    let kept = told.form("save_text").value("text").map(|text| text.replace("\r\n", "\n"));
    assert_eq!(kept.as_deref().map(str::trim), page.form("save_text").value("text").map(str::trim));
    watch.nothing_changed("a file that cannot be used").await;
    upload(&camille, &page, good.as_bytes()).await.leads_to(&format!("{path}?dit=draft_saved"));
    assert_eq!(draft(&house, CAMILLE).await.rules[0].summary.fr, "Une règle d’un fichier");
    house.close().await;
}

/// Chooses a file on the page of the draft's text, and sends it as a browser does.
async fn upload(client: &Client, page: &Answer, file: &[u8]) -> Answer {
    let mut body = Vec::new();
    let mut part = |head: &str, value: &[u8]| {
        body.extend_from_slice(b"--b\r\ncontent-disposition: form-data; ");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(b"\r\n\r\n");
        body.extend_from_slice(value);
        body.extend_from_slice(b"\r\n");
    };
    for (name, value) in page.form("save_text").filled(&[]) {
        if name == "text" {
            part("name=\"text\"; filename=\"q.toml\"\r\ncontent-type: application/toml", file);
        }
        part(&format!("name=\"{name}\""), value.as_bytes());
    }
    body.extend_from_slice(b"--b--\r\n");
    let origin = client.origin.clone();
    let headers = [("origin", &*origin), ("content-type", "multipart/form-data; boundary=b")];
    client.send(reqwest::Method::POST, &page.path, &headers, body).await
}

async fn one_of_two_publishes(house: &House) {
    let before = published(house).await.questionnaire.version;
    let (camille, paul) = (house.signed_in(CAMILLE).await, house.signed_in(PAUL).await);
    let path = format!("{DRAFT}/essayer");
    let (a, b) = (camille.get(&path).await.expect(200), paul.get(&path).await.expect(200));
    let (form_a, form_b) = (a.form("publish_draft"), b.form("publish_draft"));
    let (a, b) = tokio::join!(camille.fill(&a, &form_a, &[]), paul.fill(&b, &form_b, &[]));
    let mut statuses = [a.status, b.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409]);
    let told = if a.status == 409 { a } else { b };
    told.must_say(texts::broken::draft_changed(FR));
    assert_eq!(published(house).await.questionnaire.version, before + 1);
    // Two who begin a draft at once share one.
    let (front_a, front_b) =
        (camille.get("/questionnaire").await, paul.get("/questionnaire").await);
    let (form_a, form_b) = (front_a.form("open_draft"), front_b.form("open_draft"));
    let (a, b) =
        tokio::join!(camille.fill(&front_a, &form_a, &[]), paul.fill(&front_b, &form_b, &[]));
    assert_eq!((a.status, b.status), (303, 303));
}

#[tokio::test(flavor = "multi_thread")]
async fn questionnaire_of_two_who_publish_one_wins() {
    let house = House::demo().await;
    one_of_two_publishes(&house).await;
    house.close().await;
    let Some(house) = House::demo_on_postgres().await else {
        return eprintln!("TEST_POSTGRES_URL is not set: nothing was tried on PostgreSQL");
    };
    one_of_two_publishes(&house).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn questionnaire_what_has_a_mistake_is_not_published() {
    let house = House::demo().await;
    let camille = house.signed_in(CAMILLE).await;
    let theme = shipped().themes[0].clone();
    let path = format!("{DRAFT}/theme/{}", theme.key);
    let typed = [("title_fr", "Titre"), ("title_en", "")];
    camille.fill_in(&path, "save_theme", &typed).await.expect(303);
    let lacks = texts::finding::no_text_en(FR, texts::questionnaire_part::title(FR));
    camille.get(&path).await.must_say(&lacks);
    let check = camille.get(&format!("{DRAFT}/verifier")).await.expect(200).must_say(&lacks);
    assert!(check.links().contains(&path), "{:?}", check.links());
    let page = camille.get(&format!("{DRAFT}/essayer")).await.expect(200);
    assert!(!page.has_form("publish_draft"));
    let mut watch = house.watch().await;
    let forged = camille.post(&format!("{DRAFT}/essayer"), "publish_draft", &[("seen", "2")]).await;
    forged.expect(409).must_say(texts::broken::draft_refused(FR));
    watch.nothing_changed("a forged publication").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn questionnaire_a_file_with_a_mistake_is_refused_with_its_line() {
    let house = House::demo().await;
    let camille = house.signed_in(CAMILLE).await;
    let path = format!("{DRAFT}/texte");
    let page = camille.get(&path).await.expect(200);
    let form = page.form("save_text");
    let good = store::write_questionnaire(&shipped());
    assert_eq!(form.value("text").map(str::trim_end), Some(good.trim_end()));
    let mut watch = house.watch().await;
    let spoilt = good.replacen("[[question]]\nkey = ", "[[question]]\nkee = ", 1);
    let line = spoilt.lines().position(|line| line.starts_with("kee")).expect("it is there") + 1;
    for (text, line, told) in [
        (spoilt.clone(), line, texts::file_fault::unknown_name(FR, "kee")),
        (
            good.replacen("theme = \"project\"", "theme = \"law\"", 1),
            0,
            texts::finding::unknown_theme(FR, "law"),
        ),
        (spoilt.replace("\nkee = ", "\n= "), line, String::new()),
    ] {
        let answer = camille.fill(&page, &form, &[("text", &text)]).await.expect(422);
        let answer = answer.must_say(&told);
        assert_eq!(answer.fault("text"), Some(texts::fault(FR, Fault::File)));
        let back = answer.form("save_text");
        assert_eq!(back.value("text").map(|t| t.replace("\r\n", "\n")), Some(text));
        if line > 0 {
            let at = say::text_at(FR, line, "", "");
            let at = at.split(',').next().expect("the line");
            assert!(answer.says(at), "{at}: {}", answer.words());
        }
        watch.nothing_changed("a file with a mistake").await;
    }
    for (text, fault) in
        [(String::new(), Fault::Missing), ("#".repeat(500_001), Fault::TooLong { max: 500_000 })]
    {
        let answer = camille.fill(&page, &form, &[("text", &text)]).await.expect(422);
        assert_eq!(answer.fault("text"), Some(texts::fault(FR, fault)));
    }
    let huge = "é".repeat(server::limits::BODY_MAX / 6 + 1);
    camille.fill(&page, &form, &[("text", &huge)]).await.expect(413);
    watch.nothing_changed("a file too long").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn questionnaire_parts_are_added_moved_and_removed_by_forms() {
    let house = House::demo().await;
    let camille = house.signed_in(CAMILLE).await;
    let q = shipped();
    let theme = q.themes[0].key.clone();
    // A question, with two answers, one of which opens a condition of a rule.
    let path = format!("{DRAFT}/question/+?theme={theme}");
    let typed = [("text_fr", "Avez-vous un chat ?"), ("text_en", "Do you have a cat?")];
    let at = camille.fill_in(&path, "save_question", &typed).await.next();
    let key = "avez_vous_un_chat";
    assert_eq!(at, format!("{DRAFT}/question/{key}?dit=draft_saved"));
    for (fr, en) in [("Oui", "Yes"), ("Non", "No")] {
        let typed = [("text_fr", fr), ("text_en", en), ("value", "3")];
        let path = format!("{DRAFT}/question/{key}/+");
        camille.fill_in(&path, "save_choice", &typed).await.expect(303);
    }
    let path = format!("{DRAFT}/regle/1");
    let add = format!("question:{key}");
    let count = q.rules[0].when.len();
    camille.fill_in(&path, "save_rule", &[("add", &add)]).await.expect(303);
    let page = camille.get(&path).await.expect(200);
    page.must_say(&texts::finding::names_no_choice(FR, "Avez-vous un chat ?"));
    let ticked = format!("when[{count}][is.oui]");
    camille.fill_in(&path, "save_rule", &[(&ticked, "on")]).await.expect(303);
    let draft = draft(&house, CAMILLE).await;
    let question = draft.question(key).expect("it is there");
    assert_eq!(question.choices.iter().map(|c| c.key.as_str()).collect::<Vec<_>>(), ["oui", "non"]);
    assert_eq!(draft.rules[0].when.len(), count + 1);
    let of_theme: Vec<_> = draft.questions_of(&theme).map(|q| q.key.clone()).collect();
    assert_eq!(of_theme.last().map(String::as_str), Some(key));

    // Up, then out.
    let path = format!("{DRAFT}/question/{key}");
    for how in ["up", "remove"] {
        let page = camille.get(&path).await.expect(200);
        let form = page.form_on("arrange_draft", "part", &format!("question:{key}"));
        camille
            .fill(&page, &form, &[("how", how)])
            .await
            .leads_to(&format!("{DRAFT}?dit=draft_saved"));
        let of_theme: Vec<_> = self::draft(&house, CAMILLE)
            .await
            .questions_of(&theme)
            .map(|q| q.key.clone())
            .collect();
        match how {
            "up" => assert_ne!(of_theme.last().map(String::as_str), Some(key)),
            _ => assert!(!of_theme.iter().any(|k| k == key)),
        }
    }
    camille.get(&path).await.expect(404);
    house.close().await;
}

async fn draft(house: &House, email: &str) -> Arc<Questionnaire> {
    let actor = client_actor(house, email).await;
    let editor = actor.editor().expect("an organizer");
    let draft = house.rows().draft(&editor).await.expect("it reads").expect("it is there");
    Arc::new(draft.questionnaire)
}

#[tokio::test(flavor = "multi_thread")]
async fn questionnaire_what_no_page_sends_changes_nothing() {
    let house = House::demo().await;
    let camille = house.signed_in(CAMILLE).await;
    let lucie = house.signed_in(LUCIE).await;
    let q = shipped();
    let (question, theme) = (q.questions[0].key.as_str(), q.themes[0].key.as_str());
    let path = format!("{DRAFT}/question/{question}");
    let mark = |mark: Option<u64>| mark.expect("it is there").to_string();
    let seen = mark(q.mark(&Place::Question(question.to_owned())));
    let (seen, held) = (seen.as_str(), mark(q.mark_held(&Place::Theme(theme.to_owned()))));
    let mut watch = house.watch().await;
    let good = [
        ("question", question),
        ("theme", theme),
        ("text_fr", "a"),
        ("text_en", "a"),
        ("weight", "1"),
    ];
    for (more, status) in [
        (&[("seen", "x")][..], 400),
        (&[("seen", "0")], 409),
        (&[("seen", seen), ("weight", "4")], 422),
        (&[("seen", seen), ("theme", "<b>")], 422),
        (&[("seen", seen), ("theme", "nowhere")], 404),
        (&[("seen", seen), ("question", "nowhere")], 404),
        (&[("seen", seen), ("opened_by", "a b")], 400),
        (&[("seen", seen), ("when[0][kind]", "odd")], 400),
        (
            &[
                ("seen", seen),
                ("when[0][kind]", "below"),
                ("when[0][of]", theme),
                ("when[0][level]", "9"),
            ],
            422,
        ),
        (&[("seen", seen), ("add", "odd:thing")], 400),
    ] {
        let kept = good.iter().filter(|(name, _)| !more.iter().any(|(n, _)| n == name));
        let typed: Vec<_> = kept.chain(more).copied().collect();
        let answer = camille.post(&path, "save_question", &typed).await;
        assert_eq!(answer.status, status, "{more:?}: {}", answer.words());
        watch.nothing_changed(&format!("{more:?}")).await;
    }
    let typed = [("part", "question:nowhere"), ("how", "up"), ("seen", "1")];
    camille.post(&path, "arrange_draft", &typed).await.expect(404);
    let full = format!("theme:{theme}");
    let typed = [("part", full.as_str()), ("how", "remove"), ("seen", &held)];
    camille.post(&path, "arrange_draft", &typed).await.expect(409);
    lucie.post(&path, "save_question", &good).await.expect(403);
    watch.nothing_changed("what is not there, what is not theirs").await;
    house.close().await;
}
