//! The mistakes that were made, the most frequent first; of the chosen one the
//! sentence that sets it right and the run that shows it.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;

use crate::tui::content::Content;
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::list::{Item, List};
use crate::tui::widget::panel::{self, Focus};
use apprunner_sim::model::scenario::Scenario;
use quizbank::progress::{LearnerProgress, RepeatedMistake};

/// With less height than this there is the list alone.
const LOW: u16 = 9;
/// The cells of how often and when.
const TIMES: usize = 7;
const LAST: usize = 12;
/// The rows of what is said before a mistake was made.
const NOTED: usize = 3;

/// The built-in run that shows what is wrong about `mistake`.
pub(super) fn scenario<'a>(
    mistake: &RepeatedMistake,
    content: &'a Content,
) -> Option<&'a Scenario> {
    let name = content.course.misconception(&mistake.name)?.scenario.as_ref()?;
    content.scenarios.iter().find(|scenario| scenario.name == *name)
}

pub(super) fn draw(
    frame: &mut Frame,
    area: Rect,
    counted: &LearnerProgress,
    content: &Content,
    (list, focus): (&List, Focus),
    theme: Theme,
) {
    let mistakes = &counted.mistakes;
    if mistakes.is_empty() {
        let none = "None is counted yet. A wrong option can belong to a common mistake; this pane \
         counts those that you choose.";
        let mut lines = panel::wrapped(none, area.width, Role::Muted, theme);
        lines.extend(known(content, (area.width, area.height), theme));
        return panel::lines(frame, area, lines);
    }
    let chosen = list.position(mistakes.len());
    let detail = mistakes.get(chosen).map(|it| detail(it, content, area.width, theme));
    let detail = detail.filter(|_| area.height >= LOW).unwrap_or_default();
    let height = u16::try_from(detail.len()).unwrap_or(u16::MAX).min(area.height / 2);
    let rows = Layout::vertical([Constraint::Fill(1), Constraint::Length(height)]);
    let [upper, lower] = area.layout(&rows);
    let width = usize::from(area.width);
    let (head, upper) = panel::split_top(upper, 1);
    let words = format!(
        "{:>5}  {:<room$}{:>LAST$}",
        "times",
        "mistake",
        "last made",
        room = width.saturating_sub(TIMES + LAST)
    );
    frame.render_widget(Line::styled(words, theme.style(Role::Muted)), head);
    let entry = |mistake: &RepeatedMistake| {
        let times = format!("{:>2}×  ", mistake.times);
        let name = text::pad(name(mistake, content), width.saturating_sub(TIMES + LAST));
        let day = format!("{:>LAST$}", mistake.last.to_string());
        Item::Entry(vec![(times, Role::Plain), (name, Role::Plain), (day, Role::Muted)])
    };
    list.draw(frame, upper, mistakes.iter().map(entry).collect(), (0, focus), theme);
    panel::lines(frame, lower, detail);
}

/// The mistakes that the course knows, as far as `room` has whole ones.
fn known(content: &Content, (width, room): (u16, u16), theme: Theme) -> Vec<Line<'static>> {
    let heading = "Mistakes that many make:";
    let mut lines = vec![Line::default(), Line::styled(heading, theme.style(Role::Accent))];
    for known in &content.course.misconceptions {
        let mut more = vec![Line::default()];
        more.extend(panel::wrapped(&known.name, width, Role::Strong, theme));
        more.extend(panel::wrapped(&known.correction, width, Role::Plain, theme));
        if lines.len() + more.len() + NOTED > usize::from(room) {
            break;
        }
        lines.extend(more);
    }
    // Its heading alone says nothing.
    if lines.len() > 2 { lines } else { Vec::new() }
}

/// What is believed, as the course puts it.
fn name<'a>(mistake: &'a RepeatedMistake, content: &'a Content) -> &'a str {
    content.course.misconception(&mistake.name).map_or(&mistake.name, |known| &known.name)
}

/// What sets a mistake right, where it was made, and what to play.
fn detail(
    mistake: &RepeatedMistake,
    content: &Content,
    width: u16,
    theme: Theme,
) -> Vec<Line<'static>> {
    let rule = "─".repeat(usize::from(width));
    let mut lines = vec![Line::styled(rule, theme.style(Role::Muted))];
    let known = content.course.misconception(&mistake.name);
    if text::width(name(mistake, content)) + TIMES + LAST > usize::from(width) {
        lines.extend(panel::wrapped(name(mistake, content), width, Role::Strong, theme));
    }
    if let Some(known) = known {
        lines.extend(panel::wrapped(&known.correction, width, Role::Plain, theme));
    }
    let topics: Vec<&str> =
        mistake.topics.iter().map(|id| content.course.topic_title(id)).collect();
    let made = format!("made in {}", topics.join(", "));
    lines.extend(panel::wrapped(&made, width, Role::Muted, theme));
    if let Some(scenario) = scenario(mistake, content) {
        let play = format!("Press Enter to play {}", scenario.title);
        lines.extend(panel::wrapped(&play, width, Role::Accent, theme));
    }
    lines
}
