//! The service: configuration, start and stop, the router, the page renderer, the demo cast.

pub mod assets;
pub mod config;
pub mod demo;
mod file;
mod guard;
pub mod jobs;
pub mod limits;
pub mod moving;
pub mod outbox;
mod page;
pub mod retention;
pub mod router;
pub mod seats;
mod shelf;
mod who;

use anyhow::{Context, bail};
use app::request::State;
use assets::Assets;
use axum::serve::ListenerExt;
use chrono::Utc;
use config::{Import, Serve};
use domain::accounts::Actor;
use domain::act::{Act, Change, Outcome, Setting};
use domain::ids::CommandId;
use outbox::Outbox;
use std::io::Write;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::time::Duration;
use store::{AuditError, OpenError, Store, Whole};
use tokio::net::TcpListener;
use tokio::sync::watch;
use uuid::Uuid;

/// Serves until told to stop (SIGTERM, Ctrl-C), then finishes the requests that run.
///
/// Errors: a setting that cannot work, in one line.
pub async fn serve(config: Serve) -> anyhow::Result<()> {
    config.check().map_err(anyhow::Error::msg)?;
    let store = Store::open(&config.database_url).await?;
    let assets = match &config.assets {
        Some(folder) => Assets::from_dir(folder)
            .with_context(|| format!("cannot read the assets in {}", folder.display()))?,
        None => {
            Assets::embedded().context("this executable carries no assets: give --assets FOLDER")?
        }
    };
    if config.demo {
        demo::seed(&store).await?;
    } else {
        demo::first_pages(&store).await?;
    }
    let listener = TcpListener::bind(config.listen)
        .await
        .with_context(|| format!("cannot listen on {}", config.listen))?;
    let address = listener.local_addr()?;
    let public_url = config.public_url(address);
    let mut state = open_state(store, config.demo, &public_url).await?;
    let transport = config.transport()?;
    state.mail_folder = transport.folder();
    state.proxies = config.trusted_proxies.clone().into();
    first_administrator(&state, &config).await?;
    let outbox = Outbox::open(state.clone(), transport, config.mail_from()?).await?;
    // Without it, small writes wait 40 ms for each other.
    let listener = listener.tap_io(|stream| {
        stream.set_nodelay(true).ok();
    });
    let router = router::router(state.clone(), Arc::new(assets));
    // Before anybody can know the address, and stop us.
    let stop = told_to_stop()?;
    println!("listening on http://{address}");
    std::io::stdout().flush()?;
    let (told, stopping) = watch::channel(false);
    let settling = tokio::spawn(seats::work(state, stopping.clone()));
    let working = tokio::spawn(outbox.work(stopping));
    let stop = async move {
        stop.await;
        told.send_replace(true);
    };
    let router = router.into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, router).with_graceful_shutdown(stop).await?;
    // A letter that a slow mail server is taking leaves at the next start.
    if tokio::time::timeout(LAST_LETTER, working).await.is_err() {
        tracing::warn!("a letter was on its way");
    }
    settling.await?;
    Ok(())
}

/// How long the letter that is leaving has when the server is told to stop.
const LAST_LETTER: Duration = Duration::from_secs(4);

/// Checks the audit log, and says what it found.
///
/// Errors: the first line that is not as it was written, or why the log cannot be read, in one line.
pub async fn verify_audit(database_url: &str) -> anyhow::Result<()> {
    let whole = match Store::verify_audit(database_url).await {
        Err(AuditError::Unread(busy @ OpenError::Busy(_))) => to_itself(Err(busy))?,
        whole => whole.context("the audit log")?,
    };
    let Whole { lines, last: (number, hash) } = whole;
    if lines == 0 {
        println!("the audit log is empty");
    } else {
        println!("the audit log is whole: {lines} lines, the last is {number} {hash}");
    }
    Ok(())
}

/// What a command that wants a database to itself has opened.
///
/// Errors: a server uses it; it cannot be opened.
pub(crate) fn to_itself<T>(opened: Result<T, OpenError>) -> anyhow::Result<T> {
    match opened {
        Err(OpenError::Busy(path)) => {
            bail!("a server uses {path}: stop it first, for a SQLite file belongs to one process")
        }
        opened => Ok(opened?),
    }
}

/// Moves another wiki in.
///
/// Errors: those of [`moving::import::import`].
pub async fn move_in(config: &Import) -> anyhow::Result<()> {
    moving::import::import(config, Utc::now()).await.map(|_| ())
}

/// Reads what the instance remembers of itself; makes its signing key the first time.
///
/// `public_url` is the address that people type; with `https://`, cookies are marked secure.
pub async fn open_state(store: Store, demo: bool, public_url: &str) -> anyhow::Result<State> {
    let holds_demo = store.read(&Actor::Job).setting(Setting::Demo).await?.is_some();
    if holds_demo && !demo {
        bail!("this database holds the demo cast: start with --demo, or give another DATABASE_URL");
    }
    let key = remember(&store, Setting::LinkKey, || {
        Uuid::new_v4().simple().to_string() + &Uuid::new_v4().simple().to_string()
    })
    .await?;
    let offset = store.read(&Actor::Job).setting(Setting::ClockOffset).await?;
    let offset = offset.filter(|_| demo).and_then(|s| s.parse().ok()).unwrap_or(0);
    Ok(State {
        store,
        link_key: key.into_bytes().into(),
        demo,
        clock_offset: Arc::new(AtomicI64::new(offset)),
        clock: Arc::new(Utc::now),
        secure: public_url.starts_with("https://"),
        public_url: public_url.trim_end_matches('/').into(),
        mail_folder: None,
        written: Arc::default(),
        patience: Duration::from_secs(30),
        proxies: Arc::default(),
        hashings: Arc::default(),
    })
}

/// The setting, made if it is missing.
async fn remember(
    store: &Store,
    setting: Setting,
    make: impl Fn() -> String,
) -> anyhow::Result<String> {
    let value = make();
    let act = Act::new(Actor::Job, Utc::now(), CommandId(Uuid::now_v7()), Uuid::now_v7);
    let kept = store.write(act, (setting, value), |tx, (setting, value)| {
        Box::pin(async move {
            Ok(match tx.setting(setting).await? {
                Some(known) => Outcome::of(known),
                None => Outcome::of(value.clone()).change(Change::Setting(setting, Some(value))),
            })
        })
    });
    Ok(kept.await?)
}

/// Without the demo cast, an instance that nobody administers prints a one-use link that makes its first administrator.
async fn first_administrator(state: &State, config: &Serve) -> anyhow::Result<()> {
    if config.demo || state.store.has_administrator().await? {
        return Ok(());
    }
    let token = Uuid::new_v4().simple().to_string() + &Uuid::new_v4().simple().to_string();
    let hash = app::passwords::token_hash(&token);
    let act = Act::new(Actor::Job, Utc::now(), CommandId(Uuid::now_v7()), Uuid::now_v7);
    // A new start makes a new link: only the last one printed works.
    let link = state.store.write(act, hash, |_, hash| {
        let kept = Change::Setting(Setting::FirstAdministrator, Some(hash));
        Box::pin(async move { Ok(Outcome::of(()).change(kept)) })
    });
    link.await?;
    let base = &state.public_url;
    println!("no administrator yet; make the first one at {base}/premier-compte/{token}");
    Ok(())
}

/// Listens for SIGTERM and Ctrl-C from now on; the future ends when one comes.
///
/// Errors: the system refuses to tell.
fn told_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    let (mut terminate, mut interrupt) = {
        use tokio::signal::unix::{SignalKind, signal};
        (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?)
    };
    Ok(async move {
        #[cfg(unix)]
        tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} }
        #[cfg(not(unix))]
        tokio::signal::ctrl_c().await.ok();
        tracing::info!("stopping: finishing the requests that run");
    })
}
