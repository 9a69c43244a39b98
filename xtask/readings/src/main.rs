//! The server's half of the proof: prints the questionnaire as the browser gets it, the readings, or how long one takes.

use domain::diagnosis::Questionnaire;
use readings::{answers, conclude, readings};
use std::env;
use std::error::Error;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let shipped: Questionnaire =
        toml::from_str(include_str!("../../../app/domain/data/questionnaire.toml"))?;
    let asked: Vec<String> = env::args().skip(1).collect();
    match asked.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["questionnaire"] => println!("{}", serde_json::to_string(&shipped)?),
        ["readings", count] => print!("{}", readings(&shipped, count.parse()?)),
        ["time", count] => println!("{:.1}", microseconds(&shipped, count.parse()?)),
        _ => return Err("say « questionnaire », « readings <count> » or « time <count> »".into()),
    }
    Ok(())
}

/// The median time of one conclusion, over several rounds of this many sets.
fn microseconds(questionnaire: &Questionnaire, count: u64) -> f64 {
    let sets: Vec<_> = (0..count).map(|number| answers(questionnaire, number)).collect();
    let mut rounds: Vec<f64> = (0..9)
        .map(|_| {
            let started = Instant::now();
            std::hint::black_box(conclude(questionnaire, &sets));
            started.elapsed().as_secs_f64() * 1e6 / sets.len().max(1) as f64
        })
        .collect();
    rounds.sort_by(f64::total_cmp);
    rounds[rounds.len() / 2]
}
