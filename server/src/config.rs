//! Every setting, its default and its meaning.

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
}

#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Check that no line was changed, removed, added or moved. Changes nothing
    Verify(Verify),
}

#[derive(Clone, Debug, Args)]
pub struct Verify {
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

    /// A folder of built assets, instead of those inside the executable
    #[arg(long, env = "ASSETS")]
    pub assets: Option<PathBuf>,

    /// Fill an empty database with the demo cast, and let administrators move time. Refused on real data
    #[arg(long, env = "DEMO")]
    pub demo: bool,
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
}
