//! Associations: what their record tells to whom.

use crate::house::{House, fresh};
use crate::pages::invited;
use domain::text::Lang;
use server::demo::{
    ADA, CAMILLE, GASPARD, HENRI, JEANNE, KARIM, LUCIE, MONA, NADIA, ODETTE, REMI, VICTOR,
};

const FR: Lang = Lang::Fr;

/// All that Lucie tells of Le Potager.
const TOLD: [(&str, &str); 10] = [
    ("association", "Le Potager des Deux Lions"),
    ("kind", "informal"),
    ("object", "Nous cultivons un terrain entre deux immeubles."),
    ("street", "7 allée des Tilleuls"),
    ("postcode", "37200"),
    ("city", "Tours"),
    ("website", "potager.example"),
    ("contact", "bonjour@potager.example"),
    ("rna", "W372000001"),
    ("siret", "73282932000074"),
];

#[tokio::test(flavor = "multi_thread")]
async fn associations_a_record_is_public_field_by_field() {
    let house = House::demo().await;
    let ours = house.association(LUCIE).await;
    let (page, edit) = (format!("/association/{ours}"), format!("/association/{ours}/modifier"));
    let (lucie, visitor) = (house.signed_in(LUCIE).await, house.visitor());
    let (victor, camille) = (house.signed_in(VICTOR).await, house.signed_in(CAMILLE).await);
    let karim = house.signed_in(KARIM).await;
    lucie.get("/parcours").await.expect(200).links().contains(&page).then_some(()).expect("a link");

    // Whether it exists is private.
    for stranger in [&visitor, &karim] {
        stranger.get(&page).await.expect(404).must_not_say("Potager");
    }
    karim.get(&edit).await.expect(404);
    camille.get(&edit).await.expect(404);
    visitor.get(&edit).await.expect(401);

    lucie.fill_in(&edit, "save_record", &TOLD).await.leads_to(&format!("{page}?dit=record_saved"));
    visitor.get(&page).await.expect(404);
    let object = "Nous cultivons un terrain";
    let secrets = ["7 allée des Tilleuls", "W372000001", "73282932000074"];
    for whole in [&lucie, &camille] {
        let seen = whole.get(&page).await.expect(200).must_say(object);
        for secret in secrets {
            assert!(seen.says(secret), "{secret}");
        }
        assert!(seen.links().contains(&"https://potager.example".to_owned()));
    }
    let seen = victor.get(&page).await.expect(200).must_say(object).must_say("Tours");
    for secret in secrets {
        assert!(!seen.says(secret), "{secret} is no volunteer's concern");
    }

    // Without its name, nothing is public; then what was ticked, and nothing else.
    let tick = async |boxes: &[&'static str]| {
        let ticked = boxes.iter().map(|name| (*name, "on"));
        let typed: Vec<_> = TOLD.into_iter().chain(ticked).collect();
        lucie.fill_in(&edit, "save_record", &typed).await.expect(303);
    };
    tick(&["shown[object]"]).await;
    visitor.get(&page).await.expect(404);
    tick(&["shown[object]", "shown[name]"]).await;
    for stranger in [&visitor, &karim] {
        let seen = stranger.get(&page).await.expect(200).must_say(object).must_say("Le Potager");
        for secret in
            secrets.iter().chain(&["bonjour@potager.example", "Tours ", "https://potager"])
        {
            assert!(!seen.says(secret), "{secret} was not ticked");
        }
        seen.must_not_say(texts::association::private_note(FR));
    }
    // What is unticked is private again.
    let id = ours.to_string();
    let typed: Vec<_> = TOLD.into_iter().chain([("id", id.as_str())]).collect();
    lucie.post(&edit, "save_record", &typed).await.expect(303);
    visitor.get(&page).await.expect(404);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn associations_a_published_testimony_has_told_the_name_and_no_more() {
    let house = House::demo().await;
    let nadias = house.association(NADIA).await;
    let page = format!("/association/{nadias}");
    house
        .visitor()
        .get(&page)
        .await
        .expect(200)
        .must_say("Les Repas du Quartier")
        .must_not_say("Tours");
    // A mentor sees those whom they accompany; a volunteer would see everybody.
    house.accident("DELETE FROM hat WHERE code = 'volunteer'").await;
    let helped = house.association(server::demo::FATOU).await;
    let mona = house.signed_in(MONA).await;
    mona.get(&format!("/association/{helped}")).await.expect(200).must_say("Tours");
    let other = house.association(HENRI).await;
    mona.get(&format!("/association/{other}")).await.expect(404);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn associations_a_record_with_a_fault_is_given_back_whole() {
    let house = House::demo().await;
    let ours = house.association(LUCIE).await;
    let edit = format!("/association/{ours}/modifier");
    let lucie = house.signed_in(LUCIE).await;
    let long = "é".repeat(4_001);
    for (field, wrong, fault) in [
        ("association", "", domain::text::Fault::Missing),
        ("object", &long, domain::text::Fault::TooLong { max: 4_000 }),
        ("postcode", "37000 bis ter quater", domain::text::Fault::TooLong { max: 12 }),
        ("website", "javascript://a.b/%0aalert(1)", domain::text::Fault::Website),
        ("contact", "potager@", domain::text::Fault::Email),
        ("rna", "372000001", domain::text::Fault::Rna),
        ("siret", "1", domain::text::Fault::Siret),
    ] {
        let mut typed: Vec<(&str, &str)> = TOLD.to_vec();
        typed.retain(|(name, _)| *name != field);
        typed.extend([(field, wrong), ("shown[name]", "on"), ("themes[members]", "on")]);
        let back = lucie.fill_in(&edit, "save_record", &typed).await.expect(422);
        assert_eq!(back.fault(field), Some(texts::fault(FR, fault)), "{field}");
        let form = back.form("save_record");
        for (name, value) in typed {
            assert_eq!(form.value(name), Some(value), "{field} was wrong: {name}");
        }
    }
    house.visitor().get(&format!("/association/{ours}")).await.expect(404);
    house.close().await;
}

/// A form, as `every_form` notes it: route, id, form, fields, who may, what it is about, what others hear.
pub type Adding<'a> = dyn FnMut(
        &'static str,
        &str,
        &'static str,
        &[(&str, &str)],
        &'static str,
        Option<&'static str>,
        &[(&'static str, u16)],
    ) + 'a;

/// The forms about who acts for Le Ciné-Guinguette, and about its twin.
pub async fn forms(house: &House, add: &mut Adding<'_>) {
    let told = house.association(NADIA).await.to_string();
    let (cine, twin) = (house.association(GASPARD).await, house.association(ODETTE).await);
    let (cine, twin) = (cine.to_string(), twin.to_string());
    let jeanne = house.person(JEANNE).await.id.to_string();
    let remi = house.person(REMI).await.id.to_string();
    let id = Some("association");
    let about = ("association", cine.as_str());
    let record = "/association/{association}";
    add(record, &told, "ask_to_join", &[("association", &told)], LUCIE, id, &[]);
    let route = "/association/{association}/membres";
    let strangers = [(VICTOR, 404), (LUCIE, 404), (CAMILLE, 403), (ADA, 404)];
    let email = ("email", "nouvelle@example.org");
    add(route, &cine, "invite_member", &[about, email], JEANNE, id, &strangers);
    let invitation = invited(house, &fresh(), 14).await.1.to_string();
    let fields = [about, ("invitation", invitation.as_str())];
    add(route, &cine, "withdraw_invitation", &fields, JEANNE, Some("invitation"), &strangers);
    let fields = [about, ("person", remi.as_str()), ("answer", "yes")];
    add(route, &cine, "answer_request", &fields, JEANNE, Some("person"), &strangers);
    let others = [(VICTOR, 404), (LUCIE, 404), (CAMILLE, 404), (ADA, 404)];
    add(route, &cine, "leave_association", &[about], GASPARD, id, &others);
    let others = [(JEANNE, 403), (VICTOR, 404), (LUCIE, 404), (CAMILLE, 403), (ADA, 404)];
    let fields = [about, ("person", jeanne.as_str())];
    add(route, &cine, "remove_member", &fields, GASPARD, Some("person"), &others);
    add(route, &cine, "offer_role", &fields, GASPARD, Some("person"), &others);
    add(route, &cine, "answer_offer", &[about, ("answer", "yes")], GASPARD, id, &strangers);
    add(route, &cine, "ask_takeover", &[about], GASPARD, id, &others);
    let members = [(GASPARD, 403), (VICTOR, 403), (LUCIE, 403)];
    add(route, &cine, "take_over", &[about], CAMILLE, id, &members);
    let fields = [("kept", cine.as_str()), ("gone", twin.as_str()), ("from[name]", "kept")];
    let both = format!("{cine}/{twin}");
    let route = "/associations/doublons/{kept}/{gone}";
    add(route, &both, "merge_associations", &fields, CAMILLE, Some("gone"), &members);
}
