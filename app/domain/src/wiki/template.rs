//! Templates: pages that others begin as. They stand under `modeles:` in the namespace where they serve, or above it.

/// Under which they stand.
pub const NAMESPACE: &str = "modeles";

/// What the addresses of the templates begin with that are for a page of this address, the nearest first.
pub fn under(address: &str) -> Vec<String> {
    let mut begun = Vec::new();
    let mut namespace = address;
    while let Some((above, _)) = namespace.rsplit_once(':') {
        begun.push(format!("{above}:{NAMESPACE}:"));
        namespace = above;
    }
    begun.push(format!("{NAMESPACE}:"));
    begun
}

/// Of a template's address, what it begins with, as [`under`] tells it. None: no template stands there.
pub fn kind(slug: &str) -> Option<&str> {
    let (kind, _) = slug.split_at(slug.rfind(':')? + 1);
    let above = kind.strip_suffix(':')?.strip_suffix(NAMESPACE)?;
    (above.is_empty() || above.ends_with(':')).then_some(kind)
}

/// What a template says of the page that begins as it.
#[derive(Clone, Debug, PartialEq)]
pub struct Blanks<'b> {
    /// Its title.
    pub page: &'b str,
    /// The day, in words.
    pub date: &'b str,
    /// Who begins it, by name.
    pub name: &'b str,
}

/// The text of a page that begins as this template: `@PAGE@`, `@DATE@` and `@NAME@` are filled in, once: what is filled in
/// is not read again. Anything else stays as it is.
pub fn fill(template: &str, blanks: &Blanks<'_>) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('@') {
        text.push_str(before);
        let known = [("PAGE@", blanks.page), ("DATE@", blanks.date), ("NAME@", blanks.name)];
        let known =
            known.into_iter().find_map(|(mark, said)| Some((said, after.strip_prefix(mark)?)));
        rest = match known {
            Some((said, after)) => {
                text.push_str(said);
                after
            }
            None => {
                text.push('@');
                after
            }
        };
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    //! Where templates are looked for, and what they become.

    use super::*;
    use proptest::prelude::*;

    #[test]
    fn wiki_templates_serve_where_they_stand_and_below() {
        for (address, begun) in [
            ("", &["modeles:"][..]),
            ("page", &["modeles:"]),
            ("outils:", &["outils:modeles:", "modeles:"]),
            ("outils:page", &["outils:modeles:", "modeles:"]),
            ("a:b:c", &["a:b:modeles:", "a:modeles:", "modeles:"]),
        ] {
            assert_eq!(under(address), begun, "{address}");
            for begun in begun {
                assert_eq!(kind(&format!("{begun}compte_rendu")), Some(*begun));
            }
        }
        for none in ["", "modeles", "page", "mesmodeles:page", "modeles:de:page", "a:b"] {
            assert_eq!(kind(none), None, "{none}");
        }
    }

    #[test]
    fn wiki_a_template_is_filled_in_once() {
        let blanks = Blanks { page: "Le @NAME@", date: "24 novembre", name: "Lucie" };
        for (template, text) in [
            ("", ""),
            ("Rien.", "Rien."),
            ("@PAGE@, le @DATE@, par @NAME@.", "Le @NAME@, le 24 novembre, par Lucie."),
            ("@NAME@@NAME@", "LucieLucie"),
            ("@@NAME@@", "@Lucie@"),
            ("@NAME, @name@, @USER@, a@b.org @", "@NAME, @name@, @USER@, a@b.org @"),
        ] {
            assert_eq!(fill(template, &blanks), text, "{template}");
        }
    }

    proptest! {
        #[test]
        fn wiki_what_is_no_blank_stays(text in "[a-z@é\n]{0,60}") {
            let blanks = Blanks { page: "x", date: "y", name: "z" };
            prop_assert_eq!(fill(&text, &blanks), text);
        }
    }
}
