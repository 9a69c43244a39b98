//! What the editor asks the server, by name: the client of server functions weighs more than all that is asked.

use super::field::{call, made, property};
use leptos::prelude::window;
use leptos::wasm_bindgen::{JsCast, JsValue};
use web_sys::js_sys::{Array, JSON, Object, Promise, Reflect};

/// Fields as a form encodes them.
pub fn fields(given: &[(&str, &str)]) -> Result<String, JsValue> {
    let fields = made("URLSearchParams", &["".into()])?;
    for (name, value) in given {
        call(&fields, "append", &[(*name).into(), (*value).into()])?;
    }
    Ok(call(&fields, "toString", &[])?.as_string().unwrap_or_default())
}

/// Posts what a form encodes, and gives the answer. `with`: what else the call is made with.
pub async fn post(to: &str, body: &str, with: &[(&str, JsValue)]) -> Result<JsValue, JsValue> {
    let (call_with, headers) = (Object::new(), Object::new());
    Reflect::set(&headers, &"content-type".into(), &"application/x-www-form-urlencoded".into())?;
    Reflect::set(&call_with, &"headers".into(), &headers)?;
    let posted = [("method", JsValue::from_str("POST")), ("body", body.into())];
    for (name, value) in posted.iter().chain(with) {
        Reflect::set(&call_with, &(*name).into(), value)?;
    }
    window().fetch_with_str_and_init(to, call_with.unchecked_ref()).await
}

/// What a server function answers. Errors: it cannot be reached, or refuses.
pub async fn answer(name: &str, given: &[(&str, &str)]) -> Result<JsValue, JsValue> {
    // What is sent as one leaves arrives all the same.
    let body = fields(given)?;
    read(post(&format!("/api/{name}"), &body, &[("keepalive", true.into())]).await?).await
}

/// What an address answers in JSON. Errors: it cannot be reached, or refuses.
pub async fn get(from: &str) -> Result<JsValue, JsValue> {
    read(window().fetch_with_str(from).await?).await
}

async fn read(answer: JsValue) -> Result<JsValue, JsValue> {
    if !property(&answer, "ok").is_some_and(|ok| ok.is_truthy()) {
        return Err(answer);
    }
    let text = call(&answer, "text", &[])?.dyn_into::<Promise>()?.await?;
    JSON::parse(&text.as_string().unwrap_or_default())
}

/// The items of a list in what was answered.
pub fn items(of: &JsValue, name: &str) -> Vec<JsValue> {
    let list = property(of, name).and_then(|list| list.dyn_into::<Array>().ok());
    list.map(|items| items.iter().collect()).unwrap_or_default()
}
