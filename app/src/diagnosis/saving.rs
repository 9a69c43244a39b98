//! Answers on their way to the server: kept in the browser first, then sent, in order, once there is a network.

use crate::offline::{Queue, Sent, State, Write, read_json};
use domain::diagnosis::{Meeting, Standing, meet};
use domain::ids::CommandId;
use domain::packed;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::{set_timeout_with_handle, window};
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsValue;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

/// How long to wait before asking again a server that did not answer.
const PAUSE: Duration = Duration::from_secs(10);

/// By question, the submission whose answer this browser last saw.
pub type Seen = BTreeMap<String, CommandId>;

/// Where answers go, and whose they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calls {
    /// See `Queue::owner`.
    pub owner: String,
    /// The server function that stores one answer; for who holds a link, with that link.
    pub url: String,
    /// What it is told besides, with each: what is answered here.
    pub about: Vec<(String, String)>,
}

packed! { Calls { owner, url, about } }

/// Where saving stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    Nothing,
    Running,
    Saved,
    /// So many answers are in this browser only.
    Here(usize),
    /// The same, and whose they are is signed out.
    SignIn(usize),
    /// Neither here nor there.
    Failed,
}

/// An answer that the server did not take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    pub question: String,
    /// What was answered here, by its code.
    pub answer: String,
    /// What stands instead. None: it could not be stored at all.
    pub standing: Option<Standing>,
}

/// The answers of one diagnosis, as one owner gives them.
pub struct Saving {
    queue: Queue,
    calls: Calls,
    seen: RefCell<Seen>,
    sending: Cell<bool>,
    again: Cell<bool>,
    timer: Cell<Option<TimeoutHandle>>,
    tell: Box<dyn Fn(Progress)>,
    refused: Box<dyn Fn(Vec<Refused>)>,
}

impl Saving {
    /// `tell` and `refused` are told whenever that changes.
    pub fn new(
        calls: Calls,
        seen: Seen,
        tell: impl Fn(Progress) + 'static,
        refused: impl Fn(Vec<Refused>) + 'static,
    ) -> Rc<Self> {
        Rc::new(Self {
            queue: Queue { owner: calls.owner.clone() },
            calls,
            seen: RefCell::new(seen),
            sending: Cell::default(),
            again: Cell::default(),
            timer: Cell::default(),
            tell: Box::new(tell),
            refused: Box::new(refused),
        })
    }

    /// The answers that this page does not show: given after the server made it, or not sent yet. Those that it shows, or
    /// that somebody else has changed since, are forgotten.
    ///
    /// Errors: this browser keeps nothing.
    pub async fn left(&self) -> Result<Vec<(String, String)>, JsValue> {
        let mut left = Vec::new();
        for (key, write) in self.own().await? {
            let [question, answer, seen, command] =
                ["question", "choice", "seen", "command"].map(|name| write.field(name));
            let Ok(command) = command.parse() else { continue };
            let stands = self.seen.borrow().get(&question).copied();
            let meeting = meet(stands, false, seen.parse().ok(), command);
            let shown = match write.state {
                State::Waiting => meeting == Meeting::Stands,
                State::Stored => meeting != Meeting::Fits,
                State::Refused(_) => continue,
            };
            if !shown {
                self.seen.borrow_mut().insert(question.clone(), command);
                left.push((question, answer));
            } else if write.state == State::Stored {
                self.queue.forget(&key).await?;
            }
        }
        Ok(left)
    }

    /// Keeps an answer here, then sends it.
    pub fn answer(self: &Rc<Self>, question: &str, answer: &str) {
        let command = fresh_id();
        let seen = self.seen.borrow_mut().insert(question.to_owned(), command);
        let mut fields = self.calls.about.clone();
        fields.extend([
            ("command".to_owned(), command.to_string()),
            ("question".to_owned(), question.to_owned()),
            ("choice".to_owned(), answer.to_owned()),
            ("seen".to_owned(), seen.map(|seen| seen.to_string()).unwrap_or_default()),
        ]);
        let write = Write::new(&self.calls.url, &fields);
        (self.tell)(Progress::Running);
        let saving = Rc::clone(self);
        spawn_local(async move {
            match saving.queue.push(&write).await {
                Ok(()) => saving.send().await,
                // This browser keeps nothing: what cannot be sent at once is said not to be saved.
                Err(_) => (saving.tell)(match saving.queue.send_now(&write).await {
                    Ok(State::Stored) => Progress::Saved,
                    _ => Progress::Failed,
                }),
            }
        });
    }

    /// Settles an answer that was refused: `mine`, it takes the place of what stands.
    pub fn settle(self: &Rc<Self>, refused: &Refused, mine: bool) {
        let Refused { question, answer, standing } = refused.clone();
        if let Some(standing) = standing {
            self.seen.borrow_mut().insert(question.clone(), standing.command);
        }
        let saving = Rc::clone(self);
        spawn_local(async move {
            // What could not be forgotten is shown again, and settled again.
            let _ = saving.forget_refused(&question).await;
            if mine {
                saving.answer(&question, &answer);
            } else {
                saving.send().await;
            }
        });
    }

    async fn forget_refused(&self, question: &str) -> Result<(), JsValue> {
        for (key, write) in self.own().await? {
            if matches!(write.state, State::Refused(_)) && write.field("question") == question {
                self.queue.forget(&key).await?;
            }
        }
        Ok(())
    }

    /// The writes of this diagnosis.
    async fn own(&self) -> Result<Vec<(JsValue, Write)>, JsValue> {
        let about = &self.calls.about;
        let here = |write: &Write| about.iter().all(|(name, value)| write.field(name) == *value);
        Ok(self.queue.all().await?.into_iter().filter(|(_, write)| here(write)).collect())
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
                // What cannot be read now is told with the next answer.
                let _ = self.told(sent).await;
            }
            if !self.again.get() {
                break;
            }
        }
        self.sending.set(false);
    }

    async fn told(self: &Rc<Self>, sent: Sent) -> Result<(), JsValue> {
        let all = self.queue.all().await?;
        let waiting = all.iter().filter(|(_, write)| write.state == State::Waiting).count();
        (self.tell)(match sent {
            _ if all.is_empty() => Progress::Nothing,
            Sent::All => Progress::Saved,
            Sent::Later => Progress::Here(waiting),
            Sent::SignIn => Progress::SignIn(waiting),
        });
        let mut refused: Vec<Refused> = Vec::new();
        for (_, write) in self.own().await? {
            let State::Refused(told) = &write.state else { continue };
            let question = write.field("question");
            let standing = |name: &str| read_json(told, &["Crossed", "0", name]);
            let command = standing("command").and_then(|command| command.parse().ok());
            let standing = standing("answer").zip(command);
            let standing = standing.map(|(answer, command)| Standing {
                question: question.clone(),
                answer,
                command,
            });
            refused.retain(|other| other.question != question);
            refused.push(Refused { question, answer: write.field("choice"), standing });
        }
        (self.refused)(refused);
        if let Some(timer) = self.timer.take() {
            timer.clear();
        }
        if sent == Sent::Later {
            let saving = Rc::clone(self);
            let again = move || spawn_local(async move { saving.send().await });
            self.timer.set(set_timeout_with_handle(again, PAUSE).ok());
        }
        Ok(())
    }
}

/// A command id made in the browser: random, as the server's own.
fn fresh_id() -> CommandId {
    let mut bytes = [0_u8; 16];
    if let Ok(crypto) = window().crypto() {
        // A browser without randomness gives zeros: the server then refuses the second answer, and says so.
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    uuid::Builder::from_random_bytes(bytes).into_uuid().into()
}
