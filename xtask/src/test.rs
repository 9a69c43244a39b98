//! All checks and tests, from the format to the browser, or those of one part. The first failure ends them.

use crate::assets::Site;
use crate::postgres::Postgres;
use crate::process::{cargo, output, program, root, run, run_watching, step};
use crate::product::{self, Mode, SERVER_HALF};
use crate::totals::Totals;
use crate::{readings, tools, wasm};
use anyhow::{Result, bail};
use std::path::Path;

/// Tests everything, the story, or one capability.
pub fn test(what: Option<&str>) -> Result<()> {
    let mut tests = Tests { postgres: None, totals: Totals::default() };
    let done = match what {
        None => tests.everything(),
        Some("story") => tests.story(),
        Some(capability) => tests.capability(capability),
    };
    println!("{}", tests.totals);
    done
}

/// A run of tests.
struct Tests {
    /// Stopped when the tests end, whatever their end.
    postgres: Option<Postgres>,
    totals: Totals,
}

impl Tests {
    fn everything(&mut self) -> Result<()> {
        self.set_up()?;
        step("format", || run(&mut cargo(&["fmt", "--all", "--check"])))?;
        step("lints of the server half", || clippy(&SERVER_HALF, &["--all-targets"]))?;
        let bundles = wasm::BUNDLES.map(|bundle| bundle.name).join(",");
        let browser = ["--lib", "--features", &bundles, "--target", "wasm32-unknown-unknown"];
        step("lints of the bundles", || clippy(&["--package", "frontend"], &browser))?;
        step("lints of xtask", || clippy(&["--package", "xtask"], &["--all-targets"]))?;
        step("tests of the server half", || self.cargo_tests(&SERVER_HALF, None))?;
        step("tests of xtask", || self.cargo_tests(&["--package", "xtask"], None))?;
        step("reading answers alike in both halves", readings::agree)?;
        // The browser meets what is shipped.
        let site = product::assets(Mode::Release)?;
        step("size of the bundles", || site.check_sizes())?;
        let server = product::server_carrying(&site)?;
        self.browser_tests(&[], &server, None)
    }

    fn story(&mut self) -> Result<()> {
        self.set_up()?;
        let site = product::assets(Mode::Debug)?;
        self.browser_tests(&["/story.spec.ts"], &product::server()?, Some(&site))
    }

    fn capability(&mut self, name: &str) -> Result<()> {
        self.set_up()?;
        step(&format!("tests of {name}"), || self.cargo_tests(&SERVER_HALF, Some(name)))?;
        let site = product::assets(Mode::Debug)?;
        let named = ["--project=js-sqlite", "--pass-with-no-tests", "--grep", name];
        self.browser_tests(&named, &product::server()?, Some(&site))?;
        if self.totals.passed == 0 {
            bail!("no test is named after {name}");
        }
        Ok(())
    }

    fn set_up(&mut self) -> Result<()> {
        step("setting up what tests need", tools::for_tests)?;
        self.postgres = Some(step("starting a throw-away PostgreSQL", Postgres::start)?);
        Ok(())
    }

    fn postgres_url(&self) -> &str {
        self.postgres.as_ref().map_or("", |postgres| &postgres.url)
    }

    /// Tests in Rust: all, or those with a word in their name.
    fn cargo_tests(&mut self, packages: &[&str], word: Option<&str>) -> Result<()> {
        let nextest = output(&mut cargo(&["nextest", "--version"])).is_some();
        let mut run =
            if nextest { cargo(&["nextest", "run", "--no-tests=pass"]) } else { cargo(&["test"]) };
        run.args(packages).env("TEST_POSTGRES_URL", self.postgres_url());
        if let Some(word) = word {
            run.args(["--", word]);
        }
        let totals = &mut self.totals;
        run_watching(run, |line| *totals += Totals::read(line))
    }

    /// Tests in a browser: all, or those that `which` chooses. Without a site, the server carries its own.
    fn browser_tests(&mut self, which: &[&str], server: &Path, site: Option<&Site>) -> Result<()> {
        let mut playwright = program(root().join("end2end/node_modules/.bin/playwright"));
        playwright.arg("test").args(which).current_dir(root().join("end2end"));
        playwright
            .env("SAVOIRS_COMMUNS_BIN", server)
            .env("TEST_POSTGRES_URL", self.postgres_url())
            .env("CHROMIUM", tools::chromium());
        if let Some(site) = site {
            playwright.env("SAVOIRS_COMMUNS_ASSETS", &site.folder);
            // Who works on a part looks at it.
            playwright.env("SAVOIRS_COMMUNS_PICTURES", root().join("target/screens"));
        }
        let totals = &mut self.totals;
        step("tests in the browser", || {
            run_watching(playwright, |line| *totals += Totals::read(line))
        })
    }
}

fn clippy(packages: &[&str], options: &[&str]) -> Result<()> {
    run(cargo(&["clippy", "--quiet"]).args(packages).args(options).args(["--", "-D", "warnings"]))
}
