//! The engine against scikit-learn, whose results are in `fixtures/` with the script that wrote them.

use approx::assert_relative_eq;
use gaussian_mixture::{Covariances, GaussianMixture, Mixture};
use ndarray::{Array1, Array2, Array3};
use serde_json::Value;

const FIXTURES: [(&str, &str); 4] = [
    ("old_faithful", include_str!("fixtures/old_faithful.json")),
    ("penguins", include_str!("fixtures/penguins.json")),
    ("iris", include_str!("fixtures/iris.json")),
    ("simulated", include_str!("fixtures/simulated.json")),
];

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

fn vector(value: &Value) -> Array1<f64> {
    value
        .as_array()
        .expect("a list")
        .iter()
        .map(number)
        .collect()
}

fn matrix(value: &Value) -> Array2<f64> {
    let rows: Vec<Array1<f64>> = value.as_array().expect("rows").iter().map(vector).collect();
    let width = rows[0].len();
    let values: Vec<f64> = rows.iter().flatten().copied().collect();
    Array2::from_shape_vec((rows.len(), width), values).expect("rows of one length")
}

fn covariances(shape: &str, value: &Value) -> Covariances {
    match shape {
        "full" => {
            let matrices = value.as_array().expect("matrices").iter().map(matrix);
            let matrices: Vec<Array2<f64>> = matrices.collect();
            let d = matrices[0].nrows();
            Covariances::Full(Array3::from_shape_fn(
                (matrices.len(), d, d),
                |(k, i, j)| {
                    // scikit-learn's covariances are symmetric only up to rounding.
                    0.5 * (matrices[k][[i, j]] + matrices[k][[j, i]])
                },
            ))
        }
        "tied" => Covariances::Tied(matrix(value)),
        "diag" => Covariances::Diagonal(matrix(value)),
        "spherical" => Covariances::Spherical(vector(value)),
        other => panic!("{other} is no shape"),
    }
}

fn mixture(shape: &str, value: &Value) -> Mixture {
    let covariances = covariances(shape, &value["covariances"]);
    Mixture::new(
        vector(&value["weights"]),
        matrix(&value["means"]),
        covariances,
    )
    .unwrap()
}

#[test]
fn every_iteration_agrees_with_scikit_learn() {
    let mut n_runs = 0;
    for (name, text) in FIXTURES {
        let fixture: Value = serde_json::from_str(text).unwrap();
        let data = matrix(&fixture["data"]);
        for run in fixture["runs"].as_array().unwrap() {
            let shape = run["shape"].as_str().unwrap();
            let start = mixture(shape, &run["start"]);
            let fit = GaussianMixture::new(start.n_components())
                .warm_start(&start)
                .tolerance(1e-6)
                .max_iter(30)
                .fit(&data)
                .unwrap();
            println!("{name}, {shape}: {} iterations", fit.iterations);
            let lower_bounds = vector(&run["lower_bounds"]);
            assert_eq!(fit.iterations, lower_bounds.len());
            assert_eq!(fit.converged, run["converged"].as_bool().unwrap());
            // 1e-9: scikit-learn starts from an inverse, and its sums lose digits far from the origin.
            let close = 1e-9;
            for (found, expected) in fit.log_likelihoods.iter().zip(&lower_bounds) {
                assert_relative_eq!(found, expected, max_relative = close);
            }
            let expected = mixture(shape, run);
            let found = &fit.mixture;
            assert_relative_eq!(found.weights(), expected.weights(), max_relative = 1e-7);
            assert_relative_eq!(found.means(), expected.means(), max_relative = 1e-7);
            for (found, expected) in found.covariances().iter().zip(&expected.covariances()) {
                // An entry near 0 is the difference of large numbers.
                assert_relative_eq!(found, expected, max_relative = 1e-6, epsilon = 1e-8);
            }
            for (found, expected) in [
                (found.log_likelihood(&data), &run["log_likelihood"]),
                (found.bic(&data), &run["bic"]),
                (found.aic(&data), &run["aic"]),
            ] {
                assert_relative_eq!(found.unwrap(), number(expected), max_relative = close);
            }
            let labels = found.predict(&data).unwrap().mapv(|label| label as f64);
            assert_eq!(labels, vector(&run["labels"]));
            n_runs += 1;
        }
    }
    assert_eq!(n_runs, 16);
}
