//! A learner's progress, as a page, as one object and as rows.

mod record;

use std::io::{self, Write};

use serde_json::{Value, json};

use super::Format;
use super::countdown;
use super::csv;
use super::json::pretty;
use super::table::{Column, Page, write_list, write_wrapped};
use crate::app::next_step::NextStep;
use quizbank::answer::Confidence;
use quizbank::attempt;
use quizbank::model::blueprint::Pass;
use quizbank::model::course::Course;
use quizbank::prediction;
use quizbank::progress::{DomainName, LearnerProgress, PastExam, RepeatedMistake, StudyCounts};
use quizbank::score::Tally;
use spanned_toml::faults::counted;

/// The longest bar of the forecast.
const BAR: usize = 40;
/// Mistakes that a page shows; JSON and CSV hold them all.
const MISTAKES: usize = 10;
/// Exams that a page shows; the others alike.
const EXAMS: usize = 10;
/// Days of the forecast that a page shows.
const DAYS: usize = 14;

/// Writes the progress of a learner, and what is `next`, where that is counted. The page has
/// the titles that `course` gives topics, JSON and CSV their ids.
pub fn write(
    out: &mut dyn Write,
    progress: &LearnerProgress,
    next: Option<&NextStep>,
    course: &Course,
    format: Format,
    page: Page,
) -> io::Result<()> {
    match format {
        Format::Table => write_page(out, progress, next, course, page),
        Format::Json => {
            let mut object = record::object(progress);
            object["next"] = next.map_or(
                Value::Null,
                |next| json!({ "title": next.title(), "command": next.command() }),
            );
            pretty(out, &object)
        }
        Format::Csv => csv::write_rows(out, page.csv, &record::rows(progress)),
    }
}

fn write_page(
    out: &mut dyn Write,
    progress: &LearnerProgress,
    next: Option<&NextStep>,
    course: &Course,
    page: Page,
) -> io::Result<()> {
    writeln!(out, " {}", page.ink.strong(&known(progress)))?;
    writeln!(out, " {}", answers(progress))?;
    writeln!(out, " {}", days(progress))?;
    if let Some(next) = next {
        let said = format!("Next: {} ({})", next.title(), next.command());
        write_wrapped(out, &said, 1, page)?;
    }
    if let Some(switch) = countdown::switch(&progress.exam) {
        write_wrapped(out, &switch, 1, page)?;
    }
    if let Some(reported) = predictions(progress) {
        writeln!(out, " {reported}")?;
    }
    if progress.elsewhere > 0 {
        let elsewhere = progress.elsewhere;
        writeln!(out, " {elsewhere} more answers are to questions outside this selection")?;
    }
    writeln!(out)?;
    let topics = progress.topics.iter().map(|(id, it)| (course.topic_title(id).to_owned(), it));
    write_parts(out, page, Column::Words("topic"), topics)?;
    writeln!(out)?;
    let domains = progress.domains.iter().map(|(it, part)| (domain_name(it), part));
    write_parts(out, page, Column::Words("domain (weight in the exam)"), domains)?;
    if !progress.calibration.is_empty() {
        writeln!(out)?;
        let columns =
            [Column::Name("confidence"), Column::Figure("answers"), Column::Figure("right")];
        let cells = progress.calibration.iter().map(|&(said, tally)| {
            vec![sure(said).to_owned(), tally.answered.to_string(), right(tally)]
        });
        write_list(out, page, &columns, cells)?;
    }
    if !progress.mistakes.is_empty() {
        writeln!(out)?;
        write_mistakes(out, page, &progress.mistakes, course)?;
    }
    if !progress.exams.is_empty() {
        writeln!(out)?;
        write_exams(out, page, &progress.exams)?;
    }
    writeln!(out)?;
    write_forecast(out, progress)
}

/// How often somebody was asked for a prediction at a stop of a run, how it came
/// true, and how many saw what happened; `None` where nobody was.
pub fn predictions(progress: &LearnerProgress) -> Option<String> {
    let prediction::PredictionRecord { asked, predicted, seen } = progress.predictions;
    let share = |word: &str, tally: Tally| tally.percent().map(|it| format!("{it} % {word}"));
    let shares = [share("predicted right", predicted), share("observed right", seen)];
    let votes = counted(predicted.answered, "vote");
    let mut reported = vec![format!("{} by {votes}", counted(asked, "prediction"))];
    reported.extend(shares.into_iter().flatten());
    (asked > 0).then(|| reported.join(" · "))
}

/// How much of the bank is known.
pub fn known(progress: &LearnerProgress) -> String {
    let StudyCounts { questions, known, .. } = progress.total;
    format!("{known} of {questions} questions known")
}

/// How many answers there are, how many were right, and what there is to do.
pub fn answers(progress: &LearnerProgress) -> String {
    let StudyCounts { answers, due, new, .. } = progress.total;
    let given = match answers.answered {
        0 => "no answers yet".to_owned(),
        count => format!("{}, {} right", counted(count, "answer"), right(answers)),
    };
    format!("{given} · {due} due, {new} new")
}

/// The days of study, and how far away the exam is.
pub fn days(progress: &LearnerProgress) -> String {
    let many = |count: u32| counted(count, "day");
    let streak = progress.streak;
    let row = match streak.current {
        0 | 1 => format!("{} of study", many(streak.days)),
        current => format!("{} of study, a streak of {current}", many(streak.days)),
    };
    format!("{row} · {}", countdown::headline(&progress.exam))
}

fn write_parts<'a>(
    out: &mut dyn Write,
    page: Page,
    head: Column,
    parts: impl Iterator<Item = (String, &'a StudyCounts)>,
) -> io::Result<()> {
    let columns = [
        head,
        Column::Figure("answers"),
        Column::Figure("right"),
        Column::Figure("known"),
        Column::Figure("of"),
        Column::Figure("due"),
        Column::Figure("new"),
    ];
    let cells = parts.map(|(name, part)| {
        let counts = [part.known, part.questions, part.due, part.new];
        let mut cells = vec![name, part.answers.answered.to_string(), right(part.answers)];
        cells.extend(counts.map(|count| count.to_string()));
        cells
    });
    write_list(out, page, &columns, cells)
}

fn write_mistakes(
    out: &mut dyn Write,
    page: Page,
    mistakes: &[RepeatedMistake],
    course: &Course,
) -> io::Result<()> {
    let columns = [
        Column::Name("mistake"),
        Column::Figure("times"),
        Column::Name("last made"),
        Column::Words("topics"),
    ];
    let cells = mistakes.iter().take(MISTAKES).map(|mistake| {
        let (times, last) = (mistake.times.to_string(), mistake.last.to_string());
        let topics: Vec<&str> = mistake.topics.iter().map(|id| course.topic_title(id)).collect();
        vec![mistake.name.clone(), times, last, topics.join(", ")]
    });
    write_list(out, page, &columns, cells)?;
    match mistakes.len().saturating_sub(MISTAKES) {
        0 => Ok(()),
        more => writeln!(out, " and {more} more; `--format csv` lists them all"),
    }
}

fn write_exams(out: &mut dyn Write, page: Page, exams: &[PastExam]) -> io::Result<()> {
    let columns = [
        Column::Name("exam"),
        Column::Name("form"),
        Column::Figure("score"),
        Column::Figure("right"),
        Column::Figure("time used"),
    ];
    let cells = exams.iter().take(EXAMS).map(|exam| {
        let time = time_used(exam);
        vec![exam.day.to_string(), form(exam), score(exam), right_of(exam), time]
    });
    write_list(out, page, &columns, cells)?;
    match exams.len().saturating_sub(EXAMS) {
        0 => Ok(()),
        more => writeln!(out, " and {more} more; `--format csv` lists them all"),
    }
}

/// The blueprint of an exam, and its topic where it has one.
pub fn form(exam: &PastExam) -> String {
    match &exam.form.topic {
        None => exam.form.blueprint.clone(),
        Some(topic) => format!("{} on {topic}", exam.form.blueprint),
    }
}

/// What an exam came to: points, percent, or that it is open.
pub fn score(exam: &PastExam) -> String {
    match (exam.points, exam.pass) {
        (None, _) => "open".to_owned(),
        (Some(points), Some(Pass::Percent(_))) => format!("{} %", points.points),
        (Some(points), _) => points.points.to_string(),
    }
}

/// How many of an exam's questions that count were right.
pub fn right_of(exam: &PastExam) -> String {
    exam.points
        .map_or_else(|| "–".to_owned(), |points| format!("{} of {}", points.right, points.scored))
}

/// How much of an exam's time was used.
pub fn time_used(exam: &PastExam) -> String {
    format!("{} of {}", attempt::clock(exam.used), attempt::clock(exam.limit))
}

/// What is due on which day, a bar a day.
fn write_forecast(out: &mut dyn Write, progress: &LearnerProgress) -> io::Result<()> {
    let shown = progress.forecast.iter().take(DAYS);
    let most = shown.clone().map(|&(_, count)| count).max().unwrap_or_default();
    if most == 0 {
        return writeln!(out, " nothing is due in the next {}", counted(shown.len(), "day"));
    }
    writeln!(out, " due")?;
    for &(day, count) in shown {
        let bar = "█".repeat((count * BAR.min(most)).div_ceil(most));
        let line = format!(" {} {day} {count:>4} {bar}", day.weekday());
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// A domain by its name, or by its number where it has none, and its weight in the exam.
pub fn domain_name(domain: &DomainName) -> String {
    let name = domain.name.clone().unwrap_or_else(|| domain.number.to_string());
    match domain.weight {
        Some(weight) => format!("{name} ({weight} %)"),
        None => name,
    }
}

/// The share of right answers, where there are any.
pub fn right(tally: Tally) -> String {
    tally.percent().map_or_else(|| "–".to_owned(), |percent| format!("{percent} %"))
}

/// How sure an answer felt.
pub fn sure(said: Option<Confidence>) -> &'static str {
    said.map_or("not rated", Confidence::name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use quizbank::attempt::Points;
    use quizbank::countdown::{ExamCode, ExamCountdown};
    use quizbank::model::calendar::{Day, Millis};
    use quizbank::model::course::CourseTopic;
    use quizbank::model::paper::FormIdentity;
    use quizbank::progress::Streak;

    fn day(number: i32) -> Day {
        Day::new(20_780 + number).unwrap()
    }

    fn exam(blueprint: &str, topic: Option<&str>, pass: Pass, points: Option<u32>) -> PastExam {
        PastExam {
            attempt: format!("attempt-{blueprint}"),
            form: FormIdentity {
                blueprint: blueprint.to_owned(),
                topic: topic.map(str::to_owned),
                seed: 7,
                algorithm: 1,
                bank: "b".to_owned(),
                series: None,
            },
            day: day(-1),
            used: Millis(3_723_000),
            limit: Millis(7_800_000),
            points: points.map(|points| Points { right: 9, scored: 12, points }),
            pass: Some(pass),
        }
    }

    fn progress() -> LearnerProgress {
        let tally = |right, answered| Tally { right, answered };
        let part = |answers, known| StudyCounts { answers, questions: 9, known, due: 3, new: 5 };
        let mistake = |number: usize| RepeatedMistake {
            name: format!("mistake-{number}"),
            times: 12 - number,
            last: day(-2),
            topics: vec!["iam".to_owned(), "scaling".to_owned()],
        };
        LearnerProgress {
            total: part(tally(7, 9), 4),
            topics: vec![
                ("iam".to_owned(), part(tally(7, 9), 4)),
                ("scaling".to_owned(), StudyCounts::default()),
            ],
            domains: vec![(
                DomainName {
                    number: 4,
                    name: Some("Troubleshooting and Optimization".to_owned()),
                    weight: Some(18),
                },
                StudyCounts { questions: 120, ..part(tally(7, 9), 4) },
            )],
            mistakes: (1..12).map(mistake).collect(),
            calibration: vec![(None, tally(1, 1)), (Some(Confidence::Sure), tally(6, 8))],
            forecast: (0..).map(day).zip([3, 0, 120, 1]).collect(),
            streak: Streak { current: 3, longest: 5, days: 11 },
            exam: ExamCountdown {
                code: ExamCode::DvaC03,
                date: Some(day(27)),
                today: day(0),
                switch: Some(day(8)),
            },
            exams: vec![
                exam("dva-c02", None, Pass::Scaled(720), None),
                exam("dva-c02-16", None, Pass::Scaled(720), Some(775)),
                exam("topic-test", Some("operations"), Pass::Percent(60), Some(75)),
            ],
            predictions: prediction::PredictionRecord {
                asked: 3,
                predicted: Tally { right: 11, answered: 40 },
                seen: Tally { right: 31, answered: 38 },
            },
            elsewhere: 2,
        }
    }

    fn written(format: Format) -> String {
        let mut out = Vec::new();
        let course = Course {
            topics: vec![CourseTopic {
                id: "scaling".to_owned(),
                title: "Auto scaling".to_owned(),
                ..CourseTopic::default()
            }],
            ..Course::default()
        };
        let next = Some(&NextStep::Review(3));
        write(&mut out, &progress(), next, &course, format, Page::PIPE).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_page_for_people_fits_eighty_columns() {
        let page = written(Format::Table);
        assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
        insta::assert_snapshot!(page);
    }

    #[test]
    fn json_holds_everything() {
        let value: Value = serde_json::from_str(&written(Format::Json)).unwrap();
        assert_eq!(value["topics"][0]["right_ratio"], 7.0 / 9.0);
        assert_eq!(value["topics"][1]["right_ratio"], Value::Null);
        assert_eq!(value["mistakes"].as_array().map(Vec::len), Some(11));
        assert_eq!(value["calibration"][0]["confidence"], Value::Null);
        assert_eq!(value["forecast"][2], json!({ "day": "2026-11-25", "due": 120 }));
        assert_eq!(value["days"]["in_a_row"], 3);
        assert_eq!(value["exam_date"], "2026-12-20");
        assert_eq!(value["domains"][0]["title"], "Troubleshooting and Optimization");
        assert_eq!(value["domains"][0]["weight"], 18);
        assert_eq!(value["exams"][0]["score"], Value::Null);
        let topic_test = &value["exams"][2];
        assert_eq!((&topic_test["score"], &topic_test["scale"]), (&75.into(), &"percent".into()));
        assert_eq!(
            (&topic_test["date"], &topic_test["used_ms"]),
            (&"2026-11-22".into(), &3_723_000.into())
        );
    }

    #[test]
    fn csv_is_a_row_for_each_thing_that_was_counted() {
        insta::assert_snapshot!(written(Format::Csv));
    }
}
