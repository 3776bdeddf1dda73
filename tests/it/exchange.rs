//! Banks of other tools: every quirk of a format is read or reported, what is written
//! reads as the same questions, and hostile files are refused.

use std::fmt::Write as _;
use std::fs;

use bank_exchange::format::BankFormat;
use bank_exchange::item::BankItem;
use bank_exchange::{BankFile, bank_toml, import};
use spanned_toml::word::Word as _;

use crate::support::builtin::BANK;
use crate::support::folder::Folder;

/// What is read of every file in `tests/exchange/FOLDER`, and what is not.
fn listing(folder: &str) -> String {
    let mut paths: Vec<_> = fs::read_dir(format!("tests/exchange/{folder}"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    assert!(paths.len() >= 10, "{folder} has {} files", paths.len());
    let mut listing = String::new();
    for path in paths {
        let name = path.file_name().unwrap().to_str().unwrap();
        writeln!(listing, "== {name}").unwrap();
        let bytes = fs::read(&path).unwrap();
        match import(BankFile { name, bytes: &bytes }, None) {
            Err(error) => writeln!(listing, "refused: {error}").unwrap(),
            Ok(mut bank) => {
                bank.losses.extend(bank_toml::name_items(&mut bank.items));
                writeln!(listing, "{}", bank.format).unwrap();
                bank.items.iter().for_each(|item| list(&mut listing, item));
                bank.losses.iter().for_each(|loss| writeln!(listing, "! {loss}").unwrap());
            }
        }
    }
    listing
}

fn list(listing: &mut String, item: &BankItem) {
    let topic = item.topic.as_deref().unwrap_or("-");
    let id = item.id.as_deref().unwrap_or("-");
    writeln!(listing, "{}: {id} ({topic}) {:?}", item.line, item.stem).unwrap();
    if let Some(exhibit) = &item.exhibit {
        writeln!(listing, "    {} {:?}", exhibit.kind.name(), exhibit.text).unwrap();
    }
    for option in &item.options {
        let mark = if option.is_key { '*' } else { '-' };
        writeln!(listing, "  {mark} {:?} {:?}", option.text, option.why).unwrap();
    }
    for (name, value) in &item.fields {
        writeln!(listing, "    {name} = {value}").unwrap();
    }
}

#[test]
fn every_quirk_is_read_or_reported() {
    for format in BankFormat::readable() {
        insta::assert_snapshot!(format!("exchange-{}", format.word()), listing(format.word()));
    }
}

/// What every format is to keep of a question, as far as it can hold it.
fn kept(item: &BankItem, format: BankFormat) -> String {
    let holds = |field: &str| !format.omitted().any(|omitted| omitted == field);
    let mut kept = String::new();
    if holds("id") {
        writeln!(kept, "{:?}", item.id).unwrap();
    }
    // There an exhibit is part of the stem, and lines of a stem are one.
    if !matches!(format, BankFormat::Aiken | BankFormat::Udemy) {
        writeln!(kept, "{} {:?}", item.stem, item.exhibit).unwrap();
    }
    for option in &item.options {
        let why = if holds("reasons") { option.why.as_str() } else { "" };
        writeln!(kept, "{} {:?} {why:?}", option.is_key, option.text).unwrap();
    }
    kept
}

#[test]
fn the_whole_bank_survives_each_format() {
    let folder = Folder::new();
    folder.run(&["export", "--bank", "--to", "csv", "--output", "bank.csv"]).assert_code(0);
    let read = |name: &str| {
        let bytes = fs::read(folder.path().join(name)).unwrap();
        import(BankFile { name, bytes: &bytes }, None).unwrap()
    };
    let all = read("bank.csv").items;
    assert_eq!(all.len(), BANK.len());
    for format in BankFormat::readable() {
        let file = format!("bank.{}", format.word());
        let options = ["export", "--bank", "--to", format.word(), "--output", &file, "--force"];
        let exported = folder.run(&options);
        exported.assert_code(0);
        let bank = read(&file);
        assert_eq!(bank.format, format);
        let named = |line: &str, what: &str| line.split_once(what).map(|(id, _)| id.to_owned());
        let lost = |what: &str| -> Vec<String> {
            exported.stderr.lines().filter_map(|line| named(line, what)).collect()
        };
        let left_out = [lost(": question skipped"), lost(": sampled numbers fixed")].concat();
        let wanted = all.iter().filter(|item| !left_out.contains(item.id.as_ref().unwrap()));
        let wanted: Vec<String> = wanted.map(|item| kept(item, format)).collect();
        let fixed: Vec<String> = bank.items.iter().map(|item| kept(item, format)).collect();
        let missing: Vec<&String> = wanted.iter().filter(|one| !fixed.contains(one)).collect();
        assert_eq!(missing, Vec::<&String>::new(), "{format}");
        assert_eq!(bank.items.len() + lost(": question skipped").len(), BANK.len(), "{format}");
    }
}

#[test]
fn our_own_table_keeps_every_field() {
    let folder = Folder::new();
    folder.run(&["export", "--bank", "--to", "csv", "--output", "bank.csv"]).assert_code(0);
    folder.run(&["import", "bank.csv", "--output", "bank/"]).assert_code(0);
    folder
        .run(&["export", "--bank", "bank/", "--to", "csv", "--output", "again.csv"])
        .assert_code(0);
    let rows = |name: &str| {
        let mut rows: Vec<String> = folder.read(name).lines().map(str::to_owned).collect();
        rows.sort();
        rows
    };
    assert!(rows("bank.csv").len() > BANK.len());
    assert_eq!(rows("bank.csv"), rows("again.csv"));
}

#[test]
fn what_is_imported_is_a_bank_to_fill_in() {
    let folder = Folder::new();
    folder.write(
        "quiz.gift",
        "::Q 1::Which setting limits how many instances an App Runner service may start?{\n\
         =MaxSize#No instance is started beyond it.\n~MinSize\n~The port#It is unrelated.\n}\n\n\
         Match. {=a -> b =c -> d =e -> f}\n",
    );
    let done = folder.run(&["import", "quiz.gift", "--topic", "scaling", "--output", "mine.toml"]);
    done.assert_code(0);
    assert!(done.stderr.contains("quiz.gift:7: question skipped: a matching question"));
    assert!(done.stderr.contains("quiz.gift:1: id `Q 1` changed to `q-1`"));
    assert!(done.stderr.contains("1 question imported, 1 skipped"));
    assert!(folder.read("mine.toml").contains("FILL IN: why it is wrong"));
    folder.run(&["check", "mine.toml"]).assert_code(0);
    // The author may have filled it in.
    folder.run(&["import", "quiz.gift", "--output", "mine.toml"]).fails();
}

#[test]
fn what_cannot_be_imported_says_why() {
    let folder = Folder::new();
    folder.write("notes.txt", "Nothing to see here.\n");
    folder.write("latin.gift", b"Was l\xe4uft? {=a ~b}");
    folder.write("empty.gift", "Describe it. {}\n");
    for (file, reason) in [
        ("notes.txt", "the format of the file is not recognized"),
        ("latin.gift", "neither UTF-8 nor UTF-16"),
        ("empty.gift", "no question could be imported"),
        ("/dev/zero", "larger than 64 MB"),
        ("missing.gift", "cannot read `missing.gift`"),
    ] {
        let refused = folder.run(&["import", file]).fails();
        assert!(refused.contains(reason), "{file}: {refused}");
    }
    folder.run(&["export", "--bank", "helth-check", "--to", "gift"]).fails();
    folder.run(&["export", "--bank", "--to", "gift", "--seed", "1"]).fails();
    folder.run(&["export", "--bank"]).fails();
}
