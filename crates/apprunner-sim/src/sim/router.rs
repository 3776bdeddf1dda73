//! Which instance below its concurrency limit takes a request: by default the one that holds
//! fewest, ties to the lowest id.
//!
//! Loads change by one nearly always, so the least load is mostly known. Which of the first 64
//! instances have it is kept as bits, so that the first of them is found without a branch that
//! depends on where it is; the few that a service has beyond these are searched.

use super::random::Generator;
use crate::model::assume::Balancing;

/// The load of an instance that takes nothing.
pub(super) const CLOSED: u32 = u32::MAX;

/// The loads of the instances, in order of id.
#[derive(Clone, Debug)]
pub(super) struct Router {
    rule: Balancing,
    loads: Vec<u32>,
    /// No load is less; [`CLOSED`] when none is open.
    least: u32,
    /// Which of the first instances have that load and are open.
    with_least: u64,
    /// Where a round robin goes on.
    next: usize,
    luck: Generator,
}

impl Router {
    /// A router without instances, which chooses by `rule`.
    pub(super) fn new(seed: u64, rule: Balancing) -> Self {
        let luck = Generator::new(seed, "balancing", 0);
        Self { rule, loads: Vec::new(), least: CLOSED, with_least: 0, next: 0, luck }
    }

    /// Starts over with the instances that have `loads`.
    pub(super) fn rebuild(&mut self, loads: impl Iterator<Item = u32>) {
        self.loads.clear();
        self.loads.extend(loads);
        self.find_least();
    }

    /// The load of the instance at `position` grows to `load`.
    #[inline]
    pub(super) fn grow(&mut self, position: usize, load: u32) {
        self.loads[position] = load;
        self.with_least &= !bit_of(position);
    }

    /// The load of the instance at `position` falls to `load`, which is open.
    #[inline]
    pub(super) fn fall(&mut self, position: usize, load: u32) {
        self.loads[position] = load;
        let others = if load < self.least { 0 } else { self.with_least };
        let this = if load <= self.least { bit_of(position) } else { 0 };
        self.with_least = others | this;
        self.least = self.least.min(load);
    }

    /// Works out the least load and which of the first instances have it.
    fn find_least(&mut self) {
        let least = self.loads.iter().copied().min().unwrap_or(CLOSED);
        let first = self.loads.iter().take(u64::BITS as usize).rev();
        let with_least = first.fold(0, |bits, &load| bits << 1 | u64::from(load == least));
        self.least = least;
        self.with_least = if least == CLOSED { 0 } else { with_least };
    }

    /// The position of the instance to take a request, if one is below its limit.
    #[inline]
    pub(super) fn choose(&mut self) -> Option<usize> {
        match self.rule {
            Balancing::Fewest => self.fewest(),
            Balancing::Random => self.any(),
            Balancing::RoundRobin => self.next_in_turn(),
        }
    }

    /// The position of an open instance, each as likely as the others.
    #[inline(never)]
    fn any(&mut self) -> Option<usize> {
        let draw = self.luck.draw();
        let open = self.open().count();
        let place = (u128::from(draw) * open as u128) >> u64::BITS;
        self.open().nth(usize::try_from(place).unwrap_or(0))
    }

    /// The position of the open instance after the one that was chosen last.
    #[inline(never)]
    fn next_in_turn(&mut self) -> Option<usize> {
        let next = self.open().find(|&at| at >= self.next).or(self.open().next())?;
        self.next = next + 1;
        Some(next)
    }

    /// The positions of the instances below their concurrency limit.
    fn open(&self) -> impl Iterator<Item = usize> {
        let loads = self.loads.iter().enumerate();
        loads.filter(|(_, load)| **load != CLOSED).map(|(position, _)| position)
    }

    /// The position of the instance that holds fewest.
    #[inline]
    fn fewest(&mut self) -> Option<usize> {
        if self.with_least == 0 && self.least != CLOSED {
            return self.fewest_by_search();
        }
        (self.with_least != 0).then(|| self.with_least.trailing_zeros() as usize)
    }

    /// The same where no instance is known to have the least load.
    #[inline(never)]
    fn fewest_by_search(&mut self) -> Option<usize> {
        let first = u64::BITS as usize;
        let others = self.loads.get(first..).unwrap_or_default();
        let known = others.iter().position(|&load| load == self.least);
        if let Some(position) = known {
            return Some(first + position);
        }
        self.find_least();
        if self.least == CLOSED {
            return None;
        }
        self.loads.iter().position(|&load| load == self.least)
    }
}

/// The bit of the instance at `position`; those beyond the first have none.
fn bit_of(position: usize) -> u64 {
    u32::try_from(position).ok().and_then(|position| 1_u64.checked_shl(position)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use super::*;

    #[test]
    fn fewest_held_wins_and_ties_go_to_the_lowest() {
        let mut router = Router::new(1, Balancing::Fewest);
        assert_eq!(router.choose(), None);
        router.rebuild([3, 1, 1, CLOSED, 2].into_iter());
        assert_eq!(router.choose(), Some(1));
        router.grow(1, 4);
        assert_eq!(router.choose(), Some(2));
        router.grow(2, CLOSED);
        assert_eq!(router.choose(), Some(4));
    }

    /// Beside a search through all loads.
    #[test]
    fn the_choice_is_that_of_a_search() {
        let mut router = Router::new(1, Balancing::Fewest);
        let mut luck = Generator::new(7, "router", 0);
        let mut loads = vec![0; 150];
        router.rebuild(loads.iter().copied());
        for _ in 0..10_000 {
            let draw = luck.draw();
            let position = usize::try_from(draw % 150).unwrap();
            let load =
                if draw >> 60 == 0 { CLOSED } else { u32::try_from(draw >> 40).unwrap() % 9 };
            match load.cmp(&loads[position]) {
                Ordering::Less => router.fall(position, load),
                Ordering::Equal => continue,
                Ordering::Greater => router.grow(position, load),
            }
            loads[position] = load;
            let open = (0..150).filter(|&at| loads[at] != CLOSED);
            assert_eq!(router.choose(), open.min_by_key(|&at| loads[at]));
        }
    }

    #[test]
    fn nothing_is_chosen_when_all_are_closed() {
        let mut router = Router::new(1, Balancing::Fewest);
        router.rebuild([CLOSED].into_iter());
        assert_eq!(router.choose(), None);
        router.rebuild([0].into_iter());
        assert_eq!(router.choose(), Some(0));
        router.rebuild(std::iter::empty());
        assert_eq!(router.choose(), None);
    }

    #[test]
    fn a_round_robin_goes_on_where_it_was_and_past_the_closed() {
        let mut router = Router::new(1, Balancing::RoundRobin);
        assert_eq!(router.choose(), None);
        router.rebuild([3, CLOSED, 0, 7].into_iter());
        let chosen: Vec<usize> = (0..5).filter_map(|_| router.choose()).collect();
        assert_eq!(chosen, [0, 2, 3, 0, 2]);
    }

    #[test]
    fn at_random_every_open_instance_is_as_likely() {
        let mut router = Router::new(1, Balancing::Random);
        assert_eq!(router.choose(), None);
        router.rebuild([3, CLOSED, 0, 7, CLOSED].into_iter());
        let mut times = [0_u32; 5];
        for _ in 0..3_000 {
            times[router.choose().unwrap()] += 1;
        }
        assert_eq!((times[1], times[4]), (0, 0));
        // 1000 each, with a standard deviation of 26.
        assert!([0, 2, 3].iter().all(|&at| times[at].abs_diff(1_000) < 130), "{times:?}");
    }
}
