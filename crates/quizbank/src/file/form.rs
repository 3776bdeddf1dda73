//! The files of a class, in JSON: papers, keys, answer sheets; and answers as they are
//! typed.

mod answers;
mod class_list;
mod key;
mod paper;
mod sheet;

use std::collections::BTreeSet;

pub use self::answers::read as read_answers;
pub use self::class_list::{delimiter, read as read_class};
pub use self::key::read as read_key;
pub use self::paper::read as read_paper;
pub use self::sheet::read as read_sheet;
use super::text::visible;
use crate::model::paper::{
    FormIdentity, MAX_SEED, MAX_VERSIONS, NamedForm, PaperCode, PrintedForm, Series,
};
use spanned_toml::cursor::Cursor;
use spanned_toml::diagnostic::{Diagnostics, Source};
use spanned_toml::document::Document;
use spanned_toml::faults::Syntax;
use spanned_toml::field::Field;
use spanned_toml::tree::Value;

/// The most questions of a paper, and options of a question.
const MOST: usize = 500;
const MOST_OPTIONS: usize = 9;

/// Reads a whole file of the kind called `kind`.
fn file<T>(
    source: Source,
    kind: &str,
    read: impl FnOnce(&mut Cursor<'_>) -> Option<T>,
) -> Result<T, Diagnostics> {
    let document = Document::parse(source, Syntax::Json);
    let value = document.read("the file", |cursor| {
        let field = cursor.required("kind", &format!("\"{kind}\""));
        let there = field.faults().sound(|| field.text()).filter(|_| field.value().is_some())?;
        if there == kind {
            return read(cursor);
        }
        // Every other field is of that other kind.
        cursor.ignore_rest();
        let message = format!("the file is a {}, not a {kind}", there.escape_debug());
        field.fault(message).expected(format!("a {kind}")).report();
        None
    });
    document.check(value.flatten())
}

/// Reads the field `form` of a key: what it was selected from.
fn identity(cursor: &mut Cursor<'_>) -> FormIdentity {
    cursor.required("form", FORM).table(drawn)
}

const FORM: &str = "{ \"blueprint\": … }";

/// Reads the field `form` of a paper or answer sheet: its form by the code of the paper, or by what
/// it was selected from, as older files have it.
fn named_form<'t>(cursor: &mut Cursor<'t>) -> (NamedForm, Field<'t>) {
    let field = cursor.required("form", FORM);
    let form = field.table(|form| {
        if form.peek("seed").is_some() {
            return NamedForm::Drawn(drawn(form));
        }
        NamedForm::Printed(PrintedForm {
            blueprint: visible(form.required("blueprint", "\"dva-c03\"")),
            topic: form.optional("topic", visible),
            series: form.table("series", series),
            version: form.optional("version", |version| version.integer(1..=MAX_VERSIONS)),
            code: code(form.required("code", "\"7c1f09ab\"")),
        })
    });
    (form, field)
}

fn code(field: Field<'_>) -> PaperCode {
    PaperCode(visible(field))
}

/// Reads what a form was selected from.
fn drawn(form: &mut Cursor<'_>) -> FormIdentity {
    FormIdentity {
        blueprint: visible(form.required("blueprint", "\"dva-c03\"")),
        topic: form.optional("topic", visible),
        seed: form.required("seed", "0").integer(0..=MAX_SEED),
        algorithm: form.required("algorithm", "1").integer(1..=u32::MAX),
        bank: visible(form.required("bank", "\"1f6a…\"")),
        series: form.table("series", series),
    }
}

fn series(series: &mut Cursor<'_>) -> Series {
    let of = series.required("of", "1").integer(1..=MOST);
    Series { number: series.required("number", "1").integer(1..=of), of }
}

/// Reads the questions of the file at `cursor`, which are numbered from 1 and neither
/// none nor endless.
fn questions<T>(cursor: &mut Cursor<'_>, mut read: impl FnMut(&mut Cursor<'_>) -> T) -> Vec<T> {
    let mut count = 0;
    let questions = cursor.required_tables("questions", "", |question| {
        count += 1;
        let field = question.required("number", "1");
        let number = field.faults().sound(|| field.whole()).filter(|_| field.value().is_some());
        if let Some(number) = number.filter(|number| usize::try_from(*number) != Ok(count)) {
            let message = format!("`number` is {number}, but questions are numbered from 1");
            field.fault(message).expected(count.to_string()).report();
        }
        read(question)
    });
    let is_list = matches!(cursor.peek("questions").and_then(Field::value), Some(Value::Array(_)));
    if is_list && !(1..=MOST).contains(&count) {
        let fault = cursor.fault(format!("there are {count} questions"));
        fault.expected(format!("1 to {MOST} questions")).report();
    }
    questions
}

/// Reads the options of the question at `cursor`, each with a place that no other has.
fn options<T>(cursor: &mut Cursor<'_>, read: impl Fn(&mut Cursor<'_>, usize) -> T) -> Vec<T> {
    let mut taken = BTreeSet::new();
    cursor.required_tables("options", "", |option| {
        option.field("letter");
        let field = option.required("place", "1");
        let place = field.faults().sound(|| field.integer(1..=MOST_OPTIONS));
        if let Some(place) = place.filter(|place| field.value().is_some() && !taken.insert(*place))
        {
            let fault = field.fault(format!("the place {place} is a duplicate"));
            fault.expected("a unique place").report();
        }
        read(option, place.unwrap_or(1))
    })
}

#[cfg(test)]
mod tests;
