//! The texts of a scenario: symptom, debrief and the instructor's stops, each for one
//! edition or for all.

use super::timeline::moment_of;
use crate::model::goal::Pause;
use crate::model::metric;
use crate::model::rules::Edition;
use crate::model::story::{Stop, Story, StoryText, UnknownFigure};
use crate::model::time::SimTime;
use spanned_toml::cursor::Cursor;
use spanned_toml::field::Field;
use spanned_toml::tree::Value;

/// The edition of a file, and the one that it is read for.
#[derive(Clone, Copy)]
pub(super) struct Editions {
    /// The file's own.
    pub(super) own: Edition,
    /// The one that it runs under.
    pub(super) running: Edition,
}

/// Reads the texts of the scenario at `cursor`, whose run ends at `end`. What is written for
/// another edition than the running one is left out, or says so where nothing else is there.
pub(super) fn read(cursor: &mut Cursor<'_>, end: SimTime, editions: Editions) -> Story {
    let mut text = |name| cursor.field(name).and_then(|field| said(field, editions));
    let (summary, symptom, debrief) = (text("summary"), text("symptom"), text("debrief"));
    // The one text of earlier versions stands before the run, unless a symptom does.
    let (symptom, debrief) = match symptom {
        Some(symptom) => (Some(symptom), debrief.or(summary)),
        None => (summary, debrief),
    };
    Story { symptom: symptom.unwrap_or_default(), debrief, stops: stops(cursor, end, editions) }
}

/// Reads the stops that are for the running edition, in order of time.
fn stops(cursor: &mut Cursor<'_>, end: SimTime, editions: Editions) -> Vec<Stop> {
    let name = cursor.renamed("stop", "beat");
    let stops = cursor.tables(name, |stop| {
        let rules = stop.optional("rules", |field| field.list(Field::word::<Edition>));
        let words = stop.required("say", "\"The surge arrives.\"");
        let say = match &rules {
            Some(rules) if rules.contains(&editions.running) => {
                said(words, Editions { own: editions.running, ..editions })
            }
            // It is read all the same: a fault is one under each edition.
            Some(_) => said(words, editions).and(None),
            None => said(words, editions),
        };
        if say.as_ref().is_some_and(StoryText::is_empty) {
            words.words();
        }
        let at = moment_of(stop, end);
        let pause = match stop.optional("pause", Field::flag) {
            Some(true) => Pause::Yes,
            _ => Pause::No,
        };
        let question = stop.optional("question", Field::words);
        Some(Stop { at, say: say?, pause, question })
    });
    let mut stops: Vec<Stop> = stops.into_iter().flatten().collect();
    stops.sort_by_key(|stop| stop.at);
    stops
}

/// Reads a text, or the running edition's of a table with one for each; `None` where there is
/// none for it.
fn said(field: Field<'_>, editions: Editions) -> Option<StoryText> {
    let Editions { own, running } = editions;
    if !matches!(field.value(), Some(Value::Table(_))) {
        let text = parsed(field);
        return Some(if own == running { text } else { text.written_for(own) });
    }
    field.table(|table| {
        let mut text = |edition: Edition| Some(parsed(table.field(edition.name())?));
        let mut texts = Edition::ALL.map(|edition| (edition, text(edition)));
        if texts.iter().all(|(_, text)| text.is_none()) {
            let fault = table.fault("a text without an edition");
            fault.expected("`chapter`, `aws`, `express` or several").report();
        }
        texts.iter_mut().find(|(edition, _)| *edition == running)?.1.take()
    })
}

/// Reads a text with placeholders.
fn parsed(field: Field<'_>) -> StoryText {
    StoryText::parse(field.text().trim()).unwrap_or_else(|UnknownFigure(path)| {
        let fault = field.fault(UnknownFigure(path.clone()).to_string());
        let fault = fault.expected("the path of a metric in docs/figures.md");
        fault.suggest(&path, metric::NAMES.names.iter().copied()).report();
        StoryText::default()
    })
}
