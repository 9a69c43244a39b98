//! Hand-overs in every state, and the partners outside who receive some.

use crate::base::{Base, day, fresh, name, put, session, settle};
use crate::on_each_database;
use crate::round_trip::{rows, words};
use domain::act::Change;
use domain::orientation::{Cause, DeclineReason, Orientation, Partner, Place, State, Support};
use domain::text::{Email, Lang};

on_each_database!(orientation_in_every_state, orientation_partners);

async fn orientation_in_every_state(base: &Base) {
    let store = &base.store;
    let (ours, journey) = settle(store).await;
    let bare = |id, cause, state| Orientation {
        id,
        journey,
        association: ours,
        from: Place::HACKATHON,
        to: Place::Partner(fresh()),
        theme: None,
        entry: None,
        registration: None,
        cause,
        reason: None,
        opened_at: day(1),
        state,
    };
    let mut states =
        vec![State::Open, State::Accepted { at: day(2) }, State::Honoured { at: day(3) }];
    states.extend(DeclineReason::all().map(|reason| State::Declined {
        at: day(2),
        reason,
        next: fresh(),
    }));
    states.push(State::Expired { at: day(2), next: fresh() });
    let causes = [
        Cause::Diagnosis(fresh()),
        Cause::Project(fresh()),
        Cause::Tool(fresh()),
        Cause::Date(fresh()),
        Cause::Followed(journey),
        Cause::Declined(fresh()),
        Cause::Expired(fresh()),
    ];
    let mut expected = Vec::new();
    for cause in causes {
        let id = fresh();
        let mut last = None;
        for state in &states {
            let orientation = bare(id, cause, *state);
            let full = Orientation {
                from: Place::Partner(fresh()),
                to: Place::WORKSHOPS,
                reason: Some(words()),
                theme: Some("data".into()),
                entry: Some(fresh()),
                registration: Some(fresh()),
                ..orientation.clone()
            };
            for orientation in [orientation, full] {
                put(store, vec![Change::Orientation(orientation.clone())]).await;
                assert_eq!(
                    rows(store).orientation(id).await.expect("read"),
                    Some(orientation.clone())
                );
                last = Some(orientation);
            }
        }
        expected.extend(last);
    }
    assert_eq!(rows(store).orientations(journey).await.expect("read"), expected, "first to last");
    let since = async |at| rows(store).orientations_since(at).await.expect("read");
    assert_eq!((since(day(1)).await.len(), since(day(2)).await.len()), (expected.len(), 0));
    // Those that wait, with their dates.
    let date = session(fresh(), 20, 8);
    let open = Orientation { entry: Some(date.id), ..bare(fresh(), causes[0], State::Open) };
    let accepted = bare(fresh(), causes[0], State::Accepted { at: day(2) });
    put(store, vec![Change::Entry(date.clone())]).await;
    put(store, [&open, &accepted].map(|o| Change::Orientation(o.clone())).to_vec()).await;
    let mut waiting = rows(store).orientations_waiting().await.expect("read");
    waiting.sort_by_key(|(orientation, _)| orientation.entry.is_none());
    assert_eq!(waiting, [(open, Some(date)), (accepted, None)]);
}

async fn orientation_partners(base: &Base) {
    let store = &base.store;
    for (i, support) in Support::ALL.into_iter().enumerate() {
        let partner = Partner {
            id: fresh(),
            name: name(&format!("Partenaire {i}")),
            helps_with: words(),
            area: None,
            support,
            contact: Email::stored("aide@example.org".into()),
            lang: Lang::Fr,
            since: day(1),
            until: None,
        };
        let lang = Lang::En;
        let past =
            Partner { lang, area: Some("Tours".into()), until: Some(day(3)), ..partner.clone() };
        for partner in [partner, past] {
            put(store, vec![Change::Partner(partner.clone())]).await;
            assert_eq!(rows(store).partner(partner.id).await.expect("read"), Some(partner));
        }
        assert_eq!(rows(store).partners().await.expect("read").len(), i + 1);
    }
    assert_eq!(rows(store).partner(fresh()).await.expect("read"), None);
}
