#![no_main]
//! Feeds the reader `at`.

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    coldstart_fuzz::readers::feed("at", input);
});
