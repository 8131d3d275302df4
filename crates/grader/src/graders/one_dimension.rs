//! The basic steps in one dimension.

use ndarray::{Array1, Array2, array};

use super::mistakes::one_dimension as wrong;
use crate::checks::compare::Tolerance;
use crate::checks::grading::{Candidate, Grading};
use crate::checks::inputs::{self, Random};
use crate::checks::laws;
use crate::checks::values::{MixtureInput1, UpdateInput};
use crate::report::Report;

type Update = (Array1<f64>, Array1<f64>, Array1<f64>);

/// Grades `responsibilities_1d(data, weights, means, std_devs)`.
pub fn responsibilities_1d(
    candidate: impl Fn(&Array1<f64>, &Array1<f64>, &Array1<f64>, &Array1<f64>) -> Array2<f64>
    + Send
    + Sync
    + 'static,
) -> Report {
    responsibilities(Box::new(move |(data, weights, means, std_devs)| {
        candidate(data, weights, means, std_devs)
    }))
}

fn responsibilities(candidate: Candidate<MixtureInput1, Array2<f64>>) -> Report {
    let mut random = Random::new(2);
    let mixtures = inputs::sizes().map(move |(n_components, _, n_samples)| {
        (
            inputs::size((n_components, 1, n_samples)),
            random.mixture_1d(n_components, n_samples),
        )
    });
    let two = |data, weights| (data, weights, array![-1.0, 1.0], array![1.0, 1.0]);
    let far = (
        array![-1.0, 0.0, 2.0] + 1e6,
        array![0.25, 0.75],
        array![-1.0, 1.0] + 1e6,
        array![1.0, 2.0],
    );
    Grading::new("responsibilities_1d",
        |(data, weights, means, std_devs)| solutions::responsibilities_1d(data, weights, means, std_devs))
        .law("each row sums to 1", "每行之和等于 1", |_, resp| laws::rows_sum_to_one(resp))
        .law("each probability is between 0 and 1", "每个概率在 0 与 1 之间",
            |_, resp| laws::between(resp, 0.0, 1.0))
        .by_hand("halfway between two equal bells", "两个相同钟形的正中间",
            two(array![0.0], array![0.5, 0.5]), array![[0.5, 0.5]])
        .by_hand("halfway, weights ¼ and ¾", "正中间，权重为 ¼ 和 ¾",
            two(array![0.0], array![0.25, 0.75]), array![[0.25, 0.75]])
        .by_hand("at ½ ln 3 the odds are 1 to 3, at −½ ln 3 the other way round", "在 ½ ln 3 处概率之比为 1 比 3，在 −½ ln 3 处则相反",
            two(array![0.5, -0.5] * 3f64.ln(), array![0.5, 0.5]), array![[0.25, 0.75], [0.75, 0.25]])
        .random(mixtures)
        .extreme("N = 1", "N = 1", two(array![0.3], array![0.1, 0.9]))
        .extreme("K = 1", "K = 1", (array![0.0, 5.0], array![1.0], array![1.0], array![2.0]))
        .extreme("more components than samples", "分量比样本多",
            (array![0.5], array![0.2, 0.3, 0.5], array![0.0, 1.0, 2.0], array![1.0, 0.5, 3.0]))
        .extreme("a weight of 1e-300", "权重为 1e-300", two(array![0.0, 2.0], array![1e-300, 1.0]))
        .extreme("a weight of 0", "权重为 0", two(array![0.0, 2.0], array![0.0, 1.0]))
        .extreme("data far from the origin", "远离原点的数据", far)
        .mistake("forgot-weights", wrong::without_weights, "02-basic-steps#step-3",
            "the densities were compared without their weights; multiply each by its weight first.",
            "比较密度时没有乘权重；每个密度应当先乘以自己的权重。")
        .mistake("not-normalized", wrong::not_normalized, "02-basic-steps#step-3",
            "each number is weight times density; divide each row by its sum, so that it becomes a probability.",
            "得到的只是权重乘密度；每一行应当除以该行之和，才是概率。")
        .mistake("normalized-over-samples", wrong::normalized_over_samples, "02-basic-steps#step-3",
            "each column sums to 1; it is the row of a sample that must, over the components.",
            "每一列之和成了 1；应当是每个样本的那一行（沿分量）之和等于 1。")
        .mistake("hard-assignment", wrong::hard_assignment, "02-basic-steps#step-3",
            "each sample belongs wholly to one component, as in K-means; a responsibility is a probability.",
            "像 K-means 那样，每个样本整个归了一个分量；责任度是概率。")
        .mistake("transposed", wrong::transposed, "02-basic-steps#step-3",
            "the numbers are right, with rows and columns exchanged: one row is one sample.",
            "数是对的，但行和列颠倒了：一行对应一个样本。")
        .mistake("variance-for-std-dev", wrong::with_variance, "01-mixture#one-bell",
            "the standard deviations stand where variances belong; the arguments are σ, not σ².",
            "把标准差当成了方差；参数是 σ，不是 σ²。")
        .mistake("missing-determinant", wrong::normalizer_without_std_dev, "01-mixture#one-bell",
            "the densities lack their 1/σ: it cancels only where all σ are equal.",
            "密度里少了 1/σ：只有当所有 σ 都相等时它才会约掉。")
        .mistake("missing-half", wrong::without_half, "01-mixture#one-bell",
            "the exponent of the density lacks its ½.",
            "密度的指数里少了 ½。")
        .mistake("log-not-exponentiated", wrong::logarithms, "02-basic-steps#step-3",
            "these are the logarithms of the responsibilities; take the exponential.",
            "这是责任度的对数；还应当取指数。")
        .mistake("covariance-not-inverted", wrong::variance_not_inverted, "01-mixture#one-bell",
            "the squared distance from the mean was multiplied by σ²; divide it.",
            "离均值距离的平方乘了 σ²；应当除以 σ²。")
        .run(candidate)
}

/// Grades `update_1d(data, resp)`.
pub fn update_1d(
    candidate: impl Fn(&Array1<f64>, &Array2<f64>) -> Update + Send + Sync + 'static,
) -> Report {
    update(Box::new(move |(data, resp)| candidate(data, resp)))
}

fn update(candidate: Candidate<UpdateInput, Update>) -> Report {
    let mut random = Random::new(20);
    let inputs = inputs::sizes().map(move |(n_components, _, n_samples)| {
        let data = random.data(n_samples, 1).column(0).to_owned();
        let resp = random.responsibilities(n_samples, n_components);
        (inputs::size((n_components, 1, n_samples)), (data, resp))
    });
    let mut random = Random::new(200);
    let far = random.normals(40, 1).column(0).to_owned() + 1e6;
    Grading::new("update_1d", |(data, resp)| solutions::update_1d(data, resp))
        .law("the weights sum to 1", "权重之和等于 1",
            |_, (weights, ..)| laws::sums_to(("the weights", "权重"), weights.view(), 1.0))
        .law("each mean lies among the samples", "每个均值都落在样本的范围内", |(data, _), (_, means, _)| {
            let (low, high) = laws::ends(data);
            laws::between(means, low, high)
        })
        .law("no standard deviation is negative", "标准差不为负",
            |_, (.., std_devs)| laws::between(std_devs, 0.0, f64::INFINITY))
        .by_hand("two whole samples to each component", "每个分量各有两个完整的样本",
            (array![1.0, 3.0, 10.0, 14.0], array![[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]]),
            (array![0.5, 0.5], array![2.0, 12.0], array![1.0, 2.0]))
        .by_hand("0 and 4, shared ¾ to ¼", "0 和 4，按 ¾ 与 ¼ 分配",
            (array![0.0, 4.0], array![[0.75, 0.25], [0.25, 0.75]]),
            (array![0.5, 0.5], array![1.0, 3.0], array![3f64.sqrt(), 3f64.sqrt()]))
        .random(inputs)
        // One sample does not vary: 0, but for the rounding of numbers of its own size.
        .extreme_within("N = 1", "N = 1", (array![3.0], array![[0.25, 0.75]]), Tolerance::ROUNDING.at_scale(3.0))
        .extreme("K = 1", "K = 1", (array![1.0, 2.0, 6.0], array![[1.0], [1.0], [1.0]]))
        .extreme("more components than samples", "分量比样本多",
            (array![1.0, 2.0], array![[0.5, 0.25, 0.25], [0.25, 0.5, 0.25]]))
        // Means round by at most 40 ε of 1e6; around them the spread is exact to second order.
        .extreme_within("data far from the origin", "远离原点的数据",
            (far, random.responsibilities(40, 2)), Tolerance::relative(1e-12))
        .mistake("divided-by-n", wrong::update_divided_by_n, "02-basic-steps#step-4",
            "means and spreads were divided by the number of all samples, N; divide by the soft count of the component.",
            "均值和标准差的加权和除以了全部样本数 N；应当除以该分量的软计数。")
        .mistake("returned-variance", wrong::update_with_variance, "02-basic-steps#what-can-go-wrong",
            "the third answer is the variance; take its square root.",
            "第三个结果是方差；还应当开平方。")
        .mistake("unweighted", wrong::update_unweighted, "02-basic-steps#step-4",
            "every component has the plain mean and spread of all samples; weigh each sample by its responsibility.",
            "每个分量都得到了全部样本的普通均值和标准差；每个样本应当按责任度加权。")
        .mistake("stale-mean", wrong::update_around_the_plain_mean, "02-basic-steps#what-can-go-wrong",
            "the spread was taken around the mean of all samples; take it around the component's new mean.",
            "标准差是围绕全部样本的均值算的；应当围绕该分量的新均值。")
        .mistake("not-divided", wrong::update_with_counts, "02-basic-steps#step-4",
            "the first answer is the soft counts; divide them by the number of samples to get weights.",
            "第一个结果是软计数；还应当除以样本数，才是权重。")
        .mistake("bessel", wrong::update_with_bessel, "02-basic-steps#step-4",
            "the squares were divided by the soft count minus 1 (Bessel's correction); divide by the soft count itself.",
            "平方和除以的是软计数减 1（贝塞尔校正）；应当除以软计数本身。")
        .run(candidate)
}
