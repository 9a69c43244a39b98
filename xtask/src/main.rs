//! Everything that is done to this repository, by one command: `cargo xtask <what>`.

mod assets;
mod bench;
mod css;
mod postgres;
mod process;
mod product;
mod prove;
mod readings;
mod serve;
mod test;
mod tools;
mod totals;
mod wasm;

use clap::Parser;
use product::{Capability, Mode};
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", about)]
enum Task {
    /// Build the product and serve it on 127.0.0.1:3000, on a SQLite file in data/, with the demo cast
    Run {
        #[command(flatten)]
        options: serve::Options,
        /// Serve the release executable
        #[arg(long)]
        release: bool,
    },
    /// The same, built and started again whenever a source changes
    Dev {
        #[command(flatten)]
        options: serve::Options,
    },
    /// Build the one executable to install: target/dist/savoirs-communs, which carries its assets
    Build,
    /// Measure how fast it is, as ratios; all, or what one capability does
    Bench { capability: Option<Capability> },
    /// Prove what takes too long for every day: 200,000 operations on seats, the rules' mutants killed, both halves alike
    Prove { capability: Option<Capability> },
    /// Build what browsers fetch, for a debug server to read: `--assets target/site/debug`
    Assets,
    /// Weigh the bundles of islands as they are shipped, or one of them
    Weigh {
        /// `diagnosis`, `desk`…
        bundle: Option<String>,
    },
    /// Install what tests need, then check and test everything, from the format to the browser
    Test {
        /// `story` (in the browser, with and without scripts, on both databases), or a capability (journey, wiki…):
        /// only its tests, at every level
        what: Option<String>,
    },
}

fn main() -> ExitCode {
    let done = match Task::parse() {
        Task::Run { options, release } => serve::run(&options, release),
        Task::Dev { options } => serve::dev(&options),
        Task::Build => product::dist().map(|executable| println!("built {}", executable.display())),
        Task::Bench { capability } => bench::bench(capability),
        Task::Prove { capability } => prove::prove(capability),
        Task::Assets => {
            product::assets(Mode::Debug).map(|site| println!("built {}", site.folder.display()))
        }
        Task::Weigh { bundle } => product::weigh(bundle.as_deref()),
        Task::Test { what } => test::test(what.as_deref()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cargo xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
