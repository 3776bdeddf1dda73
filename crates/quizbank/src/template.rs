//! The numbers of an attempt, sampled from its seed. What texts make of them is
//! said in `model::template`.

use rand::seq::IndexedRandom;

use super::random;
use crate::model::question::Question;
use crate::model::template::Draw;
pub use crate::model::template::{Draws, TemplateError, fill};

/// Draws the numbers of `question` under `seed`.
pub fn draw(question: &Question, seed: u64) -> Draws {
    let mut generator = random::stream(seed, &format!("draw/{}", question.id));
    let drawn = |draw: &Draw| {
        let value = draw.values.choose(&mut generator)?;
        Some((draw.name.clone(), *value))
    };
    question.draw.iter().filter_map(drawn).collect()
}
