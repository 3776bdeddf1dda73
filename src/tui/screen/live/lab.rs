//! A lab on the screen: its symptom and goals in the message pane, its budget in the header,
//! its settings in the list of changes, and a card when it is over. The author's run is
//! simulated after the learner's, so that the two bills can be held against each other.

mod card;

use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::Span;

use self::card::{Card, CardFacts};
use super::Live;
use super::change::Change;
use super::expectation::{self, Expectation, Expected};
use super::keys::Lab as Command;
use super::picture::{Notice, Selection, Zoom};
use super::track::Track;
use crate::app::lab_score::{LabAct, LabRecord, Score, WHOLE};
use crate::app::proof::lab::{self as judging, LabVerdict};
use crate::report::lab as report;
use crate::tui::content::Content;
use crate::tui::keys::{Keymap, MOVE, Move, Row, moves, row};
use crate::tui::message::Effect;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::scroll::Scroll;
use apprunner_sim::file::draft::Draft;
use apprunner_sim::file::lab;
use apprunner_sim::model::lab::Lab;
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::model::time::SimTime;
use spanned_toml::diagnostic::Diagnostics;

/// A lab that somebody works at.
#[derive(Clone, Debug)]
pub(super) struct LabAttempt {
    lab: Lab,
    /// The scenario as its file has it.
    own: Scenario,
    /// The run with the author's fix.
    author: Track,
    /// What was done at it before, and since.
    record: LabRecord,
    /// The file of the run that was judged last, and the verdict.
    judged: Option<(String, LabVerdict)>,
    /// A change that waits for a prediction, and the last one that was made.
    expectation: Option<Expectation>,
    expected: Option<Expected>,
    /// How the prediction of the run that solved it came out.
    outcome: Option<String>,
    card: Option<Card>,
    card_scroll: Scroll,
    news: Vec<Effect>,
}

/// What keys mean in what lies over the run of a lab.
#[derive(Clone, Copy, Debug)]
pub(in crate::tui) enum PopupCommand {
    /// Back from the card.
    Close,
    /// On in the card, or back.
    Scroll(Move),
    /// What is expected of a change.
    Expect(expectation::Command),
}

const CARD: &[Row<PopupCommand>] = &[
    row(&[("Enter", PopupCommand::Close)], "continue", "return to the run"),
    moves(MOVE, PopupCommand::Scroll, "scroll", "scroll the card"),
];

impl Live {
    /// A lab at its start, with what is remembered of it; an error is for the user.
    pub fn lab(draft: &Draft, record: LabRecord, content: Arc<Content>) -> Result<Self, String> {
        let reported = |faults: Diagnostics| faults.in_a_line();
        let own = draft.scenario().clone();
        let name = &own.name;
        let lab = own.lab.clone().ok_or_else(|| format!("scenario `{name}` is no lab"))?;
        let author = draft.fixed().map_err(reported)?;
        // The whole run is in sight from the first: a lab is judged by its end.
        let mut live = Self::at(draft.clone(), SimTime::ZERO + own.duration, content);
        live.zoom = Zoom::Whole;
        live.notice = Some(symptom(&lab, &record));
        live.lab = Some(Box::new(LabAttempt {
            lab,
            own,
            author: Track::new(author, String::new()),
            record,
            judged: None,
            expectation: None,
            expected: None,
            outcome: None,
            card: None,
            card_scroll: Scroll::top(),
            news: Vec::new(),
        }));
        Ok(live)
    }

    /// Simulates the author's run on and judges the one at hand when both are at their
    /// ends. True when nothing is left to do.
    pub(super) fn simulate_lab(&mut self, events: u64) -> bool {
        let Some(lab) = &mut self.lab else { return true };
        if !lab.author.is_filled() {
            lab.author.fill(events);
            return false;
        }
        if let Some(notice) = lab.judge(self.history.now()) {
            self.notice = Some(notice);
        }
        true
    }

    /// Does what a key means in a lab alone.
    pub(super) fn act_in_lab(&mut self, command: Command) {
        let Some(lab) = &mut self.lab else { return };
        if !matches!(command, Command::Change) {
            self.selection = Selection::Nothing;
        }
        match command {
            Command::Change => self.open_change(),
            Command::Hint => self.notice = Some(lab.hint()),
            Command::Symptom => self.notice = Some(lab.symptom()),
        }
    }

    /// Does what a key means in what lies over the run of a lab.
    pub(super) fn act_in_popup(&mut self, command: PopupCommand) {
        let change = self.lab.as_deref_mut().and_then(|lab| lab.act_in_popup(command));
        if let Some((draft, said)) = change {
            self.begin(draft, said);
        }
    }

    /// Shows the author's solution and its run.
    pub(super) fn give_up(&mut self) {
        let made = self.draft().untouched().and_then(|draft| draft.fixed());
        if let Some(lab) = &mut self.lab {
            lab.show(Card::GivenUp);
            lab.remember(LabAct::Solution);
        }
        self.change_run(made, "the author's solution".to_owned());
    }
}

impl LabAttempt {
    /// Whether its card or question has the screen.
    pub(super) fn has_popup(&self) -> bool {
        self.card.is_some() || self.expectation.is_some()
    }

    /// The keys of its question or its card, while one of them has the screen.
    pub(super) fn popup_keys(&self) -> Option<Keymap<PopupCommand>> {
        if self.expectation.is_some() {
            let keys = Keymap::new("A prediction at a lab", expectation::KEYS);
            return Some(keys.back(expectation::Command::Leave).map(PopupCommand::Expect));
        }
        let keys = Keymap::new("A lab, solved or shown", CARD)
            .scrolling(&self.card_scroll, |command| matches!(command, PopupCommand::Scroll(_)));
        self.card.map(|_| keys.back(PopupCommand::Close))
    }

    /// Does what a key means there, and gives the change that is to run now.
    fn act_in_popup(&mut self, command: PopupCommand) -> Option<(Draft, String)> {
        match command {
            PopupCommand::Close => self.card = None,
            PopupCommand::Scroll(to) => self.card_scroll.step(to),
            PopupCommand::Expect(command) => return self.expect(command),
        }
        None
    }

    /// Whether the run of `draft` is one to predict: a change that still counts.
    pub(super) fn asks(&self, draft: &Draft) -> bool {
        !self.record.solution_shown && self.made(draft.scenario()) > 0
    }

    /// Asks what to expect of `draft`, which is changed as `said`.
    pub(super) fn ask(&mut self, draft: Draft, said: String) {
        self.expectation = Some(Expectation::new(draft, said));
    }

    /// Does what a key means at the question, and gives the change that is to run now.
    fn expect(&mut self, command: expectation::Command) -> Option<(Draft, String)> {
        let expectation = self.expectation.as_mut()?;
        match command {
            expectation::Command::Choose(to) => expectation.choose(to),
            expectation::Command::Turn => expectation.turn(),
            expectation::Command::Leave => self.expectation = None,
            expectation::Command::Run => {
                let (draft, said, expected) = self.expectation.take()?.run();
                self.expected = Some(expected);
                return Some((draft, said));
            }
        }
        None
    }

    /// Whether something happens without a key.
    pub(super) fn moves(&self) -> bool {
        !self.is_done() || !self.news.is_empty()
    }

    /// Whether the author's run is at its end.
    pub(super) fn is_done(&self) -> bool {
        self.author.is_filled()
    }

    /// What is to be kept of what was done since this was last called.
    pub(super) fn take_news(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.news)
    }

    /// How far what lies over the run is scrolled, for the mouse.
    pub(super) fn scroll_mut(&mut self) -> &mut Scroll {
        match &mut self.expectation {
            Some(expectation) => expectation.scroll_mut(),
            None => &mut self.card_scroll,
        }
    }

    /// Takes a click at the goals of a change.
    pub(super) fn click(&mut self, mouse: Position) {
        if let Some(expectation) = &mut self.expectation {
            expectation.click(mouse);
        }
    }

    fn show(&mut self, card: Card) {
        self.card = Some(card);
        self.card_scroll = Scroll::top();
    }

    fn remember(&mut self, act: LabAct) {
        self.record.take(act);
        self.news.push(Effect::LabStep { lab: self.own.name.clone(), act });
    }

    /// What may be changed in the run of `draft`.
    pub(super) fn change(&self, draft: &Draft) -> Change {
        Change::of_lab(draft, &self.lab, &self.own, self.used(draft.scenario()))
    }

    /// Why `draft` cannot be run, if it changes more than the budget allows.
    pub(super) fn refusal(&self, draft: &Draft) -> Option<String> {
        let budget = self.lab.budget;
        let is_over = !self.record.solution_shown && self.made(draft.scenario()) > budget;
        is_over.then(|| {
            let all = report::several(budget, "change");
            format!("at most {all}: reset a setting, undo a change with u, or show the solution")
        })
    }

    /// The line at the top: what is left of the budget, and the lab.
    pub(super) fn title(&self, scenario: &Scenario, theme: Theme) -> Vec<Span<'static>> {
        let over = self.made(scenario) >= self.lab.budget;
        let role = if over { Role::Warn } else { Role::Muted };
        vec![
            Span::styled(format!(" {}", self.used(scenario)), theme.style(role)),
            Span::styled(format!(" · {}", scenario.title), theme.style(Role::Strong)),
        ]
    }

    /// How many settings differ from the file.
    fn made(&self, scenario: &Scenario) -> usize {
        lab::changes(&self.lab, &self.own, scenario).len()
    }

    fn used(&self, scenario: &Scenario) -> String {
        format!("{} of {}", self.made(scenario), report::several(self.lab.budget, "change"))
    }

    /// Judges the run of `track` when that is new, and says what came of it.
    fn judge(&mut self, track: &Track) -> Option<Notice> {
        let (summary, author) = track.summary().zip(self.author.summary())?;
        let file = track.draft().text();
        if self.judged.as_ref().is_some_and(|(judged, _)| judged == file) {
            return None;
        }
        let made = self.made(track.scenario());
        let hints = self.record.hints;
        let verdict = judging::judge(summary, (made, hints), (author, self.own.fix.len()));
        let is_first = self.judged.is_none();
        self.judged = Some((file.to_owned(), verdict.clone()));
        if made > 0 && !self.record.solution_shown {
            self.remember(LabAct::Attempt);
        }
        // Another run may have come first: the predicted one was dropped, or undone.
        let expected = self.expected.take_if(|expected| expected.is_of(track.draft()));
        let outcome = expected.and_then(|expected| expected.outcome(&verdict.goals));
        if let Some(score) = verdict.score {
            let notice = solved(score, &self.record);
            self.celebrate(&verdict, score);
            self.outcome = outcome;
            return Some(notice);
        }
        // At first the symptom stands there, and it is the better text.
        (!is_first).then(|| self.unsolved(made, &verdict, outcome))
    }

    /// Shows the card, which tells the solution: what comes after it has no score.
    fn celebrate(&mut self, verdict: &LabVerdict, score: Score) {
        if self.record.solution_shown {
            return;
        }
        self.show(Card::Solved);
        self.record.solve(score.total());
        let lab = self.own.name.clone();
        self.news.push(Effect::LabSolved { lab, effort: verdict.effort, score });
    }

    fn unsolved(&self, made: usize, verdict: &LabVerdict, outcome: Option<String>) -> Notice {
        let missed = verdict.goals.iter().filter(|goal| !goal.passed).count();
        let all = verdict.goals.len();
        let way_out = if made < self.lab.budget {
            "Press i to change a setting, H for a hint, u to undo the last change, L for the \
             symptom."
        } else {
            "You have used all changes. Press u to undo the last one, or i to reset a setting or \
             show the solution."
        };
        let outcome = outcome.map(|outcome| outcome + "\n").unwrap_or_default();
        let text =
            format!("{outcome}{missed} of {} missed. {way_out}", report::several(all, "goal"));
        Notice::Lab { title: "Not solved yet".to_owned(), text }
    }

    /// What the person on call sees, and what was done before.
    pub(super) fn symptom(&self) -> Notice {
        symptom(&self.lab, &self.record)
    }

    /// The next hint, or the last one again.
    fn hint(&mut self) -> Notice {
        let all = self.lab.hints.len();
        let number = (self.record.hints + 1).min(all);
        // A hint costs nothing once the lab is solved or its solution was shown.
        if number > self.record.hints && !self.record.solution_shown {
            self.remember(LabAct::Hint(number));
        }
        let hints = self.lab.hints.iter().take(number).enumerate();
        let text = hints.map(|(place, hint)| format!("{}. {hint}", place + 1)).collect::<Vec<_>>();
        Notice::Lab { title: format!("Hint {number} of {all}"), text: text.join("\n") }
    }

    /// Draws what lies over the run: a question what to expect, or the card.
    pub(super) fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        if let Some(expectation) = &self.expectation {
            return expectation.draw(frame, area, theme);
        }
        let Some(card) = self.card else { return };
        let facts = CardFacts {
            lab: &self.lab,
            own: &self.own,
            verdict: self.judged.as_ref().map(|(_, verdict)| verdict),
            outcome: self.outcome.as_deref(),
        };
        card.draw(frame, area, &facts, &self.card_scroll, theme);
    }
}

/// What the person on call sees, and what was done before.
fn symptom(lab: &Lab, record: &LabRecord) -> Notice {
    let known = report::known(record, lab).map(|known| format!("\n{known}."));
    let text = format!("{}{}", lab.symptom, known.unwrap_or_default());
    Notice::Lab { title: "Symptom".to_owned(), text }
}

fn solved(score: Score, record: &LabRecord) -> Notice {
    let text = if record.solution_shown {
        "All goals are met. The solution was shown, so there is no score.".to_owned()
    } else {
        format!(
            "{} of {WHOLE}. You can continue to experiment; further changes have no score.",
            score.total()
        )
    };
    Notice::Lab { title: "✓ Solved".to_owned(), text }
}
