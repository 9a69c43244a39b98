//! Searching, on both databases: what is found is what is shown to who asks, and the index is what the other tables say.

use crate::base::{Base, Folder, association, day, fresh, put, settle, title};
use crate::on_each_database;
use domain::accounts::{Actor, Hat, Signed};
use domain::act::Change;
use domain::associations::Field;
use domain::finding::{Kind, Question};
use domain::hackathon::{Edition, Phase, Project, ProjectState};
use domain::ids::{AssociationId, PageId, SpaceId};
use domain::journey::Need;
use domain::text::{Source, Words};
use domain::wiki::{
    Around, Audience, Page, ROOT, Revision, RevisionKind, Space, TESTIMONIES, Testimony,
    TestimonyState,
};
use domain::workshops::{Level, Workshop};
use sea_orm::{ConnectionTrait, Database, DbBackend, Statement};
use store::{Hits, Store, Wanted, Window};

on_each_database!(
    finding_texts_are_found_in_any_form_and_titles_first,
    finding_whatever_is_asked_is_no_error,
    finding_slips_are_mended_by_what_one_may_read,
    finding_nothing_of_a_closed_space_is_given_away,
    finding_tools_and_associations_are_for_whom_they_are_shown_to,
    finding_the_index_is_what_is_shown,
);

const ALL: Window = Window { kind: None, skip: 0, most: 20 };
const NOBODY: Actor = Actor::Anonymous;

/// Somebody with these hats.
fn wearing(hats: Vec<Hat>) -> Actor {
    Actor::Person(Signed { person: fresh(), name: "Quelqu’un".to_owned(), hats, wearing: None })
}

/// A page, shown as it is.
async fn page(
    store: &Store,
    space: SpaceId,
    slug: &str,
    named: &str,
    text: &str,
) -> (Page, Revision) {
    let id: PageId = fresh();
    let revision = Revision {
        id: fresh(),
        page: id,
        number: 1,
        kind: RevisionKind::Created,
        title: title(named),
        source: Source::stored(text.to_owned()),
        summary: None,
        by: None,
        author: None,
        at: day(1),
        read: None,
    };
    let shown = Some(revision.id);
    let page = Page {
        id,
        space,
        slug: slug.to_owned(),
        title: title(named),
        published: shown,
        draft: None,
    };
    put(store, vec![Change::Page(page.clone()), Change::Revision(revision.clone())]).await;
    (page, revision)
}

async fn ask(store: &Store, actor: &Actor, typed: &str) -> Hits {
    let question = Question::read(typed);
    store.read(actor).find(&question, Wanted::All, ALL).await.expect("it answers")
}

/// The addresses of what is found, the best first.
async fn found(store: &Store, actor: &Actor, typed: &str) -> Vec<String> {
    ask(store, actor, typed).await.hits.into_iter().map(|hit| hit.address).collect()
}

async fn mended(store: &Store, actor: &Actor, typed: &str) -> Option<String> {
    let mended = store.read(actor).mended(&Question::read(typed)).await.expect("it answers");
    mended.map(|question| question.typed())
}

async fn finding_texts_are_found_in_any_form_and_titles_first(base: &Base) {
    let store = &base.store;
    let filling = "Rien de cela. ".repeat(30);
    let long = format!("{filling} On y parle d’une **adhérente**. {filling}");
    page(store, ROOT, "autre", "Autre chose", &long).await;
    page(store, ROOT, "adherents", "Gérer ses adhérents", "Un tableur suffit.").await;
    page(store, ROOT, "fetes", "Des fêtes", "Elles se sont organisées seules, sans tableurs.")
        .await;
    assert_eq!(found(store, &NOBODY, "adherentes").await, ["/wiki/adherents", "/wiki/autre"]);
    assert_eq!(found(store, &NOBODY, "organiser une fete").await, ["/wiki/fetes"]);
    assert_eq!(found(store, &NOBODY, "ORGANISEE").await, ["/wiki/fetes"]);
    assert_eq!(found(store, &NOBODY, "tableur adhérent").await, ["/wiki/adherents"]);
    assert_eq!(found(store, &NOBODY, "tableur fête adhérent").await, [""; 0]);
    let any = store.read(&NOBODY);
    let any =
        any.find(&Question::read("tableur fête"), Wanted::Any, ALL).await.expect("it answers");
    assert_eq!(any.hits.first().map(|hit| hit.address.as_str()), Some("/wiki/fetes"));
    assert_eq!(any.total(), 2);
    // Page by page, and what is counted does not change.
    let second = Window { skip: 1, most: 1, ..ALL };
    let question = Question::read("adhérent");
    let second =
        store.read(&NOBODY).find(&question, Wanted::All, second).await.expect("it answers");
    assert_eq!((second.hits.len(), second.hits[0].address.as_str()), (1, "/wiki/autre"));
    assert_eq!(second.counts, [(Kind::Page, 2)].into());
    assert!(second.hits[0].text.contains("adhérente") && !second.hits[0].text.contains("**"));
    let begun = |typed: &str| {
        let question = Question::read(typed);
        async move {
            let rows = store.read(&NOBODY);
            let found = rows.find(&question, Wanted::Begun, ALL).await.expect("it answers");
            found.hits.into_iter().map(|hit| hit.title).collect::<Vec<_>>()
        }
    };
    assert_eq!(begun("adhe").await, ["Gérer ses adhérents"]);
    assert_eq!(begun("gérer adhérents").await, ["Gérer ses adhérents"]);
    assert_eq!(begun("tableu").await, [""; 0], "of titles alone");
}

async fn finding_whatever_is_asked_is_no_error(base: &Base) {
    let store = &base.store;
    page(store, ROOT, "a", "Un tableur", "et « du texte »").await;
    let long = "tableur ".repeat(3_000);
    for typed in [
        "",
        " ",
        "\0",
        "\"",
        "'",
        "*",
        "-",
        "OR",
        "NOT",
        "AND",
        "NEAR(a b)",
        "a:b",
        "^tableur",
        "(((",
        "tableur\0",
        "\"tableur",
        "tableur*",
        "-tableur",
        "& | ! <-> :*",
        "title_stems : x",
        "\\",
        "%",
        "日本語",
        "e\u{301}",
        "1e5 007 3.14",
        "🙂",
        "\u{200d}",
        "\u{301}",
        "हिन्दी",
        &long,
        &"é".repeat(9_000),
    ] {
        let question = Question::read(typed);
        for wanted in [Wanted::All, Wanted::Any, Wanted::Begun] {
            let rows = store.read(&NOBODY);
            rows.find(&question, wanted, ALL)
                .await
                .unwrap_or_else(|error| panic!("{typed:?}: {error}"));
        }
        store
            .read(&NOBODY)
            .mended(&question)
            .await
            .unwrap_or_else(|error| panic!("{typed:?}: {error}"));
    }
    assert_eq!(found(store, &NOBODY, "\"tableur*").await, ["/wiki/a"]);
    let odd = "1e5 007 3.14 日本語 हिन्दी a1b2 ⅻ";
    page(store, ROOT, "odd", "Étrange", odd).await;
    for word in odd.split(' ') {
        assert_eq!(found(store, &NOBODY, word).await, ["/wiki/odd"], "{word}");
    }
}

async fn finding_slips_are_mended_by_what_one_may_read(base: &Base) {
    let store = &base.store;
    page(store, ROOT, "a", "Gérer ses adhérents", "Avec un tableur, une cotisation.").await;
    for (typed, meant) in [
        ("adhérants", Some("adhérents")),
        ("ahdérents tableurr", Some("adhérents tableur")),
        ("gerer cotisasion", Some("gerer cotisation")),
        ("tableur", None),
        ("xylophone", None),
    ] {
        assert_eq!(mended(store, &NOBODY, typed).await.as_deref(), meant, "{typed}");
    }
}

async fn finding_nothing_of_a_closed_space_is_given_away(base: &Base) {
    let store = &base.store;
    let (ours, _) = settle(store).await;
    let closed = Space {
        id: fresh(),
        namespace: "cercle".to_owned(),
        title: title("Cercle"),
        reads: Audience::Circle,
        writes: Audience::Circle,
        reviewed: false,
        around: Around::Association(ours),
        purpose: None,
    };
    put(store, vec![Change::Space(closed.clone())]).await;
    page(store, closed.id, "cercle:paie", "Licenciements", "Le secret de Dupontel.").await;
    let (draft, _) = page(store, ROOT, "brouillon", "Dupontel en projet", "Un secret.").await;
    put(store, vec![Change::Page(Page { published: None, ..draft })]).await;
    page(store, ROOT, "public", "Le licenciement", "Ce que dit la loi.").await;
    let member = wearing(vec![Hat::Member(ours)]);
    let other = wearing(vec![Hat::Member(fresh()), Hat::Volunteer]);
    assert_eq!(found(store, &member, "dupontel").await, ["/wiki/cercle:paie"]);
    assert_eq!(mended(store, &member, "duppontel").await.as_deref(), Some("dupontel"));
    for who in [&NOBODY, &other] {
        for typed in ["dupontel", "secret", "licenciements dupontel"] {
            assert_eq!(ask(store, who, typed).await, Hits::default(), "{typed}");
        }
        let question = Question::read("dup");
        let begun = store.read(who).find(&question, Wanted::Begun, ALL).await.expect("it answers");
        assert_eq!(begun, Hits::default());
        assert_eq!(mended(store, who, "duppontel").await, None);
        // The word as a text has it that they may read.
        assert_eq!(mended(store, who, "licenciemants").await.as_deref(), Some("licenciement"));
        assert_eq!(ask(store, who, "licenciement").await.counts, [(Kind::Page, 1)].into());
    }
    // It opens, and closes again: nothing needs to be indexed for that.
    put(store, vec![Change::Space(Space { reads: Audience::Everybody, ..closed.clone() })]).await;
    assert_eq!(found(store, &NOBODY, "dupontel").await, ["/wiki/cercle:paie"]);
    put(store, vec![Change::Space(Space { reads: Audience::Accounts, ..closed })]).await;
    assert_eq!(found(store, &NOBODY, "dupontel").await, [""; 0]);
    assert_eq!(found(store, &other, "dupontel").await, ["/wiki/cercle:paie"]);
}

/// A project of this association that has made a tool.
async fn tool(store: &Store, ours: AssociationId, journey: domain::ids::JourneyId) -> Project {
    let edition = Edition {
        id: fresh(),
        title: title("Édition 2026"),
        phase: Phase::FollowUp,
        since: day(1),
        call_until: day(2),
        weekend_from: day(3),
        weekend_to: day(4),
    };
    let words = Words::stored("Un inventaire pour la ressourcerie".to_owned());
    let need = Need { id: fresh(), journey, words: words.clone(), at: day(1) };
    let project = Project {
        id: fresh(),
        edition: edition.id,
        journey,
        association: ours,
        need: need.id,
        title: title("Inventaire partagé"),
        summary: words,
        state: ProjectState::Staffed,
        since: day(1),
    };
    put(
        store,
        vec![Change::Edition(edition), Change::Need(need), Change::Project(project.clone())],
    )
    .await;
    project
}

async fn finding_tools_and_associations_are_for_whom_they_are_shown_to(base: &Base) {
    let store = &base.store;
    let (ours, journey) = settle(store).await;
    let project = tool(store, ours, journey).await;
    let (member, volunteer) = (wearing(vec![Hat::Member(ours)]), wearing(vec![Hat::Volunteer]));
    let other = wearing(vec![Hat::Member(fresh()), Hat::Mentor]);
    assert_eq!(found(store, &member, "inventaire").await, [""; 0], "there is no tool yet");
    put(
        store,
        vec![Change::Project(Project { state: ProjectState::Delivered, ..project.clone() })],
    )
    .await;
    let address = format!("/projet/{}", project.id);
    for (who, finds) in [(&member, true), (&volunteer, true), (&other, false), (&NOBODY, false)] {
        let found = found(store, who, "inventaires ressourcerie").await;
        assert_eq!(found, if finds { vec![address.clone()] } else { Vec::new() });
    }
    // Nothing of an association is public without its name.
    let mut record = association(ours);
    record.about.object = Some(Words::stored("Cultiver des légumes".to_owned()));
    record.about.shown = vec![Field::Object];
    put(store, vec![Change::Association(record.clone())]).await;
    assert_eq!(found(store, &member, "légumes").await, [""; 0]);
    record.about.shown = vec![Field::Name];
    put(store, vec![Change::Association(record.clone())]).await;
    let address = format!("/association/{ours}");
    assert_eq!(found(store, &NOBODY, "jardins amina").await, std::slice::from_ref(&address));
    assert_eq!(found(store, &NOBODY, "légumes").await, [""; 0]);
    record.about.shown = vec![Field::Name, Field::Object];
    put(store, vec![Change::Association(record.clone())]).await;
    assert_eq!(found(store, &NOBODY, "legume").await, std::slice::from_ref(&address));
    record.about.shown = Vec::new();
    put(store, vec![Change::Association(record)]).await;
    assert_eq!(ask(store, &NOBODY, "jardins").await, Hits::default());
    // A published testimony has told its name.
    let (told, _) =
        page(store, TESTIMONIES, "temoignages:nous", "Notre histoire", "Des semis.").await;
    let testimony = Testimony {
        id: fresh(),
        journey,
        association: ours,
        project: None,
        page: told.id,
        state: TestimonyState::Published,
        since: day(2),
    };
    put(store, vec![Change::Testimony(testimony.clone())]).await;
    assert_eq!(found(store, &NOBODY, "jardin").await, [address]);
    assert_eq!(ask(store, &NOBODY, "semis").await.counts, [(Kind::Testimony, 1)].into());
    // It is taken back, and nothing of it is left, not a word.
    let state = TestimonyState::Sketched;
    let back = Testimony { state, ..testimony };
    put(store, vec![Change::Page(Page { published: None, ..told }), Change::Testimony(back)]).await;
    for typed in ["jardin", "semis", "histoire"] {
        assert_eq!(ask(store, &NOBODY, typed).await, Hits::default(), "{typed}");
    }
    assert_eq!(base.count("found_word WHERE word IN ('semis', 'jardins')").await, 0);
}

/// All that the index holds.
async fn indexed(url: &str) -> Vec<String> {
    let db = Database::connect(url).await.expect("it answers");
    let backend = db.get_database_backend();
    let mut all = Vec::new();
    for sql in [
        "SELECT f.address || ' ' || f.kind || ' ' || f.title || ' ' || t.body || ' ' || t.title_stems || ' ' || t.stems AS l \
         FROM found f JOIN found_text t ON t.number = f.number ORDER BY f.number",
        "SELECT 'text ' || number AS l FROM found_text ORDER BY number",
        "SELECT word || ' ' || plain || ' ' || backward || ' ' || texts AS l FROM found_word ORDER BY word",
    ] {
        let rows =
            db.query_all_raw(Statement::from_string(backend, sql)).await.expect("it answers");
        all.extend(rows.iter().map(|row| row.try_get::<String>("", "l").expect("a line")));
    }
    if backend == DbBackend::Sqlite {
        // SQLite compares its index with the table that it is of.
        let check = "INSERT INTO found_index(found_index, rank) VALUES ('integrity-check', 1)";
        db.execute_unprepared(check).await.expect("the index is whole");
    }
    db.close().await.expect("it closes");
    all
}

async fn finding_the_index_is_what_is_shown(base: &Base) {
    let store = &base.store;
    let (ours, journey) = settle(store).await;
    let (first, revision) = page(store, ROOT, "a", "Adhérents", "Un tableur, des adhérents.").await;
    let (second, _) = page(store, ROOT, "b", "Comptes", "Un tableur.").await;
    let (archived, _) = page(store, ROOT, "c", "Ancienne", "Mot unique : zèbre.").await;
    tool(store, ours, journey).await;
    let workshop = Workshop {
        id: fresh(),
        title: title("Tableur, premiers pas"),
        theme: "collaboration".to_owned(),
        level: Level::Beginner,
        summary: Words::stored("Additionner et trier".to_owned()),
        requires: Vec::new(),
        leads_to: Vec::new(),
        teaches: vec![title("Trier une liste")],
        materials: None,
    };
    put(store, vec![Change::Workshop(workshop)]).await;
    // A new state, a new address, put away.
    let id = fresh();
    let source = Source::stored("Un tableur, des bénévoles et un registre.".to_owned());
    let next = Revision { id, number: 2, kind: RevisionKind::Edited, source, ..revision };
    let shown = Page { published: Some(id), title: title("Bénévoles"), ..first };
    put(store, vec![Change::Revision(next), Change::Page(shown)]).await;
    put(store, vec![Change::Page(Page { slug: "comptes".to_owned(), ..second })]).await;
    put(store, vec![Change::Page(Page { published: None, ..archived })]).await;
    assert_eq!(found(store, &NOBODY, "zèbre").await, [""; 0]);
    assert_eq!(found(store, &NOBODY, "adhérents").await, [""; 0], "what it said before");
    assert_eq!(found(store, &NOBODY, "compte").await, ["/wiki/comptes"]);
    assert_eq!(base.count("found_word WHERE word IN ('zèbre', 'adhérents', 'unique')").await, 0);
    assert_eq!(base.count("found_word WHERE word = 'tableur' AND texts = 3").await, 1);
    let kept = indexed(&base.url).await;
    assert!(kept.len() > 12, "{kept:#?}");
    // By another analysis, and lost: all is indexed again at the next start.
    for harm in [
        "UPDATE setting SET value = '0' WHERE key = 'finding'",
        "DELETE FROM found_word WHERE word = 'tableur'",
        "DELETE FROM found_text WHERE stems LIKE '%benevol%'",
        "UPDATE found SET address = '/wiki/ailleurs' WHERE address = '/wiki/comptes'",
    ] {
        base.accident(harm).await.expect("it can be done");
    }
    // A SQLite file belongs to one: another opens a copy.
    let folder = Folder::new();
    let url = if base.url.starts_with("postgres") { base.url.clone() } else { folder.url() };
    if let Some(copy) = url.strip_prefix("sqlite:") {
        base.accident(&format!("VACUUM INTO '{copy}'")).await.expect("it can be copied");
    }
    drop(Store::open(&url).await.expect("it opens"));
    assert_eq!(indexed(&url).await, kept);
}
