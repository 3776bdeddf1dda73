//! The keys of a run and of what is done with it: changes, predictions, figures.

use ratatui::crossterm::event::KeyCode;

use super::table::{
    CHOOSE, DOWN, ENTER, LEFT, MOVE, OPTIONS, RIGHT, UP, ctrl, key, letter, row, shift,
};
use super::{Key, Place, Row};
use crate::tui::message::Msg;

/// Every key of a run, from playing to what came true of a prediction.
pub(super) const TABLE: &[Row] = &[
    row(Place::Live, &[(letter(' '), Msg::PlayPause)], 1, "play/pause", "play, pause"),
    row(
        Place::Live,
        &[
            (key(LEFT), Msg::Seek(-10)),
            (key(RIGHT), Msg::Seek(10)),
            (letter('h'), Msg::Seek(-10)),
            (letter('l'), Msg::Seek(10)),
        ],
        2,
        "10 s",
        "10 s back, forward",
    ),
    row(
        Place::Live,
        &[(letter('n'), Msg::NextEvent), (letter('N'), Msg::PreviousEvent)],
        2,
        "event",
        "to the next, the previous marked event",
    ),
    row(
        Place::Live,
        &[(letter('t'), Msg::NextOfKind), (letter('T'), Msg::PreviousOfKind)],
        2,
        "",
        "to the next, the previous event of the same kind as the one selected",
    ),
    row(
        Place::Live,
        &[(letter('['), Msg::Slower), (letter(']'), Msg::Faster)],
        2,
        "speed",
        "slower, faster: 0.25× to 1000×",
    ),
    row(
        Place::Live,
        &[(letter('i'), Msg::Change)],
        1,
        "change",
        "change a setting or make something happen at the playhead, and run on from there",
    ),
    row(
        Place::Live,
        &[(letter('c'), Msg::Compare)],
        1,
        "compare",
        "both runs side by side: before and after a change, or the two editions",
    ),
    row(
        Place::Live,
        &[(letter('p'), Msg::Predict)],
        1,
        "predict",
        "say what will happen, watch it, and say what you saw",
    ),
    row(
        Place::Live,
        &[(letter('e'), Msg::OtherEdition)],
        1,
        "edition",
        "the same run under the other edition's rules",
    ),
    row(
        Place::Live,
        &[(letter('u'), Msg::Undo), (letter('U'), Msg::Redo), (ctrl('r'), Msg::Redo)],
        2,
        "undo, redo",
        "take the last change back, make it again",
    ),
    row(
        Place::Live,
        &[(letter('x'), Msg::Export)],
        1,
        "save",
        "save this very run as a scenario file, with its calls for the AWS CLI",
    ),
    row(Place::Predicting, CHOOSE, 2, "choose", "choose an option"),
    row(Place::Predicting, OPTIONS, 2, "option", "pick an option by number or letter"),
    row(Place::Predicting, &[(letter(' '), Msg::Toggle)], 1, "pick", "pick what is chosen"),
    row(Place::Predicting, LOCK, 1, "lock", "lock what is picked; the run goes on"),
    row(Place::Predicting, TURN, 1, "a class", "count the votes of a class instead"),
    row(Place::Tallying, CHOOSE, 2, "choose", "choose an option"),
    row(Place::Tallying, DIGITS, 2, "votes", "type how many are for it"),
    row(
        Place::Tallying,
        &[(key(LEFT), Msg::Fewer), (key(RIGHT), Msg::More)],
        2,
        "fewer, more",
        "one vote fewer, one more",
    ),
    row(Place::Tallying, &[(key(KeyCode::Backspace), Msg::Erase)], 1, "", "take a digit back"),
    row(Place::Tallying, LOCK, 1, "lock", "lock the votes; the run goes on"),
    row(Place::Tallying, TURN, 1, "one learner", "one learner picks instead"),
    row(Place::Outcome, &[(key(ENTER), Msg::Accept)], 1, "go on", "back to the run"),
    row(Place::Outcome, MOVE, 2, "scroll", "scroll"),
    row(Place::Change, MOVE, 2, "choose", "choose what to change"),
    row(Place::Change, &[(key(ENTER), Msg::Accept)], 1, "change", "type another value; run it"),
    row(
        Place::Change,
        &[(key(KeyCode::Tab), Msg::NextPane), (key(KeyCode::BackTab), Msg::PreviousPane)],
        1,
        "since when",
        "from the playhead on, or throughout the run",
    ),
    row(Place::Change, &[(letter('i'), Msg::Change)], 1, "close", "leave all as it is"),
    row(
        Place::Live,
        &[(letter('b'), Msg::NextBeat)],
        1,
        "next stop",
        "to the instructor's next stop",
    ),
    row(
        Place::Live,
        &[(key(KeyCode::Tab), Msg::NextPane), (key(KeyCode::BackTab), Msg::PreviousPane)],
        1,
        "pane",
        "between instances, charts and events",
    ),
    row(
        Place::Live,
        &[
            (key(UP), Msg::Up),
            (key(DOWN), Msg::Down),
            (letter('k'), Msg::Up),
            (letter('j'), Msg::Down),
            (key(KeyCode::PageUp), Msg::PageUp),
            (key(KeyCode::PageDown), Msg::PageDown),
        ],
        2,
        "select",
        "select an instance, a chart or an event and have it explained",
    ),
    row(
        Place::Live,
        &[(letter('m'), Msg::Metrics)],
        1,
        "metrics",
        "the run so far as CloudWatch shows it, beside what clients saw",
    ),
    row(
        Place::Live,
        &[(letter('a'), Msg::Parameters)],
        1,
        "parameters",
        "every parameter: documented, observed, assumed or the course's",
    ),
    row(Place::Metrics, MOVE, 2, "scroll", "scroll"),
    row(Place::Metrics, &[(letter('m'), Msg::Metrics)], 1, "the run", "back to the run"),
    row(Place::Parameters, MOVE, 2, "scroll", "scroll"),
    row(Place::Parameters, &[(letter('a'), Msg::Parameters)], 1, "the run", "back to the run"),
    row(
        Place::Live,
        &[(letter('P'), Msg::Present)],
        1,
        "present",
        "few and large figures, to be read from the last row of a room",
    ),
    row(Place::Live, &[(letter('z'), Msg::Zoom)], 1, "zoom", "two minutes, ten, or all in charts"),
    row(
        Place::Live,
        &[(shift(LEFT), Msg::Seek(-60)), (shift(RIGHT), Msg::Seek(60))],
        2,
        "",
        "60 s back, forward",
    ),
    row(
        Place::Live,
        &[(letter(','), Msg::Seek(-1)), (letter('.'), Msg::Seek(1))],
        2,
        "",
        "one frame (1 s) back, forward",
    ),
    row(
        Place::Live,
        &[
            (letter('0'), Msg::First),
            (key(KeyCode::End), Msg::Last),
            (key(KeyCode::Home), Msg::First),
            (letter('g'), Msg::First),
            (letter('G'), Msg::Last),
        ],
        2,
        "",
        "to the start, the end",
    ),
    row(Place::Live, &[(key(ENTER), Msg::Accept)], 1, "", "go to the selected event"),
];

const LOCK: &[(Key, Msg)] = &[(key(ENTER), Msg::Accept)];

const TURN: &[(Key, Msg)] =
    &[(key(KeyCode::Tab), Msg::NextPane), (key(KeyCode::BackTab), Msg::PreviousPane)];

const DIGITS: &[(Key, Msg)] = &[
    (letter('0'), Msg::Digit(0)),
    (letter('1'), Msg::Digit(1)),
    (letter('2'), Msg::Digit(2)),
    (letter('3'), Msg::Digit(3)),
    (letter('4'), Msg::Digit(4)),
    (letter('5'), Msg::Digit(5)),
    (letter('6'), Msg::Digit(6)),
    (letter('7'), Msg::Digit(7)),
    (letter('8'), Msg::Digit(8)),
    (letter('9'), Msg::Digit(9)),
];
