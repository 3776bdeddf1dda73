//! `course/comparisons.toml`: App Runner compared with similar services.

use std::collections::BTreeSet;

use super::references::{CourseReferences, name};
use crate::model::course::ServiceComparison;
use crate::model::question::QuestionId;
use spanned_toml::cursor::Cursor;
use spanned_toml::faults::counted;
use spanned_toml::field::Field;

/// Reads the comparisons in file order.
pub(super) fn read(cursor: &mut Cursor<'_>, known: CourseReferences<'_>) -> Vec<ServiceComparison> {
    let mut ids = BTreeSet::new();
    let bank = known.questions.iter().map(|question| question.id.0.as_str());
    cursor.tables("page", |page| ServiceComparison {
        id: page.required("id", "\"elastic-beanstalk\"").unique("id", &mut ids),
        title: page.required("title", "\"App Runner and Elastic Beanstalk\"").words(),
        intro: page.required("intro", "\"…\"").words().trim().to_owned(),
        other: page.required("other", "\"Elastic Beanstalk\"").words(),
        rows: page.required("rows", "[[\"what\", \"here\", \"there\"]]").list(row),
        choose: page.required("choose", "\"…\"").words().trim().to_owned(),
        questions: page
            .optional("questions", |field| {
                field.list(|item| QuestionId(name(item, "question", bank.clone())))
            })
            .unwrap_or_default(),
        sources: page.optional("sources", Field::texts).unwrap_or_default(),
    })
}

/// Reads a row of three cells.
fn row(field: Field<'_>) -> [String; 3] {
    let Some(cells) = field.faults().sound(|| field.texts()) else { return Default::default() };
    <[String; 3]>::try_from(cells).unwrap_or_else(|cells| {
        let fault = field.fault(format!("a row has {}, not 3", counted(cells.len(), "cell")));
        fault.expected("what, here, there").report();
        Default::default()
    })
}
