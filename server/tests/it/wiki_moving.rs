//! Moving in from DokuWiki, and out again: whole folders, damaged ones, hostile ones.

mod made;
mod read;

use crate::house::{Folder, House, put_cast};
use crate::running::executable;
use bzip2::read::BzDecoder;
use domain::accounts::{Actor, Person};
use domain::act::{Act, Change, Outcome};
use domain::ids::{CommandId, MediaId, PageId, PersonId, VersionId};
use domain::text::{Email, Lang, Name, Source, Summary, Title};
use domain::wiki::files::{Media, Version};
use domain::wiki::{Page, ROOT, Revision};
use flate2::read::GzDecoder;
use made::{BEGIN, Made};
use sea_orm::{ConnectionTrait, Database, DbBackend, Statement};
use server::demo::{BRUNO, DRAFT, LUCIE};
use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::pin::Pin;
use std::process::Stdio;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant, UNIX_EPOCH};
use store::{Store, Tx};
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
        .put("attic/small.1500000000.txt.bz2", made::packed_smaller(&vec![b'a'; 60_000_000]))
        .put("pages/good/_template.txt", "what a page begins as")
        .put("pages/_hidden/page.txt", "nobody is shown it")
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
        "lost     page old: as it was on 2017-07-14 02:40:00: it is damaged",
        "lost     page small: as it was on 2017-07-14 02:40:00: it is larger than 10 MB, unpacked",
        "lost     pages/good/_template.txt: it is what new pages begin as, no page",
        "lost     pages/_hidden: no page's name begins with _",
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
            let ending = path.extension().unwrap_or_default().to_string_lossy().into_owned();
            if ["gz", "bz2"].contains(&ending.as_str()) {
                let mut unpacked = Vec::new();
                let read = match ending.as_str() {
                    "gz" => GzDecoder::new(&bytes[..]).read_to_end(&mut unpacked),
                    _ => BzDecoder::new(&bytes[..]).read_to_end(&mut unpacked),
                };
                read.expect("it is packed");
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
            .put("meta/association/l_ete.comments", b"a:0:{}\xff")
            // Old texts as another setting of DokuWiki packs them, and files whose names would be the same here.
            .put("attic/petite.1500000000.txt.bz2", made::packed_smaller(b"un\xff"))
            .put("attic/petite.1500000060.txt.bz2", made::packed_smaller(b"deux"))
            .put("pages/petite.txt", b"deux")
            .dated("pages/petite.txt", BEGIN + 60)
            .put(
                "meta/petite.changes",
                "1500000000\t192.0.2.7\tC\tpetite\tjo\t\t\t\n1500000060\t192.0.2.7\tE\tpetite\tjo\t\t\t\n",
            )
            .file("wiki/l%27%C3%A9t%C3%A9.png", &[b"one", b"two"])
            .file("wiki/l_ete.png", &[b"another"]);
        let said = move_in(&folder, &data.0);
        assert!(said.lines().last().expect("totals").ends_with(" 0 of what was lost"), "{said}");
        assert!(
            said.contains("page association:l'été: its address here is association:l_ete"),
            "{said}"
        );
        // One of the two has the address, the other one beside it, and both are still pictures.
        assert!(said.contains("its address here is wiki:l_ete_2.png"), "{said}");
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
    let by = author(&store).await;
    write_here(&store, by, "reunion", "three, written here").await;
    drop(store);
    // What is written here since stays shown, whatever the folder has more, and however often it is moved in.
    data.page("reunion", &[b"one", b"two\r\n", b"meanwhile"]);
    for _ in 0..2 {
        let said = move_in(&folder, &data.0);
        assert!(said.contains("page reunion: it was changed here since"), "{said}");
    }
    let (after, said) = move_out(&folder, "out");
    assert!(said.contains("1 of them written here"), "{said}");
    assert_eq!(after["pages/reunion.txt"], b"three, written here");
    for (path, bytes) in &before {
        if path == "meta/reunion.changes" {
            let lines = String::from_utf8(after[path].clone()).expect("a text");
            assert!(lines.as_bytes().starts_with(bytes), "{lines}");
            let last = lines.lines().last().expect("a line");
            assert!(last.contains("\tE\treunion\tNadia\t"), "{lines}");
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

#[tokio::test(flavor = "multi_thread")]
async fn wiki_moving_out_leaves_no_fact_that_a_story_tells_no_more() {
    let house = House::demo().await;
    let (visitor, bruno) = (house.visitor(), house.signed_in(BRUNO).await);
    let journey = house.journey(BRUNO).await.head.id;
    let project = house.rows().projects_of(journey).await.expect("it reads").remove(0);
    let need = house.rows().needs(journey).await.expect("it reads").remove(0);
    let (tool, need) = (project.title.as_str(), need.words.as_str());
    bruno.fill_in("/parcours", "sign_handover", &[]).await.expect(303);
    // As it is begun, but for what is agreed to.
    let path = bruno.post("/parcours", "begin_testimony", &[]).await.next();
    let told = [("tell[need]", "as_is"), ("tell[project]", "as_is"), ("publish", "yes")];
    let public = bruno.fill_in(&path, "write_testimony", &told).await.next();
    let public = public.split('?').next().expect("a path");
    visitor.get(public).await.expect(200).must_say(tool).must_say(need);
    let hidden = [("tell[need]", "hidden"), ("tell[project]", "hidden")];
    bruno.fill_in(&path, "write_testimony", &hidden).await.expect(303);
    visitor.get(public).await.expect(200).must_not_say(tool).must_not_say(need);
    visitor.get("/temoignages").await.expect(200).must_not_say(tool);
    let address = domain::text::slug(tool);
    assert!(!public.contains(&address), "{public}");
    let name = public.rsplit(':').next().expect("a name").to_owned();
    let (files, _) = move_out(&house.copied().await, "out");
    let its: Vec<_> = files.iter().filter(|(path, _)| path.contains(&name)).collect();
    assert!(its.iter().any(|(path, _)| path.starts_with("pages/temoignages/")), "{public}");
    for (path, bytes) in its {
        let text = String::from_utf8_lossy(bytes);
        for fact in [tool, need, address.as_str()] {
            assert!(!path.contains(fact) && !text.contains(fact), "{fact} is in {path}: {text}");
        }
    }
    house.close().await;
}

type Deciding<'t> = Pin<Box<dyn Future<Output = Vec<Change>> + Send + 't>>;

/// What is decided elsewhere happens here.
async fn happens<T: Clone + Send + Sync + 'static>(
    store: &Store,
    seconds: i64,
    input: T,
    decide: impl for<'t> Fn(&'t Tx<'t>, T) -> Deciding<'t> + Send + Sync + 'static,
) {
    let at = crate::house::begin() + chrono::Duration::seconds(seconds);
    let act = Act::new(Actor::Job, at, CommandId(Uuid::now_v7()), Uuid::now_v7);
    let decide = Arc::new(decide);
    let done = store.write_again(act, input, move |tx, input| {
        let decide = Arc::clone(&decide);
        Box::pin(async move {
            let changes = decide(tx, input).await;
            Ok(changes.into_iter().fold(Outcome::of(()), |outcome, change| outcome.change(change)))
        })
    });
    done.await.expect("it is written");
}

/// Nadia, who writes here.
async fn author(store: &Store) -> PersonId {
    let id = PersonId(Uuid::now_v7());
    happens(store, 0, id, |tx, id| {
        Box::pin(async move {
            vec![Change::Person(Person {
                id,
                name: Name::parse("Nadia").expect("a name"),
                email: Email::parse("nadia@example.org").expect("an address"),
                password_hash: None,
                lang: Lang::Fr,
                created_at: tx.act().at,
            })]
        })
    })
    .await;
    id
}

/// Somebody changes a page here, or makes it.
async fn write_here(store: &Store, by: PersonId, slug: &str, text: &str) {
    happens(store, 0, (slug.to_owned(), text.to_owned()), move |tx, (slug, text)| {
        Box::pin(async move {
            let source = Source::parse(&text).expect("a text");
            let there = tx.page_by_slug(&slug).await.expect("it reads");
            let (id, title) = (PageId(tx.act().id()), Title::stored(slug.clone()));
            let page = Page { id, space: ROOT, slug, title, published: None, draft: None };
            let page = there.unwrap_or(page);
            let next = match tx.last_revision(page.id).await.expect("it reads") {
                Some(head) => head.next(tx.act(), head.title.clone(), source),
                None => Revision::first(tx.act(), page.id, page.title.clone(), source),
            };
            let next = Revision { by: Some(by), ..next };
            let page = Page { published: Some(next.id), ..page };
            vec![Change::Page(page), Change::Revision(next)]
        })
    })
    .await;
}

/// Somebody puts a file here or, without bytes, deletes it.
async fn put_here(store: &Store, by: PersonId, seconds: i64, name: &str, bytes: Option<&str>) {
    let input = (name.to_owned(), bytes.map(|bytes| bytes.as_bytes().to_vec()));
    happens(store, seconds, input, move |tx, (name, bytes)| {
        Box::pin(async move {
            let there = tx.media_by_name(&name).await.expect("it reads");
            let alt = Some(Summary::parse("Ce qu’on y voit").expect("words"));
            let id = MediaId(tx.act().id());
            let media = there.unwrap_or(Media { id, name, space: ROOT, alt, shown: None });
            let version = Version {
                id: VersionId(tx.act().id()),
                media: media.id,
                author: None,
                summary: None,
                by: Some(by),
                at: tx.act().at,
                hash: bytes.as_ref().map(store::sha256),
                bytes,
            };
            let shown = version.bytes.is_some().then_some(version.id);
            vec![Change::Media(Media { shown, ..media }), Change::Version(version)]
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_moving_out_files_put_here_leave_and_what_was_withdrawn_does_not() {
    let folder = Folder::new();
    let data = Made::new(folder.path("data"));
    data.page("start", &[b"one"])
        .file("wiki/plan.png", &[b"plan 1", b"plan 2"])
        .file("wiki/photo.jpg", &[b"photo 1", b"photo 2"])
        .file("wiki/autre.pdf", &[b"autre"]);
    move_in(&folder, &data.0);
    let before = files(&data.0);
    let store = Store::open(&folder.url()).await.expect("it opens");
    let by = author(&store).await;
    for (seconds, name, bytes) in [
        (1, "wiki:plan.png", Some("plan 3")),
        (2, "wiki:photo.jpg", None),
        (3, "affiche.png", Some("affiche, un secret")),
        (4, "affiche.png", Some("affiche 2")),
        (5, "affiche.png", Some("affiche 3")),
        (6, "retire.txt", Some("un secret")),
        (7, "retire.txt", None),
    ] {
        put_here(&store, by, seconds, name, bytes).await;
    }
    happens(&store, 8, (), |tx, ()| {
        Box::pin(async move {
            let media = tx.media_by_name("affiche.png").await.expect("it reads").expect("one");
            let first = tx.versions_of(media.id, 9).await.expect("it reads").pop().expect("three");
            let version = tx.media_version(first.id).await.expect("it reads").expect("the first");
            vec![Change::Version(Version { bytes: None, ..version })]
        })
    })
    .await;
    drop(store);
    let (after, said) = move_out(&folder, "out");
    let begin = crate::house::begin().timestamp();
    let mut expected = before.clone();
    for path in ["media/wiki/plan.png", "media/wiki/photo.jpg"] {
        let old =
            path.replace("media/", "media_attic/").replace('.', &format!(".{}.", BEGIN + 86_400));
        let was = expected.remove(path).expect("it came");
        expected.insert(old, was);
    }
    for (path, bytes) in [
        ("media/wiki/plan.png".to_owned(), "plan 3"),
        (format!("media_attic/affiche.{}.png", begin + 4), "affiche 2"),
        ("media/affiche.png".to_owned(), "affiche 3"),
    ] {
        expected.insert(path, bytes.into());
    }
    let mut noted = |path: &str, lines: &[String]| {
        let all = expected.entry(format!("media_meta/{path}.changes")).or_default();
        lines.iter().for_each(|line| all.extend(line.bytes()));
    };
    noted("wiki/plan.png", &[format!("{}\t\tE\twiki:plan.png\tNadia\t\t\t0\n", begin + 1)]);
    noted("wiki/photo.jpg", &[format!("{}\t\tD\twiki:photo.jpg\tNadia\t\t\t-7\n", begin + 2)]);
    let line = |kind: &str, at, grown| format!("{at}\t\t{kind}\taffiche.png\tNadia\t\t\t{grown}\n");
    noted("affiche.png", &[line("C", begin + 4, 9), line("E", begin + 5, 0)]);
    assert_same(&expected, &after);
    assert!(!after.values().any(|bytes| bytes.windows(6).any(|six| six == b"secret")));
    for line in [
        "kept     file wiki:plan.png: 3 versions, 1 of them written here",
        "adapted  file wiki:photo.jpg: it was deleted here",
        "adapted  file affiche.png: 1 of its versions were forgotten here: nothing is left of them",
        "adapted  file affiche.png: a data folder has no place for what it shows: Ce qu’on y voit",
        "kept     file affiche.png: 2 versions, 2 of them written here",
        "lost     files: 1 are not shown here, and stay",
    ] {
        assert!(said.contains(line), "{line}\n\n{said}");
    }
    // DokuWiki tells what is shown by the second of its file.
    let written = fs::metadata(folder.path("out/media/affiche.png")).and_then(|a| a.modified());
    let written = written.expect("it is there").duration_since(UNIX_EPOCH).expect("it is later");
    assert_eq!(i64::try_from(written.as_secs()), Ok(begin + 5));
    // It is a data folder as any: another instance takes it in, and gives it back.
    let other = Folder::new();
    let said = move_in(&other, &folder.path("out"));
    assert!(said.lines().last().expect("totals").ends_with(" 0 of what was lost"), "{said}");
    assert_same(&after, &move_out(&other, "out").0);
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_moving_out_nothing_takes_the_place_of_what_came_in() {
    let folder = Folder::new();
    let data = Made::new(folder.path("data"));
    let noted = "1500000000\t192.0.2.7\tC\tvieille\tjo\t\t\t\n1500000100\t192.0.2.7\tE\tvieille\tjo\t\t\t\n";
    data.page("reunion", &[b"one", b"two"])
        // As older versions keep pages: what is shown has no copy.
        .put_packed("attic/vieille.1500000000.txt.gz", b"une")
        .put("pages/vieille.txt", b"deux \xff")
        .dated("pages/vieille.txt", BEGIN + 100)
        .put("meta/vieille.changes", noted);
    move_in(&folder, &data.0);
    let before = files(&data.0);
    let store = Store::open(&folder.url()).await.expect("it opens");
    let by = author(&store).await;
    happens(&store, 0, (), |tx, ()| {
        Box::pin(async move {
            let page = tx.page_by_slug("reunion").await.expect("it reads").expect("it came");
            vec![Change::Page(Page { slug: "rencontre".to_owned(), ..page })]
        })
    })
    .await;
    let long = "α".repeat(150);
    for (slug, text) in [("vieille", "trois"), ("reunion", "nouvelle"), (&long, "longue")] {
        write_here(&store, by, slug, text).await;
    }
    drop(store);
    let (after, said) = move_out(&folder, "out");
    for (path, bytes) in before.iter().filter(|(path, _)| !path.contains("vieille")) {
        assert!(after[path] == *bytes, "{path} is not as it was");
    }
    for (path, bytes) in [
        ("attic/vieille.1500000000.txt.gz", b"une".as_slice()),
        ("attic/vieille.1500000100.txt.gz", b"deux \xff"),
        ("pages/vieille.txt", b"trois"),
        ("pages/reunion_2.txt", b"nouvelle"),
    ] {
        assert_eq!(after.get(path).map(Vec::as_slice), Some(bytes), "{path}");
    }
    assert!(after["meta/vieille.changes"].starts_with(noted.as_bytes()));
    for line in [
        "adapted  page reunion: its address here is rencontre",
        "adapted  page reunion_2: its address here is reunion",
        "3 of its files have no place in a data folder",
    ] {
        assert!(said.contains(line), "{line}\n\n{said}");
    }
}

/// A folder of so many pages, each a little odd in its own way: as many lines tell of them, and nothing stops.
#[tokio::test(flavor = "multi_thread")]
async fn wiki_moving_in_many_files_ends_in_as_many_lines() {
    const MANY: usize = 1_500;
    let folder = Folder::new();
    let data = Made::new(folder.path("data"));
    for n in 0..MANY {
        match n % 5 {
            0 => data.page(&format!("a/{n}"), &[b"one", b"two"]),
            1 => data.put(&format!("pages/b{n}.txt"), "by hand"),
            2 => data.put(&format!("attic/c{n}.1500000000.txt.gz"), b"\x1f\x8b no gzip"),
            3 => data.put(&format!("media/d{n}.png"), vec![0; n]),
            _ => data.put(&format!("pages/e{n}.jpg"), "no page"),
        };
    }
    let said = dry_run(&folder, &data.0);
    let each = MANY / 5;
    let count = |what: &str| said.lines().filter(|line| line.contains(what)).count();
    assert_eq!(count("2 revisions"), each);
    assert_eq!(count("1 revisions"), each);
    assert_eq!(count("it is damaged"), each);
    assert_eq!(count("1 versions"), each);
    assert_eq!(count("it is not a page"), each);
    let said = move_in(&folder, &data.0);
    let totals = format!("{} pages, {} revisions, {each} files", 2 * each, 3 * each);
    assert!(said.lines().last().expect("totals").contains(&totals), "{said}");
}

/// The command, beside all else that happens.
async fn move_in_beside(url: &str, data: &Path, report: &Path) -> String {
    let arguments = [
        "import".to_owned(),
        "dokuwiki".to_owned(),
        data.to_string_lossy().into_owned(),
        "--report".to_owned(),
        report.to_string_lossy().into_owned(),
        "--database-url".to_owned(),
        url.to_owned(),
    ];
    let ran = tokio::task::spawn_blocking(move || {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        run(&arguments)
    });
    let (code, said, wrong) = ran.await.expect("it runs");
    assert_eq!(code, Some(0), "{said}{wrong}");
    said
}

/// Two commands and somebody who writes, at once: each text is there, once, in its place.
#[tokio::test(flavor = "multi_thread")]
async fn wiki_moving_in_beside_people_who_write_loses_nothing_on_postgres() {
    const PAGES: usize = 6;
    let Some(house) = House::demo_on_postgres().await else { return };
    let folder = Folder::new();
    let data = Made::new(folder.path("data"));
    let texts: Vec<Vec<u8>> = (0..250).map(|n| format!("Texte {n}.").into_bytes()).collect();
    let texts: Vec<&[u8]> = texts.iter().map(Vec::as_slice).collect();
    let slug = |page: usize| format!("venue{page}");
    for page in 0..PAGES {
        data.page(&slug(page), &texts[..3]);
    }
    // What this database would look up or compare, longer than it can.
    let letters: Vec<String> =
        (0_u32..90_000).map(|n| format!("{:x}", n.wrapping_mul(0x9E37_79B9))).collect();
    let link = format!("[[{}]] [[ailleurs]]", letters[..1_000].concat());
    data.page("longue", &[letters.join(" ").as_bytes()])
        .page("liens", &[link.as_bytes()])
        .page(&vec!["%E2%82%AC".repeat(23); 12].join("/"), &[b"one"]);
    let url = house.database();
    let (one, other) = (folder.path("one.txt"), folder.path("other.txt"));
    tokio::join!(move_in_beside(url, &data.0, &one), move_in_beside(url, &data.0, &other));
    // More of it came since, in parts.
    for page in 0..PAGES {
        data.page(&slug(page), &texts);
    }
    let lucie = house.signed_in(LUCIE).await;
    let writing = async {
        let mut saved = Vec::new();
        for n in 0..3 * PAGES {
            let (to, text) =
                (format!("/wiki/{}/modifier", slug(n % PAGES)), format!("Écrit ici {n}."));
            let answer = lucie.fill_in(&to, "save_page", &[("source", &text)]).await;
            match answer.status {
                303 => saved.push(text),
                // Somebody else wrote meanwhile: what she typed is given back.
                _ => assert!(answer.expect(409).says(&text)),
            }
        }
        saved
    };
    let (saved, ..) = tokio::join!(
        writing,
        move_in_beside(url, &data.0, &one),
        move_in_beside(url, &data.0, &other)
    );
    assert!(saved.len() >= PAGES, "{saved:?}");
    let rows = house.rows();
    let mut held = Vec::new();
    for page in 0..PAGES {
        let page = rows.page_by_slug(&slug(page)).await.expect("it reads").expect("it came");
        let lines = rows.revisions_of(page.id).await.expect("it reads");
        let numbers: Vec<u32> = lines.iter().map(|line| line.number).collect();
        assert_eq!(numbers, (1..).take(lines.len()).collect::<Vec<_>>());
        let mut came = 0;
        for line in &lines {
            let text = rows.revision(line.id).await.expect("it reads").expect("it is there");
            came += usize::from(!line.here);
            held.push(text.source.as_str().to_owned());
        }
        assert_eq!(came, texts.len());
        // Who wrote here is read, whatever came after.
        let shown =
            lines.iter().find(|line| page.published == Some(line.id)).expect("one is shown");
        assert!(shown.here, "{shown:?}");
    }
    for text in saved {
        assert!(held.iter().any(|held| held.contains(&text)), "{text}");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_moving_out_leaves_drafts_behind() {
    let folder = Folder::new();
    put_cast(&folder).await;
    let (files, _) = move_out(&folder, "out");
    assert!(files.contains_key("pages/accueil.txt"), "{:?}", files.keys());
    for (path, bytes) in &files {
        let told = String::from_utf8_lossy(bytes);
        assert!(!path.contains(DRAFT) && !told.contains(DRAFT), "{path}");
    }
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
