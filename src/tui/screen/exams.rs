//! The exams: sittings to go on with, forms to begin, scores to look back on.

use std::path::PathBuf;
use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use super::Header;
use crate::tui::message::{Ask, Effect, Entry, Msg};
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::list::{self, Cursor, Rows};
use crate::tui::widget::panel::{self, Focus};
use crate::tui::{Content, text};
use quizbank::attempt::{AttemptSummary, Points, clock, left};
use quizbank::exam_source::ExamSource;
use quizbank::model::blueprint::{Blueprint, Pass};

/// The column of names.
const NAME: usize = 14;
/// The rows of the pane below the list, its frame among them.
const DETAIL: u16 = 5;

/// What is kept of exams: the journal of each, and where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Journals {
    /// Every sitting, the latest first.
    pub kept: Vec<AttemptSummary>,
    /// The database; `None` where nothing is kept.
    pub path: Option<PathBuf>,
    /// The day it is, in ISO form.
    pub today: String,
}

/// The list of exams.
#[derive(Clone, Debug)]
pub struct Exams {
    content: Arc<Content>,
    journals: Journals,
    /// Beside each blueprint, whether the bank fills it.
    fits: Vec<Fit>,
    cursor: Cursor,
    rows: Rows,
}

/// Whether the bank fills a form.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Fit {
    /// It does.
    Whole,
    /// On so many topics.
    Topics(usize),
    /// It does not, and why.
    Not(String),
}

/// A line of the list.
#[derive(Clone, Copy, Debug)]
enum Row<'a> {
    Blank,
    Heading(&'static str),
    /// Words where there is nothing to choose.
    Nothing(&'static str),
    Open(&'a AttemptSummary),
    Form(&'a Blueprint, &'a Fit),
    Past(&'a AttemptSummary, Points),
}

impl Row<'_> {
    fn is_chosen_from(&self) -> bool {
        !matches!(self, Row::Blank | Row::Heading(_) | Row::Nothing(_))
    }
}

impl Exams {
    /// The list over what is kept: an open sitting under the cursor, or
    /// else the exam that is held today.
    pub fn new(content: Arc<Content>, journals: Journals) -> Self {
        let stock = ExamSource { bank: &content.questions, blueprints: &content.blueprints };
        let fits = content.blueprints.iter().map(|blueprint| fit(stock, blueprint)).collect();
        let (cursor, rows) = (Cursor::default(), Rows::default());
        let mut list = Self { content, journals, fits, cursor, rows };
        list.choose();
        list
    }

    fn choose(&mut self) {
        let today = &self.journals.today;
        let chosen = self.chosen_from().position(|row| match row {
            Row::Open(_) => true,
            Row::Form(blueprint, _) => blueprint.is_over_domains() && blueprint.is_valid_on(today),
            _ => false,
        });
        self.cursor.set(chosen.unwrap_or_default());
    }

    /// Takes in what is kept now; the cursor stays unless there is more or something is over.
    pub fn keeps(&mut self, journals: Journals) {
        let stands = |journals: &Journals| {
            let points: Vec<_> = journals.kept.iter().map(|kept| kept.points.is_some()).collect();
            (points, journals.today.clone())
        };
        let changed = stands(&self.journals) != stands(&journals);
        self.journals = journals;
        if changed {
            self.choose();
        }
    }

    fn listed(&self) -> Vec<Row<'_>> {
        let open = self.journals.kept.iter().filter(|kept| kept.points.is_none());
        let open: Vec<Row<'_>> = open.map(Row::Open).collect();
        let past = self.journals.kept.iter();
        let past: Vec<Row<'_>> =
            past.filter_map(|kept| Some(Row::Past(kept, kept.points?))).collect();
        let forms = self.content.blueprints.iter().zip(&self.fits);
        let mut rows = Vec::new();
        if !open.is_empty() {
            rows.push(Row::Heading("Go on"));
            rows.extend(open);
            rows.push(Row::Blank);
        }
        rows.push(Row::Heading("Begin"));
        rows.extend(forms.map(|(blueprint, fit)| Row::Form(blueprint, fit)));
        rows.extend([Row::Blank, Row::Heading("Look back")]);
        if past.is_empty() {
            rows.push(Row::Nothing("no exam is submitted yet"));
        }
        rows.extend(past);
        rows
    }

    fn chosen_from(&self) -> impl Iterator<Item = Row<'_>> {
        self.listed().into_iter().filter(Row::is_chosen_from)
    }

    fn chosen(&self) -> Option<Row<'_>> {
        let rows: Vec<Row<'_>> = self.chosen_from().collect();
        rows.get(self.cursor.position(rows.len())).copied()
    }

    /// Takes in a message and says what is to be done.
    pub fn update(&mut self, message: Msg) -> Vec<Effect> {
        match message {
            Msg::Back => return vec![Effect::Close],
            Msg::Accept => return self.accept(),
            Msg::Click(mouse) => {
                let Some(line) = self.rows.at(mouse) else { return Vec::new() };
                let listed = self.listed();
                let before = listed.iter().take(line).filter(|row| row.is_chosen_from()).count();
                if listed.get(line).is_some_and(Row::is_chosen_from) {
                    self.cursor.set(before);
                }
            }
            _ => {
                let length = self.chosen_from().count();
                self.cursor.update(message, length);
            }
        }
        Vec::new()
    }

    fn accept(&self) -> Vec<Effect> {
        let entry = match self.chosen() {
            Some(Row::Open(kept)) => Entry::Resume(kept.head.id.clone()),
            Some(Row::Past(kept, _)) => Entry::LookBack(kept.head.id.clone()),
            Some(Row::Form(blueprint, _)) => {
                let blueprint = blueprint.name.clone();
                Entry::Start(Ask { blueprint, topic: None, seed: None })
            }
            _ => return Vec::new(),
        };
        vec![Effect::Exam(entry)]
    }

    /// The line at the top.
    pub fn header(&self, theme: Theme) -> Header {
        let kept = if self.journals.path.is_some() { "" } else { "nothing is kept " };
        Header {
            left: Line::styled(" Practice exams", theme.style(Role::Strong)),
            right: Line::styled(kept, theme.style(Role::Warn)),
        }
    }

    /// Draws the list, and more of what is chosen.
    pub fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let [upper, lower] =
            area.layout(&Layout::vertical([Constraint::Fill(1), Constraint::Length(DETAIL)]));
        let inner = panel::panel(frame, upper, Line::default(), Focus::Here, theme);
        let rows = self.listed();
        let places = rows.iter().enumerate().filter(|(_, row)| row.is_chosen_from());
        let places: Vec<usize> = places.map(|(index, _)| index).collect();
        let chosen = places.get(self.cursor.position(places.len())).copied();
        let window =
            list::window(chosen.unwrap_or_default(), rows.len(), usize::from(inner.height));
        self.rows.drawn(inner, &window);
        let width = usize::from(inner.width);
        let shown = window.filter_map(|index| Some((index, rows.get(index)?)));
        let lines = shown.map(|(index, row)| self.line(row, chosen == Some(index), width, theme));
        panel::lines(frame, inner, lines.collect());
        self.draw_detail(frame, lower, theme);
    }

    fn line(&self, row: &Row<'_>, is_chosen: bool, width: usize, theme: Theme) -> Line<'static> {
        let (name, what, figure, last) = match row {
            Row::Blank => return Line::default(),
            Row::Heading(words) => return Line::styled(*words, theme.style(Role::Strong)),
            Row::Nothing(words) => {
                return Line::styled(format!("  {words}"), theme.style(Role::Muted));
            }
            Row::Open(kept) => {
                let left = format!("{} left", clock(left(kept.head.limit, kept.used)));
                (kept.head.id.clone(), kept.head.identity.to_string(), left, kept.day.to_string())
            }
            Row::Past(kept, points) => {
                let score = self.score(kept, *points);
                (kept.head.id.clone(), kept.head.identity.to_string(), score, kept.day.to_string())
            }
            Row::Form(blueprint, fit) => {
                let size =
                    format!("{:>2} questions, {:>3} min", blueprint.questions, blueprint.minutes);
                let mark = format!("mark {}", blueprint.pass);
                (blueprint.name.clone(), size, mark, self.note(blueprint, fit))
            }
        };
        let sign = if is_chosen { "▸" } else { " " };
        let head = text::pad(&format!("{sign} {name}"), NAME.min(width));
        // What is left after the names is shared out: words, a figure, a day or a note.
        let room = width.saturating_sub(NAME);
        let third = room.min(19);
        let second = room.saturating_sub(third).min(18);
        let first = room.saturating_sub(second + third).min(30);
        let what = text::cut(&what, first.saturating_sub(1));
        let body = text::pad(&what, first) + &text::pad(&figure, second);
        let last = text::pad(&last, room.saturating_sub(first + second));
        if is_chosen {
            return Line::styled(head + &body + &last, theme.style(Role::Selected));
        }
        let is_short = matches!(row, Row::Form(_, Fit::Not(_)));
        let role = if is_short { Role::Warn } else { Role::Muted };
        Line::from(vec![Span::raw(head + &body), Span::styled(last, theme.style(role))])
    }

    /// What stands behind a form in the list.
    fn note(&self, blueprint: &Blueprint, fit: &Fit) -> String {
        match fit {
            Fit::Not(_) => "✗ not enough".to_owned(),
            Fit::Topics(count) => format!("on one of {count} topics"),
            Fit::Whole if blueprint.is_valid_on(&self.journals.today) => "held today".to_owned(),
            Fit::Whole => blueprint.valid.to_string(),
        }
    }

    fn score(&self, kept: &AttemptSummary, points: Points) -> String {
        let name = &kept.head.identity.blueprint;
        match self.content.blueprints.iter().find(|one| one.name == *name).map(|one| one.pass) {
            Some(Pass::Percent(_)) => format!("{} %", points.points),
            _ => format!("{} of 1000", points.points),
        }
    }

    fn draw_detail(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let Some(row) = self.chosen() else { return };
        let (title, words) = match row {
            Row::Form(blueprint, fit) => (blueprint.title.clone(), self.fitness(blueprint, fit)),
            Row::Open(kept) => {
                let limit = clock(kept.head.limit);
                let words = format!(
                    "{} of {limit} are used. Enter goes on where it stopped; the clock runs from \
                     then on.",
                    clock(kept.used)
                );
                (format!("Sitting {}", kept.head.id), words)
            }
            Row::Past(kept, points) => {
                let words = format!(
                    "{} of {} that count were right, in {}. Enter: the score, and what was missed, \
                     explained.",
                    points.right,
                    points.scored,
                    clock(kept.used)
                );
                (format!("Sitting {}", kept.head.id), words)
            }
            Row::Blank | Row::Heading(_) | Row::Nothing(_) => return,
        };
        let title = panel::title(&title, "", theme);
        let inner = panel::panel(frame, area, title, Focus::Elsewhere, theme);
        panel::lines(frame, inner, panel::wrapped(&words, inner.width, Role::Plain, theme));
    }

    fn fitness(&self, blueprint: &Blueprint, fit: &Fit) -> String {
        let counts = format!("{} of {} count", blueprint.scored, blueprint.questions);
        let valid = &blueprint.valid;
        match fit {
            Fit::Whole => format!(
                "{counts}. The bank fills it: the seed decides which of its {} questions.",
                self.content.questions.len()
            ),
            Fit::Topics(count) => {
                format!("{counts}. The bank fills it on {count} topics; fewer make a shorter form.")
            }
            Fit::Not(reason) => format!("It cannot be begun ({valid}): {reason}."),
        }
    }
}

fn fit(stock: ExamSource<'_>, blueprint: &Blueprint) -> Fit {
    if !blueprint.is_over_domains() {
        return match stock.topics(blueprint).len() {
            0 => Fit::Not("no topic has enough questions".to_owned()),
            count => Fit::Topics(count),
        };
    }
    match stock.check(blueprint, None) {
        Ok(()) => Fit::Whole,
        Err(error) => Fit::Not(error.to_string()),
    }
}
