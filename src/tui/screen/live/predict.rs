//! Predict, watch, report: a question at a stop, locked before the run goes on;
//! when the run has settled it, what was seen is asked, and then what came true.
//!
//! ```text
//!  stop ─▶ Predicting ─ lock ─▶ Watching ─ the run settles it ─▶ Reporting ─ lock ─▶ Told
//! ```

use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;

use crate::app::proof::outcome::{self, PredictionOutcome};
use crate::tui::keys::{self, CHOOSE, Keymap, MOVE, Move, OPTIONS, Row};
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::exhibit;
use crate::tui::widget::panel::{self, Focus};
use crate::tui::widget::scroll::Scroll;
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::model::time::SimTime;
use apprunner_sim::sim::summary::Summary;
use quizbank::prediction::{Prediction, Votes};
use quizbank::present::PresentedQuestion;
use quizbank::score::Tally;
use spanned_toml::faults::counted;

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
    /// What is missing before it can be locked.
    missing: Option<String>,
    scroll: Scroll,
}

/// How far it is.
#[derive(Clone, Debug, PartialEq)]
enum Stage {
    Predicting,
    Watching,
    Reporting,
    Told(PredictionOutcome),
}

/// Who answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tui) enum Who {
    /// One learner picks.
    Learner,
    /// The instructor counts hands.
    Class,
}

/// What the keys of a prediction mean.
#[derive(Clone, Copy, Debug)]
pub(in crate::tui) enum Command {
    Choose(Move),
    Pick(usize),
    Toggle,
    Digit(usize),
    Erase,
    More,
    Fewer,
    Lock,
    TurnTo(Who),
    Scroll(Move),
    GoOn,
    Back,
}

const CHOICE: Row<Command> = keys::moves(CHOOSE, Command::Choose, "choose", "choose an option");

const PICKING: &[Row<Command>] = &[
    CHOICE,
    keys::numbers(OPTIONS, Command::Pick, "option", "pick an option by number or letter"),
    keys::row(&[("space", Command::Toggle)], 1, "pick", "pick what is chosen"),
    keys::row(&[("Enter", Command::Lock)], 1, "lock", "lock what is picked; the run goes on"),
    keys::row(
        &[("Tab", Command::TurnTo(Who::Class)), ("shift-Tab", Command::TurnTo(Who::Class))],
        1,
        "a class",
        "count the votes of a class instead",
    ),
];

const TALLYING: &[Row<Command>] = &[
    CHOICE,
    keys::numbers(DIGITS, Command::Digit, "votes", "type how many are for it"),
    keys::row(
        &[("←", Command::Fewer), ("→", Command::More)],
        2,
        "fewer, more",
        "one vote fewer, one more",
    ),
    keys::row(&[("Backspace", Command::Erase)], 1, "", "take a digit back"),
    keys::row(&[("Enter", Command::Lock)], 1, "lock", "lock the votes; the run goes on"),
    keys::row(
        &[("Tab", Command::TurnTo(Who::Learner)), ("shift-Tab", Command::TurnTo(Who::Learner))],
        1,
        "one learner",
        "one learner picks instead",
    ),
];

const TOLD: &[Row<Command>] = &[
    keys::row(&[("Enter", Command::GoOn)], 1, "go on", "back to the run"),
    keys::moves(MOVE, Command::Scroll, "scroll", "scroll"),
];

const DIGITS: &[(&str, usize)] = &[
    ("0", 0),
    ("1", 1),
    ("2", 2),
    ("3", 3),
    ("4", 4),
    ("5", 5),
    ("6", 6),
    ("7", 7),
    ("8", 8),
    ("9", 9),
];

/// What a key has led to.
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
            cast: [votes.clone(), votes.clone()],
            predicted: votes.clone(),
            predicted_by: Who::Learner,
            seen: votes,
            missing: None,
            scroll: Scroll::top(),
        }
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
        (self.cursor, self.scroll) = (0, Scroll::top());
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
        self.scroll = Scroll::top();
        prediction
    }

    /// The keys that hold.
    pub(super) fn keys(&self) -> Keymap<Command> {
        let keymap = match (&self.stage, self.who) {
            (Stage::Told(_), _) => Keymap::new("What came true", TOLD)
                .scrolling(&self.scroll, |command| matches!(command, Command::Scroll(_))),
            (_, Who::Learner) => Keymap::new("A prediction", PICKING),
            (_, Who::Class) => Keymap::new("A class's prediction", TALLYING),
        };
        keymap.back(Command::Back)
    }

    /// Does what a key means, and says what it has led to.
    pub(super) fn act(&mut self, command: Command) -> Step {
        let options = self.item.options.len();
        self.missing = None;
        match command {
            Command::Scroll(to) => self.scroll.step(to),
            Command::Back if self.stage == Stage::Reporting => return Step::Reported,
            Command::GoOn | Command::Back => return Step::Done,
            Command::Choose(to) => self.cursor = to.from(self.cursor, options.saturating_sub(1)),
            // The votes of both stay: nobody counts hands twice.
            Command::TurnTo(who) => self.who = who,
            Command::Pick(option) if option < options => {
                self.cursor = option;
                self.pick();
            }
            Command::Pick(_) => {
                self.missing = Some(format!("there are {options} options"));
            }
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

    /// The votes that are being cast.
    fn votes(&mut self) -> &mut Votes {
        let [learner, class] = &mut self.cast;
        match self.who {
            Who::Learner => learner,
            Who::Class => class,
        }
    }

    fn shown_votes(&self) -> &Votes {
        let [learner, class] = &self.cast;
        match self.who {
            Who::Learner => learner,
            Who::Class => class,
        }
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
        let (cast, wanted) = (self.votes().cast(), self.item.wanted());
        match self.who {
            Who::Learner if (cast as usize) < wanted => {
                self.missing = Some(format!("{cast} of {wanted} picked: space picks, then Enter"));
                return Step::Nothing;
            }
            Who::Class if cast == 0 => {
                let missing = "no votes yet: type how many are for each option, then Enter";
                self.missing = Some(missing.to_owned());
                return Step::Nothing;
            }
            Who::Learner | Who::Class => {}
        }
        let votes = self.votes().clone();
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
            let votes = self.predicted.of(option.position);
            let by_class = self.predicted_by == Who::Class;
            let count = if by_class { format!("{votes} × ") } else { String::new() };
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
            (Stage::Reporting, Who::Class) => ("What did you see?", cast(self.shown_votes())),
            (_, Who::Learner) => ("Predict", self.wanted()),
            (_, Who::Class) => ("Predict", cast(self.shown_votes())),
        };
        let title = panel::title(name, &about, theme);
        let inner = panel::panel(frame, area, title, Focus::Here, theme);
        // The option under the cursor is always in sight.
        if let Some(cursor) = cursor {
            self.scroll.follow(lines.len(), usize::from(inner.height), &cursor);
        }
        self.scroll.draw(frame, inner, lines, theme);
    }

    fn wanted(&self) -> String {
        match self.item.wanted() {
            1 => "before the run goes on".to_owned(),
            many => format!("before the run goes on; pick {many}"),
        }
    }

    /// Everything to be shown, and the lines of the option under the cursor.
    fn lines(&self, width: u16, theme: Theme) -> (Vec<Line<'static>>, Option<Range<usize>>) {
        let mut lines = exhibit::stem(&self.item, width, Role::Strong, theme);
        lines.push(Line::default());
        if let Stage::Told(outcome) = &self.stage {
            lines.extend(self.told(outcome, width, theme));
            return (lines, None);
        }
        let mut cursor = 0..0;
        let votes = self.shown_votes();
        for (index, option) in self.item.options.iter().enumerate() {
            let count = votes.of(option.position);
            let mark = match self.who {
                Who::Class => format!("{count:>4} "),
                Who::Learner if count > 0 => "● ".to_owned(),
                Who::Learner => "○ ".to_owned(),
            };
            let head = format!("{} {mark}", index + 1);
            let role = if index == self.cursor { Role::Selected } else { Role::Plain };
            let shown = hanging(&head, &option.text, width, role, theme);
            if index == self.cursor {
                cursor = lines.len()..lines.len() + shown.len();
            }
            lines.extend(shown);
        }
        if let Some(missing) = &self.missing {
            let first = lines.len();
            lines.extend(panel::wrapped(missing, width, Role::Warn, theme));
            cursor = cursor.start.max(first.saturating_sub(1))..lines.len();
        }
        (lines, Some(cursor))
    }

    /// Every option with its votes before and after, and why the true one is true.
    fn told(&self, outcome: &PredictionOutcome, width: u16, theme: Theme) -> Vec<Line<'static>> {
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
    counted(votes.cast(), "vote")
}

/// `content` behind `head`, further lines below the first.
fn hanging(head: &str, content: &str, width: u16, role: Role, theme: Theme) -> Vec<Line<'static>> {
    let style = theme.style(role);
    text::hanging(Span::styled(head.to_owned(), style), content, width, style)
}
