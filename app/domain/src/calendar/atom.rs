//! Atom (RFC 4287), written: the agenda for readers of news.

use chrono::{DateTime, SecondsFormat, Utc};

/// A feed.
#[derive(Clone, Debug, PartialEq)]
pub struct News {
    /// Of its titles, as in "fr".
    pub lang: String,
    pub title: String,
    /// Where the feed is; also its id, for it stays there.
    pub address: String,
    /// The page that tells the same.
    pub page: String,
    /// Who writes it.
    pub author: String,
    pub pieces: Vec<Piece>,
}

/// One entry of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// An IRI, the same for ever.
    pub id: String,
    pub title: String,
    pub updated: DateTime<Utc>,
    pub page: String,
    pub summary: String,
}

impl News {
    /// The whole text, in UTF-8.
    pub fn text(&self) -> String {
        let mut xml = Xml("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n".to_owned());
        let updated = self.pieces.iter().map(|piece| piece.updated).max().unwrap_or_default();
        let (lang, address) = (escaped(&self.lang), escaped(&self.address));
        xml.line(&format!("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{lang}\">"));
        xml.element("id", &self.address);
        xml.element("title", &self.title);
        xml.element("updated", &moment(updated));
        xml.line(&format!("<link rel=\"self\" href=\"{address}\"/>"));
        xml.page(&self.page);
        xml.line("<author>");
        xml.element("name", &self.author);
        xml.line("</author>");
        for piece in &self.pieces {
            xml.line("<entry>");
            xml.element("id", &piece.id);
            xml.element("title", &piece.title);
            xml.element("updated", &moment(piece.updated));
            xml.page(&piece.page);
            xml.element("summary", &piece.summary);
            xml.line("</entry>");
        }
        xml.line("</feed>");
        xml.0
    }
}

struct Xml(String);

impl Xml {
    fn line(&mut self, markup: &str) {
        self.0.push_str(markup);
        self.0.push('\n');
    }

    fn element(&mut self, name: &str, text: &str) {
        self.line(&format!("<{name}>{}</{name}>", escaped(text)));
    }

    fn page(&mut self, address: &str) {
        self.line(&format!("<link rel=\"alternate\" href=\"{}\"/>", escaped(address)));
    }
}

/// A text or an attribute. What XML 1.0 cannot hold even escaped (§2.2) is left out.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\t' => escaped.push(letter),
            '\u{fffe}' | '\u{ffff}' => {}
            letter if letter.is_control() => {}
            letter => escaped.push(letter),
        }
    }
    escaped
}

fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
