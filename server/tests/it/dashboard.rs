//! The organizers' desk: who stands where, and who waits for whom since when.

use crate::house::{Answer, House};
use crate::html::{Tag, tags};
use app::routes::href;
use domain::accounts::{Action, Actor, COOPAXIS, Hat, Sight, Signed};
use domain::dashboard::Desk;
use domain::ids::AssociationId;
use domain::journey::{Ball, Step, What};
use domain::text::Lang;
use server::demo::{ADA, BRUNO, CAMILLE, KARIM, LUCIE, MONA, PAUL, VICTOR};
use std::collections::BTreeSet;
use texts::dates;

#[tokio::test(flavor = "multi_thread")]
async fn dashboard_organizers_see_who_waits() {
    let house = House::demo().await;
    for organizer in [CAMILLE, PAUL] {
        let client = house.signed_in(organizer).await;
        for lang in [Lang::Fr, Lang::En] {
            let page = client.get(&app::routes::href(lang, "/bureau")).await.expect(200);
            // Karim waits for a diagnosis; Bruno has a hand-over to sign.
            for waiting in ["Vélo Cher et Loire", "La Ressourcerie de la Gloriette"] {
                assert!(page.says(waiting), "{waiting}: {}", page.words());
            }
            assert!(page.says("19"), "since when: {}", page.words());
        }
    }
    for other in [LUCIE, MONA, VICTOR, ADA] {
        let answer = house.signed_in(other).await.get("/bureau").await.expect(403);
        answer.must_not_say("Vélo Cher et Loire");
    }
    house.visitor().get("/bureau").await.expect(401).must_not_say("Vélo Cher et Loire");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn dashboard_moves_with_what_happens() {
    let house = House::demo().await;
    let camille = house.signed_in(CAMILLE).await;
    let name = "La Fanfare du Vieux Tours";
    camille.get("/bureau").await.expect(200).must_not_say(name);
    let mut typed = crate::accounts::NEWCOMER.to_vec();
    typed.retain(|(field, _)| *field != "association");
    typed.push(("association", name));
    house.visitor().fill_in("/rejoindre", "join", &typed).await.expect(303);
    camille.get("/bureau").await.expect(200).must_say(name);
    house.close().await;
}

/// A row of who waits for whom, as the page shows it.
struct Shown {
    /// What the filters know it by.
    filed: String,
    hidden: bool,
    words: String,
}

fn shown(page: &Answer) -> Vec<Shown> {
    let row = |tag: &Tag<'_>| {
        let filed = tag.get("data-filed")?.to_owned();
        Some(Shown { filed, hidden: tag.get("hidden").is_some(), words: tag.words() })
    };
    tags(&page.body).iter().filter_map(row).collect()
}

/// The rows of every table, without blanks: cells stand side by side.
fn squeezed_rows(page: &Answer) -> Vec<String> {
    let tags = tags(&page.body);
    tags.iter().filter(|tag| tag.name == "tr").map(|tag| squeezed(&tag.words())).collect()
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// What the domain reads from the journeys that the store holds.
async fn read(house: &House) -> Desk {
    Desk::read(&house.rows().journeys().await.expect("it reads"), house.now())
}

/// The associations whose journey an organizer of this action sees whole, or handed over.
async fn concerned(house: &House, action: Action) -> BTreeSet<AssociationId> {
    let organizer = Actor::Person(Signed {
        person: house.person(CAMILLE).await.id,
        name: String::new(),
        hats: vec![Hat::Organizer(action, COOPAXIS)],
        wearing: None,
    });
    let journeys = house.rows().journeys().await.expect("it reads").into_iter();
    let handed = |journey: &domain::journey::Journey| {
        action == Action::Hackathon && journey.next(house.now()).what == What::AnswerOrientation
    };
    let seen = journeys.filter(|j| organizer.sight(j) == Ok(Sight::Whole) || handed(j));
    seen.map(|journey| journey.head.association).collect()
}

fn ball(lang: Lang, ball: Ball) -> (&'static str, String) {
    match ball {
        Ball::Association => ("association", texts::desk::ball_association(lang).to_owned()),
        Ball::Volunteers => ("volunteers", texts::desk::ball_volunteers(lang).to_owned()),
        Ball::Organizers(action) => {
            let by = if action == Action::Hackathon { "PALO ALTOURS" } else { "CoopAxis" };
            let action = texts::action::of(lang, action.code());
            ("organizers", texts::desk::ball_organizers(lang, action, by))
        }
        Ball::Partner(_) => ("partners", texts::place::partner(lang).to_owned()),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn dashboard_counts_are_what_the_domain_reads_from_the_journeys() {
    let house = House::demo().await;
    let desk = read(&house).await;
    // The cast: twenty-one associations, of which one has told its story.
    assert_eq!(desk.steps.values().sum::<u32>(), 21, "{:?}", desk.steps);
    assert_eq!(desk.steps[&Step::Told], 1);
    assert!(desk.steps[&Step::Question] >= 2 && desk.steps[&Step::Delivered] >= 1);
    let camille = house.signed_in(CAMILLE).await;
    for lang in [Lang::Fr, Lang::En] {
        let page = camille.get(&href(lang, "/bureau")).await.expect(200);
        let page = page.must_say(&texts::desk::steps(lang, 21));
        let rows = squeezed_rows(&page);
        let name = |step: Step| texts::step::of(lang, step.code());
        for (step, count) in &desk.steps {
            let row = squeezed(&format!("{}{count}", name(*step)));
            assert!(rows.contains(&row), "{row}: {rows:?}");
        }
        assert!(!desk.flows.is_empty());
        for ((from, to), count) in &desk.flows {
            let row = squeezed(&format!("{}{}{count}", name(*from), name(*to)));
            assert!(rows.contains(&row), "{row}: {rows:?}");
        }
        let told = squeezed(&page.words());
        for (label, count) in [
            (texts::desk::welcomed(lang), desk.figures.welcomed),
            (texts::desk::presences(lang), desk.figures.presences),
            (texts::desk::delivered(lang), desk.figures.tools_delivered),
            (texts::desk::in_use(lang), desk.figures.tools_in_use),
            (texts::desk::inspired(lang), desk.figures.inspired),
        ] {
            let figure = squeezed(&format!("{label}{count}"));
            assert!(told.contains(&figure), "{figure}: {told}");
        }
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn dashboard_tells_who_waits_for_whom_and_since_when() {
    let house = House::demo().await;
    let camille = house.signed_in(CAMILLE).await;
    let names = house.rows().association_names().await.expect("it reads");
    let (karim, bruno) = (house.journey(KARIM).await, house.journey(BRUNO).await);
    // Today, and after some days in which nothing happened but waiting.
    for passed in [0, 5] {
        house.pass_days(passed);
        let mut desk = read(&house).await;
        // What only concerns another action is on another desk.
        let ours = concerned(&house, Action::Workshops).await;
        let all = desk.waiting.len();
        desk.waiting.retain(|waiting| ours.contains(&waiting.association));
        assert!(desk.waiting.len() < all, "the demo has one for the wiki alone");
        let waits = |of: AssociationId| {
            desk.waiting.iter().find(|w| w.association == of).expect("it waits")
        };
        let his = waits(karim.head.association);
        assert_eq!((his.next.what, his.next.ball), (What::Diagnosis, Ball::Volunteers));
        assert_eq!(his.days(house.now()), 19 + passed);
        assert_eq!(waits(bruno.head.association).next.what, What::SignHandover);
        for lang in [Lang::Fr, Lang::En] {
            let page = camille.get(&href(lang, "/bureau")).await.expect(200);
            let for_us = desk.waiting.iter().filter(|w| w.for_the_programme()).count();
            let for_us = i64::try_from(for_us).expect("a few");
            assert!(page.says(&texts::desk::heading(lang, for_us)), "{}", page.words());
            let rows = shown(&page);
            assert_eq!(rows.len(), desk.waiting.len());
            // In the domain's own order: the longest wait for the programme first.
            for (row, waiting) in rows.iter().zip(&desk.waiting) {
                let name = &names[&waiting.association];
                let (code, ball) = ball(lang, waiting.next.ball);
                let days = match waiting.days(house.now()) {
                    0 => texts::desk::today(lang).to_owned(),
                    days => texts::desk::days(lang, days),
                };
                assert!(row.words.starts_with(name), "{name}: {}", row.words);
                assert_eq!((row.filed.as_str(), row.hidden), (code, false), "{name}");
                let what = texts::waits::of(lang, waiting.next.what.code()).to_owned();
                for told in [what, ball, dates::date(lang, waiting.next.since), days] {
                    assert!(row.words.contains(&told), "{name}, « {told} »: {}", row.words);
                }
                let late = row.words.contains(texts::desk::late(lang));
                assert_eq!(late, waiting.is_late(house.now()), "{name}: {}", row.words);
            }
            let journey = href(lang, &format!("/parcours/{}", karim.head.id));
            assert!(page.links().contains(&journey), "{:?}", page.links());
        }
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn dashboard_filters_by_its_address_without_scripts() {
    let house = House::demo().await;
    let camille = house.signed_in(CAMILLE).await;
    let all = shown(&camille.get("/bureau").await.expect(200));
    for lang in [Lang::Fr, Lang::En] {
        // What nobody offers shows everybody.
        for (asked, chosen) in [
            ("", ""),
            ("volunteers", "volunteers"),
            ("association", "association"),
            ("organizers", "organizers"),
            ("x", ""),
        ] {
            let path = href(lang, &format!("/bureau?balle={asked}"));
            let page = camille.get(&path).await.expect(200);
            let rows = shown(&page);
            assert_eq!(rows.len(), all.len(), "{path}: hidden rows are there for the island");
            for row in &rows {
                let hidden = !chosen.is_empty() && row.filed != chosen;
                assert_eq!(row.hidden, hidden, "{path}: {}", row.words);
            }
            let count = rows.iter().filter(|row| !row.hidden).count();
            let told = match i64::try_from(count).expect("a few") {
                0 => texts::desk::none_of_these(lang).to_owned(),
                count => texts::desk::shown(lang, count),
            };
            let tags = tags(&page.body);
            let status = tags.iter().find(|tag| tag.get("data-tells").is_some()).map(Tag::words);
            assert_eq!(status, Some(told), "{path}");
            let pressed =
                |tag: &&Tag<'_>| tag.has("name", "balle") && tag.has("aria-pressed", "true");
            let pressed: Vec<_> = tags.iter().filter(pressed).map(|tag| tag.get("value")).collect();
            assert_eq!(pressed, [Some(chosen)], "{path}");
        }
        let page = camille.get(&href(lang, "/bureau?balle=volunteers")).await.expect(200);
        let rows = shown(&page);
        let row = |name: &str| rows.iter().find(|row| row.words.starts_with(name)).expect("a row");
        assert!(!row("Vélo Cher et Loire").hidden && row("La Ressourcerie de la Gloriette").hidden);
    }
    house.close().await;
}
