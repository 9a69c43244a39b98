//! Reads the configuration, serves, says what went wrong in one line.

use clap::Parser;
use clap::error::ErrorKind;
use mimalloc::MiMalloc;
use server::config::{Audit, Cli, Command, ExportTo, ImportFrom};
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

/// Statements and pages are made of many small pieces.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(told) if !told.use_stderr() => told.exit(), // --help, --version
        Err(error) => {
            let told = error.to_string();
            let line = match error.kind() {
                ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
                    "say what to do: serve, audit verify, import dokuwiki, export dokuwiki, or --help"
                }
                _ => told.lines().next().unwrap_or_default().trim_start_matches("error: "),
            };
            eprintln!("savoirs-communs: {line}");
            return ExitCode::from(2);
        }
    };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let done = match cli.command {
        Command::Serve(config) => server::serve(config).await,
        Command::Audit { command: Audit::Verify(verify) } => {
            server::verify_audit(&verify.database_url).await
        }
        Command::Import { command: ImportFrom::Dokuwiki(import) } => server::move_in(&import).await,
        Command::Export { command: ExportTo::Dokuwiki(export) } => {
            server::moving::export::export(&export).await.map(|_| ())
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("savoirs-communs: {error:#}");
            ExitCode::FAILURE
        }
    }
}
