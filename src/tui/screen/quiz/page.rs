//! A question and its explanation as lines.

use std::ops::Range;

use ratatui::text::{Line, Span};

use crate::app::proof::run::ProofRun;
use crate::tui::message::Effect;
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::field::Field;
use crate::tui::widget::{exhibit, panel};
use quizbank::answer::{Confidence, Outcome};
use quizbank::explain::{self, OptionMark};
use quizbank::model::course::{Course, Misconception};
use quizbank::model::fact::{Fact, Ledger};
use quizbank::model::question::Kind;
use quizbank::slot::Slot;

/// Where an option's text begins.
const INDENT: usize = 5;

/// Lines, some of which must be seen.
pub(in crate::tui::screen) struct PageLines {
    pub(in crate::tui::screen) lines: Vec<Line<'static>>,
    /// The lines of the cursor, where there is one.
    pub(in crate::tui::screen) cursor: Option<Range<usize>>,
    /// The lines of each option, for the mouse.
    pub(in crate::tui::screen) options: Vec<Range<usize>>,
}

impl PageLines {
    /// Lines that are read from the top.
    pub(in crate::tui::screen) fn top(lines: Vec<Line<'static>>) -> Self {
        Self { lines, cursor: None, options: Vec::new() }
    }

    /// The option in a line.
    pub(in crate::tui::screen) fn option_at(&self, line: usize) -> Option<usize> {
        self.options.iter().position(|lines| lines.contains(&line))
    }
}

/// What an explanation draws on beside the answer.
#[derive(Clone, Copy)]
pub(in crate::tui::screen) struct ExplanationSources<'a> {
    pub(in crate::tui::screen) ledger: &'a Ledger,
    pub(in crate::tui::screen) course: &'a Course,
    pub(in crate::tui::screen) run: Option<&'a ProofRun>,
}

/// How sure, as dots and a word: `sure ●●●`.
pub(in crate::tui::screen) fn confidence(
    said: Option<Confidence>,
    theme: Theme,
) -> Vec<Span<'static>> {
    let level = said.and_then(|said| Confidence::ALL.iter().position(|&level| level == said));
    let full = level.map_or(0, |level| level + 1);
    let word = said.map_or("how sure?", Confidence::name);
    vec![
        Span::styled(format!("  {word} "), theme.style(Role::Muted)),
        Span::styled("●".repeat(full), theme.style(Role::Accent)),
        Span::styled("○".repeat(3 - full), theme.style(Role::Muted)),
        Span::raw(" "),
    ]
}

/// A question that waits for its answer.
pub(in crate::tui::screen) fn question(
    slot: &Slot,
    cursor: usize,
    width: u16,
    theme: Theme,
) -> PageLines {
    let mut lines = exhibit::stem(slot.item(), width, Role::Strong, theme);
    lines.push(Line::default());
    let mut options = Vec::new();
    for (index, option) in slot.item().options.iter().enumerate() {
        let at_cursor = index == cursor;
        let sign = match (slot.item().question.kind, slot.picked().contains(&index)) {
            (Kind::Choice, _) if at_cursor => "▸ ",
            (Kind::Choice, _) => "  ",
            (Kind::Multiple, true) => "● ",
            (Kind::Multiple, false) => "○ ",
        };
        let role = if at_cursor { Role::Selected } else { Role::Plain };
        let shown = entry(&format!("{sign}{}", index + 1), &option.text, role, width, theme);
        options.push(lines.len()..lines.len() + shown.len());
        lines.extend(shown);
    }
    if slot.item().question.kind == Kind::Multiple {
        let picked = slot.picked().len();
        let count = format!("{picked} of {} picked", slot.item().wanted());
        lines.push(Line::default());
        lines.push(Line::styled(count, theme.style(Role::Muted)));
    }
    PageLines { lines, cursor: options.get(cursor).cloned(), options }
}

/// A question that is thought about, its options hidden.
pub(in crate::tui::screen) fn thinking(
    slot: &Slot,
    width: u16,
    theme: Theme,
) -> Vec<Line<'static>> {
    let mut lines = exhibit::stem(slot.item(), width, Role::Strong, theme);
    lines.push(Line::default());
    let hint = match slot.item().wanted() {
        1 => "Say the answer to yourself, with its reason. Then Enter.".to_owned(),
        wanted => format!("Say all {wanted} answers to yourself, with their reasons. Then Enter."),
    };
    lines.extend(panel::wrapped(&hint, width, Role::Muted, theme));
    lines
}

/// A question that is answered, with every option's reason.
pub(in crate::tui::screen) fn explanation(
    slot: &Slot,
    verdict: Line<'static>,
    sources: ExplanationSources<'_>,
    width: u16,
    theme: Theme,
) -> Vec<Line<'static>> {
    let mut lines = exhibit::stem(slot.item(), width, Role::Plain, theme);
    lines.push(Line::default());
    lines.extend(settled(slot, verdict, sources, width, theme));
    for (index, option) in slot.item().options.iter().enumerate() {
        let mark = OptionMark::of(slot, index);
        let (sign, role) = sign(mark);
        lines.extend(entry(&format!("{sign}{}", index + 1), &option.text, role, width, theme));
        let reason = format!("{} · {}", mark.words(), option.why);
        lines.extend(entry("", &reason, Role::Muted, width, theme));
    }
    lines.extend(behind(slot, sources, width, theme));
    lines
}

/// A question that is answered, with its options marked: what an explanation stands beside.
pub(in crate::tui::screen) fn answered(
    slot: &Slot,
    width: u16,
    theme: Theme,
) -> Vec<Line<'static>> {
    let mut lines = exhibit::stem(slot.item(), width, Role::Strong, theme);
    lines.push(Line::default());
    for (index, option) in slot.item().options.iter().enumerate() {
        let (sign, role) = sign(OptionMark::of(slot, index));
        lines.extend(entry(&format!("{sign}{}", index + 1), &option.text, role, width, theme));
    }
    lines
}

/// What explains an answer beside its question: every option's reason by its number.
pub(in crate::tui::screen) fn reasons(
    slot: &Slot,
    verdict: Line<'static>,
    sources: ExplanationSources<'_>,
    width: u16,
    theme: Theme,
) -> Vec<Line<'static>> {
    let mut lines = settled(slot, verdict, sources, width, theme);
    for (index, option) in slot.item().options.iter().enumerate() {
        let mark = OptionMark::of(slot, index);
        let (sign, role) = sign(mark);
        let head =
            Span::styled(text::pad(&format!("{sign}{}", index + 1), INDENT), theme.style(role));
        let reason = format!("{} · {}", mark.words(), option.why);
        lines.extend(text::hanging(head, &reason, width, theme.style(Role::Plain)));
    }
    lines.extend(behind(slot, sources, width, theme));
    lines
}

/// The question with its explanation, as text.
pub(in crate::tui::screen) fn copied(slot: &Slot, sources: ExplanationSources<'_>) -> String {
    let verdict = verdict(slot, Theme::PLAIN);
    let lines = explanation(slot, verdict, sources, panel::UNWRAPPED, Theme::PLAIN);
    let lines = lines.iter().map(|line| line.to_string().trim().to_owned());
    lines.collect::<Vec<_>>().join("\n")
}

/// Opens where the question comes from.
pub(in crate::tui::screen) fn source(slot: &Slot, ledger: &Ledger) -> Effect {
    let address = explain::sources(slot, ledger).first().map(|&page| page.to_owned());
    Effect::OpenSource { question: Some(slot.item().question.id.clone()), address }
}

/// How the answer was, what proves it, and the mistake behind a wrong one.
fn settled(
    slot: &Slot,
    verdict: Line<'static>,
    sources: ExplanationSources<'_>,
    width: u16,
    theme: Theme,
) -> Vec<Line<'static>> {
    let mut lines = vec![verdict];
    lines.extend(proven(sources.run, width, theme));
    for mistake in explain::mistakes(slot, sources.course) {
        lines.extend(mistaken(mistake, width, theme));
    }
    lines.push(Line::default());
    lines
}

/// The contested facts behind a question, and its sources.
fn behind(
    slot: &Slot,
    sources: ExplanationSources<'_>,
    width: u16,
    theme: Theme,
) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    for fact in explain::facts(slot, sources.ledger).filter(|fact| fact.verdict.is_contested()) {
        lines.extend(contested(fact, width, theme));
    }
    lines.extend(source_lines(slot, sources.ledger, width, theme));
    lines
}

/// What was believed, and the sentence that sets it right.
fn mistaken(mistake: &Misconception, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let mut text = format!("The mistake: {}. {}", mistake.name, mistake.correction);
    if let Some(scenario) = &mistake.scenario {
        text = format!("{text} See `{scenario}`.");
    }
    panel::wrapped(&text, width, Role::Warn, theme)
}

/// The line in which a learner says what is wrong with the key.
pub(super) fn objection(typed: &Field, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let hint =
        "What is wrong with the key? It is written to a file in this folder; nothing is sent.";
    let mut lines = panel::wrapped(hint, width, Role::Accent, theme);
    lines.push(Line::from(typed.spans(usize::from(width), theme)));
    lines.push(Line::default());
    lines
}

/// Whether the answer was right.
pub(in crate::tui::screen) fn verdict(slot: &Slot, theme: Theme) -> Line<'static> {
    let keys: Vec<String> = slot.item().keys().map(|index| (index + 1).to_string()).collect();
    match slot.outcome() {
        Some(Outcome::Right) => return Line::styled("✓ Right", theme.style(Role::Good)),
        Some(Outcome::Wrong) => {}
        None => {
            let text =
                format!("The answer is {}. How much of it did you know?", keys.join(" and "));
            return Line::styled(text, theme.style(Role::Accent));
        }
    }
    let text = format!("✗ Wrong: the answer is {}", keys.join(" and "));
    Line::styled(text, theme.style(Role::Bad))
}

fn proven(run: Option<&ProofRun>, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let Some(run) = run else { return Vec::new() };
    let sentence = match run.outcome() {
        Some(outcome) => format!("A run proves it: {outcome}. r plays that run."),
        None => "The run that proves it is simulated …".to_owned(),
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
    let title = format!("◆ Contested: {} ({})", fact.title, fact.verdict);
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
    let mut lines = vec![Line::default(), Line::styled("Sources", theme.style(Role::Muted))];
    for page in pages {
        lines.extend(entry("", page, Role::Muted, width, theme));
    }
    lines
}

/// A text with a head of [`INDENT`] cells, its further lines under the first.
fn entry(head: &str, content: &str, role: Role, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let head = Span::styled(text::pad(head, INDENT), theme.style(role));
    text::hanging(head, content, width, theme.style(role))
}
