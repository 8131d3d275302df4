//! Right answers in plain loops, one number at a time, as one would write them without ndarray's
//! operators: all must pass.

use std::f64::consts::{E, PI};

use grader::Report;
use ndarray::{Array1, Array2, Array3};

use crate::matrix::determinant_and_inverse;

/// 𝒩(x | μ, σ²), from the base of the logarithm.
fn bell(x: f64, mean: f64, std_dev: f64) -> f64 {
    let variance = std_dev * std_dev;
    E.powf(-(x - mean) * (x - mean) / (2.0 * variance)) / (2.0 * PI * variance).sqrt()
}

/// ln 𝒩(x | μ, Σ), by inverse and determinant, entry by entry.
fn log_bell(x: &[f64], mean: &[f64], covariance: &Array2<f64>) -> f64 {
    let (determinant, inverse) = determinant_and_inverse(covariance);
    let mut quadratic = 0.0;
    for i in 0..x.len() {
        for j in 0..x.len() {
            quadratic += (x[i] - mean[i]) * inverse[[i, j]] * (x[j] - mean[j]);
        }
    }
    -quadratic / 2.0 - determinant.sqrt().ln() - x.len() as f64 / 2.0 * (2.0 * PI).ln()
}

/// ln πₖ + ln 𝒩(xₙ | μₖ, Σₖ) of one sample.
fn log_joint(
    n: usize,
    data: &Array2<f64>,
    weights: &Array1<f64>,
    means: &Array2<f64>,
    covariances: &Array3<f64>,
) -> Vec<f64> {
    let mut logs = Vec::new();
    for k in 0..weights.len() {
        let covariance = covariances.index_axis(ndarray::Axis(0), k).to_owned();
        let (x, mean) = (data.row(n).to_vec(), means.row(k).to_vec());
        logs.push(weights[k].ln() + log_bell(&x, &mean, &covariance));
    }
    logs
}

/// ln Σ exp, from the largest down.
fn log_of_sum(mut logs: Vec<f64>) -> f64 {
    logs.sort_by(|left, right| right.total_cmp(left));
    let mut sum = 0.0;
    for &log in &logs {
        if log > f64::NEG_INFINITY {
            sum += (log - logs[0]).exp();
        }
    }
    logs[0] + sum.ln()
}

pub fn bank() -> Vec<Report> {
    vec![
        grader::gaussian_pdf(bell),
        grader::mixture_pdf(|x, weights, means, std_devs| {
            let mut density = 0.0;
            for k in 0..weights.len() {
                density += weights[k] * bell(x, means[k], std_devs[k]);
            }
            density
        }),
        grader::responsibilities_1d(|data, weights, means, std_devs| {
            let mut resp = Array2::zeros((data.len(), weights.len()));
            for n in 0..data.len() {
                let mut total = 0.0;
                for k in 0..weights.len() {
                    resp[[n, k]] = weights[k] * bell(data[n], means[k], std_devs[k]);
                    total += resp[[n, k]];
                }
                for k in 0..weights.len() {
                    resp[[n, k]] /= total;
                }
            }
            resp
        }),
        grader::update_1d(|data, resp| {
            let (n_samples, n_components) = resp.dim();
            let mut weights = Array1::zeros(n_components);
            let mut means = Array1::zeros(n_components);
            let mut std_devs = Array1::zeros(n_components);
            for k in 0..n_components {
                let (mut count, mut sum, mut squares) = (0.0, 0.0, 0.0);
                for n in 0..n_samples {
                    count += resp[[n, k]];
                    sum += resp[[n, k]] * data[n];
                }
                means[k] = sum / count;
                for n in 0..n_samples {
                    squares += resp[[n, k]] * (data[n] - means[k]) * (data[n] - means[k]);
                }
                weights[k] = count / n_samples as f64;
                std_devs[k] = f64::sqrt(squares / count);
            }
            (weights, means, std_devs)
        }),
        grader::log_gaussian(|x, mean, covariance| {
            log_bell(&x.to_vec(), &mean.to_vec(), &covariance.to_owned())
        }),
        grader::assign_clusters(|data, centers| {
            let mut labels = Array1::zeros(data.nrows());
            for n in 0..data.nrows() {
                let mut smallest = f64::INFINITY;
                for k in 0..centers.nrows() {
                    let mut distance = 0.0;
                    for d in 0..data.ncols() {
                        distance += (data[[n, d]] - centers[[k, d]]).powi(2);
                    }
                    if distance < smallest {
                        (smallest, labels[n]) = (distance, k);
                    }
                }
            }
            labels
        }),
        grader::update_centers(|data, labels, centers| {
            let mut updated = centers.clone();
            for k in 0..centers.nrows() {
                for d in 0..centers.ncols() {
                    let (mut sum, mut count) = (0.0, 0);
                    for n in 0..data.nrows() {
                        if labels[n] == k {
                            sum += data[[n, d]];
                            count += 1;
                        }
                    }
                    if count != 0 {
                        updated[[k, d]] = sum / f64::from(count);
                    }
                }
            }
            updated
        }),
        grader::log_sum_exp(|z: &Array1<f64>| {
            if z.iter().all(|&value| value == f64::NEG_INFINITY) {
                return f64::NEG_INFINITY;
            }
            log_of_sum(z.to_vec())
        }),
        grader::log_likelihood(|data, weights, means, covariances| {
            let mut total = 0.0;
            for n in 0..data.nrows() {
                total += log_of_sum(log_joint(n, data, weights, means, covariances));
            }
            total
        }),
        grader::compute_responsibilities(|data, weights, means, covariances| {
            let mut resp = Array2::zeros((data.nrows(), weights.len()));
            for n in 0..data.nrows() {
                let logs = log_joint(n, data, weights, means, covariances);
                // By the largest term, without log_sum_exp.
                let largest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                let mut total = 0.0;
                for &log in &logs {
                    total += (log - largest).exp();
                }
                for (k, &log) in logs.iter().enumerate() {
                    resp[[n, k]] = (log - largest).exp() / total;
                }
            }
            resp
        }),
        grader::compute_soft_counts(|resp: &Array2<f64>| {
            let mut counts = Array1::zeros(resp.ncols());
            for k in 0..resp.ncols() {
                for n in 0..resp.nrows() {
                    counts[k] += resp[[n, k]];
                }
            }
            counts
        }),
        grader::compute_weights(|counts: &Array1<f64>| {
            let mut n_samples = 0.0;
            for &count in counts {
                n_samples += count;
            }
            counts.iter().map(|count| count / n_samples).collect()
        }),
        grader::compute_means(|data, resp, counts| {
            let mut means = Array2::zeros((resp.ncols(), data.ncols()));
            for k in 0..resp.ncols() {
                for d in 0..data.ncols() {
                    for n in 0..data.nrows() {
                        means[[k, d]] += resp[[n, k]] * data[[n, d]] / counts[k];
                    }
                }
            }
            means
        }),
        grader::compute_covariances(|data, resp, counts, means| {
            let n_features = data.ncols();
            let mut covariances = Array3::zeros((counts.len(), n_features, n_features));
            // Sample by sample, and only the upper triangle, mirrored at the end.
            for n in 0..data.nrows() {
                for k in 0..counts.len() {
                    for i in 0..n_features {
                        for j in i..n_features {
                            covariances[[k, i, j]] += resp[[n, k]]
                                * (data[[n, i]] - means[[k, i]])
                                * (data[[n, j]] - means[[k, j]]);
                        }
                    }
                }
            }
            for k in 0..counts.len() {
                for i in 0..n_features {
                    for j in i..n_features {
                        covariances[[k, i, j]] /= counts[k];
                        covariances[[k, j, i]] = covariances[[k, i, j]];
                    }
                }
            }
            covariances
        }),
        grader::count_parameters(|n_components, n_features| {
            let mut free = 0;
            for k in 0..n_components {
                // A weight unless it is the last, a mean, and a triangle.
                free += usize::from(k + 1 < n_components) + n_features;
                for row in 1..=n_features {
                    free += row;
                }
            }
            free
        }),
        grader::bic(|log_likelihood, n_parameters, n_samples| {
            let mut criterion = -log_likelihood - log_likelihood;
            for _ in 0..n_parameters {
                criterion += (n_samples as f64).ln();
            }
            criterion
        }),
    ]
}
