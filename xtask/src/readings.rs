//! That the server and the browser read answers alike: the same made-up answers, read by both halves.

use crate::process::{cargo, output, program, root, run};
use crate::product::Mode;
use crate::{tools, wasm};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::PathBuf;

/// How many sets both halves read.
const SETS: &str = "10000";
/// How many are timed, nine times over.
const TIMED: &str = "1000";

/// Reads the same sets natively and in a browser. Errors: one line differs.
pub fn agree() -> Result<()> {
    let native = native(Mode::Debug)?;
    let lines = said(&native, &["readings", SETS])?;
    let browser = in_browser(Mode::Debug, SETS, "0")?;
    let (browser, _) = browser.rsplit_once('\n').context("the browser read nothing")?;
    let pairs = lines.lines().zip(browser.lines()).enumerate();
    if let Some((i, (ours, theirs))) = pairs.into_iter().find(|(_, (ours, theirs))| ours != theirs)
    {
        bail!("set {i} is not read alike:\n  here       {ours}\n  in browser {theirs}");
    }
    let (ours, theirs) = (lines.lines().count(), browser.lines().count());
    if ours != theirs || ours.to_string() != SETS {
        bail!("{ours} sets were read here, {theirs} in the browser");
    }
    println!("  {ours} sets of answers are read alike");
    Ok(())
}

/// The median time of one conclusion over the whole questionnaire, in microseconds: natively, then in a browser.
pub fn times() -> Result<(f64, f64)> {
    let native = said(&native(Mode::Release)?, &["time", TIMED])?;
    let browser = in_browser(Mode::Release, "0", TIMED)?;
    Ok((native.trim().parse()?, browser.trim().parse()?))
}

fn native(mode: Mode) -> Result<PathBuf> {
    let mut build = cargo(&["build", "--quiet", "--package", "readings", "--bin", "readings"]);
    if mode == Mode::Release {
        build.arg("--release");
    }
    run(&mut build)?;
    Ok(root().join("target").join(mode.folder()).join("readings"))
}

fn said(native: &PathBuf, arguments: &[&str]) -> Result<String> {
    output(program(native).args(arguments)).with_context(|| format!("{} fails", native.display()))
}

/// What the browser's half prints.
fn in_browser(mode: Mode, count: &str, timed: &str) -> Result<String> {
    let folder = root().join("target/readings");
    fs::create_dir_all(&folder)?;
    let questionnaire = folder.join("questionnaire.json");
    fs::write(&questionnaire, said(&native(mode)?, &["questionnaire"])?)?;
    let built = wasm::build_readings(mode, &folder)?;
    let mut node = program("node");
    node.arg(root().join("end2end/readings.mjs")).args([&built.js, &built.wasm, &questionnaire]);
    node.args([count, timed]).env("CHROMIUM", tools::chromium());
    output(&mut node).context("the browser's half fails")
}
