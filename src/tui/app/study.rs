//! Study in the application: which questions a session asks, and how keeping it went.

use apprunner_sim::model::rules::Edition;
use std::sync::Arc;

use super::App;
use crate::tui::message::{Effect, Journal, StudyRequest};
use crate::tui::screen::Screen;
use crate::tui::screen::quiz::Quiz;
use crate::tui::screen::welcome;
use quizbank::answer::AnswerChange;
use quizbank::model::question::{Question, QuestionId};
use quizbank::path;
use quizbank::plan;
use quizbank::select::{self, Selection};
use quizbank::session::Session;
use quizbank::session::{AnswerMode, Study};

/// Questions in a session that the menu begins.
const SESSION_QUESTIONS: usize = 20;

impl App {
    /// Begins a session of study: of what is due and new, or, where data is not saved, of what
    /// `seed` decides.
    pub fn study(&mut self, asked: StudyRequest, seed: u64) {
        let is_first = asked == StudyRequest::First;
        match self.session(asked, seed) {
            Ok(study) if study.session.slots().is_empty() => {
                let bank: &[Question] = &self.content.questions;
                let next = self.standing().and_then(|standing| standing.load(bank).next);
                self.notice = Some(match next {
                    Some(day) => {
                        format!("no question is due or new until {} {day}", day.weekday())
                    }
                    None => "there are no questions to ask".to_owned(),
                });
            }
            Ok(study) => {
                let mut quiz = Quiz::new(study, Arc::clone(&self.content));
                if let Some(exam) = self.exam_countdown() {
                    quiz.prepares_for(exam);
                }
                if let Some(progress) = self.counted_progress() {
                    quiz.learn(progress);
                }
                if is_first {
                    quiz = quiz.guided(welcome::run());
                }
                self.stack.push(Screen::Quiz(Box::new(quiz)));
            }
            Err(message) => self.notice = Some(message),
        }
    }

    fn session(&self, asked: StudyRequest, seed: u64) -> Result<Study, String> {
        let bank: &[Question] = &self.content.questions;
        let of = |topics: Vec<String>, way: AnswerMode| {
            let selection = Selection {
                topics,
                count: SESSION_QUESTIONS,
                edition: self.edition.map(Edition::name),
                way,
                seed,
            };
            let planned = self.standing().map(|it| plan::plan(bank, &selection, it));
            // Who asks for a topic wants to study it, due or not.
            match planned {
                Some(Ok(asked)) if asked.is_empty() && !selection.topics.is_empty() => {
                    select::select(bank, &selection)
                }
                Some(planned) => planned,
                None => select::select(bank, &selection),
            }
            .map_err(|error| error.to_string())
        };
        let session =
            |asked: Vec<&Question>| Session::new(asked, seed).map_err(|error| error.to_string());
        match asked {
            StudyRequest::Everything => {
                Ok(Study::new(session(of(Vec::new(), AnswerMode::Options)?)?))
            }
            StudyRequest::Topic { topic, way } => {
                Ok(Study { way, ..Study::new(session(of(vec![topic], way)?)?) })
            }
            StudyRequest::TopicTest(topic) => {
                let cards = self.standing().map(|standing| standing.cards.clone());
                let drawn = path::topic_test(bank, &topic, seed, &cards.unwrap_or_default());
                let session = session(drawn.map_err(|error| error.to_string())?)?.as_test();
                Ok(Study { session, way: AnswerMode::Options, topic_test: Some(topic) })
            }
            StudyRequest::First => {
                let asked = bank.iter().filter(|question| question.id.0 == welcome::question());
                Ok(Study::new(session(asked.collect())?))
            }
            StudyRequest::Questions(ids) => {
                let asked = bank.iter().filter(|question| ids.contains(&question.id));
                Ok(Study::new(session(asked.collect())?))
            }
        }
    }

    /// Whether the menu alone is shown.
    pub fn is_at_home(&self) -> bool {
        matches!(self.stack.as_slice(), [Screen::Home(_)])
    }

    /// The questions of the session on top that are not answered, where it can go on another
    /// time.
    pub fn unanswered(&self) -> Option<Vec<QuestionId>> {
        match self.stack.last() {
            Some(Screen::Quiz(quiz)) => quiz.unanswered(),
            _ => None,
        }
    }

    /// The number of the question that waits for its answer.
    pub fn asking(&self) -> Option<usize> {
        match self.stack.last() {
            Some(Screen::Quiz(quiz)) => quiz.asking(),
            _ => None,
        }
    }

    /// Tells the session on top how keeping `change` went; an error is for the user.
    pub fn kept(&mut self, change: &AnswerChange, result: Result<Journal, String>) -> Vec<Effect> {
        match self.stack.last_mut() {
            Some(Screen::Quiz(quiz)) => quiz.kept(change, result),
            _ => Vec::new(),
        }
    }
}
