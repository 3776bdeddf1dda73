//! The score of an exam: on its scale with its error, by domain, by question, and
//! what it means.

use std::collections::BTreeMap;

use ratatui::text::{Line, Span};

use crate::report::attempt::{self as words, About, Remark};
use crate::tui::message::Journal;
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::gauge::Gauge;
use crate::tui::widget::panel;
use quizbank::attempt::{ExamAttempt, ExamSlot, clock};
use quizbank::grade::{ExamResult, ExamScore, ItemOutcome, SectionScore};
use quizbank::model::blueprint::Pass;
use quizbank::model::course::Course;

/// Where figures begin.
const LABEL: usize = 24;
/// The cells of a domain's bar.
const BAR: usize = 12;
/// From this width on a question that was missed has its stem.
const WIDE: u16 = 80;
/// The cells of figures behind it.
const FIGURES: usize = 11;
/// The most cells of a topic's name, and a blank behind it.
const NAME: usize = 50;
/// The cells of one question: `12 ✓ 1:02`.
const CELL: usize = 13;

/// What is shown of a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// All of it, on one page.
    Whole,
    /// What is not of single questions.
    Score,
    /// Every question, to stand beside that.
    Questions,
}

/// A part of the score as a page.
pub(super) fn lines(
    attempt: &ExamAttempt,
    journal: Journal,
    part: Part,
    width: u16,
    theme: Theme,
) -> Vec<Line<'static>> {
    if part == Part::Questions {
        let mut lines = questions(attempt, width, theme);
        lines.extend(missed(attempt, width, theme));
        return lines;
    }
    let mut remark = words::score(attempt);
    remark.retain(|one| part == Part::Whole || one.about != About::Questions);
    // Whether it is enough is what everybody looks for first.
    remark.sort_by_key(|one| !matches!(one.about, About::Score | About::Verdict(_)));
    let mut lines = vec![Line::default()];
    lines.extend(panel::wrapped(&attempt.key().title, width, Role::Strong, theme));
    lines.push(Line::default());
    let domains = || remark.iter().filter(|one| matches!(one.about, About::Domain(_)));
    let longest = domains().map(|one| text::width(&one.text)).max().unwrap_or_default();
    let label = usize::from(width).saturating_sub(BAR + longest + 2).min(44);
    // The bars of all domains begin in one column.
    let beside = domains().all(|one| text::width(&one.label) < label).then_some(label);
    let mut last = About::Score;
    for one in &remark {
        if std::mem::discriminant(&last) != std::mem::discriminant(&one.about)
            && !matches!(one.about, About::Verdict(_))
            && !matches!(last, About::Verdict(_))
        {
            lines.push(Line::default());
        }
        last = one.about;
        match one.about {
            About::Score => {
                lines.extend(panel::wrapped(&one.to_string(), width, Role::Strong, theme));
                lines.extend(scale(&attempt.grade().score, width, theme));
            }
            About::Domain(part) => lines.extend(domain(one, part, beside, width, theme)),
            About::Questions => lines.extend(questions(attempt, width, theme)),
            About::Verdict(verdict) => lines.extend(entry(one, role(verdict), width, theme)),
            About::Worth if one.label.is_empty() => {
                lines.push(Line::default());
                lines.extend(panel::wrapped(&one.text, width, Role::Muted, theme));
            }
            About::Worth | About::Time | About::Habit => {
                lines.extend(entry(one, Role::Plain, width, theme));
            }
        }
    }
    lines.push(Line::default());
    let look = "Press Enter to review the missed questions one at a time.";
    lines.extend(panel::wrapped(look, width, Role::Accent, theme));
    let verify = match journal {
        Journal::Kept => words::way_to_verify(attempt),
        Journal::Unkept => "This attempt was not saved.".to_owned(),
    };
    lines.extend(panel::wrapped(&verify, width, Role::Muted, theme));
    lines
}

fn role(verdict: ExamResult) -> Role {
    match verdict {
        ExamResult::Passed => Role::Good,
        ExamResult::Missed => Role::Warn,
        ExamResult::TooFew => Role::Plain,
    }
}

/// A label, and its words beside it.
fn entry(remark: &Remark, role: Role, width: u16, theme: Theme) -> Vec<Line<'static>> {
    if text::width(&remark.label) >= LABEL {
        return panel::wrapped(&remark.to_string(), width, role, theme);
    }
    let label = Span::styled(text::pad(&remark.label, LABEL), theme.style(Role::Muted));
    text::hanging(label, &remark.text, width, theme.style(role))
}

/// The score between the ends of its scale, one standard error to both sides, and the mark.
fn scale(score: &ExamScore, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let (least, most, mark) = match score.pass {
        Pass::Scaled(mark) => (100, 1_000, mark),
        Pass::Percent(mark) => (0, 100, mark),
    };
    let cells = usize::from(width).saturating_sub(12).min(60);
    if cells < 10 {
        return Vec::new();
    }
    let range = f64::from(most - least);
    let at = |points: f64| (points - f64::from(least)) / range * cells as f64;
    let (points, error) = (f64::from(score.points), score.standard_error.unwrap_or_default());
    let (low, high, mark) = (at(points - error), at(points + error), at(f64::from(mark)));
    let within = |place: f64| place.clamp(0.0, cells as f64 - 0.5);
    let own = within(at(points)).floor();
    let mark = match within(mark).floor() {
        // In one cell with the score, it stands on its side of it.
        mark if mark.total_cmp(&own).is_eq() => {
            if score.verdict == ExamResult::Passed {
                own - 1.0
            } else {
                own + 1.0
            }
        }
        mark => mark,
    };
    let mut signs = Vec::with_capacity(cells);
    for cell in 0..cells {
        let middle = cell as f64 + 0.5;
        let is_at = |place: f64| place.total_cmp(&(cell as f64)).is_eq();
        signs.push(match middle {
            _ if is_at(mark) => ScaleSign::Minimum,
            _ if is_at(own) => ScaleSign::Own,
            _ if middle <= low => ScaleSign::Below,
            _ if middle <= high => ScaleSign::Error,
            _ => ScaleSign::Above,
        });
    }
    let mut bar = vec![Span::styled(format!("{least:>4} "), theme.style(Role::Muted))];
    bar.extend(signs.iter().map(|sign| sign.span(theme)));
    bar.push(Span::styled(format!(" {most}"), theme.style(Role::Muted)));
    let mut lines = vec![Line::from(bar), Line::default()];
    for sign in ScaleSign::ALL.into_iter().filter(|sign| signs.contains(sign)) {
        let words = format!(" {}   ", sign.words(score));
        let taken = sign.span(theme).width() + text::width(words.trim_end());
        if lines.last().is_some_and(|line| line.width() + taken > usize::from(width)) {
            lines.push(Line::default());
        }
        let entry = [sign.span(theme), Span::styled(words, theme.style(Role::Muted))];
        lines.last_mut().into_iter().for_each(|line| line.spans.extend(entry.clone()));
    }
    lines.push(Line::default());
    lines
}

/// A sign of the bar that shows a score on its scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ScaleSign {
    Own,
    Error,
    Below,
    Above,
    Minimum,
}

impl ScaleSign {
    /// All, in the order of the legend.
    const ALL: [Self; 5] = [Self::Own, Self::Error, Self::Below, Self::Above, Self::Minimum];

    /// As it stands in the bar and in the legend.
    fn span(self, theme: Theme) -> Span<'static> {
        let (sign, role) = match self {
            Self::Own => ("●", Role::Strong),
            Self::Error => ("▒", Role::Good),
            Self::Below => ("█", Role::Good),
            Self::Above => ("░", Role::Muted),
            Self::Minimum => ("┃", Role::Accent),
        };
        Span::styled(sign, theme.style(role))
    }

    /// What it stands for.
    fn words(self, score: &ExamScore) -> String {
        match self {
            Self::Own => "your score".to_owned(),
            Self::Error => "one standard error to each side".to_owned(),
            Self::Below => "points below that".to_owned(),
            Self::Above => "points above".to_owned(),
            Self::Minimum => format!("minimum score, {}", score.pass),
        }
    }
}

/// A domain with its share as a bar: beside its name, which has this many cells, or below it.
fn domain(
    remark: &Remark,
    part: SectionScore,
    beside: Option<usize>,
    width: u16,
    theme: Theme,
) -> Vec<Line<'static>> {
    let bar = Gauge { part: part.right, whole: part.questions, cells: BAR };
    let bar = bar.spans(Role::Good, theme);
    let words = Span::raw(format!("  {}", remark.text));
    if let Some(label) = beside {
        let name = Span::raw(text::pad(&remark.label, label));
        return vec![Line::from([name].into_iter().chain(bar).chain([words]).collect::<Vec<_>>())];
    }
    let mut lines = panel::wrapped(&remark.label, width, Role::Plain, theme);
    lines.push(Line::from(
        [Span::raw("  ")].into_iter().chain(bar).chain([words]).collect::<Vec<_>>(),
    ));
    lines
}

/// How many questions of each topic were right, those with the lowest share first.
pub(super) fn topics(
    attempt: &ExamAttempt,
    course: &Course,
    width: u16,
    theme: Theme,
) -> Vec<Line<'static>> {
    let outcomes = attempt.grade().outcomes;
    let mut topics: BTreeMap<&str, SectionScore> = BTreeMap::new();
    for ((_, slot), outcome) in attempt.slots().zip(&outcomes) {
        let score = topics.entry(&slot.slot().item().question.topic).or_default();
        score.questions += 1;
        score.right += usize::from(*outcome == ItemOutcome::Right);
    }
    let mut topics: Vec<(&str, SectionScore)> = topics.into_iter().collect();
    topics.sort_by_key(|(_, it)| (it.right * 100 / it.questions, usize::MAX - it.questions));
    let name = usize::from(width).saturating_sub(BAR + FIGURES).min(NAME);
    let rows = topics.into_iter().flat_map(|(id, SectionScore { right, questions, .. })| {
        let title = course.topic_title(id);
        // A name without room stands above its bar.
        let above = Some(title).filter(|it| text::width(it) >= name);
        let beside = if above.is_some() { "" } else { title };
        let bar = Gauge { part: right, whole: questions, cells: BAR }.spans(Role::Good, theme);
        let beside = Span::raw(text::pad(beside, name));
        let figures = Span::raw(format!("  {right} of {questions}"));
        let row = [beside].into_iter().chain(bar).chain([figures]).collect::<Line<'_>>();
        above.map(|it| Line::raw(it.to_owned())).into_iter().chain([row])
    });
    let heading = Line::styled("By topic, the weakest first", theme.style(Role::Strong));
    [Line::default(), heading].into_iter().chain(rows).collect()
}

/// What each question tests that was missed.
fn missed(attempt: &ExamAttempt, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let outcomes = attempt.grade().outcomes;
    let slots = attempt.slots().zip(&outcomes);
    let rows = slots.filter(|(_, outcome)| **outcome != ItemOutcome::Right);
    let mut rows = rows
        .flat_map(|((number, slot), outcome)| {
            let (sign, role) = sign(*outcome);
            let head = Span::styled(format!("{number:>2} {sign}  "), theme.style(role));
            let objective = &slot.slot().item().question.objective;
            let objective = text::hanging(head, objective, width, theme.style(Role::Plain));
            let stem = Some(&slot.slot().item().stem).filter(|_| width >= WIDE);
            let stem = stem.into_iter().flat_map(move |stem| {
                text::hanging(Span::raw(" ".repeat(6)), stem, width, theme.style(Role::Muted))
            });
            objective.into_iter().chain(stem)
        })
        .peekable();
    let heading = Line::styled("What the missed questions test", theme.style(Role::Strong));
    let heading = rows.peek().map(|_| [Line::default(), heading]);
    heading.into_iter().flatten().chain(rows).collect()
}

fn sign(outcome: ItemOutcome) -> (&'static str, Role) {
    match outcome {
        ItemOutcome::Right => ("✓", Role::Good),
        ItemOutcome::Wrong => ("✗", Role::Bad),
        ItemOutcome::Blank => ("○", Role::Warn),
    }
}

/// Every question: right or not, and how long it took.
pub(super) fn questions(attempt: &ExamAttempt, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let outcomes = attempt.grade().outcomes;
    let cell = |((number, slot), outcome): ((usize, &ExamSlot), &ItemOutcome)| {
        let (sign, role) = sign(*outcome);
        let cell = format!("{number:>2} {sign} {}", clock(slot.spent()));
        Span::styled(text::pad(&cell, CELL), theme.style(role))
    };
    let cells: Vec<Span<'static>> = attempt.slots().zip(&outcomes).map(cell).collect();
    let columns = (usize::from(width) / CELL).max(1);
    let mut lines = vec![Line::from(vec![
        Span::styled("By question", theme.style(Role::Muted)),
        Span::styled("   ✓ right   ✗ wrong   ○ blank or late", theme.style(Role::Muted)),
    ])];
    lines.extend(cells.chunks(columns).map(|row| Line::from(row.to_vec())));
    lines
}
