//! Writes that wait in the browser until the server has them: kept on the disk first, sent in order, sent again byte for
//! byte. What they are about is the page's own business.
//!
//! Drafts are kept beside them (`drafts`). The page itself is kept by `style/worker.js`. Both are one owner's: whoever else signs in finds nothing, and sends nothing.

use leptos::prelude::window;
use leptos::wasm_bindgen::prelude::Closure;
use leptos::wasm_bindgen::{JsCast, JsValue};
use web_sys::js_sys::{Array, Function, JSON, Object, Promise, Reflect};
use web_sys::{
    AbortSignal, Headers, IdbDatabase, IdbObjectStore, IdbRequest, IdbTransaction, RequestInit,
    Response, UrlSearchParams,
};

/// Begins the name of a database; the id of whose it is ends it. `style/worker.js` deletes it by this name.
const DATABASE: &str = "kept:";
const WRITES: &str = "writes";
/// See `drafts`.
pub const DRAFTS: &str = "drafts";
/// Of the stores above: a browser adds those that it lacks.
const VERSION: u32 = 2;
const FIELDS: [&str; 4] = ["url", "body", "state", "answer"];
/// How long an answer may take to come, in milliseconds: a network that answers nothing is none.
const PATIENCE: u32 = 15_000;

/// One call of a server function.
#[derive(Clone, Debug, PartialEq)]
pub struct Write {
    pub url: String,
    /// Form encoded, with its command id.
    pub body: String,
    pub state: State,
}

/// Where a write stands.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// The server has not said that it has it.
    Waiting,
    Stored,
    /// The server will not take it: what it answered, as JSON.
    Refused(String),
}

/// Where sending ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// Nothing waits.
    All,
    /// The network or the server does not answer.
    Later,
    /// Whose they are is signed out.
    SignIn,
}

impl Write {
    /// A call that waits for its turn.
    pub fn new(url: &str, fields: &[(String, String)]) -> Self {
        let body = UrlSearchParams::new().map(|encoded| {
            for (name, value) in fields {
                encoded.append(name, value);
            }
            encoded.to_string().into()
        });
        let (url, body) = (url.to_owned(), body.unwrap_or_default());
        Self { url, body, state: State::Waiting }
    }

    /// A field of what it sends. Empty: it sends none of that name.
    pub fn field(&self, name: &str) -> String {
        let body = UrlSearchParams::new_with_str(&self.body).ok();
        body.and_then(|body| body.get(name)).unwrap_or_default()
    }

    fn to_js(&self) -> Kept<JsValue> {
        let (state, answer) = match &self.state {
            State::Waiting => ("waiting", ""),
            State::Stored => ("stored", ""),
            State::Refused(answer) => ("refused", &**answer),
        };
        let values = [&self.url, &self.body, state, answer];
        let object = Object::new();
        for (name, value) in FIELDS.into_iter().zip(values) {
            Reflect::set(&object, &name.into(), &value.into())?;
        }
        Ok(object.into())
    }

    fn from_js(value: &JsValue) -> Self {
        let read = |name: &str| Reflect::get(value, &name.into()).ok()?.as_string();
        let [url, body, state, answer] = FIELDS.map(|name| read(name).unwrap_or_default());
        let state = match &*state {
            "waiting" => State::Waiting,
            "stored" => State::Stored,
            _ => State::Refused(answer),
        };
        Self { url, body, state }
    }
}

/// The writes of one owner, in this browser: they are in a database of their own.
#[derive(Clone, Debug)]
pub struct Queue {
    /// A person's id, or that of a journey begun without an account.
    pub owner: String,
}

/// What the browser says when it cannot keep something.
pub type Kept<T> = Result<T, JsValue>;

impl Queue {
    /// Adds a write at the end; returns once it is on the disk.
    pub async fn push(&self, write: &Write) -> Kept<()> {
        let value = write.to_js()?;
        self.with_store(true, |store| store.add(&value)).await.map(drop)
    }

    /// All of them with their keys, first to last.
    pub async fn all(&self) -> Kept<Vec<(JsValue, Write)>> {
        let (keys, values) =
            self.with_store(false, |store| Ok((store.get_all_keys()?, store.get_all()?))).await?;
        let (keys, values) = (Array::from(&keys.result()?), Array::from(&values.result()?));
        Ok(keys.iter().zip(values.iter().map(|value| Write::from_js(&value))).collect())
    }

    /// The page has no use for it any more.
    pub async fn forget(&self, key: &JsValue) -> Kept<()> {
        self.with_store(true, |store| store.delete(key)).await.map(drop)
    }

    /// Sends what waits, in order, one at a time.
    pub async fn send(&self) -> Kept<Sent> {
        loop {
            let all = self.all().await?;
            let next = all.iter().find(|(_, write)| write.state == State::Waiting);
            let Some((key, write)) = next else { return Ok(Sent::All) };
            let state = match self.send_now(write).await {
                Ok(state) => state,
                Err(why) => return Ok(why),
            };
            let settled = Write { state, ..write.clone() }.to_js()?;
            self.with_store(true, |store| store.put_with_key(&settled, key)).await?;
        }
    }

    /// Sends one, whether it is kept or not. Errors: it must wait.
    pub async fn send_now(&self, write: &Write) -> Result<State, Sent> {
        match self.post(write).await {
            Ok((200..300, _)) => Ok(State::Stored),
            Ok((401, _)) => Err(Sent::SignIn),
            Err(_) | Ok((408 | 429 | 500.., _)) => Err(Sent::Later),
            Ok((_, answer)) => Ok(State::Refused(answer)),
        }
    }

    /// Status and body of the answer.
    async fn post(&self, write: &Write) -> Kept<(u16, String)> {
        let headers = Headers::new()?;
        headers.set("content-type", "application/x-www-form-urlencoded")?;
        // Whoever signed in meanwhile does not send it in their own name.
        headers.set("owner", &self.owner)?;
        let call = RequestInit::new();
        call.set_method("POST");
        call.set_headers(&headers);
        call.set_body(&JsValue::from_str(&write.body));
        call.set_signal(Some(&AbortSignal::timeout_with_u32(PATIENCE)));
        let answer = window().fetch_with_str_and_init(&write.url, &call).await?;
        let answer: Response = answer.unchecked_into();
        Ok((answer.status(), answer.text()?.await?.as_string().unwrap_or_default()))
    }

    async fn with_store<T>(
        &self,
        changes: bool,
        work: impl FnOnce(&IdbObjectStore) -> Kept<T>,
    ) -> Kept<T> {
        within(&self.owner, WRITES, changes, work).await
    }
}

/// Works on what is kept of an owner under a name, in one transaction; a change is on the disk when this returns.
pub async fn within<T>(
    owner: &str,
    store: &str,
    changes: bool,
    work: impl FnOnce(&IdbObjectStore) -> Kept<T>,
) -> Kept<T> {
    let database = open(&format!("{DATABASE}{owner}")).await?;
    let done = async {
        let transaction = begin(&database, store, changes)?;
        let worked = work(&transaction.object_store(store)?)?;
        completed(&transaction).await?;
        Ok(worked)
    };
    let done = done.await;
    // Held open, it could not be deleted.
    database.close();
    done
}

/// What JSON says at a path. None: nothing, or it is no JSON.
pub fn read_json(json: &str, path: &[&str]) -> Option<String> {
    let mut value = JSON::parse(json).ok()?;
    for name in path {
        value = Reflect::get(&value, &JsValue::from_str(name)).ok()?;
    }
    value.as_string()
}

async fn open(name: &str) -> Kept<IdbDatabase> {
    let factory = window().indexed_db()?.ok_or(JsValue::NULL)?;
    let opening = factory.open_with_u32(name, VERSION)?;
    let made = opening.clone();
    let make = Closure::once_into_js(move || {
        let database = made.result().map(IdbDatabase::unchecked_from_js);
        // What failed is told by the opening itself; one that is there already stays.
        let _ = database.map(|database| {
            let keyed = web_sys::IdbObjectStoreParameters::new();
            keyed.set_auto_increment(true);
            let _ = database.create_object_store_with_optional_parameters(WRITES, &keyed);
            let _ = database.create_object_store(DRAFTS);
        });
    });
    opening.set_onupgradeneeded(Some(make.unchecked_ref()));
    answered(&opening).await.map(IdbDatabase::unchecked_from_js)
}

/// By name, because `durability` is not in the bindings: without it, what was just written may not survive a crash.
fn begin(database: &IdbDatabase, store: &str, changes: bool) -> Kept<IdbTransaction> {
    let transaction: Function = Reflect::get(database, &"transaction".into())?.dyn_into()?;
    let options = Object::new();
    Reflect::set(&options, &"durability".into(), &"strict".into())?;
    let mode = if changes { "readwrite" } else { "readonly" };
    let begun = transaction.call3(database, &store.into(), &mode.into(), &options)?;
    Ok(begun.unchecked_into())
}

async fn answered(request: &IdbRequest) -> Kept<JsValue> {
    promise(|resolve, reject| {
        request.set_onsuccess(Some(resolve));
        request.set_onerror(Some(reject));
    })
    .await?;
    request.result()
}

async fn completed(transaction: &IdbTransaction) -> Kept<()> {
    promise(|resolve, reject| {
        transaction.set_oncomplete(Some(resolve));
        transaction.set_onabort(Some(reject));
    })
    .await
    .map(drop)
}

async fn promise(wire: impl FnOnce(&Function, &Function)) -> Kept<JsValue> {
    let mut wire = Some(wire);
    Promise::new(&mut |resolve, reject| {
        if let Some(wire) = wire.take() {
            wire(&resolve, &reject);
        }
    })
    .await
}
