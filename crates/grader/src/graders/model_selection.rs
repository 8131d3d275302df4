//! How many components.

use super::mistakes::model_selection as wrong;
use crate::checks::grading::{Candidate, Grading};
use crate::checks::inputs::{self, Random};
use crate::checks::values::BicInput;
use crate::language::Text;
use crate::report::Report;

/// Grades `count_parameters(n_components, n_features)`.
pub fn count_parameters(
    candidate: impl Fn(usize, usize) -> usize + Send + Sync + 'static,
) -> Report {
    count(Box::new(move |&(n_components, n_features)| {
        candidate(n_components, n_features)
    }))
}

fn count(candidate: Candidate<(usize, usize), usize>) -> Report {
    let small = (2..=9).flat_map(|n_components| {
        (2..=5).map(move |n_features| {
            let about = Text::owned(
                format!("K = {n_components}, D = {n_features}"),
                format!("K = {n_components}，D = {n_features}"),
            );
            (about, (n_components, n_features))
        })
    });
    Grading::new("count_parameters",
        |&(n_components, n_features)| solutions::count_parameters(n_components, n_features))
        .by_hand("three components in the plane, 2 + 6 + 9", "平面上的三个分量，2 + 6 + 9", (3, 2), 17)
        .by_hand("two components in space, 1 + 6 + 12", "空间中的两个分量，1 + 6 + 12", (2, 3), 19)
        .random(small)
        .extreme("K = 1: a single weight is not free", "K = 1：唯一的权重不自由", (1, 2))
        .extreme("D = 1: means and variances", "D = 1：均值和方差", (4, 1))
        .extreme("K = D = 1", "K = D = 1", (1, 1))
        .extreme("K = 50, D = 100", "K = 50，D = 100", (50, 100))
        .mistake("covariance-not-symmetric", wrong::covariance_not_symmetric, "11-choosing-k#by-hand",
            "every covariance was counted with D² numbers; it is symmetric, so only D(D + 1)/2 are free.",
            "每个协方差矩阵算了 D² 个数；它是对称的，自由的只有 D(D + 1)/2 个。")
        .mistake("weights-not-constrained", wrong::weights_not_constrained, "11-choosing-k#by-hand",
            "all K weights were counted; they sum to 1, so the last one is not free.",
            "K 个权重全算上了；它们之和为 1，最后一个不自由。")
        .mistake("nothing-constrained", wrong::nothing_constrained, "11-choosing-k#by-hand",
            "all K weights and all D² numbers of each covariance were counted; weights sum to 1, and a covariance is symmetric.",
            "K 个权重和每个协方差矩阵的 D² 个数全算上了；权重之和为 1，协方差矩阵是对称的。")
        .mistake("variances-only", wrong::variances_only, "11-choosing-k#by-hand",
            "only the D variances of each covariance were counted; a full covariance has D(D − 1)/2 covariances besides.",
            "每个协方差矩阵只算了 D 个方差；完全协方差矩阵还有 D(D − 1)/2 个协方差。")
        .mistake("one-covariance-for-all", wrong::one_covariance_for_all, "11-choosing-k#by-hand",
            "only one covariance was counted; each of the K components has its own.",
            "协方差矩阵只算了一个；K 个分量各有各的。")
        .run(candidate)
}

/// Grades `bic(log_likelihood, n_parameters, n_samples)`.
pub fn bic(candidate: impl Fn(f64, usize, usize) -> f64 + Send + Sync + 'static) -> Report {
    criterion(Box::new(
        move |&(log_likelihood, n_parameters, n_samples)| {
            candidate(log_likelihood, n_parameters, n_samples)
        },
    ))
}

fn criterion(candidate: Candidate<BicInput, f64>) -> Report {
    let mut random = Random::new(11);
    let random_inputs = (0..24).map(move |_| {
        let log_likelihood = 300.0 * random.normal();
        (
            inputs::any(),
            (log_likelihood, 1 + random.below(50), 2 + random.below(200)),
        )
    });
    Grading::new("bic",
        |&(log_likelihood, n_parameters, n_samples)| solutions::bic(log_likelihood, n_parameters, n_samples))
        .by_hand("200 + 3 ln 50", "200 + 3 ln 50", (-100.0, 3, 50), 211.73606901628443)
        .by_hand("one parameter and 2 samples, ln 2", "一个参数、2 个样本，ln 2", (0.0, 1, 2), std::f64::consts::LN_2)
        .random(random_inputs)
        .extreme("N = 1: ln 1 = 0", "N = 1：ln 1 = 0", (-2.5, 5, 1))
        .extreme("a log-likelihood above 0", "对数似然大于 0", (12.5, 2, 10))
        .extreme("a million samples", "一百万个样本", (-1.5e6, 17, 1_000_000))
        .mistake("aic", wrong::aic, "11-choosing-k#price",
            "the price of a parameter is 2, which makes it the AIC; for the BIC it is ln N.",
            "每个参数的代价是 2，这是 AIC；BIC 的代价是 ln N。")
        .mistake("sign", wrong::sign_of_likelihood, "11-choosing-k#price",
            "the log-likelihood comes in with a plus; a better fit must lower the criterion, so −2 ln p(X).",
            "对数似然前是加号；拟合越好，准则应当越小，所以是 −2 ln p(X)。")
        .mistake("sign", wrong::sign_of_penalty, "11-choosing-k#price",
            "the price of the parameters was taken off; it is added.",
            "参数的代价被减去了；应当加上。")
        .mistake("sign", wrong::both_signs, "11-choosing-k#price",
            "both signs are turned round; here the lower is the better.",
            "两个符号都反了；在这里，越小越好。")
        .mistake("missing-log", wrong::without_log, "11-choosing-k#price",
            "the price of a parameter is N; it is the logarithm of N.",
            "每个参数的代价成了 N；应当是 N 的对数。")
        .mistake("not-doubled", wrong::not_doubled, "11-choosing-k#price",
            "the log-likelihood counts twice: −2 ln p(X).",
            "对数似然应当乘以 2：−2 ln p(X)。")
        .mistake("decimal-logarithm", wrong::decimal_logarithm, "11-choosing-k#price",
            "the price was taken to the base 10; ln is the natural logarithm, `ln` and not `log10`.",
            "代价用了以 10 为底的对数；ln 是自然对数，应当用 `ln`，不是 `log10`。")
        .run(candidate)
}
