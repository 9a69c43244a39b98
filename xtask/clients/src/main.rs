//! Many who ask at once, and how long they wait: for `cargo xtask bench`.
//!
//! - `clients answers <address of a server that holds the demo cast> <folder on its disk>`
//! - `clients town <database>`: builds a town in an empty database
//! - `clients seats <address of a server that holds the town>`
//! - `clients bare <database before> <database after>`: the rows that are only in the second, put into the first
//! - `clients agenda <address of a server that holds the town>`
//! - `clients pages <folder of data> <file>`: writes a wiki as DokuWiki keeps it, and questions to ask
//! - `clients ask <address that a question ends> <file of questions>`
//! - `clients save <address of a server that holds the town and the wiki> <folder of data>`
//! - `clients put <address of DokuWiki's interface for programs> <folder of data>`

mod agenda;
mod answers;
mod bare;
mod seats;
mod times;
mod town;
mod wiki;

use reqwest::redirect::Policy;
use reqwest::{Client, Response, header};
use std::error::Error;

/// People who ask at once.
const CLIENTS: usize = 64;

type Failed = Box<dyn Error + Send + Sync>;

#[tokio::main]
async fn main() -> Result<(), Failed> {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let asked: Vec<&str> = asked.iter().map(String::as_str).collect();
    match asked[..] {
        ["answers", url, folder] => answers::measure(url, folder.as_ref()).await,
        ["town", database] => town::build(database).await,
        ["seats", url] => seats::measure(url).await,
        ["bare", before, after] => bare::measure(before, after).await,
        ["agenda", url] => agenda::measure(url).await,
        ["pages", data, questions] => wiki::build(data.as_ref(), questions.as_ref()),
        ["ask", prefix, questions] => wiki::ask(prefix, questions.as_ref()).await,
        ["save", url, data] => wiki::save(url, data.as_ref()).await,
        ["put", url, data] => wiki::put(url, data.as_ref()).await,
        _ => Err("see the first lines of main.rs for what to say".into()),
    }
}

/// A connection of one's own.
fn client() -> Result<Client, Failed> {
    Ok(Client::builder().no_proxy().redirect(Policy::none()).build()?)
}

/// Sends a form from the server's own pages.
async fn post(
    client: &Client,
    url: &str,
    path: &str,
    cookie: Option<&str>,
    fields: &[(&str, String)],
) -> Result<Response, Failed> {
    let mut request = client.post(format!("{url}{path}")).header(header::ORIGIN, url);
    if let Some(cookie) = cookie {
        request = request.header(header::COOKIE, cookie);
    }
    Ok(request.form(fields).send().await?)
}
