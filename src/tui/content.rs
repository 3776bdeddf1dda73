//! What there is to study. The built-in content is read when it is first asked
//! for, so that the first frame does not wait for all of it.

use std::ops::Deref;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use crate::app::builtin;
use apprunner_sim::file::scenario::{self, Request};
use apprunner_sim::model::lab::Lab;
use apprunner_sim::model::scenario::Scenario;
use quizbank::model::blueprint::Blueprint;
use quizbank::model::course::Course;
use quizbank::model::fact::Ledger;
use quizbank::model::paper::FormIdentity;
use quizbank::model::question::Question;
use quizbank::present::present;
use spanned_toml::diagnostic::Source;

/// What there is to study.
#[derive(Clone, Debug)]
pub struct Content {
    /// The scenarios, in the order of the list.
    pub scenarios: Lazy<Vec<Scenario>>,
    /// The bank of questions.
    pub questions: Lazy<Vec<Question>>,
    /// Questions that the stops of a scenario of one's own ask; they are not studied.
    pub own: Vec<Question>,
    /// The files of one's own that questions are read from.
    pub files: Vec<PathBuf>,
    /// The claims of the course beside those of AWS.
    pub ledger: Lazy<Ledger>,
    /// The course around the bank.
    pub course: Lazy<Course>,
    /// The shapes of exams.
    pub blueprints: Lazy<Vec<Blueprint>>,
}

impl Content {
    /// What is built in. It reads without a fault: `check` and the tests hold it to
    /// that, so what cannot be read here is as good as not there.
    pub fn builtin() -> Self {
        let ledger = Lazy::new(ledger);
        let facts = ledger.clone();
        let questions = Lazy::new(move || builtin::read_bank(&facts).unwrap_or_default());
        let (facts, bank) = (ledger.clone(), questions.clone());
        let course = Lazy::new(move || builtin::read_course(&facts, &bank).unwrap_or_default());
        let blueprints = Lazy::new(|| builtin::read_blueprints().unwrap_or_default());
        Self {
            scenarios: Lazy::new(scenarios),
            questions,
            own: Vec::new(),
            files: Vec::new(),
            ledger,
            course,
            blueprints,
        }
    }

    /// The question called `id`: one's own, or of the bank.
    pub fn question(&self, id: &str) -> Option<&Question> {
        let mut all = self.own.iter().chain(self.questions.iter());
        all.find(|question| question.id.0 == id)
    }

    /// The exam called `name`.
    pub fn blueprint(&self, name: &str) -> Option<&Blueprint> {
        self.blueprints.iter().find(|blueprint| blueprint.is_called(name))
    }

    /// An exam in words: its title, and that of its topic where it is on one.
    pub fn identity(&self, identity: &FormIdentity) -> String {
        let title =
            self.blueprint(&identity.blueprint).map_or(&identity.blueprint, |one| &one.title);
        let topic = identity.topic.as_deref();
        let topic = topic.map(|topic| format!(" on {}", self.course.topic_title(topic)));
        let series = identity.series.map(|series| format!(", {series}"));
        [Some(title.clone()), topic, series].into_iter().flatten().collect()
    }

    /// The scenarios that are there to be watched.
    pub fn plays(&self) -> impl Iterator<Item = &Scenario> {
        self.scenarios.iter().filter(|scenario| scenario.lab.is_none())
    }

    /// The scenarios that are there to be fixed.
    pub fn labs(&self) -> impl Iterator<Item = (&Scenario, &Lab)> {
        self.scenarios.iter().filter_map(|scenario| Some((scenario, scenario.lab.as_ref()?)))
    }

    /// Whether all of it has been read.
    pub fn is_read(&self) -> bool {
        self.scenarios.is_made()
            && self.questions.is_made()
            && self.ledger.is_made()
            && self.course.is_made()
            && self.blueprints.is_made()
    }

    /// Reads all of it.
    pub fn read(&self) {
        LazyLock::force(&self.scenarios.0);
        LazyLock::force(&self.blueprints.0);
        // The course rests on the questions, and they on the ledger.
        LazyLock::force(&self.course.0);
    }
}

fn ledger() -> Ledger {
    builtin::read_facts().unwrap_or_default()
}

fn scenarios() -> Vec<Scenario> {
    let read = |(name, text): &(&str, &str)| {
        let source = Source { name: (*name).to_owned(), text: (*text).to_owned() };
        scenario::read(source, &Request::default()).ok()
    };
    builtin::scenarios().iter().filter_map(read).collect()
}

/// A value that is made when it is first asked for; everywhere else it is used as
/// the value itself. A clone is the same value.
#[derive(Debug)]
pub struct Lazy<T>(Arc<LazyLock<T, Make<T>>>);

/// How a value is made.
type Make<T> = Box<dyn FnOnce() -> T + Send>;

impl<T> Lazy<T> {
    /// What `make` gives.
    pub fn new(make: impl FnOnce() -> T + Send + 'static) -> Self {
        Self(Arc::new(LazyLock::new(Box::new(make))))
    }

    /// Whether it has been made.
    pub(super) fn is_made(&self) -> bool {
        LazyLock::get(&self.0).is_some()
    }
}

impl<T> Clone for Lazy<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Deref for Lazy<T> {
    type Target = T;

    fn deref(&self) -> &T {
        LazyLock::force(&self.0)
    }
}

impl<T: Send + 'static> From<T> for Lazy<T> {
    fn from(value: T) -> Self {
        let lazy = Self::new(move || value);
        LazyLock::force(&lazy.0);
        lazy
    }
}

/// The stem of `question` as it may be asked, its numbers filled in.
pub(super) fn stem(question: &Question) -> String {
    present(question, 0).map_or_else(|_| question.stem.clone(), |shown| shown.stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_read_before_it_is_asked_for() {
        let content = Content::builtin();
        assert!(!content.ledger.is_made());
        assert!(!content.ledger.facts.is_empty());
        assert!(content.ledger.is_made() && !content.questions.is_made());
        content.read();
        assert!(content.is_read());
    }

    #[test]
    fn all_that_is_built_in_is_there() {
        let content = Content::builtin();
        assert_eq!(content.scenarios.len(), builtin::scenarios().len());
        assert!(content.questions.len() > 200);
        assert!(!content.course.topics.is_empty() && !content.blueprints.is_empty());
    }
}
