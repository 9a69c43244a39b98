//! Draws what lines of a wiki page are made of.

use super::{Drawing, Drawn, Element, element};
use crate::href::href;
use domain::wiki::files::is_picture;
use domain::wiki::markup::{
    Align, Feed, Inline, Link, Linking, Media, MediaKind, MediaSource, Shown, Style, Target,
    interwiki, resolve, shown,
};

impl Drawing<'_> {
    pub(super) fn inlines(&mut self, content: &[Inline]) -> Vec<Drawn> {
        content.iter().flat_map(|inline| self.inline(inline)).collect()
    }

    fn inline(&mut self, inline: &Inline) -> Vec<Drawn> {
        let drawn: Drawn = match inline {
            Inline::Text(text) => text.clone().into(),
            Inline::Styled { style, content } => self.styled(*style, content),
            Inline::Break => element("br", []).into(),
            Inline::Link(link) => return self.link(link),
            Inline::Media(media) => self.media(media),
            Inline::Footnote(content) => self.footnote(content),
            Inline::Symbol(typed) => match shown(typed) {
                Shown::Character(character) => character.into_owned().into(),
                Shown::Reminder(word) => element("mark", Drawn::from(word)).into(),
            },
            Inline::Setting(_) => return Vec::new(),
            Inline::Feed(feed) => self.feed(feed),
            Inline::Plugin(typed) => typed_as_is(typed).with("class", "typed").into(),
        };
        vec![drawn]
    }

    fn styled(&mut self, style: Style, content: &[Inline]) -> Drawn {
        let name = match style {
            Style::Bold => "strong",
            Style::Italic => "em",
            Style::Underlined => "u",
            Style::Monospace => "code",
            Style::Deleted => "del",
            Style::Subscript => "sub",
            Style::Superscript => "sup",
        };
        element(name, self.inlines(content)).into()
    }

    fn link(&mut self, link: &Link) -> Vec<Drawn> {
        self.in_link = true;
        let label = self.inlines(&link.label);
        self.in_link = false;
        match &link.target {
            Target::Page { slug, section } => {
                let section = section.as_deref();
                let to = if slug.is_empty() {
                    format!("#{}", section.map_or_else(|| "main".to_owned(), |s| self.id(s)))
                } else {
                    let slug = resolve(slug, self.page);
                    let asked = self.asked.is_none_or(|asked| asked.contains(&slug));
                    if asked && !self.known.contains(&slug) {
                        return self.missing(&slug, label).into();
                    }
                    let section = section.map(|s| format!("#{s}")).unwrap_or_default();
                    href(self.lang, &format!("/wiki/{slug}{section}"))
                };
                element("a", label).with("href", to).into()
            }
            Target::External(url) => external(url.clone(), label).into(),
            Target::Mail(address) => {
                element("a", label).with("href", format!("mailto:{address}")).into()
            }
            Target::Interwiki { wiki, page } => match interwiki(wiki, page) {
                Some(url) => external(url, label).into(),
                None => elsewhere(link, label, &format!("{wiki}>{page}")),
            },
            Target::Share(path) => elsewhere(link, label, path),
        }
    }

    /// A page that nobody has written: who may write this one may begin it.
    fn missing(&self, slug: &str, label: Vec<Drawn>) -> Element {
        let drawn = match &self.writing {
            Some(_) => {
                let to = href(self.lang, &format!("/pages/nouvelle?adresse={slug}"));
                element("a", label).with("href", to)
            }
            None => element("span", label),
        };
        drawn.with("class", "missing").with("title", texts::wiki::missing(self.lang))
    }

    /// A picture elsewhere is a link, even where its author wanted none: no page makes its readers' browsers ask a third
    /// party. Of the wiki's own files, pictures are shown, and others are links.
    fn media(&self, media: &Media) -> Drawn {
        let kind = match media.kind() {
            _ if media.linking == Linking::LinkOnly => None,
            MediaKind::Picture => Some(texts::wiki::picture(self.lang)),
            MediaKind::Video => Some(texts::wiki::video(self.lang)),
            MediaKind::Sound => Some(texts::wiki::sound(self.lang)),
            MediaKind::Document => None,
        };
        let named = || kind.into_iter().chain([media.name()]).collect::<Vec<_>>().join(" ");
        let alt = media.alt.clone().filter(|alt| !alt.trim().is_empty());
        match &media.source {
            MediaSource::External(_) if self.in_link => alt.unwrap_or_else(named).into(),
            MediaSource::External(url) => {
                external(url.clone(), Drawn::from(alt.unwrap_or_else(named)))
            }
            MediaSource::File(name) => {
                let address = resolve(name, self.page);
                let known = self.files.and_then(|files| files.get(&address));
                let told = alt.or_else(|| known.cloned().flatten()).unwrap_or_else(named);
                if known.is_some() || self.asked.is_some() {
                    self.file(media, &address, told)
                } else if self.in_link {
                    told.into()
                } else {
                    element("span", Drawn::from(told)).with("class", "missing").into()
                }
            }
        }
    }

    /// A file of this wiki. In any language, it has one address.
    fn file(&self, media: &Media, address: &str, told: String) -> Drawn {
        let itself = format!("/fichiers/{address}");
        if media.linking == Linking::LinkOnly || !is_picture(address) {
            return match self.in_link {
                true => told.into(),
                false => {
                    let link = element("a", Drawn::from(told)).with("class", "file");
                    link.with("href", itself).into()
                }
            };
        }
        let mut picture = element("img", []).with("src", itself.clone()).with("alt", told);
        for (name, length) in [("width", media.width), ("height", media.height)] {
            if let Some(length) = length.filter(|length| *length > 0) {
                picture = picture.with(name, length.to_string());
            }
        }
        if let Some(align) = media.align {
            let class = match align {
                Align::Left => "left",
                Align::Center => "center",
                Align::Right => "right",
            };
            picture = picture.with("class", class);
        }
        let picture = picture.with("loading", "lazy");
        let to = match media.linking {
            _ if self.in_link => None,
            Linking::Nowhere => None,
            Linking::Direct => Some(itself),
            Linking::Details | Linking::LinkOnly => {
                Some(href(self.lang, &format!("{itself}/versions")))
            }
        };
        match to {
            Some(to) => element("a", picture).with("class", "picture").with("href", to).into(),
            None => picture.into(),
        }
    }

    /// News of another site are read there, for the same reason.
    fn feed(&self, feed: &Feed) -> Drawn {
        let label = texts::wiki::feed(self.lang, &feed.address);
        external(feed.address.clone(), Drawn::from(label))
    }

    fn footnote(&mut self, content: &[Inline]) -> Drawn {
        // Its place is taken first: a note may call another.
        let index = self.notes.len();
        self.notes.push(Drawn::Text(String::new()));
        let number = index + 1;
        let note = format!("{}note__{number}", self.prefix);
        let call = format!("{}call__{number}", self.prefix);
        let mut text = self.inlines(content);
        let back = element("a", Drawn::from("↩")).with("href", format!("#{call}"));
        let back = back.with("aria-label", texts::wiki::back(self.lang, number));
        text.extend([" ".into(), back.into()]);
        self.notes[index] = element("li", text).with("id", note.clone()).into();
        let link = element("a", Drawn::from(number.to_string())).with("id", call);
        let link = link.with("href", format!("#{note}"));
        element("sup", link.with("aria-label", texts::wiki::note(self.lang, number))).into()
    }
}

fn external(url: String, label: impl Into<Vec<Drawn>>) -> Drawn {
    element("a", label).with("class", "external").with("rel", "noopener").with("href", url).into()
}

fn typed_as_is(typed: &str) -> Element {
    element("code", Drawn::from(typed))
}

/// Where no browser is sent: the words, and what was typed.
fn elsewhere(link: &Link, mut label: Vec<Drawn>, typed: &str) -> Vec<Drawn> {
    match link.label.as_slice() {
        [Inline::Text(words)] if words == typed => typed_as_is(typed).into(),
        _ => {
            label.extend([" (".into(), typed_as_is(typed).into(), ")".into()]);
            label
        }
    }
}
