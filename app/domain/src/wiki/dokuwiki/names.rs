//! Names of pages and files, and the paths where a data folder keeps them.

/// The two trees of a data folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tree {
    Pages,
    Media,
}

impl Tree {
    /// Where what is shown, what was shown before and what was noted are.
    pub fn folders(self) -> [&'static str; 3] {
        match self {
            Self::Pages => ["pages", "attic", "meta"],
            Self::Media => ["media", "media_attic", "media_meta"],
        }
    }

    /// What ends the names of what is shown.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Pages => ".txt",
            Self::Media => "",
        }
    }

    /// Where what is shown of this path is, in the data folder.
    pub fn shown(self, path: &str) -> String {
        let [shown, ..] = self.folders();
        format!("{shown}/{path}{}", self.ending())
    }

    /// Where the changes of this path are noted.
    pub fn noted(self, path: &str) -> String {
        let [.., notes] = self.folders();
        format!("{notes}/{path}.changes")
    }

    /// Where DokuWiki keeps what this path was at this second. None: files without an ending have no old ones.
    pub fn kept(self, path: &str, at: i64) -> Option<String> {
        let [_, old, _] = self.folders();
        let file = match self {
            Self::Pages => format!("{path}.{at}{}", Packing::Gzip.ending()),
            Self::Media => old_media_file(path, at)?,
        };
        Some(format!("{old}/{file}"))
    }

    /// Of a file of the data folder, the second under which it keeps something old. None: it does not.
    pub fn kept_at(self, file: &str) -> Option<i64> {
        let [_, old, _] = self.folders();
        let file = file.strip_prefix(old)?.strip_prefix('/')?;
        match self {
            Self::Pages => old_text(file).map(|(_, at, _)| at),
            Self::Media => old_media(file).map(|(_, at)| at),
        }
    }

    /// The path of that with which a file of the data folder goes.
    pub fn stem(self, file: &str) -> Option<String> {
        let [shown, old, notes] = self.folders();
        let (folder, rest) = file.split_once('/')?;
        if folder == shown {
            rest.strip_suffix(self.ending()).map(str::to_owned)
        } else if folder == notes {
            rest.rsplit_once('.').map(|(path, _)| path.to_owned())
        } else if folder == old && self == Self::Pages {
            old_text(rest).map(|(path, ..)| path.to_owned())
        } else if folder == old {
            old_media(rest).map(|(path, _)| path)
        } else {
            None
        }
    }
}

/// Why a path names nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadName {
    #[error("its name is not a text")]
    NotText,
    #[error("its name holds what no name may hold")]
    Forbidden,
    #[error("its name is longer than {MAX} letters, or than {PATH_MAX} bytes as it is written")]
    TooLong,
}

/// The most characters of a name, namespaces included.
pub const MAX: usize = 400;
/// The most bytes of its path, which databases look up.
const PATH_MAX: usize = 2_400;

/// How an old text may be packed, and what then ends its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Packing {
    Plain,
    Gzip,
    Bzip2,
}

impl Packing {
    /// What ends the name of an old text.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Plain => ".txt",
            Self::Gzip => ".txt.gz",
            Self::Bzip2 => ".txt.bz2",
        }
    }
}

/// The first second that no folder can mean: the year 10000.
pub const END_OF_TIME: i64 = 253_402_300_800;

/// The name that a path means, namespaces parted by `:`. What ends it (`.txt`) is already taken off.
///
/// DokuWiki writes what is not plain ASCII as `%C3%A9`, or as it is: both are read. `association/l%27%C3%A9t%C3%A9`
/// gives `association:l'été`.
///
/// Errors: a path that leads elsewhere, in whatever disguise; what is not a text.
pub fn name(path: &str) -> Result<String, BadName> {
    let parts: Result<Vec<String>, BadName> = path.split('/').map(part).collect();
    let name = parts?.join(":");
    if path.len() > PATH_MAX {
        return Err(BadName::TooLong);
    }
    if name.chars().count() > MAX { Err(BadName::TooLong) } else { Ok(name) }
}

fn part(written: &str) -> Result<String, BadName> {
    let part = decoded(written)?;
    let forbidden = |c: char| c.is_control() || matches!(c, ':' | '/' | '\\');
    if part.is_empty() || part.trim_matches('.').is_empty() || part.contains(forbidden) {
        return Err(BadName::Forbidden);
    }
    Ok(part)
}

/// `%C3%A9` is `é`; where a `%` begins no such thing, the whole is as it is written.
fn decoded(written: &str) -> Result<String, BadName> {
    let mut bytes = Vec::with_capacity(written.len());
    let mut rest = written.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let [high, low, after @ ..] = after else { return Ok(written.to_owned()) };
        let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|d| u8::try_from(d).ok());
        let (Some(high), Some(low)) = (digit(*high), digit(*low)) else {
            return Ok(written.to_owned());
        };
        bytes.push(high * 16 + low);
        rest = after;
    }
    String::from_utf8(bytes).map_err(|_| BadName::NotText)
}

/// The path of a name, as DokuWiki writes it unless told otherwise: what is not plain ASCII becomes `%C3%A9`.
pub fn path(name: &str) -> String {
    name.split(':').map(encoded).collect::<Vec<_>>().join("/")
}

fn encoded(part: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    // A name of plain letters, or one that is encoded already, stays.
    if part.bytes().all(|byte| plain(byte) || byte == b'%') {
        return part.to_owned();
    }
    let mut written = String::with_capacity(part.len() * 3);
    for byte in part.bytes() {
        if plain(byte) {
            written.push(char::from(byte));
        } else {
            written.push_str(&format!("%{byte:02X}"));
        }
    }
    written
}

/// Whether a path that was kept stays inside of the folder that it is written in.
pub fn stays_inside(path: &str) -> bool {
    let good = |part: &str| !matches!(part, "" | "." | "..") && !part.contains(['\0', '\\']);
    path.split('/').all(good)
}

/// What the name of an old text says: of what page (`start`), when (seconds since 1970), how it is packed.
/// None: it is not the name of an old text.
pub fn old_text(file: &str) -> Option<(&str, i64, Packing)> {
    let packings = [Packing::Gzip, Packing::Bzip2, Packing::Plain];
    let mut cut = packings.into_iter().filter_map(|p| Some((file.strip_suffix(p.ending())?, p)));
    let (rest, packing) = cut.next()?;
    let (page, stamp) = rest.rsplit_once('.')?;
    Some((page, second(stamp)?, packing)).filter(|_| !page.is_empty())
}

/// What the name of an old file says: its name (`plan.svg`) and when it was so. None: it is not one.
pub fn old_media(file: &str) -> Option<(String, i64)> {
    let (rest, ending) = file.rsplit_once('.')?;
    let (name, stamp) = rest.rsplit_once('.')?;
    let at = second(stamp)?;
    let named = !name.is_empty() && !name.ends_with('/') && !ending.is_empty();
    (named && !ending.contains('/')).then(|| (format!("{name}.{ending}"), at))
}

/// The name of the old file that [`old_media`] reads back. None: files without an ending have no old ones.
pub fn old_media_file(file: &str, at: i64) -> Option<String> {
    let (name, ending) = file.rsplit_once('.')?;
    let named = !name.is_empty() && !name.ends_with('/') && !ending.is_empty();
    (named && !ending.contains('/')).then(|| format!("{name}.{at}.{ending}"))
}

/// The same name with a number, for where there is another: `plan_2.png`, `reunion_2`.
pub fn numbered(tree: Tree, name: &str, number: u32) -> String {
    let ended = name.rsplit_once('.').filter(|(before, end)| {
        tree == Tree::Media && !before.is_empty() && !end.contains([':', '/'])
    });
    match ended {
        Some((before, end)) => format!("{before}_{number}.{end}"),
        None => format!("{name}_{number}"),
    }
}

/// Seconds since 1970, as DokuWiki writes them: digits, before [`END_OF_TIME`].
pub(super) fn second(digits: &str) -> Option<i64> {
    let good = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let second: i64 = good.then(|| digits.parse().ok()).flatten()?;
    (second < END_OF_TIME).then_some(second)
}
