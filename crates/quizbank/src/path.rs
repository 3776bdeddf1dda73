//! The path through the course: which topics are open, and the topic test that each
//! has at its end. A learner who does not want to wait skips it.

use std::collections::{BTreeMap, BTreeSet};

use super::answer::QuestionRev;
use super::schedule::Cards;
use super::score::Tally;
use super::select::{Selection, select};
use super::session::AnswerMode;
use crate::model::course::Course;
use crate::model::question::Question;

/// Questions that a topic test draws.
pub const TOPIC_TEST_QUESTIONS: usize = 20;
/// With fewer questions than this on a topic a score says too little: who guesses
/// among four options passes more often than 1 time in 20. Our choice.
pub const TOPIC_TEST_FEWEST: usize = 6;
/// The share of right answers, in percent, that opens the next topic.
pub const TOPIC_TEST_PASS: usize = 60;

/// What a learner has opened so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CourseProgress {
    /// Topics whose topic test was passed, with the best score in percent.
    pub passed: BTreeMap<String, usize>,
    /// Topics that were opened without passing the topic test before.
    pub skipped: BTreeSet<String>,
    /// Topics whose topic test was failed, with the last score in percent.
    pub failed: BTreeMap<String, usize>,
    /// Topics whose page was read.
    pub read: BTreeSet<String>,
}

/// How a topic stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TopicStatus {
    /// Its topic test was passed with this score in percent.
    Passed(usize),
    /// It may be studied.
    Open,
    /// The topic test before it is closed.
    Closed,
}

/// Why a topic test cannot be held.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a topic test needs at least {TOPIC_TEST_FEWEST} questions; `{topic}` has {count}")]
pub struct TooFewQuestions {
    /// The topic.
    pub topic: String,
    /// Its questions.
    pub count: usize,
}

impl CourseProgress {
    /// How the topic called `id` stands on the path of `course`, over `bank`.
    pub fn standing(&self, course: &Course, bank: &[Question], id: &str) -> TopicStatus {
        if let Some(&percent) = self.passed.get(id) {
            return TopicStatus::Passed(percent);
        }
        let before = course.topics.iter().take_while(|topic| topic.id != id).last();
        let held_up = before.is_some_and(|before| {
            !self.passed.contains_key(&before.id) && count(bank, &before.id) >= TOPIC_TEST_FEWEST
        });
        if held_up && !self.skipped.contains(id) { TopicStatus::Closed } else { TopicStatus::Open }
    }

    /// Takes in the score of the topic test of `topic`. True when it is passed.
    pub fn take(&mut self, topic: &str, score: Tally) -> bool {
        let Some(percent) = score.percent() else { return false };
        if !passes(score) {
            self.failed.insert(topic.to_owned(), percent);
            return false;
        }
        let best = self.passed.entry(topic.to_owned()).or_insert(percent);
        *best = percent.max(*best);
        true
    }
}

/// Whether `score` passes a topic test.
pub fn passes(score: Tally) -> bool {
    score.answered >= TOPIC_TEST_FEWEST && score.right * 100 >= score.answered * TOPIC_TEST_PASS
}

/// The questions of the test of `topic`, sampled by `seed`: those that were never answered
/// first, then those whose last answer by `cards` is longest ago, so that a retake draws
/// others as far as there are any.
///
/// # Errors
///
/// [`TooFewQuestions`] where the topic has too few for a test.
pub fn topic_test<'a>(
    bank: &'a [Question],
    topic: &str,
    seed: u64,
    cards: &Cards,
) -> Result<Vec<&'a Question>, TooFewQuestions> {
    let topics = vec![topic.to_owned()];
    let way = AnswerMode::Options;
    let selection = Selection { topics, count: usize::MAX, edition: None, way, seed };
    let mut drawn = select(bank, &selection).unwrap_or_default();
    if drawn.len() < TOPIC_TEST_FEWEST {
        return Err(TooFewQuestions { topic: topic.to_owned(), count: drawn.len() });
    }
    let last =
        |question: &Question| cards.get(&QuestionRev::of(question)).map(|card| card.reviewed);
    drawn.sort_by_key(|question| last(question));
    drawn.truncate(TOPIC_TEST_QUESTIONS);
    Ok(drawn)
}

/// How many questions of `bank` are on `topic`.
fn count(bank: &[Question], topic: &str) -> usize {
    bank.iter().filter(|question| question.topic == topic).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::calendar::Day;
    use crate::model::course::CourseTopic;
    use crate::sample::{self, Given};
    use crate::schedule::Card;

    fn course() -> Course {
        let topic = |id: &str| CourseTopic {
            id: id.to_owned(),
            title: id.to_owned(),
            summary: String::new(),
            scenarios: Vec::new(),
        };
        Course { topics: ["one", "two", "three"].map(topic).to_vec(), ..Course::default() }
    }

    fn bank() -> Vec<Question> {
        let of = |topic: &'static str, size| {
            (0..size).map(move |index| sample::choice(&format!("{topic}-{index}"), topic))
        };
        of("one", 25).chain(of("two", 5)).collect()
    }

    #[test]
    fn a_topic_test_holds_up_the_next_topic_until_it_is_passed_or_skipped() {
        let (course, bank, mut progress) = (course(), bank(), CourseProgress::default());
        assert_eq!(progress.standing(&course, &bank, "one"), TopicStatus::Open);
        assert_eq!(progress.standing(&course, &bank, "two"), TopicStatus::Closed);
        progress.skipped.insert("two".to_owned());
        assert_eq!(progress.standing(&course, &bank, "two"), TopicStatus::Open);
        assert!(progress.take("one", Tally { right: 12, answered: 20 }));
        assert_eq!(progress.standing(&course, &bank, "one"), TopicStatus::Passed(60));
    }

    #[test]
    fn a_topic_with_too_few_questions_has_no_topic_test_and_holds_nobody_up() {
        let (course, bank) = (course(), bank());
        let error = topic_test(&bank, "two", 1, &Cards::new()).unwrap_err();
        assert_eq!(error.to_string(), "a topic test needs at least 6 questions; `two` has 5");
        assert_eq!(CourseProgress::default().standing(&course, &bank, "three"), TopicStatus::Open);
    }

    #[test]
    fn sixty_in_a_hundred_pass_and_the_best_score_stays() {
        let mut progress = CourseProgress::default();
        assert!(!progress.take("one", Tally { right: 11, answered: 20 }));
        assert!(!progress.take("one", Tally { right: 5, answered: 5 }));
        assert!(progress.take("one", Tally { right: 18, answered: 20 }));
        assert!(progress.take("one", Tally { right: 12, answered: 20 }));
        assert_eq!(progress.passed.get("one"), Some(&90));
    }

    #[test]
    fn who_guesses_passes_less_than_once_in_twenty() {
        // Of so many questions with four options each, as many as pass or more.
        let chance = |questions: usize| -> f64 {
            let passing = (0..=questions)
                .filter(|right| right * 100 >= questions * TOPIC_TEST_PASS)
                .map(|right| {
                    let ways = (0..right)
                        .fold(1.0, |ways, it| ways * (questions - it) as f64 / (it + 1) as f64);
                    ways * 0.25_f64.powf(right as f64) * 0.75_f64.powf((questions - right) as f64)
                });
            passing.sum()
        };
        assert!(chance(TOPIC_TEST_FEWEST - 1) > 0.05);
        assert!(
            (TOPIC_TEST_FEWEST..=TOPIC_TEST_QUESTIONS).all(|questions| chance(questions) < 0.05)
        );
    }

    #[test]
    fn a_topic_test_draws_twenty_questions_of_its_topic() {
        let bank = bank();
        let drawn = topic_test(&bank, "one", 7, &Cards::new()).unwrap();
        assert_eq!(drawn.len(), TOPIC_TEST_QUESTIONS);
        assert!(drawn.iter().all(|question| question.topic == "one"));
    }

    #[test]
    fn a_retake_draws_other_questions_as_far_as_there_are_any() {
        let bank = bank();
        let today = Day::new(20_780).unwrap();
        let answered = |question: &&Question| {
            let card = Card::of(&[sample::answer(&question.id.0, Given::Right(None), today)]);
            (QuestionRev::of(question), card.unwrap())
        };
        let first = topic_test(&bank, "one", 7, &Cards::new()).unwrap();
        let again = topic_test(&bank, "one", 7, &first.iter().map(answered).collect()).unwrap();
        let is_new = |question: &&&Question| !first.contains(question);
        assert_eq!((again.len(), again.iter().filter(is_new).count()), (TOPIC_TEST_QUESTIONS, 5));
        assert!(again.iter().take(5).all(|question| !first.contains(question)));
    }
}
