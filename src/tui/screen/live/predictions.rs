//! Where a run stops for its viewers, and what happens to their predictions.

use super::Live;
use super::picture::{Notice, Selection};
use super::predict::{self, Predict, Step};
use super::story;
use crate::app::demo::{AskedQuestion, DemoEvent};
use crate::app::proof::outcome;
use crate::report::story::filled_in;
use crate::tui::message::Effect;
use apprunner_sim::model::time::SimTime;
use quizbank::present::{self, PresentedQuestion};

/// Why a playing run stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// The run has settled what was predicted.
    Settled,
    /// The instructor's stop with this place.
    Instructor(usize),
    /// What was to be watched is over.
    Watched,
}

impl Live {
    /// Where the run stops, in order of time.
    pub(super) fn stops(&self) -> Vec<(SimTime, Stop)> {
        let instructors = self.scenario().story.stops.iter().enumerate();
        let instructors = instructors.filter(|(_, stop)| stop.stops());
        let mut stops: Vec<(SimTime, Stop)> =
            instructors.map(|(index, stop)| (stop.at, Stop::Instructor(index))).collect();
        let settled = self.predict.as_ref().and_then(Predict::waits_for);
        let end = self.transport.end();
        stops.extend(settled.map(|at| (at.min(end), Stop::Settled)));
        if let Some((until, _)) = &self.watched {
            stops = vec![((*until).min(end), Stop::Watched)];
        }
        // What was predicted comes first; one at that instant is still to be read.
        stops.sort_by_key(|&(at, stop)| (at, stop != Stop::Settled));
        stops
    }

    /// Stops where the instructor wants it. The first time it asks its question, whose answer
    /// its words may hold: they come when that is over.
    pub(super) fn stop_at(&mut self, index: usize) {
        let is_first = !self.asked.contains(&index) && self.predict.is_none();
        let is_asked = is_first && self.ask(index);
        // What is said at a stop is seen.
        self.selection = Selection::Nothing;
        self.notice = (!is_asked).then_some(Notice::Instructor { stop: index, after: None });
    }

    /// Asks the question of a stop. False when it has none.
    fn ask(&mut self, index: usize) -> bool {
        let Some((stop, item)) = self.question_of(index) else { return false };
        let scenario = self.scenario();
        let later = scenario.story.stops.iter().map(|stop| stop.at).find(|at| *at > stop);
        let settled = outcome::settled_at(&item, scenario).filter(|at| *at > stop);
        let settled = settled.or(later).unwrap_or(self.transport.end());
        self.asked.push(index);
        self.transport.pause();
        let asked = Box::new(AskedQuestion::of(&item, stop));
        let predict = Predict::new(item, stop, settled);
        self.predict = Some(match &mut self.room {
            Some(room) => predict.before_room(room.begin_round(asked)),
            None => predict,
        });
        true
    }

    /// The question of a stop as it is shown, and where it stops the run.
    fn question_of(&self, index: usize) -> Option<(SimTime, PresentedQuestion)> {
        let stop = self.scenario().story.stops.get(index)?;
        let question = self.content.question(stop.question.as_ref()?)?;
        Some((stop.at, present::present(question, self.scenario().seed).ok()?))
    }

    /// The place of the last stop before the playhead that asks something.
    pub(super) fn last_question(&self) -> Option<usize> {
        let here = self.transport.playhead();
        let instructors = self.scenario().story.stops.iter().enumerate().rev();
        let mut past = instructors.filter(|(_, stop)| stop.at <= here);
        past.find(|(_, stop)| stop.question.is_some()).map(|(index, _)| index)
    }

    /// Asks again what the last stop before the playhead asks.
    pub(super) fn predict_here(&mut self) {
        let here = self.transport.playhead();
        let asked = match self.last_question() {
            Some(index) if self.predict.is_none() => {
                self.transport
                    .seek(self.scenario().story.stops.get(index).map_or(here, |it| it.at));
                self.ask(index)
            }
            _ => false,
        };
        if self.predict.as_ref().is_some_and(|it| !it.is_open()) {
            self.note("the prediction is locked; its result is not known yet");
        }
        if !asked && self.predict.is_none() {
            self.note("no stop so far asks for a prediction; press PgDn for the next stop");
        }
    }

    /// Hands a key to the prediction that has the screen.
    pub(super) fn answer(&mut self, command: predict::Command) -> Vec<Effect> {
        let Some(predict) = &mut self.predict else { return Vec::new() };
        let step = predict.act(command);
        self.follow(step)
    }

    /// Goes on where a prediction has led.
    pub(super) fn follow(&mut self, step: Step) -> Vec<Effect> {
        match step {
            Step::Nothing => {}
            Step::Locking(phase, hands) => {
                self.notify_room(DemoEvent::Locked { phase, hands: hands.0 });
            }
            Step::Done => {
                self.end_prediction();
                self.speak_after_prediction();
            }
            Step::Locked => {
                self.notice = None;
                self.transport.play();
            }
            Step::Reported => return self.reveal_outcome(),
        }
        Vec::new()
    }

    /// Puts the prediction away, in the room too.
    pub(super) fn end_prediction(&mut self) {
        if self.predict.take().is_some() {
            self.notify_room(DemoEvent::Closed);
        }
    }

    /// Shows what came true, here and in the room.
    fn reveal_outcome(&mut self) -> Vec<Effect> {
        let words = self.words_of_stop();
        let Some(predict) = &mut self.predict else { return Vec::new() };
        let now = self.history.now();
        let prediction = predict.prediction(now.scenario(), now.summary());
        if let Some(outcome) = predict.outcome(words) {
            self.notify_room(DemoEvent::Revealed { outcome: Box::new(outcome) });
        }
        vec![Effect::Predicted(Box::new(prediction))]
    }

    /// What the stop that asked says once that is over.
    fn words_of_stop(&self) -> String {
        let now = self.history.now();
        let asked = self
            .asked
            .last()
            .and_then(|&index| Some((index, now.scenario().story.stops.get(index)?)));
        asked.map_or_else(String::new, |(index, stop)| {
            filled_in(&stop.say, story::figures_at(now.figures_at_stops(), index))
        })
    }

    /// The words of the stop that asked may be shown now. A stop at the instant of the playhead
    /// has not been heard yet: it asks its question, or its words follow.
    fn speak_after_prediction(&mut self) {
        let here = self.transport.playhead();
        let Some(&asked) = self.asked.last() else { return };
        let stops = self.scenario().story.stops.iter().enumerate();
        let mut others = stops.filter(|&(index, stop)| index != asked && stop.stops());
        let found = others.find(|(_, stop)| stop.at == here).map(|(index, _)| index);
        match found {
            Some(index) => {
                self.stop_at(index);
                if let Some(Notice::Instructor { after, .. }) = &mut self.notice {
                    *after = Some(asked);
                }
            }
            None => self.notice = Some(Notice::Instructor { stop: asked, after: None }),
        }
    }

    /// Once the run has come to where it settles the prediction, asks what was seen. What
    /// this run does not show is not asked: the question's key says what came true.
    pub(super) fn settle(&mut self) -> Vec<Effect> {
        let (here, end) = (self.transport.playhead(), self.transport.end());
        // Metrics of the whole run say what came true.
        let is_known = self.history.now().is_filled();
        let Some(predict) = &mut self.predict else { return Vec::new() };
        if !is_known || predict.waits_for().is_none_or(|at| here < at.min(end)) {
            return Vec::new();
        }
        self.transport.pause();
        let now = self.history.now();
        if outcome::settled_at(predict.item(), now.scenario()).is_some() {
            predict.report();
            self.notify_room(DemoEvent::SeenAsked);
            return Vec::new();
        }
        self.reveal_outcome()
    }
}
