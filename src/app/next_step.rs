//! The one thing to do next, from what is kept: what was left open first, then what is due,
//! then the next step of the course, with a lab now and then, then what is new. Screens and
//! lines say the same.

use std::collections::BTreeMap;

use crate::app::lab_score::LabRecord;
use quizbank::attempt::{self, AttemptSummary};
use quizbank::model::calendar::Day;
use quizbank::model::course::{Course, CourseTopic};
use quizbank::model::question::{Question, QuestionId};
use quizbank::path::{CourseProgress, TOPIC_TEST_FEWEST};
use quizbank::plan::LearnerState;
use spanned_toml::faults::counted;

/// Topics that are passed for each lab that is solved, before a lab is next. Our choice.
const TOPICS_A_LAB: usize = 2;

/// What is to be done next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NextStep {
    /// An exam that is open.
    Exam {
        /// The attempt.
        attempt: String,
        /// The time left.
        left: String,
    },
    /// A session that was left.
    Session(Vec<QuestionId>),
    /// Questions that are due.
    Review(usize),
    /// The page of a topic.
    Read(CourseTopic),
    /// The questions of a topic.
    Study(CourseTopic),
    /// The test of a topic.
    Test(CourseTopic),
    /// A lab that is not solved.
    Lab {
        /// The name of its scenario.
        name: String,
        /// Its title.
        title: String,
    },
    /// Questions that are new.
    New(usize),
    /// Nothing before this day.
    Rest(Option<Day>),
}

/// What the next step is worked out from.
#[derive(Clone, Copy, Debug)]
pub struct NextStepSource<'a> {
    /// The attempts at exams, the latest first.
    pub attempts: &'a [AttemptSummary],
    /// The questions of the last session that were left.
    pub session: &'a [QuestionId],
    /// Where the learner stands.
    pub standing: &'a LearnerState,
    /// How far the course is done.
    pub progress: &'a CourseProgress,
    /// What is remembered of labs.
    pub labs: &'a BTreeMap<String, LabRecord>,
    /// The course.
    pub course: &'a Course,
    /// The questions.
    pub bank: &'a [Question],
}

impl NextStep {
    /// The next step by `source`; `labs` are all there are, by name and title.
    pub fn of<'a>(
        source: &NextStepSource<'_>,
        labs: impl Iterator<Item = (&'a str, &'a str)>,
    ) -> Self {
        let load = source.standing.load(source.bank);
        let open = source.attempts.iter().find(|attempt| attempt.points.is_none());
        if let Some(AttemptSummary { head, used, .. }) = open {
            return Self::Exam {
                attempt: head.id.clone(),
                left: attempt::clock(attempt::left(head.limit, *used)),
            };
        }
        let lab = source.lab(labs);
        let lab_is_next = source.solved() * TOPICS_A_LAB < source.progress.passed.len();
        match (source.session, load.due, lab, source.topic()) {
            ([_, ..], ..) => Self::Session(source.session.to_vec()),
            (_, due @ 1.., ..) => Self::Review(due),
            (_, _, Some(lab), _) if lab_is_next => lab,
            (.., Some(step)) => step,
            (_, _, Some(lab), None) => lab,
            _ if load.new > 0 => Self::New(load.new),
            _ => Self::Rest(load.next),
        }
    }

    /// What is to be done, in a few words.
    pub fn title(&self) -> String {
        match self {
            Self::Exam { .. } => "Finish your practice exam".to_owned(),
            Self::Session(left) => {
                format!("Finish your session: {}", counted(left.len(), "question"))
            }
            Self::Review(due) => format!("Review {} due", counted(*due, "question")),
            Self::Read(topic) => format!("Read: {}", topic.title),
            Self::Study(topic) => format!("Study: {}", topic.title),
            Self::Test(topic) => format!("Topic test: {}", topic.title),
            Self::Lab { title, .. } => format!("Lab: {title}"),
            Self::New(new) => format!("Study {} not asked yet", counted(*new, "question")),
            Self::Rest(Some(day)) => format!("Nothing is due before {} {day}", day.weekday()),
            Self::Rest(None) => "There is nothing left to do".to_owned(),
        }
    }

    /// Why that is next.
    pub fn reason(&self) -> String {
        match self {
            Self::Exam { left, .. } => format!("it is open, with {left} left on its clock"),
            Self::Session(_) => "you left it before its end".to_owned(),
            Self::Review(_) => "what is due fades first".to_owned(),
            Self::Read(_) => "the next page of the course".to_owned(),
            Self::Study(_) => {
                "you have read its page; half of its questions come before its test".to_owned()
            }
            Self::Test(_) => "you know half of its questions; it unlocks the next topic".to_owned(),
            Self::Lab { .. } => "use what you read: a service to fix".to_owned(),
            Self::New(_) => "the course is done, and these are new".to_owned(),
            Self::Rest(_) => "a practice exam or a scenario is a good use of today".to_owned(),
        }
    }

    /// The command that does it in lines.
    pub fn command(&self) -> String {
        match self {
            Self::Exam { .. } => "coldstart exam --resume".to_owned(),
            Self::Session(_) | Self::Review(_) | Self::New(_) => "coldstart quiz".to_owned(),
            Self::Read(topic) => format!("coldstart learn {}", topic.id),
            Self::Study(topic) => format!("coldstart quiz --topic {}", topic.id),
            Self::Test(topic) => format!("coldstart quiz --topic-test {}", topic.id),
            Self::Lab { name, .. } => format!("coldstart lab {name}"),
            Self::Rest(_) => "coldstart exam".to_owned(),
        }
    }
}

impl NextStepSource<'_> {
    fn solved(&self) -> usize {
        self.labs.values().filter(|record| record.best.is_some()).count()
    }

    /// The first lab that is not solved and whose solution was not shown.
    fn lab<'a>(&self, mut labs: impl Iterator<Item = (&'a str, &'a str)>) -> Option<NextStep> {
        let is_open = |name: &str| !self.labs.get(name).is_some_and(|it| it.solution_shown);
        let (name, title) = labs.find(|(name, _)| is_open(name))?;
        Some(NextStep::Lab { name: name.to_owned(), title: title.to_owned() })
    }

    /// What comes next on the path of the course: of the first topic that is not done, its
    /// page, its questions or its test.
    fn topic(&self) -> Option<NextStep> {
        self.course.topics.iter().find_map(|topic| {
            let is_read = self.progress.read.contains(&topic.id);
            let of_topic: Vec<&Question> =
                self.bank.iter().filter(|one| one.topic == topic.id).collect();
            let has_test = of_topic.len() >= TOPIC_TEST_FEWEST;
            if self.progress.passed.contains_key(&topic.id) || (is_read && !has_test) {
                return None;
            }
            let answered =
                of_topic.iter().filter(|question| self.standing.card(question).is_some()).count();
            Some(match (is_read, answered * 2 < of_topic.len()) {
                (false, _) => NextStep::Read(topic.clone()),
                (true, true) => NextStep::Study(topic.clone()),
                (true, false) => NextStep::Test(topic.clone()),
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::builtin;
    use quizbank::answer::QuestionRev;
    use quizbank::schedule::{Card, Rating};

    struct Learner {
        standing: LearnerState,
        progress: CourseProgress,
        labs: BTreeMap<String, LabRecord>,
        course: Course,
        bank: Vec<Question>,
    }

    impl Learner {
        fn new() -> Self {
            let ledger = builtin::read_facts().unwrap();
            let bank = builtin::read_bank(&ledger).unwrap();
            let course = builtin::read_course(&ledger, &bank).unwrap();
            let standing = LearnerState::new("2026-11-28".parse().unwrap());
            let (progress, labs) = (CourseProgress::default(), BTreeMap::new());
            Self { standing, progress, labs, course, bank }
        }

        fn next(&self, session: &[QuestionId]) -> NextStep {
            let source = NextStepSource {
                attempts: &[],
                session,
                standing: &self.standing,
                progress: &self.progress,
                labs: &self.labs,
                course: &self.course,
                bank: &self.bank,
            };
            NextStep::of(&source, [("lab-port", "Port"), ("lab-bill", "Bill")].into_iter())
        }

        /// Answers every question of `topic`; they are due `days` later.
        fn answer(&mut self, topic: &str, days: u32) {
            let today = self.standing.today;
            for question in self.bank.iter().filter(|one| one.topic == topic) {
                let card = Card {
                    stability: 1.0,
                    difficulty: 5.0,
                    reviewed: today,
                    due: today.after(days),
                    last: Rating::Good,
                    reviews: 1,
                };
                self.standing.cards.insert(QuestionRev::of(question), card);
            }
        }
    }

    #[test]
    fn the_course_leads_from_reading_to_studying_to_the_test() {
        let mut learner = Learner::new();
        let first = learner.course.topics[0].clone();
        assert_eq!(learner.next(&[]), NextStep::Read(first.clone()));
        learner.progress.read.insert(first.id.clone());
        assert_eq!(learner.next(&[]), NextStep::Study(first.clone()));
        learner.answer(&first.id, 9);
        assert_eq!(learner.next(&[]), NextStep::Test(first.clone()));
        learner.progress.passed.insert(first.id.clone(), 80);
        assert!(matches!(learner.next(&[]), NextStep::Lab { name, .. } if name == "lab-port"));
        learner.labs.entry("lab-port".to_owned()).or_default().solve(100);
        let second = learner.course.topics[1].clone();
        assert_eq!(learner.next(&[]), NextStep::Read(second));
    }

    #[test]
    fn what_is_open_or_due_comes_before_the_course() {
        let mut learner = Learner::new();
        let topic = learner.course.topics[0].id.clone();
        learner.answer(&topic, 0);
        let due = learner.standing.cards.len();
        assert_eq!(learner.next(&[]), NextStep::Review(due));
        let left = [QuestionId("a".to_owned())];
        assert_eq!(learner.next(&left), NextStep::Session(left.to_vec()));
    }

    #[test]
    fn once_all_is_done_the_next_day_is_said() {
        let mut learner = Learner::new();
        let topics: Vec<String> = learner.course.topics.iter().map(|it| it.id.clone()).collect();
        for topic in topics {
            learner.answer(&topic, 3);
            learner.progress.passed.insert(topic, 90);
        }
        for name in ["lab-port", "lab-bill"] {
            learner
                .labs
                .entry(name.to_owned())
                .or_default()
                .take(crate::app::lab_score::LabAct::Solution);
        }
        let next = learner.next(&[]);
        assert_eq!(next, NextStep::Rest(Some("2026-12-01".parse().unwrap())));
        assert_eq!(next.title(), "Nothing is due before Tue 2026-12-01");
    }
}
