//! What is put is read back equal, and putting it again replaces it: every kind of change.

use crate::base::{Base, association, day, fresh, name, put, session, settle, title};
use crate::on_each_database;
use chrono::Duration;
use domain::accounts::throttle::Try;
use domain::accounts::*;
use domain::act::{Change, Setting};
use domain::associations::{About, Field, Size, Website};
use domain::diagnosis::{
    AdviceSaid, Answer, Decision, Diagnosis, GivenBack, Judgement, Led, Reason, RefusedAdvice,
    Review, Said, StoredAnswer, Verdict, Voice, Voices, WhyNot,
};
use domain::hackathon::{Edition, Offer, Phase, Project, ProjectState, Pulse, Skill};
use domain::ids::*;
use domain::journey::{Event, EventKind, JourneyHead, Need};
use domain::mentoring::{self, Meeting, Mentoring};
use domain::text::{Email, Lang, Name, Rna, Siret, Source, Summary, Words};
use domain::wiki::encounter::{Talk, TalkState};
use domain::wiki::fact::{Consent, Fact, FactKind, Telling};
use domain::wiki::moving::{Media, MovedFile, Owner, Version};
use domain::wiki::{Page, ROOT, Revision, RevisionKind, TESTIMONIES, Testimony, TestimonyState};
use domain::workshops::{Entry, EntryKind};
use store::{Rows, Store};
use uuid::Uuid;

on_each_database!(
    accounts_people_and_their_hats,
    accounts_associations,
    accounts_commitments,
    accounts_login_sessions,
    accounts_links_that_serve_once,
    accounts_journeys_begun_without_an_account,
    accounts_tries_to_sign_in,
    accounts_settings,
    journey_heads_needs_and_events,
    diagnosis_interviews_and_answers,
    diagnosis_results_live,
    mentoring_and_meetings,
    hackathon_editions_projects_offers_pulses,
    wiki_pages_revisions_testimonies,
    wiki_media_and_what_was_moved_in,
);

/// Everything that a text column must keep as it is.
const WORDS: &str =
    "Un agenda « partagé » ?\n\tL’été, 🎉 <b>&amp;</b> 'quote' \"double\" \\ % _ ; --";

pub fn words() -> Words {
    Words::stored(WORDS.to_owned())
}

static JOB: Actor = Actor::Job;

pub fn rows(store: &Store) -> Rows<'_> {
    store.read(&JOB)
}

pub async fn person(store: &Store) -> PersonId {
    let id: PersonId = fresh();
    let person = Person {
        id,
        name: name("Amina"),
        email: Email::parse(&format!("{id}@example.org")).expect("an address"),
        password_hash: None,
        lang: Lang::Fr,
        created_at: day(0),
    };
    put(store, vec![Change::Person(person)]).await;
    id
}

async fn page(store: &Store) -> PageId {
    let id: PageId = fresh();
    let page = Page {
        id,
        space: ROOT,
        slug: id.to_string(),
        title: title("Une page"),
        published: None,
        draft: None,
    };
    put(store, vec![Change::Page(page)]).await;
    id
}

async fn accounts_people_and_their_hats(base: &Base) {
    let store = &base.store;
    let first = Person {
        id: fresh(),
        name: name("Amina d’Été 🎉"),
        email: Email::parse("amina@example.org").expect("an address"),
        password_hash: None,
        lang: Lang::Fr,
        created_at: day(0),
    };
    let changed = Person {
        name: name("Amina B."),
        password_hash: Some("$argon2id$v=19$…".into()),
        lang: Lang::En,
        ..first.clone()
    };
    for person in [first, changed] {
        put(store, vec![Change::Person(person.clone())]).await;
        assert_eq!(rows(store).person(person.id).await.expect("read"), Some(person.clone()));
        assert_eq!(rows(store).person_by_email(&person.email).await.expect("read"), Some(person));
    }

    let who = person(store).await;
    let (ours, _) = settle(store).await;
    let member = Membership { person: who, association: ours, referent: true, since: day(0) };
    put(store, vec![Change::Membership(member.clone()), Change::Membership(member)]).await;
    let mut expected = vec![Hat::Member(ours)];
    let given = [Hat::Volunteer, Hat::Mentor, Hat::Administrator];
    for (i, hat) in given
        .into_iter()
        .chain(Action::ALL.map(|action| Hat::Organizer(action, COOPAXIS)))
        .enumerate()
    {
        let grant = Grant { person: who, hat, at: day(i as i64), by: Some(who) };
        put(store, vec![Change::Grant(grant.clone()), Change::Grant(grant)]).await;
        expected.push(hat);
    }
    // For a carrier that does not run it, nobody organizes an action.
    expected.retain(|hat| *hat != Hat::Organizer(Action::Hackathon, COOPAXIS));
    assert_eq!(rows(store).hats(who).await.expect("read"), expected, "membership first, each once");
    put(store, vec![Change::GrantTaken(who, Hat::Mentor)]).await;
    expected.retain(|hat| *hat != Hat::Mentor);
    assert_eq!(rows(store).hats(who).await.expect("read"), expected, "taken back");
    let added = Carrier { id: fresh(), name: name("Les Passeurs"), created_at: day(1) };
    put(store, vec![Change::Carrier(added.clone())]).await;
    assert_eq!(rows(store).carrier(added.id).await.expect("read"), Some(added.clone()));
    let (action, carrier) = (Action::Hackathon, COOPAXIS);
    for until in [None, Some(day(9))] {
        let said = Carrying { action, carrier, since: day(1), until };
        put(store, vec![Change::Carrying(said.clone())]).await;
        assert!(rows(store).carryings().await.expect("read").contains(&said));
        let runs =
            rows(store).hats(who).await.expect("read").contains(&Hat::Organizer(action, carrier));
        assert_eq!(runs, until.is_none());
        let names = rows(store).carrier_names().await.expect("read");
        let told = if until.is_none() { "CoopAxis, PALO ALTOURS" } else { "PALO ALTOURS" };
        assert_eq!(names[&Action::Hackathon], told);
    }
}

async fn accounts_links_that_serve_once(base: &Base) {
    let store = &base.store;
    let errand = Errand::SignIn { person: fresh(), next: Some("/agenda".into()) };
    let link = OneUseLink {
        token_hash: fresh::<CommandId>().to_string(),
        errand: errand.clone(),
        made_at: day(0),
        until: day(1),
        used_at: None,
    };
    let person = errand.person().expect("about somebody");
    let works = |at| async move { rows(store).links_of(person, at).await.expect("read") };
    put(store, vec![Change::OneUseLink(link.clone())]).await;
    assert_eq!(works(day(0)).await, std::slice::from_ref(&link));
    assert_eq!(works(day(1)).await, [], "its date is past");
    let used = OneUseLink { used_at: Some(day(0)), ..link };
    put(store, vec![Change::OneUseLink(used.clone())]).await;
    assert_eq!(works(day(0)).await, [], "it has served");
    let kept = rows(store).one_use_link(&used.token_hash).await.expect("read");
    assert_eq!(kept, Some(used));
    assert_eq!(rows(store).one_use_link("another").await.expect("read"), None);
}

async fn accounts_journeys_begun_without_an_account(base: &Base) {
    let store = &base.store;
    let (_, journey) = settle(store).await;
    let email = Email::parse(&format!("{}@example.org", fresh::<CommandId>())).expect("an address");
    let first = Begun {
        id: fresh(),
        name: name("Aïcha d’Été 🎉"),
        email: email.clone(),
        lang: Lang::En,
        journey,
        at: day(0),
        claimed_at: None,
        person: None,
    };
    let last = Begun { id: fresh(), at: day(1), ..first.clone() };
    put(store, vec![Change::Begun(first.clone()), Change::Begun(last.clone())]).await;
    let with = || async { rows(store).begun_with(&email).await.expect("read") };
    assert_eq!(with().await, Some(last.clone()));
    let person = person(store).await;
    let claimed = Begun { claimed_at: Some(day(2)), person: Some(person), ..last };
    put(store, vec![Change::Begun(claimed.clone())]).await;
    assert_eq!(rows(store).begun(claimed.id).await.expect("read"), Some(claimed));
    assert_eq!(with().await, Some(first), "the other still waits");
    assert_eq!(rows(store).begun(fresh()).await.expect("read"), None);
    // Links are found by the address that they are about.
    let errand = Errand::Claim { begun: fresh(), email: email.clone() };
    let link = OneUseLink {
        token_hash: fresh::<CommandId>().to_string(),
        errand,
        made_at: day(0),
        until: day(30),
        used_at: None,
    };
    put(store, vec![Change::OneUseLink(link.clone())]).await;
    assert_eq!(rows(store).links_to(&email, day(29)).await.expect("read"), [link]);
    assert_eq!(rows(store).links_to(&email, day(30)).await.expect("read"), []);
}

async fn accounts_commitments(base: &Base) {
    use domain::hackathon::Skill;
    use domain::volunteering::{Commitment, Instead, Promise, State};
    let store = &base.store;
    let who = person(store).await;
    assert_eq!(rows(store).commitment(who).await.expect("read"), None);
    let answered = Instead::ALL.map(State::Answered);
    let states = [State::Asked, State::Accepted, State::Stopped].into_iter().chain(answered);
    for (i, state) in states.enumerate() {
        let skills = if i == 0 { Vec::new() } else { Skill::ALL.to_vec() };
        let areas = (i > 1).then(|| "Tours Nord".to_owned());
        let kept = Commitment {
            person: who,
            promise: Promise { skills, areas, hours: 4 },
            charter: 1,
            charter_at: day(1),
            paused_until: (i == 1).then(|| day(9)),
            state,
            since: day(2),
        };
        put(store, vec![Change::Commitment(kept.clone())]).await;
        assert_eq!(rows(store).commitment(who).await.expect("read"), Some(kept));
    }
}

async fn accounts_associations(base: &Base) {
    let store = &base.store;
    let bare = association(fresh());
    let full = Association {
        kind: AssociationKind::Informal,
        city: Some("Saint-Denis".into()),
        rna: Some(Rna::stored("W123456789".into())),
        siret: Some(Siret::stored("73282932000074".into())),
        about: About {
            object: Some(words()),
            street: Some("3 quai d’Orléans".into()),
            postcode: Some("37000".into()),
            themes: vec!["members".into(), "communication".into()],
            website: Website::parse("rives.example").ok(),
            contact: Email::parse("contact@rives.example").ok(),
            size: Some(Size::UpTo50),
            mail_domain: Some("rives.example".into()),
            shown: Field::ALL.to_vec(),
        },
        ..association(fresh())
    };
    let public = Association { kind: AssociationKind::Public, ..full.clone() };
    for association in [bare, full, public] {
        put(store, vec![Change::Association(association.clone())]).await;
        assert_eq!(rows(store).association(association.id).await.expect("read"), Some(association));
    }
    assert_eq!(rows(store).association(fresh()).await.expect("read"), None);
}

async fn accounts_login_sessions(base: &Base) {
    let store = &base.store;
    let who = person(store).await;
    let session = LoginSession {
        id: fresh(),
        token_hash: "abc".into(),
        person: who,
        device: Device { browser: Browser::Firefox, system: System::Linux },
        since: day(0),
        until: day(30),
        wearing: Some(Hat::Mentor),
    };
    let later = LoginSession {
        id: fresh(),
        token_hash: "abe".into(),
        since: day(1),
        until: day(31),
        ..session.clone()
    };
    put(store, vec![Change::LoginSession(session.clone())]).await;
    assert_eq!(rows(store).login_session("abc").await.expect("read"), Some(session.clone()));
    put(store, vec![Change::LoginSession(later.clone())]).await;
    let open = |at| async move { rows(store).login_sessions(who, at).await.expect("read") };
    assert_eq!(open(day(2)).await, [later.clone(), session]);
    assert_eq!(open(day(30)).await, [later]);
    assert_eq!(rows(store).login_sessions(fresh(), day(2)).await.expect("read"), []);
    let signed = |at| async move {
        let signed = rows(store).signed("abc", at).await.expect("read");
        signed.map(|(signed, lang)| (signed.person, lang))
    };
    assert_eq!(signed(day(29)).await, Some((who, Lang::Fr)));
    assert_eq!(signed(day(30)).await, None, "it has ended");
    assert_eq!(rows(store).signed("abd", day(1)).await.expect("read"), None, "another token");
    put(store, vec![Change::LoginSessionEnded("abc".into())]).await;
    assert_eq!(signed(day(1)).await, None, "signed out");
}

async fn accounts_settings(base: &Base) {
    let store = &base.store;
    for setting in
        [Setting::LinkKey, Setting::Demo, Setting::ClockOffset, Setting::FirstAdministrator]
    {
        for value in [None, Some("one"), Some("two"), None] {
            let value = value.map(str::to_owned);
            put(store, vec![Change::Setting(setting, value.clone())]).await;
            assert_eq!(rows(store).setting(setting).await.expect("read"), value, "{setting:?}");
        }
        put(store, vec![Change::Setting(setting, Some(setting.code().to_owned()))]).await;
    }
    let key = rows(store).setting(Setting::LinkKey).await.expect("read");
    assert_eq!(key.as_deref(), Some("link_key"), "one does not overwrite another");
}

async fn journey_heads_needs_and_events(base: &Base) {
    let store = &base.store;
    let (ours, _) = settle(store).await;
    let inspiring: TestimonyId = fresh();
    let head = JourneyHead {
        id: fresh(),
        association: ours,
        inspired_by: Some(inspiring),
        opened_at: day(1),
    };
    let need = Need { id: fresh(), journey: head.id, words: words(), at: day(2) };
    let event = |kind, actor, corrects| Event {
        id: fresh(),
        journey: head.id,
        kind,
        occurred_at: day(1),
        recorded_at: day(2),
        actor,
        hat: "member".into(),
        command: fresh(),
        subject: Uuid::now_v7(),
        corrects,
    };
    let first = event(EventKind::SessionAttended("data".into()), Some(fresh()), None);
    let second = event(EventKind::SessionMissed, None, Some(first.id));
    let third = event(EventKind::DiagnosisGivenBack(Verdict::OtherHelp), None, None);
    let wish = Event { subject: inspiring.0, ..event(EventKind::Inspired, None, None) };
    let told = vec![first, second, third, wish];
    let mut changes = vec![Change::Journey(head.clone()), Change::Need(need.clone())];
    changes.extend(told.iter().cloned().map(Change::Event));
    put(store, changes).await;

    let journey = rows(store).journey(head.id).await.expect("read").expect("there");
    assert_eq!((&journey.head, &journey.events), (&head, &told));
    let all = rows(store).journeys().await.expect("read");
    let same = all.iter().find(|j| j.head.id == head.id).expect("among all");
    assert_eq!((&same.head, &same.events), (&head, &told), "read with all the others");
    let last = rows(store).journey_of(ours).await.expect("read").expect("there");
    assert_eq!(last.head.id, head.id, "the last of the association");
    assert_eq!(rows(store).needs(head.id).await.expect("read"), [need]);
    assert_eq!(rows(store).inspired_by(inspiring).await.expect("read"), 1);
    assert_eq!(base.seqs(head.id).await, [0, 1, 2, 3]);
    // Append-only: the same event again is refused, and replaces nothing.
    let again = crate::base::try_put(
        store,
        vec![Change::Event(Event { hat: "job".into(), ..told[0].clone() })],
    )
    .await;
    assert!(again.is_err());
    let journey = rows(store).journey(head.id).await.expect("read").expect("there");
    assert_eq!(journey.events, told);
}

async fn diagnosis_interviews_and_answers(base: &Base) {
    let store = &base.store;
    let (ours, journey) = settle(store).await;
    let running = Diagnosis {
        id: fresh(),
        journey,
        association: ours,
        begun_at: day(1),
        led: Some(Led { by: person(store).await, since: day(1) }),
        version: store::questionnaire_id(store::questionnaire()).expect("it has one"),
        questionnaire: store::questionnaire().clone(),
        given_back: None,
    };
    let reasons = vec![
        Reason::Answered { question: "ease".into(), choice: "few".into() },
        Reason::Level { theme: "skills".into(), level: 1.0 / 3.0 },
        Reason::ToAsk { question: "carrier".into() },
        Reason::UsualAnswer,
    ];
    let judgement = Judgement { verdict: Verdict::Later, rule: Some(3), reasons };
    let prepared = Diagnosis { id: fresh(), led: None, ..running.clone() };
    let back = |decided| Some(GivenBack { at: day(2), judgement: judgement.clone(), decided });
    let why = Words::stored("Elle connaît déjà l’outil".into());
    let decision = Decision { verdict: Verdict::Learning, why, by: person(store).await };
    let decided = Diagnosis { given_back: back(Some(decision)), ..running.clone() };
    let closed = Diagnosis { given_back: back(None), ..running.clone() };
    for diagnosis in [&prepared, &running, &decided, &closed] {
        put(store, vec![Change::Diagnosis(Box::new(diagnosis.clone()))]).await;
        let (read, voices) =
            rows(store).diagnosis(diagnosis.id).await.expect("read").expect("there");
        assert_eq!((&read, voices), (diagnosis, Voices::default()));
    }
    let mut expected = Voices::default();
    let both = Answer::Chosen(["mail".to_owned(), "phone".to_owned()].into());
    for (voice, question, answer) in [
        (Voice::Volunteer, "ease", Some(Answer::choice("few"))),
        (Voice::Association, "ease", Some(Answer::choice("half"))),
        (Voice::Volunteer, "carrier", Some(Answer::DontKnow)),
        (Voice::Volunteer, "ease", Some(Answer::choice("half"))),
        (Voice::Volunteer, "tools", Some(both)),
        (Voice::Volunteer, "moment", Some(Answer::choice("some_hours"))),
        (Voice::Volunteer, "moment", None),
    ] {
        let stored = StoredAnswer {
            diagnosis: running.id,
            voice,
            question: question.into(),
            answer: answer.clone(),
            at: day(1),
            command: fresh(),
        };
        put(store, vec![Change::Answer(stored)]).await;
        match answer {
            Some(answer) => _ = expected.of_mut(voice).insert(question.into(), answer),
            None => _ = expected.of_mut(voice).remove(question),
        }
        let (_, voices) = rows(store).diagnosis(running.id).await.expect("read").expect("there");
        assert_eq!(voices, expected);
    }
    let all = rows(store).diagnoses(journey).await.expect("read");
    assert_eq!(all, [(closed, expected), (prepared, Voices::default())]);
}

async fn diagnosis_results_live(base: &Base) {
    let store = &base.store;
    let (ours, journey) = settle(store).await;
    let diagnosis = Diagnosis {
        id: fresh(),
        journey,
        association: ours,
        begun_at: day(1),
        led: None,
        version: store::questionnaire_id(store::questionnaire()).expect("it has one"),
        questionnaire: store::questionnaire().clone(),
        given_back: None,
    };
    put(store, vec![Change::Diagnosis(Box::new(diagnosis.clone()))]).await;
    let (id, by) = (diagnosis.id, person(store).await);
    let said = |recommendation: &str, rung, said, on| AdviceSaid {
        diagnosis: id,
        recommendation: recommendation.to_owned(),
        rung,
        said,
        at: day(on),
        by,
        hat: "member".to_owned(),
    };
    let refused = Said::Refused { reason: WhyNot::TooHard, words: Some(words()) };
    let done = said("share", 0, Said::Done, 2);
    let aside = said("share", 1, refused, 3);
    let back = said("other", 0, Said::TakenBack, 5);
    for one in [&done, &aside, &said("other", 0, Said::Done, 4), &back] {
        put(store, vec![Change::AdviceSaid(one.clone())]).await;
    }
    // The last word on each stands.
    let read = rows(store).advice_said(id).await.expect("read");
    assert_eq!(read, [done, aside, back]);
    let organizer = Actor::Person(Signed {
        person: by,
        name: String::new(),
        hats: vec![Hat::Organizer(Action::Workshops, COOPAXIS)],
        wearing: None,
    });
    let organizer = organizer.organizer().expect("an organizer");
    let all = rows(store).refused_advice(&organizer).await.expect("read");
    let ours: Vec<_> = all.into_iter().filter(|r| r.association == diagnosis.association).collect();
    let expected = RefusedAdvice {
        recommendation: "share".to_owned(),
        reason: WhyNot::TooHard,
        association: diagnosis.association,
    };
    assert_eq!(ours, [expected]);
    let review = |on| Review {
        id: fresh(),
        diagnosis: id,
        met_at: day(on),
        words: words(),
        at: day(90),
        by,
        hat: "mentor".to_owned(),
    };
    let (late, early) = (review(80), review(60));
    put(store, vec![Change::Review(late.clone()), Change::Review(early.clone())]).await;
    assert_eq!(rows(store).reviews(id).await.expect("read"), [early, late]);
}

async fn mentoring_and_meetings(base: &Base) {
    let store = &base.store;
    let ((helper, helper_journey), (helped, helped_journey)) =
        (settle(store).await, settle(store).await);
    let mentor = person(store).await;
    let proposed = Mentoring {
        id: fresh(),
        mentor,
        helper,
        helper_journey,
        helped,
        helped_journey,
        state: mentoring::State::Proposed,
        since: day(1),
        next_meeting: None,
    };
    let accepted = Mentoring {
        state: mentoring::State::Accepted,
        since: day(2),
        next_meeting: Some(day(9)),
        ..proposed.clone()
    };
    let actor = Actor::Person(Signed {
        person: mentor,
        name: "Amina".into(),
        hats: vec![Hat::Mentor],
        wearing: None,
    });
    let hat = actor.mentor().expect("she is a mentor");
    for mentoring in [proposed, accepted.clone()] {
        put(store, vec![Change::Mentoring(mentoring.clone())]).await;
        assert_eq!(
            rows(store).mentoring(mentoring.id).await.expect("read"),
            Some(mentoring.clone())
        );
        assert_eq!(
            rows(store).mentorings_by(&hat).await.expect("read"),
            std::slice::from_ref(&mentoring)
        );
        assert_eq!(rows(store).mentorings_of(helped_journey).await.expect("read"), [mentoring]);
    }
    assert_eq!(rows(store).mentorings_of(helper_journey).await.expect("read"), []);
    let meeting = |on, note| Meeting { id: fresh(), mentoring: accepted.id, met_at: day(on), note };
    let meetings = [meeting(3, None), meeting(4, Some(words()))];
    put(store, meetings.iter().rev().cloned().map(Change::Meeting).collect()).await;
    assert_eq!(rows(store).meetings(accepted.id).await.expect("read"), meetings, "first to last");
}

pub fn edition(phase: Phase) -> Edition {
    Edition {
        id: fresh(),
        title: title("Édition 2026"),
        phase,
        since: day(0),
        call_until: day(30),
        weekend_from: day(60),
        weekend_to: day(62),
    }
}

async fn hackathon_editions_projects_offers_pulses(base: &Base) {
    let store = &base.store;
    let (ours, journey) = settle(store).await;
    let edition = edition(Phase::Call);
    for phase in Phase::ALL {
        let edition = Edition { phase, ..edition.clone() };
        put(store, vec![Change::Edition(edition.clone())]).await;
        assert_eq!(rows(store).edition(edition.id).await.expect("read"), Some(edition.clone()));
        assert_eq!(rows(store).current_edition().await.expect("read"), Some(edition));
    }
    let need = Need { id: fresh(), journey, words: words(), at: day(1) };
    put(store, vec![Change::Need(need.clone())]).await;
    let project = |state| Project {
        id: ProjectId(Uuid::from_u128(7)),
        edition: edition.id,
        journey,
        association: ours,
        need: need.id,
        title: title("Prêter nos outils"),
        summary: words(),
        state,
        since: day(2),
    };
    for state in ProjectState::ALL {
        let project = project(state);
        put(store, vec![Change::Project(project.clone())]).await;
        assert_eq!(rows(store).project(project.id).await.expect("read"), Some(project.clone()));
        assert_eq!(
            rows(store).projects_in(edition.id).await.expect("read"),
            std::slice::from_ref(&project)
        );
        assert_eq!(rows(store).projects_of(journey).await.expect("read"), [project]);
    }
    let project = project(ProjectState::Signed);
    let mut offers = Vec::new();
    for (i, skill) in Skill::ALL.into_iter().enumerate() {
        let bare = Offer {
            id: fresh(),
            edition: edition.id,
            person: person(store).await,
            skill,
            project: None,
            at: day(i as i64),
        };
        let joined = Offer { project: Some(project.id), ..bare.clone() };
        put(store, vec![Change::Offer(bare), Change::Offer(joined.clone())]).await;
        offers.push(joined);
        assert_eq!(rows(store).offers(edition.id).await.expect("read"), offers);
    }
    let pulse = |on, used| Pulse { id: fresh(), project: project.id, used, at: day(on) };
    let pulses = [pulse(5, true), pulse(6, false)];
    put(store, pulses.iter().cloned().map(Change::Pulse).collect()).await;
    assert_eq!(rows(store).pulses(project.id).await.expect("read"), pulses);
}

/// Whether who asks may read a page there.
async fn shows(store: &Store, slug: &str) -> bool {
    let reach = rows(store).reach().await.expect("read");
    let known = rows(store).known_among([slug.to_owned()].into(), &reach).await.expect("read");
    known.contains(slug)
}

async fn wiki_pages_revisions_testimonies(base: &Base) {
    let store = &base.store;
    let (ours, journey) = settle(store).await;
    let page = page(store).await;
    let draft = Page {
        id: page,
        space: TESTIMONIES,
        slug: "temoignages:prêt_1".into(),
        title: title("Prêter"),
        published: None,
        draft: None,
    };
    let revision = |on, by: Option<PersonId>| Revision {
        id: fresh(),
        page,
        title: title("Prêter"),
        source: Source::stored(format!("====== Titre ======\n{WORDS}")),
        summary: by.map(|_| Summary::stored("Une précision".to_owned())),
        by,
        author: by.is_none().then(|| Name::stored("Léa".to_owned())),
        at: day(on) + Duration::microseconds(1),
        number: u32::try_from(on).expect("a day"),
        kind: RevisionKind::Minor,
        read: by.map(|_| fresh()),
    };
    let revisions = [revision(1, None), revision(2, Some(fresh()))];
    put(store, vec![Change::Page(draft.clone())]).await;
    assert_eq!(rows(store).page(page).await.expect("read"), Some(draft.clone()));
    assert!(!shows(store, &draft.slug).await);
    for revision in &revisions {
        put(store, vec![Change::Revision(revision.clone())]).await;
        assert_eq!(rows(store).revision(revision.id).await.expect("read").as_ref(), Some(revision));
        assert_eq!(rows(store).last_revision(page).await.expect("read").as_ref(), Some(revision));
    }
    let shown =
        Page { title: title("Prêter nos outils"), published: Some(revisions[1].id), ..draft };
    put(store, vec![Change::Page(shown.clone())]).await;
    assert_eq!(rows(store).page_by_slug(&shown.slug).await.expect("read"), Some(shown.clone()));
    assert!(shows(store, &shown.slug).await);

    let sketched = Testimony {
        id: fresh(),
        journey,
        association: ours,
        project: None,
        page,
        state: TestimonyState::Sketched,
        since: day(3),
    };
    let published = Testimony {
        project: Some(fresh()),
        state: TestimonyState::Published,
        since: day(4),
        ..sketched.clone()
    };
    for (testimony, told) in [(sketched, vec![]), (published.clone(), vec![(published, shown)])] {
        put(store, vec![Change::Testimony(testimony.clone())]).await;
        assert_eq!(
            rows(store).testimony(testimony.id).await.expect("read"),
            Some(testimony.clone())
        );
        assert_eq!(rows(store).testimony_on(page).await.expect("read"), Some(testimony.clone()));
        assert_eq!(rows(store).testimonies_of(journey).await.expect("read"), [testimony]);
        let all = rows(store).shown_stories(9).await.expect("read").into_iter();
        let all: Vec<_> = all.map(|story| (story.testimony, story.page)).collect();
        assert_eq!(all, told);
        let one = rows(store).shown_story(told.first().map_or(fresh(), |(one, _)| one.id)).await;
        assert_eq!(
            one.expect("read").map(|story| (story.testimony, story.page)),
            all.into_iter().next()
        );
    }
    let told = rows(store).testimonies_of(journey).await.expect("read").remove(0).id;
    let day_of: EntryId = fresh();
    let held = session(day_of, 20, 8);
    let held = Entry { kind: EntryKind::Encounter, theme: None, level: None, ..held };
    put(store, vec![Change::Entry(held)]).await;
    let asked = Talk {
        id: fresh(),
        entry: day_of,
        association: ours,
        title: title("Nos outils"),
        words: None,
        minutes: 25,
        rank: 7,
        state: TalkState::Asked,
        since: day(3),
        testimony: None,
    };
    let said = Talk { state: TalkState::Accepted, testimony: Some(told), ..asked.clone() };
    let no = Talk { state: TalkState::Declined, words: Some(words()), ..asked.clone() };
    for talk in [asked, no, said] {
        put(store, vec![Change::Talk(talk.clone())]).await;
        assert_eq!(rows(store).talk(talk.id).await.expect("read").as_ref(), Some(&talk));
        let day_of = rows(store).encounter(day_of).await.expect("read").expect("an encounter");
        assert_eq!(day_of.talks, [talk]);
    }
    let talk = rows(store).encounter(day_of).await.expect("read").expect("one").talks.remove(0).id;
    put(store, vec![Change::TalkGone(talk)]).await;
    assert_eq!(rows(store).talk(talk).await.expect("read"), None);
    let need = Telling::AsIs(Fact::Need { words: words(), at: day(2) });
    for telling in [need, Telling::Reworded(words()), Telling::Hidden] {
        let by = Some(person(store).await);
        let said = Consent { testimony: told, kind: FactKind::Need, telling, at: day(5), by };
        put(store, vec![Change::Consent(said.clone())]).await;
        assert_eq!(rows(store).consents(told).await.expect("read"), [said]);
    }
}

async fn accounts_tries_to_sign_in(base: &Base) {
    let store = &base.store;
    let minute = |seconds| day(1) + Duration::seconds(seconds);
    let tried = |from: &str, seconds| Try {
        id: fresh(),
        from: from.to_owned(),
        account: WORDS.to_owned(),
        at: minute(seconds),
    };
    let (first, second, elsewhere) = (tried("here", 0), tried("here", 59), tried("there", 59));
    for one in [&first, &second, &elsewhere] {
        put(store, vec![Change::SignInTry(one.clone())]).await;
    }
    let here = async |seconds| {
        let mut tries = rows(store).sign_in_tries("here", minute(seconds)).await.expect("it reads");
        tries.sort_by_key(|t| t.at);
        tries
    };
    assert_eq!(here(59).await, [first.clone(), second.clone()]);
    assert_eq!(here(60).await, std::slice::from_ref(&second));
    // What no longer counts is forgotten with the next one, wherever it came from.
    put(store, vec![Change::SignInTry(tried("there", 61))]).await;
    assert_eq!(here(59).await, std::slice::from_ref(&second));
    put(store, vec![Change::SignInTryGood(second.id)]).await;
    assert_eq!(here(59).await, []);
    assert_eq!(rows(store).sign_in_tries("there", minute(61)).await.expect("it reads").len(), 2);
}

async fn wiki_media_and_what_was_moved_in(base: &Base) {
    let store = &base.store;
    let first = Media {
        id: fresh(),
        name: "wiki:plan.svg".to_owned(),
        space: ROOT,
        alt: Some(Summary::stored("Le plan".to_owned())),
        shown: None,
    };
    let version = Version {
        id: fresh(),
        media: first.id,
        author: Some("marie".to_owned()),
        summary: None,
        by: Some(fresh()),
        at: day(1),
        bytes: Some(b"\0\xff<svg>".to_vec()),
        hash: Some("ab".to_owned()),
    };
    let of = Owner::Media(first.id);
    let path = "media/wiki/plan.svg".to_owned();
    let state = Some(version.id.0);
    let file = MovedFile { path: path.clone(), of, state, bytes: None, written: Some(17) };
    let changes = vec![Change::Media(first.clone()), Change::Version(version.clone())];
    put(store, changes).await;
    put(store, vec![Change::MovedFile(file.clone())]).await;
    assert_eq!(
        rows(store).media_by_name("wiki:plan.svg").await.expect("it reads"),
        Some(first.clone())
    );
    assert_eq!(
        rows(store).media_version(version.id).await.expect("it reads"),
        Some(version.clone())
    );
    assert_eq!(rows(store).moved_files(of).await.expect("it reads"), [file]);
    let standing = rows(store).standing(of).await.expect("it reads");
    assert_eq!(standing.files.get(&path), Some(&state));
    assert!(standing.states.contains(&version.id.0));
    let shown = Media { shown: Some(version.id), ..first };
    let file = MovedFile { path, of, state: None, bytes: Some(vec![0, 255]), written: None };
    put(store, vec![Change::Media(shown.clone()), Change::MovedFile(file.clone())]).await;
    assert_eq!(rows(store).all_media().await.expect("it reads"), [shown]);
    assert_eq!(rows(store).moved_files(of).await.expect("it reads"), [file]);
}
