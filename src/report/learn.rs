//! The course on paper: its path, the page of a topic, a comparison, the
//! glossary.

use std::io::{self, Write};

use super::table::{Column, Page, write_list, write_wrapped};
use quizbank::model::course::{Course, CourseTopic, ServiceComparison, Term};
use quizbank::model::question::Question;

/// Writes the six steps and their topics.
pub fn write_path(
    out: &mut dyn Write,
    course: &Course,
    questions: &[Question],
    page: Page,
) -> io::Result<()> {
    for (number, step) in (1..).zip(&course.steps) {
        writeln!(out, " {number}  {}", page.ink.strong(&step.title))?;
        let aim = format!("After it you can {}.", step.aim);
        write_wrapped(out, &aim, 4, page)?;
        for topic in step.topics.iter().filter_map(|id| course.topic(id)) {
            let count = questions.iter().filter(|one| one.topic == topic.id).count();
            writeln!(out, "    {:<16} {:<34} {count:>3} questions", topic.id, topic.title)?;
        }
        writeln!(out)?;
    }
    writeln!(out, " Comparisons")?;
    for comparison in &course.comparisons {
        writeln!(out, "    {:<16} {}", comparison.id, comparison.title)?;
    }
    Ok(())
}

/// Writes the page of a topic, what there is to play and how to be asked.
pub fn write_topic(
    out: &mut dyn Write,
    topic: &CourseTopic,
    questions: &[Question],
    page: Page,
) -> io::Result<()> {
    writeln!(out, " {}\n", page.ink.strong(&topic.title))?;
    for paragraph in topic.summary.split("\n\n") {
        write_wrapped(out, paragraph, 1, page)?;
        writeln!(out)?;
    }
    for scenario in &topic.scenarios {
        writeln!(out, " play       coldstart play {scenario}")?;
    }
    let count = questions.iter().filter(|one| one.topic == topic.id).count();
    writeln!(out, " questions  coldstart quiz --topic {}  ({count})", topic.id)
}

/// Writes a comparison.
pub fn write_comparison(
    out: &mut dyn Write,
    comparison: &ServiceComparison,
    page: Page,
) -> io::Result<()> {
    writeln!(out, " {}\n", page.ink.strong(&comparison.title))?;
    write_wrapped(out, &comparison.intro, 1, page)?;
    writeln!(out)?;
    let others = comparison.others.iter().map(|other| Column::Words(other));
    let columns: Vec<Column> =
        [Column::Name(""), Column::Words("App Runner")].into_iter().chain(others).collect();
    write_list(out, page, &columns, comparison.rows.iter().cloned())?;
    writeln!(out)?;
    write_wrapped(out, &comparison.choose, 1, page)?;
    writeln!(out)?;
    comparison.sources.iter().try_for_each(|source| writeln!(out, " source  {source}"))
}

/// Writes terms and their meanings.
pub fn write_terms(out: &mut dyn Write, terms: &[&Term], page: Page) -> io::Result<()> {
    let columns = [Column::Name("term"), Column::Words("meaning")];
    write_list(
        out,
        page,
        &columns,
        terms.iter().map(|term| vec![term.name.clone(), term.meaning.clone()]),
    )
}
