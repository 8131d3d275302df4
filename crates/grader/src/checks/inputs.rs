//! Seeded random inputs, well conditioned, of every size that the graders try.

use ndarray::{Array1, Array2, Array3};

use super::values::{MixtureInput, MixtureInput1};
use crate::language::Text;

/// `(n_components, n_features, n_samples)` of the random cases: every K and every D from 1 to 5,
/// N up to 200, also fewer samples than components times features.
const SIZES: [(usize, usize, usize); 12] = [
    (1, 1, 7),
    (2, 1, 12),
    (1, 2, 20),
    (3, 2, 40),
    (2, 3, 15),
    (4, 1, 60),
    (5, 2, 100),
    (2, 4, 30),
    (3, 5, 80),
    (4, 4, 50),
    (5, 5, 200),
    (3, 3, 9),
];

/// The sizes of the random cases, then the same sizes for the reserve.
pub(crate) fn sizes() -> impl Iterator<Item = (usize, usize, usize)> {
    SIZES.into_iter().chain(SIZES)
}

/// The description of a random case in reports: `random, K = 3, D = 2, N = 40`.
pub(crate) fn size((n_components, n_features, n_samples): (usize, usize, usize)) -> Text {
    Text::owned(
        format!("random, K = {n_components}, D = {n_features}, N = {n_samples}"),
        format!("随机数据，K = {n_components}，D = {n_features}，N = {n_samples}"),
    )
}

/// A generator of random numbers (SplitMix64): the same on every machine.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Uniform on the open interval (0, 1).
    pub(crate) fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^= bits >> 31;
        ((bits >> 11) as f64 + 0.5) / (1u64 << 53) as f64
    }

    /// Standard normal (Box and Muller).
    pub(crate) fn normal(&mut self) -> f64 {
        let radius = (-2.0 * self.uniform().ln()).sqrt();
        radius * (std::f64::consts::TAU * self.uniform()).cos()
    }

    pub(crate) fn normals(&mut self, rows: usize, columns: usize) -> Array2<f64> {
        Array2::from_shape_simple_fn((rows, columns), || self.normal())
    }

    /// A factor between 0.1 and 10.
    pub(crate) fn scale(&mut self) -> f64 {
        10f64.powf(2.0 * self.uniform() - 1.0)
    }

    /// A whole number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.uniform() * end as f64) as usize
    }

    /// Uniform over all weights that sum to 1 (Dirichlet with all parameters 1).
    pub(crate) fn weights(&mut self, n_components: usize) -> Array1<f64> {
        let draws = Array1::from_shape_simple_fn(n_components, || -self.uniform().ln());
        let total = draws.sum();
        draws / total
    }

    /// Rows that sum to 1.
    pub(crate) fn responsibilities(
        &mut self,
        n_samples: usize,
        n_components: usize,
    ) -> Array2<f64> {
        let mut resp = Array2::zeros((n_samples, n_components));
        for mut row in resp.rows_mut() {
            row.assign(&self.weights(n_components));
        }
        resp
    }

    /// A Aᵀ / D + I / 2: eigenvalues between ½ and about 5.
    pub(crate) fn covariance(&mut self, n_features: usize) -> Array2<f64> {
        let a = self.normals(n_features, n_features);
        a.dot(&a.t()) / n_features as f64 + Array2::<f64>::eye(n_features) * 0.5
    }

    /// Data of any scale, not centered.
    pub(crate) fn data(&mut self, n_samples: usize, n_features: usize) -> Array2<f64> {
        let scale = self.scale();
        let offset = self.normals(1, n_features) * 3.0;
        (self.normals(n_samples, n_features) * 2.0 + offset) * scale
    }

    /// Data and a mixture that overlap, so that responsibilities are truly soft.
    pub(crate) fn mixture(
        &mut self,
        (n_components, n_features, n_samples): (usize, usize, usize),
    ) -> MixtureInput {
        let scale = self.scale();
        let offset = self.normals(1, n_features) * 3.0;
        let data = (self.normals(n_samples, n_features) * 2.0 + &offset) * scale;
        let means = (self.normals(n_components, n_features) * 1.5 + &offset) * scale;
        let mut covariances = Array3::zeros((n_components, n_features, n_features));
        for mut covariance in covariances.outer_iter_mut() {
            covariance.assign(&(self.covariance(n_features) * (scale * scale)));
        }
        (data, self.weights(n_components), means, covariances)
    }

    /// The same in one dimension.
    pub(crate) fn mixture_1d(&mut self, n_components: usize, n_samples: usize) -> MixtureInput1 {
        let (data, weights, means, covariances) = self.mixture((n_components, 1, n_samples));
        let column = |array: Array2<f64>| array.column(0).to_owned();
        let std_devs = covariances.iter().map(|variance| variance.sqrt()).collect();
        (column(data), weights, column(means), std_devs)
    }
}

/// The assignment's mixture, whose answers are printed: weights .3, .7; means (0, 0), (1, 1);
/// covariances diag(1.5, 2.5), [[1, 1], [1, 2]].
pub(crate) fn assignment(data: Array2<f64>) -> MixtureInput {
    let covariances = vec![1.5, 0.0, 0.0, 2.5, 1.0, 1.0, 1.0, 2.0];
    (
        data,
        ndarray::array![0.3, 0.7],
        ndarray::array![[0.0, 0.0], [1.0, 1.0]],
        Array3::from_shape_vec((2, 2, 2), covariances).expect("there are eight numbers"),
    )
}
/// A random case without a size.
pub(crate) fn any() -> Text {
    Text::new("random", "随机数据")
}

/// A random case of one point in some dimensions.
pub(crate) fn features(n_features: usize) -> Text {
    Text::owned(
        format!("random, D = {n_features}"),
        format!("随机数据，D = {n_features}"),
    )
}

/// A random case of a number of components.
pub(crate) fn components(n_components: usize) -> Text {
    Text::owned(
        format!("random, K = {n_components}"),
        format!("随机数据，K = {n_components}"),
    )
}

/// The assignment's mixture with other weights, and samples among its components.
pub(crate) fn with_weights(weights: Array1<f64>) -> MixtureInput {
    let (data, _, means, covariances) = assignment(ndarray::array![[0.5, 0.5], [-1.0, 2.0]]);
    (data, weights, means, covariances)
}

/// The assignment's mixture and samples among its components, moved far away as a whole.
pub(crate) fn shifted(offset: f64) -> MixtureInput {
    let (data, weights, means, covariances) = assignment(ndarray::array![[0.5, 0.5], [-1.0, 2.0]]);
    (data + offset, weights, means + offset, covariances)
}
