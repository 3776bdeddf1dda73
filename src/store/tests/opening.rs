//! Which databases are opened, and what damage does.

use super::*;

/// What each version added, as a database of it holds that.
const OF_VERSIONS: [&str; 5] = [
    "INSERT INTO answers VALUES ('0123456789abcdef0123456789abcdef', 'one', 1, 1795392000000,
        20780, 'choice', '[1]', NULL, 1, 'sure', -1, 9000);
     INSERT INTO answers VALUES ('1123456789abcdef0123456789abcdef', 'two', 2, 1795392000001,
        20780, 'reveal', NULL, 'partly', 0, NULL, 7, 9000);
     INSERT INTO cards VALUES ('one', 1, 2.3065, 2.1181, 20780, 20782, 'good', 1);",
    "INSERT INTO preferences VALUES ('exam-date', '2026-12-20');
     INSERT INTO gates VALUES ('scaling', 1795000000000, 20783, 8, 10);",
    "INSERT INTO sittings VALUES ('abcd0123', 'small', NULL, -2, 1, 'b', 600000, 1000);
     INSERT INTO records VALUES ('abcd0123', 1, 0, 5, 'begin', NULL, NULL, '[]', NULL, 'x');
     INSERT INTO records VALUES ('abcd0123', 2, 9, 6, 'pick', 2, 'q', '[1,4]', NULL, 'y');
     INSERT INTO records VALUES ('abcd0123', 3, 9, 6, 'submit', NULL, NULL, '[]', '[1,2,550]', 'z');",
    "INSERT INTO predictions VALUES (5, 20000, 'health-302', 'aws', 60000001, 'q', 2,
        '[1,0,9999,0]', '[]', '[2]');",
    "INSERT INTO labs VALUES ('lab-port', 1795392000000, 20780, 1, 2, 8267, 80);",
];

#[test]
fn a_database_of_every_version_is_brought_up_to_date_and_keeps_everything() {
    for version in 1..=OF_VERSIONS.len() {
        let folder = TempDir::new().unwrap();
        let path = Store::path_in(folder.path());
        let connection = Connection::open(&path).unwrap();
        schema::migrate_to(&connection, version).unwrap();
        for rows in OF_VERSIONS.iter().take(version) {
            connection.execute_batch(rows).unwrap();
        }
        drop(connection);
        let store = Store::open(folder.path()).unwrap();
        assert_eq!(store.damage().unwrap().len(), usize::from(version >= 3), "{version}");
        let [one, two] = &store.answers().unwrap()[..] else { panic!("version {version}") };
        assert_eq!((one.draft.seed, one.draft.confidence), (u64::MAX, Some(Confidence::Sure)));
        assert_eq!(two.draft.response, Response::Marked(Recall::Partly));
        assert_eq!(store.cards(day(30)).unwrap().len(), 2);
        assert_eq!(store.exam_date().unwrap(), (version >= 2).then(|| day(27)));
        assert_eq!(
            store.topic_tests().unwrap(),
            if version >= 2 { vec![topic_test()] } else { Vec::new() }
        );
        let attempt = store.attempt("abcd0123").unwrap();
        assert_eq!(attempt.is_some(), version >= 3);
        if let Some(attempt) = attempt {
            assert_eq!((attempt.head.identity.seed, attempt.records.len()), (u64::MAX - 1, 3));
            assert_eq!(
                (attempt.records[1].question, &attempt.records[1].places),
                (Some(2), &vec![1, 4])
            );
            assert_eq!(store.attempts().unwrap()[0].points.unwrap().points, 550);
        }
        assert_eq!(store.predictions().unwrap().len(), usize::from(version >= 4));
        assert_eq!(store.lab_records().unwrap().len(), usize::from(version >= 5));
        let found =
            store.connection.query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0));
        assert_eq!(found.unwrap(), schema::latest());
    }
}

#[test]
fn one_bad_row_is_named_and_hides_nothing_else() {
    let (_folder, store) = filled();
    let bad =
        "UPDATE events SET json = '{\"id\": 7}' WHERE kind = 'answer' AND json LIKE '%\"two\"%'";
    assert_eq!(store.connection.execute(bad, []).unwrap(), 1);
    assert_eq!((store.answers().unwrap().len(), store.cards(day(30)).unwrap().len()), (2, 1));
    let mut out = Vec::new();
    let left_out = store.export(&mut out).unwrap();
    assert!(left_out.len() == 1 && left_out[0].contains("(answer)"), "{left_out:?}");
    let (_other, mut other) = self::store();
    assert_eq!(other.import(&out[..], &takes_all).unwrap().faults, [] as [&str; 0]);
    assert_eq!(other.answers().unwrap().len(), 2);
}
#[test]
fn an_emptied_file_is_damage_and_no_new_database() {
    let (folder, store) = filled();
    let path = store.path().to_owned();
    drop(store);
    fs::write(&path, "").unwrap();
    for error in
        [Store::open(folder.path()).unwrap_err(), Store::open_existing(folder.path()).unwrap_err()]
    {
        assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
    }
    assert_eq!(fs::read(&path).unwrap(), b"");
}

#[cfg(unix)]
#[test]
fn folder_and_database_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("deep/data");
    let store = Store::open(&data).unwrap();
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&data), mode(store.path())), (0o700, 0o600));
    let path = store.path().to_owned();
    drop(store);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    drop(Store::open(&data).unwrap());
    assert_eq!(mode(&path), 0o600);
}

#[test]
fn a_database_that_cannot_be_written_to_can_be_read() {
    let (_folder, store) = filled();
    let path = store.path().to_owned();
    drop(store);
    for store in Store::read_only(&path) {
        let mut store = store.unwrap();
        assert_eq!(
            (store.answers().unwrap(), store.cards(day(30)).unwrap().len()),
            (answers().to_vec(), 2)
        );
        let rejected = store.set_exam_date(None).unwrap_err();
        assert!(matches!(rejected, StoreError::Unwritable { .. }), "{rejected}");
    }
}

#[test]
fn a_newer_database_is_refused_and_left_as_it_is() {
    let (folder, store) = filled();
    store.connection.pragma_update(None, "user_version", 99).unwrap();
    let path = store.path().to_owned();
    drop(store);
    let before = fs::read(&path).unwrap();
    let error = Store::open(folder.path()).unwrap_err();
    assert!(matches!(error, StoreError::Newer { version: 99, .. }), "{error}");
    let message = error.to_string();
    assert!(message.contains(path.to_str().unwrap()) && message.contains("newer coldstart"));
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_database_of_another_program_is_refused_and_left_as_it_is() {
    let folder = TempDir::new().unwrap();
    let path = Store::path_in(folder.path());
    Connection::open(&path).unwrap().execute_batch("CREATE TABLE songs (title TEXT)").unwrap();
    let before = fs::read(&path).unwrap();
    let error = Store::open(folder.path()).unwrap_err();
    assert!(matches!(error, StoreError::Foreign { .. }), "{error}");
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn what_is_no_database_is_refused_and_left_as_it_is() {
    let folder = TempDir::new().unwrap();
    let path = Store::path_in(folder.path());
    for bytes in [b"my notes on App Runner, more than a few words of them".to_vec(), vec![7; 9_000]]
    {
        fs::write(&path, &bytes).unwrap();
        let error = Store::open(folder.path()).unwrap_err();
        assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
        assert!(error.to_string().contains("Move it away"), "{error}");
        assert_eq!(fs::read(&path).unwrap(), bytes);
    }
}

#[test]
fn damage_anywhere_is_an_error_or_harmless_but_never_a_panic() {
    let (folder, mut store) = store();
    for number in 0..200 {
        store.add(&answer(&format!("q{number}"), Given::Right(None), day(0))).unwrap();
    }
    let path = store.path().to_owned();
    drop(store);
    let whole = fs::read(&path).unwrap();
    let mut rejected = 0;
    for start in (0..whole.len()).step_by(1_531) {
        let mut bytes = whole.clone();
        for byte in bytes.iter_mut().skip(start).take(700) {
            *byte ^= 0xa5;
        }
        fs::write(&path, &bytes).unwrap();
        let opened = Store::open(folder.path()).and_then(|store| {
            store.answers()?;
            store.cards(day(30))
        });
        rejected += usize::from(opened.is_err());
    }
    assert!(rejected > 10, "{rejected}");
    fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    assert!(Store::open(folder.path()).is_err());
}

#[test]
fn a_folder_that_cannot_be_is_told() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let error = Store::open(&file.join("data")).unwrap_err();
    assert!(matches!(error, StoreError::Unwritable { .. }), "{error}");
    fs::create_dir(Store::path_in(folder.path())).unwrap();
    let error = Store::open(folder.path()).unwrap_err();
    assert!(matches!(error, StoreError::Unwritable { .. }), "{error}");
}

#[test]
fn only_what_exists_is_opened_for_reading() {
    let folder = TempDir::new().unwrap();
    assert!(Store::open_existing(folder.path()).unwrap().is_none());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    drop(Store::open(folder.path()).unwrap());
    assert!(Store::open_existing(folder.path()).unwrap().is_some());
}

#[test]
fn a_full_disk_is_told_and_takes_nothing_that_was_kept() {
    let (folder, mut store) = store();
    let pages: i64 = store.connection.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    store.connection.pragma_update(None, "max_page_count", pages + 4).unwrap();
    let mut kept = 0;
    let error = loop {
        match store.add(&answer(&format!("question-{kept}"), Given::Right(None), day(0))) {
            Ok(_) => kept += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, StoreError::Full { .. }), "{error}");
    assert!(error.to_string().contains("the disk is full"));
    assert!(kept > 10, "{kept}");
    assert_eq!(store.answers().unwrap().len(), kept);
    drop(store);
    let mut store = Store::open(folder.path()).unwrap();
    assert_eq!((store.answers().unwrap().len(), store.cards(day(30)).unwrap().len()), (kept, kept));
    store.add(&answer("one-more", Given::Right(None), day(0))).unwrap();
}

#[test]
fn several_at_once_make_one_database_and_lose_nothing() {
    let folder = TempDir::new().unwrap();
    thread::scope(|scope| {
        for who in 0..4 {
            let folder = folder.path();
            scope.spawn(move || {
                let mut store = Store::open(folder).unwrap();
                for number in 0..25 {
                    let id = format!("q{}", (who + number) % 7);
                    store.add(&answer(&id, Given::Right(None), day(number))).unwrap();
                }
            });
        }
    });
    let store = Store::open(folder.path()).unwrap();
    assert_eq!(store.answers().unwrap().len(), 100);
    let reviews: u32 = store.cards(day(30)).unwrap().values().map(|card| card.reviews).sum();
    assert_eq!(reviews, 100);
}
