//! The first start: three sentences, one question, the run behind it, and the course. It asks
//! for nothing that cannot be skipped, and is never shown again.

mod preview;

use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;

use super::exam_date::{self, ExamDateEntry};
use super::live::Live;
use super::page::{Header, Page};
use crate::app::builtin;
use crate::tui::content::Content;
use crate::tui::keys::{self, CHOOSE, Keymap, Move, PAGE, Row};
use crate::tui::message::{Destination, Effect, StudyRequest};
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::field::Field;
use crate::tui::widget::list::{Item, List};
use crate::tui::widget::panel::{self, Focus};
use crate::tui::widget::scroll::{Scroll, Scrollable};
use apprunner_sim::model::rules::Edition;
use apprunner_sim::model::time::SimTime;
use quizbank::model::calendar::Day;

const ABOUT: [&str; 3] = [
    "coldstart teaches AWS App Runner by running it.",
    "Answer a question, watch the run behind it, and see why.",
    "It needs no AWS account and no network; what you do stays on this machine.",
];
/// The question of the first start: an easy one, about a redirect and a health check.
const QUESTION: &str = "health-check-visitors-are-redirected";
/// The run that shows the opposite case: the same redirect where the check requests it.
const SCENARIO: &str = "health-302";
/// Where it begins, a little after the redirect went live, and where the instances fail.
const FROM: SimTime = SimTime::from_secs(62);
const UNTIL: SimTime = SimTime::from_secs(112);
const WATCH: &str = "The same login, but here the health check requests / itself. What happens to the \
                     two instances? Watch their checks: ♥ counts the passed ones, × the failed ones.";
const SEEN: &str = "Five failed checks in a row: both instances left, and no request is served, although \
                    the redirect worked for users. Only the response to the check counts. q continues.";
/// Where its picture is taken: shortly before the redirect goes live, so that it tells nothing.
const PICTURED: SimTime = SimTime::from_secs(58);
const PICTURE: &str = "This is what a run looks like, here before the redirect goes live. Requests \
                       enter at the left and go to the instances, each with its load and its health \
                       checks. The charts show what users notice, and the line below is the time.";
/// From this height on a wide screen shows what the chosen one leads to.
const HIGH: u16 = 30;
/// The cells in which no choice is cut there.
const LEFT: u16 = 61;
/// The column of the names.
const NAMES: usize = 14;

/// The first start.
#[derive(Clone, Debug)]
pub(in crate::tui) struct Welcome {
    list: List,
    edition: Option<Edition>,
    exam: Option<Day>,
    today: Day,
    /// The day of the exam, while it is typed.
    date: ExamDateEntry,
    /// The sentences above the choices.
    said: Scroll,
    content: Arc<Content>,
    /// The run behind the question, where its picture is taken.
    run: Option<Box<Live>>,
}

/// What its keys mean.
#[derive(Clone, Copy, Debug)]
pub(in crate::tui) enum Command {
    Move(Move),
    Read(Move),
    Accept,
    /// While the day of the exam is typed.
    Typing(exam_date::Command),
    Skip,
}

/// What can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Choice {
    Start,
    Date,
    Edition,
    Skip,
}

const CHOICES: [Choice; 4] = [Choice::Start, Choice::Date, Choice::Edition, Choice::Skip];
/// The rows of the choices, their frame included.
const ROWS: u16 = 6;

impl Choice {
    /// What it does, at length.
    fn about(self) -> &'static str {
        match self {
            Self::Start => {
                "You answer one question, about a redirect and a health check, and read why your \
                 answer is right or wrong. Then the same redirect goes live in a run, and you \
                 watch what happens to two instances. You can pause it, go back and step through \
                 its events. After that comes the menu, where Continue always names the next step."
            }
            Self::Date => {
                "With the day of your exam, the menu counts the days that are left. The \
                 day also decides which exam you practice: DVA-C02 is held until November 30, \
                 2026, DVA-C03 from December 1 on. App Runner is on the in-scope list of neither; \
                 practice exams have the format of the real one, with questions about one service."
            }
            Self::Edition => {
                "The course says some things that AWS documents otherwise. Study what the course \
                 says, what AWS documents, both with the differences marked, or the same service \
                 on Amazon ECS Express Mode, which AWS names as the replacement. Runs follow the \
                 rules that you study. Press e on the menu to change it at any time."
            }
            Self::Skip => {
                "The menu has everything: questions that are due when you are about to forget \
                 them, the course in six steps, practice exams on the clock, scenarios that you \
                 play and change, labs that you fix, and every fact with its source. Press ? \
                 anywhere for the keys, and : to find anything."
            }
        }
    }
}

const KEYS: &[Row<Command>] = &[
    keys::row(&[("Enter", Command::Accept)], "go", "do what is chosen"),
    keys::moves(CHOOSE, Command::Move, "choose", "choose"),
];
/// The keys of sentences that do not fit.
const READING: &[Row<Command>] = &[keys::moves(PAGE, Command::Read, "read on", "scroll the text")];

impl Welcome {
    /// The first start on the day it is `today`.
    pub(in crate::tui) fn new(today: Day, content: Arc<Content>) -> Self {
        let draft = builtin::draft(SCENARIO, Vec::new()).and_then(Result::ok);
        let pictured =
            |draft| Live::replay(draft, PICTURED, PICTURE.to_owned(), Arc::clone(&content));
        let run = draft.map(pictured).map(Box::new);
        Self {
            run,
            content,
            list: List::default(),
            edition: None,
            exam: None,
            today,
            date: ExamDateEntry::default(),
            said: Scroll::top(),
        }
    }

    /// Takes in what is set.
    pub(in crate::tui) fn set(&mut self, edition: Option<Edition>, exam: Option<Day>) {
        (self.edition, self.exam) = (edition, exam);
    }

    fn chosen(&self) -> Option<Choice> {
        CHOICES.get(self.list.position(CHOICES.len())).copied()
    }

    /// What the chosen one does, at length.
    fn about(&self) -> &'static str {
        self.chosen().unwrap_or(Choice::Start).about()
    }

    fn accept(&mut self) -> Vec<Effect> {
        match self.chosen() {
            None | Some(Choice::Start) => {
                vec![Effect::Welcomed, Effect::Study(StudyRequest::First)]
            }
            Some(Choice::Date) => {
                self.date.open(self.exam);
                Vec::new()
            }
            Some(Choice::Edition) => vec![Effect::NextEdition],
            Some(Choice::Skip) => vec![Effect::Welcomed],
        }
    }

    /// The name of a choice, and what is said of it: at length, and in a few words.
    fn row(&self, choice: Choice) -> (&'static str, [String; 2]) {
        let (name, said) = match choice {
            Choice::Start => {
                ("Start here", ["a question and its run, about a minute", "a question, a run"])
            }
            Choice::Date => match self.exam {
                Some(date) => return ("Exam date", [date.to_string(), date.to_string()]),
                None => ("Exam date", ["not set; you can set it later", "not set"]),
            },
            Choice::Edition => ("Study for", studied(self.edition)),
            Choice::Skip => {
                ("To the menu", ["skip this; it is not shown again", "never shown again"])
            }
        };
        (name, said.map(str::to_owned))
    }
}

/// The question of the first start.
pub(in crate::tui) fn question() -> &'static str {
    QUESTION
}

/// The run that the first start shows once its question is answered.
pub(in crate::tui) fn run() -> Destination {
    Destination::Watch {
        scenario: SCENARIO.to_owned(),
        from: FROM,
        until: UNTIL,
        banner: WATCH.to_owned(),
        outcome: SEEN.to_owned(),
    }
}

fn studied(edition: Option<Edition>) -> [&'static str; 2] {
    match edition {
        None => ["both: what is true in the course and at AWS", "course and AWS"],
        Some(Edition::Chapter) => ["the course", "the course"],
        Some(Edition::Aws) => ["AWS's documentation", "AWS documentation"],
        Some(Edition::Express) => ["ECS Express Mode", "ECS Express Mode"],
    }
}

impl Page for Welcome {
    type Command = Command;

    fn keys(&self) -> Keymap<Command> {
        if let Some(keymap) = self.date.keys() {
            return keymap.map(Command::Typing);
        }
        let keymap = Keymap::new("The first start", KEYS);
        let keymap = if self.said.has_more() { keymap.and(READING) } else { keymap };
        keymap.back_by("skip", "go to the menu", Command::Skip)
    }

    fn act(&mut self, command: Command) -> Vec<Effect> {
        match command {
            Command::Move(to) => self.list.step(to, CHOICES.len()),
            Command::Read(to) => self.said.step(to),
            Command::Accept => return self.accept(),
            Command::Typing(command) => return self.date.act(command, Some(self.today)),
            Command::Skip => return vec![Effect::Welcomed],
        }
        Vec::new()
    }

    fn field(&mut self) -> Option<&mut Field> {
        self.date.field()
    }

    fn edited(&mut self) {
        self.date.edited();
    }

    fn click(&mut self, mouse: Position) -> Vec<Effect> {
        self.list.click(mouse);
        Vec::new()
    }

    fn panes(&mut self) -> Vec<&mut dyn Scrollable> {
        vec![&mut self.list, &mut self.said]
    }

    fn moves(&self) -> bool {
        self.run.as_ref().is_some_and(|run| run.moves())
    }

    fn simulate(&mut self, events: u64) -> bool {
        self.run.as_mut().is_none_or(|run| run.simulate(events))
    }

    fn header(&self, theme: Theme) -> Header {
        Header::new("coldstart", "AWS App Runner", theme)
    }

    fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        if panel::beside(area).is_some() && area.height >= HIGH {
            self.draw_wide(frame, area, theme);
        } else {
            self.draw_column(frame, area, theme);
        }
        self.date.draw(frame, area, theme);
    }
}

impl Welcome {
    /// Draws all of it in one column.
    fn draw_column(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let column = panel::middle(area);
        let lines = sentences(column.width, theme);
        let about =
            panel::wrapped(self.about(), column.width.saturating_sub(4), Role::Muted, theme);
        let wanted = panel::height_of(&lines) + 1 + ROWS;
        let more = panel::height_of(&about) + 2;
        let has_room = wanted + more <= area.height;
        let air = area.height.saturating_sub(if has_room { wanted + more } else { wanted }) / 2;
        let body = Rect { y: area.y + air, height: area.height - air, ..column };
        // The choices are whole on any screen; what does not fit above them scrolls.
        let room = body.height.saturating_sub(ROWS);
        let (said, rest) = panel::split_top(body, (panel::height_of(&lines) + 1).min(room));
        self.said.draw(frame, said, lines, theme);
        let (place, below) = panel::split_top(rest, ROWS);
        if has_room {
            let (below, _) = panel::split_top(below, more);
            self.draw_about(frame, below, theme);
        }
        self.draw_choices(frame, place, theme);
    }

    /// Draws the choices, beside them what the chosen one does, and below what it leads to.
    fn draw_wide(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let column = panel::column(area);
        let lines = sentences(column.width, theme);
        let (said, rest) = panel::split_top(area, panel::height_of(&lines) + 1);
        self.said.draw(frame, Rect { x: column.x, width: column.width, ..said }, lines, theme);
        let Some([left, right]) = panel::beside_with(rest, [LEFT, 0]) else { return };
        let width = right.width.saturating_sub(4);
        let about = CHOICES.map(|it| panel::wrapped(it.about(), width, Role::Muted, theme));
        let about = about.iter().map(|lines| panel::height_of(lines) + 2).max();
        // What is below stays where it is, whatever is chosen.
        let high = about.unwrap_or_default().max(ROWS);
        let [(choices, left), (about, right)] =
            [left, right].map(|column| panel::split_top(column, high));
        let below = left.union(right);
        self.draw_choices(frame, choices, theme);
        self.draw_about(frame, about, theme);
        if !self.content.is_read() {
            return;
        }
        let content = &*self.content;
        match (self.chosen(), &self.run) {
            (None | Some(Choice::Start), Some(run)) => {
                preview::run(frame, below, run, content, theme);
            }
            (Some(Choice::Date), _) => preview::exams(frame, below, content, theme),
            (Some(Choice::Edition), _) => preview::editions(frame, below, content, theme),
            (None | Some(Choice::Start), None) | (Some(Choice::Skip), _) => {
                preview::menu(frame, [left, right], content, theme);
            }
        }
    }

    fn draw_about(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let name = self.chosen().map_or("", |choice| self.row(choice).0);
        let title = panel::title(name, "", theme);
        let inner = panel::panel(frame, area, title, Focus::Elsewhere, theme);
        panel::lines(frame, inner, panel::wrapped(self.about(), inner.width, Role::Muted, theme));
    }

    fn draw_choices(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let title = panel::title("Welcome", "", theme);
        let inner = panel::panel(frame, area, title, Focus::Here, theme);
        let width = usize::from(inner.width).saturating_sub(NAMES + 3);
        let items = CHOICES.map(|choice| {
            let (name, [long, short]) = self.row(choice);
            let detail = if text::width(&long) <= width { long } else { short };
            let name = text::pad(name, NAMES);
            Item::Entry(vec![(name, Role::Strong), (text::pad(&detail, width), Role::Muted)])
        });
        self.list.draw(frame, inner, items.into(), (0, Focus::Here), theme);
    }
}

fn sentences(width: u16, theme: Theme) -> Vec<Line<'static>> {
    let sentence = |(place, sentence): (usize, &&str)| {
        let role = if place == 0 { Role::Strong } else { Role::Plain };
        panel::wrapped(sentence, width, role, theme)
    };
    ABOUT.iter().enumerate().flat_map(sentence).collect()
}
