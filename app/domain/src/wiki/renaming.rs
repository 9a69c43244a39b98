//! Renaming: a page gets another address, the one it had leads to it, and the pages that named it name it anew.

use super::markup::{parse, slug};
use super::{Page, Revision, RevisionKind, WriterHat, links};
use crate::act::{Act, Broken, Change, Outcome};
use crate::text::Source;

/// A page that leads to one that is renamed, with its newest state: its own author typed the link.
pub type Naming = (Page, Revision);

impl Page {
    /// Gives the page this address. `naming`: the pages to be mended, each shown as it stands newest and in a space where
    /// who asks may write; links of others lead on by the old address.
    ///
    /// Errors: `OutOfOrder`, it is its address already.
    pub fn rename(
        &self,
        act: &Act,
        writer: &WriterHat,
        to: String,
        naming: &[Naming],
    ) -> Result<Outcome<String>, Broken> {
        if to == self.slug {
            return Err(Broken::OutOfOrder);
        }
        let renamed = Self { slug: to.clone(), space: writer.space(), ..self.clone() };
        let mut outcome = Outcome::of(to.clone())
            .change(Change::Page(renamed))
            .change(Change::PageAddress(self.slug.clone(), Some(self.id)))
            // What it was called once may be what it is called again.
            .change(Change::PageAddress(to.clone(), None));
        for (page, head) in naming.iter().filter(|(page, _)| page.id != self.id) {
            let mended = mended(head.source.as_str(), &self.slug, &to);
            let Some(source) = mended.and_then(|mended| Source::parse(&mended).ok()) else {
                continue;
            };
            let next = head.next(act, head.title.clone(), source);
            let next = Revision { kind: RevisionKind::Minor, ..next };
            let (leads_to, published) = (next.leads_to(), Some(next.id));
            outcome = outcome
                .change(Change::Page(Self { published, ..page.clone() }))
                .change(Change::Revision(next))
                .change(leads_to);
        }
        Ok(outcome)
    }
}

/// The same text, whose links to `from` lead to `to`; the rest is left byte for byte. None: nothing can be mended, or not
/// without touching what is no link.
fn mended(source: &str, from: &str, to: &str) -> Option<String> {
    let mut mended = String::with_capacity(source.len());
    let mut rest = source;
    while let Some((before, link)) = rest.split_once("[[") {
        let Some((inside, after)) = link.split_once("]]") else { break };
        let (target, label) = match inside.split_once('|') {
            Some((target, label)) => (target, Some(label)),
            None => (inside, None),
        };
        let (page, section) = match target.split_once('#') {
            Some((page, section)) => (page, Some(section)),
            None => (target, None),
        };
        mended.push_str(before);
        mended.push_str("[[");
        if slug(page) == from {
            mended.push_str(to);
            section.into_iter().for_each(|section| mended.extend(["#", section]));
            // What was read stays what is read.
            let label = label.or(section.is_none().then_some(page));
            label.into_iter().for_each(|label| mended.extend(["|", label]));
        } else {
            mended.push_str(inside);
        }
        mended.push_str("]]");
        rest = after;
    }
    mended.push_str(rest);
    let leads = links(&parse(&mended));
    // A link in a piece of code is no link: such a text is left alone, and leads on by the old address.
    let good = mended != source && !leads.contains(from) && leads.contains(to);
    good.then_some(mended)
}

#[cfg(test)]
mod tests {
    //! Links follow a page to its new address, and nothing else is touched.

    use super::mended;

    #[test]
    fn wiki_links_follow_a_renamed_page() {
        let mend = |source| mended(source, "outils:pret", "materiel:pret");
        let cases = [
            ("Voir [[outils:pret]].", Some("Voir [[materiel:pret|outils:pret]].")),
            ("[[ Outils:Prêt |le **prêt**]]", Some("[[materiel:pret|le **prêt**]]")),
            ("[[outils:pret#regles|règles]]", Some("[[materiel:pret#regles|règles]]")),
            ("[[autre]] et [[outils:pret|ici]]", Some("[[autre]] et [[materiel:pret|ici]]")),
            ("[[autre]]", None),
            ("<code>[[outils:pret]]</code>", None),
            ("[[outils:pret", None),
        ];
        for (source, expected) in cases {
            assert_eq!(mend(source).as_deref(), expected, "{source}");
        }
    }
}
