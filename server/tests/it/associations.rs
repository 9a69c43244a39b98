//! Associations: what their record tells to whom.

use crate::house::House;
use domain::text::Lang;
use server::demo::{CAMILLE, KARIM, LUCIE, MONA, NADIA, VICTOR};

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
    // A mentor sees those whom they accompany.
    let helped = house.association(server::demo::FATOU).await;
    let mona = house.signed_in(MONA).await;
    mona.get(&format!("/association/{helped}")).await.expect(200).must_say("Tours");
    let other = house.association(KARIM).await;
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
