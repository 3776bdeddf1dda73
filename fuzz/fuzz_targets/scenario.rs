#![no_main]
//! Feeds the reader `scenario`.

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    coldstart_fuzz::readers::feed("scenario", input);
});
