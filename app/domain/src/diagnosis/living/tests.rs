//! What becomes of an advice, who may say so, where a diagnosis stands, what editors learn of refusals.

use super::super::{Answer, Answers, Diagnosis, GivenBack, Led, Questionnaire};
use super::*;
use crate::accounts::{Hat, Membership};
use crate::orientation::Place;
use crate::testing::{Story, act, crew, day, events, id, signed, words};
use EventKind as E;
use std::sync::{Arc, LazyLock};

static SMALL: LazyLock<Questionnaire> = LazyLock::new(|| {
    toml::from_str(
        r#"
        version = 1
        [[theme]]
        key = "files"
        title = { fr = "Fichiers", en = "Files" }
        short = { fr = "Fichiers", en = "Files" }
        [[question]]
        key = "place"
        theme = "files"
        text = { fr = "Où ?", en = "Where?" }
        choice = [
            { key = "home", text = { fr = "Chez moi", en = "At home" }, value = 0 },
            { key = "shared", text = { fr = "Partagés", en = "Shared" }, value = 3 },
        ]
        [[recommendation]]
        key = "share"
        theme = "files"
        [[recommendation.rung]]
        when = [{ question = "place", any_of = ["home"] }]
        text = { fr = "Un dossier", en = "A folder" }
        why = { fr = "…", en = "…" }
        how = { fr = "…", en = "…" }
        [[recommendation.rung]]
        when = [{ question = "place", any_of = ["shared"] }]
        text = { fr = "Des droits", en = "Rights" }
        why = { fr = "…", en = "…" }
        how = { fr = "…", en = "…" }
        [[recommendation]]
        key = "talk"
        theme = "files"
        usual = true
        [[recommendation.rung]]
        text = { fr = "En parler", en = "Talk" }
        why = { fr = "…", en = "…" }
        how = { fr = "…", en = "…" }
        [[rule]]
        verdict = "later"
        when = [{ question = "place", any_of = ["shared"] }]
        summary = { fr = "Plus tard", en = "Later" }
        "#,
    )
    .expect("it can be read")
});

fn answers(choice: &str) -> Answers {
    Answers::from([("place".to_owned(), Answer::choice(choice))])
}

/// The diagnosis 20 of association 5, given back on day 10.
fn given_back() -> Diagnosis {
    let judgement = SMALL.read(&answers("home")).judge();
    Diagnosis {
        id: id(20),
        journey: id(5),
        association: id(5),
        begun_at: day(1),
        led: Some(Led { by: id(8), since: day(9) }),
        version: id(1),
        questionnaire: Arc::new(SMALL.clone()),
        given_back: Some(GivenBack { at: day(10), judgement, decided: None }),
    }
}

/// Association 5, to which a diagnosis was given back on day 10.
fn story() -> Story {
    Story::of(5)
        .on(2, E::MeetingAttended, 9)
        .on(9, E::DiagnosisStarted, 20)
        .on(10, E::DiagnosisGivenBack(Verdict::Learning), 20)
        .on(10, E::OrientationOpened(Place::Action(crate::accounts::Action::Workshops)), 30)
}

fn life(story: &Story, said: Vec<AdviceSaid>, reviews: Vec<Review>) -> Life {
    Life::of(id(20), &story.journey(), said, reviews)
}

fn hat(association: u128) -> CompanionHat {
    let member = signed(3, &[Hat::Member(id(association))]);
    member.companion(id(association), &[]).expect("a member")
}

fn done(recommendation: &str, rung: usize, said: Said) -> AdviceSaid {
    let recommendation = recommendation.to_owned();
    let hat = "member".to_owned();
    AdviceSaid { diagnosis: id(20), recommendation, rung, said, at: day(12), by: id(3), hat }
}

fn review_on(n: i64) -> Review {
    let hat = "volunteer".to_owned();
    Review {
        id: id(70),
        diagnosis: id(20),
        met_at: day(n),
        words: words("…"),
        at: day(n),
        by: id(8),
        hat,
    }
}

/// What the list says: the key, the rung, whether something holds, whether it follows.
fn told<'q>(actions: &[NextAction<'q>]) -> Vec<(&'q str, usize, bool, bool)> {
    let told =
        |a: &NextAction<'q>| (a.recommendation.key.as_str(), a.rung, a.said.is_some(), a.then);
    actions.iter().map(told).collect()
}

#[test]
fn diagnosis_the_second_rung_follows_the_first_once_it_is_done() {
    let answers = answers("home");
    let reading = SMALL.read(&answers);
    let refused = || Said::Refused { reason: WhyNot::NoTime, words: None };
    let open = [("share", 0, false, false), ("talk", 0, false, false)];
    assert_eq!(told(&reading.next_actions(&[])), open);
    assert_eq!(told(&reading.next_actions(&[done("share", 0, Said::TakenBack)])), open);
    // What is said of the second while the first is not done is not shown.
    assert_eq!(told(&reading.next_actions(&[done("share", 1, Said::Done)])), open);
    let first = done("share", 0, Said::Done);
    for (said, expected) in [
        (vec![done("share", 0, refused())], vec![("share", 0, true, false)]),
        (vec![first.clone()], vec![("share", 0, true, false), ("share", 1, false, true)]),
        (
            vec![first.clone(), done("share", 1, refused())],
            vec![("share", 0, true, false), ("share", 1, true, true)],
        ),
    ] {
        let mut expected = expected;
        expected.push(open[1]);
        assert_eq!(told(&reading.next_actions(&said)), expected, "{said:?}");
    }
    // What has one rung has nothing after it.
    let actions = reading.next_actions(&[done("talk", 0, Said::Done)]);
    assert_eq!(told(&actions), [open[0], ("talk", 0, true, false)]);
    assert!(actions.iter().all(|action| action.rung().is_some() && !action.causes.is_empty()));
    // Begun on the second rung, there is none after it.
    let shared = Answers::from([("place".to_owned(), Answer::choice("shared"))]);
    let grown = SMALL.read(&shared).next_actions(&[done("share", 1, Said::Done)]);
    assert_eq!(told(&grown)[0], ("share", 1, true, false));
    assert_eq!(grown.len(), 2);
}

#[test]
fn diagnosis_an_advice_is_answered_once_and_can_be_taken_back() {
    let (diagnosis, answers) = (given_back(), answers("home"));
    let refused = || Said::Refused { reason: WhyNot::TooHard, words: Some(words("Trop.")) };
    let say = |held: Option<Said>, said: Said| {
        let all: Vec<_> = held.into_iter().map(|said| done("share", 0, said)).collect();
        let life = life(&story(), all.clone(), Vec::new());
        let reading = SMALL.read(&answers);
        let action = reading.next_actions(&all).remove(0);
        diagnosis.say(&act(day(13)), &hat(5), &life, &action, said)
    };
    for (held, said, good) in [
        (None, Said::Done, true),
        (None, refused(), true),
        (None, Said::TakenBack, false),
        (Some(Said::Done), Said::TakenBack, true),
        (Some(refused()), Said::TakenBack, true),
        (Some(Said::Done), Said::Done, false),
        (Some(Said::Done), refused(), false),
        (Some(refused()), Said::Done, false),
        (Some(Said::TakenBack), Said::Done, true),
        (Some(Said::TakenBack), Said::TakenBack, false),
    ] {
        let at = format!("{held:?}, then {said:?}");
        match say(held, said.clone()) {
            Ok(outcome) => {
                assert!(good, "{at}");
                let expected = AdviceSaid { at: day(13), ..done("share", 0, said) };
                assert_eq!(outcome.changes, [Change::AdviceSaid(expected)], "{at}");
            }
            Err(error) => assert_eq!((error, good), (Broken::AlreadyAnswered, false), "{at}"),
        }
    }
}

#[test]
fn diagnosis_a_result_lives_from_its_giving_back_to_the_next_one() {
    let answers = answers("home");
    let reading = SMALL.read(&answers);
    let action = reading.next_actions(&[]).remove(0);
    let running = Diagnosis { given_back: None, ..given_back() };
    let redone = story().on(90, E::DiagnosisGivenBack(Verdict::Later), 21);
    let volunteer = signed(8, &[Hat::Volunteer]).companion(id(5), &[]).expect("a volunteer");
    let judge = Judge::of(&volunteer, &crew(5, Vec::new())).expect("no part in it");
    for (name, diagnosis, story, expected) in [
        ("alive", given_back(), story(), Ok(())),
        ("not given back", running, Story::of(5), Err(Broken::OutOfOrder)),
        ("redone", given_back(), redone, Err(Broken::DiagnosisRedone)),
    ] {
        let life = life(&story, Vec::new(), Vec::new());
        let said = diagnosis.say(&act(day(99)), &hat(5), &life, &action, Said::Done);
        assert_eq!(said.map(|outcome| outcome.answer), expected, "{name}");
        let noted = diagnosis.review(&act(day(99)), &judge, &life, day(98), words("Bien."));
        assert_eq!(noted.map(|outcome| outcome.answer), expected, "{name}");
    }
    let foreign = given_back().say(&act(day(99)), &hat(6), &Life::default(), &action, Said::Done);
    assert_eq!(foreign, Err(Broken::OutOfOrder), "a hat of another association");
}

#[test]
fn diagnosis_nobody_notes_how_their_own_association_went() {
    let membership =
        Membership { person: id(8), association: id(5), referent: false, since: day(0) };
    let volunteer = signed(8, &[Hat::Volunteer]).companion(id(5), &[]).expect("a volunteer");
    // Let in meanwhile: the crew is read under the lock.
    let now_a_member = crew(5, vec![membership]);
    assert_eq!(Judge::of(&volunteer, &now_a_member), Err(Broken::OwnAssociation));
    let elsewhere = Judge::of(&volunteer, &crew(6, Vec::new())).expect("no part in it");
    let noted =
        given_back().review(&act(day(99)), &elsewhere, &Life::default(), day(98), words("…"));
    assert_eq!(noted, Err(Broken::OwnAssociation));
    let judge = Judge::of(&volunteer, &crew(5, Vec::new())).expect("no part in it");
    let noted = given_back().review(
        &act(day(99)).wearing(&volunteer),
        &judge,
        &life(&story(), Vec::new(), Vec::new()),
        day(98),
        words("Bien."),
    );
    let noted = noted.expect("it may be");
    assert_eq!(events(&noted), [E::DiagnosisReviewed]);
    let kept = noted.changes.iter().find_map(|change| match change {
        Change::Review(review) => Some(review),
        _ => None,
    });
    let kept = kept.expect("a review");
    assert_eq!((kept.by, kept.met_at, kept.at), (id(8), day(98), day(99)));
    assert_eq!((kept.hat.as_str(), kept.diagnosis), ("volunteer", id(20)));
}

#[test]
fn diagnosis_a_talk_is_between_the_result_and_today() {
    for (on, expected) in
        [(9, Err(Fault::Order)), (10, Ok(day(10))), (50, Ok(day(50))), (51, Err(Fault::Date))]
    {
        assert_eq!(given_back().day_of_review(day(on), day(50)), expected, "{on}");
    }
    // The same day, before the hour of the result.
    let diagnosis = Diagnosis {
        given_back: given_back()
            .given_back
            .map(|back| GivenBack { at: back.at + chrono::Duration::hours(8), ..back }),
        ..given_back()
    };
    assert_eq!(diagnosis.day_of_review(day(10), day(50)), Ok(day(10)));
}

#[test]
fn diagnosis_where_it_stands_is_read_from_its_life() {
    use crate::accounts::Action::Workshops;
    let plain = story();
    let declined = plain.clone().on(11, E::OrientationDeclined(Place::Action(Workshops)), 30);
    let booked = plain.clone().on(11, E::SeatTaken, 40);
    let learnt = booked.clone().on(15, E::SessionAttended("files".to_owned()), 40);
    let reviewed = learnt.clone().on(60, E::DiagnosisReviewed, 20);
    let redone = reviewed.clone().on(90, E::DiagnosisGivenBack(Verdict::Later), 21);
    let after = redone.clone().on(95, E::ProjectSubmitted, 50);
    let said = |said| vec![done("share", 0, said)];
    let refusal = Said::Refused { reason: WhyNot::NoTime, words: None };
    for (name, story, said, reviews, expected) in [
        ("given back", &plain, vec![], vec![], (Stage::GivenBack, day(10))),
        ("declined", &declined, vec![], vec![], (Stage::GivenBack, day(10))),
        ("a seat", &booked, vec![], vec![], (Stage::GivenBack, day(10))),
        ("refused", &plain, said(refusal), vec![], (Stage::GivenBack, day(10))),
        ("taken back", &plain, said(Said::TakenBack), vec![], (Stage::GivenBack, day(10))),
        ("a session", &learnt, vec![], vec![], (Stage::InAction, day(15))),
        ("done", &plain, said(Said::Done), vec![], (Stage::InAction, day(12))),
        ("both", &learnt, said(Said::Done), vec![], (Stage::InAction, day(12))),
        ("a talk", &reviewed, vec![], vec![review_on(60)], (Stage::Reviewed, day(60))),
        (
            "two talks",
            &reviewed,
            vec![],
            vec![review_on(80), review_on(60)],
            (Stage::Reviewed, day(80)),
        ),
        ("redone", &redone, vec![], vec![review_on(60)], (Stage::Redone, day(90))),
        ("long redone", &after, vec![], vec![], (Stage::Redone, day(90))),
    ] {
        assert_eq!(given_back().stage(&life(story, said, reviews)), expected, "{name}");
    }
    let running = Diagnosis { given_back: None, ..given_back() };
    assert_eq!(running.stage(&Life::default()), (Stage::InInterview, day(9)));
    let prepared = Diagnosis { led: None, ..running };
    assert_eq!(prepared.stage(&Life::default()), (Stage::Prepared, day(1)));
    // What came before it, or after the next one, is not its life.
    let lived = life(&after, Vec::new(), Vec::new());
    let days: Vec<_> = lived.facts.iter().map(|fact| fact.occurred_at).collect();
    assert_eq!(days, [day(15), day(60), day(90)]);
    assert_eq!(lived.redone(), Some((id(21), day(90))));
    assert_eq!(Life::of(id(99), &after.journey(), Vec::new(), Vec::new()).facts, []);
}

#[test]
fn diagnosis_another_verdict_needs_a_reason() {
    let judgement = SMALL.read(&answers("home")).judge();
    assert_eq!(judgement.verdict, Verdict::Learning);
    let why = || Some(words("Leur outil existe déjà."));
    for (verdict, given, expected) in [
        (None, None, Ok(None)),
        (Some(Verdict::Learning), None, Ok(None)),
        (Some(Verdict::Learning), why(), Ok(None)),
        (Some(Verdict::Later), None, Err(Fault::Missing)),
        (Some(Verdict::Later), why(), Ok(why().map(|why| (Verdict::Later, why)))),
    ] {
        assert_eq!(judgement.instead(verdict, given.clone()), expected, "{verdict:?}, {given:?}");
    }
}

#[test]
fn diagnosis_refusals_name_nobody() {
    let refused = |recommendation: &str, reason, association: u128| RefusedAdvice {
        recommendation: recommendation.to_owned(),
        reason,
        association: id(association),
    };
    let (time, hard) = (WhyNot::NoTime, WhyNot::TooHard);
    let all = [
        refused("a", time, 1),
        // The same association, in two diagnoses.
        refused("a", time, 1),
        refused("a", time, 2),
        refused("b", time, 1),
        refused("b", time, 2),
        refused("b", hard, 3),
        refused("c", hard, 1),
        refused("c", hard, 2),
        refused("c", hard, 3),
        refused("c", time, 4),
    ];
    let told: Vec<_> =
        refusals(&all).into_iter().map(|r| (r.recommendation, r.associations, r.reasons)).collect();
    let expected = [
        ("c".to_owned(), Some(4), vec![(hard, 3)]),
        // Three refuse it, and nobody can tell who has no time.
        ("b".to_owned(), Some(3), vec![]),
        // Two are too few to be counted.
        ("a".to_owned(), None, vec![]),
    ];
    assert_eq!(told, expected);
    assert_eq!(refusals(&[]), []);
}

#[test]
fn diagnosis_codes_are_read_back() {
    for reason in WhyNot::ALL {
        assert_eq!(WhyNot::from_code(reason.code()), Some(reason));
    }
    assert_eq!(WhyNot::from_code("lazy"), None);
    let codes: BTreeSet<_> = Stage::ALL.map(Stage::code).into();
    assert_eq!(codes.len(), Stage::ALL.len());
}
