//! `course/comparisons.toml`: App Runner beside its neighbours.

use std::collections::BTreeSet;

use super::{Known, names, words};
use crate::model::course::ServiceComparison;
use crate::model::question::QuestionId;
use spanned_toml::cursor::{Cursor, Field};
use spanned_toml::faults::{Fault, Faults};

/// The comparisons in file order.
pub(super) fn read(
    cursor: &mut Cursor<'_>,
    known: Known<'_>,
    faults: &mut Faults,
) -> Vec<ServiceComparison> {
    let mut ids = BTreeSet::new();
    let tables = cursor.tables("page", faults);
    tables.into_iter().filter_map(|table| page(table, known, &mut ids, faults)).collect()
}

fn page(
    mut cursor: Cursor<'_>,
    known: Known<'_>,
    ids: &mut BTreeSet<String>,
    faults: &mut Faults,
) -> Option<ServiceComparison> {
    let id = cursor.required("id", "id = \"elastic-beanstalk\"", faults);
    let id = id.and_then(|field| field.unique("id", ids, faults));
    let title = words(&mut cursor, "title", "App Runner and Elastic Beanstalk", faults);
    let intro = words(&mut cursor, "intro", "…", faults);
    let other = words(&mut cursor, "other", "Elastic Beanstalk", faults);
    let table = cursor.required("rows", "rows = [[\"what\", \"here\", \"there\"]]", faults);
    let rows = table.map(|field| rows(field, faults)).unwrap_or_default();
    let choose = words(&mut cursor, "choose", "…", faults);
    let asked = cursor.field("questions");
    let bank = known.questions.iter().map(|question| question.id.0.as_str());
    let questions = names(asked, "question", &bank, faults);
    let sources = cursor.field("sources").and_then(|field| field.texts(faults));
    cursor.finish(faults);
    Some(ServiceComparison {
        id: id?,
        title: title?,
        intro: intro?.trim().to_owned(),
        other: other?,
        rows,
        choose: choose?.trim().to_owned(),
        questions: questions.into_iter().map(QuestionId).collect(),
        sources: sources.unwrap_or_default(),
    })
}

/// Rows of three cells.
fn rows(field: Field<'_>, faults: &mut Faults) -> Vec<[String; 3]> {
    let Some(items) = field.items(faults) else { return Vec::new() };
    let row = |node| {
        let row = field.of(node);
        let cells = <[String; 3]>::try_from(row.texts(faults)?);
        if let Err(cells) = &cells {
            let message = format!("a row has {} cells, not 3", cells.len());
            faults.push(Fault::new(&row.node.place, message).expected("what, here, there"));
        }
        cells.ok()
    };
    items.iter().filter_map(row).collect()
}
