//! `savoirs-communs import dokuwiki`.

use super::folder::{Folder, Tree};
use super::gather::{self, Part};
use super::report::{Fate, Report, Told, Totals};
use crate::config::Import;
use anyhow::{Context, ensure};
use domain::wiki::markup;
use std::io::Write;
use std::sync::Arc;
use tokio::sync::mpsc;

/// How many parts wait to be moved in.
const WAITING: usize = 8;

/// Moves a data folder in, or tells what that would do.
///
/// Errors: no such folder, a report that cannot be written, in one line.
pub async fn import(config: &Import) -> anyhow::Result<Totals> {
    ensure!(config.dry_run, "only --dry-run is done yet: it tells what would be moved in");
    let folder = Arc::new(Folder::open(&config.folder)?);
    let expected = gather::count(&folder);
    let cannot = || format!("cannot write the report in {}", config.report.display());
    let mut report = Report::open(&config.report, expected).with_context(cannot)?;
    let (sender, mut parts) = mpsc::channel(WAITING);
    let reading = tokio::task::spawn_blocking(move || gather::gather(&folder, &sender));
    while let Some(part) = parts.recv().await {
        match part {
            Ok(part) => tell(&mut report, &part).with_context(cannot)?,
            Err(left_out) => report.tell(&left_out).with_context(cannot)?,
        }
    }
    reading.await?;
    report.end("this is what would be moved in").with_context(cannot)
}

/// Tells what became of a part.
fn tell(report: &mut Report<impl Write>, part: &Part) -> std::io::Result<()> {
    for told in &part.told {
        report.tell(told)?;
    }
    let Some(end) = &part.end else { return Ok(()) };
    report.went_through(part.tree, end.states);
    let states = match part.tree {
        Tree::Pages => "revisions",
        Tree::Media => "versions",
    };
    let slug = markup::slug(&part.name);
    if slug != part.name {
        let why = format!("its address here is {slug}");
        report.tell(&Told::new(Fate::Adapted, part.tree, &part.name, why))?;
    }
    let deleted = if end.shown.is_none() { ", and it is deleted" } else { "" };
    let why = format!("{} {states}{deleted}", end.states);
    report.tell(&Told::new(Fate::Kept, part.tree, &part.name, why))?;
    Ok(())
}
