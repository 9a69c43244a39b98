//! Questionnaires are published once: what a diagnosis was read by never changes.

use crate::base::{Base, day, fresh, put, settle};
use crate::on_each_database;
use crate::round_trip::{person, rows};
use domain::accounts::Actor;
use domain::act::Change;
use domain::diagnosis::{Answer, Diagnosis, Published, Questionnaire, StoredAnswer, Voice};
use domain::ids::DiagnosisId;
use std::sync::Arc;
use store::Store;

on_each_database!(diagnosis_versions_are_added_and_never_changed);

async fn diagnosis_versions_are_added_and_never_changed(base: &Base) {
    let store = &base.store;
    let (association, journey) = settle(store).await;
    let first = rows(store).published().await.expect("there is one");
    assert_eq!(&first.questionnaire, store::questionnaire());

    // An organizer gives a theme another name, and takes a question away.
    let mut next = Questionnaire::clone(&first.questionnaire);
    next.version += 1;
    next.themes[0].title.fr = "Autrement dit".to_owned();
    let gone = next.questions.pop().expect("a question").key;
    let id = store::questionnaire_id(&next).expect("it has one");
    let by = Some(person(store).await);
    let next = Published { id, questionnaire: Arc::new(next), at: day(2), by };
    put(store, vec![Change::Questionnaire(next.clone())]).await;
    let read = rows(store).published().await.expect("there is one");
    assert_eq!((read.id, &read.questionnaire), (next.id, &next.questionnaire));

    // Each diagnosis keeps its own.
    let begin = |version: &Published, n| Diagnosis {
        id: fresh(),
        journey,
        association,
        begun_at: day(n),
        led: None,
        version: version.id,
        questionnaire: Arc::clone(&version.questionnaire),
        given_back: None,
    };
    let (before, after) = (begin(&first, 1), begin(&next, 3));
    for diagnosis in [&before, &after] {
        let answer = StoredAnswer {
            diagnosis: diagnosis.id,
            voice: Voice::Volunteer,
            question: gone.clone(),
            answer: Some(Answer::DontKnow),
            at: day(3),
            command: fresh(),
        };
        let changes = vec![Change::Diagnosis(Box::new(diagnosis.clone())), Change::Answer(answer)];
        put(store, changes).await;
    }
    // Publishing under an id that is taken changes nothing.
    let other = Published { questionnaire: Arc::clone(&first.questionnaire), ..next.clone() };
    put(store, vec![Change::Questionnaire(other)]).await;
    assert_eq!(base.count("questionnaire").await, 2);

    // Opened again, the product does not put its own before the organizers'.
    let again = if base.url.starts_with("postgres") {
        Store::open(&base.url).await.expect("several may open it")
    } else {
        store.clone()
    };
    for store in [&again, store] {
        let rows = store.read(&Actor::Job);
        assert_eq!(rows.published().await.expect("there is one").id, next.id);
        let read =
            async |id: DiagnosisId| rows.diagnosis(id).await.expect("read").expect("there").0;
        let (before, after) = (read(before.id).await, read(after.id).await);
        assert_eq!(before.questionnaire, first.questionnaire);
        assert_eq!(after.questionnaire, next.questionnaire);
        assert_ne!(before.questionnaire.themes[0].title, after.questionnaire.themes[0].title);
        // The same answer: known to the one, and to the other no more.
        let knows = |d: &Diagnosis| d.questionnaire.knows(&gone, &Answer::DontKnow);
        assert_eq!((knows(&before), knows(&after)), (true, false));
    }
}
