//! What takes letters: a mail server, or a folder where people without a mailbox can read them.

use anyhow::Context;
use app::mail::Told;
use domain::accounts::Actor;
use domain::ids::MailId;
use domain::mail::Failure;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use store::{Store, WriteError};

/// How long a mail server may keep silent.
const PATIENCE: Duration = Duration::from_secs(20);

/// What takes letters.
pub enum Transport {
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    /// One `.eml` a letter, and what its page shows beside it.
    Files(PathBuf),
}

impl Transport {
    /// Errors: not the URL of a mail server. It is not asked whether it answers: letters wait.
    pub fn smtp(url: &str) -> anyhow::Result<Self> {
        // The URL may hold a password: it is not told again.
        let wrong = "SMTP_URL must be like smtps://USER:PASSWORD@HOST or smtp://HOST:PORT";
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).ok().context(wrong)?;
        Ok(Self::Smtp(builder.timeout(Some(PATIENCE)).build()))
    }

    /// Errors: the folder can be neither found nor made.
    pub fn files(folder: PathBuf) -> anyhow::Result<Self> {
        std::fs::create_dir_all(&folder).with_context(|| {
            format!("cannot keep letters in {}: give MAIL_FOLDER or SMTP_URL", folder.display())
        })?;
        Ok(Self::Files(folder))
    }

    /// Where letters are kept. None: a mail server takes them.
    pub fn folder(&self) -> Option<Arc<Path>> {
        match self {
            Self::Smtp(_) => None,
            Self::Files(folder) => Some(folder.as_path().into()),
        }
    }

    /// Removes the files of letters that the database no longer knows: they were erased, or their time was over.
    ///
    /// Errors: the database fails.
    pub(super) async fn forget(&self, store: &Store) -> Result<(), WriteError> {
        let Self::Files(folder) = self else { return Ok(()) };
        let Ok(mut files) = tokio::fs::read_dir(folder).await else { return Ok(()) };
        while let Ok(Some(file)) = files.next_entry().await {
            let path = file.path();
            let id = path.file_stem().and_then(|stem| stem.to_str()).and_then(|id| id.parse().ok());
            let Some(id) = id else { continue };
            if store.read(&Actor::Job).delivery(id).await?.is_none() {
                tokio::fs::remove_file(&path).await.ok();
            }
        }
        Ok(())
    }

    /// Gives a letter. Given twice to a folder, it is there once.
    pub(super) async fn send(
        &self,
        id: MailId,
        told: &Told,
        message: Message,
    ) -> Result<(), Failure> {
        match self {
            Self::Smtp(smtp) => {
                smtp.send(message).await.map(|_| ()).map_err(|error| refused(&error))
            }
            Self::Files(folder) => {
                keep(folder, id, told, &message).await.map_err(|_| later("folder"))
            }
        }
    }
}

async fn keep(folder: &Path, id: MailId, told: &Told, message: &Message) -> std::io::Result<()> {
    for (ending, bytes) in [("json", serde_json::to_vec(told)?), ("eml", message.formatted())] {
        // Whole, or not there.
        let begun = folder.join(format!("{id}.{ending}.part"));
        tokio::fs::write(&begun, bytes).await?;
        tokio::fs::rename(&begun, folder.join(format!("{id}.{ending}"))).await?;
    }
    Ok(())
}

fn later(code: &str) -> Failure {
    Failure { code: code.to_owned(), for_good: false }
}

/// What the server answered, without its words: they may hold the address.
fn refused(error: &lettre::transport::smtp::Error) -> Failure {
    let Some(code) = error.status() else {
        return later(if error.is_timeout() { "timeout" } else { "connection" });
    };
    let code = u16::from(code);
    // No such mailbox. Others may be our own fault (a password, a policy), and mended: RFC 5321 §4.2.3.
    let for_good = matches!(code, 550 | 551 | 553 | 556);
    Failure { code: format!("smtp {code}"), for_good }
}
