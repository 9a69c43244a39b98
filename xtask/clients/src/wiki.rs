//! A wiki of ten thousand pages as DokuWiki keeps them, those who search it and those who write it.

use crate::times::Times;
use crate::town::cookie;
use crate::{Failed, client, post};
use reqwest::Client;
use reqwest::header;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};
use uuid::Uuid;

const PAGES: usize = 10_000;
const WORDS: usize = 120;
/// How many different words are written: as many as a million of them have in a natural text, by Heaps' law.
const VOCABULARY: usize = 30_000;
const QUESTIONS: usize = 200;
/// Questions that only warm up what answers.
const WARMING: usize = 20;
const EDITORS: usize = 8;
/// How many pages each of them saves, once each.
const SAVES: usize = 100;
/// The page that everybody reads.
const LONG: &str = include_str!("../../../server/src/demo/dispositif_savoirs_communs.txt");
/// Where words are taken from.
const FRENCH: &str = include_str!("../../../app/domain/data/questionnaire.toml");

/// Chance without chance: xorshift.
struct Dice(u64);

impl Dice {
    /// Less than `sides`.
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % sides
    }

    /// The nth one n times less often than the first: Zipf's law.
    fn pick<'w>(&mut self, words: &'w [String]) -> &'w str {
        const FINE: usize = 1 << 20;
        let chance = self.roll(FINE) as f64 / FINE as f64;
        &words[(words.len() as f64).powf(chance) as usize - 1]
    }
}

/// The words of the questionnaire in French, the most frequent first, then words that begin as one of them and end as
/// another.
fn vocabulary() -> Vec<String> {
    let french = french();
    let half = |word: &str| {
        word.char_indices().nth(word.chars().count().div_ceil(2)).map_or(0, |(at, _)| at)
    };
    let made = (1..french.len()).flat_map(|away| {
        let french = &french;
        (0..french.len()).map(move |n| {
            let (one, other) = (french[n], french[(n + away) % french.len()]);
            format!("{}{}", &one[..half(one)], &other[half(other)..])
        })
    });
    let mut known = BTreeSet::new();
    let all = french.iter().map(|word| (*word).to_owned()).chain(made);
    all.filter(|word| known.insert(word.clone())).take(VOCABULARY).collect()
}

/// The words of the questionnaire in French, the most frequent first.
fn french() -> Vec<&'static str> {
    let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
    let texts = FRENCH.lines().filter_map(|line| line.split_once("fr = \"")?.1.split('"').next());
    for word in texts.flat_map(|text| text.split(|c: char| !c.is_alphabetic())) {
        if word.chars().count() > 1 {
            *counted.entry(word).or_default() += 1;
        }
    }
    let mut words: Vec<_> = counted.into_iter().collect();
    words.sort_by_key(|(word, count)| (std::cmp::Reverse(*count), *word));
    words.into_iter().map(|(word, _)| word).collect()
}

fn name(n: usize) -> String {
    format!("page_{n}")
}

/// Writes the pages, and questions of three words that some page has: the same at each call.
pub fn build(data: &Path, questions: &Path) -> Result<(), Failed> {
    let folder = data.join("pages/banc");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("page.txt"), format!("====== La page du banc ======\n\n{LONG}\n{LONG}"))?;
    let words = vocabulary();
    let rank: BTreeMap<&str, usize> =
        words.iter().enumerate().map(|(n, word)| (word.as_str(), n)).collect();
    let (mut dice, mut asked) = (Dice(0x5EED_CAFE), Vec::new());
    for n in 0..PAGES {
        let written: Vec<_> = (0..WORDS).map(|_| dice.pick(&words)).collect();
        let mut text = format!("====== {} {} ======\n", written[0], written[1]);
        for paragraph in written[2..].chunks(20) {
            text += &format!("\n{}.\n", paragraph.join(" "));
        }
        fs::write(folder.join(name(n)).with_extension("txt"), text)?;
        if n % (PAGES / QUESTIONS) == 0 {
            let mut rare: Vec<_> = written.iter().filter(|word| word.chars().count() > 4).collect();
            rare.sort_by_key(|word| std::cmp::Reverse(rank.get(**word)));
            rare.dedup();
            let of = |at: usize| rare.get(at).copied().copied().ok_or("a page of short words");
            let (one, two, three) = (of(0)?, of(rare.len() / 4)?, of(rare.len() / 2)?);
            asked.push(format!("{one}+{two}+{three}"));
        }
    }
    Ok(fs::write(questions, asked.join("\n"))?)
}

/// Prints milliseconds: the mean and the 99th of a hundred of the questions, one after the other.
pub async fn ask(prefix: &str, questions: &Path) -> Result<(), Failed> {
    let (client, questions) = (client()?, fs::read_to_string(questions)?);
    let questions: Vec<_> = questions.lines().collect();
    let mut times = Vec::new();
    for question in questions[..WARMING].iter().chain(&questions) {
        let started = Instant::now();
        let page = client.get(format!("{prefix}{question}")).send().await?;
        let page = page.error_for_status()?.text().await?;
        times.push(started.elapsed());
        if !page.contains("banc:page_") {
            return Err(format!("nothing is found for {question}").into());
        }
    }
    let mut times = times.split_off(WARMING);
    let mean = times.iter().sum::<Duration>().as_secs_f64() / times.len() as f64;
    println!("{} {}", mean * 1000.0, Times::of(&mut times).p99);
    Ok(())
}

/// Saves pages by our form: prints how many a second, and milliseconds: the 99th of a hundred.
pub async fn save(url: &str, data: &Path) -> Result<(), Failed> {
    let client = client()?;
    let mut forms = Vec::new();
    for n in 0..EDITORS * SAVES {
        let page = client.get(format!("{url}/wiki/banc:{}/modifier", name(n)));
        let page = page.header(header::COOKIE, cookie(n % EDITORS)).send().await?;
        let page = page.error_for_status()?.text().await?;
        let value = |name: &str| -> Result<String, Failed> {
            let after = page.split_once(&format!("name=\"{name}\" value=\"")).ok_or("no field")?.1;
            Ok(after.split('"').next().unwrap_or_default().to_owned())
        };
        let fields = [
            ("command", Uuid::now_v7().to_string()),
            ("page", value("page")?),
            ("revision", value("revision")?),
            ("title", format!("Page {n}")),
            ("source", longer(data, n)?),
            ("summary", "un ajout".to_owned()),
        ];
        forms.push((cookie(n % EDITORS), fields));
    }
    let url = url.to_owned();
    tell(forms, move |client, (cookie, fields)| {
        let url = url.clone();
        async move {
            let answer = post(&client, &url, "/api/save_page", Some(&cookie), &fields).await?;
            match answer.status() {
                status if status.is_redirection() || status.is_success() => Ok(()),
                status => Err(format!("{status}: {}", answer.text().await?).into()),
            }
        }
    })
    .await
}

/// Saves the same texts by DokuWiki's interface for programs, and prints the same.
pub async fn put(url: &str, data: &Path) -> Result<(), Failed> {
    let mut calls = Vec::new();
    for n in 0..EDITORS * SAVES {
        let text = longer(data, n)?.replace('&', "&amp;").replace('<', "&lt;");
        calls.push(format!(
            "<?xml version=\"1.0\"?><methodCall><methodName>wiki.putPage</methodName><params>\
             <param><value><string>banc:{}</string></value></param>\
             <param><value><string>{text}</string></value></param>\
             <param><value><struct><member><name>sum</name><value><string>un ajout</string></value></member></struct></value>\
             </param></params></methodCall>",
            name(n)
        ));
    }
    let url = url.to_owned();
    tell(calls, move |client, call| {
        let url = url.clone();
        async move {
            let put = client.post(url).header(header::CONTENT_TYPE, "text/xml").body(call);
            let answer = put.send().await?.error_for_status()?.text().await?;
            let stored = answer.contains("<boolean>1</boolean>");
            if stored { Ok(()) } else { Err(answer.into()) }
        }
    })
    .await
}

/// The nth page with a paragraph more.
fn longer(data: &Path, n: usize) -> Result<String, Failed> {
    let text = fs::read_to_string(data.join("pages/banc").join(name(n)).with_extension("txt"))?;
    Ok(format!("{text}\nUn ajout de plus à la page {n}.\n"))
}

/// Eight people at once send these, each a part of them one after the other.
async fn tell<T: Clone + Send + 'static, F: Future<Output = Result<(), Failed>> + Send>(
    all: Vec<T>,
    send: impl Fn(Client, T) -> F + Clone + Send + 'static,
) -> Result<(), Failed> {
    let started = Instant::now();
    let editors = all.chunks(SAVES).map(|own| {
        let (own, send) = (own.to_vec(), send.clone());
        tokio::spawn(async move {
            let (client, mut times) = (client()?, Vec::new());
            for one in own {
                let started = Instant::now();
                send(client.clone(), one).await?;
                times.push(started.elapsed());
            }
            Ok::<_, Failed>(times)
        })
    });
    let mut times = Vec::new();
    for editor in editors.collect::<Vec<_>>() {
        times.extend(editor.await??);
    }
    let rate = times.len() as f64 / started.elapsed().as_secs_f64();
    println!("{rate} {}", Times::of(&mut times).p99);
    Ok(())
}
