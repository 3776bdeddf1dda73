//! The progress of a learner for programs: one object, and rows for spreadsheets.

use serde::Serialize;
use serde_json::{Value, json};

use super::{form, sure};
use quizbank::answer::Confidence;
use quizbank::model::blueprint::Pass;
use quizbank::progress::{LearnerProgress, StudyCounts};
use quizbank::score::Tally;

/// Some questions of the bank by their name.
#[derive(Serialize)]
struct Part<'a, N> {
    name: N,
    #[serde(flatten)]
    counts: &'a StudyCounts,
    /// What a domain is called; nothing else has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a Option<String>>,
    /// What a domain weighs in the exam, in percent.
    #[serde(skip_serializing_if = "Option::is_none")]
    weight: Option<u32>,
}

impl<'a, N> Part<'a, N> {
    fn new(name: N, counts: &'a StudyCounts) -> Self {
        Self { name, counts, title: None, weight: None }
    }
}

/// Answers that felt equally sure.
#[derive(Serialize)]
struct Calibration {
    confidence: Option<&'static str>,
    #[serde(flatten)]
    tally: Tally,
}

/// The progress as one object, as `--format json` writes it.
pub(super) fn object(progress: &LearnerProgress) -> Value {
    let topics = progress.topics.iter().map(|(name, it)| Part::new(name, it)).collect::<Vec<_>>();
    let domains = progress.domains.iter().map(|(domain, it)| Part {
        title: Some(&domain.name),
        weight: domain.weight,
        ..Part::new(domain.number, it)
    });
    let calibration = progress
        .calibration
        .iter()
        .map(|&(said, tally)| Calibration { confidence: said.map(Confidence::name), tally });
    let forecast = progress.forecast.iter().map(|(day, count)| json!({ "day": day, "due": count }));
    let exams = progress.exams.iter().map(|exam| {
        json!({
            "attempt": exam.attempt,
            "blueprint": exam.form.blueprint,
            "topic": exam.form.topic,
            "seed": exam.form.seed,
            "date": exam.day.to_string(),
            "submitted": exam.points.is_some(),
            "score": exam.points.map(|points| points.points),
            "scale": exam.pass.map(scale),
            "right": exam.points.map(|points| points.right),
            "scored": exam.points.map(|points| points.scored),
            "used_ms": exam.used.0,
            "limit_ms": exam.limit.0,
        })
    });
    json!({
        "format_version": 1,
        "total": Part::new("total", &progress.total),
        "topics": topics,
        "domains": domains.collect::<Vec<_>>(),
        "calibration": calibration.collect::<Vec<_>>(),
        "mistakes": progress.mistakes,
        "forecast": forecast.collect::<Vec<_>>(),
        "days": {
            "studied": progress.streak.days,
            "in_a_row": progress.streak.current,
            "longest_row": progress.streak.longest,
        },
        "exams": exams.collect::<Vec<_>>(),
        "exam": progress.exam.code.name(),
        "exam_date": progress.exam.date.map(|day| day.to_string()),
        "days_left": progress.exam.days_left(),
        "predictions": {
            "asked": progress.predictions.asked,
            "predicted": progress.predictions.predicted.answered,
            "predicted_right": progress.predictions.predicted.right,
            "seen": progress.predictions.seen.answered,
            "seen_right": progress.predictions.seen.right,
        },
        "answers_elsewhere": progress.elsewhere,
    })
}

/// What a score is measured in.
fn scale(pass: Pass) -> &'static str {
    match pass {
        Pass::Scaled(_) => "points",
        Pass::Percent(_) => "percent",
    }
}

/// One thing that was counted; what does not apply is empty.
#[derive(Default, Serialize)]
pub(super) struct Row {
    section: &'static str,
    name: String,
    answers: Option<usize>,
    right: Option<usize>,
    questions: Option<usize>,
    known: Option<usize>,
    due: Option<usize>,
    new: Option<usize>,
    last: String,
    score: Option<u32>,
    used_ms: Option<u64>,
}

/// A row for each thing that was counted, as `--format csv` writes them.
pub(super) fn rows(progress: &LearnerProgress) -> Vec<Row> {
    let part = |section, name: String, part: &StudyCounts| Row {
        section,
        name,
        answers: Some(part.answers.answered),
        right: Some(part.answers.right),
        questions: Some(part.questions),
        known: Some(part.known),
        due: Some(part.due),
        new: Some(part.new),
        ..Row::default()
    };
    let mut rows = vec![part("total", "total".to_owned(), &progress.total)];
    rows.extend(progress.topics.iter().map(|(name, it)| part("topic", name.clone(), it)));
    rows.extend(progress.domains.iter().map(|(it, of)| part("domain", it.number.to_string(), of)));
    rows.extend(progress.calibration.iter().map(|&(said, tally)| Row {
        section: "confidence",
        name: sure(said).to_owned(),
        answers: Some(tally.answered),
        right: Some(tally.right),
        ..Row::default()
    }));
    rows.extend(progress.mistakes.iter().map(|mistake| Row {
        section: "mistake",
        name: mistake.name.clone(),
        answers: Some(mistake.times),
        right: Some(0),
        last: mistake.last.to_string(),
        ..Row::default()
    }));
    rows.extend(progress.exams.iter().map(|exam| Row {
        section: "exam",
        name: form(exam),
        right: exam.points.map(|points| points.right),
        questions: exam.points.map(|points| points.scored),
        last: exam.day.to_string(),
        score: exam.points.map(|points| points.points),
        used_ms: Some(exam.used.0),
        ..Row::default()
    }));
    rows.extend(progress.forecast.iter().map(|&(day, due)| Row {
        section: "forecast",
        name: day.to_string(),
        due: Some(due),
        ..Row::default()
    }));
    rows
}
