//! The agenda and its seats: one seat, one association.

use crate::accounts::NEWCOMER;
use crate::house::{Client, House};
use chrono::Duration;
use domain::act::Change;
use domain::ids::EntryId;
use domain::orientation::State;
use domain::text::Email;
use domain::text::Lang;
use domain::workshops::{Entry, EntryKind, Presence, Registration, Role, Seat, Seats};
use server::demo::{
    AMINA, BEATRICE, BRUNO, CAMILLE, ETIENNE, FATOU, GASPARD, HENRI, INES, KARIM, LUCIE, MONA,
    NADIA, ODILE, SALOME, SOLENE, VERA, VICTOR, YANNICK,
};
use tokio::task::JoinSet;

const FR: Lang = Lang::Fr;

fn path(entry: &Entry) -> String {
    format!("/agenda/{}", entry.id)
}

/// The seat of this association there, if it takes one.
async fn seat(house: &House, entry: &Entry, email: &str) -> Option<Seat> {
    let association = house.association(email).await;
    let seats = house.seating(entry).await.registrations;
    let seat = seats.iter().find(|r| r.association == association && r.takes_seat(house.now()));
    seat.map(|seat| seat.state)
}

#[tokio::test(flavor = "multi_thread")]
async fn workshops_a_seat_is_taken_and_given_back() {
    let house = House::demo().await;
    let meeting = house.meeting().await;
    let free = async || house.seating(&meeting).await.free(house.now());
    let before = free().await;
    let lucie = house.signed_in(LUCIE).await;
    lucie.fill_in(&path(&meeting), "register", &[]).await.leads_to("/parcours?dit=registered");
    assert_eq!(free().await, before - 1);
    assert_eq!(seat(&house, &meeting, LUCIE).await, Some(Seat::Registered));
    let page = lucie.get("/parcours").await.expect(200);
    assert!(page.links().contains(&path(&meeting)));
    let told = texts::agenda::free(FR, i64::from(before) - 1);
    house.visitor().get(&path(&meeting)).await.expect(200).must_say(&told);

    // Two tabs: the second says that the seat is there, and changes nothing.
    let page = lucie.get(&path(&meeting)).await.expect(200);
    let cancel = page.form("cancel_seat");
    assert_eq!(page.form("register").value("more"), Some("yes"), "one more person, if any");
    let entry = meeting.id.to_string();
    let mut watch = house.watch().await;
    let again = lucie.post(&path(&meeting), "register", &[("entry", &entry)]).await.expect(409);
    again.must_say(texts::broken::already_registered(FR));
    watch.nothing_changed("a second seat").await;

    lucie.fill(&page, &cancel, &[]).await.leads_to("/parcours?dit=seat_given_back");
    assert_eq!(free().await, before);
    assert_eq!(seat(&house, &meeting, LUCIE).await, None);
    // Pressed again in another tab, it is still given back, and no other seat is lost.
    lucie.fill_in(&path(&meeting), "register", &[]).await.expect(303);
    let old = [("registration", cancel.value("registration").expect("its seat"))];
    lucie.post(&path(&meeting), "cancel_seat", &old).await.expect(303);
    assert_eq!(seat(&house, &meeting, LUCIE).await, Some(Seat::Registered));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn workshops_a_full_date_offers_another_with_a_held_seat() {
    let house = House::demo().await;
    let tiny = house.tiny_meeting().await;
    let lucie = house.signed_in(LUCIE).await;
    let page = lucie.get(&path(&tiny)).await.expect(200).must_say(texts::agenda::full(FR));
    let form = page.form("register");
    let refused = lucie.fill(&page, &form, &[]).await.expect(409);
    let refused = refused.must_say(texts::refusal::full(FR)).must_say(texts::refusal::confirm(FR));
    let meeting = house.meeting().await;
    assert!(refused.links().contains(&path(&meeting)), "{:?}", refused.links());
    assert!(refused.says(meeting.title.as_str()));
    assert_eq!(seat(&house, &tiny, LUCIE).await, None);
    let until = match seat(&house, &meeting, LUCIE).await {
        Some(Seat::Held { until }) => until,
        other => panic!("{other:?} where a seat should be held"),
    };
    assert_eq!(until, house.now() + Duration::days(8));
    // The same press twice holds one seat.
    let free = house.seating(&meeting).await.free(house.now());
    lucie.fill(&page, &form, &[]).await.expect(409).must_say(texts::refusal::full(FR));
    assert_eq!(house.seating(&meeting).await.free(house.now()), free);

    // Her journey says so, and one press confirms.
    lucie.get("/parcours").await.expect(200).must_say(meeting.title.as_str());
    let page = lucie.get(&path(&meeting)).await.expect(200);
    let confirm = page.form("register");
    lucie.fill(&page, &confirm, &[]).await.leads_to("/parcours?dit=registered");
    assert_eq!(seat(&house, &meeting, LUCIE).await, Some(Seat::Registered));
    assert_eq!(house.seating(&meeting).await.free(house.now()), free);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn workshops_when_everything_is_full_the_agenda_is_the_next_step() {
    let house = House::demo().await;
    let tiny = house.tiny_meeting().await;
    for date in house.dates(|e| e.kind == EntryKind::InfoMeeting).await {
        let taken = house.seating(&date).await.registrations.len();
        let seats = u32::try_from(taken).expect("few");
        house.remember(Change::Entry(Entry { seats: Seats::plain(seats), ..date })).await;
    }
    let lucie = house.signed_in(LUCIE).await;
    let refused = lucie.fill_in(&path(&tiny), "register", &[]).await.expect(409);
    let refused = refused.must_say(texts::refusal::full(FR));
    let refused = refused.must_say(texts::refusal::none_elsewhere(FR));
    assert!(refused.links().contains(&"/agenda".to_owned()));
    for date in house.dates(|e| e.kind == EntryKind::InfoMeeting).await {
        assert_eq!(seat(&house, &date, LUCIE).await, None);
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn workshops_a_held_seat_frees_itself() {
    let house = House::demo().await;
    let session = house.common_session().await;
    assert!(matches!(seat(&house, &session, AMINA).await, Some(Seat::Held { .. })));
    let free = house.seating(&session).await.free(house.now());
    // It was held for eight days, three days ago.
    house.pass_days(4);
    assert_eq!(house.seating(&session).await.free(house.now()), free);
    house.pass_days(2);
    assert_eq!(house.seating(&session).await.free(house.now()), free + 1);
    let told = texts::agenda::free(FR, i64::from(free) + 1);
    house.visitor().get(&path(&session)).await.expect(200).must_say(&told);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn workshops_the_host_notes_who_came() {
    let house = House::demo().await;
    let session = house.common_session().await;
    let vera = house.signed_in(VERA).await;
    vera.get(&path(&session)).await.expect(200).must_say("Le Ciné-Guinguette");
    let noting = format!("/presences/{}", session.id);
    let page = vera.get(&noting).await.expect(200).must_say("Le Ciné-Guinguette");
    assert!(!page.has_form("note_presence"), "it has not begun");
    // Who is registered is for those who note it.
    for other in [VICTOR, LUCIE] {
        let page = house.signed_in(other).await.get(&path(&session)).await.expect(200);
        page.must_not_say("Le Ciné-Guinguette");
    }
    house.visitor().get(&path(&session)).await.expect(200).must_not_say("Le Ciné-Guinguette");

    house.wait_until(session.starts_at);
    let gaspard = house.association(GASPARD).await;
    let before = house.journey(GASPARD).await.sessions().0;
    let seats = house.seating(&session).await.registrations;
    let id = seats.iter().find(|r| r.association == gaspard).expect("his seat").id;
    let presence = format!("presence[{id}]");
    let noted = async |client: &Client, how: &str| {
        let typed = [(presence.as_str(), how)];
        client.fill_in(&noting, "note_presence", &typed).await
    };
    let next = format!("{noting}?dit=presence_noted");
    // An organizer of the workshops may; and noting again corrects.
    let camille = house.signed_in(CAMILLE).await;
    noted(&camille, "absent").await.leads_to(&next);
    assert_eq!(house.journey(GASPARD).await.sessions().0, before);
    noted(&vera, "present").await.leads_to(&next);
    let seating = house.seating(&session).await;
    assert_eq!(seating.registration(id).expect("his").presence, Some(Presence::Present));
    assert_eq!(house.journey(GASPARD).await.sessions().0, before + 1);
    let page = vera.get(&noting).await.expect(200);
    assert_eq!(page.form("note_presence").value(&presence), Some("present"));
    // The orientation that led there is honoured.
    let journey = house.journey(GASPARD).await.head.id;
    let orientations = house.rows().orientations(journey).await.expect("it reads");
    assert!(matches!(orientations.last().expect("his").state, State::Honoured { .. }));
    house.close().await;
}

/// Everybody of the cast who acts for an association.
const MEMBERS: [&str; 16] = [
    LUCIE, INES, HENRI, SALOME, KARIM, BEATRICE, AMINA, SOLENE, GASPARD, YANNICK, FATOU, MONA,
    ODILE, ETIENNE, BRUNO, NADIA,
];

/// Sixteen associations press at once for the last seat of a date.
async fn race_of_members(house: &House) {
    let tiny = house.tiny_meeting().await;
    let salome = house.signed_in(SALOME).await;
    salome.fill_in(&path(&tiny), "cancel_seat", &[]).await.expect(303);
    assert_eq!(house.seating(&tiny).await.free(house.now()), 1);
    let mut ready = Vec::new();
    for email in MEMBERS {
        let client = house.signed_in(email).await;
        let page = client.get(&path(&tiny)).await.expect(200);
        let form = page.form("register");
        ready.push((email, client, page, form));
    }
    let mut race = JoinSet::new();
    for (email, client, page, form) in ready {
        race.spawn(async move { (email, client.fill(&page, &form, &[]).await) });
    }
    let answers = race.join_all().await;
    let (won, lost): (Vec<_>, Vec<_>) = answers.into_iter().partition(|(_, a)| a.status == 303);
    assert_eq!(won.len(), 1, "{:?}", won.iter().map(|(email, _)| email).collect::<Vec<_>>());
    assert_eq!(seat(house, &tiny, won[0].0).await, Some(Seat::Registered));
    for (email, answer) in lost {
        let answer = answer.expect(409).must_say(texts::refusal::full(FR));
        assert_eq!(seat(house, &tiny, email).await, None);
        // A next step, with a seat that is really held.
        let mut held = Vec::new();
        for link in answer.links().iter().filter_map(|link| link.strip_prefix("/agenda/")) {
            let Ok(id) = link.parse::<EntryId>() else { continue };
            let date = house.date(|e| e.id == id).await;
            held.extend(seat(house, &date, email).await);
        }
        assert!(
            held.iter().any(|s| matches!(s, Seat::Held { .. })),
            "{email} has no seat: {held:?}"
        );
    }
    nothing_is_oversold(house).await;
}

/// Sixty-four newcomers choose the last seat of a date at once.
async fn race_of_newcomers(house: &House) {
    let tiny = house.tiny_meeting().await;
    let salome = house.signed_in(SALOME).await;
    salome.fill_in(&path(&tiny), "cancel_seat", &[]).await.expect(303);
    let mut race = JoinSet::new();
    for n in 0..64 {
        let (client, meeting) = (house.visitor(), tiny.id.to_string());
        race.spawn(async move {
            let email = format!("personne{n}@example.org");
            let mut typed = NEWCOMER.to_vec();
            typed.retain(|(name, _)| *name != "email");
            // They know that a group of this name is there, and go on.
            let begin = [("email", email.as_str()), ("meeting", &meeting), ("likely", "new")];
            typed.extend(begin);
            let next = client.post("/rejoindre", "join", &typed).await.next();
            (email, next)
        });
    }
    let answers = race.join_all().await;
    let elsewhere = |next: &String| next.ends_with("?dit=joined_elsewhere");
    let won: Vec<_> = answers.iter().filter(|(_, next)| !elsewhere(next)).collect();
    assert_eq!(won.len(), 1);
    assert!(answers.iter().all(|(_, next)| next.starts_with("/debut/")), "{answers:?}");
    let email = Email::parse(&won[0].0).expect("an address");
    let begun = house.rows().begun_with(&email).await.expect("it reads").expect("begun");
    let seats = house.seating(&tiny).await.registrations;
    let seat = seats.iter().find(|seat| seat.journey == begun.journey).expect("a seat");
    assert_eq!(seat.state, Seat::Registered);
    // Each has the seat that this promised.
    let meetings = house.dates(|e| e.kind == EntryKind::InfoMeeting && e.seats.total > 1).await;
    let mut held = 0;
    for meeting in &meetings {
        let seats = house.seating(meeting).await.registrations;
        held += seats.iter().filter(|seat| matches!(seat.state, Seat::Held { .. })).count();
    }
    assert_eq!(held, 63);
    nothing_is_oversold(house).await;
}

async fn nothing_is_oversold(house: &House) {
    for date in house.dates(|e| e.kind.has_seats()).await {
        let seating = house.seating(&date).await;
        // Those who help stand beside the seats.
        let sits = |r: &&Registration| r.takes_seat(house.now()) && r.role == Role::Learns;
        let taken = seating.registrations.iter().filter(sits).count();
        assert!(
            taken <= date.seats.total as usize,
            "{taken} on {} seats: {}",
            date.seats.total,
            date.title
        );
        let mut who: Vec<_> =
            seating.registrations.iter().filter(|r| r.takes_seat(house.now())).collect();
        who.sort_by_key(|r| r.association);
        // At the meetings that are raced for, each came alone.
        let alone = who.windows(2).all(|two| two[0].association != two[1].association);
        assert!(alone || date.kind != EntryKind::InfoMeeting, "{who:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn workshops_sixteen_members_race_for_the_last_seat() {
    let house = House::demo().await;
    race_of_members(&house).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn workshops_sixty_four_newcomers_race_for_the_last_seat() {
    let house = House::demo().await;
    race_of_newcomers(&house).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn workshops_both_races_on_postgres() {
    for newcomers in [false, true] {
        let Some(house) = House::demo_on_postgres().await else {
            return eprintln!("TEST_POSTGRES_URL is not set: nothing was tried on PostgreSQL");
        };
        if newcomers {
            race_of_newcomers(&house).await;
        } else {
            race_of_members(&house).await;
        }
        house.close().await;
    }
}
