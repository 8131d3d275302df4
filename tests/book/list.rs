// Woven by `cargo run -- weave`: one module for each chapter.
#[path = "index.rs"]
mod chapter_index;
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
