//! What a search says in words: what is guaranteed, or why nothing is.

use super::{TunedSetting, Tuning};
use crate::report::number;
use apprunner_sim::Metric;
use apprunner_sim::sim::experiment::selection::{Select, SettingStatus};

impl Tuning {
    /// What is guaranteed, or why nothing is.
    pub fn verdict(&self) -> String {
        match (self.best(), self.is_decided) {
            (Some(_), true) => self.guarantee(),
            (None, true) => self.refusal(),
            _ => self.open(),
        }
    }

    /// What a table calls the standing of `setting`.
    pub(in crate::report) fn word(&self, setting: &TunedSetting) -> &'static str {
        match setting.standing {
            SettingStatus::Misses if self.lacks_figure(setting) => "no value",
            SettingStatus::Misses => "misses",
            SettingStatus::Meets if !self.has_goals() => "lowest",
            SettingStatus::Meets => "meets",
            SettingStatus::Open => "open",
            SettingStatus::Costlier => "costlier",
        }
    }

    fn guarantee(&self) -> String {
        let Select { indifference, meet, fail, confidence, .. } = self.select;
        let (confidence, indifference) = (percent(confidence), percent(indifference));
        let name = self.name();
        if !self.has_goals() {
            return format!(
                "The scenario has no goals. With {confidence} confidence no setting has a lower {name} by more \
                 than {indifference}."
            );
        }
        format!(
            "With {confidence} confidence it meets the goals in more than {} of runs, and no setting that \
             meets them in {} of runs has a {name} lower by more than {indifference}.",
            percent(fail),
            percent(meet),
        )
    }

    /// Why there is no setting, though every one has left.
    fn refusal(&self) -> String {
        let name = self.name();
        let lacking = self.rows.iter().filter(|it| self.lacks_figure(it)).count();
        if lacking == self.rows.len() {
            return format!("No setting can be chosen: each has runs without a value of {name}.");
        }
        let rest = if lacking > 0 {
            format!(", or has runs without a value of {name}")
        } else {
            String::new()
        };
        format!(
            "No setting meets the goals: with {} confidence, each misses them in more than {} of runs{rest}.",
            percent(self.select.confidence),
            percent(1.0 - self.select.meet)
        )
    }

    fn open(&self) -> String {
        let most = self.select.most;
        let is_full = |it: &TunedSetting| it.standing.is_in() && it.row.reps >= most;
        if self.rows.iter().any(is_full) {
            let most = number::count(most);
            return format!(
                "Not decided: some settings would need more runs than {most} (`--max-reps`)."
            );
        }
        "Not decided: some settings would need more runs.".to_owned()
    }

    /// What the figure that is minimized is called within a sentence.
    fn name(&self) -> String {
        self.minimized().map(Metric::label_in_prose).unwrap_or_default()
    }

    /// Whether the scenario has goals.
    fn has_goals(&self) -> bool {
        self.rows.iter().any(|it| it.row.passed.is_some())
    }

    /// Whether a run of `setting` lacks the figure that is minimized.
    fn lacks_figure(&self, setting: &TunedSetting) -> bool {
        let figure = setting.row.estimates.get(self.select.figure);
        figure.is_some_and(|figure| figure.n < setting.row.reps)
    }
}

fn percent(share: f64) -> String {
    format!("{} %", number::short(share * 100.0))
}
