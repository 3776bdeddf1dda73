#![no_main]
//! Feeds the reader `set`.

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    coldstart_fuzz::readers::feed("set", input);
});
