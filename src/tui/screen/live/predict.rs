//! Predict, watch, report: a question at a stop, locked before the run goes on;
//! when the run has settled it, what was seen is asked, and then what came true.
//!
//! ```text
//!  stop ─▶ Predicting ─ lock ─▶ Watching ─ the run settles it ─▶ Reporting ─ lock ─▶ Told
//! ```

use std::cell::Cell;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;

use crate::app::proof::outcome::{self, Outcome};
use crate::tui::keys::Place;
use crate::tui::message::Msg;
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::exhibit;
use crate::tui::widget::panel::{self, Focus};
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::model::time::SimTime;
use apprunner_sim::sim::summary::Summary;
use quizbank::prediction::{Prediction, Votes};
use quizbank::present::PresentedQuestion;
use quizbank::score::Tally;

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
    /// Votes by position in the question's file.
    predicted: Votes,
    seen: Votes,
    scroll: usize,
    /// Lines that do not fit, as last drawn.
    hidden: Cell<usize>,
}

/// How far it is.
#[derive(Clone, Debug, PartialEq)]
enum Stage {
    Predicting,
    Watching,
    Reporting,
    Told(Outcome),
}

/// Who answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    /// One learner picks.
    Learner,
    /// The instructor counts hands.
    Class,
}

/// What a message has led to.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Step {
    Nothing,
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
            predicted: votes.clone(),
            seen: votes,
            scroll: 0,
            hidden: Cell::new(0),
        }
    }

    /// Where the run was stopped for it.
    pub(super) fn stop(&self) -> SimTime {
        self.stop
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
        (self.cursor, self.scroll) = (0, 0);
    }

    /// Takes in what came true.
    pub(super) fn tell(&mut self, scenario: &Scenario, summary: Option<&Summary>) -> Prediction {
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
        self.stage = Stage::Told(outcome);
        self.scroll = 0;
        prediction
    }

    /// Which keys hold.
    pub(super) fn place(&self) -> Place {
        match (&self.stage, self.who) {
            (Stage::Told(_), _) => Place::Outcome,
            (_, Who::Learner) => Place::Predicting,
            (_, Who::Class) => Place::Tallying,
        }
    }

    /// Takes in a message and says what it has led to.
    pub(super) fn update(&mut self, message: Msg) -> Step {
        let options = self.item.options.len();
        if let Stage::Told(_) = self.stage {
            match message {
                Msg::Accept | Msg::Back => return Step::Done,
                Msg::Up => self.scroll = self.scroll.saturating_sub(1),
                Msg::Down => self.scroll = (self.scroll + 1).min(self.hidden.get()),
                _ => {}
            }
            return Step::Nothing;
        }
        match message {
            Msg::Back if self.stage == Stage::Predicting => return Step::Done,
            Msg::Back => return Step::Reported,
            Msg::Up => self.cursor = self.cursor.saturating_sub(1),
            Msg::Down => self.cursor = (self.cursor + 1).min(options.saturating_sub(1)),
            Msg::NextPane | Msg::PreviousPane => self.turn(),
            Msg::Pick(option) if option < options => {
                self.cursor = option;
                self.pick();
            }
            Msg::Toggle => self.pick(),
            Msg::Digit(digit) => self.count(|votes| votes * 10 + digit),
            Msg::Erase => self.count(|votes| votes / 10),
            Msg::More => self.count(|votes| votes + 1),
            Msg::Fewer => self.count(|votes| votes.saturating_sub(1)),
            Msg::Accept => return self.lock(),
            _ => {}
        }
        Step::Nothing
    }

    /// Between one learner and a class; the votes so far go.
    fn turn(&mut self) {
        self.who = match self.who {
            Who::Learner => Who::Class,
            Who::Class => Who::Learner,
        };
        *self.votes() = Votes::none(self.item.options.len());
    }

    /// The votes that are being cast.
    fn votes(&mut self) -> &mut Votes {
        if self.stage == Stage::Predicting { &mut self.predicted } else { &mut self.seen }
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
        let wanted = if self.who == Who::Learner { self.item.wanted() } else { 1 };
        if (self.votes().cast() as usize) < wanted {
            return Step::Nothing;
        }
        if self.stage == Stage::Predicting {
            self.stage = Stage::Watching;
            return Step::Locked;
        }
        Step::Reported
    }

    /// What was locked, in a sentence.
    pub(super) fn locked(&self) -> String {
        let said = |option: &quizbank::present::PresentedOption| {
            let votes = self.predicted.of(option.position);
            let count = if self.who == Who::Class { format!("{votes} × ") } else { String::new() };
            (votes > 0).then(|| format!("{count}{}", option.text))
        };
        let said: Vec<String> = self.item.options.iter().filter_map(said).collect();
        said.join("; ")
    }

    /// Draws it over the lower part of `area`.
    pub(super) fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let (lines, cursor) = self.lines(area.width.saturating_sub(4), theme);
        let wanted = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX);
        let height = wanted.min(area.height);
        let area = Rect { y: area.bottom() - height, height, ..area };
        frame.render_widget(Clear, area);
        let (name, about) = match (&self.stage, self.who) {
            (Stage::Told(_), _) => ("What came true", String::new()),
            (Stage::Reporting, Who::Learner) => ("What did you see?", String::new()),
            (Stage::Reporting, Who::Class) => ("What did you see?", cast(&self.seen)),
            (_, Who::Learner) => ("Predict", self.wanted()),
            (_, Who::Class) => ("Predict", cast(&self.predicted)),
        };
        let title = panel::title(name, &about, theme);
        let inner = panel::panel(frame, area, title, Focus::Here, theme);
        let height = usize::from(inner.height);
        let hidden = lines.len().saturating_sub(height);
        self.hidden.set(hidden);
        // The option under the cursor is always in sight.
        let chosen = cursor.saturating_sub(height);
        let first = if matches!(self.stage, Stage::Told(_)) { self.scroll } else { chosen };
        let scrolled = lines.into_iter().skip(first.min(hidden)).collect();
        panel::lines(frame, inner, scrolled);
    }

    fn wanted(&self) -> String {
        match self.item.wanted() {
            1 => "before the run goes on".to_owned(),
            many => format!("before the run goes on; pick {many}"),
        }
    }

    /// Everything to be told, and how many lines it is to the end of the option
    /// under the cursor.
    fn lines(&self, width: u16, theme: Theme) -> (Vec<Line<'static>>, usize) {
        let mut lines = exhibit::stem(&self.item, width, Role::Strong, theme);
        lines.push(Line::default());
        if let Stage::Told(outcome) = &self.stage {
            lines.extend(self.told(outcome, width, theme));
            return (lines, 0);
        }
        let mut cursor = 0;
        let votes = if self.stage == Stage::Reporting { &self.seen } else { &self.predicted };
        for (index, option) in self.item.options.iter().enumerate() {
            let count = votes.of(option.position);
            let mark = match self.who {
                Who::Class => format!("{count:>4} "),
                Who::Learner if count > 0 => "● ".to_owned(),
                Who::Learner => "○ ".to_owned(),
            };
            let head = format!("{} {mark}", index + 1);
            let role = if index == self.cursor { Role::Selected } else { Role::Plain };
            lines.extend(hanging(&head, &option.text, width, role, theme));
            if index == self.cursor {
                cursor = lines.len();
            }
        }
        (lines, cursor)
    }

    /// Every option with its votes before and after, and why the true one is true.
    fn told(&self, outcome: &Outcome, width: u16, theme: Theme) -> Vec<Line<'static>> {
        let mut lines = Vec::new();
        let head = format!("  {:>9} {:>5}", "predicted", "seen");
        lines.push(Line::styled(head, theme.style(Role::Muted)));
        for option in &self.item.options {
            let came = outcome.right.contains(&option.position);
            let (before, after) =
                (self.predicted.of(option.position), self.seen.of(option.position));
            let (sign, role) = match (came, before + after > 0) {
                (true, _) => ("✓", Role::Good),
                (false, true) => ("✗", Role::Bad),
                (false, false) => (" ", Role::Muted),
            };
            let head = format!("{sign} {before:>9} {after:>5}  ");
            lines.extend(hanging(&head, &option.text, width, role, theme));
            if came {
                let indent = " ".repeat(text::width(&head));
                lines.extend(hanging(&indent, &option.why, width, Role::Plain, theme));
            }
        }
        lines.push(Line::default());
        let settled = match (&outcome.figures, outcome.right.is_empty()) {
            (Some(figures), false) => format!("This run: {figures}."),
            (Some(figures), true) => format!("This run went another way: {figures}."),
            (None, _) => "By the question's key; its own run, not this one, proves it.".to_owned(),
        };
        lines.extend(panel::wrapped(&settled, width, Role::Plain, theme));
        let share = |word: &str, tally: Tally| {
            tally.percent().map(|percent| {
                let Tally { right, answered } = tally;
                format!("{word} {right} of {answered} ({percent} %)")
            })
        };
        let shares = [
            share("predicted right", self.predicted.judged(&outcome.right)),
            share("saw it right", self.seen.judged(&outcome.right)),
        ];
        let shares = shares.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        lines.extend(panel::wrapped(&shares, width, Role::Accent, theme));
        lines
    }
}

fn cast(votes: &Votes) -> String {
    format!("{} votes", votes.cast())
}

/// `text` behind `head`, further lines below the first.
fn hanging(head: &str, content: &str, width: u16, role: Role, theme: Theme) -> Vec<Line<'static>> {
    let indent = text::width(head);
    let body = text::wrap(content, usize::from(width).saturating_sub(indent));
    let lines = body.into_iter().enumerate().map(|(index, part)| {
        let head = if index == 0 { head.to_owned() } else { " ".repeat(indent) };
        Line::from(vec![Span::styled(head + &part, theme.style(role))])
    });
    lines.collect()
}
