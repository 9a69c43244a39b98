//! Seats that people can count on: several at once, by name; the line, its ranks and reasons; offers.

use crate::house::{Client, House};
use domain::ids::RegistrationId;
use domain::text::Lang;
use domain::workshops::{CancelledBy, Entry, Registration, Role, Seat};
use server::demo::{INES, LUCIE, MONA, SALOME, VICTOR};
use server::seats::settle_due;

const FR: Lang = Lang::Fr;
const WAIT: (&str, &str) = ("wait", "yes");

fn path(entry: &Entry) -> String {
    format!("/agenda/{}", entry.id)
}

/// All that this association asked for there, in that order.
async fn asked(house: &House, at: &Entry, email: &str) -> Vec<Registration> {
    let association = house.association(email).await;
    let mut seats = house.seating(at).await.registrations;
    seats.retain(|seat| seat.association == association);
    seats.sort_by_key(|seat| seat.number);
    seats
}

async fn state(house: &House, id: RegistrationId) -> Seat {
    house.rows().registration(id).await.expect("it reads").expect("it is").state
}

/// Goes on the waiting list of a full date.
async fn waits(house: &House, client: &Client, at: &Entry, email: &str) -> RegistrationId {
    let said = format!("{}?dit=waiting", path(at));
    client.fill_in(&path(at), "register", &[WAIT]).await.leads_to(&said);
    let seat = asked(house, at, email).await.pop().expect("hers");
    assert_eq!(seat.state, Seat::Waiting);
    seat.id
}

#[tokio::test(flavor = "multi_thread")]
async fn workshops_who_waits_sees_their_rank_and_why_then_accepts_in_one_press() {
    let house = House::demo().await;
    let tiny = house.tiny_meeting().await;
    let (ines, lucie) = (house.signed_in(INES).await, house.signed_in(LUCIE).await);
    let salome = house.signed_in(SALOME).await;
    let page = ines.get(&path(&tiny)).await.expect(200).must_say(texts::seats::full(FR));
    page.must_say(texts::seats::join_line(FR)).must_say(texts::seats::elsewhere(FR));
    let first = waits(&house, &ines, &tiny, INES).await;
    let second = waits(&house, &lucie, &tiny, LUCIE).await;
    let rank = |rank: &str, of: &str| texts::seats::rank(FR, rank, of);
    let page = lucie.get(&path(&tiny)).await.expect(200).must_say(&rank("2", "2"));
    page.must_say(texts::seat_why::order(FR)).must_say(texts::seats::leave(FR));
    lucie.get("/parcours").await.expect(200).must_say(&rank("2", "2"));
    // The same form sent again asks for no second place in the line.
    let entry = tiny.id.to_string();
    let again = [("entry", entry.as_str()), WAIT];
    let told = lucie.post(&path(&tiny), "register", &again).await.expect(409);
    told.must_say(texts::broken::already_waiting(FR));
    // Nobody accepts what is not offered.
    let own = second.to_string();
    let own = [("registration", own.as_str())];
    let told = lucie.post(&path(&tiny), "accept_seat", &own).await.expect(409);
    told.must_say(texts::broken::still_waiting(FR));

    salome.fill_in(&path(&tiny), "cancel_seat", &[]).await.expect(303);
    assert!(matches!(state(&house, first).await, Seat::Offered { .. }));
    lucie.get(&path(&tiny)).await.expect(200).must_say(&rank("1", "1"));
    // It is the biggest thing on her journey, and the date's page says the same.
    let page = ines.get("/parcours").await.expect(200).must_say(texts::seats::accept(FR));
    ines.get(&path(&tiny)).await.expect(200).must_say(texts::seats::decline(FR));
    let accept = page.form("accept_seat");
    // It is hers alone.
    let hers = first.to_string();
    let hers = [("registration", hers.as_str())];
    lucie.post(&path(&tiny), "accept_seat", &hers).await.expect(404);
    ines.fill(&page, &accept, &[]).await.leads_to("/parcours?dit=registered");
    assert_eq!(state(&house, first).await, Seat::Registered);
    // Pressed twice, it is taken once.
    ines.fill(&page, &accept, &[]).await.expect(303);

    // Leaving the line is one press.
    let page = lucie.get(&path(&tiny)).await.expect(200);
    let leave = page.form("cancel_seat");
    lucie.fill(&page, &leave, &[]).await.leads_to("/parcours?dit=line_left");
    assert_eq!(state(&house, second).await, Seat::Cancelled(CancelledBy::Association));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn workshops_an_offer_that_nobody_answers_passes_on() {
    let house = House::demo().await;
    let tiny = house.tiny_meeting().await;
    let (ines, lucie) = (house.signed_in(INES).await, house.signed_in(LUCIE).await);
    let first = waits(&house, &ines, &tiny, INES).await;
    let second = waits(&house, &lucie, &tiny, LUCIE).await;
    let salome = house.signed_in(SALOME).await;
    salome.fill_in(&path(&tiny), "cancel_seat", &[]).await.expect(303);
    let until = state(&house, first).await.until().expect("it is offered");
    house.wait_until(until);
    settle_due(&house.state).await.expect("the database answers");
    assert_eq!(state(&house, first).await, Seat::Cancelled(CancelledBy::Silence));
    assert!(matches!(state(&house, second).await, Seat::Offered { .. }));
    // Too late: it is somebody else's now, and nothing changes.
    let hers = first.to_string();
    let mut watch = house.watch().await;
    let late = ines.post(&path(&tiny), "accept_seat", &[("registration", &hers)]).await;
    late.expect(409).must_say(texts::broken::seat_released(FR));
    watch.nothing_changed("an offer that has passed on").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn workshops_several_people_come_by_name_and_names_change() {
    let house = House::demo().await;
    let meeting = house.meeting().await;
    let lucie = house.signed_in(LUCIE).await;
    let names = [("people[1]", "Zoé Blanc"), ("people[3]", "Noé Brun")];
    lucie.fill_in(&path(&meeting), "register", &names).await.leads_to("/parcours?dit=registered");
    let named = async || {
        let seats = asked(&house, &meeting, LUCIE).await.into_iter();
        let seats = seats.filter(|seat| !seat.is_cancelled());
        seats
            .map(|s| s.attendee.map(|name| name.to_string()).unwrap_or_default())
            .collect::<Vec<_>>()
    };
    assert_eq!(named().await, ["Zoé Blanc", "Noé Brun"]);
    let page = lucie.get(&path(&meeting)).await.expect(200).must_say("Zoé Blanc");
    // Names are for those of the association, and who notes presence.
    house.signed_in(INES).await.get(&path(&meeting)).await.expect(200).must_not_say("Zoé Blanc");
    let named_so = page.form_on("name_seat", "name", "Zoé Blanc");
    let next = format!("{}?dit=seat_named", path(&meeting));
    lucie.fill(&page, &named_so, &[("name", "Ana Vert")]).await.leads_to(&next);
    assert_eq!(named().await, ["Ana Vert", "Noé Brun"]);
    // Whoever it sends.
    let page = lucie.get(&path(&meeting)).await.expect(200);
    let named_so = page.form_on("name_seat", "name", "Noé Brun");
    lucie.fill(&page, &named_so, &[("name", "  ")]).await.leads_to(&next);
    assert_eq!(named().await, ["Ana Vert", ""]);
    // One more, besides; then one less.
    let more = page.form("register");
    let said = format!("{}?dit=registered", path(&meeting));
    lucie.fill(&page, &more, &[("people[1]", "Léa")]).await.leads_to(&said);
    assert_eq!(named().await, ["Ana Vert", "", "Léa"]);
    let seat = asked(&house, &meeting, LUCIE).await[0].id.to_string();
    let page = lucie.get(&path(&meeting)).await.expect(200);
    let cancel = page.form_on("cancel_seat", "registration", &seat);
    lucie.fill(&page, &cancel, &[]).await.leads_to("/parcours?dit=seat_given_back");
    assert_eq!(named().await, ["", "Léa"]);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn workshops_who_has_learnt_comes_to_help_beside_the_seats() {
    let house = House::demo().await;
    let session = house.common_session().await;
    let helps = [("role", Role::Helps.code())];
    let free = house.seating(&session).await.free(house.now());
    let mona = house.signed_in(MONA).await;
    mona.fill_in(&path(&session), "register", &helps).await.leads_to("/parcours?dit=registered");
    assert_eq!(asked(&house, &session, MONA).await[0].role, Role::Helps);
    assert_eq!(house.seating(&session).await.free(house.now()), free, "beside the seats");
    mona.get(&path(&session)).await.expect(200).must_say(texts::seats::helps(FR));
    // Who has not learnt yet is offered no such thing; forged, it is refused.
    let lucie = house.signed_in(LUCIE).await;
    lucie.get(&path(&session)).await.expect(200).must_not_say(texts::seats::help(FR));
    let victor = house.signed_in(VICTOR).await;
    let mut watch = house.watch().await;
    let entry = session.id.to_string();
    let told = |role| [("entry", entry.as_str()), ("role", role)];
    let forged = lucie.post(&path(&session), "register", &told("helps")).await.expect(409);
    forged.must_say(texts::broken::criteria_not_met(FR));
    lucie.post(&path(&session), "register", &told("teaches")).await.expect(422);
    // A name that is too long.
    let long = "é".repeat(121);
    let typed = [("entry", entry.as_str()), ("people[2]", &long)];
    let answer = lucie.post(&path(&session), "register", &typed).await.expect(422);
    assert!(answer.says(&texts::fault(FR, domain::text::Fault::TooLong { max: 120 })));
    victor.post(&path(&session), "register", &typed).await.expect(403);
    watch.nothing_changed("forged seats").await;
    house.close().await;
}

/// The path that the last letter of that kind to this address asks to open.
async fn letter(house: &House, email: &str, says: &str) -> String {
    let letters = house.letters_to(email).await;
    let told = letters.iter().rev().find(|told| told.subject.contains(says));
    let (_, url) = told.and_then(|told| told.button.clone()).expect("a letter with a button");
    url.strip_prefix(&*house.state.public_url).expect("ours").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn workshops_an_offer_comes_by_mail_and_is_answered_without_an_account() {
    let house = House::demo().await;
    let tiny = house.tiny_meeting().await;
    let (ines, lucie) = (house.signed_in(INES).await, house.signed_in(LUCIE).await);
    let first = waits(&house, &ines, &tiny, INES).await;
    let second = waits(&house, &lucie, &tiny, LUCIE).await;
    let salome = house.signed_in(SALOME).await;
    salome.fill_in(&path(&tiny), "cancel_seat", &[]).await.expect(303);
    let link = letter(&house, INES, "s’est libérée").await;
    assert!(link.starts_with("/place/"), "{link}");
    let visitor = house.visitor();
    // Opening changes nothing; a link that was tampered with leads nowhere; it answers for no other seat.
    let mut watch = house.watch().await;
    let page = visitor.get(&link).await.expect(200).must_say(texts::seats::accept(FR));
    visitor.get(&format!("{}A", &link[..link.len() - 2])).await.expect(404);
    let other = second.to_string();
    let forged = [("registration", other.as_str())];
    for form in ["accept_seat", "cancel_seat"] {
        visitor.post(&link, form, &forged).await.expect(403);
    }
    watch.nothing_changed("links that are opened, or forged").await;
    let accept = page.form("accept_seat");
    visitor.fill(&page, &accept, &[]).await.expect(303);
    assert_eq!(state(&house, first).await, Seat::Registered);
    // The letter that confirms it gives it back by one press, which offers it to the next in line.
    let taken = letter(&house, INES, "Votre place").await;
    visitor.fill_in(&taken, "cancel_seat", &[]).await.expect(303);
    assert_eq!(state(&house, first).await, Seat::Cancelled(CancelledBy::Association));
    let until = state(&house, second).await.until().expect("it is offered");
    // Nobody answers: a letter says that it has passed on, and the link is past its date.
    let link = letter(&house, LUCIE, "s’est libérée").await;
    let page = visitor.get(&link).await.expect(200);
    let accept = page.form("accept_seat");
    house.wait_until(until);
    settle_due(&house.state).await.expect("the database answers");
    visitor.fill(&page, &accept, &[]).await.expect(403).must_say(texts::error::link_expired(FR));
    assert_eq!(state(&house, second).await, Seat::Cancelled(CancelledBy::Silence));
    assert_eq!(letter(&house, LUCIE, "n’est plus gardée").await, path(&tiny));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn workshops_dates_are_searched_shown_by_month_and_kept_for_those_who_prepare_them() {
    let house = House::demo().await;
    let session = house.common_session().await;
    let visitor = house.visitor();
    let link = path(&session);
    let holds = async |query: &str| {
        let page = visitor.get(&format!("/agenda?{query}")).await.expect(200);
        page.links().contains(&link)
    };
    let theme = session.theme.clone().expect("its theme");
    let place: String =
        form_urlencoded::byte_serialize(session.place.as_str().as_bytes()).collect();
    let day = domain::paris::day(session.starts_at);
    let month = day.format("%Y-%m");
    let level = session.level.expect("its level").code();
    let access = session.access.as_deref().expect("how to get in").split(',').next();
    let access: String =
        form_urlencoded::byte_serialize(access.expect("a word").to_uppercase().as_bytes())
            .collect();
    let all = format!("theme={theme}&niveau={level}&lieu={place}&du={day}&au={day}&acces={access}");
    assert!(holds(&all).await, "{all}");
    assert!(holds(&format!("mois={month}&theme={theme}")).await);
    for other in ["theme=data", "niveau=follow_up", "lieu=Tours", "acces=piscine", "au=2026-01-01"]
    {
        assert!(!holds(other).await, "{other}");
    }
    // What is chosen is kept: in the form, and in the links to other months.
    let page = visitor.get(&format!("/agenda?mois={month}&theme={theme}&acces=tram")).await;
    let page = page.expect(200);
    assert!(page.links().iter().any(|l| l.contains("acces=tram") && l.contains("mois=")));
    for odd in
        ["mois=2026-13", "mois=99999-01", "mois=-", "du=x&au=y", "niveau=roi", "mois=2199-12"]
    {
        visitor.get(&format!("/agenda?{odd}")).await.expect(200);
    }
    // Before it is published, it is for its host and its organizers.
    let soon = Some(house.now() + chrono::Duration::days(1));
    let hidden = Entry { published_at: soon, ..session.clone() };
    house.remember(domain::act::Change::Entry(hidden)).await;
    assert!(!holds(&format!("theme={theme}")).await);
    visitor.get(&link).await.expect(404);
    let lucie = house.signed_in(LUCIE).await;
    let entry = session.id.to_string();
    lucie.get(&link).await.expect(404);
    lucie.post(&link, "register", &[("entry", &entry)]).await.expect(404);
    house.signed_in(server::demo::VERA).await.get(&link).await.expect(200);
    house.pass_days(2);
    visitor.get(&link).await.expect(200);
    house.close().await;
}
