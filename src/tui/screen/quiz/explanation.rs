//! What is said once a question is answered, what matters most first: the verdict, the
//! learner's answer and the right one, then the question with the other options, and what
//! all of it rests on.

use ratatui::text::Line;

use super::page::entry;
use crate::app::proof::run::ProofRun;
use crate::report::facts::verdict_words;
use crate::report::proof;
use crate::tui::content::Content;
use crate::tui::message::{Destination, Effect};
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::{exhibit, panel};
use quizbank::answer::Outcome;
use quizbank::explain::{self, OptionMark};
use quizbank::model::course::{Course, Misconception};
use quizbank::model::fact::{Fact, Ledger};
use quizbank::slot::Slot;

/// A question that is answered, with what its explanation draws on.
#[derive(Clone, Copy)]
pub(in crate::tui::screen) struct Answered<'a> {
    pub(in crate::tui::screen) slot: &'a Slot,
    /// The run that proves it.
    pub(in crate::tui::screen) run: Option<&'a ProofRun>,
    pub(in crate::tui::screen) content: &'a Content,
    pub(in crate::tui::screen) ahead: Ahead,
}

/// What is said before the question is repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tui::screen) enum Ahead {
    /// The learner's answer and the right one with their reasons, the mistake and the proof.
    Everything,
    /// Both answers, and why the right one is right: a run is about to show the rest.
    TheRightOne,
}

impl<'a> Answered<'a> {
    /// The fact behind the question.
    pub(in crate::tui::screen) fn fact(self) -> Option<&'a Fact> {
        explain::most_telling(self.slot, &self.content.ledger)
    }

    /// Copies the question with its explanation.
    pub(in crate::tui::screen) fn copy(self) -> Effect {
        let width = panel::UNWRAPPED;
        let verdict = verdict(self.slot, width, Theme::PLAIN);
        let lines = lines(self, verdict, width, Theme::PLAIN);
        let lines = lines.iter().map(|line| line.to_string().trim().to_owned());
        Effect::Copy(lines.collect::<Vec<_>>().join("\n"))
    }

    /// Opens where the question comes from.
    pub(in crate::tui::screen) fn source(self) -> Effect {
        let pages = explain::sources(self.slot, &self.content.ledger);
        let address = pages.first().map(|&page| page.to_owned());
        Effect::OpenSource { question: Some(self.slot.item().question.id.clone()), address }
    }

    /// Opens the fact behind the question.
    pub(in crate::tui::screen) fn open_fact(self) -> Option<Effect> {
        Some(Effect::Open(Destination::Fact(self.fact()?.id.clone())))
    }

    /// Opens the run at what it shows, under the answer beside what happened.
    pub(in crate::tui::screen) fn replay(self) -> Option<Effect> {
        let run = self.run?;
        let was = run.outcome().map(|it| proof::sentence(&it));
        let was = was.unwrap_or_else(|| "not at its end yet".to_owned());
        let said = match self.slot.said() {
            said if said.is_empty() => "You answered nothing.".to_owned(),
            said => format!("Your answer: {}.", said.join(" and ").trim_end_matches('.')),
        };
        Some(Effect::Open(Destination::Replay {
            scenario: run.scenario().name.clone(),
            changes: run.changes().to_vec(),
            at: run.replay_at(),
            banner: format!("{said} The run: {was}."),
        }))
    }
}

/// A question that is answered, in one column.
pub(in crate::tui::screen) fn lines(
    answered: Answered<'_>,
    verdict: Vec<Line<'static>>,
    width: u16,
    theme: Theme,
) -> Vec<Line<'static>> {
    let mut lines = settled(answered, verdict, width, theme);
    lines.push(heading("The question", theme));
    lines.extend(exhibit::stem(answered.slot.item(), width, Role::Plain, theme));
    lines.push(Line::default());
    lines.extend(others(answered, width, theme));
    lines
}

/// The same beside the question, which [`question`] shows.
pub(in crate::tui::screen) fn beside(
    answered: Answered<'_>,
    verdict: Vec<Line<'static>>,
    width: u16,
    theme: Theme,
) -> Vec<Line<'static>> {
    // Nothing stands between the answer and its reason.
    let answered = Answered { ahead: Ahead::Everything, ..answered };
    let mut lines = settled(answered, verdict, width, theme);
    lines.push(heading("The other options", theme));
    lines.extend(others(answered, width, theme));
    lines
}

/// The question with its options marked, without reasons.
pub(in crate::tui::screen) fn question(
    slot: &Slot,
    width: u16,
    theme: Theme,
) -> Vec<Line<'static>> {
    let mut lines = exhibit::stem(slot.item(), width, Role::Plain, theme);
    lines.push(Line::default());
    for (index, option) in slot.item().options.iter().enumerate() {
        let (sign, role) = sign(OptionMark::of(slot, index));
        lines.extend(entry(&format!("{sign}{}", index + 1), &option.text, role, width, theme));
    }
    lines
}

/// The verdict, the learner's answer and the right one with their reasons, the mistake and
/// the proof.
fn settled(
    answered: Answered<'_>,
    verdict: Vec<Line<'static>>,
    width: u16,
    theme: Theme,
) -> Vec<Line<'static>> {
    let Answered { slot, run, content, ahead } = answered;
    let mut lines = verdict;
    lines.push(Line::default());
    for mark in [OptionMark::WrongPicked, OptionMark::KeyPicked, OptionMark::Key] {
        let reasons = match (mark, ahead) {
            (OptionMark::WrongPicked, Ahead::TheRightOne) => Reasons::Without,
            _ => Reasons::With,
        };
        lines.extend(options(slot, mark, reasons, width, theme));
        if mark == OptionMark::WrongPicked && ahead == Ahead::Everything {
            lines.extend(mistakes(slot, &content.course, width, theme));
        }
    }
    lines.extend(proven(run, width, theme));
    lines.push(Line::default());
    lines
}

/// What is left: the other options, what is contested, and the sources.
fn others(answered: Answered<'_>, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let Answered { slot, content, ahead, .. } = answered;
    let mut lines = Vec::new();
    if ahead == Ahead::TheRightOne {
        lines.extend(options(slot, OptionMark::WrongPicked, Reasons::With, width, theme));
        lines.extend(mistakes(slot, &content.course, width, theme));
    }
    lines.extend(options(slot, OptionMark::Other, Reasons::With, width, theme));
    for fact in explain::facts(slot, &content.ledger).filter(|fact| fact.verdict.is_contested()) {
        lines.extend(contested(fact, width, theme));
    }
    lines.extend(source_lines(slot, &content.ledger, width, theme));
    lines
}

fn heading(name: &str, theme: Theme) -> Line<'static> {
    Line::styled(name.to_owned(), theme.style(Role::Muted))
}

/// Whether options are followed by why they are right or wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reasons {
    With,
    Without,
}

/// The options with `mark`.
fn options(
    slot: &Slot,
    mark: OptionMark,
    reasons: Reasons,
    width: u16,
    theme: Theme,
) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    for (index, option) in slot.item().options.iter().enumerate() {
        if OptionMark::of(slot, index) != mark {
            continue;
        }
        let (sign, role) = sign(mark);
        lines.extend(entry(&format!("{sign}{}", index + 1), &option.text, role, width, theme));
        if reasons == Reasons::With {
            let reason = format!("{} · {}", mark.words(), option.why);
            lines.extend(entry("", &reason, Role::Muted, width, theme));
        }
    }
    lines
}

/// What was believed, and the sentences that set it right.
fn mistakes(slot: &Slot, course: &Course, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let line = |mistake: &Misconception| {
        let text = format!("Mistake: {}. {}", mistake.name, mistake.correction);
        entry("", &text, Role::Warn, width, theme)
    };
    explain::mistakes(slot, course).flat_map(line).collect()
}

/// Whether the answer was right; before the learner has marked it, the answer itself.
pub(in crate::tui::screen) fn verdict(slot: &Slot, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let (text, role) = match slot.outcome() {
        Some(Outcome::Right) => ("✓ Right".to_owned(), Role::Good),
        Some(Outcome::Wrong) => ("✗ Wrong".to_owned(), Role::Bad),
        None => {
            let answer = slot.item().keys().filter_map(|index| slot.item().options.get(index));
            let answer: Vec<&str> = answer.map(|it| it.text.trim_end_matches('.')).collect();
            let text = format!("The answer: {}. How much did you know?", answer.join("; "));
            (text, Role::Accent)
        }
    };
    panel::wrapped(&text, width, role, theme)
}

fn proven(run: Option<&ProofRun>, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let Some(run) = run else { return Vec::new() };
    let sentence = match run.outcome() {
        Some(outcome) => {
            format!("A run proves it. {}. r watches it happen.", proof::sentence(&outcome))
        }
        None => "Running the proof …".to_owned(),
    };
    panel::wrapped(&sentence, width, Role::Accent, theme)
}

fn sign(mark: OptionMark) -> (&'static str, Role) {
    match mark {
        OptionMark::KeyPicked | OptionMark::Key => ("✓ ", Role::Good),
        OptionMark::WrongPicked => ("✗ ", Role::Bad),
        OptionMark::Other => ("  ", Role::Plain),
    }
}

fn contested(fact: &Fact, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let title = format!("◆ Contested: {} ({})", fact.title, verdict_words(fact.verdict));
    let mut lines = vec![Line::default()];
    lines.extend(panel::wrapped(&title, width, Role::Warn, theme));
    for (side, claim) in [("the course: ", &fact.chapter), ("AWS: ", &fact.aws)] {
        lines.extend(entry("", &format!("{side}{claim}"), Role::Plain, width, theme));
    }
    lines
}

fn source_lines(slot: &Slot, ledger: &Ledger, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let pages = explain::sources(slot, ledger);
    if pages.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![Line::default(), heading("Sources", theme)];
    for page in pages {
        lines.extend(entry("", page, Role::Muted, width, theme));
    }
    lines
}
