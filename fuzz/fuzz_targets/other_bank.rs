#![no_main]
//! Feeds the reader `other-bank`.

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    coldstart_fuzz::readers::feed("other-bank", input);
});
