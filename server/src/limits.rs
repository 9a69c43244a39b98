//! How much a request may hold. What is more is refused at once: on what it declares, else as soon as it is met.

use app::error::AppError;
use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header;
use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;
use tokio::time::timeout;

/// The largest body, in bytes: a wiki page of 200,000 characters, percent-encoded at worst.
pub const BODY_MAX: usize = 2 * 1024 * 1024;

/// The most fields a form may have: the largest of ours has some sixty.
pub const FIELDS_MAX: usize = 500;

/// The most brackets a field's name may open: ours open one, `answers[question]`.
pub const BRACKETS_MAX: usize = 2;

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
    /// The field of a file that is no text.
    pub not_text: Option<String>,
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
        Sent { body, not_text: None }
    };
    for (n, field) in sent.body.split(|byte| *byte == b'&').enumerate() {
        let name = field.split(|byte| *byte == b'=').next().unwrap_or_default();
        if n >= FIELDS_MAX || brackets(name) > BRACKETS_MAX {
            return Err(AppError::TooLarge);
        }
    }
    Ok(sent)
}

/// The fields of a form with files.
async fn unpacked(request: Request) -> Result<Sent, AppError> {
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_| AppError::Malformed)?;
    let (mut fields, mut files, mut not_text) = (Vec::new(), Vec::new(), None);
    while let Some(part) = parts.next_field().await.map_err(|_| AppError::Malformed)? {
        let name = part.name().unwrap_or_default().to_owned();
        let file = part.file_name().map(str::to_owned);
        let bytes = part.bytes().await.map_err(|_| AppError::Malformed)?;
        let text = String::from_utf8(bytes.into()).ok().filter(|text| !text.contains('\0'));
        match (file.as_deref(), text) {
            // None was chosen.
            (Some(""), _) => {}
            (Some(_), Some(text)) => {
                files.push((name, text.trim_start_matches('\u{feff}').to_owned()));
            }
            (Some(_), None) => not_text = Some(name),
            (None, Some(text)) => fields.push((name, text)),
            (None, None) => return Err(AppError::Malformed),
        }
    }
    // Whichever stands first on the page.
    fields.retain(|(field, _)| !files.iter().any(|(file, _)| file == field));
    let mut encoded = form_urlencoded::Serializer::new(String::new());
    let body = encoded.extend_pairs(fields).extend_pairs(files).finish().into();
    Ok(Sent { body, not_text })
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
            (part("name=\"a\"", b"\xff"), Err(AppError::Malformed)),
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
            });
            assert_eq!(read, told);
        }
    }
}
