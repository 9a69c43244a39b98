//! Asking an association for its story, once it has used its tool for months: one letter, with a link that needs no
//! account; one reminder; and a no is a no.

use crate::accounts::TellerHat;
use crate::act::{Act, Broken, Change, Outcome};
use crate::ids::{AssociationId, JourneyId, SoughtId, TestimonyId};
use crate::journey::{EventKind, Journey, What};
use crate::wiki::fact::months_between;
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

/// How many months its tool was used before an association is asked: long enough for changes to have come (the programme's
/// text says "après quelques mois d'utilisation").
pub const MONTHS_OF_USE: u32 = 3;
/// How long the link works.
pub const LASTS: Duration = Duration::days(60);
/// When who has not answered is asked again, once.
pub const REMINDED_AFTER: Duration = Duration::days(14);
/// After how many months who said "not now" is asked again.
pub const NOT_NOW_FOR: u32 = 6;

/// A story that was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sought {
    pub id: SoughtId,
    pub journey: JourneyId,
    pub association: AssociationId,
    pub asked_at: DateTime<Utc>,
    pub reminded_at: Option<DateTime<Utc>>,
    /// What was answered, and when.
    pub answer: Option<(Answer, DateTime<Utc>)>,
    /// What was begun by it: its link leads there, and nowhere else.
    pub testimony: Option<TestimonyId>,
}

/// What an association answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    /// It tells its story; the link of the letter goes on working.
    Begun,
    NotNow,
    /// It is never asked again.
    Never,
    /// It tells its story, and has ended the link.
    Ended,
}

impl Answer {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Begun, Self::NotNow, Self::Never, Self::Ended];

    /// The name in the database and in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Begun => "begun",
            Self::NotNow => "not_now",
            Self::Never => "never",
            Self::Ended => "ended",
        }
    }

    /// Reads [`Self::code`] back. None: no such name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|answer| answer.code() == code)
    }
}

/// What is to be written to an association today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Due {
    Ask,
    Remind(Sought),
}

/// Since when the association says, without a no in between, that it uses its tool.
pub fn in_use_since(journey: &Journey) -> Option<DateTime<Utc>> {
    let mut since = None;
    for event in journey.counted() {
        match event.kind {
            EventKind::ToolInUse => since = since.or(Some(event.occurred_at)),
            EventKind::ToolNotInUse | EventKind::HandoverSigned => since = None,
            _ => {}
        }
    }
    since
}

/// What is due, after what was asked `before`, first to last. None: it has nothing new to tell, its tool is too new, or it
/// was asked and has answered, or let the link end.
pub fn due(now: DateTime<Utc>, journey: &Journey, before: &[Sought]) -> Option<Due> {
    let since = in_use_since(journey)?;
    if journey.next(now).what != What::Testify || months_between(since, now) < MONTHS_OF_USE {
        return None;
    }
    let Some(last) = before.last() else { return Some(Due::Ask) };
    match last.answer {
        Some((Answer::NotNow, at)) => (months_between(at, now) >= NOT_NOW_FOR).then_some(Due::Ask),
        // It told that story, and has another tool since.
        Some((Answer::Begun | Answer::Ended, at)) => (at < since).then_some(Due::Ask),
        Some((Answer::Never, _)) => None,
        None => {
            let waits = last.reminded_at.is_none() && now >= last.asked_at + REMINDED_AFTER;
            (waits && last.is_open(now)).then(|| Due::Remind(last.clone()))
        }
    }
}

impl Due {
    /// Notes that it is written: who is written to reads it in the letter of this.
    pub fn note(self, act: &Act, journey: &Journey) -> Outcome<Sought> {
        let sought = match self {
            Self::Ask => Sought {
                id: act.id().into(),
                journey: journey.head.id,
                association: journey.head.association,
                asked_at: act.at,
                reminded_at: None,
                answer: None,
                testimony: None,
            },
            Self::Remind(sought) => Sought { reminded_at: Some(act.at), ..sought },
        };
        Outcome::of(sought.clone()).change(Change::Sought(sought))
    }
}

impl Sought {
    /// Until when its link works.
    pub fn until(&self) -> DateTime<Utc> {
        self.asked_at + LASTS
    }

    /// Whether its link works.
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        let ended = self.answer.is_some_and(|(answer, _)| answer != Answer::Begun);
        !ended && now < self.until()
    }

    /// Notes what was begun by it.
    pub fn begun(&self, act: &Act, testimony: TestimonyId) -> Outcome<()> {
        let (answer, testimony) = (Some((Answer::Begun, act.at)), Some(testimony));
        Outcome::of(()).change(Change::Sought(Self { answer, testimony, ..self.clone() }))
    }

    /// Declines, for now or for ever: the link has served.
    ///
    /// Errors: `AlreadyAnswered`, a story was begun.
    pub fn decline(
        &self,
        act: &Act,
        _teller: &TellerHat,
        answer: Answer,
    ) -> Result<Outcome<()>, Broken> {
        if self.answer.is_some() {
            return Err(Broken::AlreadyAnswered);
        }
        let answer = Some((answer, act.at));
        Ok(Outcome::of(()).change(Change::Sought(Self { answer, ..self.clone() })))
    }

    /// Ends the link: the story is written by who has an account only.
    pub fn end(&self, act: &Act, _teller: &TellerHat) -> Outcome<()> {
        let answer = Some((Answer::Ended, act.at));
        Outcome::of(()).change(Change::Sought(Self { answer, ..self.clone() }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::{Actor, Bearer, Denied, Purpose};
    use crate::testing::*;

    fn used(since: i64) -> Story {
        let story = Story::of(1).on(0, EventKind::ProjectSubmitted, 5);
        let story = story.on(1, EventKind::ProjectSelected, 5).on(2, EventKind::TeamFormed, 5);
        let story = story.on(3, EventKind::ToolDelivered, 5).on(4, EventKind::HandoverSigned, 5);
        story.on(since, EventKind::ToolInUse, 5)
    }

    fn asked(on: i64) -> Sought {
        let due = due(day(on), &used(10).journey(), &[]);
        assert_eq!(due, Some(Due::Ask));
        Due::Ask.note(&act(day(on)), &used(10).journey()).answer
    }

    #[test]
    fn wiki_a_story_is_asked_for_after_months_of_use_once_and_once_more() {
        let journey = used(10).journey();
        assert_eq!(due(day(99), &journey, &[]), None, "three months are not over");
        let first = asked(105);
        assert_eq!(due(day(106), &journey, std::slice::from_ref(&first)), None);
        let again = due(day(119), &journey, std::slice::from_ref(&first));
        assert_eq!(again, Some(Due::Remind(first.clone())));
        let reminded = Due::Remind(first).note(&act(day(119)), &journey).answer;
        for on in [120, 200, 900] {
            assert_eq!(due(day(on), &journey, std::slice::from_ref(&reminded)), None, "{on}");
        }
        assert!(reminded.is_open(day(164)) && !reminded.is_open(day(165)));
        // Used no more, or told: there is nothing to ask.
        let no = used(10).on(50, EventKind::ToolNotInUse, 5).journey();
        assert_eq!(due(day(200), &no, &[]), None);
        let told = used(10).on(50, EventKind::TestimonyBegun, 7).journey();
        assert_eq!(due(day(200), &told, &[]), None);
    }

    #[test]
    fn wiki_no_is_no_and_not_now_is_for_months() {
        let journey = used(10).journey();
        let bearer = |sought: &Sought| {
            let (purpose, until) = (Purpose::Testify(sought.id), sought.until());
            Actor::Bearer(Bearer { purpose, until })
        };
        let first = asked(105);
        let teller = bearer(&first).sought(&first, day(106)).expect("its link");
        let answered = |answer| {
            let declined = first.decline(&act(day(106)), &teller, answer).expect("not answered");
            match &declined.changes[..] {
                [Change::Sought(sought)] => sought.clone(),
                other => panic!("{other:?}"),
            }
        };
        let never = answered(Answer::Never);
        assert_eq!(due(day(2000), &journey, std::slice::from_ref(&never)), None);
        let later = answered(Answer::NotNow);
        assert_eq!(due(day(280), &journey, std::slice::from_ref(&later)), None);
        assert_eq!(due(day(300), &journey, std::slice::from_ref(&later)), Some(Due::Ask));
        for over in [never, later] {
            assert_eq!(bearer(&over).sought(&over, day(107)), Err(Denied::LinkExpired));
            let again = over.decline(&act(day(107)), &teller, Answer::Never);
            assert_eq!(again, Err(Broken::AlreadyAnswered));
        }
    }

    #[test]
    fn wiki_a_link_leads_to_its_own_story_until_it_ends() {
        let first = asked(105);
        let (purpose, until) = (Purpose::Testify(first.id), first.until());
        let holder = Actor::Bearer(Bearer { purpose, until });
        let begun = first.begun(&act(day(106)), id(70));
        let [Change::Sought(begun)] = &begun.changes[..] else { panic!("{begun:?}") };
        let teller = |testimony, sought: &Sought, on| {
            holder.teller(testimony, sought.association, Some(sought), day(on))
        };
        assert!(teller(id(70), begun, 107).is_ok());
        assert_eq!(teller(id(71), begun, 107), Err(Denied::LinkExpired), "another story");
        assert_eq!(teller(id(70), &first, 107), Err(Denied::LinkExpired), "not begun by it");
        assert_eq!(teller(id(70), begun, 165), Err(Denied::LinkExpired), "too late");
        let other = Sought { id: id(9), ..begun.clone() };
        assert_eq!(teller(id(70), &other, 107), Err(Denied::LinkExpired), "another letter");
        let hat = teller(id(70), begun, 107).expect("its own");
        let ended = begun.end(&act(day(108)), &hat);
        let [Change::Sought(ended)] = &ended.changes[..] else { panic!("{ended:?}") };
        assert_eq!(teller(id(70), ended, 109), Err(Denied::LinkExpired));
        assert_eq!(Actor::Anonymous.sought(begun, day(107)), Err(Denied::Hidden));
    }
}
