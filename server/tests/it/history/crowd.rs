//! Those who ask, and what they write down of it.

use super::town::Town;
use super::watch::{Row, rows_of};
use crate::house::{Folder, fresh};
use crate::running::Running;
use domain::ids::EntryId;
use reqwest::header::{COOKIE, ORIGIN};
use sea_orm::DatabaseConnection;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// What one asked, and what was answered.
#[derive(Clone, Debug)]
pub struct Asked {
    pub what: What,
    pub sent: Instant,
    pub answered: Instant,
    pub status: u16,
    /// The registrations that the association has since, and how they stood right after the answer.
    pub made: Vec<Row>,
    /// How the one that it was about stood then.
    pub after: Option<Row>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    Register { entry: EntryId, people: usize, wait: bool },
    Cancel(Uuid),
    Accept(Uuid),
}

/// The processes of a story, by where they answer.
#[derive(Clone)]
pub struct Doors {
    locks: bool,
    url: String,
    running: Arc<Mutex<Vec<(Folder, Running)>>>,
    starts: Arc<AtomicUsize>,
}

impl Doors {
    pub fn open(locks: bool, url: &str, processes: usize) -> Self {
        let running = (0..processes).map(|_| start(locks, url)).collect();
        let running = Arc::new(Mutex::new(running));
        Self { locks, url: url.to_owned(), running, starts: Arc::default() }
    }

    /// Sends a form as a person of ours until it is answered: who gets no answer asks again, with the same command.
    pub async fn post(
        &self,
        http: &reqwest::Client,
        chance: &mut Chance,
        cookie: &str,
        path: &str,
        mut fields: Vec<(&'static str, String)>,
    ) -> u16 {
        fields.push(("command", fresh()));
        loop {
            let Some(url) = self.any(chance.below(16)) else { continue };
            let request = http.post(format!("{url}{path}")).header(ORIGIN, &url);
            match request.header(COOKIE, cookie).form(&fields).send().await {
                Ok(answer) => return answer.status().as_u16(),
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    }

    /// Opens a page as a person of ours, until it is shown.
    pub async fn page(
        &self,
        http: &reqwest::Client,
        chance: &mut Chance,
        cookie: &str,
        path: &str,
    ) -> String {
        loop {
            let Some(url) = self.any(chance.below(16)) else { continue };
            let asked = http.get(format!("{url}{path}")).header(COOKIE, cookie).send().await;
            match asked {
                Ok(answer) => match answer.text().await {
                    Ok(page) => return page,
                    Err(_) => continue,
                },
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    }

    /// Where one of them answers.
    pub fn any(&self, n: usize) -> Option<String> {
        let running = self.running.lock().expect("nobody panicked");
        (!running.is_empty()).then(|| running[n % running.len()].1.url.clone())
    }

    /// How often one was killed, or began again.
    pub fn starts(&self) -> usize {
        self.starts.load(Ordering::Relaxed)
    }

    /// Without a word of warning; then it begins again, somewhere else.
    pub fn kill_one(&self) {
        self.starts.fetch_add(1, Ordering::Relaxed);
        let mut running = self.running.lock().expect("nobody panicked");
        let (folder, mut killed) = running.remove(0);
        killed.signal("KILL");
        killed.end();
        drop((folder, killed));
        running.push(start(self.locks, &self.url));
        self.starts.fetch_add(1, Ordering::Relaxed);
    }

    pub fn close(&self) {
        self.running.lock().expect("nobody panicked").clear();
    }
}

fn start(locks: bool, url: &str) -> (Folder, Running) {
    let folder = Folder::new();
    let letters = folder.path("letters").to_string_lossy().into_owned();
    let running = Running::of(locks, &folder, url, &["--mail-folder", &letters]);
    (folder, running)
}

/// What one asks with.
pub fn browser() -> reqwest::Client {
    let http = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(30)).build();
    http.expect("a client")
}

/// Numbers that look like chance, the same in each run (SplitMix64).
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n as u64) as usize
    }
}

pub struct Crowd {
    town: Arc<Town>,
    doors: Doors,
    db: DatabaseConnection,
    operations: usize,
    made: Arc<AtomicUsize>,
}

impl Crowd {
    pub async fn new(url: &str, town: Arc<Town>, doors: Doors, operations: usize) -> Self {
        let db = super::watch::connect(url).await;
        Self { town, doors, db, operations, made: Arc::default() }
    }

    /// How many operations were begun so far.
    pub fn made(&self) -> impl Fn() -> usize + Send + 'static {
        let made = Arc::clone(&self.made);
        move || made.load(Ordering::Relaxed)
    }

    /// Everybody asks at once, until all was asked.
    pub async fn ask(self) -> Vec<Asked> {
        let crowd = Arc::new(self);
        let clients = crowd.town.members.len();
        let clients: Vec<_> =
            (0..clients).map(|n| tokio::spawn(Arc::clone(&crowd).one(n))).collect();
        let mut asked = Vec::new();
        for client in clients {
            asked.extend(client.await.expect("no client fails"));
        }
        asked
    }

    /// One of them asks again and again.
    async fn one(self: Arc<Self>, client: usize) -> Vec<Asked> {
        let http = browser();
        let mut chance = Chance::new(client as u64);
        let mut asked = Vec::new();
        let mut known = BTreeMap::<Uuid, Row>::new();
        while self.made.fetch_add(1, Ordering::Relaxed) < self.operations {
            let what = self.next(&known, &mut chance);
            let (path, form) = form(what, known.values().any(|row| row.about(what)));
            let (sent, member) = (Instant::now(), &self.town.members[client]);
            let status = self.doors.post(&http, &mut chance, &member.cookie, path, form).await;
            let answered = Instant::now();
            let mut one = Asked { what, sent, answered, status, made: Vec::new(), after: None };
            let now = rows_of(&self.db, member.association).await;
            one.made = now.iter().filter(|row| !known.contains_key(&row.id)).cloned().collect();
            one.after = now.iter().find(|row| row.about(what)).cloned();
            if let (What::Accept(_), Some(row)) = (what, &one.after) {
                // It keeps the one that it took there since.
                let since = |other: &&Row| {
                    (other.entry, other.state.as_str()) == (row.entry, "registered")
                        && other.number > row.number
                };
                one.after = now.iter().find(since).or(Some(row)).cloned();
            }
            known = now.into_iter().map(|row| (row.id, row)).collect();
            asked.push(one);
        }
        asked
    }

    fn next(&self, known: &BTreeMap<Uuid, Row>, chance: &mut Chance) -> What {
        let entry = self.town.dates[chance.below(self.town.dates.len())];
        let live: Vec<&Row> = known.values().filter(|row| row.state != "cancelled").collect();
        let offered = live.iter().find(|row| row.state == "offered" || row.state == "held");
        match (chance.below(10), offered) {
            (0..4, Some(row)) => What::Accept(row.id),
            (0..4, None) if !live.is_empty() => What::Cancel(live[chance.below(live.len())].id),
            (4, Some(row)) => What::Cancel(row.id),
            (n, _) => What::Register { entry, people: 1 + chance.below(2), wait: n != 9 },
        }
    }
}

/// Where it is asked, and with what. `has`: the association has a seat there, or waits for one.
fn form(what: What, has: bool) -> (&'static str, Vec<(&'static str, String)>) {
    match what {
        What::Register { entry, people, wait } => {
            let mut fields = vec![("entry", entry.to_string())];
            let names = ["people[0]", "people[1]"].into_iter().zip(["Zoé", "Ali"]);
            fields.extend(names.take(people).map(|(field, name)| (field, name.to_owned())));
            fields.extend(wait.then(|| ("wait", "1".to_owned())));
            fields.extend(has.then(|| ("more", "1".to_owned())));
            ("/api/register", fields)
        }
        What::Cancel(id) => ("/api/cancel_seat", vec![("registration", id.to_string())]),
        What::Accept(id) => ("/api/accept_seat", vec![("registration", id.to_string())]),
    }
}
