//! Right answers in other styles than that of the solutions: all must pass.

use grader::Report;
use ndarray::{Array1, Array2, Array3, ShapeBuilder, s};

use crate::matrix;

pub fn bank() -> Vec<Report> {
    vec![
        grader::gaussian_pdf(|x, mean, std_dev| {
            let log = -((x - mean) / std_dev).powi(2) / 2.0 - std_dev.ln();
            (log - std::f64::consts::TAU.ln() / 2.0).exp()
        }),
        grader::mixture_pdf(|x, weights, means, std_devs| {
            let mut density = 0.0;
            for k in (0..weights.len()).rev() {
                density += weights[k] * solutions::gaussian_pdf(x, means[k], std_devs[k]);
            }
            density
        }),
        grader::responsibilities_1d(|data, weights, means, std_devs| {
            // In log space, although the contract does not ask for it.
            Array2::from_shape_fn((data.len(), weights.len()), |(n, k)| {
                let log = |j: usize| {
                    let z = (data[n] - means[j]) / std_devs[j];
                    weights[j].ln() - std_devs[j].ln() - z * z / 2.0
                };
                let total: f64 = (0..weights.len()).map(|j| (log(j) - log(k)).exp()).sum();
                if weights[k] == 0.0 { 0.0 } else { 1.0 / total }
            })
        }),
        grader::update_1d(|data, resp| {
            let columns = resp.columns().into_iter();
            let mut answer = (Vec::new(), Vec::new(), Vec::new());
            for column in columns {
                let count: f64 = column.sum();
                let mean = column
                    .iter()
                    .zip(data)
                    .map(|(r, x)| r / count * x)
                    .sum::<f64>();
                let squares = column
                    .iter()
                    .zip(data)
                    .map(|(r, x)| r / count * (x - mean).powi(2));
                answer.0.push(count / resp.sum());
                answer.1.push(mean);
                answer.2.push(squares.sum::<f64>().sqrt());
            }
            (answer.0.into(), answer.1.into(), answer.2.into())
        }),
        grader::log_gaussian(matrix::log_density),
        grader::assign_clusters(|data, centers| {
            // Distances themselves, not their squares.
            let nearest = data.rows().into_iter().map(|x| {
                let distance = |k: usize| (&x - &centers.row(k)).pow2().sum().sqrt();
                let mut best = 0;
                for k in 0..centers.nrows() {
                    if distance(k) < distance(best) {
                        best = k;
                    }
                }
                best
            });
            nearest.collect()
        }),
        grader::update_centers(|data, labels, centers| {
            let mut updated = centers.clone();
            for k in 0..centers.nrows() {
                let members: Vec<usize> = (0..labels.len()).filter(|&n| labels[n] == k).collect();
                if let Some(mean) = data
                    .select(ndarray::Axis(0), &members)
                    .mean_axis(ndarray::Axis(0))
                {
                    updated.row_mut(k).assign(&mean);
                }
            }
            updated
        }),
        grader::log_sum_exp(|z: &Array1<f64>| {
            z.iter().fold(f64::NEG_INFINITY, |total, &value| {
                let (low, high) = (total.min(value), total.max(value));
                if low == f64::NEG_INFINITY {
                    high
                } else {
                    high + (low - high).exp().ln_1p()
                }
            })
        }),
        grader::log_likelihood(|data, weights, means, covariances| {
            let logs = matrix::table(data, means, covariances, matrix::log_density) + weights.ln();
            logs.rows()
                .into_iter()
                .rev()
                .map(|row| solutions::log_sum_exp(&row.to_owned()))
                .sum()
        }),
        grader::compute_responsibilities(|data, weights, means, covariances| {
            // By inverse, the maximum taken out of each row, and column by column in memory.
            let mut logs =
                matrix::table(data, means, covariances, matrix::log_density) + weights.ln();
            for mut row in logs.rows_mut() {
                let max = row.fold(f64::NEG_INFINITY, |max, &value| max.max(value));
                row.mapv_inplace(|value| (value - max).exp());
            }
            let resp = matrix::over_rows(logs);
            let mut columns = Array2::zeros(resp.dim().f());
            columns.assign(&resp);
            columns
        }),
        grader::compute_soft_counts(|resp: &Array2<f64>| {
            let mut counts = Array1::zeros(resp.ncols());
            for n in (0..resp.nrows()).rev() {
                counts += &resp.row(n);
            }
            counts
        }),
        grader::compute_weights(|counts: &Array1<f64>| {
            counts.mapv(|count| count * (1.0 / counts.sum()))
        }),
        grader::compute_means(
            |data: &Array2<f64>, resp: &Array2<f64>, counts: &Array1<f64>| {
                // Column by column in memory: (features, components), transposed.
                (data.t().dot(resp) / counts).reversed_axes()
            },
        ),
        grader::compute_covariances(|data, resp, counts, means| {
            let (n_components, n_features) = means.dim();
            Array3::from_shape_fn((n_components, n_features, n_features), |(k, i, j)| {
                let mut sum = 0.0;
                for n in 0..data.nrows() {
                    let (left, right) =
                        (data[[n, i]] - means[[k, i]], data[[n, j]] - means[[k, j]]);
                    sum += resp[[n, k]] / counts[k] * left * right;
                }
                sum
            })
        }),
        grader::em(em_with_a_for_loop),
        grader::count_parameters(|k, d| k * (1 + d + (d * d + d) / 2) - 1),
        grader::bic(|log_likelihood, n_parameters, n_samples| {
            2.0 * (n_parameters as f64 / 2.0 * (n_samples as f64).ln() - log_likelihood)
        }),
    ]
}

fn em_with_a_for_loop(
    data: &Array2<f64>,
    init_means: &Array2<f64>,
    init_covariances: &Array3<f64>,
    init_weights: &Array1<f64>,
    max_iter: usize,
    tol: f64,
) -> solutions::EmFit {
    let likelihood = |fit: &solutions::EmFit| {
        solutions::log_likelihood(data, &fit.weights, &fit.means, &fit.covariances)
    };
    let e_step = |fit: &solutions::EmFit| {
        solutions::compute_responsibilities(data, &fit.weights, &fit.means, &fit.covariances)
    };
    let mut fit = solutions::EmFit {
        weights: init_weights.clone(),
        means: init_means.clone(),
        covariances: init_covariances.clone(),
        responsibilities: Array2::zeros((data.nrows(), init_weights.len())),
        log_likelihoods: Vec::new(),
        converged: false,
    };
    fit.responsibilities = e_step(&fit);
    fit.log_likelihoods.push(likelihood(&fit));
    for update in 0..max_iter {
        let counts = fit.responsibilities.sum_axis(ndarray::Axis(0));
        fit.weights = &counts / data.nrows() as f64;
        for (k, count) in counts.iter().enumerate() {
            let share = &fit.responsibilities.slice(s![.., k]) / *count;
            let mean = share.dot(data);
            let centered = data - &mean;
            let mut covariance = Array2::zeros((data.ncols(), data.ncols()));
            for (share, x) in share.iter().zip(centered.rows()) {
                let column = x.insert_axis(ndarray::Axis(1));
                covariance.scaled_add(*share, &column.dot(&column.t()));
            }
            fit.means.row_mut(k).assign(&mean);
            fit.covariances
                .index_axis_mut(ndarray::Axis(0), k)
                .assign(&covariance);
        }
        fit.responsibilities = e_step(&fit);
        fit.log_likelihoods.push(likelihood(&fit));
        if fit.log_likelihoods[update + 1] - fit.log_likelihoods[update] < tol {
            fit.converged = true;
            break;
        }
    }
    fit
}
