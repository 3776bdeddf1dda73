//! Labs on paper: what there is, and one attempt with its goals, its score and, when
//! it is over, the author's solution.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::{Value, json};

use super::TreeFormat;
use super::json::{self, pretty};
use super::number::{absent, dollars, figure};
use super::table::{Column, Page, write_list, write_wrapped};
use crate::app::lab_score::{LabRecord, RULE};
use crate::app::proof::lab::LabVerdict;
use apprunner_sim::model::goal::Goal;
use apprunner_sim::model::lab::Lab;
use apprunner_sim::model::metric::Metric;
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::sim::summary::GoalResult;
use spanned_toml::bound::Bound;
use spanned_toml::faults::counted;
use spanned_toml::setting::Setting;

/// An attempt at a lab.
#[derive(Clone, Debug)]
pub struct Attempt<'a> {
    /// The scenario as its file has it.
    pub scenario: &'a Scenario,
    /// Its lab.
    pub lab: &'a Lab,
    /// Settings that you can change, with the values of the file.
    pub offered: Vec<Setting>,
    /// What was changed.
    pub changes: Vec<Setting>,
    /// How it came out; without a score also where the solution was shown before.
    pub verdict: LabVerdict,
    /// What was remembered of the lab before.
    pub record: LabRecord,
    /// Whether the solution is shown.
    pub solution: Solution,
}

/// Whether the author's solution is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Solution {
    /// It is: the lab is solved, or its solution was shown.
    Shown,
    /// It is kept back.
    Hidden,
}

/// Writes the labs among `scenarios`, each with what is remembered of it in `records`.
pub fn write_labs(
    out: &mut dyn Write,
    scenarios: &[Scenario],
    records: &BTreeMap<String, LabRecord>,
    format: TreeFormat,
    page: Page,
) -> io::Result<()> {
    let record = |lab: &Scenario| records.get(&lab.name).copied().unwrap_or_default();
    let labs = || scenarios.iter().filter_map(|it| Some((it, it.lab.as_ref()?)));
    if format == TreeFormat::Json {
        let rows = labs().map(|(scenario, lab)| {
            json!({
                "name": scenario.name,
                "title": scenario.title,
                "rules": scenario.edition.name(),
                "budget": lab.budget,
                "symptom": lab.symptom,
                "hints": lab.hints.len(),
                "best": record(scenario).best,
                "attempts": record(scenario).attempts,
                "hints_shown": record(scenario).hints,
                "solution_shown": record(scenario).solution_shown,
            })
        });
        return pretty(out, &rows.collect::<Vec<_>>());
    }
    let columns = [
        Column::Name("lab"),
        Column::Name("rules"),
        Column::Figure("changes"),
        Column::Figure("tried"),
        Column::Figure("best"),
        Column::Words("title"),
    ];
    let cells = labs().map(|(scenario, lab)| {
        let LabRecord { best, attempts, .. } = record(scenario);
        let best = best.map_or_else(|| "–".to_owned(), |best| best.to_string());
        let (rules, changes) = (scenario.edition.name().to_owned(), lab.budget.to_string());
        let title = scenario.title.clone();
        vec![scenario.name.clone(), rules, changes, attempts.to_string(), best, title]
    });
    write_list(out, page, &columns, cells)?;
    writeln!(out)?;
    write_wrapped(out, RULE, 1, page)
}

/// Writes an attempt.
pub fn write(
    out: &mut dyn Write,
    attempt: &Attempt<'_>,
    format: TreeFormat,
    page: Page,
) -> io::Result<()> {
    match format {
        TreeFormat::Json => pretty(out, &object(attempt)),
        TreeFormat::Table => write_page(out, attempt, page),
    }
}

fn write_page(out: &mut dyn Write, attempt: &Attempt<'_>, page: Page) -> io::Result<()> {
    let Attempt { scenario, lab, .. } = attempt;
    writeln!(out, " {} · {}", page.ink.strong(&scenario.name), scenario.title)?;
    let (rules, budget) = (scenario.edition.label(), several(lab.budget, "change"));
    writeln!(out, " {rules} · at most {budget} · runs {}", scenario.duration)?;
    writeln!(out, "\n Symptom")?;
    write_wrapped(out, &lab.symptom, 3, page)?;
    if let Some(known) = known(&attempt.record, lab) {
        writeln!(out, "\n {known}")?;
    }
    for (number, hint) in (1..).zip(lab.hints.iter().take(attempt.verdict.effort.hints)) {
        writeln!(out, "\n Hint {number} of {}", lab.hints.len())?;
        write_wrapped(out, hint, 3, page)?;
    }
    writeln!(out, "\n Settings that you can change")?;
    let width = attempt.offered.iter().map(|it| it.path.chars().count()).max().unwrap_or(0);
    for setting in &attempt.offered {
        let Setting { path, value } = setting;
        let changed = attempt.changes.iter().find(|change| change.path == *path);
        let now = changed.map(|it| page.ink.strong(&format!(" → {}", it.value)));
        writeln!(out, "   {path:<width$}  {value}{}", now.unwrap_or_default())?;
    }
    write_goals(out, attempt, page)?;
    write_score(out, attempt, page)?;
    if attempt.solution == Solution::Shown {
        writeln!(out, "\n The author's solution")?;
        attempt.scenario.fix.iter().try_for_each(|change| writeln!(out, "   {change}"))?;
        writeln!(out)?;
        write_wrapped(out, &lab.why, 3, page)?;
    }
    Ok(())
}

fn write_goals(out: &mut dyn Write, attempt: &Attempt<'_>, page: Page) -> io::Result<()> {
    writeln!(out, "\n Goals")?;
    for (result, goal) in attempt.verdict.goals.iter().zip(&attempt.scenario.goals) {
        let verdict =
            if result.passed { page.ink.good("✓ met   ") } else { page.ink.bad("✗ missed") };
        let (value, wanted) = (reached(result), MetricLabel::Full.wanted(goal));
        writeln!(out, "   {verdict}  {}", result.name)?;
        write!(out, "             {} = {value}, expected {wanted}", result.metric)?;
        let author = attempt.verdict.author.iter().find(|it| it.name == result.name);
        match author.filter(|_| attempt.solution == Solution::Shown) {
            Some(author) => writeln!(out, ", the author {}", reached(author))?,
            None => writeln!(out)?,
        }
    }
    Ok(())
}

/// What was done at `lab` before, and what that means for its score.
pub fn known(record: &LabRecord, lab: &Lab) -> Option<String> {
    let mut said = Vec::new();
    if record.attempts > 0 {
        said.push(counted(record.attempts, "attempt"));
    }
    if record.hints > 0 {
        said.push(format!("{} of {} shown", counted(record.hints, "hint"), lab.hints.len()));
    }
    if let Some(best) = record.best {
        said.push(format!("solved with {best}"));
    } else if record.solution_shown {
        said.push("the solution was shown, so there is no score".to_owned());
    }
    (!said.is_empty()).then(|| format!("So far: {}", said.join(" · ")))
}

/// How the metric of a goal is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetricLabel {
    /// In full, its bound in words.
    Full,
    /// In a word where there is one, its bound with a sign.
    Short,
}

/// A goal with what it asks for: `users get a page (share of requests failed: at most 0.50 %)`.
pub fn describe_goal(goal: &Goal, label: MetricLabel) -> String {
    let (metric, wanted) = (label.of(goal.probe.metric), label.wanted(goal));
    format!("{} ({metric}: {wanted})", goal.name)
}

/// A goal with what came of it: `users get a page (share of requests failed: 62.3 %, at most 0.50 %)`.
/// The figure is never without its name, as a goal often counts what must not happen.
pub fn describe_result(result: &GoalResult, goal: &Goal, label: MetricLabel) -> String {
    let (metric, wanted) = (label.of(result.metric), label.wanted(goal));
    format!("{} ({metric}: {}, {wanted})", result.name, reached(result))
}

impl MetricLabel {
    fn of(self, metric: Metric) -> String {
        match self {
            Self::Full => metric.label_in_prose(),
            Self::Short => metric.short_label().into_owned(),
        }
    }

    /// What the figure of `goal` is to be, rounded in the same way as the figure.
    pub fn wanted(self, goal: &Goal) -> String {
        let (words, sign, value) = match goal.probe.bound {
            Bound::AtMost(most) => ("at most", "≤", most),
            Bound::AtLeast(least) => ("at least", "≥", least),
            Bound::Equals { value, .. } => ("exactly", "exactly", value),
        };
        let bound = if self == Self::Full { words } else { sign };
        format!("{bound} {}", figure(goal.probe.metric.unit(), value))
    }
}

/// The figure of a goal, rounded for people.
pub fn reached(goal: &GoalResult) -> String {
    match goal.value {
        Some(value) => figure(goal.metric.unit(), value),
        None => absent(goal.reason).to_owned(),
    }
}

fn write_score(out: &mut dyn Write, attempt: &Attempt<'_>, page: Page) -> io::Result<()> {
    let Attempt { verdict: LabVerdict { goals, effort, par, score, .. }, record, .. } = attempt;
    let made = several(effort.changes, "change");
    let missed = goals.iter().filter(|goal| !goal.passed).count();
    if missed > 0 {
        let of = several(goals.len(), "goal");
        let verdict = page.ink.bad("Not solved");
        writeln!(out, "\n {verdict}: {missed} of {of} missed, with {made}.")?;
        return write_wrapped(out, RULE, 1, page);
    }
    let (verdict, why) = match (score, record.best) {
        (Some(score), _) => (format!("Solved, {} of 100", score.total()), ""),
        (None, Some(_)) => ("Solved".to_owned(), ", again: the first score stays"),
        (None, None) => ("Solved".to_owned(), ", without a score: the solution was shown"),
    };
    let (verdict, cost) = (page.ink.good(&verdict), dollars(effort.cost.as_usd()));
    let hints = several(effort.hints, "hint");
    writeln!(out, "\n {verdict}{why}: {made}, {hints}, {cost}.")?;
    let (author, price) = (several(par.changes, "change"), dollars(par.cost.as_usd()));
    writeln!(out, " The author: {author}, {price}.")?;
    write_wrapped(out, RULE, 1, page)
}

fn object(attempt: &Attempt<'_>) -> Value {
    let Attempt { scenario, lab, verdict, .. } = attempt;
    let LabVerdict { goals, effort, par, score, .. } = verdict;
    let is_solved = goals.iter().all(|goal| goal.passed);
    let goals = goals.iter().zip(&scenario.goals).map(|(result, goal)| {
        json!({
            "name": result.name,
            "metric": result.metric,
            "value": result.value,
            "wanted": goal.probe.bound.to_string(),
            "passed": result.passed,
        })
    });
    let score = score.map(|score| {
        json!({
            "total": score.total(),
            "for_changes": score.for_changes,
            "for_hints": score.for_hints,
            // What a run costs is judged by its goal alone.
            "for_cost": 0,
        })
    });
    let mut value = json!({
        "format_version": 1,
        "lab": scenario.name,
        "title": scenario.title,
        "rules": scenario.edition.name(),
        "symptom": lab.symptom,
        "budget": lab.budget,
        "settings": json::object(&attempt.offered),
        "hints": lab.hints.iter().take(effort.hints).collect::<Vec<_>>(),
        "changes": json::object(&attempt.changes),
        "goals": goals.collect::<Vec<_>>(),
        "cost_usd": effort.cost.as_usd(),
        "solved": is_solved,
        "attempts": attempt.record.attempts,
        "score": score,
        "solution": null,
    });
    if attempt.solution == Solution::Shown {
        value["solution"] = json!({
            "set": json::object(&scenario.fix),
            "cost_usd": par.cost.as_usd(),
            "why": lab.why,
        });
    }
    value
}

/// A number of things, in words where there are none.
pub fn several(number: usize, noun: &str) -> String {
    if number == 0 { format!("no {noun}") } else { counted(number, noun) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use apprunner_sim::model::goal::Probe;

    #[test]
    fn a_figure_of_a_goal_has_its_name_and_its_limit_beside_it() {
        let goal = |path: &str, bound| Goal {
            name: "users get their page".to_owned(),
            probe: Probe { metric: Metric::parse(path).unwrap(), bound },
        };
        let result = |goal: &Goal, value| GoalResult {
            name: goal.name.clone(),
            metric: goal.probe.metric,
            value: Some(value),
            passed: false,
            reason: None,
        };
        let failed = goal("requests.failed_ratio", Bound::AtMost(0.001));
        let waited =
            goal("cold_starts.requests_delayed", Bound::Equals { value: 0.0, within: 0.0 });
        let cases = [
            (
                &failed,
                0.623,
                "users get their page (share of requests failed: 62.3 %, at most 0.10 %)",
                "users get their page (failed: 62.3 %, ≤ 0.10 %)",
            ),
            (
                &waited,
                152.0,
                "users get their page (requests delayed by a cold start: 152, exactly 0)",
                "users get their page (requests delayed: 152, exactly 0)",
            ),
        ];
        for (goal, value, full, short) in cases {
            let result = result(goal, value);
            assert_eq!(describe_result(&result, goal, MetricLabel::Full), full);
            assert_eq!(describe_result(&result, goal, MetricLabel::Short), short);
        }
        assert_eq!(
            describe_goal(&failed, MetricLabel::Full),
            "users get their page (share of requests failed: at most 0.10 %)"
        );
    }
}
