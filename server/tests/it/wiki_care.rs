//! Pages are cared for: time makes them doubtful, readers ask those who wrote them, and report what is wrong.

use crate::house::House;
use app::mail::Told;
use domain::text::Lang;
use domain::wiki::care::{ANSWERED_WITHIN, ASKED_AGAIN_AFTER, REPORTS_MAX, TRUE_FOR};
use server::demo::{CAMILLE, CIRCLE, FATOU, GASPARD, LUCIE, NADIA, TESTIMONY, VICTOR};
use server::jobs::run_due;

const FR: Lang = Lang::Fr;

/// How many letters of this kind wait for somebody.
async fn letters(house: &House, email: &str, code: &str) -> usize {
    let told = house.letters_to(email).await;
    let button = texts::mail::of(FR, &format!("{code}_button"));
    let says = |told: &&Told| told.button.as_ref().is_some_and(|(label, _)| label == button);
    told.iter().filter(says).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_a_question_reaches_who_wrote_the_page_and_its_answer_who_asked() {
    let house = House::demo().await;
    let (lucie, fatou) = (house.signed_in(LUCIE).await, house.signed_in(FATOU).await);
    let first = [("title", "Prêter des outils"), ("source", "On prête le samedi.")];
    lucie.fill_in("/pages/nouvelle", "create_page", &first).await.expect(303);
    let path = "/wiki/preter_des_outils/questions";
    let visitor = house.visitor();
    // Without an account, one is told how to ask.
    visitor.get(path).await.expect(200).must_say(texts::care::ask_signed(FR));
    let words = [("words", "Et le <b>dimanche</b> ?")];
    fatou.fill_in(path, "ask_page", &words).await.leads_to(&format!("{path}?dit=page_asked"));
    assert_eq!(letters(&house, LUCIE, "page_asked").await, 1);
    // Everybody reads it under the page, nobody by whom.
    let page = visitor.get("/wiki/preter_des_outils").await.expect(200);
    let page = page.must_say("Et le <b>dimanche</b> ?");
    let page = page.must_say(texts::care::no_answer(FR));
    page.must_not_say("Fatou");
    lucie
        .fill_in(path, "answer_question", &[("words", "Sur rendez-vous.")])
        .await
        .leads_to(&format!("{path}?dit=question_answered"));
    assert_eq!(letters(&house, FATOU, "page_answered").await, 1);
    visitor.get("/wiki/preter_des_outils").await.expect(200).must_say("Sur rendez-vous.");
    // Who asked takes it away, and its answer with it.
    fatou.fill_in(path, "take_question_away", &[]).await.expect(303);
    visitor.get("/wiki/preter_des_outils").await.expect(200).must_not_say("Sur rendez-vous.");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_a_question_left_alone_is_an_idea_for_a_workshop() {
    let house = House::demo().await;
    let (lucie, camille) = (house.signed_in(LUCIE).await, house.signed_in(CAMILLE).await);
    let path = "/wiki/accueil/questions";
    let words = [("words", "Qui sait faire une carte ?")];
    lucie.fill_in(path, "ask_page", &words).await.expect(303);
    camille.get("/ateliers/demande").await.expect(200).must_not_say("Qui sait faire une carte");
    house.pass_days(ANSWERED_WITHIN.num_days() + 1);
    let camille = house.signed_in(CAMILLE).await;
    let told = camille.get("/ateliers/demande").await.expect(200);
    let told = told.must_say("Qui sait faire une carte ?");
    let open = told.links().into_iter().find(|link| link.contains("titre=Qui")).expect("a way");
    let form = camille.get(&open).await.expect(200);
    let form = form.form("save_workshop");
    assert_eq!(form.value("title"), Some("Qui sait faire une carte ?"));
    // Opened, it is proposed until there is the workshop.
    let typed = [
        ("title", "Dessiner la carte du quartier"),
        ("theme", "members"),
        ("level", "beginner"),
        ("summary", "Une carte à partir d’une liste."),
    ];
    let page = camille.get(&open).await.expect(200);
    camille.get("/ateliers/demande").await.expect(200).must_say("Qui sait faire une carte ?");
    camille.fill(&page, &form, &typed).await.expect(303);
    camille.get("/ateliers/demande").await.expect(200).must_not_say("Qui sait faire une carte");
    // It still waits for its answer.
    house.visitor().get(path).await.expect(200).must_say("Qui sait faire une carte ?");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_a_question_that_is_no_idea_for_a_workshop_is_set_aside() {
    let house = House::demo().await;
    let lucie = house.signed_in(LUCIE).await;
    let words = [("words", "Qui a écrit cette page ?")];
    lucie.fill_in("/wiki/accueil/questions", "ask_page", &words).await.expect(303);
    house.pass_days(ANSWERED_WITHIN.num_days() + 1);
    let camille = house.signed_in(CAMILLE).await;
    camille.get("/ateliers/demande").await.expect(200).must_say("Qui a écrit cette page ?");
    while camille.get("/ateliers/demande").await.has_form("set_question_aside") {
        let aside = camille.fill_in("/ateliers/demande", "set_question_aside", &[]).await;
        aside.leads_to("/ateliers/demande?dit=question_aside");
    }
    camille.get("/ateliers/demande").await.expect(200).must_not_say("Qui a écrit cette page ?");
    let asked = house.visitor().get("/wiki/accueil/questions").await.expect(200);
    asked.must_say("Qui a écrit cette page ?");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_a_page_grows_doubtful_until_somebody_says_that_it_is_true() {
    let house = House::demo().await;
    let lucie = house.signed_in(LUCIE).await;
    let first = [("title", "Prêter des outils"), ("source", "On prête le samedi.")];
    lucie.fill_in("/pages/nouvelle", "create_page", &first).await.expect(303);
    let path = "/wiki/preter_des_outils";
    let doubt = "personne n’a relu cette page";
    house.visitor().get(path).await.expect(200).must_not_say(doubt);
    house.pass_days(TRUE_FOR.num_days() + 1);
    house.visitor().get(path).await.expect(200).must_say(doubt);
    // Who wrote it is asked, once.
    run_due(&house.state).await;
    run_due(&house.state).await;
    assert_eq!(letters(&house, LUCIE, "pages_to_check").await, 1);
    let lucie = house.signed_in(LUCIE).await;
    let told = lucie.get("/pages/a-soigner").await.expect(200).must_say("Prêter des outils");
    told.must_not_say("Ateliers Savoirs Communs");
    lucie.fill_in(path, "check_page", &[]).await.leads_to(&format!("{path}?dit=page_checked"));
    house.visitor().get(path).await.expect(200).must_not_say(doubt);
    lucie.get("/pages/a-soigner").await.expect(200).must_not_say("Prêter des outils");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_a_visitor_reports_a_page_and_who_organizes_sees_to_it() {
    let house = House::demo().await;
    let (visitor, victor) = (house.visitor(), house.signed_in(VICTOR).await);
    let camille = house.signed_in(CAMILLE).await;
    let path = "/wiki/accueil/signaler";
    // What is wrong must be said; what was typed stays.
    let told = visitor.fill_in(path, "report_page", &[("words", "Une adresse privée")]).await;
    told.expect(422).must_say("Une adresse privée");
    let typed = [("reason", "abuse"), ("words", "Une adresse privée")];
    for _ in 0..2 {
        let told = visitor.fill_in(path, "report_page", &typed).await;
        told.leads_to("/wiki/accueil?dit=page_reported");
    }
    let list = camille.get("/pages/a-soigner").await.expect(200);
    assert_eq!(list.words().matches("Une adresse privée").count(), 1, "twice is once");
    victor.get("/pages/a-soigner").await.expect(200).must_not_say("Une adresse privée");
    assert_eq!(letters(&house, CAMILLE, "page_reported").await, 1);
    while camille.get("/pages/a-soigner").await.has_form("close_report") {
        let told = camille.fill_in("/pages/a-soigner", "close_report", &[]).await;
        told.leads_to("/pages/a-soigner?dit=report_closed");
    }
    camille.get("/pages/a-soigner").await.expect(200).must_not_say("Une adresse privée");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_what_is_reported_of_a_circle_reaches_who_looks_after_it_alone() {
    let house = House::demo().await;
    let (gaspard, fatou) = (house.signed_in(GASPARD).await, house.signed_in(FATOU).await);
    let slug = format!("{CIRCLE}:qui_apporte_quoi");
    let typed = [("reason", "abuse"), ("words", "Un numéro privé")];
    fatou.fill_in(&format!("/wiki/{slug}/signaler"), "report_page", &typed).await.expect(303);
    assert_eq!(letters(&house, GASPARD, "page_reported").await, 1);
    for who in [CAMILLE, FATOU] {
        let told = house.letters_to(who).await;
        assert!(!told.iter().any(|letter| letter.subject.contains("Qui apporte quoi")), "{who}");
    }
    let page = house.rows().page_by_slug(&slug).await.expect("it reads").expect("it is");
    let report = house.rows().reports_on(page.id).await.expect("it reads").remove(0);
    let close = [("report", report.id.to_string())];
    let close: Vec<_> = close.iter().map(|(name, id)| (*name, id.as_str())).collect();
    // Who wrote the page sees it; who organizes the wiki knows nothing of it.
    fatou.get("/pages/a-soigner").await.expect(200).must_say("Un numéro privé");
    fatou.post("/pages/a-soigner", "close_report", &close).await.expect(403);
    let camille = house.signed_in(CAMILLE).await;
    camille.get("/pages/a-soigner").await.expect(200).must_not_say("Un numéro privé");
    camille.post("/pages/a-soigner", "close_report", &close).await.expect(404);
    gaspard.get("/pages/a-soigner").await.expect(200).must_say("Un numéro privé");
    let closed = gaspard.fill_in("/pages/a-soigner", "close_report", &[]).await;
    closed.leads_to("/pages/a-soigner?dit=report_closed");
    gaspard.get("/pages/a-soigner").await.expect(200).must_not_say("Un numéro privé");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_who_organizes_takes_a_story_down_and_its_association_is_told_why() {
    let house = House::demo().await;
    let (visitor, camille) = (house.visitor(), house.signed_in(CAMILLE).await);
    let nadia = house.signed_in(NADIA).await;
    let story = house.rows().shown_stories(1).await.expect("it reads").remove(0);
    let public = format!("/wiki/{}", story.page.slug);
    let report = format!("{public}/signaler");
    let typed = [("reason", "abuse"), ("words", "Mon nom y est")];
    visitor.fill_in(&report, "report_page", &typed).await.expect(303);
    let list = camille.get("/pages/a-soigner").await.expect(200);
    assert!(list.links().contains(&format!("{report}#take-down")), "{:?}", list.links());
    for other in [&visitor, &nadia] {
        assert!(!other.get(&report).await.expect(200).has_form("take_story_down"));
    }
    // With a reason, which its association reads.
    camille.fill_in(&report, "take_story_down", &[("why", " ")]).await.expect(422);
    let why = [("why", "Le nom d’une personne qui ne le veut pas.")];
    let down = camille.fill_in(&report, "take_story_down", &why).await;
    down.leads_to("/pages/a-soigner?dit=story_taken_down");
    visitor.get(&public).await.expect(404);
    visitor.get("/temoignages").await.expect(200).must_not_say(TESTIMONY);
    let told = house.letters_to(NADIA).await;
    let told = told.iter().find(|letter| letter.paragraphs.iter().any(|p| p.contains(why[0].1)));
    let told = told.expect("a letter");
    let own = format!("/temoignage/{}", story.testimony.id);
    assert!(told.subject.contains(TESTIMONY), "{told:?}");
    assert!(told.button.as_ref().is_some_and(|(_, to)| to.ends_with(&own)), "{told:?}");
    // Its text is theirs still.
    nadia.fill_in(&own, "write_testimony", &[("publish", "yes")]).await.expect(303);
    visitor.get(&public).await.expect(200);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_who_reports_what_many_have_reported_is_told_so() {
    let house = House::demo().await;
    let visitor = house.visitor();
    for n in 0..=REPORTS_MAX {
        let words = format!("Pour la {n}e fois");
        let typed = [("reason", "duplicate"), ("words", words.as_str())];
        let told = visitor.fill_in("/wiki/accueil/signaler", "report_page", &typed).await;
        let said = if n < REPORTS_MAX { "page_reported" } else { "page_reported_enough" };
        told.leads_to(&format!("/wiki/accueil?dit={said}"));
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_what_nobody_may_speak_for_any_more_is_asked_of_who_takes_care_of_it() {
    let house = House::demo().await;
    let gaspard = house.signed_in(GASPARD).await;
    let people = format!("/espaces/{CIRCLE}/personnes");
    let fatous = house.association(FATOU).await.to_string();
    let away = [("space", CIRCLE), ("association", fatous.as_str())];
    gaspard.post(&people, "part_from_space", &away).await.expect(303);
    // As a page that was moved in: who wrote it has no account here.
    let lucie = house.signed_in(LUCIE).await;
    let page = [("title", "Le four"), ("source", "Il chauffe.")];
    lucie.fill_in("/pages/nouvelle", "create_page", &page).await.expect(303);
    house.accident("UPDATE revision SET by_id = NULL WHERE title = 'Le four'").await;
    let ask = async |days: i64| {
        house.pass_days(days);
        run_due(&house.state).await;
    };
    ask(TRUE_FOR.num_days() + 1).await;
    // The first pages have no author with an account; the circle's page was written by Fatou, who reads it no more.
    for (who, asked) in [(CAMILLE, 1), (GASPARD, 1), (FATOU, 0)] {
        assert_eq!(letters(&house, who, "pages_to_check").await, asked, "{who}");
    }
    let told = house.signed_in(GASPARD).await.get("/pages/a-soigner").await.expect(200);
    told.must_say("Qui apporte quoi").must_not_say("Le four");
    // Again after a time, whatever the calendar says.
    ask(ASKED_AGAIN_AFTER.num_days() - 1).await;
    assert_eq!(letters(&house, CAMILLE, "pages_to_check").await, 1);
    ask(1).await;
    assert_eq!(letters(&house, CAMILLE, "pages_to_check").await, 2);
    house.close().await;
}
