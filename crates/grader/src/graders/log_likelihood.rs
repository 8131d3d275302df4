//! How well a mixture explains the data.

use std::f64::consts::LN_2;

use ndarray::{Array1, Array2, Array3, array};

use super::mistakes::log_likelihood as wrong;
use crate::checks::compare::Tolerance;
use crate::checks::grading::{Candidate, Grading};
use crate::checks::inputs::{self, Random};
use crate::checks::laws;
use crate::checks::values::MixtureInput;
use crate::report::Report;

/// Grades `log_sum_exp(z)`.
pub fn log_sum_exp(candidate: impl Fn(&Array1<f64>) -> f64 + Send + Sync + 'static) -> Report {
    sum(Box::new(move |(z,)| candidate(z)))
}

fn sum(candidate: Candidate<(Array1<f64>,), f64>) -> Report {
    let mut random = Random::new(5);
    let random_inputs = inputs::sizes().map(move |(n_components, ..)| {
        let z = random.normals(1, n_components).row(0).to_owned() * 5.0;
        (inputs::components(n_components), (z,))
    });
    let nothing = f64::NEG_INFINITY;
    Grading::new("log_sum_exp", |(z,)| solutions::log_sum_exp(z))
        // A sum of two terms that may cancel: rounding is that of terms near 1.
        .tolerance(Tolerance::ROUNDING.at_scale(1.0))
        .law("it is at least the largest z, at most that plus ln K", "不小于最大的 z，不大于它加 ln K", |(z,), found| {
            let (_, largest) = laws::ends(z);
            laws::between([found], largest, largest + (z.len() as f64).ln())
        })
        .by_hand("ln(1 + 1) = ln 2", "ln(1 + 1) = ln 2", (array![0.0, 0.0],), LN_2)
        .by_hand("ln(1 + 2 + 3) = ln 6", "ln(1 + 2 + 3) = ln 6", (array![0.0, LN_2, 3f64.ln()],), 1.791759469228055)
        .random(random_inputs)
        .extreme("K = 1", "K = 1", (array![-3.0],))
        .extreme("exponentials that overflow", "指数上溢", (array![1000.0, 1001.0, 999.0],))
        .extreme("exponentials that underflow", "指数下溢", (array![-1000.0, -1000.0],))
        .extreme("numbers far apart", "相差悬殊的数", (array![-1e6, 1000.0, -1000.0],))
        .extreme("one term is exp(−∞) = 0", "其中一项是 exp(−∞) = 0", (array![nothing, 0.5, -1.0],))
        .extreme("every term is exp(−∞) = 0", "每一项都是 exp(−∞) = 0", (array![nothing, nothing],))
        .mistake("overflow", wrong::naive, "05-log-likelihood#log-sum-exp",
            "the exponentials were taken as they are: exp(1000) is ∞ in f64 and exp(−1000) is 0. Take the maximum out first.",
            "直接取了指数：在 f64 中 exp(1000) 是 ∞，exp(−1000) 是 0。应当先提出最大值。")
        .mistake("max-not-added-back", wrong::max_not_added_back, "05-log-likelihood#log-sum-exp",
            "the maximum was taken out and not put back; add it to the logarithm.",
            "提出了最大值，却没有加回来；应当在取对数之后加上它。")
        .mistake("mean-for-sum", wrong::mean_for_sum, "05-log-likelihood#log-sum-exp",
            "the exponentials were averaged; they are to be summed.",
            "对各个 exp(zₖ) 取了平均；应当求和。")
        .mistake("nan-for-all-minus-infinity", wrong::nan_for_nothing, "05-log-likelihood#log-sum-exp",
            "where every z is −∞, the difference −∞ − (−∞) is NaN; return −∞ before taking it.",
            "当每个 z 都是 −∞ 时，−∞ − (−∞) 得 NaN；应当在相减之前返回 −∞。")
        .mistake("max-starts-at-zero", wrong::max_starts_at_zero, "05-log-likelihood#log-sum-exp",
            "the maximum was never below 0, so that very negative z still underflow; start it at −∞.",
            "最大值从 0 开始找，结果不会小于 0，很小的 z 仍会下溢；应当从 −∞ 开始。")
        .mistake("not-logged", wrong::sum_without_log, "05-log-likelihood#log-sum-exp",
            "this is the sum of the exponentials; take its logarithm.",
            "这是各个 exp(zₖ) 之和；还应当取对数。")
        .mistake("largest-alone", wrong::largest_alone, "05-log-likelihood#log-sum-exp",
            "this is the largest z; add the logarithm of the sum of exp(zₖ − m), in which it counts 1 and the others count too.",
            "这只是最大的 z；还应当加上 exp(zₖ − m) 之和的对数，最大的一项在其中是 1，其余各项也要算。")
        .run(candidate)
}

/// Grades `log_likelihood(data, weights, means, covariances)`.
pub fn log_likelihood(
    candidate: impl Fn(&Array2<f64>, &Array1<f64>, &Array2<f64>, &Array3<f64>) -> f64
    + Send
    + Sync
    + 'static,
) -> Report {
    likelihood(Box::new(move |(data, weights, means, covariances)| {
        candidate(data, weights, means, covariances)
    }))
}

fn likelihood(candidate: Candidate<MixtureInput, f64>) -> Report {
    let mut random = Random::new(50);
    let mixtures: Vec<_> = inputs::sizes()
        .map(|sizes| (inputs::size(sizes), random.mixture(sizes)))
        .collect();
    let one = (
        array![[0.0], [0.0]],
        array![1.0],
        array![[0.0]],
        Array3::ones((1, 1, 1)),
    );
    let [single, crowded] = [(3, 2, 1), (5, 2, 3)].map(|sizes| random.mixture(sizes));
    Grading::new("log_likelihood",
        |(data, weights, means, covariances)| solutions::log_likelihood(data, weights, means, covariances))
        // A sum of terms of both signs that may nearly cancel: rounding is that of terms near 1.
        .tolerance(Tolerance::ROUNDING.at_scale(1.0))
        .by_hand("two samples at the mean of a standard normal, −½ ln 2π each", "标准正态分布的均值处有两个样本，每个 −½ ln 2π",
            one, -1.8378770664093453)
        .by_hand("one sample at the means of two equal components", "一个样本，在两个相同分量的均值处",
            (array![[0.0]], array![0.25, 0.75], array![[0.0], [0.0]], Array3::ones((2, 1, 1))), -0.9189385332046727)
        .by_hand("the assignment's two points", "作业中的两个点",
            inputs::assignment(array![[1.0, 2.0], [-1.0, -2.0]]), -6.653136535433605)
        .random(mixtures)
        .extreme("N = 1", "N = 1", single)
        .extreme("more components than samples", "分量比样本多", crowded)
        .extreme("two samples about 1000 standard deviations away", "两个偏离约 1000 个标准差的样本",
            inputs::assignment(array![[1000.0, 0.0], [0.0, 1.0], [-500.0, 1500.0]]))
        .extreme("a sample more than 10000 standard deviations away", "一个偏离超过 10000 个标准差的样本",
            inputs::assignment(array![[1e4, 2e4]]))
        .extreme("a weight of 1e-300", "权重为 1e-300", inputs::with_weights(array![1e-300, 1.0]))
        .extreme("a weight of 0", "权重为 0", inputs::with_weights(array![0.0, 1.0]))
        .extreme("data far from the origin", "远离原点的数据", inputs::shifted(1e6))
        .mistake("sum-of-logs", wrong::sum_of_log_joints, "05-log-likelihood#formula",
            "the logarithm was taken of each component and then summed; sum the components of a sample first, then take the logarithm.",
            "先对每个分量取了对数再求和；应当先把一个样本的各分量加起来，再取对数。")
        .mistake("sum-of-logs", wrong::weighted_sum_of_logs, "05-log-likelihood#formula",
            "the log-densities were weighted and summed; sum the weighted densities first, then take the logarithm.",
            "对对数密度做了加权求和；应当先对密度加权求和，再取对数。")
        .mistake("forgot-weights", wrong::without_weights, "05-log-likelihood#formula",
            "the densities were added up without their weights; add ln πₖ to each log-density.",
            "密度直接相加了，没有乘权重；每个对数密度应当加上 ln πₖ。")
        .mistake("not-logged", wrong::sum_of_densities, "05-log-likelihood#formula",
            "the densities of the samples were summed; sum their logarithms.",
            "把各样本的密度直接加起来了；应当加它们的对数。")
        .mistake("log-of-total", wrong::log_of_total, "05-log-likelihood#formula",
            "the densities of all samples were summed before the logarithm; take the logarithm of each sample, then sum.",
            "先把所有样本的密度加起来再取了对数；应当先对每个样本取对数，再求和。")
        .mistake("averaged", wrong::averaged, "05-log-likelihood#formula",
            "this is the mean over the samples; the log-likelihood is their sum.",
            "这是对样本的平均；对数似然是求和。")
        .mistake("sign", wrong::negated, "05-log-likelihood#formula",
            "this is the negative log-likelihood; leave out the minus.",
            "这是负对数似然；应当去掉负号。")
        .mistake("underflow", wrong::in_linear_space, "05-log-likelihood#far-point",
            "the densities were taken out of logarithms: far from every component they all underflow to 0, and ln 0 is −∞. Use log_sum_exp.",
            "把密度从对数中还原了：远离所有分量时它们全都下溢成 0，而 ln 0 是 −∞。应当用 log_sum_exp。")
        .run(candidate)
}
