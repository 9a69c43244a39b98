//! How fast it is, as ratios measured in one run: these machines are noisy.

use crate::process::{cargo, output, program, root, run, step};
use crate::product::{self, Capability, Mode};
use crate::{readings, tools};
use anyhow::{Context, Result, bail};
use std::fs;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

mod peers;
mod wiki;

/// The most that concluding from a whole questionnaire may take in a browser, in microseconds.
const CONCLUDING_MAX: f64 = 2000.0;
const LISTEN: &str = "127.0.0.1:3999";
const URL: &str = "http://127.0.0.1:3999";
/// How often registering is measured.
const ROUNDS: usize = 3;

/// Measures one capability, or all, and prints. Errors: what is needed is missing, or concluding takes longer than it may.
pub fn bench(capability: Option<Capability>) -> Result<()> {
    let of = |measured: Capability| measured.is_asked(capability);
    let eatmydata = step("setting up what is measured with", || {
        tools::for_assets(Mode::Release)?;
        tools::for_tests()?;
        tools::eatmydata()
    })?;
    if of(Capability::Diagnosis) {
        concluding()?;
    }
    let server = product::dist()?;
    let clients = ["build", "--quiet", "--release", "--package", "clients"];
    step("building the clients", || run(&mut cargo(&clients)))?;
    let folder = root().join("target/bench");
    fs::remove_dir_all(&folder).ok();
    fs::create_dir_all(&folder)?;
    let bench = Bench { server, folder };
    if of(Capability::Diagnosis) {
        bench.answers()?;
    }
    if of(Capability::Workshops) {
        bench.seats(&eatmydata)?;
        step("counting the statements of each page", statements)?;
    }
    if of(Capability::Wiki) {
        bench.wiki()?;
    }
    Ok(())
}

fn concluding() -> Result<()> {
    let (native, browser) = step("timing verdict and advice", readings::times)?;
    println!("verdict and advice of the whole questionnaire: {native:.1} µs natively");
    println!("  in Chromium {browser:.1} µs: {:.3} of the 2 ms allowed", browser / CONCLUDING_MAX);
    if browser > CONCLUDING_MAX {
        bail!("concluding takes {browser:.0} µs in a browser; at most {CONCLUDING_MAX:.0}");
    }
    Ok(())
}

/// The release server, on SQLite files of a folder, and those who ask it.
struct Bench {
    server: PathBuf,
    folder: PathBuf,
}

impl Bench {
    /// Storing answers: 64 clients, beside the disk.
    fn answers(&self) -> Result<()> {
        let _serving = Serving::start(self.serve("answers").arg("--demo"))?;
        run(clients(&["answers", URL]).arg(&self.folder))
    }

    /// Registering: 64 clients, each answered once it is on disk, beside a server that does not wait for the disk and a
    /// loop that does nothing else; then the agenda of a thousand sessions.
    fn seats(&self, eatmydata: &Path) -> Result<()> {
        step("building a town", || run(clients(&["town"]).arg(self.url("town"))))?;
        let rounds = (0..ROUNDS).map(|_| self.round(eatmydata)).collect::<Result<Vec<_>>>()?;
        let [(durable, p99), (hasty, hasty_p99), (bare, rows)] =
            [0, 1, 2].map(|of| middle(rounds.iter().map(|round| round[of])));
        let _serving = Serving::start(&mut self.serve("durable"))?;
        let (kept, made) = told(clients(&["agenda", URL]))?;
        println!("registering at 64 clients: {durable:.0}/s, p99 {p99:.2} ms");
        println!("  without waiting for the disk {hasty:.0}/s, p99 {hasty_p99:.2} ms");
        println!("  a bare loop, the same {rows:.1} rows each, 64 a commit: {bare:.0}/s");
        println!(
            "registering / without waiting for the disk: {:.2} (0.7 aimed at)",
            durable / hasty
        );
        println!("registering / a bare loop: {:.2} (0.3 aimed at)", durable / bare);
        println!("the agenda of 1,000 sessions at 25 connections: p99 {kept:.2} ms (10 aimed at)");
        println!("  made again after a change in {made:.0} ms");
        Ok(())
    }

    /// Durably, hastily, barely, on the same town: one beside the other, as the machine is not the same for long.
    fn round(&self, eatmydata: &Path) -> Result<[Pair; 3]> {
        for name in ["durable", "hasty", "bare"] {
            self.copy_town(name)?;
        }
        let registering = |serve: &mut Command| -> Result<Pair> {
            let _serving = Serving::start(serve)?;
            told(clients(&["seats", URL]))
        };
        let durably = registering(&mut self.serve("durable"))?;
        let hastily = registering(self.serve("hasty").env("LD_PRELOAD", eatmydata))?;
        let mut barely = clients(&["bare"]);
        barely.arg(self.file("bare")).arg(self.file("durable"));
        Ok([durably, hastily, told(barely)?])
    }

    /// With what SQLite has not yet moved from its log; in place of what a round before left.
    fn copy_town(&self, name: &str) -> Result<()> {
        for end in ["sqlite", "sqlite-wal", "sqlite-shm"] {
            let file = |name: &str| self.folder.join(name).with_extension(end);
            fs::remove_file(file(name)).ok();
            if end != "sqlite-shm" && file("town").exists() {
                fs::copy(file("town"), file(name)).context("copying the town")?;
            }
        }
        Ok(())
    }

    fn serve(&self, name: &str) -> Command {
        let mut serve = program(&self.server);
        // What the server says of itself is for another day.
        serve.env("RUST_LOG", "error").stdout(Stdio::null()).stderr(Stdio::null());
        serve.args(["serve", "--listen", LISTEN, "--database-url"]).arg(self.url(name));
        serve
    }

    fn url(&self, name: &str) -> String {
        format!("sqlite:{}", self.file(name).display())
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name).with_extension("sqlite")
    }
}

/// What each page of the workshops reads, however much it shows: a test counts and tells.
fn statements() -> Result<()> {
    let counting = ["test", "--quiet", "--package", "server", "--test", "it", "--", "--nocapture"];
    run(cargo(&counting).arg("workshops_pages_read_as_many_statements"))
}

/// Two figures that the clients print.
type Pair = (f64, f64);

fn clients(arguments: &[&str]) -> Command {
    let mut clients = program(root().join("target/release/clients"));
    clients.args(arguments);
    clients
}

/// The figures that the clients print.
fn told(mut clients: Command) -> Result<Pair> {
    let printed = output(clients.stderr(Stdio::inherit())).context("the clients failed")?;
    let figures = printed.split_once(' ').context("two figures")?;
    Ok((figures.0.parse()?, figures.1.parse()?))
}

/// The middle of each figure.
fn middle(pairs: impl Iterator<Item = Pair> + Clone) -> Pair {
    let of = |mut figures: Vec<f64>| {
        figures.sort_by(f64::total_cmp);
        figures[figures.len() / 2]
    };
    (of(pairs.clone().map(|pair| pair.0).collect()), of(pairs.map(|pair| pair.1).collect()))
}

/// A server, stopped whatever happens.
struct Serving(Child);

impl Serving {
    fn start(serve: &mut Command) -> Result<Self> {
        let mut serving = Self(serve.spawn().context("the server does not start")?);
        for _ in 0..600 {
            if TcpStream::connect(LISTEN).is_ok() {
                return Ok(serving);
            }
            if let Some(status) = serving.0.try_wait()? {
                bail!("the server ended ({status})");
            }
            sleep(Duration::from_millis(100));
        }
        bail!("the server does not answer on {LISTEN}")
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}
