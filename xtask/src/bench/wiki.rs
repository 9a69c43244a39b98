//! How fast the wiki is: a page, the same page that a browser has already, an answer of the search, a saved page; each on
//! one core, beside DokuWiki and nginx on the same core where they can be had.

use super::peers::{DokuWiki, Served, pinned};
use super::{Bench, LISTEN, Serving, URL, clients, told};
use crate::process::{output, program, run, step};
use crate::tools;
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// The core that serves, and the one that asks.
const SERVER: [&str; 3] = ["taskset", "-c", "0"];
const ASKER: [&str; 3] = ["taskset", "-c", "1"];
/// How many connections ask for a page at once, and for how many seconds.
const CONNECTIONS: &str = "16";
const SECONDS: [&str; 2] = ["1s", "5s"];
/// The page that is asked for: the programme's own text, of some eight thousand letters.
const PAGE: &str = "banc:page";
/// Has `wrk` ask the next of the questions each time, behind the address that it was given.
const OVER_AND_OVER: &str = r#"
local questions, at = {}, 0
for line in io.lines("QUESTIONS") do
    local typed = line:gsub("[\128-\255]", function(byte) return string.format("%%%02X", byte:byte()) end)
    table.insert(questions, typed)
end
function request()
    at = at % #questions + 1
    return wrk.format("GET", wrk.path .. questions[at])
end
"#;

impl Bench {
    /// A wiki of ten thousand pages, moved in from the folder that DokuWiki serves.
    pub fn wiki(&self) -> Result<()> {
        let folder = self.folder.join("wiki");
        let data = folder.join("data");
        let questions = folder.join("questions");
        let peers = step("setting up what the wiki is measured beside", || Ok(tools::peers()))?;
        step("building a town", || run(clients(&["town"]).arg(self.url("wiki"))))?;
        step("writing a wiki of 10,000 pages", || {
            run(clients(&["pages"]).arg(&data).arg(&questions))
        })?;
        let beside = match &peers {
            Ok(peers) => {
                Some((step("setting DokuWiki up on it", || DokuWiki::on(&folder))?, peers))
            }
            Err(missing) => {
                println!("  alone: {missing:#}");
                None
            }
        };
        step("moving it in", || run(&mut self.move_in(&data)))?;
        let served = match &beside {
            Some((wiki, peers)) => {
                step("having DokuWiki index it", || wiki.index())?;
                Some(Served::start(wiki, peers, &SERVER)?)
            }
            None => None,
        };
        let _serving = Serving::start(&mut self.serve_on_one_core())?;
        let beside = served.is_some();
        self.pages(&folder, beside)?;
        search(&folder, &questions, beside)?;
        saves(&data, beside)
    }

    fn move_in(&self, data: &Path) -> Command {
        let mut import = program(&self.server);
        import.args(["import", "dokuwiki"]).arg(data).arg("--database-url").arg(self.url("wiki"));
        import.arg("--report").arg(self.folder.join("wiki/report"));
        import.env("RUST_LOG", "error").stdout(Stdio::null()).stderr(Stdio::null());
        import
    }

    fn serve_on_one_core(&self) -> Command {
        let mut serve = pinned(&SERVER, &self.server);
        serve.env("RUST_LOG", "error").stdout(Stdio::null()).stderr(Stdio::null());
        serve.args(["serve", "--listen", LISTEN, "--database-url"]).arg(self.url("wiki"));
        serve
    }

    /// A page as it is, then one that a browser has.
    fn pages(&self, folder: &Path, beside: bool) -> Result<()> {
        let page = format!("{URL}/wiki/{PAGE}");
        let ours = requests(&page, &[])?;
        let (body, tag) = fetched(&page)?;
        println!("a page of {} kB, one core: {ours:.0}/s", body.len() / 1000);
        let known = requests(&page, &holding(&tag))?;
        println!("  not changed: {known:.0}/s");
        if beside {
            fs::write(folder.join("www/page"), &body)?;
            let file = Served::file("page");
            let nginx = requests(&file, &[])?;
            let dokuwiki = requests(&Served::wiki(&format!("doku.php?id={PAGE}")), &[])?;
            let known_to_nginx = requests(&file, &holding(&fetched(&file)?.1))?;
            println!("  nginx, the same bytes: {nginx:.0}/s; not changed {known_to_nginx:.0}/s");
            println!("  DokuWiki: {dokuwiki:.0}/s");
            println!("a page / DokuWiki: {:.0} (40 aimed at)", ours / dokuwiki);
            println!("a page / nginx: {:.2} (0.4 aimed at)", ours / nginx);
            println!("not changed / nginx: {:.2} (0.5 aimed at)", known / known_to_nginx);
        }
        Ok(())
    }
}

/// Two hundred questions of three words: each once, one after the other, for how long an answer takes; then over and over, as
/// many as can be answered. No answer is kept.
fn search(folder: &Path, questions: &Path, beside: bool) -> Result<()> {
    let mut once = asking(&["ask"]);
    once.arg(format!("{URL}/recherche?q=")).arg(questions);
    let (mean, p99) = told(once)?;
    println!("searching 10,000 pages: mean {mean:.2} ms, p99 {p99:.2} ms (5 aimed at)");
    let script = folder.join("questions.lua");
    fs::write(&script, OVER_AND_OVER.replace("QUESTIONS", &questions.display().to_string()))?;
    let rate = |url: &str| requests(url, &["-s".into(), script.display().to_string()]);
    let ours = rate(&format!("{URL}/recherche?q="))?;
    println!("  one core: {ours:.0}/s");
    if beside {
        let theirs = rate(&Served::wiki("doku.php?do=search&q="))?;
        println!("  DokuWiki: {theirs:.0}/s");
        println!("searching / DokuWiki: {:.0} (50 aimed at)", ours / theirs);
    }
    Ok(())
}

/// Eight people who save, each page on disk before it is answered.
fn saves(data: &Path, beside: bool) -> Result<()> {
    let mut saving = asking(&["save", URL]);
    saving.arg(data);
    let (ours, p99) = told(saving)?;
    println!("saving a page at 8 people: {ours:.0}/s, p99 {p99:.2} ms");
    if beside {
        let mut putting = asking(&["put", &Served::wiki("lib/exe/xmlrpc.php")]);
        putting.arg(data);
        let (theirs, _) = told(putting)?;
        println!("  DokuWiki, which does not wait for the disk: {theirs:.0}/s");
        println!("saving / DokuWiki: {:.0} (20 aimed at)", ours / theirs);
    }
    Ok(())
}

/// Our clients, on the core that asks.
fn asking(arguments: &[&str]) -> Command {
    let client = clients(&[]);
    let mut command = pinned(&ASKER, Path::new(client.get_program()));
    command.args(arguments);
    command
}

/// What asks for a page that a browser has already.
fn holding(tag: &str) -> [String; 2] {
    ["-H".to_owned(), format!("If-None-Match: {tag}")]
}

/// How many of such requests are answered in a second, once it is warm. `how`: more arguments of `wrk`.
fn requests(url: &str, how: &[String]) -> Result<f64> {
    let mut rate = 0.0;
    for seconds in SECONDS {
        let mut wrk = pinned(&ASKER, Path::new("wrk"));
        wrk.args(["-t1", "-c", CONNECTIONS, "-d", seconds]).args(how);
        let printed = output(wrk.arg(url)).context("wrk failed")?;
        if printed.contains("Non-2xx") || printed.contains("Socket errors") {
            bail!("{url} is not served as it should:\n{printed}");
        }
        let line = printed.lines().find_map(|line| line.strip_prefix("Requests/sec:"));
        rate = line.context("wrk tells no rate")?.trim().parse()?;
    }
    Ok(rate)
}

/// What an address serves, and its tag.
fn fetched(url: &str) -> Result<(String, String)> {
    let answer = output(program("curl").args(["--silent", "--fail", "--include", url]));
    let answer = answer.with_context(|| format!("{url} is not served"))?;
    let (head, body) = answer.split_once("\r\n\r\n").context("no end of the headers")?;
    let tag = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("etag").then(|| value.trim().to_owned())
    });
    Ok((body.to_owned(), tag.context("it has no tag")?))
}
