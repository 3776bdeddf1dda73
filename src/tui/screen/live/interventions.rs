//! Changing a run while it is looked at: what happens to the keys for it.

use super::Live;
use super::change::{self, Change, Wish};
use super::history::Arrival;
use super::layout::RunLayout;
use super::message_pane;
use super::picture::{Notice, Selection};
use ratatui::layout::Position;

use crate::report::aws_cli;
use crate::report::lab::MetricLabel;
use crate::tui::message::Effect;
use crate::tui::screen::form::change_in_words;
use crate::tui::theme::Theme;
use crate::tui::widget::panel;
use apprunner_sim::file::draft::Draft;
use spanned_toml::diagnostic::Diagnostics;
use spanned_toml::faults::counted;

impl Live {
    /// Opens the form of what can be changed at the playhead.
    pub(super) fn open_change(&mut self) {
        if self.history.coming().is_some() {
            return;
        }
        self.transport.pause();
        let now = self.history.now();
        let mut change = match self.lab.as_deref() {
            Some(lab) => lab.change(now.draft()),
            None => Change::new(now.draft(), now.view()),
        };
        change.explain(&self.content);
        self.change = Some(change);
    }

    /// Hands a key to the form of what can be changed.
    pub(super) fn choose_change(&mut self, command: change::Command) {
        let Some(change) = &mut self.change else { return };
        let wish = change.act(command);
        self.grant(wish);
    }

    /// Hands a click to the form of what can be changed.
    pub(super) fn click_change(&mut self, mouse: Position) {
        if let Some(wish) = self.change.as_mut().map(|change| change.click(mouse)) {
            self.grant(wish);
        }
    }

    /// Does what is wanted of the run.
    fn grant(&mut self, wish: Wish) {
        match wish {
            Wish::Nothing => {}
            Wish::Close => self.change = None,
            Wish::Make(intervention) => {
                let said = change_in_words(&intervention);
                let made = self.draft().with(intervention);
                self.change_run(made, said);
            }
            Wish::Fix if self.lab.is_some() => self.give_up(),
            Wish::Fix => {
                let made = self.draft().fixed();
                self.change_run(made, "with the fix of the scenario".to_owned());
            }
            Wish::Reset => {
                let made = self.draft().untouched();
                self.change_run(made, "unchanged".to_owned());
            }
        }
    }

    /// Begins the run of a changed draft, or tells why there is none.
    pub(super) fn change_run(&mut self, made: Result<Draft, Diagnostics>, said: String) {
        match made {
            Ok(draft) => {
                if let Some(refusal) = self.lab.as_deref().and_then(|lab| lab.refusal(&draft)) {
                    if let Some(change) = &mut self.change {
                        change.refuse(refusal);
                    }
                    return;
                }
                self.change = None;
                let (now, lab) = (self.history.now().draft().scenario(), self.lab.as_deref_mut());
                match lab.filter(|lab| draft.scenario() != now && lab.asks(&draft)) {
                    Some(lab) => lab.ask(draft, said),
                    None => self.begin(draft, said),
                }
            }
            Err(faults) => {
                if let Some(change) = &mut self.change {
                    let trouble = change.refusal(&faults);
                    change.refuse(trouble);
                }
            }
        }
    }

    /// Goes to the run of `draft`: one that is there already, or a new one.
    pub(super) fn begin(&mut self, draft: Draft, said: String) {
        if draft.scenario() == self.draft().scenario() {
            // The goals of a lab stay in sight.
            if self.lab.is_none() {
                self.note(format!("{said}: the run already has this"));
            }
            return;
        }
        let adapted = draft.scenario().adapted.clone();
        self.selection = Selection::Nothing;
        if self.history.go_to_run_of(&draft) == Arrival::Another {
            self.arrive();
        } else {
            let before = draft.interventions().len().saturating_sub(1);
            let earlier = format!("{said}, after {}", counted(before, "change"));
            let label = if before > 0 { earlier } else { said.clone() };
            self.history.begin(draft, label);
        }
        self.notice = Some(Notice::Changed { said, adapted });
    }

    /// The same run under the next edition's rules.
    pub(super) fn next_edition(&mut self) {
        if self.history.coming().is_some() {
            return;
        }
        let edition = self.scenario().edition.next();
        match self.draft().under(edition) {
            Ok(draft) => self.begin(draft, edition.label().to_owned()),
            Err(faults) => self.note(faults.in_a_line()),
        }
    }

    /// Both runs side by side; where there is only one, the other edition's comes
    /// beside it.
    pub(super) fn compare(&mut self) {
        if self.lab.is_some() && self.history.before().is_none() {
            return self.note("there is no earlier run yet");
        }
        self.layout = match self.layout {
            RunLayout::Beside => RunLayout::One,
            RunLayout::One | RunLayout::Presenting => RunLayout::Beside,
        };
        if self.layout == RunLayout::Beside && self.history.before().is_none() {
            self.next_edition();
        }
    }

    /// Holds the run against another of those that were made.
    pub(super) fn compare_next(&mut self) {
        if self.history.hold_against_next() {
            self.layout = RunLayout::Beside;
        } else {
            self.note("there are fewer than two other runs; press i to change this one");
        }
    }

    /// Back to the run before the last change.
    pub(super) fn undo(&mut self) {
        if self.history.give_up() {
            self.notice = None;
        } else if self.history.undo() == Arrival::Another {
            self.arrive();
            self.notice = Some(Notice::Back(self.history.now().label().to_owned()));
        } else if let Some(Ok(draft)) = self.draft().without_last() {
            // The run before is forgotten by now, and is run again.
            let said = "without the last change".to_owned();
            self.history.begin_earlier(draft, said.clone());
            self.notice = Some(Notice::Changed { said, adapted: Vec::new() });
        } else {
            self.note("there is no change to undo");
        }
    }

    /// On to the run after it.
    pub(super) fn redo(&mut self) {
        if self.history.redo() == Arrival::Another {
            self.arrive();
            self.notice = Some(Notice::Back(self.history.now().label().to_owned()));
        } else {
            self.note("there is no change to redo");
        }
    }

    /// What is said, as text.
    pub(super) fn said(&self) -> String {
        message_pane::says(&self.picture(), panel::UNWRAPPED, MetricLabel::Full, Theme::PLAIN)
            .text()
    }

    /// Asks for the file of the run that is looked at to be saved.
    pub(super) fn export(&mut self) -> Vec<Effect> {
        if !self.draft().is_changed() {
            self.note("nothing to save: the scenario is unchanged");
            return Vec::new();
        }
        let name = self.scenario().name.clone();
        match aws_cli::checked(self.draft()) {
            Ok(text) => vec![Effect::Export { name, text }],
            Err(refusal) => {
                self.note(format!("not saved: {refusal}"));
                Vec::new()
            }
        }
    }

    /// Takes in where the file was saved, or why not.
    pub fn exported(&mut self, result: Result<String, String>) {
        self.selection = Selection::Nothing;
        if result.is_ok() {
            self.saved = Some(self.draft().interventions().to_vec());
        }
        self.notice = Some(match result {
            Ok(path) => Notice::Exported { path, commands: aws_cli::commands(self.draft()) },
            Err(error) => {
                let way_out = "start coldstart in a folder that you can write to";
                Notice::NotSaved(format!("The file was not saved: {error}; {way_out}."))
            }
        });
    }
}
