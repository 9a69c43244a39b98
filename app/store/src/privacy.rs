//! Exports, erasure and the nightly cleaning, as the rules of `domain::privacy` say for each table and column.

use crate::chain;
use crate::drafts;
use crate::entities::{begun, mail, notice, one_use_link, person};
use crate::error::WriteError;
use crate::finding;
use crate::rows::Loaded;
use chrono::{DateTime, Utc};
use domain::ids::{AssociationId, BegunId, PersonId};
use domain::privacy::{Column, Holds, Matter, PURGES, TABLES, Table, Until, Whose, table};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Order, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryResult,
};
use serde_json::Value;
use uuid::Uuid;

/// Rows of a table that leave in an export: each with the columns that may leave, and what they hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    pub table: &'static Table,
    pub rows: Vec<Vec<(&'static Column, Value)>>,
}

/// The rows by which a table holds something of a person.
fn of_person(table: &Table, holds: &[Holds], person: PersonId) -> Condition {
    let ids = table.holding(holds);
    ids.fold(Condition::any(), |any, column| any.add(Expr::col(column).eq(person.0)))
}

/// The rows that are a person's: by their id, or by their address.
fn own(table: &Table, person: PersonId, email: &str) -> Condition {
    let addresses = table.holding(&[Holds::Address]);
    let by_id = of_person(table, &[Holds::Person], person);
    addresses.fold(by_id, |any, column| any.add(Expr::col(column).eq(email)))
}

/// The rows that are an association's.
fn of_association(kept: &Table, association: AssociationId) -> Condition {
    let any = Condition::any();
    match kept.whose {
        Whose::Association([]) => any.add(Expr::col("id").eq(association.0)),
        Whose::Association(paths) => paths.iter().fold(any, |any, (column, from, theirs)| {
            let Some(rule) = table(from) else { return any };
            let theirs = Query::select()
                .column(*theirs)
                .from(*from)
                .cond_where(of_association(rule, association))
                .to_owned();
            any.add(Expr::col(*column).in_subquery(theirs))
        }),
        // Who acts for it, and who asks to.
        Whose::Person => any.add(Expr::col("association_id").eq(association.0)),
        Whose::Programme => any,
    }
}

/// These columns of the rows that fit, in the order of the first one.
async fn read(
    db: &impl ConnectionTrait,
    table: &'static Table,
    columns: Vec<&'static Column>,
    fits: Condition,
) -> Loaded<Option<Kept>> {
    let Some(first) = columns.first() else { return Ok(None) };
    let mut select: SelectStatement = Query::select();
    for column in &columns {
        select.column(column.name);
    }
    select.from(table.name).cond_where(fits).order_by(first.name, Order::Asc);
    let mut rows = Vec::new();
    for row in db.query_all(&select).await? {
        let value = |column: &&'static Column| Ok((*column, value(&row, column)?));
        rows.push(columns.iter().map(value).collect::<Loaded<Vec<_>>>()?);
    }
    Ok((!rows.is_empty()).then_some(Kept { table, rows }))
}

/// What a row holds in a column, as JSON.
fn value(row: &QueryResult, column: &Column) -> Loaded<Value> {
    let name = column.name;
    let id = || row.try_get::<Option<Uuid>>("", name).map(|id| id.map(|id| id.to_string()).into());
    let text = || row.try_get::<Option<String>>("", name).map(Value::from);
    match column.holds {
        Holds::Date => {
            let at = row.try_get::<Option<DateTime<Utc>>>("", name)?;
            Ok(at.map(|at| at.to_rfc3339()).into())
        }
        // It is nobody's alone.
        Holds::Bytes => Ok(Value::Null),
        Holds::Flag => Ok(row.try_get::<Option<bool>>("", name)?.into()),
        Holds::Number => {
            let long = row.try_get::<Option<i64>>("", name).map(Value::from);
            long.or_else(|_| row.try_get::<Option<i32>>("", name).map(Value::from))
        }
        Holds::Code | Holds::Words | Holds::Address | Holds::Secret => text().or_else(|_| id()),
        Holds::Id | Holds::Person | Holds::By | Holds::ByNow | Holds::Author => {
            id().or_else(|_| text())
        }
    }
}

/// Everything about a person: their own rows, what they wrote, and where they are named as who did something.
pub(crate) async fn export_person(
    db: &impl ConnectionTrait,
    person: PersonId,
) -> Loaded<Vec<Kept>> {
    let Some(account) = person::Entity::find_by_id(person.0).one(db).await? else {
        return Ok(Vec::new());
    };
    let public = |column: &&Column| column.holds != Holds::Secret;
    let mut kept = Vec::new();
    for table in TABLES {
        let columns = table.columns.iter().filter(public);
        let found = match table.whose {
            Whose::Person => read(db, table, columns.collect(), own(table, person, &account.email)),
            _ => {
                let wrote = table.holding(&[Holds::Author]).next().is_some();
                let did = table.holding(&[Holds::By, Holds::ByNow]).next().is_some();
                if !wrote && !did {
                    continue;
                }
                let fits = of_person(table, &[Holds::Author, Holds::By, Holds::ByNow], person);
                let told = columns.filter(|column| wrote || column.holds != Holds::Words);
                read(db, table, told.collect(), fits)
            }
        };
        kept.extend(found.await?);
    }
    Ok(kept)
}

/// An association's record and its whole journey, with the ids of the people who act for it.
pub(crate) async fn export_association(
    db: &impl ConnectionTrait,
    association: AssociationId,
) -> Loaded<Vec<Kept>> {
    let mut kept = Vec::new();
    for table in TABLES {
        let members = table.name == "membership";
        if matches!(table.whose, Whose::Association(_)) || members {
            let columns = table.columns.iter().filter(|c| c.holds != Holds::Secret).collect();
            kept.extend(read(db, table, columns, of_association(table, association)).await?);
        }
    }
    Ok(kept)
}

/// Everything that is a person's goes; where they are named and the row stays, their id leads nowhere.
pub(crate) async fn erase(db: &DatabaseTransaction, person: PersonId) -> Result<(), WriteError> {
    let account = person::Entity::find_by_id(person.0).one(db).await?;
    let email = account.ok_or(WriteError::Missing)?.email;
    drafts::discard_those_of(db, person).await?;
    for table in TABLES.iter().rev() {
        for column in table.holding(&[Holds::ByNow]) {
            let none = Query::update()
                .table(table.name)
                .value(column, Option::<Uuid>::None)
                .and_where(Expr::col(column).eq(person.0))
                .to_owned();
            db.execute(&none).await?;
        }
        if table.whose == Whose::Person {
            let gone = Query::delete()
                .from_table(table.name)
                .cond_where(own(table, person, &email))
                .to_owned();
            db.execute(&gone).await?;
        }
    }
    Ok(())
}

/// Who began a journey is forgotten, with the links and the letters that were sent to their address as to nobody's.
pub(crate) async fn forget_begun(db: &DatabaseTransaction, id: BegunId) -> Result<(), WriteError> {
    let row = begun::Entity::find_by_id(id.0).one(db).await?.ok_or(WriteError::Missing)?;
    one_use_link::Entity::delete_many()
        .filter(one_use_link::Column::Email.eq(&row.email))
        .filter(one_use_link::Column::PersonId.is_null())
        .exec(db)
        .await?;
    mail::Entity::delete_many()
        .filter(mail::Column::Address.eq(&row.email))
        .filter(mail::Column::PersonId.is_null())
        .exec(db)
        .await?;
    notice::Entity::delete_many().filter(notice::Column::About.eq(id.0)).exec(db).await?;
    begun::Entity::delete_by_id(id.0).exec(db).await?;
    Ok(())
}

/// What is past its time goes.
pub(crate) async fn purge(
    db: &DatabaseTransaction,
    now: DateTime<Utc>,
    real_time: DateTime<Utc>,
) -> Result<(), WriteError> {
    for purge in PURGES {
        let Some(before) = purge.before(if purge.real_time { real_time } else { now }) else {
            continue;
        };
        let gone = Query::delete()
            .from_table(purge.table)
            .and_where(Expr::col(purge.column).lt(before))
            .to_owned();
        db.execute(&gone).await?;
    }
    finding::sweep(db).await?;
    match Matter::Audit.until() {
        Until::Written(span) => chain::cut(db, span.before(now)).await,
        _ => Err(DbErr::Custom("the audit log has no end".to_owned()).into()),
    }
}
