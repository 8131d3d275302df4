#![no_main]

libfuzzer_sys::fuzz_target!(|case: gmm_fuzz::fit::Case| case.check());
