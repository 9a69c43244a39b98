//! Running other programs from the root of the repository, and saying what is done.

use anyhow::{Context, Result, bail};
use std::env;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// The root of the repository.
pub fn root() -> PathBuf {
    // Cargo says where this crate is when it runs it, so that a moved repository needs no new build.
    let manifest = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let root = manifest.as_deref().and_then(Path::parent).map(Path::to_path_buf);
    root.unwrap_or_else(|| PathBuf::from("."))
}

/// A program to run at the root.
pub fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(root());
    // What `cargo run` tells us of xtask is none of the others' business. Build scripts such as ring's watch these
    // variables: left in place, a build by xtask and a build by hand would each undo the other.
    for (name, _) in env::vars_os() {
        let name_text = name.to_string_lossy();
        let of_xtask =
            ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_", "CARGO_PRIMARY_"];
        if of_xtask.iter().any(|prefix| name_text.starts_with(prefix)) {
            command.env_remove(&name);
        }
    }
    command
}

/// Cargo, the one that runs us, with these arguments.
pub fn cargo(arguments: &[&str]) -> Command {
    let mut command = program(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments);
    command
}

/// Runs to the end. Errors: the program is missing, or does not succeed.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot run {}", told(command)))?;
    if !status.success() {
        bail!("{} failed ({status})", told(command));
    }
    Ok(())
}

/// Runs to the end, and shows each line to `see` as it is printed.
pub fn run_watching(mut command: Command, mut see: impl FnMut(&str)) -> Result<()> {
    let told = told(&command);
    let (reader, writer) = std::io::pipe()?;
    let mut child = command
        .stdout(writer.try_clone()?)
        .stderr(writer)
        .spawn()
        .with_context(|| format!("cannot run {told}"))?;
    // It holds the writing end: kept, the reading below would never end.
    drop(command);
    for line in BufReader::new(reader).split(b'\n') {
        let line = String::from_utf8_lossy(&line?).into_owned();
        println!("{line}");
        see(&line);
    }
    let status = child.wait()?;
    if !status.success() {
        bail!("{told} failed ({status})");
    }
    Ok(())
}

/// What a program prints, without its last line end. None: it is missing, or does not succeed.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8_lossy(&output.stdout).trim_end().to_owned())
}

/// Says what is being done, does it, and says how long it took.
pub fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("→ {name}");
    let start = Instant::now();
    let done = work().with_context(|| format!("{name}: failed"))?;
    println!("  {name}: done in {:.1} s", start.elapsed().as_secs_f32());
    Ok(done)
}

/// The command as one would type it, shortened to its first words.
fn told(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or_default();
    let words = std::iter::once(program).chain(command.get_args());
    words.take(8).map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}
