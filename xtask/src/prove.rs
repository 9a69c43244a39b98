//! What takes too long for every day: tests that test the tests.

use crate::postgres::Postgres;
use crate::process::{cargo, program, root, run, step};
use crate::product::Capability;
use crate::{readings, tools};
use anyhow::{Context, Result, bail};
use std::fs;

/// The files of rules whose mutants must die.
const RULES: [&str; 5] = ["advice", "answers", "progress", "reading", "verdict"];
/// Of a hundred mutants, how many must be killed.
const KILLED_MIN: f64 = 95.0;

/// How many operations the history of seats makes.
const OPERATIONS: &str = "200000";
const SAVES: &str = "20000";
/// How many texts and trees of the wiki are read and printed.
const INPUTS: &str = "10000000";

/// Proves what can be proved, of one capability or of all. Errors: mutants of the rules survive, the halves differ, the history of seats holds
/// something that no story explains, or a law of the wiki's markup does not hold.
pub fn prove(capability: Option<Capability>) -> Result<()> {
    let of = |proved: Capability| proved.is_asked(capability);
    step("setting up what proofs need", || {
        tools::for_tests()?;
        tools::wasm_target()?;
        tools::cargo_mutants()
    })?;
    if of(Capability::Workshops) {
        step("playing the history of seats", history)?;
    }
    if of(Capability::Wiki) {
        step("playing the history of pages", pages)?;
        step("reading the wiki's markup", markup)?;
    }
    if of(Capability::Diagnosis) {
        step("reading answers alike in both halves", readings::agree)?;
        step("killing the mutants of the diagnosis's rules", mutants)?;
    }
    Ok(())
}

/// Plays the history of seats at length, with an optimised server: `HISTORY_OPERATIONS` says otherwise how often people
/// ask. Each chapter tells its operations and its seconds.
fn history() -> Result<()> {
    let postgres = Postgres::start()?;
    let operations = std::env::var("HISTORY_OPERATIONS").unwrap_or_else(|_| OPERATIONS.to_owned());
    println!("  {operations} operations");
    let mut stories =
        cargo(&["test", "--quiet", "--release", "--package", "server", "--test", "it"]);
    stories.args(["--", "--nocapture", "--test-threads", "2", "workshops_history_on"]);
    stories.env("HISTORY_OPERATIONS", operations).env("TEST_POSTGRES_URL", &postgres.url);
    run(&mut stories)
}

/// Plays the history of the wiki's pages at length: `WIKI_SAVES` says otherwise how often people save.
fn pages() -> Result<()> {
    let postgres = Postgres::start()?;
    let saves = std::env::var("WIKI_SAVES").unwrap_or_else(|_| SAVES.to_owned());
    println!("  {saves} saves");
    let mut stories =
        cargo(&["test", "--quiet", "--release", "--package", "server", "--test", "it"]);
    stories.args(["--", "--nocapture", "--test-threads", "2", "wiki_history_on"]);
    stories.env("WIKI_SAVES", saves).env("TEST_POSTGRES_URL", &postgres.url);
    run(&mut stories)
}

/// Reads and prints generated texts and trees, optimised: `WIKI_INPUTS` says otherwise how many, `WIKI_SEED` from where.
/// It tells its seed, their number and its seconds, and fails where they are fewer. Then reads what is large or deep.
fn markup() -> Result<()> {
    let inputs = std::env::var("WIKI_INPUTS").unwrap_or_else(|_| INPUTS.to_owned());
    println!("  {inputs} inputs");
    for law in ["wiki_laws_hold_for_generated_inputs", "wiki_ten_megabytes_are_read_in_a_second"] {
        let mut test =
            cargo(&["test", "--quiet", "--release", "--package", "domain", "--lib", "--"]);
        test.args(["--nocapture", "--include-ignored", law]).env("WIKI_INPUTS", &inputs);
        run(&mut test)?;
    }
    Ok(())
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
    tool.arg("--output").arg(&folder).args(["--", "--lib", "diagnosis"]);
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
