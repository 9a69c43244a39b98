//! DokuWiki data folders, made up: the same for the same seed.

use bzip2::write::BzEncoder;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

/// When the first change of a made-up wiki was.
pub const BEGIN: i64 = 1_500_000_000;

/// Chance without chance: xorshift.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// Less than `sides`.
    pub fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % sides
    }

    fn pick<'p, T>(&mut self, from: &'p [T]) -> &'p T {
        let sides = u64::try_from(from.len()).expect("a length");
        &from[usize::try_from(self.roll(sides)).expect("a place")]
    }
}

/// A data folder that is being written.
pub struct Made(pub PathBuf);

impl Made {
    /// An empty one.
    pub fn new(at: PathBuf) -> Self {
        let made = Self(at);
        fs::create_dir_all(made.0.join("pages")).expect("a folder can be made");
        made
    }

    pub fn put(&self, path: &str, bytes: impl AsRef<[u8]>) -> &Self {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("it can be made");
        fs::write(path, bytes).expect("it can be written");
        self
    }

    pub fn put_packed(&self, path: &str, bytes: impl AsRef<[u8]>) -> &Self {
        self.put(path, packed(bytes.as_ref()))
    }

    /// As if its file was written at this second.
    pub fn dated(&self, path: &str, at: i64) -> &Self {
        let at = UNIX_EPOCH + Duration::from_secs(u64::try_from(at).expect("a second"));
        let file = File::options().append(true).open(self.0.join(path)).expect("it is there");
        file.set_modified(at).expect("it can be dated");
        self
    }

    pub fn link(&self, path: &str, to: &Path) -> &Self {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("it can be made");
        #[cfg(unix)]
        std::os::unix::fs::symlink(to, path).expect("a link can be made");
        self
    }

    /// A page with these texts, a day apart, as DokuWiki keeps it today.
    pub fn page(&self, path: &str, texts: &[&[u8]]) -> &Self {
        let name = path.replace('/', ":");
        let mut changes = String::new();
        for (day, text) in (0..).zip(texts) {
            let at = BEGIN + day * 86_400;
            self.put_packed(&format!("attic/{path}.{at}.txt.gz"), text);
            let kind = if day == 0 { "C" } else { "E" };
            changes += &format!("{at}\t192.0.2.7\t{kind}\t{name}\tmarie\trésumé {day}\t\t12\n");
            self.put(&format!("pages/{path}.txt"), text).dated(&format!("pages/{path}.txt"), at);
        }
        self.put(&format!("meta/{path}.changes"), changes)
    }

    /// A file that was this and that, a day apart, as DokuWiki keeps it: what is shown has no copy.
    pub fn file(&self, path: &str, versions: &[&[u8]]) -> &Self {
        let (name, ending) = path.rsplit_once('.').expect("an ending");
        let id = path.replace('/', ":");
        let mut changes = String::new();
        for (day, bytes) in (0..).zip(versions) {
            let at = BEGIN + day * 86_400;
            let last = day + 1 == i64::try_from(versions.len()).expect("a few");
            let kept = match last {
                true => format!("media/{path}"),
                false => format!("media_attic/{name}.{at}.{ending}"),
            };
            self.put(&kept, bytes).dated(&kept, at);
            let kind = if day == 0 { "C" } else { "E" };
            changes += &format!("{at}\t192.0.2.7\t{kind}\t{id}\tmarie\t\t\t7\n");
        }
        self.put(&format!("media_meta/{path}.changes"), changes)
    }
}

pub fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(bytes).expect("it is memory");
    packed.finish().expect("it is memory")
}

/// As DokuWiki packs old texts where it is told to use bzip2.
pub fn packed_smaller(bytes: &[u8]) -> Vec<u8> {
    let mut packed = BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    packed.write_all(bytes).expect("it is memory");
    packed.finish().expect("it is memory")
}

const PARTS: [&str; 8] =
    ["ateliers", "associations", "hackathon", "accueil", "outils", "r%C3%A9union", "v1.2", "notes"];
const WORDS: [&str; 14] = [
    "la",
    "Ludothèque",
    "**du**",
    "//Sanitas//",
    "veut",
    "un",
    "[[ateliers:tableur|atelier]]",
    "pour",
    "ses",
    "adhérents",
    "''tableur''",
    "((une note))",
    "\\\\ ",
    "{{wiki:plan.png?200}}",
];
const USERS: [&str; 4] = ["marie", "jo", "", "camille"];

/// A wiki of so many pages and so many revisions in all, with a file for each tenth page.
pub fn wiki(at: PathBuf, seed: u64, pages: u64, revisions: u64) -> Made {
    let made = Made::new(at);
    let mut dice = Dice::new(seed);
    for page in 0..pages {
        let share = revisions / pages + u64::from(page < revisions % pages);
        let parts = [*dice.pick(&PARTS), *dice.pick(&PARTS)];
        let path = match dice.roll(3) {
            0 => format!("page_{page}"),
            1 => format!("{}/page_{page}", parts[0]),
            _ => format!("{}/{}/page_{page}", parts[0], parts[1]),
        };
        one_page(&made, &mut dice, &path, share);
        if page % 10 == 0 {
            one_file(&made, &mut dice, &format!("{path}.png"));
        }
    }
    made
}

fn one_page(made: &Made, dice: &mut Dice, path: &str, revisions: u64) {
    let name = path.replace('/', ":").replace("%C3%A9", "é");
    let (mut at, mut changes, mut text) = (BEGIN, String::new(), Vec::new());
    // As it is kept since 2016, or before.
    let copies = dice.roll(4) > 0;
    for revision in 0..revisions {
        at += 1 + i64::try_from(dice.roll(500_000)).expect("a second");
        text = a_text(dice, &text);
        let last = revision + 1 == revisions;
        if copies || !last {
            made.put_packed(&format!("attic/{path}.{at}.txt.gz"), &text);
        }
        let (kind, user) = (dice.pick(&["E", "e", "E", "R"]), dice.pick(&USERS));
        let kind = if revision == 0 { "C" } else { kind };
        let extra = if kind == "R" { at.to_string() } else { String::new() };
        changes +=
            &format!("{at}\t192.0.2.7\t{kind}\t{name}\t{user}\trésumé {revision}\t{extra}\t-3\n");
    }
    if copies && dice.roll(12) == 0 {
        at += 10;
        made.put_packed(&format!("attic/{path}.{at}.txt.gz"), &text);
        changes += &format!("{at}\t192.0.2.7\tD\t{name}\tjo\tsupprimée\t\t-30\n");
    } else {
        let shown = format!("pages/{path}.txt");
        made.put(&shown, &text).dated(&shown, at);
    }
    made.put(&format!("meta/{path}.changes"), changes);
    if dice.roll(2) == 0 {
        made.put(&format!("meta/{path}.meta"), "a:1:{s:7:\"creator\";s:5:\"Marie\";}");
    }
}

/// The text of before with a paragraph more; now and then as no form sends one.
fn a_text(dice: &mut Dice, before: &[u8]) -> Vec<u8> {
    let mut text =
        if dice.roll(8) == 0 { b"====== Titre ======\n\n".to_vec() } else { before.to_vec() };
    for _ in 0..=dice.roll(30) {
        text.extend(dice.pick(&WORDS).as_bytes());
        text.push(b' ');
    }
    text.extend(*dice.pick(&[b"\n\n".as_slice(), b"\r\n", b"\n  * item\n", b"", b"\n"]));
    match dice.roll(40) {
        0 => [b"\xef\xbb\xbf", text.as_slice()].concat(),
        1 => [text.as_slice(), b"\xff\xfe\0 latin: \xe9t\xe9"].concat(),
        _ => text,
    }
}

/// The old ones are kept; what is shown has no copy.
fn one_file(made: &Made, dice: &mut Dice, path: &str) {
    let (name, ending) = path.rsplit_once('.').expect("an ending");
    let (mut at, mut changes, mut before) = (BEGIN, String::new(), None);
    for _ in 0..=dice.roll(3) {
        if let Some(bytes) = before.take() {
            let bytes: Vec<u8> = bytes;
            made.put(&format!("media_attic/{name}.{at}.{ending}"), bytes);
        }
        at += 1000;
        let bytes: Vec<u8> =
            (0..200).map(|_| u8::try_from(dice.roll(256)).expect("a byte")).collect();
        made.put(&format!("media/{path}"), &bytes).dated(&format!("media/{path}"), at);
        let name = path.replace('/', ":").replace("%C3%A9", "é");
        changes += &format!("{at}\t192.0.2.7\tC\t{name}\tmarie\tenvoi\t\t200\n");
        before = Some(bytes);
    }
    made.put(&format!("media_meta/{path}.changes"), changes);
}
