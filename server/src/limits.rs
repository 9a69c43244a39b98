//! How much a request may hold. What is more is refused at once: on what it declares, else as soon as it is met.

use app::error::AppError;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::header;
use std::time::Duration;
use tokio::time::timeout;

/// The largest body, in bytes: a wiki page of 200,000 characters, percent-encoded at worst.
pub const BODY_MAX: usize = 2 * 1024 * 1024;

/// The most fields a form may have: the largest of ours has some sixty.
pub const FIELDS_MAX: usize = 500;

/// The most brackets a field's name may open: ours open one, `answers[question]`.
pub const BRACKETS_MAX: usize = 2;

/// Reads a form, which must come within `patience`.
///
/// Errors: `NotAForm`; `TooLarge` in bytes, fields or brackets; `TooSlow`.
pub async fn read_form(request: Request, patience: Duration) -> Result<Bytes, AppError> {
    if !is_form(&request) {
        return Err(AppError::NotAForm);
    }
    let declared = request.headers().get(header::CONTENT_LENGTH);
    let declared = declared.and_then(|v| v.to_str().ok()?.parse::<usize>().ok());
    if declared.is_some_and(|bytes| bytes > BODY_MAX) {
        return Err(AppError::TooLarge);
    }
    let body = timeout(patience, read(request.into_body())).await.map_err(|_| AppError::TooSlow)?;
    let body = body.ok_or(AppError::TooLarge)?;
    for (n, field) in body.split(|byte| *byte == b'&').enumerate() {
        let name = field.split(|byte| *byte == b'=').next().unwrap_or_default();
        if n >= FIELDS_MAX || brackets(name) > BRACKETS_MAX {
            return Err(AppError::TooLarge);
        }
    }
    Ok(body)
}

/// Reads a body of at most [`BODY_MAX`] bytes. None: it is larger, or broke off.
pub async fn read(body: Body) -> Option<Bytes> {
    to_bytes(body, BODY_MAX).await.ok()
}

/// Whether the body is a form: the one kind that our pages send.
fn is_form(request: &Request) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok());
    let kind = kind.and_then(|kind| kind.split(';').next()).unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/x-www-form-urlencoded")
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
        read_form(request.expect("a request"), Duration::from_secs(60)).await.map(|b| b.len())
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
}
