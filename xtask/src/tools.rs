//! What building and testing need on this machine: found, or installed, or named.

use crate::process::{cargo, output, program, root, run};
use crate::product::Mode;
use anyhow::{Context, Result, bail};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What assets are built with.
pub fn for_assets(mode: Mode) -> Result<()> {
    wasm_target()?;
    if mode == Mode::Release {
        node()?;
        npm_packages("xtask")?;
    }
    Ok(())
}

/// What tests run with.
pub fn for_tests() -> Result<()> {
    let mut missing = Vec::new();
    if postgres_folder().is_none() || !answers("psql") {
        missing.push("postgresql");
    }
    if env::var_os("CHROMIUM").is_none() && !Path::new(CHROMIUMS[0]).exists() {
        // Where it cannot be had, the whole browser will do.
        debian_packages(&["chromium-headless-shell"]).ok();
    }
    if !chromium().exists() {
        missing.push("chromium");
    }
    debian_packages(&missing)?;
    dokuwiki()?;
    node()?;
    npm_packages("end2end")?;
    rust_component("rustfmt")?;
    rust_component("clippy")
}

/// The program that reads wiki texts beside ours, and what runs it. It serves nobody: no web server is set up for it.
fn dokuwiki() -> Result<()> {
    if Path::new("/usr/share/dokuwiki/inc/init.php").exists() && answers("php") {
        return Ok(());
    }
    // Its question is answered before it is asked. `php-cgi` stands where PHP would ask for Apache.
    if is_root() {
        let none = "dokuwiki dokuwiki/system/configure-webserver multiselect";
        run(program("sh").args(["-c", &format!("echo '{none}' | debconf-set-selections")]))?;
    }
    debian_packages(&["dokuwiki", "php-cgi", "php-cli", "php-xml"])
}

/// Chromium without a window, which tests drive in two thirds of the time; and the whole of it. The first is called by its
/// own path: what stands in `/usr/bin` is a script, which dies alone when it is killed.
const CHROMIUMS: [&str; 2] = ["/usr/lib/chromium/chromium-headless-shell", "/usr/bin/chromium"];

/// The browser that tests drive: the one that is asked for, or the first that is there.
pub fn chromium() -> PathBuf {
    let [shell, whole] = CHROMIUMS.map(PathBuf::from);
    let found = || if shell.exists() { shell } else { whole };
    env::var_os("CHROMIUM").map_or_else(found, PathBuf::from)
}

/// Where `initdb` and `pg_ctl` are: Debian keeps them out of the path, one folder a version.
pub fn postgres_folder() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let debian = versions.map(|version| version.path().join("bin"));
    let path = env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = debian.chain(env::split_paths(&path)).collect();
    folders.into_iter().find(|folder| folder.join("initdb").exists())
}

/// Whether this process may do everything on this machine.
pub fn is_root() -> bool {
    output(program("id").arg("-u")).is_some_and(|id| id == "0")
}

fn answers(name: &str) -> bool {
    output(program(name).arg("--version")).is_some()
}

/// The library that answers a program that asks for the disk at once, without having waited for it: installed when it is
/// missing. What a write costs besides its disk is measured with it.
pub fn eatmydata() -> Result<PathBuf> {
    let find = || {
        let machines = fs::read_dir("/usr/lib").into_iter().flatten().flatten();
        let mut places = machines.map(|machine| machine.path().join("libeatmydata.so"));
        places.find(|place| place.exists())
    };
    if find().is_none() {
        debian_packages(&["libeatmydata1"])?;
    }
    find().context("libeatmydata is not where Debian puts it")
}

/// What the wiki is measured beside.
pub struct Peers {
    pub php_fpm: PathBuf,
}

/// Finds or installs them: nginx, PHP-FPM with OPcache, and `wrk`, which asks.
///
/// Errors: one of them cannot be had.
pub fn peers() -> Result<Peers> {
    let php_fpm = || {
        let programs = fs::read_dir("/usr/sbin").into_iter().flatten().flatten();
        let mut paths = programs.map(|program| program.path());
        paths.find(|path| path.to_string_lossy().contains("/php-fpm"))
    };
    let found =
        |name: &str| ["/usr/bin", "/usr/sbin"].iter().any(|at| Path::new(at).join(name).exists());
    let wanted = [("wrk", "wrk"), ("nginx", "nginx-light"), ("curl", "curl")];
    let mut missing: Vec<_> =
        wanted.into_iter().filter(|(name, _)| !found(name)).map(|(_, package)| package).collect();
    if php_fpm().is_none() {
        missing.extend(["php-fpm", "php-xml"]);
    }
    debian_packages(&missing)?;
    Ok(Peers { php_fpm: php_fpm().context("PHP-FPM is not where Debian puts it")? })
}

/// Where `cargo xtask prove` keeps the tool that it installs.
fn own_tools() -> PathBuf {
    root().join("target/tools")
}

/// The tool that changes rules to see whether tests notice.
pub fn mutants_executable() -> PathBuf {
    own_tools().join("bin/cargo-mutants")
}

/// Installs it, once.
pub fn cargo_mutants() -> Result<()> {
    if mutants_executable().exists() {
        return Ok(());
    }
    println!("  installing cargo-mutants");
    let mut install = cargo(&["install", "--quiet", "--locked", "cargo-mutants@27.1.0", "--root"]);
    run(install.arg(own_tools()))
}

/// Rust for the browser.
pub fn wasm_target() -> Result<()> {
    let rust = output(program("rustc").args(["--print", "sysroot"])).context("rustc is missing")?;
    if Path::new(&rust).join("lib/rustlib/wasm32-unknown-unknown").exists() {
        return Ok(());
    }
    println!("  adding Rust's target wasm32-unknown-unknown");
    run(program("rustup").args(["target", "add", "wasm32-unknown-unknown"]))
        .context("install Rust's target wasm32-unknown-unknown")
}

fn rust_component(name: &str) -> Result<()> {
    let command = if name == "rustfmt" { "fmt" } else { name };
    if output(program("cargo").args([command, "--version"])).is_some() {
        return Ok(());
    }
    println!("  adding Rust's component {name}");
    run(program("rustup").args(["component", "add", name]))
        .with_context(|| format!("install Rust's component {name}"))
}

/// The oldest Node.js that the browser tests run on.
const NODE_MIN: u32 = 20;

fn node() -> Result<()> {
    if !answers("node") || !answers("npm") {
        debian_packages(&["nodejs", "npm"])?;
    }
    let version = output(program("node").arg("--version")).context("node does not run")?;
    let major =
        version.trim_start_matches('v').split('.').next().and_then(|major| major.parse().ok());
    if major.is_none_or(|major: u32| major < NODE_MIN) {
        bail!("node is {version}: install Node.js {NODE_MIN} or later, with npm");
    }
    Ok(())
}

/// The npm packages that a folder locks.
fn npm_packages(folder: &str) -> Result<()> {
    let folder = root().join(folder);
    // npm keeps its own copy of the lock beside what it installed.
    let changed =
        |name: &str| fs::metadata(folder.join(name)).and_then(|about| about.modified()).ok();
    let installed = changed("node_modules/.package-lock.json");
    if installed.is_some() && installed >= changed("package-lock.json") {
        return Ok(());
    }
    println!("  installing the npm packages of {}", folder.display());
    let mut install = program("npm");
    install.args(["ci", "--loglevel=error"]).current_dir(&folder);
    // The browser is the system's.
    run(install.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))
}

/// Installs packages of Debian where that is ours to do, or names them.
fn debian_packages(names: &[&str]) -> Result<()> {
    if names.is_empty() {
        return Ok(());
    }
    let wanted = names.join(" ");
    if !is_root() || !answers("apt-get") {
        bail!(
            "missing on this machine: {wanted} (on Debian: apt-get install --no-install-recommends {wanted})"
        );
    }
    println!("  installing {wanted}");
    let apt = |arguments: &[&str]| -> Command {
        let mut apt = program("apt-get");
        // Where nothing answers, that is soon known.
        apt.args(["--quiet=2", "--option=Acquire::http::Timeout=30"]);
        apt.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
        apt
    };
    run(&mut apt(&["update"]))?;
    run(apt(&["install", "--yes", "--no-install-recommends"]).args(names))
}
