//! Which instance below its concurrency limit takes a request: by default the one that holds
//! fewest, ties to the lowest id.
//!
//! A tournament tree over the instances in order of id; each inner node holds
//! the least load below it, so a choice and a change cost a walk of its height.

use super::random::Generator;
use crate::model::assume::Balancing;

/// The load of an instance that takes nothing.
pub(super) const CLOSED: u32 = u32::MAX;

/// The tree; leaf i is the i-th instance.
#[derive(Clone, Debug)]
pub(super) struct Router {
    rule: Balancing,
    nodes: Vec<u32>,
    leaves: usize,
    /// Where a round robin goes on.
    next: usize,
    luck: Generator,
}

impl Router {
    /// A router without instances, which chooses by `rule`.
    pub(super) fn new(seed: u64, rule: Balancing) -> Self {
        let luck = Generator::new(seed, "balancing", 0);
        Self { rule, nodes: Vec::new(), leaves: 0, next: 0, luck }
    }

    /// Starts over with one leaf for each of `loads`.
    pub(super) fn rebuild(&mut self, loads: impl ExactSizeIterator<Item = u32>) {
        self.leaves = loads.len().next_power_of_two();
        self.nodes.clear();
        self.nodes.resize(self.leaves * 2, CLOSED);
        for (leaf, load) in self.nodes[self.leaves..].iter_mut().zip(loads) {
            *leaf = load;
        }
        for node in (1..self.leaves).rev() {
            self.nodes[node] = self.nodes[2 * node].min(self.nodes[2 * node + 1]);
        }
    }

    /// Sets the load of the instance at `position`.
    pub(super) fn set(&mut self, position: usize, load: u32) {
        let mut node = self.leaves + position;
        self.nodes[node] = load;
        while node > 1 {
            let least = self.nodes[node].min(self.nodes[node ^ 1]);
            node /= 2;
            if self.nodes[node] == least {
                break;
            }
            self.nodes[node] = least;
        }
    }

    /// The position of the instance to take a request, if one is below its limit.
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
        let loads = self.nodes.iter().skip(self.leaves).enumerate();
        loads.filter(|(_, load)| **load != CLOSED).map(|(position, _)| position)
    }

    /// The position of the instance that holds fewest.
    fn fewest(&self) -> Option<usize> {
        let least = *self.nodes.get(1)?;
        if least == CLOSED {
            return None;
        }
        let mut node = 1;
        while node < self.leaves {
            node *= 2;
            if self.nodes[node] != least {
                node += 1;
            }
        }
        Some(node - self.leaves)
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
