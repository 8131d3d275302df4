//! Tries bad input, and prints the error or the fit:
//!
//! ```text
//! cargo run --release --example bad_input
//! ```

use gaussian_mixture::input::CsvChunks;
use gaussian_mixture::{Error, Fit, GaussianMixture, Mixture};
use ndarray::{Array1, Array2, Axis, array, concatenate};
use ndarray_rand::rand::SeedableRng as _;
use ndarray_rand::rand::rngs::StdRng;

fn main() {
    let with = |value| {
        let mut data = samples();
        data[[17, 1]] = value;
        data
    };
    let two = GaussianMixture::new(2);

    say("no samples", two.fit(&Array2::<f64>::zeros((0, 2))));
    say("no features", two.fit(&Array2::<f64>::zeros((272, 0))));
    say("K = 0", GaussianMixture::new(0).fit(&samples()));
    say(
        "K = 273, 272 samples",
        GaussianMixture::new(273).fit(&samples()),
    );
    say(
        "K = 100, 272 samples",
        GaussianMixture::new(100).fit(&samples()),
    );
    say("a NaN", two.fit(&with(f64::NAN)));
    say("an infinity", two.fit(&with(f64::INFINITY)));

    let mut constant = samples();
    constant.column_mut(1).fill(5.0);
    let exact = two.clone().regularization(0.0);
    say("a constant column", two.fit(&constant));
    say("the same, no regularization", exact.fit(&constant));
    let equal = Array2::from_elem((272, 2), 3.25);
    say("all samples equal", GaussianMixture::new(1).fit(&equal));
    say("the same, two components", two.fit(&equal));
    let doubled = concatenate![Axis(0), samples(), samples()];
    say("every sample twice", two.fit(&doubled));

    say("values of 1e-150", exact.fit(&(samples() * 1e-150)));
    say("values of 1e150", two.fit(&(samples() * 1e150)));
    say("values of 1e300", two.fit(&(samples() * 1e300)));
    say("mean 1e8", two.fit(&(samples() + 1e8)));

    let weighted = |weights: Array1<f64>| two.fit_weighted(&samples(), &weights);
    let mut negative = Array1::ones(272);
    negative[17] = -1.0;
    say("a negative weight", weighted(negative));
    say("all weights 0", weighted(Array1::zeros(272)));
    say("59 weights, 272 samples", weighted(Array1::ones(59)));

    let singular = array![[[1.0, 2.0], [2.0, 4.0]], [[1.0, 0.0], [0.0, 1.0]]];
    let means = array![[0.0, 0.0], [1.0, 1.0]];
    let start = Mixture::new(array![0.5, 0.5], means, singular);
    let fit = start.and_then(|start| two.clone().warm_start(&start).fit(&samples()));
    say("a singular covariance", fit);
    let mut ragged = || vec![Ok(samples()), Ok(Array2::zeros((9, 3)))].into_iter();
    say("chunks of 2 and 3 columns", two.fit_chunks(&mut ragged));

    let folder = tempfile::tempdir().expect("the temporary folder can be written to");
    let path = folder.path().join("cut-off.csv");
    std::fs::write(&path, "x,y\n1.5,2\n2,3\n4.2").expect("the folder is new");
    let cut = CsvChunks::open(&path, &[], 1000).map_err(Error::from);
    let fit = cut.and_then(|mut file| two.fit_chunks(&mut file));
    say("a CSV file cut off", fit);
}

/// 272 samples of a mixture with two components, `(272, 2)`.
fn samples() -> Array2<f64> {
    let covariances = array![[[0.07, 0.44], [0.44, 34.0]], [[0.17, 0.94], [0.94, 36.0]]];
    let mixture = Mixture::new(
        array![0.36, 0.64],
        array![[2.0, 54.5], [4.3, 80.0]],
        covariances,
    );
    let mixture = mixture.expect("the parameters are valid");
    mixture.sample(272, &mut StdRng::seed_from_u64(1)).0
}

/// Prints a line of the table.
fn say(input: &str, result: Result<Fit, Error>) {
    let answer = match result {
        Ok(fit) => {
            let mixture = fit.mixture;
            let (means, covariances) = (mixture.means(), mixture.covariances());
            let mut all = mixture.weights().iter().chain(means).chain(&covariances);
            let finite = all.all(|value| value.is_finite());
            let kind = if finite { "finite" } else { "NOT FINITE" };
            format!("{kind}: first mean {:.4e}", means.row(0))
        }
        Err(error) => error.to_string(),
    };
    println!("{input:<28} | {answer}");
}
