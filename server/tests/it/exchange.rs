//! "Je sais faire, je cherche": said with a seat, by its link too; who leads the session sees who should meet.

use crate::house::{Client, House};
use app::links;
use chrono::Duration;
use domain::accounts::{Bearer, Purpose};
use domain::text::Lang;
use domain::workshops::{Entry, EntryKind};
use server::demo::{FATOU, GASPARD, LUCIE, SALOME, VERA};

const FR: Lang = Lang::Fr;

async fn sees(client: &Client, path: &str, told: &str) -> bool {
    client.get(path).await.expect(200).words().contains(told)
}

#[tokio::test(flavor = "multi_thread")]
async fn exchange_is_said_with_a_seat_and_seen_by_who_leads_the_session() {
    let house = House::demo().await;
    let (lucie, gaspard) = (house.signed_in(LUCIE).await, house.signed_in(GASPARD).await);
    let (salome, vera) = (house.signed_in(SALOME).await, house.signed_in(VERA).await);
    let session = house.common_session().await;
    let (date, presences) =
        (format!("/agenda/{}", session.id), format!("/presences/{}", session.id));
    let shown = [("people[1]", "Zoé"), ("shows", "Des affiches"), ("shows_theme", "communication")];
    lucie.fill_in(&date, "register", &shown).await.leads_to("/parcours?dit=registered");
    let looked_for = [("seeks", "Une AFFICHE pour le festival")];
    gaspard
        .fill_in(&date, "say_with_seat", &looked_for)
        .await
        .leads_to(&format!("{date}?dit=exchange_said"));

    for path in [&date, &presences] {
        let page = vera.get(path).await.expect(200).must_say(texts::exchange::pairs(FR));
        let words = page.words();
        let seeks = words.find("Une AFFICHE pour le festival").expect("what is looked for");
        let shows = words.rfind("Des affiches").expect("who can show it");
        assert!(seeks < shows && words[shows..].contains("Zoé"), "{words}");
    }
    // Others read nothing of it, and each sees their own.
    salome.fill_in(&date, "register", &[]).await.leads_to("/parcours?dit=registered");
    assert!(!sees(&salome, &date, "Des affiches").await);
    assert!(!sees(&gaspard, &date, "Des affiches").await);
    assert!(sees(&lucie, &date, "Des affiches").await);

    // The next session needs no typing, for the one who was named.
    let open = |e: &Entry| e.kind == EntryKind::WorkshopSession && e.called_off.is_none();
    let mut next = None;
    for at in house.dates(|e| open(e) && e.id != session.id).await {
        let nobody = house.seating(&at).await.registrations.is_empty();
        next = next.or(nobody.then(|| format!("/agenda/{}", at.id)));
    }
    let next = next.expect("a session where nobody goes yet");
    assert!(sees(&lucie, &next, "Des affiches").await);
    lucie
        .fill_in(&next, "register", &[("people[1]", "zoe")])
        .await
        .leads_to("/parcours?dit=registered");
    assert!(sees(&vera, &next, "Des affiches").await);
    // Somebody else comes: what she can show does not come with them.
    lucie.fill_in(&next, "name_seat", &[("name", "Ana")]).await;
    assert!(!sees(&vera, &next, "Des affiches").await);

    // Taken back, it is gone everywhere.
    lucie
        .fill_in(&date, "take_back_exchange", &[])
        .await
        .leads_to(&format!("{date}?dit=exchange_taken_back"));
    assert!(!sees(&vera, &date, "Des affiches").await);
    assert!(!sees(&lucie, &date, "Des affiches").await);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn exchange_is_said_without_an_account_by_the_link_of_a_seat() {
    let house = House::demo().await;
    let lucie = house.signed_in(LUCIE).await;
    let session = house.common_session().await;
    let date = format!("/agenda/{}", session.id);
    lucie.fill_in(&date, "register", &[]).await.leads_to("/parcours?dit=registered");
    let association = house.association(LUCIE).await;
    let seats = house.seating(&session).await.registrations;
    let seat = seats.iter().find(|seat| seat.association == association).expect("hers").id;
    let until = house.now() + Duration::days(1);
    let bearer = Bearer { purpose: Purpose::AnswerSeat(seat), until };
    let place = format!("/place/{}", links::sign(&house.state.link_key, &bearer));

    let visitor = house.visitor();
    let said = |what| format!("{place}?dit={what}");
    let typed = [("seeks", "un planning partagé")];
    visitor.fill_in(&place, "say_with_seat", &typed).await.leads_to(&said("exchange_said"));
    let line = house.rows().exchanges_of([association]).await.expect("it reads").remove(0);
    assert_eq!((line.words.as_str(), line.by), ("un planning partagé", None));
    // What others say is not theirs to take back, whatever the link.
    let theirs = house.rows().exchanges_of([house.association(GASPARD).await]).await;
    let theirs = theirs.expect("it reads")[0].id.to_string();
    let forged = [("exchange", theirs.as_str()), ("registration", &seat.to_string())];
    visitor.post(&place, "take_back_exchange", &forged).await.expect(404);
    visitor.fill_in(&place, "take_back_exchange", &[]).await.leads_to(&said("exchange_taken_back"));
    assert_eq!(house.rows().exchanges_of([association]).await.expect("it reads"), []);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn exchange_an_association_says_few_things_and_reads_them_in_its_data() {
    let house = House::demo().await;
    let fatou = house.signed_in(FATOU).await;
    let page = format!("/association/{}/echanges", house.association(FATOU).await);
    let nothing = fatou.fill_in(&page, "say_exchange", &[]).await.expect(422);
    nothing.must_say("une liste d’adhérents sans doublons");
    for n in 2..=domain::exchange::MOST {
        let said = format!("chose {n}");
        fatou.fill_in(&page, "say_exchange", &[("shows", &said)]).await.expect(303);
    }
    let full = fatou.get(&page).await.expect(200).must_say(texts::broken::said_enough(FR));
    assert!(!full.has_form("say_exchange"));
    let journey = house.journey(FATOU).await.head.id;
    let path = format!("/parcours/{journey}/donnees");
    let data = fatou.fill_in(&path, "export_journey", &[("format", "json")]).await.expect(200);
    assert!(data.body.contains("chose 12"), "its data tell it");
    house.close().await;
}

async fn name(house: &House, email: &str) -> String {
    let association = house.rows().association(house.association(email).await).await;
    association.expect("it reads").expect("an association").name.to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn exchange_the_directory_holds_who_said_so_and_nobody_else() {
    let house = House::demo().await;
    let (gaspard, lucie) = (house.signed_in(GASPARD).await, house.signed_in(LUCIE).await);
    let (cine, fatous) = (name(&house, GASPARD).await, name(&house, FATOU).await);
    let page = format!("/association/{}/echanges", house.association(GASPARD).await);
    house.visitor().get("/annuaire").await.expect(401);
    let before = lucie.get("/annuaire").await.expect(200).must_say(&fatous);
    assert!(!before.says(&cine), "said at a session, it is not in the directory");
    assert!(!before.says("Fatou Diallo"), "no person is named there");

    let consent = gaspard.get(&page).await.expect(200).must_say(texts::directory::consent(FR));
    assert!(!consent.has_form("leave_directory"), "nobody is there by default");
    let entered = gaspard.fill_in(&page, "enter_directory", &[]).await;
    entered.leads_to(&format!("{page}?dit=directory_entered"));
    lucie.get("/annuaire").await.must_say(&cine).must_say("une affiche avec Canva");
    // What is looked for, by theme and by side.
    for (query, ours, theirs) in [
        ("theme=communication", true, false),
        ("theme=members", false, true),
        ("theme=communication&sens=seeks", false, false),
        ("sens=shows", true, true),
        ("theme=nothing&sens=nothing", true, true),
    ] {
        let found = lucie.get(&format!("/annuaire?{query}")).await.expect(200);
        assert_eq!((found.says(&cine), found.says(&fatous)), (ours, theirs), "{query}");
    }

    let left = gaspard.fill_in(&page, "leave_directory", &[]).await;
    left.leads_to(&format!("{page}?dit=directory_left"));
    assert!(!lucie.get("/annuaire").await.says(&cine), "at once");
    let theirs = house.association(GASPARD).await.to_string();
    let letter = [("association", theirs.as_str()), ("words", "Bonjour")];
    lucie.post("/annuaire", "ask_association", &letter).await.expect(404);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn exchange_a_letter_from_the_directory_shows_no_address_and_comes_once_a_day() {
    let house = House::demo().await;
    let lucie = house.signed_in(LUCIE).await;
    let page = lucie.get("/annuaire").await.expect(200);
    assert!(!page.body.contains("fatou@example.org"));
    let to = house.association(FATOU).await.to_string();
    let letter = |words| [("association", to.as_str()), ("words", words)];
    lucie.post("/annuaire", "ask_association", &letter("")).await.expect(422);
    let sent = lucie.post("/annuaire", "ask_association", &letter("Montrez-nous !")).await;
    sent.leads_to("/annuaire?dit=asked");
    let told = house.letters_to(FATOU).await.pop().expect("a letter");
    let words = told.paragraphs.join(" ");
    for part in ["Lucie Moreau", "Le Potager des Deux Lions", "Montrez-nous !", LUCIE] {
        assert!(words.contains(part), "{words}");
    }
    let again = lucie.post("/annuaire", "ask_association", &letter("Alors ?")).await.expect(409);
    again.must_say(texts::broken::asked_enough(FR));
    house.pass_days(1);
    lucie.post("/annuaire", "ask_association", &letter("Alors ?")).await.expect(303);
    house.close().await;
}
