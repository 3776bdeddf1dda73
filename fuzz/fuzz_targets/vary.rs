#![no_main]
//! Feeds the reader `vary`.

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    coldstart_fuzz::readers::feed("vary", input);
});
