//! Dates that change under those who count on them: called off, moved, not published yet, past; and who is refused there.

use crate::house::{Client, House};
use chrono::Duration;
use domain::ids::EntryId;
use domain::text::Lang;
use domain::workshops::{CancelledBy, Entry, Registration, Seat};
use icalendar::{Calendar, Component};
use server::demo::{
    AGNES, AMINA, CAMILLE, FATOU, GASPARD, HENRI, INES, LUCIE, MARIUS, PAUL, SOLENE, VERA,
};
use server::seats::settle_due;

const FR: Lang = Lang::Fr;

fn path(entry: &Entry) -> String {
    format!("/agenda/{}", entry.id)
}

fn preparing(entry: &Entry) -> String {
    format!("{}/modifier", path(entry))
}

/// The last that this association asked for there.
async fn seat(house: &House, at: &Entry, email: &str) -> Registration {
    let association = house.association(email).await;
    let seats = house.seating(at).await.registrations.into_iter();
    let own = seats.filter(|seat| seat.association == association);
    own.max_by_key(|seat| seat.number).expect("they asked")
}

/// The session as it now stands.
async fn entry(house: &House, id: EntryId) -> Entry {
    house.rows().seating(id).await.expect("it reads").expect("there").entry
}

/// Whether a letter of this subject waits for them.
async fn is_told(house: &House, email: &str, subject: &str) -> bool {
    house.letters_to(email).await.iter().any(|told| told.subject.starts_with(subject))
}

/// Lucie is offered a seat there, Inès waits, Amina has one held, Fatou comes.
async fn full(house: &House, session: &Entry) {
    let camille = house.signed_in(CAMILLE).await;
    house.signed_in(FATOU).await.fill_in(&path(session), "register", &[]).await.expect(303);
    let few = [("seats", "3"), ("offer_hours", "48")];
    camille.fill_in(&preparing(session), "edit_session", &few).await.expect(303);
    for email in [LUCIE, INES] {
        let client = house.signed_in(email).await;
        client.fill_in(&path(session), "register", &[("wait", "yes")]).await.expect(303);
    }
    let gaspard = house.signed_in(GASPARD).await;
    gaspard.fill_in(&path(session), "cancel_seat", &[]).await.expect(303);
    let stands = [FATOU, AMINA, LUCIE, INES];
    let mut states = Vec::new();
    for email in stands {
        states.push(seat(house, session, email).await.state);
    }
    assert!(
        matches!(
            states[..],
            [Seat::Registered, Seat::Held { .. }, Seat::Offered { .. }, Seat::Waiting]
        ),
        "{states:?}"
    );
}

async fn called_off(house: House) {
    let session = house.common_session().await;
    full(&house, &session).await;
    let camille = house.signed_in(CAMILLE).await;
    camille
        .fill_in(&preparing(&session), "call_off_session", &[])
        .await
        .leads_to(&format!("{}?dit=session_called_off", path(&session)));
    // Each is told, and has a seat at the next one of this workshop that has room.
    let now = house.now();
    let fits = |e: &Entry| e.workshop == session.workshop && e.called_off.is_none();
    let mut others = house.dates(fits).await.into_iter();
    let next = loop {
        let next = others.next().expect("one with room");
        if next.seats.total > 3 {
            break next;
        }
    };
    for email in [FATOU, AMINA, LUCIE, INES] {
        let had = seat(&house, &session, email).await;
        assert_eq!(had.state, Seat::Cancelled(CancelledBy::Organizers), "{email}");
        let held = seat(&house, &next, email).await;
        assert!(matches!(held.state, Seat::Held { until } if until > now), "{email}: {held:?}");
        let letters = house.letters_to(email).await;
        let told = letters.iter().find(|told| told.subject.starts_with("Annulé"));
        let told = told.unwrap_or_else(|| panic!("{email} is told"));
        let (_, url) = told.button.as_ref().expect("what to do");
        assert!(url.ends_with(&path(&next)), "{email}: {url}");
    }
    assert!(!is_told(&house, GASPARD, "Annulé").await, "he had given his back");
    assert!(is_told(&house, VERA, "Annulé").await, "who was to run it");
    // An orientation that led there leads on.
    let all = house.rows().orientations(house.journey(AMINA).await.head.id).await;
    let last = all.expect("it reads").pop().expect("hers");
    assert_eq!(last.registration, Some(seat(&house, &next, AMINA).await.id));
    // Everybody sees it, and where to go instead.
    let visitor = house.visitor();
    let page = visitor.get(&path(&session)).await.expect(200);
    let page = page.must_say(texts::seats::called_off(FR));
    assert!(page.links().iter().any(|link| link.starts_with("/agenda/")), "{:?}", page.links());
    // What is held is the next step of who has none yet, answered in one press.
    let lucie = house.signed_in(LUCIE).await;
    let journey = lucie.get("/parcours").await.expect(200);
    let accept = journey.form("accept_seat");
    lucie.fill(&journey, &accept, &[]).await.leads_to("/parcours?dit=registered");
    assert_eq!(seat(&house, &next, LUCIE).await.state, Seat::Registered);
    // It is called off once.
    let id = session.id.to_string();
    let before = house.seating(&session).await;
    let again = camille.post(&preparing(&session), "call_off_session", &[("entry", &id)]).await;
    again.expect(409).must_say(texts::broken::called_off(FR));
    assert_eq!(house.seating(&session).await, before);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn workshops_a_session_called_off_leaves_nobody_without_a_next_one() {
    called_off(House::demo().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn workshops_a_session_called_off_on_postgres() {
    let Some(house) = House::demo_on_postgres().await else { return };
    called_off(house).await;
}

/// What calendars hold of a date: when it begins, and how often that has changed.
async fn in_the_calendar(client: &Client, file: &str, at: &Entry) -> Option<(String, u32)> {
    let file = client.get(file).await.expect(200);
    let calendar: Calendar = file.body.parse().expect("a calendar");
    let page = path(at);
    let mut events = calendar.events().filter(|e| e.get_url().is_some_and(|u| u.ends_with(&page)));
    let event = events.next()?;
    let starts = event.property_value("DTSTART").expect("it begins").to_owned();
    Some((starts, event.get_sequence().unwrap_or_default()))
}

async fn moved(house: House) {
    let session = house.common_session().await;
    full(&house, &session).await;
    let session = entry(&house, session.id).await;
    let (camille, visitor) = (house.signed_in(CAMILLE).await, house.visitor());
    let before = in_the_calendar(&visitor, "/agenda.ics", &session).await.expect("told");
    // What does not move anybody is told to nobody.
    let said = [("bring", "De quoi noter")];
    camille.fill_in(&preparing(&session), "edit_session", &said).await.expect(303);
    assert_eq!(in_the_calendar(&visitor, "/agenda.ics", &session).await.as_ref(), Some(&before));
    assert!(!is_told(&house, FATOU, "Changement").await);
    // Another evening, until after midnight.
    let day = (domain::paris::day(session.starts_at) + Duration::days(1)).to_string();
    let hours = [("day", day.as_str()), ("from", "22:30"), ("to", "00:30")];
    camille.fill_in(&preparing(&session), "edit_session", &hours).await.expect(303);
    let stands = entry(&house, session.id).await;
    assert_eq!(stands.ends_at - stands.starts_at, Duration::hours(2));
    assert_eq!(stands.sequence, session.sequence + 1);
    let (starts, sequence) =
        in_the_calendar(&visitor, "/agenda.ics", &session).await.expect("told");
    assert_ne!(starts, before.0);
    assert_eq!(sequence, before.1 + 1);
    for email in [FATOU, AMINA, LUCIE, INES] {
        assert!(is_told(&house, email, "Changement").await, "{email}");
    }
    assert!(!is_told(&house, GASPARD, "Changement").await, "he comes no more");
    let page = visitor.get(&path(&session)).await.expect(200);
    let hour = |at| texts::dates::hour(FR, at);
    page.must_say(&hour(stands.starts_at)).must_say(&hour(stands.ends_at));
    // Nobody lost a seat.
    assert_eq!(seat(&house, &session, FATOU).await.state, Seat::Registered);
    assert!(matches!(seat(&house, &session, LUCIE).await.state, Seat::Offered { .. }));
    // After midnight, it still runs: presence is noted, and it is not over.
    house.wait_until(stands.ends_at - Duration::minutes(10));
    let vera = house.signed_in(VERA).await;
    let presences = format!("/presences/{}", session.id);
    let came = format!("presence[{}]", seat(&house, &session, FATOU).await.id);
    vera.fill_in(&presences, "note_presence", &[(&came, "present")]).await.expect(303);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn workshops_a_session_that_moves_tells_those_who_count_on_it() {
    moved(House::demo().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn workshops_a_session_that_moves_on_postgres() {
    let Some(house) = House::demo_on_postgres().await else { return };
    moved(house).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn workshops_a_session_is_seen_from_its_publication_on() {
    let house = House::demo().await;
    let (camille, visitor) = (house.signed_in(CAMILLE).await, house.visitor());
    let workshop = house.common_session().await.workshop.expect("its workshop");
    let open = format!("/atelier/{workshop}/seance");
    // When clocks in Paris change, and on the way: the same hour, another one in UTC. And on 29 February.
    let told = [
        ("day", "2027-03-23"),
        ("from", "18:00"),
        ("to", "20:00"),
        ("rhythm", "weekly"),
        ("times", "2"),
        ("place", "Salle des Fêtes"),
        ("seats", "4"),
        ("offer_hours", "24"),
        ("published_on", "2026-12-01"),
    ];
    camille.fill_in(&open, "open_sessions", &told).await.expect(303);
    let leap: Vec<_> = told.into_iter().filter(|(name, _)| *name != "day").collect();
    let leap: Vec<_> = leap.into_iter().chain([("day", "2028-02-29")]).collect();
    camille.fill_in(&open, "open_sessions", &leap).await.expect(303);
    let sessions = house.rows().sessions_of(workshop, house.now()).await.expect("it reads");
    let hall =
        sessions.into_iter().map(|at| at.entry).filter(|e| e.place.as_str() == "Salle des Fêtes");
    let hall: Vec<_> = hall.collect();
    let starts: Vec<_> = hall.iter().map(|at| at.starts_at.to_rfc3339()).collect();
    let winter = "T17:00:00+00:00";
    let expected = [("2027-03-23", winter), ("2027-03-30", "T16:00:00+00:00")];
    let expected = expected.into_iter().chain([("2028-02-29", winter), ("2028-03-07", winter)]);
    assert_eq!(starts, expected.map(|(day, hour)| format!("{day}{hour}")).collect::<Vec<_>>());

    let session = &hall[0];
    let places = ["/agenda?genre=workshop_session", "/agenda.ics", "/agenda.atom"];
    let page = format!("/atelier/{workshop}");
    let places: Vec<_> = places.into_iter().chain([page.as_str()]).collect();
    let link = path(session);
    let holds = async || {
        let mut holds = Vec::new();
        for place in &places {
            holds.push(visitor.get(place).await.expect(200).body.contains(&link));
        }
        holds
    };
    // Before: nowhere, for nobody but those who prepare it.
    assert_eq!(holds().await, [false; 4]);
    visitor.get(&link).await.expect(404);
    let lucie = house.signed_in(LUCIE).await;
    let id = session.id.to_string();
    let mut watch = house.watch().await;
    lucie.post(&link, "register", &[("entry", &id)]).await.expect(404);
    watch.nothing_changed("a session that nobody sees yet").await;
    camille.get(&link).await.expect(200);
    camille.get(&page).await.expect(200).must_say("Salle des Fêtes");
    // After: everywhere, though nothing was written, once what was kept is looked at again.
    house.wait_until(session.published_at.expect("a day") - Duration::seconds(2));
    assert_eq!(holds().await, [false; 4]);
    house.pass_seconds(40);
    assert_eq!(holds().await, [true; 4], "{places:?}");
    lucie.fill_in(&link, "register", &[]).await.expect(303);
    house.close().await;
}

/// A press that is refused, in the right words, and changes nothing.
async fn refused(
    house: &House,
    client: &Client,
    at: &str,
    form: &str,
    typed: &[(&str, &str)],
    told: (u16, &str),
) {
    let mut watch = house.watch().await;
    let answer = client.post(at, form, typed).await;
    assert_eq!(answer.status, told.0, "{form}: {}", answer.words());
    answer.must_say(told.1);
    watch.nothing_changed(form).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn workshops_what_can_no_longer_be_is_refused_in_its_own_words() {
    let house = House::demo().await;
    let off = house.date(|e| e.called_off.is_some()).await;
    let offers =
        house.date(|e| e.theme.as_deref() == Some("communication") && e.seats.total == 2).await;
    let (agnes, marius) = (house.signed_in(AGNES).await, house.signed_in(MARIUS).await);
    let (camille, vera) = (house.signed_in(CAMILLE).await, house.signed_in(VERA).await);
    let id = |seat: &Registration| seat.id.to_string();
    let released = (409, texts::broken::seat_released(FR));
    let past = (409, texts::broken::entry_past(FR));
    let called_off = (409, texts::broken::called_off(FR));
    let unknown = texts::error::not_found(FR);

    // At a date that is called off.
    let his = id(&seat(&house, &off, MARIUS).await);
    let (own, at) = ([("registration", his.as_str())], path(&off));
    refused(&house, &marius, &at, "accept_seat", &own, released).await;
    let named = [own[0], ("name", "Zoé")];
    refused(&house, &marius, &at, "name_seat", &named, released).await;
    let entry = off.id.to_string();
    let walk_in = [("entry", entry.as_str()), ("association", "La Chorale du Quai")];
    let presences = format!("/presences/{entry}");
    refused(&house, &camille, &presences, "note_walk_in", &walk_in, called_off).await;
    refused(&house, &camille, &presences, "count_unnamed", &walk_in[..1], called_off).await;
    // Who asks for a seat there is told where to go: the one that is held for him already.
    let asked = marius.post(&at, "register", &[("entry", &entry)]).await.expect(409);
    asked.must_say(texts::refusal::called_off(FR)).must_say(texts::refusal::confirm(FR));

    // What is others' does not exist; nor does a seat of another date.
    let hers = id(&seat(&house, &offers, AGNES).await);
    let theirs = [("registration", hers.as_str()), ("name", "Zoé")];
    for form in ["accept_seat", "cancel_seat", "name_seat"] {
        refused(&house, &marius, &path(&offers), form, &theirs, (404, unknown)).await;
    }
    let paul = house.signed_in(PAUL).await;
    let own = [("registration", hers.as_str())];
    for form in ["accept_seat", "cancel_seat"] {
        let answer = paul.post(&path(&offers), form, &own).await;
        assert!([403, 404].contains(&answer.status), "{form}: {}", answer.status);
    }

    // An offer that nobody answered is nobody's, be it pressed in an old tab, or by the letter's link.
    let until = seat(&house, &offers, AGNES).await.state.until().expect("it is offered");
    house.wait_until(until);
    settle_due(&house.state).await.expect("the database answers");
    // Nobody else waited there: what is still free is hers, late or not.
    agnes.post(&path(&offers), "accept_seat", &own).await.expect(303);
    assert_eq!(seat(&house, &offers, AGNES).await.state, Seat::Registered);
    agnes.post(&path(&offers), "cancel_seat", &own).await.expect(303);
    refused(&house, &agnes, &path(&offers), "accept_seat", &own, released).await;

    // Once it has begun.
    let session = house.common_session().await;
    let (gaspards, at) = (id(&seat(&house, &session, GASPARD).await), path(&session));
    house.wait_until(session.starts_at);
    let gaspard = house.signed_in(GASPARD).await;
    let own = [("registration", gaspards.as_str()), ("name", "Zoé")];
    for form in ["accept_seat", "cancel_seat", "name_seat"] {
        refused(&house, &gaspard, &at, form, &own, past).await;
    }
    let entry = session.id.to_string();
    let asked = [("entry", entry.as_str()), ("wait", "yes")];
    let henri = house.signed_in(HENRI).await;
    refused(&house, &henri, &at, "register", &asked, past).await;
    let seen = session.mark().to_string();
    let told = [
        ("entry", entry.as_str()),
        ("seen", &seen),
        ("title", "Une autre"),
        ("day", "2099-01-05"),
        ("from", "18:00"),
        ("to", "20:00"),
        ("place", "Tours"),
        ("seats", "20"),
        ("offer_hours", "24"),
    ];
    refused(&house, &camille, &preparing(&session), "edit_session", &told, past).await;
    // While it lasts it may be called off; who was counted without a name then came to nothing.
    vera.fill_in(&format!("/presences/{entry}"), "count_unnamed", &[]).await.expect(303);
    let unnamed = house.rows().unnamed_at(session.id).await.expect("it reads").remove(0);
    camille.post(&preparing(&session), "call_off_session", &told[..1]).await.expect(303);
    let code = unnamed.code.spoken();
    let before = house.seating(&session).await;
    let claim = henri.post("/presence", "claim_presence", &[("code", &code)]).await.expect(409);
    claim.must_say(called_off.1);
    assert_eq!(house.seating(&session).await, before);
    house.wait_until(session.ends_at);
    let offed = [("entry", off.id.to_string())];
    let offed = offed.each_ref().map(|(name, value)| (*name, value.as_str()));
    refused(&house, &camille, &preparing(&off), "call_off_session", &offed, called_off).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn workshops_a_line_keeps_its_order_whatever_the_seats() {
    let house = House::demo().await;
    let line = house.date(|e| e.theme.as_deref() == Some("collaboration") && e.seats.total == 3);
    let line = line.await;
    let camille = house.signed_in(CAMILLE).await;
    let seats = async |seats: &str| {
        camille.fill_in(&preparing(&line), "edit_session", &[("seats", seats)]).await
    };
    // Fewer seats than people who have one: refused, and said.
    let mut watch = house.watch().await;
    seats("2").await.expect(409).must_say(texts::broken::seats_taken(FR));
    watch.nothing_changed("seats that are taken").await;
    // One more: it is offered to who comes first, for what her association may claim.
    seats("4").await.expect(303);
    assert!(matches!(seat(&house, &line, SOLENE).await.state, Seat::Offered { .. }));
    let page = camille.get(&path(&line)).await.expect(200);
    page.must_say(texts::seat_reason::first_time(FR)).must_say(texts::seat_reason::second_seat(FR));
    house.close().await;
}
