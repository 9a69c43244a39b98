//! Answers on their way to the server: kept in the browser first, then sent, in order, once there is a network.

use crate::offline::{State, Write, read_json};
use crate::sending::{Progress, Sending, fresh_id};
use domain::diagnosis::{Meeting, Standing, meet};
use domain::ids::CommandId;
use domain::packed;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsValue;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

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
    sending: Rc<Sending>,
    calls: Calls,
    seen: RefCell<Seen>,
}

impl Saving {
    /// `tell` and `refused` are told whenever that changes.
    pub fn new(
        calls: Calls,
        seen: Seen,
        tell: impl Fn(Progress) + 'static,
        refused: impl Fn(Vec<Refused>) + 'static,
    ) -> Rc<Self> {
        let about = calls.about.clone();
        let settled = move |writes: &[Write]| refused(refused_of(&about, writes));
        let sending = Sending::new(&calls.owner, tell, settled);
        sending.watch();
        Rc::new(Self { sending, calls, seen: RefCell::new(seen) })
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
                self.sending.queue.forget(&key).await?;
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
        self.sending.keep(Write::new(&self.calls.url, &fields));
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
                saving.sending.send().await;
            }
        });
    }

    async fn forget_refused(&self, question: &str) -> Result<(), JsValue> {
        for (key, write) in self.own().await? {
            if matches!(write.state, State::Refused(_)) && write.field("question") == question {
                self.sending.queue.forget(&key).await?;
            }
        }
        Ok(())
    }

    /// The writes of this diagnosis.
    async fn own(&self) -> Result<Vec<(JsValue, Write)>, JsValue> {
        let all = self.sending.queue.all().await?.into_iter();
        Ok(all.filter(|(_, write)| is_about(&self.calls.about, write)).collect())
    }

    /// Sends what waits; again later, as long as the server does not answer.
    pub async fn send(&self) {
        self.sending.send().await;
    }
}

fn is_about(about: &[(String, String)], write: &Write) -> bool {
    about.iter().all(|(name, value)| write.field(name) == *value)
}

/// The answers of this diagnosis that the server did not take, each question once.
fn refused_of(about: &[(String, String)], writes: &[Write]) -> Vec<Refused> {
    let mut refused: Vec<Refused> = Vec::new();
    for write in writes.iter().filter(|write| is_about(about, write)) {
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
    refused
}
