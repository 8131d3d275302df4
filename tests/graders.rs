//! The graders, graded.

use grader::Status;

#[test]
fn solutions_pass_their_graders() {
    for report in [
        grader::compute_soft_counts(solutions::compute_soft_counts),
        grader::compute_weights(solutions::compute_weights),
        grader::compute_means(solutions::compute_means),
        grader::compute_covariances(solutions::compute_covariances),
    ] {
        assert_eq!(report.status(), Status::Passed, "{report}");
    }
}
