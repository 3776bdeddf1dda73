//! Before an exam: what is ours and what is AWS's, how long it takes and where its
//! journal is kept. The clock runs from Enter on.

use std::path::PathBuf;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::Header;
use super::quiz::page::WIDEST;
use crate::report::notice;
use crate::tui::message::{Ask, Effect, Entry, Msg};
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::panel;
use crate::tui::widget::scroll::{self, Scroll};
use quizbank::model::blueprint::Blueprint;

/// The first page of an exam.
#[derive(Clone, Debug)]
pub struct Start {
    blueprint: Blueprint,
    /// The topics that it can be on; none for one over domains.
    topics: Vec<String>,
    topic: usize,
    seed: Option<u64>,
    /// Where the journal is kept.
    path: Option<PathBuf>,
    scroll: Scroll,
}

impl Start {
    /// The page of `blueprint`, on one of `topics` where there are some.
    pub fn new(
        blueprint: Blueprint,
        topics: Vec<String>,
        ask: &Ask,
        path: Option<PathBuf>,
    ) -> Self {
        let topic = topics.iter().position(|topic| Some(topic) == ask.topic.as_ref());
        let (topic, seed) = (topic.unwrap_or_default(), ask.seed);
        Self { blueprint, topics, topic, seed, path, scroll: Scroll::top() }
    }

    /// Takes in a message and says what is to be done.
    pub fn update(&mut self, message: Msg) -> Vec<Effect> {
        let count = self.topics.len().max(1);
        match message {
            Msg::Back => return vec![Effect::Close],
            Msg::Accept => return vec![Effect::Exam(Entry::Begin(self.asks()))],
            Msg::Next => self.topic = (self.topic + 1) % count,
            Msg::Previous => self.topic = (self.topic + count - 1) % count,
            _ => self.scroll.update(message),
        }
        Vec::new()
    }

    fn asks(&self) -> Ask {
        let (blueprint, topic) = (self.blueprint.name.clone(), self.topics.get(self.topic));
        Ask { blueprint, topic: topic.cloned(), seed: self.seed }
    }

    /// The line at the top.
    pub fn header(&self, theme: Theme) -> Header {
        let left = vec![
            Span::styled(" Practice exam", theme.style(Role::Strong)),
            Span::styled(format!(" · {}", self.blueprint.name), theme.style(Role::Muted)),
        ];
        let right = Line::styled("the clock stands still ", theme.style(Role::Muted));
        Header { left: Line::from(left), right }
    }

    /// Draws the page.
    pub fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let area = Rect { x: area.x + 1, width: area.width.saturating_sub(2).min(WIDEST), ..area };
        let (body, status) = panel::split_top(area, area.height.saturating_sub(1));
        let lines = self.lines(area.width, theme);
        let (height, total) = (usize::from(body.height), lines.len());
        let first = self.scroll.first(total, height);
        panel::lines(frame, body, lines.into_iter().skip(first).take(height).collect());
        let taken = scroll::draw_position(frame, status, first..first + height, total, theme);
        let room = usize::from(status.width).saturating_sub(taken);
        let begin = text::cut("Enter begins; the clock runs from then on.", room);
        frame.render_widget(Line::styled(begin, theme.style(Role::Accent)), status);
    }

    fn lines(&self, width: u16, theme: Theme) -> Vec<Line<'static>> {
        let mut lines = vec![Line::default()];
        lines.extend(panel::wrapped(&self.blueprint.title, width, Role::Strong, theme));
        lines.extend(panel::wrapped(&self.figures(), width, Role::Muted, theme));
        if let Some(topic) = self.topics.get(self.topic) {
            let place = format!("   {} of {}", self.topic + 1, self.topics.len());
            lines.push(Line::from(vec![
                Span::styled("on ", theme.style(Role::Muted)),
                Span::styled(format!("← {topic} →"), theme.style(Role::Strong)),
                Span::styled(place, theme.style(Role::Muted)),
            ]));
        }
        for words in notice::before_a_sitting(&self.blueprint) {
            lines.push(Line::default());
            lines.extend(panel::wrapped(&words, width, Role::Plain, theme));
        }
        let role = if self.path.is_some() { Role::Plain } else { Role::Warn };
        lines.push(Line::default());
        let journal = notice::of_the_journal(self.path.as_deref());
        lines.extend(panel::wrapped(&journal, width, role, theme));
        lines
    }

    fn figures(&self) -> String {
        let Blueprint { questions, minutes, pass, .. } = &self.blueprint;
        let seed = match self.seed {
            Some(seed) => format!("seed {seed}"),
            None => "another form each time".to_owned(),
        };
        let most = if self.topics.is_empty() { "" } else { "at most " };
        format!("{most}{questions} questions · {minutes} minutes · mark {pass} · {seed}")
    }
}
