#![no_main]
//! Feeds the reader `duration`.

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    coldstart_fuzz::readers::feed("duration", input);
});
