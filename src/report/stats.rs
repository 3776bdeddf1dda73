//! How a learner gets on, as a page, as one object and as rows.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Value, json};

use super::Format;
use super::list::write_rows;
use super::table::{Column, Page, write_list};
use crate::quiz::progress::{Mistake, Part, Progress};
use crate::quiz::score::Tally;
use crate::quiz::session::Confidence;

/// The longest bar of the forecast.
const BAR: usize = 40;
/// Mistakes that a page shows; JSON and CSV hold them all.
const MISTAKES: usize = 10;

/// Writes how somebody gets on.
pub fn write(
    out: &mut dyn Write,
    progress: &Progress,
    format: Format,
    page: Page,
) -> io::Result<()> {
    match format {
        Format::Table => write_page(out, progress, page),
        Format::Json => writeln!(out, "{:#}", object(progress)),
        Format::Csv => write_rows(out, &rows(progress), Format::Csv),
    }
}

fn write_page(out: &mut dyn Write, progress: &Progress, page: Page) -> io::Result<()> {
    let Part { answers, questions, known, due, new } = progress.total;
    writeln!(out, " {}", page.ink.strong(&format!("{known} of {questions} questions known")))?;
    let (given, share) = (answers.answered, right(answers));
    writeln!(out, " {given} answers, {share} right · {due} due, {new} new")?;
    writeln!(out, " {}", days(progress))?;
    if progress.elsewhere > 0 {
        let elsewhere = progress.elsewhere;
        writeln!(out, " {elsewhere} more answers are to questions that are not among these")?;
    }
    writeln!(out)?;
    write_parts(out, page, "topic", progress.topics.iter().map(|(name, it)| (name.clone(), it)))?;
    writeln!(out)?;
    let domains = progress.domains.iter().map(|(number, it)| (number.to_string(), it));
    write_parts(out, page, "domain", domains)?;
    if !progress.calibration.is_empty() {
        writeln!(out)?;
        let columns =
            [Column::Name("how sure"), Column::Figure("answers"), Column::Figure("right")];
        let cells = progress.calibration.iter().map(|&(said, tally)| {
            vec![sure(said).to_owned(), tally.answered.to_string(), right(tally)]
        });
        write_list(out, page, &columns, cells)?;
    }
    if !progress.mistakes.is_empty() {
        writeln!(out)?;
        write_mistakes(out, page, &progress.mistakes)?;
    }
    writeln!(out)?;
    write_forecast(out, progress)
}

/// The days of study, and the day of the exam.
fn days(progress: &Progress) -> String {
    let many = |count: u32| format!("{count} {}", if count == 1 { "day" } else { "days" });
    let streak = progress.streak;
    let row = match streak.current {
        0 | 1 => format!("{} of study", many(streak.days)),
        current => format!("{} of study, {current} in a row", many(streak.days)),
    };
    match progress.exam {
        Some(exam) => format!("{row} · exam on {} {exam}", exam.weekday()),
        None => row,
    }
}

fn write_parts<'a>(
    out: &mut dyn Write,
    page: Page,
    head: &'static str,
    parts: impl Iterator<Item = (String, &'a Part)>,
) -> io::Result<()> {
    let columns = [
        Column::Name(head),
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

fn write_mistakes(out: &mut dyn Write, page: Page, mistakes: &[Mistake]) -> io::Result<()> {
    let columns = [
        Column::Name("mistake"),
        Column::Figure("times"),
        Column::Name("last made"),
        Column::Words("topics"),
    ];
    let cells = mistakes.iter().take(MISTAKES).map(|mistake| {
        let (times, last) = (mistake.times.to_string(), mistake.last.to_string());
        vec![mistake.name.clone(), times, last, mistake.topics.join(", ")]
    });
    write_list(out, page, &columns, cells)?;
    match mistakes.len().saturating_sub(MISTAKES) {
        0 => Ok(()),
        more => writeln!(out, " and {more} more; `--format csv` lists them all"),
    }
}

/// What comes back on which day, a bar a day.
fn write_forecast(out: &mut dyn Write, progress: &Progress) -> io::Result<()> {
    let most = progress.forecast.iter().map(|&(_, count)| count).max().unwrap_or_default();
    if most == 0 {
        return writeln!(out, " nothing comes back in the next {} days", progress.forecast.len());
    }
    writeln!(out, " comes back")?;
    for &(day, count) in &progress.forecast {
        let bar = "█".repeat((count * BAR.min(most)).div_ceil(most));
        let line = format!(" {} {day} {count:>4} {bar}", day.weekday());
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

fn right(tally: Tally) -> String {
    tally.percent().map_or_else(|| "–".to_owned(), |percent| format!("{percent} %"))
}

fn sure(said: Option<Confidence>) -> &'static str {
    said.map_or("not said", Confidence::name)
}

fn share(tally: Tally) -> Option<f64> {
    (tally.answered > 0).then(|| tally.right as f64 / tally.answered as f64)
}

fn object(progress: &Progress) -> Value {
    let part = |name: Value, part: &Part| {
        json!({
            "name": name,
            "answers": part.answers.answered,
            "right": part.answers.right,
            "right_ratio": share(part.answers),
            "questions": part.questions,
            "known": part.known,
            "due": part.due,
            "new": part.new,
        })
    };
    let list = |parts: Vec<Value>| Value::Array(parts);
    let calibration = progress.calibration.iter().map(|&(said, tally)| {
        json!({
            "confidence": said.map(Confidence::name),
            "answers": tally.answered,
            "right": tally.right,
            "right_ratio": share(tally),
        })
    });
    let mistakes = progress.mistakes.iter().map(|mistake| {
        json!({
            "name": mistake.name,
            "times": mistake.times,
            "last": mistake.last.to_string(),
            "topics": mistake.topics,
        })
    });
    let forecast = progress
        .forecast
        .iter()
        .map(|(day, count)| json!({ "day": day.to_string(), "due": count }));
    json!({
        "format_version": 1,
        "total": part("total".into(), &progress.total),
        "topics": list(progress.topics.iter().map(|(name, it)| part(name.as_str().into(), it)).collect()),
        "domains": list(progress.domains.iter().map(|(name, it)| part((*name).into(), it)).collect()),
        "calibration": list(calibration.collect()),
        "mistakes": list(mistakes.collect()),
        "forecast": list(forecast.collect()),
        "days": {
            "studied": progress.streak.days,
            "in_a_row": progress.streak.current,
            "longest_row": progress.streak.longest,
        },
        "exam_date": progress.exam.map(|day| day.to_string()),
        "answers_elsewhere": progress.elsewhere,
    })
}

/// One thing that was counted; what does not apply is empty.
#[derive(Default, Serialize)]
struct Row {
    section: &'static str,
    name: String,
    answers: Option<usize>,
    right: Option<usize>,
    questions: Option<usize>,
    known: Option<usize>,
    due: Option<usize>,
    new: Option<usize>,
    last: String,
}

fn rows(progress: &Progress) -> Vec<Row> {
    let part = |section, name: String, part: &Part| Row {
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
    rows.extend(progress.domains.iter().map(|(name, it)| part("domain", name.to_string(), it)));
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
    rows.extend(progress.forecast.iter().map(|&(day, due)| Row {
        section: "forecast",
        name: day.to_string(),
        due: Some(due),
        ..Row::default()
    }));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::calendar::Day;
    use crate::quiz::progress::Streak;

    fn day(number: i32) -> Day {
        Day::new(20_780 + number).unwrap()
    }

    fn progress() -> Progress {
        let tally = |right, answered| Tally { right, answered };
        let part = |answers, known| Part { answers, questions: 9, known, due: 3, new: 5 };
        let mistake = |number: usize| Mistake {
            name: format!("mistake-{number}"),
            times: 12 - number,
            last: day(-2),
            topics: vec!["iam".to_owned(), "scaling".to_owned()],
        };
        Progress {
            total: part(tally(7, 9), 4),
            topics: vec![
                ("iam".to_owned(), part(tally(7, 9), 4)),
                ("scaling".to_owned(), Part::default()),
            ],
            domains: vec![(2, part(tally(7, 9), 4))],
            mistakes: (1..12).map(mistake).collect(),
            calibration: vec![(None, tally(1, 1)), (Some(Confidence::Sure), tally(6, 8))],
            forecast: (0..).map(day).zip([3, 0, 120, 1]).collect(),
            streak: Streak { current: 3, longest: 5, days: 11 },
            exam: Some(day(27)),
            elsewhere: 2,
        }
    }

    fn written(format: Format) -> String {
        let mut out = Vec::new();
        write(&mut out, &progress(), format, Page::PIPE).unwrap();
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
    }

    #[test]
    fn csv_is_a_row_for_each_thing_that_was_counted() {
        insta::assert_snapshot!(written(Format::Csv));
    }
}
