//! What stands around the questions: the path of the course, a page on each of
//! its topics, the mistakes that distractors are made of, the words of the
//! field, and App Runner compared with similar services.

use super::question::QuestionId;

/// The course around the bank.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Course {
    /// The path, in order.
    pub steps: Vec<Step>,
    /// The topics in the order of the path.
    pub topics: Vec<CourseTopic>,
    /// The mistakes that distractors name, in file order.
    pub misconceptions: Vec<Misconception>,
    /// The glossary, in alphabetical order.
    pub terms: Vec<Term>,
    /// App Runner beside what it is compared with.
    pub comparisons: Vec<ServiceComparison>,
}

impl Course {
    /// The topic called `id`.
    pub fn topic(&self, id: &str) -> Option<&CourseTopic> {
        self.topics.iter().find(|topic| topic.id == id)
    }

    /// Returns the title of the topic called `id`, or `id` where the course has no such topic.
    pub fn topic_title<'a>(&'a self, id: &'a str) -> &'a str {
        self.topic(id).map_or(id, |topic| &topic.title)
    }

    /// Returns the mistake called `id`, or formerly called so.
    pub fn misconception(&self, id: &str) -> Option<&Misconception> {
        let is_meant = |one: &&Misconception| one.id == id || one.former.iter().any(|it| it == id);
        self.misconceptions.iter().find(is_meant)
    }
}

/// A step of the path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What it is called.
    pub title: String,
    /// What one can do after it.
    pub aim: String,
    /// Ids of its topics, in order.
    pub topics: Vec<String>,
}

/// A topic of the course.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CourseTopic {
    /// What questions and facts name it by.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// A page on it; paragraphs are parted by an empty line.
    pub summary: String,
    /// Built-in scenarios to play.
    pub scenarios: Vec<String>,
}

/// A mistake that a distractor is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misconception {
    /// What distractors name it by; never used again.
    pub id: String,
    /// Ids of earlier editions, which printed keys and banks of one's own still hold.
    pub former: Vec<String>,
    /// What is believed.
    pub name: String,
    /// The sentence that sets it right.
    pub correction: String,
    /// A built-in scenario that shows it.
    pub scenario: Option<String>,
}

/// A word of the field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The word.
    pub name: String,
    /// What it means here.
    pub meaning: String,
    /// The fact to read on.
    pub fact: Option<String>,
}

/// App Runner beside one service or several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceComparison {
    /// Its name on the command line.
    pub id: String,
    /// What is compared.
    pub title: String,
    /// What to know before the table.
    pub intro: String,
    /// The names of the other columns, one or two.
    pub others: Vec<String>,
    /// What is compared, App Runner's value, that of each of the others.
    pub rows: Vec<Vec<String>>,
    /// When to choose which.
    pub choose: String,
    /// Questions of the bank about it.
    pub questions: Vec<QuestionId>,
    /// Pages that it rests on.
    pub sources: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_is_found_by_the_id_that_it_had() {
        let mistake = Misconception {
            id: "now".to_owned(),
            former: vec!["once".to_owned()],
            name: "Expects the name to stay".to_owned(),
            correction: "It changed.".to_owned(),
            scenario: None,
        };
        let course = Course { misconceptions: vec![mistake], ..Course::default() };
        for id in ["now", "once"] {
            assert_eq!(course.misconception(id).map(|it| it.id.as_str()), Some("now"), "{id}");
        }
        assert_eq!(course.misconception("never"), None);
    }
}
