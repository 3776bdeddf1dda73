//! The answers of a whole class in one table, as a spreadsheet or a scanner of bubbles writes it: a
//! row for each learner, and a column for each question, or one column for all of them.
//!
//! | column | holds |
//! | --- | --- |
//! | `name`, `id` | who answered: one of both, or both |
//! | `version` | the number of the version or form, or the code of the paper; needed where there are several |
//! | `1`, `2`, … | the letters picked for that question; empty or `-` is left out; one for each question |
//! | `answers` | all letters in a row: `dab(ac)-b`, several for one question in parentheses, `-` is left out |

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use csv::{ReaderBuilder, StringRecord, Trim};
use spanned_toml::diagnostic::{Diagnostics, Source};
use spanned_toml::faults::{Faults, Origin, SourcePlace, counted, quoted};

use super::answers::{Wrong, picked, wrong};
use crate::file::text::is_visible;
use crate::model::paper::{AnswerKey, AnswerSheet, FormVersion, KeyedQuestion, PaperCode};

/// Reads the table in `source`, whose learners answered the forms of `keys` or versions of them; the
/// index of the key comes with each.
///
/// Cells are divided by commas, semicolons or tabs.
///
/// # Errors
///
/// Every fault of the file, at the row that it stands in.
pub fn read(source: Source, keys: &[AnswerKey]) -> Result<Vec<(usize, AnswerSheet)>, Diagnostics> {
    let faults = Faults::default();
    let sheets = Table { text: &source.text, keys, faults: &faults }.read();
    if faults.is_empty() { Ok(sheets) } else { Err(faults.into_diagnostics(source, Vec::new())) }
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Column {
    Name,
    Id,
    Version,
    /// The answers to all questions in a row.
    All,
    /// The answer to the question with this number.
    Question(usize),
}

impl Column {
    fn named(name: &str, questions: usize) -> Result<Self, Wrong> {
        let number = name.strip_prefix(['q', 'Q']).unwrap_or(name).parse::<usize>();
        Ok(match name.to_ascii_lowercase().as_str() {
            "name" => Self::Name,
            "id" => Self::Id,
            "version" => Self::Version,
            "answers" => Self::All,
            _ => match number {
                Ok(number) if (1..=questions).contains(&number) => Self::Question(number),
                _ => {
                    let known = format!("name, id, version, answers, or 1 to {questions}");
                    return wrong(format!("there is no column {}", quoted(name)), known);
                }
            },
        })
    }
}

/// Where each column of a table stands, and how many there are.
struct Columns {
    count: usize,
    places: BTreeMap<Column, usize>,
}

struct Table<'t> {
    text: &'t str,
    keys: &'t [AnswerKey],
    faults: &'t Faults,
}

impl Table<'_> {
    fn read(&self) -> Vec<(usize, AnswerSheet)> {
        let mut rows = ReaderBuilder::new()
            .delimiter(delimiter(self.text))
            .has_headers(false)
            .flexible(true)
            .trim(Trim::All)
            .from_reader(self.text.as_bytes());
        let mut columns = None;
        let mut names = BTreeSet::new();
        let mut sheets = Vec::new();
        let mut row = StringRecord::new();
        // The text is UTF-8 and rows may be of any length, so that each can be read.
        while let Ok(true) = rows.read_record(&mut row) {
            let Some(columns) = &columns else {
                columns = Some(self.columns(&row));
                continue;
            };
            if row.iter().all(str::is_empty) {
                continue;
            }
            let sheet = self.sheet(columns, &row).and_then(|(at, sheet)| {
                if names.insert(sheet.name.clone()) {
                    return Ok((at, sheet));
                }
                wrong(format!("{} is there twice", quoted(&sheet.name)), "a row for each learner")
            });
            match sheet {
                Ok(sheet) => sheets.push(sheet),
                Err(wrong) => self.report(&row, wrong),
            }
        }
        if sheets.is_empty() && self.faults.is_empty() {
            let place = SourcePlace { origin: Origin::File, span: 0..0 };
            let fault = self.faults.at(&place, "nobody is in the table");
            fault.expected("a row of columns, then a row for each learner").report();
        }
        sheets
    }

    /// What the columns of the first row hold.
    fn columns(&self, head: &StringRecord) -> Columns {
        let mut places = BTreeMap::new();
        let count = self.keys.iter().map(|key| key.questions.len()).max().unwrap_or_default();
        for (place, name) in head.iter().enumerate() {
            let column = Column::named(name, count).and_then(|column| {
                if places.contains_key(&column) {
                    return wrong(format!("the column {} is there twice", quoted(name)), "once");
                }
                places.insert(column, place);
                Ok(())
            });
            column.unwrap_or_else(|wrong| self.report(head, wrong));
        }
        let has = |wanted: fn(&Column) -> bool| places.keys().any(wanted);
        let lacks = |message: &str, expected: &str| {
            let (message, expected) = (message.to_owned(), expected.to_owned());
            self.report(head, Wrong { message, expected });
        };
        if !has(|it| matches!(it, Column::Name | Column::Id)) {
            lacks("no column says who answered", "a column `name` or `id`");
        }
        match (has(|it| *it == Column::All), has(|it| matches!(it, Column::Question(_)))) {
            (false, false) => lacks("no column holds answers", "`answers`, or `1`, `2` and so on"),
            (true, true) => lacks("answers stand in two types of columns", "one of them"),
            (true, false) => {}
            (false, true) => {
                let is_missing = |number: &usize| !places.contains_key(&Column::Question(*number));
                if let Some(number) = (1..=count).find(is_missing) {
                    // A column that was cut off would count as wrong answers of everybody.
                    let message = format!("no column holds the answers to question {number}");
                    lacks(&message, &format!("columns 1 to {count}"));
                }
            }
        }
        let are_several = self.keys.len() > 1 || self.keys.iter().any(|it| !it.versions.is_empty());
        if are_several && !has(|it| *it == Column::Version) {
            lacks("no column says which version was answered", "a column `version`");
        }
        Columns { count: head.len(), places }
    }

    /// What one learner answered.
    fn sheet(&self, columns: &Columns, row: &StringRecord) -> Result<(usize, AnswerSheet), Wrong> {
        let Columns { count, places } = columns;
        if row.len() > *count {
            let there = counted(row.len(), "cell");
            return wrong(format!("the row has {there}"), count.to_string());
        }
        let there = |column| row.get(*places.get(&column)?);
        let cell = |column| there(column).unwrap_or_default();
        let name = name(cell(Column::Name), cell(Column::Id))?;
        let (at, key, version) = self.form(cell(Column::Version))?;
        let arranged = version.map(|version| key.arranged(version));
        let key = arranged.as_ref().unwrap_or(key);
        let given = match there(Column::All) {
            Some(all) => apart(all, key.questions.len())?,
            None => (1..=key.questions.len()).map(|it| cell(Column::Question(it))).collect(),
        };
        let answer = |(number, (letters, question)): (usize, (&str, &KeyedQuestion))| {
            let letters = letters.chars().filter(|it| it.is_alphanumeric());
            let (count, wanted) = (question.options.len(), question.right().len());
            let options = picked(number, letters, count, wanted)?;
            let places = options.iter().filter_map(|&at| Some(question.options.get(at)?.place));
            Ok((number, places.collect()))
        };
        let given = given.into_iter().zip(&key.questions);
        let answers = (1..).zip(given).map(answer).collect::<Result<_, Wrong>>()?;
        Ok((at, AnswerSheet { name, version: version.cloned(), answers }))
    }

    /// The key of the form that a cell names with its index, and the version of the form. A form of several
    /// is named by its number among them, or as a version is.
    fn form(&self, cell: &str) -> Result<(usize, &AnswerKey, Option<&FormVersion>), Wrong> {
        if let [key] = self.keys {
            return version(key, cell).map(|version| (0, key, version));
        }
        let number = cell.parse::<usize>().ok();
        let code = PaperCode(cell.to_ascii_lowercase());
        let mut forms = self.keys.iter().enumerate().filter_map(|(at, key)| {
            let is_named = number.is_some() && key.identity.series.map(|it| it.number) == number;
            let version = if is_named { None } else { key.version(&code)? };
            Some((at, key, version))
        });
        forms.next().ok_or_else(|| Wrong {
            message: format!("no key has a form {}", quoted(cell)),
            expected: "the number of a form, or the code of a paper".to_owned(),
        })
    }

    fn report(&self, row: &StringRecord, Wrong { message, expected }: Wrong) {
        let place = SourcePlace { origin: Origin::File, span: line(self.text, row) };
        self.faults.at(&place, message).expected(expected).report();
    }
}

/// The version of the form of `key` that a cell names, by its number or the code on its paper; `None` is
/// the form itself.
fn version<'k>(key: &'k AnswerKey, cell: &str) -> Result<Option<&'k FormVersion>, Wrong> {
    let versions = &key.versions;
    match cell.parse::<usize>() {
        _ if cell.is_empty() && versions.is_empty() => return Ok(None),
        Ok(1) => return Ok(None),
        Ok(number) => {
            if let Some(version) = versions.iter().find(|it| it.version == number) {
                return Ok(Some(version));
            }
        }
        Err(_) => {}
    }
    key.version(&PaperCode(cell.to_ascii_lowercase())).ok_or_else(|| Wrong {
        message: format!("the key has no version {}", quoted(cell)),
        expected: format!("1 to {}, or the code of a paper", versions.len() + 1),
    })
}

/// Where the first line of `row` stands.
fn line(text: &str, row: &StringRecord) -> Range<usize> {
    let from = row.position().and_then(|place| usize::try_from(place.byte()).ok());
    let rest = |from| text.get(from..).unwrap_or_default();
    let from = from.unwrap_or_default();
    // A row stands where the one before it ended, which may be some empty lines above.
    let from = from + rest(from).len() - rest(from).trim_start_matches(['\r', '\n']).len();
    let length = rest(from).find(['\r', '\n']).unwrap_or(rest(from).len());
    from..from + length
}

/// What divides the cells of the first line: commas, semicolons or tabs.
pub fn delimiter(text: &str) -> u8 {
    let head = text.trim_start().lines().next().unwrap_or_default();
    let count = |delimiter: &u8| head.bytes().filter(|byte| byte == delimiter).count();
    // Of equals the last is taken.
    [b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',')
}

/// Who answered.
fn name(name: &str, id: &str) -> Result<String, Wrong> {
    let whole = match (name, id) {
        ("", "") => {
            return wrong("the row does not say who answered".to_owned(), "a name or an id");
        }
        ("", one) | (one, "") => one.to_owned(),
        (name, id) => format!("{name} ({id})"),
    };
    if !is_visible(&whole) {
        let message = format!("the name holds characters that cannot be seen: {}", quoted(&whole));
        return wrong(message, "one line of letters");
    }
    Ok(whole)
}

/// The letters of `count` questions, which stand in a row.
fn apart(all: &str, count: usize) -> Result<Vec<&str>, Wrong> {
    let mut given = Vec::with_capacity(count);
    let mut letters = all.char_indices().filter(|(_, letter)| !letter.is_whitespace());
    while let Some((at, letter)) = letters.next() {
        let rest = all.get(at..).unwrap_or_default();
        given.push(match letter {
            '(' => {
                letters.find(|(_, it)| *it == ')');
                let group = rest.get(1..).and_then(|it| it.split(')').next()).unwrap_or_default();
                if group.contains('(') {
                    return wrong(
                        format!("a parenthesis opens within another in {}", quoted(all)),
                        "`(ac)`",
                    );
                }
                group
            }
            letter if letter.is_alphanumeric() => rest.get(..letter.len_utf8()).unwrap_or_default(),
            '-' => "",
            other => {
                return wrong(format!("{} is no answer", quoted(other)), "letters, `(ac)` or `-`");
            }
        });
    }
    if given.len() == count {
        return Ok(given);
    }
    let there = counted(given.len(), "answer");
    wrong(format!("{} holds {there}", quoted(all)), format!("{count}, `-` for each left out"))
}

#[cfg(test)]
mod tests {
    use super::super::tests::key;
    use super::*;

    fn class(text: &str) -> Result<Vec<AnswerSheet>, Diagnostics> {
        let source = Source { name: "class.csv".to_owned(), text: text.to_owned() };
        let sheets = read(source, &[key()])?;
        Ok(sheets.into_iter().map(|(_, sheet)| sheet).collect())
    }

    /// `name version number:places …` for each learner.
    fn said(text: &str) -> Vec<String> {
        let sheets = class(text).unwrap_or_else(|faults| panic!("{text}: {faults:?}"));
        let line = |AnswerSheet { name, version, answers }: AnswerSheet| {
            let version = version.map_or(1, |version| version.version);
            format!("{name} {version} {answers:?}")
        };
        sheets.into_iter().map(line).collect()
    }

    #[test]
    fn a_column_a_question_and_one_for_all_say_the_same() {
        let wanted = ["Ada 1 {1: [2], 2: [1, 3]}", "Ben 2 {1: [4], 2: [1]}", "Cem 1 {}"];
        for text in [
            "name,version,1,2\nAda,1,b,ac\nBen,2,a,a\nCem,1,,-\n",
            "Name;Version;Q2;Q1\r\n\r\nAda;1;\"C, A\";B\r\nBen;4e5f6a7b;a;a\r\nCem;0A1B2C3D\r\n;;;\r\n",
            "version\tname\tanswers\n1\tAda\tb(ac)\n2\tBen\taa\n1\tCem\t- -",
        ] {
            assert_eq!(said(text), wanted, "{text}");
        }
        assert_eq!(
            said("id,name,version,answers\n7,Ada,1,--\n8,,1,b-"),
            ["Ada (7) 1 {}", "8 1 {1: [2]}"]
        );
    }

    #[test]
    fn every_bad_row_is_told_at_its_place() {
        let cases = [
            ("name,version,1\nAda,1,b\n\nBen,1,e\n", 24, "question 1 has no option `e`"),
            ("name,version,answers\nAda,1,b\n", 21, "`b` holds 1 answer"),
            ("name,version,answers\nAda,1,b((ac)\n", 21, "a parenthesis opens"),
            ("name,version,answers\nAda,1,b?\n", 21, "`?` is no answer"),
            ("name,version,answers\nAda,3,--\n", 21, "no version `3`"),
            ("name,version,answers\nAda,,--\n", 21, "no version ``"),
            ("name,version,answers\n,1,--\n", 21, "does not say who"),
            ("name,version,answers\nA\u{202e}da,1,--\n", 21, "cannot be seen"),
            ("name,version,answers\nAda,1,--\nAda,1,b-\n", 30, "`Ada` is there twice"),
            ("name,version,answers\nAda,1,--,b\n", 21, "4 cells"),
            ("name,version,1\nAda,1,ab\n", 15, "question 1 asks for 1, not 2"),
            ("name,version,1,3\n", 0, "no column `3`"),
            ("name,version,1,1\n", 0, "there twice"),
            ("name,version,1,answers\n", 0, "two types"),
            ("name,version\n", 0, "no column holds answers"),
            ("version,1\n", 0, "who answered"),
            ("name,1\n", 0, "which version"),
            ("", 0, "nobody is in the table"),
            ("name,version,1,2\n", 0, "nobody is in the table"),
            ("name,version,1\nAda,1,b\n", 0, "the answers to question 2"),
        ];
        for (text, at, part) in cases {
            let faults = class(text).unwrap_err().faults;
            let found = faults.iter().map(|fault| (fault.span.start, fault.message.clone()));
            let found: Vec<(usize, String)> = found.collect();
            assert!(
                found.iter().any(|(from, message)| *from == at && message.contains(part)),
                "{text:?}: {found:?}"
            );
        }
    }
}
