//! Which associations may be one and the same, and why.

use crate::accounts::Association;
use crate::ids::AssociationId;
use crate::text::{Email, Rna, Siret, distance, slug};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Words that names of associations share: they tell none apart.
const SHARED_WORDS: &[&str] = &[
    "association",
    "asso",
    "assoc",
    "collectif",
    "groupe",
    "comite",
    "amicale",
    "amis",
    "amies",
    "le",
    "la",
    "les",
    "l",
    "un",
    "une",
    "de",
    "du",
    "des",
    "d",
    "et",
    "a",
    "au",
    "aux",
    "en",
    "pour",
];

/// Mail providers open to all, and hosts kept for examples (RFC 2606): their names say nothing about an association.
const PUBLIC_PROVIDERS: &[&str] = &[
    "aliceadsl.fr",
    "aol.com",
    "bbox.fr",
    "club-internet.fr",
    "example.com",
    "example.net",
    "example.org",
    "free.fr",
    "gmail.com",
    "gmx.com",
    "gmx.fr",
    "googlemail.com",
    "hotmail.com",
    "hotmail.fr",
    "icloud.com",
    "laposte.net",
    "live.com",
    "live.fr",
    "mac.com",
    "mailo.com",
    "me.com",
    "msn.com",
    "netcourrier.com",
    "neuf.fr",
    "numericable.fr",
    "orange.fr",
    "outlook.com",
    "outlook.fr",
    "pm.me",
    "proton.me",
    "protonmail.com",
    "riseup.net",
    "sfr.fr",
    "tutanota.com",
    "wanadoo.fr",
    "yahoo.com",
    "yahoo.fr",
    "ymail.com",
    "zaclys.net",
];

/// From this score on, of 100, people are shown the likeness.
pub const LIKELY: u8 = 60;

/// How many letters two names that may be one begin with, at least.
const START: usize = 4;

/// What associations are compared by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sketch {
    /// The name without accents, case and the words that all names share.
    pub name: String,
    pub rna: Option<Rna>,
    pub siret: Option<Siret>,
    pub mail_domain: Option<String>,
}

/// Why two associations look like one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    Siret,
    Rna,
    /// The same name, but for accents, case and the words that all names share.
    Name,
    /// Nearly the same name, or one that goes on.
    NearName,
    MailDomain,
}

impl Reason {
    /// All of them, the strongest first.
    pub const ALL: [Self; 5] =
        [Self::Siret, Self::Rna, Self::Name, Self::NearName, Self::MailDomain];

    /// The name of its text.
    pub fn code(self) -> &'static str {
        match self {
            Self::Siret => "siret",
            Self::Rna => "rna",
            Self::Name => "name",
            Self::NearName => "near_name",
            Self::MailDomain => "mail_domain",
        }
    }

    fn score(self) -> u8 {
        match self {
            Self::Siret | Self::Rna => 95,
            Self::Name => 90,
            Self::NearName => 70,
            Self::MailDomain => 60,
        }
    }
}

/// An association that may be the one described, how surely, of 100, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Likeness {
    pub association: AssociationId,
    pub score: u8,
    /// The strongest first.
    pub reasons: Vec<Reason>,
}

impl Sketch {
    /// What somebody types of an association. `email`: theirs or its own.
    pub fn of(name: &str, rna: Option<Rna>, siret: Option<Siret>, email: Option<&Email>) -> Self {
        Self { name: name_key(name), rna, siret, mail_domain: email.and_then(mail_domain) }
    }

    /// How alike two are, of 100, and why. The same both ways.
    pub fn likeness(&self, other: &Self) -> (u8, Vec<Reason>) {
        let same = |a: Option<&str>, b: Option<&str>| a.is_some() && a == b;
        let apart = |a: Option<&str>, b: Option<&str>| a.is_some() && b.is_some() && a != b;
        let rna = |s: &Self| s.rna.as_ref().map(|r| r.as_str().to_owned());
        let siret = |s: &Self| s.siret.as_ref().map(|r| r.as_str().to_owned());
        let (our_rna, their_rna, our_siret, their_siret) =
            (rna(self), rna(other), siret(self), siret(other));
        let holds = |reason: &Reason| match reason {
            Reason::Siret => same(our_siret.as_deref(), their_siret.as_deref()),
            Reason::Rna => same(our_rna.as_deref(), their_rna.as_deref()),
            Reason::Name => !self.name.is_empty() && self.name == other.name,
            Reason::NearName => self.name != other.name && near(&self.name, &other.name),
            Reason::MailDomain => same(self.mail_domain.as_deref(), other.mail_domain.as_deref()),
        };
        let reasons: Vec<Reason> = Reason::ALL.into_iter().filter(holds).collect();
        let Some(best) = reasons.first() else { return (0, reasons) };
        let more = u8::try_from(reasons.len() - 1).unwrap_or(u8::MAX).saturating_mul(5);
        let score = best.score().saturating_add(more).min(100);
        // The register gives each association one number: two numbers are two associations.
        if apart(our_rna.as_deref(), their_rna.as_deref()) {
            return (score.min(LIKELY - 1), reasons);
        }
        (score, reasons)
    }

    /// The likely ones among those, the likeliest first.
    pub fn likely_duplicates<'a>(
        &self,
        among: impl IntoIterator<Item = &'a Association>,
    ) -> Vec<Likeness> {
        let likeness = |a: &Association| {
            let (score, reasons) = self.likeness(&a.sketch());
            Likeness { association: a.id, score, reasons }
        };
        let likely = among.into_iter().map(likeness).filter(|l| l.score >= LIKELY);
        let mut likely: Vec<_> = likely.collect();
        likely.sort_by_key(|l| (std::cmp::Reverse(l.score), l.association));
        likely
    }
}

/// Every two that are likely one, by their places in the list, the likeliest first. Only those that share a key are
/// compared: the beginning of the name, a number, a mail domain.
pub fn likely_pairs(all: &[Association]) -> Vec<(usize, usize, Likeness)> {
    let sketches: Vec<Sketch> = all.iter().map(Association::sketch).collect();
    let mut sharing: BTreeMap<(u8, String), Vec<usize>> = BTreeMap::new();
    for (i, sketch) in sketches.iter().enumerate() {
        let keys = [
            (0, Some(sketch.name.chars().take(START).collect()).filter(|s: &String| !s.is_empty())),
            (1, sketch.rna.as_ref().map(|rna| rna.as_str().to_owned())),
            (2, sketch.siret.as_ref().map(|siret| siret.as_str().to_owned())),
            (3, sketch.mail_domain.clone()),
        ];
        for (kind, key) in keys {
            if let Some(key) = key {
                sharing.entry((kind, key)).or_default().push(i);
            }
        }
    }
    let mut together = BTreeSet::new();
    for sharers in sharing.values() {
        for (n, one) in sharers.iter().enumerate() {
            together.extend(sharers[n + 1..].iter().map(|other| (*one, *other)));
        }
    }
    let likely = together.into_iter().filter_map(|(one, other)| {
        let (score, reasons) = sketches[one].likeness(&sketches[other]);
        let likeness = Likeness { association: all[other].id, score, reasons };
        (score >= LIKELY).then_some((one, other, likeness))
    });
    let mut pairs: Vec<_> = likely.collect();
    pairs.sort_by_key(|(one, other, likeness)| (std::cmp::Reverse(likeness.score), *one, *other));
    pairs
}

impl Association {
    /// What it is compared by.
    pub fn sketch(&self) -> Sketch {
        Sketch {
            name: name_key(self.name.as_str()),
            rna: self.rna.clone(),
            siret: self.siret.clone(),
            mail_domain: self.about.mail_domain.clone(),
        }
    }
}

/// A name without accents, case, signs and the words that all names share. A name made of such words keeps them.
fn name_key(name: &str) -> String {
    let slug = slug(name);
    let words: Vec<&str> = slug.split('_').filter(|w| !w.is_empty()).collect();
    let telling: Vec<&str> =
        words.iter().copied().filter(|word| !SHARED_WORDS.contains(word)).collect();
    let kept = if telling.is_empty() { words } else { telling };
    // Another alphabet than ours has no key of its own: the name as it is.
    if kept.is_empty() { name.trim().to_lowercase() } else { kept.join(" ") }
}

/// What the database looks names up by: names that may be one begin alike.
pub fn name_start(name: &str) -> String {
    name_key(name).chars().take(START).collect()
}

/// The host of an address, where it is not one that anybody may have an address at.
pub fn mail_domain(email: &Email) -> Option<String> {
    let (_, host) = email.as_str().rsplit_once('@')?;
    (!PUBLIC_PROVIDERS.contains(&host)).then(|| host.to_owned())
}

/// Whether one name goes on where the other ends, word by word, or a letter or two differ.
fn near(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let letters = short.chars().count();
    if letters < START {
        return false;
    }
    let goes_on = long.strip_prefix(short).is_some_and(|rest| rest.starts_with(' '));
    let allowed = if letters < 8 { 1 } else { 2 };
    goes_on || distance(short, long, allowed) <= allowed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::associations::tests::named;
    use proptest::prelude::*;

    fn sketch(name: &str) -> Sketch {
        Sketch::of(name, None, None, None)
    }

    #[test]
    fn associations_names_are_compared_without_what_all_share() {
        for (a, b, reason) in [
            ("L’Amicale des Rives", "association RIVES", Some(Reason::Name)),
            ("Le Théâtre de la Passerelle", "theatre passerelle", Some(Reason::Name)),
            ("Les Amis de l’Été", "Asso Été", Some(Reason::Name)),
            ("Vélo Cher et Loire", "Vélo-Cher-Loire Tours", Some(Reason::NearName)),
            ("Ludothèque du Sanitas", "Ludotheque du Sanita", Some(Reason::NearName)),
            ("Ludothèque du Sanitas", "Ludothèque de Fondettes", None),
            ("Rives", "Rires", Some(Reason::NearName)),
            ("Fil", "File", None),
            ("Les Amis", "Le Collectif", None),
            ("日本", "日本", Some(Reason::Name)),
        ] {
            let (score, reasons) = sketch(a).likeness(&sketch(b));
            assert_eq!(reasons.first().copied(), reason, "{a} / {b}");
            assert_eq!(score >= LIKELY, reason.is_some(), "{a} / {b}: {score}");
        }
    }

    #[test]
    fn associations_numbers_and_mail_domains_tell_too() {
        let rna = |n: &str| Rna::parse(n).ok();
        let siret = Siret::parse("73282932000074").ok();
        let of = |name: &str, rna, siret, email: &str| {
            Sketch::of(name, rna, siret, Email::parse(email).ok().as_ref())
        };
        let ours = of("Les Rives", rna("W372012345"), siret.clone(), "a@rives.asso.fr");
        for (other, expected) in [
            (of("Autre", rna("w372 012 345"), None, ""), vec![Reason::Rna]),
            (of("Autre", None, siret, ""), vec![Reason::Siret]),
            (of("Autre", None, None, "b@rives.asso.fr"), vec![Reason::MailDomain]),
            (of("Autre", None, None, "b@autre.fr"), vec![]),
        ] {
            let (score, reasons) = ours.likeness(&other);
            assert_eq!(reasons, expected);
            assert_eq!(score >= LIKELY, !expected.is_empty());
        }
        let free = |name| of(name, None, None, "a@free.fr");
        assert_eq!(free("Un").likeness(&free("Deux")).1, [], "anybody may have an address there");
        // Two numbers of the register are two associations, whatever their names.
        let twin = of("Les Rives", rna("W372999999"), None, "");
        assert!(ours.likeness(&twin).0 < LIKELY);
    }

    #[test]
    fn associations_the_likeliest_come_first() {
        let all = [named(1, "Rives de Loire"), named(2, "Autre chose"), named(3, "Les Rives")];
        let pairs: Vec<_> = likely_pairs(&all).into_iter().map(|(a, b, _)| (a, b)).collect();
        assert_eq!(pairs, [(0, 2)]);
        let likely = sketch("rives").likely_duplicates(&all);
        let found: Vec<_> = likely.iter().map(|l| l.association).collect();
        assert_eq!(found, [all[2].id, all[0].id]);
    }

    proptest! {
        #[test]
        fn associations_likeness_is_the_same_both_ways_and_a_name_is_like_itself(
            a in "[a-zA-Zé’ ]{1,14}", b in "[a-zA-Zé’ ]{1,14}",
        ) {
            let (ours, theirs) = (sketch(&a), sketch(&b));
            prop_assert_eq!(ours.likeness(&theirs), theirs.likeness(&ours));
            if !a.trim().is_empty() {
                prop_assert!(ours.likeness(&ours).0 >= LIKELY);
            }
            // What the database looks up by finds every likely name that is not a typing slip in its first letters.
            if ours.name == theirs.name {
                prop_assert_eq!(name_start(&a), name_start(&b));
            }
        }
    }
}
