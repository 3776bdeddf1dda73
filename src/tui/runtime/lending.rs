//! The terminal in other hands for a while: an editor's, the shell's, the mouse's.

use anyhow::Context as _;

use super::source::{self, FilePlace};
use super::terminal::TakenTerminal;
use super::{Canvas, Runtime, input};
use crate::tui::app::Flow;
use crate::tui::options::Mouse;
use quizbank::model::question::QuestionId;

impl Runtime {
    /// Opens the file of a question, or else the page at this address.
    pub(super) fn open_source(
        &mut self,
        question: Option<&QuestionId>,
        address: Option<String>,
    ) -> Flow {
        let files = &self.app.content().files;
        self.edited = question.and_then(|id| FilePlace::of(id, files));
        if self.edited.is_some() {
            return Flow::Edit;
        }
        let said = match address {
            None => "it is built in and names no page".to_owned(),
            Some(address) if source::browse(&address) => format!("opened {address}"),
            Some(address) => {
                let said = format!("no browser here; copied {address}");
                self.copied = Some(address);
                said
            }
        };
        self.app.notify(said);
        Flow::On
    }

    /// Gives the editor the terminal until it is left.
    pub(super) fn edit(
        &mut self,
        terminal: &mut Canvas<'_>,
        taken: &TakenTerminal,
    ) -> anyhow::Result<()> {
        let Some(place) = self.edited.take() else { return Ok(()) };
        taken.lend();
        let edited = place.edit();
        self.set_up_again(terminal, taken)?;
        self.app.notify(match edited {
            Ok(()) => "what is changed in the file is asked from the next start on".to_owned(),
            Err(trouble) => trouble,
        });
        Ok(())
    }

    /// Gives the shell the terminal until it lets the program go on. The clock of an exam
    /// goes on meanwhile.
    pub(super) fn stop(
        &mut self,
        terminal: &mut Canvas<'_>,
        taken: &TakenTerminal,
    ) -> anyhow::Result<()> {
        taken.lend();
        input::stop();
        self.set_up_again(terminal, taken)
    }

    /// Leaves the mouse to the terminal, so that text can be selected, or takes it back.
    pub(super) fn turn_mouse(&mut self, taken: &mut TakenTerminal) {
        let notice = match taken.turn_mouse() {
            Mouse::Off => "the mouse is the terminal's: select and copy; ctrl-t takes it back",
            Mouse::On => "the mouse chooses, scrolls and drags here; ctrl-t gives it back",
        };
        self.app.notify(notice.to_owned());
    }

    /// Sets the terminal up again, whatever was done to it while the program stood still.
    pub(super) fn set_up_again(
        &mut self,
        terminal: &mut Canvas<'_>,
        taken: &TakenTerminal,
    ) -> anyhow::Result<()> {
        taken.lend();
        taken.take_back().context("cannot restore the terminal")?;
        self.drawn = None;
        // Nothing of the last frame is there any more.
        terminal.swap_buffers();
        Ok(())
    }
}
