//! What an instructor hands out and takes in: a paper to print, and papers, keys
//! and sheets as JSON.

use std::io::{self, Write};

use serde::Serialize;

use super::json::pretty;
use super::table::{Page, wrap};
use quizbank::model::blueprint::Pass;
use quizbank::model::paper::{
    AnswerKey, AnswerSheet, Correctness, FormIdentity, Paper, Scoring, Series, letter,
};
use quizbank::model::question::{Exhibit, QuestionId};
use spanned_toml::faults::counted;

/// Writes a paper to print.
pub fn write_paper(out: &mut dyn Write, paper: &Paper, page: Page) -> io::Result<()> {
    let count = paper.questions.len();
    let FormIdentity { algorithm, bank, .. } = &paper.identity;
    let bank = bank.get(..12).unwrap_or(bank);
    writeln!(out, "{}", page.ink.strong(&paper.title))?;
    writeln!(
        out,
        "{} · {} · {}",
        paper.identity,
        counted(count, "question"),
        counted(paper.minutes, "minute")
    )?;
    writeln!(out, "bank {bank}… · algorithm {algorithm}")?;
    if let Some(whole) = paper.whole {
        let short = format!(
            "A short form: a whole one has {whole} questions, and the bank has no more for this one \
             on which course and AWS agree."
        );
        paragraph(out, &short, "", page)?;
    }
    writeln!(out, "\nName: ______________________________\n")?;
    let rules = "Give as many letters as a question asks for. It is right when all of them are; a wrong \
                 answer takes nothing off, so leave none out.";
    paragraph(out, rules, "", page)?;
    for (number, asked) in (1..).zip(&paper.questions) {
        writeln!(out, "\n{}", page.ink.strong(&format!("Question {number} of {count}")))?;
        paragraph(out, &asked.stem, "", page)?;
        if let Some(exhibit) = &asked.exhibit {
            write!(out, "\n{exhibit}")?;
        }
        writeln!(out)?;
        for (index, option) in asked.options.iter().enumerate() {
            let mark = format!("{}. ", letter(index).unwrap_or('?'));
            paragraph(out, &option.text, &mark, page)?;
        }
    }
    Ok(())
}

/// Words within the page, the first line behind `mark`, the others under it.
fn paragraph(out: &mut dyn Write, text: &str, mark: &str, page: Page) -> io::Result<()> {
    let indent = " ".repeat(mark.len());
    let room = usize::from(page.width).saturating_sub(mark.len()).max(20);
    for (index, line) in wrap(text, room).into_iter().enumerate() {
        writeln!(out, "{}{line}", if index == 0 { mark } else { &indent })?;
    }
    Ok(())
}

/// Writes a paper for programs.
pub fn write_paper_json(out: &mut dyn Write, paper: &Paper) -> io::Result<()> {
    let questions = (1..).zip(&paper.questions).map(|(number, asked)| AskedRow {
        number,
        id: &asked.id,
        select: asked.select,
        stem: &asked.stem,
        exhibit: asked
            .exhibit
            .as_ref()
            .map(|Exhibit { kind, text }| ExhibitRow { kind: kind.name(), text }),
        options: (asked.options.iter().enumerate())
            .map(|(index, option)| PrintedRow {
                letter: letter(index),
                place: option.place,
                text: &option.text,
            })
            .collect(),
    });
    let row = PaperRow {
        format_version: 1,
        kind: "paper",
        form: FormRow::of(&paper.identity),
        title: &paper.title,
        minutes: paper.minutes,
        whole: paper.whole,
        questions: questions.collect(),
    };
    pretty(out, &row)
}

/// Writes a key for programs.
pub fn write_key_json(out: &mut dyn Write, key: &AnswerKey) -> io::Result<()> {
    let (pass, pass_percent) = match key.pass {
        Pass::Scaled(points) => (Some(points), None),
        Pass::Percent(percent) => (None, Some(percent)),
    };
    let questions = (1..).zip(&key.questions).map(|(number, keyed)| KeyedRow {
        number,
        id: &keyed.id,
        rev: keyed.rev,
        topic: &keyed.topic,
        domain: keyed.domain,
        scored: keyed.counts == Scoring::Scored,
        options: (keyed.options.iter().enumerate())
            .map(|(index, option)| MarkedRow {
                letter: letter(index),
                place: option.place,
                right: option.worth == Correctness::Right,
                misconception: match &option.worth {
                    Correctness::Wrong(misconception) => misconception.as_deref(),
                    Correctness::Right => None,
                },
            })
            .collect(),
    });
    let domains = key.domains.iter().map(|(&number, name)| DomainRow { number, name });
    let row = KeyRow {
        format_version: 1,
        kind: "key",
        form: FormRow::of(&key.identity),
        title: &key.title,
        pass,
        pass_percent,
        domains: domains.collect(),
        questions: questions.collect(),
    };
    pretty(out, &row)
}

/// Writes a sheet, whose answers are to the questions of `paper`.
pub fn write_sheet_json(out: &mut dyn Write, sheet: &AnswerSheet, paper: &Paper) -> io::Result<()> {
    let answers = sheet.answers.iter().filter_map(|(&number, places)| {
        let asked = paper.questions.get(number.checked_sub(1)?)?;
        Some(AnswerRow { number, id: &asked.id, places })
    });
    let row = SheetRow {
        format_version: 1,
        kind: "sheet",
        form: FormRow::of(&sheet.identity),
        name: &sheet.name,
        answers: answers.collect(),
    };
    pretty(out, &row)
}

/// What a form is drawn from, as all files name it.
#[derive(Serialize)]
pub(super) struct FormRow<'a> {
    blueprint: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    topic: Option<&'a str>,
    seed: u64,
    algorithm: u32,
    bank: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    series: Option<SeriesRow>,
}

#[derive(Serialize)]
struct SeriesRow {
    number: usize,
    of: usize,
}

impl<'a> FormRow<'a> {
    pub(super) fn of(identity: &'a FormIdentity) -> Self {
        let FormIdentity { blueprint, topic, seed, algorithm, bank, series } = identity;
        Self {
            blueprint,
            topic: topic.as_deref(),
            seed: *seed,
            algorithm: *algorithm,
            bank,
            series: series.map(|Series { number, of }| SeriesRow { number, of }),
        }
    }
}

#[derive(Serialize)]
struct PaperRow<'a> {
    format_version: u32,
    kind: &'static str,
    form: FormRow<'a>,
    title: &'a str,
    minutes: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    whole: Option<usize>,
    questions: Vec<AskedRow<'a>>,
}

#[derive(Serialize)]
struct AskedRow<'a> {
    number: usize,
    #[serde(serialize_with = "as_text")]
    id: &'a QuestionId,
    select: usize,
    stem: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    exhibit: Option<ExhibitRow<'a>>,
    options: Vec<PrintedRow<'a>>,
}

#[derive(Serialize)]
struct ExhibitRow<'a> {
    kind: &'static str,
    text: &'a str,
}

#[derive(Serialize)]
struct PrintedRow<'a> {
    letter: Option<char>,
    place: usize,
    text: &'a str,
}

#[derive(Serialize)]
struct KeyRow<'a> {
    format_version: u32,
    kind: &'static str,
    form: FormRow<'a>,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pass: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pass_percent: Option<u32>,
    domains: Vec<DomainRow<'a>>,
    questions: Vec<KeyedRow<'a>>,
}

#[derive(Serialize)]
struct DomainRow<'a> {
    number: u8,
    name: &'a str,
}

#[derive(Serialize)]
struct KeyedRow<'a> {
    number: usize,
    #[serde(serialize_with = "as_text")]
    id: &'a QuestionId,
    rev: u32,
    topic: &'a str,
    domain: u8,
    scored: bool,
    options: Vec<MarkedRow<'a>>,
}

#[derive(Serialize)]
struct MarkedRow<'a> {
    letter: Option<char>,
    place: usize,
    right: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    misconception: Option<&'a str>,
}

#[derive(Serialize)]
struct SheetRow<'a> {
    format_version: u32,
    kind: &'static str,
    form: FormRow<'a>,
    name: &'a str,
    answers: Vec<AnswerRow<'a>>,
}

#[derive(Serialize)]
struct AnswerRow<'a> {
    number: usize,
    #[serde(serialize_with = "as_text")]
    id: &'a QuestionId,
    places: &'a [usize],
}

fn as_text<S: serde::Serializer>(id: &QuestionId, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&id.0)
}
