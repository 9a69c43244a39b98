//! A testimony written by answering a few questions: the text of its page, read as answers and written down again.
//!
//! The text stays the only thing that is kept. Each question is a heading; what stands under it, up to the next one, is
//! its answer. What stands before the first question is the beginning. So nothing of a text is out of sight, however it
//! was written.

use super::fact::FactKind;
use super::markup::cut::{Kind, cut, plain_lines, words_of};
use super::merge::{merge, one_side};
use std::collections::BTreeMap;

/// What is asked of who tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Question {
    Before,
    Done,
    After,
    Advice,
}

impl Question {
    /// All of them, in the order of the story.
    pub const ALL: [Self; 4] = [Self::Before, Self::Done, Self::After, Self::Advice];

    /// The name in forms and in the catalogues.
    pub fn code(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::Done => "done",
            Self::After => "after",
            Self::Advice => "advice",
        }
    }

    /// Under which a fact stands, unless somebody put it elsewhere.
    fn of(fact: FactKind) -> Self {
        match fact {
            FactKind::Place | FactKind::Size | FactKind::Need => Self::Before,
            FactKind::Themes | FactKind::Workshops | FactKind::Project => Self::Done,
            FactKind::Diagnosis | FactKind::Use => Self::After,
        }
    }
}

/// A text as a beginning and answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guide {
    pub beginning: String,
    pub answers: BTreeMap<Question, String>,
    /// The facts that stand under each question, or in the beginning.
    facts: BTreeMap<Option<Question>, Vec<FactKind>>,
}

impl Guide {
    /// Reads a text. `asks` knows the headings of questions, in whichever language they were written.
    pub fn read(source: &str, asks: impl Fn(&str) -> Option<Question>) -> Self {
        let lines = plain_lines(source);
        let mut guide = Self::default();
        let mut texts: BTreeMap<Option<Question>, String> = BTreeMap::new();
        let mut under = None;
        for piece in cut(&lines).pieces {
            let fact = FactKind::from_mark(piece.text.trim()).filter(|_| piece.kind == Kind::Fact);
            let question = (piece.kind == Kind::Heading).then(|| words_of(&piece.read()));
            match (fact, question.and_then(|words| asks(&words))) {
                (Some(fact), _) => guide.facts.entry(under).or_default().push(fact),
                (None, Some(question)) => under = Some(question),
                (None, None) => {
                    let text = texts.entry(under).or_default();
                    text.push_str(piece.text);
                    text.push_str(piece.gap);
                }
            }
        }
        for (question, text) in texts {
            let text = text.trim_matches('\n').trim_end().to_owned();
            match question {
                Some(question) => drop(guide.answers.insert(question, text)),
                None => guide.beginning = text,
            }
        }
        guide
    }

    /// The answer to one question. Empty: none yet.
    pub fn answer(&self, question: Question) -> &str {
        self.answers.get(&question).map_or("", String::as_str)
    }

    /// The same places of facts, with what was typed.
    pub fn with(self, beginning: String, answers: BTreeMap<Question, String>) -> Self {
        Self { beginning, answers, ..self }
    }

    /// Shows these facts and no others: what is new stands where it is expected.
    pub fn telling(mut self, told: &[FactKind]) -> Self {
        self.facts.values_mut().for_each(|facts| facts.retain(|fact| told.contains(fact)));
        for fact in FactKind::ALL.into_iter().filter(|fact| told.contains(fact)) {
            if !self.facts.values().any(|facts| facts.contains(&fact)) {
                self.facts.entry(Some(Question::of(fact))).or_default().push(fact);
            }
        }
        self
    }

    /// Writes it down. `heading` names a question; what has neither an answer nor a fact is left out.
    pub fn print(&self, heading: impl Fn(Question) -> &'static str) -> String {
        let mut parts = Vec::new();
        let mut part = |question: Option<Question>, text: &str| {
            let marks = self.facts.get(&question).map(Vec::as_slice).unwrap_or_default();
            let text = Some(text.trim_matches('\n').trim_end()).filter(|text| !text.is_empty());
            if marks.is_empty() && text.is_none() {
                return;
            }
            parts.extend(question.map(|question| format!("==== {} ====", heading(question))));
            parts.extend(marks.iter().map(|fact| fact.mark()));
            parts.extend(text.map(str::to_owned));
        };
        part(None, &self.beginning);
        Question::ALL.into_iter().for_each(|q| part(Some(q), self.answer(q)));
        parts.join("\n\n")
    }
}

/// What to show of one answer that two people have changed: both, put together, where they did not change the same words;
/// else what was typed, `mine`.
pub fn both(base: &str, theirs: &str, mine: &str) -> String {
    match one_side(base.trim(), theirs.trim(), mine.trim()) {
        Some(one) => one.to_owned(),
        None => merge(base, theirs, mine).whole().unwrap_or_else(|| mine.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asks(words: &str) -> Option<Question> {
        Question::ALL.into_iter().find(|question| heading(*question) == words)
    }

    fn heading(question: Question) -> &'static str {
        match question {
            Question::Before => "Avant",
            Question::Done => "Ce que nous avons fait",
            Question::After => "Maintenant",
            Question::Advice => "Nos conseils",
        }
    }

    const STORY: &str = "Un début.\n\n==== Avant ====\n\n~~FAIT:besoin~~\n\nDes **listes** partout.\n\n  * une\n  * deux\n\n\
                         ==== Nos conseils ====\n\nCommencez petit.";

    #[test]
    fn wiki_a_story_is_read_as_answers_and_comes_back_as_it_was() {
        let guide = Guide::read(STORY, asks);
        assert_eq!(guide.beginning, "Un début.");
        assert_eq!(guide.answer(Question::Before), "Des **listes** partout.\n\n  * une\n  * deux");
        assert_eq!(guide.answer(Question::Done), "");
        assert_eq!(guide.answer(Question::Advice), "Commencez petit.");
        assert_eq!(guide.print(heading), STORY);
    }

    #[test]
    fn wiki_nothing_of_a_text_is_out_of_sight_however_it_was_written() {
        let free = "==== Un titre à nous ====\n\nDu texte.\n\n----\n\n| un | deux |";
        let guide = Guide::read(free, asks);
        assert_eq!(guide.beginning, free);
        assert_eq!(guide.print(heading), free);
        // A question asked twice has one answer, which holds both.
        let twice =
            "==== Avant ====\n\nUn.\n\n==== Maintenant ====\n\nDeux.\n\n==== Avant ====\n\nTrois.";
        let guide = Guide::read(twice, asks);
        assert_eq!(guide.answer(Question::Before), "Un.\n\nTrois.");
        assert_eq!(Guide::read(&guide.print(heading), asks), guide);
    }

    #[test]
    fn wiki_facts_stand_where_they_are_expected_or_were_put_and_leave_with_their_consent() {
        let told = [FactKind::Need, FactKind::Use, FactKind::Project];
        let guide = Guide::read("~~FAIT:projet~~\n\n==== Avant ====\n\nUn.", asks).telling(&told);
        let written = "~~FAIT:projet~~\n\n==== Avant ====\n\n~~FAIT:besoin~~\n\nUn.\n\n\
                       ==== Maintenant ====\n\n~~FAIT:usage~~";
        assert_eq!(guide.print(heading), written);
        let gone = Guide::read(written, asks).telling(&[]);
        assert_eq!(gone.print(heading), "==== Avant ====\n\nUn.");
    }

    #[test]
    fn wiki_an_answer_that_two_people_wrote_holds_both_unless_they_meet() {
        assert_eq!(both("Un.", "Un.", "Deux."), "Deux.");
        assert_eq!(both("Un.", "Trois.", "Un."), "Trois.");
        assert_eq!(both("Un. Deux.", "Un. Trois.", "Zéro. Deux.").trim(), "Zéro. Trois.");
        assert_eq!(both("Un.", "Deux.", "Trois."), "Trois.");
    }
}
