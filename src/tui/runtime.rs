//! The loop: waits for events, passes their messages on, runs what comes back.
//!
//! It is the only place with a clock and a terminal. While nothing moves it
//! blocks on input and costs nothing.

use std::collections::hash_map::RandomState;
use std::fs::File;
use std::hash::{BuildHasher, Hasher};
use std::io::{ErrorKind, Write, stdout};
use std::panic;
use std::time::{Duration, Instant};

use anyhow::Context;
use ratatui::DefaultTerminal;
use ratatui::crossterm::event::{self, DisableMouseCapture, EnableMouseCapture};
use ratatui::crossterm::execute;

use super::app::{App, Flow};
use super::message::{Effect, Msg};
use super::{Exit, Motion, Mouse};
use crate::model::calendar::Millis;
use crate::quiz::answer::Change;
use crate::quiz::path;
use crate::quiz::plan::Standing;
use crate::quiz::score::Tally;
use crate::store::keeper::Keeper;
use crate::store::{Gate, Mended, clock};

/// Engine events simulated between two looks at the clock.
const SLICE: u64 = 20_000;
/// How long simulating may keep a frame waiting.
const SIMULATE_FOR: Duration = Duration::from_millis(12);

/// From one frame to the next while something moves.
const PERIOD: Duration = Duration::from_micros(33_333);
/// The same with reduced motion; simulating and keys go on in between.
const REDUCED_PERIOD: Duration = Duration::from_secs(1);

/// The application with what moves it.
pub(super) struct Runtime {
    app: App,
    motion: Motion,
    keeper: Option<Keeper>,
    /// The number of the question that waits for its answer, and since when.
    asked: Option<(usize, Instant)>,
    /// When a frame was last drawn; `None` when the next one cannot wait.
    drawn: Option<Instant>,
}

impl Runtime {
    pub(super) fn new(app: App, motion: Motion, keeper: Option<Keeper>) -> Self {
        let mut runtime = Self { app, motion, keeper, asked: None, drawn: None };
        runtime.app.stands(runtime.standing());
        let gates = runtime.keeper.as_ref().and_then(|keeper| keeper.store().gates().ok());
        for gate in gates.unwrap_or_default() {
            runtime.app.held(&gate.topic, gate.score);
        }
        let labs = runtime.keeper.as_ref().and_then(|keeper| keeper.store().best_of_labs().ok());
        for (lab, score) in labs.unwrap_or_default() {
            runtime.app.mended(lab, score);
        }
        let skipped =
            runtime.keeper.as_ref().and_then(|keeper| keeper.store().skipped_topics().ok());
        for topic in skipped.unwrap_or_default() {
            runtime.app.skip(topic);
        }
        runtime
    }

    /// Runs until the user leaves, and gives the terminal back whatever happens.
    pub(super) fn run(mut self, mouse: Mouse) -> anyhow::Result<Exit> {
        let mut terminal = ratatui::try_init().context("cannot set the terminal up")?;
        if mouse == Mouse::On {
            release_mouse_on_panic();
            // A terminal without a mouse is still a terminal.
            let _ = execute!(stdout(), EnableMouseCapture);
        }
        let result = self.turn(&mut terminal);
        if mouse == Mouse::On {
            let _ = execute!(stdout(), DisableMouseCapture);
        }
        ratatui::restore();
        result
    }

    fn turn(&mut self, terminal: &mut DefaultTerminal) -> anyhow::Result<Exit> {
        let mut last = Instant::now();
        loop {
            self.show(terminal)?;
            self.time_question();
            if !self.app.moves() {
                let event = event::read().context("cannot read from the terminal")?;
                last = Instant::now();
                if let Flow::Leave(exit) = self.take(&event) {
                    return Ok(exit);
                }
                continue;
            }
            if let Flow::Leave(exit) = self.take_until(last + PERIOD)? {
                return Ok(exit);
            }
            let elapsed = last.elapsed();
            last += elapsed;
            if let Flow::Leave(exit) = self.tell(Msg::Tick(elapsed)) {
                return Ok(exit);
            }
        }
    }

    /// Draws, unless reduced motion asks for patience.
    fn show(&mut self, terminal: &mut DefaultTerminal) -> anyhow::Result<()> {
        let waits = self.motion == Motion::Reduced
            && self.app.moves()
            && self.drawn.is_some_and(|drawn| drawn.elapsed() < REDUCED_PERIOD);
        if !waits {
            self.app.resized(terminal.size().context("cannot ask for the terminal's size")?);
            terminal.draw(|frame| self.app.draw(frame)).context("cannot draw")?;
            self.drawn = Some(Instant::now());
        }
        Ok(())
    }

    /// Takes events in until `deadline`; ends early after one so that a key is seen at once.
    fn take_until(&mut self, deadline: Instant) -> anyhow::Result<Flow> {
        let mut patience = deadline.saturating_duration_since(Instant::now());
        while event::poll(patience).context("cannot read from the terminal")? {
            patience = Duration::ZERO;
            let event = event::read().context("cannot read from the terminal")?;
            if let leave @ Flow::Leave(_) = self.take(&event) {
                return Ok(leave);
            }
        }
        Ok(Flow::On)
    }

    fn take(&mut self, event: &event::Event) -> Flow {
        self.drawn = None;
        self.app.message(event).map_or(Flow::On, |message| self.tell(message))
    }

    fn tell(&mut self, message: Msg) -> Flow {
        for effect in self.app.update(message) {
            if let leave @ Flow::Leave(_) = self.perform(effect) {
                return leave;
            }
        }
        Flow::On
    }

    fn perform(&mut self, effect: Effect) -> Flow {
        match effect {
            Effect::Interrupt => return Flow::Leave(Exit::Interrupted),
            Effect::Close => {
                let flow = self.app.close();
                self.app.stands(self.standing());
                return flow;
            }
            Effect::Open(destination) => self.app.open(destination),
            Effect::Simulate => self.simulate(),
            Effect::Study(asked) => {
                if let Some(keeper) = &mut self.keeper {
                    keeper.begin();
                }
                self.app.stands(self.standing());
                self.app.study(asked, entropy());
            }
            Effect::NextEdition => self.app.next_edition(),
            Effect::Keep(change) => self.keep(&change),
            Effect::Held(topic, score) => {
                self.app.held(&topic, score);
                self.keep_gate(topic, score);
            }
            Effect::Skip(topic) => {
                let kept = self.keeper.as_mut().map(|keeper| keeper.skip_topic(&topic));
                self.app.skip(topic);
                if let Some(Err(error)) = kept {
                    self.app.notify(format!("not saved: {error}"));
                }
            }
            Effect::Mended { lab, effort, score } => {
                self.app.mended(lab.clone(), score.total());
                self.keep_lab(&Mended::new(lab, clock::now(), effort, score));
            }
            Effect::Export { name, text } => self.app.exported(export(&name, &text)),
        }
        Flow::On
    }

    /// Where the learner stands; a store that cannot be read now is as good as none.
    fn standing(&self) -> Option<Standing> {
        self.keeper.as_ref()?.store().standing(clock::now().day).ok()
    }

    /// Starts the time of a question when it is first shown.
    fn time_question(&mut self) {
        let number = self.app.asking();
        if self.asked.map(|(number, _)| number) != number {
            self.asked = number.map(|number| (number, Instant::now()));
        }
    }

    /// Keeps a change before the next frame shows what came of it.
    fn keep(&mut self, change: &Change) {
        let Some(keeper) = &mut self.keeper else { return };
        let shown = self.asked.map_or(Duration::ZERO, |(_, since)| since.elapsed());
        let took = Millis(u64::try_from(shown.as_millis()).unwrap_or(u64::MAX));
        let kept = keeper.keep(change, clock::now(), took);
        self.app.kept(change, kept.map_err(|error| error.to_string()));
    }

    /// Keeps a gate that is passed.
    fn keep_gate(&mut self, topic: String, score: Tally) {
        let Some(keeper) = self.keeper.as_mut().filter(|_| path::passes(score)) else { return };
        let gate = Gate { topic, passed: clock::now(), score };
        if let Err(error) = keeper.pass_gate(&gate) {
            self.app.notify(format!("not saved: {error}"));
        }
    }

    /// Keeps a lab that was solved.
    fn keep_lab(&mut self, mended: &Mended) {
        if let Some(Err(error)) = self.keeper.as_mut().map(|keeper| keeper.mend(mended)) {
            self.app.notify(format!("not saved: {error}"));
        }
    }

    /// Simulates in slices until the run is complete or a frame is due.
    fn simulate(&mut self) {
        let begun = Instant::now();
        while !self.app.simulate(SLICE) && begun.elapsed() < SIMULATE_FOR {}
    }
}

/// Saves `text` in the folder at hand under a name like `name` that is still free.
fn export(name: &str, text: &str) -> Result<String, String> {
    for number in 1..1_000 {
        let path = match number {
            1 => format!("{name}-changed.toml"),
            _ => format!("{name}-changed-{number}.toml"),
        };
        let file = File::options().write(true).create_new(true).open(&path);
        let saved = file.and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.sync_all()
        });
        match saved {
            Ok(()) => return Ok(path),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(format!("`{path}`: {error}")),
        }
    }
    Err(format!("too many files are called `{name}-changed`"))
}

/// Another number each time: the standard library seeds its hashers from the system.
fn entropy() -> u64 {
    RandomState::new().build_hasher().finish()
}

/// ratatui's own hook restores the rest.
fn release_mouse_on_panic() {
    let restore = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let _ = execute!(stdout(), DisableMouseCapture);
        restore(info);
    }));
}
