//! What the store has to do with the screen: where the learner stands, and what is kept.

use std::sync::mpsc::{Receiver, TryRecvError};
use std::time::{Duration, Instant};

use super::Runtime;
use crate::store::{Store, StoreError, TopicTestResult, clock};
use crate::tui::app::Flow;
use crate::tui::message::Journal;
use apprunner_sim::model::rules::Edition;
use quizbank::answer::AnswerChange;
use quizbank::model::calendar::{Day, Millis, Now};
use quizbank::model::question::QuestionId;
use quizbank::plan::CardMark;
use quizbank::progress::LearningHistory;
use quizbank::score::Tally;

impl Runtime {
    /// Tells the screens what was kept before this start; who has kept nothing yet is welcomed.
    pub(super) fn recall(&mut self, edition: Option<Edition>) {
        self.refresh_journals();
        let labs = self.kept_before(Store::lab_records).unwrap_or_default();
        self.app.change_labs(|it| *it = labs);
        let tests = self.kept_before(Store::topic_tests).unwrap_or_default();
        let read = self.kept_before(Store::read_topics).unwrap_or_default();
        let skipped = self.kept_before(Store::skipped_topics).unwrap_or_default();
        self.app.change_progress(|it| {
            for test in &tests {
                it.take(&test.topic, test.score());
            }
            it.read.extend(read);
            it.skipped.extend(skipped);
        });
        let studied = self.kept_before(Store::studied_edition);
        self.app.study_for(studied.flatten().or(edition));
        if self.app.is_at_home() && self.kept_before(Store::is_new) == Some(true) {
            self.app.welcome(self.today);
        }
    }

    /// What the store holds; one that cannot be read now is as good as none.
    fn kept_before<T>(&self, read: impl Fn(&Store) -> Result<T, StoreError>) -> Option<T> {
        self.answer_log.as_ref().and_then(|log| read(log.store()).ok())
    }

    /// Counts again what is due and what was done, where that is shown.
    pub(super) fn count_again(&mut self) {
        self.learn();
        self.refresh_journals();
        if self.app.looks_back() {
            self.look_back();
        }
    }

    /// Tells the screens how the learner stands.
    pub(super) fn learn(&mut self) {
        self.app.stands(self.history());
        let left = self.kept_before(Store::open_session);
        self.app.left(left.flatten());
    }

    /// Keeps which questions of the session at hand are not answered.
    pub(super) fn keep_session(&mut self, left: &[QuestionId]) {
        let today = self.now().day;
        self.say_unless_kept(|store| store.set_open_session(today, left));
    }

    /// Counts again once it is another day than the one that was counted for.
    pub(super) fn greet_day(&mut self, today: Day) {
        if self.today != today {
            self.today = today;
            self.count_again();
        }
    }

    /// The moment, and the day it is for the learner.
    pub(super) fn now(&self) -> Now {
        clock::now_from(self.day_start)
    }

    /// Turns a mark of a question, and says what happened to it.
    pub(super) fn mark(&mut self, mark: CardMark, question: &QuestionId) {
        let log = self.answer_log.as_mut();
        let reported = match log.map(|log| log.store_mut().turn_mark(mark, question)) {
            None => "data is not saved, so you cannot flag a question".to_owned(),
            Some(Ok(is_set)) => mark.message(is_set).to_owned(),
            Some(Err(error)) => format!("not saved: {error}"),
        };
        self.app.notify(reported);
    }

    /// What the learner did; a store that cannot be read now is as good as none.
    pub(super) fn history(&self) -> Option<LearningHistory> {
        self.answer_log.as_ref()?.store().overview(self.now().day).ok()
    }

    /// Shows the learner's progress, as far as it was kept.
    pub(super) fn look_back(&mut self) {
        match self.answer_log.as_ref().map(|answer_log| answer_log.store().past(self.now().day)) {
            Some(Ok(past)) => self.app.look_back(&past),
            Some(Err(error)) => self.app.notify(error.to_string()),
            None => self.app.notify("data is not saved, so there is no progress".to_owned()),
        }
    }

    /// Says what the check of a large database has found.
    pub(super) fn attend_check(&mut self) {
        match self.damage.as_ref().map(Receiver::try_recv) {
            None | Some(Err(TryRecvError::Empty)) => return,
            Some(Ok(damage)) => self.app.notify(damage.to_string()),
            Some(Err(TryRecvError::Disconnected)) => {}
        }
        self.damage = None;
    }

    /// How long the loop may sleep while a database is checked.
    pub(super) fn check_patience(&self) -> Option<Duration> {
        self.damage.as_ref().map(|_| Duration::from_secs(1))
    }

    /// Starts the time of a question when it is first shown.
    pub(super) fn time_question(&mut self) {
        let number = self.app.asking();
        if self.asked.map(|(number, _)| number) != number {
            self.asked = number.map(|number| (number, Instant::now()));
        }
    }

    /// Keeps a change before it comes true and the next frame shows what came of it.
    pub(super) fn keep(&mut self, change: &AnswerChange) -> Flow {
        let shown = self.asked.map_or(Duration::ZERO, |(_, since)| since.elapsed());
        let took = Millis(u64::try_from(shown.as_millis()).unwrap_or(u64::MAX));
        let now = self.now();
        let kept = match &mut self.answer_log {
            None => Ok(Journal::Unkept),
            Some(log) => log.keep(change, now, took).map(|()| Journal::Kept),
        };
        for effect in self.app.kept(change, kept.map_err(|error| error.to_string())) {
            if let leave @ Flow::Leave(_) = self.perform(effect) {
                return leave;
            }
        }
        Flow::On
    }

    /// Keeps a topic test that was taken.
    pub(super) fn keep_topic_test(&mut self, topic: String, score: Tally) {
        let topic_test = TopicTestResult::new(topic, self.now(), score);
        self.say_unless_kept(|store| store.keep_topic_test(&topic_test));
    }

    /// Keeps something where anything is kept, and says so when it could not be.
    pub(super) fn say_unless_kept(
        &mut self,
        keep: impl FnOnce(&mut Store) -> Result<(), StoreError>,
    ) {
        if let Some(Err(error)) = self.answer_log.as_mut().map(|log| keep(log.store_mut())) {
            self.app.notify(format!("not saved: {error}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::store::Store;
    use crate::store::answer_log::AnswerLog;
    use crate::tui::app::App;
    use crate::tui::content::Content;
    use crate::tui::options::{Motion, Open};
    use crate::tui::runtime::Runtime;
    use crate::tui::theme::{Symbols, Theme, Tier};

    #[test]
    fn a_start_does_not_wait_for_the_bank() {
        let folder = tempfile::tempdir().unwrap();
        let log = AnswerLog::new(Store::open(folder.path()).unwrap());
        let theme = Theme::new(Tier::None, Symbols::Unicode);
        let app = App::new(Open::Home, Content::builtin(), theme);
        let runtime = Runtime::new(app, Motion::Full, Some(log), None);
        assert!(!runtime.app.content().questions.is_made());
    }
}
