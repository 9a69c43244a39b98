//! Whether one story explains what was asked, what was answered, and what stands at the end.

use super::crowd::{Asked, What};
use super::organizer::{Ran, Run};
use super::town::Town;
use super::watch::{Row, all_rows, connect};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use std::collections::BTreeMap;
use std::time::Instant;
use uuid::Uuid;

/// The faults that it finds.
pub async fn check(url: &str, town: &Town, asked: &[Asked], ran: &[Ran]) -> Vec<String> {
    let db = connect(url).await;
    let stands = all_rows(&db).await;
    let stands: BTreeMap<Uuid, Row> = stands.into_iter().map(|row| (row.id, row)).collect();
    let mut faults = refused_by_the_server(asked);
    faults.extend(asked_for(town, asked, &stands));
    faults.extend(in_order(asked));
    faults.extend(kept(asked, &stands));
    faults.extend(as_said(ran, &stands));
    faults.extend(letters(&db).await);
    faults
}

/// How it ended, for who reads along: a story in which nobody waits in vain proves little.
pub async fn tally(url: &str, asked: &[Asked], ran: &[Ran]) -> String {
    let mut told = BTreeMap::<String, usize>::new();
    for one in ran {
        let what = if one.what == Run::CallOff { "calls off" } else { "says of seats" };
        *told.entry(format!("organizer {what}: {}", one.status)).or_default() += 1;
    }
    for one in asked {
        *told.entry(format!("answered {}", one.status)).or_default() += 1;
    }
    for row in all_rows(&connect(url).await).await {
        let by = row.cancelled_by.map(|by| format!(" by {by}")).unwrap_or_default();
        *told.entry(format!("{}{by}", row.state)).or_default() += 1;
    }
    let told: Vec<_> = told.into_iter().map(|(what, times)| format!("{times} {what}")).collect();
    told.join(", ")
}

/// Nobody is answered that the server failed.
fn refused_by_the_server(asked: &[Asked]) -> Vec<String> {
    let wrong = asked.iter().filter(|one| ![200, 409].contains(&one.status));
    wrong.map(|one| format!("answered {}: {:?}", one.status, one.what)).collect()
}

/// Each registration was asked for by one operation, which made as many as it asked: held, registered, waiting, offered
/// and cancelled are together what was asked. But for those that are held instead of what was called off: one for one.
fn asked_for(town: &Town, asked: &[Asked], stands: &BTreeMap<Uuid, Row>) -> Vec<String> {
    let mut faults = Vec::new();
    let mut displaced = BTreeMap::<Uuid, usize>::new();
    for row in stands.values().filter(|row| row.is_off()) {
        *displaced.entry(row.association).or_default() += 1;
    }
    let mut is_instead = |row: &Row| match displaced.get_mut(&row.association) {
        Some(left) if *left > 0 && row.state != "waiting" => {
            *left -= 1;
            true
        }
        _ => false,
    };
    let mut made = BTreeMap::<Uuid, usize>::new();
    for one in asked {
        for row in &one.made {
            *made.entry(row.id).or_default() += 1;
        }
        let (entry, people) = match one.what {
            What::Register { entry, people, .. } => (entry.0, people),
            _ => (Uuid::nil(), 0),
        };
        let (mut here, mut elsewhere): (Vec<_>, Vec<_>) =
            one.made.iter().partition(|row| row.entry == entry);
        // A refusal holds one seat somewhere else, at most.
        let held = elsewhere.iter().position(|row| row.state != "waiting");
        if let (1.., 409, Some(held)) = (people, one.status, held) {
            elsewhere.remove(held);
        }
        elsewhere.retain(|row| !is_instead(row));
        let fits = |made: usize| match (one.status, people) {
            // A seat that was offered meanwhile is taken instead.
            (200, 1..) => made == people || made == 0 && one.after.is_some(),
            _ => made == 0,
        };
        while !fits(here.len())
            && let Some(n) = here.iter().position(|row| is_instead(row))
        {
            here.remove(n);
        }
        if !fits(here.len()) || !elsewhere.is_empty() {
            faults.push(format!(
                "{} here and {} elsewhere for {one:?}",
                here.len(),
                elsewhere.len()
            ));
        }
    }
    for (id, row) in stands {
        if !made.contains_key(id) && !is_instead(row) {
            faults.push(format!("nobody asked for {row:?}"));
        }
    }
    let states = ["registered", "held", "offered", "waiting", "cancelled"];
    let in_a_state = stands.values().filter(|row| states.contains(&row.state.as_str())).count();
    if in_a_state != stands.len() || made.values().any(|times| *times != 1) {
        faults.push(format!("{} asked, {in_a_state} in a state", made.len()));
    }
    if town.members.len() < 2 {
        faults.push("nobody to compete with".to_owned());
    }
    faults
}

/// Who was answered before another asked has the lower number there.
fn in_order(asked: &[Asked]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut dates = BTreeMap::<Uuid, Vec<(Instant, Instant, i32, i32)>>::new();
    for one in asked.iter().filter(|one| one.status == 200) {
        let What::Register { entry, people, .. } = one.what else { continue };
        let numbers = one.made.iter().filter(|row| row.entry == entry.0).map(|row| row.number);
        // Otherwise some are held instead of what was called off, and nobody asked for them now.
        if numbers.clone().count() != people {
            continue;
        }
        if let (Some(low), Some(high)) = (numbers.clone().min(), numbers.max()) {
            dates.entry(entry.0).or_default().push((one.sent, one.answered, low, high));
        }
    }
    for (entry, mut ops) in dates {
        ops.sort_by_key(|(sent, ..)| *sent);
        for (i, (_, answered, _, high)) in ops.iter().enumerate() {
            let later = ops[i + 1..].iter().filter(|(sent, ..)| sent > answered);
            for (.., low, _) in later.filter(|(.., low, _)| low <= high) {
                faults.push(format!("{entry}: {low} asked after {high} was answered"));
            }
        }
    }
    faults
}

/// What was acknowledged stands, until the same association asks otherwise, nobody answers in time, or the date is called
/// off: to say anew how many may come takes a seat from nobody.
fn kept(asked: &[Asked], stands: &BTreeMap<Uuid, Row>) -> Vec<String> {
    let mut faults = Vec::new();
    // By registration, whether its association has it, by its last word.
    let mut last = BTreeMap::<Uuid, (Instant, bool)>::new();
    for one in asked {
        let words = match (one.what, one.status) {
            (What::Register { .. }, 200) => one.made.iter().chain(&one.after).collect(),
            (What::Accept(_) | What::Cancel(_), 200) => one.after.iter().collect::<Vec<_>>(),
            _ => one.made.iter().collect(),
        };
        for row in words {
            let has = row.state == "registered";
            let said = last.entry(row.id).or_insert((one.sent, has));
            if one.sent >= said.0 {
                *said = (one.sent, has);
            }
        }
        if let (What::Accept(id), 200, Some(row)) = (one.what, one.status, &one.after)
            && row.state != "registered"
            && !row.is_off()
        {
            faults.push(format!("{id} was accepted, and is {}", row.state));
        }
        if let (What::Cancel(id), 200, Some(row)) = (one.what, one.status, &one.after)
            && row.state != "cancelled"
        {
            faults.push(format!("{id} was given back, and is {}", row.state));
        }
    }
    for (id, (_, has)) in last {
        match stands.get(&id) {
            None => faults.push(format!("{id} is lost")),
            Some(row) if has && row.state != "registered" && !row.is_off() => {
                faults.push(format!("{id} was registered, and is {row:?}"));
            }
            Some(_) => {}
        }
    }
    faults
}

/// Each date has the seats that its organizer was last told it has, and is called off if they were told so.
fn as_said(ran: &[Ran], stands: &BTreeMap<Uuid, Row>) -> Vec<String> {
    let mut faults = Vec::new();
    let mut said = BTreeMap::<Uuid, Run>::new();
    for one in ran {
        match one.status {
            200 => drop(said.insert(one.entry.0, one.what)),
            409 => {}
            _ => faults.push(format!("answered to the organizer: {one:?}")),
        }
    }
    let changed = said.values().any(|run| matches!(run, Run::Seats { .. }));
    if !ran.is_empty() && !changed {
        faults.push("no seats were said anew".to_owned());
    }
    for row in stands.values() {
        let off = row.called_off_at.is_some();
        let so = match said.get(&row.entry) {
            None => !off,
            Some(Run::CallOff) => off,
            Some(Run::Seats { total, kept }) => {
                !off && (row.seats, row.kept_seats) == (*total as i32, *kept as i32)
            }
        };
        if !so || row.cancelled_by.as_deref() == Some("organizers") && !off {
            faults.push(format!("{:?} was said, and there is {row:?}", said.get(&row.entry)));
        }
    }
    faults
}

/// One letter for each thing told to each reader.
async fn letters(db: &DatabaseConnection) -> Vec<String> {
    let sql =
        "SELECT dedup_key AS k, COUNT(*) AS n FROM mail GROUP BY dedup_key HAVING COUNT(*) > 1";
    let asked = Statement::from_string(db.get_database_backend(), sql);
    let twice = db.query_all_raw(asked).await.expect("it answers");
    let key = |row: &sea_orm::QueryResult| row.try_get::<String>("", "k").expect("a key");
    twice.iter().map(|row| format!("two letters for {}", key(row))).collect()
}
