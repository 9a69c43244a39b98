//! Published questionnaires; diagnoses that an association prepares, that have two voices, whose verdict a person decides.

use crate::shape::{Index, Shape, create, index, key};
use sea_orm_migration::sea_orm::ConnectionTrait;
use sea_orm_migration::{prelude::*, schema::*};
use serde_json::{Value, json};

#[derive(DeriveMigrationName)]
pub struct Migration;

fn shapes() -> Vec<Shape> {
    let moment = |name: &'static str| timestamp_with_time_zone(name);
    let moment_null = |name: &'static str| timestamp_with_time_zone_null(name);
    vec![
        // Append-only: a row is never changed.
        Shape(
            "questionnaire",
            vec![
                pk_uuid("id"), // drawn from its content
                integer("number"),
                text("content"), // JSON
                moment("published_at"),
                uuid_null("published_by"), // null: it came with the product
            ],
            &[],
        ),
        Shape(
            "diagnosis_new",
            vec![
                pk_uuid("id"),
                uuid("journey_id"),
                uuid("association_id"),
                moment("begun_at"),
                uuid_null("volunteer_id"), // who leads it; null: it is only prepared
                moment_null("led_since"),
                uuid("questionnaire_id"),
                moment_null("given_back_at"),
                text_null("judgement"),         // JSON: what the rules say
                string_null("decided_verdict"), // what a person decided instead…
                text_null("decided_why"),       // …why, in their own words…
                uuid_null("decided_by"),        // …and who
            ],
            &[("journey_id", "journey"), ("questionnaire_id", "questionnaire")],
        ),
        Shape(
            "answer_new",
            vec![
                key("id"), // diagnosis:voice:question
                uuid("diagnosis_id"),
                string("voice"), // association, volunteer
                string("question"),
                string_null("given"), // keys of choices, or ?; null: taken back
                moment("at"),
                uuid("command_id"),
            ],
            &[("diagnosis_id", "diagnosis_new")],
        ),
    ]
}

/// Diagnoses kept a copy each: each such copy becomes the version that they share.
const MOVED: [&str; 3] = [
    "INSERT INTO questionnaire (id, number, content, published_at)
     SELECT id, 1, questionnaire, started_at FROM diagnosis AS first WHERE NOT EXISTS (
         SELECT 1 FROM diagnosis AS other
         WHERE other.questionnaire = first.questionnaire AND other.id < first.id)",
    "INSERT INTO diagnosis_new (id, journey_id, association_id, begun_at, volunteer_id, led_since, questionnaire_id,
         given_back_at, judgement)
     SELECT d.id, d.journey_id, d.association_id, d.started_at, d.volunteer_id, d.started_at, q.id, d.given_back_at,
         d.judgement
     FROM diagnosis AS d JOIN questionnaire AS q ON q.content = d.questionnaire",
    "INSERT INTO answer_new (id, diagnosis_id, voice, question, given, at, command_id)
     SELECT substr(id, 1, 36) || ':volunteer:' || question, diagnosis_id, 'volunteer', question, coalesce(choice, '?'),
         at, command_id
     FROM answer",
];

const INDEXES: &[Index] =
    &[("diagnosis", &["journey_id"], false), ("answer", &["diagnosis_id"], false)];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, shapes()).await?;
        let db = manager.get_connection();
        for statement in MOVED {
            db.execute_unprepared(statement).await?;
        }
        let copies = Query::select().columns(["id", "content"]).from("questionnaire").to_owned();
        for copy in db.query_all(&copies).await? {
            let (id, content): (uuid::Uuid, String) =
                (copy.try_get("", "id")?, copy.try_get("", "content")?);
            let content = with_rungs(&content).map_err(|e| DbErr::Json(e.to_string()))?;
            let changed = Query::update()
                .table("questionnaire")
                .value("content", content)
                .and_where(Expr::col("id").eq(id))
                .to_owned();
            db.execute(&changed).await?;
        }
        for table in ["answer", "diagnosis"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
            let new = Alias::new(format!("{table}_new"));
            let renamed = Table::rename().table(new, Alias::new(table)).to_owned();
            manager.rename_table(renamed).await?;
        }
        index(manager, INDEXES).await
    }
}

/// A recommendation said what and why; it now stands on rungs, which say how, too.
fn with_rungs(content: &str) -> Result<String, serde_json::Error> {
    let mut questionnaire: Value = serde_json::from_str(content)?;
    let recommendations = questionnaire.get_mut("recommendation").and_then(Value::as_array_mut);
    for recommendation in recommendations.into_iter().flatten() {
        let Some(fields) = recommendation.as_object_mut() else { continue };
        let mut take = |name: &str| fields.remove(name).unwrap_or_default();
        let (when, text, why, workshop) =
            (take("when"), take("text"), take("why"), take("workshop"));
        let rung = json!({ "when": when, "text": text, "why": why, "how": why });
        fields.insert("rung".to_owned(), json!([rung]));
        if workshop == json!(true)
            && let Some(theme) = fields.get("theme").cloned()
        {
            fields.insert("workshops".to_owned(), json!([theme]));
        }
    }
    serde_json::to_string(&questionnaire)
}
