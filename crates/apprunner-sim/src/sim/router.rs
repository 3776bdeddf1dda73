//! Which instance takes a request: the one that holds fewest, ties to the
//! lowest id, among those with a free slot.
//!
//! A tournament tree over the instances in order of id; each inner node holds
//! the least load below it, so a choice and a change cost a walk of its height.

/// The load of an instance that takes nothing.
pub(super) const CLOSED: u32 = u32::MAX;

/// The tree; leaf i is the i-th instance.
#[derive(Clone, Debug, Default)]
pub(super) struct Router {
    nodes: Vec<u32>,
    leaves: usize,
}

impl Router {
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

    /// The position of the instance to take a request, if one has a slot.
    pub(super) fn choose(&self) -> Option<usize> {
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
        let mut router = Router::default();
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
        let mut router = Router::default();
        router.rebuild([CLOSED].into_iter());
        assert_eq!(router.choose(), None);
        router.rebuild([0].into_iter());
        assert_eq!(router.choose(), Some(0));
        router.rebuild(std::iter::empty());
        assert_eq!(router.choose(), None);
    }
}
