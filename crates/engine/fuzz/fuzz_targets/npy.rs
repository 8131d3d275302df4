#![no_main]

libfuzzer_sys::fuzz_target!(|case: gmm_fuzz::npy::Case| case.check());
