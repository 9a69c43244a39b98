//! The whole HTML document. No inline script or style; a page that has nothing to bring to life loads no script.

use super::escape;
use leptos::prelude::*;
use std::fmt::Write;

/// What goes into `<head>`.
pub struct Head {
    pub lang: &'static str,
    pub title: String,
    pub description: String,
    /// Where the style sheet is.
    pub css: String,
    /// Where the font is, to fetch it early.
    pub font: Option<String>,
    /// Where the icon is.
    pub icon: String,
    /// The islands of this page.
    pub bundle: Option<Bundle>,
    /// Where its own script is.
    pub script: Option<String>,
    /// The same page in the other language: its code and URL.
    pub alternate: Option<(&'static str, String)>,
}

/// Where a bundle of islands is.
pub struct Bundle {
    pub loader: String,
    pub script: String,
    pub wasm: String,
    pub kept: Option<Kept>,
}

/// A page that the browser is to open without network.
pub struct Kept {
    /// The script that keeps it.
    pub worker: String,
    /// For whom.
    pub owner: String,
}

/// The document as sent. Called inside a reactive owner.
pub fn document(head: Head, body: impl IntoView) -> String {
    let body = body.into_view().to_html();
    let mut html = String::with_capacity(body.len() + 1024);
    // Writing into a string cannot fail.
    let _ = write_head(&mut html, &head);
    html.push_str("<body>");
    html.push_str(&body);
    html.push_str("</body></html>");
    html
}

fn write_head(html: &mut String, head: &Head) -> std::fmt::Result {
    let (lang, title) = (escape(head.lang), escape(&head.title));
    write!(html, "<!DOCTYPE html><html lang=\"{lang}\"><head><meta charset=\"utf-8\">")?;
    html.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    html.push_str("<meta name=\"color-scheme\" content=\"light dark\">");
    write!(html, "<title>{title}</title>")?;
    if !head.description.is_empty() {
        write!(html, "<meta name=\"description\" content=\"{}\">", escape(&head.description))?;
    }
    if let Some(font) = &head.font {
        let font = escape(font);
        write!(
            html,
            "<link rel=\"preload\" href=\"{font}\" as=\"font\" type=\"font/woff2\" crossorigin>"
        )?;
    }
    write!(html, "<link rel=\"stylesheet\" href=\"{}\">", escape(&head.css))?;
    write!(html, "<link rel=\"icon\" type=\"image/svg+xml\" href=\"{}\">", escape(&head.icon))?;
    if let Some((lang, url)) = &head.alternate {
        write!(
            html,
            "<link rel=\"alternate\" hreflang=\"{}\" href=\"{}\">",
            escape(lang),
            escape(url)
        )?;
    }
    if let Some(Bundle { loader, script, wasm, kept }) = &head.bundle {
        let (loader, script, wasm) = (escape(loader), escape(script), escape(wasm));
        write!(
            html,
            "<script type=\"module\" src=\"{loader}\" data-bundle=\"{script}\" data-wasm=\"{wasm}\""
        )?;
        if let Some(Kept { worker, owner }) = kept {
            let (worker, owner) = (escape(worker), escape(owner));
            write!(html, " data-worker=\"{worker}\" data-owner=\"{owner}\"")?;
        }
        html.push_str("></script>");
    }
    if let Some(script) = &head.script {
        write!(html, "<script type=\"module\" src=\"{}\"></script>", escape(script))?;
    }
    html.push_str("</head>");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(bundle: Option<Bundle>) -> String {
        let head = Head {
            lang: "fr",
            title: "</title><script>alert(1)</script>".to_owned(),
            description: "\"><script>".to_owned(),
            css: "/assets/app.1.css".to_owned(),
            icon: "/assets/icon.1.svg".to_owned(),
            font: Some("/assets/font.1.woff2".to_owned()),
            bundle,
            script: None,
            alternate: Some(("en", "/en/a\"b".to_owned())),
        };
        Owner::new().with(|| document(head, view! { <p>"<b>"</p> }))
    }

    #[test]
    fn a_title_is_text_and_no_island_means_no_script() {
        let html = page(None);
        assert!(
            html.starts_with("<!DOCTYPE html><html lang=\"fr\"><head><meta charset=\"utf-8\">"),
            "{html}"
        );
        assert!(!html.contains("<script"), "{html}");
        assert!(html.contains("<p>&lt;b&gt;"), "{html}");
        assert!(html.contains("hreflang=\"en\" href=\"/en/a&quot;b\""), "{html}");
    }

    #[test]
    fn a_page_with_islands_names_its_bundle() {
        let bundle = |kept| Bundle {
            loader: "/l.js".into(),
            script: "/s.js".into(),
            wasm: "/s.wasm".into(),
            kept,
        };
        let html = page(Some(bundle(None)));
        assert_eq!(html.matches("<script").count(), 1, "{html}");
        assert!(
            html.contains(
                "<script type=\"module\" src=\"/l.js\" data-bundle=\"/s.js\" data-wasm=\"/s.wasm\"></script>"
            ),
            "{html}"
        );
        let kept = Kept { worker: "/w.js".into(), owner: "1".into() };
        let html = page(Some(bundle(Some(kept))));
        assert!(html.contains(" data-worker=\"/w.js\" data-owner=\"1\"></script>"), "{html}");
    }
}
