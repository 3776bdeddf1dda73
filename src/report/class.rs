//! The grade book of a class, and what its answers say about the questions.

mod rows;

use std::io::{self, Write};

pub use self::rows::GradedForm;
use self::rows::{SeriesRow, book, bounds, class_row, graded, label};
use super::Format;
use super::csv;
use super::json::pretty;
use super::notice::scale_note;
use super::score::points;
use super::table::{Column, Page, write_hanging, write_list};
use quizbank::class::{
    ClassReport, ClassSummary, DistractorFunction, FEWEST, ItemStatistics, ScoreDistribution,
};
use quizbank::grade::{ExamGrade, ExamResult};
use quizbank::model::course::Course;
use quizbank::model::paper::{AnswerKey, Scoring};
use spanned_toml::faults::counted;

/// Mistakes that the table for people names.
const MISTAKES: usize = 15;

/// Writes what is said of a class that sat `forms`: one grade book, and the questions of each form. CSV
/// holds the grade book alone, one row for each candidate.
pub fn write(
    out: &mut dyn Write,
    forms: &[GradedForm<'_>],
    course: &Course,
    format: Format,
    page: Page,
) -> io::Result<()> {
    match (format, forms) {
        (Format::Table, [form]) => write_table(out, form, course, page),
        (Format::Table, _) => write_series(out, forms, course, page),
        (Format::Json, [form]) => pretty(out, &class_row(form, course)),
        (Format::Json, _) => {
            let forms_rows = forms.iter().map(|form| class_row(form, course)).collect();
            pretty(out, &SeriesRow { format_version: 1, book: book(forms), forms: forms_rows })
        }
        (Format::Csv, _) => csv::write_rows(out, page.csv, &book(forms)),
    }
}

/// The class that sat several forms, then each form.
fn write_series(
    out: &mut dyn Write,
    forms: &[GradedForm<'_>],
    course: &Course,
    page: Page,
) -> io::Result<()> {
    let Some(first) = forms.first() else { return Ok(()) };
    let all = graded(forms);
    writeln!(out, " {}", page.ink.strong(&first.key.title))?;
    let candidates = counted(all.len(), "candidate");
    writeln!(out, " {}, {candidates}\n", counted(forms.len(), "form"))?;
    write_book(out, forms, page)?;
    writeln!(out)?;
    let grades: Vec<&ExamGrade> = all.iter().map(|(.., grade)| *grade).collect();
    let whole = ScoreDistribution::of(grades.into_iter());
    write_distribution(out, first.key, &whole, page)?;
    for form in forms {
        let GradedForm { key, class } = form;
        writeln!(out, "\n {}", page.ink.strong(&format!("Form {}", label(key))))?;
        writeln!(out, " {} · {}\n", key.identity, counted(class.whole.sitters, "candidate"))?;
        write_whole(out, &class.whole)?;
        writeln!(out)?;
        write_analysis(out, form, course, page)?;
    }
    scale_note(first.key.pass).map_or(Ok(()), |note| write_hanging(out, " ", note, page))
}

fn write_table(
    out: &mut dyn Write,
    form: &GradedForm<'_>,
    course: &Course,
    page: Page,
) -> io::Result<()> {
    let GradedForm { key, class } = form;
    writeln!(out, " {}", page.ink.strong(&key.title))?;
    writeln!(out, " {} · {}\n", key.identity, counted(class.whole.sitters, "candidate"))?;
    write_book(out, std::slice::from_ref(form), page)?;
    writeln!(out)?;
    write_whole(out, &class.whole)?;
    writeln!(out)?;
    write_distribution(out, key, &class.distribution, page)?;
    writeln!(out)?;
    write_analysis(out, form, course, page)?;
    scale_note(key.pass).map_or(Ok(()), |note| write_hanging(out, " ", note, page))
}

/// What the answers say about the questions of a form.
fn write_analysis(
    out: &mut dyn Write,
    GradedForm { key, class }: &GradedForm<'_>,
    course: &Course,
    page: Page,
) -> io::Result<()> {
    write_items(out, key, class, page)?;
    writeln!(out)?;
    write_recheck(out, class, page)?;
    write_mistakes(out, class, course, page)
}

fn write_book(out: &mut dyn Write, forms: &[GradedForm<'_>], page: Page) -> io::Result<()> {
    let are_several = forms.len() > 1;
    let mut columns = vec![Column::Words("name")];
    columns.extend(are_several.then_some(Column::Name("form")));
    columns.extend([
        Column::Figure("right"),
        Column::Figure("of"),
        Column::Figure("score"),
        Column::Name("result"),
    ]);
    let rows = graded(forms).into_iter().map(|(name, key, grade)| {
        let ExamGrade { scored, score, .. } = grade;
        let result = match score.verdict {
            ExamResult::Passed => "passed",
            ExamResult::Missed => "not passed",
            ExamResult::TooFew => "too few to evaluate",
        };
        let figures = [scored.right.to_string(), scored.questions.to_string(), points(score)];
        let mut row = vec![name.to_owned()];
        row.extend(are_several.then(|| label(key)));
        row.extend(figures);
        row.push(result.to_owned());
        row
    });
    write_list(out, page, &columns, rows)
}

fn write_whole(out: &mut dyn Write, whole: &ClassSummary) -> io::Result<()> {
    let ClassSummary { sitters, scored, mean, deviation, .. } = whole;
    writeln!(out, " mean                {mean:.1} of {scored}, standard deviation {deviation:.1}")?;
    if !whole.is_judged() {
        let few = "too few to evaluate";
        writeln!(out, " reliability         {few}: {sitters} of the required {FEWEST} candidates")?;
        return Ok(());
    }
    match (whole.reliability, whole.measurement) {
        (Some(reliability), Some(error)) => {
            writeln!(out, " reliability         {reliability:.2} (KR-20)")?;
            writeln!(out, " standard error      {error:.1} right answers (of measurement)")
        }
        _ => writeln!(out, " reliability         none: all scores are the same"),
    }
}

/// The widest bar of a histogram, in columns.
const BAR: usize = 40;

/// How many passed, how many had which share right, and how each domain went.
fn write_distribution(
    out: &mut dyn Write,
    key: &AnswerKey,
    found: &ScoreDistribution,
    page: Page,
) -> io::Result<()> {
    let ScoreDistribution { passed, missed, unjudged, bins, domains } = found;
    if passed + missed > 0 {
        writeln!(out, " passed              {passed} of {}\n", passed + missed + unjudged)?;
    }
    let most = bins.iter().copied().max().unwrap_or_default();
    let first = bins.iter().position(|count| *count > 0).unwrap_or_default();
    let last = bins.iter().rposition(|count| *count > 0).unwrap_or_default();
    let rows = bins.iter().enumerate().take(last + 1).skip(first).map(|(bin, &count)| {
        let bar = "█".repeat((count * BAR.min(most)).div_ceil(most.max(1)));
        vec![bounds(bin).0, count.to_string(), bar]
    });
    let columns = [Column::Figure("right"), Column::Figure("candidates"), Column::Name("")];
    write_list(out, page, &columns, rows)?;
    if domains.is_empty() || key.domains.is_empty() {
        return Ok(());
    }
    writeln!(out)?;
    let columns = [
        Column::Words("domain"),
        Column::Figure("questions"),
        Column::Figure("mean right"),
        Column::Figure("share"),
    ];
    let rows = domains.iter().map(|(number, part)| {
        let name = key.domains.get(number).map_or("", String::as_str);
        vec![
            format!("{number} {name}"),
            part.questions.to_string(),
            format!("{:.1}", part.mean),
            format!("{:.0} %", 100.0 * part.mean / part.questions.max(1) as f64),
        ]
    });
    write_list(out, page, &columns, rows)
}

/// Two tables, because ids and counts together are wider than a page.
fn write_items(
    out: &mut dyn Write,
    key: &AnswerKey,
    class: &ClassReport,
    page: Page,
) -> io::Result<()> {
    let columns = [
        Column::Figure("no."),
        Column::Words("question"),
        Column::Figure("p"),
        Column::Figure("r"),
        Column::Figure("D"),
    ];
    let rows = class.items.iter().map(|item| {
        let trial = if item.counts == Scoring::Unscored { " (trial)" } else { "" };
        vec![
            item.number.to_string(),
            format!("{}{trial}", item.id),
            format!("{:.2}", item.difficulty),
            with_error(item.biserial, item.biserial_error),
            with_error(item.index, item.index_error),
        ]
    });
    write_list(out, page, &columns, rows)?;
    let note = if class.whole.is_judged() {
        "p: proportion of right answers; r: point-biserial correlation with the rest of the score; \
         D: difference in p between the upper and the lower 27 %; ±: one standard error"
    } else {
        "p: proportion of right answers; discrimination and distractors: too few to evaluate"
    };
    write_hanging(out, " ", note, page)?;
    writeln!(out)?;
    let columns = [Column::Figure("no."), Column::Name("picked"), Column::Figure("unanswered")];
    let rows = class.items.iter().map(|item| {
        vec![item.number.to_string(), picked_in_words(key, item), item.blank.to_string()]
    });
    write_list(out, page, &columns, rows)?;
    let note = if class.whole.is_judged() {
        "= the key; - not functional, chosen by under 5 %; ! misleading, chosen by the upper 27 % \
         more often than by the lower, by more than two standard errors; ? cannot be distinguished \
         from chance"
    } else {
        "= the key"
    };
    write_hanging(out, " ", note, page)
}

/// A figure and one standard error of it: `0.28±.23`.
fn with_error(value: Option<f64>, error: Option<f64>) -> String {
    let Some(value) = value else { return "–".to_owned() };
    let error = error.map(|error| format!("±{error:.2}").replace("±0.", "±."));
    format!("{value:.2}{}", error.unwrap_or_default())
}

/// `a 12= · b 3 · c 0-`.
fn picked_in_words(key: &AnswerKey, item: &ItemStatistics) -> String {
    let question = key.questions.get(item.number.saturating_sub(1));
    let reported = item.options.iter().map(|option| {
        let letter = question.and_then(|question| question.letter(option.place)).unwrap_or('?');
        let mark = match option.function {
            Some(DistractorFunction::Idle) => "-",
            Some(DistractorFunction::Misleads) => "!",
            Some(DistractorFunction::Unclear) => "?",
            None if option.is_right => "=",
            Some(DistractorFunction::Works) | None => " ",
        };
        format!("{letter} {:>3}{mark}", option.count)
    });
    reported.collect::<Vec<_>>().join("  ")
}

fn write_recheck(out: &mut dyn Write, class: &ClassReport, page: Page) -> io::Result<()> {
    if !class.whole.is_judged() {
        return Ok(());
    }
    if class.recheck.is_empty() {
        return writeln!(out, " No question has a negative discrimination beyond chance.\n");
    }
    let found = class.recheck.iter().filter_map(|number| class.items.get(number.checked_sub(1)?));
    let found = found.map(|item| format!("{} {}", item.number, item.id));
    let text = format!(
        "Check these questions first, starting with their keys. Stronger candidates miss them more \
         often than chance explains: {}.",
        found.collect::<Vec<_>>().join(", ")
    );
    write_hanging(out, " ", &text, page)?;
    writeln!(out)
}

fn write_mistakes(
    out: &mut dyn Write,
    class: &ClassReport,
    course: &Course,
    page: Page,
) -> io::Result<()> {
    if class.mistakes.is_empty() {
        return Ok(());
    }
    let columns =
        [Column::Figure("picks"), Column::Figure("candidates"), Column::Words("misconception")];
    let rows = class.mistakes.iter().take(MISTAKES).map(|mistake| {
        let known = course.misconception(&mistake.misconception);
        let name = known.map_or(&mistake.misconception, |known| &known.name);
        vec![mistake.picks.to_string(), mistake.sitters.to_string(), name.clone()]
    });
    write_list(out, page, &columns, rows)?;
    let more = class.mistakes.len().saturating_sub(MISTAKES);
    if more > 0 {
        writeln!(out, " and {more} more, in `--format json`")?;
    }
    writeln!(out)
}
