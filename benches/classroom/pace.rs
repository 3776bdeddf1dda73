//! When something is sent: at times that were chosen before, however slow the answers are. Latencies count from
//! those times, so that a request that had to wait for another one is as late as its sender sees it.

use std::sync::Arc;

use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use tokio::sync::Mutex;
use tokio::task::JoinSet;
use tokio::time::{Duration, Instant, sleep_until};

use super::report::Latencies;

/// Somebody who acts again and again.
pub trait Actor: Send + 'static {
    /// Acts, and returns when that was answered.
    fn act(&mut self) -> impl Future<Output = anyhow::Result<Instant>> + Send;
}

/// Random numbers that are the same in each run.
pub fn dice(seed: u64) -> Pcg64Mcg {
    Pcg64Mcg::seed_from_u64(seed)
}

/// Times of arrivals that know nothing of each other, `rate` a second.
pub fn arrivals(rate: f64, length: Duration, seed: u64) -> Vec<Duration> {
    let mut dice = dice(seed);
    let mut at = 0.0;
    let mut next = || {
        at -= (1.0 - dice.random::<f64>()).ln() / rate;
        Some(Duration::from_secs_f64(at)).filter(|at| *at < length)
    };
    std::iter::from_fn(&mut next).collect()
}

/// Has the actors act in turn at these times from now on; returns them with the latencies.
pub async fn offered<A: Actor>(
    actors: Vec<A>,
    times: Vec<Duration>,
) -> anyhow::Result<(Vec<A>, Latencies)> {
    let actors: Vec<_> = actors.into_iter().map(|actor| Arc::new(Mutex::new(actor))).collect();
    let start = Instant::now();
    let mut acts = JoinSet::new();
    for (time, actor) in times.into_iter().zip(actors.iter().cycle()) {
        let actor = Arc::clone(actor);
        acts.spawn(async move {
            let due = start + time;
            sleep_until(due).await;
            let answered = actor.lock().await.act().await?;
            anyhow::Ok(answered - due)
        });
    }
    let mut latencies = Vec::new();
    while let Some(act) = acts.join_next().await {
        latencies.push(act??);
    }
    let actors = actors.into_iter().filter_map(Arc::into_inner).map(Mutex::into_inner);
    Ok((actors.collect(), latencies.into()))
}
