//! Claims of the course beside what AWS documents: both values in full, the
//! verdict in words, and where to read it.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;

use super::Format;
use super::csv;
use super::json::pretty;
use super::table::{Page, wrap, write_hanging};
use quizbank::model::fact::{Fact, FactVerdict, Ledger};

/// Writes `facts` of `ledger`; pages of the source are parted by a blank in CSV.
pub fn write(
    out: &mut dyn Write,
    ledger: &Ledger,
    facts: &[&Fact],
    format: Format,
    page: Page,
) -> io::Result<()> {
    match format {
        Format::Table => write_table(out, ledger, facts, page),
        Format::Json => {
            pretty(out, &facts.iter().map(|fact| FactRow::of(fact)).collect::<Vec<_>>())
        }
        Format::Csv => {
            let row = |fact: &&Fact| {
                let Fact { id, title, topic, chapter, aws, .. } = *fact;
                let (verdict, source) = (fact.verdict.to_string(), fact.source.join(" "));
                let [note, observed] =
                    [&fact.note, &fact.observed].map(|text| text.as_deref().unwrap_or_default());
                let symptoms = fact.symptoms.join("; ");
                let cells = [id, topic, &verdict, chapter, aws, &source, note];
                let added = [title.as_str(), observed, &symptoms];
                cells.into_iter().chain(added).map(Value::from).collect()
            };
            let head = [
                "name", "topic", "verdict", "chapter", "aws", "source", "note", "title",
                "observed", "symptoms",
            ];
            csv::write(out, page.csv, head.map(str::to_owned), facts.iter().map(row))
        }
    }
}

/// A verdict in words that stand behind a claim, which is true: what they say is of the course.
pub fn verdict_words(verdict: FactVerdict) -> &'static str {
    match verdict {
        FactVerdict::Agrees => "the course agrees",
        FactVerdict::Differs => "the course differs",
        FactVerdict::Outdated => "the course is outdated here",
        FactVerdict::Unverified => "unverified",
        FactVerdict::NotCovered => "not covered by the course",
    }
}

fn write_table(
    out: &mut dyn Write,
    ledger: &Ledger,
    facts: &[&Fact],
    page: Page,
) -> io::Result<()> {
    for fact in facts {
        write_fact(out, fact, page)?;
        writeln!(out)?;
    }
    let contested = facts.iter().filter(|fact| fact.verdict.is_contested()).count();
    let (shown, all) = (facts.len(), ledger.facts.len());
    writeln!(out, " {shown} of {all} facts, {contested} contested")?;
    write_value(out, "course", &ledger.chapter_edition, page)?;
    write_value(out, "AWS", &ledger.aws_read, page)
}

fn write_fact(out: &mut dyn Write, fact: &Fact, page: Page) -> io::Result<()> {
    let said = verdict_words(fact.verdict);
    let verdict = match fact.verdict {
        FactVerdict::Agrees => page.ink.good(&format!("= {said}")),
        FactVerdict::Differs | FactVerdict::Outdated => page.ink.bad(&format!("≠ {said}")),
        FactVerdict::Unverified => format!("? {said}"),
        FactVerdict::NotCovered => format!("+ {said}"),
    };
    let room = usize::from(page.width).saturating_sub(2).max(20);
    for line in wrap(&fact.title, room) {
        writeln!(out, " {}", page.ink.strong(&line))?;
    }
    writeln!(out, "   {} ({verdict})", fact.id)?;
    let sides = [("course", Some(&fact.chapter)), ("AWS", Some(&fact.aws))];
    let more = [("users", fact.observed.as_ref()), ("note", fact.note.as_ref())];
    for (label, text) in sides.into_iter().chain(more) {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            write_value(out, label, text, page)?;
        }
    }
    // Addresses stay whole: broken over lines they cannot be opened.
    fact.source.iter().try_for_each(|address| writeln!(out, "   source  {address}"))
}

/// A label and a text wrapped beside it.
fn write_value(out: &mut dyn Write, label: &str, text: &str, page: Page) -> io::Result<()> {
    write_hanging(out, &format!("   {label:<7} "), text, page)
}

/// A fact in the words of its file.
#[derive(Serialize)]
struct FactRow<'a> {
    name: &'a str,
    title: &'a str,
    topic: &'a str,
    verdict: String,
    contested: bool,
    chapter: &'a str,
    aws: &'a str,
    observed: Option<&'a str>,
    symptoms: &'a [String],
    source: &'a [String],
    note: Option<&'a str>,
}

impl<'a> FactRow<'a> {
    fn of(fact: &'a Fact) -> Self {
        Self {
            name: &fact.id,
            title: &fact.title,
            topic: &fact.topic,
            verdict: fact.verdict.to_string(),
            contested: fact.verdict.is_contested(),
            chapter: &fact.chapter,
            aws: &fact.aws,
            observed: fact.observed.as_deref(),
            symptoms: &fact.symptoms,
            source: &fact.source,
            note: fact.note.as_deref(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact() -> Fact {
        Fact {
            id: "scaling.concurrency".to_owned(),
            title: "MaxConcurrency is 100 unless it is set.".to_owned(),
            symptoms: vec!["429 Too Many Requests".to_owned()],
            topic: "scaling".to_owned(),
            chapter:
                "Up to 100 requests at a time for each instance, which is what it starts with."
                    .to_owned(),
            aws: "1 to 200, default 100.".to_owned(),
            verdict: FactVerdict::Differs,
            source: vec!["https://docs.aws.amazon.com/page.html".to_owned()],
            line: 7,
            ..Fact::default()
        }
    }

    #[test]
    fn both_values_stand_one_under_the_other() {
        let ledger = Ledger {
            chapter_edition: "of May".to_owned(),
            aws_read: "2026".to_owned(),
            facts: vec![fact()],
        };
        let mut out = Vec::new();
        let page = Page { width: 60, ..Page::PIPE };
        write_table(&mut out, &ledger, &[&fact()], page).unwrap();
        let text = String::from_utf8(out).unwrap();
        let expected = " MaxConcurrency is 100 unless it is set.
   scaling.concurrency (≠ the course differs)
   course  Up to 100 requests at a time for each instance,
           which is what it starts with.
   AWS     1 to 200, default 100.
   source  https://docs.aws.amazon.com/page.html

 1 of 1 facts, 1 contested
   course  of May
   AWS     2026
";
        assert_eq!(text, expected);
    }

    #[test]
    fn behind_a_claim_a_contested_verdict_names_the_course() {
        for verdict in FactVerdict::ALL.into_iter().filter(|verdict| verdict.is_contested()) {
            assert!(verdict_words(verdict).starts_with("the course "), "{verdict}");
        }
    }

    #[test]
    fn programs_get_the_same_in_json_and_csv() {
        let mut out = Vec::new();
        write(&mut out, &Ledger::default(), &[&fact()], Format::Json, Page::PIPE).unwrap();
        let value: Value = serde_json::from_slice(&out).unwrap();
        assert_eq!(value[0]["verdict"], "differs");
        let mut out = Vec::new();
        write(&mut out, &Ledger::default(), &[&fact()], Format::Csv, Page::PIPE).unwrap();
        assert!(out.starts_with(b"name,topic,verdict,chapter,aws,source,note,title,"));
    }
}
