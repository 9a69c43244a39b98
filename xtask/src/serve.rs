//! Serving the product on this machine: once (`run`), or again at every change (`dev`).

use crate::process::{program, root};
use crate::product::{self, Mode};
use anyhow::{Context, Result};
use clap::Args;
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

#[derive(Args)]
pub struct Options {
    /// Start without the demo cast, on a file of its own
    #[arg(long)]
    empty: bool,
}

/// Where people find it.
const LISTEN: &str = "127.0.0.1:3000";

/// Builds, then becomes the server: Ctrl-C is for it alone.
pub fn run(options: &Options, release: bool) -> Result<()> {
    let mut server =
        if release { server_command(options, product::dist()?) } else { debug_server(options) }?;
    println!("serving on http://{LISTEN} (Ctrl-C to stop)");
    Err(server.exec()).context("cannot start the server")
}

/// Builds, serves, waits for a change, again and again. A build that fails leaves the last good one served.
pub fn dev(options: &Options) -> Result<()> {
    let mut serving: Option<Child> = None;
    loop {
        let before = sources();
        match debug_server(options) {
            Ok(mut server) => {
                if let Some(old) = serving.take() {
                    stop(old);
                }
                serving = Some(server.spawn().context("cannot start the server")?);
                println!("serving on http://{LISTEN}; waiting for a change (Ctrl-C to stop)");
            }
            Err(error) => eprintln!("{error:#}\nwaiting for a change"),
        }
        while sources() == before {
            sleep(Duration::from_millis(500));
        }
    }
}

/// Both halves built for development, as a server ready to start.
fn debug_server(options: &Options) -> Result<Command> {
    let site = product::assets(Mode::Debug)?;
    let mut server = server_command(options, product::server()?)?;
    server.arg("--assets").arg(site.folder);
    Ok(server)
}

fn server_command(options: &Options, executable: PathBuf) -> Result<Command> {
    fs::create_dir_all(root().join("data"))?;
    let mut server = program(executable);
    server.args(["serve", "--listen", LISTEN, "--database-url"]);
    if options.empty {
        server.arg("sqlite:data/empty.sqlite");
    } else {
        server.args(["sqlite:data/savoirs-communs.sqlite", "--demo"]);
    }
    Ok(server)
}

/// Asks a server to stop, and waits: its file and its port belong to one process at a time.
fn stop(mut server: Child) {
    Command::new("kill").arg(server.id().to_string()).status().ok();
    for _ in 0..20 {
        if !matches!(server.try_wait(), Ok(None)) {
            return;
        }
        sleep(Duration::from_millis(100));
    }
    // A page open on a live stream would hold it for ever.
    server.kill().ok();
    server.wait().ok();
}

/// Every source file and when it changed.
fn sources() -> BTreeMap<PathBuf, SystemTime> {
    let mut found = BTreeMap::new();
    for folder in ["app", "server", "frontend", "style", "migrations"] {
        collect(&root().join(folder), &mut found);
    }
    found
}

fn collect(folder: &Path, found: &mut BTreeMap<PathBuf, SystemTime>) {
    // A file may vanish between the listing and the look: editors save by renaming.
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.metadata() {
            Ok(about) if about.is_dir() => collect(&entry.path(), found),
            Ok(about) => drop(about.modified().map(|changed| found.insert(entry.path(), changed))),
            Err(_) => {}
        }
    }
}
