//! What a search goes over, as `--over` takes it: `service.auto_scaling.min_size=1..10,max_concurrency=20..200`.

use super::vary::{self, Vary};
use spanned_toml::diagnostic::{Diagnostics, Source};
use spanned_toml::faults::{Faults, SourcePlace};
use spanned_toml::{path, setting};

/// A range without a step stands for no more values than this.
const WITHOUT_STEP: i128 = 10;
/// A range stands for no more values than this.
const MOST_VALUES: i128 = 1_000;

/// Settings of a scenario that stand in no table: they are never short for one in a table.
const TOP_LEVEL: [&str; 3] = ["rules", "seed", "duration"];

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
/// # Ok::<(), spanned_toml::diagnostic::Diagnostics>(())
/// ```
///
/// # Errors
///
/// Every fault of the text.
pub fn parse(text: &str) -> Result<Vec<Vary>, Diagnostics> {
    let faults = Faults::default();
    let lists = lists(text, &faults);
    if faults.is_empty() {
        return Ok(lists);
    }
    let source = Source { name: format!("--over {text}"), text: text.to_owned() };
    Err(faults.into_diagnostics(source, Vec::new()))
}

/// The settings of `text` with their values.
fn lists(text: &str, faults: &Faults) -> Vec<Vary> {
    let mut lists: Vec<Vary> = Vec::new();
    for (start, piece) in vary::pieces(text) {
        let (mut value, mut start) = vary::trimmed(piece, start);
        if let Some(equals) = setting::equals(piece).filter(|_| !value.starts_with(['{', '['])) {
            let (name, at) = (&piece[..equals], start);
            (value, start) = vary::trimmed(&piece[equals + 1..], at + equals + 1);
            let path = whole_path(name.trim(), lists.last().map(|list| list.path.as_str()));
            if let Err(message) = path::parse(&path) {
                faults.at(&vary::place(name, at), message).expected("PATH=VALUES").report();
            }
            lists.push(Vary { path, values: Vec::new() });
        }
        let place = vary::place(value, start);
        let Some(Vary { values, .. }) = lists.last_mut() else {
            let fault = faults.at(&place, "no setting stands before the first value");
            fault.expected("PATH=VALUES").help(EXAMPLE).report();
            continue;
        };
        match Range::parse(value) {
            None => vary::add(values, value, &place, faults),
            Some(range) => {
                for number in range.numbers(&place, faults) {
                    vary::add(values, &number.to_string(), &place, faults);
                }
            }
        }
    }
    lists
}

/// What helps who forgot the setting.
const EXAMPLE: &str = "for example `service.auto_scaling.min_size=1..10`";

/// `path` with the table of the path before it, where it is short.
fn whole_path(path: &str, before: Option<&str>) -> String {
    let table = before.and_then(|before| before.rsplit_once('.')).map(|(table, _)| table);
    match table {
        Some(table) if !path.is_empty() && !path.contains('.') && !TOP_LEVEL.contains(&path) => {
            format!("{table}.{path}")
        }
        _ => path.to_owned(),
    }
}

/// `A..B`, with or without a step.
struct Range {
    first: i128,
    last: i128,
    step: Step,
}

/// The step of a range.
#[derive(Clone, Copy)]
enum Step {
    /// None was typed.
    Even,
    /// A whole number above 0.
    By(i128),
    /// What was typed is no such number.
    Unknown,
}

impl Range {
    /// The range that `text` is; `None` where it is none.
    fn parse(text: &str) -> Option<Self> {
        let number = |text: &str| text.trim().parse::<i64>().ok().map(i128::from);
        let (first, rest) = text.split_once("..")?;
        let (last, step) = match rest.split_once('/') {
            Some((last, step)) => {
                let step = number(step).filter(|step| *step > 0);
                (last, step.map_or(Step::Unknown, Step::By))
            }
            None => (rest, Step::Even),
        };
        Some(Self { first: number(first)?, last: number(last)?, step })
    }

    /// Its numbers, or what is wrong with the range, which stands at `place`.
    fn numbers(&self, place: &SourcePlace, faults: &Faults) -> Vec<i128> {
        let Self { first, last, step } = *self;
        let length = last - first;
        if length < 0 {
            let fault = faults.at(place, format!("the range ends at {last}, before it begins"));
            fault.expected("the lower number first").report();
            return Vec::new();
        }
        match step {
            Step::By(step) if length / step < MOST_VALUES => {
                (0..=length / step).map(|index| first + index * step).collect()
            }
            Step::By(step) => {
                let count = length / step + 1;
                let fault = faults.at(place, format!("the range stands for {count} values"));
                fault.expected(format!("at most {MOST_VALUES}")).help("use a wider step").report();
                Vec::new()
            }
            Step::Unknown => {
                let fault = faults.at(place, "the step of the range is no whole number above 0");
                fault.expected("A..B/STEP").help("for example `20..200/5`").report();
                Vec::new()
            }
            Step::Even if length < WITHOUT_STEP => (first..=last).collect(),
            Step::Even => {
                let steps = WITHOUT_STEP - 1;
                (0..WITHOUT_STEP).map(|at| first + (length * at + steps / 2) / steps).collect()
            }
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
        let cases = [
            ("", "no setting stands before the first value"),
            ("1..3", "no setting stands before the first value"),
            ("a=3..1", "the range ends at 1, before it begins"),
            ("a=1..9/0", "the step of the range is no whole number above 0"),
            ("a=1..9/x", "the step of the range is no whole number above 0"),
            ("a=1..5000/2", "the range stands for 2500 values"),
            ("=1", "`` has an empty name"),
            ("a=", "a value is missing"),
            ("a=1,,2", "a value is missing"),
            ("a=1,1", "the value `1` is a duplicate"),
            ("a=1..3,2", "the value `2` is a duplicate"),
        ];
        for (text, message) in cases {
            let faults = parse(text).unwrap_err();
            assert_eq!(faults.source.name, format!("--over {text}"));
            assert_eq!(faults.faults[0].message, message, "{text}");
        }
    }

    #[test]
    fn every_fault_is_named_at_its_place() {
        let faults = parse("a.b=1..2,c=3..1, 4,,d=7..9/0").unwrap_err().faults;
        let spans: Vec<_> = faults.iter().map(|fault| fault.span.clone()).collect();
        assert_eq!(spans, [11..15, 19..19, 22..28]);
    }

    #[test]
    fn a_range_may_be_one_number_or_all_of_them() {
        assert_eq!(found("a=5..5"), [pair("a", "5")]);
        assert_eq!(found("a=5..5/2"), [pair("a", "5")]);
        let huge = &found(&format!("a={}..{}", i64::MIN, i64::MAX))[0].1;
        assert!(huge.starts_with(&i64::MIN.to_string()) && huge.ends_with(&i64::MAX.to_string()));
    }

    #[test]
    fn a_name_in_quotes_is_part_of_a_path() {
        let routes = "app.routes.\"/a=b\".status=200,500";
        assert_eq!(found(routes), [pair("app.routes.\"/a=b\".status", "200 500")]);
    }
}
