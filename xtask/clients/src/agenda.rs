//! How long the public agenda takes: kept, and made again after a change.

use crate::times::Times;
use crate::town::{ASSOCIATIONS, SESSIONS, session};
use crate::{Failed, client, seats};
use reqwest::{Client, header};
use std::time::{Duration, Instant};

/// Visitors who read at once, each on a connection of their own.
const VISITORS: usize = 25;
/// How often each reads, besides a few times that only warm up.
const READS: usize = 200;
const WARMING: usize = 10;
/// How often it is changed, then read.
const CHANGES: usize = 20;

/// Prints milliseconds: the 99th of a hundred who read what is kept; the middle one of those who read it after a change.
pub async fn measure(url: &str) -> Result<(), Failed> {
    let visitors = (0..VISITORS).map(|_| tokio::spawn(visit(url.to_owned())));
    let mut kept = Vec::new();
    for visitor in visitors.collect::<Vec<_>>() {
        kept.extend(visitor.await??);
    }
    let visitor = client()?;
    let mut made = Vec::new();
    for n in 0..CHANGES {
        // The last of the associations: they registered least.
        seats::register(&visitor, url, ASSOCIATIONS - 1 - n, SESSIONS - 1 - n).await?;
        made.push(read(&visitor, url).await?);
    }
    let page = visitor.get(format!("{url}/agenda")).send().await?.text().await?;
    let missing = (0..SESSIONS).filter(|n| !page.contains(&session(*n).to_string())).count();
    if missing > 0 {
        return Err(format!("{missing} sessions are not on the page").into());
    }
    println!("{:.2} {:.2}", Times::of(&mut kept).p99, Times::of(&mut made).p50);
    Ok(())
}

async fn visit(url: String) -> Result<Vec<Duration>, Failed> {
    let client = client()?;
    let mut times = Vec::new();
    for _ in 0..WARMING + READS {
        times.push(read(&client, &url).await?);
    }
    Ok(times.split_off(WARMING))
}

/// Reads the whole page, compressed as browsers ask for it.
async fn read(client: &Client, url: &str) -> Result<Duration, Failed> {
    let started = Instant::now();
    let page = client.get(format!("{url}/agenda")).header(header::ACCEPT_ENCODING, "gzip");
    page.send().await?.error_for_status()?.bytes().await?;
    Ok(started.elapsed())
}
