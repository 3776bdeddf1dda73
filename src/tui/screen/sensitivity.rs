//! Which assumption decides each goal of a run: the runs are made here, and ranked.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::form::{self, named};
use super::page::{Header, Page as Screen};
use super::sheet;
use crate::app::screening::{ScreenedParameter, Screening, ScreeningError, Sensitivity};
use crate::report::lab::MetricLabel;
use crate::report::sensitivity::{self, EffectRow};
use crate::tui::keys::{self, Keymap, MOVE, Move, Row};
use crate::tui::message::Effect;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::chart::{Area, Chart, Pattern, Scale};
use crate::tui::widget::gauge::Gauge;
use crate::tui::widget::panel::{self, Focus};
use crate::tui::widget::scroll::{Scroll, Scrollable};
use crate::tui::{format, text};
use apprunner_sim::file::draft::Draft;
use apprunner_sim::model::metric::Unit;
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::sim::player::Player;
use apprunner_sim::sim::summary::GoalResult;
use spanned_toml::faults::counted;

/// The cells before a label.
const INDENT: usize = 2;
/// With a shorter bar beside it, a label stands above.
const BAR: usize = 8;
/// The rows of a chart, its frame included, at most and at least.
const CHART: u16 = 18;
const LEAST_CHART: u16 = 8;
/// Runs that meet a goal, and the others.
const MET: (&str, Role, Pattern) = ("met", Role::Good, Pattern::Solid);
const MISSED: (&str, Role, Pattern) = ("not met", Role::Bad, Pattern::Checked);
/// The least cells of a chart.
const BAR_CHART: u16 = 40;

/// The screening of what a run assumes.
#[derive(Clone, Debug)]
pub(in crate::tui) struct SensitivityScreen {
    scenario: Scenario,
    screening: Screening,
    /// The goals of each run that is done.
    done: Vec<Vec<GoalResult>>,
    /// The run that is under way.
    player: Option<Player>,
    /// Why it cannot go on.
    fault: Option<String>,
    scroll: Scroll,
    ranges: Scroll,
}

/// What its keys mean.
#[derive(Clone, Copy, Debug)]
pub(in crate::tui) enum Command {
    Scroll(Move),
    Close,
}

const KEYS: &[Row<Command>] = &[
    keys::moves(MOVE, Command::Scroll, "scroll", "scroll"),
    keys::row(&[("s", Command::Close)], "parameters", "back to the parameters"),
];

impl SensitivityScreen {
    /// The screening of what `draft` plays.
    ///
    /// # Errors
    ///
    /// It cannot be screened.
    pub(in crate::tui) fn new(draft: &Draft) -> Result<Self, ScreeningError> {
        let screening = Screening::new(draft)?;
        let scenario = draft.scenario().clone();
        let (done, player, fault) = (Vec::new(), None, None);
        let (scroll, ranges) = (Scroll::top(), Scroll::top());
        Ok(Self { scenario, screening, done, player, fault, scroll, ranges })
    }

    fn is_over(&self) -> bool {
        self.fault.is_some() || self.done.len() == self.screening.runs()
    }

    /// Begins the next run.
    fn begin(&mut self) {
        match self.screening.scenario(self.done.len()) {
            Ok(scenario) => self.player = Some(Player::figures(scenario)),
            Err(faults) => self.fault = Some(faults.in_a_line()),
        }
    }

    /// What stands in place of a result: why there is none, or what is being done.
    fn instead(&self, width: u16, theme: Theme) -> Option<Vec<Line<'static>>> {
        if let Some(fault) = &self.fault {
            return Some(panel::wrapped(fault, width, Role::Bad, theme));
        }
        let text = "Each assumption is varied over its plausible range, with the same random \
             numbers, to find which one decides a goal. Your run does not change.";
        (!self.is_over()).then(|| panel::wrapped(text, width, Role::Muted, theme))
    }

    /// What the assumptions mean, and of those that change a figure, how far each was varied.
    fn ranges(&self, found: &Sensitivity, width: u16, theme: Theme) -> Vec<Line<'static>> {
        let sheet = self.scenario.edition.rules().assume.sheet(&self.scenario.assume);
        let said = |parameter: &str, range: &str, role| {
            let label = (label(parameter), theme.style(Role::Plain));
            let name = sheet::head(label, parameter, width.into(), theme);
            let meaning = sheet.iter().find(|row| row.name == parameter);
            let meaning = format!(
                "{range}{}",
                meaning.map(|row| form::meaning(row.meaning)).unwrap_or_default()
            );
            let meaning = text::hanging(Span::raw("    "), &meaning, width, theme.style(role));
            name.into_iter().chain(meaning)
        };
        let mut lines = vec![Line::styled("Ranges", theme.style(Role::Strong))];
        for varied in sensitivity::moving(found) {
            lines.push(Line::default());
            lines.extend(said(varied.parameter, &format!("{}: ", range(varied)), Role::Plain));
        }
        let is_moving = |parameter: &str| {
            sensitivity::moving(found).any(|moving| moving.parameter == parameter)
        };
        let others = found.parameters.iter().filter(|it| !is_moving(it.parameter));
        let mut others = others.flat_map(|it| said(it.parameter, "", Role::Muted)).peekable();
        if others.peek().is_some() {
            let heading = Line::styled("Without effect on a goal", theme.style(Role::Strong));
            lines.extend([Line::default(), heading, Line::default()]);
        }
        lines.extend(others);
        lines
    }

    /// Draws the figure of each goal in every run, the lowest first; false where there is no
    /// room for that.
    fn draw_values(&self, frame: &mut Frame, area: Rect, theme: Theme) -> bool {
        let goals = &self.scenario.goals;
        let count = u16::try_from(goals.len()).unwrap_or(u16::MAX).max(1);
        let height = (area.height / count).min(CHART);
        if height < LEAST_CHART || area.width < BAR_CHART {
            return false;
        }
        let mut rest = area;
        for (place, goal) in goals.iter().enumerate() {
            let of_goal = |goals: &Vec<GoalResult>| {
                goals.get(place).and_then(|it| Some((it.value?, it.passed)))
            };
            let mut values: Vec<(f64, bool)> = self.done.iter().filter_map(of_goal).collect();
            values.sort_by(|one, other| one.0.total_cmp(&other.0));
            let (place, below) = panel::split_top(rest, height);
            rest = below;
            let runs = format!("in {}, sorted", counted(values.len(), "run"));
            let mut title = panel::title(&goal.probe.metric.label(), &runs, theme);
            for (name, role, pattern) in [MET, MISSED] {
                title.extend(pattern.named(name, role, theme));
            }
            let foot = Line::styled(
                format!(" goal: {} ", MetricLabel::Full.wanted(goal)),
                theme.style(Role::Muted),
            );
            let inner = panel::panel_with_foot(frame, place, title, foot, Focus::Elsewhere, theme);
            sorted(&values, goal.probe.metric.unit(), inner).draw(frame, inner, theme);
        }
        true
    }
}

/// `values` in a chart that fills `area`, each in the columns that are its share, by whether the
/// goal is met.
fn sorted(values: &[(f64, bool)], unit: Unit, area: Rect) -> Chart {
    let cells = usize::from(Chart::plot_area(area).width);
    let at = |cell: usize| values.get(cell * values.len() / cells.max(1));
    let of = |met: bool| move |cell| at(cell).filter(|it| it.1 == met).map_or(0.0, |it| it.0);
    let most = values.last().map_or(0.0, |it| it.0);
    let (least, label): (_, fn(f64) -> String) = match unit {
        Unit::Count => (1.0, format::figure),
        Unit::Ratio => (0.01, |it| format!("{:.0} %", it * 100.0)),
        Unit::Seconds => (1.0, format::seconds),
        Unit::Milliseconds => (1.0, format::millis),
        Unit::Dollars => (0.001, |it| format!("${it:.3}")),
    };
    let area_of =
        |(_, role, pattern), met| Area { role, pattern, values: (0..cells).map(of(met)).collect() };
    let scale = Scale::fitting(most, area.height.into(), least);
    let areas = vec![area_of(MET, true), area_of(MISSED, false)];
    Chart { areas, ..Chart::empty(scale, label) }
}

/// The range of a parameter; of one that takes words of a file, what they mean.
fn range(varied: &ScreenedParameter) -> String {
    let is_word = |value: &String| value.trim_start_matches('"').starts_with(char::is_alphabetic);
    if !varied.values.iter().all(is_word) {
        return varied.range.clone();
    }
    let path = format!("assume.{}", varied.parameter);
    let words = varied.values.iter().map(|value| form::value_in_words(&path, value));
    let mut words: Vec<String> = words.collect();
    words.dedup();
    words.join(", ")
}

/// Which assumptions decide each goal, those that do first.
fn goals(found: &Sensitivity, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let columns = Columns::of(found, usize::from(width));
    let method = sensitivity::method(found);
    let mut lines = panel::wrapped(&method, width, Role::Muted, theme);
    for goal in &found.goals {
        lines.push(Line::default());
        lines.extend(panel::wrapped(&goal.name, width, Role::Strong, theme));
        let verdict = sensitivity::verdict(goal, label);
        let verdict = format!("{}: {verdict}", goal.metric.label());
        let decides = goal.effects.first().is_some_and(|first| first.flips > 0);
        let role = if decides { Role::Warn } else { Role::Plain };
        lines.extend(panel::wrapped(&verdict, width, role, theme));
        let rows = sensitivity::rows(goal, found.walks);
        lines.extend(rows.flat_map(|row| columns.row(&row, theme)));
    }
    lines
}

/// The label of an assumption.
fn label(parameter: &str) -> String {
    named(&format!("assume.{parameter}")).1
}

/// The cells of a row: label, name in a file, bar, change.
#[derive(Clone, Copy, Debug)]
struct Columns {
    label: usize,
    name: usize,
    bar: usize,
    change: usize,
    /// Of the whole row.
    width: usize,
}

impl Columns {
    /// Those for `found` in lines of `width` cells.
    fn of(found: &Sensitivity, width: usize) -> Self {
        let rows = || found.goals.iter().flat_map(|goal| sensitivity::rows(goal, found.walks));
        let label = rows().map(|row| text::width(&label(row.parameter))).max().unwrap_or(0) + 2;
        let name = rows().map(|row| row.parameter.len()).max().unwrap_or(0) + 2;
        let change = rows().map(|row| text::width(&row.change)).max().unwrap_or(0) + 2;
        let decides = rows().filter_map(|row| row.decides).map(|it| text::width(&it)).max();
        let bar = |taken: usize| width.saturating_sub(taken + change + decides.unwrap_or(0) + 2);
        let beside = bar(INDENT + label + name);
        if beside >= BAR {
            return Self { label, name, bar: beside.min(sensitivity::BAR), change, width };
        }
        let bar = bar(2 * INDENT).clamp(1, sensitivity::BAR);
        Self { label: 0, name: 0, bar, change, width }
    }

    /// A row, or where that is too narrow its bar and figures below its label.
    fn row(self, row: &EffectRow, theme: Theme) -> Vec<Line<'static>> {
        let (whole, muted) = (sensitivity::BAR, theme.style(Role::Muted));
        let gauge = Gauge { part: sensitivity::columns(row.share), whole, cells: self.bar };
        let decides = row.decides.clone().unwrap_or_default();
        let figures = [
            Span::raw(format!("  {}", text::pad(&row.change, self.change))),
            Span::styled(decides, theme.style(Role::Warn)),
        ];
        let bar = gauge.spans(Role::Accent, theme).into_iter().chain(figures);
        let label = format!("{:INDENT$}{}", "", text::pad(&label(row.parameter), self.label));
        if self.label > 0 {
            let name = Span::styled(text::pad(row.parameter, self.name), muted);
            return vec![[Span::raw(label), name].into_iter().chain(bar).collect()];
        }
        let label = (self::label(row.parameter), theme.style(Role::Plain));
        let mut lines = sheet::head(label, row.parameter, self.width, theme);
        let indent = Span::raw(" ".repeat(2 * INDENT));
        lines.push([indent].into_iter().chain(bar).collect());
        lines
    }
}

impl Screen for SensitivityScreen {
    type Command = Command;

    fn keys(&self) -> Keymap<Command> {
        let has_more = self.scroll.has_more() || self.ranges.has_more();
        Keymap::new("Which assumption decides a goal", KEYS)
            .without(|command| matches!(command, Command::Scroll(_)) && !has_more)
            .back(Command::Close)
    }

    fn act(&mut self, command: Command) -> Vec<Effect> {
        match command {
            // Each goes as far as it has lines; nothing else has the arrows.
            Command::Scroll(to) => {
                self.scroll.step(to);
                self.ranges.step(to);
            }
            Command::Close => return vec![Effect::Close],
        }
        Vec::new()
    }

    fn simulate(&mut self, events: u64) -> bool {
        if self.is_over() {
            return true;
        }
        if self.player.is_none() {
            self.begin();
        }
        if let Some(player) = &mut self.player
            && player.fill(events)
        {
            self.done.extend(player.summary().map(|summary| summary.goals.clone()));
            self.player = None;
        }
        self.is_over()
    }

    fn moves(&self) -> bool {
        !self.is_over()
    }

    fn panes(&mut self) -> Vec<&mut dyn Scrollable> {
        vec![&mut self.scroll, &mut self.ranges]
    }

    fn header(&self, theme: Theme) -> Header {
        let runs = self.screening.runs();
        let state = if self.is_over() {
            counted(runs, "run")
        } else {
            format!("run {} of {runs}", self.done.len() + 1)
        };
        Header::titled("Sensitivity", &self.scenario.title, &state, theme)
    }

    /// Draws the goals, and the ranges beside them where there is room, else below.
    fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        self.ranges.hide();
        if let Some(lines) = self.instead(panel::column(area).width, theme) {
            return self.scroll.draw(frame, panel::column(area), lines, theme);
        }
        let found = self.screening.found(&self.done);
        let Some(halves) = panel::beside(area) else {
            let area = Rect { x: area.x + 1, width: area.width.saturating_sub(3), ..area };
            let mut lines = goals(&found, area.width, theme);
            lines.push(Line::default());
            lines.extend(self.ranges(&found, area.width, theme));
            return self.scroll.draw(frame, area, lines, theme);
        };
        let [left, right] =
            halves.map(|half| Rect { x: half.x + 1, width: half.width.saturating_sub(4), ..half });
        let goals = goals(&found, left.width, theme);
        let ranges = self.ranges(&found, right.width.min(panel::WIDEST), theme);
        let (goals_at, below) = panel::split_top(left, panel::height_of(&goals) + 1);
        let has_charts = self.draw_values(frame, below, theme);
        let left = if has_charts { goals_at } else { left };
        self.scroll.draw(frame, left, goals, theme);
        self.ranges.draw(frame, right, ranges, theme);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::builtin;

    #[test]
    fn the_runs_are_made_a_slice_at_a_time_and_then_ranked() {
        let draft = builtin::draft("health-302", Vec::new()).unwrap().unwrap();
        let mut screen = SensitivityScreen::new(&draft).unwrap();
        assert!(screen.moves() && !screen.simulate(1));
        while !screen.simulate(1 << 20) {}
        assert!(!screen.moves());
        let found = screen.screening.found(&screen.done);
        for width in [37, 77, 97] {
            let lines = goals(&found, width, Theme::PLAIN);
            let text: Vec<String> = lines.iter().map(ToString::to_string).collect();
            assert!(text.iter().all(|line| text::width(line) <= width.into()), "{text:#?}");
            let text = text.join(" ");
            assert!(text.contains("depends on Healthy status"), "{text}");
            assert_eq!(text.matches("  healthy_status").count(), 2, "{text}");
        }
        let ranges = screen.ranges(&found, 77, Theme::PLAIN);
        let text: String = ranges.iter().map(ToString::to_string).collect();
        let words =
            ["200, 200 to 399", "0.5 to 2 times", "as soon as it listens, one interval after"];
        assert!(words.iter().all(|it| text.contains(it)), "{text}");
    }
}
