//! A result lives on: advice done or set aside, talks about how things went, a verdict that a person decides.

use crate::house::{Client, House};
use domain::diagnosis::{Said, Verdict};
use domain::ids::DiagnosisId;
use domain::orientation::Cause;
use domain::text::{Fault, Lang};
use server::demo::{AMINA, BEATRICE, FATOU, LUCIE, MONA, PAUL, VERA, VICTOR};

const FR: Lang = Lang::Fr;
const RULES: &str = "Leur salle n’a pas de connexion : rien ne peut commencer avant l’été.";

async fn result_of(house: &House, email: &str) -> (DiagnosisId, String) {
    let all = house.rows().diagnoses(house.journey(email).await.head.id).await.expect("it reads");
    let id = all.first().expect("a diagnosis").0.id;
    (id, format!("/diagnostic/{id}/resultat"))
}

/// The advice of a result, by its name in forms.
async fn advice_of(house: &House, id: DiagnosisId) -> Vec<String> {
    let (diagnosis, voices) = house.rows().diagnosis(id).await.expect("it reads").expect("it is");
    let answers = voices.together();
    let advice = diagnosis.questionnaire.read(&answers).advice();
    advice.iter().map(|a| format!("{}:{}", a.recommendation.key, a.rung)).collect()
}

async fn say(client: &Client, path: &str, form: &str, advice: &str, more: &[(&str, &str)]) -> u16 {
    let id = path.split('/').nth(2).expect("an id");
    let fields = [&[("diagnosis", id), ("advice", advice)], more].concat();
    client.post(path, form, &fields).await.status
}

#[tokio::test(flavor = "multi_thread")]
async fn diagnosis_result_advice_is_done_set_aside_and_taken_back() {
    let house = House::demo().await;
    let (id, path) = result_of(&house, AMINA).await;
    let advice = advice_of(&house, id).await;
    assert!((3..=6).contains(&advice.len()), "{advice:?}");
    let amina = house.signed_in(AMINA).await;
    let page = amina.get(&path).await.expect(200).must_say(texts::result::actions(FR));
    // Each says why, how and what led to it, and where to learn it, with the seats that are left.
    for told in [texts::result::why(FR), texts::result::how(FR), texts::result::causes(FR)] {
        assert!(page.words().matches(told).count() >= advice.len(), "{told}");
    }
    assert!(page.links().iter().any(|l| l.starts_with("/agenda?genre=workshop_session&theme=")));
    assert!(page.words().contains("il reste"), "{}", page.words());

    // Done, by a press.
    let form = page.form_on("finish_advice", "advice", &advice[0]);
    let next = amina.fill(&page, &form, &[]).await.next();
    let done = texts::result::done_on(FR, texts::dates::date(FR, house.now()));
    let page = amina.get(&next).await.expect(200).must_say(&done);
    page.must_say(texts::stage::in_action(FR));
    assert_eq!(say(&amina, &path, "finish_advice", &advice[0], &[]).await, 409);

    // Set aside, with a reason: what was typed is kept until there is one.
    let mut watch = house.watch().await;
    let words = "Un <b>classeur</b> suffit.";
    let fields = [("diagnosis", &*id.to_string()), ("advice", &advice[1]), ("words", words)];
    let fields = [&fields[..], &[("key", &advice[1])]].concat();
    let again = amina.post(&path, "refuse_advice", &fields).await.expect(422);
    assert_eq!(again.fault("reason"), Some(texts::fault(FR, Fault::Missing)));
    assert!(again.body.contains("Un &lt;b&gt;classeur&lt;/b&gt; suffit."));
    assert!(again.body.contains("<details open"), "its fold is open");
    let long = "a".repeat(4_001);
    let more = [("reason", "no_time"), ("words", &long)];
    assert_eq!(say(&amina, &path, "refuse_advice", &advice[1], &more).await, 422);
    assert_eq!(say(&amina, &path, "refuse_advice", &advice[1], &[("reason", "lazy")]).await, 422);
    watch.nothing_changed("a refusal without a good reason").await;
    let more = [("reason", "otherwise"), ("words", words)];
    assert_eq!(say(&amina, &path, "refuse_advice", &advice[1], &more).await, 303);
    let vera = house.signed_in(VERA).await;
    let page = vera.get(&path).await.expect(200).must_say(words);
    let page = page.must_say(texts::refused_because::otherwise(FR));

    // Who comes with an old page, or makes things up, changes nothing.
    let mut watch = house.watch().await;
    for (form, advice, status) in [
        ("finish_advice", advice[1].as_str(), 409),
        ("take_back_advice", advice[2].as_str(), 409),
        ("finish_advice", "made_up:0", 404),
        ("finish_advice", "", 404),
        ("finish_advice", &format!("{}:7", advice[2].split(':').next().expect("a key")), 404),
    ] {
        assert_eq!(say(&amina, &path, form, advice, &[]).await, status, "{form} {advice}");
    }
    for (email, status) in [(LUCIE, 404), (MONA, 303), (PAUL, 403)] {
        if status != 303 {
            let other = house.signed_in(email).await;
            watch.something_changed("signing in").await;
            assert_eq!(say(&other, &path, "finish_advice", &advice[2], &[]).await, status);
        }
    }
    watch.nothing_changed("forged, stale and foreign").await;

    // A volunteer takes it back.
    let form = page.form_on("take_back_advice", "advice", &advice[1]);
    vera.fill(&page, &form, &[]).await.next();
    let said = house.rows().advice_said(id).await.expect("it reads");
    let last = said.iter().find(|s| advice[1].starts_with(&format!("{}:", s.recommendation)));
    let last = last.expect("a row");
    assert_eq!((&last.said, last.hat.as_str()), (&Said::TakenBack, "volunteer"));
    amina.get(&path).await.expect(200).must_not_say(words);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn diagnosis_result_another_verdict_needs_a_reason_and_is_followed() {
    let house = House::demo().await;
    let victor = house.signed_in(VICTOR).await;
    let (id, result) = result_of(&house, BEATRICE).await;
    let path = format!("/diagnostic/{id}");
    let diagnosis = id.to_string();
    let page = victor.get(&path).await.expect(200).must_say(texts::instead::title(FR));
    assert!(page.body.contains("name=\"verdict\" form=\"answers\""), "sent with the answers");
    let give_back = async |verdict: &str, why: &str| {
        let fields =
            [("diagnosis", diagnosis.as_str()), ("verdict", verdict), ("instead_why", why)];
        victor.post(&path, "give_back", &fields).await
    };
    let mut watch = house.watch().await;
    let long = "é".repeat(4_001);
    for (verdict, why, field, fault) in [
        ("later", "", "instead_why", Fault::Missing),
        ("later", " \r\n", "instead_why", Fault::Missing),
        ("later", &long, "instead_why", Fault::TooLong { max: 4_000 }),
        ("", RULES, "verdict", Fault::Missing),
        ("never", RULES, "verdict", Fault::Choice),
    ] {
        let back = give_back(verdict, why).await.expect(422);
        assert_eq!(back.fault(field), Some(texts::fault(FR, fault)), "{verdict}");
        assert!(back.body.contains(why.trim()), "{verdict}: the words come back");
        assert!(back.body.contains("<details open"), "{verdict}: the fold is open");
        watch.nothing_changed(verdict).await;
    }
    let next = give_back("later", RULES).await.next();
    let page = victor.get(&next).await.expect(200);
    let page = page.must_say(texts::verdict_title::later(FR)).must_say(RULES);
    page.must_say(texts::result::decided(FR)).must_say("Les règles disaient");
    let (stored, _) = house.rows().diagnosis(id).await.expect("it reads").expect("it is");
    let back = stored.given_back.expect("given back");
    assert_ne!(back.judgement.verdict, Verdict::Later);
    assert_eq!(back.verdict(), Verdict::Later);
    assert_eq!(house.audited(id.0).await, ["verdict_decided"]);
    // The journey and the orientation follow the person's verdict.
    let journey = house.journey(BEATRICE).await;
    assert_eq!(journey.verdict().map(|(verdict, _)| verdict), Some(Verdict::Later));
    let open = house.rows().orientations(journey.head.id).await.expect("it reads");
    let open = open.last().expect("one");
    assert_eq!((open.cause, open.entry), (Cause::Diagnosis(id), None));
    // The association reads both.
    let beatrice = house.signed_in(BEATRICE).await;
    beatrice.get(&result).await.expect(200).must_say(RULES);
    assert_eq!(give_back("", "").await.status, 409, "once");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn diagnosis_result_stays_alive() {
    let house = House::demo().await;
    let (id, path) = result_of(&house, FATOU).await;
    let mona = house.signed_in(MONA).await;
    let page = mona.get(&path).await.expect(200);
    // What was done since: a session, an advice, a talk.
    let page = page.must_say(texts::result::since(FR)).must_say(texts::result::review(FR));
    let page = page.must_say("Le dossier partagé sert chaque semaine");
    let page = page.must_say(texts::stage::reviewed(FR));
    // For who was not there: the need in its own words, when, by whom, what words mean, where this is.
    let page = page.must_say("On perd la trace des paniers réservés");
    let page = page.must_say(texts::result::words(FR)).must_say(texts::result::go_on(FR));
    assert!(page.words().contains(path.as_str()), "the address of the page");

    let note = async |client: &Client, met_at: &str, words: &str| {
        let id = id.to_string();
        let fields = [("diagnosis", id.as_str()), ("met_at", met_at), ("words", words)];
        client.post(&path, "note_review", &fields).await
    };
    let day = |days: i64| texts::dates::input_date(house.now() + chrono::Duration::days(days));
    let fatou = house.signed_in(FATOU).await;
    assert!(!fatou.get(&path).await.expect(200).has_form("note_review"));
    let mut watch = house.watch().await;
    for (met_at, words, field, fault) in [
        ("", "Bien", "met_at", Fault::Missing),
        ("hier", "Bien", "met_at", Fault::Date),
        (&*day(2), "Bien", "met_at", Fault::Date),
        (&*day(-400), "Bien", "met_at", Fault::Order),
        (&*day(0), "", "words", Fault::Missing),
    ] {
        let back = note(&mona, met_at, words).await.expect(422);
        assert_eq!(back.fault(field), Some(texts::fault(FR, fault)), "{met_at}");
        let form = back.form("note_review");
        assert_eq!((form.value("met_at"), form.value("words")), (Some(met_at), Some(words)));
    }
    // Nobody notes how their own association went.
    let told = note(&fatou, &day(0), "Très bien").await.expect(409);
    told.must_say(texts::broken::own_association(FR));
    watch.nothing_changed("talks that are not").await;
    note(&mona, &day(0), "La caisse suit maintenant.").await.expect(303);
    fatou.get(&path).await.expect(200).must_say("La caisse suit maintenant.");
    assert_eq!(house.rows().reviews(id).await.expect("it reads").len(), 2);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn diagnosis_result_the_agenda_shows_one_theme() {
    let house = House::demo().await;
    let visitor = house.visitor();
    let all = visitor.get("/agenda?genre=workshop_session").await.expect(200);
    let one = visitor.get("/agenda?genre=workshop_session&theme=communication").await.expect(200);
    let dates = |links: Vec<String>| links.iter().filter(|l| l.starts_with("/agenda/")).count();
    let one = one.must_say(texts::agenda::forget(FR));
    let (all, one) = (dates(all.links()), dates(one.links()));
    assert!(0 < one && one < all, "{one} of {all}");
    // A theme that is none shows everything, and repeats nothing.
    let odd = visitor.get("/agenda?genre=workshop_session&theme=%3Cb%3E").await.expect(200);
    assert_eq!(dates(odd.links()), all);
    house.close().await;
}
