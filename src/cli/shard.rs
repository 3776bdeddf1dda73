//! `--shard`: which part of the runs this process makes.

use std::env;
use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;
use std::str::FromStr;

use anyhow::{Context, anyhow, bail};

use crate::app::shard::{Gathered, Shard, Shards};
use spanned_toml::faults::counted;

/// The runs in `files`.
pub(super) fn read(files: &[PathBuf]) -> anyhow::Result<Shards> {
    let mut shards = Shards::default();
    for path in files {
        let shown = || format!("cannot read `{}`", path.display());
        let file = File::open(path).with_context(shown)?;
        shards.take(BufReader::new(file)).with_context(shown)?;
    }
    Ok(shards)
}

/// What `shards` hold, where nothing of it is left over.
pub(super) fn whole(shards: &Shards) -> anyhow::Result<Gathered> {
    let gathered = shards.gathered();
    match (gathered.lone, gathered.missing) {
        (None, _) => Ok(gathered),
        (Some(_), missing @ 1..) => Err(incomplete(missing)),
        (Some(id), 0) => bail!(
            "run {} of setting {} is more than the experiment has; name only its own files",
            id.repetition + 1,
            id.point + 1
        ),
    }
}

/// The error for `missing` runs that other shards have made.
pub(super) fn incomplete(missing: usize) -> anyhow::Error {
    let verb = if missing == 1 { "is" } else { "are" };
    anyhow!("{} {verb} missing: name the files of all shards", counted(missing, "run"))
}

/// Which part was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ShardChoice {
    /// This one.
    Given(Shard),
    /// The one that the scheduler names, of as many as were given or as it says.
    Scheduler(Option<usize>),
}

/// A scheduler of array jobs: the variables of index, lowest index and number of tasks.
struct Scheduler {
    index: &'static str,
    /// The variables of the lowest index and of the step from one to the next; they are 0 and 1
    /// where there are none.
    counted: Option<(&'static str, &'static str)>,
    count: &'static str,
}

/// Kubernetes sets no number of completions: the job's own file does.
const SCHEDULERS: [Scheduler; 3] = [
    Scheduler {
        index: "AWS_BATCH_JOB_ARRAY_INDEX",
        counted: None,
        count: "AWS_BATCH_JOB_ARRAY_SIZE",
    },
    Scheduler {
        index: "SLURM_ARRAY_TASK_ID",
        counted: Some(("SLURM_ARRAY_TASK_MIN", "SLURM_ARRAY_TASK_STEP")),
        count: "SLURM_ARRAY_TASK_COUNT",
    },
    Scheduler { index: "JOB_COMPLETION_INDEX", counted: None, count: "JOB_COMPLETIONS" },
];

impl FromStr for ShardChoice {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> anyhow::Result<Self> {
        let form = || anyhow!("for example `2/8`, the second of eight shards, or `auto`");
        let (shard, of) = match text.split_once('/') {
            Some((shard, of)) => (shard, Some(of.parse().map_err(|_| form())?)),
            None => (text, None),
        };
        if shard == "auto" {
            return Ok(Self::Scheduler(of));
        }
        let shard = shard.parse().map_err(|_| form())?;
        checked(shard, of.ok_or_else(form)?).map(Self::Given)
    }
}

impl ShardChoice {
    /// The part, in the environment of this process.
    pub(super) fn resolve(self) -> anyhow::Result<Shard> {
        match self {
            Self::Given(shard) => Ok(shard),
            Self::Scheduler(of) => scheduled(of, |name| env::var(name).ok()),
        }
    }
}

/// The part that the scheduler names in the environment `variable`.
fn scheduled(
    of: Option<usize>,
    variable: impl Fn(&str) -> Option<String>,
) -> anyhow::Result<Shard> {
    let number = |name: &str| -> anyhow::Result<Option<usize>> {
        let Some(text) = variable(name) else { return Ok(None) };
        Ok(Some(text.trim().parse().with_context(|| format!("`{name}` is `{text}`"))?))
    };
    for Scheduler { index, counted, count } in SCHEDULERS {
        let Some(at) = number(index)? else { continue };
        let (lowest, step) = match counted {
            Some((lowest, step)) => (number(lowest)?.unwrap_or(0), number(step)?.unwrap_or(1)),
            None => (0, 1),
        };
        let of = match of {
            Some(of) => of,
            None => number(count)?.with_context(|| {
                format!("`{index}` is set and `{count}` is not; say how many with `--shard auto/N`")
            })?,
        };
        return checked((at.saturating_sub(lowest) / step.max(1)).saturating_add(1), of);
    }
    let names = SCHEDULERS.map(|it| format!("`{}`", it.index)).join(", ");
    bail!("`--shard auto` needs one of {names}; without a scheduler, use `--shard I/N`")
}

fn checked(shard: usize, of: usize) -> anyhow::Result<Shard> {
    if !(1..=of).contains(&shard) {
        bail!("shard {shard} of {of} does not exist; shards are numbered from 1");
    }
    Ok(Shard { shard, of })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn auto(of: Option<usize>, pairs: &[(&str, &str)]) -> anyhow::Result<Shard> {
        scheduled(of, |name| pairs.iter().find(|pair| pair.0 == name).map(|pair| pair.1.to_owned()))
    }

    #[test]
    fn a_shard_is_given_or_left_to_the_scheduler() {
        let given = |text: &str| text.parse::<ShardChoice>().ok();
        assert_eq!(given("2/8"), Some(ShardChoice::Given(Shard { shard: 2, of: 8 })));
        assert_eq!(given("auto"), Some(ShardChoice::Scheduler(None)));
        assert_eq!(given("auto/3"), Some(ShardChoice::Scheduler(Some(3))));
        for text in ["", "2", "0/8", "9/8", "1/0", "a/b", "auto/x", "-1/2"] {
            assert_eq!(given(text), None, "{text}");
        }
    }

    #[test]
    fn each_scheduler_counts_in_its_own_way() {
        let second = Shard { shard: 2, of: 4 };
        let batch = [("AWS_BATCH_JOB_ARRAY_INDEX", "1"), ("AWS_BATCH_JOB_ARRAY_SIZE", "4")];
        assert_eq!(auto(None, &batch).unwrap(), second);
        let slurm = [
            ("SLURM_ARRAY_TASK_ID", "11"),
            ("SLURM_ARRAY_TASK_MIN", "10"),
            ("SLURM_ARRAY_TASK_COUNT", "4"),
        ];
        assert_eq!(auto(None, &slurm).unwrap(), second);
        // `--array=10-16:2`
        let stepped =
            [slurm[1], slurm[2], ("SLURM_ARRAY_TASK_ID", "12"), ("SLURM_ARRAY_TASK_STEP", "2")];
        assert_eq!(auto(None, &stepped).unwrap(), second);
        assert_eq!(auto(Some(4), &[("JOB_COMPLETION_INDEX", "1")]).unwrap(), second);
        for pairs in [&[("JOB_COMPLETION_INDEX", "1")][..], &[("SLURM_ARRAY_TASK_ID", "x")], &[]] {
            assert!(auto(None, pairs).is_err(), "{pairs:?}");
        }
        assert!(auto(Some(4), &[("JOB_COMPLETION_INDEX", "4")]).is_err());
    }
}
