//! One association helps another.

use crate::house::{Answer, House};
use crate::html::{Tag, tags};
use app::routes::href;
use domain::accounts::Hat;
use domain::mentoring::State;
use domain::text::Lang;
use server::demo::{ETIENNE, FATOU, INES, KARIM, LUCIE, MONA};
use texts::dates;

const FR: Lang = Lang::Fr;

#[tokio::test(flavor = "multi_thread")]
async fn mentoring_acts_that_meet_the_criteria_make_a_mentor() {
    let house = House::demo().await;
    let etienne = house.signed_in(ETIENNE).await;
    etienne.get("/mentorat").await.expect(403);
    let journey = house.journey(ETIENNE).await;
    assert!(journey.invited_to_help() && !journey.is_mentor());
    let next = etienne.post("/parcours", "accept_invitation", &[]).await;
    let next = next.leads_to("/mentorat?dit=became_mentor").next();
    etienne.get(&next).await.expect(200).must_say(texts::said::became_mentor(FR));
    let hats = house.rows().hats(house.person(ETIENNE).await.id).await.expect("it reads");
    assert!(hats.contains(&Hat::Mentor));
    assert!(house.journey(ETIENNE).await.is_mentor());
    // Said once; those whose acts do not meet them are told so.
    let mut watch = house.watch().await;
    let again = etienne.post("/parcours", "accept_invitation", &[]).await.expect(409);
    again.must_say(texts::broken::already_answered(FR));
    watch.nothing_changed("a second yes").await;
    let lucie = house.signed_in(LUCIE).await;
    let early = lucie.post("/parcours", "accept_invitation", &[]).await.expect(409);
    early.must_say(texts::broken::criteria_not_met(FR));
    lucie.get("/mentorat").await.expect(403);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mentoring_is_offered_accepted_and_followed() {
    let house = House::demo().await;
    // A volunteer sees every journey: here she is a mentor only.
    house.accident("DELETE FROM hat WHERE code = 'volunteer'").await;
    let (mona, karim) = (house.signed_in(MONA).await, house.signed_in(KARIM).await);
    let helped = house.journey(KARIM).await.head.id;
    let journey = helped.to_string();
    // Her desk shows whom she accompanies already.
    mona.get("/mentorat").await.expect(200).must_say("L’Épicerie du Menneton");
    mona.get(&format!("/parcours/{journey}")).await.expect(404);
    let typed = [("journey", journey.as_str())];
    let done = mona.post("/mentorat", "propose_mentoring", &typed).await;
    done.leads_to("/mentorat?dit=mentoring_proposed");
    let mentorings = async || house.rows().mentorings_of(helped).await.expect("it reads");
    let proposed = mentorings().await.remove(0);
    assert_eq!(proposed.state, State::Proposed);

    // The association answers, and it alone.
    let id = proposed.id.to_string();
    let ines = house.signed_in(INES).await;
    ines.post("/parcours", "accept_mentoring", &[("mentoring", &id)]).await.expect(404);
    let page = karim.get("/parcours").await.expect(200).must_say("Les Ateliers du Fil");
    let form = page.form_on("accept_mentoring", "mentoring", &id);
    karim.fill(&page, &form, &[]).await.leads_to("/parcours?dit=mentoring_accepted");
    assert_eq!(mentorings().await[0].state, State::Accepted);
    // Now she may see its journey, and notes how it goes.
    mona.get(&format!("/parcours/{journey}")).await.expect(200).must_say("Vélo Cher et Loire");
    let desk = mona.get("/mentorat").await.expect(200).must_say("Vélo Cher et Loire");
    let form = desk.form_on("note_meeting", "mentoring", &id);
    let typed = [
        ("met_at", "2026-11-24"),
        ("note", "Tour de l’atelier & du <registre>"),
        ("next", "2026-12-08"),
    ];
    mona.fill(&desk, &form, &typed).await.leads_to("/mentorat?dit=meeting_noted");
    let meetings = house.rows().meetings(proposed.id).await.expect("it reads");
    assert_eq!(meetings.len(), 1);
    let note = meetings[0].note.as_ref().expect("a note").as_str();
    assert_eq!(note, "Tour de l’atelier & du <registre>");
    assert!(mentorings().await[0].next_meeting.is_some());
    // One more offer to who is accompanied has been answered already.
    let mut watch = house.watch().await;
    let fatou = house.journey(FATOU).await.head.id.to_string();
    mona.post("/mentorat", "propose_mentoring", &[("journey", &fatou)]).await.expect(409);
    let own = house.journey(MONA).await.head.id.to_string();
    let oneself =
        mona.post("/mentorat", "propose_mentoring", &[("journey", &own)]).await.expect(409);
    oneself.must_say(texts::broken::oneself(FR));
    watch.nothing_changed("offers that make no sense").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mentoring_the_form_of_one_association_comes_back_beside_it() {
    let house = House::demo().await;
    let (mona, karim) = (house.signed_in(MONA).await, house.signed_in(KARIM).await);
    let journey = house.journey(KARIM).await.head.id;
    let typed = journey.to_string();
    mona.post("/mentorat", "propose_mentoring", &[("journey", &typed)]).await.expect(303);
    let id = house.rows().mentorings_of(journey).await.expect("it reads")[0].id.to_string();
    karim.post("/parcours", "accept_mentoring", &[("mentoring", &id)]).await.expect(303);
    let desk = mona.get("/mentorat").await.expect(200);
    let form = desk.form_on("note_meeting", "mentoring", &id);
    let typed = [("met_at", "pas une date"), ("note", "Chez Karim"), ("next", "")];
    let refused = mona.fill(&desk, &form, &typed).await.expect(422);
    assert_eq!(refused.form_on("note_meeting", "mentoring", &id).value("note"), Some("Chez Karim"));
    let fatou = house.rows().mentorings_of(house.journey(FATOU).await.head.id).await;
    let other = fatou.expect("it reads")[0].id.to_string();
    let other = refused.form_on("note_meeting", "mentoring", &other);
    assert_eq!(other.value("note"), Some(""), "the other form is as it was");
    house.close().await;
}

/// The row of the mentor's desk that is about an association.
fn row(page: &Answer, association: &str) -> String {
    let tags = tags(&page.body);
    let mut rows = tags.iter().filter(|tag| tag.name == "tr").map(Tag::words);
    rows.find(|row| row.starts_with(association)).expect("a row")
}

#[tokio::test(flavor = "multi_thread")]
async fn mentoring_the_desk_shows_the_last_contact_and_the_next_date() {
    let house = House::demo().await;
    let mona = house.signed_in(MONA).await;
    let name = "L’Épicerie du Menneton";
    let fatou = house.journey(FATOU).await.head.id;
    let mentoring = house.rows().mentorings_of(fatou).await.expect("it reads").remove(0);
    let met = house.rows().meetings(mentoring.id).await.expect("it reads");
    let (last, next) = (met.last().expect("they met").met_at, mentoring.next_meeting);
    let next = next.expect("they agreed on a date");
    assert_eq!(dates::date(FR, last), "16 novembre 2026");
    assert_eq!(dates::date(FR, next), "7 décembre 2026");
    for lang in [FR, Lang::En] {
        let desk = mona.get(&href(lang, "/mentorat")).await.expect(200);
        let row = row(&desk, name);
        for told in [dates::date(lang, last), dates::date(lang, next), met.len().to_string()] {
            assert!(row.contains(&told), "« {told} »: {row}");
        }
        let note = met.last().and_then(|meeting| meeting.note.as_ref()).expect("a note");
        desk.must_say(texts::mentoring::before(lang)).must_say(note.as_str());
    }

    // They meet again, and agree on another date.
    let page = mona.get("/mentorat").await.expect(200);
    let id = mentoring.id.to_string();
    let form = page.form_on("note_meeting", "mentoring", &id);
    let typed = [("met_at", "2026-11-24"), ("note", "La caisse partagée"), ("next", "2026-12-15")];
    mona.fill(&page, &form, &typed).await.leads_to("/mentorat?dit=meeting_noted");
    let page = mona.get("/mentorat").await.expect(200).must_say("La caisse partagée");
    let told = row(&page, name);
    assert!(told.contains("24 novembre 2026") && told.contains("15 décembre 2026"), "{told}");
    assert!(!told.contains("16 novembre 2026") && !told.contains("7 décembre 2026"), "{told}");

    // The date goes by: the desk asks for it to be noted.
    house.pass_days(25);
    for lang in [FR, Lang::En] {
        let at = "2026-12-15T11:00:00Z".parse().expect("a moment");
        let past = texts::mentoring::past(lang, dates::date(lang, at));
        let desk = mona.get(&href(lang, "/mentorat")).await.expect(200);
        let row = row(&desk, name);
        assert!(row.contains(&past), "« {past} »: {row}");
    }
    // They meet without agreeing on a date.
    let page = mona.get("/mentorat").await.expect(200);
    let form = page.form_on("note_meeting", "mentoring", &id);
    let typed = [("met_at", "2026-12-15"), ("note", ""), ("next", "")];
    mona.fill(&page, &form, &typed).await.leads_to("/mentorat?dit=meeting_noted");
    let told = row(&mona.get("/mentorat").await.expect(200), name);
    assert!(told.contains(texts::mentoring::to_agree(FR)), "{told}");
    assert!(told.contains("15 décembre 2026"), "{told}");

    // Whoever has not answered yet has neither.
    let karim = house.journey(KARIM).await.head.id.to_string();
    mona.post("/mentorat", "propose_mentoring", &[("journey", &karim)]).await.expect(303);
    let told = row(&mona.get("/mentorat").await.expect(200), "Vélo Cher et Loire");
    assert_eq!(told.matches(texts::mentoring::not_yet(FR)).count(), 2, "{told}");
    assert!(told.contains(texts::mentoring::proposed(FR)), "{told}");
    house.close().await;
}
