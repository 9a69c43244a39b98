//! Looks at the database while people ask: each look is one statement, so it sees what stands at one moment.

use super::crowd::{Doors, What};
use super::town::Town;
use chrono::{DateTime, Utc};
use domain::ids::AssociationId;
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, QueryResult, Statement,
};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use uuid::Uuid;

/// How often it looks.
const EVERY: Duration = Duration::from_millis(100);
/// How long it remembers what was given back.
const REMEMBERED: chrono::Duration = chrono::Duration::seconds(5);
/// How long a seat may be free beside somebody who waits for it; and how much later a loaded machine may see that.
const FREE_MAX: Duration = Duration::from_millis(1000 + 500);

/// A registration with what its date offers, as one look sees them.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub id: Uuid,
    pub entry: Uuid,
    pub association: Uuid,
    pub state: String,
    pub cancelled_by: Option<String>,
    pub since: DateTime<Utc>,
    pub claim: String,
    pub number: i32,
    pub seats: i32,
    pub kept_seats: i32,
    pub kept_until: Option<DateTime<Utc>>,
    pub starts_at: DateTime<Utc>,
    pub called_off_at: Option<DateTime<Utc>>,
}

impl Row {
    /// Whether a seat is counted for it: what time frees is written as such before anybody else sits there.
    pub fn counts(&self) -> bool {
        ["registered", "held", "offered"].contains(&self.state.as_str())
    }

    /// Whether it is gone because its date is called off.
    pub fn is_off(&self) -> bool {
        self.called_off_at.is_some() && self.cancelled_by.as_deref() == Some("organizers")
    }

    /// How many seats its date has for those who wait: nobody of this town is oriented, for whom others are kept.
    fn open_seats(&self, now: DateTime<Utc>) -> i32 {
        match self.kept_until {
            Some(until) if now < until => self.seats - self.kept_seats,
            _ => self.seats,
        }
    }

    /// Whether an operation is about it.
    pub fn about(&self, what: What) -> bool {
        match what {
            What::Register { entry, .. } => self.entry == entry.0 && self.state != "cancelled",
            What::Cancel(id) | What::Accept(id) => self.id == id,
        }
    }
}

const LOOK: &str = "SELECT r.id, r.entry_id, r.association_id, r.state, r.cancelled_by, r.since, r.claim, \
     r.number, e.seats, COALESCE(e.kept_seats, 0) AS kept_seats, e.kept_until, e.starts_at, e.called_off_at \
     FROM registration r JOIN entry e ON e.id = r.entry_id";

fn row(found: &QueryResult) -> Row {
    let read = "it reads";
    Row {
        id: found.try_get("", "id").expect(read),
        entry: found.try_get("", "entry_id").expect(read),
        association: found.try_get("", "association_id").expect(read),
        state: found.try_get("", "state").expect(read),
        cancelled_by: found.try_get("", "cancelled_by").expect(read),
        since: found.try_get("", "since").expect(read),
        claim: found.try_get("", "claim").expect(read),
        number: found.try_get("", "number").expect(read),
        seats: found.try_get("", "seats").expect(read),
        kept_seats: found.try_get("", "kept_seats").expect(read),
        kept_until: found.try_get("", "kept_until").expect(read),
        starts_at: found.try_get("", "starts_at").expect(read),
        called_off_at: found.try_get("", "called_off_at").expect(read),
    }
}

/// A few connections past the product.
pub async fn connect(url: &str) -> DatabaseConnection {
    let mut options = ConnectOptions::new(url);
    options.max_connections(4).sqlx_logging(false);
    Database::connect(options).await.expect("the database answers")
}

/// Every registration, given back or not.
pub async fn all_rows(db: &DatabaseConnection) -> Vec<Row> {
    let asked = Statement::from_string(db.get_database_backend(), LOOK);
    db.query_all_raw(asked).await.expect("it answers").iter().map(row).collect()
}

/// Those of an association.
pub async fn rows_of(db: &DatabaseConnection, association: AssociationId) -> Vec<Row> {
    let sql = format!("{LOOK} WHERE r.association_id = $1");
    let values = [association.0.into()];
    let asked = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    db.query_all_raw(asked).await.expect("it answers").iter().map(row).collect()
}

/// Looks until it is told to end.
pub struct Watch {
    end: oneshot::Sender<()>,
    looking: JoinHandle<Vec<String>>,
}

impl Watch {
    pub fn begin(url: &str, _town: Arc<Town>, doors: Doors) -> Self {
        let (end, mut ended) = oneshot::channel();
        let url = url.to_owned();
        let looking = tokio::spawn(async move {
            let db = connect(&url).await;
            let mut seen = Seen::default();
            while ended.try_recv().is_err() {
                let sql = format!("{LOOK} WHERE r.state <> 'cancelled' OR r.since > $1");
                let values = [(Utc::now() - REMEMBERED).into()];
                let asked = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
                let rows = db.query_all_raw(asked).await.expect("it answers");
                let rows = rows.iter().map(row).collect();
                seen.look(rows, Instant::now(), doors.starts());
                tokio::time::sleep(EVERY).await;
            }
            seen.faults
        });
        Self { end, looking }
    }

    /// What was seen and must not be.
    pub async fn end(self) -> Vec<String> {
        self.end.send(()).ok();
        self.looking.await.expect("it looks")
    }
}

/// What was seen so far.
#[derive(Default)]
struct Seen {
    faults: Vec<String>,
    /// When each seat was offered.
    offered: BTreeMap<Uuid, DateTime<Utc>>,
    /// Since when a seat is free there beside somebody who waits.
    free: BTreeMap<Uuid, Instant>,
    /// How often a process had begun at the last look.
    starts: usize,
}

impl Seen {
    fn look(&mut self, rows: Vec<Row>, at: Instant, starts: usize) {
        let mut dates = BTreeMap::<Uuid, Vec<Row>>::new();
        for row in rows {
            dates.entry(row.entry).or_default().push(row);
        }
        // While a process is killed and begins again, seats wait for it.
        if std::mem::replace(&mut self.starts, starts) != starts {
            self.free.clear();
        }
        for (entry, rows) in &dates {
            self.look_at(*entry, rows, at);
        }
        self.free.retain(|entry, _| dates.contains_key(entry));
    }

    fn look_at(&mut self, entry: Uuid, rows: &[Row], at: Instant) {
        let Some(date) = rows.first() else { return };
        let (Row { seats, starts_at, .. }, now) = (date, Utc::now());
        let taken = rows.iter().filter(|row| row.counts()).count() as i32;
        if taken > *seats {
            self.faults.push(format!("{entry}: {taken} have one of {seats} seats"));
        }
        let waiting: Vec<&Row> = rows.iter().filter(|row| row.state == "waiting").collect();
        if date.called_off_at.is_some() && (taken > 0 || !waiting.is_empty()) {
            self.faults.push(format!("{entry}: is called off, and somebody counts on it"));
        }
        let open = now < *starts_at && date.called_off_at.is_none();
        if taken < date.open_seats(now) && !waiting.is_empty() && open {
            let since = *self.free.entry(entry).or_insert(at);
            if at - since > FREE_MAX {
                self.faults.push(format!("{entry}: a seat is free beside who waits for it"));
                self.free.remove(&entry);
            }
        } else {
            self.free.remove(&entry);
        }
        for offered in rows.iter().filter(|row| row.state == "offered") {
            match self.offered.insert(offered.id, offered.since) {
                Some(before) if before == offered.since => continue,
                Some(_) => self.faults.push(format!("{}: offered a seat twice", offered.id)),
                None => {}
            }
            // Among those who can claim as much, and had no other seat there, who asked first comes first.
            let alone = |one: &Row| {
                !rows.iter().any(|row| {
                    let gone = row.state == "cancelled" && row.since < offered.since;
                    row.association == one.association && row.id != one.id && !gone
                })
            };
            let passed = |row: &&&Row| {
                row.claim == offered.claim
                    && row.number < offered.number
                    && row.since < offered.since
                    && alone(row)
            };
            if alone(offered)
                && let Some(row) = waiting.iter().find(passed)
            {
                self.faults.push(format!("{}: was passed over by {}", row.id, offered.id));
            }
        }
    }
}
