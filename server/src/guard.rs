//! What every request and response passes: where a write comes from, and the headers that protect a page.

use app::request::State;
use axum::extract::{self, Request};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Whether this write comes from one of our own pages. No header at all is no proof.
pub fn from_our_pages(state: &State, headers: &HeaderMap) -> bool {
    Own { public_url: &state.public_url, secure: state.secure }.sent(headers)
}

/// What our own pages are called.
struct Own<'s> {
    public_url: &'s str,
    secure: bool,
}

impl Own<'_> {
    fn sent(&self, headers: &HeaderMap) -> bool {
        let origin = text(headers, &header::ORIGIN);
        match text(headers, &HeaderName::from_static("sec-fetch-site")) {
            Some("same-origin") => true,
            // What a person does themselves, past any page.
            Some("none") => origin.is_none_or(|origin| self.is(origin, headers)),
            Some(_) => false,
            None => origin.is_some_and(|origin| self.is(origin, headers)),
        }
    }

    /// The address that people type or, by the same scheme, the one by which this request came.
    fn is(&self, origin: &str, headers: &HeaderMap) -> bool {
        let scheme = if self.secure { "https" } else { "http" };
        let host = text(headers, &header::HOST).map(|host| format!("{scheme}://{host}"));
        let ours = [Some(self.public_url), host.as_deref()];
        ours.into_iter().flatten().any(|ours| ours.eq_ignore_ascii_case(origin))
    }
}

fn text<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// Whether a request changes nothing by its method.
pub fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
}

/// Whether it asks for another protocol, over which a page from elsewhere could speak with our cookie. (HTTP/2 is none.)
fn upgrades(request: &Request) -> bool {
    let asked = text(request.headers(), &header::UPGRADE);
    request.method() == Method::CONNECT || asked.is_some_and(|to| !to.eq_ignore_ascii_case("h2c"))
}

/// No inline script or style, no third party, no frame.
const CSP: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'";

/// The headers of every response, errors and files included.
const HEADERS: [(&str, &str); 6] = [
    ("content-security-policy", CSP),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "browsing-topics=(), camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
];

/// For a year, browsers come back over TLS only.
const HSTS: &str = "max-age=31536000";

/// Refuses to leave HTTP for who is not one of our pages, and adds the headers of every response.
pub async fn protect(
    extract::State(state): extract::State<State>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = if upgrades(&request) && !from_our_pages(&state, request.headers()) {
        StatusCode::FORBIDDEN.into_response()
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        // A page may ask for more discretion than others.
        headers.entry(HeaderName::from_static(name)).or_insert(HeaderValue::from_static(value));
    }
    if state.secure {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(HSTS));
    }
    response
}

/// What makes a page that an address alone opens more discreet: nobody else is told the address, no robot lists it, no
/// cache keeps it. `answered_by_link`: whoever holds the link needs no other proof to answer.
pub fn hush(response: &mut Response, answered_by_link: bool) {
    // Under `no-referrer`, a browser no longer says which page a form was sent from, and that proof is asked elsewhere.
    let referrer = if answered_by_link { "no-referrer" } else { "strict-origin" };
    let headers = response.headers_mut();
    for (name, value) in [
        (header::REFERRER_POLICY, referrer),
        (HeaderName::from_static("x-robots-tag"), "noindex, nofollow"),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
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
        let plain = Own { public_url: "http://a.fr", secure: false };
        let tls = Own { public_url: "https://a.fr", secure: true };
        for (pairs, over_http, over_tls) in [
            (&[("host", "a.fr"), ("sec-fetch-site", "same-origin")][..], true, true),
            (&[("host", "a.fr"), ("sec-fetch-site", "none")], true, true),
            (
                &[("host", "a.fr"), ("sec-fetch-site", "none"), ("origin", "https://b.fr")],
                false,
                false,
            ),
            (&[("host", "a.fr"), ("sec-fetch-site", "cross-site")], false, false),
            (&[("host", "a.fr"), ("sec-fetch-site", "same-site")], false, false),
            (&[("host", "a.fr"), ("sec-fetch-site", "")], false, false),
            (
                &[("host", "a.fr"), ("sec-fetch-site", "cross-site"), ("origin", "https://a.fr")],
                false,
                false,
            ),
            // The scheme counts: what is on the way may write plain pages of that name.
            (&[("host", "a.fr"), ("origin", "https://a.fr")], false, true),
            (&[("host", "a.fr"), ("origin", "http://a.fr")], true, false),
            (&[("host", "a.fr"), ("origin", "HTTPS://A.fr")], false, true),
            // A proxy may call us by another name than people do.
            (&[("host", "inside:3000"), ("origin", "https://a.fr")], false, true),
            (&[("host", "inside:3000"), ("origin", "http://a.fr")], true, false),
            (&[("host", "b.fr"), ("origin", "https://b.fr")], false, true),
            (&[("host", "a.fr"), ("origin", "https://b.fr")], false, false),
            (&[("host", "a.fr"), ("origin", "https://a.fr.b.fr")], false, false),
            (&[("host", "a.fr"), ("origin", "https://a.fr:8443")], false, false),
            (&[("host", "a.fr"), ("origin", "null")], false, false),
            (&[("host", "null"), ("origin", "null")], false, false),
            (&[("host", ""), ("origin", "")], false, false),
            (&[("origin", "")], false, false),
            (&[("host", "a.fr")], false, false),
            (&[], false, false),
        ] {
            assert_eq!(plain.sent(&headers(pairs)), over_http, "{pairs:?} over HTTP");
            assert_eq!(tls.sent(&headers(pairs)), over_tls, "{pairs:?} over TLS");
        }
    }
}
