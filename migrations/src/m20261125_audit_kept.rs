//! The audit log cannot be changed by accident, and remembers where it ends.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// What is in the log when this begins: its last line is its head.
const HEAD: &str = "INSERT INTO setting (key, value) \
    SELECT 'audit_head', seq || ':' || hash FROM audit ORDER BY seq DESC LIMIT 1";

/// Lines are removed up to the cut that the setting `audit_cut` (`seq:hash`) tells, and only there. A fact of a journey
/// may move to the journey that another becomes part of; it is otherwise as it was told.
const SQLITE: &[&str] = &[
    "CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit \
     BEGIN SELECT RAISE(ABORT, 'the audit log is not changed'); END",
    "CREATE TRIGGER audit_is_not_removed BEFORE DELETE ON audit \
     WHEN OLD.seq > COALESCE((SELECT CAST(value AS INTEGER) FROM setting WHERE key = 'audit_cut'), 0) \
     BEGIN SELECT RAISE(ABORT, 'the audit log is not removed'); END",
    "CREATE TRIGGER event_is_not_changed \
     BEFORE UPDATE OF id, kind, occurred_at, recorded_at, actor_id, hat, command_id, corrects ON event \
     BEGIN SELECT RAISE(ABORT, 'a fact is not changed'); END",
    "CREATE TRIGGER event_is_not_removed BEFORE DELETE ON event \
     BEGIN SELECT RAISE(ABORT, 'a fact is not removed'); END",
];

const POSTGRES: &[&str] = &[
    "CREATE FUNCTION audit_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
     IF TG_OP = 'DELETE' AND OLD.seq <= COALESCE( \
       (SELECT split_part(value, ':', 1)::bigint FROM setting WHERE key = 'audit_cut'), 0) \
     THEN RETURN OLD; END IF; \
     RAISE EXCEPTION 'the audit log is not changed'; END $$",
    "CREATE TRIGGER audit_is_kept BEFORE UPDATE OR DELETE ON audit \
     FOR EACH ROW EXECUTE FUNCTION audit_is_kept()",
    "CREATE FUNCTION event_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
     RAISE EXCEPTION 'a fact is not changed'; END $$",
    "CREATE TRIGGER event_is_not_changed \
     BEFORE UPDATE OF id, kind, occurred_at, recorded_at, actor_id, hat, command_id, corrects ON event \
     FOR EACH ROW EXECUTE FUNCTION event_is_kept()",
    "CREATE TRIGGER event_is_not_removed BEFORE DELETE ON event \
     FOR EACH ROW EXECUTE FUNCTION event_is_kept()",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        db.execute_unprepared(HEAD).await?;
        let triggers =
            if manager.get_database_backend() == DbBackend::Postgres { POSTGRES } else { SQLITE };
        for trigger in triggers {
            db.execute_unprepared(trigger).await?;
        }
        Ok(())
    }
}
