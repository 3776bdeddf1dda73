//! Which keys of a run do something as it stands: the last line offers no others.

use super::Live;
use super::keys::{Lab, Run};
use super::layout::RunLayout;
use super::mark::Mark;
use super::picture::{Notice, Selection};

impl Live {
    /// Whether a key of the run does something.
    pub(super) fn offers(&self, run: Run) -> bool {
        let is_free = self.history.coming().is_none();
        match run {
            Run::ToMarked(_) => {
                let here = self.transport.playhead();
                let mut events = self.history.now().recording().events().iter();
                events.any(|event| event.at != here && Mark::of(event.kind).is_some())
            }
            Run::Debrief => !self.says(&Notice::Debrief),
            Run::Pane(_) => self.layout != RunLayout::Presenting,
            Run::Change | Run::NextEdition => is_free,
            Run::Compare => match self.history.before() {
                Some(_) => true,
                // Another edition's run comes beside it, which a lab has not.
                None => is_free && self.lab.is_none(),
            },
            Run::Predict => self.predict.is_none() && self.last_question().is_some(),
            Run::Undo | Run::Redo => {
                !is_free || self.history.has_others() || !self.draft().interventions().is_empty()
            }
            Run::Zoom => self.layout == RunLayout::Presenting || self.picture().has_charts(),
            Run::Export => self.draft().is_changed(),
            _ => true,
        }
    }

    /// Whether a key of the lab does something.
    pub(super) fn offers_in_lab(&self, command: Lab) -> bool {
        let Some(attempt) = self.lab.as_deref() else { return false };
        match command {
            Lab::Symptom => !self.says(&attempt.symptom()),
            Lab::Change => self.history.coming().is_none(),
            Lab::Hint => true,
        }
    }

    /// Whether the pane that speaks says this.
    fn says(&self, notice: &Notice) -> bool {
        self.selection == Selection::Nothing && self.notice.as_ref() == Some(notice)
    }
}
