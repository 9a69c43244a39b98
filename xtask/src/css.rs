//! One style sheet from the many of style/.

use crate::product::Mode;
use anyhow::{Context, Result, anyhow};
use lightningcss::bundler::{Bundler, FileProvider};
use lightningcss::dependencies::{Dependency, DependencyOptions};
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions};
use std::path::Path;

/// Bundles a style sheet with all that it imports. Each `url(…)` names an asset, whose address is asked from `address`.
pub fn bundle(main: &Path, mode: Mode, address: impl Fn(&str) -> Option<String>) -> Result<String> {
    let files = FileProvider::new();
    let mut bundler = Bundler::new(&files, None, ParserOptions::default());
    // Its errors borrow the sources: told as text.
    let mut sheet = bundler.bundle(main).map_err(|error| anyhow!("style: {error}"))?;
    let minify = mode == Mode::Release;
    if minify {
        sheet.minify(MinifyOptions::default()).map_err(|error| anyhow!("style: {error}"))?;
    }
    let analyze_dependencies = Some(DependencyOptions { remove_imports: false });
    let printed = sheet
        .to_css(PrinterOptions { minify, analyze_dependencies, ..PrinterOptions::default() })
        .map_err(|error| anyhow!("style: {error}"))?;
    // The printer left a placeholder, between double quotes, for each address.
    let mut text = printed.code;
    for dependency in printed.dependencies.unwrap_or_default() {
        let Dependency::Url(link) = dependency else {
            continue;
        };
        let found = if link.url.starts_with("data:") || link.url.starts_with('#') {
            link.url.replace('\\', r"\\").replace('"', r#"\""#)
        } else {
            let name = link.url.rsplit('/').next().unwrap_or_default();
            address(name).with_context(|| format!("style: no asset is named {}", link.url))?
        };
        text = text.replace(&link.placeholder, &found);
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_url_names_an_asset() -> Result<()> {
        let folder = std::env::temp_dir().join(format!("xtask-css-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        fs::write(
            folder.join("main.css"),
            r#"@import "font.css"; b { background: url('data:,"x"') }"#,
        )?;
        fs::write(
            folder.join("font.css"),
            r#"@font-face { font-family: A; src: url("assets/font.woff2") }"#,
        )?;
        let known =
            |name: &str| (name == "font.woff2").then(|| "/assets/font.1234abcd.woff2".to_owned());

        let style = bundle(&folder.join("main.css"), Mode::Release, known)?;
        assert!(style.contains(r#"url("/assets/font.1234abcd.woff2")"#), "{style}");
        assert!(style.contains(r#"url("data:,\"x\"")"#), "{style}");

        fs::write(folder.join("font.css"), r#"b { background: url("other.svg") }"#)?;
        let error = bundle(&folder.join("main.css"), Mode::Debug, known)
            .err()
            .context("an unknown asset")?;
        assert_eq!(error.to_string(), "style: no asset is named other.svg");
        fs::remove_dir_all(folder)?;
        Ok(())
    }
}
