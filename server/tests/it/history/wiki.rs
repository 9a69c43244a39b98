//! Many people write the same few pages at once, through HTTP, of real processes. Each save types one word that nobody
//! else has; what was typed and answered is written down, and a checker reads the history of each page: every word is
//! there, or was taken away by somebody who had it before their eyes, or was given back to who typed it.

use super::crowd::{Chance, Doors};
use super::town::{new, sign_in};
use super::watch::connect;
use crate::house::{Answer, Client, Folder, run_on};
use chrono::Utc;
use domain::accounts::Actor;
use domain::act::{Act, Change, Outcome};
use domain::ids::{PageId, PersonId};
use domain::text::{Source, Title};
use domain::wiki::{Page, ROOT, Revision};
use sea_orm::{ConnectionTrait, Statement};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;
use store::Store;
use uuid::Uuid;

/// How many people write at once.
const EDITORS: usize = 12;
const PAGES: usize = 3;
/// How many saves they make in all, over all stories: `WIKI_SAVES` says otherwise.
const SAVES: usize = 1_000;
/// The stories that share them.
const STORIES: usize = 2;
/// How many times one decides before leaving it at that.
const PATIENCE: usize = 3;
/// What a page begins with.
const BEGINNING: &str = "Un début. Calme. Une fin.";

/// What became of what somebody typed.
#[derive(Clone, Debug, PartialEq)]
enum Became {
    Saved,
    /// The others' words were chosen.
    Withdrawn,
    /// Refused, with the text in the form.
    GivenBack,
    /// Anything else.
    Wrong(String),
}

#[derive(Clone, Debug)]
struct Save {
    by: PersonId,
    /// The word that nobody else typed.
    word: String,
    /// The words that its author saw, and took away.
    away: BTreeSet<String>,
    became: Became,
    /// How often they had to decide.
    decided: usize,
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_history_on_sqlite() {
    play(1, false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_history_on_postgres_with_two_processes() {
    play(2, true).await;
}

async fn play(processes: usize, postgres: bool) {
    let folder = Folder::new();
    let maintenance = std::env::var("TEST_POSTGRES_URL").ok().filter(|url| !url.is_empty());
    let database = format!("history_{}", Uuid::now_v7().simple());
    let url = match (postgres, &maintenance) {
        (false, _) => folder.url(),
        (true, None) => return,
        (true, Some(maintenance)) => {
            run_on(maintenance, &format!("CREATE DATABASE {database}")).await;
            let (server, _) = maintenance.rsplit_once('/').expect("postgres://server/database");
            format!("{server}/{database}")
        }
    };
    let said = std::env::var("WIKI_SAVES").ok().and_then(|said| said.parse().ok());
    let most = said.unwrap_or(SAVES) / STORIES;
    let editors = build(&url).await;
    let doors = Doors::open(true, &url, processes);
    let (begun, made) = (Instant::now(), Arc::new(AtomicUsize::new(0)));
    let writing = editors.into_iter().enumerate().map(|(n, (person, cookie))| {
        let client = Client::of(&doors.any(n).expect("a process"));
        client.keep_cookie(Some(cookie));
        tokio::spawn(write(client, n, person, Arc::clone(&made), most))
    });
    let writing: Vec<_> = writing.collect();
    let mut saves = Vec::new();
    for one in writing {
        saves.extend(one.await.expect("nobody fails"));
    }
    let (faults, revisions) = check(&url, &saves).await;
    let count = |became: &Became| saves.iter().filter(|save| save.became == *became).count();
    println!(
        "{} saves in {:.1} s by {EDITORS} people, {processes} processes: {} saved, {} withdrawn, {} given back, {} decided; \
         {revisions} revisions; {} faults",
        saves.len(),
        begun.elapsed().as_secs_f64(),
        count(&Became::Saved),
        count(&Became::Withdrawn),
        count(&Became::GivenBack),
        saves.iter().filter(|save| save.decided > 0).count(),
        faults.len(),
    );
    assert_eq!(faults.into_iter().take(20).collect::<Vec<_>>(), [""; 0]);
    assert!(saves.iter().any(|save| save.decided > 0), "nobody ever met");
    doors.close();
    if let (true, Some(maintenance)) = (postgres, &maintenance) {
        run_on(maintenance, &format!("DROP DATABASE {database} WITH (FORCE)")).await;
    }
}

/// People who have signed in, and pages, in an empty database.
async fn build(url: &str) -> Vec<(PersonId, String)> {
    let store = Store::open(url).await.expect("it opens");
    let (now, mut changes) = (Utc::now(), Vec::new());
    let editors = (0..EDITORS).map(|n| sign_in(&mut changes, &format!("Plume {n}"), now)).collect();
    let act = Act::new(Actor::Job, now, Uuid::now_v7().into(), Uuid::now_v7);
    for n in 0..PAGES {
        let (id, title) = (new::<PageId>(), Title::parse("Une page").expect("a title"));
        let source = Source::parse(&[BEGINNING; 8].join("\n\n")).expect("a source");
        let first = Revision::first(&act, id, title.clone(), source);
        let (slug, published) = (slug(n), Some(first.id));
        let page = Page { id, space: ROOT, slug, title, published, draft: None };
        changes.push(Change::Page(page));
        changes.push(Change::Revision(first));
    }
    let built = store.write(act, (), move |_, ()| {
        let outcome = changes.iter().cloned().fold(Outcome::of(()), Outcome::change);
        Box::pin(async move { Ok(outcome) })
    });
    built.await.expect("it is built");
    editors
}

fn slug(page: usize) -> String {
    format!("page_{page}")
}

/// One of them writes again and again.
async fn write(
    client: Client,
    editor: usize,
    by: PersonId,
    made: Arc<AtomicUsize>,
    most: usize,
) -> Vec<Save> {
    let mut chance = Chance::new(editor as u64);
    let mut saves = Vec::new();
    while made.fetch_add(1, Ordering::Relaxed) < most {
        let word = format!("mot{editor}x{}", saves.len());
        let path = format!("/wiki/{}/modifier", slug(chance.below(PAGES)));
        let page = client.get(&path).await.expect(200);
        let form = page.form("save_page");
        let before = form.value("source").unwrap_or_default().to_owned();
        let typed = retyped(&before, &word, &mut chance);
        let away = words(&before).difference(&words(&typed)).cloned().collect();
        let mut save = Save { by, word, away, became: Became::Saved, decided: 0 };
        // Others write while one thinks.
        tokio::task::yield_now().await;
        let answer = client.fill(&page, &form, &[("source", &typed)]).await;
        decide(&client, answer, &typed, &mut save, &mut chance).await;
        saves.push(save);
    }
    saves
}

/// The text with the new word: in place of another, or in a paragraph of its own.
fn retyped(before: &str, word: &str, chance: &mut Chance) -> String {
    let mut paragraphs: Vec<String> =
        before.replace("\r\n", "\n").split("\n\n").map(str::to_owned).collect();
    let place = chance.below(paragraphs.len());
    if paragraphs.len() > 12 {
        paragraphs.remove(chance.below(paragraphs.len()));
    }
    let place = place.min(paragraphs.len() - 1);
    match chance.below(3) {
        0 => paragraphs.insert(place, format!("Un ajout. {word}. Une fin.")),
        _ => paragraphs[place] = format!("Un début. {word}. Une fin."),
    }
    paragraphs.join("\n\n")
}

/// Reads what was answered, and decides as often as it has to.
async fn decide(
    client: &Client,
    mut answer: Answer,
    typed: &str,
    save: &mut Save,
    chance: &mut Chance,
) {
    let mut withdrawn = false;
    loop {
        save.became = match answer.status {
            303 if withdrawn => Became::Withdrawn,
            303 => Became::Saved,
            409 => Became::GivenBack,
            status => Became::Wrong(format!("answered {status}: {}", answer.words())),
        };
        if answer.status != 409 {
            return;
        }
        let form = answer.form("save_page");
        let given = form.value("source").unwrap_or_default().replace("\r\n", "\n");
        // Having decided, what was decided is what comes back.
        if given.trim() != typed.trim() && save.decided == 0 {
            save.became = Became::Wrong(format!("« {given} » came back for « {typed} »"));
            return;
        }
        // All that the page shows of the others' words may go: it was seen.
        save.away.extend(words(&answer.body));
        save.away.remove(&save.word);
        if save.decided == PATIENCE {
            return;
        }
        save.decided += 1;
        let theirs = chance.below(3) == 0;
        withdrawn |= theirs;
        let choice = if theirs { "theirs" } else { "mine" };
        let choices = form.names.iter().filter(|name| name.starts_with("choice["));
        let choices: BTreeSet<_> = choices.map(String::as_str).collect();
        let choices: Vec<_> = choices.into_iter().map(|name| (name, choice)).collect();
        answer = client.fill(&answer, &form, &choices).await;
    }
}

/// The words that somebody typed alone.
fn words(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let ours = |word: &&str| {
        let rest = word.strip_prefix("mot").and_then(|rest| rest.split_once('x'));
        rest.is_some_and(|(a, b)| a.parse::<u32>().is_ok() && b.parse::<u32>().is_ok())
    };
    words.filter(ours).map(str::to_owned).collect()
}

/// One state of a page, as the database has it.
struct Row {
    page: Uuid,
    number: i32,
    by: Option<Uuid>,
    words: BTreeSet<String>,
}

/// The faults that it finds, and how many states there are.
async fn check(url: &str, saves: &[Save]) -> (Vec<String>, usize) {
    let db = connect(url).await;
    let asked = Statement::from_string(
        db.get_database_backend(),
        "SELECT page_id, number, by_id, source FROM revision ORDER BY page_id, number",
    );
    let read = "it reads";
    let rows = db.query_all_raw(asked).await.expect("it answers");
    let rows = rows.iter().map(|row| Row {
        page: row.try_get("", "page_id").expect(read),
        number: row.try_get("", "number").expect(read),
        by: row.try_get("", "by_id").expect(read),
        words: words(&row.try_get::<String>("", "source").expect(read)),
    });
    let rows: Vec<Row> = rows.collect();
    let by_word: BTreeMap<&str, &Save> = saves.iter().map(|s| (s.word.as_str(), s)).collect();
    let mut faults = Vec::new();
    let mut first = BTreeMap::<&str, &Row>::new();
    for page in rows.chunk_by(|a, b| a.page == b.page) {
        for (place, row) in page.iter().enumerate() {
            if row.number as usize != place + 1 {
                faults.push(format!("{}: {} comes at {}", row.page, row.number, place + 1));
            }
            for word in &row.words {
                first.entry(word).or_insert(row);
            }
        }
        for (before, after) in page.iter().zip(page.iter().skip(1)) {
            let of_author = saves.iter().filter(|save| Some(save.by.0) == after.by);
            let own =
                after.words.difference(&before.words).find_map(|word| by_word.get(word.as_str()));
            let may: BTreeSet<&String> = match own {
                Some(save) => save.away.iter().collect(),
                None => of_author.flat_map(|save| &save.away).collect(),
            };
            let lost = before.words.difference(&after.words).filter(|word| !may.contains(word));
            let lost: Vec<_> = lost.collect();
            if !lost.is_empty() {
                faults.push(format!("{} version {} lost {lost:?}", after.page, after.number));
            }
        }
    }
    for save in saves {
        let stands = first.get(save.word.as_str());
        match &save.became {
            Became::Wrong(what) => faults.push(format!("{}: {what}", save.word)),
            Became::Saved if stands.is_none() => faults.push(format!("{} is nowhere", save.word)),
            _ => {}
        }
        if stands.is_some_and(|row| row.by != Some(save.by.0)) {
            faults.push(format!("{} is somebody else's", save.word));
        }
    }
    (faults, rows.len())
}
