//! A letter as mail servers take it: its headers, and the same words as text and as HTML.

use app::mail::Told;
use domain::mail::Mail;
use lettre::Message;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};

/// The whole letter. The same mail gives the same Message-ID and date each time.
///
/// Errors: an address that cannot be written to.
pub fn message(
    public_url: &str,
    from: &Mailbox,
    mail: &Mail,
    told: &Told,
) -> Result<Message, lettre::error::Error> {
    let to = told.to.as_str().parse().map_err(|_| lettre::error::Error::MissingTo)?;
    let mut message = Message::builder()
        .from(from.clone())
        .to(Mailbox::new(None, to))
        .subject(told.subject.clone())
        .message_id(Some(format!("<{}@{}>", mail.id, host(public_url))))
        .date(mail.made_at.into())
        // RFC 3834: nobody's holiday answers it.
        .raw_header(header("Auto-Submitted", "auto-generated"));
    if let Some(url) = &told.unsubscribe {
        // RFC 8058: one click, without opening a page.
        message = message
            .raw_header(header("List-Unsubscribe", &format!("<{url}>")))
            .raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
    }
    message.multipart(MultiPart::alternative_plain_html(text(told), html(told)))
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

/// The host of a URL, without its port.
fn host(url: &str) -> &str {
    let after = url.split_once("://").map_or(url, |(_, after)| after);
    let host = after.split(['/', '?']).next().unwrap_or(after);
    host.rsplit_once(':').map_or(host, |(host, _)| host)
}

/// For who reads text.
pub fn text(told: &Told) -> String {
    let mut parts: Vec<String> = told.paragraphs.clone();
    for item in &told.items {
        let mut part = format!("* {}\n{}", item.title, item.text);
        if let Some((label, url)) = &item.link {
            part.push_str(&format!("\n{label}\n{url}"));
        }
        parts.push(part);
    }
    parts.extend(told.button.iter().map(|(label, url)| format!("{label}\n{url}")));
    parts.extend(told.after.iter().cloned());
    let (label, url) = &told.more;
    let mut foot = format!("-- \n{}\n{label}\n{url}", told.footer);
    if let Some(url) = &told.unsubscribe {
        foot.push_str(&format!("\n{}\n{url}", texts::mail::unsubscribe(told.lang)));
    }
    parts.push(foot);
    parts.join("\n\n") + "\n"
}

/// For who sees HTML: nothing is fetched, and all is readable without styles.
pub fn html(told: &Told) -> String {
    let mut body = format!("<h1 style=\"font-size:1.4em\">{}</h1>", escaped(&told.subject));
    let paragraph = |text: &String| format!("<p>{}</p>", escaped(text).replace('\n', "<br>"));
    body.extend(told.paragraphs.iter().map(paragraph));
    for item in &told.items {
        let link = item.link.as_ref().map(|(label, url)| format!("<p>{}</p>", link(label, url)));
        let title = format!("<h2 style=\"font-size:1.1em\">{}</h2>", escaped(&item.title));
        body.push_str(&(title + &paragraph(&item.text) + &link.unwrap_or_default()));
    }
    if let Some((label, url)) = &told.button {
        // The address too, for who would rather copy it.
        body.push_str(&format!("<p><strong>{}</strong></p>", link(label, url)));
        body.push_str(&format!("<p><small>{}</small></p>", escaped(url)));
    }
    body.extend(told.after.iter().map(paragraph));
    let (label, url) = &told.more;
    let more = link(label, url);
    let unsubscribe = told.unsubscribe.as_ref();
    let unsubscribe =
        unsubscribe.map(|url| format!(" · {}", link(texts::mail::unsubscribe(told.lang), url)));
    format!(
        "<!DOCTYPE html><html lang=\"{lang}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title></head>\
         <body style=\"font-family:sans-serif;line-height:1.5;max-width:36em;margin:1em auto;padding:0 1em\">\
         <main>{body}</main><hr><footer><p><small>{footer}<br>{more}{unsubscribe}</small></p></footer>\
         </body></html>\n",
        lang = told.lang.code(),
        title = escaped(&told.subject),
        footer = escaped(&told.footer),
        unsubscribe = unsubscribe.unwrap_or_default(),
    )
}

fn link(label: &str, url: &str) -> String {
    format!("<a href=\"{}\">{}</a>", escaped(url), escaped(label))
}

/// Text that HTML takes as text, in elements and in attributes.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests;
