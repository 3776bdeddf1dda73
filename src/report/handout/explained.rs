//! A question that was answered, explained: what was picked, what is right, why, and where it is
//! documented.

use maud::{Markup, html};

use super::{capital, exhibit, words};
use quizbank::explain::{self, OptionMark};
use quizbank::model::fact::Ledger;
use quizbank::slot::Slot;

/// Explains question `number`, which `state` says how it was answered.
pub fn explained(number: usize, state: &str, slot: &Slot, ledger: &Ledger) -> Markup {
    let item = slot.item();
    html! {
        section.question {
            h4 { "Question " (number) ": " (state) }
            p { (words(&item.stem)) }
            (exhibit(item.question.exhibit.as_ref()))
            ol.options {
                @for (index, option) in item.options.iter().enumerate() {
                    li.right[option.is_key] {
                        span.letter { @if option.is_key { "✓ " } (capital(index)) "." }
                        span.text {
                            (words(&option.text)) " (" (OptionMark::of(slot, index).words()) ")"
                        }
                        span.why { (words(&option.why)) }
                    }
                }
            }
            ul.plain {
                @for source in explain::sources(slot, ledger) {
                    li.note { "Source: " a href=(source) rel="noreferrer" { (source) } }
                }
            }
        }
    }
}
