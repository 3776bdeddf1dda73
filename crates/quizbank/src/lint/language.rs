//! Words that the trade does not use and spellings of other countries: Q21, Q24.
//!
//! `wordings` looks at any text, so that screens, documents and questions are held
//! to one language. Code in backticks and identifiers are left alone.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::finding::Broken;
use super::view::View;

/// Phrases that are not used, and what to say instead. Words apart by `|` stand for
/// each other, `#` for a status of three digits. A phrase with nothing to say instead
/// is allowed, whatever its words are alone.
const PHRASES: &[(&str, &str)] = &[
    (
        "app|application|check|container|database|dependency|edge|endpoint|instance|path|route|\
         server|service|version answer|answers|answered",
        "responds, returns",
    ),
    ("answer|answers|answered|answering #", "return"),
    ("answer|answers|answered|answering with #", "return"),
    ("answer|answers|answered at once", "respond immediately"),
    ("give|gives|gave|given|giving up", "time out, roll back"),
    ("give|gives|gave|given|giving a|the deployment|version up", "roll back"),
    ("try|tries|tried|trying again", "retry"),
    ("all|few|first|further|last|many|more|no|of|several|two|three|four|five tries", "attempts"),
    ("each|every|first|last|next|one|second|third try", "retry, attempt"),
    ("cure|cures|cured|curing|mend|mends|mended|mending|heal|heals|healed|healing", "fix, resolve"),
    ("put|puts|set|sets right", "fix, resolve"),
    ("mail|mails|mailed|mailing", "email"),
    ("edge refuses|refused", "App Runner rejects the request with 429 or 503"),
    ("connection|connections refused", ""),
    ("refused connection|connections", ""),
    ("refuses connections", ""),
    ("refuse|refuses|refused|refusing", "reject"),
    ("refusal|refusals", "rejection"),
    ("turn|turns|turned|turning away", "reject with 429 or 503"),
    ("slot|slots", "concurrent request"),
    ("wanted instance|instances", "desired instances"),
    ("in-flight", "active, in progress"),
    ("in flight", "active, in progress"),
    ("held request|requests", "active requests"),
    ("request|requests held", "active requests"),
    ("hold|holds|holding request|requests", "has active requests"),
    ("put|puts|set|sets|setting up", "configure, create, deploy"),
    ("bring|brings|brought|bringing in", "attach, associate"),
    ("by aws's account|list", "According to the AWS documentation"),
    ("reckon|reckons|reckoned|reckoning", "assume, calculate"),
    ("persons", "people, users"),
    ("look|looks|looked|looking back on", "review"),
    ("get|gets|getting on", "progress"),
    ("come|comes|came|coming back", "is due, recovers"),
    ("skipped to", "unlocked"),
    ("gate|gates|gated", "topic test"),
    ("behind a|the topic test", "locked"),
    ("told", "reported, shown"),
    ("tells of", "reports, shows"),
    ("beat|beats", "stop"),
    ("exam form|forms", "practice exam"),
    ("sitting|sittings", "attempt, session"),
    ("answer|exam|parameter|style sheet|sheets", ""),
    ("sheet|sheets", "answer sheet"),
    ("mark|marks in|of|on the time line", "event marker"),
    ("mark|marks in|of|on the timeline", "event marker"),
    ("kind|kinds|sort|sorts of", "type of"),
    ("worth", "points"),
    ("cpu credit|credits", ""),
    ("credit|credits", "points"),
    ("what-if", "What if?"),
    ("drawn", "sampled"),
    ("becomes|become of", "happens to"),
    ("whoever", "the person who"),
    ("in vain", "without success"),
    ("as many as ever", "the same number"),
    ("so many", "the number"),
    ("for ever", "forever"),
    ("per cent", "percent"),
    ("borne out", "confirmed"),
    ("hinge|hinges|hinged|hinging on", "depends on"),
    ("part|parts|parted ways", "differ, disagree"),
];

/// Endings of British words beside the American ones: the stems that take them, how
/// each side goes on, and what follows on both.
const ENDINGS: &[(&str, &str, &str, &str)] = &[
    (
        "behavi col endeav fav flav harb hon hum lab neighb rum vap",
        "our",
        "or",
        "- s ed ing able al ite ites ful less",
    ),
    (
        "anonym apolog author capital categor central character container critic custom emphas \
         equal familiar final general initial item local material maxim memor minim modern \
         normal optim organ parallel penal priorit random real recogn sanit serial special \
         stabil standard summar symbol synchron token util virtual visual",
        "is",
        "iz",
        "e es ed ing er ers ation ations able",
    ),
    ("anal catal paral", "ys", "yz", "e ed ing er ers"),
    ("calib cent fib lit met theat", "re", "er", "- s"),
    (
        "cancel channel fuel funnel label level marshal model panel signal total travel tunnel",
        "l",
        "",
        "ed ing er ers",
    ),
    ("def off pret lic", "ence", "ense", "- s"),
    ("analog catalog", "ue", "", "- s"),
    ("practi", "s", "c", "e es ed ing"),
    ("fulfi enro insta", "l", "ll", "- s ment ments"),
    ("judg acknowledg", "e", "", "ment ments"),
];

/// British words by themselves.
const WORDS: &[(&str, &str)] = &[
    ("aluminium", "aluminum"),
    ("amongst", "among"),
    ("artefact", "artifact"),
    ("artefacts", "artifacts"),
    ("burnt", "burned"),
    ("centred", "centered"),
    ("cheque", "check"),
    ("grey", "gray"),
    ("greyed", "grayed"),
    ("learnt", "learned"),
    ("manoeuvre", "maneuver"),
    ("programme", "program"),
    ("programmes", "programs"),
    ("sceptical", "skeptical"),
    ("skilful", "skillful"),
    ("spelt", "spelled"),
    ("whilst", "while"),
];

/// A wording that the language avoids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wording<'t> {
    /// The rule: `Q21` for words, `Q24` for spelling.
    pub rule: &'static str,
    /// The words as the text has them.
    pub found: &'t str,
    /// What to say instead.
    pub instead: &'static str,
}

/// What is said about a phrase, apart from its first word.
struct Phrase {
    rest: Vec<&'static str>,
    rule: &'static str,
    instead: Cow<'static, str>,
}

/// Every phrase by its first word, longer ones first.
static KNOWN: LazyLock<HashMap<Cow<'static, str>, Vec<Phrase>>> = LazyLock::new(|| {
    let mut known: HashMap<Cow<'static, str>, Vec<Phrase>> = HashMap::new();
    for (phrase, instead) in PHRASES {
        for words in alternatives(phrase) {
            let Some((first, rest)) = words.split_first() else { continue };
            let phrase = Phrase { rest: rest.to_vec(), rule: "Q21", instead: (*instead).into() };
            known.entry((*first).into()).or_default().push(phrase);
        }
    }
    let mut spelled = |british: Cow<'static, str>, american: Cow<'static, str>| {
        let phrase = Phrase { rest: Vec::new(), rule: "Q24", instead: american };
        known.entry(british).or_default().push(phrase);
    };
    for (british, american) in WORDS {
        spelled((*british).into(), (*american).into());
    }
    for (stems, british, american, endings) in ENDINGS {
        for stem in stems.split_whitespace() {
            for ending in endings.split_whitespace().map(|ending| ending.trim_matches('-')) {
                let word = |middle: &str| format!("{stem}{middle}{ending}").into();
                spelled(word(british), word(american));
            }
        }
    }
    for phrases in known.values_mut() {
        phrases.sort_by_key(|phrase| Reverse(phrase.rest.len()));
    }
    known
});

/// The phrases that `pattern` stands for, each as its words.
fn alternatives(pattern: &'static str) -> Vec<Vec<&'static str>> {
    pattern.split(' ').fold(vec![Vec::new()], |phrases, words| {
        let longer = |phrase: &Vec<&'static str>| -> Vec<Vec<&'static str>> {
            words.split('|').map(|word| [phrase.as_slice(), &[word]].concat()).collect()
        };
        phrases.iter().flat_map(longer).collect()
    })
}

/// Returns the wordings of `text` that the language avoids, in their order.
pub fn wordings(text: &str) -> Vec<Wording<'_>> {
    let words = prose(text);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let phrases = KNOWN.get(word.small.as_str()).map(Vec::as_slice).unwrap_or_default();
        let following = words.get(at + 1..).unwrap_or_default();
        let Some(phrase) = phrases.iter().find(|phrase| phrase.goes_on(following)) else {
            at += 1;
            continue;
        };
        let last = words.get(at + phrase.rest.len()).unwrap_or(word);
        if !phrase.instead.is_empty() {
            found.push(Wording {
                rule: phrase.rule,
                found: text.get(word.place.start..last.place.end).unwrap_or_default(),
                instead: &phrase.instead,
            });
        }
        at += phrase.rest.len() + 1;
    }
    found
}

impl Phrase {
    /// Whether the rest of it is how a text goes on.
    fn goes_on(&self, following: &[Word]) -> bool {
        let is_same = |(wanted, word): (&&str, &Word)| match *wanted {
            "#" => word.small.len() == 3 && word.small.bytes().all(|byte| byte.is_ascii_digit()),
            wanted => wanted == word.small,
        };
        self.rest.len() <= following.len()
            && self.rest.iter().zip(following).all(|pair| pair.1.is_adjacent && is_same(pair))
    }
}

/// A word of a text in small letters.
struct Word {
    small: String,
    place: Range<usize>,
    /// Whether nothing but space parts it from the word before.
    is_adjacent: bool,
}

/// The words of `text` that are no code: nothing in backticks, no identifiers.
fn prose(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut is_code = false;
    let mut start = 0;
    for token in text.split_inclusive(char::is_whitespace) {
        let begins_in_code = is_code;
        is_code ^= token.matches('`').count() % 2 == 1;
        let bare = token.trim_matches(|letter: char| !letter.is_alphanumeric());
        let place = start + token.find(bare).unwrap_or(0);
        start += token.len();
        let is_word = |letter: char| letter.is_alphabetic() || "-'’".contains(letter);
        let is_prose = bare.chars().all(is_word) || bare.bytes().all(|byte| byte.is_ascii_digit());
        if begins_in_code || token.contains('`') || !is_prose || bare.is_empty() {
            continue;
        }
        let place = place..place + bare.len();
        let before = words.last().map_or(0, |word| word.place.end);
        let between = text.get(before..place.start).unwrap_or_default();
        let is_adjacent = between.chars().all(char::is_whitespace);
        words.push(Word { small: bare.to_lowercase(), place, is_adjacent });
    }
    words
}

/// What the texts of one question say in words of their own.
pub(super) fn check(view: &View<'_>) -> Vec<Broken> {
    let mut broken = Vec::new();
    for (part, text) in view.texts() {
        for Wording { rule, found, instead } in wordings(text) {
            let message = match rule {
                "Q21" => format!("`{found}` is not the trade's word"),
                _ => format!("`{found}` is British spelling"),
            };
            broken.push(Broken::warning(rule, part, message).help(format!("write `{instead}`")));
        }
    }
    broken
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&'static str, &str)> {
        wordings(text).into_iter().map(|wording| (wording.rule, wording.found)).collect()
    }

    #[test]
    fn phrases_are_found_in_prose_whatever_their_letters() {
        assert_eq!(
            found("Clients give up, and the slots heal."),
            [("Q21", "give up"), ("Q21", "slots"), ("Q21", "heal")]
        );
        assert_eq!(found("The application\nanswers 503."), [("Q21", "application\nanswers")]);
        assert_eq!(found("It answered with 503."), [("Q21", "answered with 503")]);
        assert_eq!(found("Sittings of the Behaviour"), [("Q21", "Sittings"), ("Q24", "Behaviour")]);
    }

    #[test]
    fn other_senses_code_and_identifiers_are_left_alone() {
        for text in [
            "Give it to him. Up it goes.",
            "The answer sheet of a setup tries to connect to an email host.",
            "Call `cure slot` and gate.rs or my_slot.",
            "Its analyses, promises and fulfillment license a metric.",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn spelling_is_told_with_the_american_word() {
        for (british, american) in [
            ("authorisation", "authorization"),
            ("analysing", "analyzing"),
            ("cancelled", "canceled"),
            ("centres", "centers"),
            ("catalogue", "catalog"),
            ("fulfil", "fulfill"),
            ("licences", "licenses"),
            ("practise", "practice"),
        ] {
            assert_eq!(wordings(british).first().map(|wording| wording.instead), Some(american));
        }
    }
}
