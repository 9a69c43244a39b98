//! Every text for people, in French and English: `texts::home::title(lang)`. See `build.rs` for the catalogues' form.

pub mod dates;

use domain::text::{Fault, Lang};

/// What `of` gives for a code without a text. The browser tests look for it on every page.
pub const MISSING: &str = "⟦?⟧";

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

/// A fault of a field, told to who typed it.
pub fn fault(lang: Lang, fault: Fault) -> String {
    match fault {
        Fault::Missing => faults::missing(lang).to_owned(),
        Fault::TooLong { max } => faults::too_long(lang, max),
        Fault::TooShort { min } => faults::too_short(lang, min),
        Fault::Email => faults::email(lang).to_owned(),
        Fault::Rna => faults::rna(lang).to_owned(),
        Fault::Siret => faults::siret(lang).to_owned(),
        Fault::Website => faults::website(lang).to_owned(),
        Fault::Likely => faults::likely(lang).to_owned(),
        Fault::Date => faults::date(lang).to_owned(),
        Fault::Number => faults::number(lang).to_owned(),
        Fault::Choice => faults::choice(lang).to_owned(),
        Fault::Code => faults::code(lang).to_owned(),
        Fault::Together => faults::together(lang).to_owned(),
        Fault::Crossed => faults::crossed(lang).to_owned(),
        Fault::Order => faults::order(lang).to_owned(),
        Fault::Account => faults::account(lang).to_owned(),
        Fault::Taken => faults::taken(lang).to_owned(),
        Fault::Occupied => faults::occupied(lang).to_owned(),
        Fault::Same => faults::same(lang).to_owned(),
        Fault::Consent => faults::consent(lang).to_owned(),
        Fault::File => faults::file(lang).to_owned(),
        Fault::NotText => faults::not_text(lang).to_owned(),
        Fault::Heavy { mib } => faults::heavy(lang, mib),
        Fault::Kind => faults::kind(lang).to_owned(),
        Fault::Range { min, max } => faults::range(lang, min, max),
        Fault::Lines { max } => faults::lines(lang, max),
        Fault::Hour => faults::hour(lang).to_owned(),
        Fault::Past => faults::past(lang).to_owned(),
        Fault::Late => faults::late(lang).to_owned(),
        Fault::Credentials => faults::credentials(lang).to_owned(),
    }
}

/// "1,5"; "1.5"
pub fn decimal(lang: Lang, number: f64) -> String {
    let told = format!("{number:.1}");
    if lang == Lang::Fr { told.replace('.', ",") } else { told }
}

#[cfg(test)]
mod tests;
