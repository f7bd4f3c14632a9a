//! Saved models.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| entropyk_fuzz::json(data));
