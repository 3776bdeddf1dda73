//! The key of a form as a page for the instructor: what is right, why, and where it is documented.

use std::io::{self, Write};

use maud::{Markup, html};

use super::{capital, capitals, document, exhibit, words};
use quizbank::form::{Form, FormQuestion};
use quizbank::model::fact::Ledger;
use quizbank::model::paper::{AnswerKey, Scoring};

/// What a page of a key is made of.
#[derive(Clone, Copy, Debug)]
pub struct KeyPage<'a> {
    /// The form with its questions.
    pub form: &'a Form,
    /// Its key, with the versions that were printed.
    pub key: &'a AnswerKey,
    /// Where the facts behind a question are documented.
    pub ledger: &'a Ledger,
}

/// Writes the key of a form with its reasons as an HTML page.
pub fn write_key(out: &mut dyn Write, page: KeyPage<'_>) -> io::Result<()> {
    let title = format!("Key: {}", page.key.title);
    let content = html! {
        main {
            article {
                header {
                    h2 { (title) }
                    p.facts {
                        span { (page.key.identity) }
                        @if let Some(code) = &page.key.code { span { "form " (code) } }
                        span { "passing score " (page.key.pass) }
                    }
                }
                (letters(page.key))
                @for (number, asked) in (1..).zip(&page.form.entries) {
                    (question(number, asked, page.ledger))
                }
            }
        }
    };
    writeln!(out, "{}", document(&title, &content))
}

/// The letters that are right on each version's paper, for a quick look.
fn letters(key: &AnswerKey) -> Markup {
    let arranged: Vec<AnswerKey> = std::iter::once(key.clone())
        .chain(key.versions.iter().map(|version| key.arranged(version)))
        .collect();
    let right = |key: &AnswerKey, at: usize| {
        let question = key.questions.get(at)?;
        let letters = question.right().places().filter_map(|place| question.letter(place));
        Some(capitals(letters.collect()))
    };
    html! {
        section {
            h3 { "Right answers" }
            div.wide {
                table.numbers {
                    thead {
                        tr {
                            th scope="col" { "Question" }
                            @for (version, key) in (1..).zip(&arranged) {
                                th scope="col" {
                                    @if arranged.len() > 1 { "Version " (version) " " }
                                    @if let Some(code) = &key.code { code { (code) } }
                                }
                            }
                        }
                    }
                    tbody {
                        @for at in 0..key.questions.len() {
                            tr {
                                th scope="row" { (at + 1) }
                                @for key in &arranged { td { (right(key, at).unwrap_or_default()) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn question(
    number: usize,
    FormQuestion { item, counts }: &FormQuestion,
    ledger: &Ledger,
) -> Markup {
    let facts: Vec<_> = item.question.facts.iter().filter_map(|id| ledger.get(id)).collect();
    html! {
        section.question {
            h3 { "Question " (number) }
            p.facts {
                span { (item.question.id) }
                span { (item.question.topic) }
                @if *counts == Scoring::Unscored { span { "on trial: it does not count" } }
            }
            p { (words(&item.stem)) }
            (exhibit(item.question.exhibit.as_ref()))
            ol.options {
                @for (index, option) in item.options.iter().enumerate() {
                    li.right[option.is_key] {
                        span.letter { @if option.is_key { "✓ " } (capital(index)) "." }
                        span.text { (words(&option.text)) }
                        span.why { (words(&option.why)) }
                    }
                }
            }
            @if !facts.is_empty() {
                ul.plain {
                    @for fact in facts {
                        li.note {
                            (fact.title)
                            @for source in &fact.source { " " a href=(source) { (source) } }
                        }
                    }
                }
            }
        }
    }
}
