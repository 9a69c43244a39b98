//! The audit log: appended in one order, kept as it was written, and found out when it was not.

use crate::base::{Base, act, day, fresh, put};
use crate::on_each_database;
use domain::act::{Change, Outcome};
use domain::audit::{Audit, AuditKind};
use store::{AuditError, Store, Whole};

on_each_database!(
    privacy_the_log_is_whole_however_many_append,
    privacy_lines_and_facts_are_not_changed_by_accident,
    privacy_every_tampering_is_found,
);

fn line(kind: AuditKind) -> Change {
    let (actor, subject) = (Some(fresh()), Some(fresh()));
    Change::Audit(Audit { at: day(0), kind, actor, hat: "administrator".to_owned(), subject })
}

/// Verifies as the command does; a SQLite file that the test holds open is read past its lock.
async fn verify(base: &Base) -> Result<Whole, AuditError> {
    base.store.audit().await
}

async fn privacy_the_log_is_whole_however_many_append(base: &Base) {
    assert_eq!(verify(base).await.expect("an empty log"), Whole::default());
    let appending = (0..16).map(|_| {
        let store = base.store.clone();
        tokio::spawn(async move {
            let written = store.write(act(), (), |tx, ()| {
                Box::pin(async move {
                    let once =
                        Outcome::of(()).audit(tx.act(), AuditKind::SignedIn, fresh::<uuid::Uuid>());
                    Ok(once.audit(tx.act(), AuditKind::Exported, fresh::<uuid::Uuid>()))
                })
            });
            written.await.expect("it is written");
        })
    });
    for one in appending.collect::<Vec<_>>() {
        one.await.expect("no panic");
    }
    let whole = verify(base).await.expect("it is whole");
    assert_eq!((whole.lines, whole.last.0), (32, 32));
    assert_eq!(whole.last.1.len(), 64);
}

async fn privacy_lines_and_facts_are_not_changed_by_accident(base: &Base) {
    let (_, journey) = crate::base::settle(&base.store).await;
    put(&base.store, vec![line(AuditKind::SignedIn), line(AuditKind::SignedOut)]).await;
    let stated = base.store.write(act(), (), move |tx, ()| {
        let kind = domain::journey::EventKind::NeedStated;
        let stated = Outcome::of(()).event(tx.act(), journey, kind, fresh());
        Box::pin(async move { Ok(stated) })
    });
    stated.await.expect("it is noted");
    for accident in [
        "UPDATE audit SET hat = 'mentor'",
        "DELETE FROM audit",
        "DELETE FROM audit WHERE seq = 2",
        "UPDATE event SET kind = 'seat_taken'",
        "DELETE FROM event",
    ] {
        let refused = base.accident(accident).await;
        assert!(refused.is_err(), "{accident}");
    }
    assert_eq!(verify(base).await.expect("it is whole").lines, 2);
}

async fn privacy_every_tampering_is_found(base: &Base) {
    put(&base.store, (0..5).map(|_| line(AuditKind::RightGiven)).collect()).await;
    // Whoever tampers takes the guards away first.
    let guards: &[&str] = if base.url.starts_with("postgres") {
        &["DROP TRIGGER audit_is_kept ON audit"]
    } else {
        &["DROP TRIGGER audit_is_not_changed", "DROP TRIGGER audit_is_not_removed"]
    };
    for guard in guards {
        base.accident(guard).await.expect(guard);
    }
    base.accident("CREATE TABLE kept AS SELECT * FROM audit").await.expect("a copy");
    let other = fresh::<uuid::Uuid>();
    let id = |column: &str| match base.url.starts_with("postgres") {
        true => format!("UPDATE audit SET {column} = '{other}' WHERE seq = 3"),
        false => format!("UPDATE audit SET {column} = x'{}' WHERE seq = 3", other.simple()),
    };
    let again = "INSERT INTO audit SELECT {}, at, kind, actor_id, hat, subject, hash FROM kept WHERE seq = 2";
    let changed = AuditError::Changed;
    let ways: Vec<(Vec<String>, AuditError)> = vec![
        (vec!["UPDATE audit SET kind = 'signed_in' WHERE seq = 3".into()], changed(3)),
        (vec!["UPDATE audit SET hat = 'member' WHERE seq = 1".into()], changed(1)),
        (vec!["UPDATE audit SET hash = 'x' WHERE seq = 5".into()], changed(5)),
        (
            vec!["UPDATE audit SET at = '2020-01-01 00:00:00+00:00' WHERE seq = 4".into()],
            changed(4),
        ),
        (vec![id("actor_id")], changed(3)),
        (vec![id("subject")], changed(3)),
        (vec!["UPDATE audit SET subject = NULL WHERE seq = 3".into()], changed(3)),
        (vec!["DELETE FROM audit WHERE seq = 1".into()], AuditError::Missing(1)),
        (vec!["DELETE FROM audit WHERE seq = 3".into()], AuditError::Missing(3)),
        (vec!["DELETE FROM audit WHERE seq = 5".into()], AuditError::Missing(5)),
        (vec!["DELETE FROM audit WHERE seq > 2".into()], AuditError::Missing(3)),
        (vec!["DELETE FROM audit".into()], AuditError::Missing(1)),
        (vec![again.replace("{}", "6")], AuditError::Added(6)),
        (vec![again.replace("{}", "9")], AuditError::Added(9)),
        (vec![again.replace("{}", "0")], AuditError::Added(0)),
        (
            vec![
                "UPDATE audit SET seq = 20 WHERE seq = 2".into(),
                "UPDATE audit SET seq = 2 WHERE seq = 4".into(),
                "UPDATE audit SET seq = 4 WHERE seq = 20".into(),
            ],
            changed(2),
        ),
        // A line in the place of another that went, all moved along.
        (
            vec![
                "DELETE FROM audit WHERE seq = 3".into(),
                "UPDATE audit SET seq = 3 WHERE seq = 4".into(),
                "UPDATE audit SET seq = 4 WHERE seq = 5".into(),
            ],
            changed(3),
        ),
    ];
    for (way, found) in ways {
        for sql in &way {
            base.accident(sql).await.unwrap_or_else(|e| panic!("{sql}: {e}"));
        }
        let told = verify(base).await.expect_err(&way.join("; "));
        assert_eq!(format!("{told:?}"), format!("{found:?}"), "{way:?}");
        for back in ["DELETE FROM audit", "INSERT INTO audit SELECT * FROM kept"] {
            base.accident(back).await.expect(back);
        }
        assert_eq!(verify(base).await.expect("as before").lines, 5);
    }
    // A last line that went is not forgotten when others come after it.
    base.accident("DELETE FROM audit WHERE seq = 5").await.expect("it goes");
    put(&base.store, vec![line(AuditKind::SignedIn)]).await;
    assert!(matches!(verify(base).await, Err(AuditError::Missing(5))));
}

#[tokio::test]
async fn privacy_the_command_reads_a_file_that_nobody_uses() {
    let base = Base::sqlite().await;
    put(&base.store, vec![line(AuditKind::SignedIn)]).await;
    let busy = Store::verify_audit(&base.url).await.expect_err("it is used");
    assert!(busy.to_string().contains("already uses"), "{busy}");
    let Base { store, url, _folder, .. } = base;
    drop(store);
    let whole = loop {
        // The writer lets go of the file once its task has ended.
        match Store::verify_audit(&url).await {
            Err(AuditError::Unread(store::OpenError::Busy(_))) => tokio::task::yield_now().await,
            whole => break whole.expect("it is whole"),
        }
    };
    assert_eq!(whole.lines, 1);
    let gone = Store::verify_audit("sqlite:/nowhere/at/all.sqlite").await.expect_err("no file");
    assert!(gone.to_string().contains("/nowhere/at/all.sqlite"), "{gone}");
    let other = Store::verify_audit("mysql://x/y").await.expect_err("no such scheme");
    assert!(other.to_string().contains("mysql"), "{other}");
}
