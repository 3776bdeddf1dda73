//! The shape of a form: how many questions, of what domains, in what time, and
//! what passes.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::calendar::Millis;

/// Names that built-in blueprints had in earlier versions, each with that of today.
const FORMER: &[(&str, &str)] = &[("gate", "topic-test")];

/// The shape of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blueprint {
    /// What it is called on the command line.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// The days on which the exam of this shape is held.
    pub valid: Valid,
    /// How many questions a form has.
    pub questions: usize,
    /// How many of them count.
    pub scored: usize,
    /// How long an attempt takes.
    pub minutes: u32,
    /// What passes.
    pub pass: Pass,
    /// What questions are selected from.
    pub scope: Scope,
}

/// Days in ISO form; a side that is missing is open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Valid {
    /// The first day.
    pub from: Option<String>,
    /// The last day.
    pub until: Option<String>,
}

/// What passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pass {
    /// Points on the scale from 100 to 1000.
    Scaled(u32),
    /// Percentage of the questions that count.
    Percent(u32),
}

/// What questions are selected from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The domains of an exam, each with its share.
    Domains(Vec<ExamDomain>),
    /// One topic that the candidate names.
    Topic {
        /// A topic with fewer questions gives no form; one with fewer than the
        /// blueprint's gives a shorter one.
        fewest: usize,
    },
}

/// A domain of an exam.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExamDomain {
    /// Its number.
    pub number: u8,
    /// Its name.
    pub name: String,
    /// Its share of the questions, in percent.
    pub weight: u32,
}

/// How many questions of a domain a form has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// The domain's number.
    pub domain: u8,
    /// Those that count.
    pub scored: usize,
    /// Those that do not.
    pub unscored: usize,
}

impl Share {
    /// Both together.
    pub fn questions(self) -> usize {
        self.scored + self.unscored
    }
}

impl Blueprint {
    /// Whether `name` is its name, or the one that it had in an earlier version.
    pub fn is_called(&self, name: &str) -> bool {
        self.name == name || FORMER.contains(&(name, self.name.as_str()))
    }

    /// How many questions do not count.
    pub fn unscored(&self) -> usize {
        self.questions.saturating_sub(self.scored)
    }

    /// How long an attempt takes.
    pub fn limit(&self) -> Millis {
        Millis(u64::from(self.minutes) * 60_000)
    }

    /// Whether its questions come from the domains of an exam, and not from one topic.
    pub fn is_over_domains(&self) -> bool {
        matches!(self.scope, Scope::Domains(_))
    }

    /// The domains; none when the form is on one topic.
    pub fn domains(&self) -> &[ExamDomain] {
        match &self.scope {
            Scope::Domains(domains) => domains,
            Scope::Topic { .. } => &[],
        }
    }

    /// The name of the domain with this number.
    pub fn domain_name(&self, number: u8) -> Option<&str> {
        let domain = self.domains().iter().find(|domain| domain.number == number)?;
        Some(&domain.name)
    }

    /// How many questions each domain has, those that count and those that do
    /// not shared out each by itself.
    pub fn shares(&self) -> Vec<Share> {
        let weights: Vec<usize> =
            self.domains().iter().map(|domain| domain.weight as usize).collect();
        let scored = largest_remainder(self.scored, &weights);
        let unscored = largest_remainder(self.unscored(), &weights);
        let both = self.domains().iter().zip(scored.into_iter().zip(unscored));
        both.map(|(domain, (scored, unscored))| Share { domain: domain.number, scored, unscored })
            .collect()
    }

    /// Whether the exam of this shape is held on `day` (an ISO date).
    pub fn is_valid_on(&self, day: &str) -> bool {
        let Valid { from, until } = &self.valid;
        from.as_deref().is_none_or(|from| from <= day)
            && until.as_deref().is_none_or(|until| day <= until)
    }
}

impl fmt::Display for Valid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.from, &self.until) {
            (None, None) => f.write_str("always"),
            (Some(from), None) => write!(f, "from {from}"),
            (None, Some(until)) => write!(f, "until {until}"),
            (Some(from), Some(until)) => write!(f, "{from} to {until}"),
        }
    }
}

impl fmt::Display for Pass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scaled(points) => write!(f, "{points} of 1000"),
            Self::Percent(percent) => write!(f, "{percent} %"),
        }
    }
}

/// Shares `total` out by `weights`: each gets the whole part of its due, and what
/// is left goes one by one to the largest remainders, the first of equals before
/// the others.
pub(crate) fn largest_remainder(total: usize, weights: &[usize]) -> Vec<usize> {
    let sum: usize = weights.iter().sum();
    if sum == 0 {
        return vec![0; weights.len()];
    }
    let mut shares: Vec<usize> = weights.iter().map(|weight| total * weight / sum).collect();
    let left = total - shares.iter().sum::<usize>();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    let remainder = |index: &usize| weights.get(*index).map_or(0, |weight| total * weight % sum);
    order.sort_by_key(|index| std::cmp::Reverse(remainder(index)));
    for index in order.into_iter().take(left) {
        if let Some(share) = shares.get_mut(index) {
            *share += 1;
        }
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_goes_to_the_largest_remainders() {
        assert_eq!(largest_remainder(15, &[32, 26, 24, 18]), [5, 4, 3, 3]);
        assert_eq!(largest_remainder(50, &[30, 26, 22, 22]), [15, 13, 11, 11]);
        assert_eq!(largest_remainder(1, &[1, 1]), [1, 0]);
        assert_eq!(largest_remainder(3, &[0, 0]), [0, 0]);
        assert_eq!(largest_remainder(3, &[]), [] as [usize; 0]);
    }

    #[test]
    fn days_are_compared_at_both_ends() {
        let mut blueprint = Blueprint {
            name: "a".to_owned(),
            title: String::new(),
            valid: Valid { from: None, until: Some("2026-11-30".to_owned()) },
            questions: 4,
            scored: 3,
            minutes: 8,
            pass: Pass::Scaled(720),
            scope: Scope::Topic { fewest: 1 },
        };
        assert!(blueprint.is_valid_on("2026-11-30"));
        assert!(!blueprint.is_valid_on("2026-12-01"));
        blueprint.valid.from = Some("2026-11-01".to_owned());
        assert!(!blueprint.is_valid_on("2026-10-31"));
        assert_eq!(blueprint.valid.to_string(), "2026-11-01 to 2026-11-30");
    }
}
