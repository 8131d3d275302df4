#![no_main]

libfuzzer_sys::fuzz_target!(|case: gmm_fuzz::csv::Case| case.check());
