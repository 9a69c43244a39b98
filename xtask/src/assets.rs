//! What browsers fetch: style, loader, fonts, icons and bundles of islands, in one folder, under names that hold a
//! hash of their content, so that a browser may keep them for ever.

use crate::process::root;
use crate::product::Mode;
use crate::{css, wasm};
use anyhow::{Context, Result, bail};
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// A folder of built assets.
pub struct Site {
    pub folder: PathBuf,
    mode: Mode,
    /// From the name that the code knows (`app.css`) to the file (`app.ab12cd34.css`).
    names: BTreeMap<String, String>,
}

/// Builds all assets of a mode. What did not change is not built again.
pub fn build(mode: Mode) -> Result<Site> {
    let folder = root().join("target/site").join(mode.folder());
    fs::create_dir_all(&folder)?;
    let mut site = Site { folder, mode, names: BTreeMap::new() };

    for file in fs::read_dir(root().join("style/assets")).context("style/assets")? {
        let file = file?;
        site.add(&file.file_name().to_string_lossy(), &fs::read(file.path())?)?;
    }
    for script in ["loader.js", "suggest.js", "worker.js"] {
        site.add(script, &fs::read(root().join("style").join(script)).context(script)?)?;
    }
    for bundle in wasm::BUNDLES {
        let built =
            wasm::build(bundle.name, mode).with_context(|| format!("bundle {}", bundle.name))?;
        site.add(&format!("{}.js", bundle.name), &fs::read(built.js)?)?;
        site.add(&format!("{}_bg.wasm", bundle.name), &fs::read(built.wasm)?)?;
    }
    // Last: it names the others.
    let style = css::bundle(&root().join("style/main.css"), mode, |name| site.url(name))?;
    site.add("app.css", style.as_bytes())?;

    fs::write(site.folder.join("assets.json"), serde_json::to_vec_pretty(&site.names)?)?;
    write_if_changed(&site.folder.join("embedded.rs"), &site.as_rust()?)?;
    site.sweep()?;
    Ok(site)
}

impl Site {
    /// Writes one file, and its compressed forms for a release.
    fn add(&mut self, name: &str, content: &[u8]) -> Result<()> {
        let (stem, extension) =
            name.rsplit_once('.').with_context(|| format!("{name} has no extension"))?;
        let hash: String =
            Sha256::digest(content).iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        let hashed = format!("{stem}.{hash}.{extension}");
        let path = self.folder.join(&hashed);
        // A name that exists has this very content, unless its writing broke off.
        if fs::metadata(&path).map(|file| file.len()).ok() != Some(content.len() as u64) {
            fs::write(&path, content)?;
        }
        if self.mode == Mode::Release && is_compressible(extension) {
            once(&form(&path, "br"), || brotli(content))?;
            once(&form(&path, "gz"), || gzip(content))?;
        }
        self.names.insert(name.to_owned(), hashed);
        Ok(())
    }

    /// The address of an asset.
    fn url(&self, name: &str) -> Option<String> {
        self.names.get(name).map(|hashed| format!("/assets/{hashed}"))
    }

    /// Every file that belongs here, with its compressed forms.
    fn files(&self) -> impl Iterator<Item = PathBuf> {
        let forms = |path: PathBuf| [form(&path, "br"), form(&path, "gz"), path];
        self.names
            .values()
            .flat_map(move |hashed| forms(self.folder.join(hashed)))
            .filter(|path| path.exists())
    }

    /// Removes what an earlier build left.
    fn sweep(&self) -> Result<()> {
        let mut kept: Vec<PathBuf> = self.files().collect();
        kept.extend(["assets.json", "embedded.rs"].map(|name| self.folder.join(name)));
        for file in fs::read_dir(&self.folder)? {
            let path = file?.path();
            if !kept.contains(&path) {
                fs::remove_file(path)?;
            }
        }
        Ok(())
    }

    /// The same files as a Rust value, which the server includes when it carries its assets. Paths are relative to
    /// the folder, so that the executable knows nothing of the machine that built it.
    fn as_rust(&self) -> Result<String> {
        let mut text = String::from("&[\n");
        for (name, hashed) in &self.names {
            let optional = |extension: &str| {
                let form = format!("{hashed}.{extension}");
                match self.folder.join(&form).exists() {
                    true => format!("Some(include_bytes!({form:?}))"),
                    false => "None".to_owned(),
                }
            };
            writeln!(
                text,
                "    Embedded {{ name: {name:?}, hashed: {hashed:?}, plain: include_bytes!({hashed:?}), br: {}, gz: {} }},",
                optional("br"),
                optional("gz"),
            )?;
        }
        text.push_str("]\n");
        Ok(text)
    }

    /// Fails when a bundle of islands, with its scripts, is heavier on the wire than it may be.
    pub fn check_sizes(&self) -> Result<()> {
        let mut heavy = Vec::new();
        for bundle in wasm::BUNDLES {
            let files = [
                "loader.js".to_owned(),
                format!("{}.js", bundle.name),
                format!("{}_bg.wasm", bundle.name),
            ];
            let mut size = 0;
            for name in files {
                let hashed =
                    self.names.get(&name).with_context(|| format!("{name} was not built"))?;
                size += fs::metadata(form(&self.folder.join(hashed), "br"))?.len();
            }
            if !is_light(&bundle, size) {
                heavy.push(bundle.name);
            }
        }
        if !heavy.is_empty() {
            bail!("too heavy: {}", heavy.join(", "));
        }
        Ok(())
    }
}

/// Says what bundles weigh as they are shipped: all, or one.
pub fn weigh(name: Option<&str>) -> Result<()> {
    let loader = brotli(&fs::read(root().join("style/loader.js"))?)?.len();
    for bundle in wasm::BUNDLES.iter().filter(|bundle| name.is_none_or(|name| name == bundle.name))
    {
        let built = wasm::build(bundle.name, Mode::Release)?;
        let parts = [built.js, built.wasm].map(|file| Ok(brotli(&fs::read(file)?)?.len()));
        let parts: Result<Vec<usize>> = parts.into_iter().collect();
        is_light(bundle, (loader + parts?.iter().sum::<usize>()) as u64);
    }
    Ok(())
}

/// Says what a bundle weighs, and whether it may.
fn is_light(bundle: &wasm::Bundle, size: u64) -> bool {
    let (name, most) = (bundle.name, bundle.most_kb);
    println!("  {name}: {:.1} kB with brotli (at most {most})", size as f64 / 1e3);
    size <= most * 1000
}

/// The path of a compressed form.
fn form(path: &Path, extension: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    name.into()
}

/// Fonts are compressed already.
fn is_compressible(extension: &str) -> bool {
    extension != "woff2"
}

/// Writes a file that depends on nothing but its name. Written aside first: a name that exists is whole.
fn once(path: &Path, content: impl FnOnce() -> Result<Vec<u8>>) -> Result<()> {
    if !path.exists() {
        let aside = form(path, "part");
        fs::write(&aside, content()?)?;
        fs::rename(&aside, path)?;
    }
    Ok(())
}

/// Cargo builds the server again when this file is newer.
fn write_if_changed(path: &Path, content: &str) -> Result<()> {
    if fs::read_to_string(path).ok().as_deref() != Some(content) {
        fs::write(path, content)?;
    }
    Ok(())
}

fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    let mut compressed = Vec::new();
    let best = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 24, ..Default::default() };
    brotli::BrotliCompress(&mut &*content, &mut compressed, &best)?;
    Ok(compressed)
}

fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}
