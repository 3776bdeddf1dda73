//! What if: one value of a question's scenario is changed, the outcome is
//! predicted, and the run says who is right.
//!
//! ```text
//!  choose a value ─▶ type another ─▶ predict ─▶ run ─▶ both outcomes
//! ```

use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Position, Rect};
use ratatui::text::{Line, Span};

use super::catalog::Detail;
use super::facts;
use super::form::{self, Form, Outcome, Row};
use super::live::offered;
use super::page::{Header, Page};
use super::related;
use crate::app::builtin;
use crate::app::proof::ProofError;
use crate::app::proof::run::ProofRun;
use crate::app::proof::what_if::{self, PredictionVerdict};
use crate::report::proof;
use crate::tui::content::Content;
use crate::tui::keys::{self, Keymap, MOVE, Move, Row as KeyRow};
use crate::tui::message::{Destination, Effect};
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::exhibit;
use crate::tui::widget::field::Field;
use crate::tui::widget::panel::{self, Focus};
use crate::tui::widget::scroll::{Scroll, Scrollable};
use apprunner_sim::model::metric::{Metric, Unit};
use apprunner_sim::model::scenario::Scenario;
use quizbank::model::question::Question;
use quizbank::present::{PresentedOption, PresentedQuestion, present};
use spanned_toml::setting;
use spanned_toml::setting::Setting;

/// The widest form: its list stands above what is said of a row.
const FORM: u16 = 90;

/// What the result of the question's own run is called.
const AS_ASKED: &str = "As asked";

/// A question's scenario, one value of which is changed.
#[derive(Clone, Debug)]
pub(in crate::tui) struct WhatIf {
    question: Question,
    /// The question as it was asked.
    item: Option<PresentedQuestion>,
    content: Arc<Content>,
    /// The scenario as the question sets it.
    scenario: Scenario,
    seed: u64,
    form: Form<()>,
    /// What came of the question's run, as `first.unhealthy = 50.000 s`.
    outcome: String,
    /// Metric that is predicted.
    asked: Option<Metric>,
    stage: Stage,
    notice: Option<String>,
    /// How far what came of it is scrolled.
    scroll: Scroll,
}

/// How far the learner is.
#[derive(Clone, Debug)]
enum Stage {
    /// In the form.
    Choosing,
    /// The value is put in, the expected outcome is being typed.
    Predicting(Setting, Field),
    /// The run with the change.
    Running(Box<what_if::WhatIf>),
}

/// What its keys mean.
#[derive(Clone, Copy, Debug)]
pub(in crate::tui) enum Command {
    Form(form::Command),
    Accept,
    Scroll(Move),
    Replay,
    Back,
}

const PREDICTING: &[KeyRow<Command>] = &[
    keys::row(&[("Enter", Command::Accept)], "apply", "use the typed value"),
    keys::row(&[("Esc", Command::Back)], "back", "back to the list"),
];

const REMINDERS: &[KeyRow<Command>] = &[
    keys::row(&[("Enter", Command::Accept)], "another", "change another value"),
    keys::row(&[("r", Command::Replay)], "replay", "watch the changed run"),
    keys::moves(MOVE, Command::Scroll, "scroll", "scroll"),
];

impl WhatIf {
    /// The values of the scenario behind `question`, whose own run came out as `outcome`
    /// says; an error is for the user.
    pub(in crate::tui) fn new(
        question: Question,
        seed: u64,
        outcome: String,
        content: Arc<Content>,
    ) -> Result<Self, String> {
        let run = ProofRun::new(&question, seed).map_err(|error| error.to_string())?;
        let own = run.changes().len();
        let mut rows: Vec<Row<()>> =
            what_if::values(&run).into_iter().map(|it| Row::setting((), it)).collect();
        for row in rows.iter_mut().take(own) {
            row.label = format!("{} · {}", row.group, row.label);
            "Set by the question".clone_into(&mut row.group);
        }
        for row in &mut rows {
            row.first.clone_from(&row.value);
        }
        form::note_events(&mut rows, run.scenario());
        let changes = run.changes().to_vec();
        if let Some(Ok(draft)) = builtin::draft(&run.scenario().name, changes) {
            form::describe(&mut rows, &draft);
        }
        let (asked, mut form) = (run.asked(), Form::new(rows));
        form.explain(run.scenario(), &content);
        let (scenario, item) = (run.scenario().clone(), present(&question, seed).ok());
        let (stage, notice) = (Stage::Choosing, None);
        let scroll = Scroll::top();
        Ok(Self {
            question,
            item,
            content,
            scenario,
            seed,
            form,
            outcome,
            asked,
            stage,
            notice,
            scroll,
        })
    }

    fn accept(&mut self) {
        match &self.stage {
            Stage::Choosing => {}
            Stage::Predicting(change, typed) => {
                let (change, typed) = (change.clone(), typed.text().trim().to_owned());
                self.predict(change, &typed);
            }
            Stage::Running(_) => self.choose(),
        }
    }

    /// Back to the list, with the values of the question.
    fn choose(&mut self) {
        self.form.try_out(None);
        self.stage = Stage::Choosing;
    }

    /// Goes where the form has led.
    fn go_on(&mut self, outcome: Outcome) -> Vec<Effect> {
        match outcome {
            Outcome::Nothing => {}
            Outcome::Close => return vec![Effect::Close],
            Outcome::Put(value) => match self.read(&value) {
                Ok(change) => {
                    self.form.leave();
                    self.form.try_out(Some(change.value.clone()));
                    self.stage = Stage::Predicting(change, Field::default());
                }
                Err(trouble) => self.form.refuse(trouble),
            },
        }
        Vec::new()
    }

    /// The chosen value as it is `typed`, unless the scenario cannot have it.
    fn read(&self, typed: &str) -> Result<Setting, String> {
        let path = self.form.chosen().map_or("", |row| &row.path);
        let change = setting::parse(&format!("{path}={typed}"));
        let change = change.map_err(|faults| faults.in_a_line())?;
        let run = what_if::changed(&self.question, self.seed, change.clone());
        run.map(|_| change).map_err(|error| match error {
            ProofError::BadScenario(faults) => form::refusal(path, &faults),
            other => other.to_string(),
        })
    }

    fn predict(&mut self, change: Setting, typed: &str) {
        let predicted = typed.parse::<f64>().ok().filter(|number| number.is_finite());
        if predicted.is_none() && !typed.is_empty() {
            self.notice = Some(format!(
                "`{typed}` is not a number; leave the field empty to skip the prediction"
            ));
            return;
        }
        match what_if::WhatIf::new(&self.question, self.seed, change, predicted) {
            Ok(what_if) => self.stage = Stage::Running(Box::new(what_if)),
            Err(error) => {
                self.notice = Some(error.to_string());
                self.choose();
            }
        }
    }

    /// What is predicted, with its unit.
    fn figure(&self) -> String {
        let Some(metric) = self.asked else { return "Metric".to_owned() };
        let unit = match metric.unit() {
            Unit::Seconds => ", in seconds",
            Unit::Milliseconds => ", in milliseconds",
            Unit::Dollars => ", in dollars",
            Unit::Ratio => ", from 0 to 1",
            Unit::Count => "",
        };
        format!("{}{unit}", metric.label())
    }

    fn lines(&self, width: u16, theme: Theme) -> Vec<Line<'static>> {
        match &self.stage {
            Stage::Choosing => {
                let hint = "Change a value, predict the result, and run it.";
                panel::wrapped(hint, width, Role::Muted, theme)
            }
            Stage::Predicting(change, typed) => {
                let change = format!(
                    "Predict the result with {}. Leave the field empty to skip the prediction.",
                    form::setting_in_words(change)
                );
                let mut lines = panel::wrapped(&change, width, Role::Plain, theme);
                lines.push(typed.line(format!("{}: ", self.figure()), width, theme));
                lines
            }
            Stage::Running(what_if) => reported(what_if, width, theme),
        }
    }
}

impl Page for WhatIf {
    type Command = Command;

    fn keys(&self) -> Keymap<Command> {
        match &self.stage {
            Stage::Choosing => self.form.keys("What if").map(Command::Form),
            Stage::Predicting(..) => {
                let is_refused = self.notice.is_some();
                Keymap::new("While typing a prediction", PREDICTING)
                    .out_of_footer(|it| is_refused && matches!(it, Command::Accept))
            }
            Stage::Running(what_if) => {
                let is_running = what_if.verdict().is_none();
                let keymap = Keymap::new("Result", REMINDERS)
                    .scrolling(&self.scroll, |command| matches!(command, Command::Scroll(_)))
                    .back(Command::Back);
                keymap.without(|command| matches!(command, Command::Replay) && is_running)
            }
        }
    }

    fn act(&mut self, command: Command) -> Vec<Effect> {
        self.notice = None;
        match (command, &self.stage) {
            (Command::Form(command), _) => {
                let outcome = self.form.act(command);
                return self.go_on(outcome);
            }
            (Command::Accept, _) => {
                self.scroll = Scroll::top();
                self.accept();
            }
            (Command::Scroll(to), _) => self.scroll.step(to),
            (Command::Replay, Stage::Running(what_if)) => return replay(what_if),
            (Command::Replay, _) => {}
            (Command::Back, _) => self.choose(),
        }
        Vec::new()
    }

    fn field(&mut self) -> Option<&mut Field> {
        match &mut self.stage {
            Stage::Choosing => self.form.field(),
            Stage::Predicting(_, typed) => Some(typed),
            Stage::Running(_) => None,
        }
    }

    /// Says at once what is wrong with what is typed.
    fn edited(&mut self) {
        self.notice = None;
        let typed = self.form.typed().filter(|typed| !typed.is_empty());
        let trouble = typed.and_then(|typed| self.read(typed).err());
        self.form.edited(trouble);
    }

    fn click(&mut self, mouse: Position) -> Vec<Effect> {
        if !matches!(self.stage, Stage::Choosing) {
            return Vec::new();
        }
        let outcome = self.form.click(mouse);
        self.go_on(outcome)
    }

    fn panes(&mut self) -> Vec<&mut dyn Scrollable> {
        let mut panes = match self.stage {
            Stage::Choosing => self.form.panes(),
            Stage::Predicting(..) | Stage::Running(_) => Vec::new(),
        };
        panes.push(&mut self.scroll);
        panes
    }

    fn simulate(&mut self, events: u64) -> bool {
        match &mut self.stage {
            Stage::Running(what_if) => what_if.fill(events),
            _ => true,
        }
    }

    fn moves(&self) -> bool {
        matches!(&self.stage, Stage::Running(what_if) if what_if.verdict().is_none())
    }

    fn header(&self, theme: Theme) -> Header {
        Header::titled("What if", &self.scenario.title, "", theme)
    }

    /// Draws the form, and what came of it, or is predicted, below.
    fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let width = area.width.saturating_sub(4);
        // What the frame has no room for stands in the pane alone.
        let has_room = text::width(&self.outcome) + AS_ASKED.len() + 8 <= usize::from(area.width);
        let figures = if has_room { &self.outcome } else { "" };
        let result = panel::title(AS_ASKED, figures, theme);
        let mut lines = Vec::new();
        if !has_room {
            lines.extend(panel::wrapped(&self.outcome, width, Role::Muted, theme));
        }
        lines.extend(self.lines(width, theme));
        if let Some(notice) = &self.notice {
            lines.extend(panel::wrapped(notice, width, Role::Warn, theme));
        }
        let below = (panel::height_of(&lines) + 2).min(area.height / 2);
        let (above, below) = panel::split_top(area, area.height - below);
        let title = panel::title("Change one value", "", theme);
        let [focus, below_focus] = match self.stage {
            Stage::Choosing => [Focus::Here, Focus::Elsewhere],
            Stage::Predicting(..) | Stage::Running(_) => [Focus::Elsewhere, Focus::Here],
        };
        let form = Constraint::Length((above.width * 14 / 25).min(FORM));
        let [form, beside] = match panel::beside(above) {
            Some(_) => above.layout(&Layout::horizontal([form, Constraint::Fill(1)])),
            None => [above, Rect::default()],
        };
        if !beside.is_empty() {
            self.draw_question(frame, beside, theme);
        }
        let inner = panel::panel(frame, form, title, focus, theme);
        self.form.draw(frame, inner, "", theme);
        let inner = panel::panel(frame, below, result, below_focus, theme);
        self.scroll.draw(frame, inner, lines, theme);
    }
}

impl WhatIf {
    /// Draws the question with its options, their reasons where there is room, and below it the
    /// traffic of its scenario.
    fn draw_question(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let width = area.width.saturating_sub(4);
        let Some(item) = &self.item else { return };
        let of_option = |(place, option): (usize, &PresentedOption), reasons: bool| {
            let (sign, role) = if option.is_key { ("✓", Role::Good) } else { (" ", Role::Plain) };
            let head = Span::styled(format!("{sign} {}  ", place + 1), theme.style(role));
            let text = text::hanging(head, &option.text, width, theme.style(role));
            let why = Some(&option.why).filter(|_| reasons).into_iter().flat_map(|why| {
                text::hanging(Span::raw("     "), why, width, theme.style(Role::Muted))
            });
            text.into_iter().chain(why).collect::<Vec<_>>()
        };
        let page = |reasons| {
            let mut lines = exhibit::stem(item, width, Role::Strong, theme);
            lines.push(Line::default());
            let options = item.options.iter().enumerate();
            lines.extend(options.flat_map(|option| of_option(option, reasons)));
            lines
        };
        let room = usize::from(area.height.saturating_sub(2));
        let lines = Some(page(true)).filter(|lines| lines.len() <= room);
        let lines = lines.unwrap_or_else(|| page(false));
        let asked = Detail::new("The question", "", lines, theme);
        let facts = self.question.facts.iter().filter_map(|id| self.content.ledger.get(id));
        let facts = Detail::new(
            "What it rests on",
            "",
            facts::claims_with_sides(facts, width, theme),
            theme,
        );
        let course = &self.content.course;
        let topic = related::topic(&self.question.topic, course, width, theme);
        let terms = related::terms(item, course, width, theme);
        let more = vec![offered::detail(&self.scenario, width, theme), facts, topic, terms];
        let rows = panel::height_of(&asked.lines) + 2;
        let place = related::draw_below(frame, (area, rows), more, theme);
        asked.draw(frame, place, theme);
    }
}

fn reported(what_if: &what_if::WhatIf, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let role = match what_if.verdict() {
        None => return panel::wrapped("running …", width, Role::Muted, theme),
        Some(PredictionVerdict::Right) => Role::Good,
        Some(PredictionVerdict::Wrong) => Role::Warn,
        Some(PredictionVerdict::Silent) => Role::Plain,
    };
    let change = format!("With {}", form::setting_in_words(what_if.change()));
    let mut lines = panel::wrapped(&change, width, Role::Strong, theme);
    if let Some((before, after)) = what_if.outcomes() {
        let [before, after] = [before, after].map(|it| proof::sentence(&it));
        let result = if before == after { "the same result".to_owned() } else { after };
        lines.extend(text::hanging(Span::raw("  "), &result, width, theme.style(Role::Plain)));
    }
    if let Some(prediction) = proof::prediction(what_if) {
        lines.extend(panel::wrapped(&prediction, width, role, theme));
    }
    lines
}

fn replay(what_if: &what_if::WhatIf) -> Vec<Effect> {
    let run = what_if.run();
    let banner = proof::compared(what_if).pop().unwrap_or_default();
    vec![Effect::Open(Destination::Replay {
        scenario: run.scenario().name.clone(),
        changes: run.changes().to_vec(),
        at: run.replay_at(),
        banner,
    })]
}
