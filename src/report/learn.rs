//! The course on paper: its path, the page of a topic, a comparison, the
//! glossary.

use std::io::{self, Write};

use super::table::{Column, Page, write_list, write_wrapped};
use quizbank::model::course::{Course, CourseTopic, ServiceComparison, Term};
use quizbank::model::question::Question;
use quizbank::path::{CourseProgress, TopicStatus};
use quizbank::progress::StudyCounts;

/// How a learner stands in the course.
pub struct CourseStanding<'a> {
    /// What was read, unlocked and passed.
    pub progress: &'a CourseProgress,
    /// How the questions of each topic stand.
    pub topics: &'a [(String, StudyCounts)],
}

/// The result of the test of the topic called `id`, in words.
pub fn test_result(
    progress: &CourseProgress,
    course: &Course,
    bank: &[Question],
    id: &str,
) -> String {
    match (progress.standing(course, bank, id), progress.failed.get(id)) {
        (TopicStatus::Passed(percent), _) => format!("test {percent} %"),
        (_, Some(percent)) => format!("failed {percent} %"),
        (TopicStatus::Closed, None) => "test locked".to_owned(),
        (TopicStatus::Open, None) => "test not taken".to_owned(),
    }
}

impl CourseStanding<'_> {
    fn counts(&self, id: &str) -> StudyCounts {
        let found = self.topics.iter().find(|(topic, _)| topic == id);
        found.map(|(_, counts)| *counts).unwrap_or_default()
    }

    fn read(&self, id: &str) -> &'static str {
        if self.progress.read.contains(id) { "read" } else { "not read yet" }
    }

    /// Writes how every topic stands, in the order of the course.
    ///
    /// # Errors
    ///
    /// Where `out` fails.
    pub fn write(
        &self,
        out: &mut dyn Write,
        course: &Course,
        bank: &[Question],
        page: Page,
    ) -> io::Result<()> {
        let columns = [
            Column::Name("topic"),
            Column::Figure("known"),
            Column::Figure("of"),
            Column::Name("page"),
            Column::Name("test"),
        ];
        let cells = course.topics.iter().map(|topic| {
            let StudyCounts { known, questions, .. } = self.counts(&topic.id);
            let (known, questions) = (known.to_string(), questions.to_string());
            let test = test_result(self.progress, course, bank, &topic.id);
            vec![topic.id.clone(), known, questions, self.read(&topic.id).to_owned(), test]
        });
        writeln!(out)?;
        write_list(out, page, &columns, cells)
    }

    /// Writes how a topic stands, in a line.
    ///
    /// # Errors
    ///
    /// Where `out` fails.
    pub fn write_topic(
        &self,
        out: &mut dyn Write,
        course: &Course,
        bank: &[Question],
        topic: &CourseTopic,
    ) -> io::Result<()> {
        let StudyCounts { known, questions, .. } = self.counts(&topic.id);
        let test = test_result(self.progress, course, bank, &topic.id);
        let read = self.read(&topic.id);
        writeln!(out, " progress   {read} · {known} of {questions} known · {test}")
    }
}

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
