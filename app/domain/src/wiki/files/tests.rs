//! What is kept of a file, and what is not; who has room for it.

use super::*;
use crate::accounts::{Action, COOPAXIS, Hat};
use crate::testing::*;
use crate::wiki::Circles;

/// What must not be left anywhere.
const PLACE: &[u8] = b"48.8583N 2.2945E";

fn chunk(kind: &[u8], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).expect("short").to_be_bytes();
    [&length[..], kind, content, &[0; 4]].concat()
}

fn png() -> Vec<u8> {
    let chunks = [
        chunk(b"IHDR", &[0; 13]),
        chunk(b"tEXt", PLACE),
        chunk(b"eXIf", PLACE),
        chunk(b"IDAT", b"pixels"),
        chunk(b"IEND", b""),
    ];
    [b"\x89PNG\r\n\x1a\n".as_slice(), &chunks.concat(), PLACE].concat()
}

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).expect("short").to_be_bytes();
    [&[0xff, marker][..], &length, content].concat()
}

fn exif(turned: u8) -> Vec<u8> {
    let entries = [
        &[0, 2][..],
        &[0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 40],
        &[0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, turned, 0, 0],
        &[0; 4],
    ];
    let head = b"Exif\0\0MM\0\x2a\0\0\0\x08";
    [&head[..], &entries.concat(), PLACE].concat()
}

fn jpeg(turned: u8) -> Vec<u8> {
    let parts = [
        segment(0xe0, b"JFIF\0"),
        segment(0xe1, &exif(turned)),
        segment(0xe1, &[b"http://ns.adobe.com/xap/1.0/\0", PLACE].concat()),
        segment(0xe2, b"ICC_PROFILE\0colours"),
        segment(0xe2, &[b"MPF\0", PLACE].concat()),
        segment(0xed, PLACE),
        segment(0xfe, PLACE),
        segment(0xdb, b"table"),
        segment(0xda, b"scan"),
        b"pix\xff\0els\xff\xd0more".to_vec(),
        segment(0xda, b"scan"),
        b"again\xff\xd9".to_vec(),
    ];
    [b"\xff\xd8".as_slice(), &parts.concat(), PLACE].concat()
}

fn gif() -> Vec<u8> {
    let block = |content: &[u8]| {
        [&[u8::try_from(content.len()).expect("short")][..], content, &[0]].concat()
    };
    [
        b"GIF89a".as_slice(),
        &[1, 0, 1, 0, 0x80, 0, 0],
        &[0; 6],
        &[0x21, 0xf9],
        &block(&[0; 4]),
        &[0x21, 0xfe],
        &block(PLACE),
        &[0x21, 0xff],
        &[&[11][..], b"XMP DataXMP", &block(PLACE)].concat(),
        &[0x21, 0xff],
        &[&[11][..], b"NETSCAPE2.0", &block(&[1, 0, 0])].concat(),
        &[0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2],
        &block(b"pixels"),
        &[0x3b],
        PLACE,
    ]
    .concat()
}

fn webp() -> Vec<u8> {
    let chunk = |kind: &[u8], content: &[u8]| {
        let length = u32::try_from(content.len()).expect("short").to_le_bytes();
        let pad: &[u8] = if content.len() % 2 == 1 { &[0] } else { &[] };
        [kind, &length, content, pad].concat()
    };
    let chunks = [
        b"WEBP".to_vec(),
        chunk(b"VP8X", &[0x0c, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        chunk(b"VP8L", b"pixel"),
        chunk(b"EXIF", PLACE),
        chunk(b"XMP ", PLACE),
    ]
    .concat();
    let length = u32::try_from(chunks.len()).expect("short").to_le_bytes();
    [b"RIFF".as_slice(), &length, &chunks, PLACE].concat()
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn wiki_a_picture_is_kept_without_where_it_was_taken() {
    for (bytes, picture, pixels) in [
        (png(), Picture::Png, &b"pixels"[..]),
        (jpeg(6), Picture::Jpeg, b"pix\xff\0els\xff\xd0more"),
        (gif(), Picture::Gif, b"pixels"),
        (webp(), Picture::Webp, b"pixel"),
    ] {
        assert!(holds(&bytes, PLACE));
        assert_eq!(Picture::of(&bytes), Some(picture));
        let kept = picture.stripped(&bytes).expect("whole");
        assert!(!holds(&kept, PLACE) && holds(&kept, pixels), "{picture:?}");
        assert_eq!(Picture::of(&kept), Some(picture));
        // What was stripped once stays as it is.
        assert_eq!(picture.stripped(&kept).as_ref(), Some(&kept), "{picture:?}");
        // Cut anywhere, it is no picture, and nothing panics.
        for end in 0..kept.len() {
            let cut = kept.get(..end).expect("shorter");
            assert_eq!(picture.stripped(cut), None, "{picture:?} cut at {end}");
        }
        for (at, _) in bytes.iter().enumerate() {
            let mut other = bytes.clone();
            if let Some(byte) = other.get_mut(at) {
                *byte ^= 0xff;
            }
            picture.stripped(&other);
        }
    }
    // How a photo is turned stays; colours stay.
    let kept = Picture::Jpeg.stripped(&jpeg(6)).expect("whole");
    assert!(holds(&kept, &[0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6]) && holds(&kept, b"colours"));
    assert!(!holds(&Picture::Jpeg.stripped(&jpeg(1)).expect("whole"), b"Exif"));
    assert!(holds(&Picture::Gif.stripped(&gif()).expect("whole"), b"NETSCAPE2.0"));
}

#[test]
fn wiki_a_file_is_what_its_name_says() {
    let read = |name: &str, bytes: Vec<u8>| SentFile::read(name, bytes, String::new()).map(drop);
    let heavy = vec![b'a'; (FILE_MIB as usize) << 20];
    let too_heavy = [heavy.clone(), vec![b'a']].concat();
    for (name, bytes, told) in [
        ("a.png", png(), Ok(())),
        ("a.PNG", png(), Ok(())),
        ("a.jpg", png(), Ok(())),
        ("a.pdf", b"%PDF-1.7".to_vec(), Ok(())),
        ("a.svg", b"<svg onload=alert(1)>".to_vec(), Ok(())),
        ("a.txt", heavy, Ok(())),
        ("a.txt", too_heavy, Err(Fault::Heavy { mib: FILE_MIB })),
        ("a.txt", Vec::new(), Err(Fault::Missing)),
        ("a.png", b"<html>".to_vec(), Err(Fault::Kind)),
        ("a.pdf", png(), Err(Fault::Kind)),
        ("a.html", b"<html>".to_vec(), Err(Fault::Kind)),
        ("a.exe", b"MZ".to_vec(), Err(Fault::Kind)),
        ("a", b"a".to_vec(), Err(Fault::Kind)),
        ("", b"a".to_vec(), Err(Fault::Kind)),
    ] {
        assert_eq!(read(name, bytes), told, "{name}");
    }
}

#[test]
fn wiki_a_file_keeps_what_it_was_and_a_space_has_room_for_so_much() {
    let (space, at) = (common(false), act(day(1)));
    let person = signed(5, &[Hat::Volunteer]);
    let writer = space.writer(&person, &Circles::default()).expect("a writer");
    let file = || SentFile { bytes: vec![1, 2, 3], hash: "h".to_owned() };
    let most = u64::from(SPACE_MIB) << 20;
    let keep = |used| space.keep(&at, &writer, "plan.png".to_owned(), None, (file(), used));
    assert_eq!(keep(most - 2).map(drop), Err(Broken::NoRoom));
    let kept = keep(most - 3).expect("there is room");
    let [Change::Media(media), Change::Version(version)] = &kept.changes[..] else {
        panic!("{:?}", kept.changes)
    };
    assert_eq!((media.shown, media.space), (Some(version.id), space.id));
    // What it shows may be said without sending it again.
    let alt = Some(Summary::stored("Un plan".to_owned()));
    let said = media.clone().replace(&at, &writer, alt.clone(), (None, most)).expect("said");
    let told = Media { alt: alt.clone(), ..media.clone() };
    assert_eq!(said.changes, [Change::Media(told)]);
    let other = media.clone().replace(&at, &writer, alt, (Some(file()), 0)).expect("replaced");
    let [Change::Media(now), Change::Version(second)] = &other.changes[..] else {
        panic!("{:?}", other.changes)
    };
    assert_eq!((now.shown, second.media), (Some(second.id), media.id));
    let gone = media.clone().delete(&at, &writer).expect("it is there");
    let [Change::Media(gone), Change::Version(last)] = &gone.changes[..] else {
        panic!("{:?}", gone.changes)
    };
    assert_eq!((gone.shown, last.bytes.as_ref()), (None, None));
    assert_eq!(gone.clone().delete(&at, &writer), Err(Broken::OutOfOrder));
}

#[test]
fn wiki_a_file_has_an_address_of_its_space() {
    let common = common(false);
    let circle = Space { namespace: "espaces:fete".to_owned(), ..common.clone() };
    for (typed, sent, root, own) in [
        ("", "Plan de la Place.PNG", "plan_de_la_place.png", "espaces:fete:plan_de_la_place.png"),
        ("", r"C:\fakepath\été.jpg", "ete.jpg", "espaces:fete:ete.jpg"),
        ("", "../../etc/plan.png", "plan.png", "espaces:fete:plan.png"),
        ("Le plan", "IMG_1.png", "le_plan.png", "espaces:fete:le_plan.png"),
        ("plan.png", "IMG_1.png", "plan.png", "espaces:fete:plan.png"),
        ("plan.png", "IMG_1.jpg", "plan.png.jpg", "espaces:fete:plan.png.jpg"),
        // It stays in this space, whatever is typed.
        ("autre:plan", "a.png", "autre_plan.png", "espaces:fete:autre_plan.png"),
        ("Le plan", "sans", "le_plan", "espaces:fete:le_plan"),
    ] {
        assert_eq!(common.file_address(typed, sent).as_deref(), Ok(root), "{typed} {sent}");
        assert_eq!(circle.file_address(typed, sent).as_deref(), Ok(own), "{typed} {sent}");
    }
    assert_eq!(common.file_address("", ""), Err(Fault::Missing));
    assert_eq!(common.file_address("", "::"), Err(Fault::Missing));
    let long = "a".repeat(197);
    assert_eq!(common.file_address(&long, "a.png"), Err(Fault::TooLong { max: 200 }));
}

#[test]
fn wiki_an_earlier_version_comes_back_or_is_forgotten() {
    let (space, at) = (common(false), act(day(1)));
    let organizing = signed(6, &[Hat::Organizer(Action::Wiki, COOPAXIS)]);
    let none = Circles::default();
    let writer = space.writer(&organizing, &none).expect("a writer");
    let keeper = space.keeper(&organizing, &none).expect("a keeper");
    let file = |byte| SentFile { bytes: vec![byte], hash: format!("h{byte}") };
    let kept = space.keep(&at, &writer, "plan.txt".to_owned(), None, (file(1), 0));
    let [Change::Media(media), Change::Version(first)] = &kept.expect("kept").changes[..] else {
        panic!("a file and its version")
    };
    let shown = (first.clone(), "h1".to_owned());
    let again = media.clone().restore(&at, &writer, shown, 0);
    assert_eq!(again.map(drop), Err(Broken::OutOfOrder), "it is shown");
    assert_eq!(media.forget(&keeper, first.clone()).map(drop), Err(Broken::OutOfOrder));
    let other = media.clone().replace(&at, &writer, None, (Some(file(2)), 0)).expect("replaced");
    let [Change::Media(media), Change::Version(_)] = &other.changes[..] else {
        panic!("{:?}", other.changes)
    };
    let most = u64::from(SPACE_MIB) << 20;
    let full = media.clone().restore(&at, &writer, (first.clone(), "h1".to_owned()), most);
    assert_eq!(full.map(drop), Err(Broken::NoRoom));
    let back = media.clone().restore(&at, &writer, (first.clone(), "h1".to_owned()), 2);
    let back = back.expect("it is there");
    let [Change::Media(back), Change::Version(third)] = &back.changes[..] else {
        panic!("{:?}", back.changes)
    };
    assert_eq!((back.shown, third.bytes.as_ref()), (Some(third.id), first.bytes.as_ref()));
    let forgotten = media.forget(&keeper, first.clone()).expect("an earlier one").changes;
    let left = Version { bytes: None, ..first.clone() };
    assert_eq!(forgotten, [Change::Version(left.clone())]);
    assert_eq!(media.forget(&keeper, left.clone()).map(drop), Err(Broken::OutOfOrder));
    let gone = media.clone().restore(&at, &writer, (left, String::new()), 0);
    assert_eq!(gone.map(drop), Err(Broken::OutOfOrder));
    let moved = Version { hash: None, ..first.clone() };
    assert_eq!(media.forget(&keeper, moved).map(drop), Err(Broken::OutOfOrder));
}

#[test]
fn wiki_a_browser_is_given_pictures_to_show_and_the_rest_to_keep() {
    let version = |bytes: Option<Vec<u8>>, sent: bool| Version {
        id: VersionId(uuid::Uuid::from_u128(1)),
        media: MediaId(uuid::Uuid::from_u128(2)),
        author: None,
        summary: None,
        by: None,
        at: day(1),
        bytes,
        hash: sent.then(|| "h".to_owned()),
    };
    // What moved in is kept as it was, and given without where it was taken.
    let given = version(Some(jpeg(6)), false).given().expect("it is there");
    assert_eq!(given.picture, Some(Picture::Jpeg));
    assert!(!holds(&given.bytes, PLACE));
    let stripped = Picture::Png.stripped(&png()).expect("whole");
    let given = version(Some(stripped.clone()), true).given().expect("it is there");
    assert_eq!(given, Given { picture: Some(Picture::Png), bytes: stripped });
    for bytes in [b"<svg onload=alert(1)>".to_vec(), png()[..20].to_vec(), Vec::new()] {
        let given = version(Some(bytes.clone()), false).given();
        assert_eq!(given, Some(Given { picture: None, bytes }));
    }
    assert_eq!(version(None, true).given(), None);
}
