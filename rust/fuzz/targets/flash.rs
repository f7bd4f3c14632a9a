//! States of fluids.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| entropyk_fuzz::flash(data));
