//! Privacy: the audit log.

use crate::house::{Answer, Folder, House, put_cast};
use crate::html::tags;
use crate::stopping::executable;
use app::routes::href;
use domain::audit::AuditKind;
use domain::text::Lang;
use server::demo::{ADA, LUCIE, NADIA, VICTOR};

const FR: Lang = Lang::Fr;

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
    assert!(second.links().iter().all(|link| !link.contains("avant=")), "{:?}", second.links());
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
