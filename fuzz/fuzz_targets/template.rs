#![no_main]
//! Feeds the reader `template`.

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    coldstart_fuzz::readers::feed("template", input);
});
