//! The score of one attempt: points with their error, the chance of mastery, a
//! table by domain, and the questions themselves.

use std::io::{self, Write};

use serde::Serialize;

use super::json::pretty;
use super::notice::scale_note;
use super::table::{Column, Page, write_hanging, write_list};
use quizbank::grade::{
    ExamGrade, ExamResult, ExamScore, FEWEST_TO_JUDGE, ItemOutcome, SectionScore,
};
use quizbank::model::blueprint::Pass;
use quizbank::model::paper::{AnswerKey, FormIdentity, Scoring};

/// Writes the score of `name` for people.
pub fn write_table(
    out: &mut dyn Write,
    name: &str,
    key: &AnswerKey,
    grade: &ExamGrade,
    page: Page,
) -> io::Result<()> {
    let ink = page.ink;
    writeln!(out, " {} · {}", ink.strong(name), key.title)?;
    writeln!(out, " {}\n", key.identity)?;
    let ExamGrade { scored, unscored, score, .. } = grade;
    writeln!(out, " score      {}", ink.strong(&points(score)))?;
    writeln!(out, " right      {} of {} scored questions", scored.right, scored.questions)?;
    if unscored.questions > 0 {
        writeln!(out, " unscored   {} of {}, not counted", unscored.right, unscored.questions)?;
    }
    let blank = scored.questions + unscored.questions - scored.answered - unscored.answered;
    if blank > 0 {
        writeln!(out, " unanswered {blank}")?;
    }
    writeln!(out, " result     {}", verdict(score))?;
    if score.verdict != ExamResult::TooFew {
        writeln!(out, " mastery    {}", mastery(score))?;
    }
    writeln!(out)?;
    if !key.domains.is_empty() {
        write_domains(out, key, grade, page)?;
        writeln!(out)?;
    }
    write_questions(out, key, grade, page)?;
    if let Some(note) = scale_note(score.pass) {
        writeln!(out)?;
        write_hanging(out, " ", note, page)?;
    }
    Ok(())
}

fn write_domains(
    out: &mut dyn Write,
    key: &AnswerKey,
    grade: &ExamGrade,
    page: Page,
) -> io::Result<()> {
    let columns = [
        Column::Name("domain"),
        Column::Figure("right"),
        Column::Figure("of"),
        Column::Figure("share"),
        Column::Name(""),
    ];
    let rows = grade.domains.iter().map(|(number, part)| {
        let name = key.domains.get(number).map_or("", String::as_str);
        vec![
            format!("{number} {name}"),
            part.right.to_string(),
            part.questions.to_string(),
            format!("{} %", percent(*part)),
            if part.is_few() { "few questions".to_owned() } else { String::new() },
        ]
    });
    write_list(out, page, &columns, rows)
}

/// What was not right, with letters of the paper.
fn write_questions(
    out: &mut dyn Write,
    key: &AnswerKey,
    grade: &ExamGrade,
    page: Page,
) -> io::Result<()> {
    let missed = |outcome: ItemOutcome| outcome != ItemOutcome::Right;
    let both = (1..).zip(key.questions.iter().zip(&grade.outcomes));
    let rows: Vec<Vec<String>> = both
        .filter(|(_, (_, outcome))| missed(**outcome))
        .map(|(number, (question, outcome)): (usize, _)| {
            let letters = question.right().places().filter_map(|place| question.letter(place));
            let mut letters: Vec<char> = letters.collect();
            letters.sort_unstable();
            vec![
                number.to_string(),
                question.id.to_string(),
                question.topic.clone(),
                letters.into_iter().collect(),
                match (outcome, question.counts) {
                    (ItemOutcome::Blank, Scoring::Scored) => "not answered",
                    (ItemOutcome::Blank, Scoring::Unscored) => "not answered, unscored",
                    (_, Scoring::Unscored) => "unscored",
                    (_, Scoring::Scored) => "",
                }
                .to_owned(),
            ]
        })
        .collect();
    if rows.is_empty() {
        return writeln!(out, " Every answer was right.");
    }
    let columns = [
        Column::Figure("missed"),
        Column::Name("question"),
        Column::Name("topic"),
        Column::Name("key"),
        Column::Words(""),
    ];
    write_list(out, page, &columns, rows)
}

/// Points with their error: `730 ± 58 of 1000`.
pub(super) fn points(score: &ExamScore) -> String {
    let error = score.standard_error.map(|it| format!(" ± {it:.0}")).unwrap_or_default();
    match score.pass {
        Pass::Scaled(_) => format!("{}{error} of 1000", score.points),
        Pass::Percent(_) => format!("{}{error} %", score.points),
    }
}

/// The verdict in words; of few questions none is given.
pub(super) fn verdict(score: &ExamScore) -> String {
    let mark = score.pass;
    match score.verdict {
        ExamResult::Passed => format!("passed: the minimum score is {mark}"),
        ExamResult::Missed => format!("not passed: the minimum score is {mark}"),
        ExamResult::TooFew => {
            format!("none: fewer than {FEWEST_TO_JUDGE} questions are scored")
        }
    }
}

/// The chance that the true share is at the mark or above.
pub(super) fn mastery(score: &ExamScore) -> String {
    let chance = chance(score.chance);
    format!("{chance} chance that the true share of right answers reaches the minimum score")
}

/// A chance in percent, never as none or as certainty: `under 1 %`.
pub(super) fn chance(chance: f64) -> String {
    let percent = chance * 100.0;
    match percent {
        _ if percent < 1.0 => "under 1 %".to_owned(),
        _ if percent > 99.0 => "over 99 %".to_owned(),
        _ => format!("{percent:.0} %"),
    }
}

pub(super) fn percent(part: SectionScore) -> usize {
    (part.right * 100 + part.questions / 2).checked_div(part.questions).unwrap_or_default()
}

/// Writes the score of `name` for programs.
pub fn write_json(
    out: &mut dyn Write,
    name: &str,
    key: &AnswerKey,
    grade: &ExamGrade,
) -> io::Result<()> {
    let domains = grade.domains.iter().map(|(&number, part)| DomainRow {
        number,
        name: key.domains.get(&number).map(String::as_str),
        right: part.right,
        questions: part.questions,
        few: part.is_few(),
    });
    let both = (1..).zip(key.questions.iter().zip(&grade.outcomes));
    let questions = both.map(|(number, (question, outcome))| QuestionRow {
        number,
        id: &question.id.0,
        topic: &question.topic,
        domain: question.domain,
        scored: question.counts == Scoring::Scored,
        outcome: *outcome,
    });
    let row = ScoreRow {
        format_version: 1,
        name,
        form: &key.identity,
        score: PointsRow::of(grade),
        domains: domains.collect(),
        questions: questions.collect(),
        note: scale_note(grade.score.pass),
    };
    pretty(out, &row)
}

#[derive(Serialize)]
struct ScoreRow<'a> {
    format_version: u32,
    name: &'a str,
    form: &'a FormIdentity,
    #[serde(flatten)]
    score: PointsRow,
    domains: Vec<DomainRow<'a>>,
    questions: Vec<QuestionRow<'a>>,
    note: Option<&'static str>,
}

/// The figures of a grade, in one line of a grade book too.
#[derive(Serialize)]
pub(super) struct PointsRow {
    pub(super) score: u32,
    pub(super) standard_error: Option<f64>,
    pub(super) verdict: ExamResult,
    pub(super) mastery_chance: f64,
    pub(super) right: usize,
    pub(super) scored: usize,
    pub(super) unscored_right: usize,
    pub(super) unscored: usize,
    pub(super) blank: usize,
}

impl PointsRow {
    pub(super) fn of(grade: &ExamGrade) -> Self {
        let ExamGrade { scored, unscored, score, .. } = grade;
        let answered = scored.answered + unscored.answered;
        Self {
            score: score.points,
            standard_error: score.standard_error,
            verdict: score.verdict,
            mastery_chance: score.chance,
            right: scored.right,
            scored: scored.questions,
            unscored_right: unscored.right,
            unscored: unscored.questions,
            blank: (scored.questions + unscored.questions).saturating_sub(answered),
        }
    }
}

#[derive(Serialize)]
struct DomainRow<'a> {
    number: u8,
    name: Option<&'a str>,
    right: usize,
    questions: usize,
    few: bool,
}

#[derive(Serialize)]
struct QuestionRow<'a> {
    number: usize,
    id: &'a str,
    topic: &'a str,
    domain: u8,
    scored: bool,
    outcome: ItemOutcome,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::notice::SCALE;
    use crate::report::table::wrap;

    #[test]
    fn a_short_form_never_speaks_of_passing() {
        for (right, questions) in [(12, 12), (0, 12), (19, 19)] {
            let score = ExamScore::of(right, questions, Pass::Scaled(720));
            let reported = format!("{} {}", points(&score), verdict(&score));
            assert!(!reported.contains("pass"), "{reported}");
        }
        let score = ExamScore::of(35, 50, Pass::Scaled(720));
        assert_eq!(points(&score), "730 ± 58 of 1000");
        assert_eq!(verdict(&score), "passed: the minimum score is 720 of 1000");
        assert!(mastery(&score).starts_with("54 % chance"), "{}", mastery(&score));
        assert_eq!(points(&ExamScore::of(50, 50, Pass::Scaled(720))), "1000 of 1000");
        let page = Page { width: 40, ..Page::PIPE };
        assert!(wrap(SCALE, usize::from(page.width)).len() > 2);
    }
}
