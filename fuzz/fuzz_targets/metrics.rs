#![no_main]
//! Feeds the reader `metrics`.

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    coldstart_fuzz::readers::feed("metrics", input);
});
