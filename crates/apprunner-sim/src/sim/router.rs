//! Which instance below its concurrency limit takes a request: by default the one that holds
//! fewest, ties to the lowest id.
//!
//! For each load there is a set of the instances that have it, as bits in order of id. A
//! load changes by one nearly always, so a choice and a change cost the same however many
//! instances there are.

use super::random::Generator;
use crate::model::assume::Balancing;

/// The load of an instance that takes nothing.
pub(super) const CLOSED: u32 = u32::MAX;

/// Instances in a word of a set.
const WORD: usize = u64::BITS as usize;

/// The loads of the instances, in order of id.
#[derive(Clone, Debug)]
pub(super) struct Router {
    rule: Balancing,
    loads: Vec<u32>,
    /// The sets of each load from 0 on, one after the other.
    sets: Vec<u64>,
    /// Words of a set, as a power of two.
    width: u32,
    /// The words of the sets before this one are empty.
    first: usize,
    /// Where a round robin goes on.
    next: usize,
    luck: Generator,
}

impl Router {
    /// A router without instances, which chooses by `rule`.
    pub(super) fn new(seed: u64, rule: Balancing) -> Self {
        let luck = Generator::new(seed, "balancing", 0);
        let (loads, sets) = (Vec::new(), Vec::new());
        Self { rule, loads, sets, width: 0, first: 0, next: 0, luck }
    }

    /// Starts over with the instances that have `loads`.
    pub(super) fn rebuild(&mut self, loads: impl ExactSizeIterator<Item = u32>) {
        self.width = loads.len().div_ceil(WORD).next_power_of_two().trailing_zeros();
        self.sets.clear();
        self.loads.clear();
        self.loads.resize(loads.len(), CLOSED);
        loads.enumerate().for_each(|(position, load)| self.set(position, load));
    }

    /// Sets the load of the instance at `position`.
    #[inline]
    pub(super) fn set(&mut self, position: usize, load: u32) {
        let past = std::mem::replace(&mut self.loads[position], load);
        let bit = 1 << (position % WORD);
        if past != CLOSED {
            let word = self.word(position, past);
            self.sets[word] ^= bit;
        }
        if load != CLOSED {
            let word = self.word(position, load);
            if word >= self.sets.len() {
                self.grow(word);
            }
            self.sets[word] |= bit;
            self.first = self.first.min(word);
        }
    }

    /// Adds empty sets up to `word`. Seldom needed, so that [`Self::set`] stays short.
    #[cold]
    fn grow(&mut self, word: usize) {
        self.sets.resize(word + 1, 0);
    }

    /// The word that tells whether the instance at `position` has `load`.
    fn word(&self, position: usize, load: u32) -> usize {
        ((load as usize) << self.width) + position / WORD
    }

    /// The position of the instance to take a request, if one is below its limit.
    #[inline]
    pub(super) fn choose(&mut self) -> Option<usize> {
        match self.rule {
            Balancing::Fewest => self.fewest(),
            Balancing::Random => {
                let draw = self.luck.draw();
                let open = self.open().count();
                let place = (u128::from(draw) * open as u128) >> u64::BITS;
                self.open().nth(usize::try_from(place).unwrap_or(0))
            }
            Balancing::RoundRobin => {
                let next = self.open().find(|&at| at >= self.next).or(self.open().next())?;
                self.next = next + 1;
                Some(next)
            }
        }
    }

    /// The positions of the instances below their concurrency limit.
    fn open(&self) -> impl Iterator<Item = usize> {
        let loads = self.loads.iter().enumerate();
        loads.filter(|(_, load)| **load != CLOSED).map(|(position, _)| position)
    }

    /// The position of the instance that holds fewest.
    fn fewest(&mut self) -> Option<usize> {
        while *self.sets.get(self.first)? == 0 {
            self.first += 1;
        }
        let lowest = self.sets[self.first].trailing_zeros() as usize;
        Some((self.first & ((1 << self.width) - 1)) * WORD + lowest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fewest_held_wins_and_ties_go_to_the_lowest() {
        let mut router = Router::new(1, Balancing::Fewest);
        assert_eq!(router.choose(), None);
        router.rebuild([3, 1, 1, CLOSED, 2].into_iter());
        assert_eq!(router.choose(), Some(1));
        router.set(1, 4);
        assert_eq!(router.choose(), Some(2));
        router.set(2, CLOSED);
        assert_eq!(router.choose(), Some(4));
    }

    /// Beside a search through all loads, with more instances than a word has bits.
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
            loads[position] = load;
            router.set(position, load);
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
