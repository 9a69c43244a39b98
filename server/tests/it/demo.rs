//! The demo cast: it plays on any day, once, and never on what is real.

use crate::accounts::first_administrator;
use crate::house::{Folder, House, begin};
use chrono::{DateTime, Duration, Utc};
use store::Store;

#[tokio::test(flavor = "multi_thread")]
async fn demo_the_cast_plays_on_any_day_of_the_week() {
    // A whole week, then a leap day and the days when clocks change.
    let days = (0..7).map(|n| begin() + Duration::days(n));
    let others = ["2028-02-29T23:30:00Z", "2027-03-28T01:00:00Z", "2027-10-31T00:59:00Z"];
    let others = others.map(|day| day.parse::<DateTime<Utc>>().expect("a moment"));
    for day in days.chain(others) {
        let folder = Folder::new();
        let store = Store::open(&folder.url()).await.expect("it opens");
        let played = server::demo::seed_at(&store, day).await;
        assert!(played.is_ok(), "on {day}: {:#}", played.expect_err("it stumbled"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn demo_the_cast_is_not_played_twice_nor_on_real_data() {
    let house = House::demo().await;
    let mut watch = house.watch().await;
    server::demo::seed(&house.state.store).await.expect("it is there already");
    watch.nothing_changed("seeding again").await;
    house.close().await;

    let real = House::new_instance().await;
    first_administrator(&real).await;
    let mut watch = real.watch().await;
    let refused = server::demo::seed(&real.state.store).await.expect_err("it holds real data");
    assert!(refused.to_string().contains("real data"), "{refused:#}");
    assert!(!refused.to_string().contains('\n'));
    watch.nothing_changed("a refused demo").await;
    real.close().await;
}
