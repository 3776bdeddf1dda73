//! Each format by a line of it, in pieces of every size.

use apprunner_sim::model::replay::LogFormat;
use proptest::prelude::*;
use spanned_toml::word::Word;

use super::*;

const ALB: &str = "https 2026-03-01T12:00:01.500000Z app/shop/50dc6c495c0c9188 [2001:db8::7]:51000 \
    10.0.0.1:8080 0.001 0.248 0.001 200 200 34 366 \"GET https://shop.example:443/items?id=7 \
    HTTP/2.0\" \"Mozilla \\\"quoted\\\" 5.0\" TLS_AES_128 TLSv1.3 arn:aws:x \"Root=1-58337262\" \
    \"shop.example\" \"arn:aws:acm:x\" 0 2026-03-01T12:00:01.250000Z \"forward\" \"-\" \"-\"";
const CLOUDFRONT: &str = "#Version: 1.0\n#Fields: date time cs-uri-stem sc-status time-taken x-new\n\
    2026-03-01\t12:00:01\t/items\t200\t0.250\t-";
const COMBINED: &str = "2001:db8::7 - ada [01/Mar/2026:13:00:01 +0100] \"GET /items?a=\\\"b\\\" \
    HTTP/1.1\" 200 2326 \"-\" \"Mozilla \\\"quoted\\\" [5.0]\" 0.250";
const JSON: &str = r#"{"time_iso8601":"2026-03-01T12:00:01+00:00","request":{"uri":"/items?x"},"status":"200","request_time":0.25}"#;
const CSV: &str = "Timestamp;Path;Status;Latency_ms\n2026-03-01T12:00:01Z;\"/items\";200;250";

type Owned = (LogTime, Option<String>, Option<u16>, Option<u64>);

/// The requests of a log that comes in pieces of `size` bytes.
fn read(log: &[u8], from: Option<LogFormat>, size: usize) -> (Vec<Owned>, Vec<String>) {
    let mut records = Vec::new();
    let mut take = |it: &LogRecord<'_>| {
        let path = it.path.as_deref().map(str::to_owned);
        records.push((it.at, path, it.status, it.latency_us));
    };
    let mut reader = LogReader::new(from);
    let mut read = Ok(());
    for piece in log.chunks(size.max(1)) {
        read = read.and_then(|()| reader.push(piece, &mut take));
    }
    let losses = match read.and_then(|()| reader.finish(&mut take)) {
        Ok(end) => end.losses.iter().map(ToString::to_string).collect(),
        Err(error) => vec![error.to_string()],
    };
    (records, losses)
}

#[test]
fn each_format_is_known_by_its_contents_and_read() {
    for (log, format) in [
        (ALB, LogFormat::Alb),
        (CLOUDFRONT, LogFormat::CloudFront),
        (COMBINED, LogFormat::Combined),
        (JSON, LogFormat::JsonLines),
        (CSV, LogFormat::Csv),
    ] {
        let mut reader = LogReader::new(None);
        reader.push(log.as_bytes(), &mut |_| {}).unwrap();
        assert_eq!(reader.finish(&mut |_| {}).unwrap().format, format);
        let (records, losses) = read(log.as_bytes(), None, usize::MAX);
        let [(at, path, status, latency)] = records.as_slice() else {
            panic!("{format:?}: {records:?} {losses:?}")
        };
        assert_eq!((path.as_deref(), *status), (Some("/items"), Some(200)), "{format:?}");
        let wanted = if format == LogFormat::Alb { 248_000 } else { 250_000 };
        assert_eq!(*latency, Some(wanted), "{format:?}");
        let arrived = if format == LogFormat::Csv { 1_000_000 } else { 750_000 };
        let arrived = if format == LogFormat::Alb { 1_250_000 } else { arrived };
        assert_eq!(at.arrival_us() - 1_772_366_400_000_000, arrived, "{format:?}");
    }
}

#[test]
fn a_line_without_its_end_or_too_long_is_reported() {
    let long =
        format!("{{\"ts\":1772366401,\"x\":\"{}\"}}\n{JSON}\n{{\"ts\":1", "x".repeat(70_000));
    for size in [1_000, 65_535, usize::MAX] {
        let (records, losses) = read(long.as_bytes(), None, size);
        assert_eq!(records.len(), 1, "{size}");
        assert_eq!(
            losses,
            [
                "1: line left out: it is longer than 64 KiB",
                "3: line left out: it ends before its end"
            ],
            "{size}"
        );
    }
}

#[test]
fn what_is_no_log_is_refused() {
    for (bytes, message) in [
        (&b""[..], "it is empty"),
        (b"\xEF\xBB\xBF\r\n", "it is empty"),
        (b"a\0b\0c\0", "it is UTF-16 LE; save it as UTF-8"),
        (b"\0\0\0a\0\0\0b", "it is UTF-32 BE; save it as UTF-8"),
        (b"\x1F\x8B\x08\0\0", "it is compressed twice"),
        (b"PK\x03\x04\x14\0\0\0", "it is compressed twice"),
        (b"\x28\xB5\x2F\xFD\x04\0", "it is compressed twice"),
        (b"BZh91AY&SY", "it is compressed twice"),
        (b"Dear reader,\nthis is a letter.\n", "its first lines have no format"),
    ] {
        let (records, losses) = read(bytes, None, usize::MAX);
        assert!(records.is_empty() && losses[0].starts_with(message), "{losses:?}");
    }
}

proptest! {
    #[test]
    fn the_size_of_the_pieces_does_not_matter(size in 1_usize..300, log in 0_usize..5) {
        let log = [ALB, CLOUDFRONT, COMBINED, JSON, CSV][log];
        let last = log.lines().last().unwrap_or_default();
        let log = format!("{log}\r\n\r\n{last}\ngarbage\n{last}");
        prop_assert_eq!(read(log.as_bytes(), None, size), read(log.as_bytes(), None, usize::MAX));
    }

    #[test]
    fn garbage_is_never_a_request_and_never_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for (_, format) in LogFormat::WORDS {
            prop_assert!(read(&bytes, Some(*format), 7).0.is_empty());
        }
    }
}
