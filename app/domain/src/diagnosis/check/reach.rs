//! What answers can bring about: which questions can be asked, which conditions can hold together, which hold whenever
//! others do.
//!
//! It errs on one side only: what it calls impossible is impossible, but some of what it lets pass may be impossible too.

use crate::diagnosis::{Condition, Key, Question, Questionnaire, VALUE_MAX};
use std::collections::{BTreeMap, BTreeSet};

/// A questionnaire whose keys each tell one thing, looked through.
pub(super) struct Reach<'q> {
    questionnaire: &'q Questionnaire,
    place: BTreeMap<&'q str, usize>,
    never: BTreeSet<&'q str>,
}

/// All that must hold at once, with what it rests on: a question that must be answered must be asked first.
#[derive(Default)]
struct Needs<'q> {
    /// Questions that must be answered: with one of each of these lists.
    answers: BTreeMap<&'q str, Vec<&'q [Key]>>,
    /// Where themes must stand: at least, and below. A theme is known by how many of its questions come before the place
    /// where it is asked how far it is.
    levels: BTreeMap<(&'q str, usize), (f64, f64)>,
    /// At least so many of these must have no answer, asked before the question of this place.
    unknown: Vec<(&'q [Key], usize, usize)>,
    impossible: bool,
}

impl<'q> Reach<'q> {
    /// Looks through the questions in their order: what each rests on comes before it.
    pub(super) fn of(questionnaire: &'q Questionnaire) -> Self {
        let place = questionnaire.questions.iter().enumerate().map(|(i, q)| (&*q.key, i)).collect();
        let mut reach = Self { questionnaire, place, never: BTreeSet::new() };
        for (at, question) in questionnaire.questions.iter().enumerate() {
            let mut needs = Needs::default();
            reach.ask(&mut needs, question, at);
            if !reach.is_possible(&needs) {
                reach.never.insert(&question.key);
            }
        }
        reach
    }

    /// Whether no answers make this question be asked.
    pub(super) fn is_never_asked(&self, question: &str) -> bool {
        self.never.contains(question)
    }

    /// Whether answers can make all of these hold, once all questions are asked.
    pub(super) fn can_hold(&self, conditions: &'q [Condition]) -> bool {
        self.is_possible(&self.needs(conditions))
    }

    /// Whether all of `others` hold whenever all of `conditions` do.
    pub(super) fn implies(&self, conditions: &'q [Condition], others: &[Condition]) -> bool {
        let needs = self.needs(conditions);
        others.iter().all(|other| self.holds_with(&needs, other))
    }

    fn needs(&self, conditions: &'q [Condition]) -> Needs<'q> {
        let mut needs = Needs::default();
        self.require(&mut needs, conditions, self.questionnaire.questions.len());
        needs
    }

    fn ask(&self, needs: &mut Needs<'q>, question: &'q Question, at: usize) {
        if let Some(opening) = &question.opened_by {
            self.answer(needs, &opening.question, &opening.any_of, at);
        }
        self.require(needs, &question.asked_if, at);
    }

    fn require(&self, needs: &mut Needs<'q>, conditions: &'q [Condition], at: usize) {
        for condition in conditions {
            match condition {
                Condition::Answered { question, any_of } => {
                    self.answer(needs, question, any_of, at);
                }
                Condition::Below { theme, below } => {
                    self.stand(needs, theme, (f64::NEG_INFINITY, *below), at);
                }
                Condition::AtLeast { theme, at_least } => {
                    self.stand(needs, theme, (*at_least, f64::INFINITY), at);
                }
                Condition::Unknown { unknown_among, count } => {
                    needs.unknown.push((unknown_among, *count as usize, at));
                }
            }
        }
    }

    fn answer(&self, needs: &mut Needs<'q>, question: &'q Key, any_of: &'q [Key], at: usize) {
        let place = self.place.get(&**question).copied().filter(|place| *place < at);
        let Some(place) = place.filter(|_| !self.is_never_asked(question)) else {
            needs.impossible = true;
            return;
        };
        let lists = needs.answers.entry(question).or_default();
        lists.push(any_of);
        if lists.len() == 1 {
            self.ask(needs, &self.questionnaire.questions[place], place);
        }
    }

    fn stand(&self, needs: &mut Needs<'q>, theme: &'q Key, (from, to): (f64, f64), at: usize) {
        if from.is_nan() || to.is_nan() {
            needs.impossible = true;
            return;
        }
        let level = needs.levels.entry((theme, self.asked_of(theme, at)));
        let level = level.or_insert((f64::NEG_INFINITY, f64::INFINITY));
        *level = (level.0.max(from), level.1.min(to));
    }

    /// How many questions of a theme come before a place.
    fn asked_of(&self, theme: &str, at: usize) -> usize {
        self.questionnaire.questions.iter().take(at).filter(|q| q.theme == theme).count()
    }

    fn question(&self, key: &str) -> Option<&'q Question> {
        self.place.get(key).map(|at| &self.questionnaire.questions[*at])
    }

    fn is_possible(&self, needs: &Needs<'q>) -> bool {
        let answered = |(key, lists): (&&str, &Vec<&[Key]>)| {
            self.question(key).is_some_and(|question| can_answer(question, lists))
        };
        let stands = |((theme, questions), (from, to)): (&(&str, usize), &(f64, f64))| {
            let range = self.range(needs, theme, *questions);
            range.is_some_and(|(least, most)| from < to && least < *to && most >= *from)
        };
        let unknown = |(among, count, at): &(&[Key], usize, usize)| {
            let must_be_known = |key: &&Key| {
                let before = self.place.get(&***key).is_some_and(|place| place < at);
                before && needs.answers.contains_key(&***key)
            };
            among.len() - among.iter().filter(must_be_known).count() >= *count
        };
        !needs.impossible
            && needs.answers.iter().all(answered)
            && needs.levels.iter().all(stands)
            && needs.unknown.iter().all(unknown)
    }

    /// Between what a theme can stand over its first questions, given what must be answered. None: nothing of it can be
    /// known.
    fn range(&self, needs: &Needs<'q>, theme: &str, questions: usize) -> Option<(f64, f64)> {
        let (mut always, mut perhaps) = (Vec::new(), Vec::new());
        let of_theme = self.questionnaire.questions_of(theme).take(questions);
        for question in of_theme.filter(|q| q.weight > 0 && !self.is_never_asked(&q.key)) {
            let lists = needs.answers.get(&*question.key);
            let Some((least, most, valued)) = values(question, lists) else { continue };
            let sure = lists.is_some() && valued;
            let to = if sure { &mut always } else { &mut perhaps };
            to.push((u32::from(question.weight), u32::from(least), u32::from(most)));
        }
        let lowest = extreme(&always, &mut perhaps, |(_, least, _)| *least, |one, mean| one < mean);
        let highest = extreme(&always, &mut perhaps, |(.., most)| *most, |one, mean| one > mean);
        lowest.zip(highest)
    }

    fn holds_with(&self, needs: &Needs<'q>, condition: &Condition) -> bool {
        let end = self.questionnaire.questions.len();
        let level = |theme: &'_ str| {
            needs.levels.iter().find(|((t, n), _)| *t == theme && *n == self.asked_of(theme, end))
        };
        match condition {
            Condition::Answered { question, any_of } => {
                let found = self.question(question).zip(needs.answers.get(&**question));
                found.is_some_and(|(question, lists)| must_be_any_of(question, lists, any_of))
            }
            Condition::Below { theme, below } => {
                level(theme).is_some_and(|(_, (_, to))| to <= below)
            }
            Condition::AtLeast { theme, at_least } => {
                level(theme).is_some_and(|(_, (from, _))| from >= at_least)
            }
            Condition::Unknown { unknown_among, count } => {
                needs.unknown.iter().any(|(among, at_least, at)| {
                    let each_once: BTreeSet<_> = among.iter().collect();
                    *at == end
                        && at_least >= &(*count as usize)
                        && each_once.len() == among.len()
                        && among.iter().all(|key| unknown_among.contains(key))
                })
            }
        }
    }
}

fn in_all(lists: &[&[Key]], key: &Key) -> bool {
    lists.iter().all(|list| list.contains(key))
}

/// Whether the question takes an answer that names one of each list.
fn can_answer(question: &Question, lists: &[&[Key]]) -> bool {
    let one = question.choices.iter().any(|choice| in_all(lists, &choice.key));
    let together = |list: &&[Key]| {
        question.choices.iter().any(|choice| !choice.alone && list.contains(&choice.key))
    };
    one || question.multiple && lists.iter().all(together)
}

/// Whether each such answer names one of `any_of`.
fn must_be_any_of(question: &Question, lists: &[&[Key]], any_of: &[Key]) -> bool {
    let offered = |list: &[Key]| {
        question.choices.iter().filter(|c| list.contains(&c.key)).all(|c| any_of.contains(&c.key))
    };
    if question.multiple {
        return lists.iter().any(|list| offered(list));
    }
    let choices = question.choices.iter().filter(|choice| in_all(lists, &choice.key));
    choices.into_iter().all(|choice| any_of.contains(&choice.key))
}

/// The least and the most that such an answer is worth, and whether each is worth something. None: none is.
fn values(question: &Question, lists: Option<&Vec<&[Key]>>) -> Option<(u8, u8, bool)> {
    let open = |key: &Key| question.multiple || lists.is_none_or(|lists| in_all(lists, key));
    let choices = || question.choices.iter().filter(|choice| open(&choice.key));
    let worth = || choices().filter_map(|choice| choice.value);
    let least = worth().min()?.min(VALUE_MAX);
    let together = choices().filter(|choice| !choice.alone).filter_map(|choice| choice.value);
    let sum = together.fold(0, u8::saturating_add);
    let most = if question.multiple { sum.max(worth().max()?) } else { worth().max()? };
    Some((least, most.min(VALUE_MAX), choices().all(|choice| choice.value.is_some())))
}

type Valued = (u32, u32, u32);

/// The furthest that a mean goes one way: over all that must be counted, and what brings it further.
fn extreme(
    always: &[Valued],
    perhaps: &mut [Valued],
    worth: impl Fn(&Valued) -> u32,
    further: impl Fn(f64, f64) -> bool,
) -> Option<f64> {
    let mean = |(sum, weights): (u32, u32)| f64::from(sum) / f64::from(weights);
    let add = |(sum, weights): (u32, u32), valued: &Valued| {
        (sum + valued.0 * worth(valued), weights + valued.0)
    };
    let mut counted = always.iter().fold((0, 0), add);
    let far = |a: &Valued, b: &Valued| further(f64::from(worth(a)), f64::from(worth(b)));
    perhaps.sort_by(|a, b| far(b, a).cmp(&far(a, b)));
    for valued in perhaps.iter() {
        if counted.1 == 0 || further(f64::from(worth(valued)), mean(counted)) {
            counted = add(counted, valued);
        }
    }
    (counted.1 > 0).then(|| mean(counted))
}
