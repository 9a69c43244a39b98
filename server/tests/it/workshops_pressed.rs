//! The same press many times at once: a double click, a page sent again, another process. It counts once, and is answered
//! alike each time.

use crate::house::{Answer, House, fresh};
use domain::text::Lang;
use domain::workshops::{Entry, Registration};
use server::demo::LUCIE;
use std::sync::Arc;
use tokio::task::JoinSet;

const FR: Lang = Lang::Fr;
const TIMES: usize = 100;

/// What a browser makes of an answer.
fn told(answer: &Answer) -> (u16, String) {
    (answer.status, answer.header("location").to_owned())
}

/// Lucie sends this form a hundred times at once, by each of these doors in turn. The one answer.
async fn presses(
    doors: &[&House],
    cookie: &str,
    path: &str,
    form: &'static str,
    typed: &[(&'static str, String)],
) -> (u16, String) {
    let mut all = JoinSet::new();
    for n in 0..TIMES {
        let client = doors[n % doors.len()].visitor();
        client.keep_cookie(Some(cookie.to_owned()));
        let (path, typed) = (path.to_owned(), Arc::<[_]>::from(typed));
        all.spawn(async move {
            let typed: Vec<_> = typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
            told(&client.post(&path, form, &typed).await)
        });
    }
    let mut answers = all.join_all().await;
    assert_eq!(answers.len(), TIMES);
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
    answers.remove(0)
}

async fn count_once(doors: &[&House]) {
    let house = doors[0];
    let lucie = house.signed_in(LUCIE).await;
    let cookie = lucie.cookie().expect("she has signed in");
    let own = house.association(LUCIE).await;
    let hers = async |at: &Entry| -> Vec<Registration> {
        let seats = house.seating(at).await.registrations.into_iter();
        seats.filter(|seat| seat.association == own).collect()
    };
    let letters = async || house.letters_to(LUCIE).await.len();
    let (meeting, tiny) = (house.meeting().await, house.tiny_meeting().await);
    let at = |entry: &Entry| (format!("/agenda/{}", entry.id), entry.id.to_string());

    // Two people of hers come.
    let (path, entry) = at(&meeting);
    let command = fresh();
    let names = [("people[1]", "Zoé Blanc"), ("people[2]", "Noé Brun")];
    let mut typed = vec![("command", command.clone()), ("entry", entry.clone())];
    typed.extend(names.map(|(field, name)| (field, name.to_owned())));
    let before = letters().await;
    let answer = presses(doors, &cookie, &path, "register", &typed).await;
    assert_eq!(answer, (303, "/parcours?dit=registered".to_owned()));
    let seats = hers(&meeting).await;
    assert_eq!(seats.len(), 2, "{seats:?}");
    assert!(letters().await <= before + 2, "each is told once");
    // The same key with other content is refused, by whichever door.
    for door in doors {
        let client = door.visitor();
        client.keep_cookie(Some(cookie.clone()));
        let other =
            [("command", command.as_str()), ("entry", &entry), ("people[1]", "Quelqu’un d’autre")];
        let refused = client.post(&path, "register", &other).await.expect(409);
        refused.must_say(texts::error::command_reused(FR));
        // Nor does it serve for another form.
        let seat = seats[0].id.to_string();
        let other = [("command", command.as_str()), ("registration", &seat)];
        client.post(&path, "cancel_seat", &other).await.expect(409);
    }
    assert_eq!(hers(&meeting).await, seats, "nothing changed");

    // She gives one back, and goes on a waiting list.
    let seat = seats[0].id.to_string();
    let typed = [("command", fresh()), ("registration", seat)];
    let answer = presses(doors, &cookie, &path, "cancel_seat", &typed).await;
    assert_eq!(answer, (303, "/parcours?dit=seat_given_back".to_owned()));
    let (path, entry) = at(&tiny);
    let typed = [("command", fresh()), ("entry", entry), ("wait", "yes".to_owned())];
    let answer = presses(doors, &cookie, &path, "register", &typed).await;
    assert_eq!(answer, (303, format!("{path}?dit=waiting")));
    assert_eq!(hers(&tiny).await.len(), 1, "one place in the line");
}

#[tokio::test(flavor = "multi_thread")]
async fn workshops_the_same_press_a_hundred_times_counts_once() {
    let house = House::demo().await;
    count_once(&[&house]).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn workshops_the_same_press_on_two_processes_counts_once() {
    let Some(house) = House::demo_on_postgres().await else { return };
    let other = house.second_process().await;
    count_once(&[&house, &other]).await;
    house.close().await;
}
