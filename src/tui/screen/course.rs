//! The path of the course: six steps, their topics, and how far one has come.

use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use super::Header;
use crate::tui::message::{Asked, Destination, Effect, Msg};
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::list::{self, Cursor};
use crate::tui::widget::panel::{self, Focus};
use crate::tui::{Content, text};
use quizbank::model::course::CourseTopic;
use quizbank::path::{CourseProgress, TopicStatus};

/// The path of the course.
#[derive(Clone, Debug)]
pub struct Course {
    content: Arc<Content>,
    progress: CourseProgress,
    cursor: Cursor,
    notice: Option<String>,
}

/// A line of the path.
enum Row<'a> {
    /// The number and the title of a step.
    Step(usize, &'a str),
    /// A topic, and its number on the path.
    Topic(usize, &'a CourseTopic),
}

impl Course {
    /// The path, at the first topic that is not passed.
    pub fn new(content: Arc<Content>, progress: CourseProgress) -> Self {
        let topics = &content.course.topics;
        let next = topics.iter().position(|topic| !progress.passed.contains_key(&topic.id));
        let mut cursor = Cursor::default();
        cursor.set(next.unwrap_or_default());
        Self { content, progress, cursor, notice: None }
    }

    /// Takes in how far the learner has come.
    pub fn learn(&mut self, progress: &CourseProgress) {
        self.progress = progress.clone();
    }

    /// Takes in a message and says what is to be done.
    pub fn update(&mut self, message: Msg) -> Vec<Effect> {
        self.notice = None;
        let Some(topic) = self.chosen() else { return vec![Effect::Close] };
        let (id, standing) = (topic.id.clone(), self.standing(topic));
        match (message, standing) {
            (Msg::Back, _) => vec![Effect::Close],
            (Msg::Accept, TopicStatus::Closed) => {
                let message = "the gate of the topic before is closed; s skips it";
                self.notice = Some(message.to_owned());
                Vec::new()
            }
            (Msg::Accept, _) => vec![Effect::Open(Destination::Topic(id))],
            (Msg::Skip, TopicStatus::Closed) => vec![Effect::Skip(id)],
            (Msg::Undo, TopicStatus::Passed(_)) => {
                self.notice = Some(format!(
                    "a gate that was passed stays so; `coldstart learn --reset {id}` takes it back"
                ));
                Vec::new()
            }
            (Msg::Undo, _) if self.progress.skipped.contains(&id) => {
                vec![Effect::TakeSkipBack(id)]
            }
            (Msg::Gate, TopicStatus::Open | TopicStatus::Passed(_)) => {
                vec![Effect::Study(Asked::Gate(id))]
            }
            _ => {
                self.cursor.update(message, self.content.course.topics.len());
                Vec::new()
            }
        }
    }

    fn chosen(&self) -> Option<&CourseTopic> {
        let topics = &self.content.course.topics;
        topics.get(self.cursor.position(topics.len()))
    }

    fn standing(&self, topic: &CourseTopic) -> TopicStatus {
        self.progress.standing(&self.content.course, &self.content.questions, &topic.id)
    }

    fn rows(&self) -> Vec<Row<'_>> {
        let course = &self.content.course;
        let mut topics = course.topics.iter().enumerate();
        let mut rows = Vec::new();
        for (number, step) in (1..).zip(&course.steps) {
            rows.push(Row::Step(number, &step.title));
            let of_step = topics.by_ref().take(step.topics.len());
            rows.extend(of_step.map(|(number, topic)| Row::Topic(number, topic)));
        }
        rows
    }

    /// The line at the top.
    pub fn header(&self, theme: Theme) -> Header {
        let (passed, all) = (self.progress.passed.len(), self.content.course.topics.len());
        Header {
            left: Line::styled(" Course", theme.style(Role::Strong)),
            right: Line::styled(format!("{passed} of {all} gates "), theme.style(Role::Muted)),
        }
    }

    /// Draws the path, and what the chosen topic's step leads to.
    pub fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let layout = if area.width >= 100 {
            Layout::horizontal([Constraint::Fill(3), Constraint::Fill(2)])
        } else {
            Layout::vertical([Constraint::Fill(1), Constraint::Length(7.min(area.height / 3))])
        };
        let [path, detail] = area.layout(&layout);
        self.draw_path(frame, path, theme);
        self.draw_detail(frame, detail, theme);
    }

    fn draw_path(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let inner = panel::panel(frame, area, Line::default(), Focus::Here, theme);
        let rows = self.rows();
        let chosen = self.cursor.position(self.content.course.topics.len());
        let is_chosen = |row: &Row<'_>| matches!(row, Row::Topic(number, _) if *number == chosen);
        let at = rows.iter().position(is_chosen).unwrap_or_default();
        let window = list::window(at, rows.len(), usize::from(inner.height));
        let width = usize::from(inner.width);
        let lines = window.filter_map(|index| rows.get(index));
        let lines = lines.map(|row| match row {
            Row::Step(number, title) => {
                Line::styled(format!("{number}  {title}"), theme.style(Role::Accent))
            }
            Row::Topic(_, topic) => self.topic_line(topic, is_chosen(row), width, theme),
        });
        panel::lines(frame, inner, lines.collect());
    }

    fn topic_line(
        &self,
        topic: &CourseTopic,
        chosen: bool,
        width: usize,
        theme: Theme,
    ) -> Line<'static> {
        let (sign, word, role) = match self.standing(topic) {
            TopicStatus::Passed(percent) => ("✓", format!("gate {percent} %"), Role::Good),
            TopicStatus::Open if self.progress.skipped.contains(&topic.id) => {
                ("○", "skipped to".to_owned(), Role::Plain)
            }
            TopicStatus::Open => ("○", "open".to_owned(), Role::Plain),
            TopicStatus::Closed => ("·", "behind a gate".to_owned(), Role::Muted),
        };
        let questions = self.content.questions.iter().filter(|one| one.topic == topic.id).count();
        let figures = format!("{questions:>3} questions  {word:<13}");
        let cursor = if chosen { "▸" } else { " " };
        let room = width.saturating_sub(text::width(&figures));
        let name = text::pad(&format!(" {cursor} {sign} {}", topic.title), room);
        if chosen {
            return Line::styled(name + &figures, theme.style(Role::Selected));
        }
        Line::from(vec![
            Span::styled(name, theme.style(role)),
            Span::styled(figures, theme.style(Role::Muted)),
        ])
    }

    fn draw_detail(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let course = &self.content.course;
        let Some(topic) = self.chosen() else { return };
        let step = course.steps.iter().find(|step| step.topics.contains(&topic.id));
        let Some(step) = step else { return };
        let inner = panel::panel(
            frame,
            area,
            panel::title(&step.title, "", theme),
            Focus::Elsewhere,
            theme,
        );
        let aim = format!("After this step you can {}.", step.aim);
        let mut lines = panel::wrapped(&aim, inner.width, Role::Plain, theme);
        if let Some(notice) = &self.notice {
            lines.extend(panel::wrapped(notice, inner.width, Role::Warn, theme));
        }
        if inner.height > 8 {
            lines.push(Line::default());
            lines.extend(panel::wrapped(&topic.summary, inner.width, Role::Muted, theme));
        }
        panel::lines(frame, inner, lines);
    }
}
