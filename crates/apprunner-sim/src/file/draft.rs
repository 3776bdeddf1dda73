//! A scenario as it is played: its file with settings, another edition and what
//! somebody made happen written into it.
//!
//! What is played is always read from the text that [`Draft::text`] gives, so a
//! saved draft is the run that was on the screen, not a description of it.

mod edit;
#[cfg(test)]
mod tests;

use std::slice;

use toml_edit::{InlineTable, Value};

use super::scenario::{self, Request};
use super::to_toml;
use crate::model::assume::Assumptions;
use crate::model::distribution::Distribution;
use crate::model::intervention::{Intervention, TimedAction};
use crate::model::rules::Edition;
use crate::model::scenario::Scenario;
use crate::model::time::{SimDuration, SimTime};
use crate::model::traffic::{Load, Stream};
use spanned_toml::diagnostic::{Diagnostics, Source};
use spanned_toml::setting::Setting;
use spanned_toml::shape::Shape;
use spanned_toml::word::Word;

use edit::Document;

/// A scenario, the file that it came from and what was changed since.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    base: Source,
    request: Request,
    interventions: Vec<Intervention>,
    text: String,
    scenario: Scenario,
}

impl Draft {
    /// The scenario in `base` with what `request` asks for.
    ///
    /// # Errors
    ///
    /// The faults of the file and of what is asked for.
    pub fn read(base: Source, request: Request) -> Result<Self, Diagnostics> {
        Self::made(base, request, Vec::new())
    }

    /// What is played.
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The file that gives this very run.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The file that gives this very run, under the name of the one that it came from.
    pub fn source(&self) -> Source {
        Source { name: self.base.name.clone(), text: self.text.clone() }
    }

    /// Whether the file that gives this run is another than the one it came from.
    pub fn is_changed(&self) -> bool {
        self.text != self.base.text
    }

    /// What may be written for each of `settings`, which have the values of the run at some
    /// moment: as [`scenario::shapes`].
    pub fn shapes(&self, settings: &[Setting]) -> Vec<Option<Shape>> {
        scenario::shapes(&self.source(), settings)
    }

    /// What was changed, in the order in which it was done.
    pub fn interventions(&self) -> &[Intervention] {
        &self.interventions
    }

    /// Everything that was changed: the settings it was read with, then the rest.
    pub fn changes(&self) -> impl Iterator<Item = Intervention> {
        let set = self.request.set.iter().cloned().map(Intervention::Throughout);
        set.chain(self.interventions.iter().cloned())
    }

    /// This draft with one more change.
    ///
    /// # Errors
    ///
    /// The faults of the file with the change.
    pub fn with(&self, intervention: Intervention) -> Result<Self, Diagnostics> {
        let mut interventions = self.interventions.clone();
        if let Intervention::Throughout(setting) = &intervention {
            let same = |other: &Intervention| matches!(other, Intervention::Throughout(it) if it.path == setting.path);
            interventions.retain(|other| !same(other));
        }
        interventions.push(intervention);
        Self::made(self.base.clone(), self.request.clone(), interventions)
    }

    /// This draft without the last of its changes; `None` where there is none.
    ///
    /// # Errors
    ///
    /// The faults of the file without it.
    pub fn without_last(&self) -> Option<Result<Self, Diagnostics>> {
        let (_, rest) = self.interventions.split_last()?;
        Some(Self::made(self.base.clone(), self.request.clone(), rest.to_vec()))
    }

    /// This draft without any of its changes.
    ///
    /// # Errors
    ///
    /// The faults of the file as it was read.
    pub fn untouched(&self) -> Result<Self, Diagnostics> {
        Self::made(self.base.clone(), self.request.clone(), Vec::new())
    }

    /// This draft with the settings that its file offers as a fix.
    ///
    /// # Errors
    ///
    /// The faults of the file with the fix.
    pub fn fixed(&self) -> Result<Self, Diagnostics> {
        let fix = self.scenario.fix.iter().cloned().map(Intervention::Throughout);
        let interventions = self.interventions.iter().cloned().chain(fix).collect();
        Self::made(self.base.clone(), self.request.clone(), interventions)
    }

    /// The same under the rules of `edition`.
    ///
    /// # Errors
    ///
    /// The faults that the rules of `edition` find, where they cannot be adapted.
    pub fn under(&self, edition: Edition) -> Result<Self, Diagnostics> {
        let request = Request { edition: Some(edition), ..self.request.clone() };
        Self::made(self.base.clone(), request, self.interventions.clone())
    }

    fn made(
        base: Source,
        request: Request,
        interventions: Vec<Intervention>,
    ) -> Result<Self, Diagnostics> {
        if request.edition.is_none() || interventions.is_empty() {
            return Self::written(base, request, interventions);
        }
        // What is changed is meant for the edition that is played; what was legal
        // before that was chosen is bent with the rest of the file.
        let bent = Self::written(base.clone(), request.clone(), Vec::new())?;
        let under = Source { name: base.name.clone(), text: bent.text };
        let plain = Request { traces: request.traces.clone(), ..Request::default() };
        match Self::written(under, plain, interventions.clone()) {
            Ok(made) => {
                let Scenario { story, adapted, .. } = bent.scenario;
                let scenario = Scenario { story, adapted, ..made.scenario };
                Ok(Self { base, request, interventions, text: made.text, scenario })
            }
            Err(refusal) => Self::written(base, request, interventions).map_err(|_| refusal),
        }
    }

    /// The draft with everything written into the text in the edition of the file,
    /// then bent to the one that is asked for.
    fn written(
        base: Source,
        request: Request,
        interventions: Vec<Intervention>,
    ) -> Result<Self, Diagnostics> {
        let mut asked = request.clone();
        asked.set.extend(interventions.iter().filter_map(|intervention| match intervention {
            Intervention::Throughout(setting) => Some(setting.clone()),
            Intervention::At(..) => None,
        }));
        // Faults name the file and the settings as they were typed.
        let plain = scenario::read(base.clone(), &asked)?;
        let mut document = Document::parse(&base, &request.traces)?;
        let other = request.edition.filter(|it| document.edition() != *it);
        // What is typed is assumed of the edition that is played, not of the file's.
        let is_late = |it: &&Setting| other.is_some() && it.path.starts_with("assume.");
        asked.set.iter().filter(|it| !is_late(it)).try_for_each(|it| document.set(it))?;
        if let Some(seed) = request.seed {
            // TOML has no whole numbers from 2^63 on.
            let seed = i64::try_from(seed).map_or_else(|_| seed.to_string().into(), Value::from);
            document.put("seed", seed)?;
        }
        for intervention in &interventions {
            if let Intervention::At(at, action) = intervention {
                write_action(&mut document, *at, action, &plain)?;
            }
        }
        let mut adapted = Vec::new();
        if let Some(edition) = other {
            let before = document.read(None)?.assume;
            let shown = document.read(Some(edition))?;
            adapt(&mut document, &before, &shown)?;
            asked.set.iter().filter(is_late).try_for_each(|it| document.set(it))?;
            adapted = shown.adapted;
        }
        let played = document.read(None)?;
        let text = document.text();
        // The text names the edition that is played, so that only the file itself says which one
        // its story was written for.
        let scenario = Scenario { story: plain.story, adapted, ..played };
        Ok(Self { base, request, interventions, text, scenario })
    }
}

/// Writes into the document what happens `at` a moment.
fn write_action(
    document: &mut Document,
    at: SimTime,
    action: &TimedAction,
    scenario: &Scenario,
) -> Result<(), Diagnostics> {
    let one = |key: &str, value: Value| InlineTable::from_iter([(key, value)]);
    let (kind, what) = match action {
        TimedAction::Crash(count) => ("crash", one("instances", Value::from(i64::from(*count)))),
        TimedAction::Hang(count) => ("hang", one("instances", Value::from(i64::from(*count)))),
        TimedAction::Set(setting) => ("set", document.table_of(slice::from_ref(setting))?),
        TimedAction::Update(setting) => {
            ("update", one("set", document.table_of(slice::from_ref(setting))?.into()))
        }
        TimedAction::Deploy(version, settings) => {
            let mut deploy = one("version", version.into());
            if !settings.is_empty() {
                deploy.insert("set", document.table_of(settings)?.into());
            }
            ("deploy", deploy)
        }
        TimedAction::Push(version) => ("push", one("version", version.into())),
        TimedAction::Pause => ("pause", InlineTable::new()),
        TimedAction::Resume => ("resume", InlineTable::new()),
        TimedAction::Surge(factor, length) => {
            let mut added =
                scenario.traffic.iter().filter_map(|it| surge(it, at, *factor, *length));
            return added.try_for_each(|stream| document.append("traffic", stream));
        }
    };
    document.append("event", InlineTable::from_iter([("at", instant(at)), (kind, what.into())]))
}

/// The stream that, beside `stream`, multiplies it by `factor` from an instant on,
/// for a while; `None` where there is nothing to multiply.
fn surge(stream: &Stream, from: SimTime, factor: u32, length: SimDuration) -> Option<InlineTable> {
    let until = from + length;
    let more = factor.checked_sub(1).filter(|more| *more > 0)?;
    let mut added = InlineTable::from_iter([("route", Value::from(&stream.route))]);
    match &stream.load {
        Load::Open { arrivals, profile } => {
            let rate = |at: SimTime, rate: f64| {
                Value::from_iter([instant(at), Value::from(rate * f64::from(more))])
            };
            let between = profile.points.iter().filter(|(at, _)| *at > from && *at < until);
            let mut points = vec![rate(from, profile.rate_at(from))];
            points.extend(between.map(|&(at, value)| rate(at, value)));
            points.extend([rate(until, profile.rate_before(until)), rate(until, 0.0)]);
            added.insert("arrivals", arrivals.word().into());
            added.insert("profile", points.into_iter().collect());
        }
        // As often as the log asks on average: what it recorded has no second copy.
        Load::Replay(replay) => {
            let span = replay.arrivals.span().as_secs_f64().max(1.0) / replay.speed;
            let rate = replay.arrivals.count() as f64 / span * f64::from(more);
            let point = |at, rate: f64| Value::from_iter([instant(at), Value::from(rate)]);
            let points = [point(from, rate), point(until, rate), point(until, 0.0)];
            added.insert("profile", points.into_iter().collect());
        }
        Load::Closed { users, think, from: begin, until: end } => {
            let (from, until) = (from.max(*begin), until.min(*end));
            if from >= until {
                return None;
            }
            added.insert("users", Value::from(i64::from(*users) * i64::from(more)));
            if let Some(think) = think {
                added.insert("think", edit::value(&to_toml::distribution(think))?);
            }
            added.insert("from", instant(from));
            added.insert("until", instant(until));
        }
    }
    if let Some(timeout) = &stream.client_timeout {
        added.insert("client_timeout", duration_or_law(timeout)?);
    }
    if let Some(retry) = &stream.retry {
        let statuses: Value = retry.on.iter().map(|status| i64::from(*status)).collect();
        let retry = [
            ("on", statuses),
            ("attempts", i64::from(retry.attempts).into()),
            ("backoff", duration_or_law(&retry.backoff)?),
        ];
        added.insert("retry", InlineTable::from_iter(retry).into());
    }
    Some(added)
}

/// A distribution as a file writes it where a duration is enough for a fixed one.
fn duration_or_law(law: &Distribution) -> Option<Value> {
    match law {
        Distribution::Fixed(time) => Some(time.to_string().into()),
        drawn => edit::value(&to_toml::distribution(drawn)),
    }
}

fn instant(at: SimTime) -> Value {
    at.since(SimTime::ZERO).to_string().into()
}

/// Writes `scenario`'s edition into the document that it was read from, which assumes
/// `before` in its own edition, and the values that were bent to the limits of the other one.
fn adapt(
    document: &mut Document,
    before: &Assumptions,
    scenario: &Scenario,
) -> Result<(), Diagnostics> {
    let mut fixed = document.clone();
    let author_sets = || scenario.fix.iter().filter(|setting| setting.path.starts_with("service."));
    author_sets().try_for_each(|setting| fixed.set(setting))?;
    let fixed = to_toml::of_service(&fixed.read(Some(scenario.edition))?.service);
    document.put("rules", scenario.edition.name().into())?;
    // CPU and memory are bent as a pair: where one is wanted, the other may have moved.
    let pair = "service.instance.";
    let own = to_toml::of_service(&scenario.service);
    own.iter().try_for_each(|it| document.set(it))?;
    // What was assumed of another platform holds no more.
    let before = to_toml::of_assumptions(before);
    let after = to_toml::of_assumptions(&scenario.assume);
    let is_forgotten =
        |setting: &&Setting| document.has(&setting.path) && !before.contains(setting);
    let forgotten: Vec<&Setting> = after.iter().filter(is_forgotten).collect();
    forgotten.into_iter().try_for_each(|it| document.set(it))?;
    let is_wanted = |legal: &&Setting| {
        author_sets().any(|it| {
            let beside = it.path.starts_with(pair) && legal.path.starts_with(pair);
            it.path == legal.path || (beside && !own.contains(legal))
        })
    };
    for setting in fixed.iter().filter(is_wanted) {
        document.set_fix(setting)?;
    }
    // The actions of a scenario are its events in order of time.
    for (event, scheduled) in document.events_by_time().into_iter().zip(&scenario.actions) {
        let Some(patch) = scheduled.action.patch() else { continue };
        document.replace_service(event, &to_toml::of_patch(&patch.service))?;
    }
    // The application listens where it did, which may be the default of one edition alone.
    if document.read(None)?.app.port != scenario.app.port {
        let value = scenario.app.port.to_string();
        document.set(&Setting { path: "app.port".to_owned(), value })?;
    }
    Ok(())
}
