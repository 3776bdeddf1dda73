//! The end of an exam: the score with what it is worth, and what was missed.

use std::io::{self, Write};

use super::text::numbers;
use crate::model::blueprint::Pass;
use crate::model::calendar::Millis;
use crate::model::paper::Key;
use crate::quiz::grade::{FEWEST_TO_JUDGE, Grade, Outcome, Part, Verdict};
use crate::quiz::sitting::{self, Gap, Sitting};
use crate::report::notice::SCALE;

/// The score, its uncertainty, and how the time went.
pub(super) fn score(out: &mut dyn Write, sitting: &Sitting, is_kept: bool) -> io::Result<()> {
    let grade = sitting.grade();
    let Grade { scored, unscored, score, .. } = &grade;
    let (key, pass) = (sitting.key(), score.pass);
    writeln!(out, "\n{}", score_line(sitting))?;
    if unscored.questions > 0 {
        let Part { right, questions, .. } = unscored;
        writeln!(out, "On trial, not counted: {right} of {questions} right")?;
    }
    match score.standard_error {
        Some(error) => writeln!(out, "One standard error: {error:.0} {}", unit(pass))?,
        None => writeln!(out, "One standard error: none can be told where all or none is right")?,
    }
    writeln!(
        out,
        "Chance of mastery: {} that your true share of right answers is at the mark ({pass}) or above",
        percent(score.chance)
    )?;
    match score.verdict {
        Verdict::Passed => writeln!(out, "Result: passed")?,
        Verdict::Missed => writeln!(out, "Result: not passed")?,
        Verdict::TooFew => writeln!(
            out,
            "Result: too few to judge; {} of the {FEWEST_TO_JUDGE} that it takes count",
            scored.questions
        )?,
    }
    if let Pass::Scaled(_) = pass {
        writeln!(out, "{SCALE}")?;
    }
    domains(out, key, &grade)?;
    times(out, sitting)?;
    habits(out, sitting)?;
    let missed = grade.outcomes.iter().filter(|outcome| **outcome != Outcome::Right).count();
    writeln!(out, "Missed: {missed} questions. Say review to have them explained, or quit.")?;
    if is_kept {
        let id = &sitting.head().id;
        writeln!(out, "`coldstart exam verify {id}` checks this sitting and its score.")?;
    }
    Ok(())
}

/// The score in a line, the same wherever it is told.
pub(super) fn score_line(sitting: &Sitting) -> String {
    let Grade { scored, score, .. } = sitting.grade();
    let (right, scored, points) = (scored.right, scored.questions, score.points);
    let whole = match score.pass {
        Pass::Scaled(_) => format!("{points} of 1000"),
        Pass::Percent(_) => format!("{points} %"),
    };
    format!("Score: {whole}; {right} of {scored} that count are right")
}

fn unit(pass: Pass) -> &'static str {
    match pass {
        Pass::Scaled(_) => "points",
        Pass::Percent(_) => "percentage points",
    }
}

fn percent(chance: f64) -> String {
    let percent = chance * 100.0;
    match percent {
        _ if percent < 1.0 => "under 1 %".to_owned(),
        _ if percent > 99.0 => "over 99 %".to_owned(),
        _ => format!("{percent:.0} %"),
    }
}

fn domains(out: &mut dyn Write, key: &Key, grade: &Grade) -> io::Result<()> {
    for (number, part) in &grade.domains {
        let Some(name) = key.domains.get(number) else { continue };
        let few = if part.is_few() { ", few items" } else { "" };
        writeln!(out, "Domain {number}, {name}: {} of {}{few}", part.right, part.questions)?;
    }
    Ok(())
}

fn times(out: &mut dyn Write, sitting: &Sitting) -> io::Result<()> {
    let (used, limit) = (sitting.used(), sitting.head().limit);
    let mean = Millis(used.0.checked_div(sitting.count() as u64).unwrap_or_default());
    writeln!(
        out,
        "Time: {} of {} used, {} a question",
        sitting::clock(used),
        sitting::clock(limit),
        sitting::clock(mean)
    )?;
    let each =
        sitting.slots().map(|(number, slot)| format!("{number} {}", sitting::clock(slot.spent())));
    writeln!(out, "Time by question: {}", each.collect::<Vec<_>>().join(", "))
}

/// Flags, changes, late answers and gaps.
fn habits(out: &mut dyn Write, sitting: &Sitting) -> io::Result<()> {
    for (word, found) in [("Flagged", sitting.flagged()), ("Changed answers", sitting.changed())] {
        if !found.is_empty() {
            writeln!(out, "{word}: {}", numbers(&found))?;
        }
    }
    let late = sitting.late();
    if !late.is_empty() {
        let with = sitting.grade_with_late();
        writeln!(
            out,
            "Late answers, which do not count: {}; with them {} of {} would be right",
            numbers(&late),
            with.scored.right,
            with.scored.questions
        )?;
    }
    for Gap { length, .. } in sitting.gaps() {
        let shown = sitting::clock(Millis(length.unsigned_abs()));
        match length {
            0.. => writeln!(out, "Gap: {shown} passed without being used")?,
            _ => writeln!(out, "Gap: the wall clock was set back by {shown}")?,
        }
    }
    Ok(())
}
