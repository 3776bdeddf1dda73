//! What can be pressed in an exam, from its first question to the last one reviewed.

use crate::tui::keys::{
    MOVE, Move, OPTION_RANGE, OPTIONS, PAGE, Row, Turn, moves, numbers, row, turns,
};

/// What the keys of an exam mean.
#[derive(Clone, Copy, Debug)]
pub(in crate::tui) enum Command {
    Ask(Ask),
    Jump(Confirm),
    Review(Review),
    Submit(Confirm),
    Leave(Confirm),
    /// While the words of a report are typed.
    Object(Confirm),
    Score(Score),
    Look(Look),
}

/// At a question.
#[derive(Clone, Copy, Debug)]
pub(in crate::tui) enum Ask {
    Pick(usize),
    /// Pick the option under the cursor; once it is picked, go on.
    Accept,
    Go(Turn),
    Flag,
    Review,
    Strike,
    Clear,
    Jump,
    Clock,
    /// To another option.
    Choose(Move),
    Toggle,
    Scroll(Move),
    Leave,
}

/// Where something is asked over the page.
#[derive(Clone, Copy, Debug)]
pub(in crate::tui) enum Confirm {
    Yes,
    No,
}

/// At all questions.
#[derive(Clone, Copy, Debug)]
pub(in crate::tui) enum Review {
    Go(Turn),
    /// By rows, and to both ends.
    Move(Move),
    Open,
    Unanswered,
    Flagged,
    Submit,
    Jump,
    Clock,
    Back,
}

/// At the score.
#[derive(Clone, Copy, Debug)]
pub(in crate::tui) enum Score {
    Look,
    Scroll(Move),
    /// To the score, or to the questions beside it.
    OtherPane,
    Back,
}

/// At a question that is reviewed after the exam.
#[derive(Clone, Copy, Debug)]
pub(in crate::tui) enum Look {
    Go(Turn),
    Replay,
    Fact,
    /// Copy the question with its explanation.
    Copy,
    /// Open where the question comes from.
    Source,
    /// All questions, or those that were missed.
    All,
    /// Reports that the key is wrong.
    Object,
    Scroll(Move),
    Back,
}

pub(super) const QUESTION: &[Row<Ask>] = &[
    numbers(OPTIONS, OPTION_RANGE, Ask::Pick, ("pick", "pick an option by number or letter")),
    row(
        &[("Enter", Ask::Accept)],
        "pick, then next",
        "pick the option; once it is picked, go to the next question",
    ),
    row(
        &[
            ("←", Ask::Go(Turn::Previous)),
            ("→", Ask::Go(Turn::Next)),
            ("n", Ask::Go(Turn::Next)),
            ("p", Ask::Go(Turn::Previous)),
        ],
        "question",
        "previous, next question",
    )
    .named(2),
    moves(PAGE, Ask::Scroll, "scroll", "scroll"),
    row(&[("f", Ask::Flag)], "flag", "flag the question for review, or remove the flag"),
    row(&[("v", Ask::Review)], "review", "list all questions and submit"),
    row(&[("s", Ask::Strike)], "strike", "strike out the option, or restore it"),
    row(
        &[("x", Ask::Clear), ("Backspace", Ask::Clear), ("Delete", Ask::Clear)],
        "clear",
        "clear the answer",
    ),
    row(&[("g", Ask::Jump)], "go to", "go to a question by number"),
    row(
        &[("t", Ask::Clock), ("h", Ask::Clock)],
        "time",
        "show or hide the clock and the position; the last five minutes are always shown",
    ),
    moves(
        &[("↑", Move::Up), ("↓", Move::Down), ("k", Move::Up), ("j", Move::Down)],
        Ask::Choose,
        "",
        "move between options",
    ),
    row(&[("space", Ask::Toggle)], "", "pick or clear an option"),
];

pub(super) const JUMP: &[Row<Confirm>] = &[
    row(&[("Enter", Confirm::Yes)], "go", "go there"),
    row(&[("Esc", Confirm::No)], "back", "return to the question"),
];

pub(super) const REVIEW: &[Row<Review>] = &[
    row(
        &[
            ("←", Review::Go(Turn::Previous)),
            ("→", Review::Go(Turn::Next)),
            ("↑", Review::Move(Move::Up)),
            ("↓", Review::Move(Move::Down)),
            ("h", Review::Go(Turn::Previous)),
            ("l", Review::Go(Turn::Next)),
            ("k", Review::Move(Move::Up)),
            ("j", Review::Move(Move::Down)),
            ("Home", Review::Move(Move::First)),
            ("End", Review::Move(Move::Last)),
            ("G", Review::Move(Move::Last)),
        ],
        "choose",
        "choose a question",
    )
    .named(4),
    row(&[("Enter", Review::Open)], "go to", "go to the question"),
    row(&[("s", Review::Submit)], "submit", "submit the exam; asks for confirmation"),
    row(&[("u", Review::Unanswered)], "unanswered", "list questions without an answer"),
    row(&[("f", Review::Flagged)], "flagged", "list flagged questions"),
    row(&[("v", Review::Back)], "question", "return to the question"),
    row(&[("g", Review::Jump)], "", "go to a question by number"),
    row(&[("t", Review::Clock)], "", "show or hide the clock and the position"),
];

pub(super) const SUBMIT: &[Row<Confirm>] = &[
    row(&[("y", Confirm::Yes)], "submit", "submit; you cannot change anything after that"),
    row(&[("n", Confirm::No), ("Esc", Confirm::No)], "continue", "continue the exam").named(2),
];

pub(super) const LEAVE: &[Row<Confirm>] = &[
    row(&[("y", Confirm::Yes)], "leave", "leave; you can resume the exam later if it is saved"),
    row(&[("n", Confirm::No), ("Esc", Confirm::No)], "stay", "continue the exam").named(2),
];

pub(super) const SCORE: &[Row<Score>] = &[
    row(&[("Enter", Score::Look)], "review", "review missed questions one at a time"),
    moves(MOVE, Score::Scroll, "scroll", "scroll"),
    turns(|_| Score::OtherPane, "pane", "go to the score, or to the questions beside it"),
];

pub(super) const LOOK: &[Row<Look>] = &[
    row(
        &[
            ("←", Look::Go(Turn::Previous)),
            ("→", Look::Go(Turn::Next)),
            ("n", Look::Go(Turn::Next)),
            ("p", Look::Go(Turn::Previous)),
            ("Enter", Look::Go(Turn::Next)),
        ],
        "question",
        "previous, next question",
    )
    .named(2),
    row(
        &[("r", Look::Replay)],
        "replay",
        "watch the run that proves the key, at the decisive moment",
    ),
    row(&[("f", Look::Fact)], "fact", "the fact behind the question"),
    row(&[("a", Look::All)], "all", "show all questions, or only missed ones"),
    row(&[("y", Look::Copy)], "copy", "copy the question, its explanation and its sources"),
    row(&[("o", Look::Source)], "source", "open the page that is the question's source"),
    row(
        &[("!", Look::Object)],
        "report error",
        "report an error in the question or its answer; writes a file",
    ),
    moves(MOVE, Look::Scroll, "scroll", "scroll"),
];

pub(super) const OBJECTING: &[Row<Confirm>] = &[
    row(&[("Enter", Confirm::Yes)], "write", "write the report to a file; nothing is sent"),
    row(&[("Esc", Confirm::No)], "back", "return to the question"),
];
