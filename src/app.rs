//! What screens and commands share: the built-in content, proofs, labs, migrations. The one place where quiz and simulator meet.

pub mod builtin;
pub mod demo;
pub mod experiment;
pub mod fresh_file;
pub mod lab_score;
pub mod measured;
pub mod migration;
pub mod next_step;
pub mod objection;
pub mod proof;
pub mod screening;
pub mod shard;
