//! What can be pressed at a run, and at what is done with it: changes, predictions, labs.

use super::change;
use super::lab::PopupCommand;
use super::predict;
use crate::tui::keys::{Move, Row, Turn, moves, row, turns};
use crate::tui::message::Wheel;

/// What the keys of a run mean.
#[derive(Clone, Copy, Debug)]
pub(in crate::tui) enum Command {
    Run(Run),
    Lab(Lab),
    /// In what lies over the run of a lab.
    Popup(PopupCommand),
    Change(change::Command),
    Predict(predict::Command),
    /// The code of the room, or the run again.
    Code,
}

/// At a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tui) enum Run {
    PlayPause,
    /// Moves by a number of simulated seconds, forward or back.
    Seek(i32),
    ToStart,
    ToEnd,
    /// To the next event that is marked, or the one before.
    ToMarked(Turn),
    /// The same, of the type of the event that is selected.
    ToKind(Turn),
    ToSelected,
    /// To the instructor's next stop, or the one before.
    ToStop(Turn),
    /// Cause and fix, before the run is over.
    Debrief,
    /// Every mark of the run, those to come included.
    AllMarks,
    /// Nothing on the screen, or the run again.
    Blank,
    /// From the start, every question to be asked again.
    Restart,
    Slower,
    Faster,
    Change,
    Compare,
    /// Against another of the runs.
    CompareNext,
    Predict,
    NextEdition,
    /// What moving to ECS Express Mode changes.
    Migration,
    Undo,
    Redo,
    Export,
    Pane(Turn),
    Select(Move),
    /// What is said, where there is more of it.
    Scroll(Wheel),
    Metrics,
    Parameters,
    /// What is said, into the clipboard.
    Copy,
    Present,
    Zoom,
    Back,
}

impl Run {
    /// Whether what it says takes the place of what was selected.
    pub(super) fn speaks(self) -> bool {
        matches!(
            self,
            Self::Debrief
                | Self::CompareNext
                | Self::Predict
                | Self::Undo
                | Self::Redo
                | Self::Export
        )
    }
}

/// At a lab alone.
#[derive(Clone, Copy, Debug)]
pub(in crate::tui) enum Lab {
    Change,
    Hint,
    Symptom,
}

pub(super) const LAB: &[Row<Lab>] = &[
    row(
        &[("i", Lab::Change)],
        "change",
        "change a setting of the lab for the whole run, or show the solution",
    ),
    row(&[("H", Lab::Hint)], "hint", "show the next hint; each hint costs points"),
    row(&[("L", Lab::Symptom)], "symptom", "show the symptom and the goals"),
];

pub(super) const ROOM: &[Row<Command>] = &[row(
    &[("Q", Command::Code)],
    "QR code",
    "show the QR code with which people join, or the run again",
)];

pub(super) const RUN: &[Row<Run>] = &[
    row(&[("space", Run::PlayPause)], "play", "play, pause"),
    row(
        &[("←", Run::Seek(-10)), ("→", Run::Seek(10)), ("h", Run::Seek(-10)), ("l", Run::Seek(10))],
        "10 s",
        "10 s back, forward",
    )
    .named(2),
    row(
        &[("n", Run::ToMarked(Turn::Next)), ("N", Run::ToMarked(Turn::Previous))],
        "event",
        "next, previous event marker",
    )
    .named(2),
    row(
        &[("t", Run::ToKind(Turn::Next)), ("T", Run::ToKind(Turn::Previous))],
        "",
        "next, previous event of the selected type",
    )
    .named(2),
    row(
        &[("ctrl-d", Run::Scroll(Wheel::Down)), ("ctrl-u", Run::Scroll(Wheel::Up))],
        "scroll text",
        "scroll the explanation down, up",
    ),
    row(&[("[", Run::Slower), ("]", Run::Faster)], "speed", "slower, faster: 0.25× to 1000×")
        .named(2),
    row(
        &[("i", Run::Change)],
        "change",
        "change a setting or add an event at the playhead, and continue the run from there",
    ),
    row(
        &[("c", Run::Compare)],
        "compare",
        "show two runs side by side: before and after a change, or two editions",
    ),
    row(&[("C", Run::CompareNext)], "", "compare the run with the next earlier run"),
    row(
        &[("p", Run::Predict)],
        "predict",
        "predict what will happen, watch it, and record what you saw",
    ),
    row(&[("e", Run::NextEdition)], "edition", "run under the rules of the next edition"),
    row(
        &[("E", Run::Migration)],
        "",
        "what moving this service to ECS Express Mode changes: burst, bill, deployment, the way there",
    ),
    row(
        &[("u", Run::Undo), ("U", Run::Redo), ("ctrl-r", Run::Redo)],
        "undo, redo",
        "undo or redo the last change",
    )
    .named(2),
    row(
        &[("x", Run::Export)],
        "save",
        "save this run as a scenario file with the equivalent AWS CLI commands",
    ),
    row(
        &[
            ("PgDn", Run::ToStop(Turn::Next)),
            ("PgUp", Run::ToStop(Turn::Previous)),
            ("b", Run::ToStop(Turn::Next)),
        ],
        "stop",
        "next, previous instructor stop; these keys work with a presenter remote",
    )
    .named(2),
    row(&[("D", Run::Debrief)], "cause", "show the cause and the fix before the end of the run"),
    row(&[("M", Run::AllMarks)], "", "show or hide event markers after the playhead"),
    row(&[("B", Run::Blank)], "", "blank the screen; press any key to show the run"),
    row(&[("R", Run::Restart)], "", "restart the run and ask every question again"),
    turns(Run::Pane, "pane", "switch between instances, charts and events"),
    moves(
        &[("↑", Move::Up), ("↓", Move::Down), ("k", Move::Up), ("j", Move::Down)],
        Run::Select,
        "select",
        "select an instance, a chart or an event to explain it",
    ),
    row(
        &[("m", Run::Metrics)],
        "metrics",
        "show the CloudWatch metrics of the run beside what clients saw",
    ),
    row(
        &[("a", Run::Parameters)],
        "parameters",
        "list every parameter and its source, and which parameter decides a goal",
    ),
    row(&[("P", Run::Present)], "present", "show a few large numbers for a classroom"),
    row(&[("y", Run::Copy)], "", "copy the explanation below the charts"),
    row(&[("z", Run::Zoom)], "zoom", "show 2 minutes, 10 minutes or the whole run in the charts"),
    row(&[("shift-←", Run::Seek(-60)), ("shift-→", Run::Seek(60))], "", "60 s back, forward")
        .named(2),
    row(&[(",", Run::Seek(-1)), (".", Run::Seek(1))], "", "one frame (1 s) back, forward").named(2),
    row(
        &[
            ("0", Run::ToStart),
            ("End", Run::ToEnd),
            ("Home", Run::ToStart),
            ("g", Run::ToStart),
            ("G", Run::ToEnd),
        ],
        "",
        "go to the start, the end",
    )
    .named(2),
    row(&[("Enter", Run::ToSelected)], "", "go to the selected event"),
];
