//! Topic tests: those that were taken, and topics that were put back to before theirs.

use super::event::Event;
use super::event::topic_test::{TopicReset, TopicTestResult};
use super::log::Scope;
use super::{Store, StoreError};
use quizbank::path::{self, CourseProgress};

/// What was taken back of a topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Undone {
    /// How often its test had been passed.
    pub topic_tests: usize,
    /// Whether it had been opened without the test before it.
    pub was_skipped: bool,
}

impl Store {
    /// How far the learner has come on the path of the course.
    ///
    /// # Errors
    ///
    /// The store cannot be read.
    pub fn course_progress(&self) -> Result<CourseProgress, StoreError> {
        let (read, skipped) = (self.read_topics()?, self.skipped_topics()?);
        let mut progress = CourseProgress { read, skipped, ..CourseProgress::default() };
        for topic_test in self.topic_tests()? {
            progress.take(&topic_test.topic, topic_test.score());
        }
        Ok(progress)
    }

    /// Keeps a topic test that was taken, passed or not.
    pub fn keep_topic_test(&mut self, topic_test: &TopicTestResult) -> Result<(), StoreError> {
        self.append(&[Event::TopicTest(topic_test.clone())]).map(|_| ())
    }

    /// Puts `topic` back to where it was before its test was passed or the one before
    /// it skipped; its answers stay.
    pub fn reset_topic(&mut self, topic: &str) -> Result<Undone, StoreError> {
        let taken = self.topic_tests()?.into_iter().filter(|it| it.topic == topic);
        let (passed, failed): (Vec<_>, Vec<_>) = taken.partition(|it| path::passes(it.score()));
        let topic_tests = passed.len();
        if topic_tests + failed.len() > 0 {
            self.append(&[Event::Reset(TopicReset { topic: topic.to_owned() })])?;
        }
        Ok(Undone { topic_tests, was_skipped: self.take_skip_back(topic)? })
    }

    /// Every topic test that was taken, in order of time.
    pub fn topic_tests(&self) -> Result<Vec<TopicTestResult>, StoreError> {
        let mut topic_tests = Vec::new();
        for event in self.events(&["topic-test", "reset"], Scope::All)? {
            match event {
                Event::TopicTest(topic_test) => topic_tests.push(topic_test),
                Event::Reset(reset) => {
                    topic_tests.retain(|topic_test| topic_test.topic != reset.topic);
                }
                _ => {}
            }
        }
        topic_tests.sort_by(|one, other| (one.at, &one.topic).cmp(&(other.at, &other.topic)));
        Ok(topic_tests)
    }
}
