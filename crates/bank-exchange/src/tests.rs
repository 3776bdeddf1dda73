//! Laws that hold for every format.

use proptest::prelude::*;
use quizbank::model::question::{Exhibit, ExhibitKind, Question};
use quizbank::sample;
use spanned_toml::word::Word;

use super::format::BankFormat;
use super::item::BankItem;
use super::{BankFile, ExchangeError, MAX_BYTES, export, import};

fn read(bytes: &[u8], format: BankFormat) -> Vec<BankItem> {
    import(BankFile { name: "bank", bytes }, Some(format)).unwrap().items
}

/// A text with what formats give a meaning to; its first letter keeps it from being empty.
fn text() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        "[a-zé]{1,6}",
        Just("a=b".to_owned()),
        Just("~x # y".to_owned()),
        Just("{n} \\ \\n".to_owned()),
        Just("::t::".to_owned()),
        Just("<b> & \"q\", 'r'".to_owned()),
        Just("50 % -> 1".to_owned()),
        Just("// no".to_owned()),
        Just("]]> &amp;".to_owned()),
    ];
    prop::collection::vec(word, 1..5).prop_map(|words| format!("T{}", words.join(" ")))
}

fn question() -> impl Strategy<Value = Question> {
    let texts = prop::collection::vec(text(), 12);
    (any::<bool>(), text(), texts, any::<bool>()).prop_map(
        |(is_multiple, stem, texts, has_exhibit)| {
            let new = if is_multiple { sample::multiple } else { sample::choice };
            let mut question = new("one-question", "a-topic");
            question.stem = stem;
            for (option, pair) in question.options.iter_mut().zip(texts.chunks(2)) {
                option.text.clone_from(&pair[0]);
                option.why.clone_from(&pair[1]);
            }
            let shown = Exhibit { kind: ExhibitKind::Log, text: "a < b\n  {x} = y".to_owned() };
            question.exhibit = has_exhibit.then_some(shown);
            question
        },
    )
}

/// What `format` keeps of an item.
fn kept(item: &BankItem, format: BankFormat) -> Vec<String> {
    let holds = |field: &str| !format.omitted().any(|omitted| omitted == field);
    let mut kept = vec![item.plain_stem().split_whitespace().collect::<Vec<_>>().join(" ")];
    if holds("id") {
        kept.extend(item.id.clone());
    }
    for option in &item.options {
        kept.push(format!("{} {}", option.is_key, option.text));
        if holds("reasons") {
            kept.push(option.why.clone());
        }
    }
    kept
}

proptest! {
    #[test]
    fn a_question_survives_each_format(question in question()) {
        let questions = [question];
        let wanted = read(&export(&questions, BankFormat::Csv, 0).unwrap().bytes, BankFormat::Csv);
        for format in BankFormat::readable() {
            let written = export(&questions, format, 0).unwrap();
            let is_left_out = written.losses.iter().any(|loss| loss.kind.is_whole_question());
            let items = read(&written.bytes, format);
            prop_assert_eq!(items.len(), usize::from(!is_left_out), "{}", format);
            for item in &items {
                prop_assert_eq!(kept(item, format), kept(&wanted[0], format), "{}", format);
            }
        }
    }

    #[test]
    fn no_bytes_stop_a_reader(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        for from in BankFormat::readable().map(Some).chain([None]) {
            let _ = import(BankFile { name: "bank", bytes: &bytes }, from);
        }
    }

    #[test]
    fn no_text_stops_a_reader(parts in prop::collection::vec(0..PARTS.len(), 0..60)) {
        let text: String = parts.into_iter().map(|part| PARTS[part]).collect();
        for from in BankFormat::readable().map(Some).chain([None]) {
            let _ = import(BankFile { name: "bank", bytes: text.as_bytes() }, from);
        }
    }
}

/// Pieces that formats are made of.
const PARTS: [&str; 40] = [
    "::",
    "{",
    "}",
    "=",
    "~",
    "#",
    "####",
    "%50%",
    "->",
    "\\",
    "\n",
    "\n\n",
    "//",
    "$CATEGORY:",
    "TRUE",
    "[html]",
    "A. a",
    "B) b",
    "ANSWER: A",
    "ANSWER: Z",
    "stem,option_1,correct_1\n",
    "a,b,yes\n",
    "\"",
    "<p>",
    "&#0;",
    "é",
    "<quiz>",
    "<question type=\"multichoice\">",
    "</question>",
    "<answer fraction=\"50\">",
    "<![CDATA[",
    "]]>",
    "<!DOCTYPE a [",
    "<assessmentItem>",
    "<itemBody>",
    "<choiceInteraction>",
    "</",
    "#separator:tab\n",
    "#columns:Question\tQ_1\tAnswers\n",
    "Question,Question Type,Answer Option 1\n",
];

#[test]
fn a_file_past_the_limit_is_refused_unread() {
    let bytes = vec![b'='; MAX_BYTES + 1];
    let rejected = import(BankFile { name: "bank", bytes: &bytes }, None).unwrap_err();
    assert_eq!(rejected, ExchangeError::TooLarge);
}

#[test]
fn the_largest_file_of_one_piece_takes_no_long_time() {
    for format in BankFormat::all() {
        for part in PARTS {
            let text = part.repeat(400_000 / part.len());
            let _ = import(BankFile { name: "bank", bytes: text.as_bytes() }, Some(format));
        }
    }
}

#[test]
fn an_exhibit_that_is_read_is_one_that_a_question_can_have() {
    let cases = [
        ("  a\u{200b}b\nc", Some("  ab\nc"), "Why?"),
        ("\u{200b}", None, "Why?"),
        ("a\tb", None, "Why?\n\na\tb"),
        ("e\u{301}", None, "Why?\n\ne\u{301}"),
    ];
    for (block, exhibit, stem) in cases {
        let quiz = format!(
            "<quiz><question type=\"multichoice\"><questiontext format=\"html\"><text><![CDATA[\
             <p>Why?</p><pre class=\"log\">{block}</pre>]]></text></questiontext>\
             <answer fraction=\"100\"><text>a</text></answer>\
             <answer fraction=\"0\"><text>b</text></answer></question></quiz>"
        );
        let [item] = &read(quiz.as_bytes(), BankFormat::MoodleXml)[..] else { panic!("{block:?}") };
        let shown = item.exhibit.as_ref().map(|exhibit| exhibit.text.as_str());
        assert_eq!((shown, item.stem.as_str()), (exhibit, stem));
        assert!(shown.is_none_or(Exhibit::fits));
    }
    let table = "stem,exhibit,option_1,correct_1,option_2\nWhy?,a\u{200b}b,a,yes,b\n";
    let [item] = &read(table.as_bytes(), BankFormat::Csv)[..] else { panic!("{table}") };
    assert_eq!(item.exhibit.as_ref().unwrap().text, "ab");
}
