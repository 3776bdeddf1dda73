//! The exams: attempts to go on with, forms to begin, scores to review.

use std::path::PathBuf;
use std::sync::Arc;

use ratatui::text::Line;

use super::blueprint;
use super::catalog::{Catalog, Command, Detail, Listed, NoKey, Source};
use super::filter::Filter;
use super::page::Header;
use crate::report::notice::{self, Authors};
use crate::tui::content::Content;
use crate::tui::keys::Row;
use crate::tui::message::{Effect, ExamRequest, FormChoice};
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::panel;
use quizbank::attempt::{AttemptSummary, Points, clock, left};
use quizbank::countdown::ExamCode;
use quizbank::exam_source::ExamSource;
use quizbank::model::blueprint::Blueprint;

/// The least cells of a title.
const TITLE: usize = 44;
/// The cells of a day, or of how long a form is.
const SIZE: usize = 24;
/// The cells of the longest note, or of the time left or the score.
const NOTE: usize = 19;
/// The cells of the longest row.
const WIDEST: usize = TITLE + SIZE + NOTE;

/// What is kept of exams: the journal of each, and where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Journals {
    /// Every attempt, the latest first.
    pub kept: Vec<AttemptSummary>,
    /// The database; `None` where data is not saved.
    pub path: Option<PathBuf>,
    /// The day it is, in ISO form.
    pub today: String,
    /// The exam that is prepared for.
    pub exam: ExamCode,
}

/// The list of exams.
#[derive(Clone, Debug)]
pub(in crate::tui) struct Exams {
    content: Arc<Content>,
    journals: Journals,
    /// Beside each blueprint, whether the bank fills it.
    fits: Vec<Fit>,
}

/// Whether the bank fills a form.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Fit {
    /// It does.
    Whole,
    /// Number of topics.
    Topics(usize),
    /// It does not, and why.
    Not(String),
}

/// What can be chosen.
#[derive(Clone, Copy, Debug)]
enum Choice<'a> {
    Open(&'a AttemptSummary),
    Form(&'a Blueprint, &'a Fit),
    Past(&'a AttemptSummary, Points),
}

impl Exams {
    /// The list over what is kept: an open attempt under the cursor, or
    /// else the exam that is prepared for.
    pub(in crate::tui) fn new(content: Arc<Content>, journals: Journals) -> Catalog<Self> {
        let exam_source = ExamSource { bank: &content.questions, blueprints: &content.blueprints };
        let fits = content.blueprints.iter().map(|blueprint| fit(exam_source, blueprint)).collect();
        let exams = Self { content, journals, fits };
        let first = exams.first();
        Catalog::new(exams, first)
    }

    /// The choice that is likely wanted.
    fn first(&self) -> usize {
        let prepared = self.journals.exam.blueprint();
        let likely = self.choices().into_iter().position(|choice| match choice {
            Choice::Open(_) => true,
            Choice::Form(form, _) => form.is_called(prepared),
            Choice::Past(..) => false,
        });
        likely.unwrap_or_default()
    }

    /// Takes in what is kept now. Gives the choice that is likely wanted where there is
    /// more, or something is over.
    pub(in crate::tui) fn keeps(&mut self, journals: Journals) -> Option<usize> {
        let stands = |journals: &Journals| {
            let points: Vec<_> = journals.kept.iter().map(|kept| kept.points.is_some()).collect();
            (points, journals.today.clone(), journals.exam)
        };
        let changed = stands(&self.journals) != stands(&journals);
        self.journals = journals;
        changed.then(|| self.first())
    }

    /// Everything that can be chosen: open attempts, forms, past attempts.
    fn choices(&self) -> Vec<Choice<'_>> {
        let kept = || self.journals.kept.iter();
        let open = kept().filter(|kept| kept.points.is_none()).map(Choice::Open);
        let forms = self.content.blueprints.iter().zip(&self.fits);
        let forms = forms.map(|(blueprint, fit)| Choice::Form(blueprint, fit));
        let past = kept().filter_map(|kept| Some(Choice::Past(kept, kept.points?)));
        open.chain(forms).chain(past).collect()
    }

    /// What stands behind a form in the list.
    fn note(&self, blueprint: &Blueprint, fit: &Fit) -> String {
        match fit {
            Fit::Not(_) => "✗ not enough".to_owned(),
            Fit::Topics(count) => format!("on one of {count} topics"),
            Fit::Whole if blueprint.is_called(self.journals.exam.blueprint()) => {
                "your exam".to_owned()
            }
            Fit::Whole if blueprint.is_valid_on(&self.journals.today) => "offered today".to_owned(),
            Fit::Whole => blueprint.valid.to_string(),
        }
    }

    fn fitness(&self, blueprint: &Blueprint, fit: &Fit) -> String {
        let counts = format!("{} of {} scored", blueprint.scored, blueprint.questions);
        let valid = &blueprint.valid;
        match fit {
            Fit::Whole => format!(
                "{counts}. The bank has enough questions: the seed selects from its {}.",
                self.content.questions.len()
            ),
            Fit::Topics(count) => {
                format!(
                    "{counts}. The bank has enough questions on {count} topics; other topics make \
                     a shorter exam."
                )
            }
            Fit::Not(reason) => format!("This exam is not available ({valid}): {reason}."),
        }
    }
}

impl Source for Exams {
    type Own = NoKey;

    const TITLE: &'static str = "Practice exams";
    const PLACE: &'static str = "Practice exams";
    const LEAST_DETAIL: u16 = 72;
    const KEYS: &'static [Row<Command<NoKey>>] = &[
        Command::choose("choose an exam, an open attempt or a past attempt"),
        Command::open("open", "start an exam, resume an attempt or review one"),
    ];

    fn listed(&self, _: &Filter) -> Vec<Listed> {
        let heading = |words: &str| Listed::Heading(words.to_owned(), Role::Strong);
        let blank = || Listed::Heading(String::new(), Role::Plain);
        let choices = self.choices();
        let places = |is_wanted: fn(&Choice<'_>) -> bool| {
            let wanted = choices.iter().enumerate().filter(move |(_, choice)| is_wanted(choice));
            wanted.map(|(place, _)| Listed::Entry(place)).collect::<Vec<_>>()
        };
        let open = places(|choice| matches!(choice, Choice::Open(_)));
        let past = places(|choice| matches!(choice, Choice::Past(..)));
        let mut lines = Vec::new();
        if !open.is_empty() {
            lines.push(heading("Resume"));
            lines.extend(open);
            lines.push(blank());
        }
        lines.push(heading("Start"));
        lines.extend(places(|choice| matches!(choice, Choice::Form(..))));
        lines.extend([blank(), heading("Review")]);
        if past.is_empty() {
            lines.push(Listed::Heading("  no exam is submitted yet".to_owned(), Role::Muted));
        }
        lines.extend(past);
        lines
    }

    fn row(&self, entry: usize, width: usize) -> Vec<(String, Role)> {
        let choices = self.choices();
        let Some(choice) = choices.get(entry) else { return Vec::new() };
        let sat = |kept: &AttemptSummary, figure| {
            (self.content.identity(&kept.head.identity), kept.day.to_string(), figure)
        };
        let (title, figure, last) = match choice {
            Choice::Open(kept) => {
                sat(kept, format!("{} left", clock(left(kept.head.limit, kept.used))))
            }
            Choice::Past(kept, _) => {
                sat(kept, blueprint::score_of(kept, &self.content).unwrap_or_default())
            }
            Choice::Form(form, fit) => {
                // A topic may have fewer.
                let most = if form.is_over_domains() { "" } else { "≤" };
                let questions = format!("{most}{}", form.questions);
                let size = format!("{questions:>3} questions, {:>3} min", form.minutes);
                (form.title.clone(), size, self.note(form, fit))
            }
        };
        let note = width.min(NOTE);
        // Without room for a title the column is left out: the details have what it says.
        let size = if width >= WIDEST { SIZE } else { 0 };
        let name = width.saturating_sub(size + note);
        let is_short = matches!(choice, Choice::Form(_, Fit::Not(_)));
        let title = text::pad(&title, name.saturating_sub(1)) + if name > 0 { " " } else { "" };
        let last = text::pad(&last, note);
        let role = if is_short { Role::Warn } else { Role::Muted };
        vec![(title + &text::pad(&figure, size), Role::Plain), (last, role)]
    }

    fn detail(&self, entry: usize, width: u16, theme: Theme) -> Detail {
        let choices = self.choices();
        let (title, words) = match choices.get(entry) {
            None => return Detail::default(),
            Some(Choice::Form(form, fit)) => (form.title.clone(), self.fitness(form, fit)),
            Some(Choice::Open(kept)) => {
                let (used, limit) = (clock(kept.used), clock(kept.head.limit));
                let words = format!(
                    "{used} of {limit} used. Press Enter to resume; the clock starts again.",
                );
                (self.content.identity(&kept.head.identity), words)
            }
            Some(Choice::Past(kept, points)) => {
                let Points { right, scored, .. } = points;
                let words = format!(
                    "{right} of {scored} scored questions were right, in {}. Press Enter for the \
                     score and explanations of missed questions.",
                    clock(kept.used)
                );
                (self.content.identity(&kept.head.identity), words)
            }
        };
        let mut lines = panel::wrapped(&words, width, Role::Plain, theme);
        if let Some(Choice::Form(form, _)) = choices.get(entry) {
            lines.extend(blueprint::domains(form, width, theme));
            for words in notice::before_an_attempt(form, Authors::default()) {
                lines.push(Line::default());
                lines.extend(panel::wrapped(&words, width, Role::Muted, theme));
            }
        }
        Detail::new(&title, "", lines, theme)
    }

    fn widest(&self) -> usize {
        WIDEST
    }

    fn more(&self, _: usize, width: u16, theme: Theme) -> Vec<Detail> {
        vec![blueprint::bank(&self.content, (width, u16::MAX), theme)]
    }

    fn further(&self, entry: usize, width: u16, theme: Theme) -> Vec<Detail> {
        let choices = self.choices();
        let Some(Choice::Form(form, _)) = choices.get(entry) else { return Vec::new() };
        let lines = blueprint::tested(form, &self.content, width, theme);
        vec![Detail::new("What its questions test", "", lines, theme)]
    }

    fn open(&self, entry: usize) -> Vec<Effect> {
        let choices = self.choices();
        let entry = match choices.get(entry) {
            None => return Vec::new(),
            Some(Choice::Open(kept)) => ExamRequest::Resume(kept.head.id.clone()),
            Some(Choice::Past(kept, _)) => ExamRequest::Review(kept.head.id.clone()),
            Some(Choice::Form(form, _)) => ExamRequest::Start(FormChoice {
                blueprint: form.name.clone(),
                topic: None,
                seed: None,
                candidate: None,
            }),
        };
        vec![Effect::Exam(entry)]
    }

    fn act(&mut self, own: NoKey, _: Option<usize>) -> Vec<Effect> {
        match own {}
    }

    fn count(&self, _: usize) -> String {
        if self.journals.path.is_some() { String::new() } else { "data is not saved".to_owned() }
    }

    fn header(&self, listed: usize, filter: &Filter, theme: Theme) -> Header {
        let right = Line::styled(self.count(listed) + " ", theme.style(Role::Warn));
        Header { left: filter.title(Self::TITLE, theme), right }
    }
}

fn fit(exam_source: ExamSource<'_>, blueprint: &Blueprint) -> Fit {
    if !blueprint.is_over_domains() {
        return match exam_source.topics(blueprint).len() {
            0 => Fit::Not("no topic has enough questions".to_owned()),
            count => Fit::Topics(count),
        };
    }
    match exam_source.check(blueprint, None) {
        Ok(()) => Fit::Whole,
        Err(error) => Fit::Not(error.to_string()),
    }
}
