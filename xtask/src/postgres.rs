//! A PostgreSQL cluster that lives as long as the tests.

use crate::process::{output, program, run};
use crate::tools::{is_root, postgres_folder};
use anyhow::{Context, Result};
use std::env;
use std::ffi::OsStr;
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};

pub struct Postgres {
    /// A database from which tests make their own.
    pub url: String,
    keeper: Option<Child>,
}

impl Postgres {
    /// Starts a cluster in a temporary folder, or takes the one that TEST_POSTGRES_URL names.
    pub fn start() -> Result<Self> {
        if let Ok(url) = env::var("TEST_POSTGRES_URL") {
            return Ok(Self { url, keeper: None });
        }
        let programs = postgres_folder().context("the PostgreSQL server is missing")?;
        let folder = output(owner("mktemp").args(["-d", "-t", "savoirs-communs-postgres.XXXXXX"]))
            .context("cannot make a temporary folder as the user who will own PostgreSQL")?;
        let data = format!("{folder}/data");
        let pg_ctl = programs.join("pg_ctl");

        let mut stop = owner(&pg_ctl);
        stop.args(["stop", "--silent", "--mode", "immediate", "--pgdata", &data]);
        let mut cluster = Self { url: String::new(), keeper: Some(keeper(&stop, &folder)?) };

        let mut initdb = owner(programs.join("initdb"));
        initdb.args([
            "--auth",
            "trust",
            "--username",
            "postgres",
            "--encoding",
            "UTF8",
            "--locale",
            "C.UTF-8",
        ]);
        run(initdb.args(["--no-sync", "--pgdata", &data]).stdout(Stdio::null()))?;

        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let settings = format!(
            "-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder} -c max_connections=300 \
             -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        );
        let mut start = owner(&pg_ctl);
        start.args(["start", "--silent", "--wait", "--pgdata", &data, "--options", &settings]);
        run(start.args(["--log", &format!("{folder}/log")]))?;
        cluster.url = format!("postgres://postgres@127.0.0.1:{port}/postgres");
        Ok(cluster)
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Some(mut keeper) = self.keeper.take() {
            drop(keeper.stdin.take());
            keeper.wait().ok();
        }
    }
}

/// A shell that waits until we are gone, then stops the cluster and removes its folder. Its input is a pipe from us,
/// which the system closes however we end: Ctrl-C and a killed process run no destructor.
fn keeper(stop: &Command, folder: &str) -> Result<Child> {
    let script =
        r#"trap '' INT TERM HUP; cat > /dev/null; folder=$1; shift; "$@"; rm -rf "$folder""#;
    let mut shell = program("sh");
    shell.args(["-c", script, "keeper", folder]).arg(stop.get_program()).args(stop.get_args());
    let quiet = shell.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    quiet.spawn().context("cannot start a shell")
}

/// A program run as the owner of the cluster: PostgreSQL refuses to run as root.
fn owner(name: impl AsRef<OsStr>) -> Command {
    let mut command = if is_root() {
        let mut command = program("runuser");
        command.args(["-u", "postgres", "--"]).arg(name);
        command
    } else {
        program(name)
    };
    // The owner may not be able to enter ours.
    command.current_dir("/");
    command
}
