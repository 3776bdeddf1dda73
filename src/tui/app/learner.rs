//! What the application knows of the learner: due questions, topic tests, skipped topics,
//! labs, and the progress that is shown of them.

use std::sync::Arc;

use super::App;
use crate::tui::screen::Screen;
use crate::tui::screen::progress::Dashboard;
use apprunner_sim::model::rules::Edition;
use quizbank::countdown::ExamCountdown;
use quizbank::plan::LearnerState;
use quizbank::progress::{LearnerProgress, LearningHistory};
use quizbank::score::Tally;

impl App {
    /// Shows the progress of the learner of `past`; a screen that shows it already counts anew.
    pub fn look_back(&mut self, past: &LearningHistory) {
        let content = &self.content;
        let counted = LearnerProgress::of(&content.questions, &[], past, &content.blueprints);
        if let Some(Screen::Progress(screen)) = self.stack.last_mut() {
            screen.recount(counted);
            return;
        }
        let screen = Dashboard::new(Arc::clone(content), counted);
        self.stack.push(Screen::Progress(Box::new(screen)));
    }

    /// Whether the screen on top shows the learner's progress.
    pub fn looks_back(&self) -> bool {
        matches!(self.stack.last(), Some(Screen::Progress(_)))
    }

    /// Takes in what the learner did; `None` where nothing is kept.
    pub fn stands(&mut self, history: Option<LearningHistory>) {
        self.history = history;
        let load = self.standing().map(|it| it.load(self.content.questions.iter()));
        if let Some(Screen::Home(home)) = self.stack.first_mut().filter(|_| self.counted) {
            home.stands(load, &self.content);
        }
        if let Some(exam) = self.exam_countdown() {
            for screen in &mut self.stack {
                if let Screen::Quiz(quiz) = screen {
                    quiz.prepares_for(exam);
                }
            }
        }
    }

    /// Where the learner stands.
    pub(super) fn standing(&self) -> Option<&LearnerState> {
        self.history.as_ref().map(|history| &history.standing)
    }

    /// The exam that the learner prepares for.
    pub(super) fn exam_countdown(&self) -> Option<ExamCountdown> {
        let standing = self.standing()?;
        Some(ExamCountdown::of(&self.content.blueprints, standing.today, standing.exam))
    }

    /// Studies for the next edition of App Runner: both, the course, AWS. Says which.
    pub fn next_edition(&mut self) -> Option<Edition> {
        let next = match self.edition {
            None => Some(Edition::Chapter),
            Some(Edition::Chapter) => Some(Edition::Aws),
            Some(Edition::Aws | Edition::Express) => None,
        };
        self.study_for(next);
        next
    }

    /// Studies for `edition`; for both where that is `None`.
    pub fn study_for(&mut self, edition: Option<Edition>) {
        self.edition = edition;
        if let Some(Screen::Home(home)) = self.stack.first_mut() {
            home.studies(self.edition);
        }
    }

    /// Takes in what the lab called `lab` was solved for.
    pub fn solved(&mut self, lab: String, score: u32) {
        let best = self.labs.entry(lab).or_insert(score);
        *best = score.max(*best);
        for screen in &mut self.stack {
            if let Screen::Labs(labs) = screen {
                labs.source_mut().scored(&self.labs);
            }
        }
    }

    /// Takes in the score of the topic test of `topic`.
    pub fn held(&mut self, topic: &str, score: Tally) {
        self.progress.take(topic, score);
        self.tell_progress();
    }

    /// Opens the topic called `id` although the topic test before it is closed.
    pub fn skip(&mut self, id: String) {
        self.progress.skipped.insert(id);
        self.tell_progress();
    }

    /// Closes the topic called `id` again, as far as a topic test holds it closed.
    pub fn take_skip_back(&mut self, id: &str) {
        self.progress.skipped.remove(id);
        self.tell_progress();
    }

    fn tell_progress(&mut self) {
        for screen in &mut self.stack {
            match screen {
                Screen::Course(course) => course.source_mut().learn(&self.progress),
                Screen::Topic(topic) => topic.source_mut().learn(&self.progress),
                _ => {}
            }
        }
    }
}
