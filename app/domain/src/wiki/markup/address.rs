//! Addresses: page names and section anchors as DokuWiki cleans them, and where a link may lead.

use super::{MediaSource, Target, interwiki};
use std::collections::HashMap;

/// The address of a page from its name as typed (DokuWiki's `cleanID`): lower case, accents folded, whatever is
/// not a letter, a digit, `.` or `-` made `_`, namespaces parted by `:`. Empty if nothing of the name can be kept.
///
/// `Ateliers Savoirs Communs` gives `ateliers_savoirs_communs`; `Association: L'Été` gives `association:l_ete`.
pub fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for part in name.trim().split([':', ';']) {
        let part = clean(part);
        let part = part.trim_matches(['.', '_', '-']);
        if part.is_empty() {
            continue;
        }
        if !slug.is_empty() {
            slug.push(':');
        }
        slug.push_str(part);
    }
    slug
}

/// The name of a page or a file as a link gives it: as [`slug`] makes it, and from where. It begins with `:` if it is
/// named alone, from the root; with `..:` for each namespace further up; with `.:` if it goes deeper from here. A name
/// alone is in the namespace of the page that holds the link, `a:b` is from the root; `a:` is the page that opens the
/// namespace, which DokuWiki calls `start`.
fn linked(typed: &str) -> Option<String> {
    let mut rest = typed.trim();
    let rooted = rest.starts_with([':', ';']);
    let (mut up, mut here) = (0, false);
    while let Some(after) = rest.strip_prefix('.') {
        match after.strip_prefix('.') {
            Some(after) => (up, rest) = (up + 1, after),
            None => (here, rest) = (true, after),
        }
        rest = rest.strip_prefix(':').unwrap_or(rest);
    }
    let mut name = Some(slug(rest)).filter(|name| !name.is_empty())?;
    if rest.ends_with([':', ';']) {
        name.push_str(":start");
    }
    let deep = name.contains(':');
    Some(match "..:".repeat(up) {
        none if none.is_empty() && rooted && !deep => format!(":{name}"),
        none if none.is_empty() && here && deep => format!(".:{name}"),
        up => up + &name,
    })
}

/// Where the name of a link leads that stands on this page: a slug from the root. An empty name is the page itself.
pub fn resolve(name: &str, page: &str) -> String {
    if name.is_empty() {
        return page.to_owned();
    }
    let above = |namespace: &str| {
        namespace.rsplit_once(':').map_or_else(String::new, |(above, _)| above.to_owned())
    };
    let mut namespace = above(page);
    let mut rest = name;
    while let Some(further) = rest.strip_prefix("..:") {
        (namespace, rest) = (above(&namespace), further);
    }
    let from_root = name.contains(':') && !name.starts_with('.');
    let rest = rest.trim_start_matches(".:").trim_start_matches(':');
    if from_root || namespace.is_empty() { rest.to_owned() } else { format!("{namespace}:{rest}") }
}

fn clean(part: &str) -> String {
    let mut clean = String::with_capacity(part.len());
    for c in part.chars().flat_map(char::to_lowercase) {
        match fold(c) {
            Some(folded) => clean.push_str(folded),
            None if c.is_alphanumeric() || matches!(c, '.' | '-') => clean.push(c),
            None if !clean.ends_with('_') => clean.push('_'),
            None => {}
        }
    }
    clean
}

/// A lower-case Latin letter without its accent. A combining accent is dropped.
fn fold(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{300}'..='\u{36f}' => "",
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì' | 'í' | 'î' | 'ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => "o",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ţ' | 'ť' | 'ŧ' | 'ț' => "t",
        'ù' | 'ú' | 'û' | 'ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        'æ' => "ae",
        'œ' => "oe",
        'ß' => "ss",
        'þ' => "th",
        _ => return None,
    })
}

/// The anchor of a heading, before it is made unique (DokuWiki's `sectionID`): as [`slug`], but without `:` and
/// `.`, and begun by a letter.
pub(super) fn anchor(title: &str) -> String {
    let name = slug(title).replace([':', '.'], "");
    let begun = name.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '_' | '-'));
    if begun.is_empty() {
        let digits = name.chars().filter(char::is_ascii_digit);
        return "section".chars().chain(digits).collect();
    }
    begun.to_owned()
}

/// What is typed to lead to this anchor. Two `_` are what is left of `_._`: side by side, they would be read as one.
pub(super) fn typed_anchor(anchor: &str) -> String {
    let mut typed = anchor.to_owned();
    while typed.contains("__") {
        typed = typed.replace("__", "_._");
    }
    typed
}

/// Gives every heading of a page an anchor of its own.
#[derive(Default)]
pub(super) struct Anchors {
    /// Each anchor given, and how often its name was asked for again.
    given: HashMap<String, u32>,
}

impl Anchors {
    /// `parcours`, then `parcours1`, `parcours2`…
    pub(super) fn give(&mut self, title: &str) -> String {
        let name = anchor(title);
        let mut anchor = name.clone();
        while self.given.contains_key(&anchor) {
            let again = self.given.entry(name.clone()).or_default();
            *again += 1;
            anchor = format!("{name}{again}");
        }
        self.given.insert(anchor.clone(), 0);
        anchor
    }
}

/// Where `[[typed]]` leads. None: nowhere that a page may send people to.
pub(super) fn target(typed: &str) -> Option<Target> {
    let typed = typed.trim();
    if let Some((wiki, page)) = interwiki::parts(typed) {
        return Some(Target::Interwiki { wiki, page: page.to_owned() });
    }
    if is_share(typed) {
        return Some(Target::Share(typed.to_owned()));
    }
    if is_mail(typed) {
        return Some(Target::Mail(typed.to_owned()));
    }
    match scheme(typed) {
        Some("http" | "https") => web(typed).map(Target::External),
        Some("mailto") => {
            let address = typed["mailto:".len()..].split('?').next().unwrap_or_default();
            is_mail(address).then(|| url(typed)).flatten().map(Target::External)
        }
        Some(_) => None,
        None => page(typed),
    }
}

/// What `{{typed}}` shows.
pub(super) fn media(typed: &str) -> Option<MediaSource> {
    match scheme(typed) {
        Some("http" | "https") => web(typed).map(MediaSource::External),
        Some(_) => None,
        None => linked(typed).map(MediaSource::File),
    }
}

/// What a link without a label shows: of a page, its name without namespace, or the section.
pub(super) fn default_label<'s>(typed: &'s str, target: &Target) -> &'s str {
    let typed = typed.trim();
    match target {
        Target::Page { .. } => {}
        Target::Interwiki { .. } => {
            return typed.split_once('>').map_or(typed, |(_, page)| page.trim());
        }
        _ => return typed.strip_prefix("mailto:").unwrap_or(typed),
    }
    match typed.split_once('#') {
        Some((_, section)) if !section.trim().is_empty() => section.trim(),
        Some((name, _)) => last_part(name),
        None => last_part(typed),
    }
}

fn last_part(name: &str) -> &str {
    let name = name.trim_end_matches([':', ';', ' ']);
    name.rsplit([':', ';']).next().unwrap_or(name).trim()
}

/// Whether `text` is an address that people write to: one `@`, a dotted host, no surprising characters.
pub(super) fn is_mail(text: &str) -> bool {
    let Some((local, host)) = text.split_once('@') else { return false };
    let labels_good = host
        .split('.')
        .all(|l| !l.is_empty() && l.chars().all(|c| c.is_alphanumeric() || c == '-'));
    text.len() <= 254
        && !local.is_empty()
        && local.chars().all(|c| c.is_alphanumeric() || "._+-'".contains(c))
        && host.contains('.')
        && labels_good
}

/// `\\server\folder`.
fn is_share(typed: &str) -> bool {
    let path = typed.strip_prefix(r"\\").filter(|path| !path.contains(char::is_control));
    let server = path.and_then(|path| path.split_once('\\'));
    server.is_some_and(|(server, _)| !server.is_empty())
}

fn page(typed: &str) -> Option<Target> {
    let (name, section) = match typed.split_once('#') {
        Some((name, section)) => (name, Some(section.trim()).filter(|s| !s.is_empty())),
        None => (typed, None),
    };
    // DokuWiki passes on what follows `?` as a query; pages here have none.
    let slug = linked(name.split('?').next().unwrap_or_default()).unwrap_or_default();
    let script = matches!(scheme(&slug), Some("javascript" | "vbscript" | "data"));
    (!script && (!slug.is_empty() || section.is_some()))
        .then(|| Target::Page { slug, section: section.map(anchor) })
}

/// The scheme of a URL, lower-cased; none for a page, whose namespace looks much the same.
fn scheme(typed: &str) -> Option<&'static str> {
    let (name, rest) = typed.split_once(':')?;
    let known = ["http", "https", "mailto", "javascript", "vbscript", "data"];
    let known = known.into_iter().find(|known| name.eq_ignore_ascii_case(known));
    known.or(rest.starts_with("//").then_some("other"))
}

/// A URL of the web, if it goes on after `http://`.
fn web(typed: &str) -> Option<String> {
    let (_, rest) = typed.split_once("://")?;
    if rest.starts_with(['/', '?', '#']) || rest.trim().is_empty() { None } else { url(typed) }
}

fn url(typed: &str) -> Option<String> {
    (!typed.contains(char::is_control)).then(|| typed.replace(char::is_whitespace, "%20"))
}
