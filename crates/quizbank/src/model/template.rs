//! Numbers sampled for an attempt, and texts that speak of them: `{interval}`,
//! `{interval*threshold}`, `{(a+b)/2}`.
//!
//! Whole numbers only, and a division must come out even: a question whose
//! figures are rounded in silence would have a false key. `{{` and `}}` stand
//! for the braces themselves. Questions that draw nothing keep their braces.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use spanned_toml::bound::Bound;

/// A number sampled for each attempt.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Draw {
    /// Its name in the texts.
    pub name: String,
    /// The values it may take.
    pub values: Vec<i64>,
}

/// The numbers sampled for one attempt, by name.
pub type Draws = BTreeMap<String, i64>;

/// What a file gives as it is, or as a text that is filled in first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Drawn<T> {
    /// As it is.
    Fixed(T),
    /// A text with names of sampled numbers.
    Text(String),
}

impl<T> From<T> for Drawn<T> {
    fn from(value: T) -> Self {
        Self::Fixed(value)
    }
}

impl Drawn<f64> {
    /// The number under `draws`.
    ///
    /// # Errors
    ///
    /// [`TemplateError`] where the text cannot be filled in, or is no finite number then.
    pub fn number(&self, draws: &Draws) -> Result<f64, TemplateError> {
        let text = match self {
            Self::Fixed(value) => return Ok(*value),
            Self::Text(text) => fill(text, draws)?,
        };
        let number = text.parse().ok().filter(|number: &f64| number.is_finite());
        number.ok_or(TemplateError::NoNumber(text))
    }
}

/// What `bound` is under `draws`.
///
/// # Errors
///
/// As [`Drawn::number`].
pub fn bound(bound: &Bound<Drawn<f64>>, draws: &Draws) -> Result<Bound, TemplateError> {
    Ok(match bound {
        Bound::AtMost(most) => Bound::AtMost(most.number(draws)?),
        Bound::AtLeast(least) => Bound::AtLeast(least.number(draws)?),
        Bound::Equals { value, within } => {
            Bound::Equals { value: value.number(draws)?, within: within.number(draws)? }
        }
    })
}

/// Why a text cannot be filled in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// A brace has no partner.
    #[error("`{0}` has an unmatched brace; use `{{{{` or `}}}}` for a literal brace")]
    Unmatched(String),
    /// No number of that name is sampled.
    #[error("no number called `{0}` is sampled")]
    UnknownName(String),
    /// A character that belongs to no expression, or the end of it.
    #[error("cannot read `{expression}` as an expression of sampled numbers")]
    Malformed {
        /// What stands between the braces.
        expression: String,
    },
    /// A division that leaves a remainder.
    #[error("{dividend} / {divisor} in `{expression}` is not a whole number")]
    Uneven {
        /// What stands between the braces.
        expression: String,
        /// The number above.
        dividend: i64,
        /// The number below; zero never comes out even.
        divisor: i64,
    },
    /// A text that was filled in and is to be a number, and is none.
    #[error("`{0}` is not a number")]
    NoNumber(String),
    /// A result past what 64 bits hold.
    #[error("`{expression}` is too large")]
    Overflow {
        /// What stands between the braces.
        expression: String,
    },
}

/// Every combination of what `draws` may take when there are at most `most`,
/// else as many of them, evenly spread, with the first and the last values.
pub fn combinations(draws: &[Draw], most: usize) -> Vec<Draws> {
    let all = count(draws);
    let most = most as u128;
    if all <= most {
        return (0..all).map(|index| combination(draws, index)).collect();
    }
    let step = all / most.max(1);
    let spread = (0..most).map(|index| index * step + index % step);
    spread.chain([all - 1]).map(|index| combination(draws, index)).collect()
}

/// How many combinations there are.
pub fn count(draws: &[Draw]) -> u128 {
    draws.iter().fold(1, |count, draw| count.saturating_mul(draw.values.len() as u128))
}

/// The combination with this number, the last name varying fastest.
fn combination(draws: &[Draw], mut index: u128) -> Draws {
    let mut chosen = Draws::new();
    for draw in draws.iter().rev() {
        let count = draw.values.len().max(1) as u128;
        let value = usize::try_from(index % count).ok().and_then(|at| draw.values.get(at));
        index /= count;
        chosen.extend(value.map(|value| (draw.name.clone(), *value)));
    }
    chosen
}

/// Writes `interval = 5, threshold = 3`.
pub fn in_words(draws: &Draws) -> String {
    let reported = draws.iter().map(|(name, value)| format!("{name} = {value}"));
    reported.collect::<Vec<_>>().join(", ")
}

/// `text` with every `{…}` replaced by its value; as it is when nothing was sampled.
///
/// # Errors
///
/// [`TemplateError`] at the first expression that has no whole value.
pub fn fill(text: &str, draws: &Draws) -> Result<String, TemplateError> {
    if draws.is_empty() {
        return Ok(text.to_owned());
    }
    let unmatched = || TemplateError::Unmatched(text.to_owned());
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, braced) = rest.split_at(at);
        filled.push_str(before);
        if let Some(after) = braced.strip_prefix("{{") {
            filled.push('{');
            rest = after;
        } else if let Some(after) = braced.strip_prefix("}}") {
            filled.push('}');
            rest = after;
        } else {
            let inside = braced.strip_prefix('{').ok_or_else(unmatched)?;
            let (expression, after) = inside.split_once('}').ok_or_else(unmatched)?;
            filled.push_str(&Parser::evaluate(expression, draws)?.to_string());
            rest = after;
        }
    }
    filled.push_str(rest);
    Ok(filled)
}

/// Recursive descent over one expression, computing as it reads.
struct Parser<'a> {
    expression: &'a str,
    rest: &'a str,
    draws: &'a Draws,
    depth: u32,
}

/// Parentheses may nest this deep; a hostile file must not use up the stack.
const MAX_DEPTH: u32 = 32;

impl<'a> Parser<'a> {
    fn evaluate(expression: &'a str, draws: &'a Draws) -> Result<i64, TemplateError> {
        let mut parser = Parser { expression, rest: expression, draws, depth: 0 };
        let value = parser.sum()?;
        parser.skip_spaces();
        if parser.rest.is_empty() { Ok(value) } else { Err(parser.malformed()) }
    }

    fn sum(&mut self) -> Result<i64, TemplateError> {
        let mut value = self.product()?;
        loop {
            let computed = if self.take('+') {
                value.checked_add(self.product()?)
            } else if self.take('-') {
                value.checked_sub(self.product()?)
            } else {
                return Ok(value);
            };
            value = computed.ok_or_else(|| self.overflow())?;
        }
    }

    fn product(&mut self) -> Result<i64, TemplateError> {
        let mut value = self.atom()?;
        loop {
            if self.take('*') {
                let factor = self.atom()?;
                value = value.checked_mul(factor).ok_or_else(|| self.overflow())?;
            } else if self.take('/') {
                let divisor = self.atom()?;
                value = self.divide(value, divisor)?;
            } else {
                return Ok(value);
            }
        }
    }

    fn divide(&self, dividend: i64, divisor: i64) -> Result<i64, TemplateError> {
        match dividend.checked_rem(divisor) {
            Some(0) => dividend.checked_div(divisor).ok_or_else(|| self.overflow()),
            _ => Err(TemplateError::Uneven {
                expression: self.expression.to_owned(),
                dividend,
                divisor,
            }),
        }
    }

    fn atom(&mut self) -> Result<i64, TemplateError> {
        if self.take('(') {
            self.depth += 1;
            if self.depth > MAX_DEPTH {
                return Err(self.malformed());
            }
            let value = self.sum()?;
            self.depth -= 1;
            return if self.take(')') { Ok(value) } else { Err(self.malformed()) };
        }
        self.skip_spaces();
        let is_word = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
        let end = self.rest.find(|letter| !is_word(letter)).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        if word.is_empty() {
            Err(self.malformed())
        } else if word.starts_with(|letter: char| letter.is_ascii_digit()) {
            word.parse().map_err(|_| self.malformed())
        } else {
            let value = self.draws.get(word).copied();
            value.ok_or_else(|| TemplateError::UnknownName(word.to_owned()))
        }
    }

    fn take(&mut self, symbol: char) -> bool {
        self.skip_spaces();
        let after = self.rest.strip_prefix(symbol);
        self.rest = after.unwrap_or(self.rest);
        after.is_some()
    }

    fn skip_spaces(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn malformed(&self) -> TemplateError {
        TemplateError::Malformed { expression: self.expression.to_owned() }
    }

    fn overflow(&self) -> TemplateError {
        TemplateError::Overflow { expression: self.expression.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draws() -> Draws {
        [("a", 6), ("b", 4), ("big", i64::MAX)].map(|(name, value)| (name.to_owned(), value)).into()
    }

    #[test]
    fn expressions_follow_the_usual_precedence() {
        let cases = [
            ("{a} s", "6 s"),
            ("{a*b}", "24"),
            ("{ a + b * 2 }", "14"),
            ("{(a+b)*2}", "20"),
            ("{a-b-1}", "1"),
            ("{a*b/3/2}", "4"),
            ("{b-a}", "-2"),
            ("no number", "no number"),
            ("{{a}} is {a}", "{a} is 6"),
        ];
        for (text, filled) in cases {
            assert_eq!(fill(text, &draws()).as_deref(), Ok(filled), "{text}");
        }
    }

    #[test]
    fn a_division_must_come_out_even() {
        let error = |text| fill(text, &draws()).unwrap_err().to_string();
        assert_eq!(error("{a/b}"), "6 / 4 in `a/b` is not a whole number");
        assert_eq!(error("{a/(b-4)}"), "6 / 0 in `a/(b-4)` is not a whole number");
    }

    #[test]
    fn what_cannot_be_computed_says_what_is_wrong() {
        let error = |text| fill(text, &draws()).unwrap_err().to_string();
        assert_eq!(error("{c}"), "no number called `c` is sampled");
        assert_eq!(error("{big*2}"), "`big*2` is too large");
        for text in ["{a+}", "{}", "{a b}", "{(a}", "{1x}", "{a^b}"] {
            assert!(error(text).starts_with("cannot read"), "{text}");
        }
        for text in ["{a", "a}", "{a}}b"] {
            assert!(error(text).contains("unmatched brace"), "{text}");
        }
    }

    #[test]
    fn deep_nesting_is_refused_rather_than_followed() {
        let text = format!("{{{}a{}}}", "(".repeat(100_000), ")".repeat(100_000));
        assert!(matches!(fill(&text, &draws()), Err(TemplateError::Malformed { .. })));
    }

    #[test]
    fn a_question_without_numbers_keeps_its_braces() {
        assert_eq!(fill("{\"a\": ${b}}", &Draws::new()).as_deref(), Ok("{\"a\": ${b}}"));
    }

    #[test]
    fn a_filled_text_is_read_as_a_number() {
        let number = |text: &str| Drawn::Text(text.to_owned()).number(&draws());
        assert_eq!(number("{a*b}"), Ok(24.0));
        assert_eq!(number("0.{a}"), Ok(0.6));
        assert_eq!(number("{a} s").unwrap_err().to_string(), "`6 s` is not a number");
        assert_eq!(number("inf").unwrap_err().to_string(), "`inf` is not a number");
        assert_eq!(Drawn::Fixed(1.5).number(&draws()), Ok(1.5));
    }

    #[test]
    fn every_combination_comes_once_while_they_are_few() {
        let named =
            |name: &str, values: &[i64]| Draw { name: name.to_owned(), values: values.to_vec() };
        let draws = [named("a", &[1, 2]), named("b", &[3, 4, 5])];
        let reported: Vec<String> = combinations(&draws, 6).iter().map(in_words).collect();
        assert_eq!(reported.len(), 6);
        assert_eq!(reported.first().map(String::as_str), Some("a = 1, b = 3"));
        assert_eq!(reported.last().map(String::as_str), Some("a = 2, b = 5"));
        assert_eq!(combinations(&[], 6), [Draws::new()]);
    }

    #[test]
    fn of_many_combinations_the_first_and_the_last_are_kept() {
        let values: Vec<i64> = (0..1_000).collect();
        let many: Vec<Draw> = (0..20)
            .map(|index| Draw { name: format!("n{index}"), values: values.clone() })
            .collect();
        let spread = combinations(&many[..2], 500);
        assert_eq!(spread.len(), 501);
        assert!(spread.first().is_some_and(|draws| draws.values().all(|&value| value == 0)));
        assert!(spread.last().is_some_and(|draws| draws.values().all(|&value| value == 999)));
        assert_eq!(combinations(&many, 10).len(), 11);
    }
}
