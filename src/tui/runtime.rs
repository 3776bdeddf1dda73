//! The loop: waits for events, passes their messages on, runs what they return.
//!
//! It is, with `cast` below it, the only place with a clock and a terminal. While nothing moves it
//! blocks on input and costs nothing; what wakes it is the clock of an exam, once a
//! second while it is seen, and a new day, for what is due by it.

mod background;
mod cast;
mod effects;
mod exam;
#[cfg(unix)]
mod input;
#[cfg(not(unix))]
#[path = "runtime/input_by_events.rs"]
mod input;
mod learning;
mod lending;
mod links;
mod room;
mod room_watch;
mod source;
mod terminal;

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::mem;
use std::sync::mpsc::Receiver;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context;
use crossterm::clipboard::CopyToClipboard;
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::event::Event;
use ratatui::crossterm::execute;
#[cfg(unix)]
use signal_hook::consts::{SIGCONT, SIGINT, SIGTSTP};

use self::background::{BackgroundReader, Part};
use self::cast::Screen;
use self::input::{Input, Woken};
use self::room_watch::RoomWatch;
use self::source::FilePlace;
use self::terminal::TakenTerminal;
use super::app::{App, Flow};
use super::keys;
use super::message::Msg;
use super::options::{BackgroundSource, CastFile, Exit, Motion, Mouse};
use crate::report::safe;
use crate::store::answer_log::AnswerLog;
use crate::store::clock::DayStart;
use crate::store::exam_clock::ExamClock;
use crate::store::{StoreError, clock};
use apprunner_sim::model::rules::Edition;
use quizbank::model::calendar::Day;

/// Engine events simulated between two looks at clock and keyboard: well under a
/// millisecond of work.
const SLICE: u64 = 2_000;

/// From one frame to the next while something moves.
const PERIOD: Duration = Duration::from_micros(33_333);
/// The same with reduced motion; simulating and keys go on in between.
const REDUCED_PERIOD: Duration = Duration::from_secs(1);

/// What is said where the terminal takes nothing more.
const CANNOT_DRAW: &str = "cannot draw";

/// The terminal as it is rendered on.
type Canvas<'s> = Terminal<CrosstermBackend<&'s mut Screen>>;

/// The application with what moves it.
pub(super) struct Runtime {
    app: App,
    motion: Motion,
    answer_log: Option<AnswerLog>,
    /// Where an exam is taken, while its clock runs.
    exam_clock: Option<ExamClock>,
    /// The number of the question that waits for its answer, and from when.
    asked: Option<(usize, Instant)>,
    /// When a frame was last rendered; `None` when the next one cannot wait.
    drawn: Option<Instant>,
    /// How much of this frame's time is left for simulating.
    simulating: Duration,
    /// How many events were taken in.
    taken: u64,
    background: BackgroundReader,
    /// The hour at which the learner's day begins.
    day_start: DayStart,
    /// The day by which what is shown was counted.
    today: Day,
    /// What the terminal is to have in its clipboard.
    copied: Option<String>,
    /// The place in a file that waits for the editor.
    edited: Option<FilePlace>,
    /// The room that follows the run.
    room: Option<RoomWatch>,
    /// What the check of a large database finds, while it goes on.
    damage: Option<Receiver<StoreError>>,
}

impl Runtime {
    pub(super) fn new(
        app: App,
        motion: Motion,
        answer_log: Option<AnswerLog>,
        edition: Option<Edition>,
    ) -> Self {
        let (exam_clock, asked, drawn, simulating) = (None, None, None, Duration::ZERO);
        let day_start = answer_log.as_ref().and_then(|log| log.store().day_start().ok());
        let day_start = day_start.unwrap_or_default();
        let today = clock::now_from(day_start).day;
        let background = BackgroundReader::default();
        let mut runtime = Self {
            app,
            motion,
            answer_log,
            exam_clock,
            asked,
            drawn,
            simulating,
            taken: 0,
            background,
            day_start,
            today,
            copied: None,
            edited: None,
            room: None,
            damage: None,
        };
        runtime.recall(edition);
        runtime.learn();
        runtime
    }

    /// Runs until the user leaves, and gives the terminal back whatever happens.
    pub(super) fn run(
        mut self,
        mouse: Mouse,
        background: BackgroundSource,
        record: Option<Box<dyn CastFile>>,
    ) -> anyhow::Result<Exit> {
        let mut screen = Screen::new(record)?;
        let mut input = Input::listen().context("cannot listen for signals")?;
        let mut taken = TakenTerminal::take(mouse).context("cannot initialize the terminal")?;
        screen.entered();
        if background == BackgroundSource::Terminal {
            self.background.ask();
        }
        let result = self.draw_on(&mut screen, &mut input, &mut taken);
        // However it ends, the time that was used is on disk first.
        self.break_off();
        taken.give_back();
        let exit = result?;
        screen.left()?;
        Ok(exit)
    }

    fn draw_on(
        &mut self,
        screen: &mut Screen,
        input: &mut Input,
        taken: &mut TakenTerminal,
    ) -> anyhow::Result<Exit> {
        let backend = CrosstermBackend::new(screen);
        let mut terminal = Terminal::new(backend).context("cannot initialize the terminal")?;
        let result = self.turn(&mut terminal, input, taken);
        if terminal.show_cursor().is_err() {
            // It would say so on a terminal that is gone, which ends in a panic.
            mem::forget(terminal);
        }
        result
    }

    /// Once the content is read, tells the menu how much there is and what is due.
    fn count_content(&mut self) {
        if self.app.waits_for_content() && self.app.content().is_read() {
            self.app.count_content();
            self.learn();
        }
    }

    fn turn(
        &mut self,
        terminal: &mut Canvas<'_>,
        input: &mut Input,
        taken: &mut TakenTerminal,
    ) -> anyhow::Result<Exit> {
        let mut last = Instant::now();
        let content = self.app.content();
        // What is read ahead is there before anybody asks for it.
        thread::spawn(move || content.read());
        self.damage = self.answer_log.as_ref().and_then(|log| log.store().check_large());
        loop {
            self.attend();
            self.attend_check();
            self.count_content();
            self.greet_day(self.now().day);
            self.attend_room();
            if let Err(error) = self.show(terminal) {
                // A terminal that is gone cannot be rendered on.
                return if input.is_gone() { Ok(Exit::Lost) } else { Err(error) };
            }
            self.time_question();
            let moves = self.app.moves();
            let flow = if moves {
                self.take_until(last + PERIOD, input)?
            } else {
                let tomorrow = clock::until_tomorrow(self.day_start);
                let others = [self.patience(), self.room_patience(), self.check_patience()];
                let patience = others.into_iter().flatten().fold(tomorrow, Duration::min);
                self.take_all(patience, input)?
            };
            match flow {
                Flow::Leave(exit) => return Ok(exit),
                Flow::Stop => self.stop(terminal, taken)?,
                Flow::Resume => self.set_up_again(terminal, taken)?,
                Flow::TurnMouse => self.turn_mouse(taken),
                Flow::Edit => self.edit(terminal, taken)?,
                Flow::On => {}
            }
            let elapsed = last.elapsed();
            last += elapsed;
            if moves && let Flow::Leave(exit) = self.update(&Msg::Tick(elapsed)) {
                return Ok(exit);
            }
        }
    }

    /// Draws, unless reduced motion asks for patience.
    fn show(&mut self, terminal: &mut Canvas<'_>) -> anyhow::Result<()> {
        let waits = self.motion == Motion::Reduced
            && self.app.moves()
            && self.drawn.is_some_and(|drawn| drawn.elapsed() < REDUCED_PERIOD);
        if let Some(text) = self.copied.take() {
            let text = safe::visible(&text);
            let copy = CopyToClipboard::to_clipboard_from(text.as_ref());
            execute!(terminal.backend_mut(), copy).context(CANNOT_DRAW)?;
        }
        if !waits {
            let addresses = self.app.links();
            let drawn = terminal.draw(|frame| self.app.draw(frame)).context(CANNOT_DRAW)?;
            if !addresses.is_empty() {
                let buffer = drawn.buffer.clone();
                links::draw(terminal.backend_mut(), &buffer, &addresses).context(CANNOT_DRAW)?;
            }
            self.drawn = Some(Instant::now());
        }
        Ok(())
    }

    /// Takes events in until `deadline`, and simulates while there are none; ends
    /// early after one so that a key is seen at once.
    fn take_until(&mut self, deadline: Instant, input: &mut Input) -> anyhow::Result<Flow> {
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let patience = if self.simulating.is_zero() { left } else { Duration::ZERO };
            let before = self.taken;
            let flow = self.take_all(patience, input)?;
            if flow != Flow::On || self.taken != before || left.is_zero() || patience == left {
                return Ok(flow);
            }
            self.simulate();
        }
    }

    /// Waits for the next event and takes in all that are there by then, as far as a
    /// frame's time goes: what comes in a burst is not rendered one by one.
    fn take_all(&mut self, patience: Duration, input: &mut Input) -> anyhow::Result<Flow> {
        const READING: &str = "cannot read from the terminal";
        let mut woken = input.wait(patience).context(READING)?;
        let begun = Instant::now();
        loop {
            match woken {
                Woken::By(event) => {
                    self.taken += 1;
                    match self.take(&event) {
                        Flow::On => {}
                        flow => return Ok(flow),
                    }
                }
                Woken::Nothing => return Ok(Flow::On),
                #[cfg(unix)]
                Woken::Signal(SIGTSTP) => return Ok(Flow::Stop),
                #[cfg(unix)]
                Woken::Signal(SIGCONT) => return Ok(Flow::Resume),
                #[cfg(unix)]
                Woken::Signal(SIGINT) => return Ok(Flow::Leave(Exit::Interrupted)),
                #[cfg(unix)]
                Woken::Signal(signal) => return Ok(Flow::Leave(Exit::Signal(signal))),
                #[cfg(unix)]
                Woken::Lost => return Ok(Flow::Leave(Exit::Lost)),
            }
            if begun.elapsed() > PERIOD || !input.has_more().context(READING)? {
                return Ok(Flow::On);
            }
            woken = input.wait(Duration::ZERO).context(READING)?;
        }
    }

    fn take(&mut self, event: &Event) -> Flow {
        if *event == Event::FocusGained {
            // Others may have answered meanwhile, or the machine has slept over midnight.
            self.count_again();
        }
        match self.background.take(event) {
            Part::None => {}
            Part::Some => return Flow::On,
            Part::Last(background) => {
                self.app.use_background(background);
                self.drawn = None;
                return Flow::On;
            }
        }
        self.drawn = None;
        if is_press(event, "ctrl-z") {
            return Flow::Stop;
        }
        if is_press(event, "ctrl-t") {
            return Flow::TurnMouse;
        }
        self.app.message(event).map_or(Flow::On, |message| self.update(&message))
    }

    fn update(&mut self, message: &Msg) -> Flow {
        for effect in self.app.update(message) {
            match self.perform(effect) {
                Flow::On => {}
                flow => return flow,
            }
        }
        Flow::On
    }

    /// Simulates a slice, as long as this frame has time for it.
    fn simulate(&mut self) {
        let begun = Instant::now();
        let is_complete = self.app.simulate(SLICE);
        self.simulating = self.simulating.saturating_sub(begun.elapsed());
        if is_complete {
            self.simulating = Duration::ZERO;
        }
    }
}

/// Another number each time: the standard library seeds its hashers from the system.
fn entropy() -> u64 {
    RandomState::new().build_hasher().finish()
}

/// Whether the key of this name was pressed: the terminal's own for a stop, which a raw
/// terminal hands on, or the one for the mouse.
fn is_press(event: &Event, name: &str) -> bool {
    matches!(event, Event::Key(key) if key.is_press() && keys::name(*key) == name)
}
