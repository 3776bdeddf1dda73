//! What a search goes over, as `--over` takes it: `service.auto_scaling.min_size=1..10,max_concurrency=20..200`.

use super::vary::{self, Vary, pieces};
use spanned_toml::diagnostic::Diagnostics;

/// A range without a step stands for no more values than this.
const MOST_VALUES: i64 = 10;

/// Settings of a scenario that stand in no table: they are never short for one in a table.
const TOP_LEVEL: [&str; 3] = ["rules", "seed", "duration"];

/// Why a text names nothing to go over.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum OverError {
    /// The text has another form.
    #[error("{0}")]
    Form(String),
    /// A value of a setting cannot be read.
    #[error("a value of `--over` has an error")]
    Values(Box<Diagnostics>),
}

/// Reads `PATH=VALUES,PATH=VALUES,…`. Values are separated by commas; `A..B` stands for the whole
/// numbers from A to B, or for ten of them in equal steps where there are more, and `A..B/STEP` for
/// those in steps of STEP. A name without a dot is in the table of the path before it.
///
/// ```
/// use apprunner_sim::file::over;
///
/// let found = over::parse("service.auto_scaling.min_size=1..3,max_concurrency=20..200")?;
/// assert_eq!(found[0].values, ["1", "2", "3"]);
/// assert_eq!(found[1].path, "service.auto_scaling.max_concurrency");
/// assert_eq!((found[1].values.len(), found[1].values[1].as_str()), (10, "40"));
/// # Ok::<(), over::OverError>(())
/// ```
///
/// # Errors
///
/// The first fault of the text.
pub fn parse(text: &str) -> Result<Vec<Vary>, OverError> {
    let mut lists: Vec<(String, Vec<String>)> = Vec::new();
    for (_, piece) in pieces(text) {
        let (path, value) = match split(piece) {
            Some((path, value)) => (Some(path.trim()), value.trim()),
            None => (None, piece.trim()),
        };
        if let Some(path) = path {
            let path = whole_path(path, lists.last().map(|(path, _)| path.as_str()));
            lists.push((path, Vec::new()));
        }
        let Some((_, values)) = lists.last_mut() else {
            let example = "service.auto_scaling.min_size=1..10";
            return Err(OverError::Form(format!(
                "`{piece}` names no setting; for example `{example}`"
            )));
        };
        match range(value) {
            Some(range) => values.extend(range?.into_iter().map(|number| number.to_string())),
            None => values.push(value.to_owned()),
        }
    }
    let read = |(path, values): (String, Vec<String>)| {
        let text = format!("{path}={}", values.join(","));
        vary::parse(&text).map_err(|faults| OverError::Values(Box::new(faults)))
    };
    lists.into_iter().map(read).collect()
}

/// Path and value of `piece`, where an equals sign stands before any bracket or quote.
fn split(piece: &str) -> Option<(&str, &str)> {
    let at = piece.find(['=', '{', '[', '"', '\''])?;
    piece[at..].starts_with('=').then(|| (&piece[..at], &piece[at + 1..]))
}

/// `path` with the table of the path before it, where it is short.
fn whole_path(path: &str, before: Option<&str>) -> String {
    let table = before.and_then(|before| before.rsplit_once('.')).map(|(table, _)| table);
    match table {
        Some(table) if !path.contains('.') && !TOP_LEVEL.contains(&path) => {
            format!("{table}.{path}")
        }
        _ => path.to_owned(),
    }
}

/// The numbers of a range; `None` where `text` is none.
fn range(text: &str) -> Option<Result<Vec<i64>, OverError>> {
    let (first, rest) = text.split_once("..")?;
    let (last, step) = match rest.split_once('/') {
        Some((last, step)) => (last, Some(step)),
        None => (rest, None),
    };
    let number = |text: &str| text.trim().parse::<i64>().ok();
    let (first, last) = (number(first)?, number(last)?);
    let fails = |why: &str| Some(Err(OverError::Form(format!("the range `{text}` {why}"))));
    let Some(length) = last.checked_sub(first).filter(|length| *length > 0) else {
        return fails("ends before it begins");
    };
    match step.map(number) {
        Some(Some(step)) if step > 0 && length / step < 10_000 => {
            Some(Ok((0..=length / step).map(|index| first + index * step).collect()))
        }
        Some(_) => fails("has no step; for example `20..200/5`"),
        None if length < MOST_VALUES => Some(Ok((first..=last).collect())),
        None => {
            let steps = MOST_VALUES - 1;
            let part = |index: i64| {
                (length / steps) * index + (length % steps * index + steps / 2) / steps
            };
            Some(Ok((0..MOST_VALUES).map(|index| first + part(index)).collect()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, String)> {
        let found = parse(text).unwrap().into_iter();
        found.map(|vary| (vary.path, vary.values.join(" "))).collect()
    }

    fn pair(path: &str, values: &str) -> (String, String) {
        (path.to_owned(), values.to_owned())
    }

    #[test]
    fn ranges_lists_and_steps_are_read() {
        assert_eq!(found("a.b=1..10"), [pair("a.b", "1 2 3 4 5 6 7 8 9 10")]);
        assert_eq!(found("a.b=20..200"), [pair("a.b", "20 40 60 80 100 120 140 160 180 200")]);
        assert_eq!(found("a.b=1..12"), [pair("a.b", "1 2 3 5 6 7 8 10 11 12")]);
        assert_eq!(found("a.b=20..50/15"), [pair("a.b", "20 35 50")]);
        assert_eq!(
            found("a.b=1,2,c=5s,10s,rules=aws"),
            [pair("a.b", "1 2"), pair("a.c", "\"5s\" \"10s\""), pair("rules", "\"aws\"")]
        );
        assert_eq!(
            found("app.start={ fixed = \"1s\" },{ fixed = \"9s\" }"),
            [pair("app.start", "{ fixed = \"1s\" } { fixed = \"9s\" }")]
        );
    }

    #[test]
    fn what_has_another_form_is_named() {
        for text in ["", "1..3", "a=3..1", "a=1..9/0", "a=1..9/x", "=1", "a=", "a=1,,2", "a=1,1"] {
            assert!(parse(text).is_err(), "{text}");
        }
        let huge = format!("a={}..{}", i64::MIN, i64::MAX);
        assert!(parse(&huge).is_err());
        assert_eq!(parse(&format!("a=0..{}", i64::MAX)).unwrap()[0].values.len(), 10);
    }
}
