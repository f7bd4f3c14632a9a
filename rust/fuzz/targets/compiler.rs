//! Graphs of components.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| entropyk_fuzz::compiler(data));
