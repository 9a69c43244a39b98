//! How fast it is, as ratios measured in one run: these machines are noisy.

use crate::process::{cargo, program, root, run, step};
use crate::product::{self, Mode};
use crate::{readings, tools};
use anyhow::{Context, Result, bail};
use std::fs;
use std::net::TcpStream;
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::Duration;

/// The most that concluding from a whole questionnaire may take in a browser, in microseconds.
const CONCLUDING_MAX: f64 = 2000.0;
const LISTEN: &str = "127.0.0.1:3999";

/// Measures and prints. Errors: what is needed is missing, or concluding takes longer than it may.
pub fn bench() -> Result<()> {
    step("setting up what is measured with", || {
        tools::for_assets(Mode::Release)?;
        tools::for_tests()
    })?;
    let (native, browser) = step("timing verdict and advice", readings::times)?;
    println!("verdict and advice of the whole questionnaire: {native:.1} µs natively");
    println!("  in Chromium {browser:.1} µs: {:.3} of the 2 ms allowed", browser / CONCLUDING_MAX);
    if browser > CONCLUDING_MAX {
        bail!("concluding takes {browser:.0} µs in a browser; at most {CONCLUDING_MAX:.0}");
    }
    answering()
}

/// Storing answers: the release server, a SQLite file, 64 clients.
fn answering() -> Result<()> {
    let server = product::dist()?;
    let clients = ["build", "--quiet", "--release", "--package", "clients"];
    step("building the clients", || run(&mut cargo(&clients)))?;
    let folder = root().join("target/bench");
    fs::remove_dir_all(&folder).ok();
    fs::create_dir_all(&folder)?;
    let mut serve = program(server);
    serve.args(["serve", "--demo", "--listen", LISTEN, "--database-url"]);
    serve.arg(format!("sqlite:{}", folder.join("bench.sqlite").display()));
    let _serving = Serving::start(&mut serve)?;
    let mut clients = program(root().join("target/release/clients"));
    run(clients.arg(format!("http://{LISTEN}")).arg(&folder))
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
