//! Pictures without what was added to them. Each format is read part by part; what is known to be needed to show the
//! picture stays, and everything else goes, also what stands after its end. None: a picture that is not whole.

/// Reads bytes one part after the other.
struct Parts<'b> {
    bytes: &'b [u8],
}

impl<'b> Parts<'b> {
    fn take(&mut self, length: usize) -> Option<&'b [u8]> {
        let (part, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        Some(part)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }
}

fn big(bytes: &[u8]) -> Option<usize> {
    bytes
        .iter()
        .try_fold(0_usize, |number, byte| number.checked_mul(256)?.checked_add(usize::from(*byte)))
}

fn little(bytes: &[u8]) -> Option<usize> {
    let turned: Vec<u8> = bytes.iter().rev().copied().collect();
    big(&turned)
}

/// Chunks that hold words, moments, places.
pub(super) fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut parts = Parts { bytes };
    let mut kept = parts.take(8)?.to_vec();
    loop {
        let length = big(parts.bytes.get(..4)?)?;
        let kind = parts.bytes.get(4..8)?;
        let chunk = parts.take(length.checked_add(12)?)?;
        if ![b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"].iter().any(|added| *added == kind) {
            kept.extend_from_slice(chunk);
        }
        if kind == b"IEND" {
            return Some(kept);
        }
    }
}

/// Segments of programs, and comments.
pub(super) fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut parts = Parts { bytes };
    let mut kept = parts.take(2)?.to_vec();
    let (mut body, mut turned) = (Vec::new(), None);
    loop {
        if parts.byte()? != 0xff {
            return None;
        }
        let mut marker = parts.byte()?;
        while marker == 0xff {
            marker = parts.byte()?;
        }
        if marker == 0xd9 {
            body.extend([0xff, marker]);
            break;
        }
        // Markers that stand alone.
        if matches!(marker, 0x01 | 0xd0..=0xd7) {
            body.extend([0xff, marker]);
            continue;
        }
        let length = big(parts.bytes.get(..2)?)?;
        let segment = parts.take(length)?;
        let content = segment.get(2..)?;
        let needed = match marker {
            0xe1 => {
                turned = turned.or(content.strip_prefix(b"Exif\0\0").and_then(turn));
                false
            }
            // Colours; other programs number their own pictures so.
            0xe2 => content.starts_with(b"ICC_PROFILE\0"),
            0xe0 | 0xee => true,
            0xe3..=0xef | 0xfe => false,
            _ => true,
        };
        if needed {
            body.extend([0xff, marker]);
            body.extend_from_slice(segment);
        }
        if marker == 0xda {
            let length = scan(parts.bytes)?;
            body.extend_from_slice(parts.take(length)?);
        }
    }
    kept.extend(turned.map(turning).into_iter().flatten());
    kept.extend(body);
    Some(kept)
}

/// How long the compressed picture is that begins here: up to the next marker that is none of its own.
fn scan(bytes: &[u8]) -> Option<usize> {
    let ends = |pair: &[u8]| match pair {
        [0xff, next] => !matches!(next, 0x00 | 0xd0..=0xd7 | 0xff),
        _ => false,
    };
    bytes.windows(2).position(ends)
}

/// How a photo is to be turned, by its Exif: 2 to 8.
fn turn(exif: &[u8]) -> Option<u8> {
    let number: fn(&[u8]) -> Option<usize> = match exif.get(..2)? {
        b"II" => little,
        b"MM" => big,
        _ => return None,
    };
    let first = number(exif.get(4..8)?)?;
    let entries = exif.get(first..)?;
    let count = number(entries.get(..2)?)?;
    let of = |entry: &[u8]| {
        let is_turn = number(entry.get(..2)?)? == 0x0112;
        is_turn.then(|| number(entry.get(8..10)?)).flatten()
    };
    let turned = entries.get(2..)?.chunks_exact(12).take(count).find_map(of)?;
    u8::try_from(turned).ok().filter(|turned| (2..=8).contains(turned))
}

/// A segment that says that, and nothing else.
fn turning(turned: u8) -> Vec<u8> {
    let mut segment = vec![0xff, 0xe1, 0, 34];
    segment.extend_from_slice(b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01");
    segment.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, turned, 0, 0, 0, 0, 0, 0]);
    segment
}

/// Comments, and what programs add.
pub(super) fn gif(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut parts = Parts { bytes };
    let mut kept = parts.take(13)?.to_vec();
    kept.extend_from_slice(parts.take(colours(*kept.get(10)?))?);
    loop {
        match parts.byte()? {
            0x3b => {
                kept.push(0x3b);
                return Some(kept);
            }
            0x2c => {
                let head = parts.take(9)?;
                kept.push(0x2c);
                kept.extend_from_slice(head);
                kept.extend_from_slice(parts.take(colours(*head.get(8)?))?);
                kept.push(parts.byte()?);
                kept.extend(blocks(&mut parts)?);
            }
            0x21 => {
                let label = parts.byte()?;
                let content = blocks(&mut parts)?;
                let loops = ["NETSCAPE2.0", "ANIMEXTS1.0"];
                let loops = loops.iter().any(|name| content.get(1..12) == Some(name.as_bytes()));
                if matches!(label, 0xf9 | 0x01) || (label == 0xff && loops) {
                    kept.extend([0x21, label]);
                    kept.extend(content);
                }
            }
            _ => return None,
        }
    }
}

/// How many bytes a table of colours takes, by the flags before it.
fn colours(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 0x07) + 1) }
}

/// Blocks up to the empty one, with their lengths.
fn blocks(parts: &mut Parts<'_>) -> Option<Vec<u8>> {
    let mut kept = Vec::new();
    loop {
        let length = parts.byte()?;
        kept.push(length);
        if length == 0 {
            return Some(kept);
        }
        kept.extend_from_slice(parts.take(usize::from(length))?);
    }
}

/// The chunks of Exif and XMP.
pub(super) fn webp(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut parts = Parts { bytes };
    parts.take(4)?;
    let length = little(parts.take(4)?)?;
    let mut chunks = Parts { bytes: parts.take(length)? };
    let mut kept = chunks.take(4)?.to_vec();
    while !chunks.bytes.is_empty() {
        let length = little(chunks.bytes.get(4..8)?)?;
        // Padded to an even length.
        let whole = length.checked_add(8)?.checked_add(length % 2)?;
        let chunk = chunks.take(whole.min(chunks.bytes.len()))?;
        if chunk.len() < length.checked_add(8)? {
            return None;
        }
        match chunk.get(..4)? {
            b"EXIF" | b"XMP " => {}
            b"VP8X" => {
                let at = kept.len();
                kept.extend_from_slice(chunk);
                // It says which chunks there are.
                if let Some(flags) = kept.get_mut(at.saturating_add(8)) {
                    *flags &= !0x0c;
                }
            }
            _ => kept.extend_from_slice(chunk),
        }
    }
    let mut whole = b"RIFF".to_vec();
    whole.extend(u32::try_from(kept.len()).ok()?.to_le_bytes());
    whole.extend(kept);
    Some(whole)
}
