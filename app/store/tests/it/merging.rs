//! Two records become one: no row is lost, and nothing points to the one that is no more.

use crate::base::{Base, act, association, day, fresh, name, put, session, settle, title};
use crate::on_each_database;
use domain::accounts::*;
use domain::act::{Act, Change, Outcome};
use domain::associations::*;
use domain::calendar::Feed;
use domain::diagnosis::{Diagnosis, Led};
use domain::exchange::{self, Exchange, Listing};
use domain::hackathon::{Edition, Phase, Project, ProjectState};
use domain::ids::*;
use domain::journey::{EventKind, Need};
use domain::mentoring::{Mentoring, State as Mentored};
use domain::orientation::{Cause, Orientation, Place, State};
use domain::reception::{ReceptionChange, Visit, VisitState};
use domain::text::{Email, Lang, Words};
use domain::wiki::encounter::{Talk, TalkState};
use domain::wiki::people::{CircleChange, Joined, Joiner};
use domain::wiki::sought::Sought;
use domain::wiki::{Around, Audience, Page, Space, TESTIMONIES, Testimony, TestimonyState};
use domain::workshops::{Registration, Seat};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use std::collections::BTreeMap;
use store::{Store, WriteError};
use uuid::Uuid;

on_each_database!(
    associations_that_become_one_lose_nothing,
    associations_crews_are_kept_as_written,
    associations_two_merges_at_once_make_one_of_three,
    associations_alike_are_found_by_their_keys,
    exchange_nobody_enters_the_directory_by_a_merge,
);

static JOB: Actor = Actor::Job;

async fn person(store: &Store, who: &str) -> PersonId {
    let id = fresh();
    let person = Person {
        id,
        name: name(who),
        email: Email::parse(&format!("{id}@example.org")).expect("an address"),
        password_hash: None,
        lang: Lang::Fr,
        created_at: day(0),
    };
    put(store, vec![Change::Person(person)]).await;
    id
}

/// An association that has one of everything, and its journey.
async fn full(store: &Store, other: (AssociationId, JourneyId)) -> (AssociationId, JourneyId) {
    let (ours, journey) = settle(store).await;
    let (referent, asking) = (person(store, "Amina").await, person(store, "Zoé").await);
    let need = Need { id: fresh(), journey, words: Words::stored("…".into()), at: day(1) };
    let entry = session(fresh(), 10, 8);
    let edition = Edition {
        id: fresh(),
        title: title("Édition"),
        phase: Phase::Call,
        since: day(0),
        call_until: day(30),
        weekend_from: day(60),
        weekend_to: day(62),
    };
    let page = Page {
        id: fresh(),
        space: TESTIMONIES,
        slug: Uuid::now_v7().to_string(),
        title: title("…"),
        published: None,
        draft: None,
    };
    let mentoring =
        |helper: (AssociationId, JourneyId), helped: (AssociationId, JourneyId)| Mentoring {
            id: fresh(),
            mentor: referent,
            helper: helper.0,
            helper_journey: helper.1,
            helped: helped.0,
            helped_journey: helped.1,
            state: Mentored::Accepted,
            since: day(3),
            next_meeting: None,
        };
    let space = fresh();
    let changes = vec![
        Change::Membership(Membership {
            person: referent,
            association: ours,
            referent: true,
            since: day(0),
        }),
        Change::Crew(CrewChange::Asked(JoinRequest {
            person: asking,
            association: ours,
            words: None,
            at: day(1),
        })),
        Change::Crew(CrewChange::Invited(Invitation {
            id: fresh(),
            association: ours,
            email: Email::parse("nour@example.org").expect("an address"),
            by: Some(referent),
            at: day(1),
            until: day(15),
            token_hash: Uuid::now_v7().to_string(),
        })),
        Change::Feed(Feed {
            person: referent,
            association: Some(ours),
            id: fresh(),
            since: day(1),
        }),
        Change::Exchange(Exchange {
            id: fresh(),
            association: ours,
            who: None,
            side: exchange::Side::Shows,
            theme: None,
            words: title("…"),
            at: day(1),
            by: Some(referent),
        }),
        Change::Space(Space {
            id: space,
            namespace: Uuid::now_v7().to_string(),
            title: title("…"),
            purpose: None,
            reads: Audience::Circle,
            writes: Audience::Circle,
            reviewed: false,
            around: Around::Association(ours),
        }),
        Change::Circle(CircleChange::Joined(Joined {
            space,
            who: Joiner::Association(ours),
            at: day(1),
            by: Some(referent),
        })),
        Change::Need(need.clone()),
        Change::Begun(Begun {
            id: fresh(),
            name: name("Nour"),
            email: Email::parse("nour@example.org").expect("an address"),
            lang: Lang::Fr,
            journey,
            at: day(1),
            claimed_at: None,
            person: None,
        }),
        Change::Reception(ReceptionChange::Visit(Visit {
            id: fresh(),
            journey,
            association: ours,
            words: Words::stored("…".into()),
            area: name("Tours"),
            asked_at: day(1),
            state: VisitState::Withdrawn,
            since: day(2),
        })),
        Change::Entry(entry.clone()),
        Change::Registration(Registration::new(
            fresh(),
            entry.id,
            (ours, journey),
            Seat::Registered,
            day(2),
        )),
        Change::Diagnosis(Box::new(Diagnosis {
            id: fresh(),
            journey,
            association: ours,
            begun_at: day(1),
            led: Some(Led { by: asking, since: day(1) }),
            version: store::questionnaire_id(store::questionnaire()).expect("it has one"),
            questionnaire: store::questionnaire().clone(),
            given_back: None,
        })),
        Change::Orientation(Orientation {
            id: fresh(),
            journey,
            association: ours,
            from: Place::WORKSHOPS,
            to: Place::HACKATHON,
            reason: None,
            theme: None,
            entry: None,
            registration: None,
            cause: Cause::Diagnosis(fresh()),
            opened_at: day(1),
            state: State::Open,
        }),
        Change::Edition(edition.clone()),
        Change::Project(Project {
            id: fresh(),
            edition: edition.id,
            journey,
            association: ours,
            need: need.id,
            title: title("…"),
            summary: Words::stored("…".into()),
            state: ProjectState::Delivered,
            since: day(2),
        }),
        Change::Page(page.clone()),
        Change::Testimony(Testimony {
            id: fresh(),
            journey,
            association: ours,
            project: None,
            page: page.id,
            state: TestimonyState::Sketched,
            since: day(2),
        }),
        Change::Talk(Talk {
            id: fresh(),
            entry: entry.id,
            association: ours,
            title: title("…"),
            words: None,
            minutes: 20,
            rank: 0,
            state: TalkState::Asked,
            since: day(2),
            testimony: None,
        }),
        Change::Sought(Sought {
            id: fresh(),
            journey,
            association: ours,
            asked_at: day(2),
            reminded_at: None,
            answer: None,
            testimony: None,
        }),
        Change::Mentoring(mentoring((ours, journey), other)),
        Change::Mentoring(mentoring(other, (ours, journey))),
    ];
    put(store, changes).await;
    (ours, journey)
}

/// Notes facts on these journeys, one after the other, as days go by.
async fn told(store: &Store, journeys: &[JourneyId]) {
    for (on, journey) in (1..).zip(journeys) {
        let act = Act::new(Actor::Job, day(on), fresh(), Uuid::now_v7);
        let journey = *journey;
        let told = store.write(act, journey, |tx, journey| {
            let outcome =
                Outcome::of(()).event(tx.act(), journey, EventKind::NeedStated, Uuid::now_v7());
            Box::pin(async move { Ok(outcome) })
        });
        told.await.expect("it is noted");
    }
}

/// Makes one of two, as the product does.
async fn merged(
    store: &Store,
    kept: AssociationId,
    gone: AssociationId,
) -> Result<AssociationId, WriteError> {
    store
        .write(act(), (kept, gone), |tx, (kept, gone)| {
            Box::pin(async move {
                let (first, second) = if kept < gone { (kept, gone) } else { (gone, kept) };
                let first = tx.crew(first).await?.ok_or(WriteError::Missing)?;
                let second = tx.crew(second).await?.ok_or(WriteError::Missing)?;
                let (ours, theirs) = if kept < gone { (first, second) } else { (second, first) };
                let record = tx.association(kept).await?.ok_or(WriteError::Missing)?;
                let other = tx.association(gone).await?.ok_or(WriteError::Missing)?;
                Ok(merge(tx.act(), (record, &ours), (other, &theirs), |_| Side::Kept)?)
            })
        })
        .await
}

/// The columns that name an association or a journey, as the database tells them.
async fn columns(db: &DatabaseConnection) -> Vec<(String, String)> {
    let schema = if db.get_database_backend() == DbBackend::Postgres {
        "SELECT table_name AS t, column_name AS c FROM information_schema.columns \
         WHERE table_schema = 'public' ORDER BY t, c"
    } else {
        "SELECT m.name AS t, c.name AS c FROM sqlite_master m JOIN pragma_table_info(m.name) c \
         WHERE m.type = 'table' ORDER BY t, c"
    };
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), schema)).await;
    let all = rows.expect("the schema can be read").into_iter().map(|row| {
        let column = |name: &str| row.try_get::<String>("", name).expect("a name");
        (column("t"), column("c"))
    });
    let names = [
        "association_id",
        "helper_id",
        "helped_id",
        "journey_id",
        "helper_journey_id",
        "helped_journey_id",
    ];
    all.filter(|(_, column)| names.contains(&column.as_str())).collect()
}

/// How many rows name this id, by table and column.
async fn naming(db: &DatabaseConnection, id: Uuid) -> BTreeMap<(String, String), i64> {
    let mut counts = BTreeMap::new();
    for (table, column) in columns(db).await {
        let backend = db.get_database_backend();
        let mark = if backend == DbBackend::Postgres { "$1" } else { "?" };
        let sql = format!("SELECT COUNT(*) AS n FROM \"{table}\" WHERE \"{column}\" = {mark}");
        let row = db.query_one_raw(Statement::from_sql_and_values(backend, sql, [id.into()])).await;
        let row = row.expect("it can be counted").expect("a count");
        counts.insert((table, column), row.try_get("", "n").expect("a number"));
    }
    counts
}

/// Every row of these tables.
async fn rows_of(db: &DatabaseConnection) -> BTreeMap<String, i64> {
    let mut counts = BTreeMap::new();
    for (table, _) in columns(db).await {
        let sql = format!("SELECT COUNT(*) AS n FROM \"{table}\"");
        let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await;
        let row = row.expect("it can be counted").expect("a count");
        counts.insert(table, row.try_get("", "n").expect("a number"));
    }
    counts
}

/// What waits for an answer about the role is a thing of the moment: see [`associations_crews_are_kept_as_written`].
/// So is being in the directory: see [`exchange_nobody_enters_the_directory_by_a_merge`].
const OF_THE_MOMENT: [&str; 3] = ["referent_offer", "takeover", "listing"];

async fn associations_that_become_one_lose_nothing(base: &Base) {
    let store = &base.store;
    let third = settle(store).await;
    let (kept, journey) = full(store, third).await;
    let (gone, part) = full(store, third).await;
    told(store, &[journey, part, part, journey, part]).await;
    let db = Database::connect(&base.url).await.expect("the database answers");
    let before = rows_of(&db).await;
    let (ours, theirs) = (naming(&db, kept.0).await, naming(&db, gone.0).await);
    let (on_ours, on_theirs) = (naming(&db, journey.0).await, naming(&db, part.0).await);
    for (column, n) in &theirs {
        let named = column.1.contains("journey") || OF_THE_MOMENT.contains(&column.0.as_str());
        assert!(named || *n > 0, "this story has nothing in {column:?}");
    }
    for (column, n) in on_theirs.iter().filter(|((_, column), _)| column.contains("journey")) {
        assert!(*n > 0, "this story has nothing in {column:?}");
    }

    assert_eq!(merged(store, kept, gone).await.expect("it is done"), kept);

    assert_eq!(rows_of(&db).await, before, "every row is there");
    for (column, n) in naming(&db, kept.0).await {
        assert_eq!(n, ours[&column] + theirs[&column], "{column:?} goes to the one that stays");
    }
    assert_eq!(naming(&db, gone.0).await.values().sum::<i64>(), 0, "nothing names the other");
    for (column, n) in naming(&db, part.0).await {
        // Facts stay where they were written.
        let stay = if column.0 == "event" { on_theirs[&column] } else { 0 };
        assert_eq!(n, stay, "{column:?}");
    }
    for (column, n) in naming(&db, journey.0).await {
        let more = if column.0 == "event" { 0 } else { on_theirs[&column] };
        assert_eq!(n, on_ours[&column] + more, "{column:?}");
    }
    db.close().await.expect("it closes");

    let rows = store.read(&JOB);
    assert_eq!(rows.association(gone).await.expect("read"), None);
    assert_eq!(rows.alias_of(gone).await.expect("read"), Some(kept));
    // One journey, whole, by either id; told in the order in which it happened.
    let whole = rows.journey_of(kept).await.expect("read").expect("there");
    let days: Vec<_> = whole.events.iter().map(|e| (e.recorded_at, e.journey)).collect();
    let expected: Vec<_> = (1..).map(day).zip([journey, part, part, journey, part]).collect();
    assert_eq!(days, expected);
    assert_eq!(whole.head.id, journey);
    let by_part = rows.journey(part).await.expect("read").expect("there");
    assert_eq!((by_part.head, by_part.events), (whole.head.clone(), whole.events.clone()));
    let all = rows.journeys().await.expect("read");
    assert_eq!(all.iter().filter(|j| j.head.association == kept).count(), 1);
    let listed = all.iter().find(|j| j.head.id == journey).expect("it is there");
    assert_eq!(listed.events, whole.events);
    assert_eq!(rows.needs(journey).await.expect("read").len(), 2);
    // It goes on, without a gap in what it writes.
    told(store, &[journey]).await;
    assert_eq!(base.seqs(journey).await, [0, 1, 2]);
    assert_eq!(base.seqs(part).await, [0, 1, 2]);

    // The one that stays may join a third: both aliases follow.
    assert_eq!(merged(store, third.0, kept).await.expect("it is done"), third.0);
    for alias in [gone, kept] {
        assert_eq!(store.read(&JOB).alias_of(alias).await.expect("read"), Some(third.0));
    }
    let whole = store.read(&JOB).journey(part).await.expect("read").expect("there");
    assert_eq!((whole.head.id, whole.events.len()), (third.1, 6));
    let again = merged(store, third.0, kept).await;
    assert!(matches!(again, Err(WriteError::Missing)), "{again:?}");
}

async fn associations_crews_are_kept_as_written(base: &Base) {
    let store = &base.store;
    let (ours, _) = settle(store).await;
    let (one, two) = (person(store, "Amina").await, person(store, "Zoé").await);
    let members = [(one, true, 0), (two, false, 1)].map(|(person, referent, since)| Membership {
        person,
        association: ours,
        referent,
        since: day(since),
    });
    let request = JoinRequest {
        person: two,
        association: ours,
        words: Some(Words::stored("L’été « ?".into())),
        at: day(1),
    };
    let invitation = Invitation {
        id: fresh(),
        association: ours,
        email: Email::parse("nour@example.org").expect("an address"),
        by: None,
        at: day(1),
        until: day(15),
        token_hash: "abc".into(),
    };
    let offer = ReferentOffer { association: ours, to: two, by: one, at: day(2) };
    let asked = Takeover { association: ours, asked_at: day(3), taken: None };
    let taken = Takeover { taken: Some((one, day(4))), ..asked.clone() };
    let mut changes: Vec<Change> = members.iter().cloned().map(Change::Membership).collect();
    changes.extend(
        [
            CrewChange::Asked(request.clone()),
            CrewChange::Invited(invitation.clone()),
            CrewChange::ReferentOffered(offer.clone()),
            CrewChange::Takeover(asked.clone()),
        ]
        .map(Change::Crew),
    );
    put(store, changes).await;
    let crew = async || store.read(&JOB).crew(ours).await.expect("read").expect("there");
    let read = crew().await;
    assert_eq!((read.members.as_slice(), read.requests.as_slice()), (&members[..], &[request][..]));
    assert_eq!((read.offer, read.takeover), (Some(offer), Some(asked)));
    assert_eq!(store.read(&JOB).invitation("abc").await.expect("read"), Some(invitation.clone()));
    assert_eq!(read.invitations, std::slice::from_ref(&invitation));
    put(store, vec![Change::Crew(CrewChange::Takeover(taken.clone()))]).await;
    assert_eq!(crew().await.takeover, Some(taken.clone()));
    assert_eq!(store.read(&JOB).takeovers().await.expect("read"), [taken]);
    let over = [
        CrewChange::Left(two, ours),
        CrewChange::RequestOver(two, ours),
        CrewChange::InvitationOver(invitation.id),
        CrewChange::OfferOver(ours),
        CrewChange::TakeoverOver(ours),
    ];
    put(store, over.map(Change::Crew).to_vec()).await;
    let read = crew().await;
    assert_eq!(read.members, members[..1]);
    assert!(read.requests.is_empty() && read.invitations.is_empty());
    assert_eq!((read.offer, read.takeover), (None, None));
    assert!(store.read(&JOB).crew(fresh()).await.expect("read").is_none());
}

async fn associations_two_merges_at_once_make_one_of_three(base: &Base) {
    let store = &base.store;
    let (a, b, c) = (settle(store).await, settle(store).await, settle(store).await);
    // Each would keep what the other gives away.
    let (one, two) = tokio::join!(merged(store, a.0, b.0), merged(store, b.0, a.0));
    assert_eq!(usize::from(one.is_ok()) + usize::from(two.is_ok()), 1, "{one:?} {two:?}");
    let left = one.or(two).expect("one is done");
    merged(store, c.0, left).await.expect("it is done");
    let rows = store.read(&JOB);
    let all = rows.journeys().await.expect("read");
    assert_eq!(all.len(), 1);
    for journey in [a.1, b.1, c.1] {
        let whole = rows.journey(journey).await.expect("read").expect("there");
        assert_eq!(whole.head.id, c.1);
    }
}

async fn associations_alike_are_found_by_their_keys(base: &Base) {
    let store = &base.store;
    let named = |called: &str| Association { name: name(called), ..association(fresh()) };
    let rives = named("L’Amicale des Rives");
    let numbered = Association {
        rna: Some(domain::text::Rna::stored("W372000001".into())),
        about: About { mail_domain: Some("fil.example".into()), ..About::default() },
        ..named("Les Ateliers du Fil")
    };
    put(store, vec![Change::Association(rives.clone()), Change::Association(numbered.clone())])
        .await;
    let found = async |sketch: Sketch| {
        let all = store.read(&JOB).comparable(&sketch).await.expect("read");
        all.into_iter().map(|a| a.id).collect::<Vec<_>>()
    };
    let sketch = |name: &str, rna: &str, email: &str| {
        let email = Email::parse(email).ok();
        Sketch::of(name, domain::text::Rna::parse(rna).ok(), None, email.as_ref())
    };
    assert_eq!(found(sketch("rives de Loire", "", "")).await, [rives.id]);
    assert_eq!(found(sketch("Autre", "w372000001", "")).await, [numbered.id]);
    assert_eq!(found(sketch("Autre", "", "x@fil.example")).await, [numbered.id]);
    assert_eq!(found(sketch("Autre", "W372000002", "x@free.fr")).await, []);
    // What joined before there were keys has them once the database is opened again.
    let db = Database::connect(&base.url).await.expect("the database answers");
    db.execute_unprepared("UPDATE association SET name_start = NULL").await.expect("forgotten");
    db.close().await.expect("it closes");
    assert_eq!(found(sketch("rives", "", "")).await, []);
    if base.url.starts_with("postgres") {
        Store::open(&base.url).await.expect("several may open it");
        assert_eq!(found(sketch("rives", "", "")).await, [rives.id]);
    }
}

async fn exchange_nobody_enters_the_directory_by_a_merge(base: &Base) {
    let store = &base.store;
    for (ours, theirs, there) in [(true, true, true), (true, false, false), (false, true, false)] {
        let third = settle(store).await;
        let ((kept, _), (gone, _)) = (full(store, third).await, full(store, third).await);
        let of = [(kept, ours), (gone, theirs)].into_iter().filter(|(_, listed)| *listed);
        let listed =
            |(association, _)| Change::Listing(Listing { association, since: day(1), by: None });
        put(store, of.map(listed).collect()).await;
        merged(store, kept, gone).await.expect("it is done");
        let rows = store.read(&JOB);
        assert_eq!(rows.listing(kept).await.expect("read").is_some(), there, "{ours} {theirs}");
        assert_eq!(rows.exchanges_of([kept]).await.expect("read").len(), 2);
    }
}
