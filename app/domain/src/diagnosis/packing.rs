//! Questionnaires and answers as a page hands them to its island.

use super::*;
use crate::ids::CommandId;
use crate::packed;
use crate::packed::Packed;
use crate::text::{Bilingual, Lang};
use std::str::Lines;

packed! {
    Questionnaire { version, themes, questions, recommendations, rules }
    Theme { key, title, short }
    Question { key, theme, text, help, multiple, weight, opened_by, asked_if, choices }
    Opening { question, any_of }
    Choice { key, text, value, because, alone, fills, known_by }
    Fill { question, choices }
    Recommendation { key, theme, workshops, usual, rungs }
    Rung { when, text, why, how }
    Rule { verdict, when, summary }
    Bilingual { fr, en }
}

/// Packs what has a code as that code.
macro_rules! coded {
    ($($name:ty: $code:expr, $from:expr;)+) => {$(
        impl Packed for $name {
            fn pack(&self, to: &mut String) {
                ($code)(self).to_string().pack(to);
            }

            fn unpack(from: &mut Lines<'_>) -> Option<Self> {
                ($from)(from.next()?)
            }
        }
    )+};
}

coded! {
    Verdict: |verdict: &Self| verdict.code(), Self::from_code;
    Answer: Self::code, Self::from_code;
    Fact: |fact: &Self| fact.code(), |code: &str| Self::ALL.into_iter().find(|f| f.code() == code);
    Lang: |lang: &Self| lang.code(), |code: &str| Some(if code == "en" { Self::En } else { Self::Fr });
    CommandId: Self::to_string, |id: &str| id.parse().ok();
}

impl Packed for Condition {
    fn pack(&self, to: &mut String) {
        match self {
            Self::Answered { question, any_of } => {
                0_u8.pack(to);
                question.pack(to);
                any_of.pack(to);
            }
            Self::Below { theme, below } => {
                1_u8.pack(to);
                theme.pack(to);
                below.pack(to);
            }
            Self::AtLeast { theme, at_least } => {
                2_u8.pack(to);
                theme.pack(to);
                at_least.pack(to);
            }
            Self::Unknown { unknown_among, count } => {
                3_u8.pack(to);
                unknown_among.pack(to);
                count.pack(to);
            }
        }
    }

    fn unpack(from: &mut Lines<'_>) -> Option<Self> {
        Some(match u8::unpack(from)? {
            0 => {
                let question = Packed::unpack(from)?;
                Self::Answered { question, any_of: Packed::unpack(from)? }
            }
            1 => {
                let theme = Packed::unpack(from)?;
                Self::Below { theme, below: Packed::unpack(from)? }
            }
            2 => {
                let theme = Packed::unpack(from)?;
                Self::AtLeast { theme, at_least: Packed::unpack(from)? }
            }
            3 => {
                let unknown_among = Packed::unpack(from)?;
                Self::Unknown { unknown_among, count: Packed::unpack(from)? }
            }
            _ => return None,
        })
    }
}
