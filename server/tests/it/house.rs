//! A house of one's own for each story: a fresh database with the demo cast, a server, a clock to move, and people who
//! come in with a browser that has no scripts.

use crate::html::{self, Form};
use app::mail::Told;
use app::request::State;
use chrono::{DateTime, Duration, Utc};
use domain::accounts::{Actor, Hat, Person};
use domain::act::Change;
use domain::act::{Act, Outcome};
use domain::ids::{AssociationId, CallId, CommandId, SlotId};
use domain::journey::Journey;
use domain::reception::{Call, ReceptionChange, ReceptionDay, Visit};
use domain::text::Email;
use domain::workshops::{Entry, EntryKind, Seating};
use reqwest::header::{HeaderMap, LOCATION, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Method, Response};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement,
};
use server::assets::Assets;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::SystemTime;
use store::{Rows, Store};
use tokio::net::TcpListener;
use tokio::sync::OnceCell;
use uuid::Uuid;

/// When every story begins: a Tuesday, at the whole hour that the demo cast counts from.
pub const BEGIN: &str = "2026-11-24T10:00:00Z";

static JOB: Actor = Actor::Job;

/// The moment of [`BEGIN`].
pub fn begin() -> DateTime<Utc> {
    BEGIN.parse().expect("a moment")
}

/// A fresh id, as a page gives its forms.
pub fn fresh() -> String {
    Uuid::now_v7().to_string()
}

/// A folder of one's own, removed with what is in it.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("savoirs-{}", Uuid::now_v7()));
        fs::create_dir_all(&folder).expect("a folder can be made");
        Self(folder)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// The URL of a database in it.
    pub fn url(&self) -> String {
        format!("sqlite:{}", self.path(FILE).display())
    }

    /// A folder without any asset, for an executable that asks for one.
    pub fn assets(&self) -> PathBuf {
        let assets = self.path("assets");
        fs::create_dir_all(&assets).expect("a folder can be made");
        fs::write(assets.join("assets.json"), "{}").expect("a file can be written");
        assets
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

const FILE: &str = "test.sqlite";

/// Puts the demo cast's database in a folder. It is played once for each build of the tests, then copied.
pub async fn put_cast(folder: &Folder) {
    static KEPT: OnceCell<PathBuf> = OnceCell::const_new();
    let kept = KEPT.get_or_init(kept_cast).await;
    copy_database(kept, &folder.0);
}

async fn kept_cast() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let built = std::env::current_exe().and_then(fs::metadata).and_then(|exe| exe.modified());
    let built = built.ok().and_then(|at| at.duration_since(SystemTime::UNIX_EPOCH).ok());
    let name = format!("cast-{}", built.expect("the tests have a date").as_nanos());
    let kept = folder.join(&name);
    if kept.exists() {
        return kept;
    }
    for old in fs::read_dir(folder).expect("cargo made it").flatten() {
        if old.file_name().to_string_lossy().starts_with("cast-") {
            fs::remove_dir_all(old.path()).ok();
        }
    }
    let played = Folder::new();
    let store = Store::open(&played.url()).await.expect("it opens");
    server::demo::seed_at(&store, begin()).await.expect("the cast plays");
    // Copied while nothing writes, then put in place at once: another process may be doing the same.
    let copy = folder.join(format!("copy-{}", fresh()));
    fs::create_dir_all(&copy).expect("a folder can be made");
    copy_database(&played.0, &copy);
    if fs::rename(&copy, &kept).is_err() {
        assert!(kept.exists(), "nobody else put it in place either");
        fs::remove_dir_all(&copy).ok();
    }
    kept
}

/// The file, then its log, which completes it.
fn copy_database(from: &Path, to: &Path) {
    fs::copy(from.join(FILE), to.join(FILE)).expect("the database can be copied");
    let log = format!("{FILE}-wal");
    if from.join(&log).exists() {
        fs::copy(from.join(&log), to.join(&log)).expect("its log can be copied");
    }
}

/// A running server and its database.
pub struct House {
    /// Without a slash at the end.
    pub url: String,
    pub state: State,
    database: String,
    /// How far the clock was moved, in seconds.
    moved: Arc<AtomicI64>,
    http: reqwest::Client,
    _folder: Option<Folder>,
    /// The maintenance database, and this one's name.
    dropped: Option<(String, String)>,
}

impl House {
    /// With the demo cast.
    pub async fn demo() -> Self {
        Self::demo_with(|_| {}).await
    }

    /// With the demo cast, and a server that is set another way.
    pub async fn demo_with(set: impl FnOnce(&mut State)) -> Self {
        let folder = Folder::new();
        put_cast(&folder).await;
        let url = folder.url();
        let store = Store::open(&url).await.expect("it opens");
        Self::start(store, url, true, set, Some(folder), None).await
    }

    /// Not in demo mode: as a programme installs it, with nobody in it.
    pub async fn new_instance() -> Self {
        let folder = Folder::new();
        let url = folder.url();
        let store = Store::open(&url).await.expect("it opens");
        server::demo::first_pages(&store).await.expect("the first pages are written");
        Self::start(store, url, false, |_| {}, Some(folder), None).await
    }

    /// With the demo cast, on PostgreSQL. None: there is none to try on.
    pub async fn demo_on_postgres() -> Option<Self> {
        let maintenance = std::env::var("TEST_POSTGRES_URL").ok().filter(|url| !url.is_empty())?;
        let name = format!("house_{}", Uuid::now_v7().simple());
        run_on(&maintenance, &format!("CREATE DATABASE {name}")).await;
        let (server, _) = maintenance.rsplit_once('/').expect("postgres://server/database");
        let url = format!("{server}/{name}");
        let store = Store::open(&url).await.expect("it opens");
        server::demo::seed_at(&store, begin()).await.expect("the cast plays");
        let dropped = Some((maintenance, name));
        Some(Self::start(store, url, true, |_| {}, None, dropped).await)
    }

    async fn start(
        store: Store,
        database: String,
        demo: bool,
        set: impl FnOnce(&mut State),
        folder: Option<Folder>,
        dropped: Option<(String, String)>,
    ) -> Self {
        let mut state =
            server::open_state(store, demo, "http://house.example").await.expect("the state opens");
        let moved = Arc::new(AtomicI64::new(0));
        let clock = Arc::clone(&moved);
        let begin = begin();
        state.clock = Arc::new(move || begin + Duration::seconds(clock.load(Ordering::SeqCst)));
        set(&mut state);
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("its address"));
        let router = server::router::router(state.clone(), Arc::new(Assets::none()));
        let router = router.into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, router).await });
        // No proxy of the machine, no cookie that a test did not set, no redirect followed.
        let http = reqwest::Client::builder().no_proxy().redirect(Policy::none()).build();
        let http = http.expect("a client");
        Self { url, state, database, moved, http, _folder: folder, dropped }
    }

    /// A second process on this PostgreSQL database: its own pool, its own state.
    pub async fn second_process(&self) -> Self {
        let store = Store::open(&self.database).await.expect("it opens");
        let other = Self::start(store, self.database.clone(), true, |_| {}, None, None).await;
        other.moved.store(self.moved.load(Ordering::SeqCst), Ordering::SeqCst);
        other
    }

    /// The URL of its database.
    pub fn database(&self) -> &str {
        &self.database
    }

    /// Ends the story. On PostgreSQL, its database goes.
    pub async fn close(self) {
        if let Some((maintenance, name)) = &self.dropped {
            run_on(maintenance, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
        }
    }

    /// A copy of its database, in a folder of its own: commands take one that nobody uses.
    pub async fn copied(&self) -> Folder {
        let folder = Folder::new();
        run_on(&self.database, &format!("VACUUM INTO '{}'", folder.path(FILE).display())).await;
        folder
    }

    // --- time

    pub fn now(&self) -> DateTime<Utc> {
        self.state.now()
    }

    /// A moment goes by.
    pub fn pass_seconds(&self, seconds: i64) {
        self.moved.fetch_add(seconds, Ordering::SeqCst);
    }

    /// Days go by.
    pub fn pass_days(&self, days: i64) {
        self.moved.fetch_add(days * 86_400, Ordering::SeqCst);
    }

    /// It is that moment.
    pub fn wait_until(&self, at: DateTime<Utc>) {
        let ahead = (at - self.now()).num_seconds();
        assert!(ahead >= 0, "a story goes forward");
        self.moved.fetch_add(ahead, Ordering::SeqCst);
    }

    // --- people

    /// Who has not signed in.
    pub fn visitor(&self) -> Client {
        let (url, http) = (self.url.clone(), self.http.clone());
        let scheme = if self.state.secure { "https:" } else { "http:" };
        let origin = url.replace("http:", scheme);
        Client { url, origin, http, cookies: Mutex::default() }
    }

    /// Somebody of the cast, signed in through the door.
    pub async fn signed_in(&self, email: &str) -> Client {
        let client = self.visitor();
        let password = server::demo::PASSWORD;
        let typed = [("email", email), ("password", password)];
        client.post("/connexion", "sign_in", &typed).await.expect(303);
        client
    }

    // --- what is remembered

    pub fn rows(&self) -> Rows<'_> {
        self.state.store.read(&JOB)
    }

    pub async fn person(&self, email: &str) -> Person {
        let email = Email::parse(email).expect("an address");
        self.rows().person_by_email(&email).await.expect("it reads").expect("one of the cast")
    }

    /// The association that this person acts for.
    pub async fn association(&self, email: &str) -> AssociationId {
        let hats = self.rows().hats(self.person(email).await.id).await.expect("it reads");
        let member = hats.iter().find_map(|hat| match hat {
            Hat::Member(association) => Some(*association),
            _ => None,
        });
        member.expect("a member")
    }

    pub async fn journey(&self, email: &str) -> Journey {
        let association = self.association(email).await;
        self.rows().journey_of(association).await.expect("it reads").expect("a journey")
    }

    /// The dates to come that fit, soonest first.
    pub async fn dates(&self, fits: impl Fn(&Entry) -> bool) -> Vec<Entry> {
        let now = self.now();
        let agenda = self.rows().agenda(now, now + Duration::days(400), now).await;
        agenda.expect("it reads").into_iter().map(|at| at.entry).filter(|e| fits(e)).collect()
    }

    pub async fn date(&self, fits: impl Fn(&Entry) -> bool) -> Entry {
        self.dates(fits).await.into_iter().next().expect("a date that fits")
    }

    /// The last encounter, where Nadia and Odile told.
    pub async fn past_encounter(&self) -> Entry {
        let (from, now) = (self.now() - Duration::days(70), self.now());
        let past = self.rows().encounters((from, now), now).await.expect("it reads");
        past.into_iter().next().expect("an encounter").entry
    }

    /// The information meeting that welcomes one association: Salomé's has its seat.
    pub async fn tiny_meeting(&self) -> Entry {
        self.date(|e| e.kind == EntryKind::InfoMeeting && e.seats.total == 1).await
    }

    /// The next information meeting for everybody.
    pub async fn meeting(&self) -> Entry {
        self.date(|e| e.kind == EntryKind::InfoMeeting && e.seats.total > 1).await
    }

    /// The next session about working together, where Gaspard has a seat and Amina a held one.
    pub async fn common_session(&self) -> Entry {
        self.date(|e| e.theme.as_deref() == Some("collaboration")).await
    }

    /// The next reception day, where Inès has the second slot.
    pub async fn reception(&self) -> ReceptionDay {
        let now = self.now();
        let days = self.rows().receptions_from(now).await.expect("it reads");
        days.into_iter().next().expect("a reception day")
    }

    /// The visit that Odile asks for.
    pub async fn visit(&self) -> Visit {
        let visits = self.rows().visits().await.expect("it reads");
        visits.into_iter().next().expect("a visit")
    }

    /// What this volunteer was asked about it, or is now.
    pub async fn call(&self, email: &str) -> Call {
        let (visit, person) = (self.visit().await.id, self.person(email).await.id);
        let calls = self.rows().calls(&[visit]).await.expect("it reads");
        if let Some(call) = calls.into_iter().find(|call| call.person == person) {
            return call;
        }
        let (id, at) = (CallId(Uuid::now_v7()), self.now());
        let call = Call { id, visit, person, at, declined_at: None };
        self.remember(Change::Reception(ReceptionChange::Call(call))).await;
        call
    }

    /// A slot that nobody has.
    pub async fn free_slot(&self) -> SlotId {
        self.reception().await.free(self.now()).next().expect("a free one").id
    }

    pub async fn seating(&self, entry: &Entry) -> Seating {
        self.rows().seating(entry.id).await.expect("it reads").expect("a date")
    }

    /// The letters to this address that have not left, in words, first to last.
    pub async fn letters_to(&self, email: &str) -> Vec<Told> {
        let mut letters = Vec::new();
        for mail in self.rows().waiting_mails().await.expect("it reads") {
            let told = Box::pin(app::mail::tell(&self.state, &mail)).await;
            letters.extend(told.expect("it reads").filter(|told| told.to.as_str() == email));
        }
        letters
    }

    /// The path that the last letter to this address asks to open.
    pub async fn letter_path(&self, email: &str) -> String {
        let letter = self.letters_to(email).await.pop().expect("a letter");
        let (_, url) = letter.button.expect("something to open");
        url.strip_prefix(&*self.state.public_url).expect("a page of ours").to_owned()
    }

    /// What the audit log of a SQLite file notes about this person, or whatever else, in order.
    pub async fn audited(&self, subject: impl Into<Uuid>) -> Vec<String> {
        let db = connect(&self.database).await;
        let sql = "SELECT kind FROM audit WHERE subject = ? ORDER BY seq";
        let values = [subject.into().into()];
        let asked = Statement::from_sql_and_values(DbBackend::Sqlite, sql, values);
        let rows = db.query_all_raw(asked).await.expect("it answers");
        rows.iter().map(|row| row.try_get("", "kind").expect("a kind")).collect()
    }

    /// Another process on the same PostgreSQL database, with the same clock.
    pub async fn another_process(&self) -> State {
        let store = Store::open(&self.database).await.expect("it opens");
        State { store, ..self.state.clone() }
    }

    /// Remembers something past the product's doors.
    pub async fn remember(&self, change: Change) {
        let act = Act::new(Actor::Job, self.now(), CommandId(Uuid::now_v7()), Uuid::now_v7);
        let written = self.state.store.write(act, (), move |_, ()| {
            let outcome = Outcome::of(()).change(change.clone());
            Box::pin(async move { Ok(outcome) })
        });
        written.await.expect("it can be stored");
    }

    /// Where its SQLite database is.
    pub fn file(&self) -> PathBuf {
        PathBuf::from(self.database.trim_start_matches("sqlite:"))
    }

    /// Watches a SQLite file for any commit.
    pub async fn watch(&self) -> Watch {
        let db = connect(&self.database).await;
        let before = version(&db).await;
        Watch { db, before }
    }

    /// How many rows each table of a SQLite file has.
    pub async fn census(&self) -> BTreeMap<String, i64> {
        let db = connect(&self.database).await;
        let ask = async |sql: String| {
            let asked = Statement::from_string(DbBackend::Sqlite, sql);
            db.query_all_raw(asked).await.expect("it answers")
        };
        let mut census = BTreeMap::new();
        for row in ask("SELECT name FROM sqlite_schema WHERE type = 'table'".to_owned()).await {
            let name: String = row.try_get("", "name").expect("a name");
            let counted = ask(format!("SELECT COUNT(*) AS n FROM \"{name}\"")).await;
            census.insert(name, counted[0].try_get("", "n").expect("a number"));
        }
        census
    }

    /// Every column of a SQLite file that holds text, as `table.column`.
    pub async fn text_columns(&self) -> BTreeSet<String> {
        let sql = "SELECT t.name || '.' || c.name AS name FROM sqlite_schema t, pragma_table_info(t.name) c \
                   WHERE t.type = 'table' AND lower(c.type) IN ('varchar', 'text') \
                   AND t.name NOT IN ('seaql_migrations')";
        let db = connect(&self.database).await;
        let asked = Statement::from_string(DbBackend::Sqlite, sql);
        let rows = db.query_all_raw(asked).await.expect("it answers");
        rows.iter().map(|row| row.try_get("", "name").expect("a name")).collect()
    }

    /// Runs SQL past the product, as an accident would.
    pub async fn accident(&self, sql: &str) {
        run_on(&self.database, sql).await;
    }
}

/// Notices every commit that another connection makes.
pub struct Watch {
    db: DatabaseConnection,
    before: i64,
}

impl Watch {
    /// Nothing was written since the last look.
    pub async fn nothing_changed(&mut self, after: &str) {
        let now = version(&self.db).await;
        assert_eq!(now, self.before, "{after}: the database was written");
    }

    /// Something was, which is looked at from now on.
    pub async fn something_changed(&mut self, after: &str) {
        let now = version(&self.db).await;
        assert_ne!(now, self.before, "{after}: the database was not written");
        self.before = now;
    }
}

/// One connection only: the number means something to itself alone.
async fn connect(url: &str) -> DatabaseConnection {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).min_connections(1).sqlx_logging(false);
    Database::connect(options).await.expect("the database answers")
}

async fn version(db: &DatabaseConnection) -> i64 {
    let asked = Statement::from_string(DbBackend::Sqlite, "PRAGMA data_version");
    let row = db.query_one_raw(asked).await.expect("it answers").expect("a row");
    row.try_get("", "data_version").expect("a number")
}

pub async fn run_on(url: &str, sql: &str) {
    let db = connect(url).await;
    db.execute_unprepared(sql).await.expect(sql);
    db.close().await.expect("it closes");
}

/// A browser without scripts, which keeps its cookies.
pub struct Client {
    url: String,
    /// What it says that its pages come from.
    pub origin: String,
    http: reqwest::Client,
    cookies: Mutex<BTreeMap<String, String>>,
}

impl Client {
    /// A browser for a server that runs as a process of its own.
    pub fn of(url: &str) -> Self {
        let http = reqwest::Client::builder().no_proxy().redirect(Policy::none()).build();
        let http = http.expect("a client");
        let (url, origin) = (url.to_owned(), url.to_owned());
        Self { url, origin, http, cookies: Mutex::default() }
    }

    /// The same browser, behind a proxy that people reach by this address.
    pub fn behind(self, public_url: &str) -> Self {
        Self { origin: public_url.to_owned(), ..self }
    }

    /// The login session's, as `name=value`, if the server gave one.
    pub fn cookie(&self) -> Option<String> {
        let cookies = self.cookies.lock().expect("nobody panicked");
        let (name, value) = cookies.iter().find(|(name, _)| name.ends_with("session"))?;
        Some(format!("{name}={value}"))
    }

    /// Has this login session's cookie, or none.
    pub fn keep_cookie(&self, cookie: Option<String>) {
        let mut cookies = self.cookies.lock().expect("nobody panicked");
        cookies.retain(|name, _| !name.ends_with("session"));
        let pair = cookie.as_deref().and_then(|cookie| cookie.split_once('='));
        cookies.extend(pair.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }

    /// All of them, as a browser sends them.
    pub fn cookies(&self) -> String {
        let cookies = self.cookies.lock().expect("nobody panicked");
        let pairs: Vec<_> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.join("; ")
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], Vec::new()).await
    }

    /// Sends a form, by the name of its function, as a page of ours would.
    pub async fn post(&self, path: &str, form: &str, typed: &[(&str, &str)]) -> Answer {
        let mut fields = vec![("form".to_owned(), form.to_owned())];
        if typed.iter().all(|(name, _)| *name != "command") {
            fields.push(("command".to_owned(), fresh()));
        }
        fields.extend(typed.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())));
        self.post_fields(path, &fields).await
    }

    /// Fills in a form of a page that came before, and presses its button.
    pub async fn fill(&self, page: &Answer, form: &Form, typed: &[(&str, &str)]) -> Answer {
        self.post_fields(&page.path, &form.filled(typed)).await
    }

    /// Opens a page, fills in its form of that name, and presses its button.
    pub async fn fill_in(&self, path: &str, form: &str, typed: &[(&str, &str)]) -> Answer {
        let page = self.get(path).await.expect(200);
        let form = page.form(form);
        self.fill(&page, &form, typed).await
    }

    pub async fn post_fields(&self, path: &str, fields: &[(String, String)]) -> Answer {
        self.post_encoded(path, encoded(fields)).await
    }

    /// Sends a form as it is encoded already.
    pub async fn post_encoded(&self, path: &str, body: Vec<u8>) -> Answer {
        let headers = [("origin", self.origin.as_str()), ("content-type", FORM)];
        self.send(Method::POST, path, &headers, body).await
    }

    /// Fills in a form of a page, chooses a file in it, and presses its button.
    pub async fn send_file(
        &self,
        (path, form): (&str, &str),
        typed: &[(&str, &str)],
        (name, bytes): (&str, &[u8]),
    ) -> Answer {
        self.send_file_in("file", (path, form), typed, (name, bytes)).await
    }

    /// The same, in the field of this name.
    pub async fn send_file_in(
        &self,
        field: &str,
        (path, form): (&str, &str),
        typed: &[(&str, &str)],
        (name, bytes): (&str, &[u8]),
    ) -> Answer {
        let page = self.get(path).await.expect(200);
        let fields = page.form(form).filled(typed);
        let mut body = Vec::new();
        let mut part = |head: String, content: &[u8]| {
            body.extend_from_slice(b"--b0undary\r\ncontent-disposition: form-data; ");
            body.extend_from_slice(format!("{head}\r\n\r\n").as_bytes());
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        };
        for (name, value) in fields.iter().filter(|(name, _)| name != "file") {
            part(format!("name=\"{name}\""), value.as_bytes());
        }
        part(format!("name=\"{field}\"; filename=\"{name}\""), bytes);
        body.extend_from_slice(b"--b0undary--\r\n");
        let kind = "multipart/form-data; boundary=b0undary";
        let headers = [("origin", self.origin.as_str()), ("content-type", kind)];
        self.send(Method::POST, path, &headers, body).await
    }

    /// Calls a server function as an island does.
    pub async fn call(&self, function: &str, arguments: &[(&str, &str)]) -> Answer {
        let fields: Vec<_> =
            arguments.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        self.post_fields(&format!("/api/{function}"), &fields).await
    }

    /// Any request.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Answer {
        let mut request = self.http.request(method, format!("{}{path}", self.url));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let cookies = self.cookies();
        if !cookies.is_empty() {
            request = request.header("cookie", cookies);
        }
        let response = request.body(body).send().await.expect("the server answers");
        self.note_cookie(response.headers());
        Answer::read(path, response).await
    }

    fn note_cookie(&self, headers: &HeaderMap) {
        let mut cookies = self.cookies.lock().expect("nobody panicked");
        for set in headers.get_all(SET_COOKIE).iter().filter_map(|v| v.to_str().ok()) {
            let pair = set.split(';').next().unwrap_or_default();
            let (name, value) = pair.split_once('=').expect("a cookie has a name");
            match value {
                "" => cookies.remove(name),
                value => cookies.insert(name.to_owned(), value.to_owned()),
            };
        }
    }
}

pub const FORM: &str = "application/x-www-form-urlencoded";

/// Fields as a browser sends them.
pub fn encoded(fields: &[(String, String)]) -> Vec<u8> {
    let mut encoder = form_urlencoded::Serializer::new(String::new());
    encoder.extend_pairs(fields.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    encoder.finish().into_bytes()
}

/// What the server answered.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    /// What was asked.
    pub path: String,
    pub body: String,
    pub bytes: Vec<u8>,
}

impl Answer {
    async fn read(path: &str, response: Response) -> Self {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = response.bytes().await.expect("it comes whole").to_vec();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Self { status, headers, path: path.to_owned(), body, bytes }
    }

    /// With this status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        let words: String = html::words(&self.body).chars().take(1_500).collect();
        assert_eq!(self.status, status, "{}: {words}", self.path);
        self
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default()
    }

    /// Where it leads: 303, and a path of ours.
    #[track_caller]
    pub fn leads_to(self, path: &str) -> Self {
        let answer = self.expect(303);
        let location = answer.header(LOCATION.as_str());
        assert_eq!(location, path, "{}", answer.path);
        answer
    }

    /// Where it leads, to go on from there.
    #[track_caller]
    pub fn next(self) -> String {
        let answer = self.expect(303);
        answer.header(LOCATION.as_str()).to_owned()
    }

    /// The page's words.
    pub fn words(&self) -> String {
        html::words(&self.body)
    }

    pub fn says(&self, text: &str) -> bool {
        self.words().contains(text)
    }

    /// Says this to people.
    #[track_caller]
    pub fn must_say(self, text: &str) -> Self {
        let words = self.words();
        assert!(words.contains(text), "{} does not say « {text} »: {words}", self.path);
        self
    }

    #[track_caller]
    pub fn must_not_say(self, text: &str) -> Self {
        let words = self.words();
        assert!(!words.contains(text), "{} says « {text} »: {words}", self.path);
        self
    }

    /// The first form for this function.
    #[track_caller]
    pub fn form(&self, name: &str) -> Form {
        let form = html::forms(&self.body).into_iter().find(|form| form.is(name));
        form.unwrap_or_else(|| panic!("{} has no form « {name} »", self.path))
    }

    /// The form for this function on this object.
    #[track_caller]
    pub fn form_on(&self, name: &str, field: &str, value: &str) -> Form {
        let fits = |form: &Form| form.is(name) && form.value(field) == Some(value);
        let form = html::forms(&self.body).into_iter().find(fits);
        form.unwrap_or_else(|| panic!("{} has no form « {name} » with {field}={value}", self.path))
    }

    pub fn has_form(&self, name: &str) -> bool {
        html::forms(&self.body).iter().any(|form| form.is(name))
    }

    /// The message beside a field.
    pub fn fault(&self, field: &str) -> Option<String> {
        html::fault(&self.body, field)
    }

    /// Every link of the page.
    pub fn links(&self) -> Vec<String> {
        let tags = html::tags(&self.body);
        let links = tags.iter().filter(|tag| tag.name == "a").filter_map(|tag| tag.get("href"));
        links.map(str::to_owned).collect()
    }
}
