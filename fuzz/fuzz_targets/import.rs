#![no_main]
//! Feeds the reader `import`.

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    coldstart_fuzz::readers::feed("import", input);
});
