//! Who may do what: every page, every form and every server function, for everybody. The table is `rights.txt`; an
//! endpoint that is missing there fails the first test.
//!
//! What is refused is tried on the page and as a call, on both databases, and must change nothing. What is allowed is
//! tried in a house of its own, for it changes things: it may be answered by a rule (409, 422), never by a right.

use crate::house::{Answer, Client, House, fresh};
use crate::pages::{self, Visit};
use crate::{accounts, forms};
use app::links;
use app::routes::routes;
use chrono::Duration;
use domain::accounts::{Action, Bearer, Errand, Grant, Hat, Person, Purpose};
use domain::act::Change;
use domain::ids::{
    AttestationId, BegunId, DraftLinkId, FeedId, OrientationId, PersonId, RegistrationId,
};
use domain::mail::List;
use domain::text::Email;
use server::demo::{ADA, AMINA, CAMILLE, FATOU, HENRI, INES, LUCIE, PAUL, SOLENE, VERA, VICTOR};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// `METHOD route [form] | member | action | thirteen answers`. The member is the cast's, by the local part of the
/// address, for whom the object is their own; `-`: there is no object.
const TABLE: &str = include_str!("rights.txt");

/// Who is behind each answer of the table, in its order.
const COLUMNS: [&str; 13] = [
    "anonymous",
    "a member of the association",
    "a member of another association",
    "a volunteer, whose it is",
    "another volunteer",
    "a mentor, whose it is",
    "another mentor",
    "an organizer of this action",
    "an organizer of another action",
    "an administrator",
    "the holder of a good link",
    "the holder of a link past its date",
    "the holder of a link for something else",
];

/// Links in letter boxes: Lucie's, one of hers past its date, somebody else's.
const MAILED: [&str; 3] = ["mailed-good", "mailed-expired", "mailed-other"];
/// Links that erase Lucie's account: good, past its date.
const ERASING: [&str; 2] = ["erasing-good", "erasing-expired"];

/// Two mentors who wear no other hat.
const MENTOR: &str = "mentor@example.org";
const OTHER_MENTOR: &str = "autre-mentor@example.org";

/// A line of the table.
pub struct Line {
    /// Method, route, form.
    pub key: String,
    /// The address of who it belongs to.
    member: Option<String>,
    action: Action,
    pub cells: Vec<&'static str>,
}

/// Every line of the table.
pub fn table() -> Vec<Line> {
    let lines =
        TABLE.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let line = |line: &'static str| {
        let parts: Vec<_> = line.split('|').map(str::trim).collect();
        let [key, member, action, cells] = parts[..] else { panic!("four parts: {line}") };
        let cells: Vec<_> = cells.split_ascii_whitespace().collect();
        assert_eq!(cells.len(), COLUMNS.len(), "{line}");
        Line {
            key: key.split_ascii_whitespace().collect::<Vec<_>>().join(" "),
            member: (member != "-").then(|| format!("{member}@example.org")),
            action: Action::from_code(action).unwrap_or_else(|| panic!("an action: {line}")),
            cells,
        }
    };
    lines.map(line).collect()
}

/// What is sent for a line.
pub struct Sent {
    pub route: &'static str,
    pub path: String,
    /// The form's name and fields. None: the page is opened.
    pub form: Option<(String, Vec<(String, String)>)>,
    /// As an island calls it.
    pub call: bool,
}

/// The link in the path of a route, good, past its date, for something else; and one that we did not make.
pub struct Links {
    pub good: String,
    pub expired: String,
    pub other: String,
}

/// A path for each line of the table, and its fields.
pub async fn sendings(house: &House) -> BTreeMap<String, Sent> {
    let mut all = BTreeMap::new();
    for Visit { route, path, .. } in pages::visits(house).await {
        let path = if route.contains("{token}") { route.to_owned() } else { path };
        all.insert(format!("GET {route}"), Sent { route, path, form: None, call: false });
    }
    // The pages that the cast's visits leave out.
    let first = "/premier-compte/{token}";
    let opened = Sent { route: first, path: first.to_owned(), form: None, call: false };
    all.insert(format!("GET {first}"), opened);
    let forms = forms::every_form(house).await.into_iter();
    // An offer that does not exist would be no right either.
    let known =
        |fields: Fields| fields.into_iter().filter(|(n, _)| !n.starts_with("team[")).collect();
    let forms = forms.map(|sent| (sent.route, sent.path, sent.form, known(sent.fields)));
    for (route, path, form, fields) in forms.chain(open_forms(house).await) {
        let form_of = Some((form.to_owned(), fields.clone()));
        all.insert(
            format!("POST {route} {form}"),
            Sent { route, path, form: form_of, call: false },
        );
    }
    for (function, route, fields) in calls(house).await {
        let path = format!("/api/{function}");
        let form = Some((function.to_owned(), fields));
        all.insert(format!("CALL {function}"), Sent { route, path, form, call: true });
    }
    all
}

type Fields = Vec<(String, String)>;

fn fields(given: &[(&str, &str)]) -> Fields {
    given.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// The forms that ask nobody who is there, or that a link opens.
async fn open_forms(house: &House) -> Vec<(&'static str, String, &'static str, Fields)> {
    let henri = house.journey(HENRI).await.head.id;
    let seats = house.rows().registrations_of(henri).await.expect("it reads");
    let henri = henri.to_string();
    let seat = seats.first().expect("his seat").0.id.to_string();
    let seat = [("registration", seat.as_str()), ("answer", "give_back")];
    let chorus = house.association(HENRI).await;
    let line = house.rows().exchanges_of([chorus]).await.expect("it reads")[0].id.to_string();
    let line = [("exchange", line.as_str()), seat[0]];
    let said = [seat[0], ("shows", "Une affiche")];
    let orientation = orientation(house, AMINA).await.to_string();
    let answer = [("orientation", orientation.as_str()), ("reason", "date")];
    let receive = [("orientation", orientation.as_str()), ("answer", "taken")];
    let slot = house.free_slot().await.to_string();
    let slot = [("slot", slot.as_str())];
    let call = house.call(VICTOR).await.id.to_string();
    let call = [("call", call.as_str())];
    let came = came(house, FATOU).await.to_string();
    let after = [("registration", came.as_str()), ("knows[0]", "yes")];
    let first =
        [("name", "Eve"), ("email", "eve@example.org"), ("password", "quatre mots choisis")];
    let story = house.rows().testimonies_of(house.journey(server::demo::NADIA).await.head.id).await;
    let story = story.expect("it reads").remove(0);
    let head = house.rows().last_revision(story.page).await.expect("it reads").expect("it is");
    let (story, head) = (story.id.to_string(), head.id.to_string());
    let told = [
        ("testimony", &*story),
        ("revision", &*head),
        ("title", "Un récit"),
        ("before", "Un texte"),
    ];
    let credentials = [("email", LUCIE), ("password", server::demo::PASSWORD)];
    let home = house.rows().page_by_slug("accueil").await.expect("it reads");
    let home = home.expect("the first page").id.to_string();
    vec![
        ("/rejoindre", "/rejoindre".to_owned(), "join", fields(&accounts::NEWCOMER)),
        ("/connexion", "/connexion".to_owned(), "sign_in", fields(&credentials)),
        ("/connexion", "/connexion".to_owned(), "ask_link", fields(&[("email", LUCIE)])),
        (
            "/connexion/oubli",
            "/connexion/oubli".to_owned(),
            "ask_reset",
            fields(&[("email", LUCIE)]),
        ),
        (
            "/aider",
            "/aider".to_owned(),
            "begin_help",
            fields(&[("name", "Eve"), ("email", "eve@example.org")]),
        ),
        ("/entrer/{token}", "/entrer/{token}".to_owned(), "enter", fields(&[])),
        (
            "/entrer/{token}",
            "/entrer/{token}".to_owned(),
            "reset_password",
            fields(&[("password", "quatre mots bien choisis")]),
        ),
        (
            "/invitation/{token}",
            "/invitation/{token}".to_owned(),
            "accept_place",
            fields(&[("name", "Nour")]),
        ),
        ("/supprimer/{token}", "/supprimer/{token}".to_owned(), "erase_by_link", fields(&[])),
        ("/deconnexion", "/deconnexion".to_owned(), "sign_out", fields(&[])),
        (
            "/wiki/{slug}/signaler",
            "/wiki/accueil/signaler".to_owned(),
            "report_page",
            fields(&[("page", home.as_str()), ("reason", "obsolete")]),
        ),
        ("/desabonnement/{token}", "/desabonnement/{token}".to_owned(), "unsubscribe", fields(&[])),
        ("/debut/{token}", "/debut/{token}".to_owned(), "send_claim_again", fields(&[])),
        ("/debut/{token}", "/debut/{token}".to_owned(), "answer_begun_seat", fields(&seat)),
        ("/debut/{token}", "/debut/{token}".to_owned(), "book_slot", fields(&slot)),
        (
            "/debut/{token}/preparation",
            "/debut/{token}/preparation".to_owned(),
            "prepare_answers",
            fields(&[("journey", &*henri), ("answers[need_words]", "clear")]),
        ),
        ("/place/{token}", "/place/{token}".to_owned(), "accept_seat", fields(&seat)),
        ("/place/{token}", "/place/{token}".to_owned(), "cancel_seat", fields(&seat)),
        ("/place/{token}", "/place/{token}".to_owned(), "say_with_seat", fields(&said)),
        ("/place/{token}", "/place/{token}".to_owned(), "take_back_exchange", fields(&line)),
        ("/temoigner/{token}", "/temoigner/{token}".to_owned(), "begin_testimony", fields(&[])),
        (
            "/temoigner/{token}",
            "/temoigner/{token}".to_owned(),
            "decline_story",
            fields(&[("answer", "never")]),
        ),
        ("/temoigner/{token}", "/temoigner/{token}".to_owned(), "write_testimony", fields(&told)),
        (
            "/temoigner/{token}",
            "/temoigner/{token}".to_owned(),
            "withdraw_testimony",
            fields(&told[..1]),
        ),
        (
            "/temoigner/{token}",
            "/temoigner/{token}".to_owned(),
            "end_story_link",
            fields(&told[..1]),
        ),
        ("/bilan/{token}", "/bilan/{token}".to_owned(), "say_after", fields(&after)),
        ("/visite/{token}", "/visite/{token}".to_owned(), "accept_visit", fields(&call)),
        ("/visite/{token}", "/visite/{token}".to_owned(), "decline_visit", fields(&call)),
        ("/lien/{token}", "/lien/{token}".to_owned(), "accept_orientation", fields(&answer)),
        ("/lien/{token}", "/lien/{token}".to_owned(), "decline_orientation", fields(&answer)),
        ("/lien/{token}", "/lien/{token}".to_owned(), "receive_orientation", fields(&receive)),
        (
            "/premier-compte/{token}",
            "/premier-compte/{token}".to_owned(),
            "make_first_administrator",
            fields(&first),
        ),
    ]
}

/// The server functions that no page's form names: islands alone call them. Each with the route whose link it takes.
async fn calls(house: &House) -> Vec<(&'static str, &'static str, Fields)> {
    let running = house.rows().diagnoses(house.journey(server::demo::BEATRICE).await.head.id).await;
    let running = running.expect("it reads")[0].0.id.to_string();
    let answer = [("diagnosis", running.as_str()), ("question", "need_words"), ("choice", "clear")];
    let typed = [("association", "Le Ciné-Guinguette")];
    let henri = house.journey(HENRI).await.head.id.to_string();
    let prepared = [("journey", &*henri), ("question", "can_help"), ("choice", "later")];
    let session = house.common_session().await;
    let seats = house.seating(&session).await.registrations;
    let seat = seats.first().expect("Gaspard's seat").id.to_string();
    let session = session.id.to_string();
    let home = house.rows().page_by_slug("accueil").await.expect("it reads");
    let home = home.expect("the first page").id;
    let read = house.rows().last_revision(home).await.expect("it reads");
    let (home, read) = (home.to_string(), read.expect("its text").id.to_string());
    let mark = [("entry", &*session), ("registration", &*seat), ("presence", "present")];
    vec![
        ("mark_presence", "", fields(&mark)),
        ("save_answer", "", fields(&answer)),
        ("at_work", "", fields(&[("page", &home)])),
        ("saved_since", "", fields(&[("page", &home), ("revision", &read)])),
        ("known_pages", "", fields(&[("names", "accueil")])),
        ("likely_associations", "", fields(&typed)),
        ("prepare_answer", "/debut/{token}/preparation", fields(&prepared)),
    ]
}

async fn orientation(house: &House, email: &str) -> OrientationId {
    let all = house.rows().orientations(house.journey(email).await.head.id).await;
    all.expect("it reads").last().expect("one").id
}

/// The seat in which somebody came to a workshop.
pub async fn came(house: &House, email: &str) -> RegistrationId {
    let seats = house.rows().registrations_of(house.journey(email).await.head.id).await;
    let mut seats = seats.expect("it reads").into_iter();
    seats.find(|(_, date)| date.theme.is_some()).expect("a workshop").0.id
}

/// The links of a route whose path holds one.
pub async fn links_of(house: &House, route: &str) -> Option<Links> {
    let sign = |purpose, days| {
        let bearer = Bearer { purpose, until: house.now() + Duration::days(days) };
        links::sign(&house.state.link_key, &bearer)
    };
    match route {
        "/lien/{token}" => {
            let ours = Purpose::AnswerOrientation(orientation(house, AMINA).await);
            let theirs = Purpose::AnswerOrientation(orientation(house, SOLENE).await);
            Some(Links { good: sign(ours, 8), expired: sign(ours, -1), other: sign(theirs, 8) })
        }
        "/desabonnement/{token}" => {
            let ours = Purpose::Unsubscribe(house.person(LUCIE).await.id, List::Reminders);
            let elsewhere = Purpose::AnswerOrientation(orientation(house, AMINA).await);
            Some(Links { good: sign(ours, 8), expired: sign(ours, -1), other: sign(elsewhere, 8) })
        }
        "/attestation/{token}" => {
            let [other, _] = pages::calendar_links(house).await;
            let ours = Purpose::Attest(AttestationId(Uuid::from_u128(12)), false);
            let good = pages::attestation_link(house).await;
            Some(Links { good, expired: sign(ours, -1), other })
        }
        "/calendrier/{token}/places.ics" => {
            let [good, other] = pages::calendar_links(house).await;
            let ours = Purpose::Follow(FeedId(Uuid::from_u128(12)));
            Some(Links { good, expired: sign(ours, -1), other })
        }
        "/place/{token}/place.ics" => {
            let [other, good] = pages::calendar_links(house).await;
            let ours = Purpose::KeepSeat(RegistrationId(Uuid::from_u128(12)));
            Some(Links { good, expired: sign(ours, -1), other })
        }
        // The demo cast has its administrator: no link works any more.
        "/premier-compte/{token}" => {
            Some(Links { good: fresh(), expired: fresh(), other: fresh() })
        }
        "/debut/{token}" | "/debut/{token}/preparation" => {
            let ours = Purpose::Begin(BegunId(Uuid::from_u128(11)));
            let theirs = Purpose::AnswerOrientation(orientation(house, SOLENE).await);
            Some(Links { good: sign(ours, 8), expired: sign(ours, -1), other: sign(theirs, 8) })
        }
        "/place/{token}" => {
            let henri = house.journey(HENRI).await.head.id;
            let seats = house.rows().registrations_of(henri).await.expect("it reads");
            let ours = Purpose::AnswerSeat(seats.first().expect("his seat").0.id);
            let theirs = Purpose::AnswerOrientation(orientation(house, SOLENE).await);
            Some(Links { good: sign(ours, 8), expired: sign(ours, -1), other: sign(theirs, 8) })
        }
        "/bilan/{token}" => {
            let ours = Purpose::Evaluate(came(house, FATOU).await);
            let elsewhere = Purpose::AnswerOrientation(orientation(house, AMINA).await);
            Some(Links { good: sign(ours, 5), expired: sign(ours, -1), other: sign(elsewhere, 5) })
        }
        "/brouillon/{token}" => {
            let [other, _] = pages::calendar_links(house).await;
            let ours = Purpose::ReadDraft(DraftLinkId(Uuid::from_u128(12)));
            let good = pages::draft_link(house).await;
            Some(Links { good, expired: sign(ours, -1), other })
        }
        "/temoigner/{token}" => {
            let ours = Purpose::Testify(pages::sought(house).await);
            let elsewhere = Purpose::AnswerOrientation(orientation(house, AMINA).await);
            Some(Links { good: sign(ours, 5), expired: sign(ours, -1), other: sign(elsewhere, 5) })
        }
        "/visite/{token}" => {
            let ours = Purpose::AnswerCall(house.call(VICTOR).await.id);
            let elsewhere = Purpose::AnswerOrientation(orientation(house, AMINA).await);
            Some(Links { good: sign(ours, 5), expired: sign(ours, -1), other: sign(elsewhere, 5) })
        }
        "/supprimer/{token}" => {
            let [good, expired] = ERASING.map(str::to_owned);
            Some(Links { good, expired, other: MAILED[0].to_owned() })
        }
        "/entrer/{token}" | "/invitation/{token}" => {
            let [good, expired, other] = MAILED.map(str::to_owned);
            Some(Links { good, expired, other })
        }
        _ if route.contains("{token}") => panic!("say which links {route} takes"),
        _ => None,
    }
}

/// Everybody of the table, in a house.
pub struct Crowd {
    people: BTreeMap<String, Client>,
    visitor: Client,
}

impl Crowd {
    /// Two mentors come into the house; one of them accompanies Fatou's association. Links wait in letter boxes.
    pub async fn into(house: &House) -> Self {
        let password_hash = house.person(LUCIE).await.password_hash;
        for (n, email) in [(1, MENTOR), (2, OTHER_MENTOR)] {
            let person = Person {
                id: PersonId(Uuid::from_u128(n)),
                email: Email::parse(email).expect("an address"),
                password_hash: password_hash.clone(),
                ..house.person(VICTOR).await
            };
            let grant = Grant { person: person.id, hat: Hat::Mentor, at: house.now(), by: None };
            house.remember(Change::Person(person)).await;
            house.remember(Change::Grant(grant)).await;
        }
        let helped = house.journey(FATOU).await.head.id;
        let mut helping = house.rows().mentorings_of(helped).await.expect("it reads").remove(0);
        helping.mentor = PersonId(Uuid::from_u128(1));
        house.remember(Change::Mentoring(helping)).await;
        for (token, email, days) in [(0, LUCIE, 1), (1, LUCIE, -1), (2, INES, 1)] {
            let person = house.person(email).await.id;
            let until = house.now() + Duration::days(days);
            let errand = Errand::SignIn { person, next: None };
            accounts::mailed(house, MAILED[token], errand, until).await;
            let (token, errand) = (format!("{}-reset", MAILED[token]), Errand::Reset { person });
            accounts::mailed(house, &token, errand, until).await;
        }
        // Letters that invite have links of their own.
        for (token, days) in [(0, 14), (1, -1)] {
            pages::invited(house, MAILED[token], days).await;
        }
        pages::sought(house).await;
        for (token, days) in [(0, 1), (1, -1)] {
            let errand = Errand::Erase { person: house.person(LUCIE).await.id };
            let until = house.now() + Duration::days(days);
            accounts::mailed(house, ERASING[token], errand, until).await;
        }
        Self { people: BTreeMap::new(), visitor: house.visitor() }
    }

    /// Who is behind a column, signed in the first time.
    pub async fn who(&mut self, house: &House, line: &Line, column: usize) -> &Client {
        let member = line.member.as_deref().unwrap_or(LUCIE);
        let (organizer, other) = match line.action {
            Action::Hackathon => (PAUL, CAMILLE),
            Action::Workshops | Action::Wiki => (CAMILLE, PAUL),
        };
        let email = match column {
            1 => member,
            2 if member == LUCIE => INES,
            2 => LUCIE,
            3 => VICTOR,
            4 => VERA,
            5 => MENTOR,
            6 => OTHER_MENTOR,
            7 => organizer,
            8 => other,
            9 => ADA,
            _ => return &self.visitor,
        };
        if !self.people.contains_key(email) {
            self.people.insert(email.to_owned(), house.signed_in(email).await);
        }
        &self.people[email]
    }
}

/// Sends what the line says, as who the column says.
async fn send(
    house: &House,
    crowd: &mut Crowd,
    line: &Line,
    sent: &Sent,
    links: Option<&Links>,
    column: usize,
) -> Answer {
    let client = crowd.who(house, line, column).await;
    let path = match (links, column) {
        (Some(links), 10) => sent.path.replace("{token}", &links.good),
        (Some(links), 11) => sent.path.replace("{token}", &links.expired),
        (Some(links), 12) => sent.path.replace("{token}", &links.other),
        // Signed in or not, a link that we did not make opens nothing.
        (Some(_), _) => sent.path.replace("{token}", "AAAA"),
        // Elsewhere, a link says nothing of who asks.
        (None, 10..) => {
            let end = if sent.path.contains('?') { '&' } else { '?' };
            format!("{}{end}token=AAAA", sent.path)
        }
        (None, _) => sent.path.clone(),
    };
    let Some((form, given)) = &sent.form else { return client.get(&path).await };
    // Each errand has its links.
    let path = match (form.as_str(), column) {
        ("reset_password", _) => format!("{path}-reset"),
        ("receive_orientation", 10..) if links.is_some() => received(house, column).await,
        _ => path,
    };
    let mut given: Vec<(&str, &str)> =
        given.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    if let Some(token) = path.rsplit('/').next().filter(|_| links.is_some()) {
        given.push(("token", token));
    }
    let command = fresh();
    if sent.call {
        given.push(("command", &command));
        let link = links.zip(column.checked_sub(10));
        let function = match link.map(|(links, at)| [&links.good, &links.expired, &links.other][at])
        {
            Some(link) => format!("{form}?link={link}"),
            None => form.clone(),
        };
        return client.call(&function, &given).await;
    }
    client.post(&path, form, &given).await
}

/// The link by which Amina's association is received: good, past its date, for something else.
async fn received(house: &House, column: usize) -> String {
    let id = orientation(house, AMINA).await;
    let days = if column == 11 { -1 } else { 8 };
    let purpose = match column {
        12 => Purpose::AnswerOrientation(id),
        _ => Purpose::ReceiveOrientation(id),
    };
    let bearer = Bearer { purpose, until: house.now() + Duration::days(days) };
    format!("/lien/{}", links::sign(&house.state.link_key, &bearer))
}

/// Done, or answered by a rule.
fn is_ok(status: u16) -> bool {
    matches!(status, 200 | 303 | 409 | 422)
}

#[tokio::test(flavor = "multi_thread")]
async fn rights_every_endpoint_is_in_the_table() {
    let mut endpoints = BTreeSet::new();
    let mut named = BTreeSet::new();
    for route in routes() {
        endpoints.insert(format!("GET {}", route.path));
        for form in &route.forms {
            endpoints.insert(format!("POST {} {}", route.path, form.name));
            named.insert(form.name);
        }
    }
    for (path, _) in leptos::server_fn::axum::server_fn_paths() {
        let function = path.rsplit('/').next().expect("a name");
        if !named.contains(function) {
            endpoints.insert(format!("CALL {function}"));
        }
    }
    let lines = table();
    let told: BTreeSet<_> = lines.iter().map(|line| line.key.clone()).collect();
    assert_eq!(told.len(), lines.len(), "an endpoint is told twice");
    let missing: Vec<_> = endpoints.difference(&told).collect();
    assert!(missing.is_empty(), "rights.txt does not say who may: {missing:#?}");
    let gone: Vec<_> = told.difference(&endpoints).collect();
    assert!(gone.is_empty(), "rights.txt tells of what is no more: {gone:#?}");

    let house = House::demo().await;
    let sendings = sendings(&house).await;
    let unsent: Vec<_> = told.iter().filter(|key| !sendings.contains_key(*key)).collect();
    assert!(unsent.is_empty(), "nobody says what to send to {unsent:#?}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rights_what_is_refused_is_refused_and_changes_nothing() {
    let house = House::demo().await;
    refused(&house, true).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rights_are_the_same_on_postgres() {
    let Some(house) = House::demo_on_postgres().await else {
        return eprintln!("TEST_POSTGRES_URL is not set: nothing was tried on PostgreSQL");
    };
    refused(&house, false).await;
    house.close().await;
}

/// Opens every page, and sends all that must be refused.
async fn refused(house: &House, watched: bool) {
    let mut crowd = Crowd::into(house).await;
    let sendings = sendings(house).await;
    let mut wrong = Vec::new();
    let lines = table();
    // Signing in writes: everybody is there before anything is watched.
    for line in &lines {
        for column in 0..COLUMNS.len() {
            crowd.who(house, line, column).await;
        }
    }
    let mut watch = if watched { Some(house.watch().await) } else { None };
    for line in &lines {
        let sent = &sendings[&line.key];
        let links = links_of(house, sent.route).await;
        for (column, cell) in line.cells.iter().enumerate() {
            let told = |status: u16, how: &str| {
                format!("{}{how} by {}: {status}, not {cell}", line.key, COLUMNS[column])
            };
            if *cell == "ok" && sent.form.is_some() {
                continue;
            }
            let answer = send(house, &mut crowd, line, sent, links.as_ref(), column).await;
            let good = if *cell == "ok" {
                answer.status == 200
            } else {
                answer.status.to_string() == *cell
            };
            if !good {
                wrong.push(told(answer.status, ""));
            }
            // The function's own URL knows no signed link, and refuses the same.
            if let (Some((function, fields)), None, 0..10, false) =
                (&sent.form, &links, column, sent.call)
            {
                let call = Sent {
                    route: sent.route,
                    path: format!("/api/{function}"),
                    form: Some((function.clone(), fields.clone())),
                    call: true,
                };
                let answer = send(house, &mut crowd, line, &call, None, column).await;
                // A call is refused before it is read where its fields are a form's own.
                let unread = answer.status == 400 && fields.iter().any(|(n, _)| n.contains('['));
                if answer.status.to_string() != *cell && !unread {
                    wrong.push(told(answer.status, ", called"));
                }
            }
        }
        if let (Some(watch), true) = (&mut watch, wrong.is_empty()) {
            watch.nothing_changed(&line.key).await;
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn rights_what_is_allowed_is_never_refused_for_want_of_a_right() {
    let mut wrong = Vec::new();
    for line in table().iter().filter(|line| !line.key.starts_with("GET")) {
        if !line.cells.contains(&"ok") {
            continue;
        }
        let house = House::demo().await;
        let mut crowd = Crowd::into(&house).await;
        let sendings = sendings(&house).await;
        let sent = &sendings[&line.key];
        // The last first: what its owner did, others may not know of any more.
        for (column, _) in line.cells.iter().enumerate().rev().filter(|(_, cell)| **cell == "ok") {
            let links = links_of(&house, sent.route).await;
            let answer = send(&house, &mut crowd, line, sent, links.as_ref(), column).await;
            if !is_ok(answer.status) {
                let words = answer.words();
                wrong.push(format!(
                    "{} by {}: {} {words}",
                    line.key, COLUMNS[column], answer.status
                ));
            }
        }
        house.close().await;
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
