//! Wrong densities, responsibilities and likelihoods, each with the name that it deserves.

use std::f64::consts::{PI, TAU};

use grader::Report;
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis};
use solutions as right;

use crate::matrix::{
    self, determinant_and_inverse, joint, log_density, one_hot, over_rows, quadratic,
};

pub fn one_dimension() -> Vec<(&'static str, Report)> {
    vec![
        (
            "variance-for-std-dev",
            grader::gaussian_pdf(|x, m, s| {
                1.0 / (2.0 * PI * s).sqrt() * (-(x - m) * (x - m) / (2.0 * s)).exp()
            }),
        ),
        (
            "missing-half",
            grader::gaussian_pdf(|x, m, s| {
                1.0 / (s * TAU.sqrt()) * (-(x - m) * (x - m) / (s * s)).exp()
            }),
        ),
        (
            "missing-normalizer",
            grader::gaussian_pdf(|x, m, s| (-(x - m).powi(2) / (2.0 * s * s)).exp()),
        ),
        (
            "normalizer-without-std-dev",
            grader::gaussian_pdf(|x, m, s| (-(x - m).powi(2) / (2.0 * s * s)).exp() / TAU.sqrt()),
        ),
        (
            "normalizer-with-variance",
            grader::gaussian_pdf(|x, m, s| {
                (-(x - m).powi(2) / (2.0 * s * s)).exp() / (TAU.sqrt() * s * s)
            }),
        ),
        (
            "forgot-weights",
            grader::mixture_pdf(|x, _, means, std_devs| {
                means
                    .iter()
                    .zip(std_devs)
                    .map(|(&m, &s)| right::gaussian_pdf(x, m, s))
                    .sum()
            }),
        ),
        (
            "averaged",
            grader::mixture_pdf(|x, _, means, std_devs| {
                let sum: f64 = means
                    .iter()
                    .zip(std_devs)
                    .map(|(&m, &s)| right::gaussian_pdf(x, m, s))
                    .sum();
                sum / means.len() as f64
            }),
        ),
        (
            "variance-for-std-dev",
            grader::mixture_pdf(|x, weights, means, std_devs| {
                (0..weights.len())
                    .map(|k| weights[k] * right::gaussian_pdf(x, means[k], std_devs[k].sqrt()))
                    .sum()
            }),
        ),
    ]
}

/// Weight times density in one dimension, from the exponent's factor and the normalizer.
fn bells(
    data: &Array1<f64>,
    weights: &Array1<f64>,
    means: &Array1<f64>,
    density: impl Fn(f64, usize) -> f64,
) -> Array2<f64> {
    Array2::from_shape_fn((data.len(), weights.len()), |(n, k)| {
        weights[k] * density(data[n] - means[k], k)
    })
}

pub fn responsibilities_1d() -> Vec<(&'static str, Report)> {
    vec![
        (
            "forgot-weights",
            grader::responsibilities_1d(|x, w, m, s| {
                over_rows(bells(x, &Array1::from_elem(w.len(), 1.0), m, |d, k| {
                    (-0.5 * (d / s[k]).powi(2)).exp() / s[k]
                }))
            }),
        ),
        (
            "not-normalized",
            grader::responsibilities_1d(|x, w, m, s| {
                bells(x, w, m, |d, k| {
                    (-0.5 * (d / s[k]).powi(2)).exp() / s[k] / TAU.sqrt()
                })
            }),
        ),
        (
            "normalized-over-samples",
            grader::responsibilities_1d(|x, w, m, s| {
                let joint = bells(x, w, m, |d, k| (-0.5 * (d / s[k]).powi(2)).exp() / s[k]);
                over_rows(joint.reversed_axes()).reversed_axes()
            }),
        ),
        (
            "hard-assignment",
            grader::responsibilities_1d(|x, w, m, s| {
                one_hot(&bells(x, w, m, |d, k| {
                    (-0.5 * (d / s[k]).powi(2)).exp() / s[k]
                }))
            }),
        ),
        (
            "transposed",
            grader::responsibilities_1d(|x, w, m, s| {
                over_rows(bells(x, w, m, |d, k| {
                    (-0.5 * (d / s[k]).powi(2)).exp() / s[k]
                }))
                .t()
                .to_owned()
            }),
        ),
        (
            "variance-for-std-dev",
            grader::responsibilities_1d(|x, w, m, s| {
                over_rows(bells(x, w, m, |d, k| {
                    (-0.5 * d * d / s[k]).exp() / s[k].sqrt()
                }))
            }),
        ),
        (
            "missing-determinant",
            grader::responsibilities_1d(|x, w, m, s| {
                over_rows(bells(x, w, m, |d, k| (-0.5 * (d / s[k]).powi(2)).exp()))
            }),
        ),
        (
            "missing-half",
            grader::responsibilities_1d(|x, w, m, s| {
                over_rows(bells(x, w, m, |d, k| (-(d / s[k]).powi(2)).exp() / s[k]))
            }),
        ),
        (
            "log-not-exponentiated",
            grader::responsibilities_1d(|x, w, m, s| {
                over_rows(bells(x, w, m, |d, k| {
                    (-0.5 * (d / s[k]).powi(2)).exp() / s[k]
                }))
                .mapv(f64::ln)
            }),
        ),
    ]
}

pub fn log_gaussian() -> Vec<(&'static str, Report)> {
    let parts = |x: ArrayView1<f64>, m: ArrayView1<f64>, s: ArrayView2<f64>| {
        (
            x.len() as f64 * TAU.ln(),
            determinant_and_inverse(&s).0.ln(),
            quadratic(x, m, s),
        )
    };
    vec![
        (
            "missing-half",
            grader::log_gaussian(move |x, m, s| {
                let (c, d, q) = parts(x, m, s);
                -0.5 * c - 0.5 * d - q
            }),
        ),
        (
            "missing-half",
            grader::log_gaussian(move |x, m, s| {
                let (c, d, q) = parts(x, m, s);
                -c - d - q
            }),
        ),
        (
            "missing-determinant",
            grader::log_gaussian(move |x, m, s| {
                let (c, _, q) = parts(x, m, s);
                -0.5 * c - 0.5 * q
            }),
        ),
        (
            "determinant-not-halved",
            grader::log_gaussian(move |x, m, s| {
                let (c, d, q) = parts(x, m, s);
                -0.5 * c - d - 0.5 * q
            }),
        ),
        (
            "determinant-not-doubled",
            grader::log_gaussian(move |x, m, s| {
                let factor = solutions::cholesky(&s).unwrap();
                let (c, _, q) = parts(x, m, s);
                -0.5 * (c + factor.diag().iter().product::<f64>().ln() + q)
            }),
        ),
        (
            "determinant-sign",
            grader::log_gaussian(move |x, m, s| {
                let (c, d, q) = parts(x, m, s);
                -0.5 * c + 0.5 * d - 0.5 * q
            }),
        ),
        (
            "missing-2pi",
            grader::log_gaussian(move |x, m, s| {
                let (_, d, q) = parts(x, m, s);
                -0.5 * d - 0.5 * q
            }),
        ),
        (
            "two-pi-once",
            grader::log_gaussian(move |x, m, s| {
                let (_, d, q) = parts(x, m, s);
                -0.5 * TAU.ln() - 0.5 * d - 0.5 * q
            }),
        ),
        (
            "covariance-not-inverted",
            grader::log_gaussian(move |x, m, s| {
                let (c, d, _) = parts(x, m, s);
                let z = &x - &m;
                -0.5 * (c + d + z.dot(&s).dot(&z))
            }),
        ),
        (
            "not-logged",
            grader::log_gaussian(|x, m, s| log_density(x, m, s).exp()),
        ),
    ]
}

pub fn log_sum_exp() -> Vec<(&'static str, Report)> {
    let largest = |z: &Array1<f64>, start: f64| z.iter().copied().fold(start, f64::max);
    let sum = |z: &Array1<f64>, max: f64| z.iter().map(|z| (z - max).exp()).sum::<f64>();
    let lowest = f64::NEG_INFINITY;
    vec![
        (
            "overflow",
            grader::log_sum_exp(move |z: &Array1<f64>| sum(z, 0.0).ln()),
        ),
        (
            "max-not-added-back",
            grader::log_sum_exp(move |z: &Array1<f64>| {
                let max = largest(z, lowest);
                if max == lowest { max } else { sum(z, max).ln() }
            }),
        ),
        (
            "mean-for-sum",
            grader::log_sum_exp(move |z: &Array1<f64>| {
                let max = largest(z, lowest);
                if max == lowest {
                    max
                } else {
                    max + (sum(z, max) / z.len() as f64).ln()
                }
            }),
        ),
        (
            "nan-for-all-minus-infinity",
            grader::log_sum_exp(move |z: &Array1<f64>| {
                let max = largest(z, lowest);
                max + sum(z, max).ln()
            }),
        ),
        (
            "max-starts-at-zero",
            grader::log_sum_exp(move |z: &Array1<f64>| {
                let max = largest(z, 0.0);
                max + sum(z, max).ln()
            }),
        ),
        (
            "not-logged",
            grader::log_sum_exp(move |z: &Array1<f64>| sum(z, 0.0)),
        ),
    ]
}

pub fn log_likelihood() -> Vec<(&'static str, Report)> {
    vec![
        (
            "sum-of-logs",
            grader::log_likelihood(|x, w, m, s| {
                joint(x, w, m, s)
                    .rows()
                    .into_iter()
                    .map(|row| row.mapv(f64::ln).sum())
                    .sum()
            }),
        ),
        (
            "sum-of-logs",
            grader::log_likelihood(|x, w, m, s| (matrix::table(x, m, s, log_density) * w).sum()),
        ),
        (
            "forgot-weights",
            grader::log_likelihood(|x, _, m, s| {
                let logs = matrix::table(x, m, s, log_density);
                logs.rows()
                    .into_iter()
                    .map(|row| right::log_sum_exp(&row.to_owned()))
                    .sum()
            }),
        ),
        (
            "not-logged",
            grader::log_likelihood(|x, w, m, s| joint(x, w, m, s).sum()),
        ),
        (
            "log-of-total",
            grader::log_likelihood(|x, w, m, s| joint(x, w, m, s).sum().ln()),
        ),
        (
            "averaged",
            grader::log_likelihood(|x, w, m, s| {
                let logs = matrix::table(x, m, s, log_density) + w.mapv(f64::ln);
                logs.map_axis(Axis(1), |row| right::log_sum_exp(&row.to_owned()))
                    .mean()
                    .unwrap()
            }),
        ),
        (
            "sign",
            grader::log_likelihood(|x, w, m, s| {
                let logs = matrix::table(x, m, s, log_density) + w.mapv(f64::ln);
                -logs
                    .map_axis(Axis(1), |row| right::log_sum_exp(&row.to_owned()))
                    .sum()
            }),
        ),
        (
            "underflow",
            grader::log_likelihood(|x, w, m, s| {
                joint(x, w, m, s).sum_axis(Axis(1)).mapv(f64::ln).sum()
            }),
        ),
    ]
}

pub fn compute_responsibilities() -> Vec<(&'static str, Report)> {
    // Responsibilities from the logarithm of a wrong density.
    fn soft(mut logs: Array2<f64>) -> Array2<f64> {
        for mut row in logs.rows_mut() {
            let max = row.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            row.mapv_inplace(|value| (value - max).exp());
        }
        over_rows(logs)
    }
    let logs = |x: &Array2<f64>, w: &Array1<f64>, m: &Array2<f64>, s: &ndarray::Array3<f64>| {
        matrix::table(x, m, s, log_density) + w.mapv(f64::ln)
    };
    vec![
        (
            "forgot-weights",
            grader::compute_responsibilities(|x, _, m, s| {
                soft(matrix::table(x, m, s, log_density))
            }),
        ),
        // Two mistakes at once: the one that shows on every input is named.
        (
            "forgot-weights",
            grader::compute_responsibilities(|x, w, m, s| {
                over_rows(joint(x, &Array1::ones(w.len()), m, s))
            }),
        ),
        ("not-normalized", grader::compute_responsibilities(joint)),
        (
            "normalized-over-samples",
            grader::compute_responsibilities(|x, w, m, s| {
                over_rows(joint(x, w, m, s).reversed_axes()).reversed_axes()
            }),
        ),
        (
            "hard-assignment",
            grader::compute_responsibilities(move |x, w, m, s| one_hot(&logs(x, w, m, s))),
        ),
        (
            "transposed",
            grader::compute_responsibilities(move |x, w, m, s| {
                soft(logs(x, w, m, s)).t().to_owned()
            }),
        ),
        (
            "missing-determinant",
            grader::compute_responsibilities(|x, w, m, s| {
                soft(matrix::table(x, m, s, |x, m, s| -0.5 * quadratic(x, m, s)) + w.mapv(f64::ln))
            }),
        ),
        (
            "covariance-not-inverted",
            grader::compute_responsibilities(|x, w, m, s| {
                let entry = |x: ArrayView1<f64>, m: ArrayView1<f64>, s: ArrayView2<f64>| {
                    let z = &x - &m;
                    -0.5 * (determinant_and_inverse(&s).0.ln() + z.dot(&s).dot(&z))
                };
                soft(matrix::table(x, m, s, entry) + w.mapv(f64::ln))
            }),
        ),
        (
            "missing-half",
            grader::compute_responsibilities(|x, w, m, s| {
                let entry = |x: ArrayView1<f64>, m: ArrayView1<f64>, s: ArrayView2<f64>| {
                    log_density(x, m, s) - 0.5 * quadratic(x, m, s)
                };
                soft(matrix::table(x, m, s, entry) + w.mapv(f64::ln))
            }),
        ),
        (
            "log-not-exponentiated",
            grader::compute_responsibilities(move |x, w, m, s| {
                let mut logs = logs(x, w, m, s);
                for mut row in logs.rows_mut() {
                    let total = right::log_sum_exp(&row.to_owned());
                    row -= total;
                }
                logs
            }),
        ),
        (
            "underflow",
            grader::compute_responsibilities(|x, w, m, s| over_rows(joint(x, w, m, s))),
        ),
    ]
}
