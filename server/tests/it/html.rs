//! Reads a page as a browser without scripts does: its tags, its texts, and what its forms would send.

/// An opening tag.
pub struct Tag<'h> {
    pub name: &'h str,
    pub attributes: Vec<(&'h str, String)>,
    /// What follows it.
    rest: &'h str,
}

impl Tag<'_> {
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| *n == name).map(|(_, value)| value.as_str())
    }

    pub fn has(&self, name: &str, value: &str) -> bool {
        self.get(name) == Some(value)
    }

    /// The raw text up to its closing tag.
    fn inside(&self) -> &str {
        let end = self.rest.find(&format!("</{}", self.name)).unwrap_or(self.rest.len());
        &self.rest[..end]
    }

    /// The words up to its closing tag.
    pub fn words(&self) -> String {
        words(self.inside())
    }
}

/// Every opening tag, in order. What a text field or a script holds is no tag.
pub fn tags(html: &str) -> Vec<Tag<'_>> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
        } else if rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let tag = tag(rest);
            rest = tag.rest;
            if ["textarea", "script", "style", "title"].contains(&tag.name) {
                rest = &rest[tag.inside().len()..];
            }
            tags.push(tag);
        }
    }
    tags
}

/// Reads one opening tag, from its name on.
fn tag(text: &str) -> Tag<'_> {
    let end = |c: char| c.is_ascii_whitespace() || c == '>' || c == '/' || c == '=';
    let (name, mut rest) = text.split_at(text.find(end).unwrap_or(text.len()));
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() {
            break;
        }
        if let Some(after) = rest.strip_prefix('>') {
            rest = after;
            break;
        }
        let (attribute, after) = rest.split_at(rest.find(end).unwrap_or(rest.len()));
        let Some(value) = after.strip_prefix('=') else {
            attributes.push((attribute, String::new()));
            rest = after;
            continue;
        };
        let (value, after) = match value.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => value.split_at(value.find(end).unwrap_or(value.len())),
        };
        attributes.push((attribute, unescaped(value)));
        rest = after;
    }
    Tag { name, attributes, rest }
}

/// Characters as they were before they were escaped.
pub fn unescaped(text: &str) -> String {
    let mut text = text.to_owned();
    for (escaped, plain) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&amp;", "&"),
    ] {
        text = text.replace(escaped, plain);
    }
    text
}

/// The words of a piece of HTML, as they are read: without tags and comments, blanks made one.
pub fn words(html: &str) -> String {
    let mut plain = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        plain.push_str(before);
        let end = if after.starts_with("!--") { "-->" } else { ">" };
        rest = after.split_once(end).map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    let plain = unescaped(&plain);
    // A no-break space is a character of the text, not a blank to fold.
    plain
        .split(|c: char| c.is_ascii_whitespace())
        .filter(|w| !w.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// A form, and what pressing its button would send.
#[derive(Clone, Debug)]
pub struct Form {
    pub fields: Vec<(String, String)>,
    /// Every name that it asks for, ticked or not.
    pub names: Vec<String>,
}

impl Form {
    pub fn value(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// Which server function it is for.
    pub fn is(&self, name: &str) -> bool {
        self.value("form") == Some(name)
    }

    /// The same, filled in.
    pub fn filled(&self, typed: &[(&str, &str)]) -> Vec<(String, String)> {
        let mut fields = self.fields.clone();
        fields.retain(|(name, _)| typed.iter().all(|(typed, _)| typed != name));
        fields.extend(typed.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())));
        fields
    }
}

/// Every form of a page.
pub fn forms(html: &str) -> Vec<Form> {
    tags(html)
        .iter()
        .filter(|tag| tag.name == "form")
        .map(|form| read_form(form.inside()))
        .collect()
}

fn read_form(html: &str) -> Form {
    let mut form = Form { fields: Vec::new(), names: Vec::new() };
    // A part that is disabled is not sent; parts stand one after the other.
    let mut disabled = false;
    for tag in tags(html) {
        if tag.has("role", "presentation") || tag.get("data-steps").is_some() {
            disabled = tag.get("disabled").is_some();
        }
        let Some(name) = tag.get("name").filter(|name| !name.is_empty()) else { continue };
        let kind = tag.get("type").unwrap_or("text");
        let value = match tag.name {
            "input" if ["checkbox", "radio"].contains(&kind) => {
                tag.get("checked").map(|_| tag.get("value").unwrap_or("on").to_owned())
            }
            // A form sent without its files.
            "input" if kind == "file" => continue,
            "input" => Some(tag.get("value").unwrap_or_default().to_owned()),
            "textarea" => Some(textarea(&tag)),
            "select" => chosen(tag.inside()),
            _ => continue,
        };
        form.names.push(name.to_owned());
        let value = value.filter(|_| !disabled);
        form.fields.extend(value.map(|value| (name.to_owned(), value)));
    }
    form
}

/// A text field's text: HTML drops a line break that begins it.
fn textarea(tag: &Tag<'_>) -> String {
    let text = tag.inside();
    unescaped(text.strip_prefix('\n').unwrap_or(text))
}

/// The option selected, else the first.
fn chosen(options: &str) -> Option<String> {
    let options: Vec<_> = tags(options).into_iter().filter(|tag| tag.name == "option").collect();
    let chosen = options.iter().find(|option| option.get("selected").is_some());
    let value =
        |option: &Tag<'_>| option.get("value").map_or_else(|| option.words(), str::to_owned);
    chosen.or(options.first()).map(value)
}

/// The message beside a field: its id ends with the field's name, and an input tells it as its description.
pub fn fault(html: &str, field: &str) -> Option<String> {
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' };
    let ends = format!("-{}-fault", field.chars().map(plain).collect::<String>());
    let tags = tags(html);
    let told = tags.iter().find(|tag| tag.get("id").is_some_and(|id| id.ends_with(&ends)))?;
    let id = told.get("id")?;
    let describes = |tag: &&Tag<'_>| {
        tag.get("aria-describedby")
            .is_some_and(|ids| ids.split(' ').any(|described| described == id))
    };
    assert!(tags.iter().any(|tag| describes(&tag)), "nothing is described by #{id}");
    assert!(tags.iter().any(|tag| tag.has("aria-invalid", "true")), "no field is marked invalid");
    Some(told.words())
}

#[test]
fn a_page_is_read_as_a_browser_reads_it() {
    let html = concat!(
        "<!DOCTYPE html><!--<p>--><p id=\"f-need-fault\">L’un &lt;et&gt; <!----><b>l’autre</b></p>",
        "<form method=\"post\"><input type=\"hidden\" name=\"form\" value=\"f\">",
        "<textarea name=\"need\" aria-invalid=\"true\" aria-describedby=\"a f-need-fault\">\n\n&lt;/textarea&gt;</textarea>",
        "<input name=\"n\" value=\"a&amp;&quot;>\"/><input type=\"checkbox\" name=\"no\" value=\"1\">",
        "<input type=\"radio\" name=\"yes\" value=\"2\" checked><button name=\"b\">x</button>",
        "<select name=\"s\"><option value=\"1\">Un</option><option value=\"2\" selected>Deux</option></select></form>"
    );
    let form = &forms(html)[0];
    assert_eq!(form.value("need"), Some("\n</textarea>"));
    assert_eq!(form.value("n"), Some("a&\">"));
    assert_eq!(
        (form.value("no"), form.value("yes"), form.value("s")),
        (None, Some("2"), Some("2"))
    );
    assert!(form.is("f") && form.value("b").is_none() && form.names.contains(&"no".to_owned()));
    assert_eq!(form.filled(&[("n", "z")]).iter().filter(|(n, _)| n == "n").count(), 1);
    assert_eq!(fault(html, "need").as_deref(), Some("L’un <et> l’autre"));
    assert_eq!(fault(html, "n"), None);
}
