//! What a message returns, carried out: on disk, on the terminal, by another screen.

use std::time::Duration;

use super::{Runtime, entropy};
use crate::app::{fresh_file, objection};
use crate::store::{LabResult, LabStep};
use crate::tui::app::Flow;
use crate::tui::message::{Destination, Effect};
use crate::tui::options::Exit;

/// How long of a frame's time may be spent on simulating.
const SIMULATE_FOR: Duration = Duration::from_millis(24);

impl Runtime {
    /// Carries `effect` out, and says how the loop goes on.
    pub(super) fn perform(&mut self, effect: Effect) -> Flow {
        match effect {
            Effect::Interrupt => return Flow::Leave(Exit::Interrupted),
            Effect::Close => {
                let flow = self.app.close();
                self.count_again();
                return flow;
            }
            Effect::Open(destination) => {
                if let Destination::Topic(topic) = &destination {
                    self.app.change_progress(|it| it.read.insert(topic.clone()));
                    self.say_unless_kept(|store| store.read_topic(topic));
                }
                self.app.open(destination);
            }
            Effect::Simulate => self.simulating = SIMULATE_FOR,
            Effect::Study(asked) => {
                if let Some(answer_log) = &mut self.answer_log {
                    answer_log.begin();
                }
                self.learn();
                self.app.study(asked, entropy());
                if let Some(left) = self.app.unanswered() {
                    self.keep_session(&left);
                }
            }
            Effect::Exam(entry) => self.enter_exam(entry),
            Effect::ExamStep(act) => self.sit(&act),
            Effect::LeaveExam => return self.leave_exam(),
            Effect::ShowProgress => self.look_back(),
            Effect::NextEdition => {
                let edition = self.app.next_edition();
                self.say_unless_kept(|store| store.set_studied_edition(edition));
            }
            Effect::Keep(change) => return self.keep(&change),
            Effect::TopicTestTaken(topic, score) => {
                self.app.change_progress(|it| it.take(&topic, score));
                self.keep_topic_test(topic, score);
            }
            Effect::Skip(topic) => {
                self.app.change_progress(|it| it.skipped.insert(topic.clone()));
                self.say_unless_kept(|store| store.skip_topic(&topic));
            }
            Effect::TakeSkipBack(topic) => {
                self.app.change_progress(|it| it.skipped.remove(&topic));
                self.say_unless_kept(|store| store.take_skip_back(&topic).map(|_| ()));
            }
            Effect::Predicted(prediction) => {
                let now = self.now();
                self.say_unless_kept(|store| store.keep_prediction(&prediction, now));
            }
            Effect::LabSolved { lab, effort, score } => {
                let name = lab.clone();
                self.app.change_labs(|it| it.entry(name).or_default().solve(score.total()));
                let result = LabResult::new(lab, self.now(), effort, score);
                self.say_unless_kept(|store| store.keep_lab(&result));
            }
            Effect::LabStep { lab, act } => {
                let name = lab.clone();
                self.app.change_labs(|it| it.entry(name).or_default().take(act));
                let step = LabStep::new(lab, self.now(), act);
                self.say_unless_kept(|store| store.keep_lab_step(step));
            }
            Effect::SetExamDate(date) => {
                self.say_unless_kept(|store| store.set_exam_date(date));
                self.learn();
            }
            Effect::Welcomed => {
                let today = self.now().day;
                self.say_unless_kept(|store| store.welcome(today));
                self.app.welcomed();
            }
            Effect::Room(step) => {
                if let Some(room) = &self.room {
                    room.notify(step);
                }
            }
            Effect::KeepSession(left) => self.keep_session(&left),
            Effect::Export { name, text } => {
                self.app.exported(fresh_file::write(&format!("{name}-changed"), "toml", &text));
            }
            Effect::Copy(text) => self.copied = Some(text),
            Effect::OpenSource { question, address } => {
                return self.open_source(question.as_ref(), address);
            }
            Effect::Mark(mark, question) => self.mark(mark, &question),
            Effect::Object(objection) => {
                let saved = objection::save(&objection);
                let not_saved = |error| format!("not saved: {error}");
                self.app.notify(saved.unwrap_or_else(not_saved));
            }
        }
        Flow::On
    }
}
