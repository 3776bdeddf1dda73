#![no_main]
//! Feeds the reader `sheet`.

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    coldstart_fuzz::readers::feed("sheet", input);
});
