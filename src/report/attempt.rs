//! An attempt of an exam in words, the same in lines and on the full screen: what a
//! step did, what the time says, and in the end the score and what it means.

use std::fmt;

use super::notice::scale_note;
use super::score::chance;
use quizbank::attempt::{self, ActionKind, ExamAction, ExamAttempt, ExamSlot, Gap, Notice};
use quizbank::grade::{ExamGrade, ExamResult, FEWEST_TO_JUDGE, ItemOutcome, SectionScore};
use quizbank::model::blueprint::Pass;
use quizbank::model::calendar::Millis;

/// One thing that is reported, as `label: text`.
#[derive(Clone, Debug, PartialEq)]
pub struct Remark {
    /// What it is; empty for a sentence that stands alone.
    pub label: String,
    /// The figure or the words.
    pub text: String,
    /// What it is about, for output that shows more than words.
    pub about: About,
}

/// What something is about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum About {
    /// The score itself.
    Score,
    /// What the score means.
    Worth,
    /// Whether it is enough.
    Verdict(ExamResult),
    /// A domain of the exam.
    Domain(SectionScore),
    /// How the time went.
    Time,
    /// The time of each question.
    Questions,
    /// What the learner did on the way.
    Habit,
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.label.is_empty() {
            return f.write_str(&self.text);
        }
        write!(f, "{}: {}", self.label, self.text)
    }
}

fn remark(label: impl Into<String>, text: impl Into<String>, about: About) -> Remark {
    Remark { label: label.into(), text: text.into(), about }
}

/// The end of an attempt: the score, its uncertainty, and how the time went.
pub fn score(attempt: &ExamAttempt) -> Vec<Remark> {
    let grade = attempt.grade();
    let mut all = vec![headline(attempt)];
    all.extend(score_remarks(&grade));
    all.extend(domains(attempt, &grade));
    all.extend(pacing(attempt));
    let missed = missed(attempt).len();
    all.push(remark("Missed", format!("{missed} of {} questions", attempt.count()), About::Habit));
    all
}

/// The score in a line, the same wherever it is reported.
pub fn headline(attempt: &ExamAttempt) -> Remark {
    let ExamGrade { scored, score, .. } = attempt.grade();
    let (right, scored, points) = (scored.right, scored.questions, score.points);
    let whole = match score.pass {
        Pass::Scaled(_) => format!("{points} of 1000"),
        Pass::Percent(_) => format!("{points} %"),
    };
    remark(
        "Score",
        format!("{whole}; {right} of {scored} scored questions are right"),
        About::Score,
    )
}

fn score_remarks(grade: &ExamGrade) -> Vec<Remark> {
    let ExamGrade { scored, unscored, score, .. } = grade;
    let pass = score.pass;
    let mut all = Vec::new();
    if unscored.questions > 0 {
        let SectionScore { right, questions, .. } = unscored;
        let text = format!("{right} of {questions} right");
        all.push(remark("Unscored questions", text, About::Worth));
    }
    let error = match score.standard_error {
        Some(error) => format!("{error:.0} {}", unit(pass)),
        None => "not available when all or no answers are right".to_owned(),
    };
    all.push(remark("One standard error", error, About::Worth));
    let chance = chance(score.chance);
    let chance = format!(
        "{chance} that your true share of right answers reaches the minimum score ({pass})"
    );
    all.push(remark("Chance of mastery", chance, About::Worth));
    let verdict = match score.verdict {
        ExamResult::Passed => "passed".to_owned(),
        ExamResult::Missed => "not passed".to_owned(),
        ExamResult::TooFew => format!(
            "too few questions for a result; {} of the required {FEWEST_TO_JUDGE} are scored",
            scored.questions
        ),
    };
    all.push(remark("Result", verdict, About::Verdict(score.verdict)));
    all.extend(scale_note(pass).map(|note| remark("", note, About::Worth)));
    all
}

fn unit(pass: Pass) -> &'static str {
    match pass {
        Pass::Scaled(_) => "points",
        Pass::Percent(_) => "percentage points",
    }
}

fn domains<'a>(
    attempt: &'a ExamAttempt,
    grade: &'a ExamGrade,
) -> impl Iterator<Item = Remark> + 'a {
    grade.domains.iter().filter_map(|(number, part)| {
        let name = attempt.key().domains.get(number)?;
        let few = if part.is_few() { ", few questions" } else { "" };
        let text = format!("{} of {}{few}", part.right, part.questions);
        Some(remark(format!("Domain {number}, {name}"), text, About::Domain(*part)))
    })
}

/// How the time went, and what the learner did on the way.
pub fn pacing(attempt: &ExamAttempt) -> Vec<Remark> {
    times(attempt).into_iter().chain(habits(attempt)).collect()
}

fn times(attempt: &ExamAttempt) -> [Remark; 2] {
    let (used, limit) = (attempt.used(), attempt.limit());
    let mean = Millis(used.0.checked_div(attempt.count() as u64).unwrap_or_default());
    let whole = format!(
        "{} of {} used, {} per question",
        attempt::clock(used),
        attempt::clock(limit),
        attempt::clock(mean)
    );
    let each = attempt
        .slots()
        .map(|(number, slot)| format!("{number} ({})", attempt::clock(slot.spent())));
    let each = each.collect::<Vec<_>>().join(", ");
    [remark("Time", whole, About::Time), remark("Time by question", each, About::Questions)]
}

/// Flags, changes, late answers and gaps.
fn habits(attempt: &ExamAttempt) -> Vec<Remark> {
    let mut all = Vec::new();
    for (label, found) in [("Flagged", attempt.flagged()), ("Changed answers", attempt.changed())] {
        if !found.is_empty() {
            all.push(remark(label, numbers(&found), About::Habit));
        }
    }
    let late = attempt.late();
    if !late.is_empty() {
        let with = attempt.grade_with_late().scored;
        let text = format!(
            "{}; {} of {} would be right with them",
            numbers(&late),
            with.right,
            with.questions
        );
        all.push(remark("Late answers (not scored)", text, About::Habit));
    }
    for Gap { length, .. } in attempt.gaps() {
        let shown = attempt::clock(Millis(length.unsigned_abs()));
        let text = match length {
            0.. => format!("paused for {shown}"),
            _ => format!("the system clock was set back by {shown}"),
        };
        all.push(remark("Gap", text, About::Habit));
    }
    all
}

/// Numbers of the questions that were not answered right.
pub fn missed(attempt: &ExamAttempt) -> Vec<usize> {
    let outcomes = (1..).zip(attempt.grade().outcomes);
    outcomes
        .filter(|(_, outcome)| *outcome != ItemOutcome::Right)
        .map(|(number, _)| number)
        .collect()
}

/// How a submitted attempt is checked.
pub fn way_to_verify(attempt: &ExamAttempt) -> String {
    format!("`coldstart exam verify {}` verifies this attempt and its score.", attempt.head().id)
}

/// How a question of a submitted attempt was answered.
pub fn state(attempt: &ExamAttempt, number: usize) -> &'static str {
    let outcomes = attempt.grade().outcomes;
    match number.checked_sub(1).and_then(|index| outcomes.get(index)) {
        Some(ItemOutcome::Right) => "right",
        Some(ItemOutcome::Wrong) => "wrong",
        _ if attempt.exam_slot(number).is_some_and(ExamSlot::is_late) => "answered late",
        _ => "not answered",
    }
}

/// What is not answered and what is flagged.
pub fn open_ends(attempt: &ExamAttempt) -> [Remark; 2] {
    [("Not answered", attempt.unanswered()), ("Flagged", attempt.flagged())].map(
        |(label, found)| {
            let text = if found.is_empty() {
                "none.".to_owned()
            } else {
                format!("{} ({} of {})", numbers(&found), found.len(), attempt.count())
            };
            remark(label, text, About::Habit)
        },
    )
}

/// What a step that came true did; `None` where the screen itself shows it.
pub fn done(attempt: &ExamAttempt, act: &ExamAction) -> Option<String> {
    if act.kind == ActionKind::Submit {
        return Some("submitted".to_owned());
    }
    let number = act.question?;
    let shown = attempt.slot(number).map(|slot| slot.shown(&act.places)).unwrap_or_default();
    let shown: Vec<usize> = shown.into_iter().map(|index| index + 1).collect();
    let late = if attempt.is_over() { " (late: not scored)" } else { "" };
    match act.kind {
        ActionKind::Pick => Some(format!("question {number}: {}{late}", numbers(&shown))),
        ActionKind::Clear => Some(format!("question {number} has no answer")),
        ActionKind::Flag => Some(format!("question {number} is flagged")),
        ActionKind::Unflag => Some(format!("question {number} is not flagged")),
        ActionKind::Strike => Some(format!("option {} is struck out", numbers(&shown))),
        ActionKind::Restore => Some(format!("option {} is restored", numbers(&shown))),
        _ => None,
    }
}

/// What is said of the time.
pub fn reminder(notice: Notice) -> String {
    match notice {
        Notice::Left(minutes) => format!("Time: {minutes}:00 left."),
        Notice::Over => {
            "Time is up. Answers from now on are saved, marked late and not scored.".to_owned()
        }
    }
}

/// Numbers with blanks between them.
pub fn numbers(numbers: &[usize]) -> String {
    numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}
