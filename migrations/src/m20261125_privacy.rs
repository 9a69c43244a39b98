//! What erasure needs: whose a form's answer is, who was warned, and no key that holds a person back.

use crate::shape::{Index, Shape, add, create, index, key};
use sea_orm_migration::sea_orm::DbBackend;
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

const INDEXES: &[Index] = &[
    ("command", &["person_id"], false),
    ("command", &["at"], false),
    ("notice", &["about"], false),
    ("audit", &["subject"], false),
];

/// The id of who did something stays when they go: it no longer refers to an account.
const POSTGRES: &[&str] = &[
    "ALTER TABLE diagnosis DROP CONSTRAINT diagnosis_volunteer_id_fkey",
    "ALTER TABLE mentoring DROP CONSTRAINT mentoring_mentor_id_fkey",
];

/// SQLite makes a table anew: the old one takes what refers to it along, so these are made anew too.
const SQLITE: &[&str] = &[
    "ALTER TABLE diagnosis RENAME TO old_diagnosis",
    "ALTER TABLE answer RENAME TO old_answer",
    "CREATE TABLE diagnosis ( id uuid_text NOT NULL PRIMARY KEY, journey_id uuid_text NOT NULL, \
     association_id uuid_text NOT NULL, volunteer_id uuid_text NOT NULL, \
     started_at timestamp_with_timezone_text NOT NULL, questionnaire text NOT NULL, \
     given_back_at timestamp_with_timezone_text NULL, judgement text NULL, \
     FOREIGN KEY (journey_id) REFERENCES journey (id) )",
    "CREATE TABLE answer ( id varchar NOT NULL PRIMARY KEY, diagnosis_id uuid_text NOT NULL, \
     question varchar NOT NULL, choice varchar NULL, at timestamp_with_timezone_text NOT NULL, \
     command_id uuid_text NOT NULL, FOREIGN KEY (diagnosis_id) REFERENCES diagnosis (id) )",
    "INSERT INTO diagnosis SELECT id, journey_id, association_id, volunteer_id, started_at, \
     questionnaire, given_back_at, judgement FROM old_diagnosis",
    "INSERT INTO answer SELECT id, diagnosis_id, question, choice, at, command_id FROM old_answer",
    "DROP TABLE old_answer",
    "DROP TABLE old_diagnosis",
    "CREATE INDEX diagnosis_journey_id ON diagnosis (journey_id)",
    "CREATE INDEX answer_diagnosis_id ON answer (diagnosis_id)",
    "ALTER TABLE mentoring RENAME TO old_mentoring",
    "ALTER TABLE meeting RENAME TO old_meeting",
    "CREATE TABLE mentoring ( id uuid_text NOT NULL PRIMARY KEY, mentor_id uuid_text NOT NULL, \
     helper_id uuid_text NOT NULL, helper_journey_id uuid_text NOT NULL, \
     helped_id uuid_text NOT NULL, helped_journey_id uuid_text NOT NULL, state varchar NOT NULL, \
     since timestamp_with_timezone_text NOT NULL, next_meeting timestamp_with_timezone_text NULL, \
     FOREIGN KEY (helper_id) REFERENCES association (id), \
     FOREIGN KEY (helped_id) REFERENCES association (id) )",
    "CREATE TABLE meeting ( id uuid_text NOT NULL PRIMARY KEY, mentoring_id uuid_text NOT NULL, \
     met_at timestamp_with_timezone_text NOT NULL, note text NULL, \
     FOREIGN KEY (mentoring_id) REFERENCES mentoring (id) )",
    "INSERT INTO mentoring SELECT id, mentor_id, helper_id, helper_journey_id, helped_id, \
     helped_journey_id, state, since, next_meeting FROM old_mentoring",
    "INSERT INTO meeting SELECT id, mentoring_id, met_at, note FROM old_meeting",
    "DROP TABLE old_meeting",
    "DROP TABLE old_mentoring",
    "CREATE INDEX mentoring_mentor_id ON mentoring (mentor_id)",
    "CREATE INDEX mentoring_helped_journey_id ON mentoring (helped_journey_id)",
    "CREATE INDEX meeting_mentoring_id ON meeting (mentoring_id)",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Who sent the form; null: nobody who had signed in.
        add(manager, "command", vec![uuid_null("person_id")]).await?;
        let notice = vec![
            key("id"),     // about:moment
            uuid("about"), // a person, or a journey begun without an account
            timestamp_with_time_zone("at"),
        ];
        create(manager, vec![Shape("notice", notice, &[])]).await?;
        index(manager, INDEXES).await?;
        let postgres = manager.get_database_backend() == DbBackend::Postgres;
        for statement in if postgres { POSTGRES } else { SQLITE } {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}
