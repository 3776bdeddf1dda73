//! What a demo room predicted and saw: a question a table, rows for spreadsheets, one object.

use std::io::{self, Write};

use serde::Serialize;

use super::Format;
use super::clock::clock_s;
use super::csv;
use super::json::pretty;
use super::table::{Column, Page, write_list, write_wrapped};
use crate::app::demo::{AskedOption, Ballots, Phase, Round};
use apprunner_sim::model::time::SimTime;
use quizbank::score::Tally;
use spanned_toml::faults::counted;

/// A demo room, as its results show it.
#[derive(Clone, Copy, Debug)]
pub struct DemoResults<'a> {
    /// The code of the room.
    pub room: &'a str,
    /// What was played.
    pub title: &'a str,
    /// The name of the scenario.
    pub scenario: &'a str,
    /// Number of people who joined.
    pub joined: usize,
    /// The questions, in the order of asking.
    pub rounds: &'a [Round],
}

/// Writes the predictions of a room. CSV has one row for each option of each question.
pub fn write(
    out: &mut dyn Write,
    results: &DemoResults<'_>,
    format: Format,
    page: Page,
) -> io::Result<()> {
    match format {
        Format::Table => write_table(out, results, page),
        Format::Json => pretty(out, &Object::of(results)),
        Format::Csv => {
            let rounds = results.rounds.iter().map(RoundObject::of);
            let rows: Vec<Row> = rounds.flat_map(RoundObject::into_rows).collect();
            csv::write_rows(out, page.csv, &rows)
        }
    }
}

fn write_table(out: &mut dyn Write, results: &DemoResults<'_>, page: Page) -> io::Result<()> {
    let DemoResults { room, title, scenario, joined, rounds } = results;
    writeln!(out, " {}", page.ink.strong(title))?;
    let people = counted(*joined, "student");
    let questions = counted(rounds.len(), "question");
    writeln!(out, " room {room} · {scenario} · {people} · {questions}")?;
    rounds.iter().try_for_each(|round| write_round(out, round, page))
}

fn write_round(out: &mut dyn Write, round: &Round, page: Page) -> io::Result<()> {
    let at = clock_s(SimTime::from_micros(round.question.stop_us));
    let head = format!("Question {} at {at} · {}", round.number, round.question.question);
    writeln!(out, "\n {}", page.ink.strong(&head))?;
    write_wrapped(out, &round.question.stem, 1, page)?;
    let columns = [
        Column::Figure("predicted"),
        Column::Figure("seen"),
        Column::Name(""),
        Column::Words("option"),
    ];
    let (predicted, seen) = (round.predicted.all(), round.seen.all());
    let rows = round.question.options.iter().enumerate().map(|(index, option)| {
        let right = if came_true(round, option) == Some(true) { "✓" } else { "" };
        vec![
            predicted.of(option.position).to_string(),
            seen.of(option.position).to_string(),
            format!("{right:1} {}", index + 1),
            option.text.clone(),
        ]
    });
    write_list(out, page, &columns, rows)?;
    let shares = [
        voted("predicted", &round.predicted),
        right(round, Phase::Predicted, "predicted right"),
        voted("reported what they saw", &round.seen),
        right(round, Phase::Seen, "observed right"),
    ];
    let shares: Vec<String> = shares.into_iter().flatten().collect();
    if shares.is_empty() {
        return writeln!(out, " no votes");
    }
    write_wrapped(out, &shares.join(" · "), 1, page)
}

/// Whether an option came true; `None` before that is known.
fn came_true(round: &Round, option: &AskedOption) -> Option<bool> {
    round.outcome.as_ref().map(|outcome| outcome.right.contains(&option.position))
}

/// How many did `what`: students who voted, and hands that were counted beside them.
fn voted(what: &str, ballots: &Ballots) -> Option<String> {
    let students = Some(ballots.voters()).filter(|voters| *voters > 0);
    let hands = Some(ballots.hands().cast()).filter(|hands| *hands > 0);
    let students = students.map(|voters| counted(voters, "student"));
    let hands = hands.map(|hands| counted(hands, "counted hand"));
    let who: Vec<String> = students.into_iter().chain(hands).collect();
    (!who.is_empty()).then(|| format!("{} {what}", who.join(" and ")))
}

fn right(round: &Round, phase: Phase, what: &str) -> Option<String> {
    let outcome = round.outcome.as_ref()?;
    let tally = round.ballots(phase).all().judged(&outcome.right);
    let Tally { right, answered } = tally;
    tally.percent().map(|percent| format!("{what} {right} of {answered} ({percent} %)"))
}

/// The room as one object.
#[derive(Serialize)]
struct Object<'a> {
    room: &'a str,
    scenario: &'a str,
    title: &'a str,
    students: usize,
    questions: Vec<RoundObject<'a>>,
}

#[derive(Serialize)]
struct RoundObject<'a> {
    number: u32,
    stop_us: u64,
    question: &'a str,
    rev: u32,
    stem: &'a str,
    students_predicted: usize,
    students_seen: usize,
    options: Vec<OptionObject<'a>>,
}

#[derive(Serialize)]
struct OptionObject<'a> {
    option: usize,
    text: &'a str,
    /// `null` before the outcome is known.
    came_true: Option<bool>,
    predicted: u32,
    predicted_hands: u32,
    seen: u32,
    seen_hands: u32,
}

/// An option of a question as a row.
#[derive(Serialize)]
struct Row<'a> {
    number: u32,
    stop_us: u64,
    question: &'a str,
    rev: u32,
    #[serde(flatten)]
    option: OptionObject<'a>,
}

impl<'a> Object<'a> {
    fn of(results: &DemoResults<'a>) -> Self {
        Self {
            room: results.room,
            scenario: results.scenario,
            title: results.title,
            students: results.joined,
            questions: results.rounds.iter().map(RoundObject::of).collect(),
        }
    }
}

impl<'a> RoundObject<'a> {
    fn of(round: &'a Round) -> Self {
        let (predicted, seen) = (round.predicted.all(), round.seen.all());
        let option = |(index, option): (usize, &'a AskedOption)| OptionObject {
            option: index + 1,
            text: &option.text,
            came_true: came_true(round, option),
            predicted: predicted.of(option.position),
            predicted_hands: round.predicted.hands().of(option.position),
            seen: seen.of(option.position),
            seen_hands: round.seen.hands().of(option.position),
        };
        Self {
            number: round.number,
            stop_us: round.question.stop_us,
            question: &round.question.question,
            rev: round.question.rev,
            stem: &round.question.stem,
            students_predicted: round.predicted.voters(),
            students_seen: round.seen.voters(),
            options: round.question.options.iter().enumerate().map(option).collect(),
        }
    }

    fn into_rows(self) -> Vec<Row<'a>> {
        let Self { number, stop_us, question, rev, options, .. } = self;
        options.into_iter().map(|option| Row { number, stop_us, question, rev, option }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::demo::{AskedQuestion, DemoEvent, DemoRoom, StopOutcome, Voter};

    /// A room in which so many students and two hands predicted, and one student saw it.
    fn room_of(predicting: usize) -> DemoRoom {
        let option = |position, text: &str| AskedOption { position, text: text.to_owned() };
        let question = AskedQuestion {
            question: "health-check-redirect-outage".to_owned(),
            rev: 3,
            stop_us: 75_000_000,
            stem: "What happens next?".to_owned(),
            exhibit: None,
            options: vec![
                option(1, "=cmd|' /C calc'!A0"),
                option(0, "The instance is \u{1b}[31mreplaced."),
            ],
            wanted: 1,
        };
        let vote = |number, phase, pick| DemoEvent::Voted {
            voter: Voter(number),
            round: 1,
            phase,
            picks: vec![pick],
        };
        let outcome = StopOutcome { right: vec![0], ..StopOutcome::default() };
        let mut room = DemoRoom::default();
        room.apply(DemoEvent::Asked { question: Box::new(question) }).unwrap();
        for number in 1..=predicting {
            room.apply(vote(number, Phase::Predicted, number % 2)).unwrap();
        }
        for event in [
            DemoEvent::Locked { phase: Phase::Predicted, hands: vec![2] },
            DemoEvent::SeenAsked,
            vote(1, Phase::Seen, 0),
            DemoEvent::Locked { phase: Phase::Seen, hands: Vec::new() },
            DemoEvent::Revealed { outcome: Box::new(outcome) },
        ] {
            room.apply(event).unwrap();
        }
        room
    }

    fn written(format: Format) -> String {
        written_of(&room_of(2), format)
    }

    fn written_of(room: &DemoRoom, format: Format) -> String {
        let results = DemoResults {
            room: "K7QM-4TXP",
            title: "A redirect",
            scenario: "health-302",
            joined: 3,
            rounds: room.rounds(),
        };
        let mut out = Vec::new();
        write(&mut out, &results, format, Page::PIPE).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_table_shows_both_votes_of_each_option() {
        let table = written(Format::Table);
        for part in [
            "room K7QM-4TXP · health-302 · 3 students · 1 question",
            "Question 1 at 01:15",
            "2 students and 2 counted hands predicted · predicted right 3 of 4 (75 %)",
            "observed right 1 of 1 (100 %)",
        ] {
            assert!(table.contains(part), "no {part} in:\n{table}");
        }
    }

    #[test]
    fn hands_alone_are_no_students() {
        let table = written_of(&room_of(0), Format::Table);
        assert!(table.contains(" 2 counted hands predicted · predicted right 2 of 2"), "{table}");
        assert!(!table.contains("0 students"), "{table}");
    }

    #[test]
    fn rows_hold_hands_apart_and_no_formula() {
        let rows = written(Format::Csv);
        let mut lines = rows.lines();
        assert_eq!(
            lines.next().unwrap(),
            "number,stop_us,question,rev,option,text,came_true,predicted,predicted_hands,seen,seen_hands"
        );
        let first = lines.next().unwrap();
        assert!(first.contains(",false,1,0,0,0") && !first.contains(",=cmd"), "{first}");
        assert!(lines.next().unwrap().ends_with(",true,3,2,1,0"), "{rows}");
    }

    #[test]
    fn no_output_holds_what_a_terminal_acts_on() {
        // Tables pass the filter of the terminal.
        for format in [Format::Json, Format::Csv] {
            assert!(!written(format).contains('\u{1b}'), "{format:?}");
        }
        let object: serde_json::Value = serde_json::from_str(&written(Format::Json)).unwrap();
        assert_eq!(object["questions"][0]["options"][1]["predicted_hands"], 2);
    }
}
