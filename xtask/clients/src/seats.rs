//! How many registrations a second, when 64 people register at once: each is on disk before it is answered.

use crate::times::Times;
use crate::town::{ASSOCIATIONS, SESSIONS, cookie, session};
use crate::{CLIENTS, Failed, client, post};
use reqwest::Client;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// Registrations of each, besides a few that only warm the server up.
const REGISTRATIONS: usize = 150;
const WARMING: usize = 10;

/// Prints registrations a second, then milliseconds: the 99th of a hundred.
pub async fn measure(url: &str) -> Result<(), Failed> {
    all(url, 0..WARMING).await?;
    let started = Instant::now();
    let mut times = all(url, WARMING..WARMING + REGISTRATIONS).await?;
    let rate = times.len() as f64 / started.elapsed().as_secs_f64();
    println!("{rate:.0} {:.2}", Times::of(&mut times).p99);
    Ok(())
}

async fn all(url: &str, rounds: std::ops::Range<usize>) -> Result<Vec<Duration>, Failed> {
    let clients = (0..CLIENTS).map(|n| tokio::spawn(one(n, url.to_owned(), rounds.clone())));
    let mut times = Vec::new();
    for client in clients.collect::<Vec<_>>() {
        times.extend(client.await??);
    }
    Ok(times)
}

/// One client registers one association after another, each at another session.
async fn one(
    n: usize,
    url: String,
    rounds: std::ops::Range<usize>,
) -> Result<Vec<Duration>, Failed> {
    let client = client()?;
    let mut times = Vec::with_capacity(rounds.len());
    for round in rounds {
        let of = round * CLIENTS + n;
        let started = Instant::now();
        // Coprime steps: an association never comes to a session twice.
        register(&client, &url, of % ASSOCIATIONS, (of * 7 + of / ASSOCIATIONS) % SESSIONS).await?;
        times.push(started.elapsed());
    }
    Ok(times)
}

/// Takes a seat for this association at this session.
pub async fn register(client: &Client, url: &str, of: usize, at: usize) -> Result<(), Failed> {
    let fields = [("command", Uuid::now_v7().to_string()), ("entry", session(at).to_string())];
    let answer = post(client, url, "/api/register", Some(&cookie(of)), &fields).await?;
    match answer.status() {
        status if status.is_success() || status.is_redirection() => Ok(()),
        status => Err(format!("{status}: {}", answer.text().await?).into()),
    }
}
