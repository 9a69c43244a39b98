//! Who receives an association: a partner outside, the organizers of another action; and what nobody answers.

use super::{FR, last, orientation};
use crate::hats::{give, wear};
use crate::house::{House, fresh};
use chrono::Duration;
use domain::accounts::{Action, Bearer, COOPAXIS, Hat, PALO_ALTOURS, Purpose};
use domain::journey::{Ball, What};
use domain::orientation::{Cause, DeclineReason, Orientation, Place, State};
use domain::text::Lang;
use domain::workshops::{Level, Seat};
use server::demo::{
    AMINA, BRUNO, CAMILLE, FATOU, GASPARD, LUCIE, MIREILLE, MONA, PARTNER, PAUL, RACHEL, VERA,
};
use server::jobs::run_due;

/// The path of the link in the last letter to an address.
async fn link(house: &House, to: &str) -> String {
    let told = house.letters_to(to).await;
    let linked = told.into_iter().rev().filter_map(|told| told.button).map(|(_, url)| url);
    let url = linked.into_iter().find(|url| url.contains("/lien/")).expect("a link");
    url[url.find("/lien/").expect("a path")..].to_owned()
}

/// The link by which an association is received. The cast's own letters were never written.
fn receiving(house: &House, sent: &Orientation) -> String {
    let until = sent.until(None).expect("a date");
    let bearer = Bearer { purpose: Purpose::ReceiveOrientation(sent.id), until };
    format!("/lien/{}", app::links::sign(&house.state.link_key, &bearer))
}

#[tokio::test(flavor = "multi_thread")]
async fn orientation_a_partner_answers_in_one_click_and_the_journey_goes_on() {
    for taken in [true, false] {
        let house = House::demo().await;
        let sent = last(&house, RACHEL).await;
        let Place::Partner(_) = sent.to else { panic!("{sent:?}") };
        let next = house.journey(RACHEL).await.next(house.now());
        assert_eq!((next.what, next.since), (What::ReceiverAnswer, sent.ball().expect("theirs").1));
        // The letter's link opens without an account, and whoever is signed in there is not asked.
        let path = receiving(&house, &sent);
        let rachel = house.person(RACHEL).await;
        let visitor = house.signed_in(AMINA).await;
        let page = visitor.get(&path).await.expect(200);
        let page = page.must_say(rachel.email.as_str()).must_say("budget sur trois ans");
        let form = page.form("receive_orientation");
        let answer = if taken { "taken" } else { "full" };
        let done = visitor.fill(&page, &form, &[("answer", answer)]).await;
        done.leads_to("/?dit=orientation_received");
        let after = orientation(&house, sent.id).await;
        if taken {
            assert_eq!(after.state, State::Honoured { at: house.now() });
            let told = house.letters_to(RACHEL).await.pop().expect("a letter");
            assert!(told.subject.contains("Point d’appui"), "{}", told.subject);
            let next = house.journey(RACHEL).await.next(house.now());
            assert_eq!((next.what, next.ball), (What::MeetAgain, Ball::Association));
            visitor.get(&path).await.expect(200).must_say(texts::orientation::receive_over(FR));
        } else {
            let State::Declined { reason, next, .. } = after.state else { panic!("{after:?}") };
            assert_eq!(reason, DeclineReason::Full);
            // It is listened to again: a seat is held at a meeting, and the letter says why.
            let next = orientation(&house, next).await;
            assert_eq!((next.to, next.cause), (Place::HACKATHON, Cause::Declined(sent.id)));
            assert!(next.registration.is_some());
            let told = house.letters_to(RACHEL).await.pop().expect("a letter");
            let why = texts::decline_reason::full(FR);
            assert!(told.paragraphs.iter().any(|said| said.contains(why)), "{told:?}");
            // What they were told of it is theirs no more.
            visitor.get(&path).await.expect(200).must_not_say(rachel.email.as_str());
        }
        let mut watch = house.watch().await;
        let again = form.filled(&[("command", &fresh()), ("answer", "taken")]);
        visitor.post_fields(&path, &again).await.expect(409);
        watch.nothing_changed("a second answer").await;
        house.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn orientation_organizers_receive_what_outgrew_a_workshop_and_a_project_is_prepared() {
    let house = House::demo().await;
    let sent = last(&house, MIREILLE).await;
    assert_eq!(sent.ball().map(|(ball, _)| ball), Some(Ball::Organizers(Action::Hackathon)));
    let path = format!("/orientation/{}", sent.id);
    let paul = house.signed_in(PAUL).await;
    let journey = paul.get(&format!("/parcours/{}", sent.journey)).await.expect(200);
    assert!(journey.links().contains(&path));
    let page = paul.get(&path).await.expect(200).must_say("tirer chaque voix");
    // Nobody else, and no answer that is not one.
    let mut watch = house.watch().await;
    let typed = [("orientation", sent.id.to_string()), ("answer", "taken".to_owned())];
    let typed: Vec<_> = typed.iter().map(|(n, v)| (*n, v.as_str())).collect();
    let camille = house.signed_in(CAMILLE).await;
    let mireille = house.signed_in(MIREILLE).await;
    watch.something_changed("signing in").await;
    for client in [&camille, &mireille] {
        client.post(&path, "receive_orientation", &typed).await.expect(404);
    }
    for answer in ["", "date", "peut-être"] {
        let typed = [("orientation", typed[0].1), ("answer", answer)];
        paul.post(&path, "receive_orientation", &typed).await.expect(422);
    }
    watch.nothing_changed("answers that are none").await;

    let form = page.form("receive_orientation");
    let done = paul.fill(&page, &form, &[("answer", "taken")]).await;
    done.leads_to(&format!("{path}?dit=orientation_received"));
    let next = house.journey(MIREILLE).await.next(house.now());
    assert_eq!((next.what, next.ball), (What::SubmitProject, Ball::Association));
    let page = mireille.get("/projet").await.expect(200);
    assert!(page.has_form("submit_project"));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn orientation_the_host_of_a_session_sends_a_need_to_the_hackathon_in_two_clicks() {
    let house = House::demo().await;
    let session = house.common_session().await;
    house.wait_until(session.starts_at + Duration::hours(1));
    let path = format!("/agenda/{}", session.id);
    let vera = house.signed_in(VERA).await;
    let page = vera.get(&path).await.expect(200).must_say(texts::orient::to_hackathon(FR));
    let form = page.form("orient_from_date");
    let done = vera.fill(&page, &form, &[]).await;
    done.leads_to(&format!("{path}?dit=association_oriented"));
    let sent = last(&house, GASPARD).await;
    assert_eq!((sent.from, sent.to), (Place::WORKSHOPS, Place::HACKATHON));
    assert_eq!((sent.cause, sent.state), (Cause::Date(session.id), State::Open));
    // One at a time; and only of who had a seat there.
    let mut watch = house.watch().await;
    let again = form.filled(&[("command", &fresh())]);
    vera.post_fields(&path, &again).await.expect(409);
    let elsewhere = house.association(FATOU).await.to_string();
    let other = form.filled(&[("command", &fresh()), ("association", &elsewhere)]);
    vera.post_fields(&path, &other).await.expect(404);
    watch.nothing_changed("orientations that may not be").await;

    // The association says yes, by the link in its letter; the organizers are told.
    let visitor = house.visitor();
    let path = link(&house, GASPARD).await;
    let page = visitor.get(&path).await.expect(200).must_say(texts::orientation::team(FR));
    let done = visitor.fill(&page, &page.form("accept_orientation"), &[]).await;
    done.leads_to("/?dit=orientation_agreed");
    let page = visitor.get(&link(&house, PAUL).await).await.expect(200);
    page.must_say(texts::orientation::receive_question(FR));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn orientation_the_hackathon_sends_a_team_s_association_to_learn_its_tool() {
    let house = House::demo().await;
    let project = house.rows().projects_of(house.journey(BRUNO).await.head.id).await;
    let project = project.expect("it reads").remove(0).id;
    let path = format!("/projet/{project}");
    let paul = house.signed_in(PAUL).await;
    let page = paul.get(&path).await.expect(200);
    let form = page.form("orient_to_learn");
    let done = paul.fill(&page, &form, &[]).await;
    done.leads_to(&format!("{path}?dit=association_oriented"));
    let sent = last(&house, BRUNO).await;
    assert_eq!((sent.from, sent.to), (Place::HACKATHON, Place::WORKSHOPS));
    assert_eq!((sent.cause, sent.state), (Cause::Tool(project), State::Open));
    // A seat is held at a follow-up, where tools are learnt.
    let at = house.rows().entry(sent.entry.expect("a date")).await.expect("it reads");
    let at = at.expect("it is");
    assert_eq!((at.level, &at.theme), (Some(Level::FollowUp), &sent.theme));
    let seat = async || {
        let seat = house.rows().registration(sent.registration.expect("a seat")).await;
        seat.expect("it reads").expect("it is")
    };
    assert!(matches!(seat().await.state, Seat::Held { .. }));
    let told = house.letters_to(BRUNO).await.pop().expect("a letter");
    assert!(told.paragraphs.contains(&texts::orient::cause_tool(FR).to_owned()), "{told:?}");
    // The button has done its work, whether it is answered or not.
    let again = async |why: &str| {
        assert!(!paul.get(&path).await.expect(200).has_form("orient_to_learn"));
        let mut watch = house.watch().await;
        let again = form.filled(&[("command", &fresh())]);
        paul.post_fields(&path, &again).await.expect(409).must_say(why);
        watch.nothing_changed("sent twice").await;
    };
    again(texts::broken::orientation_open(FR)).await;
    let bruno = house.signed_in(BRUNO).await;
    let page = bruno.get(&format!("/orientation/{}", sent.id)).await.expect(200);
    let page = page.must_say(texts::orient::cause_tool(FR));
    bruno.fill(&page, &page.form("accept_orientation"), &[]).await.expect(303);
    assert_eq!(seat().await.state, Seat::Registered);
    again(texts::broken::already_registered(FR)).await;
    // Who came has learnt it: the hand-over is honoured.
    house.wait_until(at.starts_at + Duration::hours(1));
    let vera = house.signed_in(VERA).await;
    let present = format!("presence[{}]", seat().await.id);
    let session = format!("/presences/{}", at.id);
    vera.fill_in(&session, "note_presence", &[(&present, "present")]).await.expect(303);
    assert!(matches!(orientation(&house, sent.id).await.state, State::Honoured { .. }));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn orientation_a_mentor_hands_over_the_association_that_they_accompany() {
    let house = House::demo().await;
    // A mentor only: Mona accompanies Fatou's association.
    house.accident("DELETE FROM hat WHERE code = 'volunteer'").await;
    let mona = house.signed_in(MONA).await;
    let path = format!("/parcours/{}", house.journey(FATOU).await.head.id);
    let typed = [("to", "hackathon"), ("reason", "Le planning ne tient plus dans un tableur.")];
    let done = mona.fill_in(&path, "orient_association", &typed).await;
    done.leads_to(&format!("{path}?dit=association_oriented"));
    let sent = last(&house, FATOU).await;
    assert_eq!((sent.from, sent.to), (Place::WORKSHOPS, Place::HACKATHON));
    let opened = house.journey(FATOU).await;
    let event = opened.events.last().expect("one");
    assert_eq!((event.subject, event.hat.as_str()), (sent.id.0, "mentor"));
    // It answers first; then the ball is the organizers'.
    let fatou = house.signed_in(FATOU).await;
    let page = fatou.get(&format!("/orientation/{}", sent.id)).await.expect(200);
    let page = page.must_say("ne tient plus dans un tableur");
    fatou.fill(&page, &page.form("accept_orientation"), &[]).await.expect(303);
    let ball = orientation(&house, sent.id).await.ball().map(|(ball, _)| ball);
    assert_eq!(ball, Some(Ball::Organizers(Action::Hackathon)));
    // Of nobody else.
    let mut watch = house.watch().await;
    let other = house.journey(AMINA).await.head.id.to_string();
    let typed = [("journey", other.as_str()), typed[0], typed[1]];
    mona.post(&path, "orient_association", &typed).await.expect(404);
    watch.nothing_changed("somebody else's association").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn orientation_organizers_of_two_actions_see_what_waits_for_both() {
    let house = House::demo().await;
    let sent = last(&house, MIREILLE).await;
    assert_eq!(sent.ball().map(|(ball, _)| ball), Some(Ball::Organizers(Action::Hackathon)));
    let mireille = house.association(MIREILLE).await;
    let name = house.rows().association(mireille).await.expect("it reads").expect("it is").name;
    let journey = format!("/parcours/{}", sent.journey);
    let seen = async |client: &crate::house::Client| {
        client.get("/orientations").await.expect(200).links().contains(&journey)
    };
    // As organizer of the Wiki alone, then of the Hackathon too, whichever hat she wears.
    let wiki = Hat::Organizer(Action::Wiki, COOPAXIS);
    give(&house, LUCIE, wiki).await;
    let lucie = house.signed_in(LUCIE).await;
    wear(&lucie, wiki).await;
    assert!(!seen(&lucie).await, "{name} never came to the Wiki");
    give(&house, LUCIE, Hat::Organizer(Action::Hackathon, PALO_ALTOURS)).await;
    assert!(seen(&lucie).await);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn orientation_partners_are_written_to_in_their_language_without_an_account() {
    let house = House::demo().await;
    let partner = house.rows().partners().await.expect("it reads").remove(0);
    let contact = partner.contact.as_str().to_owned();
    let camille = house.signed_in(CAMILLE).await;
    let page = camille.get("/partenaires").await.expect(200);
    let form = page.form_on("save_partner", "partner", &partner.id.to_string());
    camille.fill(&page, &form, &[("lang", "en")]).await.expect(303);
    let typed = [("to", &*Place::Partner(partner.id).code()), ("reason", "Un bail à relire.")];
    let path = format!("/parcours/{}", house.journey(FATOU).await.head.id);
    camille.fill_in(&path, "orient_association", &typed).await.expect(303);
    let fatou = house.signed_in(FATOU).await;
    let path = format!("/orientation/{}", last(&house, FATOU).await.id);
    fatou.fill_in(&path, "accept_orientation", &[]).await.expect(303);
    let told = house.letters_to(&contact).await.pop().expect("a letter");
    let name = "L’Épicerie du Menneton";
    assert_eq!(told.subject, texts::mail::orientation_received_subject(Lang::En, name));
    assert_eq!(told.footer, texts::mail::footer_address(Lang::En));
    assert!(told.more.1.ends_with("/en/vie-privee"), "{}", told.more.1);
    let (_, url) = told.button.expect("a link");
    let path = &url[url.find("/en/lien/").expect("in English")..];
    let page = house.visitor().get(path).await.expect(200);
    page.must_say(texts::orientation::receive_question(Lang::En));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn orientation_organizers_hand_over_to_a_partner_for_a_reason_in_words() {
    let house = House::demo().await;
    let journey = house.journey(FATOU).await.head.id;
    let path = format!("/parcours/{journey}");
    let camille = house.signed_in(CAMILLE).await;
    let partner = house.rows().partners().await.expect("it reads").remove(0);
    let to = Place::Partner(partner.id).code();
    let typed = [("to", to.as_str()), ("reason", "Un bail à relire avant la fin du mois.")];
    let done = camille.fill_in(&path, "orient_association", &typed).await;
    done.leads_to(&format!("{path}?dit=association_oriented"));
    let sent = last(&house, FATOU).await;
    assert_eq!((sent.from, sent.to), (Place::WORKSHOPS, Place::Partner(partner.id)));
    // Nothing leaves before the association has said yes.
    let contact = partner.contact.as_str();
    assert_eq!(house.letters_to(contact).await, []);
    let fatou = house.signed_in(FATOU).await;
    let page = fatou.get(&format!("/orientation/{}", sent.id)).await.expect(200);
    let page = page.must_say("Un bail à relire").must_say(partner.name.as_str());
    fatou.fill(&page, &page.form("accept_orientation"), &[]).await.expect(303);
    let told = house.letters_to(contact).await.pop().expect("a letter");
    assert!(told.paragraphs.iter().any(|said| said.contains("Un bail à relire")), "{told:?}");
    camille.get(&path).await.expect(200).must_say(texts::orient::waits(FR));
    house.close().await;
}

/// Runs what is due, as the server does each minute.
async fn due(house: &House) {
    run_due(&house.state).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn orientation_what_nobody_answers_is_reminded_of_then_closed_with_a_next_step() {
    let house = House::demo().await;
    let held = last(&house, AMINA).await;
    let (sent, since) = (last(&house, RACHEL).await, house.now());
    let until = sent.until(None).expect("a date");
    // Two days before, the partner is reminded, with a link that works until then.
    house.wait_until(until - Duration::days(1));
    due(&house).await;
    let reminders = house.letters_to(PARTNER).await;
    let subject = texts::mail::orientation_received_subject(FR, "L’Entraide des Fontaines");
    assert_eq!(reminders.iter().filter(|told| told.subject == subject).count(), 1, "{reminders:?}");
    house.visitor().get(&link(&house, PARTNER).await).await.expect(200);
    assert_eq!(orientation(&house, sent.id).await.state, sent.state, "not before its date");
    house.wait_until(until + Duration::days(1));
    due(&house).await;
    let State::Expired { next, at } = orientation(&house, sent.id).await.state else {
        panic!("it is closed")
    };
    assert!(at > since);
    let next = orientation(&house, next).await;
    assert_eq!((next.cause, next.state), (Cause::Expired(sent.id), State::Open));
    assert_eq!(next.to, Place::HACKATHON, "listened to again, with a seat held");
    let told = house.letters_to(RACHEL).await.pop().expect("a letter");
    let why = texts::mail::orientation_expired(FR, "Point d’appui à la vie associative");
    assert!(told.paragraphs.contains(&why), "{told:?}");
    house.visitor().get(&receiving(&house, &sent)).await.expect(403);
    // So is the seat that was held; and done again, nothing more is.
    let State::Expired { next, .. } = orientation(&house, held.id).await.state else {
        panic!("it is closed")
    };
    assert_eq!(orientation(&house, next).await.to, Place::WIKI);
    let mut watch = house.watch().await;
    due(&house).await;
    watch.nothing_changed("work that is done").await;
    every_end_has_a_successor(&house).await;
    house.close().await;
}

/// Nobody is left without a next step.
async fn every_end_has_a_successor(house: &House) {
    let year = house.now() - Duration::days(3_650);
    let all = house.rows().orientations_since(year).await.expect("it reads");
    let known = |id| all.iter().any(|o: &Orientation| o.id == id);
    for one in &all {
        if let State::Declined { next, .. } | State::Expired { next, .. } = one.state {
            assert!(known(next), "{one:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn orientation_says_why_this_workshop() {
    let house = House::demo().await;
    let open = last(&house, AMINA).await;
    let amina = house.signed_in(AMINA).await;
    let page = amina.get(&format!("/orientation/{}", open.id)).await.expect(200);
    page.must_say(texts::orientation::for_you(FR)).must_say("Travailler ensemble");
    house.close().await;
}
