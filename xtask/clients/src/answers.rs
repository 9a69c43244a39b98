//! How long storing an answer takes when 64 people answer at once, beside how long the disk takes.

use crate::times::Times;
use crate::{CLIENTS, Failed, client, post};
use domain::diagnosis::Questionnaire;
use reqwest::{StatusCode, header};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// Answers that each gives, besides a few that only warm the server up.
const ANSWERS: usize = 150;
const WARMING: usize = 10;

/// Prints what storing took, what the disk took meanwhile, and their ratio.
pub async fn measure(url: &str, folder: &Path) -> Result<(), Failed> {
    let shipped: Questionnaire =
        toml::from_str(include_str!("../../../app/domain/data/questionnaire.toml"))?;
    let questions = &shipped.questions;
    let diagnoses = open_diagnoses(url).await?;
    let mut clients = Vec::new();
    for n in 0..CLIENTS {
        let (cookie, open) = &diagnoses;
        let diagnosis = open[n % open.len()].clone();
        // A question of one's own: 64 people do not answer the same one.
        let always = questions.iter().filter(|q| q.conditions().is_empty());
        let question = always.cycle().nth(n / open.len()).ok_or("no question")?;
        let choices: Vec<String> = question.choices.iter().map(|c| c.key.clone()).collect();
        let (url, cookie, question) = (url.to_owned(), cookie.clone(), question.key.clone());
        clients.push(tokio::spawn(answer(url, cookie, diagnosis, question, choices)));
    }
    // The disk is asked while they answer: beside an idle machine, a busy one is always slow.
    let answering = Arc::new(AtomicBool::new(true));
    let disk = {
        let (folder, answering) = (folder.to_owned(), Arc::clone(&answering));
        std::thread::spawn(move || syncs(&folder, &answering))
    };
    let started = Instant::now();
    let mut times = Vec::new();
    for client in clients {
        times.extend(client.await??);
    }
    let rate = times.len() as f64 / started.elapsed().as_secs_f64();
    answering.store(false, Ordering::Relaxed);
    let mut syncs = disk.join().map_err(|_| "the disk was not asked")??;
    let (answers, sync) = (Times::of(&mut times), Times::of(&mut syncs));
    println!("{} answers at {CLIENTS} clients: {rate:.0}/s, {answers}; fsync {sync}", times.len());
    println!("p99 of storing an answer / p99 of fsync: {:.1}", answers.p99 / sync.p99);
    Ok(())
}

/// Signs a volunteer in, and opens the diagnosis of everybody at the desk: the cookie, and the diagnoses' ids.
async fn open_diagnoses(url: &str) -> Result<(String, Vec<String>), Failed> {
    let client = client()?;
    let command = || Uuid::now_v7().to_string();
    let signing = [
        ("form", "sign_in".to_owned()),
        ("command", command()),
        ("email", "victor@example.org".to_owned()),
        ("password", "savoirs communs demo".to_owned()),
    ];
    let signed = post(&client, url, "/connexion", None, &signing).await?;
    let cookie = signed.headers().get(header::SET_COOKIE).ok_or("no cookie")?.to_str()?;
    let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
    let page = client.get(format!("{url}/diagnostics")).header(header::COOKIE, &cookie);
    let page = page.send().await?.text().await?;
    let mut open: Vec<String> = ids(&page, "/diagnostic/");
    for journey in ids(&page, "name=\"journey\" value=\"") {
        let opening =
            [("form", "open_diagnosis".to_owned()), ("command", command()), ("journey", journey)];
        let opened = post(&client, url, "/diagnostics", Some(&cookie), &opening).await?;
        let to = opened.headers().get(header::LOCATION).map(|to| to.to_str()).transpose()?;
        open.extend(ids(to.unwrap_or_default(), "/diagnostic/"));
    }
    if open.is_empty() {
        return Err("nobody is at the desk".into());
    }
    Ok((cookie, open))
}

/// The ids that stand behind these words in a page, each once.
fn ids(page: &str, behind: &str) -> Vec<String> {
    let found = page.split(behind).skip(1).filter_map(|rest| rest.get(..36));
    let found: BTreeSet<&str> = found.filter(|id| Uuid::parse_str(id).is_ok()).collect();
    found.into_iter().map(str::to_owned).collect()
}

/// Answers one question over and over, as somebody who hesitates.
async fn answer(
    url: String,
    cookie: String,
    diagnosis: String,
    question: String,
    choices: Vec<String>,
) -> Result<Vec<Duration>, Failed> {
    let client = client()?;
    let mut times = Vec::with_capacity(ANSWERS);
    let mut seen = String::new();
    for n in 0..WARMING + ANSWERS {
        let command = Uuid::now_v7().to_string();
        let fields = [
            ("command", command.clone()),
            ("diagnosis", diagnosis.clone()),
            ("question", question.clone()),
            ("choice", choices[n % choices.len()].clone()),
            ("seen", seen.clone()),
        ];
        let started = Instant::now();
        let stored = post(&client, &url, "/api/save_answer", Some(&cookie), &fields).await?;
        let took = started.elapsed();
        match stored.status() {
            StatusCode::OK => seen = command,
            // The cast has answered already: one sees what stands, then changes it.
            StatusCode::CONFLICT if n < WARMING => {
                let standing = ids(&stored.text().await?, "\"command\":\"");
                seen = standing.into_iter().next().ok_or("no answer that stands")?;
            }
            status => return Err(format!("{status}: {}", stored.text().await?).into()),
        }
        if n >= WARMING {
            times.push(took);
        }
    }
    Ok(times)
}

/// How long it takes to have a page of 4 kB on the disk, as long as others do the same.
fn syncs(folder: &Path, others: &AtomicBool) -> Result<Vec<Duration>, Failed> {
    let path = folder.join("synced");
    let mut file = File::create(&path)?;
    let mut times = Vec::new();
    while others.load(Ordering::Relaxed) {
        let started = Instant::now();
        file.write_all(&[1; 4096])?;
        file.sync_data()?;
        times.push(started.elapsed());
        std::thread::sleep(Duration::from_millis(5));
    }
    std::fs::remove_file(path)?;
    Ok(times)
}
