//! The assumed parameters whose value decides figures, each with the values that it may
//! plausibly have, as they stand under `[assume]`.
//!
//! All of them are assumed: half and twice an observed value where there is one, else
//! what a service of this kind may do.

use crate::model::rules::Edition;

/// An assumed parameter and four values of it, from one end of its range to the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Uncertain {
    /// Its dotted path in a scenario file.
    pub path: &'static str,
    /// The values, as TOML.
    pub levels: [&'static str; Self::LEVELS],
}

impl Uncertain {
    /// How many values each parameter has.
    pub const LEVELS: usize = 4;

    /// What may be otherwise in `edition`.
    pub fn of(edition: Edition) -> impl Iterator<Item = Self> {
        let own = match edition {
            Edition::Chapter => CHAPTER,
            Edition::Aws => AWS,
        };
        own.iter().chain(BOTH).map(|&(path, levels)| Self { path, levels })
    }
}

type Row = (&'static str, [&'static str; Uncertain::LEVELS]);

/// What both editions have.
const BOTH: &[Row] = &[
    ("assume.start_limit", ["\"150s\"", "\"5m\"", "\"10m\"", "\"20m\""]),
    ("assume.idle_after", ["\"15s\"", "\"30s\"", "\"60s\"", "\"120s\""]),
    ("assume.target_utilization", ["0.7", "0.8", "0.9", "1.0"]),
    ("assume.turnaround", ["\"1ms\"", "\"5ms\"", "\"20ms\"", "\"100ms\""]),
    ("assume.queue_limit", ["0", "\"concurrency\"", "\"capacity\"", "\"unlimited\""]),
];

/// What the course's edition adds. Its instances start in 5 to 10 seconds.
const CHAPTER: &[Row] = &[(
    "assume.provision",
    ["{ fixed = \"1s\" }", "{ fixed = \"2s\" }", "{ fixed = \"4s\" }", "{ fixed = \"8s\" }"],
)];

/// What the edition of the real service adds.
const AWS: &[Row] = &[
    (
        "assume.provision",
        [
            "{ lognormal = { median = \"26s\", p99 = \"53s\" } }",
            "{ lognormal = { median = \"39s\", p99 = \"79s\" } }",
            "{ lognormal = { median = \"52s\", p99 = \"105s\" } }",
            "{ lognormal = { median = \"104s\", p99 = \"210s\" } }",
        ],
    ),
    ("assume.wake", ["\"10ms\"", "\"50ms\"", "\"200ms\"", "\"1s\""]),
    ("assume.scale_period", ["\"1s\"", "\"5s\"", "\"10s\"", "\"20s\""]),
    ("assume.scale_in_after", ["\"1m\"", "\"3m\"", "\"5m\"", "\"10m\""]),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use spanned_toml::diagnostic::Source;
    use spanned_toml::setting;

    use super::*;
    use crate::file::scenario::{Request, read};

    #[test]
    fn every_value_is_legal_and_another_one() {
        for edition in [Edition::Chapter, Edition::Aws] {
            for Uncertain { path, levels } in Uncertain::of(edition) {
                assert_eq!(BTreeSet::from(levels).len(), levels.len(), "{path}");
                for level in levels {
                    let setting = setting::parse(&format!("{path}={level}")).unwrap();
                    let request = Request {
                        edition: Some(edition),
                        set: vec![setting],
                        ..Request::default()
                    };
                    let text = "format_version = 1\ntitle = \"S\"\nduration = \"1m\"\n[app.routes.\"/\"]\n".to_owned();
                    let source = Source { name: "s.toml".to_owned(), text };
                    let scenario = read(source, &request).unwrap();
                    assert!(scenario.adapted.is_empty(), "{path} {level}");
                }
            }
        }
    }
}
