//! `course/comparisons.toml`: App Runner compared with similar services.

use std::collections::BTreeSet;

use super::references::{CourseReferences, name};
use crate::model::course::ServiceComparison;
use crate::model::question::QuestionId;
use spanned_toml::cursor::Cursor;
use spanned_toml::faults::counted;
use spanned_toml::field::Field;

/// The most services beside App Runner that fit a screen.
const MOST_OTHERS: usize = 2;

/// Reads the comparisons in file order.
pub(super) fn read(cursor: &mut Cursor<'_>, known: CourseReferences<'_>) -> Vec<ServiceComparison> {
    let mut ids = BTreeSet::new();
    let bank = known.questions.iter().map(|question| question.id.0.as_str());
    cursor.tables("page", |page| {
        let others = page.required("others", "[\"Elastic Beanstalk\"]").list(Field::words);
        if !(1..=MOST_OTHERS).contains(&others.len()) {
            let fault = page.fault(format!("a page with {}", counted(others.len(), "other")));
            fault.expected("one or two services beside App Runner").report();
        }
        ServiceComparison {
            id: page.required("id", "\"elastic-beanstalk\"").unique("id", &mut ids),
            title: page.required("title", "\"App Runner and Elastic Beanstalk\"").words(),
            intro: page.required("intro", "\"…\"").words().trim().to_owned(),
            rows: page
                .required("rows", "[[\"what\", \"here\", \"there\"]]")
                .list(|item| row(item, others.len() + 2)),
            others,
            choose: page.required("choose", "\"…\"").words().trim().to_owned(),
            questions: page
                .optional("questions", |field| {
                    field.list(|item| QuestionId(name(item, "question", bank.clone())))
                })
                .unwrap_or_default(),
            sources: page.optional("sources", Field::texts).unwrap_or_default(),
        }
    })
}

/// Reads a row of `columns` cells.
fn row(field: Field<'_>, columns: usize) -> Vec<String> {
    let Some(cells) = field.faults().sound(|| field.texts()) else { return Vec::new() };
    if cells.len() != columns {
        let fault =
            field.fault(format!("a row has {}, not {columns}", counted(cells.len(), "cell")));
        fault.expected("what, here, and each of the others").report();
    }
    cells
}
