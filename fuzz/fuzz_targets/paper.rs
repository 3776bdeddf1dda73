#![no_main]
//! Feeds the reader `paper`.

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    coldstart_fuzz::readers::feed("paper", input);
});
