//! What can be pressed while one studies, from a question to the score.

use super::{Quiz, Stage};
use crate::tui::keys::{
    CHOOSE, Keymap, MOVE, Move, OPTION_RANGE, OPTIONS, PAGE, Row, Turn, moves, numbers, row,
};
use crate::tui::screen::page::Page;
use quizbank::answer::Recall;
use quizbank::model::question::Kind;
use quizbank::plan::CardMark;
use quizbank::session::AnswerMode;

/// What the keys of a session mean.
#[derive(Clone, Copy, Debug)]
pub(in crate::tui) enum Command {
    /// To another option.
    Choose(Move),
    Scroll(Move),
    Pick(usize),
    Toggle,
    Answer,
    /// Say how sure, one step further.
    Sure,
    Reveal,
    Mark(Recall),
    Next,
    Replay,
    WhatIf,
    Fact,
    /// The page of the course on the question's topic.
    Topic,
    /// Copy the question with its explanation.
    Copy,
    /// Open where the question comes from.
    Source,
    Undo,
    Turn(CardMark),
    /// The key is wrong: say why.
    Object,
    /// Write down what was said.
    Report,
    /// Leave it unsaid.
    Forget,
    Back,
    /// To another question that was missed.
    Missed(Move),
    /// Open the chosen one, explained.
    Review,
    /// To the next one, or the one before.
    ReviewNext(Turn),
    Done,
}

const SCROLL: Row<Command> = moves(MOVE, Command::Scroll, "scroll", "scroll");
const SURE: Row<Command> =
    row(&[("s", Command::Sure)], "confidence", "say how sure you are: guess, unsure, sure");
const FACT: Row<Command> = row(&[("f", Command::Fact)], "fact", "the fact behind the question");

const TOPIC: Row<Command> =
    row(&[("t", Command::Topic)], "course", "open the course page of this topic");
const COPY: Row<Command> =
    row(&[("y", Command::Copy)], "copy", "copy the question, its explanation and its sources");
const SOURCE: Row<Command> = row(
    &[("o", Command::Source)],
    "source",
    "open the question's file in your editor, or its source page",
);
const SPACE: Row<Command> =
    moves(&[("space", Move::PageDown)], Command::Scroll, "", "scroll one page down");
const MARKS: [Row<Command>; 3] = [
    row(&[("*", Command::Turn(CardMark::Flagged))], "flag", "flag it for `quiz --flagged`"),
    row(
        &[("@", Command::Turn(CardMark::SetAside))],
        "set aside",
        "do not ask it again until you restore it",
    ),
    row(
        &[("!", Command::Object)],
        "report error",
        "report an error in the question or its answer; writes a file",
    ),
];

const fn undo(help: &'static str) -> Row<Command> {
    row(&[("u", Command::Undo)], "undo", help)
}

const fn replay(help: &'static str) -> Row<Command> {
    row(&[("r", Command::Replay)], "replay", help)
}

/// A question that is thought about.
pub(super) const THINKING: &[Row<Command>] = &[
    row(&[("Enter", Command::Reveal)], "reveal", "show the answer"),
    undo("undo the last grade"),
    SCROLL,
];

/// Its answer, which the learner marks.
pub(super) const MARKING: &[Row<Command>] = &[
    row(
        &[
            ("1", Command::Mark(Recall::Knew)),
            ("2", Command::Mark(Recall::Partly)),
            ("3", Command::Mark(Recall::Missed)),
        ],
        "knew, partly, missed",
        "grade yourself: knew it, partly, missed it; then go to the next question",
    )
    .named(3),
    SCROLL,
    replay("watch the run that proves the key"),
    FACT,
];

/// A question that waits for its answer.
pub(super) const QUESTION: &[Row<Command>] = &[
    moves(CHOOSE, Command::Choose, "choose", "choose an option"),
    row(&[("Enter", Command::Answer)], "answer", "answer with the chosen option"),
    // In the footer only while there is more than is seen.
    moves(PAGE, Command::Scroll, "scroll", "scroll"),
    numbers(OPTIONS, OPTION_RANGE, Command::Pick, ("", "choose an option by number or letter")),
    row(&[("space", Command::Toggle)], "pick", "pick an option or clear it, if several are right"),
    undo("undo the last answer"),
    SURE,
];

/// A question that is answered.
pub(super) const EXPLANATION: &[Row<Command>] = &[
    row(&[("Enter", Command::Next)], "next", "go to the next question"),
    SCROLL,
    replay("watch the run that proves the key, at the decisive moment"),
    FACT,
    row(
        &[("w", Command::WhatIf)],
        "what if",
        "change a value of the question's scenario, predict, and run it",
    ),
    undo("undo this answer"),
    TOPIC,
    SURE,
    COPY,
    SOURCE,
    MARKS[0],
    MARKS[1],
    MARKS[2],
    SPACE,
];

/// The first answer of a learner.
pub(super) const GUIDED: &[Row<Command>] = &[
    row(&[("Enter", Command::Next)], "watch", "watch the opposite case as a run"),
    SCROLL,
    replay("watch the run that proves the key, at the moment that settles it"),
    FACT,
    SPACE,
];

/// The end of the first start.
pub(super) const FIRST: &[Row<Command>] =
    &[row(&[("Enter", Command::Done)], "course", "to the first page of the course"), SCROLL];

/// A question that was missed, looked at again after the session.
pub(super) const REVIEW: &[Row<Command>] = &[
    row(
        &[
            ("Enter", Command::ReviewNext(Turn::Next)),
            ("→", Command::ReviewNext(Turn::Next)),
            ("n", Command::ReviewNext(Turn::Next)),
        ],
        "next missed",
        "go to the next question that was missed; after the last, to the score",
    ),
    row(
        &[("←", Command::ReviewNext(Turn::Previous)), ("p", Command::ReviewNext(Turn::Previous))],
        "previous",
        "to the one before",
    ),
    SCROLL,
    replay("watch the run that proves the key, at the decisive moment"),
    FACT,
    TOPIC,
    COPY,
    SOURCE,
    MARKS[0],
    MARKS[1],
    MARKS[2],
    SPACE,
];

/// A report on the key that is being typed.
pub(super) const OBJECTING: &[Row<Command>] = &[
    row(&[("Enter", Command::Report)], "write", "write the report to a file; nothing is sent"),
    row(&[("Esc", Command::Forget)], "back", "return to the question"),
];

/// The end of a session without a mistake.
pub(super) const SCORE: &[Row<Command>] = &[
    row(&[("Enter", Command::Done)], "done", "end the session"),
    undo("undo the last answer"),
    SCROLL,
];

/// The end of a session with questions that were missed.
pub(super) const MISSED: &[Row<Command>] = &[
    row(&[("Enter", Command::Review)], "explain", "explain the chosen question that was missed"),
    moves(CHOOSE, Command::Missed, "choose", "choose a question that was missed"),
    undo("undo the last answer"),
    moves(PAGE, Command::Scroll, "scroll", "scroll"),
];

impl Quiz {
    /// The keys that hold, and those of them that do something.
    pub(super) fn keymap(&self) -> Keymap<Command> {
        let leads = |keymap: Keymap<Command>| {
            let has_run = self.run.is_some();
            let is_running = self.moves();
            let (has_fact, has_topic) = (self.has_fact(), self.has_topic());
            let keymap = keymap.without(|command| match command {
                Command::Replay | Command::WhatIf => !has_run,
                Command::Fact => !has_fact,
                Command::Topic => !has_topic,
                _ => false,
            });
            keymap.out_of_footer(|command| is_running && matches!(command, Command::WhatIf))
        };
        let can_undo = matches!(self.session.undo(), Ok(Some(_)));
        let undoing = |keymap: Keymap<Command>| {
            keymap.out_of_footer(|command| matches!(command, Command::Undo) && !can_undo)
        };
        if self.objection.is_some() {
            return Keymap::new("While typing a report", OBJECTING);
        }
        let keymap = match self.stage {
            Stage::Asking if self.way == AnswerMode::Recall => {
                undoing(Keymap::new("A question without options", THINKING))
            }
            Stage::Asking => {
                let kind = self.session.current().map(|slot| slot.item().question.kind);
                let is_multiple = kind == Some(Kind::Multiple);
                undoing(Keymap::new("A question", QUESTION))
                    .without(|command| matches!(command, Command::Toggle) && !is_multiple)
            }
            Stage::Marking => leads(Keymap::new("Its answer", MARKING)),
            Stage::Explaining if self.guide.is_some() => {
                leads(Keymap::new("The first answer", GUIDED))
            }
            Stage::Explaining => leads(Keymap::new("A question, answered", EXPLANATION)),
            Stage::Reviewing => {
                let missed = self.missed_numbers().len();
                let is_first = self.missed.position(missed) == 0;
                leads(Keymap::new("A question that was missed", REVIEW)).out_of_footer(|it| {
                    is_first && matches!(it, Command::ReviewNext(Turn::Previous))
                })
            }
            Stage::Ending if self.is_first => Keymap::new("The first score", FIRST),
            Stage::Ending if self.missed_numbers().is_empty() => {
                undoing(Keymap::new("The score", SCORE))
            }
            Stage::Ending => {
                let is_single = self.missed_numbers().len() == 1;
                undoing(Keymap::new("The score", MISSED))
                    .out_of_footer(|it| is_single && matches!(it, Command::Missed(_)))
            }
        };
        keymap
            .scrolling(&self.scroll, |command| matches!(command, Command::Scroll(_)))
            .back(Command::Back)
    }
}
