//! The plain dialogue: a line in, lines out. It decides nothing about a quiz;
//! it turns commands into calls of the session and says what came of them.

use std::io::{self, BufRead, Write};
use std::time::Instant;

use super::text::{self, Books};
use crate::app::proof::run::ProofRun;
use crate::cli::plain::{self, Echo, Flow};
use crate::report::proof;
use crate::store::answer_log::AnswerLog;
use crate::store::{TopicTestResult, clock};
use quizbank::answer::AnswerChange;
use quizbank::answer::Recall;
use quizbank::command::{self, Command};
use quizbank::model::calendar::Millis;
use quizbank::path;
use quizbank::plan::CardMark;
use quizbank::score::{StudyScore, Tally};
use quizbank::session::Session;
use quizbank::session::{AnswerMode, Study};
use quizbank::slot::{Flag, Refusal, Slot};
use spanned_toml::word::Word;

/// A dialogue about a session.
pub(super) struct Dialogue<'a, W> {
    session: Session,
    way: AnswerMode,
    topic_test: Option<String>,
    books: Books<'a>,
    out: W,
    echo: Echo,
    begun: Instant,
    /// When the question at hand was shown.
    shown: Instant,
    /// Where answers are kept, if they are.
    answer_log: Option<AnswerLog>,
    /// Changes that could not be kept.
    lost: usize,
    /// Whether `submit` was said and waits for `yes`.
    submitting: bool,
    /// Whether the answer to what is thought about is shown.
    revealed: bool,
}

impl<'a, W: Write> Dialogue<'a, W> {
    pub(super) fn new(study: Study, books: Books<'a>, out: W, echo: Echo) -> Self {
        let Study { session, way, topic_test } = study;
        let begun = Instant::now();
        Self {
            session,
            way,
            topic_test,
            books,
            out,
            echo,
            begun,
            shown: begun,
            answer_log: None,
            lost: 0,
            submitting: false,
            revealed: false,
        }
    }

    /// The same, with its answers kept in `answer_log`.
    pub(super) fn kept_by(self, answer_log: Option<AnswerLog>) -> Self {
        Self { answer_log, ..self }
    }

    /// Talks until the learner leaves or `input` ends, then shows the score.
    /// Returns how many changes could not be kept.
    pub(super) fn hold(mut self, mut input: impl BufRead) -> io::Result<usize> {
        text::question(&mut self.out, &self.session, self.way)?;
        while let Some(line) = self.ask(&mut input)? {
            if self.obey(&line)? == Flow::End {
                break;
            }
        }
        let score = StudyScore::of(self.session.slots());
        text::score(&mut self.out, &self.session, &score, self.books.course)?;
        if let Some(topic) = self.topic_test.clone() {
            for slot in score.missed.iter().filter_map(|it| self.session.slots().get(it - 1)) {
                writeln!(self.out, "\n{}", slot.item().stem)?;
                text::explanation(&mut self.out, slot, self.books)?;
            }
            let held = Tally { answered: score.asked, ..score.total };
            let verdict = if path::passes(held) { "passed" } else { "not passed" };
            self.keep_topic_test(&topic, held)?;
            writeln!(
                self.out,
                "Topic test of {topic}: {verdict}; {} % is required",
                path::TOPIC_TEST_PASS
            )?;
        }
        self.out.flush()?;
        Ok(self.lost)
    }

    /// Keeps a topic test that was taken.
    fn keep_topic_test(&mut self, topic: &str, score: Tally) -> io::Result<()> {
        let Some(answer_log) = self.answer_log.as_mut() else { return Ok(()) };
        let now = answer_log.store().now().unwrap_or_else(|_| clock::now());
        let topic_test = TopicTestResult::new(topic.to_owned(), now, score);
        if let Err(error) = answer_log.store_mut().keep_topic_test(&topic_test) {
            self.lost += 1;
            writeln!(self.out, "not saved: {error}")?;
        }
        Ok(())
    }

    /// The next line, or `None` at the end of the input.
    fn ask(&mut self, input: &mut impl BufRead) -> io::Result<Option<String>> {
        write!(self.out, "> ")?;
        self.out.flush()?;
        let line = plain::read_line(input);
        match &line {
            Some(line) => self.echo.repeat(&mut self.out, line)?,
            None => writeln!(self.out)?,
        }
        Ok(line)
    }

    fn obey(&mut self, line: &str) -> io::Result<Flow> {
        let said = command::parse(line);
        if std::mem::take(&mut self.submitting) {
            return match said {
                Ok(Command::Yes | Command::Quit) => Ok(Flow::End),
                _ => self.say("not submitted; the quiz continues"),
            };
        }
        let command = match said {
            Ok(command) => command,
            Err(error) => return self.say(&error.to_string()),
        };
        match command {
            Command::Quit => Ok(Flow::End),
            Command::Submit => self.submit(),
            Command::Pick(_) if self.way == AnswerMode::Recall => {
                self.say("this quiz hides the options; enter reveal, then knew, partly or missed")
            }
            Command::Pick(options) => self.answer(&options),
            Command::Reveal => self.reveal_answer(),
            Command::Mark(recall) => self.mark_oneself(recall),
            Command::Next | Command::Back | Command::Go(_) => self.walk(&command),
            Command::Clear
            | Command::Flag
            | Command::SetAside
            | Command::Strike(_)
            | Command::Rate(_) => self.mark(&command),
            _ => self.show(&command),
        }
    }

    /// Answers, acknowledges and, where it is no test, explains.
    fn answer(&mut self, options: &[usize]) -> io::Result<Flow> {
        let change = match self.session.answer_with(options) {
            Ok(change) => change,
            Err(refusal) => return self.say(&in_words(refusal)),
        };
        let Some(word) = self.keep(&change)? else { return Ok(Flow::On) };
        let Some(slot) = self.session.current() else { return Ok(Flow::On) };
        writeln!(self.out, "{word}: {}", numbers(slot.picked()))?;
        if !self.session.is_test() {
            text::explanation(&mut self.out, slot, self.books)?;
            if let Some(outcome) = proof_of(slot).and_then(|run| run.outcome()) {
                let proven = proof::sentence(&outcome);
                writeln!(self.out, "Proven by a run: {proven} (replay shows it)")?;
            }
            let AnswerChange::Answered(_, draft) = &change else { return Ok(Flow::On) };
            if draft.is_sure_but_wrong() && self.answer_log.is_some() {
                writeln!(
                    self.out,
                    "You were sure of a wrong answer, so this question is due again today."
                )?;
            }
        }
        if self.session.is_last() {
            writeln!(self.out, "That was the last question; submit ends the quiz.")?;
        }
        Ok(Flow::On)
    }

    /// Shows the answer to what the learner has thought about.
    fn reveal_answer(&mut self) -> io::Result<Flow> {
        let Some(slot) = self.session.current().filter(|_| self.way == AnswerMode::Recall) else {
            return self.say("the options are shown; answer with a number");
        };
        self.revealed = true;
        text::revealed(&mut self.out, slot, self.books.ledger)?;
        self.say("Grade yourself: knew, partly or missed.")
    }

    fn mark_oneself(&mut self, recall: Recall) -> io::Result<Flow> {
        if self.way != AnswerMode::Recall {
            return self.say("the options are shown; answer with a number");
        }
        if !self.revealed {
            return self.say("reveal the answer first");
        }
        let change = match self.session.mark(recall) {
            Ok(change) => change,
            Err(refusal) => return self.say(&in_words(refusal)),
        };
        let Some(word) = self.keep(&change)? else { return Ok(Flow::On) };
        self.revealed = false;
        self.say(&format!("{word}: {}", recall.word()))?;
        if self.session.advance().is_err() {
            return self.say("That was the last question; submit ends the quiz.");
        }
        self.shown = Instant::now();
        text::question(&mut self.out, &self.session, self.way)?;
        Ok(Flow::On)
    }

    /// Keeps `change`, lets it come true, and gives the word that acknowledges it: only
    /// what is on disk is called saved. `None` when it could not be kept, which is reported.
    fn keep(&mut self, change: &AnswerChange) -> io::Result<Option<&'static str>> {
        let took = Millis(u64::try_from(self.shown.elapsed().as_millis()).unwrap_or(u64::MAX));
        // Where the question has no answer, there is nothing to keep of it.
        let is_answered = self.session.current().is_some_and(|slot| slot.outcome().is_some());
        let is_answer = matches!(change, AnswerChange::Answered(..));
        let word = match &mut self.answer_log {
            Some(log) if is_answer || is_answered => {
                let now = log.store().now().unwrap_or_else(|_| clock::now());
                if let Err(error) = log.keep(change, now, took) {
                    self.lost += 1;
                    writeln!(self.out, "not saved: {error}")?;
                    return Ok(None);
                }
                "saved"
            }
            _ => "noted",
        };
        self.session.apply(change);
        Ok(Some(word))
    }

    fn submit(&mut self) -> io::Result<Flow> {
        let score = StudyScore::of(self.session.slots());
        let open = score.asked - score.total.answered;
        if open == 0 {
            return Ok(Flow::End);
        }
        self.submitting = true;
        self.say(&format!("{open} of {} not answered; enter yes to end the quiz", score.asked))
    }

    fn walk(&mut self, command: &Command) -> io::Result<Flow> {
        let walked = match command {
            Command::Next => self.session.advance(),
            Command::Back => self.session.back(),
            Command::Go(number) => self.session.go(*number),
            _ => Ok(()),
        };
        if let Err(refusal) = walked {
            return self.say(&in_words(refusal));
        }
        self.revealed = false;
        self.shown = Instant::now();
        text::question(&mut self.out, &self.session, self.way)?;
        if let Some(slot) = self.session.current().filter(|_| !self.session.is_test()) {
            text::explanation(&mut self.out, slot, self.books)?;
        }
        Ok(Flow::On)
    }

    /// What changes the question at hand without answering it.
    fn mark(&mut self, command: &Command) -> io::Result<Flow> {
        let number = self.session.number();
        let note = match *command {
            Command::Clear => {
                let change = match self.session.clear() {
                    Ok(change) => change,
                    Err(refusal) => return self.say(&in_words(refusal)),
                };
                let Some(word) = self.keep(&change)? else { return Ok(Flow::On) };
                format!("{word}: question {number} has no answer")
            }
            Command::Flag => {
                self.session.toggle_flag();
                let flag = self.session.current().map(Slot::flag).unwrap_or_default();
                let state = if flag == Flag::Raised { "flagged" } else { "not flagged" };
                match self.turn_mark(CardMark::Flagged) {
                    Some(listed) => listed,
                    None => format!("noted: question {number} is {state}"),
                }
            }
            Command::SetAside => match self.turn_mark(CardMark::SetAside) {
                Some(listed) => listed,
                None => "data is not saved, so you cannot set a question aside".to_owned(),
            },
            Command::Strike(option) => self.strike(option),
            Command::Rate(confidence) => {
                let change = self.session.rate(confidence);
                let Some(word) = self.keep(&change)? else { return Ok(Flow::On) };
                format!("{word}: {}", confidence.name())
            }
            _ => return Ok(Flow::On),
        };
        self.say(&note)
    }

    /// Turns a mark of the question at hand, and says what happened to it; `None` where
    /// nothing is kept.
    fn turn_mark(&mut self, mark: CardMark) -> Option<String> {
        let number = self.session.number();
        let question = &self.session.current()?.item().question.id;
        let turned = self.answer_log.as_mut()?.store_mut().turn_mark(mark, question);
        Some(match turned {
            Ok(is_set) => format!("saved: question {number} is {}", mark.message(is_set)),
            Err(error) => format!("not saved: {error}"),
        })
    }

    fn strike(&mut self, option: usize) -> String {
        if let Err(refusal) = self.session.strike(option) {
            return in_words(refusal);
        }
        let is_struck = self.session.current().is_some_and(|slot| slot.is_struck(option));
        let state = if is_struck { "struck out" } else { "restored" };
        format!("noted: option {} is {state}", option + 1)
    }

    /// A command that only asks to show something.
    fn show(&mut self, command: &Command) -> io::Result<Flow> {
        match command {
            Command::Review => text::review(&mut self.out, &self.session)?,
            Command::Help => writeln!(self.out, "{}", command::HELP)?,
            Command::Yes => writeln!(self.out, "there is nothing to confirm")?,
            Command::Time => {
                let seconds = self.begun.elapsed().as_secs();
                let (minutes, seconds) = (seconds / 60, seconds % 60);
                writeln!(self.out, "{minutes} min {seconds} s so far; a quiz has no limit")?;
            }
            Command::Replay | Command::Fact | Command::WhatIf(..) => self.reveal(command)?,
            Command::Object(words) => plain::object(&mut self.out, self.session.current(), words)?,
            _ => {}
        }
        Ok(Flow::On)
    }

    /// What would give the key away before the answer.
    fn reveal(&mut self, command: &Command) -> io::Result<()> {
        match self.session.current() {
            Some(_) if self.session.is_test() => {
                writeln!(self.out, "not available in a topic test; explanations follow at the end")
            }
            Some(slot) if slot.outcome().is_none() && !self.revealed => {
                writeln!(self.out, "answer first; this would reveal the key")
            }
            Some(slot) if *command == Command::Fact => {
                text::facts(&mut self.out, slot, self.books.ledger)
            }
            Some(slot) if let Command::WhatIf(change, predicted) = command => {
                text::what_if(&mut self.out, slot, change, *predicted)
            }
            Some(slot) => match proof_of(slot) {
                Some(run) => text::replay(&mut self.out, &slot.said().join("; "), &run),
                None => writeln!(self.out, "this question has no proof by a run"),
            },
            None => Ok(()),
        }
    }

    fn say(&mut self, line: &str) -> io::Result<Flow> {
        writeln!(self.out, "{line}")?;
        Ok(Flow::On)
    }
}

/// The finished run of the question's proof, if it has one.
fn proof_of(slot: &Slot) -> Option<ProofRun> {
    let mut run = ProofRun::new(&slot.item().question, slot.item().seed).ok()?;
    run.finish();
    Some(run)
}

/// A rejection with the way out.
fn in_words(refusal: Refusal) -> String {
    match refusal {
        Refusal::Answered => format!("{refusal} with clear"),
        Refusal::AtLast => format!("{refusal}; submit ends the quiz"),
        _ => plain::rejection(refusal),
    }
}

/// Indices as the numbers that are shown: `1 4`.
fn numbers(indices: &[usize]) -> String {
    let numbers: Vec<String> = indices.iter().map(|index| (index + 1).to_string()).collect();
    numbers.join(" ")
}

#[cfg(test)]
mod tests;
