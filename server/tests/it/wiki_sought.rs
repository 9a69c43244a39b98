//! Stories are asked for by a letter, once a tool was used for months, and told by its link, without an account.

use crate::house::{Client, House};
use domain::text::Lang;
use domain::wiki::TestimonyState;
use server::demo::BRUNO;

const FR: Lang = Lang::Fr;

/// Bruno's association signs for its tool, uses it, and three months go by.
async fn months_of_use(house: &House) -> Client {
    let bruno = house.signed_in(BRUNO).await;
    let project = house.rows().projects_of(house.journey(BRUNO).await.head.id).await;
    let project = project.expect("it reads").remove(0).id.to_string();
    bruno.fill_in("/parcours", "sign_handover", &[]).await.expect(303);
    let used = [("project", project.as_str()), ("used", "yes")];
    bruno.post("/parcours", "say_in_use", &used).await.expect(303);
    house.pass_days(80);
    asked(house).await;
    assert_eq!(told(house).await, 0, "it is too early");
    house.pass_days(15);
    asked(house).await;
    house.signed_in(BRUNO).await
}

async fn asked(house: &House) {
    server::jobs::run_due(&house.state).await;
}

/// How many letters have asked for his story.
async fn told(house: &House) -> usize {
    let all = house.rows().all_sought().await.expect("it reads");
    let ours = all.get(&house.association(BRUNO).await).cloned().unwrap_or_default();
    ours.iter().map(|sought| 1 + usize::from(sought.reminded_at.is_some())).sum()
}

/// The link of the last of them.
async fn link(house: &House) -> String {
    let letters = house.letters_to(BRUNO).await;
    let mut links = letters.iter().filter_map(|letter| letter.button.as_ref());
    let link = links.rfind(|(_, to)| to.contains("/temoigner/")).expect("a letter");
    format!("/temoigner/{}", link.1.rsplit('/').next().unwrap_or_default())
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_a_story_is_told_by_the_link_of_a_letter_without_an_account() {
    let house = House::demo().await;
    let bruno = months_of_use(&house).await;
    assert_eq!(told(&house).await, 1);
    let path = link(&house).await;
    let visitor = house.visitor();
    let first = visitor.get(&path).await.expect(200).must_say(texts::sought::never(FR));
    assert!(first.form("decline_story").names.contains(&"answer".to_owned()));
    let begun = visitor.fill_in(&path, "begin_testimony", &[]).await.next();
    assert_eq!(begun, path);
    let typed = [
        ("title", "Nos dépôts à l’heure"),
        ("after", "Plus personne n’attend."),
        ("tell[need]", "as_is"),
    ];
    let saved = visitor.fill_in(&path, "write_testimony", &typed).await.next();
    assert_eq!(saved, format!("{path}?dit=testimony_saved"));
    let page = visitor.get(&path).await.expect(200).must_say("Plus personne n’attend.");
    assert_eq!(page.form("write_testimony").value("title"), Some("Nos dépôts à l’heure"));
    // His association has it too; who consented had the link, and no name.
    let story = house.rows().testimonies_of(house.journey(BRUNO).await.head.id).await;
    let story = story.expect("it reads").remove(0);
    let own = format!("/temoignage/{}", story.id);
    bruno.get(&own).await.expect(200).must_say("Plus personne n’attend.");
    let consents = house.rows().consents(story.id).await.expect("it reads");
    assert_eq!(consents.iter().map(|consent| consent.by).collect::<Vec<_>>(), [None]);
    // The link opens no other story, and nothing else of his.
    let others = house.rows().shown_stories(1).await.expect("it reads");
    let other = others.first().expect("Nadia's").testimony.id.to_string();
    let elsewhere = [("testimony", other.as_str()), ("title", "Un titre"), ("before", "Un mot")];
    visitor.fill_in(&path, "write_testimony", &elsewhere).await.expect(403);
    visitor.get(&own).await.expect(401);
    let next = visitor.fill_in(&path, "write_testimony", &[("publish", "yes")]).await.next();
    visitor.get(&next).await.expect(200).must_say("Plus personne n’attend.");
    // It tells its story: nobody reminds it; the link goes on working, until it is ended.
    house.pass_days(20);
    asked(&house).await;
    assert_eq!(told(&house).await, 1);
    visitor.get(&path).await.expect(200);
    let bruno = house.signed_in(BRUNO).await;
    let ended = bruno.fill_in(&own, "end_story_link", &[]).await;
    ended.leads_to(&format!("{own}?dit=story_link_ended"));
    visitor.get(&path).await.expect(403);
    let state = house.rows().testimony(story.id).await.expect("it reads").expect("it is").state;
    assert_eq!(state, TestimonyState::Published, "the story stays");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_who_is_asked_for_a_story_is_reminded_once_and_may_say_no() {
    let house = House::demo().await;
    months_of_use(&house).await;
    for (days, letters) in [(1, 1), (13, 2), (14, 2), (10, 2)] {
        house.pass_days(days);
        asked(&house).await;
        assert_eq!(told(&house).await, letters, "after {days} more days");
    }
    // Once and for all.
    let path = link(&house).await;
    let no = house.visitor().post(&path, "decline_story", &[("answer", "never")]).await;
    no.leads_to("/temoignages?dit=story_never");
    house.visitor().get(&path).await.expect(403);
    for _ in 0..3 {
        house.pass_days(200);
        asked(&house).await;
    }
    assert_eq!(told(&house).await, 2);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_not_now_is_for_some_months() {
    let house = House::demo().await;
    months_of_use(&house).await;
    let path = link(&house).await;
    let visitor = house.visitor();
    let wrong = visitor.post(&path, "decline_story", &[("answer", "peut-être")]).await;
    wrong.expect(422);
    visitor.post(&path, "decline_story", &[("answer", "not_now")]).await.expect(303);
    house.pass_days(100);
    asked(&house).await;
    assert_eq!(told(&house).await, 1);
    house.pass_days(100);
    asked(&house).await;
    assert_eq!(told(&house).await, 2);
    visitor.get(&link(&house).await).await.expect(200);
    house.close().await;
}
