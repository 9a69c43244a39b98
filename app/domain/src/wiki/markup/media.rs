//! Pictures and files: `{{name?options|alternative text}}`.

use super::inline::align_of;
use super::{Align, Linking, Media, MediaKind, MediaSource, address};

/// What stands between the braces.
pub(super) fn parse(content: &str) -> Option<Media> {
    let (typed, alt) = match content.split_once('|') {
        Some((typed, alt)) => (typed, Some(alt.trim()).filter(|alt| !alt.is_empty())),
        None => (content, None),
    };
    let (name, options) = Options::split(typed.trim());
    Some(Media {
        source: address::media(name.trim())?,
        width: options.width,
        height: options.height,
        align: options.align.or(align_of(typed.starts_with(' '), typed.ends_with(' '))),
        linking: options.linking,
        alt: alt.map(|alt| alt.replace('\n', " ")),
    })
}

#[derive(Default)]
struct Options {
    width: Option<u32>,
    height: Option<u32>,
    align: Option<Align>,
    linking: Linking,
    /// Whether one of them was understood.
    any: bool,
}

impl Options {
    /// The name and its options. What says nothing to us belongs to an address: `http://x.org/picture?id=3`.
    fn split(typed: &str) -> (&str, Self) {
        let Some((name, typed_options)) = typed.rsplit_once('?') else {
            return (typed, Self::default());
        };
        let mut options = Self::default();
        typed_options.split('&').for_each(|option| options.add(option.trim()));
        let own = options.any || typed_options.trim().is_empty() || !name.contains("://");
        (if own { name } else { typed }, options)
    }

    fn add(&mut self, option: &str) {
        match option.to_ascii_lowercase().as_str() {
            "left" => self.align = Some(Align::Left),
            "right" => self.align = Some(Align::Right),
            "center" => self.align = Some(Align::Center),
            "nolink" => self.linking = Linking::Nowhere,
            "direct" => self.linking = Linking::Direct,
            "linkonly" => self.linking = Linking::LinkOnly,
            "details" => self.linking = Linking::Details,
            // How long DokuWiki keeps its copy: we keep none.
            "nocache" | "recache" | "cache" => {}
            size if self.size(size) => {}
            _ => return,
        }
        self.any = true;
    }

    /// `200` or `200x100`.
    fn size(&mut self, typed: &str) -> bool {
        let mut sides = typed.split('x');
        let (width, height) = (sides.next().unwrap_or_default(), sides.next());
        let number = |side: &str| !side.is_empty() && side.bytes().all(|b| b.is_ascii_digit());
        if !number(width) || !height.is_none_or(number) || sides.next().is_some() {
            return false;
        }
        self.width = width.parse().ok();
        self.height = height.and_then(|height| height.parse().ok());
        true
    }
}

impl Media {
    /// The name of the file alone, without its folders.
    pub fn name(&self) -> &str {
        match &self.source {
            MediaSource::File(name) => name.rsplit(':').next().unwrap_or(name),
            MediaSource::External(url) => {
                let path = url.split(['?', '#']).next().unwrap_or(url).trim_end_matches('/');
                path.rsplit('/').next().unwrap_or(path)
            }
        }
    }

    /// What it is, by the end of its name.
    pub fn kind(&self) -> MediaKind {
        let end = self.name().rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase());
        match end.as_deref() {
            Some("gif" | "jpg" | "jpeg" | "png" | "svg" | "webp" | "avif") => MediaKind::Picture,
            Some("webm" | "ogv" | "mp4") => MediaKind::Video,
            Some("ogg" | "mp3" | "wav" | "opus") => MediaKind::Sound,
            _ => MediaKind::Document,
        }
    }
}
