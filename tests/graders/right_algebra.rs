//! Right answers by matrix products, broadcasting and views, and in unusual layouts of memory:
//! all must pass.

use std::f64::consts::TAU;

use grader::Report;
use ndarray::{Array1, Array2, Array3, Axis, ShapeBuilder, Zip, concatenate, s, stack};
use solutions::EmFit;

use crate::matrix::{determinant_and_inverse, over_rows};

/// ln πₖ + ln 𝒩(xₙ | μₖ, Σₖ), a column at a time: (X − μ) Σ⁻¹ times (X − μ), summed along rows.
fn log_joint(
    data: &Array2<f64>,
    weights: &Array1<f64>,
    means: &Array2<f64>,
    covariances: &Array3<f64>,
) -> Array2<f64> {
    let columns: Vec<Array1<f64>> = (0..weights.len())
        .map(|k| {
            let covariance = covariances.slice(s![k, .., ..]).to_owned();
            let (determinant, inverse) = determinant_and_inverse(&covariance);
            let centered = data - &means.slice(s![k, ..]);
            let squared = (centered.dot(&inverse) * &centered).sum_axis(Axis(1));
            let constant = data.ncols() as f64 * TAU.ln() + determinant.ln();
            (squared + constant) * -0.5 + weights[k].ln()
        })
        .collect();
    let views: Vec<_> = columns.iter().map(|column| column.view()).collect();
    stack(Axis(1), &views).unwrap()
}

/// Each row less its largest number, and that number.
fn without_largest(logs: &Array2<f64>) -> (Array2<f64>, Array1<f64>) {
    let largest = logs.fold_axis(Axis(1), f64::NEG_INFINITY, |&largest, &log| {
        largest.max(log)
    });
    (logs - &largest.view().insert_axis(Axis(1)), largest)
}

fn log_likelihood(logs: &Array2<f64>) -> f64 {
    let (rest, largest) = without_largest(logs);
    (rest.exp().sum_axis(Axis(1)).ln() + largest).sum()
}

/// The whole array, its last axis outermost in memory.
fn turned<D: ndarray::Dimension>(array: ndarray::Array<f64, D>) -> ndarray::Array<f64, D> {
    let mut turned = ndarray::Array::zeros(array.raw_dim().f());
    turned.assign(&array);
    turned
}

pub fn bank() -> Vec<Report> {
    vec![
        grader::gaussian_pdf(|x, mean, std_dev| {
            let normalizer = (TAU * std_dev.powi(2)).sqrt().recip();
            normalizer * (-0.5 * (x / std_dev - mean / std_dev).powi(2)).exp()
        }),
        grader::mixture_pdf(|x, weights, means, std_devs| {
            let z = (x - means) / std_devs;
            weights.dot(&((z.pow2() * -0.5).exp() / (std_devs * TAU.sqrt())))
        }),
        grader::responsibilities_1d(|data, weights, means, std_devs| {
            let column = data.view().insert_axis(Axis(1));
            // The factor 1/√(2π) cancels.
            over_rows((((&column - means) / std_devs).pow2() * -0.5).exp() / std_devs * weights)
        }),
        grader::update_1d(|data, resp| {
            let counts = resp.t().dot(&Array1::ones(data.len()));
            let means = data.dot(resp) / &counts;
            let centered = data.view().insert_axis(Axis(1)).to_owned() - &means;
            let variances = (centered.pow2() * resp).sum_axis(Axis(0)) / &counts;
            (&counts / counts.sum(), means, variances.sqrt())
        }),
        grader::log_gaussian(|x, mean, covariance| {
            let (determinant, inverse) = determinant_and_inverse(&(&covariance * TAU));
            let centered = &x - &mean;
            // |2πΣ| has the factor (2π)ᴰ in it, and (2πΣ)⁻¹ lacks a factor 2π.
            -0.5 * (determinant.ln() + centered.dot(&inverse).dot(&centered) * TAU)
        }),
        grader::assign_clusters(|data, centers| {
            let difference =
                data.view().insert_axis(Axis(1)).to_owned() - centers.view().insert_axis(Axis(0));
            difference
                .pow2()
                .sum_axis(Axis(2))
                .map_axis(Axis(1), |row| {
                    let smallest = row.fold(f64::INFINITY, |smallest, &d| smallest.min(d));
                    row.iter().position(|&d| d == smallest).unwrap()
                })
        }),
        grader::update_centers(|data, labels, centers| {
            let clusters = Array1::from_iter(0..centers.nrows());
            let belongs = Array2::from_shape_fn((clusters.len(), labels.len()), |(k, n)| {
                f64::from(clusters[k] == labels[n])
            });
            let counts = belongs.sum_axis(Axis(1));
            let sums = belongs.dot(data);
            let mut updated = turned(centers.clone());
            Zip::from(updated.rows_mut())
                .and(sums.rows())
                .and(&counts)
                .for_each(|mut center, sum, &count| {
                    if count > 0.0 {
                        center.assign(&(&sum / count));
                    }
                });
            updated
        }),
        grader::log_sum_exp(|z: &Array1<f64>| {
            let largest = z.fold(f64::NEG_INFINITY, |largest, &value| largest.max(value));
            if largest.is_infinite() {
                largest
            } else {
                (z - largest).exp().sum().ln() + largest
            }
        }),
        grader::log_likelihood(|data, weights, means, covariances| {
            log_likelihood(&log_joint(data, weights, means, covariances))
        }),
        grader::compute_responsibilities(|data, weights, means, covariances| {
            over_rows(turned(
                without_largest(&log_joint(data, weights, means, covariances))
                    .0
                    .exp(),
            ))
        }),
        grader::compute_soft_counts(|resp: &Array2<f64>| Array1::ones(resp.nrows()).dot(resp)),
        grader::compute_weights(|counts: &Array1<f64>| {
            counts / counts.dot(&Array1::ones(counts.len()))
        }),
        grader::compute_means(|data, resp, counts| {
            // Shares first, product afterwards.
            turned((resp / counts).t().dot(data))
        }),
        grader::compute_covariances(|data, resp, counts, means| {
            let of_one = |k: usize| {
                let root = resp.column(k).sqrt().insert_axis(Axis(1));
                let scaled = (data - &means.row(k)) * root;
                scaled.t().dot(&scaled) / counts[k]
            };
            let all: Vec<Array2<f64>> = (0..counts.len()).map(of_one).collect();
            let views: Vec<_> = all
                .iter()
                .map(|one| one.view().insert_axis(Axis(0)))
                .collect();
            turned(concatenate(Axis(0), &views).unwrap())
        }),
        grader::em(em),
        grader::count_parameters(|k, d| (k * (d + 1) * (d + 2) - 2) / 2),
        grader::bic(|log_likelihood, n_parameters, n_samples| {
            (n_samples as f64)
                .powf(0.5 * n_parameters as f64)
                .ln()
                .mul_add(2.0, -2.0 * log_likelihood)
        }),
    ]
}

/// One E-step an update: its responsibilities and its log-likelihood come from the same table.
fn em(
    data: &Array2<f64>,
    init_means: &Array2<f64>,
    init_covariances: &Array3<f64>,
    init_weights: &Array1<f64>,
    max_iter: usize,
    tol: f64,
) -> EmFit {
    let mut logs = log_joint(data, init_weights, init_means, init_covariances);
    let mut fit = EmFit {
        weights: init_weights.clone(),
        means: init_means.clone(),
        covariances: init_covariances.clone(),
        responsibilities: over_rows(without_largest(&logs).0.exp()),
        log_likelihoods: vec![log_likelihood(&logs)],
        converged: false,
    };
    for _ in 0..max_iter {
        let resp = &fit.responsibilities;
        let counts = resp.sum_axis(Axis(0));
        fit.weights = resp.mean_axis(Axis(0)).unwrap();
        fit.means = (resp / &counts).t().dot(data);
        for k in 0..counts.len() {
            let centered = data - &fit.means.row(k);
            let shares = (&resp.column(k) / counts[k]).insert_axis(Axis(1));
            let covariance = (&centered * &shares).t().dot(&centered);
            fit.covariances.slice_mut(s![k, .., ..]).assign(&covariance);
        }
        logs = log_joint(data, &fit.weights, &fit.means, &fit.covariances);
        fit.responsibilities = over_rows(without_largest(&logs).0.exp());
        fit.log_likelihoods.push(log_likelihood(&logs));
        let last_two = &fit.log_likelihoods[fit.log_likelihoods.len() - 2..];
        if last_two[1] - last_two[0] < tol {
            fit.converged = true;
            break;
        }
    }
    fit
}
