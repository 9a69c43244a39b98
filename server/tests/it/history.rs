//! Many people ask for few seats at once, through HTTP, of real processes, of which some are killed, while the organizer
//! says anew how many may come, moves dates and calls some off. What was asked and answered is written down, the database is watched meanwhile, and a checker says whether one story explains it all.

mod check;
mod crowd;
mod organizer;
mod town;
mod watch;
mod wiki;

use crate::house::{Folder, run_on};
use check::{check, tally};
use crowd::{Crowd, Doors};
use std::sync::Arc;
use std::time::{Duration, Instant};
use town::Town;
use uuid::Uuid;
use watch::Watch;

/// How many people ask at once.
const CLIENTS: usize = 64;
/// How many operations they make in all, over all stories: `HISTORY_OPERATIONS` says otherwise.
const OPERATIONS: usize = 5_000;
/// The stories that share them.
const STORIES: usize = 5;

/// How many of them one town sees at most: each seat that was ever asked at a date is read with it. A longer story is
/// told in chapters, each in a town of its own.
const CHAPTER: usize = 4_000;

/// As many operations as it takes to find a server without locks wrong.
const FEW: usize = 200;
/// How soon a build without locks is found wrong, on a machine that does other things too.
const FOUND_WITHIN: Duration = Duration::from_secs(10);

/// On what a story is played.
struct Setting {
    /// See [`Running::of`](crate::running::Running::of).
    locks: bool,
    processes: usize,
    postgres: bool,
    /// Whether one process is killed in the middle, and begins again.
    killed: bool,
}

/// What came of a story.
struct Told {
    /// The first of those that were found.
    faults: Vec<String>,
    /// From the first who asked to the last check.
    took: Duration,
}

fn operations() -> usize {
    let said = std::env::var("HISTORY_OPERATIONS").ok().and_then(|said| said.parse().ok());
    said.unwrap_or(OPERATIONS) / STORIES
}

/// Plays a story with what was built, and finds nothing wrong.
async fn is_sound(processes: usize, postgres: bool, killed: bool) {
    let setting = Setting { locks: true, processes, postgres, killed };
    let (mut left, mut took) = (operations(), Duration::ZERO);
    while left > 0 {
        let now = left.min(CHAPTER);
        let Some(told) = play(&setting, now).await else { return };
        assert_eq!(told.faults, [""; 0]);
        (left, took) = (left - now, took + told.took);
    }
    println!("{} operations in all, in {:.0} s", operations(), took.as_secs_f64());
}

#[tokio::test(flavor = "multi_thread")]
async fn workshops_history_on_sqlite() {
    is_sound(1, false, false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn workshops_history_on_sqlite_killed() {
    is_sound(1, false, true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn workshops_history_on_postgres_with_one_process() {
    is_sound(1, true, false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn workshops_history_on_postgres_with_two_processes() {
    is_sound(2, true, true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn workshops_history_on_postgres_with_four_processes() {
    is_sound(4, true, false).await;
}

/// The checker is checked: without locks, more people sit down than there are seats.
#[tokio::test(flavor = "multi_thread")]
#[cfg_attr(not(debug_assertions), ignore = "what is shipped always takes its locks")]
async fn workshops_history_without_locks_is_found_wrong() {
    let setting = Setting { locks: false, processes: 2, postgres: true, killed: false };
    let Some(told) = play(&setting, FEW).await else { return };
    assert!(!told.faults.is_empty(), "nothing was found");
    println!("{} faults, the first: {}", told.faults.len(), told.faults[0]);
    assert!(told.took < FOUND_WITHIN, "found after {:?}", told.took);
}

/// Plays one story, and tells the faults that were found. None: there is no such database to try on.
async fn play(setting: &Setting, operations: usize) -> Option<Told> {
    let folder = Folder::new();
    let maintenance = std::env::var("TEST_POSTGRES_URL").ok().filter(|url| !url.is_empty());
    let name = format!("history_{}", Uuid::now_v7().simple());
    let url = match (setting.postgres, &maintenance) {
        (false, _) => folder.url(),
        (true, None) => return None,
        (true, Some(maintenance)) => {
            run_on(maintenance, &format!("CREATE DATABASE {name}")).await;
            let (server, _) = maintenance.rsplit_once('/').expect("postgres://server/database");
            format!("{server}/{name}")
        }
    };
    let town = Arc::new(Town::build(&url, CLIENTS, operations).await);
    let doors = Doors::open(setting.locks, &url, setting.processes);
    let begun = Instant::now();
    let watch = Watch::begin(&url, Arc::clone(&town), doors.clone());
    let crowd = Crowd::new(&url, Arc::clone(&town), doors.clone(), operations).await;
    let killer = setting.killed.then(|| {
        let (doors, made) = (doors.clone(), crowd.made());
        tokio::spawn(async move {
            while made() < operations / 2 {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            doors.kill_one();
        })
    });
    let organizer = organizer::run(Arc::clone(&town), doors.clone(), crowd.made(), operations);
    let organizer = tokio::spawn(organizer);
    let asked = crowd.ask().await;
    let ran = organizer.await.expect("the organizer does not fail");
    if let Some(killer) = killer {
        killer.await.expect("it was killed");
    }
    // What is due when the last has asked is settled within a second.
    tokio::time::sleep(Duration::from_millis(1500)).await;
    let mut faults = watch.end().await;
    faults.extend(check(&url, &town, &asked, &ran).await);
    let took = begun.elapsed();
    println!(
        "{} operations in {:.1} s by {} processes: {}; {} faults",
        asked.len(),
        took.as_secs_f64(),
        setting.processes,
        tally(&url, &asked, &ran).await,
        faults.len()
    );
    doors.close();
    if setting.postgres
        && let Some(maintenance) = &maintenance
    {
        run_on(maintenance, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
    }
    faults.truncate(20);
    Some(Told { faults, took })
}
