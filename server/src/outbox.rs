//! Letters leave: each is taken by one process, told in words, given to a mail server or put in a folder, and noted as
//! sent. One that was given and not noted, because the process ended in between, is given again with the same Message-ID.

mod envelope;
mod transport;

pub use lettre::message::Mailbox;
pub use transport::Transport;

use crate::jobs;
use app::mail::tell;
use app::request::State;
use domain::accounts::Actor;
use domain::act::{Act, Outcome};
use domain::ids::{CommandId, MailId};
use domain::mail::{Delivery, Failure};
use domain::paris;
use std::time::Duration;
use store::WriteError;
use tokio::sync::watch;
use uuid::Uuid;

/// How often the worker looks whether something has become due, or another process has written.
const POLL: Duration = Duration::from_secs(5);

/// The worker that sends letters and does scheduled work.
pub struct Outbox {
    state: State,
    transport: Transport,
    from: Mailbox,
}

/// An act of the product itself, now.
pub(crate) fn act(state: &State) -> Act {
    Act::new(Actor::Job, state.now(), CommandId(Uuid::now_v7()), Uuid::now_v7)
}

impl Outbox {
    /// Errors: the database fails.
    pub async fn open(
        state: State,
        transport: Transport,
        from: Mailbox,
    ) -> Result<Self, WriteError> {
        let outbox = Self { state, transport, from };
        if outbox.state.store.alone() {
            // What was being sent when this database's one process ended.
            let released = outbox.state.store.write(act(&outbox.state), (), |tx, ()| {
                Box::pin(async move {
                    let claimed = tx.claimed_mails().await?.into_iter().map(Delivery::release);
                    Ok(claimed.fold(Outcome::of(()), Outcome::change))
                })
            });
            released.await?;
        }
        Ok(outbox)
    }

    /// Works until told to stop, then ends with the letter that is leaving.
    pub async fn work(self, mut stopping: watch::Receiver<bool>) {
        let mut tidied = None;
        while !*stopping.borrow() {
            let today = paris::day(self.state.now());
            if tidied.replace(today) != Some(today)
                && let Err(error) = self.forget_files().await
            {
                tracing::error!(%error, "files of letters wait to be removed");
            }
            if let Err(error) = self.turn(&stopping).await {
                tracing::error!(%error, "letters and scheduled work wait for the database");
            }
            tokio::select! {
                () = self.state.written.notified() => {}
                () = tokio::time::sleep(POLL) => {}
                // The sender gone is told to stop, too.
                _ = stopping.wait_for(|stop| *stop) => return,
            }
        }
    }

    async fn turn(&self, stopping: &watch::Receiver<bool>) -> Result<(), WriteError> {
        jobs::run_due(&self.state).await;
        while !*stopping.borrow() && self.send_one().await? {}
        Ok(())
    }

    /// Without a mail server: removes the files of letters that the database no longer knows, because they were erased
    /// or their time was over. The worker does so when it begins and every day.
    ///
    /// Errors: the database fails.
    pub async fn forget_files(&self) -> Result<(), WriteError> {
        self.transport.forget(&self.state.store).await
    }

    /// Sends the letters that are due, as one look of the worker does. Answers how many were tried.
    ///
    /// Errors: the database fails.
    pub async fn send_due(&self) -> Result<u32, WriteError> {
        let mut tried = 0;
        while self.send_one().await? {
            tried += 1;
        }
        Ok(tried)
    }

    /// Tries the next letter. `false`: none is due.
    async fn send_one(&self) -> Result<bool, WriteError> {
        let (store, now) = (&self.state.store, self.state.now());
        // Looked at first, so that an empty outbox writes nothing.
        if store.read(&Actor::Job).due_mail(now).await?.is_none() {
            return Ok(false);
        }
        let claimed = store.write(act(&self.state), (), |tx, ()| {
            Box::pin(async move {
                Ok(match tx.due_mail(tx.act().at).await? {
                    Some(next) => next.claim(tx.act()).map(Some),
                    None => Outcome::of(None),
                })
            })
        });
        let Some(id) = claimed.await? else { return Ok(false) };
        let tried = Box::pin(self.try_to_send(id)).await?;
        let noted = store.write(act(&self.state), (id, tried), |tx, (id, tried)| {
            Box::pin(async move {
                let Some(delivery) = tx.delivery(id).await? else { return Ok(Outcome::of(())) };
                Ok(match tried {
                    None => delivery.sent(tx.act()),
                    Some(failure) => delivery.failed(tx.act(), failure),
                })
            })
        });
        noted.await?;
        Ok(true)
    }

    /// None: it left, or there is nothing to say to anybody any more.
    async fn try_to_send(&self, id: MailId) -> Result<Option<Failure>, WriteError> {
        let mail = self.state.store.read(&Actor::Job).waiting_mail(id).await?;
        let Some(mail) = mail else { return Ok(None) };
        if mail.is_late(self.state.now()) {
            return Ok(Some(Failure { code: "late".to_owned(), for_good: true }));
        }
        let Some(told) = Box::pin(tell(&self.state, &mail)).await? else { return Ok(None) };
        let kind = mail.letter.as_ref().map_or("", |letter| letter.code());
        let envelope = envelope::message(&self.state.public_url, &self.from, &mail, &told);
        let sent = match envelope {
            Ok(message) => self.transport.send(id, &told, message).await,
            Err(_) => Err(Failure { code: "address".to_owned(), for_good: true }),
        };
        match &sent {
            Ok(()) => tracing::info!(mail = %id, kind, "a letter left"),
            Err(failure) => tracing::warn!(mail = %id, kind, why = failure.code, "a letter stays"),
        }
        Ok(sent.err())
    }
}
