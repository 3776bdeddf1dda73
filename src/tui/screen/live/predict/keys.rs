//! What can be pressed at a prediction: by one learner who picks, by the instructor of a class
//! who counts hands, by the person who reads what came true.

use crate::tui::keys::{self, CHOOSE, MOVE, Move, OPTIONS, Row};

/// Who answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tui) enum Who {
    /// One learner picks.
    Learner,
    /// The instructor counts hands.
    Class,
}

/// What the keys of a prediction mean.
#[derive(Clone, Copy, Debug)]
pub(in crate::tui) enum Command {
    Choose(Move),
    Pick(usize),
    Toggle,
    Digit(usize),
    Erase,
    More,
    Fewer,
    Lock,
    TurnTo(Who),
    Scroll(Move),
    GoOn,
    Back,
}

const CHOICE: Row<Command> = keys::moves(CHOOSE, Command::Choose, "choose", "choose an option");

pub(super) const PICKING: &[Row<Command>] = &[
    CHOICE,
    keys::numbers(OPTIONS, Command::Pick, "option", "pick an option by number or letter"),
    keys::row(&[("Enter", Command::Lock)], 1, "lock", "lock what is picked; the run goes on"),
    keys::row(
        &[("Tab", Command::TurnTo(Who::Class)), ("shift-Tab", Command::TurnTo(Who::Class))],
        1,
        "a class",
        "count the votes of a class instead",
    ),
    keys::row(&[("space", Command::Toggle)], 1, "pick", "pick what is chosen"),
];

pub(super) const TALLYING: &[Row<Command>] = &[
    CHOICE,
    keys::numbers(DIGITS, Command::Digit, "votes", "type how many are for it"),
    keys::row(
        &[("←", Command::Fewer), ("→", Command::More)],
        2,
        "fewer, more",
        "one vote fewer, one more",
    ),
    keys::row(&[("Backspace", Command::Erase)], 1, "", "take a digit back"),
    keys::row(&[("Enter", Command::Lock)], 1, "lock", "lock the votes; the run goes on"),
    keys::row(
        &[("Tab", Command::TurnTo(Who::Learner)), ("shift-Tab", Command::TurnTo(Who::Learner))],
        1,
        "one learner",
        "one learner picks instead",
    ),
];

pub(super) const TOLD: &[Row<Command>] = &[
    keys::row(&[("Enter", Command::GoOn)], 1, "go on", "back to the run"),
    keys::moves(MOVE, Command::Scroll, "scroll", "scroll"),
];

const DIGITS: &[(&str, usize)] = &[
    ("0", 0),
    ("1", 1),
    ("2", 2),
    ("3", 3),
    ("4", 4),
    ("5", 5),
    ("6", 6),
    ("7", 7),
    ("8", 8),
    ("9", 9),
];
