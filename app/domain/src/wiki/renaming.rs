//! Renaming: a page gets another address, the one it had leads to it, and links follow it, its own included.

use super::markup::{Inline, Target, parse, resolve};
use super::{Page, Revision, RevisionKind, WriterHat, links};
use crate::act::{Act, Broken, Change, Outcome};
use crate::text::Source;

/// A page whose links are to follow, as it stands newest and is shown.
pub type Naming = (Page, Revision);

impl Page {
    /// Gives the page this address. `naming`: the pages whose links follow, in spaces where who asks may write, itself
    /// included: a link without a namespace leads from where it stands. Other pages lead on by the old address. Nobody is
    /// led to a draft, nor told where it is.
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
        let mut outcome = Outcome::of(to.clone()).change(Change::Page(renamed.clone()));
        if self.draft.is_some() {
            return Ok(outcome);
        }
        outcome = outcome
            .change(Change::PageAddress(self.slug.clone(), Some(self.id)))
            // What it was called once may be what it is called again.
            .change(Change::PageAddress(to.clone(), None));
        for (page, head) in naming {
            let page = if page.id == self.id { &renamed } else { page };
            let here = if page.id == self.id { &self.slug } else { &page.slug };
            let moved = Moved { from: &self.slug, to: &to, was_at: here, is_at: &page.slug };
            let mended = moved.mended(head.source.as_str());
            let Some(source) = mended.and_then(|mended| Source::parse(&mended).ok()) else {
                continue;
            };
            let next = head.next(act, head.title.clone(), source);
            let next = Revision { kind: RevisionKind::Minor, ..next };
            let (leads_to, published) = (next.leads_to(&page.slug), Some(next.id));
            outcome = outcome
                .change(Change::Page(Self { published, ..page.clone() }))
                .change(Change::Revision(next))
                .change(leads_to);
        }
        Ok(outcome)
    }
}

/// A page that goes from one address to another, as a page sees it that was somewhere itself, and is somewhere now.
struct Moved<'a> {
    from: &'a str,
    to: &'a str,
    was_at: &'a str,
    is_at: &'a str,
}

impl Moved<'_> {
    /// Where a link leads that led there.
    fn follow(&self, led: &str) -> String {
        if led == self.from { self.to } else { led }.to_owned()
    }

    /// The same text, whose links lead where they should; the rest is left byte for byte. None: there is nothing to mend,
    /// or no link of it could be mended without touching what is no link.
    fn mended(&self, source: &str) -> Option<String> {
        let mut mended = String::with_capacity(source.len());
        let (mut rest, mut touched) = (source, 0);
        while let Some((before, link)) = rest.split_once("[[") {
            let Some((inside, after)) = link.split_once("]]") else { break };
            mended.extend([before, "[["]);
            match self.link(inside) {
                Some(link) => {
                    mended.push_str(&link);
                    touched += 1;
                }
                None => mended.push_str(inside),
            }
            mended.push_str("]]");
            rest = after;
        }
        mended.push_str(rest);
        // What looks like a link in a piece of code is none: such a text is left alone.
        let good = touched > 0 && touched == self.astray(source) && self.astray(&mended) == 0;
        good.then_some(mended)
    }

    /// How many links of this text lead elsewhere, from where the page is now, than they should.
    fn astray(&self, source: &str) -> usize {
        let mut astray = 0;
        parse(source).each_inline(&mut |inline| {
            if let Inline::Link(link) = inline
                && let Target::Page { slug, .. } = &link.target
                && !slug.is_empty()
            {
                let should = self.follow(&resolve(slug, self.was_at));
                astray += usize::from(resolve(slug, self.is_at) != should);
            }
        });
        astray
    }

    /// What is to stand between the brackets. None: it may stay.
    fn link(&self, inside: &str) -> Option<String> {
        let (target, label) = match inside.split_once('|') {
            Some((target, label)) => (target, Some(label)),
            None => (inside, None),
        };
        let (page, section) = match target.split_once('#') {
            Some((page, section)) => (page, Some(section)),
            None => (target, None),
        };
        // The reader itself says what is a page.
        let leads = |at: &str| links(&parse(&format!("[[{page}]]")), at).pop_first();
        let to = self.follow(&leads(self.was_at)?);
        if leads(self.is_at).as_deref() == Some(to.as_str()) {
            return None;
        }
        let rooted = if to.contains(':') || !self.is_at.contains(':') { "" } else { ":" };
        let section = section.map(|section| format!("#{section}"));
        // What was read stays what is read.
        let label = label.or(section.is_none().then_some(page)).map(|label| format!("|{label}"));
        Some([rooted, &to, &section.unwrap_or_default(), &label.unwrap_or_default()].concat())
    }
}

#[cfg(test)]
mod tests {
    //! Links follow a page to its new address, and nothing else is touched.

    use super::Moved;

    const MOVED: Moved<'_> =
        Moved { from: "outils:pret", to: "pret", was_at: "accueil", is_at: "accueil" };

    #[test]
    fn wiki_links_follow_a_renamed_page() {
        let beside = Moved { was_at: "outils:liste", is_at: "outils:liste", ..MOVED };
        let itself = Moved { was_at: "outils:pret", is_at: "pret", ..MOVED };
        let cases = [
            (&MOVED, "Voir [[outils:pret]].", Some("Voir [[pret|outils:pret]].")),
            (&MOVED, "[[ Outils:Prêt |le **prêt**]]", Some("[[pret|le **prêt**]]")),
            (&MOVED, "[[outils:pret#regles|règles]]", Some("[[pret#regles|règles]]")),
            (&MOVED, "[[autre]] [[outils:pret|ici]]", Some("[[autre]] [[pret|ici]]")),
            (&MOVED, "[[autre]] [[https://outils.fr|ici]]", None),
            (&MOVED, "<code>[[outils:pret]]</code>", None),
            (&MOVED, "[[outils:pret", None),
            (&beside, "[[pret]]", Some("[[:pret|pret]]")),
            (&beside, "[[liste]]", None),
            // Its own links lead where they led.
            (&itself, "[[liste]] [[:accueil]]", Some("[[outils:liste|liste]] [[:accueil]]")),
        ];
        for (moved, source, expected) in cases {
            assert_eq!(moved.mended(source).as_deref(), expected, "{source}");
        }
    }
}
