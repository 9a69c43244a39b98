//! Names of pages and files, and the paths where a data folder keeps them.

/// Why a path names nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadName {
    #[error("its name is not a text")]
    NotText,
    #[error("its name holds what no name may hold")]
    Forbidden,
    #[error("its name is longer than {MAX} letters")]
    TooLong,
}

/// The most characters of a name, namespaces included.
pub const MAX: usize = 400;

/// How an old text may be packed, and what then ends its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Packing {
    Plain,
    Gzip,
    /// It is known, not read.
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
    (!name.is_empty() && !ending.is_empty()).then(|| (format!("{name}.{ending}"), at))
}

/// The name of the old file that [`old_media`] reads back. None: files without an ending have no old ones.
pub fn old_media_file(file: &str, at: i64) -> Option<String> {
    let (name, ending) = file.rsplit_once('.')?;
    Some(format!("{name}.{at}.{ending}"))
}

/// Seconds since 1970, as DokuWiki writes them: digits, before [`END_OF_TIME`].
pub(super) fn second(digits: &str) -> Option<i64> {
    let good = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let second: i64 = good.then(|| digits.parse().ok()).flatten()?;
    (second < END_OF_TIME).then_some(second)
}
