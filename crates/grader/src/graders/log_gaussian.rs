//! The logarithm of the normal density.

use ndarray::{ArrayView1, ArrayView2, Axis, array};

use super::mistakes::log_gaussian as wrong;
use crate::checks::compare::Tolerance;
use crate::checks::grading::{Candidate, Grading};
use crate::checks::inputs::{self, Random};
use crate::checks::values::PointInput;
use crate::report::Report;

/// Grades `log_gaussian(x, mean, covariance)`.
pub fn log_gaussian(
    candidate: impl Fn(ArrayView1<f64>, ArrayView1<f64>, ArrayView2<f64>) -> f64 + Send + Sync + 'static,
) -> Report {
    grade(Box::new(move |(x, mean, covariance)| {
        candidate(x.view(), mean.view(), covariance.view())
    }))
}

fn grade(candidate: Candidate<PointInput, f64>) -> Report {
    let mut random = Random::new(3);
    let points = inputs::sizes().map(move |(_, n_features, _)| {
        let (data, _, means, covariances) = random.mixture((1, n_features, 1));
        let covariance = covariances.index_axis(Axis(0), 0).to_owned();
        (
            inputs::features(n_features),
            (data.row(0).to_owned(), means.row(0).to_owned(), covariance),
        )
    });
    Grading::new("log_gaussian", |(x, mean, covariance): &PointInput| {
        solutions::log_gaussian(x.view(), mean.view(), covariance.view())
    })
    // A sum of terms of both signs that may nearly cancel: rounding is that of terms near 1.
    .tolerance(Tolerance::ROUNDING.at_scale(1.0))
    .by_hand(
        "at the mean only the normalizer is left, −½ (2 ln 2π + ln 4)",
        "在均值处只剩归一化因子，−½ (2 ln 2π + ln 4)",
        (
            array![1.0, 1.0],
            array![1.0, 1.0],
            array![[4.0, 0.0], [0.0, 1.0]],
        ),
        -2.5310242469692907,
    )
    .by_hand(
        "one dimension, one standard deviation away, −½ (ln 2π + ln 4 + 1)",
        "一维，偏离一个标准差，−½ (ln 2π + ln 4 + 1)",
        (array![2.0], array![0.0], array![[4.0]]),
        -2.112085713764618,
    )
    .by_hand(
        "correlated features, −½ (2 ln 2π + ln 3 + ⅔)",
        "相关的特征，−½ (2 ln 2π + ln 3 + ⅔)",
        (
            array![1.0, 1.0],
            array![0.0, 0.0],
            array![[2.0, 1.0], [1.0, 2.0]],
        ),
        -2.7205165440767335,
    )
    .random(points)
    .extreme(
        "10000 standard deviations from the mean in one feature",
        "一个特征偏离均值 10000 个标准差",
        (
            array![1e4, 0.0],
            array![0.0, 0.0],
            array![[1.0, 0.5], [0.5, 1.0]],
        ),
    )
    .extreme(
        "a small covariance",
        "很小的协方差",
        (
            array![1e-4, -1e-4],
            array![0.0, 0.0],
            array![[1e-8, 0.5e-8], [0.5e-8, 1e-8]],
        ),
    )
    .extreme(
        "far from the origin",
        "远离原点",
        (
            array![1e6 + 1.0, -1e6],
            array![1e6, -1e6 + 0.5],
            array![[2.0, 1.0], [1.0, 2.0]],
        ),
    )
    .mistake(
        "missing-half",
        wrong::quadratic_form_without_half,
        "03-covariance#formula",
        "the quadratic form lacks its ½; all three terms are halved.",
        "二次型少乘了 ½；三项都要减半。",
    )
    .mistake(
        "missing-half",
        wrong::nothing_halved,
        "03-covariance#formula",
        "the sum was negated but not halved; it is multiplied by −½.",
        "整个和只取了负号，没有减半；应当乘以 −½。",
    )
    .mistake(
        "missing-determinant",
        wrong::without_determinant,
        "03-covariance#formula",
        "ln |Σ| is missing: a wide bell is lower than a narrow one.",
        "少了 ln |Σ|：越宽的钟形越矮。",
    )
    .mistake(
        "determinant-not-halved",
        wrong::determinant_not_halved,
        "03-covariance#formula",
        "ln |Σ| was not halved; the formula halves it, as it does the other terms.",
        "ln |Σ| 没有减半；它和其他项一样要乘以 ½。",
    )
    .mistake(
        "determinant-not-doubled",
        wrong::determinant_of_the_factor,
        "03-covariance#cholesky",
        "the sum of ln Lᵢᵢ is the logarithm of |L|, and |Σ| = |L|²: double it.",
        "ln Lᵢᵢ 之和是 |L| 的对数，而 |Σ| = |L|²：应当乘以 2。",
    )
    .mistake(
        "determinant-sign",
        wrong::determinant_sign,
        "03-covariance#formula",
        "ln |Σ| has the wrong sign: a wider bell must be lower.",
        "ln |Σ| 的符号反了：钟形越宽应当越矮。",
    )
    .mistake(
        "missing-2pi",
        wrong::without_two_pi,
        "03-covariance#formula",
        "D ln 2π is missing.",
        "少了 D ln 2π。",
    )
    .mistake(
        "two-pi-once",
        wrong::two_pi_once,
        "03-covariance#formula",
        "ln 2π was added once; add it once for each feature, D ln 2π.",
        "ln 2π 只算了一次；每个特征都要算一次，即 D ln 2π。",
    )
    .mistake(
        "two-pi-not-halved",
        wrong::two_pi_not_halved,
        "03-covariance#formula",
        "D ln 2π was not halved; the formula halves it, as it does the other terms.",
        "D ln 2π 没有减半；它和其他项一样要乘以 ½。",
    )
    .mistake(
        "covariance-not-inverted",
        wrong::covariance_not_inverted,
        "03-covariance#mahalanobis",
        "the quadratic form is (x − μ)ᵀ Σ (x − μ); the covariance must be inverted, or solved for.",
        "二次型算成了 (x − μ)ᵀ Σ (x − μ)；协方差应当求逆，或者解线性方程组。",
    )
    .mistake(
        "not-logged",
        wrong::density,
        "03-covariance#formula",
        "this is the density itself; return its logarithm, which does not underflow.",
        "这是密度本身；要的是它的对数，对数不会下溢。",
    )
    .run(candidate)
}
