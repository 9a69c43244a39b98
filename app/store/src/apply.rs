//! Applying an outcome: each change is the thing as it now is.

use crate::entities::*;
use crate::error::WriteError;
use crate::rows::answer_id;
use crate::{
    associations, calendars, care, chain, crew, drafts, exchanges, jobs, outbox, partners,
    presence, privacy, questionnaires, reception, results, seed, tries, volunteers, wiki,
    workshops,
};
use domain::accounts::Hat;
use domain::act::Change;
use domain::ids::PersonId;
use domain::orientation::{Cause, State};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction,
    DbBackend, DbErr, EntityTrait, IdenStatic, IntoActiveModel, Iterable, PaginatorTrait,
    PrimaryKeyToColumn, QueryFilter, QuerySelect,
};
use serde::Serialize;

/// Writes one change.
pub(crate) async fn apply(db: &DatabaseTransaction, change: Change) -> Result<(), WriteError> {
    match change {
        Change::Person(p) => {
            put(
                db,
                person::Model {
                    id: p.id.0,
                    name: p.name.to_string(),
                    email: p.email.as_str().to_owned(),
                    password_hash: p.password_hash,
                    lang: p.lang.code().to_owned(),
                    created_at: p.created_at,
                },
            )
            .await
        }
        Change::Grant(g) => {
            // Membership has its own table.
            if matches!(g.hat, Hat::Member(_)) {
                return Ok(());
            }
            let code = g.hat.code();
            put(
                db,
                hat::Model {
                    id: grant_key(g.person, g.hat),
                    person_id: g.person.0,
                    code,
                    at: g.at,
                    by_id: g.by.map(|p| p.0),
                },
            )
            .await
        }
        Change::GrantTaken(person, hat) => {
            hat::Entity::delete_by_id(grant_key(person, hat)).exec(db).await?;
            Ok(())
        }
        Change::Carrier(c) => {
            let name = c.name.to_string();
            put(db, carrier::Model { id: c.id.0, name, created_at: c.created_at }).await
        }
        Change::Carrying(c) => {
            put(
                db,
                carrying::Model {
                    id: format!("{}:{}", c.action.code(), c.carrier),
                    action: c.action.code().to_owned(),
                    carrier_id: c.carrier.0,
                    since: c.since,
                    until: c.until,
                },
            )
            .await
        }
        Change::Commitment(c) => put(db, volunteers::row(c)).await,
        Change::LoginSession(s) => {
            put(
                db,
                login_session::Model {
                    token_hash: s.token_hash,
                    id: s.id.0,
                    person_id: s.person.0,
                    device: s.device.code(),
                    since: s.since,
                    until: s.until,
                    wearing: s.wearing.map(Hat::code),
                },
            )
            .await
        }
        Change::LoginSessionEnded(token_hash) => {
            login_session::Entity::delete_by_id(token_hash).exec(db).await?;
            Ok(())
        }
        Change::OneUseLink(l) => {
            put(
                db,
                one_use_link::Model {
                    person_id: l.errand.person().map(|p| p.0),
                    email: l.errand.email().map(|e| e.as_str().to_owned()),
                    errand: to_json(&l.errand)?,
                    token_hash: l.token_hash,
                    made_at: l.made_at,
                    until: l.until,
                    used_at: l.used_at,
                },
            )
            .await
        }
        Change::SignInTry(one) => tries::count(db, one).await,
        Change::SignInTryGood(id) => {
            sign_in_try::Entity::delete_by_id(id).exec(db).await?;
            Ok(())
        }
        Change::Begun(b) => {
            put(
                db,
                begun::Model {
                    id: b.id.0,
                    name: b.name.to_string(),
                    email: b.email.as_str().to_owned(),
                    lang: b.lang.code().to_owned(),
                    journey_id: b.journey.0,
                    at: b.at,
                    claimed_at: b.claimed_at,
                    person_id: b.person.map(|p| p.0),
                },
            )
            .await
        }
        Change::Mail(mail) => outbox::write(db, mail).await,
        Change::Delivery(delivery) => outbox::deliver(db, delivery).await,
        Change::MailPreferences(person, wanted) => {
            let (reminders, digest) = (wanted.reminders, wanted.digest);
            put(db, mail_preference::Model { person_id: person.0, reminders, digest }).await
        }
        Change::JobPlanned(job) => jobs::plan(db, job).await,
        Change::Job(job) => put(db, jobs::model(job)).await,
        Change::Audit(line) => chain::append(db, line).await,
        Change::Erased(person) => privacy::erase(db, person).await,
        Change::BegunForgotten(begun) => privacy::forget_begun(db, begun).await,
        Change::Notice(notice) => {
            let id = format!("{}:{}", notice.about, notice.at.timestamp_micros());
            put(db, notice::Model { id, about: notice.about, at: notice.at }).await
        }
        Change::Swept => Ok(crate::finding::sweep(db).await?),
        Change::Purged { now, real_time } => privacy::purge(db, now, real_time).await,
        Change::Setting(setting, value) => match value {
            Some(value) => put(db, setting::Model { key: setting.code().to_owned(), value }).await,
            None => {
                setting::Entity::delete_by_id(setting.code().to_owned()).exec(db).await?;
                Ok(())
            }
        },
        Change::Association(a) => put(db, associations::row(a)).await,
        Change::Membership(m) => put(db, crew::membership(m)).await,
        Change::Crew(change) => crew::apply(db, change).await,
        Change::Merge(merge) => crew::merge(db, *merge).await,
        Change::Journey(j) => {
            put(
                db,
                journey::Model {
                    id: j.id.0,
                    association_id: j.association.0,
                    inspired_by: j.inspired_by.map(|t| t.0),
                    opened_at: j.opened_at,
                },
            )
            .await
        }
        Change::Need(n) => {
            put(
                db,
                need::Model {
                    id: n.id.0,
                    journey_id: n.journey.0,
                    words: n.words.to_string(),
                    at: n.at,
                },
            )
            .await
        }
        Change::Event(e) => {
            // The journey's row is locked before an append, so that order is one. SQLite has one writer.
            if db.get_database_backend() == DbBackend::Postgres {
                journey::Entity::find_by_id(e.journey.0).lock_exclusive().one(db).await?;
            }
            let of_journey = event::Entity::find().filter(event::Column::JourneyId.eq(e.journey.0));
            let seq = of_journey.count(db).await?;
            let model = event::Model {
                id: e.id.0,
                journey_id: e.journey.0,
                seq: i32::try_from(seq).unwrap_or(i32::MAX),
                kind: e.kind.code(),
                occurred_at: e.occurred_at,
                recorded_at: e.recorded_at,
                actor_id: e.actor.map(|p| p.0),
                hat: e.hat,
                command_id: e.command.0,
                subject: e.subject,
                corrects: e.corrects.map(|e| e.0),
            };
            // Append-only: an event is never replaced.
            let row = model.into_active_model().reset_all();
            event::Entity::insert(row).exec_without_returning(db).await?;
            Ok(())
        }
        Change::Workshop(w) => put(db, workshops::workshop(w)).await,
        Change::Entry(e) => put(db, workshops::entry(e)).await,
        Change::Registration(r) => put(db, workshops::registration(r)).await,
        Change::Noted(noted) => presence::append(db, noted).await,
        Change::Unnamed(unnamed) => put(db, presence::unnamed(unnamed)).await,
        Change::SaidAfter(said) => put(db, presence::said_after(said)).await,
        Change::SessionNotes(notes) => {
            put(db, session_notes::Model { entry_id: notes.entry.0, page_id: notes.page.0 }).await
        }
        Change::Talk(talk) => put(db, wiki::talk_row(talk)).await,
        Change::TalkGone(id) => {
            talk::Entity::delete_by_id(id.0).exec(db).await?;
            Ok(())
        }
        Change::Questionnaire(published) => seed::publish(db, published).await,
        Change::Reception(change) => reception::apply(db, change).await,
        Change::Draft(draft) => questionnaires::keep(db, *draft).await,
        Change::DraftGone => questionnaires::forget(db).await,
        Change::Diagnosis(d) => {
            let back = d.given_back.as_ref();
            let decided = back.and_then(|back| back.decided.as_ref());
            put(
                db,
                diagnosis::Model {
                    id: d.id.0,
                    journey_id: d.journey.0,
                    association_id: d.association.0,
                    begun_at: d.begun_at,
                    volunteer_id: d.led.map(|led| led.by.0),
                    led_since: d.led.map(|led| led.since),
                    questionnaire_id: d.version.0,
                    given_back_at: back.map(|back| back.at),
                    judgement: back.map(|back| to_json(&back.judgement)).transpose()?,
                    decided_verdict: decided.map(|d| d.verdict.code().to_owned()),
                    decided_why: decided.map(|d| d.why.to_string()),
                    decided_by: decided.map(|d| d.by.0),
                },
            )
            .await
        }
        Change::Answer(a) => {
            put(
                db,
                answer::Model {
                    id: answer_id(a.diagnosis, a.voice, &a.question),
                    diagnosis_id: a.diagnosis.0,
                    voice: a.voice.code().to_owned(),
                    question: a.question,
                    given: a.answer.map(|answer| answer.code()),
                    at: a.at,
                    command_id: a.command.0,
                },
            )
            .await
        }
        Change::AdviceSaid(said) => put(db, results::advice_said(said)).await,
        Change::Review(review) => put(db, results::review(review)).await,
        Change::Orientation(o) => {
            let (cause, cause_id) = match o.cause {
                Cause::Diagnosis(id) => ("diagnosis", id.0),
                Cause::Project(id) => ("project", id.0),
                Cause::Tool(id) => ("tool", id.0),
                Cause::Date(id) => ("date", id.0),
                Cause::Followed(id) => ("followed", id.0),
                Cause::Declined(id) => ("declined", id.0),
                Cause::Expired(id) => ("expired", id.0),
            };
            let (state, state_at, reason, next) = match o.state {
                State::Open => ("open", None, None, None),
                State::Accepted { at } => ("accepted", Some(at), None, None),
                State::Honoured { at } => ("honoured", Some(at), None, None),
                State::Declined { at, reason, next } => {
                    ("declined", Some(at), Some(reason), Some(next))
                }
                State::Expired { at, next } => ("expired", Some(at), None, Some(next)),
            };
            put(
                db,
                orientation::Model {
                    id: o.id.0,
                    journey_id: o.journey.0,
                    association_id: o.association.0,
                    from_place: o.from.code(),
                    to_place: o.to.code(),
                    theme: o.theme,
                    entry_id: o.entry.map(|e| e.0),
                    registration_id: o.registration.map(|r| r.0),
                    cause: cause.to_owned(),
                    cause_id,
                    opened_at: o.opened_at,
                    state: state.to_owned(),
                    state_at,
                    decline_reason: reason.map(|r| r.code().to_owned()),
                    next_id: next.map(|n| n.0),
                    reason: o.reason.map(|words| words.to_string()),
                },
            )
            .await
        }
        Change::Exchange(exchange) => put(db, exchanges::row(exchange)).await,
        Change::ExchangeGone(id) => {
            exchange::Entity::delete_by_id(id.0).exec(db).await?;
            Ok(())
        }
        Change::Listing(listing) => put(db, exchanges::listing_row(listing)).await,
        Change::ListingOver(association) => {
            listing::Entity::delete_by_id(association.0).exec(db).await?;
            Ok(())
        }
        Change::Asking(one) => put(db, exchanges::asking_row(one)).await,
        Change::Attestation(one) => put(db, calendars::attestation_row(one)).await,
        Change::Feed(feed) => put(db, calendars::row(feed)).await,
        Change::FeedClosed(person, of) => {
            calendar_feed::Entity::delete_by_id(calendars::key(person, of)).exec(db).await?;
            Ok(())
        }
        Change::Partner(p) => put(db, partners::row(p)).await,
        Change::Mentoring(m) => {
            put(
                db,
                mentoring::Model {
                    id: m.id.0,
                    mentor_id: m.mentor.0,
                    helper_id: m.helper.0,
                    helper_journey_id: m.helper_journey.0,
                    helped_id: m.helped.0,
                    helped_journey_id: m.helped_journey.0,
                    state: m.state.code().to_owned(),
                    since: m.since,
                    next_meeting: m.next_meeting,
                },
            )
            .await
        }
        Change::Meeting(m) => {
            put(
                db,
                meeting::Model {
                    id: m.id.0,
                    mentoring_id: m.mentoring.0,
                    met_at: m.met_at,
                    note: m.note.map(|n| n.to_string()),
                },
            )
            .await
        }
        Change::Edition(e) => {
            put(
                db,
                edition::Model {
                    id: e.id.0,
                    title: e.title.to_string(),
                    phase: e.phase.code().to_owned(),
                    since: e.since,
                    call_until: e.call_until,
                    weekend_from: e.weekend_from,
                    weekend_to: e.weekend_to,
                },
            )
            .await
        }
        Change::Project(p) => {
            put(
                db,
                project::Model {
                    id: p.id.0,
                    edition_id: p.edition.0,
                    journey_id: p.journey.0,
                    association_id: p.association.0,
                    need_id: p.need.0,
                    title: p.title.to_string(),
                    summary: p.summary.to_string(),
                    state: p.state.code().to_owned(),
                    since: p.since,
                },
            )
            .await
        }
        Change::Offer(o) => {
            put(
                db,
                offer::Model {
                    id: o.id.0,
                    edition_id: o.edition.0,
                    person_id: o.person.0,
                    skill: o.skill.code().to_owned(),
                    project_id: o.project.map(|p| p.0),
                    at: o.at,
                },
            )
            .await
        }
        Change::Pulse(p) => {
            put(db, pulse::Model { id: p.id.0, project_id: p.project.0, used: p.used, at: p.at })
                .await
        }
        Change::Space(space) => put(db, wiki::space_row(space)).await,
        Change::Circle(change) => wiki::circle(db, change).await,
        Change::Page(page) => put(db, wiki::page_row(page)).await,
        Change::Media(media) => put(db, wiki::media_row(media)).await,
        Change::Version(version) => put(db, wiki::version_row(version)).await,
        Change::MovedFile(file) => put(db, wiki::moved_file_row(file)).await,
        Change::Revision(revision) => put(db, wiki::revision_row(revision)).await,
        Change::PageLinks(page, to) => wiki::lead(db, page, to).await,
        Change::PageAddress(slug, Some(page)) => {
            put(db, page_address::Model { slug, page_id: page.0 }).await
        }
        Change::PageAddress(slug, None) => {
            page_address::Entity::delete_by_id(slug).exec(db).await?;
            Ok(())
        }
        Change::PageDraft(change) => drafts::apply(db, change).await,
        Change::AtWork(at_work) => wiki::at_work(db, at_work).await,
        Change::AtWorkOver(page, who) => {
            page_at_work::Entity::delete_by_id(wiki::at_work_key(page, who)).exec(db).await?;
            Ok(())
        }
        Change::Checked(checked) => put(db, care::checked_row(checked)).await,
        Change::AskedToCheck(asked) => put(db, care::asked_row(asked)).await,
        Change::Question(question) => put(db, care::question_row(question)).await,
        Change::QuestionGone(id) => {
            page_question::Entity::delete_by_id(id.0).exec(db).await?;
            Ok(())
        }
        Change::Report(report) => put(db, care::report_row(report)).await,
        Change::Testimony(testimony) => put(db, wiki::testimony_row(testimony)).await,
        Change::Sought(sought) => put(db, wiki::sought_row(sought)).await,
        Change::Consent(consent) => put(db, wiki::consent_row(consent)?).await,
    }
}

/// A value kept as JSON.
pub(crate) fn to_json(value: &impl Serialize) -> Result<String, DbErr> {
    serde_json::to_string(value).map_err(|e| DbErr::Json(e.to_string()))
}

/// Inserts the row, or replaces the one with its key.
pub(crate) async fn put<M, A>(db: &DatabaseTransaction, model: M) -> Result<(), WriteError>
where
    M: IntoActiveModel<A>,
    A: ActiveModelTrait + ActiveModelBehavior + Send,
{
    Ok(put_row(db, model).await?)
}

/// The same, for who has only the database to complain of.
pub(crate) async fn put_row<M, A>(db: &DatabaseTransaction, model: M) -> Result<(), DbErr>
where
    M: IntoActiveModel<A>,
    A: ActiveModelTrait + ActiveModelBehavior + Send,
{
    let keys: Vec<_> = <A::Entity as EntityTrait>::PrimaryKey::iter()
        .map(PrimaryKeyToColumn::into_column)
        .collect();
    let others = <A::Entity as EntityTrait>::Column::iter()
        .filter(|c| !keys.iter().any(|k| k.as_str() == c.as_str()));
    let replace = OnConflict::columns(keys.iter().copied()).update_columns(others).to_owned();
    let row = model.into_active_model().reset_all();
    A::Entity::insert(row).on_conflict(replace).exec_without_returning(db).await?;
    Ok(())
}

/// A person has each hat once.
fn grant_key(person: PersonId, hat: Hat) -> String {
    format!("{person}:{}", hat.code())
}
