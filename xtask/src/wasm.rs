//! Bundles of islands: Rust compiled for the browser, and the script that loads it.

use crate::process::{cargo, program, root, run};
use crate::product::Mode;
use anyhow::{Context, Result, bail};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use wasm_bindgen_cli_support::Bindgen;

/// A family of islands: a feature of the crate `frontend`.
pub struct Bundle {
    pub name: &'static str,
    /// The most that it may weigh on the wire with its scripts, in thousands of bytes.
    pub most_kb: u64,
}

pub const BUNDLES: [Bundle; 5] = [
    // It carries the rules that the verdict is read by, and reads a whole questionnaire.
    Bundle { name: "diagnosis", most_kb: 110 },
    Bundle { name: "desk", most_kb: 80 },
    Bundle { name: "presence", most_kb: 80 },
    // It carries the reader of pages and the whole of their drawing, so that a preview is what will be read.
    Bundle { name: "wiki", most_kb: 140 },
    // It draws a list of what a server function answers, whose client weighs about as much as the rest.
    Bundle { name: "associations", most_kb: 120 },
];

/// The files of a built bundle.
pub struct Built {
    pub js: PathBuf,
    pub wasm: PathBuf,
}

/// Builds a bundle, unless no source of its own changed since the last time.
pub fn build(name: &str, mode: Mode) -> Result<Built> {
    let folder = root().join("target/bundles").join(mode.folder()).join(name);
    let built = Built {
        js: folder.join(format!("{name}.js")),
        wasm: folder.join(format!("{name}_bg.wasm")),
    };
    let stamp = Stamp { sources: folder.join("sources.d"), file: folder.join("built") };
    if stamp.is_fresh() {
        return Ok(built);
    }
    fs::create_dir_all(&folder)?;
    let started = stamp.start()?;
    println!("  compiling the bundle {name}");
    // One cargo call a bundle: a call with both features would put the islands of each into the other.
    let compiled = compile("frontend", mode, &["--package", "frontend", "--features", name])?;
    bind(name, mode, &compiled, &folder)?;
    if mode == Mode::Release {
        optimise(&built.wasm)?;
    }
    stamp.finish(&started, &compiled.with_extension("d"))?;
    Ok(built)
}

/// Builds the browser's half of the proof that both halves read answers alike. It is never shipped.
pub fn build_readings(mode: Mode, folder: &Path) -> Result<Built> {
    let compiled = compile("readings", mode, &["--package", "readings"])?;
    bind("readings", mode, &compiled, folder)?;
    Ok(Built { js: folder.join("readings.js"), wasm: folder.join("readings_bg.wasm") })
}

/// Compiles a crate to wasm.
fn compile(crate_name: &str, mode: Mode, options: &[&str]) -> Result<PathBuf> {
    let mut build = cargo(&["build", "--quiet", "--lib"]);
    build.args(options).args(["--target", "wasm32-unknown-unknown"]);
    let folder = match mode {
        Mode::Debug => "debug",
        Mode::Release => "wasm-release",
    };
    if mode == Mode::Release {
        build.args(["--profile", "wasm-release"]);
    }
    run(&mut build)?;
    let file = format!("{crate_name}.wasm");
    Ok(root().join("target/wasm32-unknown-unknown").join(folder).join(file))
}

/// Writes the script and the wasm that a browser loads.
fn bind(name: &str, mode: Mode, compiled: &Path, folder: &Path) -> Result<()> {
    let release = mode == Mode::Release;
    let mut output = Bindgen::new()
        .input_path(compiled)
        .out_name(name)
        .web(true)?
        .typescript(false)
        .demangle(false)
        .remove_name_section(release)
        .remove_producers_section(true)
        // The loader says where the wasm is: its name holds a hash that the script cannot know.
        .omit_default_module_path(true)
        .generate_output()?;
    if output.snippets().values().any(|scripts| !scripts.is_empty())
        || !output.local_modules().is_empty()
    {
        bail!("a dependency brings script files of its own, which the assets do not carry");
    }
    output.emit(folder)
}

/// Makes the wasm smaller. The features named are those that rustc's output uses by default.
fn optimise(wasm: &Path) -> Result<()> {
    let mut tool = program(root().join("xtask/node_modules/.bin/wasm-opt"));
    tool.args(["-Oz", "--enable-bulk-memory", "--enable-nontrapping-float-to-int"]);
    tool.args([
        "--enable-sign-ext",
        "--enable-mutable-globals",
        "--enable-reference-types",
        "--enable-multivalue",
    ]);
    run(tool.arg(wasm).arg("-o").arg(wasm))
}

/// When a bundle was built, and from which sources.
///
/// Cargo cannot tell: all bundles share the file name `frontend.wasm`, so it links again at every change of feature.
/// But it writes which sources a build has read; pages and all else that only the server compiles are not among them.
struct Stamp {
    sources: PathBuf,
    file: PathBuf,
}

impl Stamp {
    /// Before the work: a source that changes meanwhile is then newer than the stamp.
    fn start(&self) -> Result<PathBuf> {
        fs::remove_file(&self.file).ok();
        let started = self.file.with_extension("started");
        File::create(&started)?;
        Ok(started)
    }

    fn finish(&self, started: &Path, sources: &Path) -> Result<()> {
        fs::copy(sources, &self.sources).context("cargo did not write its list of sources")?;
        Ok(fs::rename(started, &self.file)?)
    }

    fn is_fresh(&self) -> bool {
        let (Some(built), Ok(list)) = (changed(&self.file), fs::read_to_string(&self.sources))
        else {
            return false;
        };
        let sources = sources(&list);
        !sources.is_empty()
            && sources.iter().all(|source| changed(source).is_some_and(|changed| changed < built))
    }
}

/// The sources named in a list in the manner of `make`, the manifests above them, and what holds for all crates.
fn sources(list: &str) -> BTreeSet<PathBuf> {
    let Some((_, files)) = list.lines().next().and_then(|line| line.split_once(": ")) else {
        return BTreeSet::new();
    };
    // A space in a name is written `\ `.
    let files = files.replace("\\ ", "\0");
    let files = files.split_whitespace().map(|file| PathBuf::from(file.replace('\0', " ")));
    let mut sources: BTreeSet<PathBuf> = files.collect();
    let manifests = sources.iter().flat_map(|file| file.ancestors().skip(1));
    let manifests: Vec<PathBuf> =
        manifests.map(|folder| folder.join("Cargo.toml")).filter(|m| m.exists()).collect();
    sources.extend(manifests);
    sources.extend(
        ["Cargo.lock", ".cargo/config.toml", "xtask/src/wasm.rs"].map(|name| root().join(name)),
    );
    sources
}

fn changed(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|about| about.modified()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_sources_is_read() {
        let read = sources("/t/frontend.wasm: /a\\ b/src/lib.rs /c/lib.rs\n");
        assert!(
            read.contains(Path::new("/a b/src/lib.rs")) && read.contains(Path::new("/c/lib.rs")),
            "{read:?}"
        );
        assert!(sources("").is_empty());
    }
}
