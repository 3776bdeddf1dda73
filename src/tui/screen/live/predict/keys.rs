//! What can be pressed at a prediction: by one learner who picks, by the instructor of a class
//! who counts hands or waits for the votes of a room, by the person who reads what came true.

use crate::tui::keys::{self, CHOOSE, MOVE, Move, OPTION_RANGE, OPTIONS, PAGE, Row};

/// Who answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tui) enum Who {
    /// One learner picks.
    Learner,
    /// The instructor counts hands.
    Class,
    /// A room votes.
    Room,
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

const READ: Row<Command> =
    keys::moves(PAGE, Command::Scroll, "scroll", "scroll the question down, up");

pub(super) const PICKING: &[Row<Command>] = &[
    CHOICE,
    keys::numbers(
        OPTIONS,
        OPTION_RANGE,
        Command::Pick,
        ("option", "pick an option by number or letter"),
    ),
    keys::row(&[("Enter", Command::Lock)], "lock", "lock the choice and continue the run"),
    READ,
    keys::turns(|_| Command::TurnTo(Who::Class), "class votes", "switch to the votes of a class"),
    keys::row(&[("space", Command::Toggle)], "pick", "pick the chosen option"),
];

pub(super) const TALLYING: &[Row<Command>] = &[
    CHOICE,
    keys::numbers(DIGITS, "0-9", Command::Digit, ("votes", "enter the number of votes")),
    keys::row(
        &[("←", Command::Fewer), ("→", Command::More)],
        "−1, +1 vote",
        "one vote fewer, one more",
    )
    .named(2),
    keys::row(&[("Backspace", Command::Erase)], "", "delete a digit"),
    keys::row(&[("Enter", Command::Lock)], "lock", "lock the votes and continue the run"),
    READ,
    keys::turns(|_| Command::TurnTo(Who::Learner), "one learner", "switch to one learner"),
    keys::turns(
        |_| Command::TurnTo(Who::Room),
        "the room",
        "switch to the votes of the room; hands are added to them",
    ),
];

pub(super) const POLLING: &[Row<Command>] = &[
    keys::row(&[("Enter", Command::Lock)], "lock", "lock the votes and continue the run"),
    keys::turns(
        |_| Command::TurnTo(Who::Class),
        "count hands",
        "enter a number of hands for each option, added to the votes of the room",
    ),
    keys::moves(MOVE, Command::Scroll, "scroll", "scroll"),
];

pub(super) const REMINDERS: &[Row<Command>] = &[
    keys::row(&[("Enter", Command::GoOn)], "continue", "return to the run"),
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
