//! Bad input: each form, each way to get it wrong. The right status, a message for people, what was typed kept, and
//! nothing changed.

use crate::accounts::{NEWCOMER, first_administrator, first_link};
use crate::forms::every_form;
use crate::house::{Client, House, fresh};
use app::routes::routes;
use domain::act::Change;
use domain::hackathon::Phase;
use domain::text::{Fault, Lang};
use domain::workshops::EntryKind;
use server::demo::{
    ADA, AMINA, BEATRICE, BRUNO, CAMILLE, ETIENNE, FATOU, GASPARD, KARIM, LUCIE, MONA, NADIA, PAUL,
    VERA, VICTOR,
};
use std::collections::{BTreeMap, BTreeSet};

const FR: Lang = Lang::Fr;

/// Each of them once.
async fn signed_in(
    house: &House,
    emails: impl Iterator<Item = &'static str>,
) -> BTreeMap<&'static str, Client> {
    let mut people = BTreeMap::new();
    for email in emails.collect::<BTreeSet<_>>() {
        people.insert(email, house.signed_in(email).await);
    }
    people
}

/// Forms for those who have not signed in yet.
const OPEN: &[&str] = &[
    "begin_help",
    "join",
    "ask_link",
    "ask_reset",
    "enter",
    "erase_by_link",
    "reset_password",
    "accept_place",
    "sign_in",
    "sign_out",
    "report_page",
    "make_first_administrator",
];

#[tokio::test(flavor = "multi_thread")]
async fn every_form_of_the_table_is_tried() {
    let house = House::demo().await;
    let tried: BTreeSet<_> = every_form(&house).await.iter().map(|s| (s.route, s.form)).collect();
    for route in routes() {
        // The stories of orientation press the forms of signed links.
        for form in route.forms.iter().filter(|_| !route.signed_link) {
            let known = OPEN.contains(&form.name) || tried.contains(&(route.path, form.name));
            assert!(known, "nobody tries {} on {}", form.name, route.path);
        }
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_not_signed_in_is_asked_to() {
    let house = House::demo().await;
    let forms = every_form(&house).await;
    let visitor = house.visitor();
    let mut watch = house.watch().await;
    for sent in &forms {
        let told = sent.by(&visitor).await.expect(401).must_say(texts::error::sign_in(FR));
        let back = format!("/connexion?suite={}", sent.path);
        assert!(told.links().contains(&back), "{}: {:?}", sent.form, told.links());
        watch.nothing_changed(sent.form).await;
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_yours_to_do_is_refused() {
    let house = House::demo().await;
    let forms = every_form(&house).await;
    let everybody = forms.iter().flat_map(|sent| sent.others.iter().map(|(other, _)| *other));
    let people = signed_in(&house, everybody).await;
    let mut watch = house.watch().await;
    for sent in &forms {
        for (other, status) in &sent.others {
            let answer = sent.by(&people[other]).await;
            assert_eq!(answer.status, *status, "{} by {other}: {}", sent.form, answer.words());
            watch.nothing_changed(&format!("{} by {other}", sent.form)).await;
        }
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_exist_is_not_found() {
    let house = House::demo().await;
    let forms = every_form(&house).await;
    let people = signed_in(&house, forms.iter().map(|sent| sent.right)).await;
    let mut watch = house.watch().await;
    for mut sent in forms {
        let Some(object) = sent.object else { continue };
        let client = &people[sent.right];
        for id in [fresh(), "x".to_owned(), String::new(), "🌱' OR 1=1 --".to_owned()] {
            for (name, value) in &mut sent.fields {
                if name == object {
                    value.clone_from(&id);
                }
            }
            let answer = sent.by(client).await;
            assert_eq!(answer.status, 404, "{} on {id}: {}", sent.form, answer.words());
        }
        watch.nothing_changed(sent.form).await;
    }
    house.close().await;
}

/// Fills in a form of a page wrongly, one field after the other.
struct Wrong<'t> {
    client: &'t Client,
    path: &'t str,
    form: &'static str,
    good: &'t [(&'static str, &'static str)],
}

impl Wrong<'_> {
    async fn told(&self, house: &House, cases: &[(&str, &str, Fault)]) {
        let mut watch = house.watch().await;
        for (field, value, fault) in cases {
            let page = self.client.get(self.path).await.expect(200);
            let form = page.form(self.form);
            assert!(form.names.iter().any(|name| name == field), "{} asks no {field}", self.form);
            let mut typed: Vec<(&str, &str)> = self.good.to_vec();
            typed.retain(|(name, _)| name != field);
            typed.push((field, value));
            let short: String = value.chars().take(40).collect();
            let at = format!("{} with {field} = « {short} »", self.form);
            let answer = self.client.fill(&page, &form, &typed).await;
            assert_eq!(answer.status, 422, "{at}: {}", answer.words());
            assert_eq!(answer.fault(field), Some(texts::fault(FR, *fault)), "{at}");
            for (name, _) in self.good.iter().filter(|(name, _)| name != field) {
                assert_eq!(answer.fault(name), None, "{at}: {name} was good");
            }
            // What was typed comes back; a password never does, and what no page offers cannot be ticked.
            let back = answer.form(self.form);
            for (name, value) in typed {
                let offered = name != *field || !matches!(fault, Fault::Choice | Fault::Consent);
                let offered = offered && !(*fault == Fault::Missing && name == *field);
                match name {
                    "password" => assert_eq!(back.value(name), Some(""), "{at}"),
                    _ if offered => assert_eq!(back.value(name), Some(value), "{at}: {name}"),
                    _ => {}
                }
            }
            match fault {
                // It is counted, and that is all: the stories of signing in look closer.
                Fault::Credentials => watch.something_changed(&at).await,
                _ => watch.nothing_changed(&at).await,
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_fields_of_joining_are_checked_one_by_one() {
    let house = House::demo().await;
    let client = &house.visitor();
    let long_name = "é".repeat(121);
    let long_need = "a".repeat(4_001);
    let long_email = format!("{}@example.org", "a".repeat(300));
    let wrong = Wrong { client, path: "/rejoindre", form: "join", good: &GOOD };
    wrong
        .told(
            &house,
            &[
                ("association", "", Fault::Missing),
                ("association", " \r\n ", Fault::Missing),
                ("association", &long_name, Fault::TooLong { max: 120 }),
                ("kind", "club", Fault::Choice),
                ("city", &long_name, Fault::TooLong { max: 120 }),
                ("rna", "W12345678", Fault::Rna),
                ("rna", "372012345", Fault::Rna),
                ("rna", "W37201234é", Fault::Rna),
                ("siret", "73282932000075", Fault::Siret),
                ("siret", "7328293200007", Fault::Siret),
                ("siret", "٧٣٢٨٢٩٣٢٠٠٠٠٧٤", Fault::Siret),
                ("need", "", Fault::Missing),
                ("need", &long_need, Fault::TooLong { max: 4_000 }),
                ("name", "", Fault::Missing),
                ("name", &long_name, Fault::TooLong { max: 120 }),
                ("email", "", Fault::Missing),
                ("email", "aicha@", Fault::Email),
                ("email", "aicha@example", Fault::Email),
                ("email", "a b@example.org", Fault::Email),
                ("email", "a@b@example.org, c", Fault::Email),
                ("email", &long_email, Fault::TooLong { max: 254 }),
                ("agree", "non", Fault::Consent),
            ],
        )
        .await;
    // The longest that is allowed is allowed.
    let longest = "é".repeat(120);
    let mut typed = GOOD.to_vec();
    typed.retain(|(name, _)| *name != "association" && *name != "need");
    let need = "ï".repeat(4_000);
    typed.extend([("association", longest.as_str()), ("need", need.as_str())]);
    crate::accounts::begins(client, "/rejoindre", &typed).await;
    house.close().await;
}

/// As [`NEWCOMER`], without what parsing makes tidy.
const GOOD: [(&str, &str); 9] = {
    let mut good = NEWCOMER;
    good[0] = ("need", "On ne sait plus qui vient quand.");
    good[7] = ("email", "aicha@example.org");
    good
};

#[tokio::test(flavor = "multi_thread")]
async fn accounts_every_fault_is_told_at_once_and_a_meeting_must_exist() {
    let house = House::demo().await;
    let visitor = house.visitor();
    let mut watch = house.watch().await;
    let answer = visitor.post("/rejoindre", "join", &[]).await.expect(422);
    for (field, fault) in [
        ("need", Fault::Missing),
        ("association", Fault::Missing),
        ("kind", Fault::Choice),
        ("name", Fault::Missing),
        ("email", Fault::Missing),
        ("agree", Fault::Consent),
    ] {
        assert_eq!(answer.fault(field), Some(texts::fault(FR, fault)), "{field}");
    }
    for meeting in ["x".to_owned(), fresh()] {
        let mut typed = GOOD.to_vec();
        typed.push(("meeting", &meeting));
        visitor.post("/rejoindre", "join", &typed).await.expect(404);
    }
    // A meeting that has begun.
    let meeting = house.meeting().await;
    house.wait_until(meeting.starts_at);
    let meeting = meeting.id.to_string();
    let mut typed = GOOD.to_vec();
    typed.push(("meeting", &meeting));
    let answer = visitor.post("/rejoindre", "join", &typed).await.expect(409);
    let answer = answer.must_say(texts::broken::entry_past(FR));
    assert_eq!(answer.form("join").value("need"), Some(GOOD[0].1));
    assert_eq!(visitor.cookie(), None);
    watch.nothing_changed("nobody joined").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_fields_of_other_forms_are_checked_one_by_one() {
    let house = House::demo().await;
    let visitor = house.visitor();
    let good = &[("email", LUCIE), ("password", "pas le bon mot de passe")];
    let wrong = Wrong { client: &visitor, path: "/connexion", form: "sign_in", good };
    wrong
        .told(
            &house,
            &[
                ("email", "", Fault::Missing),
                ("email", "lucie", Fault::Email),
                ("password", "", Fault::Missing),
                ("password", "encore un autre", Fault::Credentials),
            ],
        )
        .await;
    let ada = house.signed_in(ADA).await;
    let good = &[("email", LUCIE), ("hat", "volunteer")];
    let wrong = Wrong { client: &ada, path: "/administration", form: "give_hat", good };
    wrong
        .told(
            &house,
            &[
                ("email", "", Fault::Missing),
                ("email", "lucie@", Fault::Email),
                ("email", "personne@example.org", Fault::Email),
                ("hat", "", Fault::Missing),
                ("hat", "roi", Fault::Choice),
            ],
        )
        .await;
    let wrong = Wrong { client: &ada, path: "/administration", form: "move_time", good: &[] };
    for days in ["", "demain", "0", "-3", "401", "7.5", "99999999999999999999"] {
        wrong.told(&house, &[("days", days, Fault::Number)]).await;
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_fields_of_the_first_administrator_are_checked_one_by_one() {
    let house = House::new_instance().await;
    let (_, served) = first_administrator(&house).await;
    // The link has served: nobody is told anything about fields that would lead nowhere.
    house.visitor().get(&served).await.expect(404);
    let path = first_link(&house).await;
    let (long_name, long_password) = ("é".repeat(121), "a".repeat(257));
    let long_email = format!("{}@example.org", "a".repeat(300));
    let client = &house.visitor();
    let good = &[
        ("name", "Ada Seconde"),
        ("email", "seconde@example.org"),
        ("password", "quatre mots bien choisis"),
    ];
    let wrong = Wrong { client, path: &path, form: "make_first_administrator", good };
    wrong
        .told(
            &house,
            &[
                ("name", "", Fault::Missing),
                ("name", &long_name, Fault::TooLong { max: 120 }),
                ("email", "", Fault::Missing),
                ("email", "seconde", Fault::Email),
                ("email", "seconde@example", Fault::Email),
                ("email", &long_email, Fault::TooLong { max: 254 }),
                ("email", "Premiere@Example.org", Fault::Account),
                ("password", "", Fault::Missing),
                ("password", "trop court", Fault::TooShort { min: 12 }),
                ("password", &long_password, Fault::TooLong { max: 256 }),
            ],
        )
        .await;
    assert_eq!(client.cookie(), None);
    // However often it was filled in wrongly, the link still serves, once.
    let done = client.fill_in(&path, "make_first_administrator", good).await;
    done.leads_to("/administration?dit=administrator_made");
    client.get(&path).await.expect(404);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn journey_a_need_is_neither_empty_nor_endless() {
    let house = House::demo().await;
    let long = "a".repeat(4_001);
    for email in [LUCIE, AMINA, NADIA] {
        let client = &house.signed_in(email).await;
        let wrong = Wrong { client, path: "/parcours", form: "state_need", good: &[] };
        let cases =
            [("need", "", Fault::Missing), ("need", long.as_str(), Fault::TooLong { max: 4_000 })];
        wrong.told(&house, &cases).await;
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hackathon_fields_are_checked_one_by_one() {
    let house = House::demo().await;
    let (long, endless) = ("a".repeat(161), "a".repeat(4_001));
    let client = &house.signed_in(ETIENNE).await;
    let good = &[("title", "Le prêt de costumes"), ("summary", "Savoir ce qui est libre.")];
    let wrong = Wrong { client, path: "/projet", form: "submit_project", good };
    wrong
        .told(
            &house,
            &[
                ("title", "", Fault::Missing),
                ("title", &long, Fault::TooLong { max: 160 }),
                ("summary", "", Fault::Missing),
                ("summary", &endless, Fault::TooLong { max: 4_000 }),
            ],
        )
        .await;
    let client = &house.signed_in(VICTOR).await;
    let wrong = Wrong { client, path: "/hackathon", form: "offer_weekend", good: &[] };
    wrong
        .told(&house, &[("skill", "", Fault::Missing), ("skill", "magicienne", Fault::Choice)])
        .await;
    // A team has somebody in it; a pulse is yes or no.
    let project = house.rows().projects_of(house.journey(BRUNO).await.head.id).await;
    let project = project.expect("it reads")[0].id.to_string();
    let paul = house.signed_in(PAUL).await;
    let path = format!("/projet/{project}");
    paul.post(&path, "form_team", &[("project", &project)]).await.expect(422);
    let nadia = house.signed_in(NADIA).await;
    for used in ["", "peut-être"] {
        let typed = [("project", project.as_str()), ("used", used)];
        nadia.post("/parcours", "say_in_use", &typed).await.expect(422);
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mentoring_dates_are_checked_one_by_one() {
    let house = House::demo().await;
    let client = &house.signed_in(MONA).await;
    let endless = "a".repeat(4_001);
    let good = &[("met_at", "2026-11-20"), ("note", "Une heure au local."), ("next", "2026-12-04")];
    let wrong = Wrong { client, path: "/mentorat", form: "note_meeting", good };
    wrong
        .told(
            &house,
            &[
                ("met_at", "", Fault::Missing),
                ("met_at", "hier", Fault::Date),
                ("met_at", "20/11/2026", Fault::Date),
                ("met_at", "2026-11-31", Fault::Date),
                ("met_at", "2026-13-01", Fault::Date),
                ("note", &endless, Fault::TooLong { max: 4_000 }),
                ("next", "bientôt", Fault::Date),
                ("next", "2026-11-19", Fault::Order),
                ("next", "2026-11-20", Fault::Order),
            ],
        )
        .await;
    // A meeting that has not taken place yet.
    let mut watch = house.watch().await;
    let typed = [("met_at", "2026-11-28"), ("note", "Demain"), ("next", "")];
    let answer = client.fill_in("/mentorat", "note_meeting", &typed).await.expect(409);
    let answer = answer.must_say(texts::broken::too_early(FR));
    assert_eq!(answer.form("note_meeting").value("note"), Some("Demain"));
    watch.nothing_changed("a meeting to come").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn orientation_declining_asks_a_reason() {
    let house = House::demo().await;
    let client = &house.signed_in(AMINA).await;
    let all = house.rows().orientations(house.journey(AMINA).await.head.id).await;
    let path = format!("/orientation/{}", all.expect("it reads").last().expect("hers").id);
    let wrong = Wrong { client, path: &path, form: "decline_orientation", good: &[] };
    wrong.told(&house, &[("reason", "", Fault::Missing), ("reason", "bof", Fault::Choice)]).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn orientation_handing_over_asks_where_and_why() {
    let house = House::demo().await;
    let client = &house.signed_in(CAMILLE).await;
    let endless = "a".repeat(4_001);
    let nowhere = format!("partner:{}", fresh());
    let path = format!("/parcours/{}", house.journey(FATOU).await.head.id);
    let good = &[("to", "wiki"), ("reason", "Pour lire ce que d’autres ont fait.")];
    let wrong = Wrong { client, path: &path, form: "orient_association", good };
    wrong
        .told(
            &house,
            &[
                ("to", "", Fault::Missing),
                ("to", "nulle part", Fault::Choice),
                ("to", "partner:x", Fault::Choice),
                ("reason", "", Fault::Missing),
                ("reason", &endless, Fault::TooLong { max: 4_000 }),
            ],
        )
        .await;
    // To a partner that does not exist, to one that is no more, to where it comes from.
    let mut watch = house.watch().await;
    let journey = house.journey(FATOU).await.head.id.to_string();
    let send = async |to: &str| {
        let typed = [("journey", journey.as_str()), ("to", to), ("reason", "Parce que")];
        client.post(&path, "orient_association", &typed).await.status
    };
    assert_eq!((send(&nowhere).await, send("workshops").await), (404, 409));
    watch.nothing_changed("orientations that lead nowhere").await;
    let mut partner = house.rows().partners().await.expect("it reads").remove(0);
    partner.until = Some(house.now());
    house.remember(Change::Partner(partner.clone())).await;
    let mut watch = house.watch().await;
    assert_eq!(send(&format!("partner:{}", partner.id)).await, 404);
    watch.nothing_changed("a partner that is no more").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn orientation_partners_have_a_name_an_address_and_what_they_help_with() {
    let house = House::demo().await;
    let client = &house.signed_in(CAMILLE).await;
    let (long, endless) = ("a".repeat(121), "a".repeat(4_001));
    let good = &[
        ("name", "Un partenaire"),
        ("helps_with", "Les statuts"),
        ("support", "information"),
        ("contact", "aide@partenaire.example"),
    ];
    let wrong = Wrong { client, path: "/partenaires", form: "save_partner", good };
    wrong
        .told(
            &house,
            &[
                ("name", "", Fault::Missing),
                ("name", &long, Fault::TooLong { max: 120 }),
                ("helps_with", "", Fault::Missing),
                ("helps_with", &endless, Fault::TooLong { max: 4_000 }),
                ("area", &long, Fault::TooLong { max: 120 }),
                ("support", "", Fault::Missing),
                ("support", "magique", Fault::Choice),
                ("contact", "", Fault::Missing),
                ("contact", "aide", Fault::Email),
                ("lang", "de", Fault::Choice),
            ],
        )
        .await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wiki_a_testimony_has_a_title_and_says_what_becomes_of_each_fact() {
    let house = House::demo().await;
    let client = &house.signed_in(NADIA).await;
    let all = house.rows().testimonies_of(house.journey(NADIA).await.head.id).await;
    let path = format!("/temoignage/{}", all.expect("it reads")[0].id);
    let (long, endless) = ("a".repeat(161), "a".repeat(200_001));
    let good = &[
        ("title", "Notre histoire"),
        ("before", "Un **texte**."),
        ("tell[need]", "reworded"),
        ("words[need]", "Nos mots."),
    ];
    let long_words = "a".repeat(4_001);
    let wrong = Wrong { client, path: &path, form: "write_testimony", good };
    wrong
        .told(
            &house,
            &[
                ("title", "", Fault::Missing),
                ("title", &long, Fault::TooLong { max: 160 }),
                ("beginning", &endless, Fault::TooLong { max: 200_000 }),
                ("before", &endless, Fault::TooLong { max: 200_000 }),
                ("tell[need]", "autre", Fault::Choice),
                ("words[need]", "", Fault::Missing),
                ("words[need]", &long_words, Fault::TooLong { max: 4_000 }),
            ],
        )
        .await;
    house.close().await;
}

/// A step out of order: 409, why, and nothing changed.
async fn not_now(
    house: &House,
    client: &Client,
    path: &str,
    form: &str,
    typed: &[(&str, &str)],
    why: &str,
) {
    let mut watch = house.watch().await;
    client.post(path, form, typed).await.expect(409).must_say(why);
    watch.nothing_changed(form).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn workshops_steps_come_in_order() {
    let house = House::demo().await;
    // Presence before the session.
    let session = house.common_session().await;
    let gaspard = house.association(GASPARD).await;
    let seats = house.seating(&session).await.registrations;
    let seat = seats.iter().find(|r| r.association == gaspard).expect("his seat").id;
    let (path, entry) = (format!("/agenda/{}", session.id), session.id.to_string());
    let (noting, presence) = (format!("/presences/{entry}"), format!("presence[{seat}]"));
    let typed = [("entry", entry.as_str()), (presence.as_str(), "present")];
    let vera = house.signed_in(VERA).await;
    not_now(&house, &vera, &noting, "note_presence", &typed, texts::broken::too_early(FR)).await;
    let typed = [("entry", entry.as_str()), ("association", "La Chorale du Quai")];
    not_now(&house, &vera, &noting, "note_walk_in", &typed, texts::broken::too_early(FR)).await;
    let notes = [("title", "Notes"), ("source", "Un dossier."), ("authors", "Véra")];
    let notes: Vec<_> = typed[..1].iter().copied().chain(notes).collect();
    not_now(&house, &vera, &noting, "publish_notes", &notes, texts::broken::too_early(FR)).await;
    not_now(&house, &vera, &noting, "count_unnamed", &typed[..1], texts::broken::too_early(FR))
        .await;
    assert_eq!(house.seating(&session).await.registration(seat).expect("his").presence, None);

    // A seat at what is past, and where nobody takes seats.
    let lucie = house.signed_in(LUCIE).await;
    let weekend = house.date(|e| e.kind == EntryKind::Weekend).await.id.to_string();
    let why = texts::broken::entry_past(FR);
    not_now(&house, &lucie, &format!("/agenda/{weekend}"), "register", &[("entry", &weekend)], why)
        .await;
    house.wait_until(session.starts_at);
    not_now(&house, &lucie, &path, "register", &[("entry", &entry)], why).await;

    // Once it has begun: presence is one of three, at a seat of that date.
    let page = vera.get(&noting).await.expect(200);
    let form = page.form("note_presence");
    let mut watch = house.watch().await;
    let answer = vera.fill(&page, &form, &[(&presence, "peut-être")]).await.expect(422);
    answer.must_say(&texts::fault(FR, Fault::Choice));
    let elsewhere = format!("presence[{}]", fresh());
    vera.fill(&page, &form, &[(&elsewhere, "present")]).await.expect(404);
    vera.fill(&page, &form, &[("presence[x]", "present")]).await.expect(404);
    watch.nothing_changed("presences that are none").await;

    // A seat given back once the presence is noted.
    vera.fill(&page, &form, &[(presence.as_str(), "present")]).await.expect(303);
    let gaspard = house.signed_in(GASPARD).await;
    let registration = seat.to_string();
    let typed = [("registration", registration.as_str())];
    not_now(&house, &gaspard, &path, "cancel_seat", &typed, texts::broken::out_of_order(FR)).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hackathon_steps_come_in_order() {
    let house = House::demo().await;
    let closed = texts::broken::edition_closed(FR);
    let early = texts::broken::out_of_order(FR);
    let project = [("title", "Le prêt de costumes"), ("summary", "Savoir ce qui est libre.")];

    // Who was not told « a small development » does not submit.
    let lucie = house.signed_in(LUCIE).await;
    not_now(&house, &lucie, "/projet", "submit_project", &project, early).await;
    let why = texts::broken::criteria_not_met(FR);
    not_now(&house, &lucie, "/parcours", "accept_invitation", &[], why).await;
    not_now(&house, &lucie, "/parcours", "begin_testimony", &[], early).await;

    // A project in an edition whose call is over: by its date, then by its phase.
    let paul = house.signed_in(PAUL).await;
    let edition = house.rows().current_edition().await.expect("it reads").expect("one");
    let id = edition.id.to_string();
    let etienne = house.signed_in(ETIENNE).await;
    paul.post("/hackathon", "advance_edition", &[("edition", &id)]).await.expect(303);
    let now = house.rows().edition(edition.id).await.expect("it reads").expect("it is");
    assert_eq!(now.phase, Phase::Selection);
    let mut watch = house.watch().await;
    let page =
        etienne.post("/projet", "submit_project", &project).await.expect(409).must_say(closed);
    watch.nothing_changed("a project after the call").await;
    if page.has_form("submit_project") {
        assert_eq!(page.form("submit_project").value("title"), Some(project[0].1));
    }

    // What was delivered is neither selected, oriented nor staffed any more; what was not used is not yet said.
    let bruno = house.signed_in(BRUNO).await;
    let gifts = house.rows().projects_of(house.journey(BRUNO).await.head.id).await;
    let gifts = gifts.expect("it reads")[0].id.to_string();
    let path = format!("/projet/{gifts}");
    let typed = [("project", gifts.as_str())];
    for form in ["select_project", "orient_project", "deliver_tool"] {
        not_now(&house, &paul, &path, form, &typed, early).await;
    }
    let typed = [("project", gifts.as_str()), ("used", "yes")];
    not_now(&house, &bruno, "/parcours", "say_in_use", &typed, early).await;
    house.close().await;

    let house = House::demo().await;
    house.wait_until(edition.call_until);
    let etienne = house.signed_in(ETIENNE).await;
    not_now(&house, &etienne, "/projet", "submit_project", &project, closed).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn diagnosis_steps_come_in_order() {
    let house = House::demo().await;
    let victor = house.signed_in(VICTOR).await;
    // Before the information meeting.
    let lucie = house.journey(LUCIE).await.head.id.to_string();
    let typed = [("journey", lucie.as_str())];
    let early = texts::broken::out_of_order(FR);
    not_now(&house, &victor, "/diagnostics", "open_diagnosis", &typed, early).await;
    // An answer that the questionnaire has not, nor the question.
    let running = house.rows().diagnoses(house.journey(BEATRICE).await.head.id).await;
    let running = running.expect("it reads")[0].0.id.to_string();
    let path = format!("/diagnostic/{running}");
    let unknown = texts::broken::unknown_answer(FR);
    for answer in [("answers[need_words]", "nonsense"), ("answers[nonsense]", "clear")] {
        let typed = [("diagnosis", running.as_str()), answer];
        not_now(&house, &victor, &path, "save_answers", &typed, unknown).await;
    }
    // A result before any answer.
    let karim = house.journey(KARIM).await.head.id.to_string();
    let typed = [("journey", karim.as_str())];
    let next = victor.post("/diagnostics", "open_diagnosis", &typed).await.next();
    let id = next.rsplit('/').next().expect("an id").to_owned();
    let nothing = texts::broken::nothing_answered(FR);
    not_now(&house, &victor, &next, "give_back", &[("diagnosis", &id)], nothing).await;
    // Once given back, its answers no longer change.
    victor.post(&path, "give_back", &[("diagnosis", &running)]).await.expect(303);
    let closed = texts::broken::diagnosis_closed(FR);
    let typed = [("diagnosis", running.as_str()), ("answers[need_words]", "clear")];
    not_now(&house, &victor, &path, "save_answers", &typed, closed).await;
    not_now(&house, &victor, &path, "give_back", &[("diagnosis", &running)], closed).await;
    house.close().await;
}
