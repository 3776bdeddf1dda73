//! What an instructor prints: papers with an answer sheet, the key with its reasons, and a page of
//! feedback for each learner.

mod explained;
mod feedback;
mod key;
mod paper;

pub use self::explained::explained;
pub use self::feedback::{Feedback, feedback, write_feedback};
pub use self::key::{KeyPage, write_key};
pub use self::paper::write_paper;

use super::html::document::{self, Document};
use maud::{Markup, html};
use quizbank::model::paper::letter;
use quizbank::model::question::Exhibit;

const STYLE: &str = include_str!("handout/style.css");

/// The style of these pages: that of every page, then their own.
pub const STYLES: [&str; 2] = [document::STYLE, STYLE];

/// A page called `title` with `content`.
fn document(title: &str, content: &Markup) -> String {
    let footer = html! { "Created by coldstart " (env!("CARGO_PKG_VERSION")) "." };
    Document { title, style: STYLE, content, footer }.markup().into_string()
}

/// The letter of the option at `index` as it is printed.
pub fn capital(index: usize) -> char {
    letter(index).unwrap_or('?').to_ascii_uppercase()
}

/// Letters in their order, as they are printed.
fn capitals(mut letters: Vec<char>) -> String {
    letters.sort_unstable();
    letters.into_iter().map(|letter| letter.to_ascii_uppercase()).collect()
}

/// What a stem refers to.
pub fn exhibit(exhibit: Option<&Exhibit>) -> Markup {
    html! {
        @if let Some(exhibit) = exhibit {
            figure.exhibit {
                figcaption { "Exhibit (" (exhibit.kind.name()) ")" }
                pre { (exhibit.text.trim_end()) }
            }
        }
    }
}

/// `text` with what stands between backticks as code.
pub fn words(text: &str) -> Markup {
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return html! { (text) };
    }
    html! {
        @for (index, part) in parts.into_iter().enumerate() {
            @if index.is_multiple_of(2) { (part) } @else { code { (part) } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backticks_make_code_only_in_pairs() {
        assert_eq!(words("Call `a<b>` now").0, "Call <code>a&lt;b&gt;</code> now");
        assert_eq!(words("a ` b").0, "a ` b");
        assert_eq!(words("").0, "");
    }
}
