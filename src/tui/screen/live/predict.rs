//! Predict, watch, report: a question at a stop, locked before the run goes on;
//! when the run has settled it, what was seen is asked, and then what came true.
//!
//! ```text
//!  stop ─▶ Predicting ─ lock ─▶ Watching ─ the run settles it ─▶ Reporting ─ lock ─▶ Revealed
//! ```

mod keys;
mod view;

use std::cell::Cell;

use ratatui::layout::{Position, Rect};

use self::keys::{PICKING, POLLING, REMINDERS, TALLYING};
use crate::app::demo::{Phase, RoundStage, StopOutcome};
use crate::app::proof::outcome::{self, PredictionOutcome};
use crate::report::proof;
use crate::tui::keys::Keymap;
use crate::tui::room::{RoomStanding, RoomVotes, RoundTally};
use crate::tui::widget::scroll::Scroll;
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::model::time::SimTime;
use apprunner_sim::sim::summary::Summary;
use quizbank::prediction::{Prediction, Votes};
use quizbank::present::PresentedQuestion;

pub(in crate::tui) use self::keys::{Command, Who};

/// The most votes for one option that are taken in.
const MOST_VOTES: u32 = 9_999;

/// A prediction on its way.
#[derive(Clone, Debug)]
pub(super) struct Predict {
    item: PresentedQuestion,
    /// Where the run was stopped for it.
    stop: SimTime,
    /// Where the run settles it.
    settled: SimTime,
    stage: Stage,
    who: Who,
    cursor: usize,
    /// Votes by position in the question's file: those that are being cast, by the
    /// learner and by the class.
    cast: [Votes; 2],
    predicted: Votes,
    /// Who predicted it.
    predicted_by: Who,
    seen: Votes,
    /// The room that votes beside the class; `None` without one.
    room: Option<RoomBallot>,
    /// What is missing before it can be locked.
    missing: Option<String>,
    scroll: Scroll,
    /// Where the options stand, unless they scroll with the question.
    options: Cell<Rect>,
}

/// What a room says of what is asked now.
#[derive(Clone, Debug, Default, PartialEq)]
struct RoomBallot {
    /// Number of people in it.
    joined: usize,
    votes: RoomVotes,
    /// Whether it was asked to lock the votes, which it has not done yet. It does so as soon as it
    /// can: until then the hands stay as they were sent.
    is_locking: bool,
    /// Why it does not work now.
    trouble: Option<String>,
}

/// How far it is.
#[derive(Clone, Debug, PartialEq)]
enum Stage {
    Predicting,
    Watching,
    Reporting,
    Revealed(PredictionOutcome),
}

/// What a key has led to.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Step {
    Nothing,
    /// The room is to lock the votes of a phase, with the hands that were counted.
    Locking(Phase, Votes),
    /// It is locked: the run goes on.
    Locked,
    /// What was seen is said: time to tell what came true.
    Reported,
    /// It is over.
    Done,
}

impl Predict {
    /// The prediction of `item` at a stop; what comes later decides at `settled`.
    pub(super) fn new(item: PresentedQuestion, stop: SimTime, settled: SimTime) -> Self {
        let votes = Votes::none(item.options.len());
        Self {
            item,
            stop,
            settled,
            stage: Stage::Predicting,
            who: Who::Learner,
            cursor: 0,
            cast: [votes.clone(), votes.clone()],
            predicted: votes.clone(),
            predicted_by: Who::Learner,
            seen: votes,
            room: None,
            missing: None,
            scroll: Scroll::top(),
            options: Cell::default(),
        }
    }

    /// The same, with a room of this number of people that votes.
    pub(super) fn before_room(self, joined: usize) -> Self {
        let room = Some(RoomBallot { joined, ..RoomBallot::default() });
        Self { who: Who::Room, room, ..self }
    }

    /// Takes in how the room stands, and says what that has led to.
    pub(super) fn attend(&mut self, standing: &RoomStanding, round: Option<&RoundTally>) -> Step {
        let Some(room) = &mut self.room else { return Step::Nothing };
        room.joined = standing.joined;
        room.trouble.clone_from(&standing.trouble);
        let Some(round) = round else { return Step::Nothing };
        let (votes, locked) = match self.stage {
            Stage::Predicting => (&round.predicted, RoundStage::Watching),
            Stage::Reporting => (&round.seen, RoundStage::Reported),
            Stage::Watching | Stage::Revealed(_) => return Step::Nothing,
        };
        room.votes.clone_from(votes);
        // The room says what is locked, however late, and also where another host asked for it.
        if round.stage == locked {
            room.is_locking = false;
            return self.take_votes();
        }
        Step::Nothing
    }

    /// Whether the room was asked to lock the votes, which it has not done yet.
    fn is_locking(&self) -> bool {
        self.room.as_ref().is_some_and(|room| room.is_locking)
    }

    /// Why the votes are not locked yet, where the room cannot do it now.
    fn lock_trouble(&self) -> Option<String> {
        let room = self.room.as_ref().filter(|room| room.is_locking)?;
        let trouble = room.trouble.as_ref()?;
        Some(format!("the votes are not locked yet, retrying: {trouble}"))
    }

    /// What is asked.
    pub(super) fn item(&self) -> &PresentedQuestion {
        &self.item
    }

    /// Where the run must get to; `None` unless it is waited for.
    pub(super) fn waits_for(&self) -> Option<SimTime> {
        (self.stage == Stage::Watching).then_some(self.settled)
    }

    /// Whether it has the screen.
    pub(super) fn is_open(&self) -> bool {
        self.stage != Stage::Watching
    }

    /// The run has settled it: what was seen?
    pub(super) fn report(&mut self) {
        self.stage = Stage::Reporting;
        let votes = Votes::none(self.item.options.len());
        self.cast = [votes.clone(), votes];
        if let Some(room) = &mut self.room {
            room.votes = RoomVotes::default();
            self.who = Who::Room;
        }
        (self.cursor, self.scroll) = (0, Scroll::top());
    }

    /// What came of it, for a room; nothing before it is shown.
    pub(super) fn outcome(&self, words: String) -> Option<StopOutcome> {
        let Stage::Revealed(outcome) = &self.stage else { return None };
        let right = self.item.options.iter().filter(|it| outcome.right.contains(&it.position));
        Some(StopOutcome {
            right: outcome.right.clone(),
            reasons: right.map(|it| (it.position, it.why.clone())).collect(),
            settled: settled_by(outcome),
            words,
        })
    }

    /// Takes in what came true.
    pub(super) fn prediction(
        &mut self,
        scenario: &Scenario,
        summary: Option<&Summary>,
    ) -> Prediction {
        let outcome = outcome::of(&self.item, scenario, summary);
        let prediction = Prediction {
            scenario: scenario.name.clone(),
            edition: scenario.edition.name().to_owned(),
            stop_us: self.stop.as_micros(),
            question: self.item.question.id.clone(),
            rev: self.item.question.rev,
            predicted: self.predicted.clone(),
            seen: self.seen.clone(),
            right: outcome.right.clone(),
        };
        self.stage = Stage::Revealed(outcome);
        self.scroll = Scroll::top();
        prediction
    }

    /// The keys that hold.
    pub(super) fn keys(&self) -> Keymap<Command> {
        let keymap = match (&self.stage, self.who) {
            (Stage::Revealed(_), _) => Keymap::new("Results of predictions", REMINDERS),
            (_, Who::Learner) => Keymap::new("A prediction", PICKING),
            (_, Who::Class) => {
                let other = if self.room.is_some() { Who::Learner } else { Who::Room };
                Keymap::new("A class's prediction", TALLYING)
                    .without(|command| matches!(command, Command::TurnTo(who) if who == other))
            }
            (_, Who::Room) => Keymap::new("A room's prediction", POLLING),
        };
        let is_scroll = |command| matches!(command, Command::Scroll(_));
        keymap.scrolling(&self.scroll, is_scroll).back(Command::Back)
    }

    /// How far it is scrolled, for the mouse.
    pub(super) fn scroll_mut(&mut self) -> &mut Scroll {
        &mut self.scroll
    }

    /// Takes a click: it picks an option, or is where the next vote counts.
    pub(super) fn click(&mut self, mouse: Position) {
        let Some(option) = self.option_at(mouse) else { return };
        if self.who == Who::Room {
            return;
        }
        self.missing = None;
        self.cursor = option;
        if self.who == Who::Learner {
            self.pick();
        }
    }

    /// Does what a key means, and says what it has led to.
    pub(super) fn act(&mut self, command: Command) -> Step {
        let options = self.item.options.len();
        self.missing = None;
        match command {
            Command::Scroll(to) => self.scroll.step(to),
            // A room that does not work must not hold the run up.
            Command::Back if self.stage == Stage::Reporting && self.lock_trouble().is_none() => {
                return self.lock_room().unwrap_or(Step::Reported);
            }
            Command::GoOn | Command::Back => return Step::Done,
            Command::Choose(to) => self.cursor = to.from(self.cursor, options.saturating_sub(1)),
            // The votes of both stay: nobody counts hands twice.
            Command::TurnTo(who) => self.who = who,
            Command::Pick(option) if option < options => {
                self.cursor = option;
                self.pick();
            }
            Command::Pick(_) => return self.lack(format!("there are {options} options")),
            Command::Toggle => self.pick(),
            Command::Digit(digit) => {
                let digit = u32::try_from(digit).unwrap_or_default();
                self.count(|votes| votes * 10 + digit);
            }
            Command::Erase => self.count(|votes| votes / 10),
            Command::More => self.count(|votes| votes + 1),
            Command::Fewer => self.count(|votes| votes.saturating_sub(1)),
            Command::Lock => return self.lock(),
        }
        Step::Nothing
    }

    /// Says what is missing.
    fn lack(&mut self, text: impl Into<String>) -> Step {
        self.missing = Some(text.into());
        Step::Nothing
    }

    /// The votes that are being cast.
    fn votes(&mut self) -> &mut Votes {
        let [learner, class] = &mut self.cast;
        if self.who == Who::Learner { learner } else { class }
    }

    fn shown_votes(&self) -> &Votes {
        let [learner, class] = &self.cast;
        if self.who == Who::Learner { learner } else { class }
    }

    /// The votes that a lock would take: those of a room and the hands beside them.
    fn all_votes(&self) -> Votes {
        let votes = self.shown_votes();
        self.room.as_ref().map_or_else(|| votes.clone(), |room| room.votes.votes.with(votes))
    }

    fn position(&self) -> usize {
        self.item.options.get(self.cursor).map_or(0, |option| option.position)
    }

    /// One learner picks as many options as are asked for.
    fn pick(&mut self) {
        let (position, wanted) = (self.position(), self.item.wanted());
        let options = self.item.options.len();
        let votes = self.votes();
        let picked = votes.of(position) > 0;
        if wanted == 1 {
            *votes = Votes::none(options);
        }
        let full = votes.cast() as usize >= wanted;
        votes.set(position, u32::from(!picked && !full));
    }

    fn count(&mut self, change: impl Fn(u32) -> u32) {
        if self.is_locking() {
            self.lack("the hands are sent and cannot be changed; wait until the votes are locked");
            return;
        }
        let position = self.position();
        let votes = self.votes();
        let count = change(votes.of(position)).min(MOST_VOTES);
        votes.set(position, count);
    }

    fn lock(&mut self) -> Step {
        // Who only moved the cursor means what it stands on.
        if self.who == Who::Learner && self.item.wanted() == 1 && self.votes().cast() == 0 {
            self.pick();
        }
        let (cast, wanted) = (self.votes().cast(), self.item.wanted());
        match self.who {
            Who::Learner if (cast as usize) < wanted => {
                return self
                    .lack(format!("{cast} of {wanted} picked: press space to pick, then Enter"));
            }
            Who::Class | Who::Room if self.room.is_some() => {
                if self.all_votes().cast() == 0 {
                    return self.lack(
                        "no votes yet: wait for the room, or press Tab and enter the number of \
                         hands for each option",
                    );
                }
                return self.lock_room().unwrap_or(Step::Nothing);
            }
            Who::Class if cast == 0 => {
                return self.lack(
                    "no votes yet: enter the number of votes for each option, then press Enter",
                );
            }
            Who::Learner | Who::Class | Who::Room => {}
        }
        self.take_votes()
    }

    /// Asks the room to lock the votes; `None` without a room.
    fn lock_room(&mut self) -> Option<Step> {
        let phase = match self.stage {
            Stage::Predicting => Phase::Predicted,
            Stage::Reporting => Phase::Seen,
            Stage::Watching | Stage::Revealed(_) => return None,
        };
        let hands = self.shown_votes().clone();
        let room = self.room.as_mut()?;
        if room.is_locking {
            return Some(Step::Nothing);
        }
        room.is_locking = true;
        Some(Step::Locking(phase, hands))
    }

    /// Takes the votes as they are now, and says what that leads to.
    fn take_votes(&mut self) -> Step {
        let votes = self.all_votes();
        if self.stage == Stage::Predicting {
            (self.predicted, self.predicted_by) = (votes, self.who);
            self.stage = Stage::Watching;
            return Step::Locked;
        }
        self.seen = votes;
        Step::Reported
    }

    /// What was locked, in a sentence.
    pub(super) fn locked(&self) -> String {
        let said = |option: &quizbank::present::PresentedOption| {
            let text = option.text.trim_end_matches('.');
            let votes = self.predicted.of(option.position);
            let by_class = self.predicted_by != Who::Learner;
            let count = if by_class { format!("{votes} × ") } else { String::new() };
            (votes > 0).then(|| format!("{count}{text}"))
        };
        let said: Vec<String> = self.item.options.iter().filter_map(said).collect();
        said.join("; ")
    }
}

/// What decided the outcome, in a sentence.
fn settled_by(outcome: &PredictionOutcome) -> String {
    let figures = outcome.proven.as_ref().map(proof::sentence);
    match (figures, outcome.right.is_empty()) {
        (Some(figures), false) => format!("This run: {figures}."),
        (Some(figures), true) => format!("This run gave another result: {figures}."),
        (None, _) => "According to the answer key; another run proves it.".to_owned(),
    }
}
