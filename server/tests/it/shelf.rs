//! What everybody sees alike is kept as bytes, until it changes.

use crate::house::{Answer, House, fresh};
use chrono::Duration;
use domain::act::Change;
use domain::text::Title;
use domain::workshops::Entry;
use reqwest::Method;
use server::demo::LUCIE;

const AGENDA: &str = "/agenda?genre=info_meeting";

fn tag(page: &Answer) -> String {
    let tag = page.headers.get("etag").expect("a kept page has a tag");
    tag.to_str().expect("a text").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn workshops_the_agenda_is_kept_until_it_changes() {
    let house = House::demo().await;
    let visitor = house.visitor();
    let page = visitor.get(AGENDA).await.expect(200);
    let same = visitor.get(AGENDA).await.expect(200);
    assert_eq!((tag(&page), &page.body), (tag(&same), &same.body));
    assert_eq!(page.headers["cache-control"], "no-cache");
    // A browser that has it is told so, and is sent nothing.
    let has = [("if-none-match", tag(&page))];
    let has = has.each_ref().map(|(name, value)| (*name, value.as_str()));
    let known = visitor.send(Method::GET, AGENDA, &has, Vec::new()).await.expect(304);
    assert_eq!((known.body.as_str(), tag(&known)), ("", tag(&page)));
    let small = [("accept-encoding", "br, gzip")];
    let small = visitor.send(Method::GET, AGENDA, &small, Vec::new()).await.expect(200);
    assert_eq!(small.headers["content-encoding"], "gzip");
    // Another address, another page.
    assert_ne!(tag(&visitor.get(&format!("/en{AGENDA}")).await.expect(200)), tag(&page));
    // Who has signed in sees their own.
    let lucie = house.signed_in(LUCIE).await;
    let own = lucie.get(AGENDA).await.expect(200);
    assert_eq!(
        (own.headers.get("etag"), &own.headers["cache-control"]),
        (None, &"no-store".parse().expect("a value"))
    );
    assert!(own.body.contains("Lucie") && !visitor.get(AGENDA).await.body.contains("Lucie"));
    // A seat is taken: one less is free, from the next look on.
    let meeting = house.meeting().await;
    let entry = meeting.id.to_string();
    let taken = lucie.post(&format!("/agenda/{entry}"), "register", &[("entry", &entry)]).await;
    taken.expect(303);
    let after = visitor.send(Method::GET, AGENDA, &has, Vec::new()).await.expect(200);
    assert_ne!((tag(&after), &after.body), (tag(&page), &page.body));
    // A date that is past leaves by itself.
    assert!(after.body.contains(&entry));
    house.wait_until(meeting.starts_at + Duration::minutes(1));
    assert!(!visitor.get(AGENDA).await.expect(200).body.contains(&entry));
    // Addresses that anybody types do not fill the memory, nor are they mixed up.
    for n in 0..300 {
        visitor.get(&format!("/agenda?genre=encounter&n={n}")).await.expect(200);
    }
    assert_eq!(tag(&visitor.get(AGENDA).await), tag(&visitor.get(AGENDA).await));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn workshops_the_agenda_changes_on_every_process() {
    let Some(house) = House::demo_on_postgres().await else { return };
    let other = house.second_process().await;
    let visitor = other.visitor();
    let before = visitor.get(AGENDA).await.expect(200);
    let meeting = house.meeting().await;
    let said = format!("Réunion {}", fresh());
    let title = Title::parse(&said).expect("a title");
    house.remember(Change::Entry(Entry { title, ..meeting })).await;
    assert!(!before.body.contains(&said));
    // The other process is told, a moment later.
    let mut seen = false;
    for _ in 0..100 {
        seen = visitor.get(AGENDA).await.expect(200).body.contains(&said);
        if seen {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert!(seen, "the other process still shows what it kept");
    house.close().await;
}
