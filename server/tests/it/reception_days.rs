//! Reception days over time: without an account, one hour at a time, called off.

use crate::accounts::{NEWCOMER, begins};
use crate::house::{Answer, House};
use domain::act::Change;
use domain::ids::EntryId;
use domain::reception::ReceptionDay;
use domain::text::Lang;
use domain::workshops::{Entry, Registration, Seat};
use server::demo::{INES, LUCIE, PAUL, SAMI, VERA, VICTOR};

const FR: Lang = Lang::Fr;
const AICHA: &str = "aicha@example.org";

/// The reception days to come.
async fn days(house: &House) -> Vec<ReceptionDay> {
    house.rows().receptions_from(house.now()).await.expect("it reads")
}

/// These days will not be held.
async fn none_is_held(house: &House, days: &[ReceptionDay]) {
    for day in days {
        let entry = Entry { called_off: Some(house.now()), ..day.seating.entry.clone() };
        house.remember(Change::Entry(entry)).await;
    }
}

/// What the journey begun with this address has to come.
async fn seats_begun(house: &House) -> Vec<(EntryId, Registration)> {
    let email = domain::text::Email::parse(AICHA).expect("an address");
    let begun = house.rows().begun_with(&email).await.expect("it reads").expect("begun");
    let seats = house.rows().registrations_of(begun.journey).await.expect("it reads");
    let to_come = |(seat, entry): (Registration, Entry)| {
        (seat.slot.is_some() && seat.takes_seat(house.now())).then_some((entry.id, seat))
    };
    seats.into_iter().filter_map(to_come).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn reception_without_an_account_a_slot_is_taken_changed_and_given_back() {
    let house = House::demo().await;
    let visitor = house.visitor();
    let debut = begins(&visitor, "/rejoindre", &NEWCOMER).await;
    let all = days(&house).await;
    let free: Vec<_> = all[0].free(house.now()).map(|slot| slot.id.to_string()).collect();
    // One press; then another, on another day: one slot at a time.
    let other = all[1].free(house.now()).next().expect("free").id.to_string();
    for (slot, on) in [(&free[0], &all[0]), (&free[1], &all[0]), (&other, &all[1])] {
        let page = visitor.get(&debut).await.expect(200);
        let next = visitor.fill(&page, &page.form_on("book_slot", "slot", slot), &[]).await.next();
        assert!(next.starts_with("/debut/") && next.ends_with("?dit=slot_booked"), "{next}");
        let own = seats_begun(&house).await;
        let [(entry, seat)] = &own[..] else { panic!("{own:?}") };
        assert_eq!((*entry, seat.state), (on.seating.entry.id, Seat::Registered));
        assert_eq!(seat.slot.map(|slot| slot.to_string()).as_ref(), Some(slot));
        let page = visitor.get(&next).await.expect(200);
        page.must_say(texts::reception::begun_change(FR));
    }
    // Given back: all are free again.
    let page = visitor.get(&debut).await.expect(200);
    let own = seats_begun(&house).await.remove(0).1.id.to_string();
    let back = page.form_on("answer_begun_seat", "registration", &own);
    let next = visitor.fill(&page, &back, &[]).await.next();
    assert!(next.ends_with("?dit=seat_given_back"), "{next}");
    assert_eq!(seats_begun(&house).await, []);
    visitor.get(&next).await.expect(200).must_say(texts::reception::begun_lead(FR));
    assert_eq!(visitor.cookies(), "");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reception_without_an_account_no_refusal_is_a_dead_end() {
    let house = House::demo().await;
    let visitor = house.visitor();
    let debut = begins(&visitor, "/rejoindre", &NEWCOMER).await;
    let all = days(&house).await;
    let taken = all[0].seating.registrations[0].slot.expect("a slot").to_string();
    let book = async |slot: &str| visitor.post(&debut, "book_slot", &[("slot", slot)]).await;
    // The nearest is held; its page, which opens without an account, confirms it.
    let refused = book(&taken).await.expect(409).must_say(texts::refusal::slot_taken(FR));
    let way = |page: &Answer| {
        let links = page.links().into_iter();
        links.filter(|link| link.starts_with("/debut/") && !link.contains("/preparation")).collect()
    };
    let ways: Vec<String> = way(&refused);
    let page = visitor.get(&ways[0]).await.expect(200);
    let own = seats_begun(&house).await.remove(0).1;
    assert!(matches!(own.state, Seat::Held { .. }));
    let confirm = page.form_on("answer_begun_seat", "answer", "take");
    visitor.fill(&page, &confirm, &[]).await.expect(303);
    assert_eq!(seats_begun(&house).await.remove(0).1.state, Seat::Registered);
    // It keeps the one that it has.
    book(&taken).await.expect(409).must_say(texts::refusal::other_slots(FR));
    // Nothing anywhere: the letter, which opens the account from which a visit is asked for.
    let page = visitor.get(&debut).await.expect(200);
    let back = page.form_on("answer_begun_seat", "registration", &own.id.to_string());
    visitor.fill(&page, &back, &[]).await.expect(303);
    none_is_held(&house, &all).await;
    let refused = book(&taken).await.expect(409).must_say(texts::refusal::called_off(FR));
    let refused = refused.must_say(texts::refusal::visit_begun(FR));
    assert!(!refused.links().contains(&"/visite".to_owned()), "it asks for an account");
    let ways: Vec<String> = way(&refused);
    let page = visitor.get(&ways[0]).await.expect(200);
    assert!(page.has_form("send_claim_again"));
    page.must_say(texts::reception::begun_none(FR));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reception_a_day_called_off_is_told_with_another_hour() {
    let house = House::demo().await;
    let visitor = house.visitor();
    let debut = begins(&visitor, "/rejoindre", &NEWCOMER).await;
    let all = days(&house).await;
    let page = visitor.get(&debut).await.expect(200);
    let slot = all[0].free(house.now()).next().expect("free").id.to_string();
    visitor.fill(&page, &page.form_on("book_slot", "slot", &slot), &[]).await.expect(303);

    let desk = format!("/accueil/{}", all[0].seating.entry.id);
    let paul = house.signed_in(PAUL).await;
    let said = format!("{desk}?dit=reception_called_off");
    let done = paul.fill_in(&desk, "call_off_reception", &[]).await;
    let page = paul.get(&done.leads_to(&said).next()).await.expect(200);
    for form in ["call_off_reception", "staff_reception", "welcome_walk_in"] {
        assert!(!page.has_form(form), "{form}");
    }
    paul.get("/accueils").await.expect(200).must_say(texts::reception::called_off_short(FR));
    let public = format!("/agenda/{}", all[0].seating.entry.id);
    let page = house.visitor().get(&public).await.expect(200);
    page.must_say(texts::reception::called_off(FR));

    // Each has the first free hour of the next day, told in a letter that leads to it.
    let title = all[0].seating.entry.title.to_string();
    for email in [INES, AICHA] {
        let letter = house.letters_to(email).await.pop().expect("a letter");
        assert!(letter.subject.starts_with("Annulé") && letter.subject.contains(&title), "{email}");
        let held = texts::mail::date_called_off_button(FR);
        assert_eq!(letter.button.map(|(label, _)| label).as_deref(), Some(held), "{email}");
    }
    let now = days(&house).await;
    let kept = &now[1].seating.registrations;
    let held = kept.iter().filter(|s| matches!(s.state, Seat::Held { .. })).count();
    assert_eq!(held, 2);
    assert!(now[0].seating.registrations.iter().all(|seat| !seat.takes_seat(house.now())));
    // One press confirms, with an account or without.
    let path = house.letter_path(INES).await;
    let ines = house.signed_in(INES).await;
    let journey =
        ines.get("/parcours").await.expect(200).must_say(texts::stop::date_called_off(FR));
    // It is the next step, too.
    let journey = journey.must_say(texts::seats::held_hour(FR));
    let of_day = format!("/agenda/{}", now[1].seating.entry.id);
    assert!(journey.links().contains(&of_day), "{:?}", journey.links());
    let page = ines.get(&path).await.expect(200);
    let own = house.association(INES).await;
    let own = kept.iter().find(|seat| seat.association == own).expect("hers").slot;
    let confirm = page.form_on("book_slot", "slot", &own.expect("a slot").to_string());
    ines.fill(&page, &confirm, &[]).await.leads_to("/parcours?dit=slot_booked");
    let path = house.letter_path(AICHA).await;
    assert!(path.starts_with("/debut/"), "{path}");
    let page = house.visitor().get(&path).await.expect(200);
    assert!(page.has_form("answer_begun_seat"));
    let confirm = page.form_on("answer_begun_seat", "answer", "take");
    visitor.fill(&page, &confirm, &[]).await.expect(303);
    // Volunteers are told, and expected no more.
    for email in [VICTOR, VERA] {
        let letter = house.letters_to(email).await.pop().expect("a letter");
        assert!(letter.subject.starts_with("Annulé"), "{email}: {}", letter.subject);
    }
    let victor = house.signed_in(VICTOR).await;
    let page = victor.get("/diagnostics").await.expect(200);
    page.must_say(texts::reception::not_expected(FR));
    // Nothing is taken there any more.
    let lucie = house.signed_in(LUCIE).await;
    let refused = lucie.post(&public, "book_slot", &[("slot", &slot)]).await.expect(409);
    refused.must_say(texts::refusal::called_off(FR));
    let mut watch = house.watch().await;
    let entry = all[0].seating.entry.id.to_string();
    let association = house.association(LUCIE).await.to_string();
    let walk_in = [("entry", entry.as_str()), ("association", association.as_str())];
    for (client, form) in [(&victor, "welcome_walk_in"), (&paul, "call_off_reception")] {
        let refused = client.post(&desk, form, &walk_in).await.expect(409);
        refused.must_say(texts::broken::called_off(FR));
    }
    watch.nothing_changed("a day that is called off").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reception_a_day_called_off_without_another_leads_to_a_visit() {
    let house = House::demo().await;
    let all = days(&house).await;
    none_is_held(&house, &all[1..]).await;
    let desk = format!("/accueil/{}", all[0].seating.entry.id);
    let paul = house.signed_in(PAUL).await;
    paul.fill_in(&desk, "call_off_reception", &[]).await.expect(303);
    let letter = house.letters_to(INES).await.pop().expect("a letter");
    let said = texts::mail::date_called_off_visit(FR);
    assert!(letter.paragraphs.iter().any(|told| told == said), "{:?}", letter.paragraphs);
    let path = house.letter_path(INES).await;
    let ines = house.signed_in(INES).await;
    assert!(ines.get(&path).await.expect(200).has_form("ask_visit"));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reception_nobody_is_chosen_for_their_own_association() {
    let house = House::demo().await;
    let day = days(&house).await.remove(0);
    // Sami, a volunteer, begins to act for Inès's association, which has a slot.
    let (sami, ours) = (house.person(SAMI).await.id, house.association(INES).await);
    let member = domain::accounts::Membership {
        person: sami,
        association: ours,
        referent: false,
        since: house.now(),
    };
    house.remember(Change::Membership(member)).await;
    let seat = day.seating.registrations.iter().find(|seat| seat.association == ours);
    let slot = seat.and_then(|seat| seat.slot).expect("a slot");
    let other = day.free(house.now()).next().expect("free").id;
    let desk = format!("/accueil/{}", day.seating.entry.id);
    let paul = house.signed_in(PAUL).await;
    let sami = sami.to_string();
    let there = format!("there[{sami}]");
    let page = paul.get(&desk).await.expect(200);
    let form = page.form("staff_reception");
    let mut watch = house.watch().await;
    let lead = format!("leads[{slot}]");
    let typed = [(there.as_str(), "on"), (lead.as_str(), sami.as_str())];
    let refused = paul.fill(&page, &form, &typed).await.expect(409);
    refused.must_say(texts::broken::own_association(FR));
    watch.nothing_changed("a choice that may not be").await;
    let lead = format!("leads[{other}]");
    let typed = [(there.as_str(), "on"), (lead.as_str(), sami.as_str())];
    paul.fill(&page, &form, &typed).await.expect(303);
    house.close().await;
}
