//! Tries to sign in: counted in the database, so that every process counts the same.

use crate::entities::sign_in_try;
use crate::error::WriteError;
use crate::rows::{Loaded, Rows};
use chrono::{DateTime, Utc};
use domain::accounts::throttle::{Try, WINDOW};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait,
    IntoActiveModel, QueryFilter, Statement,
};

/// Writes one, and forgets those that no longer count.
pub(crate) async fn count(db: &DatabaseTransaction, one: Try) -> Result<(), WriteError> {
    let past = sign_in_try::Column::At.lte(one.at - WINDOW);
    sign_in_try::Entity::delete_many().filter(past).exec(db).await?;
    let row = sign_in_try::Model {
        id: one.id,
        from_hash: one.from,
        account_hash: one.account,
        at: one.at,
    };
    row.into_active_model().reset_all().insert(db).await?;
    Ok(())
}

impl Rows<'_> {
    /// The tries from an address that may count at `now`. Units that ask for the same address come one after another.
    pub async fn sign_in_tries(&self, from: &str, now: DateTime<Utc>) -> Loaded<Vec<Try>> {
        if self.locking && self.db.get_database_backend() == DbBackend::Postgres {
            let lock = "SELECT pg_advisory_xact_lock(hashtextextended($1, 20261127))";
            let lock = Statement::from_sql_and_values(DbBackend::Postgres, lock, [from.into()]);
            self.db.query_one_raw(lock).await?;
        }
        let here = sign_in_try::Entity::find()
            .filter(sign_in_try::Column::FromHash.eq(from))
            .filter(sign_in_try::Column::At.gt(now - WINDOW));
        let tries = here.all(&self.db).await?.into_iter();
        let told = |row: sign_in_try::Model| Try {
            id: row.id,
            from: row.from_hash,
            account: row.account_hash,
            at: row.at,
        };
        Ok(tries.map(told).collect())
    }
}
