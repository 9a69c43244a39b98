//! The real executable, as a process of its own.

use crate::house::Folder;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How long anything here may take.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// The one that was built with these tests.
pub const BUILT: &str = env!("CARGO_BIN_EXE_savoirs-communs");

/// Every variable that it reads.
pub const SETTINGS: [&str; 8] = [
    "LISTEN",
    "DATABASE_URL",
    "PUBLIC_URL",
    "ASSETS",
    "SMTP_URL",
    "MAIL_FROM",
    "MAIL_FOLDER",
    "DEMO",
];

/// The executable, told nothing by the environment of the tests.
pub fn executable(arguments: &[&str]) -> Command {
    let mut command = Command::new(BUILT);
    for setting in SETTINGS {
        command.env_remove(setting);
    }
    command.env("RUST_LOG", "warn").args(arguments);
    command
}

/// A server that runs as a process of its own; killed with the story, if nobody stopped it.
pub struct Running {
    pub child: Child,
    /// Without a slash at the end.
    pub url: String,
    /// What it said before it listened.
    pub said: Vec<String>,
}

impl Running {
    /// On the SQLite file of this folder.
    pub fn start(folder: &Folder, more: &[&str]) -> Self {
        Self::of(true, folder, &folder.url(), more)
    }

    /// On any database: the folder holds what else it writes. Without `locks` the database takes none, which a test must
    /// find wrong.
    pub fn of(locks: bool, folder: &Folder, url: &str, more: &[&str]) -> Self {
        let assets = folder.assets();
        let assets = assets.to_string_lossy().into_owned();
        let mut arguments = vec!["serve", "--listen", "127.0.0.1:0"];
        arguments.extend(["--database-url", url, "--assets", &assets]);
        arguments.extend(more);
        let log = folder.path("stderr");
        let stderr = File::create(&log).expect("a file can be made");
        let mut command = executable(&arguments);
        if !locks {
            command.env("WITHOUT_LOCKS", "yes");
        }
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(stderr);
        let mut child = command.spawn().expect("the server starts");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let mut said = Vec::new();
        let url = loop {
            let Some(Ok(line)) = lines.next() else {
                panic!("it ended before it listened: {}", read(&log));
            };
            if let Some(url) = line.strip_prefix("listening on ") {
                break url.to_owned();
            }
            said.push(line);
        };
        // Read to the end: a full pipe would block the server.
        thread::spawn(move || lines.for_each(drop));
        Self { child, url, said }
    }

    pub fn address(&self) -> &str {
        self.url.strip_prefix("http://").expect("an address")
    }

    /// As its host stops it, or as Ctrl-C does.
    pub fn signal(&self, name: &str) {
        let kill = format!("kill -{name} {}", self.child.id());
        let sent = Command::new("sh").args(["-c", &kill]).status().expect("a shell");
        assert!(sent.success());
    }

    pub fn still_runs(&mut self) -> bool {
        self.child.try_wait().expect("it can be asked").is_none()
    }

    pub fn end(&mut self) -> ExitStatus {
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            if let Some(status) = self.child.try_wait().expect("it can be asked") {
                return status;
            }
            thread::sleep(Duration::from_millis(20));
        }
        panic!("it does not end");
    }

    pub fn stop(mut self) {
        self.signal("TERM");
        assert_eq!(self.end().code(), Some(0));
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

pub fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_default()
}
