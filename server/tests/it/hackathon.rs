//! The hackathon: from a need to a tool that the association signs for and uses.

use crate::hats::{give, wear};
use crate::house::{Client, House, begin};
use domain::accounts::Hat;
use domain::diagnosis::{Answer, Reason};
use domain::hackathon::{Edition, Phase, Project, ProjectState, Skill};
use domain::orientation::{Cause, State};
use domain::text::Lang;
use server::demo::{BRUNO, DENIS, DIANE, ETIENNE, NADIA, ODILE, PAUL, VICTOR};

const FR: Lang = Lang::Fr;

async fn edition(house: &House) -> Edition {
    house.rows().current_edition().await.expect("it reads").expect("one is open")
}

/// The last project of this person's association.
async fn project(house: &House, email: &str) -> Project {
    let all = house.rows().projects_of(house.journey(email).await.head.id).await;
    all.expect("it reads").pop().expect("a project")
}

/// Presses the button of a project's page.
async fn press(client: &Client, project: &Project, form: &str) {
    let path = format!("/projet/{}", project.id);
    client.fill_in(&path, form, &[]).await.expect(303);
}

#[tokio::test(flavor = "multi_thread")]
async fn hackathon_a_need_becomes_a_tool_in_use_and_no_project_is_left_with_a_bare_no() {
    let house = House::demo().await;
    // Whatever hat Paul wears, what he decides is recorded as what allowed him to.
    give(&house, PAUL, Hat::Administrator).await;
    let paul = house.signed_in(PAUL).await;
    wear(&paul, Hat::Administrator).await;
    let open = edition(&house).await;
    assert_eq!(open.phase, Phase::Call);

    // Nothing is typed again: the need is there already.
    let etienne = house.signed_in(ETIENNE).await;
    let page = etienne.get("/projet").await.expect(200);
    let form = page.form("submit_project");
    assert!(form.value("summary").is_some_and(|s| s.contains("Prêter nos costumes")), "{form:?}");
    let title = form.value("title").unwrap_or_default().to_owned();
    let title = if title.is_empty() { "Le prêt de costumes".to_owned() } else { title };
    let done = etienne.fill(&page, &form, &[("title", &title)]).await;
    done.leads_to("/parcours?dit=project_submitted");
    let costumes = project(&house, ETIENNE).await;
    assert_eq!((costumes.state, costumes.edition), (ProjectState::Submitted, open.id));
    // Once: its project runs.
    let again = [("title", "Encore"), ("summary", "Le même")];
    let again = etienne.post("/projet", "submit_project", &again).await.expect(409);
    again.must_say(texts::broken::out_of_order(FR));
    let odile = house.signed_in(ODILE).await;
    let typed = [("title", "Le club de lecture"), ("summary", "Choisir ensemble, en ligne.")];
    odile.fill_in("/projet", "submit_project", &typed).await.expect(303);
    let votes = project(&house, ODILE).await;

    // A volunteer offers a weekend, then thinks again: it is one offer.
    let victor = house.signed_in(VICTOR).await;
    for skill in ["designer", "developer"] {
        let done = victor.fill_in("/hackathon", "offer_weekend", &[("skill", skill)]).await;
        done.leads_to("/hackathon?dit=weekend_offered");
    }
    let offers = house.rows().offers(open.id).await.expect("it reads");
    let person = house.person(VICTOR).await.id;
    let his: Vec<_> = offers.iter().filter(|o| o.person == person).collect();
    assert_eq!(his.len(), 1);
    assert_eq!(his[0].skill, Skill::Developer);

    // Selection: each project gets its answer before the edition moves on.
    paul.fill_in("/hackathon", "advance_edition", &[])
        .await
        .leads_to("/hackathon?dit=edition_advanced");
    assert_eq!(edition(&house).await.phase, Phase::Selection);
    press(&paul, &costumes, "select_project").await;
    let edition_id = open.id.to_string();
    let typed = [("edition", edition_id.as_str())];
    let early = paul.post("/hackathon", "advance_edition", &typed).await.expect(409);
    early.must_say(texts::broken::out_of_order(FR));
    press(&paul, &votes, "orient_project").await;
    assert_eq!(project(&house, ODILE).await.state, ProjectState::Oriented);
    let next = house.rows().orientations(house.journey(ODILE).await.head.id).await;
    let next = next.expect("it reads").pop().expect("a next step");
    assert_eq!((next.cause, next.state), (Cause::Project(votes.id), State::Open));
    let page = odile.get("/parcours").await.expect(200);
    assert!(page.links().contains(&format!("/orientation/{}", next.id)), "{:?}", page.links());

    // A team of those who offered.
    paul.fill_in("/hackathon", "advance_edition", &[]).await.expect(303);
    assert_eq!(edition(&house).await.phase, Phase::Teams);
    let path = format!("/projet/{}", costumes.id);
    let page = paul.get(&path).await.expect(200);
    let form = page.form("form_team");
    let nobody = paul.fill(&page, &form, &[]).await.expect(422);
    assert!(nobody.has_form("form_team"));
    let mut team = Vec::new();
    for email in [DENIS, DIANE] {
        let person = house.person(email).await.id;
        let offer = offers.iter().find(|o| o.person == person).expect("an offer");
        let name = format!("team[{}]", offer.id);
        assert!(form.names.contains(&name), "{email} is not offered: {:?}", form.names);
        team.push(name);
    }
    let typed: Vec<_> = team.iter().map(|name| (name.as_str(), "on")).collect();
    paul.fill(&page, &form, &typed).await.leads_to(&format!("{path}?dit=team_formed"));
    assert_eq!(project(&house, ETIENNE).await.state, ProjectState::Staffed);
    etienne.get(&path).await.expect(200).must_say("Denis Caron");

    // Delivered, but not before the weekend.
    paul.fill_in("/hackathon", "advance_edition", &[]).await.expect(303);
    let id = costumes.id.to_string();
    let closed = texts::broken::edition_closed(FR);
    let deliver = [("project", id.as_str())];
    paul.post(&path, "deliver_tool", &deliver).await.expect(409).must_say(closed);
    let late = [("edition", edition_id.as_str()), ("skill", "designer")];
    victor.post("/hackathon", "offer_weekend", &late).await.expect(409).must_say(closed);
    house.wait_until(open.weekend_from);
    let (paul, etienne) = (house.signed_in(PAUL).await, house.signed_in(ETIENNE).await);
    wear(&paul, Hat::Administrator).await;
    press(&paul, &costumes, "deliver_tool").await;
    let who = Some(house.person(PAUL).await.id);
    let events = house.journey(ETIENNE).await.events.into_iter();
    let facts = events.chain(house.journey(ODILE).await.events);
    let decided: Vec<_> =
        facts.filter(|event| event.actor == who && event.recorded_at >= begin()).collect();
    assert!(
        decided.len() >= 4 && decided.iter().all(|event| event.hat == "organizer"),
        "{decided:?}"
    );

    // The association signs, and it alone; then says that it uses it.
    let bruno = house.signed_in(BRUNO).await;
    bruno.post("/parcours", "sign_handover", &deliver).await.expect(404);
    assert_eq!(project(&house, ETIENNE).await.state, ProjectState::Delivered);
    etienne
        .fill_in("/parcours", "sign_handover", &[])
        .await
        .leads_to("/parcours?dit=handover_signed");
    assert_eq!(project(&house, ETIENNE).await.state, ProjectState::Signed);
    let again = etienne.post("/parcours", "sign_handover", &deliver).await.expect(409);
    again.must_say(texts::broken::out_of_order(FR));
    let used = [("project", id.as_str()), ("used", "no")];
    etienne.post("/parcours", "say_in_use", &used).await.leads_to("/parcours?dit=tool_not_in_use");
    assert!(!house.journey(ETIENNE).await.tool_in_use());
    let used = [("project", id.as_str()), ("used", "yes")];
    etienne.post("/parcours", "say_in_use", &used).await.leads_to("/parcours?dit=tool_in_use");
    assert!(house.journey(ETIENNE).await.tool_in_use());
    let pulses = house.rows().pulses(costumes.id).await.expect("it reads");
    assert_eq!(pulses.iter().map(|p| p.used).collect::<Vec<_>>(), [false, true]);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hackathon_pages_offer_only_what_is_theirs_to_do() {
    let house = House::demo().await;
    let visitor = house.visitor().get("/hackathon").await.expect(200);
    assert!(!visitor.has_form("advance_edition") && !visitor.has_form("offer_weekend"));
    let victor = house.signed_in(VICTOR).await.get("/hackathon").await.expect(200);
    assert!(victor.has_form("offer_weekend") && !victor.has_form("advance_edition"));
    let paul = house.signed_in(PAUL).await;
    let desk = paul.get("/hackathon").await.expect(200);
    assert!(desk.has_form("advance_edition") && !desk.has_form("offer_weekend"));
    let gifts = project(&house, BRUNO).await;
    let path = format!("/projet/{}", gifts.id);
    let own = house.signed_in(BRUNO).await.get(&path).await.expect(200);
    assert!(own.has_form("sign_handover") && !own.has_form("deliver_tool"));
    let organizer = paul.get(&path).await.expect(200);
    assert!(!organizer.has_form("sign_handover") && !organizer.has_form("select_project"));
    let slots = project(&house, NADIA).await;
    let signed =
        house.signed_in(NADIA).await.get(&format!("/projet/{}", slots.id)).await.expect(200);
    assert!(!signed.has_form("sign_handover"), "it was signed");
    house.close().await;
}

/// What the interview found out is not asked again: the need, why it was concluded so, and the answers are there.
#[tokio::test(flavor = "multi_thread")]
async fn hackathon_the_draft_of_a_project_holds_the_need_the_reasons_and_the_answers() {
    let house = House::demo().await;
    let journey = house.journey(ETIENNE).await.head.id;
    let rows = house.rows();
    let need = rows.needs(journey).await.expect("it reads").pop().expect("a need");
    let (diagnosis, voices) = rows.diagnoses(journey).await.expect("it reads").pop().expect("one");
    let etienne = house.signed_in(ETIENNE).await;
    let page = etienne.get("/projet").await.expect(200);
    let draft = page.form("submit_project").value("summary").expect("a draft").to_owned();
    assert!(draft.starts_with(&need.words.to_string()), "{draft}");
    let holds = |question: &str, choice: &str| {
        let question = diagnosis.questionnaire.question(question).expect("it asks it");
        let (asked, choice) = (question.text.get(FR), question.choice(choice).expect("offered"));
        let line = texts::hackathon::draft_answer(FR, asked, choice.text.get(FR));
        assert!(draft.contains(&line), "« {line} » in {draft}");
    };
    let given = diagnosis.given_back.as_ref().expect("it was given back");
    assert!(draft.contains(texts::hackathon::draft_reasons(FR)));
    let mut reasons = 0;
    for reason in &given.judgement.reasons {
        if let Reason::Answered { question, choice } = reason {
            holds(question, choice);
            reasons += 1;
        }
    }
    assert!(reasons > 0, "{:?}", given.judgement);
    assert!(draft.contains(texts::hackathon::draft_answers(FR)));
    let mut answers = 0;
    for (key, answer) in voices.together() {
        let about = diagnosis.questionnaire.question(&key).is_some_and(|q| q.theme == "project");
        if let (true, Answer::Chosen(chosen)) = (about, answer)
            && let [choice] = &chosen.into_iter().collect::<Vec<_>>()[..]
        {
            holds(&key, choice);
            answers += 1;
        }
    }
    assert!(answers > 0, "something was said of the project");
    house.close().await;
}
