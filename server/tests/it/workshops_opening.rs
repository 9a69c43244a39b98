//! What organizers prepare: from what is wished to a session, with several hosts, and edited without losing anything; and
//! from workshops to the edition and back.

use crate::house::{Client, House};
use chrono::Duration;
use domain::hackathon::Grip;
use domain::orientation::{Cause, Place, State};
use domain::text::Lang;
use domain::workshops::{Entry, Level, Seat};
use server::demo::{BRUNO, CAMILLE, MONA, PAUL, VICTOR};

const FR: Lang = Lang::Fr;

/// A session to come, as it is typed but for its day.
const SESSION: [(&str, &str); 3] = [("from", "18:00"), ("to", "20:00"), ("place", "Tours")];

fn on(day: &str) -> Vec<(&str, &str)> {
    SESSION.into_iter().chain([("day", day)]).collect()
}

fn soon(house: &House) -> String {
    (house.now() + Duration::days(40)).format("%Y-%m-%d").to_string()
}

/// The date that was put in the agenda last.
async fn opened(house: &House, title: &str) -> Entry {
    let dates = house.dates(|e| e.title.as_str() == title && e.place.as_str() == "Tours").await;
    dates.into_iter().next_back().expect("it is in the agenda")
}

#[tokio::test(flavor = "multi_thread")]
async fn workshops_what_is_wished_is_opened_in_one_press_and_told_to_those_who_wish_it() {
    let house = House::demo().await;
    let camille = house.signed_in(CAMILLE).await;
    assert!(camille.get("/bureau").await.links().contains(&"/ateliers/demande".to_owned()));
    // A session has room for some: they are told, once, however often she presses.
    let page = camille.get("/ateliers/demande").await.expect(200);
    let tell = page.form("tell_wishing");
    let told = house.census().await["mail"];
    camille.fill(&page, &tell, &[]).await.leads_to("/ateliers/demande?dit=wishing_told");
    let after = house.census().await["mail"];
    assert!(after > told, "somebody is told");
    camille.fill_in("/ateliers/demande", "tell_wishing", &[]).await.expect(303);
    assert_eq!(house.census().await["mail"], after);

    let page = camille.get("/ateliers/demande").await.expect(200);
    let forms = page.links();
    let form = forms.iter().find(|link| link.contains("/seance?")).expect("a session to open");
    let page = camille.get(form).await.expect(200);
    let asked = page.form("open_sessions");
    assert_eq!(asked.value("tell"), Some("yes"), "those who wish it are told unless she says no");
    let title = asked.value("title").expect("its workshop's").to_owned();
    let place = asked.value("place").expect("their town").to_owned();
    camille.fill(&page, &asked, &on(&soon(&house))).await.expect(303);
    let entry = opened(&house, &title).await;
    let seating = house.seating(&entry).await;
    assert!(seating.registrations.is_empty(), "nobody is registered for them");
    let demo = [
        server::demo::LUCIE,
        server::demo::KARIM,
        server::demo::AMINA,
        server::demo::SOLENE,
        server::demo::GASPARD,
        server::demo::YANNICK,
        server::demo::RACHEL,
        server::demo::MIREILLE,
        server::demo::FATOU,
        server::demo::MONA,
        server::demo::ODILE,
        server::demo::ETIENNE,
        server::demo::BRUNO,
        server::demo::NADIA,
    ];
    let mut told = 0;
    for email in demo {
        let letters = house.letters_to(email).await;
        let opened = |letter: &&app::mail::Told| letter.subject.contains("s’ouvre");
        told += letters.iter().filter(opened).count();
    }
    assert!(told > 0, "at {place}");
    house.close().await;
}

/// Fills in the form that changes a date.
async fn edits(client: &Client, entry: &Entry, typed: &[(&str, &str)]) -> crate::house::Answer {
    client.fill_in(&format!("/agenda/{}/modifier", entry.id), "edit_session", typed).await
}

#[tokio::test(flavor = "multi_thread")]
async fn workshops_who_edits_second_keeps_what_they_typed_and_sees_what_was_saved() {
    let house = House::demo().await;
    let session = house.common_session().await;
    let (camille, path) =
        (house.signed_in(CAMILLE).await, format!("/agenda/{}/modifier", session.id));
    let page = camille.get(&path).await.expect(200);
    let form = page.form("edit_session");
    // Somebody else saves first.
    let victor = house.person(VICTOR).await.id.to_string();
    let typed = [("place", "Salle Balzac"), ("co_host", victor.as_str())];
    edits(&camille, &session, &typed).await.expect(303);
    let mut watch = house.watch().await;
    let typed = [("place", "Salle Rabelais"), ("bring", "Un ordinateur")];
    let crossed = camille.fill(&page, &form, &typed).await.expect(409);
    let crossed = crossed.must_say(texts::broken::saved_meanwhile(FR)).must_say("Salle Balzac");
    watch.nothing_changed("the second is told").await;
    let kept = crossed.form("edit_session");
    assert_eq!(kept.value("place"), Some("Salle Rabelais"));
    assert_eq!(kept.value("bring"), Some("Un ordinateur"));
    camille.fill(&crossed, &kept, &[("co_host", &victor)]).await.expect(303);
    let after = house.seating(&session).await.entry;
    assert_eq!(after.place.as_str(), "Salle Rabelais");

    // Who runs it with its host notes who came, as the host does.
    let victor = house.signed_in(VICTOR).await;
    victor.get(&format!("/presences/{}", session.id)).await.expect(200);
    let date = victor.get(&format!("/agenda/{}", session.id)).await.expect(200);
    date.must_say(texts::seats::hosts(FR)).must_say("Victor");
    house.visitor().get(&format!("/agenda/{}", session.id)).await.must_not_say("Victor");

    // A workshop too.
    let workshop = session.workshop.expect("a session of a workshop");
    let path = format!("/atelier/{workshop}/modifier");
    let page = camille.get(&path).await.expect(200);
    let form = page.form("save_workshop");
    camille.fill_in(&path, "save_workshop", &[("summary", "Autrement dit")]).await.expect(303);
    let crossed = camille.fill(&page, &form, &[("summary", "Encore autrement")]).await.expect(409);
    let crossed = crossed.must_say("Autrement dit");
    assert_eq!(crossed.form("save_workshop").value("summary"), Some("Encore autrement"));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn workshops_send_to_the_edition_and_its_tools_come_back_to_them() {
    let house = House::demo().await;
    let paul = house.signed_in(PAUL).await;
    let page = paul.get("/hackathon/passages").await.expect(200);
    let mona = house.journey(MONA).await.head;
    let name = house.rows().association(mona.association).await.expect("it reads");
    let page = page.must_say(name.expect("hers").name.as_str());
    let form = page.form_on("propose_edition", "journey", &mona.id.to_string());
    paul.fill(&page, &form, &[("reason", "Vous aidez déjà les autres.")]).await.expect(303);
    let sent = house.rows().orientations(mona.id).await.expect("it reads").pop().expect("one");
    assert_eq!((sent.to, sent.state), (Place::HACKATHON, State::Open));
    let letters = house.letters_to(MONA).await;
    assert!(letters.iter().any(|told| told.paragraphs.concat().contains("aidez déjà")));
    let page = paul.get("/hackathon/passages").await.expect(200).must_say(texts::bridge::waits(FR));

    // Bruno's tool has no session: one is opened, with a seat for them.
    let bruno = house.journey(BRUNO).await;
    let tool = house.rows().projects_of(bruno.head.id).await.expect("it reads").remove(0);
    let form = format!("/projet/{}/prise-en-main", tool.id);
    assert!(page.says(texts::bridge::none(FR)) && page.links().contains(&form));
    paul.fill_in(&form, "open_follow_up", &on(&soon(&house))).await.expect(303);
    let entry = opened(&house, &texts::bridge::session_title(FR, &tool.title)).await;
    assert_eq!(entry.level, Some(Level::FollowUp));
    let seats = house.seating(&entry).await.registrations;
    let [seat] = &seats[..] else { panic!("{seats:?}") };
    assert!(matches!(seat.state, Seat::Held { .. }) && seat.association == tool.association);
    let orientations = house.rows().orientations(bruno.head.id).await.expect("it reads");
    assert_eq!(orientations.last().map(|o| o.cause), Some(Cause::Tool(tool.id)));
    let grip = tool.grip(&house.journey(BRUNO).await, &orientations);
    assert_eq!(grip, Some(Grip::Invited(entry.id)));
    let letters = house.letters_to(BRUNO).await;
    assert!(letters.iter().any(|told| told.paragraphs.concat().contains(entry.title.as_str())));
    let page = paul.get(&format!("/projet/{}", tool.id)).await.expect(200);
    assert!(page.links().contains(&format!("/agenda/{}", entry.id)));
    house.close().await;
}
