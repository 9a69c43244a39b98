//! The page renderer: one request in, one whole page out. A form posts to the URL of its page.

use crate::assets::{Assets, WORKER};
use crate::guard::{from_our_pages, hush, is_safe};
use crate::limits::{Sent, hear_out, read, read_form, read_upload};
use crate::shelf::Shelf;
use crate::who::Who;
use app::accounts::session::cookie_name;
use app::accounts::throttle::device_cookie;
use app::caller::{Caller, address};
use app::error::{AppError, Done, Download};
use app::passwords::token_hash;
use app::request::{Request as Asking, State, Upload};
use app::routes::{Ask, Get, Route, View, href};
use app::shell;
use app::ui::document::{Bundle, Head, Kept, document};
use app::ui::fields::Returned;
use axum::extract::{ConnectInfo, FromRequestParts, Path, Request};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header, request::Parts};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use domain::accounts::{Actor, Device, Signed};
use domain::text::{Fault, Lang};
use hydration_context::SsrSharedContext;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use uuid::Uuid;

/// What every handler shares.
pub struct Server {
    pub state: State,
    pub assets: Arc<Assets>,
    pub routes: Vec<Route>,
    pub shelf: Shelf,
    pub who: Who,
}

/// What brings a page to life.
#[derive(Default)]
struct Scripts {
    bundle: Option<Bundle>,
    /// Where its own script is.
    script: Option<String>,
}

/// See `Actor::owner`. On a page, whose it is; on a call, whose it was when it was made: somebody else who signed in
/// meanwhile does not send it.
const OWNER: HeaderName = HeaderName::from_static("owner");
/// Sent by the worker as somebody signs out: it clears what is theirs, and of nobody else.
const CLEARS: HeaderName = HeaderName::from_static("clears");

/// Ends the title of every page.
const PRODUCT: &str = "Savoirs Communs";

/// Answers one route, in one language.
pub async fn page(server: Arc<Server>, route: usize, lang: Lang, request: Request) -> Response {
    let route = &server.routes[route];
    if route.shared && is_safe(request.method()) && server.is_visitor(request.headers()) {
        let address = request.uri().path_and_query().map(ToString::to_string).unwrap_or_default();
        let headers = request.headers().clone();
        let made = || answer(&server, route, lang, request);
        return server.shelf.page(&server.state, &address, &headers, made).await;
    }
    let mut answer = answer(&server, route, lang, request).await;
    if route.path.contains("{token}") {
        hush(&mut answer, route.signed_link);
    }
    answer
}

async fn answer(server: &Server, route: &Route, lang: Lang, request: Request) -> Response {
    let (mut parts, body) = request.into_parts();
    let params = Path::<BTreeMap<String, String>>::from_request_parts(&mut parts, &()).await;
    let params = params.map(|Path(p)| p).unwrap_or_default();
    let asking =
        server.asking(&parts, lang, route.signed_link.then(|| params.get("token")).flatten());
    let asking = match asking.await {
        Ok(asking) => named(asking).await,
        denied => denied,
    };
    let (asking, denied) = match asking {
        Ok(asking) => (asking, None),
        // A link that no longer works is told on a page of its own.
        Err((asking, error)) => (asking, Some(error)),
    };
    let path = parts.uri.path();
    let path = path
        .strip_prefix("/en")
        .filter(|p| lang == Lang::En && (p.is_empty() || p.starts_with('/')));
    let path = path.unwrap_or(parts.uri.path());
    let ask = Ask {
        request: asking,
        params,
        query: pairs(parts.uri.query().unwrap_or_default().as_bytes()).into_iter().collect(),
        path: if path.is_empty() { "/".to_owned() } else { path.to_owned() },
    };
    if let Some(error) = denied {
        return server.error(&ask, &error);
    }
    if is_safe(&parts.method) {
        return match &route.get {
            Get::Page(_) => server.show(route, ask, None, StatusCode::OK).await,
            Get::File(file) => server.file(file, ask, &parts.headers).await,
            Get::Stored(stored) => server.stored(stored, ask, &parts.headers).await,
        };
    }
    if parts.method != Method::POST || route.is_file() {
        let allowed = if route.is_file() { "GET, HEAD" } else { "GET, HEAD, POST" };
        let allowed = [(header::ALLOW, allowed)];
        return (StatusCode::METHOD_NOT_ALLOWED, allowed).into_response();
    }
    let request = Request::from_parts(parts, body);
    server.post(route, ask, request).await
}

/// Who asks for a page, with the name of whom the current hat acts for, which its header tells.
async fn named(asking: Asking) -> Result<Asking, (Asking, AppError)> {
    let Some(hat) = asking.actor.signed().ok().and_then(Signed::current) else { return Ok(asking) };
    let behalf = asking.read().behalf(hat).await;
    match behalf {
        Ok(behalf) => Ok(Asking { behalf, ..asking }),
        Err(error) => {
            let error = asking.answer(error);
            Err((asking, error))
        }
    }
}

/// A page that does not exist.
pub async fn not_found(server: Arc<Server>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let path = parts.uri.path();
    let lang = if path == "/en" || path.starts_with("/en/") { Lang::En } else { Lang::Fr };
    let request = match server.asking(&parts, lang, None).await {
        Ok(request) => named(request).await,
        denied => denied,
    };
    let (Ok(request) | Err((request, _))) = request;
    let (params, query) = Default::default();
    server.error(&Ask { request, params, query, path: "/".to_owned() }, &AppError::NotFound)
}

/// Answers a server function called by an island.
pub async fn server_function(server: Arc<Server>, request: Request) -> Response {
    let now = server.state.now();
    if !from_our_pages(&server.state, request.headers()) {
        hear_out(request);
        return api_error(&AppError::CrossSite, now);
    }
    let (parts, body) = request.into_parts();
    let request = Request::from_parts(parts.clone(), body);
    let body = match read_form(request, server.state.patience, false).await {
        Ok(sent) => sent.body,
        Err(error) => return api_error(&error, now),
    };
    // Who holds a link says it with each call.
    let query = pairs(parts.uri.query().unwrap_or_default().as_bytes());
    let link = query.iter().find(|(name, _)| name == "link").map(|(_, token)| token);
    let asking = match server.asking(&parts, Lang::Fr, link).await {
        Ok(asking) => asking,
        Err((_, error)) => return api_error(&error, now),
    };
    let made_by = parts.headers.get(OWNER).map(HeaderValue::as_bytes);
    let asks = asking.actor.owner().map(|owner| owner.to_string());
    if made_by.is_some_and(|made_by| asks.is_none_or(|asks| asks.as_bytes() != made_by)) {
        return api_error(&AppError::SignIn, now);
    }
    let mut request = Request::from_parts(parts, body.into());
    // Functions answer data here; pages answer pages.
    request.headers_mut().remove(header::ACCEPT);
    let provide = move || provide_context(asking.clone());
    let response = leptos_axum::handle_server_fns_with_context(provide, request).await;
    with_status(response.into_response(), now).await
}

/// server_fn answers every error with 500: ours say their status themselves.
async fn with_status(response: Response, now: DateTime<Utc>) -> Response {
    if response.status() != StatusCode::INTERNAL_SERVER_ERROR {
        return response;
    }
    let Some(body) = read(response.into_body()).await else {
        return api_error(&AppError::Unexpected(String::new()), now);
    };
    let error = serde_json::from_slice::<AppError>(&body);
    api_error(&error.unwrap_or(AppError::Malformed), now)
}

fn api_error(error: &AppError, now: DateTime<Utc>) -> Response {
    // Why it failed is for the log, where its correlation id leads.
    let after = error.retry_after(now);
    let told = match error {
        AppError::Unexpected(cause) => {
            let correlation = Uuid::now_v7();
            tracing::error!(%correlation, %cause, "unexpected error");
            AppError::Unexpected(correlation.to_string())
        }
        error => error.clone(),
    };
    retry_after((status(error), axum::Json(told)).into_response(), after)
}

/// Says when to ask again, in seconds.
fn retry_after(mut response: Response, after: Option<i64>) -> Response {
    if let Some(seconds) = after {
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    response
}

/// The page of a handler that panicked: in both languages, for nothing of the request is known any more.
pub fn panicked(assets: &Assets) -> Response {
    let correlation = Uuid::now_v7();
    tracing::error!(%correlation, "a handler panicked");
    let head = Head {
        lang: Lang::Fr.code(),
        title: format!("{} · {PRODUCT}", texts::error_title::unexpected(Lang::Fr)),
        description: String::new(),
        css: assets.url("app.css"),
        icon: assets.url("icon.svg"),
        font: None,
        bundle: None,
        script: None,
        alternate: None,
    };
    let told = |lang: Lang| {
        view! {
            <section class="wrap" lang=lang.code()>
                <h2>{texts::error_title::unexpected(lang)}</h2>
                <p>{texts::error::unexpected(lang)}</p>
                <p>{texts::error::correlation(lang)} " " <code>{correlation.to_string()}</code></p>
            </section>
        }
    };
    let html = Owner::new_root(None).with(|| {
        let body =
            view! { <main><h1 class="wrap">{PRODUCT}</h1>{told(Lang::Fr)}{told(Lang::En)}</main> };
        document(head, body)
    });
    let html_type = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
    (StatusCode::INTERNAL_SERVER_ERROR, html_type, html).into_response()
}

fn status(error: &AppError) -> StatusCode {
    StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

impl Server {
    /// Who asks. With a signed link, the link alone says it: the cookie is not read.
    async fn asking(
        &self,
        parts: &Parts,
        lang: Lang,
        link: Option<&String>,
    ) -> Result<Asking, (Asking, AppError)> {
        let mut asking = Asking {
            state: self.state.clone(),
            actor: Actor::Anonymous,
            caller: Caller { address: self.address(parts), ..Caller::UNKNOWN },
            lang,
            now: self.state.now(),
            correlation: Uuid::now_v7(),
            token_hash: None,
            device: parts
                .headers
                .get(header::USER_AGENT)
                .and_then(|agent| agent.to_str().ok())
                .map(Device::of)
                .unwrap_or_default(),
            behalf: None,
            hat: None,
        };
        if let Some(token) = link {
            return match app::links::verify(&self.state.link_key, token, asking.now) {
                Ok(bearer) => Ok(Asking { actor: Actor::Bearer(bearer), ..asking }),
                Err(AppError::NotFound) => Err((asking, AppError::LinkUnknown)),
                Err(error) => Err((asking, error)),
            };
        }
        let device = cookie(&parts.headers, device_cookie(self.state.secure));
        asking.caller.device = device.unwrap_or_default().to_owned();
        let Some(token) = cookie(&parts.headers, cookie_name(self.state.secure)) else {
            return Ok(asking);
        };
        let hash = token_hash(token);
        match self.who.signed(&self.state, &hash).await {
            Ok(Some(signed)) => {
                asking.actor = Actor::Person(signed);
                asking.token_hash = Some(hash);
                Ok(asking)
            }
            Ok(None) => Ok(asking),
            Err(error) => {
                let error = asking.answer(error);
                Err((asking, error))
            }
        }
    }

    /// Nobody has signed in with this browser.
    fn is_visitor(&self, headers: &HeaderMap) -> bool {
        cookie(headers, cookie_name(self.state.secure)).is_none()
    }

    fn address(&self, parts: &Parts) -> IpAddr {
        match parts.extensions.get::<ConnectInfo<SocketAddr>>() {
            Some(ConnectInfo(peer)) => address(peer.ip(), &parts.headers, &self.state.proxies),
            None => Caller::UNKNOWN.address,
        }
    }

    /// Runs the form's function, then goes to the next page, or shows this one again with what was typed.
    async fn post(&self, route: &Route, ask: Ask, request: Request) -> Response {
        // A signed link is its own proof, and the cookie is not read.
        if !route.signed_link && !from_our_pages(&self.state, request.headers()) {
            hear_out(request);
            return self.error(&ask, &AppError::CrossSite);
        }
        if route.one_click {
            return self.one_click(route, ask).await;
        }
        let clears = request.headers().contains_key(CLEARS);
        // Nothing is kept in memory of what nobody may send.
        let keeps = ask.request.actor.signed().is_ok();
        let sent = match route.uploads {
            true => read_upload(request, self.state.patience, keeps).await,
            false => read_form(request, self.state.patience, route.files).await,
        };
        let Sent { body, not_text, upload } = match sent {
            Ok(sent) => sent,
            Err(error) => return self.error(&ask, &error),
        };
        // Whole, unless a field was found to be no text.
        let text = std::str::from_utf8(&body).unwrap_or_default();
        let typed = pairs(&body);
        // The last one counts: a button may send a form to another function than its own.
        let named = typed.iter().rfind(|(name, _)| name == "form").map(|(_, value)| value.as_str());
        let form = route.forms.iter().find(|f| Some(f.name) == named);
        let Some(form) = form else { return self.error(&ask, &AppError::Malformed) };

        let options = ResponseOptions::default();
        let owner = Owner::new_root(None);
        let asking = ask.request.clone();
        let upload = upload.map(|(name, bytes)| Upload::new(name, bytes)).unwrap_or_default();
        let answer = match not_text {
            Some(field) => Err(AppError::field(&field, Fault::NotText)),
            None => {
                let answer = owner.with(|| {
                    provide_context(asking);
                    provide_context(options.clone());
                    provide_context(upload);
                    ScopedFuture::new((form.run)(text))
                });
                answer.await
            }
        };
        match answer {
            Ok(Done { download: Some(file), .. }) => attachment(file),
            Ok(Done { again: true, .. }) => {
                let returned = Returned::to_look_at(form.name, typed);
                self.show(route, ask, Some((returned, None)), StatusCode::OK).await
            }
            Ok(done) => {
                let mut answer = see_other(&ask, &done, &options);
                if clears {
                    answer.headers_mut().remove("clear-site-data");
                }
                answer
            }
            Err(AppError::SignIn) => {
                let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
                owner.with(|| {
                    let view = shell::sign_in_again(&ask, typed);
                    self.respond(&ask, view, Scripts::default(), StatusCode::UNAUTHORIZED)
                })
            }
            Err(error @ (AppError::Unexpected(_) | AppError::Malformed)) => {
                self.error(&ask, &error)
            }
            Err(error) => {
                let status = status(&error);
                let after = error.retry_after(ask.request.now);
                let returned = shell::returned(&ask.request, form.name, typed, &error).await;
                let shown = self.show(route, ask, Some((returned, Some(error))), status).await;
                retry_after(shown, after)
            }
        }
    }

    /// The post itself is the act, whatever it holds and in whichever encoding; its answer is the page, for it may not
    /// lead elsewhere (RFC 8058 §3.1).
    async fn one_click(&self, route: &Route, ask: Ask) -> Response {
        let owner = Owner::new_root(None);
        let asking = ask.request.clone();
        let done = route.forms.first().map(|form| {
            owner.with(|| {
                provide_context(asking);
                ScopedFuture::new((form.run)(""))
            })
        });
        match done {
            Some(done) => match done.await {
                Ok(_) => self.show(route, ask, None, StatusCode::OK).await,
                Err(error) => self.error(&ask, &error),
            },
            None => self.error(&ask, &AppError::Malformed),
        }
    }

    /// Renders the route's page; `back`: what a form gives back to it, and why it was refused.
    async fn show(
        &self,
        route: &Route,
        ask: Ask,
        back: Option<(Returned, Option<AppError>)>,
        status: StatusCode,
    ) -> Response {
        let Get::Page(page) = &route.get else { return self.error(&ask, &AppError::Malformed) };
        let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
        let returned = back.as_ref().map(|(returned, _)| returned.clone());
        let page = owner.with(|| {
            provide_context(ask.request.clone());
            provide_context(returned.unwrap_or_default());
            provide_context(shell::ui_texts(ask.lang()));
            ScopedFuture::new(page(ask.clone()))
        });
        match page.await {
            Ok(view) => {
                let whose = ask.request.actor.owner().filter(|_| route.kept);
                let kept =
                    whose.map(|whose| Kept { worker: WORKER.to_owned(), owner: whose.to_string() });
                let bundle = route.bundle.map(|bundle| Bundle {
                    loader: self.assets.url("loader.js"),
                    script: self.assets.url(&format!("{}.js", bundle.name())),
                    wasm: self.assets.url(&format!("{}_bg.wasm", bundle.name())),
                    kept,
                });
                let script = route.script.map(|script| self.assets.url(script));
                let scripts = Scripts { bundle, script };
                owner.with(|| self.respond(&ask, view, scripts, status))
            }
            Err(AppError::Moved(path)) if back.is_none() => {
                let path = href(ask.lang(), &path);
                (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, path)]).into_response()
            }
            // The page itself cannot be shown to who posted: what they are told is what their post was, and what they typed.
            Err(error) => {
                let (typed, refused) = match back {
                    Some((returned, refused)) => (returned.typed, refused),
                    None => Default::default(),
                };
                owner.with(|| self.error_page(&ask, &refused.unwrap_or(error), typed))
            }
        }
    }

    /// The page that says what went wrong.
    pub fn error(&self, ask: &Ask, error: &AppError) -> Response {
        let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
        owner.with(|| {
            provide_context(ask.request.clone());
            provide_context(Returned::default());
            provide_context(shell::ui_texts(ask.lang()));
            self.error_page(ask, error, Vec::new())
        })
    }

    fn error_page(&self, ask: &Ask, error: &AppError, typed: Vec<(String, String)>) -> Response {
        if let AppError::Unexpected(cause) = error {
            tracing::error!(correlation = %ask.request.correlation, %cause, "unexpected error");
        }
        self.respond(ask, shell::error_view(ask, error, &typed), Scripts::default(), status(error))
    }

    /// The whole document. Called inside an owner.
    fn respond(
        &self,
        ask: &Ask,
        view: View,
        Scripts { bundle, script }: Scripts,
        status: StatusCode,
    ) -> Response {
        let lang = ask.lang();
        let other = if lang == Lang::Fr { Lang::En } else { Lang::Fr };
        let head = Head {
            lang: lang.code(),
            title: format!("{} · {PRODUCT}", view.title),
            description: view.description,
            css: self.assets.url("app.css"),
            icon: self.assets.url("icon.svg"),
            font: Some(self.assets.url("font.woff2")),
            bundle,
            script,
            alternate: Some((other.code(), ask.here(other))),
        };
        let html = document(head, shell::frame(ask, view.body));
        let cache = match ask.request.actor {
            Actor::Anonymous => "no-cache",
            _ => "no-store",
        };
        let headers = [
            (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
            (header::CACHE_CONTROL, HeaderValue::from_static(cache)),
            (header::VARY, HeaderValue::from_static("Cookie")),
        ];
        let mut response = (status, headers, html).into_response();
        // The browser's worker keeps pages of one owner only.
        let owner = ask.request.actor.owner().map(|owner| owner.to_string());
        if let Some(Ok(owner)) = owner.as_deref().map(HeaderValue::from_str) {
            response.headers_mut().insert(OWNER, owner);
        }
        response
    }
}

/// A file for who asked, which no cache keeps.
fn attachment(file: Download) -> Response {
    let disposition = format!("attachment; filename=\"{}\"", file.name);
    let headers = [
        (header::CONTENT_TYPE, file.kind),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (StatusCode::OK, headers, file.body).into_response()
}

/// 303 to where the form leads, with the headers that it set.
fn see_other(ask: &Ask, done: &Done, options: &ResponseOptions) -> Response {
    let (path, place) = match done.next.split_once('#') {
        Some((path, place)) => (path, Some(place)),
        None => (&*done.next, None),
    };
    let mut next = href(ask.lang(), path);
    if let Some(said) = &done.said {
        next.push(if next.contains('?') { '&' } else { '?' });
        next.push_str("dit=");
        next.push_str(said);
    }
    next.extend(place.into_iter().flat_map(|place| ["#", place]));
    let mut response = StatusCode::SEE_OTHER.into_response();
    let headers = response.headers_mut();
    if let Ok(parts) = options.0.read() {
        for (name, value) in &parts.headers {
            headers.append(name, value.clone());
        }
    }
    // What a function sends on is ours, but a slug may hold any letter: it is percent-encoded.
    match HeaderValue::from_str(&encode_path(&next)) {
        Ok(location) => headers.insert(header::LOCATION, location),
        Err(_) => headers.insert(header::LOCATION, HeaderValue::from_static("/")),
    };
    response
}

fn encode_path(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_graphic() {
            encoded.push(byte as char);
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// A cookie's value.
fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(n, v)| *n == name && !v.is_empty())
        .map(|(_, v)| v)
}

/// The fields of a form or a query, in order, decoded.
fn pairs(encoded: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(encoded).map(|(n, v)| (n.into_owned(), v.into_owned())).collect()
}
