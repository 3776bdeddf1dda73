//! The roster of a class: who may take an exam, and with how much extra time. `docs/formats.md`
//! describes the file.

use std::collections::BTreeSet;

use csv::{ReaderBuilder, StringRecord, Trim};
use serde::{Deserialize, Serialize};

use crate::report::safe;
use quizbank::file::form::delimiter;
use spanned_toml::diagnostic::{Diagnostics, Source};
use spanned_toml::faults::{Faults, Origin, SourcePlace, quoted};

/// The most extra time, in percent of the time limit.
const MOST_EXTRA: u32 = 400;

/// Somebody on a roster.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct RosterEntry {
    /// The id, such as a student number.
    pub id: String,
    /// The name.
    pub name: String,
    /// The group, where there are several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Extra time in percent of the time limit, from 0 to 400.
    #[serde(default)]
    pub extra_percent: u32,
}

/// The columns of a roster.
const COLUMNS: [&str; 4] = ["id", "name", "group", "extra"];

/// Reads a roster: CSV, divided by commas, semicolons or tabs, whose first row names the columns `id`, `name` and, where they are needed,
/// `group` and `extra` (percent).
///
/// # Errors
///
/// Every fault of the file, with its row.
pub fn read(source: Source) -> Result<Vec<RosterEntry>, Diagnostics> {
    let faults = Faults::default();
    let entries = entries(&source.text, &faults);
    if faults.is_empty() { Ok(entries) } else { Err(faults.into_diagnostics(source, Vec::new())) }
}

fn entries(text: &str, faults: &Faults) -> Vec<RosterEntry> {
    let mut rows = ReaderBuilder::new()
        .delimiter(delimiter(text))
        .has_headers(false)
        .flexible(true)
        .trim(Trim::All)
        .from_reader(text.as_bytes());
    let mut records = rows.records().map_while(Result::ok);
    let head = records.next().unwrap_or_default();
    let Some(columns) =
        Some(&head).filter(|it| !it.is_empty()).and_then(|it| columns(it, text, faults))
    else {
        let place = SourcePlace { origin: Origin::File, span: 0..0 };
        if faults.is_empty() {
            faults.at(&place, "nobody is in the roster").expected("rows under `id,name`").report();
        }
        return Vec::new();
    };
    let mut ids = BTreeSet::new();
    let mut entries = Vec::new();
    for row in records.filter(|row| !row.iter().all(str::is_empty)) {
        let rest = row.iter().skip(head.len()).find(|cell| !cell.is_empty());
        let entry = match rest {
            None => entry(&columns, &row),
            Some(cell) => {
                let message = format!("the cell {} has no column", quoted(cell));
                Err((message, "quotes around a cell with a comma"))
            }
        };
        let entry = entry.and_then(|entry| {
            if ids.insert(entry.id.clone()) {
                return Ok(entry);
            }
            Err((format!("the id {} is there twice", quoted(&entry.id)), "another id"))
        });
        match entry {
            Ok(entry) => entries.push(entry),
            Err((message, expected)) => report(faults, text, &row, message, expected),
        }
    }
    entries
}

/// The place of each column.
fn columns(head: &StringRecord, text: &str, faults: &Faults) -> Option<[Option<usize>; 4]> {
    // Spreadsheets begin a file with a byte order mark.
    let named = |cell: &str| cell.trim_start_matches('\u{feff}').to_ascii_lowercase();
    let titles: Vec<String> = head.iter().map(named).collect();
    if let Some(unknown) = titles.iter().find(|name| !COLUMNS.contains(&name.as_str())) {
        let message = format!("there is no column {}", quoted(unknown));
        report(faults, text, head, message, "id, name, group, extra");
        return None;
    }
    let columns = COLUMNS.map(|column| titles.iter().position(|title| title == column));
    if columns[0].is_none() || columns[1].is_none() {
        report(faults, text, head, "a column is missing".to_owned(), "`id` and `name`");
        return None;
    }
    Some(columns)
}

fn entry(
    columns: &[Option<usize>; 4],
    row: &StringRecord,
) -> Result<RosterEntry, (String, &'static str)> {
    let [id, name, group, extra] = columns.map(|place| place.and_then(|at| row.get(at)));
    let person = |text: Option<&str>| {
        let text = text.unwrap_or_default();
        safe::person_name(text).map_err(|reason| (reason, "a line of letters"))
    };
    let extra = extra.unwrap_or_default().trim_end_matches([' ', '%']);
    let extra_percent = match extra.parse() {
        Ok(percent) if percent <= MOST_EXTRA => percent,
        Err(_) if extra.is_empty() => 0,
        _ => return Err((format!("{} is no extra time", quoted(extra)), "percent from 0 to 400")),
    };
    let group = group.filter(|group| !group.is_empty());
    let group = group.map(|group| person(Some(group))).transpose()?;
    Ok(RosterEntry { id: person(id)?, name: person(name)?, group, extra_percent })
}

fn report(faults: &Faults, text: &str, row: &StringRecord, message: String, expected: &str) {
    let from = row.position().and_then(|place| usize::try_from(place.byte()).ok());
    let from = from.unwrap_or_default();
    let rest = text.get(from..).unwrap_or_default();
    let from = from + rest.len() - rest.trim_start_matches(['\r', '\n']).len();
    let rest = text.get(from..).unwrap_or_default();
    let length = rest.find(['\r', '\n']).unwrap_or(rest.len());
    let place = SourcePlace { origin: Origin::File, span: from..from + length };
    faults.at(&place, message).expected(expected).report();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Result<Vec<RosterEntry>, String> {
        let source = Source { name: "roster.csv".to_owned(), text: text.to_owned() };
        read(source).map_err(|faults| {
            faults.errors().map(|fault| fault.message.clone()).collect::<Vec<_>>().join("; ")
        })
    }

    #[test]
    fn a_roster_has_ids_and_names_and_perhaps_groups_and_extra_time() {
        let entry = |id: &str, name: &str, group: Option<&str>, extra_percent| RosterEntry {
            id: id.to_owned(),
            name: name.to_owned(),
            group: group.map(ToOwned::to_owned),
            extra_percent,
        };
        assert_eq!(
            read_text("id,name,group,extra\n7, Ada Moreau ,A,25\n\n8,\"Ben, Jr.\",,\n").unwrap(),
            [entry("7", "Ada Moreau", Some("A"), 25), entry("8", "Ben, Jr.", None, 0)]
        );
        let ada = [entry("7", "Ada", None, 0)];
        assert_eq!(read_text("\u{feff}Name,Id\nAda,7").unwrap(), ada);
        assert_eq!(read_text("id;name;extra\r\n7;Ada;;\r\n;;\r\n").unwrap(), ada);
        assert_eq!(read_text("id\tname\n7\tAda\n").unwrap(), ada);
    }

    #[test]
    fn every_fault_of_a_roster_is_reported() {
        assert!(read_text("").unwrap_err().contains("nobody"));
        assert!(read_text("id,grade\n7,A").unwrap_err().contains("no column `grade`"));
        assert!(read_text("id\n7").unwrap_err().contains("missing"));
        assert!(read_text("id,name\n7,Moreau, Ada").unwrap_err().contains("`Ada` has no column"));
        let faults =
            read_text("id,name,extra\n7,Ada,401\n7,Ben,x\n8,\u{1b}[2J,0\n9,Cem,0\n9,Dee,0");
        let faults = faults.unwrap_err();
        for fault in ["`401` is no extra", "`x` is no extra", "visible", "`9` is there twice"] {
            assert!(faults.contains(fault), "{fault} in {faults}");
        }
    }
}
