//! The pages that present the programme: what anybody sees first, in both languages.

use crate::house::House;
use crate::html::{Tag, tags};
use app::routes::href;
use domain::accounts::Action;
use domain::act::Change;
use domain::ids::{PageId, TestimonyId};
use domain::text::{Lang, Title};
use domain::wiki::{Page, Testimony, TestimonyState};
use domain::workshops::EntryKind;
use server::demo::TESTIMONY;
use texts::dates;
use uuid::Uuid;

const BOTH: [Lang; 2] = [Lang::Fr, Lang::En];

/// The words of every element of that name.
fn words_of(html: &str, name: &str) -> Vec<String> {
    tags(html).iter().filter(|tag| tag.name == name).map(Tag::words).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn home_shows_the_three_actions_and_who_runs_them() {
    let house = House::demo().await;
    for lang in BOTH {
        let page = house.visitor().get(&href(lang, "/")).await.expect(200);
        let page = page.must_say(texts::home::heading(lang)).must_say(texts::home::lead(lang));
        let all = tags(&page.body);
        let is_card = |tag: &&Tag<'_>| {
            tag.name == "li" && tag.get("class").is_some_and(|class| class.starts_with("card "))
        };
        let cards: Vec<String> = all.iter().filter(is_card).map(Tag::words).collect();
        assert_eq!(cards.len(), Action::ALL.len(), "{cards:?}");
        for (action, title, by) in [
            (
                Action::Workshops,
                texts::home::workshops_title(lang),
                texts::home::workshops_by(lang, "CoopAxis"),
            ),
            (
                Action::Hackathon,
                texts::home::hackathon_title(lang),
                texts::home::hackathon_by(lang, "PALO ALTOURS"),
            ),
            (Action::Wiki, texts::home::wiki_title(lang), texts::home::wiki_by(lang, "CoopAxis")),
        ] {
            let card = cards.iter().find(|card| card.contains(title)).expect("a card");
            let name = texts::action::of(lang, action.code());
            assert!(card.starts_with(name) && card.ends_with(&by), "{action:?}: {card}");
        }
        let links = page.links();
        for door in ["/rejoindre", "/agenda", "/a-propos", "/vie-privee"] {
            assert!(links.contains(&href(lang, door)), "{door}: {links:?}");
        }
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn home_shows_every_stop_of_the_map_from_a_question_to_a_testimony() {
    let house = House::demo().await;
    for lang in BOTH {
        let page = house.visitor().get(&href(lang, "/")).await.expect(200);
        let (_, upright) = page.body.split_once("map-upright").expect("the map, standing");
        let (upright, _) = upright.split_once("</ol>").expect("a list");
        let stops = words_of(upright, "li");
        let names = [
            texts::home::map_question(lang),
            texts::home::map_meeting(lang),
            texts::home::map_diagnosis(lang),
            texts::home::map_workshop(lang),
            texts::home::map_helping(lang),
            texts::home::map_project(lang),
            texts::home::map_weekend(lang),
            texts::home::map_delivered(lang),
            texts::home::map_handover(lang),
            texts::home::map_testimony(lang),
        ];
        assert_eq!(stops.len(), names.len(), "{stops:?}");
        for (stop, name) in stops.iter().zip(names) {
            assert!(stop.ends_with(name), "« {stop} » is not « {name} »");
        }
        // A colour never stands without its name, and the drawing is told in words.
        for action in Action::ALL {
            let name = texts::action::of(lang, action.code());
            assert!(stops.iter().any(|stop| stop.starts_with(name)), "{name}: {stops:?}");
        }
        page.must_say(texts::home::map_description(lang)).must_say(texts::home::map_again(lang));
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn home_shows_the_next_dates_with_all_four_kinds() {
    let house = House::demo().await;
    let to_come = house.dates(|_| true).await;
    let free = house.seating(&to_come[0]).await.free(house.now());
    for lang in BOTH {
        let page = house.visitor().get(&href(lang, "/")).await.expect(200);
        let mut rows = words_of(&page.body, "tr");
        let headers = rows.remove(0);
        assert!(headers.contains(texts::home::when(lang)), "{headers}");
        assert_eq!(rows.len(), 6, "{rows:?}");
        let links = page.links();
        for kind in EntryKind::ALL {
            let date = house.date(|entry| entry.kind == kind).await;
            let day = dates::day(lang, date.starts_at);
            let is_it = |row: &&String| row.contains(&day) && row.contains(date.title.as_str());
            let row = rows.iter().find(is_it);
            let row = row.unwrap_or_else(|| panic!("no {kind:?} on {day}: {rows:?}"));
            let told = [texts::entry_kind::of(lang, kind.code()), date.place.as_str()];
            assert!(told.iter().all(|told| row.contains(told)), "{told:?}: {row}");
            assert!(links.contains(&href(lang, &format!("/agenda/{}", date.id))), "{links:?}");
        }
        // The soonest first, with its free seats.
        let prefix = href(lang, "/agenda/");
        let ids = links.iter().filter_map(|link| link.strip_prefix(prefix.as_str()));
        let place = |id: &str| to_come.iter().position(|entry| entry.id.to_string() == id);
        let places: Vec<_> = ids.map(|id| place(id).expect("a date to come")).collect();
        assert!(places.len() == 6 && places[0] == 0 && places.is_sorted(), "{places:?}");
        let seats = texts::agenda::free(lang, i64::from(free));
        assert!(free > 0 && rows[0].ends_with(&seats), "{seats}: {}", rows[0]);
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn home_shows_the_newest_testimony_and_the_way_to_do_the_same() {
    let house = House::demo().await;
    let published = house.rows().shown_stories(1).await.expect("it reads").pop();
    let published = published.expect("Nadia's");
    let (told, page) = (published.testimony, published.page);
    let association = house.rows().association(told.association).await.expect("it reads");
    let association = association.expect("it is").name.to_string();
    for lang in BOTH {
        let home = house.visitor().get(&href(lang, "/")).await.expect(200);
        let home = home
            .must_say(TESTIMONY)
            .must_say(&texts::home::told(lang, &association, dates::date(lang, told.since)))
            .must_say("cent vingt repas chaque samedi");
        let us_too = href(lang, &format!("/rejoindre?inspire={}", told.id));
        let all = tags(&home.body);
        let link =
            |to: &str| all.iter().find(|t| t.name == "a" && t.has("href", to)).map(Tag::words);
        assert_eq!(link(&us_too).as_deref(), Some(texts::home::us_too(lang)));
        let read = href(lang, &format!("/wiki/{}", page.slug));
        assert_eq!(link(&read), Some(texts::home::read(lang, TESTIMONY)));
        // Both lead somewhere.
        house.visitor().get(&read).await.expect(200).must_say(TESTIMONY);
        let join = house.visitor().get(&us_too).await.expect(200);
        join.must_say(&texts::join::inspired(lang, TESTIMONY));
    }

    // A newer one takes its place, once it is published.
    let title = "Une histoire plus récente";
    let newer = Page {
        id: PageId(Uuid::now_v7()),
        slug: "temoignages:une_histoire_plus_recente".to_owned(),
        title: Title::parse(title).expect("a title"),
        ..page
    };
    let sketched = Testimony {
        id: TestimonyId(Uuid::now_v7()),
        page: newer.id,
        state: TestimonyState::Sketched,
        since: house.now(),
        ..told
    };
    house.remember(Change::Page(newer)).await;
    house.remember(Change::Testimony(sketched.clone())).await;
    house.visitor().get("/").await.expect(200).must_say(TESTIMONY).must_not_say(title);
    let state = TestimonyState::Published;
    house.remember(Change::Testimony(Testimony { state, ..sketched })).await;
    house.visitor().get("/").await.expect(200).must_say(title).must_not_say(TESTIMONY);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn home_of_a_new_instance_promises_nothing() {
    let house = House::new_instance().await;
    for lang in BOTH {
        let page = house.visitor().get(&href(lang, "/")).await.expect(200);
        let page = page.must_say(texts::home::no_dates(lang));
        assert!(!page.links().iter().any(|link| link.contains("inspire=")), "{:?}", page.links());
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn home_about_says_who_runs_what_and_under_which_licences() {
    let house = House::demo().await;
    for lang in BOTH {
        let page = house.visitor().get(&href(lang, "/a-propos")).await.expect(200);
        let page = page
            .must_say(texts::about::lead(lang))
            .must_say(texts::about::workshops(lang))
            .must_say(texts::about::hackathon(lang))
            .must_say(texts::about::wiki(lang))
            .must_say(texts::about::content(lang))
            .must_say(texts::about::content_why(lang))
            .must_say(texts::about::software(lang))
            .must_say(texts::about::software_why(lang));
        let all = tags(&page.body);
        for (to, name) in [
            ("https://creativecommons.org/licenses/by-sa/4.0/deed.fr", "CC BY-SA 4.0"),
            ("https://www.gnu.org/licenses/agpl-3.0.html", "AGPL-3.0-or-later"),
            ("http://blog.coopaxis.fr/", "CoopAxis"),
            ("http://paloaltours.org", "PALO ALTOURS"),
        ] {
            let mut links = all.iter().filter(|tag| tag.name == "a" && tag.has("href", to));
            assert!(links.any(|link| link.words() == name), "{name}: {:?}", page.links());
        }
    }
    house.close().await;
}
