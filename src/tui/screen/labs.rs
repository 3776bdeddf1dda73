//! The list of labs: what is broken, how much may be changed, and the best score.

use std::collections::BTreeMap;
use std::sync::Arc;

use ratatui::text::Line;

use super::catalog::{Catalog, Command, Detail, Listed, NoKey, Source};
use super::filter::Filter;
use super::form;
use super::live::{offered, setup};
use crate::app::lab_score::{LabRecord, RULE};
use crate::report::lab as report;
use crate::tui::content::Content;
use crate::tui::keys::Row;
use crate::tui::message::{Destination, Effect};
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::panel;
use apprunner_sim::file::lab::offered;
use apprunner_sim::model::lab::Lab;
use apprunner_sim::model::scenario::Scenario;

/// The cells of how a lab stands.
pub(super) const END: usize = 6;

/// The list of labs.
#[derive(Clone, Debug)]
pub(in crate::tui) struct Labs {
    content: Arc<Content>,
    /// What is remembered of each lab.
    records: BTreeMap<String, LabRecord>,
}

impl Labs {
    /// All of them, the first one chosen.
    pub(in crate::tui) fn new(
        content: Arc<Content>,
        records: BTreeMap<String, LabRecord>,
    ) -> Catalog<Self> {
        Catalog::new(Self { content, records }, 0)
    }

    /// Takes in what is remembered of labs.
    pub(in crate::tui) fn remembers(&mut self, records: &BTreeMap<String, LabRecord>) {
        self.records.clone_from(records);
    }

    fn record(&self, lab: &Scenario) -> LabRecord {
        self.records.get(&lab.name).copied().unwrap_or_default()
    }

    fn lab(&self, entry: usize) -> Option<(&Scenario, &Lab)> {
        self.content.labs().nth(entry)
    }
}

/// How many of the labs are solved.
pub(super) fn solved(content: &Content, records: &BTreeMap<String, LabRecord>) -> String {
    let is_solved = |lab: &Scenario| records.get(&lab.name).is_some_and(|it| it.best.is_some());
    let solved = content.labs().filter(|(lab, _)| is_solved(lab)).count();
    format!("{solved} of {} solved", content.labs().count())
}

/// How a lab stands, in as many cells as every other.
pub(super) fn standing(record: &LabRecord) -> (String, Role) {
    match record.best {
        Some(score) => (format!(" ✓ {score:>3}"), Role::Good),
        None if record.solution_shown => (" shown".to_owned(), Role::Muted),
        None if record.attempts > 0 => (" tried".to_owned(), Role::Warn),
        None => (" ".repeat(END), Role::Plain),
    }
}

impl Source for Labs {
    type Own = NoKey;

    const TITLE: &'static str = "Labs";
    const PLACE: &'static str = "Labs";
    const KEYS: &'static [Row<Command<NoKey>>] =
        &[Command::choose("choose a lab"), Command::open("begin", "begin it")];

    fn listed(&self, _: &Filter) -> Vec<Listed> {
        (0..self.content.labs().count()).map(Listed::Entry).collect()
    }

    fn row(&self, entry: usize, width: usize) -> Vec<(String, Role)> {
        let Some((scenario, _)) = self.lab(entry) else { return Vec::new() };
        let (end, role) = standing(&self.record(scenario));
        let title = text::pad(&scenario.title, width.saturating_sub(text::width(&end)));
        vec![(title, Role::Plain), (end, role)]
    }

    fn widest(&self) -> usize {
        let titles = self.content.labs().map(|(it, _)| text::width(&it.title));
        titles.max().unwrap_or_default() + END
    }

    fn detail(&self, entry: usize, width: u16, theme: Theme) -> Detail {
        let Some((scenario, lab)) = self.lab(entry) else { return Detail::default() };
        let mut lines = panel::wrapped(&lab.symptom, width, Role::Plain, theme);
        lines.push(Line::default());
        let changes = match lab.budget {
            1 => "1 change".to_owned(),
            many => format!("at most {many} changes"),
        };
        let known = report::known(&self.record(scenario), lab);
        let known = known.unwrap_or_else(|| "not tried yet".to_owned());
        let facts = format!("{} · {changes}", scenario.edition.label());
        let goals = scenario.goals.iter().map(|goal| format!("◇ {}", goal.name));
        let rule = format!("Score: {RULE}");
        let muted = [known, facts].into_iter().chain(goals).chain([rule]);
        lines.extend(muted.flat_map(|it| panel::wrapped(&it, width, Role::Muted, theme)));
        Detail::new(&scenario.title, "", lines, theme)
    }

    fn note(&self, entry: usize) -> Option<String> {
        let (_, lab) = self.lab(entry)?;
        let first = lab.symptom.split_inclusive(". ").next();
        first.map(|first| first.trim_end().to_owned())
    }

    fn further(&self, entry: usize, width: u16, theme: Theme) -> Vec<Detail> {
        let scenario = self.lab(entry).map(|(scenario, _)| scenario);
        scenario.map(|it| offered::detail(it, width, theme)).into_iter().collect()
    }

    fn more(&self, entry: usize, _: u16, theme: Theme) -> Vec<Detail> {
        let Some((scenario, lab)) = self.lab(entry) else { return Vec::new() };
        let title = panel::title("Service", "as it is broken", theme);
        let mut lines = setup::rows(&scenario.service, theme);
        lines.extend([Line::default(), Line::styled("You can change", theme.style(Role::Strong))]);
        lines.extend(offered(lab, scenario).iter().map(|setting| {
            let (group, label) = form::named(&setting.path);
            Line::raw(format!("{group}: {label}"))
        }));
        vec![Detail { title, lines }]
    }

    fn open(&self, entry: usize) -> Vec<Effect> {
        let begin = |it: (&Scenario, &Lab)| Effect::Open(Destination::Lab(it.0.name.clone()));
        self.lab(entry).map(begin).into_iter().collect()
    }

    fn act(&mut self, own: NoKey, _: Option<usize>) -> Vec<Effect> {
        match own {}
    }

    fn count(&self, _: usize) -> String {
        solved(&self.content, &self.records)
    }
}
