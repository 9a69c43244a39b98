//! Values as lines of text: what a page hands to its islands. To read it, a browser needs a tenth of the code that JSON
//! would take. Both sides come from one build, so that no field has a name.

use std::collections::{BTreeMap, BTreeSet};
use std::str::Lines;

/// What can be handed to an island.
pub trait Packed: Sized {
    /// Adds its lines to a text.
    fn pack(&self, to: &mut String);

    /// Reads its lines. None: they are not such a value's.
    fn unpack(from: &mut Lines<'_>) -> Option<Self>;
}

/// A value as text.
pub fn pack(value: &impl Packed) -> String {
    let mut text = String::new();
    value.pack(&mut text);
    text
}

/// The value of a text. None: it is no such value's.
pub fn unpack<T: Packed>(text: &str) -> Option<T> {
    T::unpack(&mut text.lines())
}

/// Packs structures, field after field.
#[macro_export]
macro_rules! packed {
    ($($name:ident { $($field:ident),+ $(,)? })+) => {$(
        impl $crate::packed::Packed for $name {
            fn pack(&self, to: &mut String) {
                $(self.$field.pack(to);)+
            }

            fn unpack(from: &mut std::str::Lines<'_>) -> Option<Self> {
                $(let $field = $crate::packed::Packed::unpack(from)?;)+
                Some(Self { $($field),+ })
            }
        }
    )+};
}
impl Packed for String {
    fn pack(&self, to: &mut String) {
        // A text is one line, and the line is whole.
        for c in self.chars() {
            match c {
                '\n' => to.push_str("\\n"),
                '\r' => to.push_str("\\r"),
                '\\' => to.push_str("\\\\"),
                c => to.push(c),
            }
        }
        to.push('\n');
    }

    fn unpack(from: &mut Lines<'_>) -> Option<Self> {
        let line = from.next()?;
        let mut text = String::with_capacity(line.len());
        let mut chars = line.chars();
        while let Some(c) = chars.next() {
            text.push(match c {
                '\\' => match chars.next()? {
                    'n' => '\n',
                    'r' => '\r',
                    c => c,
                },
                c => c,
            });
        }
        Some(text)
    }
}

macro_rules! numbers {
    ($($number:ty),+) => {$(
        impl Packed for $number {
            fn pack(&self, to: &mut String) {
                self.to_string().pack(to);
            }

            fn unpack(from: &mut Lines<'_>) -> Option<Self> {
                from.next()?.parse().ok()
            }
        }
    )+};
}
numbers!(u8, u32, u64);

impl Packed for usize {
    fn pack(&self, to: &mut String) {
        (*self as u64).pack(to);
    }

    fn unpack(from: &mut Lines<'_>) -> Option<Self> {
        u64::unpack(from)?.try_into().ok()
    }
}

impl Packed for bool {
    fn pack(&self, to: &mut String) {
        u8::from(*self).pack(to);
    }

    fn unpack(from: &mut Lines<'_>) -> Option<Self> {
        Some(u8::unpack(from)? != 0)
    }
}

/// As its bits: exact, and read without a table of powers of ten.
impl Packed for f64 {
    fn pack(&self, to: &mut String) {
        self.to_bits().pack(to);
    }

    fn unpack(from: &mut Lines<'_>) -> Option<Self> {
        u64::unpack(from).map(f64::from_bits)
    }
}

impl<T: Packed> Packed for Option<T> {
    fn pack(&self, to: &mut String) {
        self.is_some().pack(to);
        if let Some(value) = self {
            value.pack(to);
        }
    }

    fn unpack(from: &mut Lines<'_>) -> Option<Self> {
        if bool::unpack(from)? { T::unpack(from).map(Some) } else { Some(None) }
    }
}

impl<A: Packed, B: Packed> Packed for (A, B) {
    fn pack(&self, to: &mut String) {
        self.0.pack(to);
        self.1.pack(to);
    }

    fn unpack(from: &mut Lines<'_>) -> Option<Self> {
        Some((A::unpack(from)?, B::unpack(from)?))
    }
}

impl<T: Packed> Packed for Vec<T> {
    fn pack(&self, to: &mut String) {
        self.len().pack(to);
        self.iter().for_each(|value| value.pack(to));
    }

    fn unpack(from: &mut Lines<'_>) -> Option<Self> {
        let mut values = Vec::new();
        for _ in 0..usize::unpack(from)? {
            values.push(T::unpack(from)?);
        }
        Some(values)
    }
}

impl<T: Packed + Ord> Packed for BTreeSet<T> {
    fn pack(&self, to: &mut String) {
        self.len().pack(to);
        self.iter().for_each(|value| value.pack(to));
    }

    fn unpack(from: &mut Lines<'_>) -> Option<Self> {
        Some(Vec::unpack(from)?.into_iter().collect())
    }
}

impl<K: Packed + Ord, V: Packed> Packed for BTreeMap<K, V> {
    fn pack(&self, to: &mut String) {
        self.len().pack(to);
        for (key, value) in self {
            key.pack(to);
            value.pack(to);
        }
    }

    fn unpack(from: &mut Lines<'_>) -> Option<Self> {
        Some(Vec::<(K, V)>::unpack(from)?.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    type Sample = BTreeMap<String, (Vec<(String, Option<f64>)>, BTreeSet<u32>)>;

    proptest! {
        #[test]
        fn a_packed_value_is_read_as_it_was(
            value in proptest::collection::btree_map(
                any::<String>(),
                (
                    proptest::collection::vec((any::<String>(), proptest::option::of(-9.0..9.0)), 0..4),
                    proptest::collection::btree_set(any::<u32>(), 0..4),
                ),
                0..4,
            )
        ) {
            let value: Sample = value;
            prop_assert_eq!(unpack::<Sample>(&pack(&value)), Some(value));
        }

        #[test]
        fn what_is_no_value_is_none(text in any::<String>()) {
            // It may be one by chance; it must not panic, nor take what a count alone claims.
            let _ = unpack::<Sample>(&text);
        }
    }

    #[test]
    fn lines_end_as_they_began() {
        let text = "a\r\nb\\n\u{2028}\nc\r".to_owned();
        assert_eq!(unpack::<String>(&pack(&text)), Some(text));
        assert_eq!(unpack::<Vec<String>>("9\na\n"), None);
        assert_eq!(unpack::<u8>("256\n"), None);
    }
}
