//! Words that every text has: they tell nothing of what it says.

/// Without accents, in order. The first ones are what an apostrophe parts from the next word: l’, d’, qu’…
const STOPS: &[&str] = &[
    "a", "ai", "as", "au", "aux", "avec", "avez", "avons", "c", "ca", "car", "ce", "ceci", "cela",
    "celle", "celles", "celui", "ces", "cet", "cette", "ceux", "chez", "comme", "comment", "d",
    "dans", "de", "des", "dont", "du", "elle", "elles", "en", "es", "est", "et", "eu", "eux", "il",
    "ils", "j", "je", "jusqu", "l", "la", "le", "les", "leur", "leurs", "lorsqu", "lui", "m", "ma",
    "mais", "me", "meme", "mes", "moi", "mon", "n", "ne", "ni", "nos", "notre", "nous", "on",
    "ont", "or", "ou", "par", "pas", "pour", "puisqu", "qu", "que", "quel", "quelle", "quelles",
    "quels", "qui", "quoi", "quoiqu", "s", "sa", "sans", "se", "ses", "si", "soi", "sommes", "son",
    "sont", "suis", "sur", "t", "ta", "te", "tes", "toi", "ton", "tu", "un", "une", "vos", "votre",
    "vous", "y",
];

/// Whether a word, without accents, is one of those.
pub(super) fn stops(plain: &str) -> bool {
    STOPS.binary_search(&plain).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finding_words_that_tell_nothing_are_in_order() {
        assert!(STOPS.is_sorted());
        assert!(stops("qu") && !stops("association"));
    }
}
