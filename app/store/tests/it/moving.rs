//! What an earlier version wrote is still there, and read, once its database was brought forward.

use crate::base::{Folder, day, drop_database, empty_database, fresh};
use domain::accounts::Actor;
use domain::diagnosis::{Answer, Answers, Verdict};
use domain::ids::{DiagnosisId, JourneyId, PersonId};
use migrations::Migrator;
use sea_orm::sea_query::{Query, SimpleExpr};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection};
use sea_orm_migration::MigratorTrait;
use store::Store;
use uuid::Uuid;

/// A questionnaire as it was kept beside each diagnosis, when recommendations had no rungs.
const KEPT: &str = r#"{"version":1,
    "theme":[{"key":"web","title":{"fr":"Web","en":"Web"},"short":{"fr":"Web","en":"Web"}}],
    "question":[{"key":"site","theme":"web","text":{"fr":"Un site ?","en":"A site?"},"choice":[
        {"key":"no","text":{"fr":"Non","en":"No"},"value":0},
        {"key":"yes","text":{"fr":"Oui","en":"Yes"},"value":3}]}],
    "recommendation":[{"key":"open","theme":"web","text":{"fr":"Ouvrir","en":"Open"},"why":{"fr":"Pour","en":"For"},
        "when":[{"question":"site","any_of":["no"]}],"workshop":true}],
    "rule":[]}"#;

#[tokio::test(flavor = "multi_thread")]
async fn diagnosis_results_of_an_earlier_version_are_kept_on_sqlite() {
    let folder = Folder::new();
    story(&folder.url(), &format!("{}?mode=rwc", folder.url())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn diagnosis_results_of_an_earlier_version_are_kept_on_postgres() {
    let Some((maintenance, url)) = empty_database().await else {
        return eprintln!("TEST_POSTGRES_URL is not set: nothing was tried on PostgreSQL");
    };
    story(&url, &url).await;
    drop_database(&maintenance, &url).await;
}

async fn story(url: &str, made: &str) {
    let db = Database::connect(made).await.expect("it opens");
    // Up to the last version that kept copies.
    Migrator::up(&db, Some(12)).await.expect("it is brought forward");
    let (association, journey, asking) = (Uuid::now_v7(), Uuid::now_v7(), Uuid::now_v7());
    let words = |text: &str| SimpleExpr::from(text.to_owned());
    put(
        &db,
        "person",
        &[
            ("id", asking.into()),
            ("name", words("Vera")),
            ("email", words("vera@example.org")),
            ("lang", words("fr")),
            ("created_at", day(1).into()),
        ],
    )
    .await;
    put(
        &db,
        "association",
        &[
            ("id", association.into()),
            ("name", words("Vélos")),
            ("kind", words("non_profit")),
            ("created_at", day(1).into()),
        ],
    )
    .await;
    put(
        &db,
        "journey",
        &[
            ("id", journey.into()),
            ("association_id", association.into()),
            ("opened_at", day(1).into()),
        ],
    )
    .await;
    // Two diagnoses with one copy each, the same; the first was given back.
    let (first, second): (DiagnosisId, DiagnosisId) = (fresh(), fresh());
    let judgement = r#"{"verdict":"learning","rule":null,"reasons":["usual_answer"]}"#;
    for (n, id) in [(1, first), (2, second)] {
        let mut row: Vec<(&'static str, SimpleExpr)> = vec![
            ("id", id.0.into()),
            ("journey_id", journey.into()),
            ("association_id", association.into()),
            ("volunteer_id", asking.into()),
            ("started_at", day(n).into()),
            ("questionnaire", words(KEPT)),
        ];
        if id == first {
            row.extend([("given_back_at", day(1).into()), ("judgement", words(judgement))]);
        }
        put(&db, "diagnosis", &row).await;
    }
    for (question, choice) in [("site", Some("no")), ("other", None)] {
        let choice: Option<String> = choice.map(str::to_owned);
        put(
            &db,
            "answer",
            &[
                ("id", words(&format!("{first}:{question}"))),
                ("diagnosis_id", first.0.into()),
                ("question", words(question)),
                ("choice", choice.into()),
                ("at", day(1).into()),
                ("command_id", Uuid::now_v7().into()),
            ],
        )
        .await;
    }
    db.close().await.expect("it closes");

    let store = Store::open(url).await.expect("it opens");
    let all = store.read(&Actor::Job).diagnoses(JourneyId(journey)).await.expect("they are read");
    let [(given, voices), (running, _)] = &all[..] else { panic!("two diagnoses, not {all:?}") };
    assert_eq!((given.id, running.id, given.begun_at), (first, second, day(1)));
    assert_eq!(given.led.map(|led| (led.by, led.since)), Some((PersonId(asking), day(1))));
    let back = given.given_back.as_ref().expect("it was given back");
    assert_eq!((back.at, back.verdict(), &back.decided), (day(1), Verdict::Learning, &None));
    assert!(running.given_back.is_none());
    let said = [("other".to_owned(), Answer::DontKnow), ("site".to_owned(), Answer::choice("no"))];
    assert_eq!(voices.volunteer, Answers::from(said));
    assert_eq!(voices.association, Answers::new());
    // One version for both, with what it said; new diagnoses use the shipped one.
    assert_eq!(given.version, running.version);
    let rung = &given.questionnaire.recommendations[0].rungs[0];
    assert_eq!(
        (rung.text.fr.as_str(), rung.why.en.as_str(), rung.when.len()),
        ("Ouvrir", "For", 1)
    );
    assert_eq!(given.questionnaire.recommendations[0].workshops, ["web"]);
    let published = store.read(&Actor::Job).published().await.expect("there is one");
    assert_eq!(&published.questionnaire, store::questionnaire());
}

async fn put(db: &DatabaseConnection, table: &'static str, row: &[(&'static str, SimpleExpr)]) {
    let (columns, values): (Vec<_>, Vec<_>) = row.iter().cloned().unzip();
    let insert = Query::insert().into_table(table).columns(columns).values_panic(values).to_owned();
    db.execute(&insert).await.expect(table);
}
