//! What a wide screen shows below the choices of the first start: of each what it leads to, from
//! the content itself. Nothing of it has to be read, and nothing of it tells how a run ends.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;

use crate::report::notice;
use crate::tui::content::Content;
use crate::tui::screen::catalog::Detail;
use crate::tui::screen::home::standing;
use crate::tui::screen::live::{Live, setup};
use crate::tui::screen::page::Page;
use crate::tui::screen::{blueprint, facts, help, related};
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::panel;
use quizbank::countdown::ExamCode;

/// The largest run beside which nothing else stands.
const RUN: (u16, u16) = (108, 33);
/// The rows from which a run leaves room for what its signs mean.
const HIGH: u16 = 42;
/// From this width on facts have two columns.
const TWO_COLUMNS: u16 = 150;
/// The least rows of a list of titles, its frame included.
const LEAST: u16 = 4;

/// Draws `run` where it stands, and where there is room what its signs mean and how its service is
/// set.
pub(super) fn run(frame: &mut Frame, area: Rect, run: &Live, content: &Content, theme: Theme) {
    if area.height < HIGH || area.width < TWO_COLUMNS {
        return run.draw(frame, area, theme);
    }
    let [left, right] =
        area.layout(&Layout::horizontal([Constraint::Length(RUN.0), Constraint::Fill(1)]));
    let (picture, below) = panel::split_top(left, RUN.1);
    run.draw(frame, picture, theme);
    let service =
        Detail::new("Service", "in this run", setup::rows(&run.scenario().service, theme), theme);
    draw(frame, below, vec![service], theme);
    let signs = Detail::new(
        "Signs",
        "? shows them in a run",
        help::signs(panel::inner_width(right), theme),
        theme,
    );
    let rows = panel::height_of(&signs.lines) + 2;
    let room = (panel::inner_width(right), right.height.saturating_sub(rows));
    draw(frame, right, vec![signs, related::steps(&content.course, room, theme)], theme);
}

/// Draws the exams that are held, each with its domains, and below what holds for both.
pub(super) fn exams(frame: &mut Frame, area: Rect, content: &Content, theme: Theme) {
    let exams = [ExamCode::DvaC02, ExamCode::DvaC03]
        .map(|code| content.blueprints.iter().find(|exam| exam.name == code.blueprint()));
    let outlines = exams.into_iter().flatten().zip(halves(area)).map(|(exam, area)| {
        let title = panel::title("Practice exam", &exam.valid.to_string(), theme);
        (Detail { title, lines: blueprint::outline(exam, panel::inner_width(area), theme) }, area)
    });
    let outlines: Vec<(Detail, Rect)> = outlines.collect();
    let rows = outlines.iter().map(|(outline, _)| panel::height_of(&outline.lines) + 2).max();
    let (_, below) = panel::split_top(area, rows.unwrap_or_default());
    for (outline, place) in outlines {
        let (place, _) = panel::split_top(place, area.height - below.height);
        draw(frame, place, vec![outline], theme);
    }
    let [left, right] =
        if below.height < HIGH / 2 { [below, Rect::default()] } else { halves(below) };
    let width = panel::inner_width(left).min(panel::WIDEST);
    // That App Runner is in no scope stands above.
    let both = exams.into_iter().flatten().take(1).flat_map(blueprint::conditions);
    let both = both.filter(|words| words != notice::SCOPE);
    let mut both: Vec<Line<'static>> = both
        .flat_map(|words| {
            let said = panel::wrapped(&words, width, Role::Muted, theme);
            said.into_iter().chain([Line::default()])
        })
        .collect();
    both.pop();
    let rows = panel::height_of(&both) + 2;
    let both = Detail::new("Both exams", "", both, theme);
    let steps = related::steps(
        &content.course,
        (panel::inner_width(left), left.height.saturating_sub(rows)),
        theme,
    );
    let bank = blueprint::bank(content, (panel::inner_width(right), right.height), theme);
    draw(frame, left, vec![both, steps], theme);
    draw(frame, right, vec![bank], theme);
}

/// Draws what the course says otherwise than AWS, as much as has room.
pub(super) fn editions(frame: &mut Frame, area: Rect, content: &Content, theme: Theme) {
    let mut facts: Vec<_> =
        content.ledger.facts.iter().filter(|fact| fact.verdict.is_contested()).collect();
    let figures = format!("{} of {} facts", facts.len(), content.ledger.facts.len());
    let titles = [("Where the course and AWS differ", figures.as_str()), ("More of them", "")];
    // Both sides stand beside each other where a column has room for them.
    let columns = if area.width < TWO_COLUMNS { vec![area] } else { halves(area).into() };
    for ((name, figures), area) in titles.into_iter().zip(columns) {
        let room = usize::from(area.height.saturating_sub(2));
        let mut lines: Vec<Line<'static>> = Vec::new();
        facts.retain(|fact| {
            let said = facts::claim_and_sides(fact, panel::inner_width(area), theme);
            let fits = lines.len() + said.len() <= room;
            if fits {
                lines.extend(said);
            }
            !fits
        });
        draw(frame, area, vec![Detail::new(name, figures, lines, theme)], theme);
    }
}

/// Draws what the menu leads to: the course at the left, exams, labs and scenarios.
pub(super) fn menu(frame: &mut Frame, places: [Rect; 2], content: &Content, theme: Theme) {
    let [left, mut right] = places;
    let steps = related::steps(&content.course, (panel::inner_width(left), left.height), theme);
    let (steps_area, below) = panel::split_top(left, panel::height_of(&steps.lines) + 2);
    let exams: Vec<String> = content.blueprints.iter().map(|exam| exam.title.clone()).collect();
    let labs = content.labs().map(|(lab, _)| lab.title.clone()).collect();
    let plays = content.plays().map(|play| play.title.clone()).collect();
    let mut lists = vec![("Labs", labs), ("Scenarios", plays)];
    if usize::from(below.height) < exams.len() + 2 {
        draw(frame, left, vec![steps], theme);
        lists.insert(0, ("Practice exams", exams));
    } else {
        draw(frame, steps_area, vec![steps], theme);
        standing::draw_titles(frame, below, "Practice exams", exams, theme);
    }
    for (name, titles) in lists {
        let rows = u16::try_from(titles.len() + 2).unwrap_or(u16::MAX);
        let (place, rest) = panel::split_top(right, rows);
        let place = if rest.height < LEAST { right } else { place };
        if place.height >= LEAST {
            standing::draw_titles(frame, place, name, titles, theme);
        }
        right = rest;
    }
}

fn halves(area: Rect) -> [Rect; 2] {
    area.layout(&Layout::horizontal([Constraint::Fill(1), Constraint::Fill(1)]))
}

/// Draws those of `panes` that are whole in `area`, the last in what is left of it.
fn draw(frame: &mut Frame, area: Rect, panes: Vec<Detail>, theme: Theme) {
    related::draw_below(frame, (area, 0), panes, theme);
}
