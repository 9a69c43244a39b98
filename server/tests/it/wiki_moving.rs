//! Moving in from DokuWiki, and out again: whole folders, damaged ones, hostile ones.

mod made;

use crate::house::Folder;
use crate::running::executable;
use domain::accounts::{Actor, Person};
use domain::act::{Act, Change, Outcome};
use domain::ids::CommandId;
use domain::text::{Email, Lang, Name, Source};
use domain::wiki::{Page, Revision};
use flate2::read::GzDecoder;
use made::{BEGIN, Made};
use sea_orm::{ConnectionTrait, Database, DbBackend, Statement};
use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};
use store::Store;
use uuid::Uuid;

/// What the command says and ends with.
fn run(arguments: &[&str]) -> (Option<i32>, String, String) {
    let told = executable(arguments).output().expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (told.status.code(), text(&told.stdout), text(&told.stderr))
}

fn dry_run(folder: &Folder, data: &Path) -> String {
    let report = folder.path("report.txt");
    let (data, report) = (data.to_string_lossy(), report.to_string_lossy());
    let url = folder.url();
    let arguments =
        ["import", "dokuwiki", &data, "--dry-run", "--report", &report, "--database-url", &url];
    let (code, said, wrong) = run(&arguments);
    assert_eq!(code, Some(0), "{said}{wrong}");
    assert_eq!(fs::read_to_string(&*report).expect("a report"), said);
    said
}

#[test]
fn wiki_moving_in_is_told_page_by_page_before_anything_is_moved() {
    let folder = Folder::new();
    let data = made::wiki(folder.path("wiki/data"), 6, 40, 300);
    let said = dry_run(&folder, &data.0);
    assert!(said.contains("page_0: "), "{said}");
    let totals = said.lines().last().expect("totals");
    assert!(totals.contains("40 pages, "), "{totals}");
    assert!(totals.ends_with(" 0 of what was lost"), "{totals}");
    // The folder of the wiki does as well.
    assert_eq!(dry_run(&folder, &folder.path("wiki")).lines().last(), Some(totals));
    assert!(!folder.path("test.sqlite").exists());
}

#[test]
fn wiki_moving_in_a_hostile_folder_ends_in_lines_of_the_report() {
    let folder = Folder::new();
    let secret = folder.path("secret");
    fs::create_dir_all(&secret).expect("it can be made");
    fs::write(secret.join("secret.txt"), "the secret").expect("it can be written");
    let data = Made::new(folder.path("data"));
    data.page("good", &[b"one", b"two"])
        // Leads elsewhere, in four ways.
        .link("pages/linked.txt", &secret.join("secret.txt"))
        .link("pages/outside", &secret)
        .link("attic/inside", &secret)
        .page("%2E%2E/%2E%2E/secret", &[b"up"])
        .put("pages/inside/here.txt", "here")
        // Is not what it seems.
        .put("attic/bad.1500000000.txt.gz", b"\x1f\x8b\x08 no gzip")
        .put("attic/bomb.1500000000.txt.gz", made::packed(&vec![b'a'; 60_000_000]))
        .put("attic/old.1500000000.txt.bz2", "BZh9")
        .put("attic/when.soon.txt.gz", "")
        .put("attic/when.99999999999999999999.txt", "")
        .put("pages/image.png", "not a page")
        .put("pages/%FF.txt", "no name")
        .put("pages/esc\u{1b}[2J.txt", "moves the cursor")
        .put("pages/huge.txt", vec![b'x'; 11_000_000])
        .put("meta/noted.changes", "1500000000\t192.0.2.7\tC\tnoted\tjo\t\t\t\nyesterday\n\0\0\n");
    fs::create_dir_all(data.0.join("pages/folder.txt")).expect("it can be made");
    let said = dry_run(&folder, &data.0);
    assert!(!said.contains("the secret") && !said.contains('\u{1b}'), "{said}");
    for line in [
        "kept     page good: 2 revisions",
        "lost     pages/linked.txt: it is a link, and links are not followed",
        "lost     pages/outside: it is a link, and links are not followed",
        "lost     attic/inside: it is a link, and links are not followed",
        "kept     page inside:here: 1 revisions",
        "lost     %2E%2E/%2E%2E/secret: its name holds what no name may hold",
        "lost     page bomb: as it was on 2017-07-14 02:40:00: it is larger than 10 MB, unpacked",
        "lost     page old: as it was on 2017-07-14 02:40:00: it is packed by bzip2",
        "lost     attic/when.soon.txt.gz: its name does not say when",
        "lost     attic/when.99999999999999999999.txt: its name does not say when",
        "lost     pages/image.png: it is not a page",
        "lost     %FF: its name is not a text",
        "lost     esc\u{fffd}[2J: its name holds what no name may hold",
        "lost     page huge: as it is now: it is larger than 10 MB, unpacked",
        "lost     page noted: 2 lines of its changes say nothing that can be read",
        "lost     page noted: a change of 2017-07-14 02:40:00 was noted, and its text is nowhere",
        "lost     page bad: as it was on 2017-07-14 02:40:00: it is damaged",
    ] {
        assert!(said.contains(line), "{line}\n\n{said}");
    }
    assert_eq!(BEGIN, 1_500_000_000);
}

#[test]
fn wiki_moving_in_refuses_what_is_no_data_folder_in_one_line() {
    let folder = Folder::new();
    let report = folder.path("report.txt");
    for data in [folder.path(""), folder.path("missing")] {
        let arguments = ["import", "dokuwiki", &data.to_string_lossy(), "--dry-run", "--report"];
        let (code, said, wrong) = run(&[&arguments[..], &[&report.to_string_lossy()]].concat());
        assert_eq!((code, said.as_str(), wrong.lines().count()), (Some(1), "", 1), "{wrong}");
    }
}

/// Every file below a folder, unpacked, by its path, but DokuWiki's lists of recent changes: those are made of others.
fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![root.to_owned()];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                waiting.push(path);
                continue;
            }
            let mut bytes = fs::read(&path).expect("a file");
            if path.extension().is_some_and(|ending| ending == "gz") {
                let mut unpacked = Vec::new();
                GzDecoder::new(&bytes[..]).read_to_end(&mut unpacked).expect("it is packed");
                bytes = unpacked;
            }
            let path = path.strip_prefix(root).expect("it is in it").to_string_lossy().into_owned();
            if !path.starts_with("meta/_") {
                found.insert(path, bytes);
            }
        }
    }
    found
}

fn move_in(folder: &Folder, data: &Path) -> String {
    let report = folder.path("report.txt");
    let (data, report) = (data.to_string_lossy(), report.to_string_lossy());
    let url = folder.url();
    let arguments = ["import", "dokuwiki", &data, "--report", &report, "--database-url", &url];
    let (code, said, wrong) = run(&arguments);
    assert_eq!(code, Some(0), "{said}{wrong}");
    said
}

fn move_out(folder: &Folder, name: &str) -> (BTreeMap<String, Vec<u8>>, String) {
    let (to, report) = (folder.path(name), folder.path("report.txt"));
    let (to_said, report) = (to.to_string_lossy(), report.to_string_lossy());
    let url = folder.url();
    let arguments = ["export", "dokuwiki", &to_said, "--report", &report, "--database-url", &url];
    let (code, said, wrong) = run(&arguments);
    assert_eq!(code, Some(0), "{said}{wrong}");
    (files(&to), said)
}

/// The same files, with the same bytes.
fn assert_same(before: &BTreeMap<String, Vec<u8>>, after: &BTreeMap<String, Vec<u8>>) {
    let paths = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(paths(before), paths(after));
    for (path, bytes) in before {
        assert!(after[path] == *bytes, "{path} is not as it was");
    }
}

/// Every row of the tables that moving in writes, by any program that reads SQLite.
async fn rows(url: &str) -> Vec<String> {
    let db = Database::connect(url.to_owned()).await.expect("it answers");
    let mut rows = Vec::new();
    for table in ["page", "revision", "page_link", "media", "media_version", "moved_file"] {
        let columns = format!(
            "SELECT group_concat('quote(' || name || ')', ' || ') AS c FROM pragma_table_info('{table}')"
        );
        let ask = |sql: String| db.query_all_raw(Statement::from_string(DbBackend::Sqlite, sql));
        let columns: String = ask(columns).await.expect("columns")[0].try_get("", "c").expect("c");
        let sql = format!("SELECT {columns} AS row FROM \"{table}\" ORDER BY 1");
        for row in ask(sql).await.expect("rows") {
            rows.push(format!("{table} {}", row.try_get::<String>("", "row").expect("a row")));
        }
    }
    db.close().await.expect("it closes");
    rows
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_moving_what_came_in_leaves_byte_for_byte() {
    for seed in 0..4 {
        let folder = Folder::new();
        let data = made::wiki(folder.path("data"), seed, 25, 120);
        // Names that the wiki's addresses do not keep, and two that would have the same.
        data.page("association/l%27%C3%A9t%C3%A9", &[b"one", b"two\r\nlines\r\n"])
            .page("association/l_ete", &[b"another"])
            .put("meta/association/l_ete.comments", b"a:0:{}\xff");
        let said = move_in(&folder, &data.0);
        assert!(said.lines().last().expect("totals").ends_with(" 0 of what was lost"), "{said}");
        assert!(
            said.contains("page association:l'été: its address here is association:l_ete"),
            "{said}"
        );
        let before = files(&data.0);
        let (after, _) = move_out(&folder, "out");
        assert_same(&before, &after);
        let recent = fs::read(folder.path("out/meta/_dokuwiki.changes")).expect("a list");
        let lines = after
            .iter()
            .filter(|(path, _)| path.starts_with("meta/") && path.ends_with(".changes"));
        assert_eq!(recent.len(), lines.map(|(_, lines)| lines.len()).sum::<usize>());
        // What is shown is dated as it was: DokuWiki takes another date for a change made outside.
        let written = |root: &str| {
            let path = folder.path(root).join("pages/association/l_ete.txt");
            fs::metadata(path).and_then(|about| about.modified()).expect("it is there")
        };
        assert_eq!(written("data"), written("out"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_moving_in_again_changes_nothing_whatever_stopped_it() {
    let folder = Folder::new();
    let data = made::wiki(folder.path("data"), 9, 60, 1_500);
    // Killed on the way, three times, a little later each time.
    for tenths in [3, 4, 5] {
        let (data, report, url) =
            (data.0.to_string_lossy(), folder.path("report.txt"), folder.url());
        let report = report.to_string_lossy();
        let arguments = ["import", "dokuwiki", &data, "--report", &report, "--database-url", &url];
        let mut child = executable(&arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        thread::sleep(Duration::from_millis(tenths * 100));
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
    }
    move_in(&folder, &data.0);
    let once = rows(&folder.url()).await;
    let said = move_in(&folder, &data.0);
    assert!(!said.contains("not as when"), "{said}");
    assert_eq!(rows(&folder.url()).await, once);
    // As if it had never been stopped.
    let whole = Folder::new();
    move_in(&whole, &data.0);
    let number = |rows: &[String]| rows.iter().filter(|row| row.starts_with("revision")).count();
    assert_eq!(number(&rows(&whole.url()).await), number(&once));
    assert_same(&files(&data.0), &move_out(&folder, "out").0);
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_moving_out_adds_what_was_written_here() {
    let folder = Folder::new();
    let data = made::wiki(folder.path("data"), 3, 10, 60);
    data.page("reunion", &[b"one", b"two\r\n"]);
    move_in(&folder, &data.0);
    let before = files(&data.0);
    let store = Store::open(&folder.url()).await.expect("it opens");
    let author = write_here(&store, "reunion", "three, written here").await;
    drop(store);
    // What is written here since stays shown, whatever the folder has more.
    data.page("reunion", &[b"one", b"two\r\n", b"meanwhile"]);
    let said = move_in(&folder, &data.0);
    assert!(said.contains("page reunion: it was changed here since"), "{said}");
    let (after, said) = move_out(&folder, "out");
    assert!(said.contains("1 of them written here"), "{said}");
    assert_eq!(after["pages/reunion.txt"], b"three, written here");
    for (path, bytes) in &before {
        if path == "meta/reunion.changes" {
            let lines = String::from_utf8(after[path].clone()).expect("a text");
            assert!(lines.as_bytes().starts_with(bytes), "{lines}");
            let last = lines.lines().last().expect("a line");
            assert!(last.contains(&format!("\tE\treunion\t{author}\t")), "{lines}");
            let at = last.split('\t').next().expect("a second");
            assert_eq!(after[&format!("attic/reunion.{at}.txt.gz")], b"three, written here");
        } else if path != "pages/reunion.txt" {
            assert!(after[path] == *bytes, "{path} is not as it was");
        }
    }
    // It is a data folder as any: another instance takes it in.
    let other = Folder::new();
    move_in(&other, &folder.path("out"));
    assert_same(&after, &move_out(&other, "out").0);
}

/// Somebody changes a page here. Gives their name.
async fn write_here(store: &Store, slug: &str, text: &str) -> String {
    let text = text.to_owned();
    let act = Act::new(Actor::Job, crate::house::begin(), CommandId(Uuid::now_v7()), Uuid::now_v7);
    let slug = slug.to_owned();
    let written = store.write_again(act, (slug, text), |tx, (slug, text)| {
        Box::pin(async move {
            let page = tx.page_by_slug(&slug).await?.expect("it was moved in");
            let head = tx.last_revision(page.id).await?.expect("with its states");
            let person = Person {
                id: Uuid::now_v7().into(),
                name: Name::parse("Nadia").expect("a name"),
                email: Email::parse("nadia@example.org").expect("an address"),
                password_hash: None,
                lang: Lang::Fr,
                created_at: tx.act().at,
            };
            let source = Source::parse(&text).expect("a text");
            let by = Some(person.id);
            let next = Revision { by, ..head.next(tx.act(), head.title.clone(), source) };
            let page = Page { published: Some(next.id), ..page };
            let changes = [Change::Person(person), Change::Page(page), Change::Revision(next)];
            Ok(changes.into_iter().fold(Outcome::of(()), |outcome, change| outcome.change(change)))
        })
    });
    written.await.expect("it is written");
    "Nadia".to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_moving_leaves_a_database_in_use_and_a_folder_with_files_alone() {
    let folder = Folder::new();
    let data = Made::new(folder.path("data"));
    data.page("start", &[b"one"]);
    let store = Store::open(&folder.url()).await.expect("it opens");
    let (from, to) = (folder.path("data"), folder.path("out"));
    let (report, url) = (folder.path("report.txt"), folder.url());
    let report = report.to_string_lossy();
    for (verb, place) in [("import", &from), ("export", &to)] {
        let place = place.to_string_lossy();
        let arguments = [verb, "dokuwiki", &place, "--report", &report, "--database-url", &url];
        let (code, said, wrong) = run(&arguments);
        assert_eq!((code, said.as_str(), wrong.lines().count()), (Some(1), "", 1), "{wrong}");
        assert!(wrong.contains("stop it first"), "{wrong}");
    }
    drop(store);
    let place = from.to_string_lossy();
    let arguments = ["export", "dokuwiki", &place, "--report", &report, "--database-url", &url];
    let (code, _, wrong) = run(&arguments);
    assert_eq!((code, wrong.lines().count()), (Some(1), 1), "{wrong}");
    assert!(wrong.contains("there is something in"), "{wrong}");
}

/// How fast a wiki of 1,000 pages and 10,000 revisions moves in; see CONTRIBUTING.md.
#[test]
#[ignore = "it is timed, in release"]
fn wiki_moving_in_is_fast() {
    let folder = Folder::new();
    let data = made::wiki(folder.path("data"), 6, 1_000, 10_000);
    let begun = Instant::now();
    let said = move_in(&folder, &data.0);
    let took = begun.elapsed();
    let totals = said.lines().last().expect("totals");
    println!(
        "{totals}; {:.2} s, {:.0} revisions/s",
        took.as_secs_f64(),
        10_000.0 / took.as_secs_f64()
    );
    let begun = Instant::now();
    move_in(&folder, &data.0);
    println!("again: {:.2} s", begun.elapsed().as_secs_f64());
}
