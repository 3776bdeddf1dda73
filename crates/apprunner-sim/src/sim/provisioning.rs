//! How long it takes to provision an instance: the draws of instances that start at the same
//! moment can be correlated, as where the platform is fast or slow as a whole.

use super::id::InstanceId;
use super::random::{Sampler, correlated};
use crate::model::assume::Assumptions;
use crate::model::time::{SimDuration, SimTime};

/// The provisioning of instances.
#[derive(Clone, Debug)]
pub(super) struct Provisioning {
    time: Sampler,
    /// From 0 to 1.
    correlation: f64,
    /// When the latest instances started, and the first of them.
    latest: (SimTime, InstanceId),
}

impl Provisioning {
    /// No instance has started yet, under what a run assumes.
    pub(super) fn new(assume: &Assumptions) -> Self {
        Self {
            time: Sampler::new(assume.provision),
            correlation: assume.provision_correlation,
            latest: (SimTime::NEVER, InstanceId(0)),
        }
    }

    /// The first of the instances that start at the moment `now`, where `id` does.
    pub(super) fn first_of(&mut self, now: SimTime, id: InstanceId) -> InstanceId {
        if self.latest.0 != now {
            self.latest = (now, id);
        }
        self.latest.1
    }

    /// How long an instance takes: `own` is its draw, `shared` that of all that start with it.
    pub(super) fn sample(&self, own: u64, shared: u64) -> SimDuration {
        self.time.sample(correlated(own, shared, self.correlation))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::distribution::Distribution;
    use crate::model::rules::Edition;
    use crate::sim::random::Generator;

    /// The times of `pairs` pairs of instances that start together, in seconds.
    fn pairs(correlation: f64, law: Distribution, pairs: usize) -> Vec<[f64; 2]> {
        let mut assume = Edition::Aws.rules().assume.values();
        (assume.provision, assume.provision_correlation) = (law, correlation);
        let provisioning = Provisioning::new(&assume);
        let mut generator = Generator::new(11, "pairs", 0);
        let mut pair = || {
            let shared = generator.draw();
            [generator.draw(), generator.draw()]
                .map(|own| provisioning.sample(own, shared).as_secs_f64())
        };
        (0..pairs).map(|_| pair()).collect()
    }

    /// Whether two times are equal to the microsecond.
    fn is_near(one: f64, other: f64) -> bool {
        (one - other).abs() < 1e-6
    }

    fn lognormal() -> Distribution {
        let [median, p99] = [50, 130].map(SimDuration::from_secs);
        Distribution::Lognormal { median, p99 }
    }

    /// The correlation of the logarithms of pairs.
    fn log_correlation(pairs: &[[f64; 2]]) -> f64 {
        let logs: Vec<[f64; 2]> = pairs.iter().map(|pair| pair.map(f64::ln)).collect();
        let mean =
            |of: &dyn Fn(&[f64; 2]) -> f64| logs.iter().map(of).sum::<f64>() / logs.len() as f64;
        let (a, b) = (mean(&|pair| pair[0]), mean(&|pair| pair[1]));
        let covariance = mean(&|pair| (pair[0] - a) * (pair[1] - b));
        let [va, vb] = [mean(&|pair| (pair[0] - a).powi(2)), mean(&|pair| (pair[1] - b).powi(2))];
        covariance / (va * vb).sqrt()
    }

    #[test]
    fn times_are_as_alike_as_the_correlation_says() {
        for correlation in [0.0, 0.4, 0.8] {
            let found = log_correlation(&pairs(correlation, lognormal(), 20_000));
            assert!((found - correlation).abs() < 0.03, "{correlation}: {found}");
        }
        assert!(pairs(1.0, lognormal(), 100).iter().all(|pair| is_near(pair[0], pair[1])));
    }

    #[test]
    fn the_distribution_of_each_instance_stays_what_it_is() {
        let [min, max] = [10, 20].map(SimDuration::from_secs);
        let laws = [(lognormal(), 50.0), (Distribution::Uniform { min, max }, 15.0)];
        for correlation in [0.0, 0.4, 1.0] {
            for (law, median) in laws {
                let times = pairs(correlation, law, 20_000);
                let below = times.iter().filter(|pair| pair[0] < median).count();
                assert!((9_750..10_250).contains(&below), "{law} at {correlation}: {below}");
            }
        }
        let second = SimDuration::from_secs(1);
        let fixed = pairs(0.7, Distribution::Fixed(second), 9);
        assert!(fixed.as_flattened().iter().all(|&time| is_near(time, 1.0)));
    }

    #[test]
    fn instances_start_together_at_the_same_moment_only() {
        let mut provisioning = Provisioning::new(&Edition::Aws.rules().assume.values());
        let at = |seconds| SimTime::ZERO + SimDuration::from_secs(seconds);
        let starts = [(5, 2), (5, 3), (10, 4), (10, 5), (15, 6)];
        let first = starts.map(|(when, id)| provisioning.first_of(at(when), InstanceId(id)).0);
        assert_eq!(first, [2, 2, 4, 4, 6]);
    }
}
