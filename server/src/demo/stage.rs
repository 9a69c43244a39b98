//! Where the cast plays: who does what, on which day counted from today.

use super::answers::Given;
use anyhow::Context;
use app::orientation::load::instead;
use app::reception::load::{books_for, visits::candidates};
use app::request::judging;
use app::workshops::presence::load::presence_noted;
use chrono::{DateTime, Duration, DurationRound, NaiveTime, Utc};
use domain::accounts::{
    Action, Actor, AnswererHat, AssociationKind, Grant, Hat, Joined, Newcomer, Person, Signed,
};
use domain::act::{Act, Broken, Change, Outcome, Refusal};
use domain::associations::Crew;
use domain::diagnosis::{Answer, Answers, Diagnosis, Draft, Key, Saying};
use domain::hackathon::{self, Edition, Project, Skill};
use domain::ids::*;
use domain::journey::state_need;
use domain::mentoring;
use domain::orientation::{DeclineReason, End, Orientation};
use domain::paris;
use domain::reception::{Opening, Visit, Wish, matching};
use domain::text::{Email, Fault, Lang, Name, Title, Words};
use domain::volunteering::{Commitment, Promise};
use domain::workshops::{
    Asked, Entry, EntryKind, Level, Noting, Presence, Registration, Seat, Seated, Seating,
};
use serde::{Serialize, de::DeserializeOwned};
use std::pin::Pin;
use store::{Store, Tx, WriteError};
use uuid::Uuid;

type Decided<'t, T> = Pin<Box<dyn Future<Output = Result<Outcome<T>, WriteError>> + Send + 't>>;

/// The database, today, and the agenda once it is filled.
pub struct Stage {
    store: Store,
    /// Today, at the whole hour.
    now: DateTime<Utc>,
    password_hash: String,
    agenda: Vec<Entry>,
}

/// One person about to do something, on one day. None: the product itself, or a newcomer.
#[derive(Clone, Copy)]
pub struct Scene<'s> {
    stage: &'s Stage,
    at: DateTime<Utc>,
    who: Option<PersonId>,
}

/// An association that is about to join, and its referent.
pub struct Joining {
    pub email: &'static str,
    pub person: &'static str,
    pub association: &'static str,
    pub kind: AssociationKind,
    pub city: &'static str,
    pub need: &'static str,
}

/// A text written in this program.
pub fn text<T>(parsed: Result<T, Fault>) -> anyhow::Result<T> {
    parsed.map_err(|fault| anyhow::anyhow!("a text of the demo cast is wrong: {fault:?}"))
}

impl Stage {
    pub fn new(store: Store, now: DateTime<Utc>, password_hash: String) -> Self {
        let now = now.duration_trunc(Duration::hours(1)).unwrap_or(now);
        Self { store, now, password_hash, agenda: Vec::new() }
    }

    /// This hour, on a day counted from today.
    pub fn day(&self, day: i64) -> DateTime<Utc> {
        self.now + Duration::days(day)
    }

    /// Who of the cast has this address.
    pub async fn known(&self, email: &str) -> anyhow::Result<PersonId> {
        let (job, email) = (Actor::Job, text(Email::parse(email))?);
        let person = self.store.read(&job).person_by_email(&email).await?;
        Ok(person.context("nobody of the cast has this address")?.id)
    }

    /// Full hours after midnight (UTC), on a day counted from that which it is in Paris: late in the evening, the next.
    pub fn hour(&self, day: i64, hour: i64) -> DateTime<Utc> {
        let midnight = paris::day(self.now).and_time(NaiveTime::MIN).and_utc();
        midnight + Duration::days(day) + Duration::hours(hour)
    }

    /// A person, on a day counted from today.
    pub fn on(&self, day: i64, who: impl Into<PersonId>) -> Scene<'_> {
        Scene { stage: self, at: self.day(day), who: Some(who.into()) }
    }

    /// The product itself, on a day counted from today.
    pub fn by_itself(&self, day: i64) -> Scene<'_> {
        Scene { stage: self, at: self.day(day), who: None }
    }

    pub fn set_agenda(&mut self, agenda: Vec<Entry>) {
        self.agenda = agenda;
        self.agenda.sort_by_key(|e| e.starts_at);
    }

    fn first(&self, day: i64, what: &str, fits: impl Fn(&Entry) -> bool) -> anyhow::Result<&Entry> {
        let from = self.hour(day, 0);
        let found = self.agenda.iter().find(|e| e.starts_at >= from && fits(e));
        found.with_context(|| format!("no {what} from day {day} on"))
    }

    /// The first information meeting for everybody from that day on.
    pub fn meeting(&self, day: i64) -> anyhow::Result<&Entry> {
        self.first(day, "meeting", |e| e.kind == EntryKind::InfoMeeting && e.seats.total > 1)
    }

    /// The one that welcomes a single association.
    pub fn tiny_meeting(&self) -> anyhow::Result<&Entry> {
        self.first(0, "tiny meeting", |e| e.kind == EntryKind::InfoMeeting && e.seats.total == 1)
    }

    /// The first encounter from that day on.
    pub fn encounter(&self, day: i64) -> anyhow::Result<&Entry> {
        self.first(day, "encounter", |e| e.kind == EntryKind::Encounter)
    }

    /// The first reception day to come.
    pub fn reception(&self) -> anyhow::Result<&Entry> {
        self.first(0, "reception day", |e| e.kind == EntryKind::Reception)
    }

    /// The first workshop session on a theme from that day on.
    pub fn session(&self, theme: &str, day: i64) -> anyhow::Result<&Entry> {
        self.first(day, theme, |e| {
            e.theme.as_deref() == Some(theme) && e.level != Some(Level::FollowUp)
        })
    }

    /// The session in the small room, which will be full.
    pub fn small_session(&self) -> anyhow::Result<&Entry> {
        self.first(0, "small session", |e| {
            e.kind == EntryKind::WorkshopSession && e.seats.total == 3
        })
    }

    /// The first follow-up session from that day on.
    pub fn follow_up(&self, day: i64) -> anyhow::Result<&Entry> {
        self.first(day, "follow-up", |e| e.level == Some(Level::FollowUp))
    }

    /// Opens somebody's account, with their hats.
    pub async fn person(
        &self,
        email: &str,
        name: &str,
        hats: Vec<Hat>,
    ) -> anyhow::Result<PersonId> {
        let asked = (text(Email::parse(email))?, text(Name::parse(name))?);
        let password_hash = self.password_hash.clone();
        self.by_itself(-700)
            .play(asked, move |tx, (email, name)| {
                let (password_hash, hats) = (Some(password_hash.clone()), hats.clone());
                Box::pin(async move {
                    let (person, at) = (PersonId(tx.act().id()), tx.act().at);
                    let lang = Lang::Fr;
                    let account =
                        Person { id: person, name, email, password_hash, lang, created_at: at };
                    let mut outcome = Outcome::of(person).change(Change::Person(account));
                    for hat in hats {
                        outcome =
                            outcome.change(Change::Grant(Grant { person, hat, at, by: None }));
                    }
                    Ok(outcome)
                })
            })
            .await
    }

    /// An association joins, on a day counted from today.
    pub async fn join(
        &self,
        day: i64,
        joining: Joining,
        inspired_by: Option<TestimonyId>,
    ) -> anyhow::Result<Joined> {
        let newcomer = Newcomer {
            person: text(Name::parse(joining.person))?,
            email: text(Email::parse(joining.email))?,
            lang: Lang::Fr,
            association: text(Name::parse(joining.association))?,
            kind: joining.kind,
            city: Some(joining.city.to_owned()),
            rna: None,
            siret: None,
            need: text(Words::parse(joining.need))?,
            themes: Vec::new(),
            inspired_by,
        };
        let password_hash = self.password_hash.clone();
        self.by_itself(day)
            .play(joining.email.to_owned(), move |tx, _| {
                let (newcomer, password_hash) = (newcomer.clone(), password_hash.clone());
                Box::pin(async move {
                    let opened = newcomer.begin(tx.act());
                    let (begun, association) = opened.answer.clone();
                    let journey = begun.journey;
                    let mut outcome =
                        opened.and(begun.clone().claim(tx.act(), &Crew::nobody(association), None));
                    // The cast signs in by a password too.
                    let mut person = None;
                    for change in &mut outcome.changes {
                        if let Change::Person(made) = change {
                            made.password_hash = Some(password_hash.clone());
                            person = Some(made.id);
                        }
                    }
                    let person = person.ok_or(WriteError::Missing)?;
                    Ok(outcome.map(|_| Joined { person, association, journey }))
                })
            })
            .await
    }

    /// The association came to that date; its host, or `organizer`, noted it at the end.
    pub async fn came(&self, to: &Entry, who: Joined, organizer: PersonId) -> anyhow::Result<()> {
        self.came_noted_at(to.ends_at, to, who, organizer).await
    }

    /// The same, noted at another moment.
    pub async fn came_noted_at(
        &self,
        at: DateTime<Utc>,
        to: &Entry,
        who: Joined,
        organizer: PersonId,
    ) -> anyhow::Result<()> {
        let is_theirs = |r: &Registration, j| r.journey == j && r.state == Seat::Registered;
        let scene = Scene { stage: self, at, who: Some(to.host.unwrap_or(organizer)) };
        scene
            .play((to.id, who.journey), move |tx, (entry, journey)| {
                Box::pin(async move {
                    let seating = tx.seating(entry).await?.ok_or(WriteError::Missing)?;
                    let hat = seating.entry.presence_by(tx.actor())?;
                    let seat = seating.registrations.iter().find(|r| is_theirs(r, journey));
                    let seat = seat.ok_or(WriteError::Missing)?.id;
                    let (presence, at) = (Presence::Present, tx.act().at);
                    let noting = Noting { registration: seat, presence, at };
                    let noted = presence_noted(tx, &hat, Outcome::of(seating), noting).await?;
                    Ok(noted.map(|_| ()))
                })
            })
            .await
    }
}

impl<'s> Scene<'s> {
    /// Where it plays.
    pub fn stage(&self) -> &'s Stage {
        self.stage
    }
}

impl Scene<'_> {
    /// Runs a unit as this person, with the hats they wear by then.
    pub async fn play<I, T, F>(self, input: I, decide: F) -> anyhow::Result<T>
    where
        I: Serialize + Clone + Send + Sync + 'static,
        T: Serialize + DeserializeOwned + Send + 'static,
        F: for<'t> Fn(&'t Tx<'t>, I) -> Decided<'t, T> + Send + Sync + 'static,
    {
        let job = Actor::Job;
        let rows = self.stage.store.read(&job);
        let who = match self.who {
            None => Actor::Job,
            Some(id) => {
                let person = rows.person(id).await?.context("nobody of the cast has this id")?;
                let hats = rows.hats(id).await?;
                let name = person.name.to_string();
                Actor::Person(Signed { person: id, name, hats, wearing: None })
            }
        };
        let act = Act::new(who.clone(), self.at, CommandId(Uuid::now_v7()), Uuid::now_v7);
        let played = self.stage.store.write(act, input, decide).await;
        played.with_context(|| format!("the demo cast stumbles: {who:?} at {}", self.at))
    }

    /// Remembers what the product has no door for yet: dates, workshops, editions.
    pub async fn set(self, changes: Vec<Change>) -> anyhow::Result<()> {
        self.play((), move |_, ()| {
            let changes = changes.clone();
            Box::pin(async move { Ok(Outcome { answer: (), changes }) })
        })
        .await
    }

    /// Offers to help, and waits for an answer.
    pub async fn asks_to_help(self, promise: Promise) -> anyhow::Result<()> {
        let person = self.who.context("somebody")?;
        self.play(promise, move |tx, promise| {
            Box::pin(async move { Ok(Commitment::offer(tx.act(), person, None, promise)) })
        })
        .await
    }

    /// Begins a draft of the next questionnaire.
    pub async fn begins_draft(self) -> anyhow::Result<()> {
        self.play((), |tx, ()| {
            Box::pin(async move {
                let editor = tx.actor().editor()?;
                let (running, published) = (tx.draft(&editor).await?, tx.published().await?);
                let act = tx.act().wearing(&editor);
                Ok(Draft::open(&act, &editor, running.as_ref(), &published))
            })
        })
        .await
    }

    /// Accepts somebody's help.
    pub async fn accepts_help_of(self, who: PersonId) -> anyhow::Result<()> {
        self.play(who, |tx, who| {
            Box::pin(async move {
                let recruiter = tx.actor().recruiter()?;
                let asked = tx.commitment(who).await?.ok_or(WriteError::Missing)?;
                Ok(asked.accept(&tx.act().wearing(&recruiter), &recruiter)?)
            })
        })
        .await
    }

    /// Is given this hat.
    pub async fn gets_hat(self, hat: Hat) -> anyhow::Result<()> {
        let (person, at) = (self.who.context("somebody")?, self.at);
        self.set(vec![Change::Grant(Grant { person, hat, at, by: None })]).await
    }

    // --- at reception days

    /// Opens a reception day.
    pub async fn opens_reception(self, opening: Opening) -> anyhow::Result<Entry> {
        let stage = self.stage;
        let id = self
            .play(opening, |tx, opening| {
                Box::pin(async move {
                    let organizer = tx.actor().organizer()?;
                    Ok(opening.open(&tx.act().wearing(&organizer), &organizer)?)
                })
            })
            .await?;
        let seating = stage.store.read(&Actor::Job).seating(id).await?;
        Ok(seating.context("the day was opened")?.entry)
    }

    /// Says who is at the desk; the first of them leads in the first slot.
    pub async fn staffs(self, day: EntryId, there: Vec<PersonId>) -> anyhow::Result<()> {
        self.play((day, there), |tx, (day, there)| {
            Box::pin(async move {
                let organizer = tx.actor().organizer()?;
                let day = tx.reception(day).await?.ok_or(WriteError::Missing)?;
                let leads: Vec<_> = day
                    .slots
                    .iter()
                    .take(1)
                    .map(|slot| (slot.id, there.first().copied()))
                    .collect();
                Ok(day.staff(&tx.act().wearing(&organizer), &organizer, &there, &leads, &[])?)
            })
        })
        .await
    }

    /// Takes a slot of that day, counted from 0.
    pub async fn takes_slot(self, day: EntryId, nth: usize) -> anyhow::Result<()> {
        let booked: Result<RegistrationId, Refusal> = self
            .play((day, nth), |tx, (day, nth)| {
                Box::pin(async move {
                    let day = tx.reception(day).await?.ok_or(WriteError::Missing)?;
                    let slot = day.slots.get(nth).ok_or(WriteError::Missing)?;
                    let guest = books_for(tx).await?;
                    Ok(day.book(tx.act(), slot, &guest, &[])?)
                })
            })
            .await?;
        booked.map(drop).map_err(|_| anyhow::anyhow!("this slot is taken"))
    }

    /// Asks for a visit, which is proposed to those who may make it.
    pub async fn asks_visit(self, words: &str, area: &str) -> anyhow::Result<()> {
        let wish = Wish { words: text(Words::parse(words))?, area: text(Name::parse(area))? };
        self.play(wish, |tx, wish| {
            Box::pin(async move {
                let association = books_for(tx).await?.association();
                let journey = tx.journey_of(association).await?.ok_or(WriteError::Missing)?;
                let now = tx.act().at;
                let known = candidates(tx, association, now).await?.into_iter();
                let known: Vec<_> = known.map(|(candidate, _)| candidate).collect();
                let called = matching(&known, wish.area.as_str(), now);
                Ok(Visit::ask(tx.act(), &journey, wish, &called)?.map(drop))
            })
        })
        .await
    }

    // --- as a member

    /// Takes a seat.
    pub async fn book(self, entry: &Entry) -> anyhow::Result<()> {
        let booked: Result<Seated, Refusal> = self
            .play(entry.id, |tx, entry| {
                Box::pin(async move {
                    let member = tx.actor().member()?;
                    let seating = tx.seating(entry).await?.ok_or(WriteError::Missing)?;
                    let journey = tx.journey_of(member.association()).await?;
                    let journey = journey.ok_or(WriteError::Missing)?.head.id;
                    let asked = Asked::one(member.association(), journey);
                    Ok(seating.register(tx.act(), &asked, &[])?)
                })
            })
            .await?;
        booked.map(drop).map_err(|_| anyhow::anyhow!("« {} » is full", entry.title))
    }

    /// Accepts the last orientation.
    pub async fn accept(self) -> anyhow::Result<()> {
        self.play("accept", |tx, _| {
            Box::pin(async move {
                let (orientation, hat, seating) = last_orientation(tx).await?;
                Ok(orientation.accept(tx.act(), &hat, seating.as_ref())?)
            })
        })
        .await
    }

    /// Declines the last orientation; the next is opened at once.
    pub async fn decline(self, reason: DeclineReason) -> anyhow::Result<OrientationId> {
        self.play(reason, |tx, reason| {
            Box::pin(async move {
                let (orientation, hat, seating) = last_orientation(tx).await?;
                let end = End::Declined(reason);
                let others = instead(tx, &orientation, end, seating.as_ref()).await?;
                let declined =
                    orientation.decline(tx.act(), &hat, reason, seating.as_ref(), &others)?;
                Ok(declined.map(|next| next.id))
            })
        })
        .await
    }

    /// Comes back with a new need.
    pub async fn needs(self, words: &str) -> anyhow::Result<NeedId> {
        self.play(text(Words::parse(words))?, |tx, words| {
            Box::pin(async move {
                let member = tx.actor().member()?;
                let journey = tx.journey_of(member.association()).await?;
                let journey = journey.ok_or(WriteError::Missing)?;
                Ok(state_need(tx.act(), &member, &journey, words, None))
            })
        })
        .await
    }

    /// Asks to act for an association.
    pub async fn asks_to_join(self, to: AssociationId, words: &str) -> anyhow::Result<()> {
        self.play((to, text(Words::parse(words))?), |tx, (to, words)| {
            Box::pin(async move {
                let crew = tx.crew(to).await?.ok_or(WriteError::Missing)?;
                let person = tx.actor().signed()?.person;
                Ok(crew.ask(tx.act(), person, Some(words))?)
            })
        })
        .await
    }

    /// Lets in who asked.
    pub async fn lets_in(self, to: AssociationId, who: PersonId) -> anyhow::Result<()> {
        self.play((to, who), |tx, (to, who)| {
            Box::pin(async move {
                let crew = tx.crew(to).await?.ok_or(WriteError::Missing)?;
                let keeper = crew.keeper(tx.actor())?;
                crew.answer(tx.act(), &keeper, who, true).ok_or(WriteError::Missing)
            })
        })
        .await
    }

    /// Says yes to the invitation to help.
    pub async fn agrees_to_help(self) -> anyhow::Result<()> {
        self.play("agrees to help", |tx, _| {
            Box::pin(async move {
                let member = tx.actor().member()?;
                let journey = tx.journey_of(member.association()).await?;
                let journey = journey.ok_or(WriteError::Missing)?;
                Ok(mentoring::accept_invitation(tx.act(), &member, &journey)?)
            })
        })
        .await
    }

    /// Accepts to be accompanied.
    pub async fn accepts_help(self, mentoring: MentoringId) -> anyhow::Result<()> {
        self.play(mentoring, |tx, id| {
            Box::pin(async move {
                let member = tx.actor().member()?;
                let mentoring = tx.mentoring(id).await?.ok_or(WriteError::Missing)?;
                let helped = tx.journey(mentoring.helped_journey).await?;
                let helped = helped.ok_or(WriteError::Missing)?;
                Ok(mentoring.accept(tx.act(), &member, &helped)?)
            })
        })
        .await
    }

    /// Submits the last need as a project.
    pub async fn submit(
        self,
        edition: EditionId,
        title: &str,
        summary: &str,
    ) -> anyhow::Result<ProjectId> {
        let asked = (edition, text(Title::parse(title))?, text(Words::parse(summary))?);
        self.play(asked, |tx, (edition, title, summary)| {
            Box::pin(async move {
                let member = tx.actor().member()?;
                let edition = tx.edition(edition).await?.ok_or(WriteError::Missing)?;
                let journey = tx.journey_of(member.association()).await?;
                let journey = journey.ok_or(WriteError::Missing)?;
                let needs = tx.needs(journey.head.id).await?;
                let need = needs.last().ok_or(WriteError::Missing)?.id;
                Ok(hackathon::submit(tx.act(), &member, &journey, &edition, need, title, summary)?)
            })
        })
        .await
    }

    /// Signs the hand-over.
    pub async fn sign(self, project: ProjectId) -> anyhow::Result<()> {
        self.play(project, |tx, project| {
            Box::pin(async move {
                let member = tx.actor().member()?;
                let project = tx.project(project).await?.ok_or(WriteError::Missing)?;
                Ok(project.sign(tx.act(), &member)?)
            })
        })
        .await
    }

    /// Says that the tool is used.
    pub async fn still_uses(self, project: ProjectId) -> anyhow::Result<()> {
        self.play(project, |tx, project| {
            Box::pin(async move {
                let member = tx.actor().member()?;
                let project = tx.project(project).await?.ok_or(WriteError::Missing)?;
                Ok(project.pulse(tx.act(), &member, true)?)
            })
        })
        .await
    }

    // --- as a mentor

    /// Offers to accompany.
    pub async fn offers_help(self, helped: JourneyId) -> anyhow::Result<MentoringId> {
        self.play(helped, |tx, helped| {
            Box::pin(async move {
                let (mentor, member) = (tx.actor().mentor()?, tx.actor().member()?);
                let helper = tx.journey_of(member.association()).await?;
                let helper = helper.ok_or(WriteError::Missing)?;
                let helped = tx.journey(helped).await?.ok_or(WriteError::Missing)?;
                Ok(mentoring::propose(&tx.act().wearing(&mentor), &mentor, &helper, &helped)?)
            })
        })
        .await
    }

    /// They met that day; the next meeting, if agreed, is on a day counted from today.
    pub async fn met(
        self,
        mentoring: MentoringId,
        note: &str,
        next: Option<i64>,
    ) -> anyhow::Result<()> {
        let next = next.map(|day| self.stage.day(day));
        self.play((mentoring, text(Words::parse(note))?, next), |tx, (id, note, next)| {
            Box::pin(async move {
                let mentor = tx.actor().mentor()?;
                let mentoring = tx.mentoring(id).await?.ok_or(WriteError::Missing)?;
                let act = tx.act().wearing(&mentor);
                Ok(mentoring.note_meeting(&act, &mentor, act.at, Some(note), next)?)
            })
        })
        .await
    }

    /// The same person, a while later.
    pub fn after(self, wait: Duration) -> Self {
        Self { at: self.at + wait, ..self }
    }

    // --- as a volunteer

    /// Opens a diagnosis, and notes these answers.
    pub async fn interview(
        self,
        who: Joined,
        given: &'static Given,
    ) -> anyhow::Result<DiagnosisId> {
        let diagnosis = self
            .play(who.journey, |tx, journey| {
                Box::pin(async move {
                    let volunteer = tx.actor().volunteer()?;
                    let journey = tx.journey(journey).await?.ok_or(WriteError::Missing)?;
                    if !journey.may_be_diagnosed() {
                        return Err(Broken::OutOfOrder.into());
                    }
                    let head = &journey.head;
                    let published = tx.published().await?;
                    let (act, journey) = (tx.act(), head.id);
                    let (association, none) = (head.association, None);
                    let judge = judging(tx, &volunteer, association).await?;
                    Ok(Diagnosis::open(act, &judge, journey, association, none, &published)?)
                })
            })
            .await?;
        let given = given.iter().map(|(q, c)| (Key::from(*q), Answer::choice(*c)));
        self.play((diagnosis, given.collect()), |tx, (id, given): (_, Answers)| {
            Box::pin(async move {
                let (diagnosis, _) = tx.diagnosis(id).await?.ok_or(WriteError::Missing)?;
                let volunteer = tx.actor().volunteer()?;
                let judge = judging(tx, &volunteer, diagnosis.association).await?;
                Ok(diagnosis.answer(tx.act(), &judge, &[], &Saying::first(given))?)
            })
        })
        .await?;
        Ok(diagnosis)
    }

    /// Offers a weekend.
    pub async fn offers_weekend(self, edition: EditionId, skill: Skill) -> anyhow::Result<OfferId> {
        self.play((edition, skill), |tx, (edition, skill)| {
            Box::pin(async move {
                let volunteer = tx.actor().volunteer()?;
                let edition = tx.edition(edition).await?.ok_or(WriteError::Missing)?;
                Ok(hackathon::offer_weekend(tx.act(), &volunteer, &edition, None, skill)?)
            })
        })
        .await
    }

    // --- as the hackathon's organizer

    /// Moves the edition on.
    pub async fn advance(self, edition: EditionId) -> anyhow::Result<()> {
        self.play(edition, |tx, edition| {
            Box::pin(async move {
                let organizer = tx.actor().organizer_of(Action::Hackathon)?;
                let edition = tx.edition(edition).await?.ok_or(WriteError::Missing)?;
                let projects = tx.projects_in(edition.id).await?;
                Ok(edition.advance(tx.act(), &organizer, &projects)?.map(|_| ()))
            })
        })
        .await
    }

    pub async fn select(self, project: ProjectId) -> anyhow::Result<()> {
        self.play(project, |tx, project| {
            Box::pin(async move {
                let organizer = tx.actor().organizer_of(Action::Hackathon)?;
                let (project, edition) = project_and_edition(tx, project).await?;
                let judge = judging(tx, &organizer, project.association).await?;
                Ok(project.select(tx.act(), &judge, &edition)?)
            })
        })
        .await
    }

    /// Does not select the project: a workshop on this theme is offered instead.
    pub async fn orient(self, project: ProjectId, theme: &'static str) -> anyhow::Result<()> {
        self.play((project, theme.to_owned()), |tx, (project, theme)| {
            Box::pin(async move {
                let organizer = tx.actor().organizer_of(Action::Hackathon)?;
                let (project, edition) = project_and_edition(tx, project).await?;
                let judge = judging(tx, &organizer, project.association).await?;
                let (kind, now) = (EntryKind::WorkshopSession, tx.act().at);
                let sessions =
                    tx.seatings_to_come(kind, std::slice::from_ref(&theme), false, now).await?;
                let (act, theme) = (tx.act(), Some(theme));
                let oriented = project.orient(act, &judge, &edition, theme, &sessions)?;
                Ok(oriented.map(|_| ()))
            })
        })
        .await
    }

    pub async fn staff(self, project: ProjectId, team: &[OfferId]) -> anyhow::Result<()> {
        self.play((project, team.to_vec()), |tx, (project, team)| {
            Box::pin(async move {
                let organizer = tx.actor().organizer_of(Action::Hackathon)?;
                let (project, edition) = project_and_edition(tx, project).await?;
                let judge = judging(tx, &organizer, project.association).await?;
                let mut offers = tx.offers(edition.id).await?;
                offers.retain(|o| team.contains(&o.id));
                Ok(project.staff(tx.act(), &judge, &edition, &offers)?)
            })
        })
        .await
    }

    pub async fn deliver(self, project: ProjectId) -> anyhow::Result<()> {
        self.play(project, |tx, project| {
            Box::pin(async move {
                let organizer = tx.actor().organizer_of(Action::Hackathon)?;
                let (project, edition) = project_and_edition(tx, project).await?;
                Ok(project.deliver(tx.act(), &organizer, &edition)?)
            })
        })
        .await
    }
}

async fn project_and_edition(
    tx: &Tx<'_>,
    project: ProjectId,
) -> Result<(Project, Edition), WriteError> {
    let project = tx.project(project).await?.ok_or(WriteError::Missing)?;
    let edition = tx.edition(project.edition).await?.ok_or(WriteError::Missing)?;
    Ok((project, edition))
}

/// The last orientation of the member who acts, the proof that they may answer it, and its date's seating.
async fn last_orientation(
    tx: &Tx<'_>,
) -> Result<(Orientation, AnswererHat, Option<Seating>), WriteError> {
    let association = tx.actor().member()?.association();
    let journey = tx.journey_of(association).await?.ok_or(WriteError::Missing)?;
    let orientation = tx.orientations(journey.head.id).await?.pop().ok_or(WriteError::Missing)?;
    let hat = tx.actor().answerer(orientation.id, association, tx.act().at)?;
    let seating = match orientation.entry {
        Some(entry) => tx.seating(entry).await?,
        None => None,
    };
    Ok((orientation, hat, seating))
}
