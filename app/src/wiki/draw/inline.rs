//! Draws what lines of a wiki page are made of.

use super::Drawing;
use crate::href::href;
use domain::wiki::markup::{
    Feed, Inline, Link, Linking, Media, MediaKind, MediaSource, Shown, Style, Target, interwiki,
    resolve, shown,
};
use leptos::prelude::*;

impl Drawing<'_> {
    pub(super) fn inlines(&mut self, content: &[Inline]) -> AnyView {
        content.iter().map(|inline| self.inline(inline)).collect_view().into_any()
    }

    fn inline(&mut self, inline: &Inline) -> AnyView {
        match inline {
            Inline::Text(text) => text.clone().into_any(),
            Inline::Styled { style, content } => self.styled(*style, content),
            Inline::Break => view! { <br /> }.into_any(),
            Inline::Link(link) => self.link(link),
            Inline::Media(media) => self.media(media),
            Inline::Footnote(content) => self.footnote(content),
            Inline::Symbol(typed) => match shown(typed) {
                Shown::Character(character) => character.into_owned().into_any(),
                Shown::Reminder(word) => view! { <mark>{word.to_owned()}</mark> }.into_any(),
            },
            Inline::Setting(_) => ().into_any(),
            Inline::Feed(feed) => self.feed(feed),
            Inline::Plugin(typed) => {
                view! { <code class="typed">{typed.clone()}</code> }.into_any()
            }
        }
    }

    fn styled(&mut self, style: Style, content: &[Inline]) -> AnyView {
        let content = self.inlines(content);
        match style {
            Style::Bold => view! { <strong>{content}</strong> }.into_any(),
            Style::Italic => view! { <em>{content}</em> }.into_any(),
            Style::Underlined => view! { <u>{content}</u> }.into_any(),
            Style::Monospace => view! { <code>{content}</code> }.into_any(),
            Style::Deleted => view! { <del>{content}</del> }.into_any(),
            Style::Subscript => view! { <sub>{content}</sub> }.into_any(),
            Style::Superscript => view! { <sup>{content}</sup> }.into_any(),
        }
    }

    fn link(&mut self, link: &Link) -> AnyView {
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
                    if !self.typed && !self.known.contains(&slug) {
                        return view! { <span class="missing">{label}</span> }.into_any();
                    }
                    let section = section.map(|s| format!("#{s}")).unwrap_or_default();
                    href(self.lang, &format!("/wiki/{slug}{section}"))
                };
                view! { <a href=to>{label}</a> }.into_any()
            }
            Target::External(url) => external(url.clone(), label),
            Target::Mail(address) => {
                view! { <a href=format!("mailto:{address}")>{label}</a> }.into_any()
            }
            Target::Interwiki { wiki, page } => match interwiki(wiki, page) {
                Some(url) => external(url, label),
                None => elsewhere(link, label, format!("{wiki}>{page}")),
            },
            Target::Share(path) => elsewhere(link, label, path.clone()),
        }
    }

    /// A picture elsewhere is a link, even where its author wanted none: no page makes its readers' browsers ask a third
    /// party. Files are not kept here.
    fn media(&self, media: &Media) -> AnyView {
        let kind = match media.kind() {
            _ if media.linking == Linking::LinkOnly => None,
            MediaKind::Picture => Some(texts::wiki::picture(self.lang)),
            MediaKind::Video => Some(texts::wiki::video(self.lang)),
            MediaKind::Sound => Some(texts::wiki::sound(self.lang)),
            MediaKind::Document => None,
        };
        let named = || kind.into_iter().chain([media.name()]).collect::<Vec<_>>().join(" ");
        let alt = media.alt.clone().filter(|alt| !alt.trim().is_empty());
        let label = alt.unwrap_or_else(named);
        match &media.source {
            _ if self.in_link => label.into_any(),
            MediaSource::External(url) => external(url.clone(), label.into_any()),
            MediaSource::File(_) => view! { <span class="missing">{label}</span> }.into_any(),
        }
    }

    /// News of another site are read there, for the same reason.
    fn feed(&self, feed: &Feed) -> AnyView {
        let label = texts::wiki::feed(self.lang, &feed.address);
        external(feed.address.clone(), label.into_any())
    }

    fn footnote(&mut self, content: &[Inline]) -> AnyView {
        // Its place is taken first: a note may call another.
        let index = self.notes.len();
        self.notes.push(().into_any());
        let number = index + 1;
        let note = format!("{}note__{number}", self.prefix);
        let call = format!("{}call__{number}", self.prefix);
        let text = self.inlines(content);
        let back = texts::wiki::back(self.lang, number);
        self.notes[index] = view! {
            <li id=note.clone()>
                {text} " " <a href=format!("#{call}") aria-label=back>"↩"</a>
            </li>
        }
        .into_any();
        let label = texts::wiki::note(self.lang, number);
        view! { <sup><a id=call href=format!("#{note}") aria-label=label>{number}</a></sup> }
            .into_any()
    }
}

fn external(url: String, label: AnyView) -> AnyView {
    view! { <a class="external" rel="noopener" href=url>{label}</a> }.into_any()
}

/// Where no browser is sent: the words, and what was typed.
fn elsewhere(link: &Link, label: AnyView, typed: String) -> AnyView {
    match link.label.as_slice() {
        [Inline::Text(words)] if *words == typed => view! { <code>{typed}</code> }.into_any(),
        _ => view! { {label} " (" <code>{typed}</code> ")" }.into_any(),
    }
}
