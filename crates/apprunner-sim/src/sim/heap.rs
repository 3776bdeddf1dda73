//! A 4-ary heap of integer keys, the least first.
//!
//! Four keys of 128 bits fill one line of a processor's cache. The least stands beside the
//! heap, since it is looked at with every event. Entries are never removed from the middle.

const ARITY: usize = 4;

/// The heap.
#[derive(Clone, Debug)]
pub(super) struct Heap {
    first: u128,
    /// All others.
    keys: Vec<u128>,
}

impl Default for Heap {
    fn default() -> Self {
        Self { first: Self::NONE, keys: Vec::new() }
    }
}

impl Heap {
    /// Greater than any key, for those of an empty heap.
    pub(super) const NONE: u128 = u128::MAX;

    /// Adds a key.
    pub(super) fn push(&mut self, key: u128) {
        let mut later = key;
        if key < self.first {
            later = std::mem::replace(&mut self.first, key);
            if later == Self::NONE {
                return;
            }
        }
        self.keys.push(later);
        self.rise(self.keys.len() - 1, later);
    }

    /// The least key, [`Self::NONE`] when there is none.
    pub(super) fn first(&self) -> u128 {
        self.first
    }

    /// Takes the least key out and gives it, [`Self::NONE`] when there is none.
    pub(super) fn pop(&mut self) -> u128 {
        let second = self.pop_second();
        std::mem::replace(&mut self.first, second)
    }

    fn pop_second(&mut self) -> u128 {
        let Some(last) = self.keys.pop() else { return Self::NONE };
        let Some(&second) = self.keys.first() else { return last };
        self.sink(last);
        second
    }

    fn rise(&mut self, mut index: usize, key: u128) {
        while index > 0 {
            let parent = (index - 1) / ARITY;
            if self.keys[parent] <= key {
                break;
            }
            self.keys[index] = self.keys[parent];
            index = parent;
        }
        self.keys[index] = key;
    }

    /// Fills the root, whose key has left, so that `key` has its place.
    ///
    /// The hole goes down to a leaf along the least children and `key` rises
    /// from there: it came from a leaf and seldom rises far, so this compares
    /// less than asking at every level whether it fits, and without branches
    /// that nobody can predict.
    fn sink(&mut self, key: u128) {
        let keys = self.keys.as_mut_slice();
        let (mut hole, mut child) = (0, 1);
        while let Some(four) = keys.get(child..).and_then(<[u128]>::first_chunk::<ARITY>) {
            child += least_of_four(four);
            keys[hole] = keys[child];
            (hole, child) = (child, child * ARITY + 1);
        }
        if let Some(least) = (child..keys.len()).min_by_key(|&child| keys[child]) {
            keys[hole] = keys[least];
            hole = least;
        }
        self.rise(hole, key);
    }
}

/// The position of the least of four keys, as a tournament.
fn least_of_four(keys: &[u128; ARITY]) -> usize {
    let left = usize::from(keys[1] < keys[0]);
    let right = 2 + usize::from(keys[3] < keys[2]);
    if keys[right] < keys[left] { right } else { left }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thousand_shuffled_keys_leave_sorted() {
        let mut heap = Heap::default();
        for i in 0..1_000 {
            heap.push(i * 7_919 % 1_009);
        }
        let keys = [(); 1_000].map(|()| heap.pop());
        assert!(keys.is_sorted());
        assert_eq!((keys[999], heap.first(), heap.pop()), (1_008, Heap::NONE, Heap::NONE));
    }
}
