#![no_main]
//! Feeds the reader `service`.

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    coldstart_fuzz::readers::feed("service", input);
});
