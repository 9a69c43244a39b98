//! What takes too long for every day: tests that test the tests.

use crate::process::{program, root, step};
use crate::{readings, tools};
use anyhow::{Context, Result, bail};
use std::fs;

/// The files of rules whose mutants must die.
const RULES: [&str; 5] = ["advice", "answers", "progress", "reading", "verdict"];
/// Of a hundred mutants, how many must be killed.
const KILLED_MIN: f64 = 95.0;

/// Proves what can be proved. Errors: mutants of the rules survive, or the halves differ.
pub fn prove() -> Result<()> {
    step("setting up what proofs need", || {
        tools::for_tests()?;
        tools::wasm_target()?;
        tools::cargo_mutants()
    })?;
    step("reading answers alike in both halves", readings::agree)?;
    step("killing the mutants of the diagnosis's rules", mutants)
}

/// Changes the rules one place at a time, and sees whether a test notices.
fn mutants() -> Result<()> {
    let folder = root().join("target/mutants");
    fs::create_dir_all(&folder)?;
    let mut tool = program(tools::mutants_executable());
    tool.args(["mutants", "--package", "domain", "--baseline", "skip", "--timeout", "120"]);
    for rule in RULES {
        tool.args(["--file", &format!("app/domain/src/diagnosis/{rule}.rs")]);
    }
    tool.arg("--output").arg(&folder).args(["--", "diagnosis"]);
    // It fails as soon as one survives: what it wrote down tells how many.
    tool.status().context("cargo-mutants does not run")?;
    let told = folder.join("mutants.out");
    let count = |name: &str| -> Result<usize> {
        let file = told.join(format!("{name}.txt"));
        let lines = fs::read_to_string(&file).with_context(|| format!("no {}", file.display()))?;
        Ok(lines.lines().count())
    };
    // A mutant that runs for ever is noticed, too.
    let (killed, missed) = (count("caught")? + count("timeout")?, count("missed")?);
    let share = 100.0 * killed as f64 / (killed + missed).max(1) as f64;
    println!("  {killed} of {} mutants killed: {share:.1} %", killed + missed);
    if share < KILLED_MIN {
        bail!("at least {KILLED_MIN} % must be killed; see {}", told.join("missed.txt").display());
    }
    Ok(())
}
