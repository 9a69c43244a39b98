//! What is kept of a person leaves in their export, and is nowhere once they are erased. The schema is read from the
//! database itself: a table or a column that the rules do not know fails here.

use crate::base::{Base, act, day, fresh, put};
use crate::on_each_database;
use chrono::Duration;
use domain::accounts::{Actor, Membership, Person};
use domain::act::{Change, Outcome};
use domain::audit::AuditKind;
use domain::ids::PersonId;
use domain::privacy::{Column, Holds, Notice, TABLES, Table, Whose, let_go, must_hand_over};
use domain::text::{Email, Lang, Name};
use sea_orm::sea_query::{Query, SimpleExpr, Value};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use uuid::Uuid;

on_each_database!(
    privacy_every_table_and_column_has_its_rule,
    privacy_everything_of_a_person_leaves_in_their_export,
    privacy_an_association_takes_its_whole_journey_along,
    privacy_nothing_of_a_person_is_left_once_erased,
    privacy_what_is_past_its_time_goes_at_night,
    privacy_who_has_not_come_for_long_is_known,
);

static JOB: Actor = Actor::Job;

/// What a database says of a column.
struct Real {
    kind: String,
    nullable: bool,
}

/// The schema, as the database tells it.
#[derive(Default)]
struct Schema {
    /// By table and column.
    columns: BTreeMap<(String, String), Real>,
    /// The table that a column refers to.
    refers: BTreeMap<(String, String), String>,
}

impl Schema {
    /// All but what a database computes by itself from other columns.
    async fn read(db: &DatabaseConnection) -> Self {
        let (columns, refers) = if db.get_database_backend() == DbBackend::Postgres {
            (
                "SELECT table_name AS t, column_name AS c, data_type AS k, is_nullable = 'YES' AS n \
                 FROM information_schema.columns WHERE table_schema = 'public' AND is_generated = 'NEVER'",
                "SELECT c.conrelid::regclass::text AS t, a.attname::text AS c, \
                 c.confrelid::regclass::text AS r FROM pg_constraint c JOIN pg_attribute a \
                 ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1] WHERE c.contype = 'f'",
            )
        } else {
            (
                "SELECT m.name AS t, c.name AS c, c.type AS k, c.\"notnull\" = 0 AND c.pk = 0 AS n \
                 FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' \
                 AND m.name NOT LIKE 'found_index%'",
                "SELECT m.name AS t, f.\"from\" AS c, f.\"table\" AS r \
                 FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table'",
            )
        };
        let ask = |sql| db.query_all_raw(Statement::from_string(db.get_database_backend(), sql));
        let mut schema = Self::default();
        for row in ask(columns).await.expect("the columns") {
            let of = |name: &str| row.try_get::<String>("", name).expect(name);
            let nullable = row.try_get::<bool>("", "n").expect("yes or no");
            let real = Real { kind: of("k").to_lowercase(), nullable };
            schema.columns.insert((of("t"), of("c")), real);
        }
        for row in ask(refers).await.expect("the keys") {
            let of = |name: &str| row.try_get::<String>("", name).expect(name);
            schema.refers.insert((of("t"), of("c")), of("r"));
        }
        schema
    }
}

async fn privacy_every_table_and_column_has_its_rule(base: &Base) {
    let db = Database::connect(&base.url).await.expect("it answers");
    let schema = Schema::read(&db).await;
    let real: BTreeSet<_> = schema.columns.keys().map(|(t, c)| (t.as_str(), c.as_str())).collect();
    let told: BTreeSet<_> =
        TABLES.iter().flat_map(|t| t.columns.iter().map(|c| (t.name, c.name))).collect();
    assert!(real.len() > 150, "only {} columns found", real.len());
    let silent: Vec<_> = real.difference(&told).collect();
    assert!(silent.is_empty(), "say in domain::privacy::TABLES whose these are: {silent:?}");
    let gone: Vec<_> = told.difference(&real).collect();
    assert!(gone.is_empty(), "no such column: {gone:?}");
    // A key towards an account would hold back who wants to go.
    for ((table, column), to) in schema.refers.iter().filter(|(_, to)| *to == "person") {
        let rule = domain::privacy::table(table).expect("a table");
        let holds = rule.columns.iter().find(|c| c.name == column).expect("a column").holds;
        let lets_go =
            rule.whose == Whose::Person && holds == Holds::Person || holds == Holds::ByNow;
        assert!(lets_go, "{table}.{column} refers to {to}, and stays");
    }
    // What refers comes after what it refers to.
    let place = |name: &str| TABLES.iter().position(|table| table.name == name);
    for ((table, column), to) in &schema.refers {
        assert!(place(to) < place(table), "{table}.{column} refers to {to}, which comes later");
    }
    db.close().await.expect("it closes");
}

/// A table and its column.
type At = (&'static str, &'static str);

/// A person with something in every table, and what was written.
struct Seeded {
    person: PersonId,
    /// In rows that are theirs: by table and column.
    canaries: Vec<(At, String)>,
    /// In rows that are others', where they are named.
    kept: Vec<(At, String)>,
    /// What their rows hold, to refer to: by table and column.
    ids: BTreeMap<At, Uuid>,
}

/// Which of the ids by which a row is somebody's it holds.
#[derive(Clone, Copy, PartialEq)]
enum By {
    Id,
    Address,
}

impl Seeded {
    /// Writes them past the store, so that no table can be forgotten.
    async fn write(base: &Base, db: &DatabaseConnection, schema: &Schema) -> Self {
        let mut seeded =
            Self { person: fresh(), canaries: Vec::new(), kept: Vec::new(), ids: BTreeMap::new() };
        for table in TABLES {
            match table.name {
                "seaql_migrations" | "setting" => {}
                "audit" => {
                    let person = seeded.person.0;
                    let written = base.store.write(act(), (), move |tx, ()| {
                        let line = Outcome::of(()).audit(tx.act(), AuditKind::SignedIn, person);
                        Box::pin(async move { Ok(line) })
                    });
                    written.await.expect("it is noted");
                }
                _ => {
                    seeded.row(db, schema, table, By::Id).await;
                    let both = table.holding(&[Holds::Person]).count() > 0
                        && table.holding(&[Holds::Address]).count() > 0;
                    if both && table.name != "person" {
                        seeded.row(db, schema, table, By::Address).await;
                    }
                }
            }
        }
        seeded
    }

    async fn row(
        &mut self,
        db: &DatabaseConnection,
        schema: &Schema,
        table: &'static Table,
        by: By,
    ) {
        let mut values: Vec<SimpleExpr> = Vec::new();
        for column in table.columns {
            let real = &schema.columns[&(table.name.to_owned(), column.name.to_owned())];
            values.push(self.value(schema, table, column, real, by).into());
        }
        let columns = table.columns.iter().map(|column| column.name);
        let row = Query::insert()
            .into_table(table.name)
            .columns(columns)
            .values(values)
            .expect("as many")
            .to_owned();
        db.execute(&row).await.unwrap_or_else(|error| panic!("{}: {error}", table.name));
    }

    fn value(
        &mut self,
        schema: &Schema,
        table: &'static Table,
        column: &'static Column,
        real: &Real,
        by: By,
    ) -> Value {
        let at = (table.name, column.name);
        let found_by_the_other = match column.holds {
            Holds::Person => by == By::Address,
            Holds::Address => by == By::Id && table.name != "person",
            _ => false,
        };
        let kind = real.kind.as_str();
        if kind.contains("uuid") {
            if found_by_the_other && real.nullable {
                return Value::Uuid(None);
            }
            let person = [Holds::Person, Holds::By, Holds::ByNow, Holds::Author];
            let refers = schema.refers.get(&(table.name.to_owned(), column.name.to_owned()));
            let path = match table.whose {
                Whose::Association(paths) => paths.iter().find(|(c, ..)| *c == column.name),
                _ => None,
            };
            let id = match (refers, path) {
                _ if person.contains(&column.holds) => self.person.0,
                (Some(to), _) => self.id(to, "id").expect("it is written before"),
                (_, Some((_, from, theirs))) => self.id(from, theirs).unwrap_or_else(fresh),
                _ => fresh(),
            };
            self.ids.insert(at, id);
            return id.into();
        }
        if kind.contains("time") {
            return day(0).into();
        }
        match kind {
            "boolean" => return true.into(),
            "bigint" | "integer" if column.holds == Holds::Id => {
                return i64::try_from(Uuid::now_v7().as_u128() >> 66).unwrap_or_default().into();
            }
            "bigint" => return 1_i64.into(),
            "integer" | "int" => return 1_i32.into(),
            "blob" | "bytea" => return b"bytes".to_vec().into(),
            _ => {}
        }
        let owned = table.whose == Whose::Person;
        if column.holds == Holds::Address {
            if found_by_the_other && real.nullable {
                return Value::String(None);
            }
            if table.name == "person" {
                let email = format!("canary-email-{}@example.org", Uuid::now_v7());
                self.canaries.push((at, email));
            }
            return text(&self.canaries, ("person", "email")).into();
        }
        let tag = if owned { "canary" } else { "kept" };
        let mut words = format!("{tag}-{}-{}-{}", table.name, column.name, Uuid::now_v7());
        if column.holds == Holds::Words {
            // Longer than a page of SQLite's.
            words = vec![words; 120].join(" ");
        }
        let written = if owned { &mut self.canaries } else { &mut self.kept };
        written.push((at, words.clone()));
        words.into()
    }

    fn id(&self, table: &str, column: &str) -> Option<Uuid> {
        let found = self.ids.iter().find(|((t, c), _)| *t == table && *c == column);
        found.map(|(_, id)| *id)
    }
}

/// The first that was written there.
fn text(written: &[(At, String)], at: At) -> &str {
    let found = written.iter().find(|(there, _)| *there == at);
    found.map(|(_, text)| text.as_str()).unwrap_or_else(|| panic!("{at:?} is not written yet"))
}

/// Every byte that the database keeps on disk, or would give to a copy of itself.
async fn bytes(base: &Base) -> String {
    if base.url.starts_with("postgres") {
        let dump = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
        let mut dump: Vec<_> = dump.map(|version| version.path().join("bin/pg_dump")).collect();
        dump.sort();
        let dump = dump.pop().unwrap_or_else(|| "pg_dump".into());
        let told = Command::new(dump).arg(&base.url).output().expect("pg_dump runs");
        assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
        return String::from_utf8_lossy(&told.stdout).into_owned();
    }
    base.store.empty_log().await.expect("the log is emptied");
    let path = base.url.trim_start_matches("sqlite:");
    let mut all = std::fs::read(path).expect("the file");
    for other in ["-wal", "-shm"] {
        all.extend(std::fs::read(format!("{path}{other}")).unwrap_or_default());
    }
    String::from_utf8_lossy(&all).into_owned()
}

fn holds(bytes: &str, text: &str) -> bool {
    // What is longer than a page is not in one piece.
    bytes.contains(text.split(' ').next().unwrap_or_default())
}

/// Three people, so that one of them is between others.
async fn crowd(base: &Base) -> [Seeded; 3] {
    let db = Database::connect(&base.url).await.expect("it answers");
    let schema = Schema::read(&db).await;
    let mut crowd = Vec::new();
    for _ in 0..3 {
        crowd.push(Seeded::write(base, &db, &schema).await);
    }
    db.close().await.expect("it closes");
    crowd.try_into().unwrap_or_else(|_| unreachable!("there are three"))
}

async fn privacy_everything_of_a_person_leaves_in_their_export(base: &Base) {
    let [_, seeded, other] = crowd(base).await;
    let kept = base.store.read(&JOB).everything_about(seeded.person).await.expect("it reads");
    let told = format!("{kept:?}");
    let holds_of = |at: &At| {
        let table = domain::privacy::table(at.0).expect("a table");
        table.columns.iter().find(|c| c.name == at.1).expect("a column").holds
    };
    let mut secrets = Vec::new();
    for (at, canary) in &seeded.canaries {
        if holds_of(at) == Holds::Secret {
            secrets.push(*at);
            assert!(!told.contains(canary.as_str()), "{at:?} is exported");
        } else {
            assert!(told.contains(canary.as_str()), "{at:?} is not exported");
        }
    }
    // Fingerprints and tokens, and nothing else: whoever holds one could try it.
    let expected = [
        ("command", "digest"),
        ("invitation", "token_hash"),
        ("login_session", "token_hash"),
        ("mail", "letter"),
        ("one_use_link", "token_hash"),
        ("person", "password_hash"),
    ];
    secrets.sort_unstable();
    secrets.dedup();
    assert_eq!(secrets, expected);
    // Where they are named as who did something, without what others wrote beside it.
    let tables: BTreeSet<_> = kept.iter().map(|kept| kept.table.name).collect();
    for table in TABLES {
        let named = [Holds::Person, Holds::By, Holds::ByNow, Holds::Author];
        let named = table.holding(&named).count() > 0;
        assert_eq!(tables.contains(table.name), named, "{}", table.name);
    }
    for wrote in [("revision", "source"), ("review", "words"), ("exchange", "words")] {
        assert!(told.contains(text(&seeded.kept, wrote)), "they wrote {wrote:?}");
    }
    for (at, theirs) in &seeded.kept {
        let written = ["revision", "review", "exchange", "page_question", "page_report"];
        let wrote = written.contains(&at.0);
        let free = holds_of(at) == Holds::Words && !wrote;
        assert!(!(free && told.contains(theirs.as_str())), "{at:?} is others'");
    }
    for (at, canary) in &other.canaries {
        assert!(!told.contains(canary.as_str()), "{at:?} is somebody else's");
    }
}

async fn privacy_an_association_takes_its_whole_journey_along(base: &Base) {
    let [_, seeded, other] = crowd(base).await;
    let ours = seeded.id("association", "id").expect("one").into();
    let kept = base.store.read(&JOB).everything_of(ours).await.expect("it reads");
    let told = format!("{kept:?}");
    for table in TABLES.iter().filter(|table| matches!(table.whose, Whose::Association(_))) {
        for column in table.columns {
            let at = (table.name, column.name);
            if seeded.kept.iter().any(|(there, _)| *there == at) {
                assert!(told.contains(text(&seeded.kept, at)), "{at:?} is not exported");
                assert!(!told.contains(text(&other.kept, at)), "{at:?} is another's");
            }
        }
    }
    assert!(told.contains(text(&seeded.canaries, ("membership", "id"))));
    // What is its people's own stays with them.
    assert!(!told.contains(text(&seeded.canaries, ("person", "name"))));
    assert!(!told.contains(text(&seeded.canaries, ("person", "email"))));
}

async fn privacy_nothing_of_a_person_is_left_once_erased(base: &Base) {
    let [first, seeded, last] = crowd(base).await;
    let before = bytes(base).await;
    for all in [&first, &seeded, &last].map(|s| s.canaries.iter().chain(&s.kept)) {
        for (at, text) in all {
            assert!(
                holds(&before, text),
                "{at:?} is looked for, and was not found when it was there"
            );
        }
    }
    let person = seeded.person;
    let erased = base.store.write(act(), person, |tx, person| {
        let outcome = let_go(tx.act(), person, &[], false);
        Box::pin(async move { Ok(outcome) })
    });
    erased.await.expect("it goes");
    let after = bytes(base).await;
    for (at, text) in &seeded.canaries {
        assert!(!holds(&after, text), "{at:?} is still there");
    }
    for all in [&first, &last].map(|s| s.canaries.iter().chain(&s.kept)) {
        for (at, text) in all {
            assert!(holds(&after, text), "{at:?} of somebody else is gone");
        }
    }
    for (at, text) in &seeded.kept {
        assert!(holds(&after, text), "{at:?} is not theirs, and is gone");
    }
    let rows = base.store.read(&JOB);
    assert_eq!(rows.person(person).await.expect("it reads"), None);
    assert!(rows.everything_about(person).await.expect("it reads").is_empty());
    assert_eq!(base.store.audit().await.expect("it is whole").lines, 4);
    // What they did stays, by an id that leads nowhere.
    let revision = seeded.id("revision", "id").expect("one");
    let db = Database::connect(&base.url).await.expect("it answers");
    let written = Statement::from_sql_and_values(
        db.get_database_backend(),
        "SELECT by_id FROM revision WHERE id = $1",
        [revision.into()],
    );
    let row = db.query_one_raw(written).await.expect("it answers").expect("a revision");
    let by: Option<Uuid> = row.try_get("", "by_id").expect("an id");
    assert_eq!(by, Some(person.0));
    db.close().await.expect("it closes");
}

async fn privacy_what_is_past_its_time_goes_at_night(base: &Base) {
    let [seeded, ..] = crowd(base).await;
    let night = |days: i64| Change::Purged { now: day(days), real_time: day(days) };
    let count = |sql: &'static str| async move {
        let db = Database::connect(&base.url).await.expect("it answers");
        let asked = Statement::from_string(
            db.get_database_backend(),
            format!("SELECT COUNT(*) AS n FROM {sql}"),
        );
        let row = db.query_one_raw(asked).await.expect(sql).expect("a row");
        db.close().await.expect("it closes");
        row.try_get::<i64>("", "n").expect("a number")
    };
    // All was written on day 0; commands of the test itself come on day 1.
    for (days, table, left) in [
        (0, "login_session", 3),
        (1, "login_session", 0),
        (6, "one_use_link", 6),
        (8, "one_use_link", 0),
        (29, "mail", 6),
        (31, "mail", 0),
        (30, "command WHERE answer LIKE 'canary%'", 0),
    ] {
        put(&base.store, vec![night(days)]).await;
        assert_eq!(count(table).await, left, "{table} on day {days}");
    }
    // The audit log is cut, and goes on.
    let whole = base.store.audit().await.expect("it is whole");
    assert_eq!(whole.lines, 3);
    put(&base.store, vec![night(1_000)]).await;
    assert_eq!(base.store.audit().await.expect("it is whole"), whole);
    put(&base.store, vec![night(1_200)]).await;
    let cut = base.store.audit().await.expect("it is whole");
    assert_eq!((cut.lines, &cut.last), (0, &whole.last));
    let line = base.store.write(act(), (), |tx, ()| {
        let line = Outcome::of(()).audit(tx.act(), AuditKind::Exported, Uuid::now_v7());
        Box::pin(async move { Ok(line) })
    });
    line.await.expect("it is noted");
    let goes_on = base.store.audit().await.expect("it is whole");
    assert_eq!((goes_on.lines, goes_on.last.0), (1, whole.last.0 + 1));
    // Accounts are no business of this job.
    assert!(base.store.read(&JOB).person(seeded.person).await.expect("it reads").is_some());
}

async fn privacy_who_has_not_come_for_long_is_known(base: &Base) {
    let person = Person {
        id: fresh(),
        name: Name::stored("Amina".into()),
        email: Email::parse("amina@example.org").expect("an address"),
        password_hash: None,
        lang: Lang::Fr,
        created_at: day(-3),
    };
    let id = person.id;
    put(&base.store, vec![Change::Person(person)]).await;
    let rows = base.store.read(&JOB);
    assert_eq!(rows.last_seen().await.expect("it reads")[&id], day(-3));
    for on in [5, 2] {
        let said = domain::audit::Audit {
            at: day(on),
            kind: AuditKind::SignedIn,
            actor: Some(id),
            hat: "member".to_owned(),
            subject: Some(id.0),
        };
        put(&base.store, vec![Change::Audit(said)]).await;
    }
    assert_eq!(rows.last_seen().await.expect("it reads")[&id], day(5));
    let notices = [day(1), day(1) + Duration::hours(1)];
    for at in notices {
        put(&base.store, vec![Change::Notice(Notice { about: id.0, at })]).await;
        put(&base.store, vec![Change::Notice(Notice { about: id.0, at })]).await;
    }
    assert_eq!(rows.notices().await.expect("it reads")[&id.0], notices);
    // Whom they would leave behind.
    let (ours, _) = crate::base::settle(&base.store).await;
    let member =
        |person, referent, on| Membership { person, association: ours, referent, since: day(on) };
    let other: PersonId = fresh();
    let colleague = Person {
        id: other,
        name: Name::stored("Ines".into()),
        email: Email::parse("ines@example.org").expect("an address"),
        password_hash: None,
        lang: Lang::Fr,
        created_at: day(0),
    };
    put(&base.store, vec![Change::Person(colleague), Change::Membership(member(id, true, 0))])
        .await;
    let crews = rows.crews_of(id).await.expect("it reads");
    assert!(crews.len() == 1 && !must_hand_over(&crews[0], id), "{crews:?}");
    put(&base.store, vec![Change::Membership(member(other, false, 1))]).await;
    let crews = rows.crews_of(id).await.expect("it reads");
    assert_eq!(crews[0].member(other), Some(&member(other, false, 1)));
    assert!(must_hand_over(&crews[0], id));
}
