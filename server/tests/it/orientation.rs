//! An orientation and its answers.

use crate::house::House;
use domain::ids::OrientationId;
use domain::orientation::{DeclineReason, Orientation, State};
use domain::text::Lang;
use domain::workshops::{CancelledBy, Seat};
use server::demo::{AMINA, GASPARD, YANNICK};

mod received;

const FR: Lang = Lang::Fr;

/// The last orientation of somebody's association.
async fn last(house: &House, email: &str) -> Orientation {
    orientations(house, email).await.pop().expect("one")
}

async fn orientations(house: &House, email: &str) -> Vec<Orientation> {
    house.rows().orientations(house.journey(email).await.head.id).await.expect("it reads")
}

async fn orientation(house: &House, id: OrientationId) -> Orientation {
    house.rows().orientation(id).await.expect("it reads").expect("it is")
}

#[tokio::test(flavor = "multi_thread")]
async fn orientation_accepting_turns_the_held_seat_into_a_registration() {
    let house = House::demo().await;
    let open = orientations(&house, AMINA).await.remove(0);
    let path = format!("/orientation/{}", open.id);
    let amina = house.signed_in(AMINA).await;
    // Her journey leads there.
    let page = amina.get("/parcours").await.expect(200);
    let page = page.must_say(texts::what::answer_orientation(FR));
    assert!(page.links().contains(&path));
    let page = amina.get(&path).await.expect(200).must_say(texts::orientation::accept(FR));
    let accept = page.form("accept_orientation");
    let done = amina.fill(&page, &accept, &[]).await;
    let next = done.leads_to("/parcours?dit=orientation_accepted").next();
    amina.get(&next).await.expect(200).must_say(texts::said::orientation_accepted(FR));
    assert!(matches!(orientation(&house, open.id).await.state, State::Accepted { .. }));
    let seat = house.rows().registration(open.registration.expect("a seat")).await;
    assert_eq!(seat.expect("it reads").expect("it is").state, Seat::Registered);
    // In the other tab, it was answered already.
    let mut watch = house.watch().await;
    let id = open.id.to_string();
    let late = [("orientation", id.as_str()), ("reason", "date")];
    let answer = amina.post(&path, "decline_orientation", &late).await.expect(409);
    answer.must_say(texts::broken::already_answered(FR));
    watch.nothing_changed("a second answer").await;
    amina.get(&path).await.expect(200).must_say(texts::orientation::answered_accepted(FR));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn orientation_declining_frees_the_seat_and_opens_what_comes_instead() {
    let house = House::demo().await;
    let open = orientations(&house, AMINA).await.remove(0);
    let path = format!("/orientation/{}", open.id);
    let amina = house.signed_in(AMINA).await;
    let typed = [("reason", "date")];
    let done = amina.fill_in(&path, "decline_orientation", &typed).await;
    done.leads_to("/parcours?dit=orientation_declined");
    let State::Declined { reason, next, .. } = orientation(&house, open.id).await.state else {
        panic!("it was declined");
    };
    assert_eq!(reason, DeclineReason::Date);
    let seat = house.rows().registration(open.registration.expect("a seat")).await;
    assert_eq!(
        seat.expect("it reads").expect("it is").state,
        Seat::Cancelled(CancelledBy::Association)
    );
    // Another date, with a seat held there.
    let next = orientation(&house, next).await;
    assert_eq!(next.state, State::Open);
    assert!(next.entry.is_some() && next.entry != open.entry);
    let seat = house.rows().registration(next.registration.expect("a seat")).await;
    assert!(matches!(seat.expect("it reads").expect("it is").state, Seat::Held { .. }));
    let path = format!("/orientation/{}", next.id);
    assert!(amina.get("/parcours").await.expect(200).links().contains(&path));

    // No time at all: the wiki, where there is always room. Never nothing.
    amina.fill_in(&path, "decline_orientation", &[("reason", "no_time")]).await.expect(303);
    let last = orientations(&house, AMINA).await.pop().expect("another");
    assert_eq!((last.state, last.entry), (State::Open, None));
    let page = amina.get(&format!("/orientation/{}", last.id)).await.expect(200);
    page.must_say(texts::orientation::wiki(FR));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn orientation_what_was_answered_says_so_and_asks_nothing() {
    let house = House::demo().await;
    for email in [GASPARD, YANNICK] {
        let client = house.signed_in(email).await;
        let answered = orientations(&house, email).await.pop().expect("one");
        let page = client.get(&format!("/orientation/{}", answered.id)).await.expect(200);
        let page = page.must_say(texts::orientation::answered_accepted(FR));
        assert!(!page.has_form("accept_orientation") && !page.has_form("decline_orientation"));
    }
    house.close().await;
}
