//! The product: assets and server, built apart so that no cargo call ever mixes the two halves.

use crate::assets::{self, Site};
use crate::process::{cargo, root, run, step};
use crate::tools;
use anyhow::{Context, Result};
use clap::ValueEnum;
use std::fs;
use std::path::PathBuf;

/// The crates that the server is made of; the browser's half and xtask have calls of their own.
pub const SERVER_HALF: [&str; 5] = ["--workspace", "--exclude", "frontend", "--exclude", "xtask"];

/// What the product exists for, where it is measured or proved apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Capability {
    Diagnosis,
    Workshops,
    Wiki,
}

impl Capability {
    /// Whether it was asked for: by its name, or with all.
    pub fn is_asked(self, asked: Option<Self>) -> bool {
        asked.is_none_or(|asked| asked == self)
    }
}

/// How far the product is optimised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Quick to build.
    Debug,
    /// Small and compressed.
    Release,
}

impl Mode {
    /// The name of its folders.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Debug => "debug",
            Self::Release => "release",
        }
    }
}

/// The assets of a mode.
pub fn assets(mode: Mode) -> Result<Site> {
    step("setting up what assets are built with", || tools::for_assets(mode))?;
    step(&format!("building the assets ({})", mode.folder()), || assets::build(mode))
}

/// What bundles weigh on the wire, without building anything else.
pub fn weigh(bundle: Option<&str>) -> Result<()> {
    tools::for_assets(Mode::Release)?;
    assets::weigh(bundle)
}

/// The server, unoptimised; it reads its assets from a folder.
pub fn server() -> Result<PathBuf> {
    step("building the server", || run(&mut cargo(&["build", "--quiet", "--package", "server"])))?;
    Ok(root().join("target/debug/savoirs-communs"))
}

/// The same, carrying these assets, as the executable to install does: so that tests meet what is shipped without
/// waiting for the optimiser.
pub fn server_carrying(site: &Site) -> Result<PathBuf> {
    step("building the server that carries its assets", || {
        let mut build = cargo(&["build", "--quiet", "--features", "server/embed"]);
        // Chosen as the tests were, and asking for examples, of which there are none: cargo then gives crates the same
        // features, those of tests included, and builds none of them a second time.
        build.args(SERVER_HALF).args(["--bin", "savoirs-communs", "--examples"]);
        run(build.env("SAVOIRS_SITE_DIR", &site.folder))
    })?;
    Ok(root().join("target/debug/savoirs-communs"))
}

/// The one executable to install, which carries its assets.
pub fn dist() -> Result<PathBuf> {
    let site = assets(Mode::Release)?;
    step("building the release executable", || {
        let mut build =
            cargo(&["build", "--quiet", "--release", "--package", "server", "--features", "embed"]);
        run(build.env("SAVOIRS_SITE_DIR", &site.folder))?;
        let executable = root().join("target/dist/savoirs-communs");
        fs::create_dir_all(root().join("target/dist"))?;
        // A copy over the file that is being run is refused; a new file is not.
        fs::remove_file(&executable).ok();
        fs::copy(root().join("target/release/savoirs-communs"), &executable)
            .context("copying the executable")?;
        Ok(executable)
    })
}
