//! A topic: a page to read, and what can be done with it.

use std::cell::Cell;
use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use super::Header;
use crate::tui::message::{Asked, Destination, Effect, Msg};
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::list::{self, Cursor, Rows};
use crate::tui::widget::panel::{self, Focus};
use crate::tui::{Content, text};
use quizbank::model::course::CourseTopic as Page;
use quizbank::path::{CourseProgress, GATE_FEWEST, GATE_PASS, GATE_QUESTIONS, TopicStatus};
use quizbank::session::AnswerMode;

/// A topic of the course.
#[derive(Clone, Debug)]
pub struct Topic {
    content: Arc<Content>,
    page: Page,
    progress: CourseProgress,
    cursor: Cursor,
    rows: Rows,
    scroll: usize,
    /// How far the page drawn last can scroll.
    reach: Cell<usize>,
}

/// What can be done with a topic.
struct Entry {
    name: String,
    detail: String,
    leads: Option<Effect>,
}

impl Topic {
    /// The page on `page`.
    pub fn new(content: Arc<Content>, page: Page, progress: CourseProgress) -> Self {
        Self {
            content,
            page,
            progress,
            cursor: Cursor::default(),
            rows: Rows::default(),
            scroll: 0,
            reach: Cell::default(),
        }
    }

    /// Takes in how far the learner has come.
    pub fn learn(&mut self, progress: &CourseProgress) {
        self.progress = progress.clone();
    }

    /// Takes in a message and says what is to be done.
    pub fn update(&mut self, message: Msg) -> Vec<Effect> {
        let entries = self.entries();
        match message {
            Msg::Back => return vec![Effect::Close],
            Msg::Accept => {
                let entry = entries.get(self.cursor.position(entries.len()));
                return entry.and_then(|entry| entry.leads.clone()).into_iter().collect();
            }
            Msg::PageUp => self.scroll = self.scroll.min(self.reach.get()).saturating_sub(5),
            Msg::PageDown => self.scroll = (self.scroll + 5).min(self.reach.get()),
            Msg::Click(mouse) => self.cursor.click(mouse, &self.rows),
            _ => self.cursor.update(message, entries.len()),
        }
        Vec::new()
    }

    fn entries(&self) -> Vec<Entry> {
        let id = &self.page.id;
        let questions = self.content.questions.iter().filter(|one| one.topic == *id).count();
        let study = |way| {
            let asked = Asked::Topic { topic: id.clone(), way };
            (questions > 0).then_some(Effect::Study(asked))
        };
        let mut entries = vec![
            Entry {
                name: "Study".to_owned(),
                detail: format!("{questions} questions, every option explained"),
                leads: study(AnswerMode::Options),
            },
            Entry {
                name: "Think and reveal".to_owned(),
                detail: "answer without the options, then mark yourself".to_owned(),
                leads: study(AnswerMode::Recall),
            },
            self.gate(questions),
        ];
        entries.extend(self.scenarios());
        entries.push(self.facts());
        entries
    }

    fn gate(&self, questions: usize) -> Entry {
        let standing =
            self.progress.standing(&self.content.course, &self.content.questions, &self.page.id);
        let detail = match standing {
            _ if questions < GATE_FEWEST => {
                format!("needs {GATE_FEWEST} questions, so this topic has none")
            }
            TopicStatus::Passed(percent) => format!("passed with {percent} %"),
            _ => format!("{} questions, {GATE_PASS} % pass", questions.min(GATE_QUESTIONS)),
        };
        let leads = Effect::Study(Asked::Gate(self.page.id.clone()));
        let leads = (questions >= GATE_FEWEST).then_some(leads);
        Entry { name: "Gate".to_owned(), detail, leads }
    }

    fn scenarios(&self) -> impl Iterator<Item = Entry> + '_ {
        let named = |name: &String| self.content.scenarios.iter().find(|one| one.name == *name);
        self.page.scenarios.iter().filter_map(named).map(|scenario| Entry {
            name: "Play".to_owned(),
            detail: scenario.title.clone(),
            leads: Some(Effect::Open(Destination::Play(scenario.name.clone()))),
        })
    }

    fn facts(&self) -> Entry {
        let of_topic = self.content.ledger.facts.iter().filter(|fact| fact.topic == self.page.id);
        let first = of_topic.clone().next();
        let contested = of_topic.clone().filter(|fact| fact.verdict.is_contested()).count();
        Entry {
            name: "Facts".to_owned(),
            detail: format!("{} claims, {contested} contested", of_topic.count()),
            leads: first.map(|fact| Effect::Open(Destination::Fact(fact.id.clone()))),
        }
    }

    /// The line at the top.
    pub fn header(&self, theme: Theme) -> Header {
        let step =
            self.content.course.steps.iter().find(|step| step.topics.contains(&self.page.id));
        let place = step.map(|step| format!("{} ", step.title)).unwrap_or_default();
        Header {
            left: Line::from(vec![
                Span::styled(" Course", theme.style(Role::Strong)),
                Span::styled(format!(" · {}", self.page.title), theme.style(Role::Muted)),
            ]),
            right: Line::styled(place, theme.style(Role::Muted)),
        }
    }

    /// Draws what can be done, and the page below it or beside it.
    pub fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let entries = self.entries();
        let height = u16::try_from(entries.len() + 2).unwrap_or(u16::MAX).min(area.height / 2);
        let layout = if area.width >= 120 {
            Layout::horizontal([Constraint::Fill(2), Constraint::Fill(3)])
        } else {
            Layout::vertical([Constraint::Length(height), Constraint::Fill(1)])
        };
        let [menu, page] = area.layout(&layout);
        self.draw_menu(frame, menu, &entries, theme);
        self.draw_page(frame, page, theme);
    }

    fn draw_menu(&self, frame: &mut Frame, area: Rect, entries: &[Entry], theme: Theme) {
        let inner = panel::panel(frame, area, Line::default(), Focus::Here, theme);
        let chosen = self.cursor.position(entries.len());
        let window = list::window(chosen, entries.len(), usize::from(inner.height));
        self.rows.drawn(inner, &window);
        let width = usize::from(inner.width);
        let lines = window.filter_map(|index| Some((index, entries.get(index)?)));
        let lines = lines.map(|(index, entry)| {
            let sign = if index == chosen { "▸" } else { " " };
            let name = text::pad(&format!("{sign} {}", entry.name), 19);
            let detail = text::pad(&entry.detail, width.saturating_sub(19));
            if index == chosen {
                return Line::styled(name + &detail, theme.style(Role::Selected));
            }
            let role = if entry.leads.is_some() { Role::Plain } else { Role::Muted };
            let detail = Span::styled(detail, theme.style(Role::Muted));
            Line::from(vec![Span::styled(name, theme.style(role)), detail])
        });
        panel::lines(frame, inner, lines.collect());
    }

    fn draw_page(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let title = panel::title(&self.page.title, "", theme);
        let inner = panel::panel(frame, area, title, Focus::Elsewhere, theme);
        let width = inner.width.min(90);
        let mut lines = Vec::new();
        for paragraph in self.page.summary.split("\n\n") {
            lines.extend(panel::wrapped(paragraph, width, Role::Plain, theme));
            lines.push(Line::default());
        }
        lines.pop();
        let height = usize::from(inner.height);
        self.reach.set(lines.len().saturating_sub(height));
        let first = self.scroll.min(self.reach.get());
        if lines.len() > height {
            let shown = format!(" PgUp PgDn  {}–{} of {} ", first + 1, first + height, lines.len());
            let line = Line::styled(shown, theme.style(Role::Muted)).right_aligned();
            let foot = Rect { y: area.bottom().saturating_sub(1), height: 1, ..area };
            frame.render_widget(line, Rect { width: foot.width.saturating_sub(2), ..foot });
        }
        panel::lines(frame, inner, lines.into_iter().skip(first).take(height).collect());
    }
}
