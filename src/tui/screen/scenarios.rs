//! The list of scenarios: what each shows, and a way to play it.

use std::sync::Arc;

use ratatui::text::Line;

use super::catalog::{Catalog, Command, Detail, Listed, Source};
use super::filter::Filter;
use super::live::{offered, setup};
use crate::report::lab::{self, MetricLabel};
use crate::report::story;
use crate::tui::content::Content;
use crate::tui::keys::{self, Row};
use crate::tui::message::{Destination, Effect};
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::panel;
use apprunner_sim::model::scenario::Scenario;
use quizbank::model::course::CourseTopic;
use quizbank::model::question::{Proof, Question};
use spanned_toml::faults::counted;

/// The cells of how long a run is.
const LENGTH: usize = 8;

/// The list of scenarios.
#[derive(Clone, Debug)]
pub(in crate::tui) struct Scenarios {
    content: Arc<Content>,
}

impl Scenarios {
    /// All of them, the first one chosen.
    pub(in crate::tui) fn new(content: Arc<Content>) -> Catalog<Self> {
        Catalog::new(Self { content }, 0)
    }

    /// The topics that a scenario belongs to, and the questions that its run proves.
    fn related(&self, scenario: &Scenario) -> Vec<String> {
        let topics = self.content.course.topics.iter();
        let topics = topics.filter(|topic| topic.scenarios.contains(&scenario.name));
        let questions = self.proven(scenario).count();
        let proven = format!("its run proves {}", counted(questions, "question"));
        let proven = (questions > 0).then_some(proven);
        topics.map(|topic| format!("topic: {}", topic.title)).chain(proven).collect()
    }

    /// The questions that the run of a scenario proves.
    fn proven(&self, scenario: &Scenario) -> impl Iterator<Item = &Question> {
        let is_of = |proof: &Proof| proof.scenario == scenario.name;
        let questions = self.content.questions.iter();
        questions.filter(move |it| it.proof.as_ref().is_some_and(is_of))
    }

    /// The other scenarios of the topics that `scenario` belongs to.
    fn neighbors<'a>(&'a self, scenario: &'a Scenario) -> impl Iterator<Item = &'a Scenario> {
        let topics = || self.content.course.topics.iter();
        let both = move |other: &&Scenario| {
            let has = |name: &String, it: &CourseTopic| it.scenarios.contains(name);
            topics().any(|it| has(&scenario.name, it) && has(&other.name, it))
        };
        self.content.plays().filter(move |other| other.name != scenario.name).filter(both)
    }

    fn scenario(&self, entry: usize) -> Option<&Scenario> {
        self.content.plays().nth(entry)
    }
}

/// The own key of the list.
#[derive(Clone, Copy, Debug)]
pub(in crate::tui) enum Own {
    /// What moving to ECS Express Mode changes.
    Migration,
}

impl Source for Scenarios {
    type Own = Own;

    const TITLE: &'static str = "Scenarios";
    const PLACE: &'static str = "Scenarios";
    const KEYS: &'static [Row<Command<Own>>] = &[
        Command::choose("choose a scenario"),
        Command::open("play", "play it"),
        Command::filter("filter", "filter by name, title or symptom"),
        keys::row(
            &[("E", Command::Own(Own::Migration))],
            "Express Mode",
            "what moving its service to ECS Express Mode changes",
        ),
    ];

    fn listed(&self, filter: &Filter) -> Vec<Listed> {
        let matches = |(_, scenario): &(usize, &Scenario)| {
            filter.matches(&[&scenario.name, &scenario.title, &symptom(scenario)])
        };
        let mut listed: Vec<(usize, &Scenario)> =
            self.content.plays().enumerate().filter(matches).collect();
        // Who types a whole name means that one.
        listed.sort_by_key(|(_, scenario)| !filter.is(&scenario.name));
        listed.into_iter().map(|(place, _)| Listed::Entry(place)).collect()
    }

    fn row(&self, entry: usize, width: usize) -> Vec<(String, Role)> {
        let Some(scenario) = self.scenario(entry) else { return Vec::new() };
        let length = format!(" {:>1$}", scenario.duration.to_string(), LENGTH - 1);
        let title = text::pad(&scenario.title, width.saturating_sub(text::width(&length)));
        vec![(title, Role::Plain), (length, Role::Muted)]
    }

    fn widest(&self) -> usize {
        let titles = self.content.plays().map(|it| text::width(&it.title));
        titles.max().unwrap_or_default() + LENGTH
    }

    fn detail(&self, entry: usize, width: u16, theme: Theme) -> Detail {
        let Some(scenario) = self.scenario(entry) else { return Detail::default() };
        let mut lines = panel::wrapped(&symptom(scenario), width, Role::Plain, theme);
        lines.push(Line::default());
        let run = format!(
            "{} · {} · seed {}",
            scenario.edition.label(),
            scenario.duration,
            scenario.seed
        );
        let facts = [run, along(scenario)];
        lines.extend(facts.iter().flat_map(|it| panel::wrapped(it, width, Role::Muted, theme)));
        lines.extend([Line::default(), Line::styled("Service", theme.style(Role::Strong))]);
        lines.extend(setup::rows(&scenario.service, theme));
        let goals = scenario
            .goals
            .iter()
            .map(|goal| format!("◇ {}", lab::describe_goal(goal, MetricLabel::Full)));
        for (heading, rows) in [("Goals", goals.collect()), ("Learn more", self.related(scenario))]
        {
            let rows: Vec<String> = rows;
            if rows.is_empty() {
                continue;
            }
            lines.push(Line::default());
            lines.push(Line::styled(heading, theme.style(Role::Strong)));
            lines.extend(rows.iter().flat_map(|it| panel::wrapped(it, width, Role::Plain, theme)));
        }
        Detail::new(&scenario.title, &scenario.name, lines, theme)
    }

    fn more(&self, entry: usize, width: u16, theme: Theme) -> Vec<Detail> {
        let Some(scenario) = self.scenario(entry) else { return Vec::new() };
        let proven = self.proven(scenario);
        vec![Detail::questions("Questions that its run proves", proven, width, theme)]
    }

    fn further(&self, entry: usize, width: u16, theme: Theme) -> Vec<Detail> {
        let Some(scenario) = self.scenario(entry) else { return Vec::new() };
        let heading = panel::title("Other scenarios of its topics", "", theme);
        let others = self.neighbors(scenario);
        let rows = others.flat_map(|other| {
            let title = panel::wrapped(&other.title, width, Role::Strong, theme);
            let symptom = panel::wrapped(&symptom(other), width, Role::Muted, theme);
            title.into_iter().chain(symptom).chain([Line::default()])
        });
        let mut lines: Vec<_> = rows.collect();
        lines.pop();
        vec![offered::detail(scenario, width, theme), Detail { title: heading, lines }]
    }

    fn open(&self, entry: usize) -> Vec<Effect> {
        let play = |it: &Scenario| Effect::Open(Destination::Play(it.name.clone()));
        self.scenario(entry).map(play).into_iter().collect()
    }

    fn act(&mut self, own: Own, entry: Option<usize>) -> Vec<Effect> {
        let Own::Migration = own;
        let migrate = |it: &Scenario| Effect::Open(Destination::MigrationOf(it.name.clone()));
        entry.and_then(|entry| self.scenario(entry)).map(migrate).into_iter().collect()
    }

    fn nothing(&self) -> &'static str {
        "no scenario contains these words; Esc clears the filter"
    }

    fn count(&self, listed: usize) -> String {
        format!("{listed} of {}", self.content.plays().count())
    }
}

/// What a scenario shows before anybody knows why.
pub(super) fn symptom(scenario: &Scenario) -> String {
    story::filled_in(&scenario.story.symptom, None)
}

/// What stops the run on its way.
fn along(scenario: &Scenario) -> String {
    let stops = &scenario.story.stops;
    let questions = stops.iter().filter(|stop| stop.question.is_some()).count();
    format!("{}, {} to predict", counted(stops.len(), "stop"), counted(questions, "outcome"))
}
