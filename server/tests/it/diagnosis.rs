//! The sorting desk: an interview, its verdict, and where it leads.

use crate::house::{Answer, Client, House};
use crate::html::tags;
use domain::diagnosis::{Answer as Given, Answers, Diagnosis, Question, Verdict};
use domain::ids::DiagnosisId;
use domain::orientation::{Cause, State};
use domain::text::{Fault, Lang};
use server::demo::{BEATRICE, KARIM, LUCIE, VERA, VICTOR};

const FR: Lang = Lang::Fr;

/// Opens Karim's interview from the desk.
async fn open(house: &House, client: &Client) -> String {
    let journey = house.journey(KARIM).await.head.id.to_string();
    let desk = client.get("/diagnostics").await.expect(200).must_say("Vélo Cher et Loire");
    let form = desk.form_on("open_diagnosis", "journey", &journey);
    client.fill(&desk, &form, &[]).await.next()
}

/// What the inputs of a question are called.
fn input_of(question: &Question) -> String {
    format!("answers[{}]{}", question.key, if question.multiple { "[]" } else { "" })
}

async fn stored(house: &House, path: &str) -> (Diagnosis, Answers) {
    let id: DiagnosisId = path.rsplit('/').next().expect("an id").parse().expect("an id");
    let (diagnosis, voices) = house.rows().diagnosis(id).await.expect("it reads").expect("it is");
    (diagnosis, voices.together())
}

/// What the page says of the verdict so far.
fn verdict_told(page: &Answer) -> Verdict {
    // The box of the verdict; the choice of another one names them all.
    let told_in = page.body.split("class=\"word\"").nth(1).expect("a verdict");
    let words = told_in.split("</p>").next().unwrap_or_default();
    let told = |verdict: &&Verdict| words.contains(texts::verdict_title::of(FR, verdict.code()));
    *Verdict::ALL.iter().find(told).expect("a verdict")
}

#[tokio::test(flavor = "multi_thread")]
async fn diagnosis_enter_keeps_answers_and_takes_none_back() {
    let house = House::demo().await;
    let victor = house.signed_in(VICTOR).await;
    let path = open(&house, &victor).await;
    let page = victor.get(&format!("{path}?theme=communication")).await.expect(200);
    // Enter in a field presses the first button of its form.
    let (_, form) = page.body.split_once("id=\"answers\"").expect("the form");
    let pressed = form.split("<button").nth(1).and_then(|button| button.split('>').next());
    let pressed = pressed.expect("a button");
    assert!(pressed.contains("name=\"then\" value=\"theme=communication\""), "{pressed}");
}

#[tokio::test(flavor = "multi_thread")]
async fn diagnosis_an_interview_without_scripts_leads_to_a_workshop() {
    let house = House::demo().await;
    let victor = house.signed_in(VICTOR).await;
    // Who waits longest is told with how long.
    let desk = victor.get("/diagnostics").await.expect(200);
    desk.must_say(&texts::diagnosis::days(FR, 19)).must_not_say("Le Potager des Deux Lions");
    let path = open(&house, &victor).await;
    let page = victor.get(&path).await.expect(200).must_say("On répare deux cents vélos par an");
    assert_eq!(verdict_told(&page), Verdict::TooLittleKnown);

    // Theme by theme: the first question is not known, the others get the first choice; one press goes on.
    let questionnaire = store::questionnaire();
    for (i, theme) in questionnaire.themes.iter().enumerate() {
        let here = format!("{path}?theme={}", theme.key);
        let page = victor.get(&here).await.expect(200).must_say(theme.title.get(FR));
        let form = page.form("save_answers");
        let mut typed: Vec<(String, &str)> = Vec::new();
        for (n, question) in questionnaire.questions_of(&theme.key).enumerate() {
            let name = input_of(question);
            assert!(form.names.contains(&name), "{here} does not ask {}", question.key);
            let open = question.conditions().is_empty();
            let choice = if n == 0 { "?" } else { question.choices[0].key.as_str() };
            typed.extend(open.then_some((name, choice)));
        }
        let next = questionnaire.themes.get(i + 1).unwrap_or(theme);
        let next = format!("theme={}", next.key);
        let mut fields: Vec<_> = typed.iter().map(|(n, v)| (n.as_str(), *v)).collect();
        fields.push(("then", &next));
        victor.fill(&page, &form, &fields).await.leads_to(&format!("{path}?{next}"));
        // What was saved is ticked when one comes back.
        let again = victor.get(&here).await.expect(200).form("save_answers");
        for (name, choice) in &typed {
            assert_eq!(again.value(name), Some(*choice), "{name}");
        }
    }
    let (diagnosis, answers) = stored(&house, &path).await;
    let unknown = answers.values().filter(|answer| **answer == Given::DontKnow).count();
    assert_eq!(unknown, questionnaire.themes.len());

    // The page tells the verdict that the server will store: it is the same code.
    let judged = diagnosis.questionnaire.read(&answers).judge().verdict;
    let page = victor.get(&path).await.expect(200);
    assert_eq!(verdict_told(&page), judged);
    // A button sends the form of the answers to another function.
    let answers = page.form("save_answers");
    let result = victor.fill(&page, &answers, &[("form", "give_back")]).await.next();
    assert_eq!(result, format!("{path}/resultat?dit=given_back"));
    let page = victor.get(&result).await.expect(200);
    assert_eq!(verdict_told(&page), judged);
    let (diagnosis, _) = stored(&house, &path).await;
    assert_eq!(diagnosis.given_back.expect("it was").judgement.verdict, judged);

    // What follows is open, and is answered by the association: here by the link that the volunteer gives it.
    assert_eq!(judged, Verdict::Learning, "versions by e-mail are learnt away, not programmed");
    let journey = house.journey(KARIM).await.head.id;
    let open = house.rows().orientations(journey).await.expect("it reads").pop().expect("one");
    assert_eq!((open.cause, open.state), (Cause::Diagnosis(diagnosis.id), State::Open));
    let link = page.links().into_iter().find(|link| link.starts_with("/lien/")).expect("a link");
    house.visitor().get(&link).await.expect(200).must_say(texts::orientation::by_link(FR));
    let karim = house.signed_in(KARIM).await;
    let own = karim.get(&format!("{path}/resultat")).await.expect(200);
    assert!(own.links().iter().all(|link| !link.starts_with("/lien/")));
    let mine = karim.get("/parcours").await.expect(200);
    assert!(mine.links().contains(&format!("/orientation/{}", open.id)));
    // It no longer waits at the desk.
    let desk = victor.get("/diagnostics").await.expect(200);
    desk.must_not_say(&texts::diagnosis::days(FR, 19));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn diagnosis_two_volunteers_lead_one_interview() {
    let house = House::demo().await;
    let (victor, vera) = (house.signed_in(VICTOR).await, house.signed_in(VERA).await);
    let desk = vera.get("/diagnostics").await.expect(200);
    let path = open(&house, &victor).await;
    // Vera's page is older: her press opens the same.
    let journey = house.journey(KARIM).await.head.id.to_string();
    let form = desk.form_on("open_diagnosis", "journey", &journey);
    assert_eq!(vera.fill(&desk, &form, &[]).await.next(), path);
    let all = house.rows().diagnoses(house.journey(KARIM).await.head.id).await;
    assert_eq!(all.expect("it reads").len(), 1);
    // Each answer counts; one that was not seen is not overwritten, until it is.
    let name = "answers[need_words]";
    let (theirs, ours) = (victor.get(&path).await.expect(200), vera.get(&path).await.expect(200));
    victor.fill(&theirs, &theirs.form("save_answers"), &[(name, "vague")]).await.expect(303);
    let typed = [(name, "clear"), ("answers[carrier]", "two")];
    let crossed = vera.fill(&ours, &ours.form("save_answers"), &typed).await.expect(409);
    assert_eq!(crossed.fault(name), Some(texts::fault(FR, Fault::Crossed)));
    assert_eq!(crossed.fault("answers[carrier]"), None);
    let crossed = crossed.must_say("Pas encore, c’est une impression générale");
    let (_, answers) = stored(&house, &path).await;
    assert_eq!(answers["need_words"], Given::choice("vague"));
    assert!(!answers.contains_key("carrier"), "nothing changes");
    let form = crossed.form("save_answers");
    assert_eq!((form.value(name), form.value("answers[carrier]")), (Some("clear"), Some("two")));
    vera.fill(&crossed, &form, &[]).await.expect(303);
    let (_, answers) = stored(&house, &path).await;
    assert_eq!(answers["need_words"], Given::choice("clear"));
    assert_eq!(answers["carrier"], Given::choice("two"));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn diagnosis_an_island_saves_one_answer_at_a_time() {
    let house = House::demo().await;
    let victor = house.signed_in(VICTOR).await;
    let running = house.rows().diagnoses(house.journey(BEATRICE).await.head.id).await;
    let running = running.expect("it reads")[0].0.id;
    let id = running;
    let (path, id) = (format!("/diagnostic/{id}"), id.to_string());
    let command = crate::house::fresh();
    let question = &store::questionnaire().questions[0];
    let choice = question.choices.last().expect("a choice").key.as_str();
    let arguments = [
        ("command", command.as_str()),
        ("diagnosis", &id),
        ("question", &question.key),
        ("choice", choice),
    ];
    victor.call("save_answer", &arguments).await.expect(409);
    let seen = house.rows().stored_answers(running).await.expect("it reads");
    let seen = seen.iter().find(|stored| stored.question == question.key).expect("one");
    let seen = seen.command.to_string();
    let arguments = [&arguments[..], &[("seen", &*seen)]].concat();
    victor.call("save_answer", &arguments).await.expect(200);
    // The same bytes again change nothing, and say the same.
    victor.call("save_answer", &arguments).await.expect(200);
    let (_, answers) = stored(&house, &path).await;
    assert_eq!(answers[&question.key], Given::choice(choice));
    // Without scripts, the same page shows it.
    let page = victor.get(&path).await.expect(200);
    let ticked = page.form("save_answers");
    assert_eq!(ticked.value(&format!("answers[{}]", question.key)), Some(choice));
    // Not everybody may.
    let lucie = house.signed_in(LUCIE).await;
    assert_eq!(lucie.call("save_answer", &arguments).await.expect(403).body, "\"NotYours\"");
    assert_eq!(
        house.visitor().call("save_answer", &arguments).await.expect(401).body,
        "\"SignIn\""
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn diagnosis_every_question_can_be_left_unknown_and_none_is_numbered_like_a_test() {
    let house = House::demo().await;
    let victor = house.signed_in(VICTOR).await;
    let path = open(&house, &victor).await;
    let questionnaire = store::questionnaire();
    assert_eq!(questionnaire.themes.len(), 8);
    assert!(questionnaire.questions.len() >= 30);
    for theme in &questionnaire.themes {
        let page = victor.get(&format!("{path}?theme={}", theme.key)).await.expect(200);
        for question in questionnaire.questions_of(&theme.key) {
            let name = input_of(question);
            let kind = if question.multiple { "checkbox" } else { "radio" };
            let tags = tags(&page.body);
            let choices: Vec<_> = tags
                .iter()
                .filter(|tag| tag.has("type", kind) && tag.has("name", &name))
                .filter_map(|tag| tag.get("value"))
                .collect();
            assert_eq!(choices.len(), question.choices.len() + 1, "{name}");
            assert!(choices.contains(&"?"), "{name}");
        }
    }
    // « Je ne sais pas » everywhere is an answer, and says that too little is known.
    let id = path.rsplit('/').next().expect("an id").to_owned();
    let names: Vec<_> =
        questionnaire.questions.iter().map(|q| format!("answers[{}]", q.key)).collect();
    let mut typed: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "?")).collect();
    typed.push(("diagnosis", &id));
    victor.post(&path, "save_answers", &typed).await.expect(303);
    let page = victor.get(&path).await.expect(200);
    assert_eq!(verdict_told(&page), Verdict::TooLittleKnown);
    house.close().await;
}
