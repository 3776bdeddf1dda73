#![no_main]
//! Feeds the reader `bank`.

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    coldstart_fuzz::readers::feed("bank", input);
});
