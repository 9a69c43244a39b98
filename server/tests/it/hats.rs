//! One person, several hats: the current one is shown and can be changed, and each fact says as whom it was noted.

use crate::forms::every_form;
use crate::house::{Client, House};
use domain::accounts::{Action, COOPAXIS, Grant, Hat, Membership, PALO_ALTOURS};
use domain::act::Change;
use domain::audit::AuditKind;
use domain::journey::Event;
use domain::text::Lang;
use server::demo::{
    ADA, BEATRICE, CAMILLE, ETIENNE, FATOU, KARIM, LUCIE, MONA, NADIA, NOE, PAUL, VERA, VICTOR,
};
use std::collections::{BTreeMap, BTreeSet};

const FR: Lang = Lang::Fr;

/// Gives a hat past the product's doors.
pub async fn give(house: &House, email: &str, hat: Hat) {
    let person = house.person(email).await.id;
    house.remember(Change::Grant(Grant { person, hat, at: house.now(), by: None })).await;
}

/// Chooses a hat by its button.
pub async fn wear(client: &Client, hat: Hat) {
    let page = client.get("/roles").await.expect(200);
    let form = page.form_on("wear_hat", "hat", &hat.code());
    client.fill(&page, &form, &[]).await.expect(303);
}

/// What the header says of who is there.
async fn who(client: &Client, path: &str) -> String {
    let page = client.get(path).await.expect(200);
    let tags = crate::html::tags(&page.body);
    let who = tags.iter().find(|tag| tag.has("class", "who"));
    who.expect("somebody is there").words()
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_the_current_hat_is_seen_and_changed() {
    let house = House::demo().await;
    let mona = house.signed_in(MONA).await;
    assert_eq!(who(&mona, "/agenda").await, "Mona Girard · Les Ateliers du Fil");
    let page = mona.get("/agenda").await.expect(200);
    let links = page.links();
    let has = |path: &str| links.iter().any(|link| link == path);
    assert!(has("/parcours") && has("/roles") && !has("/mentorat") && !has("/diagnostics"));
    let page = mona.get("/roles").await.expect(200).must_say(texts::roles::current(FR));
    let form = page.form_on("wear_hat", "hat", "volunteer");
    let done = mona.fill(&page, &form, &[]).await.leads_to("/diagnostics?dit=hat_worn");
    let page = mona.get(&done.next()).await.expect(200).must_say(texts::said::hat_worn(FR));
    let links = page.links();
    assert!(links.iter().any(|link| link == "/diagnostics"));
    let menu = |path: &str| links.iter().filter(|link| *link == path).count();
    assert_eq!(menu("/parcours"), 0, "{links:?}");
    assert_eq!(who(&mona, "/agenda").await, "Mona Girard · bénévole");
    // On this device only.
    let other = house.signed_in(MONA).await;
    assert_eq!(who(&other, "/agenda").await, "Mona Girard · Les Ateliers du Fil");
    // A link from a letter opens all the same.
    mona.get("/mentorat").await.expect(200);
    mona.get("/parcours").await.expect(200);
    // Nobody takes a hat that is not theirs, nor one that does not exist.
    let mut watch = house.watch().await;
    mona.post("/roles", "wear_hat", &[("hat", "administrator")]).await.expect(403);
    let theirs = format!("member:{}", house.association(LUCIE).await);
    mona.post("/roles", "wear_hat", &[("hat", &theirs)]).await.expect(403);
    for typed in ["", "queen"] {
        mona.post("/roles", "wear_hat", &[("hat", typed)]).await.expect(400);
    }
    watch.nothing_changed("hats that are not hers").await;
    // Who has one hat is not asked to choose.
    let lucie = house.signed_in(LUCIE).await;
    let links = lucie.get("/agenda").await.expect(200).links();
    assert!(!links.iter().any(|link| link == "/roles"), "{links:?}");
    let camille = house.signed_in(CAMILLE).await;
    let told = who(&camille, "/bureau").await;
    assert_eq!(told, "Camille Aubert · organise les ateliers, CoopAxis");
    wear(&camille, Hat::Organizer(Action::Wiki, COOPAXIS)).await;
    assert_eq!(who(&camille, "/bureau").await, "Camille Aubert · organise le wiki, CoopAxis");
    assert_eq!(who(&house.signed_in(ADA).await, "/agenda").await, "Ada Morel · administration");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_a_hat_chosen_then_lost_is_not_worn() {
    let house = House::demo().await;
    let mona = house.signed_in(MONA).await;
    wear(&mona, Hat::Volunteer).await;
    house.accident("DELETE FROM hat WHERE code = 'volunteer'").await;
    assert_eq!(who(&mona, "/agenda").await, "Mona Girard · Les Ateliers du Fil");
    mona.get("/diagnostics").await.expect(403);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_of_two_associations_the_current_hat_chooses() {
    let house = House::demo().await;
    let (lucie, nadia) = (house.person(LUCIE).await.id, house.journey(NADIA).await);
    let membership = Membership {
        person: lucie,
        association: nadia.head.association,
        referent: false,
        since: house.now(),
    };
    house.remember(Change::Membership(membership)).await;
    let client = house.signed_in(LUCIE).await;
    let (hers, second) = ("Le Potager des Deux Lions", "Les Repas du Quartier");
    client.get("/parcours").await.expect(200).must_say(hers).must_not_say(second);
    // What belongs to the other is opened and answered whatever the hat; its journey says where to act.
    let path = format!("/parcours/{}", nadia.head.id);
    let page = client.get(&path).await.expect(200).must_say(texts::journey::act_elsewhere(FR));
    assert!(!page.has_form("state_need") && page.links().contains(&"/roles".to_owned()));
    let projects = house.rows().projects_of(nadia.head.id).await.expect("it reads");
    let used = [("project", projects[0].id.to_string()), ("used", "yes".to_owned())];
    let used: Vec<_> = used.iter().map(|(n, v)| (*n, v.as_str())).collect();
    client.post("/parcours", "say_in_use", &used).await.leads_to("/parcours?dit=tool_in_use");
    wear(&client, Hat::Member(nadia.head.association)).await;
    client.get("/parcours").await.expect(200).must_say(second).must_not_say(hers);
    client.fill_in("/parcours", "state_need", &[("need", "Un autre besoin")]).await.expect(303);
    let needs = house.rows().needs(nadia.head.id).await.expect("it reads");
    assert_eq!(needs.last().map(|need| need.words.as_str()), Some("Un autre besoin"));
    house.close().await;
}

/// Every fact of every journey.
async fn facts(house: &House) -> Vec<Event> {
    let journeys = house.rows().journeys().await.expect("it reads");
    journeys.into_iter().flat_map(|journey| journey.events).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_each_fact_says_as_whom_whatever_the_hat_worn() {
    let house = House::demo().await;
    // Everybody has one more hat, and wears that one: no fact may be recorded under it.
    let mut people: BTreeMap<&str, Client> = BTreeMap::new();
    let mut noted = BTreeSet::new();
    for sent in every_form(&house).await {
        if [
            "wear_hat",
            "move_time",
            "give_hat",
            "take_hat",
            "say_carrying",
            "name_carrier",
            "advance_edition",
            "erase_account",
        ]
        .contains(&sent.form)
        {
            continue;
        }
        if !people.contains_key(sent.right) {
            give(&house, sent.right, Hat::Administrator).await;
            let client = house.signed_in(sent.right).await;
            // Who administers already has no other hat to wear.
            if sent.right != ADA {
                wear(&client, Hat::Administrator).await;
            }
            people.insert(sent.right, client);
        }
        let before: BTreeSet<_> = facts(&house).await.iter().map(|event| event.id).collect();
        sent.by(&people[sent.right]).await;
        let who = Some(house.person(sent.right).await.id);
        let mut new = facts(&house).await;
        new.retain(|event| event.actor == who && !before.contains(&event.id));
        if !new.is_empty() {
            noted.insert(sent.form);
        }
        let proven = match sent.form {
            "open_diagnosis" | "give_back" | "save_answers" => "volunteer",
            "propose_mentoring" | "note_meeting" | "note_review" => "mentor",
            "note_presence" | "note_walk_in" | "count_unnamed" | "take_back_unnamed"
            | "publish_notes" | "orient_from_date" => "host",
            "orient_association"
            | "orient_to_learn"
            | "receive_orientation"
            | "call_off_reception"
            | "call_off_session" => "organizer",
            _ => "member",
        };
        assert!(new.iter().all(|event| event.hat == proven), "{}: {new:?}", sent.form);
    }
    for form in [
        "register",
        "cancel_seat",
        "sign_handover",
        "say_in_use",
        "state_need",
        "submit_project",
        "accept_orientation",
        "open_diagnosis",
        "give_back",
        "note_meeting",
    ] {
        assert!(noted.contains(form), "{form} noted nothing: {noted:?}");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_presence_is_noted_as_host_or_organizer() {
    let house = House::demo().await;
    let session = house.common_session().await;
    house.wait_until(session.starts_at);
    let seats = house.seating(&session).await.registrations;
    let seat = seats.iter().find(|seat| seat.takes_seat(session.starts_at)).expect("Gaspard's");
    let (path, field) = (format!("/presences/{}", session.id), format!("presence[{}]", seat.id));
    // Camille organizes the workshops; Vera runs this one, and is a volunteer.
    for (who, presence, hat) in [(CAMILLE, "absent", "organizer"), (VERA, "present", "host")] {
        let client = house.signed_in(who).await;
        let typed = [("entry", session.id.to_string()), (field.as_str(), presence.to_owned())];
        let typed: Vec<_> = typed.iter().map(|(n, v)| (*n, v.as_str())).collect();
        client.post(&path, "note_presence", &typed).await.expect(303);
        let journey = house.rows().journey(seat.journey).await.expect("it reads").expect("his");
        let noted = journey.events.iter().rfind(|event| event.subject == session.id.0);
        assert_eq!(noted.map(|event| event.hat.as_str()), Some(hat), "{who}");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_a_journey_tells_as_whom() {
    let house = House::demo().await;
    let fatou = format!("/parcours/{}", house.journey(FATOU).await.head.id);
    let seen = house.signed_in(CAMILLE).await.get(&fatou).await.expect(200);
    let seen = seen.must_say(texts::fact_by::volunteer(FR)).must_say(texts::fact_by::member(FR));
    seen.must_say(texts::fact_by::mentor(FR));
    // An association knows its own acts.
    let own = house.signed_in(FATOU).await.get("/parcours").await.expect(200);
    own.must_say(texts::fact_by::volunteer(FR)).must_not_say(texts::fact_by::member(FR));
    house.close().await;
}

/// Makes a person a member of another's association, past the product's doors.
async fn joins(house: &House, email: &str, theirs: &str) {
    let membership = Membership {
        person: house.person(email).await.id,
        association: house.association(theirs).await,
        referent: false,
        since: house.now(),
    };
    house.remember(Change::Membership(membership)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_an_organizer_does_not_judge_their_own_associations_project() {
    let house = House::demo().await;
    joins(&house, PAUL, ETIENNE).await;
    let etienne = house.signed_in(ETIENNE).await;
    let typed = [("title", "Le prêt de costumes"), ("summary", "Savoir qui a quoi.")];
    etienne.fill_in("/projet", "submit_project", &typed).await.expect(303);
    let paul = house.signed_in(PAUL).await;
    paul.fill_in("/hackathon", "advance_edition", &[]).await.expect(303);
    let projects = house.rows().projects_of(house.journey(ETIENNE).await.head.id).await;
    let id = projects.expect("it reads").pop().expect("a project").id.to_string();
    let (path, why) = (format!("/projet/{id}"), texts::broken::own_association(FR));
    let sent = [("project", id.as_str())];
    // Alone, he is sent to the administration; with another organizer, to them.
    let page = paul.get(&path).await.expect(200).must_say(why);
    let page = page.must_say(texts::hackathon::ask_administration(FR));
    assert!(!page.has_form("select_project") && !page.has_form("orient_project"));
    give(&house, VERA, Hat::Organizer(Action::Hackathon, PALO_ALTOURS)).await;
    let page = paul.get(&path).await.expect(200);
    page.must_say(&texts::hackathon::ask_another(FR, "Vera Novak"));
    let mut watch = house.watch().await;
    for form in ["select_project", "orient_project"] {
        paul.post(&path, form, &sent).await.expect(409).must_say(why);
    }
    watch.nothing_changed("his own association's project").await;
    let vera = house.signed_in(VERA).await;
    vera.fill_in(&path, "select_project", &[]).await.expect(303);
    vera.fill_in("/hackathon", "advance_edition", &[]).await.expect(303);
    // Nor does he choose who works for it.
    assert!(!paul.get(&path).await.expect(200).must_say(why).has_form("form_team"));
    assert!(vera.get(&path).await.expect(200).must_not_say(why).has_form("form_team"));
    let edition = house.rows().current_edition().await.expect("it reads").expect("one").id;
    let offers = house.rows().offers(edition).await.expect("it reads");
    let team = format!("team[{}]", offers[0].id);
    let sent = [("project", id.as_str()), (team.as_str(), "on")];
    paul.post(&path, "form_team", &sent).await.expect(409).must_say(why);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_a_volunteer_does_not_diagnose_their_own_association() {
    let house = House::demo().await;
    joins(&house, VICTOR, KARIM).await;
    joins(&house, VICTOR, BEATRICE).await;
    let (victor, why) = (house.signed_in(VICTOR).await, texts::broken::own_association(FR));
    let karim = house.journey(KARIM).await.head.id.to_string();
    let page = victor.get("/diagnostics").await.expect(200).must_say(why);
    let forms = crate::html::forms(&page.body);
    assert!(!forms.iter().any(|form| form.value("journey") == Some(karim.as_str())));
    let running = house.rows().diagnoses(house.journey(BEATRICE).await.head.id).await;
    let running = running.expect("it reads")[0].0.id.to_string();
    let path = format!("/diagnostic/{running}");
    victor.get(&path).await.expect(409).must_say(why);
    let mut watch = house.watch().await;
    victor.post("/diagnostics", "open_diagnosis", &[("journey", &karim)]).await.expect(409);
    let typed = [("diagnosis", running.as_str()), ("answers[need_words]", "clear")];
    for form in ["save_answers", "give_back"] {
        victor.post(&path, form, &typed).await.expect(409).must_say(why);
    }
    watch.nothing_changed("his own associations' diagnoses").await;
    house
        .signed_in(VERA)
        .await
        .post("/diagnostics", "open_diagnosis", &[("journey", &karim)])
        .await
        .expect(303);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_hats_are_taken_back_but_the_last_administrators() {
    let house = House::demo().await;
    let ada = house.signed_in(ADA).await;
    let victor = house.person(VICTOR).await.id.to_string();
    let key = format!("{victor}:volunteer");
    let page = ada.get("/administration").await.expect(200);
    let form = page.form_on("take_hat", "key", &key);
    ada.fill(&page, &form, &[]).await.leads_to("/administration?dit=hat_taken");
    house.signed_in(VICTOR).await.get("/diagnostics").await.expect(403);
    let kind = texts::audit_kind::of(FR, AuditKind::RightTaken.code());
    ada.get("/administration/journal?genre=right_taken").await.expect(200).must_say(kind);
    // Membership is the association's affair, and what they do not have cannot be taken.
    let mut watch = house.watch().await;
    let lucie = house.person(LUCIE).await.id.to_string();
    let member = format!("member:{}", house.association(LUCIE).await);
    for hat in [member.as_str(), "mentor", "queen", ""] {
        let typed = [("person", lucie.as_str()), ("hat", hat)];
        ada.post("/administration", "take_hat", &typed).await.expect(404);
    }
    let own = house.person(ADA).await.id.to_string();
    let typed = [("person", own.as_str()), ("hat", "administrator")];
    let told = ada.post("/administration", "take_hat", &typed).await.expect(409);
    told.must_say(texts::broken::last_administrator(FR));
    watch.nothing_changed("hats that are not taken").await;
    give(&house, VERA, Hat::Administrator).await;
    ada.post("/administration", "take_hat", &typed).await.expect(303);
    ada.get("/administration").await.expect(403);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_carriers_are_data_and_organizers_follow() {
    let house = House::demo().await;
    let (ada, camille) = (house.signed_in(ADA).await, house.signed_in(CAMILLE).await);
    let path = "/administration/porteurs";
    let page = ada.get(path).await.expect(200).must_say("CoopAxis").must_say("PALO ALTOURS");
    let form = page.form_on("name_carrier", "carrier", &COOPAXIS.to_string());
    let done = ada.fill(&page, &form, &[("name", "CoopAxis & <amis>")]).await;
    done.leads_to("/administration/porteurs?dit=carrier_named");
    let told = who(&camille, "/bureau").await;
    assert_eq!(told, "Camille Aubert · organise les ateliers, CoopAxis & <amis>");
    house.visitor().get("/").await.expect(200).must_say("CoopAxis & <amis>");
    // Another one comes, and runs the wiki too.
    let page = ada.get(path).await.expect(200);
    let mut forms = crate::html::forms(&page.body).into_iter();
    let form = forms.rfind(|form| form.is("name_carrier")).expect("a form to add one");
    ada.fill(&page, &form, &[("name", "Les Passeurs")]).await.expect(303);
    let carriers = house.rows().carriers().await.expect("it reads");
    let passeurs = carriers.iter().find(|c| c.name.as_str() == "Les Passeurs").expect("it is").id;
    let say = |carrier: String, runs: &'static str| {
        [("carrier", carrier), ("action", "wiki".to_owned()), ("runs", runs.to_owned())]
    };
    for (carrier, runs) in [(passeurs, "yes"), (COOPAXIS, "no")] {
        let said = say(carrier.to_string(), runs);
        let said: Vec<_> = said.iter().map(|(n, v)| (*n, v.as_str())).collect();
        ada.post(path, "say_carrying", &said).await.expect(303);
    }
    // Camille no longer organizes the wiki; the workshops she does.
    let hats = house.rows().hats(house.person(CAMILLE).await.id).await.expect("it reads");
    assert_eq!(hats, [Hat::Organizer(Action::Workshops, COOPAXIS)]);
    // A hat is given for a carrier that runs the action, and for no other.
    let page = ada.get("/administration").await.expect(200);
    for (carrier, status) in [(passeurs, 303), (COOPAXIS, 422)] {
        let hat = Hat::Organizer(Action::Wiki, carrier).code();
        let typed = [("email", VERA), ("hat", hat.as_str())];
        ada.post("/administration", "give_hat", &typed).await.expect(status);
    }
    assert!(page.says("Les Passeurs"), "{}", page.words());
    let vera = house.signed_in(VERA).await;
    wear(&vera, Hat::Organizer(Action::Wiki, passeurs)).await;
    assert_eq!(who(&vera, "/bureau").await, "Vera Novak · organise le wiki, Les Passeurs");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_an_organizer_of_another_action_sees_a_summary() {
    let house = House::demo().await;
    // Handed to the workshops, and nowhere else.
    let fatou = house.journey(FATOU).await;
    let path = format!("/parcours/{}", fatou.head.id);
    let need = house.rows().needs(fatou.head.id).await.expect("it reads");
    let words = need[0].words.to_string();
    let given = house.rows().diagnoses(fatou.head.id).await.expect("it reads")[0].0.id;
    let result = format!("/diagnostic/{given}/resultat");
    let (camille, paul) = (house.signed_in(CAMILLE).await, house.signed_in(PAUL).await);
    let whole = camille.get(&path).await.expect(200).must_say(&words);
    whole.must_not_say(texts::journey::summary(FR));
    camille.get(&result).await.expect(200);
    let part = paul.get(&path).await.expect(200).must_say(texts::journey::summary(FR));
    let part = part.must_say("L’Épicerie du Menneton").must_not_say(&words);
    part.must_say(&texts::stop::orientation_opened(FR, texts::action::workshops(FR)));
    paul.get(&result).await.expect(404);
    // Not on his desk, but while a hand-over of his awaits its answer.
    paul.get("/bureau")
        .await
        .expect(200)
        .must_not_say("L’Épicerie du Menneton")
        .must_say("L’Amicale des Rives");
    camille.get("/bureau").await.expect(200).must_say("L’Épicerie du Menneton");
    // A project not selected yet is the hackathon's affair.
    let etienne = house.signed_in(ETIENNE).await;
    let typed = [("title", "Le prêt de costumes"), ("summary", "Savoir qui a quoi.")];
    etienne.fill_in("/projet", "submit_project", &typed).await.expect(303);
    paul.get("/hackathon").await.expect(200).must_say("Le prêt de costumes");
    camille.get("/hackathon").await.expect(200).must_not_say("Le prêt de costumes");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_a_request_to_help_is_made_and_answered() {
    let house = House::demo().await;
    // Who has no account leaves a name and an address, and comes in by the link.
    let visitor = house.visitor();
    let typed = [("name", "Zoé Aubry"), ("email", "zoe@example.org")];
    visitor.fill_in("/aider", "begin_help", &typed).await.leads_to("/connexion/lien");
    let path = house.letter_path("zoe@example.org").await;
    visitor.fill_in(&path, "enter", &[]).await.leads_to("/aider");
    let typed = [("skills[designer]", "on"), ("areas", "Joué"), ("hours", "3")];
    visitor.fill_in("/aider", "offer_help", &typed).await.expect(422);
    let typed = [("skills[designer]", "on"), ("areas", "Joué"), ("hours", "3"), ("agree", "yes")];
    visitor.fill_in("/aider", "offer_help", &typed).await.leads_to("/aider?dit=help_offered");
    visitor.get("/diagnostics").await.expect(403);
    // An organizer accepts: she is a volunteer, and told so.
    let camille = house.signed_in(CAMILLE).await;
    let zoe = house.person("zoe@example.org").await.id.to_string();
    let page = camille.get("/aider/demandes").await.expect(200).must_say("Zoé Aubry");
    let form = page.form_on("accept_help", "person", &zoe);
    camille.fill(&page, &form, &[]).await.expect(303);
    visitor.get("/diagnostics").await.expect(200);
    let told = house.letters_to("zoe@example.org").await.pop().expect("a letter");
    assert_eq!(told.subject, texts::mail::help_accepted_subject(Lang::Fr));
    // Another is told what to do instead.
    let noe = house.person(NOE).await.id.to_string();
    let typed = [("person", noe.as_str()), ("instead", "encounter")];
    camille.post("/aider/demandes", "answer_help", &typed).await.expect(303);
    let told = house.letters_to(NOE).await.pop().expect("a letter");
    assert_eq!(told.subject, texts::mail::help_encounter_subject(Lang::Fr));
    // She pauses, then stops: the hat goes.
    visitor.post("/aider", "pause_help", &[("until", "2027-02-01")]).await.expect(303);
    visitor.get("/aider").await.expect(200).must_say("1er février 2027");
    visitor.post("/aider", "stop_help", &[]).await.leads_to("/aider?dit=help_stopped");
    visitor.get("/diagnostics").await.expect(403);
    house.close().await;
}
