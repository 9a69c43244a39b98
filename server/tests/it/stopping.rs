//! The real executable: how it starts, what it refuses to start with, how it stops.

use crate::accounts::NEWCOMER;
use crate::house::{Client, FORM, Folder, encoded, fresh, put_cast};
use crate::mail::MailServer;
use crate::running::{PATIENCE, Running, SETTINGS, executable, read};
use server::demo::LUCIE;
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::{Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Runs to the end; one that should have ended by itself and did not is killed.
fn run(arguments: &[&str]) -> Output {
    let mut command = executable(arguments);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("it runs");
    let until = Instant::now() + PATIENCE;
    while child.try_wait().expect("it can be asked").is_none() && Instant::now() < until {
        thread::sleep(Duration::from_millis(20));
    }
    child.kill().ok();
    child.wait_with_output().expect("it ended")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Refuses to start, in one clear line.
#[track_caller]
fn refuses(folder: &Folder, arguments: &[&str], why: &[&str]) {
    let assets = folder.assets().to_string_lossy().into_owned();
    let mut all = vec!["serve"];
    for (name, value) in [("--listen", "127.0.0.1:0"), ("--assets", &assets)] {
        if !arguments.contains(&name) {
            all.extend([name, value]);
        }
    }
    all.extend(arguments);
    let output = run(&all);
    let (said, told) = (text(&output.stderr), text(&output.stdout));
    assert_eq!(output.status.code(), Some(1), "{arguments:?}: {said}");
    assert_eq!(said.trim().lines().count(), 1, "{arguments:?}: {said}");
    assert!(said.starts_with("savoirs-communs: "), "{said}");
    for word in why {
        assert!(said.contains(word), "{arguments:?} does not say « {word} »: {said}");
    }
    assert!(!said.contains("panicked") && !said.contains("s3cret"), "{said}");
    assert!(!told.contains("listening"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn stopping_finishes_the_request_that_runs() {
    let folder = Folder::new();
    let mut server = Running::start(&folder, &[]);
    let mut fields = vec![("form", "join".to_owned()), ("command", fresh())];
    fields.extend(NEWCOMER.map(|(name, value)| (name, value.to_owned())));
    let fields: Vec<_> = fields.into_iter().map(|(n, v)| (n.to_owned(), v)).collect();
    let body = encoded(&fields);
    let head = format!(
        "POST /rejoindre HTTP/1.1\r\nHost: {address}\r\nOrigin: {url}\r\nContent-Type: {FORM}\r\n\
         Content-Length: {length}\r\n\r\n",
        address = server.address(),
        url = server.url,
        length = body.len()
    );
    // A form on its way over a slow line.
    let (first, rest) = body.split_at(body.len() / 2);
    let mut slow = TcpStream::connect(server.address()).expect("it listens");
    slow.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    slow.write_all(head.as_bytes()).expect("it is read");
    slow.write_all(first).expect("it is read");
    thread::sleep(Duration::from_millis(300));

    server.signal("TERM");
    let until = Instant::now() + PATIENCE;
    while TcpStream::connect(server.address()).is_ok() {
        assert!(Instant::now() < until, "it still takes new connections");
        thread::sleep(Duration::from_millis(20));
    }
    thread::sleep(Duration::from_millis(300));
    assert!(server.still_runs(), "it left before the form was there");

    slow.write_all(rest).expect("it is still read");
    let mut answer = String::new();
    slow.read_to_string(&mut answer).expect("it answers, then closes");
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    let begun = answer.split("\r\n").find_map(|line| line.strip_prefix("location: "));
    let begun = begun.expect("where it leads").to_owned();
    assert_eq!(server.end().code(), Some(0));

    // What was answered was kept.
    let server = Running::start(&folder, &[]);
    let client = Client::of(&server.url);
    client.get(&begun).await.expect(200).must_say("Les Jardins d’Aïcha");
    server.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn stopping_mail_that_was_leaving_when_the_server_was_killed_leaves_again() {
    let Some(mails) = MailServer::start() else { return };
    let folder = Folder::new();
    put_cast(&folder).await;
    // It is taken, and nothing is answered.
    mails.befalls(LUCIE, &["hold"]);
    let url = mails.url();
    let settings = ["--demo", "--smtp-url", &url, "--mail-from", "courrier@example.org"];
    let settings = [&settings[..], &["--public-url", "http://savoirs.example.org"]].concat();
    let mut server = Running::start(&folder, &settings);
    let asked = [("email", LUCIE)];
    Client::of(&server.url).fill_in("/connexion", "ask_link", &asked).await.expect(303);
    let first = mails.receive_for(LUCIE);
    server.signal("KILL");
    server.end();
    let server = Running::start(&folder, &settings);
    let again = mails.receive_for(LUCIE);
    assert_eq!(first.message_id(), again.message_id());
    assert_eq!(first.text(), again.text());
    server.stop();
}

#[test]
fn stopping_an_idle_server_is_quick_and_clean() {
    let folder = Folder::new();
    for signal in ["TERM", "INT"] {
        let mut server = Running::start(&folder, &[]);
        // A browser that keeps its line open does not hold it back.
        let mut line = TcpStream::connect(server.address()).expect("it listens");
        let ask = format!("GET /healthz HTTP/1.1\r\nHost: {}\r\n\r\n", server.address());
        line.write_all(ask.as_bytes()).expect("it is read");
        let mut answer = [0; 15];
        line.read_exact(&mut answer).expect("it answers");
        assert_eq!(&answer, b"HTTP/1.1 200 OK");
        let begun = Instant::now();
        server.signal(signal);
        assert_eq!(server.end().code(), Some(0), "{signal}: {}", read(&folder.path("stderr")));
        assert!(begun.elapsed() < Duration::from_secs(5), "{signal}: {:?}", begun.elapsed());
    }
}

#[test]
fn starting_help_tells_every_setting_and_no_secret() {
    let all = text(&run(&["--help"]).stdout);
    assert!(all.contains("serve"), "{all}");
    let mut help = executable(&["serve", "--help"]);
    help.env("DATABASE_URL", "postgres://me:s3cret@host/base");
    let output = help.env("SMTP_URL", "smtp://me:s3cret@host").output().expect("it runs");
    assert_eq!(output.status.code(), Some(0));
    let told = text(&output.stdout);
    for variable in SETTINGS {
        let setting = format!("--{}", variable.to_lowercase().replace('_', "-"));
        assert!(told.contains(&setting), "{setting}: {told}");
        assert!(told.contains(&format!("[env: {variable}")), "{variable}: {told}");
    }
    for default in ["127.0.0.1:3000", "sqlite:savoirs-communs.sqlite"] {
        assert!(told.contains(default), "{default}: {told}");
    }
    assert!(!told.contains("s3cret"), "{told}");
    assert_eq!(run(&["--version"]).status.code(), Some(0));
}

#[test]
fn starting_with_a_wrong_setting_is_refused_in_one_line() {
    let folder = Folder::new();
    let file = folder.path("a-file");
    fs::write(&file, "x").expect("it can be written");
    let inside = format!("sqlite:{}/base.sqlite", file.display());
    let a_file = file.to_string_lossy().into_owned();
    let nowhere = folder.path("nowhere").to_string_lossy().into_owned();
    let good = folder.url();
    for (arguments, why) in [
        (&["--database-url", "mysql://localhost/x"][..], &["DATABASE_URL", "sqlite:", "mysql"][..]),
        (&["--database-url", ""], &["DATABASE_URL"]),
        (&["--database-url", &inside], &["a-file"]),
        (&["--database-url", &good, "--public-url", "example.org"], &["PUBLIC_URL", "example.org"]),
        (&["--database-url", &good, "--assets", &nowhere], &["assets", "nowhere"]),
        (&["--database-url", &good, "--smtp-url", "host:s3cret"], &["SMTP_URL", "smtps://"]),
        (&["--database-url", &good, "--smtp-url", "smtp://127.0.0.1:9"], &["MAIL_FROM"]),
        (&["--database-url", &good, "--mail-from", "nobody"], &["MAIL_FROM", "nobody"]),
        (&["--database-url", &good, "--mail-folder", &a_file], &["MAIL_FOLDER", "a-file"]),
    ] {
        refuses(&folder, arguments, why);
    }
    // A file that is no database.
    let text_file = format!("sqlite:{}", file.display());
    fs::write(&file, "not a database, but long enough to be read as one\n".repeat(100))
        .expect("it can be written");
    refuses(&folder, &["--database-url", &text_file], &["database"]);
    // What cannot even be read as a setting says which.
    for wrong in
        [&["serve", "--listen", "nowhere"][..], &["serve", "--nonsense"], &[], &["nonsense"]]
    {
        let output = run(wrong);
        let said = text(&output.stderr);
        assert_ne!(output.status.code(), Some(0), "{wrong:?}");
        assert_eq!(said.trim().lines().count(), 1, "{wrong:?}: {said}");
        assert!(said.starts_with("savoirs-communs: ") && !said.contains("panicked"), "{said}");
    }
}

#[test]
fn starting_where_the_database_does_not_answer_is_refused_in_one_line() {
    let folder = Folder::new();
    let url = "postgres://nobody:s3cret@127.0.0.1:1/nothing";
    refuses(&folder, &["--database-url", url], &["database does not answer"]);
}

#[test]
fn starting_a_second_server_on_one_file_is_refused_in_one_line() {
    let folder = Folder::new();
    let mut server = Running::start(&folder, &[]);
    let url = folder.url();
    refuses(&folder, &["--database-url", &url], &["another server", "test.sqlite"]);
    // And on the same port.
    let other = Folder::new();
    let (url, listen) = (other.url(), server.address().to_owned());
    refuses(&other, &["--database-url", &url, "--listen", &listen], &["cannot listen", &listen]);
    assert!(server.still_runs());
    server.stop();
    // Once it has stopped, the file is free, even if it was killed.
    let mut killed = Running::start(&folder, &[]);
    killed.signal("KILL");
    killed.end();
    Running::start(&folder, &[]).stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn starting_anew_prints_a_link_that_makes_the_first_administrator_once() {
    let folder = Folder::new();
    let link = |server: &Running| {
        let lines = server.said.iter().filter_map(|line| line.split_once("http"));
        let links: Vec<_> = lines.map(|(_, link)| format!("http{link}")).collect();
        assert!(links.len() < 2, "{:?}", server.said);
        links.into_iter().next()
    };
    let server = Running::start(&folder, &[]);
    let old = link(&server).expect("a link is printed");
    let old = old.strip_prefix(&server.url).expect("on this server").to_owned();
    server.stop();
    // A new start makes a new link: the old one no longer works. It says the address that people type.
    let public = ["--public-url", "https://savoirs.example.org/"];
    let server = Running::start(&folder, &public);
    let printed = link(&server).expect("a link is printed");
    let path = printed.strip_prefix("https://savoirs.example.org").expect("the public address");
    assert!(path.starts_with("/premier-compte/") && path.len() > 60, "{path} can be guessed");
    assert_ne!(path, old);
    let visitor = || Client::of(&server.url).behind("https://savoirs.example.org");
    let client = visitor();
    client.get(&old).await.expect(404);
    let typed = [
        ("name", "Ada Première"),
        ("email", "premiere@example.org"),
        ("password", "quatre mots bien choisis"),
    ];
    let done = client.fill_in(path, "make_first_administrator", &typed).await;
    let done = done.leads_to("/administration?dit=administrator_made");
    assert!(done.header("set-cookie").ends_with("; Secure"), "it is served over TLS");
    client.get("/administration").await.expect(200).must_say("Ada Première");
    let stranger = visitor();
    stranger.get(path).await.expect(404);
    let token = path.rsplit('/').next().expect("a token");
    let again = [("token", token), ("name", "Eve"), ("email", "eve@example.org"), typed[2]];
    stranger.post(path, "make_first_administrator", &again).await.expect(404);
    assert_eq!(stranger.cookie(), None);
    server.stop();
    // Now there is somebody: nothing more is printed, and the demo cast is refused.
    let server = Running::start(&folder, &[]);
    assert_eq!(link(&server), None);
    server.stop();
    let url = folder.url();
    refuses(&folder, &["--database-url", &url, "--demo"], &["real data"]);
    let server = Running::start(&folder, &public);
    client_of_kept_cookie(&server, client.cookie()).await;
    server.stop();
}

/// What was there before a refused start is there after it.
async fn client_of_kept_cookie(server: &Running, cookie: Option<String>) {
    let client = Client::of(&server.url);
    client.keep_cookie(cookie);
    let page = client.get("/administration").await.expect(200).must_say("Ada Première");
    page.must_not_say("camille@example.org");
}

#[tokio::test(flavor = "multi_thread")]
async fn demo_data_is_served_in_demo_mode_only() {
    let folder = Folder::new();
    put_cast(&folder).await;
    let url = folder.url();
    refuses(&folder, &["--database-url", &url], &["demo"]);
    let server = Running::start(&folder, &["--demo"]);
    assert!(server.said.iter().all(|line| !line.contains("premier-compte")), "{:?}", server.said);
    let client = Client::of(&server.url);
    let typed = [("email", LUCIE), ("password", server::demo::PASSWORD)];
    client.fill_in("/connexion", "sign_in", &typed).await.leads_to("/parcours");
    client.get("/readyz").await.expect(200);
    server.stop();
}
