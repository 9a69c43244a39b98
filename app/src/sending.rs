//! Keeps writes here first, then sends them, and tells where that stands: what every page that works without a network
//! shares.

use crate::offline::{Queue, Sent, State, Write};
use domain::ids::CommandId;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::{set_timeout_with_handle, window};
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsValue;
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

/// How long to wait before asking again a server that did not answer.
const PAUSE: Duration = Duration::from_secs(10);

/// Where saving stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    Nothing,
    Running,
    Saved,
    /// So many writes are in this browser only.
    Here(usize),
    /// The same, and whose they are is signed out.
    SignIn(usize),
    /// Neither here nor there.
    Failed,
}

type Settled = Box<dyn Fn(&[Write])>;

/// The writes of one owner on their way.
pub struct Sending {
    pub queue: Queue,
    /// On their way to the disk.
    pushing: Cell<usize>,
    sending: Cell<bool>,
    again: Cell<bool>,
    timer: Cell<Option<TimeoutHandle>>,
    tell: Box<dyn Fn(Progress)>,
    settled: Settled,
}

impl Sending {
    /// `tell` is told whenever that changes; `settled`, what is kept here once the server was asked and nothing more is on
    /// its way to the disk.
    pub fn new(
        owner: &str,
        tell: impl Fn(Progress) + 'static,
        settled: impl Fn(&[Write]) + 'static,
    ) -> Rc<Self> {
        Rc::new(Self {
            queue: Queue { owner: owner.to_owned() },
            pushing: Cell::default(),
            sending: Cell::default(),
            again: Cell::default(),
            timer: Cell::default(),
            tell: Box::new(tell),
            settled: Box::new(settled),
        })
    }

    /// Keeps a write here, then sends it.
    pub fn keep(self: &Rc<Self>, write: Write) {
        (self.tell)(Progress::Running);
        self.pushing.update(|n| n + 1);
        let sending = Rc::clone(self);
        spawn_local(async move {
            let pushed = sending.queue.push(&write).await;
            sending.pushing.update(|n| n - 1);
            match pushed {
                Ok(()) => sending.send().await,
                // This browser keeps nothing: what cannot be sent at once is said not to be saved.
                Err(_) => (sending.tell)(match sending.queue.send_now(&write).await {
                    Ok(State::Stored) => Progress::Saved,
                    _ => Progress::Failed,
                }),
            }
        });
    }

    /// Sends what waits; again later, as long as the server does not answer.
    pub async fn send(self: &Rc<Self>) {
        if self.sending.replace(true) {
            self.again.set(true);
            return;
        }
        loop {
            self.again.set(false);
            if let Ok(sent) = self.queue.send().await {
                // What cannot be read now is told with the next write.
                let _ = self.told(sent).await;
            }
            if !self.again.get() {
                break;
            }
        }
        self.sending.set(false);
    }

    async fn told(self: &Rc<Self>, sent: Sent) -> Result<(), JsValue> {
        let all: Vec<_> = self.queue.all().await?.into_iter().map(|(_, write)| write).collect();
        let waiting = all.iter().filter(|write| write.state == State::Waiting).count();
        (self.tell)(match sent {
            _ if all.is_empty() => Progress::Nothing,
            Sent::All => Progress::Saved,
            Sent::Later => Progress::Here(waiting),
            Sent::SignIn => Progress::SignIn(waiting),
        });
        if self.pushing.get() == 0 {
            (self.settled)(&all);
        }
        if let Some(timer) = self.timer.take() {
            timer.clear();
        }
        if sent == Sent::Later {
            let sending = Rc::clone(self);
            let again = move || spawn_local(async move { sending.send().await });
            self.timer.set(set_timeout_with_handle(again, PAUSE).ok());
        }
        Ok(())
    }

    /// Sends again whenever the network may be back.
    pub fn watch(self: &Rc<Self>) {
        for event in ["online", "focus"] {
            let sending = Rc::clone(self);
            crate::dom::on(event, move |_| {
                let sending = Rc::clone(&sending);
                spawn_local(async move { sending.send().await });
            });
        }
    }
}

/// The words of [`Progress`], finished but for `{count}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgressTexts {
    pub saving: String,
    pub saved: String,
    /// `{count}`
    pub here: String,
    /// `{count}`
    pub signed_out: String,
    pub not_saved: String,
}

domain::packed! { ProgressTexts { saving, saved, here, signed_out, not_saved } }

impl ProgressTexts {
    /// Says it where the page keeps place for it.
    pub fn tell(&self, progress: Progress) {
        let counted = |text: &str, count: usize| text.replace("{count}", &count.to_string());
        let told = match progress {
            Progress::Nothing => String::new(),
            Progress::Running => self.saving.clone(),
            Progress::Saved => self.saved.clone(),
            Progress::Here(count) => counted(&self.here, count),
            Progress::SignIn(count) => counted(&self.signed_out, count),
            Progress::Failed => self.not_saved.clone(),
        };
        for status in crate::dom::all("[data-saving]") {
            status.set_text_content(Some(&told));
        }
        for again in crate::dom::all("[data-sign-in]") {
            crate::dom::switch(&again, "hidden", !matches!(progress, Progress::SignIn(_)));
        }
    }
}

/// A command id made in the browser: random, as the server's own.
pub fn fresh_id() -> CommandId {
    let mut bytes = [0_u8; 16];
    if let Ok(crypto) = window().crypto() {
        // A browser without randomness gives zeros: the server then refuses the second write, and says so.
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    uuid::Builder::from_random_bytes(bytes).into_uuid().into()
}
