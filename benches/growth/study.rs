//! The answers of learners who go through the built-in bank again and again for two years: the
//! menu, and the progress.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use coldstart::store::Store;
use quizbank::answer::{Answer, Confidence, NewAnswer, Outcome, QuestionRev, Response};
use quizbank::model::calendar::{Day, Millis, Moment, Now};
use quizbank::model::question::QuestionId;

use super::dice::{self, Dice};
use super::measure::{self, Result, Table};

/// What the menu shows in its first frame.
pub(crate) const MENU: &str = "Scenarios";
/// The first day of study: 2024-11-27.
const FIRST: i32 = 20_054;
/// Days of study.
const DAYS: usize = 730;
/// Answers of a session.
const SESSION: usize = 20;
const DAY_MS: i64 = 86_400_000;

pub(crate) fn measure(count: usize, table: &mut Table) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let data = folder.path();
    let questions: Vec<(String, u32)> =
        dice::built_in()?.into_iter().map(|question| (question.id.0, question.rev)).collect();
    table.row("import", count, import(data, &questions, count)?);
    leave_sessions(data, &questions, count / SESSION)?;
    table.row("menu, first start", count, measure::one_start(&[], MENU, data));
    table.row("menu", count, measure::first_frame(&[], MENU, data));
    let mut store = Store::open(data)?;
    for question in questions.iter().take(SESSION) {
        let id = store.add(&answer(question))?;
        store.rate(&id, Confidence::Sure)?;
    }
    drop(store);
    table.row("menu after a session", count, measure::one_start(&[], MENU, data));
    table.row("stats, first", count, measure::run(&["stats"], data)?);
    table.row("stats", count, measure::run(&["stats"], data)?);
    table.row("data export", count, measure::run(&["data", "export"], data)?);
    Ok(())
}

/// Imports `count` answers to `questions` into the folder `data`: one in twelve wrong, half rated
/// afterward, one in fifty taken back.
pub(crate) fn import(
    data: &Path,
    questions: &[(String, u32)],
    count: usize,
) -> Result<measure::Cost> {
    let file = tempfile::NamedTempFile::new()?;
    let mut out = BufWriter::new(File::create(file.path())?);
    writeln!(out, "{{\"format_version\":1,\"kind\":\"coldstart-data\"}}")?;
    let mut dice = Dice::new(11);
    for number in 0..count {
        let (question, rev) = &questions[number % questions.len()];
        let day = number * DAYS / count;
        let within = number % count.div_ceil(DAYS).max(1);
        let day = FIRST + i32::try_from(day)?;
        let at = i64::from(day) * DAY_MS + 36_000_000 + i64::try_from(within)? * 15_000;
        let given_on = Day::new(day).ok_or("no such day")?;
        let (id, seed, took) =
            (number as u128 * 0x9E37_79B9_7F4A_7C15, dice.below(1 << 30), 12_000);
        let (option, is_right) = (dice.below(4), !dice.is_in(8));
        writeln!(
            out,
            "{{\"answer\":{{\"id\":\"{id:032x}\",\"question\":\"{question}\",\"rev\":{rev},\
             \"at_ms\":{at},\"day\":\"{given_on}\",\"options\":[{option}],\"right\":{is_right},\
             \"seed\":{seed},\"took_ms\":{took}}}}}"
        )?;
        if dice.is_in(50) {
            let confidence = dice.of(&Confidence::ALL)?.name();
            writeln!(
                out,
                "{{\"rating\":{{\"answer\":\"{id:032x}\",\"question\":\"{question}\",\"rev\":{rev},\
                 \"at_ms\":{},\"confidence\":\"{confidence}\"}}}}",
                at + 4_000
            )?;
        } else if dice.is_in(4) {
            writeln!(
                out,
                "{{\"taken-back\":{{\"answer\":\"{id:032x}\",\"question\":\"{question}\",\
                 \"rev\":{rev}}}}}"
            )?;
        }
    }
    out.flush()?;
    let path = file.path().to_str().ok_or("the file has no name")?;
    measure::run(&["data", "import", path], data)
}

/// Keeps what `sessions` left open, as the program does at the begin and the end of each.
fn leave_sessions(data: &Path, questions: &[(String, u32)], sessions: usize) -> Result<()> {
    let mut store = Store::open(data)?;
    let left: Vec<QuestionId> =
        questions.iter().take(SESSION).map(|(id, _)| QuestionId(id.clone())).collect();
    let today = Day::new(FIRST).ok_or("no such day")?;
    for _ in 0..sessions {
        store.set_open_session(today, &left)?;
        store.set_open_session(today, &[])?;
    }
    Ok(())
}

/// A right answer on the last day.
fn answer((id, rev): &(String, u32)) -> Answer {
    let day = Day::new(FIRST + 730).unwrap_or(Day::LAST);
    let response = Response::Chosen { positions: vec![1], outcome: Outcome::Right };
    let question = QuestionRev { id: QuestionId(id.clone()), rev: *rev };
    let draft = NewAnswer { question, response, confidence: None, seed: 1 };
    let at = Moment(i64::from(day.number()) * DAY_MS + 40_000_000);
    draft.given(Now { at, day }, Millis(9_000))
}
