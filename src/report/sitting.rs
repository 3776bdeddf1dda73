//! A sitting of an exam in words, the same in lines and on the full screen: what a
//! step did, what the time says, and in the end the score with what it is worth.

use std::fmt;

use super::notice::SCALE;
use quizbank::attempt::{self, ActionKind, ExamAction, ExamAttempt, ExamSlot, Gap, Notice};
use quizbank::grade::{ExamGrade, ExamResult, FEWEST_TO_JUDGE, ItemOutcome, SectionScore};
use quizbank::model::blueprint::Pass;
use quizbank::model::calendar::Millis;

/// One thing that is told, as `label: text`.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// What it is; empty for a sentence that stands alone.
    pub label: String,
    /// The figure or the words.
    pub text: String,
    /// What it is about, for whoever shows more than words.
    pub about: About,
}

/// What something is about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum About {
    /// The score itself.
    Score,
    /// What the score is worth.
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

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.label.is_empty() {
            return f.write_str(&self.text);
        }
        write!(f, "{}: {}", self.label, self.text)
    }
}

fn told(label: impl Into<String>, text: impl Into<String>, about: About) -> Told {
    Told { label: label.into(), text: text.into(), about }
}

/// The end of a sitting: the score, its uncertainty, and how the time went.
pub fn score(sitting: &ExamAttempt) -> Vec<Told> {
    let grade = sitting.grade();
    let mut all = vec![headline(sitting)];
    all.extend(worth(&grade));
    all.extend(domains(sitting, &grade));
    all.extend(times(sitting));
    all.extend(habits(sitting));
    let missed = missed(sitting).len();
    all.push(told("Missed", format!("{missed} of {} questions", sitting.count()), About::Habit));
    all
}

/// The score in a line, the same wherever it is told.
pub fn headline(sitting: &ExamAttempt) -> Told {
    let ExamGrade { scored, score, .. } = sitting.grade();
    let (right, scored, points) = (scored.right, scored.questions, score.points);
    let whole = match score.pass {
        Pass::Scaled(_) => format!("{points} of 1000"),
        Pass::Percent(_) => format!("{points} %"),
    };
    told("Score", format!("{whole}; {right} of {scored} that count are right"), About::Score)
}

fn worth(grade: &ExamGrade) -> Vec<Told> {
    let ExamGrade { scored, unscored, score, .. } = grade;
    let pass = score.pass;
    let mut all = Vec::new();
    if unscored.questions > 0 {
        let SectionScore { right, questions, .. } = unscored;
        let text = format!("{right} of {questions} right");
        all.push(told("On trial, not counted", text, About::Worth));
    }
    let error = match score.standard_error {
        Some(error) => format!("{error:.0} {}", unit(pass)),
        None => "none can be told where all or none is right".to_owned(),
    };
    all.push(told("One standard error", error, About::Worth));
    let chance = percent(score.chance);
    let chance =
        format!("{chance} that your true share of right answers is at the mark ({pass}) or above");
    all.push(told("Chance of mastery", chance, About::Worth));
    let verdict = match score.verdict {
        ExamResult::Passed => "passed".to_owned(),
        ExamResult::Missed => "not passed".to_owned(),
        ExamResult::TooFew => format!(
            "too few to judge; {} of the {FEWEST_TO_JUDGE} that it takes count",
            scored.questions
        ),
    };
    all.push(told("Result", verdict, About::Verdict(score.verdict)));
    if let Pass::Scaled(_) = pass {
        all.push(told("", SCALE, About::Worth));
    }
    all
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

fn domains<'a>(sitting: &'a ExamAttempt, grade: &'a ExamGrade) -> impl Iterator<Item = Told> + 'a {
    grade.domains.iter().filter_map(|(number, part)| {
        let name = sitting.key().domains.get(number)?;
        let few = if part.is_few() { ", few items" } else { "" };
        let text = format!("{} of {}{few}", part.right, part.questions);
        Some(told(format!("Domain {number}, {name}"), text, About::Domain(*part)))
    })
}

fn times(sitting: &ExamAttempt) -> [Told; 2] {
    let (used, limit) = (sitting.used(), sitting.head().limit);
    let mean = Millis(used.0.checked_div(sitting.count() as u64).unwrap_or_default());
    let whole = format!(
        "{} of {} used, {} a question",
        attempt::clock(used),
        attempt::clock(limit),
        attempt::clock(mean)
    );
    let each =
        sitting.slots().map(|(number, slot)| format!("{number} {}", attempt::clock(slot.spent())));
    let each = each.collect::<Vec<_>>().join(", ");
    [told("Time", whole, About::Time), told("Time by question", each, About::Questions)]
}

/// Flags, changes, late answers and gaps.
fn habits(sitting: &ExamAttempt) -> Vec<Told> {
    let mut all = Vec::new();
    for (label, found) in [("Flagged", sitting.flagged()), ("Changed answers", sitting.changed())] {
        if !found.is_empty() {
            all.push(told(label, numbers(&found), About::Habit));
        }
    }
    let late = sitting.late();
    if !late.is_empty() {
        let with = sitting.grade_with_late().scored;
        let text = format!(
            "{}; with them {} of {} would be right",
            numbers(&late),
            with.right,
            with.questions
        );
        all.push(told("Late answers, which do not count", text, About::Habit));
    }
    for Gap { length, .. } in sitting.gaps() {
        let shown = attempt::clock(Millis(length.unsigned_abs()));
        let text = match length {
            0.. => format!("{shown} passed without being used"),
            _ => format!("the wall clock was set back by {shown}"),
        };
        all.push(told("Gap", text, About::Habit));
    }
    all
}

/// Numbers of the questions that were not answered right.
pub fn missed(sitting: &ExamAttempt) -> Vec<usize> {
    let outcomes = (1..).zip(sitting.grade().outcomes);
    outcomes
        .filter(|(_, outcome)| *outcome != ItemOutcome::Right)
        .map(|(number, _)| number)
        .collect()
}

/// How a submitted sitting is checked.
pub fn way_to_verify(sitting: &ExamAttempt) -> String {
    format!("`coldstart exam verify {}` checks this sitting and its score.", sitting.head().id)
}

/// How a question of a submitted sitting was answered.
pub fn state(sitting: &ExamAttempt, number: usize) -> &'static str {
    let outcomes = sitting.grade().outcomes;
    match number.checked_sub(1).and_then(|index| outcomes.get(index)) {
        Some(ItemOutcome::Right) => "right",
        Some(ItemOutcome::Wrong) => "wrong",
        _ if sitting.exam_slot(number).is_some_and(ExamSlot::is_late) => "answered late",
        _ => "not answered",
    }
}

/// What is not answered and what is flagged.
pub fn open_ends(sitting: &ExamAttempt) -> [Told; 2] {
    [("Not answered", sitting.unanswered()), ("Flagged", sitting.flagged())].map(
        |(label, found)| {
            let text = if found.is_empty() {
                "none.".to_owned()
            } else {
                format!("{} ({} of {})", numbers(&found), found.len(), sitting.count())
            };
            told(label, text, About::Habit)
        },
    )
}

/// What a step that came true did; `None` where the screen itself shows it.
pub fn done(sitting: &ExamAttempt, act: &ExamAction) -> Option<String> {
    if act.kind == ActionKind::Submit {
        return Some("submitted".to_owned());
    }
    let number = act.question?;
    let shown = sitting.slot(number).map(|slot| slot.shown(&act.places)).unwrap_or_default();
    let shown: Vec<usize> = shown.into_iter().map(|index| index + 1).collect();
    let late = if sitting.is_over() { " (late: it does not count)" } else { "" };
    match act.kind {
        ActionKind::Pick => Some(format!("question {number}: {}{late}", numbers(&shown))),
        ActionKind::Clear => Some(format!("question {number} has no answer")),
        ActionKind::Flag => Some(format!("question {number} is flagged")),
        ActionKind::Unflag => Some(format!("question {number} is not flagged")),
        ActionKind::Strike => Some(format!("option {} is struck out", numbers(&shown))),
        ActionKind::Restore => Some(format!("option {} is back", numbers(&shown))),
        _ => None,
    }
}

/// What is said of the time.
pub fn reminder(notice: Notice) -> String {
    match notice {
        Notice::Left(minutes) => format!("Time: {minutes}:00 left."),
        Notice::Over => "Time: it is over. What is answered from now on is kept, marked late, and \
                         does not count."
            .to_owned(),
    }
}

/// Numbers with blanks between them.
pub fn numbers(numbers: &[usize]) -> String {
    numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}
