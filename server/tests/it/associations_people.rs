//! Several people for one association: invited, asking, leaving, handing over; and two records that become one.

use crate::accounts::{begins, claims};
use crate::house::{Answer, Client, House};
use crate::pages::invited;
use app::routes::href;
use domain::accounts::Membership;
use domain::associations::Crew;
use domain::audit::AuditKind;
use domain::ids::AssociationId;
use domain::text::Lang;
use server::demo::{CAMILLE, GASPARD, INES, JEANNE, LUCIE, NADIA, ODETTE, PAUL, REMI, VICTOR};

const FR: Lang = Lang::Fr;

async fn crew(house: &House, association: AssociationId) -> Crew {
    house.rows().crew(association).await.expect("it reads").expect("an association")
}

/// The address of the referent.
async fn referent(house: &House, association: AssociationId) -> Option<String> {
    let crew = crew(house, association).await;
    let referents: Vec<&Membership> = crew.members.iter().filter(|m| m.referent).collect();
    assert!(referents.len() <= 1, "{referents:?}");
    let person = house.rows().person(referents.first()?.person).await.expect("it reads");
    person.map(|person| person.email.as_str().to_owned())
}

/// Lines of the audit log of one kind about one person.
async fn noted(house: &House, kind: AuditKind, email: &str) -> usize {
    let noted = house.audited(house.person(email).await.id).await;
    noted.iter().filter(|noted| *noted == kind.code()).count()
}

fn people(association: AssociationId) -> String {
    format!("/association/{association}/membres")
}

/// What the page of an invitation sends.
fn with_token<'t>(link: &'t str, name: &'t str) -> [(&'t str, &'t str); 2] {
    [("token", link.rsplit('/').next().unwrap_or_default()), ("name", name)]
}

/// Presses a button that is about one association and, perhaps, somebody.
async fn press(
    client: &Client,
    association: AssociationId,
    form: &str,
    more: &[(&str, &str)],
) -> Answer {
    let id = association.to_string();
    let fields: Vec<_> =
        [("association", id.as_str())].into_iter().chain(more.iter().copied()).collect();
    client.post(&people(association), form, &fields).await
}

#[tokio::test(flavor = "multi_thread")]
async fn associations_who_is_invited_comes_in_once_with_an_account_of_their_own() {
    let house = House::demo().await;
    let cine = house.association(GASPARD).await;
    let jeanne = house.signed_in(JEANNE).await;
    let email = "nour@exemple.fr";
    let page = people(cine);
    let typed = [("email", " Nour@Exemple.fr ")];
    jeanne
        .fill_in(&page, "invite_member", &typed)
        .await
        .leads_to(&format!("{page}?dit=member_invited"));
    jeanne.get(&page).await.expect(200).must_say(email);
    // A second letter replaces the first.
    let first = house.letter_path(email).await;
    jeanne.fill_in(&page, "invite_member", &typed).await.expect(303);
    let second = house.letter_path(email).await;
    let nour = house.visitor();
    nour.get(&first).await.expect(410);
    // Scanners that follow the link consume nothing.
    let mut watch = house.watch().await;
    for _ in 0..3 {
        nour.get(&second).await.expect(200).must_say("Le Ciné-Guinguette");
    }
    watch.nothing_changed("opening the invitation").await;
    nour.fill_in(&second, "accept_place", &[("name", "")]).await.expect(422);
    let next = nour.fill_in(&second, "accept_place", &[("name", "Nour Hadj")]).await;
    next.leads_to("/parcours?dit=place_accepted");
    nour.get("/parcours").await.expect(200).must_say("Le Ciné-Guinguette");
    assert_eq!(noted(&house, AuditKind::RightGiven, email).await, 1);
    let told = house.letters_to(GASPARD).await.pop().expect("the referent is told");
    assert!(told.paragraphs[0].contains("Nour Hadj"), "{told:?}");
    // Once.
    nour.get(&second).await.expect(410);
    house.visitor().post(&second, "accept_place", &with_token(&second, "Zoé")).await.expect(410);
    assert_eq!(crew(&house, cine).await.members.len(), 3);
    // Who is there already is not invited again; an unknown address is a fault.
    press(&jeanne, cine, "invite_member", &[("email", email)]).await.expect(409);
    let back = press(&jeanne, cine, "invite_member", &[("email", "nour@")]).await.expect(422);
    assert_eq!(back.form("invite_member").value("email"), Some("nour@"));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn associations_an_invitation_is_for_who_is_signed_in_and_can_be_taken_back() {
    let house = House::demo().await;
    let cine = house.association(GASPARD).await;
    // The address has an account: its owner signs in first. Whoever is signed in comes in as themselves.
    let gaspard = house.signed_in(GASPARD).await;
    press(&gaspard, cine, "invite_member", &[("email", LUCIE)]).await.expect(303);
    let link = house.letter_path(LUCIE).await;
    let page = house.visitor().get(&link).await.expect(200);
    assert!(page.links().contains(&format!("/connexion?suite={link}")), "{:?}", page.links());
    house.visitor().post(&link, "accept_place", &with_token(&link, "Eve")).await.expect(401);
    let lucie = house.signed_in(LUCIE).await;
    lucie.fill_in(&link, "accept_place", &[]).await.expect(303);
    let hats = house.rows().hats(house.person(LUCIE).await.id).await.expect("it reads");
    assert_eq!(hats.len(), 2, "she acts for both");
    // Past its date, or taken back, it leads nowhere.
    let (late, _) = invited(&house, "late", 14).await;
    house.visitor().get(&late).await.expect(200);
    house.pass_days(14);
    house.visitor().get(&late).await.expect(410);
    house.visitor().post(&late, "accept_place", &with_token(&late, "Eve")).await.expect(410);
    let gaspard = house.signed_in(GASPARD).await;
    press(&gaspard, cine, "invite_member", &[("email", "nour@exemple.fr")]).await.expect(303);
    let link = house.letter_path("nour@exemple.fr").await;
    let id = crew(&house, cine).await.invitations.last().expect("one").id.to_string();
    press(&gaspard, cine, "withdraw_invitation", &[("invitation", &id)]).await.expect(303);
    house.visitor().get(&link).await.expect(410);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn associations_one_asks_to_come_in_and_a_member_answers() {
    let house = House::demo().await;
    let cine = house.association(GASPARD).await;
    let remi = house.person(REMI).await.id.to_string();
    let jeanne = house.signed_in(JEANNE).await;
    let page = jeanne.get(&people(cine)).await.expect(200).must_say("Rémi Vasseur");
    page.must_say("Je fais les affiches");
    let told = house.letters_to(GASPARD).await;
    assert!(told.iter().any(|t| t.paragraphs[0].contains("Rémi Vasseur")), "{told:?}");
    let answer = [("person", remi.as_str()), ("answer", "no")];
    press(&jeanne, cine, "answer_request", &answer).await.expect(303);
    assert_eq!(house.letters_to(REMI).await.len(), 1);
    press(&jeanne, cine, "answer_request", &answer).await.expect(404);

    // A record that is public offers to ask; one that is not does not exist for a stranger.
    let nadias = house.association(NADIA).await;
    let (record, id) = (format!("/association/{nadias}"), nadias.to_string());
    let ines = house.signed_in(INES).await;
    assert!(!house.visitor().get(&record).await.expect(200).has_form("ask_to_join"));
    let typed = [("words", "Je cuisine le samedi.")];
    for _ in 0..2 {
        ines.post(&record, "ask_to_join", &[("association", &id), typed[0]]).await.expect(303);
    }
    let asking = house.letters_to(NADIA).await;
    let asking = asking.iter().filter(|t| t.paragraphs[0].contains("Inès")).count();
    assert_eq!(asking, 1, "asked twice, written once");
    assert!(!ines.get(&record).await.expect(200).has_form("ask_to_join"));
    let private = house.association(LUCIE).await;
    let (path, id) = (format!("/association/{private}"), private.to_string());
    ines.post(&path, "ask_to_join", &[("association", &id)]).await.expect(404);
    let nadia = house.signed_in(NADIA).await;
    let before = noted(&house, AuditKind::RightGiven, INES).await;
    let who = house.person(INES).await.id.to_string();
    let answer = [("person", who.as_str()), ("answer", "yes")];
    press(&nadia, nadias, "answer_request", &answer).await.expect(303);
    assert_eq!(crew(&house, nadias).await.members.len(), 2);
    assert_eq!(noted(&house, AuditKind::RightGiven, INES).await, before + 1);
    ines.get(&people(nadias)).await.expect(200);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn associations_the_referents_role_is_handed_over_and_never_lost() {
    let house = House::demo().await;
    let cine = house.association(GASPARD).await;
    let (gaspard, jeanne) = (house.signed_in(GASPARD).await, house.signed_in(JEANNE).await);
    let jeanne_id = house.person(JEANNE).await.id.to_string();
    press(&gaspard, cine, "leave_association", &[])
        .await
        .expect(409)
        .must_say(texts::broken::referent_stays(FR));
    // Only the referent hands it over; a no leaves it where it is.
    press(&jeanne, cine, "offer_role", &[("person", &jeanne_id)]).await.expect(403);
    for (answer, referent_then) in [("no", GASPARD), ("yes", JEANNE)] {
        press(&gaspard, cine, "offer_role", &[("person", &jeanne_id)]).await.expect(303);
        let path = house.letter_path(JEANNE).await;
        jeanne.get(&path).await.expect(200).must_say("Gaspard Nivet");
        press(&gaspard, cine, "answer_offer", &[("answer", "yes")]).await.expect(403);
        press(&jeanne, cine, "answer_offer", &[("answer", answer)]).await.expect(303);
        assert_eq!(referent(&house, cine).await.as_deref(), Some(referent_then));
    }
    assert_eq!(noted(&house, AuditKind::RightTaken, GASPARD).await, 1);
    let told = house.letters_to(GASPARD).await.pop().expect("he is told");
    assert!(told.subject.contains("Jeanne Robin"), "{told:?}");
    // The former referent may leave, and nothing of the association is his any more.
    press(&gaspard, cine, "leave_association", &[]).await.leads_to("/?dit=association_left");
    gaspard.get(&people(cine)).await.expect(404);
    gaspard.get(&format!("/association/{cine}/passation")).await.expect(404);
    gaspard.get("/parcours").await.expect(403);
    assert_eq!(crew(&house, cine).await.members.len(), 1);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn associations_an_organizer_takes_over_until_there_is_a_referent() {
    let house = House::demo().await;
    let cine = house.association(GASPARD).await;
    let (gaspard, jeanne) = (house.signed_in(GASPARD).await, house.signed_in(JEANNE).await);
    let (camille, paul) = (house.signed_in(CAMILLE).await, house.signed_in(PAUL).await);
    camille
        .post(&people(cine), "take_over", &[("association", &cine.to_string())])
        .await
        .expect(409);
    press(&jeanne, cine, "ask_takeover", &[]).await.expect(403);
    press(&gaspard, cine, "ask_takeover", &[]).await.expect(303);
    // Shown to organizers as a thing to do; until then the referent stays.
    let desk = camille.get("/associations/doublons").await.expect(200);
    assert!(desk.links().contains(&people(cine)), "{:?}", desk.links());
    assert_eq!(referent(&house, cine).await.as_deref(), Some(GASPARD));
    press(&gaspard, cine, "ask_takeover", &[]).await.expect(409);
    press(&camille, cine, "invite_member", &[("email", "nour@exemple.fr")]).await.expect(403);
    press(&camille, cine, "take_over", &[]).await.expect(303);
    press(&paul, cine, "take_over", &[]).await.expect(409);
    assert_eq!(referent(&house, cine).await, None);
    gaspard.get(&people(cine)).await.expect(404);
    let told = house.letters_to(JEANNE).await.pop().expect("she is told");
    assert!(told.paragraphs[0].contains("Camille Aubert"), "{told:?}");
    // Meanwhile an organizer does what the referent would; who takes the role ends it.
    let jeanne_id = house.person(JEANNE).await.id.to_string();
    press(&camille, cine, "offer_role", &[("person", &jeanne_id)]).await.expect(303);
    press(&jeanne, cine, "answer_offer", &[("answer", "yes")]).await.expect(303);
    assert_eq!(referent(&house, cine).await.as_deref(), Some(JEANNE));
    press(&camille, cine, "offer_role", &[("person", &jeanne_id)]).await.expect(403);
    let desk = camille.get("/associations/doublons").await.expect(200);
    assert!(!desk.links().contains(&people(cine)));
    house.close().await;
}

/// Whatever comes first, somebody is the referent of an association that has people.
async fn two_at_once(house: &House) {
    let cine = house.association(GASPARD).await;
    let (gaspard, jeanne) = (house.signed_in(GASPARD).await, house.signed_in(JEANNE).await);
    let jeanne_id = house.person(JEANNE).await.id.to_string();
    let (one, two) = tokio::join!(
        press(&gaspard, cine, "leave_association", &[]),
        press(&jeanne, cine, "leave_association", &[]),
    );
    assert_eq!((one.status, two.status), (409, 303), "the referent stays");
    assert_eq!(referent(house, cine).await.as_deref(), Some(GASPARD));
    // She comes back, is offered the role, takes it and leaves in one breath.
    let (link, _) = invited(house, "again", 14).await;
    jeanne.post(&link, "accept_place", &[("token", "again")]).await.expect(303);
    press(&gaspard, cine, "offer_role", &[("person", &jeanne_id)]).await.expect(303);
    let (took, left) = tokio::join!(
        press(&jeanne, cine, "answer_offer", &[("answer", "yes")]),
        press(&jeanne, cine, "leave_association", &[]),
    );
    assert!(
        took.status == 303 && left.status == 409 || took.status == 404 && left.status == 303,
        "{} {}",
        took.status,
        left.status
    );
    let expected = if took.status == 303 { JEANNE } else { GASPARD };
    assert_eq!(referent(house, cine).await.as_deref(), Some(expected));
}

#[tokio::test(flavor = "multi_thread")]
async fn associations_two_who_leave_at_once_leave_a_referent() {
    let house = House::demo().await;
    two_at_once(&house).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn associations_two_who_leave_at_once_leave_a_referent_on_postgres() {
    let Some(house) = House::demo_on_postgres().await else {
        return eprintln!("TEST_POSTGRES_URL is not set: nothing was tried on PostgreSQL");
    };
    two_at_once(&house).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn associations_the_hand_over_page_sums_up_what_is_done_and_owed() {
    let house = House::demo().await;
    for (email, says) in [
        // An orientation to answer and a seat held; a tool to sign; whom one helps; who asks to come in.
        (server::demo::AMINA, vec![texts::handover::owed(FR), "On s’y perd"]),
        (server::demo::BRUNO, vec!["L’agenda des dépôts"]),
        (server::demo::MONA, vec!["L’Épicerie du Menneton"]),
        (GASPARD, vec!["Rémi", "Jeanne Robin", "jeanne@example.org"]),
        (NADIA, vec![server::demo::TESTIMONY, "Les créneaux du samedi"]),
    ] {
        let association = house.association(email).await;
        let client = house.signed_in(email).await;
        let page = client.get(&format!("/association/{association}/passation")).await.expect(200);
        for text in says {
            let shown =
                page.says(text) || text == "Rémi" && page.says(&texts::handover::requests(FR, 1));
            assert!(shown, "{email}: {text} is not in {}", page.words());
        }
        house.signed_in(VICTOR).await.get(&page.path).await.expect(404);
    }
    house.close().await;
}

/// As somebody who joins with the name that an association has already.
const AGAIN: [(&str, &str); 7] = [
    ("need", "On ne sait plus qui vient quand."),
    ("association", "Association Potager des deux lions"),
    ("kind", "informal"),
    ("meeting", ""),
    ("name", "Aïcha Diallo"),
    ("email", "aicha@example.org"),
    ("agree", "yes"),
];

#[tokio::test(flavor = "multi_thread")]
async fn associations_a_likely_twin_is_told_once_without_telling_what_is_private() {
    let house = House::demo().await;
    let visitor = house.visitor();
    let mut watch = house.watch().await;
    let back = visitor.fill_in("/rejoindre", "join", &AGAIN).await.expect(422);
    watch.nothing_changed("a likely twin").await;
    let fault = texts::fault(FR, domain::text::Fault::Likely);
    assert_eq!(back.fault("association").as_deref(), Some(fault.as_str()));
    let back = back.must_say(texts::alike::private(FR)).must_not_say("Le Potager des Deux Lions");
    let form = back.form("join");
    for (name, value) in AGAIN {
        assert_eq!(form.value(name), Some(value), "{name} is kept");
    }
    // What is public is told, with its reason and a link.
    let told = house.association(NADIA).await;
    let mut typed = AGAIN.to_vec();
    typed[1].1 = "repas du quartier";
    let public = visitor.fill_in("/rejoindre", "join", &typed).await.expect(422);
    let public = public.must_say("Les Repas du Quartier").must_say(texts::likeness::name(FR));
    assert!(public.links().contains(&format!("/association/{told}")));
    // Going on works by a second button.
    let mut typed = AGAIN.to_vec();
    typed.push(("likely", "new"));
    begins(&visitor, "/rejoindre", &typed).await;
    claims(&house, &visitor, "aicha@example.org").await;
    assert_ne!(house.association("aicha@example.org").await, house.association(LUCIE).await);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn associations_who_finds_theirs_there_asks_to_come_in() {
    let house = House::demo().await;
    let visitor = house.visitor();
    let mut typed = AGAIN.to_vec();
    typed.push(("likely", "ask"));
    visitor.fill_in("/rejoindre", "join", &typed).await.leads_to("/?dit=asked_to_join");
    let potager = house.association(LUCIE).await;
    let asked = crew(&house, potager).await.requests;
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].words.as_ref().map(|w| w.as_str()), Some(AGAIN[0].1));
    let told = house.letters_to(LUCIE).await.pop().expect("the referent is written to");
    assert!(told.paragraphs[0].contains("Aïcha Diallo"), "{told:?}");
    // A letter opens the account, and asking tells no more than before.
    let path = house.letter_path("aicha@example.org").await;
    visitor.fill_in(&path, "enter", &[]).await.expect(303);
    visitor.get(&format!("/association/{potager}")).await.expect(404);
    visitor.get("/parcours").await.expect(403);
    let lucie = house.signed_in(LUCIE).await;
    let who = asked[0].person.to_string();
    let answer = [("person", who.as_str()), ("answer", "yes")];
    press(&lucie, potager, "answer_request", &answer).await.expect(303);
    visitor.get("/parcours").await.expect(200).must_say("Le Potager des Deux Lions");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn associations_the_island_hears_what_the_form_would_say() {
    let house = House::demo().await;
    let ask = async |client: &Client, name: &str, lang: &str, except: &str| {
        let fields = [("lang", lang), ("except", except), ("association", name)];
        let answer = client.call("likely_associations", &fields).await.expect(200);
        serde_json::from_str::<serde_json::Value>(&answer.body).expect("JSON")
    };
    let visitor = house.visitor();
    let none = serde_json::json!([]);
    assert_eq!(ask(&visitor, "Un nom tout neuf", "fr", "").await, none);
    let looks = ask(&visitor, "potager des deux lions", "en", "").await;
    assert_eq!(
        looks,
        serde_json::json!([{ "text": texts::alike::private(Lang::En), "href": null }])
    );
    let looks = ask(&visitor, "Repas du Quartier", "en", "").await;
    let record = href(Lang::En, &format!("/association/{}", house.association(NADIA).await));
    assert_eq!(looks[0]["href"], serde_json::Value::String(record));
    // Not of the association itself, whose members change their record.
    let own = house.association(LUCIE).await.to_string();
    let lucie = house.signed_in(LUCIE).await;
    assert_eq!(ask(&lucie, "Le Potager des Deux Lions", "fr", &own).await, none);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn associations_a_record_that_comes_to_look_like_another_is_told_once() {
    let house = House::demo().await;
    let ours = house.association(LUCIE).await;
    let edit = format!("/association/{ours}/modifier");
    let lucie = house.signed_in(LUCIE).await;
    let typed = [("association", "Repas du quartier"), ("city", "Tours")];
    let back = lucie.fill_in(&edit, "save_record", &typed).await.expect(422);
    let back = back.must_say("Les Repas du Quartier").must_not_say(texts::alike::ask(FR));
    assert_eq!(back.form("save_record").value("association"), Some("Repas du quartier"));
    let saved = [typed[0], typed[1], ("likely", "new")];
    lucie.fill_in(&edit, "save_record", &saved).await.expect(303);
    // Told once: what is not about its name or numbers is saved without another word.
    lucie.fill_in(&edit, "save_record", &[("city", "La Riche")]).await.expect(303);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn associations_two_records_become_one_and_the_old_address_leads_there() {
    let house = House::demo().await;
    let (cine, twin) = (house.association(GASPARD).await, house.association(ODETTE).await);
    let (journey, part) = (house.journey(GASPARD).await, house.journey(ODETTE).await);
    let camille = house.signed_in(CAMILLE).await;
    let desk = camille.get("/associations/doublons").await.expect(200);
    let compare = desk.links().into_iter().find(|link| link.starts_with("/associations/doublons/"));
    let compare = compare.expect("the twins are shown");
    assert!(compare.contains(&cine.to_string()) && compare.contains(&twin.to_string()));
    let path = format!("/associations/doublons/{cine}/{twin}");
    let page = camille.get(&path).await.expect(200);
    let form = page.form("merge_associations");
    assert!(form.names.iter().any(|name| name == "from[name]"), "{:?}", form.names);
    assert!(!form.names.iter().any(|name| name == "from[town]"), "the towns are the same");
    let chosen = [("from[name]", "gone")];
    camille.fill(&page, &form, &chosen).await.leads_to(&format!("/association/{cine}?dit=merged"));

    let record = camille.get(&format!("/association/{cine}")).await.expect(200);
    record.must_say("Ciné Guinguette");
    // The old addresses lead there, for who may see it; for others, neither has ever existed.
    let old = camille.get(&format!("/association/{twin}")).await.expect(308);
    assert_eq!(old.header("location"), format!("/association/{cine}"));
    let old = camille.get(&format!("/en/parcours/{}", part.head.id)).await.expect(308);
    assert_eq!(old.header("location"), format!("/en/parcours/{}", journey.head.id));
    house.visitor().get(&format!("/association/{twin}")).await.expect(404);
    // Everybody of both acts for it, and sees the whole journey.
    let odette = house.signed_in(ODETTE).await;
    odette.get("/parcours").await.expect(200).must_say("Ciné Guinguette");
    let whole = house.journey(ODETTE).await;
    assert_eq!(whole.head.id, journey.head.id);
    assert_eq!(whole.events.len(), journey.events.len() + part.events.len());
    assert_eq!(referent(&house, cine).await.as_deref(), Some(GASPARD));
    assert_eq!(house.letters_to(ODETTE).await.len(), 1, "she is told");
    assert_eq!(house.audited(twin).await, [AuditKind::Merged.code()]);
    // Done is done.
    camille.get(&path).await.expect(404);
    let again = [("kept", cine.to_string()), ("gone", twin.to_string())];
    let again: Vec<_> = again.iter().map(|(n, v)| (*n, v.as_str())).collect();
    camille.post(&path, "merge_associations", &again).await.expect(409);
    house.close().await;
}
