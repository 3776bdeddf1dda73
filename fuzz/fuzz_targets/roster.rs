#![no_main]
//! Feeds the reader `roster`.

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    coldstart_fuzz::readers::feed("roster", input);
});
