//! The table itself: rows in the order of footer and help, most useful first.

use ratatui::crossterm::event::{KeyCode, KeyModifiers};

use super::{Key, Place, Row};
use crate::tui::message::Msg;
use quizbank::answer::Recall;

/// A key alone.
pub(super) const fn key(code: KeyCode) -> Key {
    Key { code, held: KeyModifiers::NONE }
}

/// A letter or sign.
pub(super) const fn letter(letter: char) -> Key {
    key(KeyCode::Char(letter))
}

/// A letter with ctrl.
pub(super) const fn ctrl(letter: char) -> Key {
    Key { code: KeyCode::Char(letter), held: KeyModifiers::CONTROL }
}

/// A key with shift.
pub(super) const fn shift(code: KeyCode) -> Key {
    Key { code, held: KeyModifiers::SHIFT }
}

/// A row of the table.
pub(super) const fn row(
    place: Place,
    keys: &'static [(Key, Msg)],
    named: usize,
    hint: &'static str,
    help: &'static str,
) -> Row {
    Row { place, keys, named, hint, help }
}

pub(super) const UP: KeyCode = KeyCode::Up;
pub(super) const DOWN: KeyCode = KeyCode::Down;
pub(super) const LEFT: KeyCode = KeyCode::Left;
pub(super) const RIGHT: KeyCode = KeyCode::Right;
pub(super) const ENTER: KeyCode = KeyCode::Enter;

/// Every key of the interface.
pub const TABLE: &[Row] = &[
    row(Place::Home, MOVE, 2, "choose", "choose"),
    row(Place::Home, &[(key(ENTER), Msg::Accept), (letter('l'), Msg::Accept)], 1, "open", "open"),
    row(
        Place::Home,
        &[(letter('e'), Msg::OtherEdition)],
        1,
        "edition",
        "study what is true in both editions and either, by the course, or by AWS",
    ),
    row(Place::Home, &[(letter('p'), Msg::LookBack)], 1, "progress", "see how you get on"),
    row(Place::Scenarios, MOVE, 2, "choose", "choose a scenario"),
    row(Place::Scenarios, ACCEPT, 1, "play", "play it"),
    row(Place::Scenarios, FILTER, 1, "filter", "filter by words of name, title or summary"),
    row(Place::Labs, MOVE, 2, "choose", "choose a lab"),
    row(Place::Labs, ACCEPT, 1, "begin", "begin it"),
    row(
        Place::Lab,
        &[(letter('i'), Msg::Change)],
        1,
        "change",
        "change a setting that the lab offers, for the whole run; see the solution",
    ),
    row(Place::Lab, &[(letter('H'), Msg::Hint)], 1, "hint", "the next hint; each takes points off"),
    row(Place::Lab, &[(letter('L'), Msg::Symptom)], 1, "symptom", "the symptom and the goals"),
    row(Place::Offer, MOVE, 2, "choose", "choose what to change"),
    row(Place::Offer, ACCEPT, 1, "change", "type another value; run it"),
    row(Place::Offer, &[(letter('i'), Msg::Change)], 1, "close", "leave all as it is"),
    row(Place::Mended, ACCEPT, 1, "go on", "back to the run"),
    row(Place::Facts, MOVE, 2, "choose", "choose a fact"),
    row(Place::Facts, FILTER, 1, "search", "search in claims, notes and names"),
    row(
        Place::Facts,
        &[(letter('c'), Msg::ToggleContested)],
        1,
        "contested only",
        "show all facts, or only those where course and AWS part ways",
    ),
    row(Place::Course, MOVE, 2, "choose", "choose a topic"),
    row(Place::Course, ACCEPT, 1, "open", "open the topic"),
    row(Place::Course, &[(letter('t'), Msg::Gate)], 1, "gate", "take the gate of the topic"),
    row(Place::Course, &[(letter('s'), Msg::Skip)], 1, "skip", "open a topic without its gate"),
    row(Place::Course, UNDO, 1, "unskip", "close a topic again that was skipped to"),
    row(Place::Topic, CHOOSE, 2, "choose", "choose what to do"),
    row(Place::Topic, ACCEPT, 1, "do it", "do what is chosen"),
    row(Place::Topic, PAGE, 2, "read on", "read on, back"),
    row(Place::Glossary, MOVE, 2, "choose", "choose a term"),
    row(Place::Glossary, FILTER, 1, "search", "search in terms and meanings"),
    row(Place::Glossary, ACCEPT, 1, "fact", "the fact behind the term"),
    row(Place::Comparison, TURN, 1, "next page", "to the next comparison, the one before"),
    row(Place::Comparison, ACCEPT, 1, "ask", "the questions about it"),
    row(Place::Comparison, MOVE, 2, "scroll", "scroll"),
    row(Place::Progress, TURN, 1, "next pane", "to the next pane, the one before"),
    row(Place::Progress, MOVE, 2, "choose", "choose a topic or a mistake, scroll exams"),
    row(
        Place::Progress,
        ACCEPT,
        1,
        "open",
        "open the topic; play the run that sets the mistake right",
    ),
    row(Place::Thinking, ACCEPT, 1, "reveal", "show the answer"),
    row(Place::Thinking, UNDO, 1, "undo", "take the last mark back"),
    row(Place::Thinking, MOVE, 2, "scroll", "scroll"),
    row(
        Place::Marking,
        &[
            (letter('1'), Msg::Recall(Recall::Knew)),
            (letter('2'), Msg::Recall(Recall::Partly)),
            (letter('3'), Msg::Recall(Recall::Missed)),
        ],
        3,
        "knew, partly, missed",
        "mark yourself: knew it, partly, missed it; then the next question",
    ),
    row(
        Place::Marking,
        &[(letter('r'), Msg::Replay)],
        1,
        "replay",
        "watch the run that proves the key",
    ),
    row(Place::Marking, &[(letter('f'), Msg::Fact)], 1, "fact", "the fact behind the question"),
    row(Place::Marking, MOVE, 2, "scroll", "scroll"),
    row(
        Place::Question,
        &[
            (key(UP), Msg::Up),
            (key(DOWN), Msg::Down),
            (letter('k'), Msg::Up),
            (letter('j'), Msg::Down),
            (key(KeyCode::Home), Msg::First),
            (key(KeyCode::End), Msg::Last),
        ],
        2,
        "choose",
        "choose an option",
    ),
    row(Place::Question, ACCEPT, 1, "answer", "answer with what is chosen"),
    row(Place::Question, OPTIONS, 2, "option", "to an option by number or letter; pick it"),
    row(
        Place::Question,
        &[(letter(' '), Msg::Toggle)],
        1,
        "pick",
        "pick an option or take it back, where several are right",
    ),
    row(Place::Explanation, ACCEPT, 1, "next", "to the next question"),
    row(
        Place::Explanation,
        &[(letter('r'), Msg::Replay)],
        1,
        "replay",
        "watch the run that proves the key, at the moment that settles it",
    ),
    row(Place::Explanation, &[(letter('f'), Msg::Fact)], 1, "fact", "the fact behind the question"),
    row(
        Place::Explanation,
        &[(letter('w'), Msg::WhatIf)],
        1,
        "what if",
        "change a value of the question's scenario, predict, and run it",
    ),
    row(Place::WhatIf, CHOOSE, 2, "choose", "choose a value"),
    row(Place::WhatIf, ACCEPT, 1, "change", "type another value"),
    row(Place::Entering, ACCEPT, 1, "go on", "take what is typed"),
    row(Place::Entering, &[(key(KeyCode::Esc), Msg::Back)], 1, "back", "back to the list"),
    row(Place::Entering, TURN, 1, "", "in a run: from the playhead on, or throughout"),
    row(Place::Entering, &[(key(KeyCode::Backspace), Msg::Erase)], 1, "", "take a letter back"),
    row(Place::Entering, &[(ctrl('u'), Msg::EraseAll)], 1, "", "take all letters back"),
    row(Place::Entering, &[(ctrl('c'), Msg::Interrupt)], 1, "", "leave at once"),
    row(Place::Told, ACCEPT, 1, "another", "change another value"),
    row(Place::Told, &[(letter('r'), Msg::Replay)], 1, "replay", "watch the changed run"),
    row(Place::Question, SURE, 1, "how sure", "guess, unsure, sure"),
    row(Place::Explanation, SURE, 1, "how sure", "guess, unsure, sure"),
    row(Place::Question, UNDO, 1, "undo", "take the last answer back"),
    row(Place::Explanation, UNDO, 1, "undo", "take this answer back"),
    row(Place::Explanation, MOVE, 2, "scroll", "scroll"),
    row(Place::Score, ACCEPT, 1, "done", "end the sitting"),
    row(Place::Score, UNDO, 1, "undo", "take the last answer back"),
    row(Place::Score, MOVE, 2, "scroll", "scroll"),
    row(Place::Typing, ACCEPT, 1, "keep the filter", "keep the filter and go on"),
    row(Place::Typing, &[(key(KeyCode::Esc), Msg::Back)], 1, "clear", "clear the filter"),
    row(Place::Typing, &[(key(KeyCode::Backspace), Msg::Erase)], 1, "", "take a letter back"),
    row(Place::Typing, &[(key(UP), Msg::Up), (key(DOWN), Msg::Down)], 2, "choose", "choose"),
    row(Place::Typing, &[(ctrl('c'), Msg::Interrupt)], 1, "", "leave at once"),
    row(Place::Help, MOVE, 2, "scroll", "scroll"),
    row(Place::Everywhere, &[(letter('?'), Msg::Help)], 1, "help", "show or hide this help"),
    row(
        Place::Everywhere,
        &[(letter('q'), Msg::Back), (key(KeyCode::Esc), Msg::Back)],
        2,
        "back",
        "close what is on top; at home, quit",
    ),
    row(Place::Everywhere, &[(ctrl('c'), Msg::Interrupt)], 1, "", "leave at once"),
];

pub(super) const ACCEPT: &[(Key, Msg)] = &[(key(ENTER), Msg::Accept)];

pub(super) const TURN: &[(Key, Msg)] =
    &[(key(KeyCode::Tab), Msg::NextPane), (key(KeyCode::BackTab), Msg::PreviousPane)];

const SURE: &[(Key, Msg)] = &[(letter('s'), Msg::Sure)];

const UNDO: &[(Key, Msg)] = &[(letter('u'), Msg::Undo)];

/// The first two are named in footer and help.
pub(super) const OPTIONS: &[(Key, Msg)] = &[
    (letter('1'), Msg::Pick(0)),
    (letter('a'), Msg::Pick(0)),
    (letter('2'), Msg::Pick(1)),
    (letter('b'), Msg::Pick(1)),
    (letter('3'), Msg::Pick(2)),
    (letter('c'), Msg::Pick(2)),
    (letter('4'), Msg::Pick(3)),
    (letter('d'), Msg::Pick(3)),
    (letter('5'), Msg::Pick(4)),
    (letter('e'), Msg::Pick(4)),
    (letter('6'), Msg::Pick(5)),
    (letter('7'), Msg::Pick(6)),
    (letter('8'), Msg::Pick(7)),
    (letter('9'), Msg::Pick(8)),
];

const FILTER: &[(Key, Msg)] = &[(letter('/'), Msg::Filter)];

pub(super) const CHOOSE: &[(Key, Msg)] = &[
    (key(UP), Msg::Up),
    (key(DOWN), Msg::Down),
    (letter('k'), Msg::Up),
    (letter('j'), Msg::Down),
    (key(KeyCode::Home), Msg::First),
    (key(KeyCode::End), Msg::Last),
    (letter('g'), Msg::First),
    (letter('G'), Msg::Last),
];

pub(super) const PAGE: &[(Key, Msg)] = &[
    (key(KeyCode::PageUp), Msg::PageUp),
    (key(KeyCode::PageDown), Msg::PageDown),
    (ctrl('u'), Msg::PageUp),
    (ctrl('d'), Msg::PageDown),
];

pub(super) const MOVE: &[(Key, Msg)] = &[
    (key(UP), Msg::Up),
    (key(DOWN), Msg::Down),
    (letter('k'), Msg::Up),
    (letter('j'), Msg::Down),
    (key(KeyCode::PageUp), Msg::PageUp),
    (key(KeyCode::PageDown), Msg::PageDown),
    (ctrl('u'), Msg::PageUp),
    (ctrl('d'), Msg::PageDown),
    (key(KeyCode::Home), Msg::First),
    (key(KeyCode::End), Msg::Last),
    (letter('g'), Msg::First),
    (letter('G'), Msg::Last),
];
