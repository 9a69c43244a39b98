//! Whether some answers make conditions hold and none of those read before them: answer by answer, through all that could
//! change it, as long as that is not too many.

use crate::diagnosis::reading::Steps;
use crate::diagnosis::{Answer, Condition, Key, Question, Questionnaire, VALUE_MAX};
use std::collections::{BTreeMap, BTreeSet};

/// The most answers tried for one rule: a page that checks the draft should not be waited for.
const TRIED_MAX: u32 = 4_000;
/// The most choices of a question that takes several whose every mixture is looked at.
const MIXED_MAX: usize = 10;

/// Conditions read before: the number by which they are told, and those that do not hold anyway.
pub(super) type Before<'q> = (usize, Vec<&'q Condition>);

/// What is looked for: these conditions, and all of none of the others.
pub(super) struct Search<'q> {
    wanted: &'q [Condition],
    before: Vec<Before<'q>>,
    /// The questions that may matter, in their order, each with the answers that differ in what they bring about.
    questions: Vec<(&'q Question, Vec<Option<Answer>>)>,
    place: BTreeMap<&'q str, usize>,
    tried: u32,
    /// Which of `before` stood in the way.
    by: BTreeSet<usize>,
}

/// Which of `before` stand in the way of `wanted`, each by its number: one of them holds whenever it does. Empty: it never
/// holds. None: there are answers for it or, where there is too much to try, nobody knows.
pub(super) fn in_the_way<'q>(
    questionnaire: &'q Questionnaire,
    wanted: &'q [Condition],
    before: Vec<Before<'q>>,
) -> Option<Vec<usize>> {
    let mut needed = prevented(questionnaire, wanted, before.clone())?;
    // Some may have stood in the way of nothing that the others let pass.
    for number in needed.clone() {
        let others: Vec<_> =
            before.iter().filter(|(n, _)| *n != number && needed.contains(n)).cloned().collect();
        if let Some(fewer) = prevented(questionnaire, wanted, others) {
            needed = fewer;
        }
    }
    Some(needed)
}

fn prevented<'q>(
    questionnaire: &'q Questionnaire,
    wanted: &'q [Condition],
    before: Vec<Before<'q>>,
) -> Option<Vec<usize>> {
    let mut search = Search::of(questionnaire, wanted, before)?;
    let never = search.go(0, &Steps::of(questionnaire)) == Some(false);
    never.then(|| search.by.into_iter().collect())
}

impl<'q> Search<'q> {
    fn of(
        questionnaire: &'q Questionnaire,
        wanted: &'q [Condition],
        before: Vec<Before<'q>>,
    ) -> Option<Self> {
        let read = wanted.iter().chain(before.iter().flat_map(|(_, when)| when.iter().copied()));
        let matter = Matter::of(questionnaire, read);
        let mut questions = Vec::new();
        for question in &questionnaire.questions {
            if matter.questions.contains(&*question.key) {
                questions.push((question, matter.answers(question)?));
            }
        }
        let places = questions.iter().enumerate();
        let place = places.map(|(at, (question, _))| (&*question.key, at)).collect();
        let (tried, by) = Default::default();
        Some(Self { wanted, before, questions, place, tried, by })
    }

    /// Whether some answers to the questions from `at` on do. None: it was given up.
    fn go(&mut self, at: usize, steps: &Steps<'q>) -> Option<bool> {
        self.tried += 1;
        if self.tried > TRIED_MAX {
            return None;
        }
        let wanted = self.all(self.wanted.iter(), at, steps);
        if wanted == Some(false) {
            return Some(false);
        }
        let mut free = wanted == Some(true);
        for (number, when) in &self.before {
            match self.all(when.iter().copied(), at, steps) {
                Some(true) => {
                    self.by.insert(*number);
                    return Some(false);
                }
                Some(false) => {}
                None => free = false,
            }
        }
        if free {
            return Some(true);
        }
        let Some((question, answers)) = self.questions.get(at) else { return Some(false) };
        let (question, answers) = (*question, answers.clone());
        for answer in answers {
            let mut steps = steps.clone();
            steps.meet(question, answer.as_ref());
            match self.go(at + 1, &steps) {
                Some(false) => {}
                found => return found,
            }
            // Nobody is asked it: all answers are alike.
            if !steps.reading.asks(&question.key) {
                break;
            }
        }
        Some(false)
    }

    /// Whether all hold, as far as the questions before `at` say.
    fn all<'c>(
        &self,
        conditions: impl Iterator<Item = &'c Condition>,
        at: usize,
        steps: &Steps<'q>,
    ) -> Option<bool> {
        let mut all = Some(true);
        for condition in conditions {
            match self.holds(condition, at, steps) {
                Some(false) => return Some(false),
                Some(true) => {}
                None => all = None,
            }
        }
        all
    }

    fn holds(&self, condition: &Condition, at: usize, steps: &Steps<'q>) -> Option<bool> {
        let reading = &steps.reading;
        let met = |question: &Key| self.place.get(&**question).is_none_or(|place| *place < at);
        match condition {
            Condition::Answered { question, .. } => met(question).then(|| reading.holds(condition)),
            Condition::Below { theme, below } => self.stands(theme, at, steps, |l| l < *below),
            Condition::AtLeast { theme, at_least } => {
                self.stands(theme, at, steps, |l| l >= *at_least)
            }
            Condition::Unknown { unknown_among, count } => {
                let count = *count as usize;
                let to_come = unknown_among.iter().filter(|key| !met(key)).count();
                let unknown = |key: &&Key| met(key) && reading.counted(key).is_none();
                let unknown = unknown_among.iter().filter(unknown).count();
                let sure = unknown >= count || unknown + to_come < count;
                sure.then_some(unknown >= count)
            }
        }
    }

    /// Whether a theme stands within a limit, wherever the questions to come may bring it.
    fn stands(
        &self,
        theme: &str,
        at: usize,
        steps: &Steps<'q>,
        within: impl Fn(f64) -> bool,
    ) -> Option<bool> {
        let (sum, weights) = steps.reading.weighed(theme, |_| true);
        let to_come = self.questions.iter().skip(at).filter(|(q, _)| q.theme == theme);
        let to_come: u32 = to_come.map(|(question, _)| u32::from(question.weight)).sum();
        if weights + to_come == 0 {
            return Some(false);
        }
        let mean = |sum: u32| f64::from(sum) / f64::from(weights + to_come);
        let (least, most) = (mean(sum), mean(sum + to_come * u32::from(VALUE_MAX)));
        match (within(least), within(most)) {
            (false, false) => Some(false),
            // As long as nothing is known of a theme, it stands nowhere.
            (true, true) if weights > 0 => Some(true),
            _ => None,
        }
    }
}

/// What conditions look at, and all that it rests on.
#[derive(Default)]
struct Matter<'q> {
    questions: BTreeSet<&'q str>,
    /// Those of which it is counted how many have no answer.
    counted: BTreeSet<&'q str>,
    /// Those of which it is asked how far they are.
    themes: BTreeSet<&'q str>,
    /// The choices that conditions name together.
    lists: BTreeSet<(&'q str, &'q [Key])>,
}

impl<'q> Matter<'q> {
    fn of(
        questionnaire: &'q Questionnaire,
        conditions: impl Iterator<Item = &'q Condition>,
    ) -> Self {
        let mut matter = Self::default();
        for condition in conditions {
            matter.read(condition);
        }
        // What a question rests on comes before it, and so does what fills it in.
        let mut known = 0;
        while known < matter.questions.len() + matter.themes.len() {
            known = matter.questions.len() + matter.themes.len();
            for question in questionnaire.questions.iter().rev() {
                let fills = question.choices.iter().flat_map(|choice| &choice.fills);
                let mut fills = fills.map(|fill| &*fill.question);
                if matter.themes.contains(&*question.theme)
                    || fills.any(|to| matter.questions.contains(to))
                {
                    matter.questions.insert(&question.key);
                }
                if matter.questions.contains(&*question.key) {
                    if let Some(opening) = &question.opened_by {
                        matter.answered(&opening.question, &opening.any_of);
                    }
                    question.asked_if.iter().for_each(|condition| matter.read(condition));
                }
            }
        }
        matter
    }

    fn answered(&mut self, question: &'q Key, any_of: &'q [Key]) {
        self.questions.insert(question);
        self.lists.insert((question, any_of));
    }

    fn read(&mut self, condition: &'q Condition) {
        match condition {
            Condition::Answered { question, any_of } => self.answered(question, any_of),
            Condition::Below { theme, .. } | Condition::AtLeast { theme, .. } => {
                self.themes.insert(theme);
            }
            Condition::Unknown { unknown_among, .. } => {
                self.counted.extend(unknown_among.iter().map(|key| &**key));
                self.questions.extend(&self.counted);
            }
        }
    }

    /// An answer of each sort, and none. None: there are too many mixtures.
    fn answers(&self, question: &'q Question) -> Option<Vec<Option<Answer>>> {
        let each = question.choices.iter().map(|choice| vec![&choice.key]);
        let mut given: Vec<Vec<&Key>> = each.collect();
        if question.multiple {
            let together = question.choices.iter().filter(|choice| !choice.alone);
            let together: Vec<&Key> = together.map(|choice| &choice.key).collect();
            if together.len() > MIXED_MAX {
                return None;
            }
            let several = (1_usize..1 << together.len()).filter(|mixture| mixture.count_ones() > 1);
            given.extend(several.map(|mixture| {
                let within = |(i, _): &(usize, &&Key)| mixture & (1 << i) != 0;
                together.iter().enumerate().filter(within).map(|(_, key)| *key).collect()
            }));
        }
        let lists = self.lists.iter().filter(|(of, _)| *of == question.key);
        let lists: Vec<&[Key]> = lists.map(|(_, list)| *list).collect();
        let valued = question.weight > 0 && self.themes.contains(&*question.theme);
        let mut sorts = BTreeMap::new();
        for keys in given {
            let chosen: BTreeSet<&Key> = keys.into_iter().collect();
            let choices = || chosen.iter().filter_map(|key| question.choice(key));
            let worth = choices().filter_map(|choice| choice.value).reduce(u8::saturating_add);
            let worth = worth.map(|worth| worth.min(VALUE_MAX)).filter(|_| valued);
            let named: Vec<bool> =
                lists.iter().map(|list| list.iter().any(|key| chosen.contains(key))).collect();
            let fills = choices().flat_map(|choice| &choice.fills);
            let fills = fills.filter(|fill| self.questions.contains(&*fill.question));
            let fills: Vec<_> = fills.map(|fill| (&fill.question, &fill.choices)).collect();
            sorts.entry((named, worth, fills)).or_insert(chosen);
        }
        let answer = |keys: BTreeSet<&Key>| Answer::Chosen(keys.into_iter().cloned().collect());
        let mut answers: Vec<_> = sorts.into_values().map(|keys| Some(answer(keys))).collect();
        // Silence, which stands in the way of least, is tried first where it is not counted.
        let at = if self.counted.contains(&*question.key) { answers.len() } else { 0 };
        answers.insert(at, None);
        Some(answers)
    }
}
