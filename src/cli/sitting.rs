//! Sitting a form: begun or gone on with, then talked about in lines.

mod dialogue;
mod lines;
mod receipt;
mod result;
mod review;
mod text;

use std::io::{self, IsTerminal};

use anyhow::{Context, anyhow, bail};
use clap::Args;

use self::dialogue::{Dialogue, Echo};
use self::lines::Lines;
pub(super) use self::receipt::{List, Receipt, Verify};
use super::data::Place;
use super::quiz::{entropy, suggest};
use super::{Outcome, input, terminal, today};
use crate::model::blueprint::{Blueprint, Scope};
use crate::model::calendar::{Millis, Now};
use crate::model::paper::MAX_SEED;
use crate::model::question::Question;
use crate::quiz::form::{self, Form, NoForm, Request};
use crate::quiz::hash;
use crate::quiz::sitting::{Act, Deed, Head, Reading, Sitting};
use crate::store::{Held, Store, clock};

/// Which form to sit.
#[derive(Debug, Args)]
pub(super) struct Sit {
    /// The shape of the form; by default that of the exam held today
    #[arg(long, value_name = "NAME")]
    blueprint: Option<String>,
    /// The topic, for a blueprint that is on one
    #[arg(long, value_name = "TOPIC")]
    topic: Option<String>,
    /// Where questions, order and numbers come from; another one each time by default
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u64).range(0..=MAX_SEED))]
    seed: Option<u64>,
    /// Go on with the sitting that is open, or with the one named
    #[arg(
        long,
        value_name = "SITTING",
        num_args = 0..=1,
        default_missing_value = "",
        conflicts_with_all = ["blueprint", "topic", "seed"]
    )]
    resume: Option<String>,
    /// Read and write lines; done by itself when input or output is no terminal
    #[arg(long)]
    plain: bool,
}

/// What forms are drawn from.
struct Stock {
    bank: Vec<Question>,
    blueprints: Vec<Blueprint>,
}

impl Sit {
    /// Sits until the learner leaves or submits; no score is a failure.
    pub(super) fn run(self, place: &Place) -> anyhow::Result<Outcome> {
        let ledger = input::builtin_facts()?;
        let stock = Stock {
            bank: input::builtin_questions(&ledger)?,
            blueprints: input::builtin_blueprints()?,
        };
        let mut store = place.open()?;
        let sitting = match &self.resume {
            Some(name) => {
                let store = store.as_mut().context("nothing is kept here that could go on")?;
                go_on(store, name, &stock)?
            }
            None => self.begin(store.as_mut(), &stock)?,
        };
        let typed = io::stdin().is_terminal();
        if !self.plain && typed && io::stdout().is_terminal() {
            terminal::say("note: an exam is sat in lines for now; say help for what can be said");
        }
        let blueprint = stock.blueprint(Some(&sitting.head().identity.blueprint))?;
        let echo = if typed { Echo::Off } else { Echo::On };
        let lost = terminal::print(|out| {
            let mut dialogue = Dialogue::new(sitting, store, &ledger, out, echo);
            match self.resume {
                None => dialogue.open(blueprint)?,
                Some(_) => dialogue.reopen()?,
            }
            dialogue.hold(&Lines::of(io::stdin()))
        })?;
        if lost > 0 {
            bail!(
                "{lost} steps could not be saved; what was acknowledged with `saved:` is on disk"
            );
        }
        Ok(Outcome::Done)
    }

    fn begin(&self, store: Option<&mut Store>, stock: &Stock) -> anyhow::Result<Sitting> {
        let blueprint = stock.blueprint(self.blueprint.as_deref())?;
        let seed = self.seed.unwrap_or_else(entropy);
        let form = stock.form(blueprint, self.topic.as_deref(), seed)?;
        let Now { at, .. } = clock::now();
        let id = match &store {
            Some(store) => store.sitting_id()?,
            None => "unkept".to_owned(),
        };
        let limit = limit_of(blueprint);
        let head = Head { id, identity: form.identity.clone(), limit, begun: at };
        let mut sitting = Sitting::new(head, form, blueprint);
        let now = Reading { used: Millis(0), wall: at };
        let first = sitting.act(&Act::plain(Deed::Begin), now)?;
        if let Some(store) = store {
            let open = store.sittings()?.into_iter().find(|kept| kept.points.is_none());
            store.begin_sitting(sitting.head(), &first)?;
            if let Some(open) = open {
                let id = &open.head.id;
                terminal::say(&format!(
                    "note: sitting {id} is still open; `coldstart exam --resume {id}` goes on with it"
                ));
            }
        }
        sitting.take(&first)?;
        Ok(sitting)
    }
}

/// The sitting called `name`, or the latest that is open, ready to go on.
fn go_on(store: &mut Store, name: &str, stock: &Stock) -> anyhow::Result<Sitting> {
    let id = if name.is_empty() {
        let open = store.sittings()?.into_iter().find(|kept| kept.points.is_none());
        open.context("no sitting is open; `coldstart exam` begins one")?.head.id
    } else {
        name.to_owned()
    };
    let held = store.sitting(&id)?.with_context(|| unknown(&id))?;
    let id = held.head.id.clone();
    let mut sitting =
        stock.replay(held).map_err(|reason| anyhow!("sitting {id} cannot go on: {reason}"))?;
    if sitting.points().is_some() {
        bail!("sitting {id} is submitted; `coldstart exam verify {id}` tells its score");
    }
    let now = Reading { used: sitting.used(), wall: clock::now().at };
    let record = sitting.act(&Act::plain(Deed::Resume), now)?;
    store.append(&id, &record)?;
    sitting.take(&record)?;
    Ok(sitting)
}

fn unknown(id: &str) -> String {
    format!("there is no sitting `{id}`; `coldstart exam list` names them all")
}

fn limit_of(blueprint: &Blueprint) -> Millis {
    Millis(u64::from(blueprint.minutes) * 60_000)
}

impl Stock {
    /// The blueprint called `name`, or that of the exam held today.
    fn blueprint(&self, name: Option<&str>) -> anyhow::Result<&Blueprint> {
        let Some(name) = name else {
            let day = today::today();
            let is_exam = |one: &&Blueprint| matches!(one.scope, Scope::Domains(_));
            let held = self.blueprints.iter().filter(is_exam).find(|one| one.is_valid_on(&day));
            return held.context("no exam is held today; name a blueprint with `--blueprint`");
        };
        if let Some(blueprint) = self.blueprints.iter().find(|one| one.name == name) {
            return Ok(blueprint);
        }
        let names = self.blueprints.iter().map(|one| one.name.as_str());
        match input::nearest(name, names) {
            Some(near) => bail!("there is no blueprint `{name}`; did you mean `{near}`?"),
            None => bail!("there is no blueprint `{name}`; `coldstart list blueprints` names them"),
        }
    }

    fn form(&self, blueprint: &Blueprint, topic: Option<&str>, seed: u64) -> anyhow::Result<Form> {
        let request = Request { bank: &self.bank, blueprint, topic, seed };
        form::assemble(&request).map_err(|error| match &error {
            NoForm::TopicMissing(_) => anyhow!("{error} with `--topic`"),
            NoForm::UnknownTopic(unknown) => suggest(unknown),
            _ => error.into(),
        })
    }

    /// The sitting that a journal tells of, its form drawn again. An error is told
    /// in words, because whatever it is, the journal is not whole or not from here.
    fn replay(&self, held: Held) -> Result<Sitting, String> {
        let Held { head, records } = held;
        let identity = &head.identity;
        if identity.algorithm != form::ALGORITHM {
            let (theirs, ours) = (identity.algorithm, form::ALGORITHM);
            return Err(format!(
                "its form was drawn in way {theirs}; this program knows way {ours}"
            ));
        }
        if identity.bank != hash::of(&self.bank) {
            return Err("its form was drawn from other questions than this program has; use the \
                        version of coldstart that it was sat with"
                .to_owned());
        }
        let blueprint = self.blueprints.iter().find(|one| one.name == identity.blueprint);
        let blueprint =
            blueprint.ok_or_else(|| format!("there is no blueprint `{}`", identity.blueprint))?;
        if head.limit != limit_of(blueprint) {
            return Err("its time is not that of its blueprint".to_owned());
        }
        let form = self.form(blueprint, identity.topic.as_deref(), identity.seed);
        let form = form.map_err(|error| error.to_string())?;
        let sitting = Sitting::new(head, form, blueprint).replay(records);
        let sitting = sitting.map_err(|broken| broken.to_string())?;
        match sitting.records() {
            0 => Err("it has no records".to_owned()),
            _ => Ok(sitting),
        }
    }
}
