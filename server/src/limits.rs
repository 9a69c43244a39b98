//! How much a request may hold. What is more is refused at once: on what it declares, else as soon as it is met.

use app::error::AppError;
use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::extract::multipart::Field;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use axum::http::header;
use domain::wiki::files::FILE_MIB;
use percent_encoding::percent_decode;
use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;
use tokio::time::timeout;

/// The largest body, in bytes: a wiki page of 200,000 characters, percent-encoded at worst (twelve bytes for one), and half
/// as much again, so that what is too long by some comes back to be shortened.
pub const BODY_MAX: usize = 4 * 1024 * 1024;

/// The most fields a form may have: the largest of ours has some sixty.
pub const FIELDS_MAX: usize = 500;

/// The most brackets a field's name may open: ours open one, `answers[question]`.
pub const BRACKETS_MAX: usize = 2;

/// The largest file that is sent with a form, in bytes.
const FILE_MAX: usize = (FILE_MIB as usize) << 20;

/// How much is heard of a form with a file, in bytes: of one that is too large nothing is kept but its fields, so that what
/// was typed comes back.
const UPLOAD_HEARD: usize = 16 * FILE_MAX;

/// A file takes longer to come than a text does, by this much.
const UPLOAD_PATIENCE: u32 = 10;

/// How much is still heard of a request that is refused, and for how long: see [`hear_out`].
const HEARD_MAX: usize = 4 * BODY_MAX;
const HEARD_FOR: Duration = Duration::from_secs(5);

const FORM: &str = "application/x-www-form-urlencoded";
const WITH_FILE: &str = "multipart/form-data";

/// A form as it was sent.
#[derive(Debug, PartialEq)]
pub struct Sent {
    /// Its fields, as a form without a file encodes them.
    pub body: Bytes,
    /// The first field that was sent something else than text.
    pub not_text: Option<String>,
    /// The file that came beside the fields: its name and its bytes, if it is no larger than one may be.
    pub upload: Option<(String, Option<Vec<u8>>)>,
}

/// Reads a form, which must come within `patience`. `files`: it may hold files of text, each of which stands for what is
/// typed in the field of its name.
///
/// Errors: `NotAForm`; `TooLarge` in bytes, fields or brackets; `TooSlow`; `Malformed`.
pub async fn read_form(
    request: Request,
    patience: Duration,
    files: bool,
) -> Result<Sent, AppError> {
    let with_file = files && is_of(&request, WITH_FILE);
    if !with_file && !is_of(&request, FORM) {
        hear_out(request);
        return Err(AppError::NotAForm);
    }
    if declared(&request).is_some_and(|bytes| bytes > BODY_MAX) {
        hear_out(request);
        return Err(AppError::TooLarge);
    }
    let (parts, body) = request.into_parts();
    let body = timeout(patience, read(body)).await.map_err(|_| AppError::TooSlow)?;
    let body = body.ok_or(AppError::TooLarge)?;
    let sent = if with_file {
        unpacked(Request::from_parts(parts, body.into())).await?
    } else {
        let not_text = not_text_in(&body);
        Sent { body, not_text, upload: None }
    };
    within_limits(&sent.body)?;
    Ok(sent)
}

/// The first field of an encoded form that holds no UTF-8.
fn not_text_in(body: &[u8]) -> Option<String> {
    let decoded = |part| percent_decode(part).decode_utf8();
    let mut fields = body.split(|byte| *byte == b'&');
    let field = fields.find(|field| decoded(field).is_err())?;
    let name = field.split(|byte| *byte == b'=').next().unwrap_or_default();
    Some(percent_decode(name).decode_utf8_lossy().into_owned())
}

/// What came as text, and whether it is some: signs that cannot be read stand for those that are none.
fn readable(bytes: Vec<u8>) -> (String, bool) {
    match String::from_utf8(bytes) {
        Ok(text) => (text, true),
        Err(error) => (String::from_utf8_lossy(error.as_bytes()).into_owned(), false),
    }
}

fn within_limits(body: &[u8]) -> Result<(), AppError> {
    for (n, field) in body.split(|byte| *byte == b'&').enumerate() {
        let name = field.split(|byte| *byte == b'=').next().unwrap_or_default();
        if n >= FIELDS_MAX || brackets(name) > BRACKETS_MAX {
            return Err(AppError::TooLarge);
        }
    }
    Ok(())
}

/// Reads a form that may hold a file of any kind, which is given beside its fields. As it comes, no more of it is in memory
/// than one file may hold; nothing of the file, unless it `keeps` it.
///
/// Errors: as [`read_form`]; `TooLarge`, also where there is more than is heard.
pub async fn read_upload(
    request: Request,
    patience: Duration,
    keeps: bool,
) -> Result<Sent, AppError> {
    if !is_of(&request, WITH_FILE) {
        return read_form(request, patience, false).await;
    }
    if declared(&request).is_some_and(|bytes| bytes > UPLOAD_HEARD) {
        hear_out(request);
        return Err(AppError::TooLarge);
    }
    let patience = if keeps { patience * UPLOAD_PATIENCE } else { patience };
    let sent = timeout(patience, with_upload(request, keeps)).await;
    let sent = sent.map_err(|_| AppError::TooSlow)??;
    within_limits(&sent.body)?;
    Ok(sent)
}

async fn with_upload(mut request: Request, keeps: bool) -> Result<Sent, AppError> {
    DefaultBodyLimit::max(UPLOAD_HEARD).apply(&mut request);
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_| AppError::Malformed)?;
    let (mut fields, mut left, mut upload) = (Vec::new(), BODY_MAX, None);
    let mut not_text = None;
    while let Some(part) = parts.next_field().await.map_err(|_| AppError::Malformed)? {
        let name = part.name().unwrap_or_default().to_owned();
        match part.file_name().map(str::to_owned) {
            // None was chosen.
            Some(file) if file.is_empty() => drop(some_of(part, 0).await?),
            Some(file) => {
                let first = keeps && upload.is_none();
                let bytes = some_of(part, if first { FILE_MAX } else { 0 }).await?;
                upload.get_or_insert((file, bytes));
            }
            None => {
                let text = some_of(part, left).await?.ok_or(AppError::TooLarge)?;
                left -= text.len();
                let (text, is_text) = readable(text);
                if !is_text {
                    not_text.get_or_insert_with(|| name.clone());
                }
                fields.push((name, text));
            }
        }
    }
    let mut encoded = form_urlencoded::Serializer::new(String::new());
    let body = encoded.extend_pairs(fields).finish().into();
    Ok(Sent { body, not_text, upload })
}

/// What a part holds, if that is no more than `most` bytes; it is read to its end.
async fn some_of(mut part: Field<'_>, most: usize) -> Result<Option<Vec<u8>>, AppError> {
    let mut kept = Some(Vec::new());
    while let Some(chunk) = part.chunk().await.map_err(|_| AppError::Malformed)? {
        let room = |kept: &Vec<u8>| kept.len() + chunk.len() <= most;
        kept = kept.filter(room);
        if let Some(kept) = &mut kept {
            kept.extend_from_slice(&chunk);
        }
    }
    Ok(kept)
}

/// The fields of a form with files.
async fn unpacked(request: Request) -> Result<Sent, AppError> {
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_| AppError::Malformed)?;
    let (mut fields, mut files, mut not_text) = (Vec::new(), Vec::new(), None);
    while let Some(part) = parts.next_field().await.map_err(|_| AppError::Malformed)? {
        let name = part.name().unwrap_or_default().to_owned();
        let file = part.file_name().map(str::to_owned);
        let bytes = part.bytes().await.map_err(|_| AppError::Malformed)?;
        let (text, is_text) = readable(bytes.into());
        match file.as_deref() {
            // None was chosen.
            Some("") => {}
            Some(_) if !is_text || text.contains('\0') => not_text = Some(name),
            Some(_) => files.push((name, text.trim_start_matches('\u{feff}').to_owned())),
            None => {
                if !is_text {
                    not_text.get_or_insert_with(|| name.clone());
                }
                fields.push((name, text));
            }
        }
    }
    // Whichever stands first on the page.
    fields.retain(|(field, _)| !files.iter().any(|(file, _)| file == field));
    let mut encoded = form_urlencoded::Serializer::new(String::new());
    let body = encoded.extend_pairs(fields).extend_pairs(files).finish().into();
    Ok(Sent { body, not_text, upload: None })
}

/// Reads on, for a while, what a refused request still sends: a connection that ends before it has been heard is cut off,
/// and a browser then shows that in place of the answer.
pub fn hear_out(request: Request) {
    // Who waits to be told to go on is not told to.
    let waits = request.headers().contains_key(header::EXPECT);
    if waits || declared(&request).is_none_or(|bytes| bytes > HEARD_MAX) {
        return;
    }
    let mut body = request.into_body();
    tokio::spawn(timeout(HEARD_FOR, async move {
        while let Some(Ok(_)) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {}
    }));
}

/// How many bytes it says that it sends.
fn declared(request: &Request) -> Option<usize> {
    request.headers().get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Reads a body of at most [`BODY_MAX`] bytes. None: it is larger, or broke off.
pub async fn read(body: Body) -> Option<Bytes> {
    to_bytes(body, BODY_MAX).await.ok()
}

/// Whether the body is of this kind.
fn is_of(request: &Request, kind_of: &str) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok());
    let kind = kind.and_then(|kind| kind.split(';').next()).unwrap_or_default().trim();
    kind.eq_ignore_ascii_case(kind_of)
}

/// How many brackets a name opens, percent-encoded or not.
fn brackets(name: &[u8]) -> usize {
    let plain = name.iter().filter(|byte| **byte == b'[').count();
    plain + name.windows(3).filter(|three| three.eq_ignore_ascii_case(b"%5b")).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn read(kind: &str, body: String) -> Result<usize, AppError> {
        let request = Request::builder().header("content-type", kind).body(body.into());
        let read = read_form(request.expect("a request"), Duration::from_secs(60), false).await;
        read.map(|sent| sent.body.len())
    }

    #[tokio::test]
    async fn a_form_is_read_up_to_its_limits() {
        let form = "application/x-www-form-urlencoded";
        let fields = |n: usize| vec!["a=b"; n].join("&");
        for (kind, body, told) in [
            (form, String::new(), Ok(0)),
            (form, fields(FIELDS_MAX), Ok(FIELDS_MAX * 4 - 1)),
            (form, fields(FIELDS_MAX + 1), Err(AppError::TooLarge)),
            (form, "&".repeat(FIELDS_MAX), Err(AppError::TooLarge)),
            (form, "a".repeat(BODY_MAX), Ok(BODY_MAX)),
            (form, "a".repeat(BODY_MAX + 1), Err(AppError::TooLarge)),
            (form, "a[b][c]=[[[[".to_owned(), Ok(12)),
            (form, "a[b][c][d]=e".to_owned(), Err(AppError::TooLarge)),
            (form, "a%5Bb%5d%5bc%5D[d]=e".to_owned(), Err(AppError::TooLarge)),
            (form, "[".repeat(100_000), Err(AppError::TooLarge)),
            ("Application/X-WWW-Form-Urlencoded ; charset=utf-8", "a=b".to_owned(), Ok(3)),
            ("application/x-www-form-urlencodedish", "a=b".to_owned(), Err(AppError::NotAForm)),
            ("text/plain", "a=b".to_owned(), Err(AppError::NotAForm)),
            ("multipart/form-data; boundary=a", "a=b".to_owned(), Err(AppError::NotAForm)),
            ("application/json", "[".repeat(100_000), Err(AppError::NotAForm)),
            ("", "a=b".to_owned(), Err(AppError::NotAForm)),
        ] {
            let short: String = body.chars().take(30).collect();
            assert_eq!(read(kind, body).await, told, "{kind}: {short}");
        }
    }

    #[test]
    fn a_field_that_is_no_text_is_named() {
        for (body, named) in [
            ("a=b&c=%C3%A9+%00", None),
            ("a=b&c=%FF&d=%FE", Some("c")),
            ("a%5Bb%5D=%E9", Some("a[b]")),
            ("", None),
        ] {
            assert_eq!(not_text_in(body.as_bytes()).as_deref(), named, "{body}");
        }
        assert_eq!(not_text_in(b"a=\xff").as_deref(), Some("a"));
    }

    #[tokio::test]
    async fn a_file_stands_for_what_is_typed_in_its_field() {
        let kind = "multipart/form-data; boundary=b";
        let part = |head: &str, text: &[u8]| {
            let head = format!("--b\r\ncontent-disposition: form-data; {head}\r\n\r\n");
            [head.as_bytes(), text, b"\r\n"].concat()
        };
        let typed = part("name=\"text\"", "a=1&é".as_bytes());
        let file =
            |name: &str, text: &[u8]| part(&format!("name=\"text\"; filename=\"{name}\""), text);
        let many = part("name=\"a\"", b"b").repeat(FIELDS_MAX + 1);
        for (parts, told) in [
            (typed.clone(), Ok(("text=a%3D1%26%C3%A9", None))),
            ([typed.clone(), file("", b"")].concat(), Ok(("text=a%3D1%26%C3%A9", None))),
            ([typed.clone(), file("q.toml", b"\xef\xbb\xbfb")].concat(), Ok(("text=b", None))),
            (
                [file("q.toml", b""), typed.clone(), part("name=\"form\"", b"f")].concat(),
                Ok(("form=f&text=", None)),
            ),
            (
                [typed.clone(), file("q.png", b"\xff\0")].concat(),
                Ok(("text=a%3D1%26%C3%A9", Some("text"))),
            ),
            (part("name=\"a\"", b"\xffb"), Ok(("a=%EF%BF%BDb", Some("a")))),
            (b"no part".to_vec(), Ok(("", None))),
            (many, Err(AppError::TooLarge)),
            (part("name=\"a\"", &vec![b'a'; BODY_MAX]), Err(AppError::TooLarge)),
        ] {
            let body = [parts, b"--b--\r\n".to_vec()].concat();
            let request = Request::builder().header("content-type", kind).body(body.into());
            let request = request.expect("a request");
            let read = read_form(request, Duration::from_secs(60), true).await;
            let told = told.map(|(body, not_text): (&str, Option<&str>)| Sent {
                body: body.to_owned().into(),
                not_text: not_text.map(str::to_owned),
                upload: None,
            });
            assert_eq!(read, told);
        }
    }

    #[tokio::test]
    async fn a_file_comes_beside_its_fields_if_it_is_no_larger_than_one_may_be() {
        let kind = "multipart/form-data; boundary=b";
        let part = |head: &str, content: &[u8]| {
            let head = format!("--b\r\ncontent-disposition: form-data; {head}\r\n\r\n");
            [head.as_bytes(), content, b"\r\n"].concat()
        };
        let typed = part("name=\"alt\"", "a=1&é".as_bytes());
        let file =
            |name: &str, bytes: &[u8]| part(&format!("name=\"file\"; filename=\"{name}\""), bytes);
        let largest = vec![0xff; FILE_MAX];
        let larger = vec![0xff; FILE_MAX + 1];
        let body = "alt=a%3D1%26%C3%A9";
        let sent = |upload: Option<(&str, Option<&[u8]>)>| {
            let upload = upload.map(|(name, bytes)| (name.to_owned(), bytes.map(<[u8]>::to_vec)));
            Ok(Sent { body: body.into(), not_text: None, upload })
        };
        for (parts, keeps, told) in [
            (typed.clone(), true, sent(None)),
            ([file("", b""), typed.clone()].concat(), true, sent(None)),
            (
                [file("a.png", b"\xff\0"), typed.clone()].concat(),
                true,
                sent(Some(("a.png", Some(b"\xff\0")))),
            ),
            // The first one alone.
            (
                [file("a.png", b"a"), file("b.png", b"b"), typed.clone()].concat(),
                true,
                sent(Some(("a.png", Some(b"a")))),
            ),
            (
                [file("a.png", &largest), typed.clone()].concat(),
                true,
                sent(Some(("a.png", Some(&largest)))),
            ),
            // What was typed after it is still read.
            ([file("a.png", &larger), typed.clone()].concat(), true, sent(Some(("a.png", None)))),
            ([file("a.png", b"a"), typed.clone()].concat(), false, sent(Some(("a.png", None)))),
            (
                part("name=\"alt\"", b"\xffb"),
                true,
                Ok(Sent {
                    body: "alt=%EF%BF%BDb".into(),
                    not_text: Some("alt".to_owned()),
                    upload: None,
                }),
            ),
            (part("name=\"alt\"", &vec![b'a'; BODY_MAX + 1]), true, Err(AppError::TooLarge)),
            (part("name=\"a\"", b"b").repeat(FIELDS_MAX + 1), true, Err(AppError::TooLarge)),
        ] {
            let body = [parts, b"--b--\r\n".to_vec()].concat();
            let request = Request::builder().header("content-type", kind).body(body.into());
            let request = request.expect("a request");
            let read = read_upload(request, Duration::from_secs(60), keeps).await;
            assert!(read == told, "{:?}", told.map(|told| told.body));
        }
    }
}
