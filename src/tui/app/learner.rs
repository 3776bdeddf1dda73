//! What the application knows of the learner: due questions, topic tests, skipped topics,
//! labs, and the progress that is shown of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::App;
use crate::app::lab_score::LabRecord;
use crate::app::next_step::{NextStep, NextStepSource};
use crate::tui::content::Content;
use crate::tui::screen::Screen;
use crate::tui::screen::home::Overview;
use crate::tui::screen::progress::Dashboard;
use crate::tui::screen::welcome::Welcome;
use apprunner_sim::model::rules::Edition;
use quizbank::countdown::ExamCountdown;
use quizbank::model::calendar::Day;
use quizbank::model::question::QuestionId;
use quizbank::path::CourseProgress;
use quizbank::plan::LearnerState;
use quizbank::progress::{LearnerProgress, LearningHistory, StudyCounts};

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

    /// Takes in what the learner did; `None` where data is not saved.
    pub fn stands(&mut self, history: Option<LearningHistory>) {
        self.history = history;
        if let Some(Screen::Home(home)) = self.stack.first_mut().filter(|_| self.counted) {
            let standing = self.history.as_ref().map(|history| &history.standing);
            let load = standing.map(|it| it.load(self.content.questions.iter()));
            home.stands(load, &self.content);
        }
        if let Some(exam) = self.exam_countdown() {
            for screen in &mut self.stack {
                match screen {
                    Screen::Quiz(quiz) => quiz.prepares_for(exam),
                    Screen::Welcome(welcome) => welcome.set(self.edition, exam.date),
                    _ => {}
                }
            }
        }
        self.refresh_overview();
    }

    /// Takes in which questions of the last session were left.
    pub fn left(&mut self, left: Option<(Day, Vec<QuestionId>)>) {
        self.left = left;
        self.refresh_overview();
    }

    /// Shows the first start over the menu.
    pub fn welcome(&mut self, today: Day) {
        let welcome = Welcome::new(today, Arc::clone(&self.content));
        self.stack.push(Screen::Welcome(Box::new(welcome)));
    }

    /// Takes the first start away.
    pub fn welcomed(&mut self) {
        self.stack.retain(|screen| !matches!(screen, Screen::Welcome(_)));
    }

    /// How the questions of each topic stand.
    pub(super) fn topic_counts(&self) -> BTreeMap<String, StudyCounts> {
        self.counted_progress().map(|it| it.topics.into_iter().collect()).unwrap_or_default()
    }

    /// How the learner stands; without answers, which are not counted for the menu.
    pub(super) fn counted_progress(&self) -> Option<LearnerProgress> {
        let Content { questions, blueprints, .. } = &*self.content;
        let history = self.history.as_ref().filter(|_| self.counted)?;
        Some(LearnerProgress::of(questions, &[], history, blueprints))
    }

    /// Counts how the learner stands for the screens that show it.
    fn refresh_overview(&mut self) {
        let (Some(progress), Some(history)) = (self.counted_progress(), &self.history) else {
            return;
        };
        let Content { questions, course, .. } = &*self.content;
        let left = self.left.clone();
        let left = left.map(|(begun, left)| history.standing.left(begun, left, questions));
        let left = left.unwrap_or_default();
        let source = NextStepSource {
            attempts: &history.attempts,
            session: &left,
            standing: &history.standing,
            progress: &self.progress,
            labs: &self.labs,
            course,
            bank: questions,
        };
        let labs = self.content.labs().map(|(lab, _)| (lab.name.as_str(), lab.title.as_str()));
        let next = NextStep::of(&source, labs);
        let counts: BTreeMap<String, StudyCounts> = progress.topics.iter().cloned().collect();
        for screen in &mut self.stack {
            match screen {
                Screen::Home(home) => {
                    let (progress, next, labs) =
                        (progress.clone(), next.clone(), self.labs.clone());
                    home.learn(Overview { progress, next, labs });
                }
                Screen::Course(course) => course.source_mut().counts(counts.clone()),
                Screen::Quiz(quiz) => quiz.learn(progress.clone()),
                _ => {}
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
        let exam = self.standing().and_then(|standing| standing.exam);
        for screen in &mut self.stack {
            match screen {
                Screen::Home(home) => home.studies(edition),
                Screen::Welcome(welcome) => welcome.set(edition, exam),
                _ => {}
            }
        }
    }

    /// Takes in a `change` of what is remembered of labs.
    pub fn change_labs(&mut self, change: impl FnOnce(&mut BTreeMap<String, LabRecord>)) {
        change(&mut self.labs);
        for screen in &mut self.stack {
            if let Screen::Labs(labs) = screen {
                labs.source_mut().remembers(&self.labs);
            }
        }
        self.refresh_overview();
    }

    /// Takes in a `change` of what was read, tested and skipped of the course, whatever it gives.
    pub fn change_progress<T>(&mut self, change: impl FnOnce(&mut CourseProgress) -> T) {
        change(&mut self.progress);
        for screen in &mut self.stack {
            match screen {
                Screen::Course(course) => course.source_mut().learn(&self.progress),
                Screen::Topic(topic) => topic.source_mut().learn(&self.progress),
                _ => {}
            }
        }
        self.refresh_overview();
    }
}
