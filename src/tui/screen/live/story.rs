//! What the scenario says: its symptom, the words of a stop, cause and fix, each with the
//! figures of the run, and a note where it was written for another run than this one.

use ratatui::text::Line;

use super::picture::Picture;
use crate::report::story::filled_in;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::panel;
use apprunner_sim::model::story::StoryText;
use apprunner_sim::model::time::SimTime;
use apprunner_sim::sim::summary::Summary;

/// What is seen before anybody knows why.
pub(super) fn symptom(picture: &Picture<'_>, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let symptom = &picture.run.scenario.story.symptom;
    let mut lines = text(symptom, (SimTime::ZERO, picture.run.summary), picture, width, theme);
    if picture.run.scenario.story.debrief.is_some() {
        lines.push(Line::default());
        let way = "Press space to play. The cause is shown at the end; press D to show it now.";
        lines.extend(panel::wrapped(way, width, Role::Muted, theme));
    }
    lines
}

/// The words of the stop at `place`, with the figures of the run up to it.
pub(super) fn words(
    place: usize,
    picture: &Picture<'_>,
    width: u16,
    theme: Theme,
) -> Vec<Line<'static>> {
    let Some(stop) = picture.run.scenario.story.stops.get(place) else { return Vec::new() };
    let figures = figures_at(picture.run.at_stops, place);
    text(&stop.say, (stop.at, figures), picture, width, theme)
}

/// The figures of the run up to the stop at `place`, where its words name any.
pub(super) fn figures_at(at_stops: &[(usize, Summary)], place: usize) -> Option<&Summary> {
    at_stops.iter().find(|(stop, _)| *stop == place).map(|(_, figures)| figures)
}

/// Cause and fix; none where the scenario has no text for them, or is a lab, which tells its
/// own once it is solved.
pub(super) fn debrief(picture: &Picture<'_>, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let scenario = picture.run.scenario;
    match (&scenario.story.debrief, &scenario.lab) {
        (Some(debrief), None) => {
            let end = picture.transport.end();
            text(debrief, (end, picture.run.summary), picture, width, theme)
        }
        _ => Vec::new(),
    }
}

/// A text that speaks of the run up to an instant, under the note that it needs.
fn text(
    said: &StoryText,
    (at, figures): (SimTime, Option<&Summary>),
    picture: &Picture<'_>,
    width: u16,
    theme: Theme,
) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    if let Some(note) = note(said, at, picture) {
        lines.extend(panel::wrapped(&note, width, Role::Warn, theme));
    }
    lines.extend(panel::wrapped(&filled_in(said, figures), width, Role::Plain, theme));
    lines
}

/// Why a text about the run up to `at` may not be true of this one.
fn note(said: &StoryText, at: SimTime, picture: &Picture<'_>) -> Option<String> {
    if picture.run.changed_from.is_some_and(|from| from <= at) {
        return Some("This text describes the unchanged run.".to_owned());
    }
    let edition = said.foreign()?;
    Some(format!("This text describes the {}.", edition.label()))
}
