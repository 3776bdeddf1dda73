//! The menu: the next step, what there is, how the learner stands, and what App Runner is
//! today.

pub(in crate::tui::screen) mod standing;

mod view;

use std::collections::BTreeMap;
use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use super::blueprint;
use super::exam_date::{self, ExamDateEntry};
use super::exams::Journals;
use super::page::{Header, Page};
use crate::app::lab_score::LabRecord;
use crate::app::next_step::NextStep;
use crate::report::countdown;
use crate::tui::content::Content;
use crate::tui::keys::{self, Keymap, MOVE, Move, Row};
use crate::tui::message::{Destination, Effect, ExamRequest, StudyRequest};
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::field::Field;
use crate::tui::widget::list::List;
use crate::tui::widget::scroll::{Scroll, Scrollable};
use apprunner_sim::model::rules::Edition;
use quizbank::model::fact::{FactVerdict, Ledger};
use quizbank::plan::StudyLoad;
use quizbank::progress::LearnerProgress;
use quizbank::session::AnswerMode;
use spanned_toml::faults::counted;

/// The entry of the exams.
const EXAM: &str = "Practice exams";
/// The entry of the next step.
const CONTINUE: &str = "Continue";
/// The entry of what is due and new.
const STUDY: &str = "Study";

/// The menu.
#[derive(Clone, Debug)]
pub(in crate::tui) struct Home {
    list: List,
    entries: Vec<Entry>,
    verdicts: Vec<(FactVerdict, usize)>,
    /// The edition that is studied for; `None` for both.
    edition: Option<Edition>,
    overview: Option<Overview>,
    content: Option<Arc<Content>>,
    /// The day of the exam, while it is typed.
    date: ExamDateEntry,
    /// The words below the menu, and whether the arrows were sent there.
    about: Scroll,
    reads_about: bool,
}

/// What is known of the learner, counted for the menu.
#[derive(Clone, Debug)]
pub(in crate::tui) struct Overview {
    /// How the learner stands; without answers, which are not counted for the menu.
    pub(in crate::tui) progress: LearnerProgress,
    /// The one thing to do next.
    pub(in crate::tui) next: NextStep,
    /// What is remembered of each lab.
    pub(in crate::tui) labs: BTreeMap<String, LabRecord>,
}

/// What its keys mean.
#[derive(Clone, Copy, Debug)]
pub(in crate::tui) enum Command {
    Move(Move),
    /// To the words below the menu, and back.
    OtherPane,
    Open,
    Edition,
    Progress,
    /// Type the day of the exam.
    Date,
    Typing(exam_date::Command),
    Quit,
}

const KEYS: &[Row<Command>] = &[
    keys::moves(MOVE, Command::Move, "choose", "choose"),
    keys::row(&[("Enter", Command::Open), ("l", Command::Open)], "open", "open"),
    keys::row(
        &[("e", Command::Edition)],
        "edition",
        "choose the edition to study: both, the course, or AWS",
    ),
    keys::row(&[("d", Command::Date)], "exam date", "set the day of your exam"),
    keys::row(&[("p", Command::Progress)], "progress", "see your progress"),
];

/// The key of the words below the menu where they do not fit.
const READING: &[Row<Command>] =
    &[keys::turns(|_| Command::OtherPane, "pane", "switch between the menu and the text below it")];

/// A line of the menu.
#[derive(Clone, Debug)]
struct Entry {
    name: &'static str,
    detail: String,
    leads: Effect,
}

impl Default for Home {
    /// The menu; [`Home::count`] says how much there is of everything.
    fn default() -> Self {
        let open = Effect::Open;
        let entries = [
            (CONTINUE, "start the course", open(Destination::Course)),
            (STUDY, "", Effect::Study(StudyRequest::Everything)),
            ("Course", "", open(Destination::Course)),
            (EXAM, "", open(Destination::Exams)),
            ("Progress", "your results", Effect::ShowProgress),
            ("Scenarios", "", open(Destination::Scenarios)),
            ("Labs", "", open(Destination::Labs)),
            ("Facts", "", open(Destination::Facts)),
            ("Glossary", "", open(Destination::Glossary)),
            ("Comparisons", "", open(Destination::Comparisons)),
            ("Help", "keys and signs", open(Destination::Help)),
        ];
        let entry =
            |(name, detail, leads): (_, &str, _)| Entry { name, detail: detail.to_owned(), leads };
        Self {
            list: List::default(),
            entries: entries.into_iter().map(entry).collect(),
            verdicts: Vec::new(),
            edition: None,
            overview: None,
            content: None,
            date: ExamDateEntry::default(),
            about: Scroll::top(),
            reads_about: false,
        }
    }
}

impl Home {
    /// The pages that the menu names, and where they lead.
    pub(super) fn pages() -> impl Iterator<Item = (&'static str, Effect)> {
        Self::default().entries.into_iter().map(|entry| (entry.name, entry.leads))
    }

    /// Says how much there is of everything.
    pub(in crate::tui) fn count(&mut self, content: &Arc<Content>) {
        self.content = Some(Arc::clone(content));
        let Content { ledger, course, .. } = &**content;
        let contested = ledger.facts.iter().filter(|fact| fact.verdict.is_contested()).count();
        for entry in &mut self.entries {
            let Effect::Open(destination) = &entry.leads else { continue };
            if entry.name == CONTINUE {
                continue;
            }
            entry.detail = match destination {
                Destination::Course => {
                    format!("{} steps, {} topics", course.steps.len(), course.topics.len())
                }
                Destination::Scenarios => format!("{} to play", content.plays().count()),
                Destination::Labs => format!("{} to fix", content.labs().count()),
                Destination::Facts => format!("{contested}/{} contested", ledger.facts.len()),
                Destination::Glossary => format!("{} terms", course.terms.len()),
                Destination::Comparisons => counted(course.comparisons.len(), "comparison"),
                _ => continue,
            };
        }
        self.verdicts = verdicts(ledger);
    }

    /// Takes in how the learner stands, and what is next.
    pub(in crate::tui) fn learn(&mut self, overview: Overview) {
        if let Some(entry) = self.entry(CONTINUE) {
            entry.detail = overview.next.title();
            entry.leads = leads(&overview.next);
        }
        self.overview = Some(overview);
    }

    fn entry(&mut self, name: &str) -> Option<&mut Entry> {
        self.entries.iter_mut().find(|entry| entry.name == name)
    }

    /// Says beside Study what there is to do; without a `load`, what there is at all.
    pub(in crate::tui) fn stands(&mut self, load: Option<StudyLoad>, content: &Content) {
        let Some(entry) = self.entry(STUDY) else { return };
        entry.detail = match load {
            Some(StudyLoad { due, new, .. }) => format!("{due} due · {new} new"),
            None => format!("{} questions", content.questions.len()),
        };
    }

    /// Says beside the exams how they stand.
    pub(in crate::tui) fn keeps(&mut self, journals: &Journals, content: &Content) {
        let open = journals.kept.iter().filter(|kept| kept.points.is_none()).count();
        let last = journals.kept.iter().find_map(|kept| blueprint::score_of(kept, content));
        let Some(entry) = self.entry(EXAM) else { return };
        entry.detail = match (open, last) {
            (1.., _) => format!("{open} to resume"),
            (0, Some(score)) => format!("last: {score}"),
            (0, None) => counted(content.blueprints.len(), "exam"),
        };
    }

    /// Takes in which edition is studied for.
    pub(in crate::tui) fn studies(&mut self, edition: Option<Edition>) {
        self.edition = edition;
    }
}

impl Page for Home {
    type Command = Command;

    fn keys(&self) -> Keymap<Command> {
        if let Some(keymap) = self.date.keys() {
            return keymap.map(Command::Typing);
        }
        let help = "close the screen; in the menu, quit";
        let keymap = Keymap::new("Home", KEYS);
        let keymap = if self.about.has_more() { keymap.and(READING) } else { keymap };
        keymap.back_by("quit", help, Command::Quit)
    }

    fn act(&mut self, command: Command) -> Vec<Effect> {
        match command {
            Command::Move(to) => self.step(to),
            Command::OtherPane => self.reads_about = !self.reads_about(),
            Command::Open => {
                let entry = self.entries.get(self.list.position(self.entries.len()));
                return entry.map(|entry| entry.leads.clone()).into_iter().collect();
            }
            Command::Edition => return vec![Effect::NextEdition],
            Command::Progress => return vec![Effect::ShowProgress],
            Command::Date => {
                let set = self.overview.as_ref().and_then(|it| it.progress.exam.date);
                self.date.open(set);
            }
            Command::Typing(command) => {
                let today = self.overview.as_ref().map(|it| it.progress.exam.today);
                return self.date.act(command, today);
            }
            Command::Quit => return vec![Effect::Close],
        }
        Vec::new()
    }

    fn field(&mut self) -> Option<&mut Field> {
        self.date.field()
    }

    fn edited(&mut self) {
        self.date.edited();
    }

    fn click(&mut self, mouse: Position) -> Vec<Effect> {
        if self.list.click(mouse) {
            self.reads_about = false;
        }
        Vec::new()
    }

    fn panes(&mut self) -> Vec<&mut dyn Scrollable> {
        vec![&mut self.list, &mut self.about]
    }

    fn header(&self, theme: Theme) -> Header {
        let exam = self.overview.as_ref().map(|it| countdown::headline(&it.progress.exam));
        let exam = exam.unwrap_or_else(|| "AWS App Runner · DVA-C02 / C03".to_owned());
        Header::new("coldstart", &exam, theme)
    }

    fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        self.draw_whole(frame, area, theme);
    }
}

impl Home {
    /// Whether the arrows move the words below the menu: not where all of them are in sight.
    fn reads_about(&self) -> bool {
        self.reads_about && self.about.has_more()
    }

    fn step(&mut self, to: Move) {
        self.reads_about = self.reads_about();
        if self.reads_about {
            self.about.step(to);
        } else {
            self.list.step(to, self.entries.len());
        }
    }
}

/// Where the next step leads.
fn leads(next: &NextStep) -> Effect {
    match next {
        NextStep::Exam { attempt, .. } => Effect::Exam(ExamRequest::Resume(attempt.clone())),
        NextStep::Session(left) => Effect::Study(StudyRequest::Questions(left.clone())),
        NextStep::Review(_) | NextStep::New(_) => Effect::Study(StudyRequest::Everything),
        NextStep::Read(topic) => Effect::Open(Destination::Topic(topic.id.clone())),
        NextStep::Study(topic) => {
            Effect::Study(StudyRequest::Topic { topic: topic.id.clone(), way: AnswerMode::Options })
        }
        NextStep::Test(topic) => Effect::Study(StudyRequest::TopicTest(topic.id.clone())),
        NextStep::Lab { name, .. } => Effect::Open(Destination::Lab(name.clone())),
        NextStep::Rest(_) => Effect::Open(Destination::Exams),
    }
}

fn verdicts(ledger: &Ledger) -> Vec<(FactVerdict, usize)> {
    let count = |verdict| ledger.facts.iter().filter(|fact| fact.verdict == verdict).count();
    FactVerdict::ALL.map(|verdict| (verdict, count(verdict))).into()
}

/// How a verdict looks here and in the ledger.
pub(super) fn verdict_role(verdict: FactVerdict) -> Role {
    match verdict {
        FactVerdict::Agrees => Role::Good,
        FactVerdict::Differs | FactVerdict::Outdated => Role::Warn,
        FactVerdict::Unverified | FactVerdict::NotCovered => Role::Muted,
    }
}
