//! Numbers known from outside: the assignment's checkpoints and its run on the simulated data.

use approx::assert_abs_diff_eq;
use gmm::data::{old_faithful, uw_mixture};
use ndarray::{Array1, Array2, Array3, Axis, array, stack};
use solutions::{
    compute_covariances, compute_means, compute_responsibilities, compute_soft_counts,
    compute_weights, em, log_likelihood,
};

fn assignment_mixture() -> (Array1<f64>, Array2<f64>, Array3<f64>) {
    let covariances = stack![
        Axis(0),
        array![[1.5, 0.0], [0.0, 2.5]],
        array![[1.0, 1.0], [1.0, 2.0]]
    ];
    (
        array![0.3, 0.7],
        array![[0.0, 0.0], [1.0, 1.0]],
        covariances,
    )
}

// The assignment prints eight digits.
const PRINTED: f64 = 5e-9;

#[test]
fn responsibilities_and_log_likelihood_of_the_assignment_s_two_points() {
    let (weights, means, covariances) = assignment_mixture();
    let data = array![[1.0, 2.0], [-1.0, -2.0]];
    let resp = compute_responsibilities(&data, &weights, &means, &covariances);
    let printed = array![[0.10512733, 0.89487267], [0.46468164, 0.53531836]];
    assert_abs_diff_eq!(resp, printed, epsilon = PRINTED);
    let found = log_likelihood(&data, &weights, &means, &covariances);
    // 1e-14: eight ulps of a number near 7
    assert_abs_diff_eq!(found, -6.653136535433605, epsilon = 1e-14);
    let counts = compute_soft_counts(&resp);
    assert_abs_diff_eq!(
        counts,
        array![0.5698089730771534, 1.4301910269228466],
        epsilon = 1e-14
    );
}

#[test]
fn weights_means_and_covariances_of_the_assignment_s_checkpoints() {
    let (weights, means, covariances) = assignment_mixture();
    let three = array![[1.0, 2.0], [-1.0, -2.0], [0.0, 0.0]];
    let resp = compute_responsibilities(&three, &weights, &means, &covariances);
    let found = compute_weights(&compute_soft_counts(&resp));
    assert_abs_diff_eq!(
        found,
        array![0.27904865942515705, 0.720951340574843],
        epsilon = 1e-14
    );

    let two = array![[1.0, 2.0], [-1.0, -2.0]];
    let resp = compute_responsibilities(&two, &weights, &means, &covariances);
    let counts = compute_soft_counts(&resp);
    let means = compute_means(&two, &resp, &counts);
    let printed = array![[-0.6310085, -1.262017], [0.25140299, 0.50280599]];
    assert_abs_diff_eq!(means, printed, epsilon = PRINTED);

    let covariances = compute_covariances(&two, &resp, &counts, &means);
    let printed = stack![
        Axis(0),
        array![[0.60182827, 1.20365655], [1.20365655, 2.4073131]],
        array![[0.93679654, 1.87359307], [1.87359307, 3.74718614]]
    ];
    assert_abs_diff_eq!(covariances, printed, epsilon = PRINTED);
}

/// Sample covariance, with `n − ddof` in the denominator.
fn sample_covariance(data: &Array2<f64>, ddof: f64) -> Array2<f64> {
    let centered = data - &data.mean_axis(Axis(0)).expect("there are samples");
    centered.t().dot(&centered) / (data.nrows() as f64 - ddof)
}

/// The assignment's start: rows 20, 10 and 96 as means, the sample covariance for all three.
fn fit_simulated_data(ddof: f64, max_iter: usize) -> solutions::EmFit {
    let data = uw_mixture();
    let covariance = sample_covariance(&data, ddof);
    let covariances = stack![Axis(0), covariance, covariance, covariance];
    let means = data.select(Axis(0), &[20, 10, 96]);
    em(
        &data,
        &means,
        &covariances,
        &Array1::from_elem(3, 1.0 / 3.0),
        max_iter,
        1e-4,
    )
}

#[test]
fn em_on_the_simulated_data_gives_the_quiz_numbers_after_23_updates() {
    let fit = fit_simulated_data(1.0, 1000);
    assert!(fit.converged);
    assert_eq!(fit.log_likelihoods.len() - 1, 23);
    assert_abs_diff_eq!(fit.weights[0], 0.3007102300609823, epsilon = 1e-12);
    assert_abs_diff_eq!(fit.means[[1, 0]], 4.9423923529753555, epsilon = 1e-12);
    assert_abs_diff_eq!(
        fit.covariances[[2, 0, 0]],
        0.6711499189718454,
        epsilon = 1e-12
    );
    assert_abs_diff_eq!(fit.log_likelihoods[0], -541.316125, epsilon = 5e-7);
    assert_abs_diff_eq!(fit.log_likelihoods[12], -336.1926973689691, epsilon = 1e-10);
    assert_abs_diff_eq!(fit.log_likelihoods[23], -318.8308214856091, epsilon = 1e-10);
}

#[test]
fn the_simulated_run_stops_on_a_knife_edge() {
    let fit = fit_simulated_data(1.0, 1000);
    let gain = fit.log_likelihoods[22] - fit.log_likelihoods[21];
    assert_abs_diff_eq!(gain, 1.00684e-4, epsilon = 5e-10);
    // Another divisor of the starting covariance, and the run is one update shorter.
    assert_eq!(fit_simulated_data(0.0, 1000).log_likelihoods.len() - 1, 22);
}

#[test]
fn the_true_parameters_explain_the_simulated_data_less_well_than_the_fit() {
    let truth = stack![
        Axis(0),
        array![[0.5, 0.0], [0.0, 0.5]],
        array![[0.92, 0.38], [0.38, 0.91]],
        array![[0.5, 0.0], [0.0, 0.5]]
    ];
    let means = array![[5.0, 0.0], [1.0, 1.0], [0.0, 5.0]];
    let found = log_likelihood(&uw_mixture(), &array![0.25, 0.5, 0.25], &means, &truth);
    assert_abs_diff_eq!(found, -330.633, epsilon = 5e-4);
    assert!(
        found
            < *fit_simulated_data(1.0, 1000)
                .log_likelihoods
                .last()
                .unwrap()
    );
}

#[test]
fn em_tells_the_short_eruptions_of_old_faithful_from_the_long() {
    let data = old_faithful();
    let covariance = sample_covariance(&data, 1.0);
    let covariances = stack![Axis(0), covariance, covariance];
    let means = array![[2.0, 50.0], [5.0, 90.0]];
    let fit = em(&data, &means, &covariances, &array![0.5, 0.5], 200, 1e-8);
    assert!(fit.converged);
    // scikit-learn 1.9.1: GaussianMixture(2, tol=1e-12, reg_covar=0, max_iter=1000, random_state=0)
    assert_abs_diff_eq!(fit.weights, array![0.35587286, 0.64412714], epsilon = 1e-5);
    let printed = array![[2.03638846, 54.47851644], [4.28966198, 79.96811524]];
    assert_abs_diff_eq!(fit.means, printed, epsilon = 1e-3);
    let found = fit.log_likelihoods.last().unwrap();
    assert_abs_diff_eq!(*found, -1130.2639601847418, epsilon = 1e-5);
}
