//! Moving in from DokuWiki, and out again: whole folders, damaged ones, hostile ones.

mod made;

use crate::house::Folder;
use crate::running::executable;
use made::{BEGIN, Made};
use std::fs;
use std::path::Path;

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
