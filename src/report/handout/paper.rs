//! A paper as a page to print: its questions, each on one printed page where it fits, and an answer
//! sheet with bubbles.

use std::io::{self, Write};

use maud::{Markup, html};

use super::{capital, document, exhibit, words};
use crate::report::paper::{RULES, head, shortened};
use quizbank::model::paper::{Paper, PrintedQuestion};

/// Writes a paper as an HTML page. Like any paper it names neither a seed nor an id.
pub fn write_paper(out: &mut dyn Write, paper: &Paper) -> io::Result<()> {
    let count = paper.questions.len();
    let content = html! {
        main {
            article {
                (opening(paper))
                @if let Some(short) = shortened(paper) { p.note { (short) } }
                p.name { "Name" }
                p.lead { (RULES) }
                @for (number, asked) in (1..).zip(&paper.questions) {
                    (question(number, count, asked))
                }
            }
            article.sheet {
                (opening(paper))
                p.name { "Name" }
                p.note { "Fill in one circle for each letter you pick. To change an answer, cross the circle out." }
                section aria-label="Answer sheet" {
                    ol.bubbles {
                        @for (number, asked) in (1_usize..).zip(&paper.questions) { (bubbles(number, asked)) }
                    }
                }
            }
        }
    };
    writeln!(out, "{}", document(&paper.title, &content))
}

fn opening(paper: &Paper) -> Markup {
    html! {
        header {
            h2 { (paper.title) }
            p.facts { @for part in head(paper) { span { (part) } } }
        }
    }
}

fn question(number: usize, count: usize, asked: &PrintedQuestion) -> Markup {
    html! {
        section.question {
            h3 { "Question " (number) " of " (count) }
            p { (words(&asked.stem)) }
            (exhibit(asked.exhibit.as_ref()))
            ol.options {
                @for (index, option) in asked.options.iter().enumerate() {
                    li { span.letter { (capital(index)) "." } span.text { (words(&option.text)) } }
                }
            }
        }
    }
}

fn bubbles(number: usize, asked: &PrintedQuestion) -> Markup {
    html! {
        li {
            span.number { (number) }
            @for index in 0..asked.options.len() { span.bubble { (capital(index)) } }
            @if asked.select > 1 { span.several { "pick " (asked.select) } }
        }
    }
}
