//! Before an exam: what is ours and what is AWS's, how long it takes and where its journal is kept.
//! The clock runs from Enter on.

use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::blueprint;
use super::catalog::Detail;
use super::exams::Journals;
use super::page::{Header, Page};
use crate::report::notice::{self, Authors};
use crate::tui::content::Content;
use crate::tui::keys::{self, Keymap, MOVE, Move, Row, Turn};
use crate::tui::message::{Effect, ExamRequest, FormChoice};
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::panel::{self, Focus};
use crate::tui::widget::scroll::{Scroll, Scrollable};
use quizbank::attempt::{AttemptSummary, clock, left};
use quizbank::model::blueprint::Blueprint;
use quizbank::model::question::Question;
use spanned_toml::faults::counted;

/// The least rows of its topics, with their frame.
const LEAST_ABOUT: u16 = 5;

/// The first page of an exam.
#[derive(Clone, Debug)]
pub(in crate::tui) struct Start {
    blueprint: Blueprint,
    /// The titles and ids of the topics that it can be on; none for one over domains.
    topics: Vec<(String, String)>,
    topic: usize,
    seed: Option<u64>,
    candidate: Option<String>,
    content: Arc<Content>,
    /// What is kept of attempts, and where.
    journals: Journals,
    scroll: Scroll,
    /// How far its topics are scrolled.
    about: Scroll,
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
    keys::row(&[("Enter", Command::Begin)], "begin", "start; the clock runs"),
    keys::row(
        &[
            ("←", Command::Topic(Turn::Previous)),
            ("→", Command::Topic(Turn::Next)),
            ("shift-Tab", Command::Topic(Turn::Previous)),
            ("Tab", Command::Topic(Turn::Next)),
        ],
        "topic",
        "choose another topic, if the exam is on one topic",
    )
    .named(2),
    keys::moves(MOVE, Command::Scroll, "scroll", "scroll"),
];

impl Start {
    /// The page of `blueprint`, on one of `topics` where there are some.
    pub(in crate::tui) fn new(
        blueprint: Blueprint,
        topics: Vec<(String, String)>,
        ask: &FormChoice,
        (content, journals): (Arc<Content>, Journals),
    ) -> Self {
        let topic = topics.iter().position(|(_, id)| Some(id) == ask.topic.as_ref());
        let (topic, seed, candidate) = (topic.unwrap_or_default(), ask.seed, ask.candidate.clone());
        let (scroll, about) = (Scroll::top(), Scroll::top());
        Self { blueprint, topics, topic, seed, candidate, content, journals, scroll, about }
    }

    fn asks(&self) -> FormChoice {
        let topic = self.topic().map(ToOwned::to_owned);
        let (blueprint, candidate) = (self.blueprint.name.clone(), self.candidate.clone());
        FormChoice { blueprint, topic, seed: self.seed, candidate }
    }

    /// The topic that it is on, if it is on one.
    fn topic(&self) -> Option<&str> {
        self.topics.get(self.topic).map(|(_, id)| id.as_str())
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
        let role = if self.journals.path.is_some() { Role::Plain } else { Role::Warn };
        lines.push(Line::default());
        let journal = notice::of_the_journal(self.journals.path.as_deref());
        lines.extend(panel::wrapped(&journal, width, role, theme));
        lines
    }

    /// The domains of the exam, or the topics that a test can be on.
    fn covers(&self, width: u16, theme: Theme) -> Vec<Line<'static>> {
        let domains = blueprint::domains(&self.blueprint, width, theme);
        let topics = self.topics.iter().enumerate().map(|(place, (topic, _))| {
            let role = if place == self.topic { Role::Strong } else { Role::Muted };
            let pointer = if place == self.topic { "▸ " } else { "  " };
            Line::styled(format!("{pointer}{topic}"), theme.style(role))
        });
        domains.into_iter().chain(topics).collect()
    }

    /// The questions that it can ask, by type, level and difficulty.
    fn makeup(&self, width: u16, theme: Theme) -> Vec<Line<'static>> {
        let questions = self.content.questions.iter();
        let is_asked = |it: &&Question| blueprint::asks(&self.blueprint, self.topic(), it);
        let asked: Vec<&Question> = questions.filter(is_asked).collect();
        blueprint::makeup(&asked, width, theme)
    }

    /// The attempts at this exam, the latest first.
    fn attempts(&self, width: u16, theme: Theme) -> Vec<Line<'static>> {
        let row = |kept: &AttemptSummary| {
            let said = match kept.points {
                Some(points) => format!(
                    "{}, {} of {} right, in {}",
                    blueprint::score(Some(self.blueprint.pass), points),
                    points.right,
                    points.scored,
                    clock(kept.used)
                ),
                None => {
                    format!("not submitted, {} left", clock(left(kept.head.limit, kept.used)))
                }
            };
            let topic = kept.head.identity.topic.as_deref();
            let topic = topic.map(|topic| self.content.course.topic_title(topic));
            let topic = topic.map(|topic| format!(" · {topic}")).unwrap_or_default();
            let head = Span::styled(format!("{}  ", kept.day), theme.style(Role::Muted));
            text::hanging(head, &(said + &topic), width, theme.style(Role::Plain))
        };
        let of_this =
            |kept: &&AttemptSummary| self.blueprint.is_called(&kept.head.identity.blueprint);
        let lines: Vec<_> = self.journals.kept.iter().filter(of_this).flat_map(row).collect();
        if lines.is_empty() {
            let none = "No attempt at this exam yet. Its score and its missed questions will be \
                        in the list of practice exams.";
            return panel::wrapped(none, width, Role::Muted, theme);
        }
        lines
    }

    fn figures(&self) -> String {
        let Blueprint { questions, minutes, pass, .. } = &self.blueprint;
        let seed = match self.seed {
            Some(_) => "the same each time",
            None => "a new exam each time",
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
        let scrolled = self.scrolled();
        let keymap = Keymap::new("Before an exam", KEYS)
            .scrolling(scrolled, |command| matches!(command, Command::Scroll(_)))
            .back(Command::Close);
        let is_on_topic = self.topics.len() > 1;
        keymap.without(|command| matches!(command, Command::Topic(_)) && !is_on_topic)
    }

    fn act(&mut self, command: Command) -> Vec<Effect> {
        match command {
            Command::Begin => return vec![Effect::Exam(ExamRequest::Begin(self.asks()))],
            Command::Topic(turn) => {
                self.topic = turn.from(self.topic, self.topics.len());
                self.about = Scroll::top();
            }
            Command::Scroll(to) if self.scroll.has_more() => self.scroll.step(to),
            Command::Scroll(to) => self.about.step(to),
            Command::Close => return vec![Effect::Close],
        }
        Vec::new()
    }

    fn panes(&mut self) -> Vec<&mut dyn Scrollable> {
        vec![&mut self.scroll, &mut self.about]
    }

    fn header(&self, theme: Theme) -> Header {
        Header::titled("Practice exam", &self.blueprint.title, "the clock is stopped", theme)
    }

    fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let begin = "Press Enter to start the clock and the exam.";
        let said = Some((Role::Accent, begin));
        let Some([left, right]) = panel::beside(area) else {
            self.about.hide();
            let column = panel::column(area);
            let lines = self.lines(column.width, theme);
            return self.scroll.draw_page(frame, column, lines, said, theme);
        };
        let width = left.width.saturating_sub(4);
        let lines = self.lines(width, theme);
        // A row is for what is said below.
        let mut room = left.height.saturating_sub(panel::height_of(&lines) + 3);
        let more = [
            ("Your attempts", self.attempts(width, theme)),
            ("What it selects from", self.makeup(width, theme)),
        ];
        let mut upper = left;
        for (name, lines) in more {
            let height = panel::height_of(&lines) + 2;
            if lines.is_empty() || height > room {
                continue;
            }
            room -= height;
            let (rest, place) = panel::split_top(upper, upper.height - height);
            upper = rest;
            Detail::new(name, "", lines, theme).draw(frame, place, theme);
        }
        let title = panel::title("Before you begin", "", theme);
        let inner = panel::panel(frame, upper, title, Focus::Here, theme);
        self.scroll.draw_page(frame, inner, lines, said, theme);
        self.draw_covers(frame, right, theme);
    }
}

impl Start {
    /// What the arrows move: its topics where all words are in sight.
    fn scrolled(&self) -> &Scroll {
        if self.scroll.has_more() { &self.scroll } else { &self.about }
    }

    /// Draws what the exam covers, and below it its topics.
    fn draw_covers(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let width = area.width.saturating_sub(4);
        let covers = self.covers(width, theme);
        let (place, below) = panel::split_top(area, panel::height_of(&covers) + 2);
        let is_on_topic = self.topic().is_some();
        let (name, about) = if is_on_topic {
            ("It covers one of these topics", "What it covers")
        } else {
            ("What it covers", "Topics")
        };
        Detail::new(name, "", covers, theme).draw(frame, place, theme);
        if below.height < LEAST_ABOUT {
            return self.about.hide();
        }
        let title = panel::title(about, "", theme);
        let inner = panel::panel(frame, below, title, Focus::Elsewhere, theme);
        let lines =
            blueprint::topics(&self.blueprint, self.topic(), &self.content, inner.width, theme);
        self.about.draw(frame, inner, lines, theme);
    }
}
