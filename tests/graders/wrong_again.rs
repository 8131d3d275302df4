//! Known mistakes written in other ways, such as plain loops, and those missing from the other
//! `wrong_…` files; each with the name that the grader must give.

use std::f64::consts::PI;

use grader::Report;
use ndarray::{Array1, Array2, Array3, ArrayView1, ArrayView2, Axis, s};
use solutions as right;
use solutions::EmFit;

use crate::matrix::{determinant_and_inverse, log_density, one_hot, over_rows, quadratic, table};

/// exp(−(x − μ)²/2σ²) with its height, both to be spoiled.
fn bell(x: f64, mean: f64, std_dev: f64) -> f64 {
    (-(x - mean).powi(2) / (2.0 * std_dev.powi(2))).exp() / (2.0 * PI * std_dev.powi(2)).sqrt()
}

pub fn one_dimension() -> Vec<(&'static str, Report)> {
    vec![
        (
            "variance-for-std-dev",
            grader::gaussian_pdf(|x, m, s| bell(x, m, s.sqrt())),
        ),
        (
            "missing-half",
            grader::gaussian_pdf(|x, m, s| {
                (-((x - m) / s).powi(2)).exp() / (2.0 * PI * s.powi(2)).sqrt()
            }),
        ),
        (
            "normalizer-without-std-dev",
            grader::gaussian_pdf(|x, m, s| bell((x - m) / s, 0.0, 1.0)),
        ),
        (
            "distance-not-divided",
            grader::gaussian_pdf(|x, m, s| bell(x, m, 1.0) / s),
        ),
        (
            "sign-of-exponent",
            grader::gaussian_pdf(|x, m, s| {
                ((x - m) * (x - m) / (2.0 * s * s)).exp() / (2.0 * PI * s * s).sqrt()
            }),
        ),
        (
            "forgot-weights",
            grader::mixture_pdf(|x, weights, means, std_devs| {
                let mut density = 0.0;
                for k in 0..weights.len() {
                    density += bell(x, means[k], std_devs[k]);
                }
                density
            }),
        ),
        (
            "averaged",
            grader::mixture_pdf(|x, weights, means, std_devs| {
                let bells = (0..weights.len()).map(|k| bell(x, means[k], std_devs[k]));
                bells.collect::<Array1<f64>>().mean().unwrap()
            }),
        ),
        (
            "covariance-not-inverted",
            grader::responsibilities_1d(|data, weights, means, std_devs| {
                over_rows(Array2::from_shape_fn(
                    (data.len(), weights.len()),
                    |(n, k)| {
                        let exponent = (data[n] - means[k]).powi(2) * std_devs[k].powi(2) / 2.0;
                        weights[k] * (-exponent).exp() / (2.0 * PI * std_devs[k].powi(2)).sqrt()
                    },
                ))
            }),
        ),
        (
            "normalized-over-samples",
            grader::responsibilities_1d(|data, weights, means, std_devs| {
                let mut resp = Array2::zeros((data.len(), weights.len()));
                for k in 0..weights.len() {
                    for n in 0..data.len() {
                        resp[[n, k]] = weights[k] * bell(data[n], means[k], std_devs[k]);
                    }
                    let total = resp.column(k).sum();
                    resp.column_mut(k).mapv_inplace(|value| value / total);
                }
                resp
            }),
        ),
        (
            "transposed",
            grader::responsibilities_1d(|data, weights, means, std_devs| {
                let mut resp = Array2::zeros((weights.len(), data.len()));
                for n in 0..data.len() {
                    let total = right::mixture_pdf(data[n], weights, means, std_devs);
                    for k in 0..weights.len() {
                        resp[[k, n]] = weights[k] * bell(data[n], means[k], std_devs[k]) / total;
                    }
                }
                resp
            }),
        ),
        (
            "bessel",
            grader::update_1d(|data, resp| {
                let (weights, means, mut std_devs) = right::update_1d(data, resp);
                for k in 0..means.len() {
                    let mut squares = 0.0;
                    for n in 0..data.len() {
                        squares += resp[[n, k]] * (data[n] - means[k]).powi(2);
                    }
                    std_devs[k] = (squares / (resp.column(k).sum() - 1.0)).sqrt();
                }
                (weights, means, std_devs)
            }),
        ),
        (
            "returned-variance",
            grader::update_1d(|data, resp| {
                let counts = resp.sum_axis(Axis(0));
                let means = resp.t().dot(data) / &counts;
                // E[x²] − E[x]²: right as a formula where nothing cancels, but no root.
                let squares = resp.t().dot(&data.mapv(|x| x * x)) / &counts;
                let variances = squares - means.mapv(|mean| mean * mean);
                (counts / data.len() as f64, means, variances)
            }),
        ),
    ]
}

pub fn densities() -> Vec<(&'static str, Report)> {
    fn logs(
        data: &Array2<f64>,
        weights: &Array1<f64>,
        means: &Array2<f64>,
        covariances: &Array3<f64>,
    ) -> Array2<f64> {
        table(data, means, covariances, log_density) + weights.mapv(f64::ln)
    }
    vec![
        (
            "missing-half",
            grader::log_gaussian(|x, m, s| {
                let (determinant, _) = determinant_and_inverse(&(&s * (2.0 * PI)));
                -0.5 * determinant.ln() - quadratic(x, m, s)
            }),
        ),
        (
            "determinant-not-halved",
            grader::log_gaussian(|x, m, s| {
                let (determinant, _) = determinant_and_inverse(&s);
                let normalizer = (2.0 * PI).powf(x.len() as f64 / 2.0) * determinant;
                ((-0.5 * quadratic(x, m, s)).exp() / normalizer).ln()
            }),
        ),
        (
            "missing-2pi",
            grader::log_gaussian(|x, m, s| {
                (-quadratic(x, m, s) - determinant_and_inverse(&s).0.ln()) / 2.0
            }),
        ),
        (
            "two-pi-not-halved",
            grader::log_gaussian(|x, mean, covariance| {
                right::log_gaussian(x, mean, covariance) - 0.5 * x.len() as f64 * (2.0 * PI).ln()
            }),
        ),
        (
            "largest-alone",
            grader::log_sum_exp(|z: &Array1<f64>| {
                z.iter().copied().fold(f64::NEG_INFINITY, f64::max)
            }),
        ),
        (
            "overflow",
            grader::log_sum_exp(|z: &Array1<f64>| {
                let mut sum = 0.0;
                for value in z {
                    sum += value.exp();
                }
                f64::ln(sum)
            }),
        ),
        (
            "nan-for-all-minus-infinity",
            grader::log_sum_exp(|z: &Array1<f64>| {
                let mut max = z[0];
                for &value in z {
                    if value > max {
                        max = value;
                    }
                }
                let mut sum = 0.0;
                for &value in z {
                    sum += (value - max).exp();
                }
                max + f64::ln(sum)
            }),
        ),
        (
            "averaged",
            grader::log_likelihood(|x, w, m, s| {
                let mut total = 0.0;
                for row in logs(x, w, m, s).rows() {
                    total += right::log_sum_exp(&row.to_owned()) / x.nrows() as f64;
                }
                total
            }),
        ),
        (
            "underflow",
            grader::log_likelihood(|x, w, m, s| {
                let mut total = 0.0;
                for row in logs(x, w, m, s).rows() {
                    total += row.iter().map(|log| log.exp()).sum::<f64>().ln();
                }
                total
            }),
        ),
        (
            "forgot-weights",
            grader::log_likelihood(|x, w, m, s| {
                right::log_likelihood(x, &Array1::from_elem(w.len(), 1.0), m, s)
            }),
        ),
        (
            "determinant-not-halved",
            grader::compute_responsibilities(|x, w, m, s| {
                let entry = |x: ArrayView1<f64>, m: ArrayView1<f64>, s: ArrayView2<f64>| {
                    -determinant_and_inverse(&s).0.ln() - 0.5 * quadratic(x, m, s)
                };
                let mut resp = table(x, m, s, entry) + w.mapv(f64::ln);
                for mut row in resp.rows_mut() {
                    let total = right::log_sum_exp(&row.to_owned());
                    row.mapv_inplace(|log| (log - total).exp());
                }
                resp
            }),
        ),
        (
            "underflow",
            grader::compute_responsibilities(|x, w, m, s| {
                let mut resp = logs(x, w, m, s);
                for mut row in resp.rows_mut() {
                    let total: f64 = row.iter().map(|log| log.exp()).sum();
                    row.mapv_inplace(|log| log.exp() / total);
                }
                resp
            }),
        ),
        (
            "hard-assignment",
            grader::compute_responsibilities(|x, w, m, s| {
                one_hot(&right::compute_responsibilities(x, w, m, s))
            }),
        ),
    ]
}

pub fn steps() -> Vec<(&'static str, Report)> {
    vec![
        (
            "farthest",
            grader::assign_clusters(|data, centers| {
                let mut labels = Array1::zeros(data.nrows());
                for (n, x) in data.rows().into_iter().enumerate() {
                    let mut longest = -1.0;
                    for (k, c) in centers.rows().into_iter().enumerate() {
                        let distance = (&x - &c).pow2().sum().sqrt();
                        if distance > longest {
                            (longest, labels[n]) = (distance, k);
                        }
                    }
                }
                labels
            }),
        ),
        (
            "empty-cluster-nan",
            grader::update_centers(|data, labels, centers| {
                Array2::from_shape_fn(centers.dim(), |(k, d)| {
                    let members: Vec<f64> = (0..labels.len())
                        .filter(|&n| labels[n] == k)
                        .map(|n| data[[n, d]])
                        .collect();
                    members.iter().sum::<f64>() / members.len() as f64
                })
            }),
        ),
        (
            "divided-by-n",
            grader::compute_soft_counts(|resp: &Array2<f64>| resp.mean_axis(Axis(0)).unwrap()),
        ),
        (
            "summed-over-clusters",
            grader::compute_soft_counts(|resp: &Array2<f64>| resp.dot(&Array1::ones(resp.ncols()))),
        ),
        (
            "divided-by-k",
            grader::compute_weights(|counts: &Array1<f64>| {
                let mut weights = counts.clone();
                for weight in &mut weights {
                    *weight /= counts.len() as f64;
                }
                weights
            }),
        ),
        (
            "divided-by-n",
            grader::compute_means(|data, resp, _| {
                let mut means = Array2::zeros((resp.ncols(), data.ncols()));
                for (x, shares) in data.rows().into_iter().zip(resp.rows()) {
                    for (k, share) in shares.iter().enumerate() {
                        means.row_mut(k).scaled_add(share / data.nrows() as f64, &x);
                    }
                }
                means
            }),
        ),
        (
            "not-divided",
            grader::compute_covariances(|data, resp, _, means| {
                each(means, data.ncols(), |k| {
                    let centered = data - &means.row(k);
                    (&centered * &resp.slice(s![.., k..=k])).t().dot(&centered)
                })
            }),
        ),
        (
            "responsibility-squared",
            grader::compute_covariances(|data, resp, counts, means| {
                each(means, data.ncols(), |k| {
                    let weighted = (data - &means.row(k)) * resp.slice(s![.., k..=k]);
                    weighted.t().dot(&weighted) / counts[k]
                })
            }),
        ),
        (
            "ridge",
            grader::compute_covariances(|data, resp, counts, means| {
                right::compute_covariances(data, resp, counts, means)
                    + &(Array2::<f64>::eye(data.ncols()) * 1e-6)
            }),
        ),
        (
            "diagonal-only",
            grader::compute_covariances(|data, resp, counts, means| {
                each(means, data.ncols(), |k| {
                    let squares = (data - &means.row(k)).pow2();
                    Array2::from_diag(&(resp.column(k).dot(&squares) / counts[k]))
                })
            }),
        ),
        (
            "one-covariance-for-all",
            grader::count_parameters(|k, d| k - 1 + k * d + (d * d + d) / 2),
        ),
        (
            "decimal-logarithm",
            grader::bic(|log_likelihood, n_parameters, n_samples| {
                -2.0 * log_likelihood + n_parameters as f64 * (n_samples as f64).log10()
            }),
        ),
        ("aic", grader::bic(|ll, p, _| -2.0 * ll + (p + p) as f64)),
    ]
}

/// One matrix a component.
fn each(
    means: &Array2<f64>,
    n_features: usize,
    matrix: impl Fn(usize) -> Array2<f64>,
) -> Array3<f64> {
    let mut all = Array3::zeros((means.nrows(), n_features, n_features));
    for k in 0..means.nrows() {
        all.slice_mut(s![k, .., ..]).assign(&matrix(k));
    }
    all
}

/// A loop as a learner writes it, with a flaw or none.
fn looped(
    (data, means, covariances, weights): (&Array2<f64>, &Array2<f64>, &Array3<f64>, &Array1<f64>),
    updates: usize,
    mut log_likelihood: impl FnMut(&EmFit) -> f64,
    tol: f64,
) -> EmFit {
    let mut fit = EmFit {
        weights: weights.clone(),
        means: means.clone(),
        covariances: covariances.clone(),
        responsibilities: Array2::zeros((0, 0)),
        log_likelihoods: Vec::new(),
        converged: false,
    };
    fit.log_likelihoods.push(log_likelihood(&fit));
    for _ in 0..updates {
        let resp =
            right::compute_responsibilities(data, &fit.weights, &fit.means, &fit.covariances);
        let counts = right::compute_soft_counts(&resp);
        fit.weights = right::compute_weights(&counts);
        fit.means = right::compute_means(data, &resp, &counts);
        fit.covariances = right::compute_covariances(data, &resp, &counts, &fit.means);
        let (before, after) = (*fit.log_likelihoods.last().unwrap(), log_likelihood(&fit));
        fit.log_likelihoods.push(after);
        if after - before < tol {
            fit.converged = true;
            break;
        }
    }
    fit.responsibilities =
        right::compute_responsibilities(data, &fit.weights, &fit.means, &fit.covariances);
    fit
}

pub fn em() -> Vec<(&'static str, Report)> {
    fn sum(data: &Array2<f64>) -> impl Fn(&EmFit) -> f64 {
        |fit| right::log_likelihood(data, &fit.weights, &fit.means, &fit.covariances)
    }
    vec![
        (
            "updates-off-by-one",
            grader::em(|data, means, covariances, weights, max_iter, tol| {
                let updates = (1..max_iter).count();
                looped((data, means, covariances, weights), updates, sum(data), tol)
            }),
        ),
        (
            "updates-off-by-one",
            grader::em(|data, means, covariances, weights, max_iter, tol| {
                let updates = (0..=max_iter).count();
                looped((data, means, covariances, weights), updates, sum(data), tol)
            }),
        ),
        (
            "never-converged",
            grader::em(|data, means, covariances, weights, max_iter, tol| {
                let start = (data, means, covariances, weights);
                let mut fit = looped(start, max_iter, sum(data), tol);
                fit.converged &= max_iter == 0;
                fit
            }),
        ),
        (
            "averaged",
            grader::em(|data, means, covariances, weights, max_iter, tol| {
                let mean = |fit: &EmFit| sum(data)(fit) / data.nrows() as f64;
                looped((data, means, covariances, weights), max_iter, mean, tol)
            }),
        ),
        (
            "ignores-tol",
            grader::em(|data, means, covariances, weights, max_iter, _| {
                // A gain is never below −∞.
                let start = (data, means, covariances, weights);
                looped(start, max_iter, sum(data), f64::NEG_INFINITY)
            }),
        ),
    ]
}
