//! Before an exam: what is ours and what is AWS's, how long it takes and where its journal is kept.
//! The clock runs from Enter on.

use std::path::PathBuf;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::exams;
use super::page::{Header, Page};
use crate::report::notice::{self, Authors};
use crate::tui::keys::{self, Keymap, MOVE, Move, Row, Turn};
use crate::tui::message::{Effect, ExamRequest, FormChoice};
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::panel::{self, Focus};
use crate::tui::widget::scroll::{Scroll, Scrollable};
use quizbank::model::blueprint::Blueprint;
use spanned_toml::faults::counted;

/// The first page of an exam.
#[derive(Clone, Debug)]
pub(in crate::tui) struct Start {
    blueprint: Blueprint,
    /// The titles and ids of the topics that it can be on; none for one over domains.
    topics: Vec<(String, String)>,
    topic: usize,
    seed: Option<u64>,
    candidate: Option<String>,
    /// Where the journal is kept.
    path: Option<PathBuf>,
    scroll: Scroll,
}

/// What its keys mean.
#[derive(Clone, Copy, Debug)]
pub(in crate::tui) enum Command {
    Begin,
    Topic(Turn),
    Scroll(Move),
    Close,
}

const KEYS: &[Row<Command>] = &[
    keys::row(&[("Enter", Command::Begin)], 1, "begin", "start; the clock runs"),
    keys::row(
        &[
            ("←", Command::Topic(Turn::Previous)),
            ("→", Command::Topic(Turn::Next)),
            ("shift-Tab", Command::Topic(Turn::Previous)),
            ("Tab", Command::Topic(Turn::Next)),
        ],
        2,
        "",
        "choose another topic, if the exam is on one topic",
    ),
    keys::moves(MOVE, Command::Scroll, "scroll", "scroll"),
];

impl Start {
    /// The page of `blueprint`, on one of `topics` where there are some.
    pub(in crate::tui) fn new(
        blueprint: Blueprint,
        topics: Vec<(String, String)>,
        ask: &FormChoice,
        path: Option<PathBuf>,
    ) -> Self {
        let topic = topics.iter().position(|(_, id)| Some(id) == ask.topic.as_ref());
        let (topic, seed, candidate) = (topic.unwrap_or_default(), ask.seed, ask.candidate.clone());
        Self { blueprint, topics, topic, seed, candidate, path, scroll: Scroll::top() }
    }

    fn asks(&self) -> FormChoice {
        let topic = self.topics.get(self.topic).map(|(_, id)| id.clone());
        let (blueprint, candidate) = (self.blueprint.name.clone(), self.candidate.clone());
        FormChoice { blueprint, topic, seed: self.seed, candidate }
    }

    fn lines(&self, width: u16, theme: Theme) -> Vec<Line<'static>> {
        let mut lines = vec![Line::default()];
        lines.extend(panel::wrapped(&self.blueprint.title, width, Role::Strong, theme));
        lines.extend(panel::wrapped(&self.figures(), width, Role::Muted, theme));
        if let Some((topic, _)) = self.topics.get(self.topic) {
            let place = format!("   {} of {}", self.topic + 1, self.topics.len());
            lines.push(Line::from(vec![
                Span::styled("on ", theme.style(Role::Muted)),
                Span::styled(format!("← {topic} →"), theme.style(Role::Strong)),
                Span::styled(place, theme.style(Role::Muted)),
            ]));
        }
        for words in notice::before_an_attempt(&self.blueprint, Authors::default()) {
            lines.push(Line::default());
            lines.extend(panel::wrapped(&words, width, Role::Plain, theme));
        }
        let role = if self.path.is_some() { Role::Plain } else { Role::Warn };
        lines.push(Line::default());
        let journal = notice::of_the_journal(self.path.as_deref());
        lines.extend(panel::wrapped(&journal, width, role, theme));
        lines
    }

    /// The domains of the exam, or the topics that a test can be on.
    fn covers(&self, width: u16, theme: Theme) -> Vec<Line<'static>> {
        let domains = exams::domains(&self.blueprint, width, theme);
        let topics = self.topics.iter().enumerate().map(|(place, (topic, _))| {
            let role = if place == self.topic { Role::Strong } else { Role::Muted };
            let pointer = if place == self.topic { "▸ " } else { "  " };
            Line::styled(format!("{pointer}{topic}"), theme.style(role))
        });
        domains.into_iter().chain(topics).collect()
    }

    fn figures(&self) -> String {
        let Blueprint { questions, minutes, pass, .. } = &self.blueprint;
        let seed = match self.seed {
            Some(seed) => format!("seed {seed}"),
            None => "a new exam each time".to_owned(),
        };
        let most = if self.topics.is_empty() { "" } else { "at most " };
        format!(
            "{most}{} · {} · pass at {pass} · {seed}",
            counted(questions, "question"),
            counted(minutes, "minute")
        )
    }
}

impl Page for Start {
    type Command = Command;

    fn keys(&self) -> Keymap<Command> {
        let keymap = Keymap::new("Before an exam", KEYS)
            .scrolling(&self.scroll, |command| matches!(command, Command::Scroll(_)))
            .back(Command::Close);
        let is_on_topic = self.topics.len() > 1;
        keymap.without(|command| matches!(command, Command::Topic(_)) && !is_on_topic)
    }

    fn act(&mut self, command: Command) -> Vec<Effect> {
        match command {
            Command::Begin => return vec![Effect::Exam(ExamRequest::Begin(self.asks()))],
            Command::Topic(turn) => self.topic = turn.from(self.topic, self.topics.len()),
            Command::Scroll(to) => self.scroll.step(to),
            Command::Close => return vec![Effect::Close],
        }
        Vec::new()
    }

    fn panes(&mut self) -> Vec<&mut dyn Scrollable> {
        vec![&mut self.scroll]
    }

    fn header(&self, theme: Theme) -> Header {
        let left = vec![
            Span::styled(" Practice exam", theme.style(Role::Strong)),
            Span::styled(format!(" · {}", self.blueprint.name), theme.style(Role::Muted)),
        ];
        let right = Line::styled("the clock is stopped ", theme.style(Role::Muted));
        Header { left: Line::from(left), right }
    }

    fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let (area, covers) = match panel::beside(area) {
            Some([left, right]) => (panel::column(left), Some(right)),
            None => (panel::column(area), None),
        };
        if let Some(covers) = covers {
            let title = panel::title("What it covers", "", theme);
            let inner = panel::panel(frame, covers, title, Focus::Elsewhere, theme);
            panel::lines(frame, inner, self.covers(inner.width, theme));
        }
        let begin = "Press Enter to start the clock and the exam.";
        let said = Some((Role::Accent, begin));
        self.scroll.draw_page(frame, area, self.lines(area.width, theme), said, theme);
    }
}
