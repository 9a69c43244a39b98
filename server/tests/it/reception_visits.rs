//! Visits: the first volunteer who accepts makes it, nobody has too many, and where nobody comes the team chooses.

use crate::house::{Answer, Client, House};
use app::links;
use chrono::Duration;
use domain::accounts::{Bearer, Grant, Hat, Person, Purpose};
use domain::act::Change;
use domain::ids::{CallId, PersonId, VisitId};
use domain::reception::{ANSWERED_WITHIN, Call, ReceptionChange, SKILL, Visit, VisitState};
use domain::text::{Email, Lang};
use domain::volunteering::{CHARTER, Commitment, Promise, State};
use server::demo::{CAMILLE, DENIS, INES, KARIM, LUCIE, ODILE, PAUL, SAMI, VERA, VICTOR};
use tokio::task::JoinSet;
use uuid::Uuid;

const FR: Lang = Lang::Fr;

/// Asks for a visit there; the visit.
async fn asks(house: &House, email: &str, area: &str) -> Visit {
    let client = house.signed_in(email).await;
    let typed = [("words", "Un soir, chez nous."), ("area", area)];
    client.fill_in("/visite", "ask_visit", &typed).await.leads_to("/visite?dit=visit_asked");
    let association = house.association(email).await;
    let visits = house.rows().visits().await.expect("it reads");
    visits.into_iter().find(|visit| visit.association == association).expect("theirs")
}

async fn kept(house: &House, id: VisitId) -> Visit {
    house.rows().visit(id).await.expect("it reads").expect("it is there")
}

/// The page that the letter about a call opens.
fn link(house: &House, call: CallId) -> String {
    let until = house.now() + ANSWERED_WITHIN;
    let bearer = Bearer { purpose: Purpose::AnswerCall(call), until };
    format!("/visite/{}", links::sign(&house.state.link_key, &bearer))
}

/// A volunteer who has just begun, asked for these visits.
async fn volunteer(house: &House, n: u128, visits: &[VisitId]) -> (PersonId, Vec<CallId>) {
    let id = PersonId(Uuid::from_u128(7_000 + n));
    let email = Email::parse(&format!("benevole{n}@example.org")).expect("an address");
    let person = Person { id, email, ..house.person(VICTOR).await };
    house.remember(Change::Person(person)).await;
    let promise = Promise { skills: vec![SKILL], areas: Some("Tours".to_owned()), hours: 2 };
    let commitment = Commitment {
        person: id,
        promise,
        charter: CHARTER,
        charter_at: house.now(),
        paused_until: None,
        state: State::Accepted,
        since: house.now(),
    };
    house.remember(Change::Commitment(commitment)).await;
    let (hat, at) = (Hat::Volunteer, house.now());
    house.remember(Change::Grant(Grant { person: id, hat, at, by: None })).await;
    let mut calls = Vec::new();
    for visit in visits {
        let id = CallId(Uuid::now_v7());
        calls.push(id);
        let person = PersonId(Uuid::from_u128(7_000 + n));
        let call = Call { id, visit: *visit, person, at, declined_at: None };
        house.remember(Change::Reception(ReceptionChange::Call(call))).await;
    }
    (id, calls)
}

async fn press(client: &Client, path: &str, form: &str) -> Answer {
    client.fill_in(path, form, &[]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn reception_a_visit_is_accepted_by_a_link_and_leads_to_the_interview() {
    let house = House::demo().await;
    let visit = asks(&house, LUCIE, "37000 Tours").await;
    assert_eq!(visit.state, VisitState::Asked);
    // Sami is near and free; Victor and Vera have two diagnoses already; Denis has another skill.
    let calls = house.rows().calls(&[visit.id]).await.expect("it reads");
    let sami = house.person(SAMI).await.id;
    assert_eq!(calls.iter().map(|call| call.person).collect::<Vec<_>>(), [sami]);
    let lucie = house.signed_in(LUCIE).await;
    lucie.get("/parcours").await.expect(200).must_say(texts::what::visit_answer(FR));
    let page = lucie.get("/visite").await.expect(200);
    assert!(!page.has_form("ask_visit"), "one at a time");
    let letter = house.letters_to(SAMI).await.pop().expect("a letter");
    assert!(letter.paragraphs.iter().any(|said| said.contains("Un soir")), "{letter:?}");

    // Without signing in.
    let path = house.letter_path(SAMI).await;
    let visitor = house.visitor();
    let said = format!("{path}?dit=visit_accepted");
    press(&visitor, &path, "accept_visit").await.leads_to(&said);
    visitor.get(&path).await.expect(200).must_say(texts::visit::yours(FR)).must_not_say(LUCIE);
    assert_eq!(kept(&house, visit.id).await.state, VisitState::Taken(sami));
    let told = house.letters_to(LUCIE).await.pop().expect("a letter");
    assert_eq!(told.subject, texts::mail::visit_taken_subject(FR));
    assert!(told.paragraphs[0].contains("Sami Haddad"), "{:?}", told.paragraphs);
    lucie.get("/visite").await.expect(200).must_say(&texts::visit::comes(FR, "Sami Haddad"));

    // He sees whom to write to, and opens the interview from there.
    let client = house.signed_in(SAMI).await;
    let page = client.get("/visites").await.expect(200).must_say(LUCIE);
    let page = page.must_say(&texts::visit::your_load(FR, 1, "2", "30"));
    client.get("/diagnostics").await.expect(200).must_say(&texts::visit::count_mine(FR, 1));
    let journey = house.journey(LUCIE).await.head.id.to_string();
    let open = page.form_on("open_diagnosis", "journey", &journey);
    let interview = client.fill(&page, &open, &[]).await.next();
    client.get(&interview).await.expect(200);
    // Counted once, and waited for no more.
    let page = client.get("/visites").await.expect(200);
    let page = page.must_say(&texts::visit::your_load(FR, 1, "2", "30"));
    page.must_say(texts::visit::none_mine(FR));
    visitor.get(&path).await.expect(200).must_say(texts::visit::yours(FR));
    house.close().await;
}

/// Many volunteers accept at once: one makes the visit, the others are told kindly, and so do their links.
async fn race_to_accept(house: &House) {
    const MANY: u128 = 12;
    let visit = asks(house, LUCIE, "Tours").await;
    let mut ready = Vec::new();
    for n in 0..MANY {
        let (person, calls) = volunteer(house, n, &[visit.id]).await;
        let path = link(house, calls[0]);
        let client = house.visitor();
        let page = client.get(&path).await.expect(200);
        let form = page.form("accept_visit");
        ready.push((person, path, client, page, form));
    }
    let mut race = JoinSet::new();
    for (person, path, client, page, form) in ready {
        race.spawn(async move {
            let answer = client.fill(&page, &form, &[]).await;
            (person, path, answer)
        });
    }
    let (won, lost): (Vec<_>, Vec<_>) =
        race.join_all().await.into_iter().partition(|(.., answer)| answer.status == 303);
    assert_eq!((won.len(), lost.len()), (1, 11));
    assert_eq!(kept(house, visit.id).await.state, VisitState::Taken(won[0].0));
    for (_, path, answer) in lost {
        answer.expect(409).must_say(texts::broken::visit_taken(FR));
        let page = house.visitor().get(&path).await.expect(200);
        let page = page.must_say(texts::broken::visit_taken(FR));
        assert!(!page.has_form("accept_visit"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn reception_the_first_to_accept_a_visit_makes_it() {
    let house = House::demo().await;
    race_to_accept(&house).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reception_the_first_to_accept_a_visit_makes_it_on_postgres() {
    let Some(house) = House::demo_on_postgres().await else {
        return eprintln!("TEST_POSTGRES_URL is not set: nothing was tried on PostgreSQL");
    };
    race_to_accept(&house).await;
    house.close().await;
}

/// One volunteer accepts several visits at once: two, and no more.
async fn race_beyond_the_load(house: &House) {
    let mut visits = Vec::new();
    for email in [LUCIE, INES, KARIM, ODILE] {
        visits.push(match email {
            ODILE => house.visit().await.id,
            email => asks(house, email, "Tours").await.id,
        });
    }
    let (person, calls) = volunteer(house, 1, &visits).await;
    let mut race = JoinSet::new();
    for call in calls {
        let (client, path) = (house.visitor(), link(house, call));
        let page = client.get(&path).await.expect(200);
        let form = page.form("accept_visit");
        race.spawn(async move { client.fill(&page, &form, &[]).await });
    }
    let answers = race.join_all().await;
    let (won, lost): (Vec<_>, Vec<_>) = answers.into_iter().partition(|a| a.status == 303);
    assert_eq!((won.len(), lost.len()), (2, 2));
    for answer in lost {
        answer.expect(409).must_say(texts::broken::enough_diagnoses(FR));
    }
    let loads = house.rows().loads(house.now() - Duration::days(30)).await.expect("it reads");
    assert_eq!(loads[&person], 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn reception_nobody_has_more_than_two_diagnoses_in_thirty_days() {
    let house = House::demo().await;
    race_beyond_the_load(&house).await;
    // Victor, who has led three, is told so at his desk and to organizers.
    let victor = house.signed_in(VICTOR).await;
    victor.get("/visites").await.expect(200).must_say(texts::visit::none_proposed(FR));
    let page = house.signed_in(PAUL).await.get("/visites").await.expect(200);
    page.must_say(texts::unfit::enough(FR)).must_say("Victor Lemaire");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reception_nobody_has_more_than_two_diagnoses_in_thirty_days_on_postgres() {
    let Some(house) = House::demo_on_postgres().await else {
        return eprintln!("TEST_POSTGRES_URL is not set: nothing was tried on PostgreSQL");
    };
    race_beyond_the_load(&house).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reception_a_visit_for_nobody_is_given_by_the_team() {
    let house = House::demo().await;
    let visit = asks(&house, LUCIE, "37500 Chinon").await;
    assert_eq!(visit.state, VisitState::WithOrganizers);
    for organizer in [CAMILLE, PAUL] {
        let letter = house.letters_to(organizer).await.pop().expect("a letter");
        let name = "Le Potager des Deux Lions";
        assert_eq!(letter.subject, texts::mail::visit_unanswered_subject(FR, name));
    }
    let camille = house.signed_in(CAMILLE).await;
    let page = camille.get("/visites").await.expect(200).must_say(texts::unfit::far(FR));
    let form = page.form_on("give_visit", "visit", &visit.id.to_string());
    let vera = house.person(VERA).await.id;
    let typed = [("person", &*vera.to_string())];
    camille.fill(&page, &form, &typed).await.leads_to("/visites?dit=visit_given");
    assert_eq!(kept(&house, visit.id).await.state, VisitState::Taken(vera));
    let letter = house.letters_to(VERA).await.pop().expect("a letter");
    assert!(letter.subject.contains("Le Potager"), "{}", letter.subject);

    // She cannot after all: the team chooses again, and the association is told of the next one too.
    let client = house.signed_in(VERA).await;
    press(&client, "/visites", "give_up_visit").await.leads_to("/visites?dit=visit_given_up");
    assert_eq!(kept(&house, visit.id).await.state, VisitState::WithOrganizers);
    let told = house.letters_to(LUCIE).await.len();
    let page = camille.get("/visites").await.expect(200);
    let form = page.form_on("give_visit", "visit", &visit.id.to_string());
    let denis = house.person(DENIS).await.id.to_string();
    camille.fill(&page, &form, &[("person", &denis)]).await.expect(303);
    let letters = house.letters_to(LUCIE).await;
    assert!(letters.last().expect("one").paragraphs[0].contains("Denis Caron"), "{told}");

    // Called off: who was to come is told.
    let lucie = house.signed_in(LUCIE).await;
    press(&lucie, "/visite", "withdraw_visit").await.leads_to("/visite?dit=visit_withdrawn");
    let letter = house.letters_to(DENIS).await.pop().expect("a letter");
    assert!(letter.paragraphs[0].contains("Le Potager"), "{:?}", letter.paragraphs);
    assert!(lucie.get("/visite").await.expect(200).has_form("ask_visit"));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reception_a_visit_that_nobody_answers_goes_to_the_team() {
    let house = House::demo().await;
    let (first, second) = (asks(&house, LUCIE, "Tours").await, asks(&house, INES, "Tours").await);
    // Nobody else was asked: one no is enough.
    let path = house.letter_path(SAMI).await;
    let visitor = house.visitor();
    let said = format!("{path}?dit=visit_declined");
    press(&visitor, &path, "decline_visit").await.leads_to(&said);
    visitor.get(&path).await.expect(200).must_say(texts::visit::you_declined(FR));
    assert_eq!(kept(&house, second.id).await.state, VisitState::WithOrganizers);
    assert_eq!(kept(&house, first.id).await.state, VisitState::Asked);
    house.pass_days(4);
    server::jobs::run_due(&house.state).await;
    assert_eq!(kept(&house, first.id).await.state, VisitState::Asked);
    house.pass_days(2);
    server::jobs::run_due(&house.state).await;
    assert_eq!(kept(&house, first.id).await.state, VisitState::WithOrganizers);
    let letters = house.letters_to(PAUL).await;
    let name = "Le Potager des Deux Lions";
    let subject = texts::mail::visit_unanswered_subject(FR, name);
    assert!(letters.iter().any(|letter| letter.subject == subject), "{letters:?}");
    house.close().await;
}
