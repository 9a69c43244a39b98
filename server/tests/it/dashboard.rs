//! The organizers' desk: who stands where, and who waits for whom since when.

use crate::house::House;
use domain::text::Lang;
use server::demo::{ADA, CAMILLE, LUCIE, MONA, PAUL, VICTOR};

#[tokio::test(flavor = "multi_thread")]
async fn dashboard_organizers_see_who_waits() {
    let house = House::demo().await;
    for organizer in [CAMILLE, PAUL] {
        let client = house.signed_in(organizer).await;
        for lang in [Lang::Fr, Lang::En] {
            let page = client.get(&app::routes::href(lang, "/bureau")).await.expect(200);
            // Karim waits for a diagnosis; Bruno has a hand-over to sign.
            for waiting in ["Vélo Cher et Loire", "La Ressourcerie de la Gloriette"] {
                assert!(page.says(waiting), "{waiting}: {}", page.words());
            }
            assert!(page.says("19"), "since when: {}", page.words());
        }
    }
    for other in [LUCIE, MONA, VICTOR, ADA] {
        let answer = house.signed_in(other).await.get("/bureau").await.expect(403);
        answer.must_not_say("Vélo Cher et Loire");
    }
    house.visitor().get("/bureau").await.expect(401).must_not_say("Vélo Cher et Loire");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn dashboard_moves_with_what_happens() {
    let house = House::demo().await;
    let camille = house.signed_in(CAMILLE).await;
    let name = "La Fanfare du Vieux Tours";
    camille.get("/bureau").await.expect(200).must_not_say(name);
    let mut typed = crate::accounts::NEWCOMER.to_vec();
    typed.retain(|(field, _)| *field != "association");
    typed.push(("association", name));
    house.visitor().fill_in("/rejoindre", "join", &typed).await.expect(303);
    camille.get("/bureau").await.expect(200).must_say(name);
    house.close().await;
}
