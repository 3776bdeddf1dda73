//! What was picked on a paper, so small that the answers of a hundred thousand candidates fit in memory.

use std::fmt;

/// Options of one question by their places in the file, counted from 1: a bit each. No question
/// has more than nine.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Picks(u16);

impl Picks {
    /// Adds the option at `place`. False where it is there already, or no option can be there.
    pub fn insert(&mut self, place: usize) -> bool {
        let before = self.0;
        self.0 |= bit(place);
        self.0 != before
    }

    /// Whether the option at `place` is there.
    pub fn contains(self, place: usize) -> bool {
        self.0 & bit(place) != 0
    }

    /// How many there are.
    pub fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Their places, ascending.
    pub fn places(self) -> impl Iterator<Item = usize> {
        (1..16).filter(move |place| self.contains(*place))
    }
}

/// The bit of the option at `place`; none for what is no place.
fn bit(place: usize) -> u16 {
    u32::try_from(place)
        .ok()
        .filter(|place| *place > 0)
        .and_then(|it| 1_u16.checked_shl(it))
        .unwrap_or_default()
}

impl FromIterator<usize> for Picks {
    fn from_iter<T: IntoIterator<Item = usize>>(places: T) -> Self {
        let mut picks = Self::default();
        for place in places {
            picks.insert(place);
        }
        picks
    }
}

/// Writes the places as a list.
impl fmt::Debug for Picks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.places()).finish()
    }
}

/// What was picked for each question of a paper. A question without a pick is left out.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct GivenAnswers {
    /// By the number of the question less one; the last is not empty.
    picks: Vec<Picks>,
}

impl GivenAnswers {
    /// What was picked for the question of this number, counted from 1.
    pub fn get(&self, number: usize) -> Picks {
        number.checked_sub(1).and_then(|at| self.picks.get(at)).copied().unwrap_or_default()
    }

    /// The questions with a pick by their numbers, ascending.
    pub fn iter(&self) -> impl Iterator<Item = (usize, Picks)> + '_ {
        (1..).zip(self.picks.iter().copied()).filter(|(_, picks)| !picks.is_empty())
    }
}

impl FromIterator<(usize, Picks)> for GivenAnswers {
    /// Of two for one question the later counts.
    fn from_iter<T: IntoIterator<Item = (usize, Picks)>>(answers: T) -> Self {
        let mut picks = Vec::new();
        for (number, picked) in answers {
            let Some(at) = number.checked_sub(1) else { continue };
            if picks.len() < number {
                picks.resize(number, Picks::default());
            }
            picks[at] = picked;
        }
        while picks.pop_if(|last| last.is_empty()).is_some() {}
        Self { picks }
    }
}

/// Writes the questions with a pick as a map.
impl fmt::Debug for GivenAnswers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn picks_are_a_set_of_places() {
        let mut picks: Picks = [9, 2].into_iter().collect();
        assert_eq!(
            (picks.insert(2), picks.insert(1), picks.insert(0), picks.insert(16)),
            (false, true, false, false)
        );
        assert_eq!(picks.places().collect::<Vec<_>>(), [1, 2, 9]);
        assert_eq!(
            (picks.len(), picks.contains(9), picks.contains(0), picks.contains(99)),
            (3, true, false, false)
        );
        assert_eq!(format!("{picks:?}"), "[1, 2, 9]");
    }

    #[test]
    fn answers_are_equal_whatever_was_left_out() {
        let one = |place| [place].into_iter().collect::<Picks>();
        let answers: GivenAnswers =
            [(3, one(1)), (1, one(2)), (5, Picks::default())].into_iter().collect();
        assert_eq!(answers, [(1, one(2)), (3, one(1))].into_iter().collect());
        assert_eq!(format!("{answers:?}"), "{1: [2], 3: [1]}");
        assert!(
            answers.get(0).is_empty() && answers.get(2).is_empty() && answers.get(9).is_empty()
        );
        assert_eq!(answers.get(3), one(1));
    }
}
