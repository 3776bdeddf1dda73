#![no_main]
//! Feeds the reader `receipt`.

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    coldstart_fuzz::readers::feed("receipt", input);
});
