//! A page of feedback for one learner: the score, the domains, what was missed and what to read.

use std::io::{self, Write};

use maud::{Markup, html};

use super::{capitals, document, words};
use crate::report::notice::scale_note;
use crate::report::score::{mastery, percent, points, verdict};
use quizbank::grade::{ExamGrade, ExamResult, ItemOutcome};
use quizbank::model::course::{Course, Misconception};
use quizbank::model::paper::{AnswerKey, GivenAnswers, KeyedQuestion, Picks, Scoring};

/// What a page of feedback is made of.
#[derive(Clone, Copy, Debug)]
pub struct Feedback<'a> {
    /// Who answered.
    pub name: &'a str,
    /// The key in the order of their paper.
    pub key: &'a AnswerKey,
    /// What they answered, by the numbers on their paper.
    pub answers: &'a GivenAnswers,
    /// How that is graded.
    pub grade: &'a ExamGrade,
    /// What is to be read on.
    pub course: &'a Course,
}

/// Writes the feedback for one learner as an HTML page.
pub fn write_feedback(out: &mut dyn Write, page: Feedback<'_>) -> io::Result<()> {
    let title = format!("{}: {}", page.name, page.key.title);
    let content = html! { main { article { (feedback(page)) } } };
    writeln!(out, "{}", document(&title, &content))
}

/// Returns the feedback for one learner as a part of a page.
pub fn feedback(feedback: Feedback<'_>) -> Markup {
    let Feedback { name, key, grade, .. } = feedback;
    let scored = grade.scored;
    html! {
        header {
            h2 { (name) }
            p.facts {
                span { (key.title) }
                @if let Some(code) = &key.code { span { "form " (code) } }
            }
        }
        section {
            h3 { "Score" }
            p.lead { (points(&grade.score)) }
            p { strong { "Result" } " " (verdict(&grade.score)) }
            p { (scored.right) " of " (scored.questions) " scored questions right." }
            @if grade.score.verdict != ExamResult::TooFew { p.note { "Estimate: " (mastery(&grade.score)) "." } }
            @if let Some(note) = scale_note(grade.score.pass) { p.note { (note) } }
        }
        (domains(feedback))
        (questions(feedback))
        (misconceptions(feedback))
    }
}

fn domains(Feedback { key, grade, .. }: Feedback<'_>) -> Markup {
    html! {
        @if !key.domains.is_empty() {
            section {
                h3 { "Domains" }
                div.wide tabindex="0" role="region" aria-label="Domains" {
                    table {
                        thead {
                            tr { th scope="col" { "Domain" } th scope="col" { "Right" } th scope="col" { "Share" } }
                        }
                        tbody {
                            @for (number, part) in &grade.domains {
                                tr {
                                    th scope="row" {
                                        (number) " " (key.domains.get(number).map_or("", String::as_str))
                                    }
                                    td { (part.right) " of " (part.questions) }
                                    td { (percent(*part)) " %" @if part.is_few() { " (few questions)" } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Every question, with what was picked and what is right.
fn questions(Feedback { key, answers, grade, course, .. }: Feedback<'_>) -> Markup {
    html! {
        section {
            h3 { "Questions" }
            div.wide tabindex="0" role="region" aria-label="Questions" {
                table.answers {
                    thead {
                        tr {
                            th scope="col" { "Question" }
                            th scope="col" { "Result" }
                            th scope="col" { "Your answer" }
                            th scope="col" { "Right answer" }
                            th scope="col" { "Topic" }
                        }
                    }
                    tbody {
                        @for (number, (question, outcome)) in (1..).zip(key.questions.iter().zip(&grade.outcomes)) {
                            tr {
                                th scope="row" {
                                    (number) @if question.counts == Scoring::Unscored { " (on trial)" }
                                }
                                td { (result(*outcome)) }
                                td { (letters(question, answers.get(number))) }
                                td { (letters(question, question.right())) }
                                td { (course.topic_title(&question.topic)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn result(outcome: ItemOutcome) -> Markup {
    match outcome {
        ItemOutcome::Right => html! { span.verdict.good { "✓ right" } },
        ItemOutcome::Wrong => html! { span.verdict.bad { "✗ wrong" } },
        ItemOutcome::Blank => html! { span.verdict { "left out" } },
    }
}

fn letters(question: &KeyedQuestion, picks: Picks) -> String {
    let letters: Vec<char> = picks.places().filter_map(|place| question.letter(place)).collect();
    if letters.is_empty() { "–".to_owned() } else { capitals(letters) }
}

/// What the options that were picked show to be believed, and the sentence that sets it right.
fn misconceptions(Feedback { key, answers, course, .. }: Feedback<'_>) -> Markup {
    let mut found: Vec<(usize, &Misconception)> = Vec::new();
    for (number, question) in (1..).zip(&key.questions) {
        let picked = answers.get(number).places();
        let ids = picked.filter_map(|place| question.misconception(place));
        found.extend(ids.filter_map(|id| Some((number, course.misconception(id)?))));
    }
    html! {
        @if !found.is_empty() {
            section {
                h3 { "What to look at again" }
                ul.stops {
                    @for (number, misconception) in found {
                        li {
                            span.when { "Question " (number) }
                            div {
                                p { strong { (words(&misconception.name)) } }
                                p { (words(&misconception.correction)) }
                                @if let Some(scenario) = &misconception.scenario {
                                    p.note { "Watch it: " code { "coldstart play " (scenario) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
