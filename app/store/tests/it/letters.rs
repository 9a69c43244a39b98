//! The outbox and scheduled work: what is written once, what is forgotten, who takes what.

use crate::base::{Base, act, day, fresh, put, try_put};
use crate::on_each_database;
use chrono::Duration;
use domain::accounts::{Actor, Person};
use domain::act::{Change, Outcome};
use domain::ids::{MailId, PersonId};
use domain::jobs::JobKind;
use domain::mail::{Addressee, Delivery, Letter, Mail, Preferences, Stage, Urgency};
use domain::text::{Email, Lang, Name};
use std::collections::BTreeSet;
use store::{Rows, Store};

on_each_database!(
    mail_is_written_once_a_key,
    mail_that_has_left_forgets_what_it_said_and_to_whom,
    mail_is_taken_by_one_at_a_time,
    mail_preferences_are_all_until_said_otherwise,
    mail_jobs_are_planned_once,
);

static JOB: Actor = Actor::Job;

fn rows(store: &Store) -> Rows<'_> {
    store.read(&JOB)
}

fn letter(key: &str) -> Mail {
    Mail {
        id: fresh(),
        to: Addressee::Address(Email::stored("x@example.org".to_owned()), Lang::En),
        letter: Some(Letter::SignIn { token: "secret".to_owned() }),
        urgency: Urgency::Now,
        dedup_key: key.to_owned(),
        made_at: day(0),
        due_at: day(0),
    }
}

async fn mail_is_written_once_a_key(base: &Base) {
    let (first, second) = (letter("once"), letter("once"));
    put(&base.store, vec![Change::Mail(first.clone()), Change::Mail(second)]).await;
    put(&base.store, vec![Change::Mail(letter("once"))]).await;
    assert_eq!(rows(&base.store).waiting_mails().await.expect("it reads"), [first]);
}

async fn mail_that_has_left_forgets_what_it_said_and_to_whom(base: &Base) {
    let mail = letter("gone");
    put(&base.store, vec![Change::Mail(mail.clone())]).await;
    for stage in [
        Stage::Claimed { until: day(1) },
        Stage::Dead { at: day(1) },
        Stage::Waiting,
        Stage::Sent { at: day(2) },
    ] {
        let error = Some("smtp 451".to_owned());
        let delivery = Delivery { mail: mail.id, tries: 3, due_at: day(4), stage, error };
        put(&base.store, vec![Change::Delivery(delivery.clone())]).await;
        let kept = rows(&base.store).delivery(mail.id).await.expect("it reads");
        assert_eq!(kept, Some(delivery));
        let told = rows(&base.store).waiting_mail(mail.id).await.expect("it reads");
        let sent = matches!(stage, Stage::Sent { .. });
        assert_eq!(told.is_none(), sent, "{stage:?}");
    }
    let told = base.count("mail WHERE letter IS NOT NULL OR address IS NOT NULL").await;
    assert_eq!((told, base.count("mail").await), (0, 1));
    // One that was erased meanwhile is no error.
    let (mail, stage) = (fresh(), Stage::Sent { at: day(2) });
    let gone = Delivery { mail, tries: 1, due_at: day(4), stage, error: None };
    try_put(&base.store, vec![Change::Delivery(gone)]).await.expect("nothing to note");
}

/// Takes the next letter, as a worker does.
async fn take(store: &Store) -> Option<MailId> {
    let taken = store.write(act(), (), |tx, ()| {
        Box::pin(async move {
            Ok(match tx.due_mail(tx.act().at).await? {
                Some(next) => next.claim(tx.act()).map(Some),
                None => Outcome::of(None),
            })
        })
    });
    taken.await.expect("it is written")
}

async fn mail_is_taken_by_one_at_a_time(base: &Base) {
    let mut later = letter("later");
    later.due_at = day(1) + Duration::seconds(1);
    let mut gathered = letter("gathered");
    gathered.urgency = Urgency::Digest;
    let mut changes = vec![Change::Mail(later), Change::Mail(gathered)];
    changes.extend((0..20).map(|n| Change::Mail(letter(&n.to_string()))));
    put(&base.store, changes).await;
    let takes = (0..40).map(|_| take(&base.store));
    let taken: Vec<_> = futures::future::join_all(takes).await.into_iter().flatten().collect();
    let mut all: BTreeSet<_> = taken.iter().copied().collect();
    assert_eq!(all.len(), taken.len(), "one was taken twice");
    // Who found the next one being taken may have gone without.
    while let Some(left) = take(&base.store).await {
        assert!(all.insert(left), "one was taken twice");
    }
    assert_eq!(all.len(), 20);
    assert_eq!(rows(&base.store).claimed_mails().await.expect("it reads").len(), 20);
}

async fn mail_preferences_are_all_until_said_otherwise(base: &Base) {
    let id: PersonId = fresh();
    let person = Person {
        id,
        name: Name::stored("Amina".to_owned()),
        email: Email::stored("amina@example.org".to_owned()),
        password_hash: None,
        lang: Lang::Fr,
        created_at: day(0),
    };
    put(&base.store, vec![Change::Person(person)]).await;
    let said = async || rows(&base.store).mail_preferences(id).await.expect("it reads");
    assert_eq!(said().await, Preferences::default());
    for (reminders, digest) in [(false, true), (true, false), (false, false)] {
        let wanted = Preferences { reminders, digest };
        put(&base.store, vec![Change::MailPreferences(id, wanted)]).await;
        assert_eq!(said().await, wanted);
    }
}

async fn mail_jobs_are_planned_once(base: &Base) {
    for kind in JobKind::ALL {
        let job = kind.last_due(day(0));
        let read = async || rows(&base.store).job(&job.key).await.expect("it reads");
        assert_eq!(read().await, None);
        put(&base.store, vec![Change::JobPlanned(job.clone())]).await;
        assert_eq!(read().await.as_ref(), Some(&job));
        let mut begun = job.clone();
        (begun.tries, begun.claimed_until, begun.done_at) = (2, Some(day(1)), Some(day(2)));
        put(&base.store, vec![Change::Job(begun.clone())]).await;
        put(&base.store, vec![Change::JobPlanned(job.clone())]).await;
        assert_eq!(read().await, Some(begun));
    }
}
