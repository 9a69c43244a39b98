//! What DokuWiki itself reads in a folder that was moved out.

use super::*;
use std::process::Command;

/// Where Debian's package keeps the program and its settings.
const DOKUWIKI: [&str; 2] = ["/usr/share/dokuwiki", "/etc/dokuwiki"];

/// When, of what kind, by whom, why, and what it said.
type Told = (i64, String, String, String, String);

/// Pages and files by name, each with its versions, the latest first.
#[derive(serde::Deserialize)]
struct Read {
    pages: BTreeMap<String, Vec<Told>>,
    files: BTreeMap<String, Vec<Told>>,
}

/// What DokuWiki reads in the `data` of a folder.
fn dokuwiki(own: &Path) -> Read {
    let start = include_str!("../../../../app/src/wiki/draw/tests/oracle/start.php");
    for (name, script) in [("start.php", start), ("read.php", include_str!("read.php"))] {
        fs::write(own.join(name), script).expect("the script");
    }
    let php = Command::new("php").arg(own.join("read.php")).args(DOKUWIKI).arg(own).output();
    let told = php.expect("php is not there").stdout;
    serde_json::from_slice(&told)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&told)))
}

fn told(at: i64, kind: &str, by: &str, why: &str, said: &str) -> Told {
    (at, kind.to_owned(), by.to_owned(), why.to_owned(), said.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_moving_out_is_read_by_dokuwiki_version_by_version() {
    let folder = Folder::new();
    let data = Made::new(folder.path("data"));
    data.page("reunion", &["première".as_bytes(), "deuxième\n".as_bytes()])
        .page("association/outils", &[b"un", b"deux", b"trois"])
        .file("wiki/plan.png", &[b"plan 1", b"plan 2"]);
    move_in(&folder, &data.0);
    let store = Store::open(&folder.url()).await.expect("it opens");
    let by = author(&store).await;
    write_here(&store, by, "reunion", "troisième, écrite ici").await;
    write_here(&store, by, "bilan", "un secret").await;
    write_here(&store, by, "bilan", "écrit ici seulement").await;
    happens(&store, 0, (), |tx, ()| {
        Box::pin(async move {
            let page = tx.page_by_slug("bilan").await.expect("it reads").expect("it is");
            let first = tx.numbered_revision(page.id, 1).await.expect("it reads").expect("one");
            vec![Change::Revision(Revision { source: Source::stored(String::new()), ..first })]
        })
    })
    .await;
    put_here(&store, by, 1, "wiki:plan.png", Some("plan 3")).await;
    put_here(&store, by, 2, "affiche.png", Some("affiche")).await;
    drop(store);
    let (_, report) = move_out(&folder, "own/data");
    let gone = "page bilan: 1 of its revisions were forgotten here: nothing is left of them";
    assert!(report.contains(gone), "{report}");

    let here = crate::house::begin().timestamp();
    let day = |n: i64| BEGIN + n * 86_400;
    let read = dokuwiki(&folder.path("own"));
    let names = |of: &BTreeMap<String, Vec<Told>>| of.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&read.pages), ["association:outils", "bilan", "reunion"]);
    assert_eq!(names(&read.files), ["affiche.png", "wiki:plan.png"]);
    let reunion = [
        told(here, "E", "Nadia", "", "troisième, écrite ici"),
        told(day(1), "E", "marie", "résumé 1", "deuxième\n"),
        told(day(0), "C", "marie", "résumé 0", "première"),
    ];
    assert_eq!(read.pages["reunion"], reunion);
    assert_eq!(read.pages["bilan"], [told(here, "E", "Nadia", "", "écrit ici seulement")]);
    let says = |of: &[Told]| of.iter().map(|told| told.4.clone()).collect::<Vec<_>>();
    assert_eq!(says(&read.pages["association:outils"]), ["trois", "deux", "un"]);
    assert_eq!(says(&read.files["wiki:plan.png"]), ["plan 3", "plan 2", "plan 1"]);
    assert_eq!(read.files["affiche.png"], [told(here + 2, "C", "Nadia", "", "affiche")]);
}
