//! A graded class as JSON and CSV have it.

use serde::Serialize;

use crate::report::notice::scale_note;
use crate::report::score::PointsRow;
use quizbank::class::{BINS, ClassReport, DistractorFunction, ItemStatistics};
use quizbank::grade::ExamGrade;
use quizbank::model::course::Course;
use quizbank::model::paper::{AnswerKey, FormIdentity, Scoring};

/// A form, and what is said of those who sat it.
#[derive(Clone, Debug)]
pub struct GradedForm<'a> {
    /// Its key.
    pub key: &'a AnswerKey,
    /// What is said.
    pub class: ClassReport,
}

/// What a form is called among several: its number, or the code on its paper.
pub(super) fn label(key: &AnswerKey) -> String {
    let code = || key.code.as_ref().map_or_else(String::new, ToString::to_string);
    key.identity.series.map_or_else(code, |series| series.number.to_string())
}

/// The grades of all forms in the order of names, each with its form.
pub(super) fn graded<'f>(
    forms: &'f [GradedForm<'_>],
) -> Vec<(&'f str, &'f AnswerKey, &'f ExamGrade)> {
    let grades = |form: &'f GradedForm<'_>| {
        form.class.book.iter().map(|(name, grade)| (name.as_str(), form.key, grade))
    };
    let mut all: Vec<_> = forms.iter().flat_map(grades).collect();
    all.sort_by_key(|(name, ..)| *name);
    all
}

/// The shares of right answers that fall into a bin: `40–49 %`, and the percent it starts at.
pub(super) fn bounds(bin: usize) -> (String, usize) {
    let from = bin * 100 / BINS;
    let to = if bin + 1 == BINS { 100 } else { (bin + 1) * 100 / BINS - 1 };
    (format!("{from}–{to} %"), from)
}

pub(super) fn class_row<'a>(form: &'a GradedForm<'a>, course: &'a Course) -> ClassRow<'a> {
    let GradedForm { key, class } = form;
    let whole = &class.whole;
    ClassRow {
        format_version: 1,
        form: &key.identity,
        sitters: whole.sitters,
        judged: whole.is_judged(),
        scored: whole.scored,
        mean_right: whole.mean,
        standard_deviation: whole.deviation,
        kr20: whole.reliability,
        standard_error_of_measurement: whole.measurement,
        passed: class.distribution.passed,
        not_passed: class.distribution.missed,
        histogram: (class.distribution.bins.iter().enumerate())
            .map(|(bin, &sitters)| BinRow { from_percent: bounds(bin).1, sitters })
            .collect(),
        domains: (class.distribution.domains.iter())
            .map(|(&number, part)| DomainRow {
                number,
                name: key.domains.get(&number).map(String::as_str),
                questions: part.questions,
                mean_right: part.mean,
            })
            .collect(),
        book: book(std::slice::from_ref(form)),
        items: class.items.iter().map(|item| ItemRow::of(key, item)).collect(),
        recheck: &class.recheck,
        misconceptions: (class.mistakes.iter())
            .map(|mistake| MistakeRow {
                id: &mistake.misconception,
                name: course.misconception(&mistake.misconception).map(|it| it.name.as_str()),
                picks: mistake.picks,
                chances: mistake.chances,
                sitters: mistake.sitters,
            })
            .collect(),
        note: scale_note(key.pass),
    }
}

/// The grade book, which names forms where there are several.
pub(super) fn book<'f>(forms: &'f [GradedForm<'_>]) -> Vec<BookRow<'f>> {
    let row = |(name, key, grade)| {
        let form = (forms.len() > 1).then(|| label(key));
        BookRow { name, form, points: PointsRow::of(grade) }
    };
    graded(forms).into_iter().map(row).collect()
}

#[derive(Serialize)]
pub(super) struct SeriesRow<'a> {
    pub(super) format_version: u32,
    pub(super) book: Vec<BookRow<'a>>,
    pub(super) forms: Vec<ClassRow<'a>>,
}

#[derive(Serialize)]
pub(super) struct ClassRow<'a> {
    format_version: u32,
    form: &'a FormIdentity,
    sitters: usize,
    judged: bool,
    scored: usize,
    mean_right: f64,
    standard_deviation: f64,
    kr20: Option<f64>,
    standard_error_of_measurement: Option<f64>,
    passed: usize,
    not_passed: usize,
    histogram: Vec<BinRow>,
    domains: Vec<DomainRow<'a>>,
    book: Vec<BookRow<'a>>,
    items: Vec<ItemRow<'a>>,
    recheck: &'a [usize],
    misconceptions: Vec<MistakeRow<'a>>,
    note: Option<&'static str>,
}

#[derive(Serialize)]
struct BinRow {
    from_percent: usize,
    sitters: usize,
}

#[derive(Serialize)]
struct DomainRow<'a> {
    number: u8,
    name: Option<&'a str>,
    questions: usize,
    mean_right: f64,
}

#[derive(Serialize)]
pub(super) struct BookRow<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    form: Option<String>,
    #[serde(flatten)]
    points: PointsRow,
}

#[derive(Serialize)]
struct ItemRow<'a> {
    number: usize,
    id: &'a str,
    scored: bool,
    right: usize,
    blank: usize,
    p: f64,
    point_biserial: Option<f64>,
    point_biserial_error: Option<f64>,
    upper_lower: Option<f64>,
    upper_lower_error: Option<f64>,
    options: Vec<OptionRow>,
}

impl<'a> ItemRow<'a> {
    fn of(key: &AnswerKey, item: &'a ItemStatistics) -> Self {
        let question = key.questions.get(item.number.saturating_sub(1));
        let options = item.options.iter().map(|option| OptionRow {
            letter: question.and_then(|question| question.letter(option.place)),
            place: option.place,
            right: option.is_right,
            picked: option.count,
            function: option.function,
        });
        Self {
            number: item.number,
            id: &item.id.0,
            scored: item.counts == Scoring::Scored,
            right: item.right,
            blank: item.blank,
            p: item.difficulty,
            point_biserial: item.biserial,
            point_biserial_error: item.biserial_error,
            upper_lower: item.index,
            upper_lower_error: item.index_error,
            options: options.collect(),
        }
    }
}

#[derive(Serialize)]
struct OptionRow {
    letter: Option<char>,
    place: usize,
    right: bool,
    picked: usize,
    function: Option<DistractorFunction>,
}

#[derive(Serialize)]
struct MistakeRow<'a> {
    id: &'a str,
    name: Option<&'a str>,
    picks: usize,
    chances: usize,
    sitters: usize,
}
