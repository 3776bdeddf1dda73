//! The real binary where it runs a scenario many times or measures it: `sweep`,
//! `compare` and `run --metrics`.

#![expect(
    clippy::float_cmp,
    reason = "counts are whole numbers, and equal values have equal means"
)]

mod compare;
#[cfg(unix)]
mod interrupt;
mod metrics;
mod routes;
mod sensitivity;
mod shards;
mod sweep;
mod tune;
mod until;
