//! The plain dialogue of an exam: a line in, lines out. It decides nothing about a
//! sitting; a step takes effect once its record is on disk, and is acknowledged then.

use std::io::{self, Write};
use std::time::{Duration, Instant};

use super::lines::{Heard, Lines};
use super::{result, review, text};
use crate::model::blueprint::Blueprint;
use crate::model::calendar::Millis;
use crate::model::fact::Ledger;
use crate::quiz::command::{self, Command};
use crate::quiz::session::{self, Flag};
use crate::quiz::sitting::{self, Act, Deed, Notice, Reading, Refusal, Sitting};
use crate::store::{Store, clock};

/// How often the time used is written down while nobody types: what a power cut
/// may give back at most. Our choice.
const BEAT: Duration = Duration::from_secs(10);

/// Whether what was said is repeated after the prompt: a terminal shows it by
/// itself, a transcript of a pipe would lack it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Echo {
    /// It is.
    On,
    /// It is not.
    Off,
}

/// Whether the dialogue goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flow {
    On,
    End,
}

/// A dialogue about a sitting.
pub(super) struct Dialogue<'a, W> {
    sitting: Sitting,
    /// Where the journal is kept, if it is.
    store: Option<Store>,
    ledger: &'a Ledger,
    out: W,
    echo: Echo,
    /// When the time went on.
    begun: Instant,
    /// What was used before.
    before: Millis,
    /// Up to where the time was told of.
    told: Millis,
    /// Whether `submit` was said and waits for `yes`.
    submitting: bool,
    /// The question that is looked at once all is submitted; 0 before one is named.
    looked_at: usize,
    /// Steps that could not be kept.
    lost: usize,
}

impl<'a, W: Write> Dialogue<'a, W> {
    pub(super) fn new(
        sitting: Sitting,
        store: Option<Store>,
        ledger: &'a Ledger,
        out: W,
        echo: Echo,
    ) -> Self {
        let before = sitting.used();
        let begun = Instant::now();
        Self {
            sitting,
            store,
            ledger,
            out,
            echo,
            begun,
            before,
            told: before,
            submitting: false,
            looked_at: 0,
            lost: 0,
        }
    }

    /// The first page.
    pub(super) fn open(&mut self, blueprint: &Blueprint) -> io::Result<()> {
        text::start(&mut self.out, &self.sitting, blueprint, self.store.is_some())?;
        text::question(&mut self.out, &self.sitting)
    }

    /// The page of a sitting that goes on.
    pub(super) fn reopen(&mut self) -> io::Result<()> {
        writeln!(self.out, "Sitting {} goes on.", self.sitting.head().id)?;
        self.time()?;
        text::question(&mut self.out, &self.sitting)
    }

    /// Talks until the learner leaves or there are no more `lines`. Returns how many
    /// steps could not be kept.
    pub(super) fn hold(mut self, lines: &Lines) -> io::Result<usize> {
        self.prompt()?;
        loop {
            match lines.hear(BEAT) {
                Heard::Silence => self.beat()?,
                Heard::End => {
                    writeln!(self.out)?;
                    self.leave()?;
                    break;
                }
                Heard::Line(line) => {
                    if self.echo == Echo::On {
                        let shown = line.chars().filter(|letter| !letter.is_control());
                        writeln!(self.out, "{}", shown.collect::<String>())?;
                    }
                    if self.obey(&line)? == Flow::End {
                        break;
                    }
                    self.notice()?;
                    self.prompt()?;
                }
            }
        }
        self.out.flush()?;
        Ok(self.lost)
    }

    fn prompt(&mut self) -> io::Result<()> {
        write!(self.out, "> ")?;
        self.out.flush()
    }

    fn used(&self) -> Millis {
        let since = u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        Millis(self.before.0.saturating_add(since))
    }

    /// Nobody has said anything for a while.
    fn beat(&mut self) -> io::Result<()> {
        if self.sitting.points().is_some() {
            return Ok(());
        }
        // The next step writes the time down just as well; nothing is lost.
        let _ = self.keep(&Act::plain(Deed::Tick));
        if self.notice()? {
            self.prompt()?;
        }
        Ok(())
    }

    /// Says once that little time is left. True when something was said.
    fn notice(&mut self) -> io::Result<bool> {
        if self.sitting.points().is_some() {
            return Ok(false);
        }
        let (from, to) = (self.told, self.used());
        self.told = to;
        match sitting::notice(self.sitting.head().limit, from, to) {
            None => return Ok(false),
            Some(Notice::Left(minutes)) => writeln!(self.out, "\nTime: {minutes}:00 left.")?,
            Some(Notice::Over) => writeln!(
                self.out,
                "\nTime: it is over. What is answered from now on is kept, marked late, and does \
                 not count. Say submit."
            )?,
        }
        Ok(true)
    }

    /// Writes the record of `act`, then lets it come true.
    fn keep(&mut self, act: &Act) -> Result<(), Fault> {
        let now = Reading { used: self.used(), wall: clock::now().at };
        let record = self.sitting.act(act, now)?;
        if let Some(store) = &mut self.store {
            let written = store.append(&self.sitting.head().id, &record);
            written.map_err(|error| Fault::Unsaved(error.to_string()))?;
        }
        let taken = self.sitting.take(&record);
        taken.map_err(|broken| Fault::Unsaved(broken.to_string()))
    }

    /// As [`Self::keep`]; what goes wrong is told. True when nothing did.
    fn step(&mut self, act: &Act) -> io::Result<bool> {
        match self.keep(act) {
            Ok(()) => return Ok(true),
            Err(Fault::Refused(refusal)) => writeln!(self.out, "{}", in_words(refusal))?,
            Err(Fault::Unsaved(reason)) => {
                self.lost += 1;
                writeln!(self.out, "not saved: {reason}")?;
            }
        }
        Ok(false)
    }

    /// The word that acknowledges a step: only what is on disk is called saved.
    fn word(&self) -> &'static str {
        if self.store.is_some() { "saved" } else { "noted" }
    }

    fn obey(&mut self, line: &str) -> io::Result<Flow> {
        let said = command::parse(line);
        if std::mem::take(&mut self.submitting) {
            return match said {
                Ok(Command::Yes) => self.submit(),
                Ok(Command::Quit) => self.leave(),
                _ => self.say("not submitted; the exam goes on"),
            };
        }
        let command = match said {
            Ok(command) => command,
            Err(error) => {
                return self.say(&format!(
                    "`{}` is not understood; say {}",
                    error.line,
                    text::HELP
                ));
            }
        };
        if self.sitting.points().is_some() {
            return self.look_back(&command);
        }
        match command {
            Command::Quit => return self.leave(),
            Command::Pick(options) => self.answer(&options)?,
            Command::Clear => self.clear()?,
            Command::Flag => self.flag()?,
            Command::Strike(option) => self.strike(option)?,
            Command::Next | Command::Back | Command::Go(_) => self.walk(&command)?,
            Command::Review => text::review(&mut self.out, &self.sitting)?,
            Command::Time => self.time()?,
            Command::Submit => self.ask_to_submit()?,
            Command::Yes => return self.say("there is nothing to say yes to"),
            Command::Help => return self.say(&format!("You can say {}", text::HELP)),
            Command::Nothing => {}
            Command::Rate(_) | Command::Mark(_) => {
                return self.say("an exam does not ask how sure you are; flag marks a question");
            }
            Command::Reveal | Command::Replay | Command::Fact | Command::WhatIf(..) => {
                return self.say("not in an exam; review explains what was missed once it is over");
            }
        }
        Ok(Flow::On)
    }

    /// After the end there is only something to look at.
    fn look_back(&mut self, command: &Command) -> io::Result<Flow> {
        match command {
            Command::Quit => return Ok(Flow::End),
            Command::Review => review::missed(&mut self.out, &self.sitting, self.ledger)?,
            Command::Go(number) => {
                self.looked_at = *number;
                if !review::question(&mut self.out, &self.sitting, *number, self.ledger)? {
                    return self.say(&format!("there is no question `{number}`"));
                }
            }
            Command::Replay => review::watch(&mut self.out, &self.sitting, self.looked_at)?,
            Command::Nothing => {}
            _ => {
                return self.say("this sitting is submitted; say review, go 3, replay or quit");
            }
        }
        Ok(Flow::On)
    }

    fn answer(&mut self, options: &[usize]) -> io::Result<()> {
        let number = self.sitting.at();
        let Some(places) = self.places(options)? else { return Ok(()) };
        if self.step(&Act::on(Deed::Pick, number).with(places))? {
            let mut shown: Vec<usize> = options.iter().map(|option| option + 1).collect();
            shown.sort_unstable();
            shown.dedup();
            let late = if self.sitting.is_over() { " (late: it does not count)" } else { "" };
            let (word, shown) = (self.word(), text::numbers(&shown));
            writeln!(self.out, "{word}: question {number}: {shown}{late}")?;
        }
        Ok(())
    }

    /// Places in the file of the options at these indices; where one is not there,
    /// that is told.
    fn places(&mut self, options: &[usize]) -> io::Result<Option<Vec<usize>>> {
        let Some(entry) = self.sitting.entry(self.sitting.at()) else { return Ok(None) };
        let shown = &entry.item.options;
        let mut places = Vec::with_capacity(options.len());
        for &option in options {
            let Some(one) = shown.get(option) else {
                let option = option.saturating_add(1);
                let refusal = session::Refusal::NoSuchOption { option, count: shown.len() };
                writeln!(self.out, "{refusal}")?;
                return Ok(None);
            };
            places.push(one.position + 1);
        }
        Ok(Some(places))
    }

    fn clear(&mut self) -> io::Result<()> {
        let number = self.sitting.at();
        if self.step(&Act::on(Deed::Clear, number))? {
            writeln!(self.out, "{}: question {number} has no answer", self.word())?;
        }
        Ok(())
    }

    fn flag(&mut self) -> io::Result<()> {
        let number = self.sitting.at();
        let is_up = self.sitting.slot(number).is_some_and(|slot| slot.flag() == Flag::Raised);
        let (deed, state) =
            if is_up { (Deed::Unflag, "not flagged") } else { (Deed::Flag, "flagged") };
        if self.step(&Act::on(deed, number))? {
            writeln!(self.out, "{}: question {number} is {state}", self.word())?;
        }
        Ok(())
    }

    fn strike(&mut self, option: usize) -> io::Result<()> {
        let number = self.sitting.at();
        let Some(places) = self.places(&[option])? else { return Ok(()) };
        let is_struck =
            |place: &usize| self.sitting.slot(number).is_some_and(|slot| slot.is_struck(*place));
        let (deed, state) = if places.iter().any(is_struck) {
            (Deed::Restore, "back")
        } else {
            (Deed::Strike, "struck out")
        };
        if self.step(&Act::on(deed, number).with(places))? {
            writeln!(self.out, "{}: option {} is {state}", self.word(), option + 1)?;
        }
        Ok(())
    }

    fn walk(&mut self, command: &Command) -> io::Result<()> {
        let (at, count) = (self.sitting.at(), self.sitting.count());
        let number = match command {
            Command::Next if at >= count => {
                return writeln!(
                    self.out,
                    "{}; review shows all, submit ends",
                    session::Refusal::AtLast
                );
            }
            Command::Back if at <= 1 => return writeln!(self.out, "{}", session::Refusal::AtFirst),
            Command::Next => at + 1,
            Command::Back => at - 1,
            Command::Go(number) => *number,
            _ => at,
        };
        if self.step(&Act::on(Deed::Go, number))? {
            text::question(&mut self.out, &self.sitting)?;
        }
        Ok(())
    }

    fn time(&mut self) -> io::Result<()> {
        let (used, limit) = (self.used(), self.sitting.head().limit);
        let left = Millis(limit.0.saturating_sub(used.0));
        let (used, left) = (sitting::clock(used), sitting::clock(left));
        writeln!(self.out, "Time: {used} used, {left} left.")
    }

    fn ask_to_submit(&mut self) -> io::Result<()> {
        text::open_ends(&mut self.out, &self.sitting)?;
        self.submitting = true;
        writeln!(self.out, "Say yes to submit: nothing can be changed after that.")
    }

    fn submit(&mut self) -> io::Result<Flow> {
        if self.step(&Act::plain(Deed::Submit))? {
            writeln!(self.out, "{}: submitted", self.word())?;
            result::score(&mut self.out, &self.sitting, self.store.is_some())?;
        }
        Ok(Flow::On)
    }

    fn leave(&mut self) -> io::Result<Flow> {
        if self.sitting.points().is_some() {
            return Ok(Flow::End);
        }
        let kept = self.step(&Act::plain(Deed::Leave))?;
        if kept && self.store.is_some() {
            let id = &self.sitting.head().id;
            writeln!(self.out, "Left. `coldstart exam --resume {id}` goes on with the time left.")?;
        }
        Ok(Flow::End)
    }

    fn say(&mut self, line: &str) -> io::Result<Flow> {
        writeln!(self.out, "{line}")?;
        Ok(Flow::On)
    }
}

/// Why a step was not made.
enum Fault {
    Refused(Refusal),
    Unsaved(String),
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// A refusal with the way out.
fn in_words(refusal: Refusal) -> String {
    let way_out = match refusal {
        Refusal::Study(session::Refusal::WrongCount { wanted: 1, .. }) => "; say one number",
        Refusal::Study(session::Refusal::WrongCount { .. }) => "; say all numbers on one line",
        _ => "",
    };
    format!("{refusal}{way_out}")
}
