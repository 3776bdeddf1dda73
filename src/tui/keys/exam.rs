//! The rows of the key table for exams.

use ratatui::crossterm::event::KeyCode;

use super::table::{
    ACCEPT, DOWN, ENTER, LEFT, MOVE, OPTIONS, PAGE, RIGHT, UP, ctrl, key, letter, row,
};
use super::{Key, Place, Row};
use crate::tui::message::Msg;

/// Every key of an exam, from the list to the last look back.
pub(super) const TABLE: &[Row] = &[
    row(Place::Exams, MOVE, 2, "choose", "choose a form, an open sitting or a past one"),
    row(Place::Exams, ACCEPT, 1, "open", "begin a form, go on with a sitting, look back on one"),
    row(Place::Start, ACCEPT, 1, "begin", "begin: the clock runs from then on"),
    row(
        Place::Start,
        &[
            (key(LEFT), Msg::Previous),
            (key(RIGHT), Msg::Next),
            (key(KeyCode::BackTab), Msg::Previous),
            (key(KeyCode::Tab), Msg::Next),
        ],
        2,
        "",
        "another topic, where the form is on one",
    ),
    row(Place::Start, MOVE, 2, "scroll", "scroll"),
    row(Place::Exam, OPTIONS, 2, "pick", "pick an option by number or letter"),
    row(Place::Exam, ACCEPT, 1, "pick, then next", "pick the option; once it is picked, go on"),
    row(
        Place::Exam,
        &[
            (key(LEFT), Msg::Previous),
            (key(RIGHT), Msg::Next),
            (letter('n'), Msg::Next),
            (letter('p'), Msg::Previous),
        ],
        2,
        "question",
        "to the question before, the next one",
    ),
    row(Place::Exam, FLAG, 1, "flag", "mark the question for another look, or not"),
    row(Place::Exam, &[(letter('v'), Msg::Review)], 1, "review", "all questions, and the end"),
    row(
        Place::Exam,
        &[(letter('s'), Msg::Strike)],
        1,
        "strike",
        "strike the option under the cursor out, or take that back",
    ),
    row(
        Place::Exam,
        &[
            (letter('x'), Msg::Clear),
            (key(KeyCode::Backspace), Msg::Clear),
            (key(KeyCode::Delete), Msg::Clear),
        ],
        1,
        "clear",
        "take the answer back",
    ),
    row(Place::Exam, JUMP, 1, "go to", "to the question of a number that you type"),
    row(
        Place::Exam,
        &[(letter('t'), Msg::Clock), (letter('h'), Msg::Clock)],
        1,
        "time",
        "show or hide clock and place; the last five minutes are always shown",
    ),
    row(
        Place::Exam,
        &[
            (key(UP), Msg::Up),
            (key(DOWN), Msg::Down),
            (letter('k'), Msg::Up),
            (letter('j'), Msg::Down),
        ],
        2,
        "",
        "move between options",
    ),
    row(Place::Exam, &[(letter(' '), Msg::Toggle)], 1, "", "pick an option or take it back"),
    row(Place::Exam, PAGE, 2, "", "scroll"),
    row(Place::Exam, LEAVE, 2, "", "leave for now; asks once more"),
    row(Place::Jumping, ACCEPT, 1, "go", "go there"),
    row(Place::Jumping, &[(key(KeyCode::Esc), Msg::Back)], 1, "back", "back to the question"),
    row(Place::Jumping, &[(key(KeyCode::Backspace), Msg::Erase)], 1, "", "take a digit back"),
    row(Place::Jumping, &[(ctrl('c'), Msg::Interrupt)], 1, "", "leave at once"),
    row(
        Place::Review,
        &[
            (key(LEFT), Msg::Previous),
            (key(RIGHT), Msg::Next),
            (key(UP), Msg::Up),
            (key(DOWN), Msg::Down),
            (letter('h'), Msg::Previous),
            (letter('l'), Msg::Next),
            (letter('k'), Msg::Up),
            (letter('j'), Msg::Down),
            (key(KeyCode::Home), Msg::First),
            (key(KeyCode::End), Msg::Last),
            (letter('G'), Msg::Last),
        ],
        4,
        "choose",
        "choose a question",
    ),
    row(Place::Review, ACCEPT, 1, "go there", "to the question"),
    row(
        Place::Review,
        &[(letter('u'), Msg::Unanswered)],
        1,
        "unanswered",
        "those without an answer",
    ),
    row(Place::Review, FLAGGED, 1, "flagged", "those that are flagged"),
    row(Place::Review, &[(letter('s'), Msg::Submit)], 1, "submit", "end the exam; asks once more"),
    row(Place::Review, &[(letter('v'), Msg::Review)], 1, "back", "back to the question"),
    row(Place::Review, JUMP, 1, "", "to the question of a number that you type"),
    row(Place::Review, &[(letter('t'), Msg::Clock)], 1, "", "show or hide clock and place"),
    row(Place::Review, LEAVE, 2, "", "leave for now; asks once more"),
    row(Place::Submitting, YES, 1, "submit", "submit: nothing can be changed after that"),
    row(Place::Submitting, NO, 2, "go on", "go on with the exam"),
    row(Place::Leaving, YES, 1, "leave", "leave: the sitting can go on later, if it is kept"),
    row(Place::Leaving, NO, 2, "stay", "go on with the exam"),
    row(Place::Result, ACCEPT, 1, "look back", "what was missed, a question at a time"),
    row(Place::Result, MOVE, 2, "scroll", "scroll"),
    row(
        Place::LookBack,
        &[
            (key(LEFT), Msg::Previous),
            (key(RIGHT), Msg::Next),
            (letter('n'), Msg::Next),
            (letter('p'), Msg::Previous),
            (key(ENTER), Msg::Next),
        ],
        2,
        "question",
        "to the question before, the next one",
    ),
    row(
        Place::LookBack,
        &[(letter('r'), Msg::Replay)],
        1,
        "replay",
        "watch the run that proves the key, at the moment that settles it",
    ),
    row(Place::LookBack, &[(letter('f'), Msg::Fact)], 1, "fact", "the fact behind the question"),
    row(Place::LookBack, &[(letter('a'), Msg::All)], 1, "all", "all questions, or those missed"),
    row(Place::LookBack, MOVE, 2, "scroll", "scroll"),
];

const FLAG: &[(Key, Msg)] = &[(letter('f'), Msg::Flag)];

const FLAGGED: &[(Key, Msg)] = &[(letter('f'), Msg::Flagged)];

const JUMP: &[(Key, Msg)] = &[(letter('g'), Msg::Jump)];

const LEAVE: &[(Key, Msg)] = &[(letter('q'), Msg::Back), (key(KeyCode::Esc), Msg::Back)];

const YES: &[(Key, Msg)] = &[(letter('y'), Msg::Yes)];

const NO: &[(Key, Msg)] = &[(letter('n'), Msg::Back), (key(KeyCode::Esc), Msg::Back)];
