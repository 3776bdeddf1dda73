//! Where a run stops for its viewers, and what becomes of their predictions.

use super::Live;
use super::predict::{Predict, Step};
use super::stage::Notice;
use crate::model::goal::{Beat, Pause};
use crate::model::time::SimTime;
use crate::proof::outcome;
use crate::quiz::present::{self, Item};
use crate::tui::message::{Effect, Msg};

/// Why a playing run stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// The run has settled what was predicted.
    Settled,
    /// The instructor's stop with this place.
    Beat(usize),
}

impl Live {
    /// Where the run stops, in order of time.
    pub(super) fn stops(&self) -> Vec<(SimTime, Stop)> {
        let stops_at = |beat: &Beat| beat.pause == Pause::Yes || beat.question.is_some();
        let beats = self.scenario().beats.iter().enumerate();
        let beats = beats.filter(|(_, beat)| stops_at(beat));
        let mut stops: Vec<(SimTime, Stop)> =
            beats.map(|(index, beat)| (beat.at, Stop::Beat(index))).collect();
        let settled = self.predict.as_ref().and_then(Predict::waits_for);
        stops.extend(settled.map(|at| (at, Stop::Settled)));
        // What was predicted comes first; a beat at that instant is still to be read.
        stops.sort_by_key(|&(at, stop)| (at, stop != Stop::Settled));
        stops
    }

    /// Stops at a beat: it speaks, and asks its question the first time.
    pub(super) fn stop_at_beat(&mut self, index: usize) {
        self.notice = Some(Notice::Beat(index));
        if !self.asked.contains(&index) && self.predict.is_none() {
            self.ask(index);
        }
    }

    /// Asks the question of a beat. False when it has none.
    fn ask(&mut self, index: usize) -> bool {
        let Some((stop, item)) = self.question_of(index) else { return false };
        let scenario = self.scenario();
        let later = scenario.beats.iter().map(|beat| beat.at).find(|at| *at > stop);
        let settled = outcome::settled_at(&item, scenario).filter(|at| *at > stop);
        let settled = settled.or(later).unwrap_or(self.transport.end());
        self.asked.push(index);
        self.transport.pause();
        self.predict = Some(Predict::new(item, stop, settled));
        true
    }

    /// The question of a beat as it is shown, and where it stops the run.
    fn question_of(&self, index: usize) -> Option<(SimTime, Item)> {
        let beat = self.scenario().beats.get(index)?;
        let id = beat.question.as_ref()?;
        let question = self.content.questions.iter().find(|question| question.id.0 == *id)?;
        Some((beat.at, present::present(question, self.scenario().seed).ok()?))
    }

    /// Asks again what the last stop before the playhead asks.
    pub(super) fn predict_here(&mut self) {
        let here = self.transport.playhead();
        let beats = self.scenario().beats.iter().enumerate().rev();
        let last = beats.filter(|(_, beat)| beat.at <= here).find(|(_, it)| it.question.is_some());
        let asked = match last.map(|(index, _)| index) {
            Some(index) if self.predict.is_none() => {
                self.transport.seek(self.scenario().beats.get(index).map_or(here, |it| it.at));
                self.ask(index)
            }
            _ => false,
        };
        if !asked && self.predict.is_none() {
            let next = "no stop so far asks for a prediction; b goes to the next stop";
            self.notice = Some(Notice::Banner(next.to_owned()));
        }
    }

    /// Hands a message to the prediction that has the screen.
    pub(super) fn answer(&mut self, message: Msg) -> Vec<Effect> {
        let Some(predict) = &mut self.predict else { return Vec::new() };
        match predict.update(message) {
            Step::Nothing => {}
            Step::Done => self.predict = None,
            Step::Locked => {
                self.notice = None;
                self.transport.play();
            }
            Step::Reported => {
                let now = self.history.now();
                let prediction = predict.tell(now.scenario(), now.summary());
                return vec![Effect::Predicted(Box::new(prediction))];
            }
        }
        Vec::new()
    }

    /// Once the run has come to where it settles the prediction, asks what was seen.
    pub(super) fn settle(&mut self) {
        let here = self.transport.playhead();
        let Some(predict) = &mut self.predict else { return };
        if predict.waits_for().is_some_and(|at| here >= at) {
            predict.report();
            self.transport.pause();
        }
    }
}
