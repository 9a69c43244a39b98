//! Privacy: the audit log, what people take along, what is erased, what the night takes out.

use crate::accounts::NEWCOMER;
use crate::house::{Answer, Folder, House, put_cast};
use crate::html::{self, Tag, tags};
use crate::running::executable;
use app::privacy::told::{span, told};
use app::routes::href;
use chrono::Duration;
use domain::accounts::{Membership, Person};
use domain::act::Change;
use domain::audit::AuditKind;
use domain::privacy::{INACTIVE, Matter, Span};
use domain::text::{Email, Fault, Lang, Name};
use domain::workshops::EntryKind;
use server::demo::{ADA, AMINA, CAMILLE, INES, LUCIE, MONA, NADIA, PAUL, VICTOR};
use server::retention::apply_retention;

const FR: Lang = Lang::Fr;

fn email(address: &str) -> Email {
    Email::parse(address).expect("an address")
}

#[tokio::test(flavor = "multi_thread")]
async fn privacy_administrators_read_the_log_and_nobody_else() {
    let house = House::demo().await;
    let ada = house.signed_in(ADA).await;
    let given = [("email", LUCIE), ("hat", "volunteer")];
    ada.post("/administration", "give_hat", &given).await.expect(303);
    let (name, lucie) = (house.person(ADA).await.name, house.person(LUCIE).await.name);
    let path = "/administration/journal";
    for lang in [Lang::Fr, Lang::En] {
        let log = ada.get(&href(lang, path)).await.expect(200);
        let hat = texts::audit_hat::administrator(lang);
        let log = log.must_say(texts::audit_kind::right_given(lang));
        log.must_say(&texts::audit::as_whom(lang, &name, hat)).must_say(&lucie.to_string());
    }
    // Of one kind only.
    let given = ada.get(&format!("{path}?genre=right_given")).await.expect(200);
    given.must_say(&lucie.to_string());
    let merged = ada.get(&format!("{path}?genre=merged")).await.expect(200);
    merged.must_say(texts::audit::nothing(FR)).must_not_say(&lucie.to_string());
    for other in [LUCIE, VICTOR] {
        house.signed_in(other).await.get(path).await.expect(403);
    }
    house.visitor().get(path).await.expect(401);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn privacy_the_log_is_read_page_by_page() {
    let house = House::demo().await;
    let ada = house.signed_in(ADA).await;
    let subject = house.person(LUCIE).await.id;
    let before = house.state.store.audit().await.expect("it is whole").lines;
    for _ in 0..60 {
        let kind = AuditKind::Exported;
        let said = domain::audit::Audit {
            at: house.now(),
            kind,
            actor: None,
            hat: "job".to_owned(),
            subject: Some(subject.0),
        };
        house.remember(domain::act::Change::Audit(said)).await;
    }
    let has = |page: &Answer, number: u64| {
        let number = number.to_string();
        tags(&page.body).iter().any(|tag| tag.name == "td" && tag.words() == number)
    };
    let first = ada.get("/administration/journal?genre=exported").await.expect(200);
    assert!(has(&first, before + 60) && has(&first, before + 11), "{}", first.words());
    assert!(!has(&first, before + 10), "{}", first.words());
    let older = first.links().into_iter().find(|link| link.contains("avant=")).expect("more");
    let second = ada.get(&older).await.expect(200);
    assert!(has(&second, before + 10) && !has(&second, before + 11), "{}", second.words());
    let links = second.links();
    let older = |link: &String| link.contains("avant=") && !link.starts_with("/en/");
    assert!(!links.iter().any(older), "{links:?}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn privacy_a_published_testimony_is_noted_by_its_page() {
    let house = House::demo().await;
    let ada = house.signed_in(ADA).await;
    let testimony = house.rows().testimonies_of(house.journey(NADIA).await.head.id).await;
    let page = testimony.expect("it reads")[0].page;
    let title = house.rows().page(page).await.expect("it reads").expect("hers").title;
    let log = ada.get("/administration/journal?genre=published").await.expect(200);
    log.must_say(&title.to_string());
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn privacy_the_command_says_whether_the_log_is_whole() {
    let folder = Folder::new();
    put_cast(&folder).await;
    let url = folder.url();
    let verify = || {
        let told = executable(&["audit", "verify", "--database-url", &url]).output();
        let told = told.expect("it runs");
        let words = [told.stdout, told.stderr].concat();
        (told.status.code(), String::from_utf8_lossy(&words).trim().to_owned())
    };
    let (code, told) = verify();
    assert_eq!(code, Some(0), "{told}");
    assert!(told.starts_with("the audit log is whole:"), "{told}");
    let accident = |sql: &'static str| crate::house::run_on(&url, sql);
    accident("DROP TRIGGER audit_is_not_changed").await;
    accident("UPDATE audit SET kind = 'erased' WHERE seq = 1").await;
    let (code, told) = verify();
    assert_eq!(code, Some(1), "{told}");
    assert_eq!(told, "savoirs-communs: the audit log: line 1 is not as it was written");
    // A server uses the file.
    let _store = store::Store::open(&url).await.expect("it opens");
    let (code, told) = verify();
    assert_eq!(code, Some(1), "{told}");
    assert!(told.contains("stop it first") && told.lines().count() == 1, "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn privacy_everything_that_is_kept_is_told_to_everybody() {
    let house = House::demo().await;
    for lang in [Lang::Fr, Lang::En] {
        let visitor = house.visitor();
        let page = visitor.get(&href(lang, "/vie-privee")).await.expect(200);
        let rows: Vec<String> =
            tags(&page.body).iter().filter(|t| t.name == "tr").map(Tag::words).collect();
        for matter in Matter::ALL {
            let told = told(lang, *matter);
            let row = rows.iter().find(|row| row.starts_with(told.what));
            let row = row.unwrap_or_else(|| panic!("{matter:?} is not told: {rows:?}"));
            for said in [told.why, &told.until, told.seen] {
                assert!(row.contains(said), "{matter:?}: « {said} » is not in « {row} »");
            }
        }
        let first = page.words();
        let short = first.find(texts::privacy::short(lang)).expect("short first");
        assert!(short < first.find(texts::privacy::kept(lang)).expect("then everything"));
        // The durations are those that the job goes by.
        let [one, two] = INACTIVE.warnings.map(|warning| span(lang, warning));
        let end = span(lang, INACTIVE.end);
        let page = page.must_say(&texts::privacy::inactive_text(lang, one, two, end));
        let page = page.must_say(texts::privacy::cookie_text(lang));
        let page = page.must_say(texts::privacy::third_text(lang));
        let page = page.must_say(texts::privacy::rights_text(lang));
        let links = page.links();
        for door in ["/compte/donnees", "/compte/supprimer"] {
            assert!(links.contains(&href(lang, door)), "{door}: {links:?}");
        }
        // What it says of cookies holds for the page itself.
        assert_eq!(visitor.cookie(), None);
    }
    assert_eq!(span(FR, Span::Months(36)), texts::span::years(FR, 3));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn privacy_one_takes_everything_along_in_a_file() {
    let house = House::demo().await;
    let amina = house.signed_in(AMINA).await;
    let lines = house.state.store.audit().await.expect("it is whole").lines;
    let page = amina.get("/compte/donnees").await.expect(200);
    let form = page.form("export_own");
    let file = amina.fill(&page, &form, &[("format", "json")]).await.expect(200);
    assert_eq!(file.header("content-type"), "application/json");
    assert_eq!(file.header("cache-control"), "no-store");
    let named = "attachment; filename=\"savoirs-communs-mes-donnees-2026-11-24.json\"";
    assert_eq!(file.header("content-disposition"), named);
    let json: serde_json::Value = serde_json::from_str(&file.body).expect("JSON");
    let tables: Vec<&str> = json["kept"]
        .as_array()
        .expect("parts")
        .iter()
        .filter_map(|p| p["table"].as_str())
        .collect();
    for table in ["person", "login_session", "audit", "membership", "event", "command"] {
        assert!(tables.contains(&table), "{table}: {tables:?}");
    }
    assert!(file.body.contains(AMINA), "{}", file.body);
    let account = house.person(AMINA).await;
    let hash = account.password_hash.expect("a password");
    assert!(!file.body.contains(&hash), "whoever has it could try passwords");
    assert!(!file.body.contains(LUCIE), "somebody else's");
    // For eyes.
    let file = amina.fill(&page, &form, &[("format", "html")]).await.expect(200);
    assert!(file.header("content-type").starts_with("text/html"));
    assert!(file.header("content-disposition").ends_with(".html\""));
    let matter = told(FR, Matter::Account);
    let file = file.must_say(AMINA).must_say(matter.what).must_say(&matter.until);
    assert!(!file.body.contains(texts::MISSING), "{}", file.body);
    assert_eq!(file.body.matches("<script").count() + file.body.matches("<style").count(), 0);
    // Each is noted; what was taken is not kept by the site.
    let after = house.state.store.audit().await.expect("it is whole").lines;
    assert_eq!(after, lines + 2);
    amina.fill(&page, &form, &[("format", "pdf")]).await.expect(422);
    house.visitor().post("/compte/donnees", "export_own", &[("format", "json")]).await.expect(401);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn privacy_an_association_takes_its_journey_along() {
    let house = House::demo().await;
    let journey = house.journey(NADIA).await.head.id;
    let path = format!("/parcours/{journey}/donnees");
    let needs = house.rows().needs(journey).await.expect("it reads");
    let name = house.person(NADIA).await.name.to_string();
    for (who, hat) in [(NADIA, "member"), (CAMILLE, "organizer")] {
        let client = house.signed_in(who).await;
        let page = client.get(&path).await.expect(200);
        for format in ["json", "html"] {
            let form = page.form("export_journey");
            let file = client.fill(&page, &form, &[("format", format)]).await.expect(200);
            assert!(file.header("content-disposition").contains("parcours"), "{who}");
            let words = html::unescaped(&file.body);
            let need = serde_json::to_string(needs[0].words.as_str()).expect("JSON");
            let need = if format == "json" { need } else { needs[0].words.to_string() };
            assert!(words.contains(&need), "{format}: {need}");
            // Its people by name, without what is theirs alone.
            assert!(words.contains(&name) && !words.contains(NADIA), "{format}");
        }
        let ada = house.signed_in(ADA).await;
        let log = ada.get("/administration/journal?genre=exported").await.expect(200);
        log.must_say(texts::audit_hat::of(FR, hat));
    }
    for other in [LUCIE, VICTOR, MONA, ADA] {
        let other = house.signed_in(other).await;
        other.get(&path).await.expect(404);
        let asked = [("journey", journey.to_string())];
        let asked = asked.each_ref().map(|(n, v)| (*n, v.as_str()));
        other.post(&path, "export_journey", &asked).await.expect(404);
    }
    // An organizer who sees a summary of it only takes nothing along.
    let amina = house.journey(AMINA).await.head.id;
    let paul = house.signed_in(PAUL).await;
    paul.get(&format!("/parcours/{amina}")).await.expect(200);
    paul.get(&format!("/parcours/{amina}/donnees")).await.expect(404);
    let member = house.signed_in(NADIA).await.get("/compte/donnees").await.expect(200);
    assert!(member.links().contains(&path), "{:?}", member.links());
    house.close().await;
}

/// Every byte of the house's database.
fn file(house: &House) -> String {
    let path = house.file();
    let mut all = Vec::new();
    for end in ["", "-wal", "-shm"] {
        let mut part = path.clone().into_os_string();
        part.push(end);
        all.extend(std::fs::read(part).unwrap_or_default());
    }
    String::from_utf8_lossy(&all).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn privacy_one_erases_ones_account_and_nothing_is_left() {
    let house = House::demo().await;
    let nadia = house.signed_in(NADIA).await;
    // The cast shares its password's fingerprint, and her name stands in what she wrote: she takes another.
    let name = "Zélinde Canarie";
    let person = Person { name: Name::parse(name).expect("a name"), ..house.person(NADIA).await };
    house.remember(Change::Person(person.clone())).await;
    let testimony = house.rows().testimonies_of(house.journey(NADIA).await.head.id).await;
    let testimony = testimony.expect("it reads").remove(0);
    let slug = house.rows().page(testimony.page).await.expect("it reads").expect("a page").slug;
    let association = house.association(NADIA).await;
    house.state.store.empty_log().await.expect("it is emptied");
    let before = file(&house);
    for there in [NADIA, name] {
        assert!(
            before.contains(there),
            "{there} is looked for, and was not found when it was there"
        );
    }
    // First what goes and what stays, then the password.
    let page = nadia.get("/compte/supprimer").await.expect(200);
    let page =
        page.must_say(texts::erase::goes_account(FR)).must_say(texts::erase::stays_written(FR));
    let form = page.form("erase_account");
    let wrong = nadia.fill(&page, &form, &[("password", "ce n’est pas lui")]).await.expect(422);
    assert_eq!(wrong.fault("password"), Some(texts::fault(FR, Fault::Credentials)));
    nadia.fill(&page, &form, &[]).await.expect(422);
    assert!(house.rows().person(person.id).await.expect("it reads").is_some());
    let typed = [("password", server::demo::PASSWORD)];
    let done = nadia.fill(&page, &form, &typed).await.leads_to("/?dit=account_erased");
    assert!(done.header("set-cookie").contains("Max-Age=0"), "{:?}", done.headers);
    let after = file(&house);
    for gone in [NADIA, name] {
        assert!(!after.contains(gone), "{gone} is still there");
    }
    // Her testimony stays, and so does her association's journey; nobody signs in by her name.
    house.visitor().get(&format!("/wiki/{slug}")).await.expect(200).must_not_say(name);
    let last = house.rows().last_revision(testimony.page).await.expect("it reads");
    assert_eq!(last.expect("a revision").by, Some(person.id));
    assert!(house.rows().journey_of(association).await.expect("it reads").is_some());
    nadia.get("/parcours").await.expect(401);
    let again = [("email", NADIA), ("password", server::demo::PASSWORD)];
    house.visitor().post("/connexion", "sign_in", &again).await.expect(422);
    let ada = house.signed_in(ADA).await;
    let log = ada.get("/administration/journal?genre=erased").await.expect(200);
    log.must_say(texts::audit::former(FR)).must_not_say(name);
    assert!(house.state.store.audit().await.is_ok());
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn privacy_an_account_is_erased_by_a_mailed_link_too() {
    let house = House::demo().await;
    let lucie = house.signed_in(LUCIE).await;
    lucie.fill_in("/compte/supprimer", "ask_erasure", &[]).await.expect(303);
    let path = house.letter_path(LUCIE).await;
    assert!(path.starts_with("/supprimer/"), "{path}");
    // Opened by anybody, it erases nothing: it says what would go.
    let page = house.visitor().get(&path).await.expect(200);
    let page = page.must_say(texts::erase::stays_journey(FR));
    assert!(house.rows().person_by_email(&email(LUCIE)).await.expect("it reads").is_some());
    // Not a link for signing in, nor the other way round.
    let token = path.rsplit('/').next().expect("a token").to_owned();
    house.visitor().get(&format!("/entrer/{token}")).await.expect(410);
    let visitor = house.visitor();
    visitor.fill(&page, &page.form("erase_by_link"), &[]).await.leads_to("/?dit=account_erased");
    assert!(house.rows().person_by_email(&email(LUCIE)).await.expect("it reads").is_none());
    visitor.get(&path).await.expect(410);
    lucie.get("/parcours").await.expect(401);
    // Too late.
    let ines = house.signed_in(INES).await;
    ines.fill_in("/compte/supprimer", "ask_erasure", &[]).await.expect(303);
    let path = house.letter_path(INES).await;
    let page = house.visitor().get(&path).await.expect(200);
    house.wait_until(house.now() + Duration::minutes(15));
    let late = house.visitor();
    late.fill(&page, &page.form("erase_by_link"), &[]).await.expect(410);
    assert!(house.rows().person_by_email(&email(INES)).await.expect("it reads").is_some());
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn privacy_a_referent_hands_over_first_and_an_administrator_too() {
    let house = House::demo().await;
    let (amina, ines) = (house.person(AMINA).await.id, house.person(INES).await.id);
    let association = house.association(AMINA).await;
    let member = |person, referent| {
        Change::Membership(Membership { person, association, referent, since: house.now() })
    };
    house.remember(member(ines, false)).await;
    let client = house.signed_in(AMINA).await;
    let page = client.get("/compte/supprimer").await.expect(200);
    assert!(!page.has_form("erase_account") && !page.has_form("ask_erasure"));
    let names = house.rows().association_names().await.expect("it reads");
    let page = page.must_say(&texts::erase::hand_over(FR, &names[&association]));
    drop(page);
    let typed = [("password", server::demo::PASSWORD)];
    let told = client.post("/compte/supprimer", "erase_account", &typed).await.expect(409);
    told.must_say(texts::broken::hand_over_first(FR));
    // Somebody else is: she may go.
    house.remember(member(ines, true)).await;
    house.remember(member(amina, false)).await;
    client.post("/compte/supprimer", "erase_account", &typed).await.expect(303);
    // Nobody else administers.
    let ada = house.signed_in(ADA).await;
    ada.get("/compte/supprimer").await.must_say(texts::broken::last_administrator(FR));
    let told = ada.post("/compte/supprimer", "erase_account", &typed).await.expect(409);
    told.must_say(texts::broken::last_administrator(FR));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn privacy_an_association_left_alone_is_told_to_its_organizers() {
    let house = House::demo().await;
    let lucie = house.signed_in(LUCIE).await;
    let association = house.association(LUCIE).await;
    let names = house.rows().association_names().await.expect("it reads");
    let page = lucie.get("/compte/supprimer").await.expect(200);
    page.must_say(&texts::erase::left_alone(FR, &names[&association]));
    let typed = [("password", server::demo::PASSWORD)];
    lucie.post("/compte/supprimer", "erase_account", &typed).await.expect(303);
    let crew = house.rows().crew(association).await.expect("it reads").expect("it stays");
    assert!(crew.members.is_empty() && crew.takeover.is_some(), "{crew:?}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn privacy_an_account_that_nobody_uses_is_warned_of_twice_then_erased() {
    let house = House::demo_with(|state| state.demo = false).await;
    house.signed_in(LUCIE).await;
    let lucie = house.person(LUCIE).await.id;
    let night = async |house: &House| {
        apply_retention(&house.state).await.expect("the night goes by");
        let rows = house.rows();
        let letters = house.letters_to(LUCIE).await;
        let warned = letters.iter().filter(|l| l.subject.contains("effacé")).count();
        (warned, rows.person(lucie).await.expect("it reads").is_some())
    };
    let since = house.now();
    let on = |months: u32| Span::Months(months).after(since);
    assert_eq!(night(&house).await, (0, true));
    house.wait_until(on(22) - Duration::days(1));
    assert_eq!(night(&house).await, (0, true));
    house.wait_until(on(22));
    assert_eq!(night(&house).await, (1, true));
    assert_eq!(night(&house).await, (1, true), "once");
    let letter = house.letters_to(LUCIE).await.pop().expect("a letter");
    let ends = texts::dates::day(FR, on(24));
    assert_eq!(letter.subject, texts::mail::account_ends_subject(FR, &ends));
    house.wait_until(on(23));
    assert_eq!(night(&house).await, (2, true));
    house.wait_until(on(24));
    assert!(!night(&house).await.1);
    // The last administrator stays, however long nobody came.
    assert!(house.rows().person_by_email(&email(ADA)).await.expect("it reads").is_some());
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn privacy_signing_in_once_keeps_the_account() {
    let house = House::demo_with(|state| state.demo = false).await;
    house.signed_in(LUCIE).await;
    let since = house.now();
    let night = async |house: &House| apply_retention(&house.state).await.expect("it passes");
    for months in [22, 23] {
        house.wait_until(Span::Months(months).after(since));
        night(&house).await;
    }
    house.signed_in(LUCIE).await;
    house.wait_until(Span::Months(24).after(since));
    night(&house).await;
    assert!(house.rows().person_by_email(&email(LUCIE)).await.expect("it reads").is_some());
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn privacy_who_began_a_journey_and_never_came_is_warned_twice_then_forgotten() {
    let house = House::demo_with(|state| state.demo = false).await;
    let meeting = house.date(|e| {
        e.kind == EntryKind::InfoMeeting && e.starts_at > house.now() + Duration::days(31)
    });
    let meeting = meeting.await;
    let chosen = meeting.id.to_string();
    let mut typed = NEWCOMER.to_vec();
    typed.retain(|(name, _)| *name != "meeting");
    typed.push(("meeting", &chosen));
    house.visitor().post("/rejoindre", "join", &typed).await.expect(303);
    let address = "aicha@example.org";
    let begun = house.rows().begun_with(&email(address)).await.expect("it reads").expect("begun");
    let since = house.now();
    let taken = async |house: &House| {
        let seats = house.rows().registrations_of(begun.journey).await.expect("it reads");
        seats.into_iter().filter(|(seat, _)| seat.takes_seat(house.now())).count()
    };
    assert_eq!(taken(&house).await, 1);
    let letters = async |house: &House| {
        apply_retention(&house.state).await.expect("the night goes by");
        house.letters_to(address).await.len()
    };
    for (days, expected) in [(0, 1), (6, 1), (7, 2), (19, 2), (20, 3), (29, 3)] {
        house.wait_until(since + Duration::days(days));
        assert_eq!(letters(&house).await, expected, "day {days}");
    }
    // The last letter's link opens the journey still.
    let path = house.letter_path(address).await;
    house.visitor().get(&path).await.expect(200).must_say(texts::sign_in::claim_title(FR));
    house.wait_until(since + Duration::days(30));
    assert_eq!(letters(&house).await, 0);
    assert!(house.rows().begun(begun.id).await.expect("it reads").is_none());
    house.visitor().get(&path).await.expect(410);
    assert!(!file(&house).contains(address), "the address is still there");
    // The seat is somebody else's to take; what was said of the association stays.
    assert_eq!(taken(&house).await, 0);
    assert!(house.rows().journey(begun.journey).await.expect("it reads").is_some());
    house.close().await;
}
