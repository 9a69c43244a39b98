//! Every setting, its default and its meaning.

use crate::outbox::{Mailbox, Transport};
use anyhow::{anyhow, bail};
use app::caller::Network;
use clap::{Args, Parser, Subcommand};
use std::net::SocketAddr;
use std::path::PathBuf;

/// Savoirs Communs: one guided journey across the wiki, the workshops and the citizen hackathon.
#[derive(Debug, Parser)]
#[command(name = "savoirs-communs", version, about)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the product
    Serve(Serve),
    /// Look after the audit log
    Audit {
        #[command(subcommand)]
        command: Audit,
    },
    /// Move another wiki in
    Import {
        #[command(subcommand)]
        command: ImportFrom,
    },
    /// Let this wiki move elsewhere
    Export {
        #[command(subcommand)]
        command: ExportTo,
    },
}

#[derive(Debug, Subcommand)]
pub enum ImportFrom {
    /// Move the pages, media files and all of their history in from a DokuWiki data folder
    Dokuwiki(Import),
}

#[derive(Debug, Subcommand)]
pub enum ExportTo {
    /// Write the pages, media files and all of their history as a DokuWiki data folder
    Dokuwiki(Export),
}

#[derive(Clone, Debug, Args)]
pub struct Export {
    /// The folder to write: a new one, or an empty one
    pub folder: PathBuf,

    /// Where the report goes, line by line; it is printed as well
    #[arg(long, default_value = "export-dokuwiki.txt")]
    pub report: PathBuf,

    #[command(flatten)]
    pub data: Data,
}

#[derive(Clone, Debug, Args)]
pub struct Import {
    /// DokuWiki's data folder, or the folder of the wiki that holds it. Nothing is written in it
    pub folder: PathBuf,

    /// Only tell what would be moved in
    #[arg(long)]
    pub dry_run: bool,

    /// Where the report goes, line by line; it is printed as well
    #[arg(long, default_value = "import-dokuwiki.txt")]
    pub report: PathBuf,

    #[command(flatten)]
    pub data: Data,
}

#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Check that no line was changed, removed, added or moved. Changes nothing
    Verify(Data),
}

/// What every command but serve asks for.
#[derive(Clone, Debug, Args)]
pub struct Data {
    /// Where the data is, as for serve: PostgreSQL may be in use, a SQLite file may not
    #[arg(
        long,
        env = "DATABASE_URL",
        default_value = "sqlite:savoirs-communs.sqlite",
        hide_env_values = true
    )]
    pub database_url: String,
}

#[derive(Clone, Debug, Args)]
pub struct Serve {
    /// Address and port to listen on
    #[arg(long, env = "LISTEN", default_value = "127.0.0.1:3000")]
    pub listen: SocketAddr,

    /// Where the data is: sqlite:FILE (made if missing, one server a file) or postgres://USER@HOST/DATABASE
    #[arg(
        long,
        env = "DATABASE_URL",
        default_value = "sqlite:savoirs-communs.sqlite",
        hide_env_values = true
    )]
    pub database_url: String,

    /// The address that people type, such as https://savoirs.example.org; with https, cookies are marked secure
    #[arg(long, env = "PUBLIC_URL")]
    pub public_url: Option<String>,

    /// Proxies whose X-Forwarded-For tells where requests come from: addresses or networks, such as 127.0.0.1,10.0.0.0/8
    #[arg(long = "trusted-proxy", env = "TRUSTED_PROXY", value_delimiter = ',', value_parser = network)]
    pub trusted_proxies: Vec<Network>,

    /// A folder of built assets, instead of those inside the executable
    #[arg(long, env = "ASSETS")]
    pub assets: Option<PathBuf>,

    /// The server that takes letters, such as smtps://USER:PASSWORD@HOST. Without it, letters are kept as files
    #[arg(long, env = "SMTP_URL", hide_env_values = true)]
    pub smtp_url: Option<String>,

    /// Who letters are from, such as "Savoirs Communs <courrier@example.org>". Needed with SMTP_URL
    #[arg(long, env = "MAIL_FROM")]
    pub mail_from: Option<String>,

    /// Where letters are kept as files, without SMTP_URL: beside the database, unless told
    #[arg(long, env = "MAIL_FOLDER")]
    pub mail_folder: Option<PathBuf>,

    /// Fill an empty database with the demo cast, and let administrators move time. Refused on real data
    #[arg(long, env = "DEMO")]
    pub demo: bool,
}

fn network(typed: &str) -> Result<Network, String> {
    Network::parse(typed)
        .ok_or_else(|| "neither an address nor a network such as 10.0.0.0/8".to_owned())
}

impl Serve {
    /// Errors: one line for who starts the server.
    pub fn check(&self) -> Result<(), String> {
        match &self.public_url {
            Some(url) if !url.starts_with("https://") && !url.starts_with("http://") => {
                Err(format!("PUBLIC_URL must begin with https:// or http://, not « {url} »"))
            }
            _ => Ok(()),
        }
    }

    /// The address that people type; without the setting, where the server listens.
    pub fn public_url(&self, listening: SocketAddr) -> String {
        self.public_url.clone().unwrap_or_else(|| format!("http://{listening}"))
    }

    /// What takes letters. Errors: a URL that names no mail server, a folder that cannot be written.
    pub fn transport(&self) -> anyhow::Result<Transport> {
        match &self.smtp_url {
            Some(url) => Transport::smtp(url),
            None => {
                let path = store::sqlite_file(&self.database_url);
                let beside = format!("{}.mail", path.unwrap_or("savoirs-communs"));
                Transport::files(self.mail_folder.clone().unwrap_or_else(|| beside.into()))
            }
        }
    }

    /// Who letters are from. Errors: no address, or a wrong one.
    pub fn mail_from(&self) -> anyhow::Result<Mailbox> {
        let from = match (&self.mail_from, &self.smtp_url) {
            (Some(from), _) => from,
            (None, Some(_)) => bail!("SMTP_URL needs MAIL_FROM: who letters are from"),
            (None, None) => "Savoirs Communs <courrier@localhost>",
        };
        from.parse().map_err(|_| anyhow!("MAIL_FROM must be an address, not « {from} »"))
    }
}
