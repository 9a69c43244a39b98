//! Who came to a date: noted, set right, walked in, counted without a name and claimed.

use crate::house::{Client, House};
use domain::ids::EntryId;
use domain::text::{Fault, Lang};
use domain::workshops::{Presence, Registration};
use server::demo::{CAMILLE, GASPARD, HENRI, LUCIE, VERA};
use uuid::Uuid;

const FR: Lang = Lang::Fr;

/// Vera before the page of presences of the session that she hosts, which has begun.
async fn noting(house: &House) -> (Client, EntryId, String) {
    let session = house.common_session().await;
    house.wait_until(session.starts_at);
    let path = format!("/presences/{}", session.id);
    (house.signed_in(VERA).await, session.id, path)
}

async fn seats(house: &House, entry: EntryId) -> Vec<Registration> {
    house.rows().seating(entry).await.expect("it reads").expect("there").registrations
}

#[tokio::test(flavor = "multi_thread")]
async fn workshops_each_presence_noted_is_kept_with_what_it_corrects() {
    let house = House::demo().await;
    let (vera, entry, path) = noting(&house).await;
    let theirs = house.association(GASPARD).await;
    let mine = |seats: Vec<Registration>| seats.into_iter().find(|s| s.association == theirs);
    let seat = mine(seats(&house, entry).await).expect("his").id;
    let field = format!("presence[{seat}]");
    vera.fill_in(&path, "note_presence", &[(&field, "absent")]).await.expect(303);
    house.pass_seconds(3600);
    let camille = house.signed_in(CAMILLE).await;
    camille.fill_in(&path, "note_presence", &[(&field, "excused")]).await.expect(303);
    // Without a network, an island says when.
    let (id, then) = (entry.to_string(), house.now() - chrono::Duration::minutes(20));
    let at = then.timestamp_millis().to_string();
    let (seat_id, command) = (seat.to_string(), Uuid::now_v7().to_string());
    let fields = [("registration", seat_id.as_str()), ("presence", "present"), ("at", &at)];
    let all = [("command", command.as_str()), ("entry", id.as_str())];
    let fields: Vec<_> = all.into_iter().chain(fields).collect();
    vera.call("mark_presence", &fields).await.expect(200);
    // Sent again, for its answer got lost.
    house.pass_seconds(60);
    vera.call("mark_presence", &fields).await.expect(200);
    let stands = mine(seats(&house, entry).await).expect("his").presence;
    assert_eq!(stands, Some(Presence::Present));
    let noted = house.rows().noted_at(entry).await.expect("it reads");
    let told: Vec<_> = noted.iter().map(|n| (n.presence, n.hat.as_str())).collect();
    let excused = (Presence::Excused, "organizer");
    assert_eq!(told, [(Presence::Absent, "host"), excused, (Presence::Present, "host")]);
    assert_eq!(noted[2].noted_at.timestamp_millis(), then.timestamp_millis());
    assert!(noted[2].recorded_at > noted[2].noted_at && noted.len() == 3);
    let corrected: Vec<_> = noted.iter().map(|n| n.corrects).collect();
    assert_eq!(corrected, [None, Some(noted[0].id), Some(noted[1].id)]);
    let journey = house.journey(GASPARD).await;
    let event = journey.presence_at(entry).expect("told");
    assert!(event.corrects.is_some() && event.occurred_at < event.recorded_at);
    vera.get(&path).await.expect(200).must_say(texts::presences::trace(FR));
    // The journey shows it, and the paper too.
    let sheet = vera.get(&format!("{path}/feuille")).await.expect(200);
    sheet.must_say("Le Ciné-Guinguette").must_say(texts::presences::signature(FR));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn workshops_who_walks_in_is_noted_known_or_new() {
    let house = House::demo().await;
    let (vera, entry, path) = noting(&house).await;
    let before = seats(&house, entry).await.len();
    let sessions = house.journey(HENRI).await.sessions().0;
    let henri = house.association(HENRI).await;
    let name = house.rows().association_names().await.expect("it reads")[&henri].to_uppercase();
    let next = format!("{path}?dit=walk_in_noted");
    let walks = async |typed: &[(&str, &str)]| vera.fill_in(&path, "note_walk_in", typed).await;
    walks(&[("association", &name), ("attendee", "Henri")]).await.leads_to(&next);
    assert_eq!(house.journey(HENRI).await.sessions().0, sessions + 1);
    walks(&[("association", "La Chorale du Quai"), ("email", "quai@example.org")])
        .await
        .leads_to(&next);
    assert_eq!(seats(&house, entry).await.len(), before + 2);
    assert!(house.letter_path("quai@example.org").await.starts_with("/entrer/"));
    let page = vera.get(&path).await.expect(200).must_say("La Chorale du Quai");
    page.must_say(&texts::presences::so_many(FR, 2));

    let mut watch = house.watch().await;
    let told = walks(&[("association", "Ciné Guinguettes")]).await.expect(422);
    assert_eq!(told.fault("association"), Some(texts::fault(FR, Fault::Likely)));
    let told = walks(&[("association", ""), ("email", "a@")]).await.expect(422);
    assert_eq!(told.fault("association"), Some(texts::fault(FR, Fault::Missing)));
    assert_eq!(told.fault("email"), Some(texts::fault(FR, Fault::Email)));
    watch.nothing_changed("what cannot be read").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn workshops_a_code_is_claimed_once_and_not_guessed() {
    let house = House::demo().await;
    let (vera, entry, path) = noting(&house).await;
    vera.fill_in(&path, "count_unnamed", &[])
        .await
        .leads_to(&format!("{path}?dit=unnamed_counted"));
    let unnamed = house.rows().unnamed_at(entry).await.expect("it reads").remove(0);
    let code = unnamed.code.spoken();
    vera.get(&path).await.expect(200).must_say(&code);
    // The same submission counts one; a code that somebody has is given to nobody else.
    let (id, command) = (entry.to_string(), unnamed.id.0.to_string());
    let again = [("entry", id.as_str()), ("command", command.as_str())];
    vera.post(&path, "count_unnamed", &again).await.expect(303);
    let alike = Uuid::from_u128(unnamed.id.0.as_u128() ^ (1 << 100)).to_string();
    let again = [("entry", id.as_str()), ("command", alike.as_str())];
    vera.post(&path, "count_unnamed", &again).await.expect(409);
    assert_eq!(house.rows().unnamed_at(entry).await.expect("it reads").len(), 1);

    // One who was counted by mistake is taken back: their code is worth nothing, and sent again they are not counted.
    vera.fill_in(&path, "count_unnamed", &[]).await.expect(303);
    let counted = house.rows().unnamed_at(entry).await.expect("it reads");
    let mistaken = counted.iter().find(|one| one.id != unnamed.id).expect("another").clone();
    let spoken = mistaken.code.spoken();
    let page = vera.get(&path).await.expect(200);
    page.must_say(&spoken);
    let fields = [("entry", id.as_str()), ("code", spoken.as_str())];
    vera.post(&path, "take_back_unnamed", &fields).await.expect(303);
    vera.get(&path).await.expect(200).must_not_say(&spoken);
    let command = mistaken.id.0.to_string();
    let again = [("entry", id.as_str()), ("command", command.as_str())];
    vera.post(&path, "count_unnamed", &again).await.expect(303);
    vera.get(&path).await.expect(200).must_not_say(&spoken);
    vera.post(&path, "take_back_unnamed", &[("entry", &id), ("code", "1111-1111")])
        .await
        .expect(422);

    let lucie = house.signed_in(LUCIE).await;
    let before = house.journey(LUCIE).await.sessions().0;
    house.pass_days(2);
    let claimed_of = async |house: &House| {
        house.rows().unnamed(&unnamed.code).await.expect("it reads").expect("it stays").claimed
    };
    let claims = async |client: &Client, code: &str| {
        client.fill_in("/presence", "claim_presence", &[("code", code)]).await
    };
    let typed = code.to_lowercase();
    claims(&lucie, &typed).await.leads_to("/parcours?dit=presence_claimed");
    assert_eq!(house.journey(LUCIE).await.sessions().0, before + 1);
    let journey = house.journey(LUCIE).await;
    let told = journey.presence_at(entry).expect("told");
    assert_eq!(told.hat, "member");
    assert!(told.occurred_at < told.recorded_at - chrono::Duration::days(1));

    claims(&lucie, &spoken).await.expect(409);
    vera.post(&path, "take_back_unnamed", &[("entry", &id), ("code", &code)]).await.expect(409);
    let claimed = claimed_of(&house).await;
    assert!(claimed.is_some());
    let (henri, came) = (house.signed_in(HENRI).await, house.journey(HENRI).await.events.len());
    claims(&henri, &code).await.expect(409).must_say(texts::broken::code_used(FR));
    let told = claims(&henri, "0000-0000").await.expect(422);
    assert_eq!(told.fault("code"), Some(texts::fault(FR, Fault::Code)));
    for wrong in ["", "abc", "UUUU-UUUU"] {
        claims(&henri, wrong).await.expect(422);
    }
    for n in 1..4 {
        claims(&henri, &format!("0000-000{n}")).await.expect(422);
    }
    claims(&henri, "0000-0009").await.expect(429);
    assert_eq!(house.journey(HENRI).await.events.len(), came);
    assert_eq!(claimed_of(&house).await, claimed);
    // Who waits a minute may go on.
    house.pass_seconds(61);
    claims(&henri, "0000-0009").await.expect(422);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn workshops_the_host_prepares_and_publishes_what_was_noted() {
    let house = House::demo().await;
    let session = house.common_session().await;
    let (vera, path) = (house.signed_in(VERA).await, format!("/presences/{}", session.id));
    // Before: the mix and the needs of those who come, and nothing of the others.
    let page = vera.get(&path).await.expect(200).must_say(texts::presences::needs(FR));
    let gaspard = house.journey(GASPARD).await.head.id;
    let need = house.rows().needs(gaspard).await.expect("it reads").pop().expect("his");
    let page = page.must_say(need.words.as_str());
    assert!(!page.has_form("publish_notes"));
    house.wait_until(session.starts_at);
    let typed = [
        ("title", "Partager un dossier"),
        ("source", "On a **tout** rangé."),
        ("authors", "Vera, Gaspard"),
    ];
    let wiki = vera.fill_in(&path, "publish_notes", &typed).await.next();
    let address = wiki.split('?').next().unwrap_or_default().to_owned();
    assert!(address.starts_with("/wiki/ateliers:partager_un_dossier_"), "{wiki}");
    house.visitor().get(&address).await.expect(200).must_say("Vera, Gaspard");
    // Written again, it is the same page, linked from the session.
    vera.fill_in(&path, "publish_notes", &typed).await.leads_to(&wiki);
    let page = house.visitor().get(&format!("/agenda/{}", session.id)).await.expect(200);
    assert!(page.links().contains(&address));
    let told = vera.fill_in(&path, "publish_notes", &[("title", ""), ("source", "")]).await;
    let told = told.expect(422);
    assert_eq!(told.fault("source"), Some(texts::fault(FR, Fault::Missing)));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn workshops_who_came_says_what_they_know_now_from_the_letter() {
    let house = House::demo().await;
    let (vera, entry, path) = noting(&house).await;
    let theirs = house.association(GASPARD).await;
    let seat = seats(&house, entry).await.into_iter().find(|s| s.association == theirs);
    let seat = seat.expect("his").id;
    let field = format!("presence[{seat}]");
    vera.fill_in(&path, "note_presence", &[(&field, "present")]).await.expect(303);
    // The day after, once.
    house.pass_days(1);
    server::jobs::run_due(&house.state).await;
    let link = house.letter_path(GASPARD).await;
    assert!(link.starts_with("/bilan/"), "{link}");
    let visitor = house.visitor();
    let typed = [("knows[0]", "yes"), ("knows[1]", "almost"), ("knows[2]", "not_yet")];
    visitor.fill_in(&link, "say_after", &typed).await.expect(303);
    visitor.get(&link).await.expect(200).must_say(texts::after::thanks(FR));
    // The host sees what was said, and who is signed in may say otherwise.
    let told = format!("{} 1", texts::knows::of(FR, "almost"));
    vera.get(&path).await.expect(200).must_say(&told);
    let gaspard = house.signed_in(GASPARD).await;
    let own = format!("/apres/{seat}");
    gaspard.fill_in(&own, "say_after", &[("knows[1]", "yes")]).await.expect(303);
    vera.get(&path).await.expect(200).must_not_say(&told);
    let wrong = [("registration", &*seat.to_string()), ("knows[7]", "yes")];
    gaspard.post(&own, "say_after", &wrong).await.expect(409);
    // Who was not there is not asked.
    vera.fill_in(&path, "note_presence", &[(&field, "absent")]).await.expect(303);
    gaspard.get(&own).await.expect(200).must_say(texts::after::not_there(FR));
    house.close().await;
}
