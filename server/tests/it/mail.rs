//! Letters, from what is done to what a mail server is given.

mod mailbox;

pub use mailbox::MailServer;

use crate::house::{Answer, FORM, Folder, House};
use crate::html::tags;
use app::request::State;
use chrono::{DateTime, Duration, Utc};
use domain::accounts::Person;
use domain::act::Change;
use domain::ids::{MailId, PersonId};
use domain::mail::{Addressee, LEASE, Letter, Mail, Preferences, TRIES, Urgency};
use domain::text::Lang;
use domain::workshops::Entry;
use mailbox::{Received, email};
use reqwest::Method;
use server::demo::{ADA, AMINA, CAMILLE, GASPARD, LUCIE, VICTOR};
use server::jobs;
use server::outbox::{Outbox, Transport};
use std::collections::BTreeSet;
use texts::dates;
use uuid::Uuid;

const FR: Lang = Lang::Fr;
const FROM: &str = "Savoirs Communs <courrier@house.example>";

/// The demo's house, where no letter waits yet.
async fn quiet(house: House) -> House {
    house.accident("DELETE FROM mail").await;
    house
}

/// The same on each database that there is.
async fn houses() -> Vec<House> {
    let mut houses = vec![quiet(House::demo().await).await];
    if let Some(house) = House::demo_on_postgres().await {
        houses.push(quiet(house).await);
    }
    houses
}

async fn outbox(state: &State, transport: Transport) -> Outbox {
    let from = FROM.parse().expect("an address");
    Outbox::open(state.clone(), transport, from).await.expect("it opens")
}

async fn smtp(state: &State, server: &MailServer) -> Outbox {
    outbox(state, Transport::smtp(&server.url()).expect("a mail server")).await
}

async fn send(outbox: &Outbox) -> u32 {
    outbox.send_due().await.expect("the database answers")
}

async fn run_jobs(state: &State) {
    jobs::run_due(state).await;
}

/// Takes a seat at the next meeting: a letter confirms it.
async fn register(house: &House, who: &str) -> Entry {
    let meeting = house.meeting().await;
    let client = house.signed_in(who).await;
    let id = meeting.id.to_string();
    let path = format!("/agenda/{id}");
    client.post(&path, "register", &[("entry", &id)]).await.leads_to("/parcours?dit=registered");
    meeting
}

/// A letter in the outbox that asks nothing of the database: to somebody without an account.
pub fn letter(house: &House, to: &str) -> Mail {
    let id = MailId(Uuid::now_v7());
    Mail {
        id,
        to: Addressee::Address(email(to), FR),
        letter: Some(Letter::NoAccount),
        urgency: Urgency::Now,
        dedup_key: id.to_string(),
        made_at: house.now(),
        due_at: house.now(),
    }
}

async fn waiting(house: &House) -> usize {
    house.rows().waiting_mails().await.expect("it reads").len()
}

/// The path of a URL of the product.
fn path<'u>(house: &House, url: &'u str) -> &'u str {
    url.strip_prefix(&*house.state.public_url).expect("a page of ours")
}

#[tokio::test(flavor = "multi_thread")]
async fn mail_arrives_as_text_and_html_and_what_it_said_is_forgotten() {
    let Some(server) = MailServer::start() else { return };
    for house in houses().await {
        let meeting = register(&house, LUCIE).await;
        let [told] = &house.letters_to(LUCIE).await[..] else { panic!("one letter waits") };
        let outbox = smtp(&house.state, &server).await;
        let id = house.rows().waiting_mails().await.expect("it reads")[0].id;
        assert_eq!(send(&outbox).await, 1);

        let received = server.receive();
        assert_eq!(
            (received.to(), received.from()),
            (vec![LUCIE], FROM.replace("Savoirs Communs", "\"Savoirs Communs\"").as_str())
        );
        assert_eq!(received.message_id(), format!("<{id}@house.example>"));
        let when = dates::moment(FR, meeting.starts_at);
        let subject = texts::mail::seat_taken_subject(FR, &meeting.title, &when);
        assert_eq!(received.subject(), subject);
        assert_eq!(received.header("auto-submitted"), "auto-generated");
        assert!(received.header("content-type").starts_with("multipart/alternative"));
        // It is essential.
        assert_eq!(received.header("list-unsubscribe"), "");
        let (_, link) = told.button.clone().expect("something to open");
        assert!(link.starts_with("http://house.example/place/"), "{link}");
        for words in told.paragraphs.iter().flat_map(|p| p.lines()).chain([link.as_str()]) {
            assert!(received.text().contains(words), "{words}: {}", received.text());
        }
        readable(&received, &told.paragraphs, &link);

        assert_eq!((send(&outbox).await, waiting(&house).await), (0, 0));
        let gone = house.rows().posted(&administrator(), 9).await.expect("it reads");
        assert_eq!(gone[0].kind, "seat_taken");
        assert!(server.received().is_empty());
        house.close().await;
    }
}

fn administrator() -> domain::accounts::AdministratorHat {
    let hats = vec![domain::accounts::Hat::Administrator];
    let signed = domain::accounts::Signed {
        person: PersonId(Uuid::nil()),
        name: String::new(),
        hats,
        wearing: None,
    };
    domain::accounts::Actor::Person(signed).administrator().expect("the hat")
}

/// The HTML says the same, in a language, and fetches nothing.
fn readable(received: &Received, paragraphs: &[String], link: &str) {
    let html = received.html();
    let words = crate::html::words(html);
    for paragraph in paragraphs.iter().flat_map(|p| p.lines()) {
        assert!(words.contains(paragraph), "{paragraph}: {words}");
    }
    let tags = tags(html);
    let named = |name: &'static str| tags.iter().filter(move |tag| tag.name == name);
    assert!(named("html").all(|html| html.has("lang", "fr")) && named("h1").count() == 1);
    assert!(named("a").any(|a| a.has("href", link)), "{html}");
    assert!(
        named("a").all(|a| a.get("href").is_some_and(|to| to.starts_with("http://house.example/")))
    );
    for fetched in ["img", "link", "script", "iframe", "object", "video", "style"] {
        assert_eq!(named(fetched).count(), 0, "{fetched}: {html}");
    }
    assert!(tags.iter().all(|tag| tag.get("src").is_none()) && !html.contains("url("), "{html}");
    assert_eq!(received.attachments(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn mail_that_fails_is_tried_again_later_with_the_same_message_id() {
    let Some(server) = MailServer::start() else { return };
    for house in houses().await {
        let outbox = smtp(&house.state, &server).await;
        // Refused for now; then taken, and the line breaks before anything is answered.
        server.befalls("x@example.org", &["451", "drop"]);
        let mail = letter(&house, "x@example.org");
        house.remember(Change::Mail(mail.clone())).await;
        assert_eq!(send(&outbox).await, 1);
        assert!(server.received().is_empty());
        // Not before a minute has passed, then four.
        for minutes in [1, 4] {
            let due = house.now() + Duration::minutes(minutes);
            house.wait_until(due - Duration::seconds(1));
            assert_eq!(send(&outbox).await, 0);
            house.wait_until(due);
            assert_eq!(send(&outbox).await, 1);
        }
        let (first, second) = (server.receive(), server.receive());
        assert_eq!(first.message_id(), format!("<{}@house.example>", mail.id));
        assert_eq!(first.message_id(), second.message_id());
        assert_eq!(first.header("date"), second.header("date"));
        assert_eq!(first.text(), second.text());
        house.pass_days(30);
        assert_eq!((send(&outbox).await, waiting(&house).await), (0, 0));
        house.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn mail_given_up_is_seen_by_administrators_who_have_it_tried_again() {
    let Some(server) = MailServer::start() else { return };
    let house = quiet(House::demo().await).await;
    let outbox = smtp(&house.state, &server).await;
    // No such mailbox: once is enough. Another is not answered for: ten times.
    let refused = vec!["451"; TRIES as usize];
    server.befalls("nobody@example.org", &["550"]);
    server.befalls("later@example.org", &refused);
    for to in ["nobody@example.org", "later@example.org"] {
        house.remember(Change::Mail(letter(&house, to))).await;
    }
    assert_eq!(send(&outbox).await, 2);
    for _ in 1..TRIES {
        house.pass_days(1);
        assert_eq!(send(&outbox).await, 1);
    }
    house.pass_days(30);
    assert_eq!(send(&outbox).await, 0);
    assert!(server.received().is_empty());

    let ada = house.signed_in(ADA).await;
    let page = ada.get("/administration/courrier").await.expect(200);
    let page = page.must_say(texts::outbox::given_up(FR)).must_say("smtp 550").must_say("smtp 451");
    // Where letters stand, never what they say or to whom.
    let page = page.must_not_say("example.org").must_not_say(texts::mail::no_account_subject(FR));
    let again = page.form("retry_mail");
    let done = ada.fill(&page, &again, &[]).await;
    done.leads_to("/administration/courrier?dit=mail_again");
    assert_eq!(send(&outbox).await, 1);
    assert_eq!(server.receive().subject(), texts::mail::no_account_subject(FR));
    // It has left: there is nothing to try again.
    let sent = again.value("mail").expect("a letter").to_owned();
    let path = "/administration/courrier";
    ada.post(path, "retry_mail", &[("mail", &sent)]).await.expect(409);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mail_given_and_not_noted_is_given_again_with_the_same_message_id() {
    let Some(server) = MailServer::start() else { return };
    for house in houses().await {
        let outbox = smtp(&house.state, &server).await;
        let mail = letter(&house, "x@example.org");
        house.remember(Change::Mail(mail.clone())).await;
        // The database fails between what the mail server answers and what is noted.
        let (fails, works) = match house.state.store.alone() {
            true => (
                "CREATE TRIGGER lost BEFORE UPDATE OF sent_at ON mail WHEN NEW.sent_at IS NOT NULL \
                 BEGIN SELECT RAISE(ABORT, 'lost'); END",
                "DROP TRIGGER lost",
            ),
            false => (
                "ALTER TABLE mail ADD CONSTRAINT lost CHECK (sent_at IS NULL)",
                "ALTER TABLE mail DROP CONSTRAINT lost",
            ),
        };
        house.accident(fails).await;
        outbox.send_due().await.expect_err("it cannot be noted");
        house.accident(works).await;
        let first = server.receive();
        // Another process may be at it, until its time is over.
        assert_eq!(send(&outbox).await, 0);
        house.wait_until(house.now() + LEASE);
        assert_eq!(send(&outbox).await, 1);
        assert_eq!(first.message_id(), server.receive().message_id());
        assert_eq!(waiting(&house).await, 0);
        house.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn mail_written_once_leaves_once_from_two_processes() {
    const LETTERS: usize = 40;
    let Some(server) = MailServer::start() else { return };
    let Some(house) = House::demo_on_postgres().await else {
        return eprintln!("TEST_POSTGRES_URL is not set: nothing was tried on PostgreSQL");
    };
    let house = quiet(house).await;
    let other = house.another_process().await;
    for n in 0..LETTERS {
        let mail = letter(&house, &format!("n{n}@example.org"));
        // Written twice, by each process.
        let again = Mail { id: MailId(Uuid::now_v7()), ..mail.clone() };
        house.remember(Change::Mail(mail)).await;
        house.remember(Change::Mail(again)).await;
    }
    let (one, two) = (smtp(&house.state, &server).await, smtp(&other, &server).await);
    let (first, second) = tokio::join!(send(&one), send(&two));
    // One may have found all that was left taken by the other.
    let rest = send(&one).await;
    assert_eq!((first + second + rest) as usize, LETTERS);
    assert!(first > 0 && second > 0, "{first} and {second}");
    let received: Vec<_> = (0..LETTERS).map(|_| server.receive()).collect();
    let ids: BTreeSet<_> = received.iter().map(Received::message_id).collect();
    let to: BTreeSet<_> = received.iter().flat_map(Received::to).collect();
    assert_eq!((ids.len(), to.len()), (LETTERS, LETTERS));
    assert!(server.received().is_empty());
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mail_jobs_are_done_once_by_two_processes() {
    let Some(house) = House::demo_on_postgres().await else {
        return eprintln!("TEST_POSTGRES_URL is not set: nothing was tried on PostgreSQL");
    };
    let house = quiet(house).await;
    let other = house.another_process().await;
    let ((), ()) = tokio::join!(run_jobs(&house.state), run_jobs(&other));
    for kind in domain::jobs::JobKind::ALL {
        let due = kind.last_due(house.now());
        let job = house.rows().job(&due.key).await.expect("it reads").expect("it was planned");
        assert_eq!((job.tries, job.done_at.is_some()), (1, true), "{}", job.key);
    }
    let [digest] = &house.letters_to(VICTOR).await[..] else { panic!("one letter for Victor") };
    assert_eq!(digest.subject, texts::mail::digest_subject(FR));
    house.close().await;
}

/// Eight o'clock in the evening before: the day's job has run.
fn evening_before(at: DateTime<Utc>) -> DateTime<Utc> {
    at - Duration::days(1) + Duration::hours(1)
}

#[tokio::test(flavor = "multi_thread")]
async fn mail_reminds_the_day_before_until_one_click_stops_it() {
    for house in houses().await {
        let meeting = register(&house, LUCIE).await;
        let reminder = texts::mail::date_tomorrow_subject(FR, &meeting.title);
        let reminded = async || {
            let told = house.letters_to(LUCIE).await;
            told.into_iter().find(|told| told.subject == reminder)
        };
        run_jobs(&house.state).await;
        assert_eq!(reminded().await, None, "it is not tomorrow");
        house.wait_until(evening_before(meeting.starts_at));
        run_jobs(&house.state).await;
        let told = reminded().await.expect("a reminder");
        let url = told.unsubscribe.expect("not an essential letter");
        // Looking changes nothing; neither the page nor its button asks who is there.
        let visitor = house.visitor();
        let page = visitor.get(path(&house, &url)).await.expect(200);
        let page = page.must_say(texts::outbox::unsubscribe(FR));
        assert!(page.has_form("unsubscribe") && reminded().await.is_some());
        let lucie = house.person(LUCIE).await.id;
        let wanted = house.rows().mail_preferences(lucie).await.expect("it reads");
        assert_eq!(wanted, Preferences::default());
        one_click(&house, path(&house, &url)).await;
        let wanted = house.rows().mail_preferences(lucie).await.expect("it reads");
        assert_eq!(wanted, Preferences { reminders: false, digest: true });
        // What had not left yet no longer does.
        assert_eq!(reminded().await, None);
        house.close().await;
    }
}

/// As a mailbox does it (RFC 8058): no cookie, no origin, either encoding; no redirect. Twice does no harm.
async fn one_click(house: &House, path: &str) {
    let visitor = house.visitor();
    let multipart = "multipart/form-data; boundary=b";
    let parts = "--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--b--\r\n";
    for (kind, body) in [(FORM, "List-Unsubscribe=One-Click"), (multipart, parts)] {
        let headers = [("content-type", kind)];
        let answer = visitor.send(Method::POST, path, &headers, body.into()).await;
        answer.expect(200).must_say(texts::outbox::change_your_mind(FR));
    }
    // A link that we did not sign says nothing to anybody.
    let forged = format!("{path}A");
    let answer = visitor.send(Method::POST, &forged, &[("content-type", FORM)], Vec::new()).await;
    answer.expect(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn mail_of_the_week_is_one_letter_with_one_click_to_stop_it() {
    let Some(server) = MailServer::start() else { return };
    for house in houses().await {
        // Something that can wait was written twice to Camille.
        let camille = house.person(CAMILLE).await.id;
        for _ in 0..2 {
            let id = MailId(Uuid::now_v7());
            house
                .remember(Change::Mail(Mail {
                    id,
                    to: Addressee::Person(camille),
                    letter: Some(Letter::DiagnosesWait),
                    urgency: Urgency::Digest,
                    dedup_key: format!("gathered:{camille}"),
                    made_at: house.now(),
                    due_at: house.now(),
                }))
                .await;
        }
        let outbox = smtp(&house.state, &server).await;
        assert_eq!(send(&outbox).await, 0, "it waits for Monday");
        run_jobs(&house.state).await;
        run_jobs(&house.state).await;
        send(&outbox).await;
        let received = server.received_for(CAMILLE);
        let [letter] = &received[..] else { panic!("one letter: {received:?}") };
        assert_eq!(letter.subject(), texts::mail::digest_subject(FR));
        // Both were the same.
        let item = texts::mail::diagnoses_wait_button(FR);
        assert_eq!(letter.text().matches(item).count(), 1, "{}", letter.text());
        assert_eq!(letter.header("list-unsubscribe-post"), "List-Unsubscribe=One-Click");
        let url = letter.header("list-unsubscribe");
        let url = url.strip_prefix('<').and_then(|url| url.strip_suffix('>')).expect("a URL");
        one_click(&house, path(&house, url)).await;
        // Next Monday, nothing for her; Victor still has his.
        house.pass_days(7);
        run_jobs(&house.state).await;
        let hers = house.letters_to(CAMILLE).await;
        let subject = texts::mail::digest_subject(FR);
        assert!(hers.iter().all(|letter| letter.subject != subject), "{hers:?}");
        assert_eq!(house.letters_to(VICTOR).await.len(), 1);
        house.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn mail_leads_to_an_answer_without_an_account() {
    let house = quiet(House::demo().await).await;
    // Amina's seat is about to be freed.
    let journey = house.journey(AMINA).await.head.id;
    let open = house.rows().orientations(journey).await.expect("it reads").remove(0);
    let seat = house.rows().registration(open.registration.expect("a seat")).await;
    let seat = seat.expect("it reads").expect("it is");
    let domain::workshops::Seat::Held { until } = seat.state else { panic!("it is held") };
    house.wait_until(until - Duration::days(1));
    run_jobs(&house.state).await;
    let subject = texts::mail::held_seat_ends_subject(FR, dates::day(FR, until));
    let told = house.letters_to(AMINA).await;
    let told = told.iter().find(|told| told.subject == subject).expect("a reminder");
    let (_, url) = told.button.as_ref().expect("something to open");
    let visitor = house.visitor();
    let page = visitor.get(path(&house, url)).await.expect(200);
    visitor.fill(&page, &page.form("accept_orientation"), &[]).await.expect(303);
    // Answered: the reminder, had it not left, is not true any more; the seat is confirmed.
    let told = house.letters_to(AMINA).await;
    assert!(told.iter().all(|told| told.subject != subject));
    let entry = house.seating(&house.date(|e| Some(e.id) == open.entry).await).await.entry;
    let taken =
        texts::mail::seat_taken_subject(FR, &entry.title, dates::moment(FR, entry.starts_at));
    assert!(told.iter().any(|told| told.subject == taken), "{told:?}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mail_without_a_server_is_read_by_administrators_with_its_links() {
    let folder = Folder::new();
    let files = folder.path("letters");
    let transport = || Transport::files(files.clone()).expect("a folder");
    let house = House::demo_with(|state| state.mail_folder = transport().folder()).await;
    let house = quiet(house).await;
    register(&house, GASPARD).await;
    let told = house.letters_to(GASPARD).await.pop().expect("a letter");
    let outbox = outbox(&house.state, transport()).await;
    let id = house.rows().waiting_mails().await.expect("it reads")[0].id;
    assert_eq!(send(&outbox).await, 1);
    let eml = std::fs::read_to_string(files.join(format!("{id}.eml"))).expect("a file");
    assert!(eml.contains(&format!("Message-ID: <{id}@house.example>")), "{eml}");
    let ada = house.signed_in(ADA).await;
    let page: Answer = ada.get("/administration/courrier").await.expect(200);
    let (label, url) = told.button.expect("something to open");
    let page = page.must_say(&told.subject).must_say(GASPARD).must_say(&label);
    assert!(page.links().contains(&url));
    // Its files go with its row.
    outbox.forget_files().await.expect("the database answers");
    assert_eq!(std::fs::read_dir(&files).expect("a folder").count(), 2);
    house.accident("DELETE FROM mail").await;
    outbox.forget_files().await.expect("the database answers");
    assert_eq!(std::fs::read_dir(&files).expect("a folder").count(), 0);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mail_is_written_in_the_language_of_the_account_and_as_one_chose() {
    let house = quiet(House::demo().await).await;
    let lucie = house.signed_in(LUCIE).await;
    let page = lucie.get("/compte/courrier").await.expect(200);
    let form = page.form("choose_mail");
    assert_eq!((form.value("digest"), form.value("reminders")), (Some("yes"), Some("yes")));
    let done = lucie.post("/compte/courrier", "choose_mail", &[("digest", "yes")]).await;
    done.leads_to("/compte/courrier?dit=mail_chosen");
    let person = house.person(LUCIE).await;
    let wanted = house.rows().mail_preferences(person.id).await.expect("it reads");
    assert_eq!(wanted, Preferences { reminders: false, digest: true });
    house.remember(Change::Person(Person { lang: Lang::En, ..person })).await;
    register(&house, LUCIE).await;
    let told = house.letters_to(LUCIE).await.pop().expect("a letter");
    let (_, url) = told.button.expect("something to open");
    assert_eq!(told.lang, Lang::En);
    assert!(path(&house, &url).starts_with("/en/place/"), "{url}");
    house.close().await;
}
