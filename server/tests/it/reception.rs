//! Reception days: an association chooses its hour, and who comes without one is welcomed too.

use crate::house::{Answer, Client, House};
use domain::ids::SlotId;
use domain::reception::{ReceptionDay, Slot};
use domain::text::{Fault, Lang};
use domain::workshops::{Presence, Registration, Seat};
use server::demo::{
    AMINA, BEATRICE, CAMILLE, ETIENNE, GASPARD, HENRI, INES, KARIM, LUCIE, NADIA, ODILE, PAUL,
    SALOME, SOLENE, VERA, VICTOR, YANNICK,
};
use std::collections::BTreeSet;
use tokio::task::JoinSet;

const FR: Lang = Lang::Fr;

fn public(day: &ReceptionDay) -> String {
    format!("/agenda/{}", day.seating.entry.id)
}

fn desk(day: &ReceptionDay) -> String {
    format!("/accueil/{}", day.seating.entry.id)
}

/// What this association has on the next reception day.
async fn seat(house: &House, email: &str) -> Option<Registration> {
    let association = house.association(email).await;
    let seats = house.reception().await.seating.registrations;
    seats.into_iter().find(|s| s.association == association && s.takes_seat(house.now()))
}

/// Presses the button of this slot.
async fn take(client: &Client, day: &ReceptionDay, slot: &Slot) -> Answer {
    let page = client.get(&public(day)).await.expect(200);
    let form = page.form_on("book_slot", "slot", &slot.id.to_string());
    client.fill(&page, &form, &[]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn reception_a_slot_is_taken_changed_and_given_back() {
    let house = House::demo().await;
    let day = house.reception().await;
    let lucie = house.signed_in(LUCIE).await;
    let free: Vec<Slot> = day.free(house.now()).cloned().collect();
    take(&lucie, &day, &free[0]).await.leads_to("/parcours?dit=slot_booked");
    assert_eq!(seat(&house, LUCIE).await.expect("hers").slot, Some(free[0].id));
    // Her journey, and her letter, tell its own hour.
    let hour = texts::dates::hour(FR, free[0].starts_at);
    let page = lucie.get("/parcours").await.expect(200);
    page.must_say(texts::what::come_to_reception(FR)).must_say(&hour);
    let letter = house.letters_to(LUCIE).await.pop().expect("a letter");
    assert!(letter.subject.contains(&hour), "{}", letter.subject);

    // Another hour: the first is free again, and told again.
    take(&lucie, &day, &free[2]).await.leads_to("/parcours?dit=slot_booked");
    assert_eq!(seat(&house, LUCIE).await.expect("hers").slot, Some(free[2].id));
    let now_free: Vec<SlotId> =
        house.reception().await.free(house.now()).map(|slot| slot.id).collect();
    assert!(now_free.contains(&free[0].id) && !now_free.contains(&free[2].id));
    let letter = house.letters_to(LUCIE).await.pop().expect("a letter");
    assert!(letter.subject.contains(&texts::dates::hour(FR, free[2].starts_at)));

    let page = lucie.get(&public(&day)).await.expect(200);
    lucie
        .fill(&page, &page.form("cancel_seat"), &[])
        .await
        .leads_to("/parcours?dit=seat_given_back");
    assert_eq!(seat(&house, LUCIE).await, None);
    let page = lucie.get("/parcours").await.expect(200);
    page.must_say(texts::what::choose_meeting(FR));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reception_a_slot_taken_meanwhile_leads_to_another() {
    let house = House::demo().await;
    let day = house.reception().await;
    let taken = day.seating.registrations[0].slot.expect("a slot").to_string();
    let lucie = house.signed_in(LUCIE).await;
    let refused = lucie.post(&public(&day), "book_slot", &[("slot", &taken)]).await.expect(409);
    let refused = refused.must_say(texts::refusal::slot_taken(FR));
    assert!(refused.links().contains(&public(&day)), "{:?}", refused.links());
    let held = seat(&house, LUCIE).await.expect("one is held");
    assert!(matches!(held.state, Seat::Held { .. }));
    // One press confirms.
    let page = lucie.get(&public(&day)).await.expect(200);
    let slot = held.slot.expect("a slot").to_string();
    let confirm = page.form_on("book_slot", "slot", &slot);
    lucie.fill(&page, &confirm, &[]).await.leads_to("/parcours?dit=slot_booked");
    assert_eq!(seat(&house, LUCIE).await.expect("hers").state, Seat::Registered);
    // Who has one keeps it.
    let refused = lucie.post(&public(&day), "book_slot", &[("slot", &taken)]).await.expect(409);
    refused.must_say(texts::refusal::other_slots(FR));
    assert_eq!(seat(&house, LUCIE).await.expect("hers").slot, held.slot);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reception_who_is_welcomed_may_be_diagnosed() {
    let house = House::demo().await;
    let day = house.reception().await;
    let lucie = house.signed_in(LUCIE).await;
    take(&lucie, &day, day.free(house.now()).next().expect("free")).await.expect(303);
    let victor = house.signed_in(VICTOR).await;
    // Victor sees who is expected; nobody can be noted yet.
    let name = "Le Potager des Deux Lions";
    victor.get("/diagnostics").await.expect(200).must_say(&day.seating.entry.title.to_string());
    let page = victor.get(&desk(&day)).await.expect(200).must_say(name);
    assert!(!page.has_form("note_arrival") && !page.has_form("welcome_walk_in"));

    house.wait_until(day.seating.entry.starts_at);
    let seat_id = seat(&house, LUCIE).await.expect("hers").id;
    let page = victor.get(&desk(&day)).await.expect(200);
    let note = page.form_on("note_arrival", "registration", &seat_id.to_string());
    let next = format!("{}?dit=presence_noted", desk(&day));
    victor.fill(&page, &note, &[]).await.leads_to(&next);
    assert_eq!(seat(&house, LUCIE).await.expect("hers").presence, Some(Presence::Present));
    let journey = house.journey(LUCIE).await;
    assert!(journey.may_be_diagnosed());
    let page = victor.get(&desk(&day)).await.expect(200);
    let open = page.form_on("open_diagnosis", "journey", &journey.head.id.to_string());
    let interview = victor.fill(&page, &open, &[]).await.next();
    victor.get(&interview).await.expect(200).must_say(name);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reception_nobody_at_the_door_is_turned_away() {
    let house = House::demo().await;
    let day = house.reception().await;
    let victor = house.signed_in(VICTOR).await;
    let karim = house.association(KARIM).await.to_string();
    let entry = day.seating.entry.id.to_string();
    let welcome = async |typed: &[(&str, &str)]| {
        let mut fields = vec![("entry", entry.as_str())];
        fields.extend(typed);
        victor.post(&desk(&day), "welcome_walk_in", &fields).await
    };
    // Not before that day.
    welcome(&[("association", &karim)]).await.expect(409).must_say(texts::broken::too_early(FR));
    house.wait_until(day.seating.entry.starts_at);
    let next = format!("{}?dit=walk_in_welcomed", desk(&day));
    welcome(&[("association", &karim)]).await.leads_to(&next);
    let first = seat(&house, KARIM).await.expect("his");
    assert_eq!(first.slot, Some(day.slots[0].id), "the next free one");
    assert_eq!(first.presence, Some(Presence::Present));
    // Welcomed twice is welcomed once.
    welcome(&[("association", &karim)]).await.leads_to(&next);
    assert_eq!(seat(&house, KARIM).await, Some(first));

    // New ones fill the day, and more come after the last.
    for n in 0..day.slots.len() {
        let name = format!("Compagnie numéro {n}");
        welcome(&[("name", &name), ("other", "yes")]).await.leads_to(&next);
    }
    let full = house.reception().await;
    assert!(full.slots.len() > day.slots.len());
    assert_eq!(full.seating.entry.seats.total as usize, full.slots.len());
    let last = full.slots.last().expect("one");
    assert!(last.starts_at >= day.slots.last().expect("one").ends_at);
    assert!(full.slots.windows(2).all(|two| two[0].ends_at <= two[1].starts_at));
    // Inès keeps the slot that he had chosen.
    let ines = seat(&house, INES).await.expect("hers").slot;
    assert_eq!(ines, Some(day.slots[1].id));

    // With an address, the journey can be claimed.
    welcome(&[("name", "Les Ombrelles"), ("email", "ombre@example.org")]).await.leads_to(&next);
    let claim = house.letter_path("ombre@example.org").await;
    assert!(claim.starts_with("/entrer/"), "{claim}");
    // A name that looks like another is looked at once.
    let told = welcome(&[("name", "Le Ciné Guinguette")]).await.expect(422);
    assert_eq!(told.fault("association"), Some(texts::fault(FR, Fault::Likely)));
    assert_eq!(told.form("welcome_walk_in").value("name"), Some("Le Ciné Guinguette"));
    let told = welcome(&[("name", ""), ("email", "a@")]).await.expect(422);
    assert_eq!(told.fault("name"), Some(texts::fault(FR, Fault::Missing)));
    assert_eq!(told.fault("email"), Some(texts::fault(FR, Fault::Email)));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reception_an_organizer_opens_a_day_and_chooses_who_is_there() {
    let house = House::demo().await;
    let camille = house.signed_in(CAMILLE).await;
    let starts = texts::dates::input_date(house.now() + chrono::Duration::days(2));
    let starts = format!("{starts}T09:30");
    let typed = [
        ("place", "Salle des fêtes"),
        ("starts_at", starts.as_str()),
        ("slots", "3"),
        ("minutes", "30"),
    ];
    let next = camille.fill_in("/accueils", "open_reception", &typed).await.next();
    let path = next.split('?').next().expect("a path").to_owned();
    let day = house.reception().await;
    assert_eq!(path, desk(&day));
    assert_eq!(day.slots.len(), 3);
    house.visitor().get("/agenda?genre=reception").await.expect(200).must_say("Salle des fêtes");

    let vera = house.person(VERA).await.id.to_string();
    let there = format!("there[{vera}]");
    let lead = format!("leads[{}]", day.slots[1].id);
    let typed = [(there.as_str(), "on"), (lead.as_str(), vera.as_str())];
    let said = format!("{path}?dit=reception_staffed");
    camille.fill_in(&path, "staff_reception", &typed).await.leads_to(&said);
    let staffed = house.reception().await;
    assert_eq!(staffed.duties.len(), 1);
    assert_eq!(staffed.slots[1].volunteer, Some(staffed.duties[0]));
    let letter = house.letters_to(VERA).await.pop().expect("a letter");
    assert!(letter.paragraphs[0].contains("Salle des fêtes"), "{:?}", letter.paragraphs);
    // Who leads must be there.
    let typed = [(lead.as_str(), vera.as_str())];
    let page = camille.get(&path).await.expect(200);
    let mut form = page.form("staff_reception");
    form.fields.retain(|(name, _)| *name != there);
    let refused = camille.fill(&page, &form, &typed).await.expect(409);
    refused.must_say(texts::broken::not_on_duty(FR));
    house.close().await;
}

/// Everybody of the cast who acts for an association without a slot.
const MEMBERS: [&str; 14] = [
    LUCIE,
    YANNICK,
    HENRI,
    SALOME,
    KARIM,
    BEATRICE,
    AMINA,
    SOLENE,
    GASPARD,
    ODILE,
    ETIENNE,
    NADIA,
    server::demo::FATOU,
    server::demo::BRUNO,
];

/// All press at once for the same slot: one has it, the others have one held, each its own, until none is left.
async fn race_for_a_slot(house: &House) {
    let day = house.reception().await;
    let wanted = day.free(house.now()).next().expect("a free one").clone();
    let mut ready = Vec::new();
    for email in MEMBERS {
        let client = house.signed_in(email).await;
        let page = client.get(&public(&day)).await.expect(200);
        let form = page.form_on("book_slot", "slot", &wanted.id.to_string());
        ready.push((email, client, page, form));
    }
    let mut race = JoinSet::new();
    for (email, client, page, form) in ready {
        race.spawn(async move { (email, client.fill(&page, &form, &[]).await) });
    }
    let (won, lost): (Vec<_>, Vec<_>) =
        race.join_all().await.into_iter().partition(|(_, a)| a.status == 303);
    assert_eq!(won.len(), 1, "{:?}", won.iter().map(|(email, _)| email).collect::<Vec<_>>());
    assert_eq!(seat(house, won[0].0).await.expect("theirs").slot, Some(wanted.id));
    for (email, answer) in lost {
        let answer = answer.expect(409);
        let told = [texts::refusal::slot_taken(FR), texts::refusal::full(FR)];
        assert!(told.iter().any(|told| answer.says(told)), "{email}: {}", answer.words());
        assert!(answer.links().iter().any(|link| link.starts_with("/agenda/")), "{email}");
    }
    let after = house.reception().await;
    let seats = after.seating.registrations.iter().filter(|s| s.takes_seat(house.now()));
    let slots: Vec<_> = seats.filter_map(|seat| seat.slot).collect();
    let distinct: BTreeSet<_> = slots.iter().collect();
    assert_eq!((slots.len(), distinct.len()), (after.slots.len(), after.slots.len()));
}

#[tokio::test(flavor = "multi_thread")]
async fn reception_a_slot_goes_to_one() {
    let house = House::demo().await;
    race_for_a_slot(&house).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reception_a_slot_goes_to_one_on_postgres() {
    let Some(house) = House::demo_on_postgres().await else {
        return eprintln!("TEST_POSTGRES_URL is not set: nothing was tried on PostgreSQL");
    };
    race_for_a_slot(&house).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reception_people_are_reminded_the_day_before() {
    let house = House::demo().await;
    let day = house.reception().await;
    house.wait_until(day.seating.entry.starts_at - chrono::Duration::hours(20));
    server::jobs::run_due(&house.state).await;
    let title = day.seating.entry.title.to_string();
    for (email, subject) in [
        (INES, texts::mail::date_tomorrow_subject(FR, &title)),
        (VICTOR, texts::mail::duty_tomorrow_subject(FR, &title)),
        (VERA, texts::mail::duty_tomorrow_subject(FR, &title)),
    ] {
        let letters = house.letters_to(email).await;
        assert!(letters.iter().any(|l| l.subject == subject), "{email}: {letters:?}");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reception_days_are_opened_with_care() {
    let house = House::demo().await;
    let paul = house.signed_in(PAUL).await;
    let good = [
        ("title", "Journée d’accueil"),
        ("place", "Tours"),
        ("starts_at", "2099-01-05T09:00"),
        ("slots", "4"),
        ("minutes", "30"),
    ];
    let mut watch = house.watch().await;
    let long = "é".repeat(161);
    for (field, typed, fault) in [
        ("title", "", Fault::Missing),
        ("title", long.as_str(), Fault::TooLong { max: 160 }),
        ("place", "", Fault::Missing),
        ("access", long.as_str(), Fault::TooLong { max: 120 }),
        ("starts_at", "", Fault::Missing),
        ("starts_at", "demain", Fault::Date),
        ("starts_at", "2020-01-05T09:00", Fault::Order),
        ("slots", "0", Fault::Number),
        ("slots", "25", Fault::Number),
        ("minutes", "14", Fault::Number),
        ("minutes", "-30", Fault::Number),
    ] {
        let mut fields: Vec<_> = good.to_vec();
        fields.retain(|(name, _)| *name != field);
        fields.push((field, typed));
        let told = paul.post("/accueils", "open_reception", &fields).await.expect(422);
        assert_eq!(told.fault(field), Some(texts::fault(FR, fault)), "{field} = {typed}");
        assert_eq!(
            told.form("open_reception").value("place"),
            fields.iter().find(|(n, _)| *n == "place").map(|(_, v)| *v)
        );
        watch.nothing_changed(field).await;
    }
    house.close().await;
}
