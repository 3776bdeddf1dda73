//! Exams in the application: what is kept of them, and the one that is taken.

use std::sync::Arc;

use super::App;
use crate::tui::message::{FormChoice, Journal};
use crate::tui::screen::Screen;
use crate::tui::screen::exam::Exam;
use crate::tui::screen::exams::Journals;
use crate::tui::screen::start::Start;
use quizbank::attempt::ExamAttempt;
use quizbank::exam_source::ExamSource;

impl App {
    /// What forms are selected from.
    pub fn exam_source(&self) -> ExamSource<'_> {
        ExamSource { bank: &self.content.questions, blueprints: &self.content.blueprints }
    }

    /// Takes in what is kept of exams.
    pub fn keeps(&mut self, journals: Journals) {
        for screen in &mut self.stack {
            match screen {
                Screen::Home(home) if self.counted => home.keeps(&journals, &self.content),
                Screen::Exams(exams) => {
                    let likely = exams.source_mut().keeps(journals.clone());
                    exams.choose(likely);
                }
                _ => {}
            }
        }
        self.journals = journals;
    }

    /// Shows what to know before the form that is asked for.
    pub fn start(&mut self, ask: &FormChoice) {
        let exam_source = self.exam_source();
        let Some(blueprint) = exam_source.blueprint(&ask.blueprint) else { return };
        let title = |id: String| (self.content.course.topic_title(&id).to_owned(), id);
        let topics = exam_source.topics(blueprint).into_iter().map(title).collect();
        let known = (Arc::clone(&self.content), self.journals.clone());
        let page = Start::new(blueprint.clone(), topics, ask, known);
        self.stack.push(Screen::Start(Box::new(page)));
    }

    /// Shows an attempt: where it goes on, or its score. The page before it is gone.
    pub fn seat(&mut self, attempt: ExamAttempt, journal: Journal) {
        if let Some(Screen::Start(_)) = self.stack.last() {
            self.stack.pop();
        }
        let exam = Exam::new(Arc::clone(&self.content), attempt, journal);
        self.stack.push(Screen::Exam(Box::new(exam)));
    }

    /// The exam that is taken or reviewed, if one is.
    pub fn exam(&mut self) -> Option<&mut Exam> {
        self.stack.iter_mut().rev().find_map(|screen| match screen {
            Screen::Exam(exam) => Some(&mut **exam),
            _ => None,
        })
    }
}
