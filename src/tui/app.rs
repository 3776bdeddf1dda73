//! The application: a stack of screens, the help over them, and a line of notice.

mod exam;
mod input;
mod learner;
mod palette;
mod room;
mod study;
#[cfg(test)]
mod tests;

use crate::app::builtin as content;
use crate::app::lab_score::LabRecord;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::content::Content;
use super::keys::{self, KeyAliases, Labels};
use super::message::{Destination, Effect, Msg};
use super::options::{Exit, Open};
use super::screen::Screen;
use super::screen::comparison::Comparisons;
use super::screen::course::Course;
use super::screen::exams::{Exams, Journals};
use super::screen::facts::Facts;
use super::screen::glossary::Glossary;
use super::screen::help::Help;
use super::screen::labs::Labs;
use super::screen::live::Live;
use super::screen::metrics::Metrics;
use super::screen::migration::MigrationScreen;
use super::screen::page::Header;
use super::screen::palette::Palette;
use super::screen::quiz::Quiz;
use super::screen::scenarios::Scenarios;
use super::screen::sensitivity::SensitivityScreen;
use super::screen::sheet::Sheet;
use super::screen::topic::Topic;
use super::screen::what_if::WhatIf;
use super::text;
use super::theme::{Role, Theme};
use super::widget::footer::{self, FooterKeys};
use apprunner_sim::file::draft::Draft;
use apprunner_sim::model::rules::Edition;
use quizbank::model::calendar::Day;
use quizbank::model::question::QuestionId;
use quizbank::path::CourseProgress;
use quizbank::progress::LearningHistory;
use spanned_toml::setting::Setting;

const SMALLEST: (u16, u16) = (40, 12);
/// With less room than this the left side of the first line says nothing.
const LEAST: u16 = 6;

/// Everything that is on the screen.
#[derive(Clone, Debug)]
pub struct App {
    content: Arc<Content>,
    progress: CourseProgress,
    /// The edition that is studied for; `None` for both.
    edition: Option<Edition>,
    /// What the learner did, as far as it is counted; `None` where data is not saved.
    history: Option<LearningHistory>,
    /// What is remembered of each lab.
    labs: BTreeMap<String, LabRecord>,
    /// The questions of the last session that were left, and the day on which it was begun.
    left: Option<(Day, Vec<QuestionId>)>,
    /// What is kept of exams.
    journals: Journals,
    theme: Theme,
    /// Keys of the user's own.
    keys: KeyAliases,
    stack: Vec<Screen>,
    /// The help, when it is shown.
    help: Option<Help>,
    /// The palette, when it is open.
    palette: Option<Palette>,
    notice: Option<String>,
    /// Where the keys in the last line stand, for the mouse.
    footer: RefCell<FooterKeys>,
    /// Whether the menu says how much there is of everything.
    counted: bool,
}

/// Whether the application goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// It does.
    On,
    /// The program stops until the shell lets it go on.
    Stop,
    /// It was stopped, and goes on.
    Resume,
    /// The editor has the terminal until it is left.
    Edit,
    /// The mouse is left to the terminal, or taken from it.
    TurnMouse,
    /// The user leaves.
    Leave(Exit),
}

impl App {
    /// The same in another theme: nothing is kept in the colors of the one before.
    #[must_use]
    pub fn with_theme(self, theme: Theme) -> Self {
        Self { theme, ..self }
    }

    /// The application with its first screen.
    pub fn new(open: Open, content: Content, theme: Theme) -> Self {
        let content = Arc::new(content);
        let first = match open {
            Open::Home => Screen::Home(Box::default()),
            Open::Scenario(draft, view) => {
                Screen::Live(Box::new(Live::new(*draft, Arc::clone(&content)).looked_at(view)))
            }
            Open::Quiz(study) => Screen::Quiz(Box::new(Quiz::new(*study, Arc::clone(&content)))),
            Open::Exams(_) => Screen::Exams(Exams::new(Arc::clone(&content), Journals::default())),
        };
        let mut app = Self {
            content,
            progress: CourseProgress::default(),
            edition: None,
            history: None,
            labs: BTreeMap::new(),
            left: None,
            journals: Journals::default(),
            theme,
            keys: KeyAliases::default(),
            stack: vec![first],
            help: None,
            palette: None,
            notice: None,
            footer: RefCell::default(),
            counted: false,
        };
        if app.content.is_read() {
            app.count_content();
        }
        app
    }

    /// What the help calls the screen on top.
    pub fn place(&self) -> &'static str {
        self.labels().place
    }

    fn labels(&self) -> Labels {
        if let Some(palette) = &self.palette {
            return palette.keys().labels();
        }
        let labels = match (&self.help, self.stack.last()) {
            (None, Some(screen)) => screen.labels(),
            (Some(help), _) => help.keys().labels().without_palette(),
            (None, None) => Help::default().keys().labels().without_palette(),
        };
        labels.under(&self.keys)
    }

    /// The addresses on the screen, to be made links.
    pub fn links(&self) -> Vec<String> {
        let is_covered = self.help.is_some() || self.palette.is_some();
        let screen = self.stack.last().filter(|_| !is_covered);
        screen.map(Screen::links).unwrap_or_default()
    }

    /// Whether something moves without a key.
    pub fn moves(&self) -> bool {
        self.waits_for_content()
            || (self.help.is_none() && self.stack.last().is_some_and(Screen::moves))
    }

    /// Simulates on for the screen on top. True when nothing is left to do.
    pub fn simulate(&mut self, events: u64) -> bool {
        self.stack.last_mut().is_none_or(|screen| screen.simulate(events))
    }

    /// The run on top, if a run is.
    pub fn live(&mut self) -> Option<&mut Live> {
        match self.stack.last_mut() {
            Some(Screen::Live(live)) => Some(live),
            _ => None,
        }
    }

    /// Takes in a message and says what the loop is to do.
    pub fn update(&mut self, message: &Msg) -> Vec<Effect> {
        if !matches!(message, Msg::Tick(_)) {
            self.notice = None;
        }
        if let Msg::Key(key) = message
            && keys::is_interrupt(*key)
        {
            return vec![Effect::Interrupt];
        }
        if let Some(help) = self.help.take() {
            self.help = update_help(help, message);
            return Vec::new();
        }
        if let Some(palette) = self.palette.take() {
            return self.update_palette(palette, message);
        }
        let Some(screen) = self.stack.last_mut() else { return Vec::new() };
        match message {
            Msg::Key(key)
                if keys::is_palette(*key) && !screen.is_typing() && !screen.hears(*key) =>
            {
                self.open_palette();
                Vec::new()
            }
            Msg::Key(key) if keys::is_help(*key) && !screen.is_typing() && !screen.hears(*key) => {
                self.help = Some(Help::default());
                Vec::new()
            }
            _ => screen.update(message),
        }
    }

    /// Puts a screen on top, or says why there is none.
    pub fn open(&mut self, destination: Destination) {
        match self.screen(destination) {
            Ok(Some(screen)) => self.stack.push(screen),
            Ok(None) => {}
            Err(message) => self.notify(message),
        }
    }

    /// The screen of `destination`, none for the help; an error is for the user.
    fn screen(&mut self, destination: Destination) -> Result<Option<Screen>, String> {
        let content = Arc::clone(&self.content);
        let live = |live| Screen::Live(Box::new(live));
        Ok(Some(match destination {
            Destination::Course => {
                let mut course = Course::new(content, self.progress.clone());
                course.source_mut().counts(self.topic_counts());
                Screen::Course(course)
            }
            Destination::Topic(id) => {
                let Some(page) = content.course.topic(&id).cloned() else { return Ok(None) };
                Screen::Topic(Box::new(Topic::new(content, page, self.progress.clone())))
            }
            Destination::Glossary => Screen::Glossary(Glossary::new(content)),
            Destination::Comparisons => Screen::Comparisons(Comparisons::new(content)),
            Destination::Term(name) => Screen::Glossary(Glossary::at(content, &name)),
            Destination::Comparison(id) => Screen::Comparisons(Comparisons::at(content, &id)),
            Destination::Scenarios => Screen::Scenarios(Scenarios::new(content)),
            Destination::Labs => Screen::Labs(Labs::new(content, self.labs.clone())),
            Destination::Lab(name) => {
                let record = self.labs.get(&name).copied().unwrap_or_default();
                live(Live::lab(&builtin(&name, Vec::new())?, record, content)?)
            }
            Destination::Facts => Screen::Facts(Facts::new(content)),
            Destination::Fact(id) => Screen::Facts(Facts::at(content, &id)),
            Destination::Play(name) => live(Live::new(builtin(&name, Vec::new())?, content)),
            Destination::Replay { scenario, changes, at, banner } => {
                live(Live::replay(builtin(&scenario, changes)?, at, banner, content))
            }
            Destination::Watch { scenario, from, until, banner, outcome } => {
                let draft = builtin(&scenario, Vec::new())?;
                live(Live::watch(draft, (from, until), [banner, outcome], content))
            }
            Destination::Metrics { title, minutes } => {
                Screen::Metrics(Metrics::new(title, minutes))
            }
            Destination::Parameters(draft) => Screen::Sheet(Box::new(Sheet::new(*draft, content))),
            Destination::Sensitivity(draft) => {
                let screen = SensitivityScreen::new(&draft).map_err(|error| error.to_string())?;
                Screen::Sensitivity(Box::new(screen))
            }
            Destination::Migration(draft) => {
                let screen = MigrationScreen::new(&draft).map_err(|faults| faults.in_a_line())?;
                Screen::Migration(Box::new(screen))
            }
            Destination::MigrationOf(name) => {
                let draft = Box::new(builtin(&name, Vec::new())?);
                return self.screen(Destination::Migration(draft));
            }
            Destination::WhatIf { question, seed, outcome } => {
                Screen::WhatIf(Box::new(WhatIf::new(*question, seed, outcome, content)?))
            }
            Destination::Exams => Screen::Exams(Exams::new(content, self.journals.clone())),
            Destination::Help => {
                self.help = Some(Help::default());
                return Ok(None);
            }
        }))
    }

    /// Says something in the line at the bottom.
    pub fn notify(&mut self, notice: String) {
        self.notice = Some(notice);
    }

    /// What there is to study, for the thread that reads it ahead.
    pub fn content(&self) -> Arc<Content> {
        Arc::clone(&self.content)
    }

    /// Whether the menu waits for the content to be counted.
    pub fn waits_for_content(&self) -> bool {
        !self.counted && matches!(self.stack.first(), Some(Screen::Home(_)))
    }

    /// Counts the content on the menu.
    pub fn count_content(&mut self) {
        self.counted = true;
        if let Some(Screen::Home(home)) = self.stack.first_mut() {
            home.count(&self.content);
            home.keeps(&self.journals, &self.content);
        }
        let history = self.history.take();
        self.stands(history);
    }

    /// Takes the screen on top away; with the last one the application ends.
    pub fn close(&mut self) -> Flow {
        self.stack.pop();
        if self.stack.is_empty() { Flow::Leave(Exit::Closed) } else { Flow::On }
    }

    /// Tells the run on top where its file was saved, or why it was not.
    pub fn exported(&mut self, result: Result<String, String>) {
        if let Some(live) = self.live() {
            live.exported(result);
        }
    }

    /// Draws everything.
    pub fn draw(&self, frame: &mut Frame) {
        let area = frame.area();
        if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
            too_small(frame, area);
        } else if let Some(screen) = self.stack.last() {
            self.draw_screen(frame, area, screen);
        }
        self.theme.fold(frame.buffer_mut());
    }

    fn draw_screen(&self, frame: &mut Frame, area: Rect, screen: &Screen) {
        let top = Rect { height: 1, ..area };
        let body = Rect { y: area.y + 1, height: area.height - 2, ..area };
        let bottom = Rect { y: area.bottom() - 1, height: 1, ..area };
        draw_header(frame, top, screen.header(area.width, self.theme));
        screen.draw(frame, body, self.theme);
        if let Some(help) = &self.help {
            help.draw(frame, body, &screen.labels().under(&self.keys), self.theme);
        }
        if let Some(palette) = &self.palette {
            palette.draw(frame, body, self.theme);
        }
        match &self.notice {
            Some(notice) => {
                self.footer.take();
                let line = format!(" {}", text::cut(notice, usize::from(area.width) - 2));
                frame.render_widget(Line::styled(line, self.theme.style(Role::Warn)), bottom);
            }
            None => {
                self.footer.replace(footer::draw(frame, bottom, &self.labels(), self.theme));
            }
        }
    }
}

/// What a message does to the help; `None` once it is closed.
fn update_help(mut help: Help, message: &Msg) -> Option<Help> {
    if let Msg::Key(key) = message {
        return match help.keys().command(*key) {
            Some(command) => help.act(command),
            None => Some(help),
        };
    }
    help.point(message);
    Some(help)
}

/// The draft of a built-in scenario; an error is for the user.
fn builtin(name: &str, set: Vec<Setting>) -> Result<Draft, String> {
    let missing = || format!("there is no scenario `{name}`");
    let read = content::draft(name, set).ok_or_else(missing)?;
    read.map_err(|faults| faults.in_a_line())
}

/// Draws the line at the top: its right side, and of its left what has room before two blanks.
fn draw_header(frame: &mut Frame, area: Rect, header: Header) {
    let right = header.right;
    let width = u16::try_from(right.width()).unwrap_or(area.width).min(area.width);
    let own = right.spans.first().map_or("  ", |first| &first.content);
    let gap = u16::from(!own.starts_with(' ')) + u16::from(!own.starts_with("  "));
    let left = Rect { width: (area.width - width).saturating_sub(gap), ..area };
    frame.render_widget(right, Rect { x: area.x + area.width - width, width, ..area });
    let is_cut = header.left.width() > usize::from(left.width);
    if is_cut && left.width < LEAST {
        return;
    }
    frame.render_widget(header.left, left);
    let end = (left.right().saturating_sub(1), area.y);
    if let Some(cell) = frame.buffer_mut().cell_mut(end).filter(|_| is_cut) {
        cell.set_symbol("…");
    }
}

/// The one message of a terminal that shows nothing else well.
fn too_small(frame: &mut Frame, area: Rect) {
    let message = format!(
        "too small: {}x{} here, {}x{} needed",
        area.width, area.height, SMALLEST.0, SMALLEST.1
    );
    let lines = text::wrap(&message, usize::from(area.width));
    for (line, row) in lines.into_iter().zip(area.rows()) {
        frame.render_widget(Line::raw(line), row);
    }
}
