//! One `PATH=V1,V2,…`, as `--vary` takes it, and the grid that several span.

use serde::{Deserialize, Serialize};
use spanned_toml::diagnostic::Diagnostics;
use spanned_toml::faults::{Faults, Origin, SourcePlace, quoted};
use spanned_toml::setting;
use spanned_toml::setting::Setting;

/// A setting with the values that it takes in turn.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Vary {
    /// The dotted path.
    pub path: String,
    /// The values in TOML syntax, at least one, each different from the others.
    pub values: Vec<String>,
}

/// Reads `PATH=V1,V2,…`. Commas within brackets, braces or quotes belong to a value;
/// a string needs no quotes.
///
/// ```
/// let vary = apprunner_sim::file::vary::parse("app.start={ fixed = \"1s\" },{ fixed = \"9s\" }")?;
/// assert_eq!(vary.values.len(), 2);
/// # Ok::<(), spanned_toml::diagnostic::Diagnostics>(())
/// ```
///
/// # Errors
///
/// Every fault of the text.
pub fn parse(text: &str) -> Result<Vary, Diagnostics> {
    setting::read("--vary", text, |path, list, offset, faults| {
        Some(Vary { path: path.to_owned(), values: values(list, offset, faults) })
    })
}

/// The values of `list`, which stands at byte `offset` of the text.
fn values(list: &str, offset: usize, faults: &Faults) -> Vec<String> {
    let mut values: Vec<String> = Vec::new();
    for (start, piece) in pieces(list) {
        let (value, start) = trimmed(piece, offset + start);
        add(&mut values, value, &place(value, start), faults);
    }
    values
}

/// `piece` without blanks around it, and where it begins then, if it began at byte `start`.
pub(super) fn trimmed(piece: &str, start: usize) -> (&str, usize) {
    (piece.trim(), start + (piece.len() - piece.trim_start().len()))
}

/// Where `text` stands that begins at byte `start`.
pub(super) fn place(text: &str, start: usize) -> SourcePlace {
    SourcePlace { origin: Origin::File, span: start..start + text.len() }
}

/// Adds `value`, which stands at `place`, to the `values` of a setting.
pub(super) fn add(values: &mut Vec<String>, value: &str, place: &SourcePlace, faults: &Faults) {
    if value.is_empty() {
        let fault = faults.at(place, "a value is missing").expected("a value");
        fault.help("separate values with commas: `PATH=1,2,5`").report();
        return;
    }
    let Some(value) = setting::typed(value, place.span.start, faults) else { return };
    if values.contains(&value) {
        let fault = faults.at(place, format!("the value {} is a duplicate", quoted(&value)));
        fault.expected("another value").report();
    }
    values.push(value);
}

/// The pieces between the commas that stand outside brackets, braces and quotes,
/// each with the byte at which it begins.
pub(super) fn pieces(list: &str) -> Vec<(usize, &str)> {
    let mut pieces = Vec::new();
    let (mut start, mut depth) = (0, 0_u32);
    let mut quote = None;
    let mut is_escaped = false;
    for (at, letter) in list.char_indices() {
        if let Some(open) = quote {
            if letter == open && !is_escaped {
                quote = None;
            }
            is_escaped = open == '"' && letter == '\\' && !is_escaped;
            continue;
        }
        // An apostrophe within a bare word opens nothing.
        let begins = depth > 0 || list.get(start..at).is_none_or(|past| past.trim().is_empty());
        match letter {
            '"' | '\'' if begins => quote = Some(letter),
            '[' | '{' => depth += 1,
            ']' | '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                pieces.push((start, &list[start..at]));
                start = at + 1;
            }
            _ => {}
        }
    }
    pieces.push((start, &list[start..]));
    pieces
}

/// How many points the grid of `varied` has; without any, one.
pub fn grid_size(varied: &[Vary]) -> usize {
    varied.iter().fold(1, |size, vary| size.saturating_mul(vary.values.len()))
}

/// The settings at point `index` of the grid; the last of `varied` changes fastest.
pub fn grid_point(varied: &[Vary], index: usize) -> Vec<Setting> {
    let mut rest = index;
    let mut point: Vec<Setting> = Vec::with_capacity(varied.len());
    for vary in varied.iter().rev() {
        let count = vary.values.len().max(1);
        let value = vary.values.get(rest % count).cloned().unwrap_or_default();
        point.push(Setting { path: vary.path.clone(), value });
        rest /= count;
    }
    point.reverse();
    point
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values_of(text: &str) -> Vec<String> {
        parse(text).unwrap().values
    }

    #[test]
    fn commas_part_values() {
        assert_eq!(values_of("service.auto_scaling.max_size=5, 10,20"), ["5", "10", "20"]);
        assert_eq!(values_of("assume.idle_after=30s,1m"), ["\"30s\"", "\"1m\""]);
        assert_eq!(values_of("seed=1"), ["1"]);
    }

    #[test]
    fn commas_within_a_value_are_its_own() {
        let profiles = "traffic.0.profile=[[\"0s\", 1], [\"1m\", 9]],[[\"0s\", 5]]";
        assert_eq!(values_of(profiles), ["[[\"0s\", 1], [\"1m\", 9]]", "[[\"0s\", 5]]"]);
        let starts = "app.start={ uniform = { min = \"1s\", max = \"2s\" } },{ fixed = '1,5' }";
        assert_eq!(values_of(starts).len(), 2);
        assert_eq!(values_of("title=\"a, \\\"b\\\", c\",it's,'d,e'").len(), 3);
    }

    #[test]
    fn every_fault_of_a_list_is_told_at_its_place() {
        let faults = parse("a=1,,[2,3,1,1").unwrap_err();
        assert_eq!(faults.source.name, "--vary a=1,,[2,3,1,1");
        let places: Vec<_> = faults.faults.iter().map(|fault| fault.span.start).collect();
        assert_eq!(places.first(), Some(&4), "{faults:?}");
        assert!(places.len() >= 2, "{faults:?}");
        let twice = parse("a=1,2,1").unwrap_err();
        assert_eq!(twice.faults.first().map(|fault| fault.span.clone()), Some(6..7));
        for text in ["", "a", "=1", "a=", "a=1,"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_last_varies_fastest() {
        let varied = ["a=1,2", "b=x,y,z"].map(|text| parse(text).unwrap());
        assert_eq!(grid_size(&varied), 6);
        let reported = |index| {
            let point = grid_point(&varied, index);
            point.into_iter().map(|it| it.value).collect::<Vec<_>>().join(" ")
        };
        let points: Vec<String> = (0..6).map(reported).collect();
        let expected = ["1 \"x\"", "1 \"y\"", "1 \"z\"", "2 \"x\"", "2 \"y\"", "2 \"z\""];
        assert_eq!(points, expected);
        assert_eq!((grid_size(&[]), grid_point(&[], 0)), (1, Vec::new()));
    }
}
