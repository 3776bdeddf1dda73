#![no_main]
//! Feeds the reader `key`.

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    coldstart_fuzz::readers::feed("key", input);
});
