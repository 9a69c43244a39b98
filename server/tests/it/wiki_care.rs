//! Pages are cared for: time makes them doubtful, readers ask those who wrote them, and report what is wrong.

use crate::house::House;
use app::mail::Told;
use domain::text::Lang;
use domain::wiki::care::{ANSWERED_WITHIN, TRUE_FOR};
use server::demo::{CAMILLE, FATOU, LUCIE, VICTOR};
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
    assert_eq!(form.form("save_workshop").value("title"), Some("Qui sait faire une carte ?"));
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
