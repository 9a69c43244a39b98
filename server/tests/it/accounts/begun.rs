//! A journey begun without an account, looked after by its link, and claimed by that of a letter.

use super::{FR, NEWCOMER, begins, claims};
use crate::house::House;
use domain::workshops::{CancelledBy, Seat};
use server::demo::{LUCIE, VICTOR};

const AICHA: &str = "aicha@example.org";

#[tokio::test(flavor = "multi_thread")]
async fn accounts_a_journey_is_begun_without_an_account_and_nothing_is_lost() {
    let house = House::demo().await;
    let meeting = house.meeting().await;
    let visitor = house.visitor();
    let path = format!("/rejoindre?reunion={}", meeting.id);
    let page = visitor.get(&path).await.expect(200);
    assert!(!page.form("join").names.iter().any(|name| name.contains("password")));
    let debut = begins(&visitor, &path, &NEWCOMER).await;
    assert_eq!(visitor.cookies(), "");
    let page = visitor.get(&debut).await.expect(200);
    // Its words, its seat, the one thing to do.
    let page = page.must_say("On ne sait plus qui vient quand. Que faire ?");
    let page = page.must_say("Les Jardins d’Aïcha & <cie>").must_say(meeting.title.as_str());
    page.must_say(texts::begun::letter(FR)).must_say(AICHA);
    // Volunteers and organizers see it like any other.
    let begun = house.rows().begun_with(&email()).await.expect("it reads").expect("begun");
    let victor = house.signed_in(VICTOR).await;
    victor.get(&format!("/parcours/{}", begun.journey)).await.expect(200);
    let person = house.rows().person_by_email(&email()).await.expect("it reads");
    assert_eq!(person, None, "nobody has an account yet");

    // Days later, on another device: whatever opens the link claims nothing; pressing the button does.
    house.pass_days(3);
    let letter = house.letter_path(AICHA).await;
    let mut watch = house.watch().await;
    let telephone = house.visitor();
    telephone.get(&letter).await.expect(200).must_say(texts::sign_in::claim_lead(FR));
    watch.nothing_changed("looking at the letter's link").await;
    claims(&house, &telephone, AICHA).await;
    let page = telephone.get("/parcours?dit=joined").await.expect(200);
    page.must_say("Aïcha Morin").must_say("On ne sait plus qui vient quand. Que faire ?");
    let journey = house.journey(AICHA).await;
    assert_eq!(journey.head.id, begun.journey);
    let seating = house.seating(&meeting).await;
    let seat = seating.registrations.iter().find(|r| r.journey == begun.journey);
    assert_eq!(seat.expect("a seat").state, Seat::Registered);
    let noted = house.audited(house.person(AICHA).await.id).await;
    assert_eq!(noted, ["right_given", "signed_in"]);
    // The link served; the page of the beginning says where to go now.
    telephone.get(&letter).await.expect(410);
    let page = visitor.get(&debut).await.expect(200).must_say(texts::begun::claimed(FR));
    assert!(!page.has_form("send_claim_again") && !page.has_form("answer_begun_seat"));
    house.close().await;
}

fn email() -> domain::text::Email {
    domain::text::Email::parse(AICHA).expect("an address")
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_beginning_tells_nobody_who_has_an_account_and_the_account_claims_it() {
    let house = House::demo().await;
    let before = house.person(LUCIE).await;
    let mut told = Vec::new();
    for email in [LUCIE, AICHA] {
        let mut typed = NEWCOMER.to_vec();
        typed.retain(|(name, _)| *name != "email");
        // The second is told that there is one of this name already.
        typed.extend([("email", email), ("likely", "new")]);
        let visitor = house.visitor();
        let debut = begins(&visitor, "/rejoindre", &typed).await;
        told.push(visitor.get(&debut).await.expect(200).words().replace(email, "…"));
        assert_eq!(house.letters_to(email).await.len(), 1, "{email}");
    }
    assert_eq!(told[0], told[1]);
    let lucie = house.visitor();
    claims(&house, &lucie, LUCIE).await;
    assert_eq!(house.person(LUCIE).await, before, "the account is as it was");
    let hats = house.rows().hats(before.id).await.expect("it reads");
    assert_eq!(hats.len(), 2, "she acts for both: {hats:?}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_the_letter_that_claims_is_sent_again_within_reason() {
    let house = House::demo().await;
    let visitor = house.visitor();
    let debut = begins(&visitor, "/rejoindre", &NEWCOMER).await;
    for _ in 0..4 {
        let next = visitor.fill_in(&debut, "send_claim_again", &[]).await.next();
        assert!(next.starts_with("/debut/") && next.ends_with("?dit=claim_sent"), "{next}");
    }
    assert_eq!(house.letters_to(AICHA).await.len(), 3);
    // Asking to sign in sends it too: nobody is told that there is no account.
    house.wait_until(house.now() + chrono::Duration::hours(1));
    visitor.fill_in("/connexion", "ask_link", &[("email", AICHA)]).await.expect(303);
    let letters = house.letters_to(AICHA).await;
    assert_eq!(letters.len(), 4);
    assert_eq!(letters[3].subject, texts::mail::claim_subject(FR));
    claims(&house, &house.visitor(), AICHA).await;
    // Another of those letters, opened later, leads to the same account.
    let (_, first) = letters[0].button.clone().expect("a link");
    let first = first.strip_prefix("http://house.example").expect("ours");
    house.visitor().fill_in(first, "enter", &[]).await.leads_to("/parcours?dit=joined");
    assert_eq!(house.rows().hats(house.person(AICHA).await.id).await.expect("it reads").len(), 1);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_the_holder_of_a_beginning_gives_its_seat_back_and_no_others() {
    let house = House::demo().await;
    let meeting = house.meeting().await;
    let path = format!("/rejoindre?reunion={}", meeting.id);
    let visitor = house.visitor();
    let debut = begins(&visitor, &path, &NEWCOMER).await;
    let begun = house.rows().begun_with(&email()).await.expect("it reads").expect("begun");
    let seats = house.seating(&meeting).await.registrations;
    let other = seats.iter().find(|seat| seat.journey != begun.journey).expect("Henri's seat").id;
    let mut watch = house.watch().await;
    let typed = [("registration", &*other.to_string()), ("answer", "give_back")];
    visitor.post(&debut, "answer_begun_seat", &typed).await.expect(404);
    let own = seats.iter().find(|seat| seat.journey == begun.journey).expect("a seat").id;
    let typed = [("registration", &*own.to_string()), ("answer", "keep")];
    visitor.post(&debut, "answer_begun_seat", &typed).await.expect(422);
    watch.nothing_changed("no right to").await;
    let next = visitor.fill_in(&debut, "answer_begun_seat", &[]).await.next();
    assert!(next.ends_with("?dit=seat_given_back"), "{next}");
    let seat = house.seating(&meeting).await.registrations;
    let seat = seat.into_iter().find(|seat| seat.id == own).expect("it was");
    assert_eq!(seat.state, Seat::Cancelled(CancelledBy::Association));
    visitor.get(&next).await.expect(200).must_say(texts::begun::no_seat(FR));
    // After thirty days, the link is past.
    house.pass_days(30);
    visitor.get(&debut).await.expect(403);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_where_the_meeting_is_full_a_held_seat_is_taken_from_the_beginning() {
    let house = House::demo().await;
    let tiny = house.tiny_meeting().await;
    let visitor = house.visitor();
    let mut typed = NEWCOMER.to_vec();
    let meeting = tiny.id.to_string();
    typed.push(("meeting", &meeting));
    let next = visitor.fill_in("/rejoindre", "join", &typed).await.next();
    assert!(next.ends_with("?dit=joined_elsewhere"), "{next}");
    let page = visitor.get(&next).await.expect(200);
    let form = page.form_on("answer_begun_seat", "answer", "take");
    let next = visitor.fill(&page, &form, &[]).await.next();
    assert!(next.ends_with("?dit=registered"), "{next}");
    let begun = house.rows().begun_with(&email()).await.expect("it reads").expect("begun");
    let seats = house.rows().registrations_of(begun.journey).await.expect("it reads");
    assert_eq!(seats.iter().map(|(seat, _)| seat.state).collect::<Vec<_>>(), [Seat::Registered]);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_who_is_signed_in_begins_another_journey_at_once() {
    let house = House::demo().await;
    let lucie = house.signed_in(LUCIE).await;
    let page = lucie.get("/rejoindre").await.expect(200).must_say("Lucie Moreau");
    let form = page.form("join");
    assert!(!form.names.contains(&"email".to_owned()), "she is known");
    let typed: Vec<_> =
        NEWCOMER.into_iter().filter(|(name, _)| !matches!(*name, "name" | "email")).collect();
    let next = lucie.fill(&page, &form, &typed).await.leads_to("/parcours?dit=joined").next();
    // She acts for the new one now.
    lucie.get(&next).await.expect(200).must_say("Les Jardins d’Aïcha & <cie>");
    assert_eq!(house.letters_to(LUCIE).await, []);
    let noted = house.audited(house.person(LUCIE).await.id).await;
    assert!(noted.contains(&"right_given".to_owned()), "{noted:?}");
    house.close().await;
}
