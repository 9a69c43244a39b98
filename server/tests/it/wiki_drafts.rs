//! A page that its author alone sees: written, shown by a link, published or thrown away, and told to nobody else anywhere.

use crate::house::{Answer, Client, House, fresh};
use crate::pages::{Visit, draft_link, visits};
use app::links;
use app::routes::href;
use chrono::Duration;
use domain::accounts::{Bearer, Purpose};
use domain::act::Change;
use domain::text::{Fault, Lang};
use domain::wiki::Space;
use domain::wiki::draft::{DraftLink, SHARED_FOR};
use server::demo::{ADA, CAMILLE, CIRCLE, DRAFT, FATOU, GASPARD, INES, LUCIE};

const FR: Lang = Lang::Fr;
const NEW: &str = "/pages/nouvelle";
const TITLE: &str = "Le grand zanzibule";
const PAGE: &str = "/wiki/le_grand_zanzibule";
/// What nobody else may read anywhere.
const SECRET: &str = "zanzibul";

macro_rules! on_both {
    ($($sqlite:ident, $postgres:ident: $story:ident;)+) => {$(
        #[tokio::test(flavor = "multi_thread")]
        async fn $sqlite() {
            $story(House::demo().await).await;
        }

        #[tokio::test(flavor = "multi_thread")]
        async fn $postgres() {
            if let Some(house) = House::demo_on_postgres().await {
                $story(house).await;
            }
        }
    )+};
}

on_both! {
    wiki_drafts_are_kept_shown_and_published_on_sqlite,
    wiki_drafts_are_kept_shown_and_published_on_postgres: are_kept_shown_and_published;
    wiki_drafts_are_seen_by_those_who_may_on_sqlite,
    wiki_drafts_are_seen_by_those_who_may_on_postgres: are_seen_by_those_who_may;
    wiki_drafts_are_told_to_nobody_anywhere_on_sqlite,
    wiki_drafts_are_told_to_nobody_anywhere_on_postgres: are_told_to_nobody_anywhere;
    wiki_drafts_go_with_who_goes_on_sqlite,
    wiki_drafts_go_with_who_goes_on_postgres: go_with_who_goes;
}

/// Begins a page, with the second button.
async fn keeps(client: &Client, from: &str, typed: &[(&str, &str)]) -> Answer {
    let typed: Vec<_> = typed.iter().copied().chain([("draft", "yes")]).collect();
    client.fill_in(from, "create_page", &typed).await
}

/// The path that the page of a draft tells its author.
fn shown_at(page: &Answer) -> String {
    let found = page.links().into_iter().find(|link| link.starts_with("/brouillon/"));
    found.unwrap_or_else(|| panic!("{} has no link: {}", page.path, page.words()))
}

async fn presses(client: &Client, path: &str, form: &str) -> Answer {
    let page = client.get(path).await.expect(200);
    client.fill(&page, &page.form(form), &[]).await
}

async fn are_kept_shown_and_published(house: House) {
    let lucie = house.signed_in(LUCIE).await;
    lucie.get(NEW).await.expect(200).must_say(texts::page_draft::keep(FR));
    let typed = [("title", TITLE), ("source", "Avec Paul, au potager."), ("summary", "Paul")];
    let kept = keeps(&lucie, NEW, &typed).await;
    kept.leads_to(&format!("{PAGE}?dit=page_draft_kept"));
    let page = lucie.get(PAGE).await.expect(200);
    let page = page.must_say(texts::page_draft::alone(FR)).must_say("Avec Paul");
    assert_eq!(page.header("cache-control"), "no-store");
    lucie.get(&href(Lang::En, PAGE)).await.expect(200);
    lucie.get("/wiki").await.expect(200).must_say(texts::page_draft::own(FR)).must_say(TITLE);

    // It is written as any page, and stays hers.
    let edit = format!("{PAGE}/modifier");
    let open = lucie.get(&edit).await.expect(200).must_say(texts::page_draft::editing(FR));
    for form in ["approve_page", "give_page_back", "archive_page"] {
        assert!(!open.has_form(form), "{form}");
    }
    let typed = [("source", "Au potager, voir [[accueil]]."), ("summary", "Sans Paul")];
    let saved = lucie.fill(&open, &open.form("save_page"), &typed).await;
    saved.leads_to(&format!("{PAGE}?dit=page_draft_kept"));
    lucie.get(&format!("{PAGE}/historique")).await.expect(200).must_say("Sans Paul");
    let before = lucie.get(&format!("{PAGE}/version/1")).await.expect(200).must_say("Avec Paul");
    lucie.fill(&before, &before.form("restore_page"), &[]).await.expect(303);
    lucie.get(PAGE).await.expect(200).must_say("Avec Paul");
    lucie.fill_in(&edit, "save_page", &typed).await.expect(303);
    let moved = [("address", "zanzibules:grand")];
    lucie
        .fill_in(&edit, "rename_page", &moved)
        .await
        .leads_to("/wiki/zanzibules:grand?dit=page_renamed");
    lucie.get(PAGE).await.expect(404);
    let moved = [("address", "le_grand_zanzibule")];
    lucie.fill_in("/wiki/zanzibules:grand/modifier", "rename_page", &moved).await.expect(303);

    // A link shows it, and nothing else, to whoever has it, whatever they are beside.
    presses(&lucie, PAGE, "share_page").await.leads_to(&format!("{PAGE}?dit=draft_shared"));
    let until = texts::dates::moment(FR, house.now() + SHARED_FOR);
    let page = lucie.get(PAGE).await.expect(200);
    let page = page.must_say(&texts::page_draft::shared(FR, &until));
    let link = shown_at(&page);
    let name = house.person(LUCIE).await.name.to_string();
    let visitor = house.visitor();
    for path in [link.clone(), href(Lang::En, &link)] {
        let shown = visitor.get(&path).await.expect(200).must_say("Au potager").must_say(&name);
        assert_eq!(shown.header("cache-control"), "no-store");
        assert_eq!(shown.header("x-robots-tag"), "noindex, nofollow");
        assert_eq!(shown.header("referrer-policy"), "no-referrer");
        assert!(shown.header("set-cookie").is_empty());
        for form in ["save_page", "publish_page", "share_page", "unshare_page", "discard_page"] {
            assert!(!shown.has_form(form), "{form}");
        }
        assert!(!shown.body.contains("modifier"), "{}", shown.words());
    }
    let shown = visitor.get(&link).await.expect(200);
    shown.must_say(&texts::page_draft::whose(FR, &name)).must_say(&until);
    visitor.get(PAGE).await.expect(404);
    // What is changed is shown at once; another link takes the place of this one.
    lucie.fill_in(&edit, "save_page", &[("source", "Au verger.")]).await.expect(303);
    visitor.get(&link).await.expect(200).must_say("Au verger.");
    presses(&lucie, PAGE, "share_page").await.expect(303);
    let next = shown_at(&lucie.get(PAGE).await);
    assert_ne!(next, link);
    visitor.get(&link).await.expect(403);
    visitor.get(&next).await.expect(200);
    presses(&lucie, PAGE, "unshare_page").await.leads_to(&format!("{PAGE}?dit=draft_unshared"));
    visitor.get(&next).await.expect(403).must_not_say("verger");
    presses(&lucie, PAGE, "share_page").await.expect(303);
    let last = shown_at(&lucie.get(PAGE).await);

    // Published, it is a page like others, whose history begins there; the link has had its time.
    house.pass_days(2);
    let lucie = house.signed_in(LUCIE).await;
    presses(&lucie, PAGE, "publish_page").await.leads_to(&format!("{PAGE}?dit=page_saved"));
    visitor.get(PAGE).await.expect(200).must_say("Au verger.");
    let past = visitor.get(&format!("{PAGE}/historique")).await.expect(200).must_not_say("Paul");
    assert_eq!(past.body.matches("/version/").count(), past.body.matches("/version/1\"").count());
    visitor.get(&format!("{PAGE}/version/2")).await.expect(404);
    visitor.get(&last).await.expect(403);
    visitor.get("/pages/recentes").await.expect(200).must_say(TITLE);
    visitor.get("/recherche?q=zanzibule").await.expect(200).must_say(TITLE);
    let own = lucie.get("/wiki").await.expect(200).body;
    let own = own.split("id=\"brouillons\"").nth(1).and_then(|own| own.split("</section>").next());
    assert!(!own.expect("another draft of hers").contains(TITLE));
    // Nobody publishes it twice, nor throws it away any more.
    let id = house.rows().page_by_slug("le_grand_zanzibule").await.expect("it reads");
    let id = id.expect("it is there").id.to_string();
    for form in ["publish_page", "share_page", "unshare_page", "discard_page"] {
        lucie.post(PAGE, form, &[("page", &id)]).await.expect(404);
    }

    // Where a space wants it, it is read over first.
    let root = house.rows().spaces().await.expect("it reads").into_iter();
    let root = { root }.find(|space| space.namespace.is_empty()).expect("the wiki");
    house.remember(Change::Space(Space { reviewed: true, ..root })).await;
    keeps(&lucie, NEW, &[("title", "À relire"), ("source", "Un.")]).await.expect(303);
    lucie.get("/wiki/a_relire").await.expect(200).must_say(texts::page_draft::reviewed(FR));
    let camille = house.signed_in(CAMILLE).await;
    camille.get("/pages/a-soigner").await.expect(200).must_not_say("À relire");
    let waits = presses(&lucie, "/wiki/a_relire", "publish_page").await;
    waits.leads_to("/wiki/a_relire/modifier?dit=page_to_be_read");
    visitor.get("/wiki/a_relire").await.expect(404);
    camille.get("/pages/a-soigner").await.expect(200).must_say("À relire");
    presses(&camille, "/wiki/a_relire/modifier", "approve_page").await.expect(303);
    visitor.get("/wiki/a_relire").await.expect(200);

    // Thrown away, nothing is left of it, and its address is anybody's.
    keeps(&lucie, NEW, &[("title", "Un essai"), ("source", "Raté.")]).await.expect(303);
    presses(&lucie, "/wiki/un_essai", "share_page").await.expect(303);
    let essay = house.rows().page_by_slug("un_essai").await.expect("it reads").expect("hers").id;
    let gone = presses(&lucie, "/wiki/un_essai", "discard_page").await;
    gone.leads_to("/wiki?dit=page_draft_discarded");
    lucie.get("/wiki/un_essai").await.expect(404);
    assert_eq!(house.rows().page(essay).await.expect("it reads"), None);
    assert_eq!(house.rows().revisions_of(essay).await.expect("it reads"), []);
    assert_eq!(house.rows().draft_link_of(essay).await.expect("it reads"), None);
    let ines = house.signed_in(INES).await;
    let typed = [("title", "Un essai"), ("source", "Réussi.")];
    ines.fill_in(NEW, "create_page", &typed)
        .await
        .leads_to("/wiki/un_essai/modifier?dit=page_to_be_read");
    house.close().await;
}

async fn are_seen_by_those_who_may(house: House) {
    let (gaspard, fatou) = (house.signed_in(GASPARD).await, house.signed_in(FATOU).await);
    let (lucie, camille) = (house.signed_in(LUCIE).await, house.signed_in(CAMILLE).await);
    let visitor = house.visitor();
    // In a circle, and in the wiki itself: those who write there no more than others.
    let there = format!("{NEW}?espace={CIRCLE}");
    let typed = [("title", "Un projet"), ("source", "Surprise !")];
    let kept = keeps(&gaspard, &there, &typed).await.next();
    let inside = kept.split('?').next().expect("a path").to_owned();
    assert_eq!(inside, format!("/wiki/{CIRCLE}:un_projet"));
    keeps(&lucie, NEW, &[("title", TITLE), ("source", "Surprise !")]).await.expect(303);
    for (path, author, others) in [
        (inside.as_str(), &gaspard, [&fatou, &lucie, &camille]),
        (PAGE, &lucie, [&fatou, &gaspard, &camille]),
    ] {
        let slug = path.trim_start_matches("/wiki/");
        let page = house.rows().page_by_slug(slug).await.expect("it reads").expect("it is kept");
        let head = house.rows().last_revision(page.id).await.expect("it reads").expect("one");
        let (id, head) = (page.id.to_string(), head.id.to_string());
        let fields = [
            ("page", id.as_str()),
            ("revision", head.as_str()),
            ("title", "À moi"),
            ("source", "Pris."),
            ("number", "1"),
            ("address", "ailleurs"),
            ("words", "Pourquoi ?"),
            ("why", "Pour rien"),
            ("reason", "abuse"),
        ];
        author.get(path).await.expect(200).must_say("Surprise !");
        for other in others.into_iter().chain([&visitor]) {
            for end in
                ["", "/historique", "/version/1", "/comparer", "/liens", "/questions", "/signaler"]
            {
                other.get(&format!("{path}{end}")).await.expect(404);
            }
        }
        for other in others {
            other.get(&format!("{path}/modifier")).await.expect(404);
            for (end, form) in [
                ("", "publish_page"),
                ("", "share_page"),
                ("", "unshare_page"),
                ("", "discard_page"),
                ("", "check_page"),
                ("/modifier", "save_page"),
                ("/modifier", "rename_page"),
                ("/modifier", "approve_page"),
                ("/modifier", "give_page_back"),
                ("/modifier", "archive_page"),
                ("/version/1", "restore_page"),
                ("/version/1", "forget_text"),
                ("/questions", "ask_page"),
                ("/signaler", "report_page"),
            ] {
                let answer = other.post(&format!("{path}{end}"), form, &fields).await;
                assert_eq!(answer.status, 404, "{form}: {}", answer.words());
            }
            other.call("at_work", &[("page", &id)]).await.expect(404);
        }
        let now = house.rows().last_revision(page.id).await.expect("it reads").expect("one");
        assert_eq!((now.id.to_string(), now.number), (head.clone(), 1));
        // Whoever wants the same address is told, and keeps what they wrote.
        let typed = [("title", "Le mien"), ("source", "Mon texte."), ("address", slug)];
        let taken = fatou.fill_in(NEW, "create_page", &typed).await.expect(422);
        assert_eq!(taken.fault("address"), Some(texts::fault(FR, Fault::Occupied)));
        assert_eq!(taken.form("create_page").value("source"), Some("Mon texte."));
        let elsewhere =
            fatou.fill_in("/wiki/accueil/modifier", "rename_page", &[("address", slug)]).await;
        assert_eq!(elsewhere.expect(422).fault("address"), Some(texts::fault(FR, Fault::Occupied)));
    }

    // While a link shows it, who organizes the wiki may look, and take the link back; nothing else.
    presses(&lucie, PAGE, "share_page").await.expect(303);
    let link = shown_at(&lucie.get(PAGE).await);
    let page = camille.get(PAGE).await.expect(200).must_say("Surprise !");
    for form in ["publish_page", "share_page", "discard_page"] {
        assert!(!page.has_form(form), "{form}");
    }
    camille.get(&format!("{PAGE}/modifier")).await.expect(404);
    camille.get(&format!("{PAGE}/historique")).await.expect(404);
    fatou.get(PAGE).await.expect(404);
    // The link reads no cookie: its author is a reader like others.
    let read = lucie.get(&link).await.expect(200);
    assert!(!read.body.contains("/deconnexion") && !read.has_form("publish_page"));
    let page = camille.get(PAGE).await;
    camille.fill(&page, &page.form("unshare_page"), &[]).await.leads_to("/wiki?dit=draft_unshared");
    camille.get(PAGE).await.expect(404);
    visitor.get(&link).await.expect(403);
    lucie.get(PAGE).await.expect(200).must_say(texts::page_draft::alone(FR));

    // A link ends on its day; one that we did not make, or that is for something else, shows nothing.
    let shared = format!("/brouillon/{}", draft_link(&house).await);
    visitor.get(&shared).await.expect(200);
    visitor.get(&shared[..shared.len() - 2]).await.expect(404);
    let draft = house.rows().page_by_slug(DRAFT).await.expect("it reads").expect("hers");
    let kept = house.rows().draft_link_of(draft.id).await.expect("it reads").expect("its link");
    // Signed for longer than what is kept of it says.
    let purpose = Purpose::ReadDraft(kept.id);
    let longer = Bearer { purpose, until: kept.until + Duration::days(9) };
    let longer = format!("/brouillon/{}", links::sign(&house.state.link_key, &longer));
    visitor.get(&longer).await.expect(200);
    house.wait_until(kept.until - Duration::minutes(1));
    visitor.get(&shared).await.expect(200);
    house.wait_until(kept.until);
    for path in [&shared, &longer] {
        visitor.get(path).await.expect(403).must_not_say("bacs");
    }
    let camille = house.signed_in(CAMILLE).await;
    camille.get(&format!("/wiki/{DRAFT}")).await.expect(404);
    let lucie = house.signed_in(LUCIE).await;
    let again = lucie.get(&format!("/wiki/{DRAFT}")).await.expect(200);
    again.must_say(texts::page_draft::alone(FR));
    house.close().await;
}

/// Every page, feed and file of the product, then those that look for this one.
async fn looked_at(house: &House) -> Vec<String> {
    let all = visits(house).await.into_iter().map(|Visit { path, .. }| path);
    // The draft of the cast has its own link.
    let mut all: Vec<_> = all.filter(|path| !path.starts_with("/brouillon/")).collect();
    for path in [
        "/recherche?q=zanzibule",
        "/recherche?q=zanzibul",
        "/recherche?q=zanzibules+secret",
        "/recherche/propositions?q=zanz",
        "/recherche/propositions?genre=wiki&q=le+grand",
        "/temoignages?besoin=zanzibule",
        "/pages/recentes?espace=wiki",
        "/pages/recentes.atom?espace=wiki",
        "/espaces/wiki",
        "/espaces/wiki/fichiers",
        "/espaces/wiki?de=100",
        "/pages/nouvelle?adresse=a_venir",
        "/wiki/page_qui_mene",
        "/wiki/page_qui_mene/liens",
        "/wiki/accueil/liens",
        "/sitemap.xml",
        "/robots.txt",
        "/agenda.ics",
        "/agenda.atom",
        "/administration/journal",
        "/compte/donnees",
    ] {
        all.push(path.to_owned());
    }
    all
}

async fn are_told_to_nobody_anywhere(house: House) {
    let lucie = house.signed_in(LUCIE).await;
    let source = "Le zanzibule secret, voir [[accueil]] et [[zanzibule_voulu]]. {{zanzibule.png|Un zanzibule}}";
    let typed = [("title", TITLE), ("source", source), ("summary", "Zanzibule !")];
    keeps(&lucie, NEW, &typed).await.expect(303);
    let open = lucie.get(&format!("{PAGE}/modifier")).await.expect(200);
    let more = [("title", "Le grand zanzibule, suite"), ("source", source), ("minor", "yes")];
    lucie.fill(&open, &open.form("save_page"), &more).await.expect(303);
    // What would be a template, and what other pages lead to.
    let template = [
        ("title", "Fiche de zanzibule"),
        ("address", "modeles:fiche_secrete"),
        ("source", "@PAGE@"),
    ];
    keeps(&lucie, NEW, &template).await.expect(303);
    let wanted =
        [("title", "Le zanzibule attendu"), ("address", "a_venir"), ("source", "Zanzibule.")];
    keeps(&lucie, NEW, &wanted).await.expect(303);
    let leads = [("title", "Page qui mène"), ("source", "Voir [[a_venir]].")];
    lucie.fill_in(NEW, "create_page", &leads).await.expect(303);
    presses(&lucie, PAGE, "share_page").await.expect(303);

    let paths = looked_at(&house).await;
    assert!(paths.len() > 100, "{}", paths.len());
    for who in [None, Some(INES), Some(GASPARD), Some(CAMILLE), Some(ADA)] {
        let client = match who {
            Some(email) => house.signed_in(email).await,
            None => house.visitor(),
        };
        for path in &paths {
            for path in [path.clone(), href(Lang::En, path)] {
                let answer = client.get(&path).await;
                // What was typed is said again.
                let body = answer.body.to_lowercase();
                let asked = path.matches(SECRET).count() > 0;
                assert!(
                    asked && !body.contains("grand zanzibule") && !body.contains("/wiki/le_grand_")
                        || !asked && !body.contains(SECRET),
                    "{who:?} reads of it on {path}: {}",
                    answer.words()
                );
            }
        }
        // A link to it leads nowhere, as far as they know.
        let page = client.get("/wiki/page_qui_mene").await.expect(200);
        assert!(!page.links().contains(&"/wiki/a_venir".to_owned()), "{:?}", page.links());
        assert!(
            page.body.contains("class=\"missing\"")
                || page.body.contains("nouvelle?adresse=a_venir")
        );
        let known =
            client.call("known_pages", &[("names", "le_grand_zanzibule\na_venir\naccueil")]).await;
        assert_eq!(known.body, "\"accueil\"", "{who:?}");
        // As an absent page, to the letter.
        let (draft, absent) =
            (client.get("/wiki/a_venir").await, client.get("/wiki/a_verir").await);
        assert_eq!((draft.status, absent.status), (404, 404));
        assert_eq!(draft.words(), absent.words());
        if who.is_some() {
            for format in ["json", "html"] {
                let told =
                    client.fill_in("/compte/donnees", "export_own", &[("format", format)]).await;
                assert!(!told.body.to_lowercase().contains(SECRET), "{who:?}: {format}");
            }
        }
    }
    // Bytes that are kept for visitors are as they were; its author finds all of it.
    house.visitor().get(PAGE).await.expect(404);
    lucie.get(PAGE).await.expect(200);
    house.visitor().get(PAGE).await.expect(404);
    let own = lucie.fill_in("/compte/donnees", "export_own", &[("format", "json")]).await;
    assert!(own.body.to_lowercase().contains(SECRET));
    house.close().await;
}

async fn go_with_who_goes(house: House) {
    let lucie = house.signed_in(LUCIE).await;
    keeps(&lucie, NEW, &[("title", TITLE), ("source", "Un.")]).await.expect(303);
    let person = house.person(LUCIE).await.id;
    let link = draft_link(&house).await;
    house.remember(Change::Erased(person)).await;
    for slug in ["le_grand_zanzibule", DRAFT] {
        assert_eq!(house.rows().page_by_slug(slug).await.expect("it reads"), None, "{slug}");
    }
    house.visitor().get(&format!("/brouillon/{link}")).await.expect(403);
    // What night forgets of a link that has ended is nothing that anybody misses.
    let ines = house.person(INES).await.id;
    let page = house.rows().page_by_slug("accueil").await.expect("it reads").expect("a page").id;
    let (at, until) = (house.now(), house.now() + SHARED_FOR);
    let id = fresh().parse().expect("an id");
    let link = DraftLink { id, page, by: ines, at, until };
    let shared = domain::wiki::draft::DraftChange::Shared(link.clone());
    house.remember(Change::PageDraft(shared)).await;
    assert_eq!(house.rows().draft_link(id).await.expect("it reads"), Some(link));
    let night = until + Duration::days(8);
    house.remember(Change::Purged { now: night, real_time: night }).await;
    assert_eq!(house.rows().draft_link(id).await.expect("it reads"), None);
    house.close().await;
}
