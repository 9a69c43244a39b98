//! An association prepares alone; who then asks it sees what it said, and both voices are kept.

use crate::house::{Client, House, fresh};
use crate::pages::begun_by_henri;
use app::links;
use chrono::Duration;
use domain::accounts::{Bearer, Purpose};
use domain::diagnosis::{Answer, Diagnosis, Voices};
use domain::text::{Fault, Lang};
use server::demo::{GASPARD, HENRI, JEANNE, KARIM, LUCIE, VICTOR};

const FR: Lang = Lang::Fr;
const PREPARATION: &str = "/parcours/preparation";

/// The diagnosis of an association that is not given back.
async fn running(house: &House, email: &str) -> (Diagnosis, Voices) {
    let all = house.rows().diagnoses(house.journey(email).await.head.id).await;
    let mut all = all.expect("it reads").into_iter();
    all.find(|(diagnosis, _)| diagnosis.given_back.is_none()).expect("one")
}

/// Fills in a page's form of answers and sends it.
async fn say(client: &Client, path: &str, form: &str, typed: &[(&str, &str)], status: u16) {
    let page = client.get(path).await.expect(200);
    client.fill(&page, &page.form(form), typed).await.expect(status);
}

#[tokio::test(flavor = "multi_thread")]
async fn diagnosis_what_an_association_prepares_is_seen_kept_and_talked_over() {
    let house = House::demo().await;
    let (karim, victor) = (house.signed_in(KARIM).await, house.signed_in(VICTOR).await);
    karim.get("/parcours").await.expect(200).must_say(texts::diagnosis::prepare_link(FR));
    let typed = [("answers[need_words]", "vague"), ("answers[carrier]", "two")];
    say(&karim, PREPARATION, "prepare_answers", &typed, 303).await;
    let (prepared, voices) = running(&house, KARIM).await;
    assert!(prepared.led.is_none(), "nobody leads it yet");
    assert_eq!(voices.association["need_words"], Answer::choice("vague"));

    // The volunteer who opens it takes it up.
    let journey = house.journey(KARIM).await.head.id.to_string();
    let opened = victor.post("/diagnostics", "open_diagnosis", &[("journey", &journey)]).await;
    let path = opened.next();
    assert_eq!(path, format!("/diagnostic/{}", prepared.id));
    let vague = "Pas encore, c’est une impression générale";
    let page = victor.get(&path).await.expect(200);
    let page = page.must_say(&texts::diagnosis::prepared(FR, vague));
    // One press keeps one of them; the other is answered otherwise.
    let form = page.form("save_answers");
    victor.fill(&page, &form, &[("keep", "carrier two")]).await.expect(303);
    say(&victor, &path, "save_answers", &[("answers[need_words]", "clear")], 303).await;
    let (_, voices) = running(&house, KARIM).await;
    assert_eq!(voices.volunteer["carrier"], Answer::choice("two"));
    assert_eq!(voices.volunteer["need_words"], Answer::choice("clear"));
    assert_eq!(voices.association["need_words"], Answer::choice("vague"), "both are kept");
    assert_eq!(voices.contested().collect::<Vec<_>>(), ["need_words"]);
    victor.get(&path).await.expect(200).must_say(texts::diagnosis::topics(FR));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn diagnosis_is_prepared_without_an_account_by_a_link() {
    let house = House::demo().await;
    let purpose = Purpose::Begin(begun_by_henri(&house).await);
    let until = house.now() + Duration::days(8);
    let token = links::sign(&house.state.link_key, &Bearer { purpose, until });
    let visitor = house.visitor();
    let begun = visitor.get(&format!("/debut/{token}")).await.expect(200);
    let path = format!("/debut/{token}/preparation");
    assert!(begun.links().contains(&path), "{:?}", begun.links());
    let page = visitor.get(&path).await.expect(200);
    let form = page.form("prepare_answers");
    let next = visitor.fill(
        &page,
        &form,
        &[("answers[need_words]", "clear"), ("then", "after=need_nature")],
    );
    let next = next.await.next();
    assert!(next.ends_with("/preparation?question=need_words"), "{next}");
    let ticked = visitor.get(&next).await.expect(200).form("prepare_answers");
    assert_eq!(ticked.value("answers[need_words]"), Some("clear"));
    let (_, voices) = running(&house, HENRI).await;
    assert_eq!(voices.association["need_words"], Answer::choice("clear"));
    assert!(voices.volunteer.is_empty());

    // In a browser that runs scripts, each answer is sent as it is given, with the same link.
    let journey = house.journey(HENRI).await.head.id.to_string();
    let by_link = format!("prepare_answer?link={token}");
    let (first, second) = (fresh(), fresh());
    let sent = |command, choice, seen| {
        [
            ("journey", journey.as_str()),
            ("command", command),
            ("question", "carrier"),
            ("choice", choice),
            ("seen", seen),
        ]
    };
    for _ in 0..2 {
        visitor.call(&by_link, &sent(&first, "two", "")).await.expect(200);
    }
    let crossed = visitor.call(&by_link, &sent(&second, "one", "")).await.expect(409);
    assert!(crossed.body.contains("Crossed") && crossed.body.contains(&first), "{}", crossed.body);
    visitor.call(&by_link, &sent(&second, "one", &first)).await.expect(200);
    assert_eq!(running(&house, HENRI).await.1.association["carrier"], Answer::choice("one"));
    // It says who asks, whoever has signed in; and opens no other journey.
    let lucie = house.signed_in(LUCIE).await;
    lucie.call(&by_link, &sent(&second, "one", &first)).await.expect(200);
    lucie.call("prepare_answer", &sent(&second, "one", "")).await.expect(404);
    let others = house.journey(LUCIE).await.head.id.to_string();
    let mut foreign = sent(&first, "two", "");
    foreign[0].1 = &others;
    visitor.call(&by_link, &foreign).await.expect(404);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn diagnosis_answers_prepared_for_one_that_was_given_back_meanwhile_begin_no_other() {
    let house = House::demo().await;
    let (karim, victor) = (house.signed_in(KARIM).await, house.signed_in(VICTOR).await);
    let typed = [("answers[need_words]", "vague")];
    say(&karim, PREPARATION, "prepare_answers", &typed, 303).await;
    let page = karim.get(PREPARATION).await.expect(200);
    let form = page.form("prepare_answers");
    let journey = house.journey(KARIM).await.head.id.to_string();
    let opened = victor.post("/diagnostics", "open_diagnosis", &[("journey", &journey)]).await;
    let id = opened.next().replace("/diagnostic/", "");
    victor.post(&format!("/diagnostic/{id}"), "give_back", &[("diagnosis", &id)]).await.expect(303);

    let mut watch = house.watch().await;
    let late = karim.fill(&page, &form, &[("answers[need_words]", "clear")]).await.expect(409);
    late.must_say(texts::broken::diagnosis_closed(FR));
    watch.nothing_changed("an answer to what is over").await;
    // The page as it is now is about the next one.
    say(&karim, PREPARATION, "prepare_answers", &typed, 303).await;
    assert_ne!(running(&house, KARIM).await.0.id.to_string(), id);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn diagnosis_answers_of_several_choices_are_taken_together_or_mended() {
    let house = House::demo().await;
    let lucie = house.signed_in(LUCIE).await;
    let journey = house.journey(LUCIE).await.head.id.to_string();
    let many = "answers[tools_used][]";
    let choices: Vec<&str> = store::questionnaire()
        .question("tools_used")
        .map(|q| q.choices.iter().filter(|c| !c.alone).map(|c| c.key.as_str()).collect())
        .expect("it is asked");
    let here = format!("{PREPARATION}?theme=collaboration");
    let typed = [(many, choices[0]), (many, choices[1])];
    say(&lucie, &here, "prepare_answers", &typed, 303).await;
    let both = Answer::Chosen(choices[..2].iter().map(|key| (*key).to_owned()).collect());
    assert_eq!(running(&house, LUCIE).await.1.association["tools_used"], both);

    // "Je ne sais pas" goes with nothing else: what was ticked comes back, beside what to mend.
    let page = lucie.get(&here).await.expect(200);
    let mut watch = house.watch().await;
    let typed = [(many, choices[0]), (many, "?")];
    let back = lucie.fill(&page, &page.form("prepare_answers"), &typed).await.expect(422);
    assert_eq!(back.fault("answers[tools_used]"), Some(texts::fault(FR, Fault::Together)));
    assert_eq!(back.form("prepare_answers").value(many), Some(choices[0]));
    // Several answers to a question of one, and what nobody offers.
    for (name, value) in [
        ("answers[need_words]", "clear vague"),
        ("answers[need_words]", "x".repeat(100_000).as_str()),
    ] {
        let sent = [("journey", journey.as_str()), (name, value)];
        let sent = lucie.post(PREPARATION, "prepare_answers", &sent).await;
        assert!([409, 422].contains(&sent.status), "{}", sent.status);
    }
    watch.nothing_changed("answers that no question takes").await;
    // Nothing ticked: the answer is taken back.
    let page = lucie.get(&here).await.expect(200);
    let mut form = page.form("prepare_answers");
    form.fields.retain(|(name, _)| name != many);
    lucie.fill(&page, &form, &[]).await.expect(303);
    assert!(!running(&house, LUCIE).await.1.association.contains_key("tools_used"));
    house.close().await;
}

/// A choice of the shipped questionnaire, in words.
fn choice(question: &str, choice: &str) -> String {
    let question = store::questionnaire().question(question).expect("a question");
    question.choice(choice).expect("a choice").text.get(FR).to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn diagnosis_what_is_known_of_an_association_is_proposed_and_counts_once_accepted() {
    let house = House::demo().await;
    let gaspard = house.signed_in(GASPARD).await;
    let source = texts::fact::people_several(FR);
    let proposed = texts::diagnosis::proposed(FR, source, choice("carrier", "two"));
    let page = gaspard.get(PREPARATION).await.expect(200).must_say(&proposed);
    let form = page.form("prepare_answers");
    gaspard.fill(&page, &form, &[("answers[need_words]", "clear")]).await.expect(303);
    assert!(!running(&house, GASPARD).await.1.association.contains_key("carrier"));
    // Its button stores the answer, with those beside it.
    let page = gaspard.get(PREPARATION).await.expect(200);
    let button = page.body.contains("value=\"carrier two\"");
    assert!(button, "the proposal has its button");
    let typed = [("answers[need_shared]", "some"), ("keep", "carrier two")];
    gaspard.fill(&page, &page.form("prepare_answers"), &typed).await.expect(303);
    let (_, voices) = running(&house, GASPARD).await;
    assert_eq!(voices.association["carrier"], Answer::choice("two"));
    assert_eq!(voices.association["need_shared"], Answer::choice("some"));
    gaspard.get(PREPARATION).await.expect(200).must_not_say(&proposed);
    // Who asks it then sees that it was answered, and is not told what was known before.
    let victor = house.signed_in(VICTOR).await;
    let journey = house.journey(GASPARD).await.head.id.to_string();
    let opened = victor.post("/diagnostics", "open_diagnosis", &[("journey", &journey)]).await;
    let page = victor.get(&opened.next()).await.expect(200);
    page.must_say(&texts::diagnosis::prepared(FR, choice("carrier", "two")));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn diagnosis_an_answer_fills_in_another_until_that_is_answered_itself() {
    let house = House::demo().await;
    let lucie = house.signed_in(LUCIE).await;
    let here = format!("{PREPARATION}?theme=skills");
    let ease = store::questionnaire().question("ease").expect("it is asked");
    let filled = texts::diagnosis::filled(
        FR,
        choice("can_help", "later"),
        choice("ease", "starting"),
        ease.text.get(FR),
    );
    lucie.get(&here).await.expect(200).must_not_say(&filled);
    let counts = async || {
        let (diagnosis, voices) = running(&house, LUCIE).await;
        let reading = diagnosis.questionnaire.read(&voices.association);
        let counted = reading.counted("can_help").expect("it counts");
        (counted.choices[0].key.clone(), counted.filled_by.is_some())
    };
    say(&lucie, &here, "prepare_answers", &[("answers[ease]", "starting")], 303).await;
    lucie.get(&here).await.expect(200).must_say(&filled);
    assert_eq!(counts().await, ("later".to_owned(), true));
    say(&lucie, &here, "prepare_answers", &[("answers[can_help]", "already")], 303).await;
    lucie.get(&here).await.expect(200).must_not_say(&filled);
    assert_eq!(counts().await, ("already".to_owned(), false));
    // Taken back, it is filled in again.
    say(&lucie, &here, "prepare_answers", &[("keep", "can_help ")], 303).await;
    lucie.get(&here).await.expect(200).must_say(&filled);
    assert_eq!(counts().await, ("later".to_owned(), true));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn diagnosis_two_members_who_prepare_together_overwrite_nothing_of_each_other() {
    let house = House::demo().await;
    let (gaspard, jeanne) = (house.signed_in(GASPARD).await, house.signed_in(JEANNE).await);
    let late = jeanne.get(PREPARATION).await.expect(200);
    say(&gaspard, PREPARATION, "prepare_answers", &[("answers[carrier]", "two")], 303).await;
    let typed = [("answers[carrier]", "one"), ("answers[need_words]", "clear")];
    let crossed = jeanne.fill(&late, &late.form("prepare_answers"), &typed).await.expect(409);
    let (_, voices) = running(&house, GASPARD).await;
    assert_eq!(voices.association["carrier"], Answer::choice("two"), "nothing changes");
    assert!(!voices.association.contains_key("need_words"), "nothing changes");
    let fault = texts::fault(FR, Fault::Crossed);
    assert_eq!(crossed.fault("answers[carrier]"), Some(fault));
    assert_eq!(crossed.fault("answers[need_words]"), None);
    // What was chosen is still there, beside what stands; sent again, it takes its place.
    let crossed = crossed.must_say(&texts::diagnosis::theirs(FR, choice("carrier", "two")));
    let form = crossed.form("prepare_answers");
    for (name, typed) in typed {
        assert_eq!(form.value(name), Some(typed), "{name}");
    }
    jeanne.fill(&crossed, &form, &[]).await.expect(303);
    let (_, voices) = running(&house, GASPARD).await;
    assert_eq!(voices.association["carrier"], Answer::choice("one"));
    assert_eq!(voices.association["need_words"], Answer::choice("clear"));
    house.close().await;
}
