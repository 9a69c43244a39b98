//! A real mail server on loopback, and what it was given.

use domain::text::Email;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

/// How long anything here may take.
const PATIENCE: Duration = Duration::from_secs(30);

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../end2end/smtp.js");
const MODULE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../end2end/node_modules/smtp-server");

/// The server, as a process of its own; it ends with the test.
pub struct MailServer {
    child: Child,
    told: ChildStdin,
    says: Receiver<Value>,
    port: u64,
}

/// What a mail server was given.
#[derive(Debug)]
pub struct Received(Value);

impl MailServer {
    /// None: what it is made of is not installed.
    pub fn start() -> Option<Self> {
        if !Path::new(MODULE).exists() {
            eprintln!("end2end/node_modules has no smtp-server: nothing was tried");
            return None;
        }
        let mut node = Command::new("node");
        node.arg(SCRIPT).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = node.spawn().expect("node runs");
        let told = child.stdin.take().expect("its input");
        let lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let (sender, says) = channel();
        thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let said = serde_json::from_str(&line).expect("a line of JSON");
                if sender.send(said).is_err() {
                    break;
                }
            }
        });
        let mut server = Self { child, told, says, port: 0 };
        server.port = server.hear()["port"].as_u64().expect("a port");
        Some(server)
    }

    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    fn hear(&self) -> Value {
        self.says.recv_timeout(PATIENCE).expect("the mail server says something")
    }

    /// What befalls the next letters to this address, in order.
    pub fn befalls(&self, to: &str, fates: &[&str]) {
        let line = json!({ "to": to, "fates": fates });
        writeln!(&self.told, "{line}").expect("it hears");
        assert_eq!(self.hear()["heard"], to);
    }

    /// The next letter that it is given. What it refused before is no letter.
    pub fn receive(&self) -> Received {
        loop {
            let mut said = self.hear();
            if said["refused"].is_null() {
                return Received(said["letter"].take());
            }
        }
    }

    /// The next letter to this address.
    pub fn receive_for(&self, to: &str) -> Received {
        loop {
            let letter = self.receive();
            if letter.to() == [to] {
                return letter;
            }
        }
    }

    /// What it has been given and nobody has read yet.
    pub fn received(&self) -> Vec<Received> {
        // It says all that it was given before it answers.
        writeln!(&self.told, "{}", json!({ "to": "-", "fates": [] })).expect("it hears");
        let mut received = Vec::new();
        loop {
            let mut said = self.hear();
            if !said["heard"].is_null() {
                return received;
            }
            if said["refused"].is_null() {
                received.push(Received(said["letter"].take()));
            }
        }
    }

    /// Those of them that are for this address.
    pub fn received_for(&self, to: &str) -> Vec<Received> {
        self.received().into_iter().filter(|letter| letter.to() == [to]).collect()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

impl Received {
    fn text_of(&self, name: &str) -> &str {
        self.0[name].as_str().unwrap_or_default()
    }

    pub fn to(&self) -> Vec<&str> {
        let to = self.0["to"].as_array().expect("addresses");
        to.iter().filter_map(Value::as_str).collect()
    }

    pub fn from(&self) -> &str {
        self.text_of("from")
    }

    pub fn message_id(&self) -> &str {
        self.text_of("messageId")
    }

    pub fn subject(&self) -> &str {
        self.text_of("subject")
    }

    pub fn text(&self) -> &str {
        self.text_of("text")
    }

    pub fn html(&self) -> &str {
        self.text_of("html")
    }

    pub fn attachments(&self) -> u64 {
        self.0["attachments"].as_u64().expect("a number")
    }

    /// As it stood, in lower case; empty, if it is missing.
    pub fn header(&self, name: &str) -> &str {
        self.0["headers"][name].as_str().unwrap_or_default()
    }
}

/// An address, taken as good.
pub fn email(text: &str) -> Email {
    Email::parse(text).expect("an address")
}
