//! Inputs near valid ones: parts of known inputs moved, doubled, dropped, and their values
//! and names exchanged, so that most of what is fed gets past the first reader.

/// Numbers by chance, the same for the same seed.
pub struct Dice(u64);

impl Dice {
    /// Dice that begin at `seed`.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, which is over 0.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end.max(1) as u64).unwrap_or_default()
    }

    /// One of `all`; the empty value where there is none.
    fn pick<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T
    where
        &'a T: Default,
    {
        let at = self.below(all.len());
        all.get(at).copied().unwrap_or_default()
    }
}

/// Values at the edges of what a reader takes.
const VALUES: [&str; 40] = [
    "0",
    "-1",
    "1",
    "1.5",
    "-0.0",
    "1e308",
    "nan",
    "-inf",
    "9223372036854775807",
    "18446744073709551616",
    "0x7f",
    "1_000",
    "true",
    "\"\"",
    "\"a\"",
    "\"0s\"",
    "\"1us\"",
    "\"10000d\"",
    "\"1m 30s\"",
    "\"-5s\"",
    "\"5\"",
    "\"\\u0000\"",
    "\"\\u202e\"",
    "\"{a}\"",
    "\"{a/zero}\"",
    "\"{most*most}\"",
    "\"{{{\"",
    "[]",
    "[[]]",
    "{}",
    "[0, 1, 2]",
    "{ fixed = \"1s\" }",
    "{ exponential = { mean = \"0s\" } }",
    "{ lognormal = { median = \"1us\", p99 = \"10h\" } }",
    "{ uniform = { min = \"2s\", max = \"1s\" } }",
    "null",
    "1979-05-27T07:32:00Z",
    "\"\"\"",
    "'''",
    "\u{feff}",
];
/// Strings that a parser may fall over.
const PIECES: [&str; 16] = [
    "\n",
    "\r\n",
    "\t",
    "\"",
    "'",
    "[",
    "]]",
    "{",
    "}",
    "=",
    "\\",
    "#",
    "\u{1b}[2J",
    "\u{202e}",
    "é",
    "\u{1f600}",
];

/// An input near `seeds`.
pub fn mutated(dice: &mut Dice, seeds: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = seed(dice, seeds).to_vec();
    for _ in 0..=dice.below(4) {
        bytes = match String::from_utf8(bytes) {
            Ok(text) => mutated_text(dice, &text, seeds),
            Err(other) => other.into_bytes(),
        };
    }
    if dice.below(16) == 0 && !bytes.is_empty() {
        let at = dice.below(bytes.len());
        bytes[at] = u8::try_from(dice.below(256)).unwrap_or_default();
    }
    bytes
}

fn seed<'s>(dice: &mut Dice, seeds: &'s [Vec<u8>]) -> &'s [u8] {
    let all: Vec<&[u8]> = seeds.iter().map(Vec::as_slice).collect();
    dice.pick(&all)
}

fn mutated_text(dice: &mut Dice, text: &str, seeds: &[Vec<u8>]) -> Vec<u8> {
    let other = String::from_utf8_lossy(seed(dice, seeds)).into_owned();
    let mut lines: Vec<&str> = text.lines().collect();
    let (one, two) = (dice.below(lines.len()), dice.below(lines.len()));
    let whole = |lines: &[&str]| lines.join("\n") + "\n";
    let changed = match dice.below(11) {
        0 if !lines.is_empty() => {
            lines.remove(one);
            whole(&lines)
        }
        1 if !lines.is_empty() => {
            lines.insert(two, lines[one]);
            whole(&lines)
        }
        2 if !lines.is_empty() => {
            lines.swap(one, two);
            whole(&lines)
        }
        3 => {
            let from: Vec<&str> = other.lines().collect();
            let line = dice.pick(&from);
            lines.insert(one.min(lines.len()), line);
            whole(&lines)
        }
        4 => {
            let end = boundary(text, dice.below(text.len() + 1));
            text[..end].to_owned()
        }
        5 => {
            let at = boundary(text, dice.below(text.len() + 1));
            format!("{}{}{}", &text[..at], dice.pick(&PIECES), &text[at..])
        }
        6 => {
            let times = 1 + dice.below(60);
            let part = word(dice, text);
            text.replacen(part, &part.repeat(times), 1)
        }
        7 => {
            let (own, theirs) = (word(dice, text), word(dice, &other));
            text.replacen(own, theirs, 1)
        }
        _ => with_value(dice, text),
    };
    changed.into_bytes()
}

/// `text` with another value after one of its `=` or `:`.
fn with_value(dice: &mut Dice, text: &str) -> String {
    let signs: Vec<usize> = text.match_indices(['=', ':']).map(|(at, _)| at + 1).collect();
    if signs.is_empty() {
        return dice.pick(&VALUES).to_owned();
    }
    let at = signs[dice.below(signs.len())];
    let rest = &text[at..];
    let end = rest.find(['\n', ',', '}', ']']).unwrap_or(rest.len());
    format!("{} {}{}", &text[..at], dice.pick(&VALUES), &rest[end..])
}

/// A word or a number of `text`.
fn word<'t>(dice: &mut Dice, text: &'t str) -> &'t str {
    let is_part = |it: char| it.is_alphanumeric() || "_-.".contains(it);
    let words: Vec<&str> = text.split(|it| !is_part(it)).filter(|it| !it.is_empty()).collect();
    dice.pick(&words)
}

/// The first end of a character at or after `at`.
fn boundary(text: &str, at: usize) -> usize {
    (at..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
}
