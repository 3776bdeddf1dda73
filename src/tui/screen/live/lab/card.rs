//! The card at the end of a lab: the score, the author's solution, and what came of each goal.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::lab_score::{RULE, WHOLE};
use crate::app::proof::lab::LabVerdict;
use crate::report::lab as report;
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::gauge::Gauge;
use crate::tui::widget::scroll::Scroll;
use crate::tui::widget::{panel, popup};
use apprunner_sim::model::goal::Goal;
use apprunner_sim::model::lab::Lab;
use apprunner_sim::model::scenario::Scenario;

/// The widest a card gets, for lines that are easy to read.
const WIDEST: u16 = 78;
/// The cells of the bar of a score.
const BAR: usize = 40;

/// How a lab ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Card {
    Solved,
    GivenUp,
}

/// What a card shows of its lab.
pub(super) struct CardFacts<'a> {
    pub(super) lab: &'a Lab,
    /// The scenario as its file has it.
    pub(super) own: &'a Scenario,
    /// What was found of the run that was judged last.
    pub(super) verdict: Option<&'a LabVerdict>,
    /// How the prediction of the run that solved it came out.
    pub(super) outcome: Option<&'a str>,
}

impl Card {
    /// Draws the card over `area`.
    pub(super) fn draw(
        self,
        frame: &mut Frame,
        area: Rect,
        facts: &CardFacts<'_>,
        scroll: &Scroll,
        theme: Theme,
    ) {
        // On a small screen two frames beside each other would only be in the way.
        let width = if area.width < WIDEST + 6 { area.width } else { WIDEST };
        let title = match self {
            Self::Solved => "✓ Solved",
            Self::GivenUp => "The solution",
        };
        popup::draw(
            frame,
            area,
            title,
            width,
            |room| self.lines(facts, room, theme),
            scroll,
            theme,
        );
    }

    /// What the card says; what matters least stands last.
    fn lines(self, facts: &CardFacts<'_>, room: u16, theme: Theme) -> Vec<Line<'static>> {
        let mut lines = vec![Line::default()];
        if let (Self::Solved, Some(verdict)) = (self, facts.verdict) {
            lines.extend(score_lines(verdict, room, theme));
            if let Some(outcome) = facts.outcome {
                lines.extend(panel::wrapped(outcome, room, Role::Plain, theme));
            }
        } else {
            let lost = "The author's solution was shown, so there is no score.";
            lines.extend(panel::wrapped(lost, room, Role::Muted, theme));
        }
        lines.push(Line::default());
        lines.push(Line::styled("The author's solution", theme.style(Role::Strong)));
        for change in &facts.own.fix {
            lines.extend(panel::wrapped(&change.to_string(), room, Role::Accent, theme));
        }
        lines.push(Line::default());
        lines.extend(panel::wrapped(&facts.lab.why, room, Role::Plain, theme));
        if let Some(verdict) = facts.verdict {
            lines.extend(self.goal_lines(verdict, &facts.own.goals, room, theme));
        }
        if self == Self::Solved {
            lines.push(Line::default());
            lines.extend(panel::wrapped(RULE, room, Role::Muted, theme));
        }
        lines
    }

    /// Each goal: what it asks for, what came of it, and of the author's run where that is another.
    fn goal_lines(
        self,
        verdict: &LabVerdict,
        goals: &[Goal],
        room: u16,
        theme: Theme,
    ) -> Vec<Line<'static>> {
        let mut lines = vec![Line::default(), Line::styled("Goals", theme.style(Role::Strong))];
        for ((mine, author), goal) in verdict.goals.iter().zip(&verdict.author).zip(goals) {
            let (sign, role) = if mine.passed { ("✓", Role::Good) } else { ("✗", Role::Bad) };
            let name = format!("{sign} {}", mine.name);
            lines.extend(panel::wrapped(&name, room, role, theme));
            let (reached, wanted) =
                (report::reached(author), report::MetricLabel::Full.wanted(goal));
            let you = match self {
                Self::Solved => format!("you {}, ", report::reached(mine)),
                Self::GivenUp => String::new(),
            };
            let metric = mine.metric.label();
            let figures = format!("  {metric}: {you}the author {reached}, expected {wanted}");
            lines.extend(panel::wrapped(&figures, room, Role::Muted, theme));
        }
        lines
    }
}

/// The score as a bar, and what it is made of beside the author's.
fn score_lines(verdict: &LabVerdict, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let Some(score) = verdict.score else { return Vec::new() };
    let points = format!("  {} of {WHOLE}", score.total());
    let cells = BAR.min(usize::from(width).saturating_sub(points.len()));
    let bar = Gauge { part: score.total() as usize, whole: WHOLE as usize, cells };
    let points = Span::styled(points, theme.style(Role::Strong));
    let bar = bar.spans(Role::Good, theme).into_iter().chain([points]).collect();
    let (effort, par) = (verdict.effort, verdict.par);
    let (mine, theirs) =
        (report::several(effort.changes, "change"), report::several(par.changes, "change"));
    let row = |name: &str, said: String| {
        let head = Span::styled(format!("{name:<12}"), theme.style(Role::Muted));
        text::hanging(head, &said, width, theme.style(Role::Plain))
    };
    let hints = report::several(effort.hints, "hint");
    let mut lines = vec![bar, Line::default()];
    lines.extend(row("You", format!("{mine:<12}{}   {hints}", effort.cost)));
    lines.extend(row("The author", format!("{theirs:<12}{}", par.cost)));
    let off = [(score.for_changes, "changes"), (score.for_hints, "hints")];
    let off: Vec<String> = (off.iter().filter(|(points, _)| *points > 0))
        .map(|(points, what)| format!("{points} for {what}"))
        .collect();
    if !off.is_empty() {
        lines.extend(row("Deducted", off.join(", ")));
    }
    lines
}
