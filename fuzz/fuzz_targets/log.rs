#![no_main]
//! Feeds the reader `log`.

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    coldstart_fuzz::readers::feed("log", input);
});
