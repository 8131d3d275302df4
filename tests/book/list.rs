// Woven by `cargo run -- weave`: one module for each chapter.
#[path = "index.rs"]
mod chapter_index;
#[path = "01-mixture.rs"]
mod chapter_01_mixture;
#[path = "02-basic-steps.rs"]
mod chapter_02_basic_steps;
#[path = "03-covariance.rs"]
mod chapter_03_covariance;
#[path = "04-kmeans.rs"]
mod chapter_04_kmeans;
#[path = "05-log-likelihood.rs"]
mod chapter_05_log_likelihood;
#[path = "06-e-step.rs"]
mod chapter_06_e_step;
#[path = "07-m-step.rs"]
mod chapter_07_m_step;
#[path = "08-em.rs"]
mod chapter_08_em;
#[path = "09-simulated-data.rs"]
mod chapter_09_simulated_data;
#[path = "10-failures.rs"]
mod chapter_10_failures;
#[path = "11-choosing-k.rs"]
mod chapter_11_choosing_k;
#[path = "12-real-data.rs"]
mod chapter_12_real_data;
#[path = "13-fast.rs"]
mod chapter_13_fast;
#[path = "a-derivation.rs"]
mod chapter_a_derivation;
#[path = "b-notation.rs"]
mod chapter_b_notation;
#[path = "c-ndarray.rs"]
mod chapter_c_ndarray;
#[path = "d-sources.rs"]
mod chapter_d_sources;
