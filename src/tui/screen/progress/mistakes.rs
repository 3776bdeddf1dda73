//! The mistakes that were made, the most frequent first; of the chosen one the
//! sentence that sets it right and the run that shows it.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use super::List;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::list;
use crate::tui::widget::panel::{self, Focus};
use crate::tui::{Content, text};
use apprunner_sim::model::scenario::Scenario;
use quizbank::progress::{LearnerProgress, RepeatedMistake};

/// With less height than this there is the list alone.
const LOW: u16 = 9;
/// The cells of how often and when.
const TIMES: usize = 7;
const LAST: usize = 12;

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
    list: &List,
    focus: Focus,
    theme: Theme,
) {
    let mistakes = &counted.mistakes;
    if mistakes.is_empty() {
        let none = "None that has a name. A wrong option names the mistake that leads to it; here \
                    they are counted.";
        panel::lines(frame, area, panel::wrapped(none, area.width, Role::Muted, theme));
        return;
    }
    let chosen = list.cursor.position(mistakes.len());
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
    let window = list::window(chosen, mistakes.len(), usize::from(upper.height));
    list.rows.drawn(upper, &window);
    let lines = window.filter_map(|index| Some((index, mistakes.get(index)?)));
    let lines = lines.map(|(index, mistake)| {
        let is_chosen = focus == Focus::Here && index == chosen;
        line_of(mistake, content, is_chosen, width, theme)
    });
    panel::lines(frame, upper, lines.collect());
    panel::lines(frame, lower, detail);
}

/// What is believed, as the course puts it.
fn name<'a>(mistake: &'a RepeatedMistake, content: &'a Content) -> &'a str {
    content.course.misconception(&mistake.name).map_or(&mistake.name, |known| &known.name)
}

fn line_of(
    mistake: &RepeatedMistake,
    content: &Content,
    is_chosen: bool,
    width: usize,
    theme: Theme,
) -> Line<'static> {
    let sign = if is_chosen { "▸" } else { " " };
    let times = format!("{sign}{:>3}×  ", mistake.times);
    let room = width.saturating_sub(TIMES + LAST);
    let name = text::pad(name(mistake, content), room);
    let last = format!("{:>LAST$}", mistake.last.to_string());
    if is_chosen {
        return Line::styled(times + &name + &last, theme.style(Role::Selected));
    }
    Line::from(vec![
        Span::raw(times),
        Span::raw(name),
        Span::styled(last, theme.style(Role::Muted)),
    ])
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
        lines.extend(panel::wrapped(&known.cure, width, Role::Plain, theme));
    }
    let title = |id: &String| {
        content.course.topic(id).map_or_else(|| id.clone(), |topic| topic.title.clone())
    };
    let topics: Vec<String> = mistake.topics.iter().map(title).collect();
    let made = format!("made in {}", topics.join(", "));
    lines.extend(panel::wrapped(&made, width, Role::Muted, theme));
    if let Some(scenario) = scenario(mistake, content) {
        let play = format!("Enter plays: {}", scenario.title);
        lines.extend(panel::wrapped(&play, width, Role::Accent, theme));
    }
    lines
}
