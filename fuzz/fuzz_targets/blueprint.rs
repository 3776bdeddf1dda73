#![no_main]
//! Feeds the reader `blueprint`.

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    coldstart_fuzz::readers::feed("blueprint", input);
});
