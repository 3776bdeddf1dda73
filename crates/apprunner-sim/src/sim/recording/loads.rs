//! How busy each instance was over its life, bounded however long the run and however many
//! instances come and go.

use std::collections::BTreeMap;

use crate::model::time::{SimDuration, SimTime};
use crate::sim::id::InstanceId;

/// With more samples than this, pairs of each instance are joined.
const MOST_SAMPLES: usize = 65_536;
/// With more instances than this, the oldest is forgotten.
const MOST_INSTANCES: usize = 2_048;

/// The active requests of each instance, one sample for each stretch of time.
#[derive(Clone, Debug)]
pub struct Loads {
    length: SimDuration,
    samples: usize,
    /// The instances of the last stretch, by id: the next one mostly has the same, so that
    /// nothing is searched.
    present: Vec<(InstanceId, Life)>,
    gone: BTreeMap<InstanceId, Life>,
}

/// The samples of an instance from its first stretch on.
#[derive(Clone, Debug)]
struct Life {
    first: u64,
    active: Vec<u32>,
}

impl Life {
    /// Joins stretches in pairs, of which the higher sample stays.
    fn halve(&mut self) {
        let head = if self.first.is_multiple_of(2) { 0 } else { 1.min(self.active.len()) };
        let (alone, pairs) = self.active.split_at(head);
        let higher = pairs.chunks(2).filter_map(|pair| pair.iter().max().copied());
        self.active = alone.iter().copied().chain(higher).collect();
        self.first /= 2;
    }
}

impl Default for Loads {
    fn default() -> Self {
        let (present, gone) = (Vec::new(), BTreeMap::new());
        Self { length: SimDuration::from_secs(1), samples: 0, present, gone }
    }
}

impl Loads {
    /// The active requests of `instance` at the end of each stretch with any, the highest
    /// where a stretch has several: when the stretch ends, and how many there were.
    pub fn of(&self, instance: InstanceId) -> impl Iterator<Item = (SimTime, u32)> {
        let present = self.present.iter().find(|(id, _)| *id == instance).map(|(_, life)| life);
        let (first, active) = match present.or_else(|| self.gone.get(&instance)) {
            Some(life) => (life.first, life.active.as_slice()),
            None => (0, [].as_slice()),
        };
        let ends = (first + 1..).map(|number| SimTime::ZERO + self.length.saturating_mul(number));
        ends.zip(active.iter().copied())
    }

    /// Adds how many requests each instance has, by id, `at` the end of a frame of `length`.
    pub(super) fn add(&mut self, at: SimTime, length: SimDuration, active: &[(InstanceId, u32)]) {
        while self.length < length {
            self.halve();
        }
        let stretch = at.as_micros().saturating_sub(1) / self.length.as_micros().max(1);
        for (place, &(instance, active)) in active.iter().enumerate() {
            let life = self.life(place, instance, stretch);
            let sample = usize::try_from(stretch - life.first).unwrap_or(usize::MAX);
            if let Some(sample) = life.active.get_mut(sample) {
                *sample = active.max(*sample);
            } else {
                life.active.push(active);
                self.samples += 1;
            }
        }
        self.gone.extend(self.present.drain(active.len()..));
        while self.present.len() + self.gone.len() > MOST_INSTANCES {
            let oldest = self.take_oldest();
            self.samples -= oldest.map_or(0, |life| life.active.len());
        }
        if self.samples > MOST_SAMPLES {
            self.halve();
        }
    }

    /// The life of `instance`, which has `place` among the present ones; it begins with
    /// `stretch` if it is new. Those that were present before it and are no more are gone.
    fn life(&mut self, place: usize, instance: InstanceId, stretch: u64) -> &mut Life {
        while self.present.get(place).is_some_and(|(id, _)| *id < instance) {
            self.gone.extend([self.present.remove(place)]);
        }
        if self.present.get(place).is_none_or(|(id, _)| *id != instance) {
            let life = Life { first: stretch, active: Vec::new() };
            self.present.insert(place, (instance, life));
        }
        &mut self.present[place].1
    }

    /// Forgets the oldest instance.
    fn take_oldest(&mut self) -> Option<Life> {
        let (present, gone) = (self.present.first(), self.gone.keys().next());
        if gone.is_some_and(|gone| present.is_none_or(|(present, _)| gone < present)) {
            return self.gone.pop_first().map(|(_, life)| life);
        }
        (present.is_some()).then(|| self.present.remove(0).1)
    }

    /// Makes stretches twice as long.
    fn halve(&mut self) {
        self.length = self.length.saturating_mul(2);
        let present = self.present.iter_mut().map(|(_, life)| life);
        self.samples = (present.chain(self.gone.values_mut()))
            .map(|life| {
                life.halve();
                life.active.len()
            })
            .sum();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: SimDuration = SimDuration::from_secs(1);

    fn seconds(seconds: u64) -> SimTime {
        SimTime::from_secs(seconds)
    }

    #[test]
    fn an_instance_has_a_sample_for_each_second_of_its_life() {
        let mut loads = Loads::default();
        let [old, new] = [InstanceId(1), InstanceId(2)];
        loads.add(seconds(1), SECOND, &[(old, 5)]);
        loads.add(seconds(2), SECOND, &[(old, 6), (new, 0)]);
        loads.add(seconds(3), SECOND, &[(new, 9)]);
        let of = |instance| loads.of(instance).collect::<Vec<_>>();
        assert_eq!(of(old), [(seconds(1), 5), (seconds(2), 6)]);
        assert_eq!(of(new), [(seconds(2), 0), (seconds(3), 9)]);
        assert_eq!(of(InstanceId(3)), []);
    }

    #[test]
    fn samples_are_no_finer_than_frames() {
        let mut loads = Loads::default();
        let instance = InstanceId(1);
        (1..=3).for_each(|second| loads.add(seconds(second), SECOND, &[(instance, 4)]));
        loads.add(seconds(4), SECOND.saturating_mul(2), &[(instance, 5)]);
        loads.add(seconds(6), SECOND.saturating_mul(2), &[(instance, 6)]);
        let of = loads.of(instance).collect::<Vec<_>>();
        assert_eq!(of, [(seconds(2), 4), (seconds(4), 5), (seconds(6), 6)]);
    }

    #[test]
    fn samples_are_joined_by_the_same_stretches_in_each_instance() {
        let mut life = Life { first: 3, active: vec![7, 1, 2, 9] };
        life.halve();
        assert_eq!((life.first, life.active), (1, vec![7, 2, 9]));
        let mut life = Life { first: 4, active: vec![7, 1, 2] };
        life.halve();
        assert_eq!((life.first, life.active), (2, vec![7, 2]));
    }

    #[test]
    fn a_long_run_with_many_instances_stays_small_and_keeps_its_peaks() {
        let mut loads = Loads::default();
        for second in 1..=20_000 {
            // Ten at a time, each of which stays for some seconds.
            let first = u32::try_from(second).unwrap();
            let active: Vec<_> = (first..first + 10).map(|id| (InstanceId(id), 3)).collect();
            loads.add(seconds(second), SECOND, &active);
            let instances = loads.present.len() + loads.gone.len();
            assert!(loads.samples <= MOST_SAMPLES && instances <= MOST_INSTANCES);
        }
        let mut loads = Loads::default();
        let load = |second: u64| if second == 12_345 { 80 } else { 1 };
        for second in 1..=100_000 {
            loads.add(seconds(second), SECOND, &[(InstanceId(1), load(second))]);
        }
        let peak = loads.of(InstanceId(1)).find(|(_, active)| *active == 80).unwrap();
        assert!(peak.0 >= seconds(12_345) && peak.0 < seconds(12_345) + loads.length);
    }
}
