//! The graders, graded.

use grader::Status;

#[test]
fn solutions_pass_their_graders() {
    for report in [
        grader::gaussian_pdf(solutions::gaussian_pdf),
        grader::mixture_pdf(solutions::mixture_pdf),
        grader::responsibilities_1d(solutions::responsibilities_1d),
        grader::update_1d(solutions::update_1d),
        grader::log_gaussian(solutions::log_gaussian),
        grader::assign_clusters(solutions::assign_clusters),
        grader::update_centers(solutions::update_centers),
        grader::log_sum_exp(solutions::log_sum_exp),
        grader::log_likelihood(solutions::log_likelihood),
        grader::compute_responsibilities(solutions::compute_responsibilities),
        grader::compute_soft_counts(solutions::compute_soft_counts),
        grader::compute_weights(solutions::compute_weights),
        grader::compute_means(solutions::compute_means),
        grader::compute_covariances(solutions::compute_covariances),
        grader::em(solutions::em),
        grader::count_parameters(solutions::count_parameters),
        grader::bic(solutions::bic),
    ] {
        println!("{report}");
        assert_eq!(report.status(), Status::Passed, "{report}");
    }
}
