//! « Mon parcours »: an association's journey, in its own words.

use crate::house::House;
use domain::text::Lang;
use server::demo::{
    AMINA, BEATRICE, BRUNO, CAMILLE, ETIENNE, FATOU, GASPARD, HENRI, INES, KARIM, LUCIE, MONA,
    NADIA, ODILE, PAUL, SALOME, SOLENE, VERA, YANNICK,
};

const FR: Lang = Lang::Fr;

#[tokio::test(flavor = "multi_thread")]
async fn journey_every_association_of_the_cast_sees_where_it_stands() {
    let house = House::demo().await;
    for email in [
        LUCIE, INES, HENRI, SALOME, KARIM, BEATRICE, AMINA, SOLENE, GASPARD, YANNICK, FATOU, MONA,
        ODILE, ETIENNE, BRUNO, NADIA,
    ] {
        let client = house.signed_in(email).await;
        let journey = house.journey(email).await;
        let next = journey.next(house.now()).what.code();
        let page = client.get("/parcours").await.expect(200);
        let page = page.must_say(texts::what::of(FR, next)).must_say(texts::why::of(FR, next));
        // What it asked for is there as it was said.
        let needs = house.rows().needs(journey.head.id).await.expect("it reads");
        let page = page.must_say(needs.last().expect("a need").words.as_str());
        // And no link of its page leads nowhere.
        for link in page.links().iter().filter(|link| link.starts_with('/')) {
            let status = client.get(link).await.status;
            assert_eq!(status, 200, "{email}: {link}");
        }
        let english = client.get("/en/parcours").await.expect(200);
        english.must_say(texts::what::of(Lang::En, next));
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn journey_a_need_is_kept_word_for_word_and_is_never_markup() {
    let house = House::demo().await;
    let lucie = house.signed_in(LUCIE).await;
    let need =
        "On veut <b>un</b> outil & « deux » \"idées\" </blockquote><script>alert('1')</script>";
    let done = lucie.fill_in("/parcours", "state_need", &[("need", need)]).await;
    done.leads_to("/parcours?dit=need_stated");
    let needs = house.rows().needs(house.journey(LUCIE).await.head.id).await.expect("it reads");
    assert_eq!(needs.last().expect("it").words.as_str(), need);
    // On the association's page, at the desk, and on the journey that others follow.
    let path = format!("/parcours/{}", house.journey(LUCIE).await.head.id);
    let vera = house.signed_in(VERA).await;
    for (client, path) in [(&lucie, "/parcours"), (&vera, path.as_str())] {
        let page = client.get(path).await.expect(200).must_say(need);
        assert!(!page.body.contains("<script") && !page.body.contains("<b>un"), "{path}");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn journey_others_see_it_only_to_accompany_it() {
    let house = House::demo().await;
    let fatou = format!("/parcours/{}", house.journey(FATOU).await.head.id);
    for (who, status) in [
        (VERA, 200),
        (CAMILLE, 200),
        (PAUL, 200),
        // Who accompanies it; and its own.
        (MONA, 200),
        (FATOU, 200),
        // A mentor of others, and other associations: whether it exists is not told.
        (NADIA, 404),
        (LUCIE, 404),
        (KARIM, 404),
    ] {
        let answer = house.signed_in(who).await.get(&fatou).await;
        assert_eq!(answer.status, status, "{who}");
        assert_eq!(answer.says("L’Épicerie du Menneton"), status == 200, "{who}");
        // Nobody states a need for it.
        assert!(who == FATOU || !answer.has_form("state_need"), "{who}");
    }
    house.visitor().get(&fatou).await.expect(401).must_not_say("L’Épicerie du Menneton");
    house.close().await;
}
