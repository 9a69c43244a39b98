//! What every request and response passes: where a write comes from, and the headers that protect a page.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::Response;

/// Whether this write comes from one of our own pages. No header at all is no proof.
pub fn from_our_pages(headers: &HeaderMap) -> bool {
    let text = |name: HeaderName| headers.get(name).and_then(|v| v.to_str().ok());
    if let Some(site) = text(HeaderName::from_static("sec-fetch-site")) {
        return site == "same-origin"
            || site == "none" && text(header::ORIGIN).is_none_or(|o| ours(headers, o));
    }
    text(header::ORIGIN).is_some_and(|origin| ours(headers, origin))
}

fn ours(headers: &HeaderMap, origin: &str) -> bool {
    let host = headers.get(header::HOST).and_then(|v| v.to_str().ok());
    let origin = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
    host.is_some() && origin == host
}

/// Whether a request changes nothing by its method.
pub fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
}

/// No inline script or style, no third party, no frame.
const CSP: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'";

/// The headers of every response, errors and files included.
pub async fn protect(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        ("content-security-policy", CSP),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(n, v)| (HeaderName::from_static(n), HeaderValue::from_static(v)))
            .collect()
    }

    #[test]
    fn accounts_writes_come_from_our_own_pages() {
        for (pairs, good) in [
            (&[("host", "a.fr"), ("sec-fetch-site", "same-origin")][..], true),
            (&[("host", "a.fr"), ("sec-fetch-site", "cross-site")], false),
            (&[("host", "a.fr"), ("sec-fetch-site", "same-site")], false),
            (
                &[("host", "a.fr"), ("sec-fetch-site", "cross-site"), ("origin", "https://a.fr")],
                false,
            ),
            (&[("host", "a.fr"), ("origin", "https://a.fr")], true),
            (&[("host", "a.fr"), ("origin", "https://evil.fr")], false),
            (&[("host", "a.fr"), ("origin", "null")], false),
            (&[("host", "a.fr")], false),
        ] {
            assert_eq!(from_our_pages(&headers(pairs)), good, "{pairs:?}");
        }
    }
}
