//! What there is: scenarios, questions and topics, each with a name to use on
//! the command line and a title to choose by.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::Format;
use super::csv;
use super::json::pretty;
use super::story;
use super::table::{Column, Page, write_list};
use apprunner_sim::model::scenario::Scenario;
use quizbank::model::blueprint::{Blueprint, Pass};
use quizbank::model::fact::Ledger;
use quizbank::model::question::Question;
use spanned_toml::word::Word;

/// Writes what there is to play.
pub fn write_scenarios(
    out: &mut dyn Write,
    scenarios: &[Scenario],
    format: Format,
    page: Page,
) -> io::Result<()> {
    let rows: Vec<ScenarioRow> = scenarios.iter().map(ScenarioRow::new).collect();
    if format != Format::Table {
        return write_rows(out, &rows, format, page);
    }
    let columns = [
        Column::Name("scenario"),
        Column::Name("rules"),
        Column::Figure("lasts"),
        Column::Figure("goals"),
        Column::Words("title"),
    ];
    let cells = scenarios.iter().zip(&rows).map(|(scenario, row)| {
        let lasts = scenario.duration.to_string();
        let goals = row.goals.to_string();
        vec![row.name.to_owned(), row.rules.to_owned(), lasts, goals, row.title.to_owned()]
    });
    write_list(out, page, &columns, cells)
}

/// Writes the questions of the bank.
pub fn write_questions(
    out: &mut dyn Write,
    questions: &[Question],
    format: Format,
    page: Page,
) -> io::Result<()> {
    let rows: Vec<QuestionRow> = questions.iter().map(QuestionRow::new).collect();
    if format != Format::Table {
        return write_rows(out, &rows, format, page);
    }
    let columns = [
        Column::Name("question"),
        Column::Name("difficulty"),
        Column::Name("authority"),
        Column::Words("shows whether somebody"),
    ];
    let cells = rows
        .iter()
        .map(|row| [row.name, row.difficulty, row.authority, row.title].map(str::to_owned).into());
    write_list(out, page, &columns, cells)
}

/// Writes the topics of the course, with what there is on each.
pub fn write_topics(
    out: &mut dyn Write,
    questions: &[Question],
    ledger: &Ledger,
    format: Format,
    page: Page,
) -> io::Result<()> {
    let rows = topics(questions, ledger);
    if format != Format::Table {
        return write_rows(out, &rows, format, page);
    }
    let columns = [
        Column::Name("topic"),
        Column::Figure("questions"),
        Column::Figure("proven by a run"),
        Column::Figure("facts"),
        Column::Figure("contested"),
    ];
    let cells = rows.iter().map(|row| {
        let figures = [row.questions, row.proven, row.facts, row.contested];
        std::iter::once(row.name.clone()).chain(figures.map(|figure| figure.to_string())).collect()
    });
    write_list(out, page, &columns, cells)
}

/// Writes the shapes of practice forms.
pub fn write_blueprints(
    out: &mut dyn Write,
    blueprints: &[Blueprint],
    format: Format,
    page: Page,
) -> io::Result<()> {
    let rows: Vec<BlueprintRow> = blueprints.iter().map(BlueprintRow::new).collect();
    match format {
        Format::Csv => return write_rows(out, &rows, format, page),
        Format::Json => {
            let domains = blueprints.iter().map(domain_rows);
            let rows = rows.iter().zip(domains);
            let rows = rows.map(|(row, domains)| BlueprintObject { row, domains });
            return write_rows(out, &rows.collect::<Vec<_>>(), format, page);
        }
        Format::Table => {}
    }
    let columns = [
        Column::Name("blueprint"),
        Column::Figure("questions"),
        Column::Figure("min"),
        Column::Figure("pass"),
        Column::Name("scored+unscored"),
        Column::Name("valid"),
    ];
    let cells = blueprints.iter().map(|blueprint| {
        let shares = blueprint.shares();
        let shares = shares.iter().map(|share| format!("{}+{}", share.scored, share.unscored));
        let shares = shares.collect::<Vec<_>>().join(" ");
        vec![
            blueprint.name.clone(),
            blueprint.questions.to_string(),
            blueprint.minutes.to_string(),
            pass_in_words(blueprint.pass),
            if shares.is_empty() { "one topic".to_owned() } else { shares },
            blueprint.valid.to_string(),
        ]
    });
    write_list(out, page, &columns, cells)
}

fn pass_in_words(pass: Pass) -> String {
    match pass {
        Pass::Scaled(points) => points.to_string(),
        Pass::Percent(percent) => format!("{percent} %"),
    }
}

/// Rows as an array of objects, or as lines under the names of their fields.
pub(super) fn write_rows<T: Serialize>(
    out: &mut dyn Write,
    rows: &[T],
    format: Format,
    page: Page,
) -> io::Result<()> {
    match format {
        Format::Csv => csv::write_rows(out, page.csv, rows),
        Format::Json | Format::Table => pretty(out, &rows),
    }
}

#[derive(Serialize)]
struct ScenarioRow<'a> {
    name: &'a str,
    title: &'a str,
    rules: &'static str,
    duration_s: f64,
    seed: u64,
    goals: usize,
    stops: usize,
    symptom: String,
}

impl<'a> ScenarioRow<'a> {
    fn new(scenario: &'a Scenario) -> Self {
        Self {
            name: &scenario.name,
            title: &scenario.title,
            rules: scenario.edition.name(),
            duration_s: scenario.duration.as_secs_f64(),
            seed: scenario.seed,
            goals: scenario.goals.len(),
            stops: scenario.story.stops.len(),
            symptom: story::filled_in(&scenario.story.symptom, None),
        }
    }
}

#[derive(Serialize)]
struct QuestionRow<'a> {
    name: &'a str,
    title: &'a str,
    topic: &'a str,
    domain: u8,
    task: &'a str,
    kind: &'static str,
    level: &'static str,
    difficulty: &'static str,
    authority: &'static str,
    proof: Option<&'a str>,
    stem: &'a str,
    exhibit_kind: Option<&'static str>,
    exhibit: Option<&'a str>,
}

impl<'a> QuestionRow<'a> {
    /// The words are those of the question format.
    fn new(question: &'a Question) -> Self {
        Self {
            name: &question.id.0,
            title: &question.objective,
            topic: &question.topic,
            domain: question.domain,
            task: &question.task.c02,
            kind: question.kind.word(),
            level: question.level.word(),
            difficulty: question.difficulty.word(),
            authority: question.authority.word(),
            proof: question.proof.as_ref().map(|proof| proof.scenario.as_str()),
            stem: &question.stem,
            exhibit_kind: question.exhibit.as_ref().map(|exhibit| exhibit.kind.name()),
            exhibit: question.exhibit.as_ref().map(|exhibit| exhibit.text.as_str()),
        }
    }
}

#[derive(Serialize)]
struct BlueprintRow<'a> {
    name: &'a str,
    title: &'a str,
    valid_from: Option<&'a str>,
    valid_until: Option<&'a str>,
    scope: &'static str,
    questions: usize,
    scored: usize,
    minutes: u32,
    pass: Option<u32>,
    pass_percent: Option<u32>,
}

impl<'a> BlueprintRow<'a> {
    fn new(blueprint: &'a Blueprint) -> Self {
        let (pass, pass_percent) = match blueprint.pass {
            Pass::Scaled(points) => (Some(points), None),
            Pass::Percent(percent) => (None, Some(percent)),
        };
        Self {
            name: &blueprint.name,
            title: &blueprint.title,
            valid_from: blueprint.valid.from.as_deref(),
            valid_until: blueprint.valid.until.as_deref(),
            scope: if blueprint.domains().is_empty() { "topic" } else { "domains" },
            questions: blueprint.questions,
            scored: blueprint.scored,
            minutes: blueprint.minutes,
            pass,
            pass_percent,
        }
    }
}

/// A row with what does not fit in one line.
#[derive(Serialize)]
struct BlueprintObject<'a> {
    #[serde(flatten)]
    row: &'a BlueprintRow<'a>,
    domains: Vec<DomainRow<'a>>,
}

#[derive(Serialize)]
struct DomainRow<'a> {
    number: u8,
    name: &'a str,
    weight: u32,
    scored: usize,
    unscored: usize,
}

fn domain_rows(blueprint: &Blueprint) -> Vec<DomainRow<'_>> {
    let both = blueprint.domains().iter().zip(blueprint.shares());
    both.map(|(domain, share)| DomainRow {
        number: domain.number,
        name: &domain.name,
        weight: domain.weight,
        scored: share.scored,
        unscored: share.unscored,
    })
    .collect()
}

#[derive(Serialize)]
struct TopicRow {
    name: String,
    title: String,
    questions: usize,
    proven: usize,
    facts: usize,
    contested: usize,
}

/// Topics in the order of the alphabet: every one that a question or a fact has.
fn topics(questions: &[Question], ledger: &Ledger) -> Vec<TopicRow> {
    let mut rows: BTreeMap<&str, TopicRow> = BTreeMap::new();
    for question in questions {
        let row = rows.entry(&question.topic).or_insert_with(|| TopicRow::new(&question.topic));
        row.questions += 1;
        row.proven += usize::from(question.proof.is_some());
    }
    for fact in &ledger.facts {
        let row = rows.entry(&fact.topic).or_insert_with(|| TopicRow::new(&fact.topic));
        row.facts += 1;
        row.contested += usize::from(fact.verdict.is_contested());
    }
    rows.into_values().collect()
}

impl TopicRow {
    fn new(name: &str) -> Self {
        let (title, name) = (title_of(name), name.to_owned());
        Self { name, title, questions: 0, proven: 0, facts: 0, contested: 0 }
    }
}

/// A kebab-case name as words: `health-check` is `Health check`.
fn title_of(name: &str) -> String {
    let words = name.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    use quizbank::model::fact::{Fact, FactVerdict};

    fn ledger() -> Ledger {
        let fact = |id: &str, topic: &str, verdict| Fact {
            id: id.to_owned(),
            topic: topic.to_owned(),
            chapter: "100".to_owned(),
            aws: "200".to_owned(),
            verdict,
            ..Fact::default()
        };
        Ledger {
            chapter_edition: "one".to_owned(),
            aws_read: "2026".to_owned(),
            facts: vec![
                fact("scaling.a", "scaling", FactVerdict::Differs),
                fact("health-check.b", "health-check", FactVerdict::Agrees),
                fact("scaling.c", "scaling", FactVerdict::Agrees),
            ],
        }
    }

    fn written(format: Format) -> String {
        let mut out = Vec::new();
        write_topics(&mut out, &[], &ledger(), format, Page::PIPE).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn topics_count_facts_and_the_contested_ones() {
        let csv = "name,title,questions,proven,facts,contested\n\
                   health-check,Health check,0,0,1,0\n\
                   scaling,Scaling,0,0,2,1\n";
        assert_eq!(written(Format::Csv), csv);
    }

    #[test]
    fn json_is_an_array_of_objects_with_name_and_title() {
        let value: Value = serde_json::from_str(&written(Format::Json)).unwrap();
        assert_eq!(value[0]["name"], "health-check");
        assert_eq!(value[0]["title"], "Health check");
    }

    #[test]
    fn nothing_to_list_is_an_empty_array() {
        let mut out = Vec::new();
        write_scenarios(&mut out, &[], Format::Json, Page::PIPE).unwrap();
        assert_eq!(out, b"[]\n");
    }
}
