//! The M-step.

use ndarray::{Array1, Array2, Array3, array};

use super::mistakes::m_step as wrong;
use crate::checks::compare::Tolerance;
use crate::checks::grading::{Candidate, Grading};
use crate::checks::inputs::{self, Random};
use crate::checks::laws;
use crate::checks::values::{CovariancesInput, MeansInput};
use crate::language::Text;
use crate::report::Report;

/// Grades `compute_soft_counts(resp)`.
pub fn compute_soft_counts(
    candidate: impl Fn(&Array2<f64>) -> Array1<f64> + Send + Sync + 'static,
) -> Report {
    soft_counts(Box::new(move |(resp,)| candidate(resp)))
}

fn soft_counts(candidate: Candidate<(Array2<f64>,), Array1<f64>>) -> Report {
    Grading::new("compute_soft_counts", |(resp,)| solutions::compute_soft_counts(resp))
        .law("the counts sum to the number of samples", "软计数之和等于样本数",
            |(resp,), counts| laws::sums_to(("the counts", "软计数"), counts.view(), resp.nrows() as f64))
        .law("no count is negative", "软计数不为负",
            |_, counts| laws::between(counts, 0.0, f64::INFINITY))
        .by_hand("two samples, two components", "两个样本，两个分量",
            (array![[0.25, 0.75], [1.0, 0.0]],), array![1.25, 0.75])
        .random(random_responsibilities().map(|(about, resp)| (about, (resp,))))
        .extreme("N = 1", "N = 1", (array![[0.25, 0.5, 0.25]],))
        .extreme("more components than samples", "分量比样本多",
            (array![[0.5, 0.0, 0.25, 0.125, 0.125], [0.0, 0.0, 0.0, 0.0, 1.0]],))
        .mistake("summed-over-clusters", wrong::counts_over_clusters, "07-m-step#soft-counts",
            "each row was summed, over the components, so every sample gives 1; sum each column, over the samples.",
            "对每一行（沿分量）求和，于是每个样本都得 1；应当对每一列（沿样本）求和。")
        .mistake("hard-counts", wrong::hard_counts, "07-m-step#soft-counts",
            "each sample was counted whole for its likeliest component; a soft count adds up the probabilities themselves.",
            "把每个样本整个算给了最可能的分量；软计数是把概率本身加起来。")
        .mistake("divided-by-n", wrong::counts_divided_by_n, "07-m-step#weights",
            "each column was averaged, which gives the weights already; a soft count is the sum.",
            "对每一列取了平均，那已经是权重了；软计数是求和。")
        .run(candidate)
}

/// Grades `compute_weights(counts)`.
pub fn compute_weights(
    candidate: impl Fn(&Array1<f64>) -> Array1<f64> + Send + Sync + 'static,
) -> Report {
    weights(Box::new(move |(counts,)| candidate(counts)))
}

fn weights(candidate: Candidate<(Array1<f64>,), Array1<f64>>) -> Report {
    let random = random_responsibilities()
        .map(|(about, resp)| (about, (solutions::compute_soft_counts(&resp),)));
    Grading::new("compute_weights", |(counts,)| solutions::compute_weights(counts))
        .law("the weights sum to 1", "权重之和等于 1",
            |_, weights| laws::sums_to(("the weights", "权重"), weights.view(), 1.0))
        .law("each weight is between 0 and 1", "每个权重在 0 与 1 之间",
            |_, weights| laws::between(weights, 0.0, 1.0))
        .by_hand("1 and 3 of 4 samples", "4 个样本中的 1 个和 3 个", (array![1.0, 3.0],), array![0.25, 0.75])
        .random(random)
        .extreme("K = 1", "K = 1", (array![7.0],))
        .extreme("a component without samples", "没有样本的分量", (array![0.0, 5.0, 0.0],))
        .extreme("more components than samples", "分量比样本多", (array![0.25, 0.5, 0.125, 0.125],))
        .extreme("a soft count of 1e-300", "软计数为 1e-300", (array![1e-300, 4.0],))
        .mistake("divided-by-k", wrong::weights_divided_by_k, "07-m-step#weights",
            "the counts were divided by the number of components; divide by the number of samples, which is their sum.",
            "软计数除以了分量个数 K；应当除以样本数 N，也就是软计数之和。")
        .mistake("softmax", wrong::weights_softmax, "07-m-step#weights",
            "the counts went through an exponential before they were divided; they are not logarithms, divide them as they are.",
            "先对软计数取了指数再相除；软计数不是对数，直接相除即可。")
        .mistake("not-normalized", wrong::weights_not_normalized, "07-m-step#weights",
            "the counts were returned unchanged; divide them by their sum.",
            "软计数原样返回了；应当除以它们的和。")
        .run(candidate)
}

/// Grades `compute_means(data, resp, counts)`.
pub fn compute_means(
    candidate: impl Fn(&Array2<f64>, &Array2<f64>, &Array1<f64>) -> Array2<f64> + Send + Sync + 'static,
) -> Report {
    means(Box::new(move |(data, resp, counts)| {
        candidate(data, resp, counts)
    }))
}

fn means(candidate: Candidate<MeansInput, Array2<f64>>) -> Report {
    let tiny = (
        array![[0.0, 1.0], [4.0, 2.0]],
        array![[0.5e-300, 1.0], [0.5e-300, 1.0]],
    );
    Grading::new("compute_means", |(data, resp, counts)| solutions::compute_means(data, resp, counts))
        .law("each mean lies among the samples", "每个均值都落在样本的范围内",
            |(data, ..), means| laws::within_the_data(means, data))
        .by_hand("¾ of a sample at 0 and ¼ of one at 4", "0 处样本的 ¾ 与 4 处样本的 ¼",
            with_counts(array![[0.0], [4.0]], array![[0.75], [0.25]]), array![[1.0]])
        .by_hand("three samples in the plane, two components", "平面上三个样本，两个分量",
            with_counts(array![[0.0, 0.0], [4.0, 0.0], [0.0, 8.0]], array![[1.0, 0.0], [0.5, 0.5], [0.5, 0.5]]),
            array![[1.0, 2.0], [2.0, 4.0]])
        .random(random_data())
        .extreme("N = 1", "N = 1", with_counts(array![[3.0, -2.0]], array![[0.25, 0.75]]))
        .extreme("more components than samples", "分量比样本多",
            with_counts(array![[1.0], [2.0]], array![[0.5, 0.25, 0.25], [0.25, 0.5, 0.25]]))
        .extreme("a component with a soft count of 1e-300", "软计数为 1e-300 的分量", with_counts(tiny.0, tiny.1))
        // Summing 40 numbers near 1e6 rounds by at most 40 ε = 4e-15 of them.
        .extreme_within("data far from the origin", "远离原点的数据", far_from_the_origin(), Tolerance::relative(1e-12))
        .mistake("divided-by-n", wrong::means_divided_by_n, "07-m-step#what-can-go-wrong",
            "each weighted sum was divided by the number of all samples, N; divide row k by the soft count of its own component.",
            "加权和除以了全部样本数 N；第 k 行应当除以该分量自己的软计数。")
        .mistake("unweighted", wrong::means_unweighted, "07-m-step#means",
            "every component has the plain mean of all samples; weigh each sample by its responsibility.",
            "每个分量都得到了全部样本的普通平均；每个样本应当按责任度加权。")
        .mistake("hard-assignment", wrong::means_hard, "07-m-step#means",
            "each sample adds 1 to the count of its likeliest component, as in K-means; in EM it adds its responsibility to the count of each.",
            "像 K-means 那样，把每个样本整个算给了最可能的分量；在 EM 中，它按责任度分给每个分量。")
        .mistake("not-divided", wrong::means_not_divided, "07-m-step#means",
            "these are the weighted sums; divide row k by the soft count of its component.",
            "这只是加权和；第 k 行还应当除以该分量的软计数。")
        .mistake("transposed", wrong::means_transposed, "07-m-step#means",
            "the numbers are right, with rows and columns exchanged: one row is one component.",
            "数是对的，但行和列颠倒了：一行对应一个分量。")
        .run(candidate)
}

/// Grades `compute_covariances(data, resp, counts, means)`.
pub fn compute_covariances(
    candidate: impl Fn(&Array2<f64>, &Array2<f64>, &Array1<f64>, &Array2<f64>) -> Array3<f64>
    + Send
    + Sync
    + 'static,
) -> Report {
    covariances(Box::new(move |(data, resp, counts, means)| {
        candidate(data, resp, counts, means)
    }))
}

fn covariances(candidate: Candidate<CovariancesInput, Array3<f64>>) -> Report {
    let diamond = array![[2.0, 0.0], [-2.0, 0.0], [0.0, 1.0], [0.0, -1.0]];
    let slope = array![[1.0, 2.0], [3.0, 6.0]];
    Grading::new("compute_covariances",
        |(data, resp, counts, means)| solutions::compute_covariances(data, resp, counts, means))
        .law("each matrix is symmetric", "每个矩阵都对称",
            |_, covariances| laws::symmetric(covariances.outer_iter()))
        .law("no variance is negative", "方差不为负",
            |_, covariances| covariances.outer_iter()
                .try_for_each(|covariance| laws::between(covariance.diag(), 0.0, f64::INFINITY)))
        .by_hand("two whole samples at −1 and 1", "−1 和 1 处各有一个完整的样本",
            with_means(array![[-1.0], [1.0]], array![[1.0], [1.0]]), Array3::ones((1, 1, 1)))
        .by_hand("0 and 4, shared ¾ to ¼: both variances are 3", "0 和 4，按 ¾ 与 ¼ 分配：两个方差都是 3",
            with_means(array![[0.0], [4.0]], array![[0.75, 0.25], [0.25, 0.75]]), Array3::from_elem((2, 1, 1), 3.0))
        .by_hand("four samples on the axes, half each", "坐标轴上的四个样本，各占一半",
            with_means(diamond, Array2::from_elem((4, 2), 0.5)), array![[[2.0, 0.0], [0.0, 0.5]], [[2.0, 0.0], [0.0, 0.5]]])
        .by_hand("two samples on a slope", "斜线上的两个样本",
            with_means(slope, array![[0.5, 0.5], [0.5, 0.5]]), array![[[1.0, 2.0], [2.0, 4.0]], [[1.0, 2.0], [2.0, 4.0]]])
        .random(random_data().map(|(about, (data, resp, _))| (about, with_means(data, resp))))
        // One sample does not vary: 0, but for the rounding of numbers of its own size squared.
        .extreme_within("N = 1", "N = 1", with_means(array![[3.0, -2.0]], array![[0.25, 0.75]]),
            Tolerance::ROUNDING.at_scale(9.0))
        .extreme("more components than samples", "分量比样本多",
            with_means(array![[1.0], [2.0]], array![[0.5, 0.25, 0.25], [0.25, 0.5, 0.25]]))
        .extreme("a component with a soft count of 1e-300", "软计数为 1e-300 的分量",
            with_means(array![[0.0, 1.0], [4.0, 2.0], [2.0, 6.0]], array![[0.5e-300, 1.0], [0.25e-300, 1.0], [0.25e-300, 1.0]]))
        // Centered first, the numbers are small again. The difference of the mean of squares and
        // the square of the mean would lose 1e12 ε = 1e-4: that is what this input is for.
        .extreme("data far from the origin", "远离原点的数据", {
            let (data, resp, _) = far_from_the_origin();
            with_means(data, resp)
        })
        .mistake("divided-by-n", wrong::covariances_divided_by_n, "07-m-step#covariances",
            "each weighted sum was divided by the number of all samples, N; divide it by the soft count of its own component.",
            "加权和除以了全部样本数 N；应当除以该分量自己的软计数。")
        .mistake("not-centered", wrong::covariances_not_centered, "07-m-step#covariances",
            "the outer products are those of the samples themselves; first subtract the component's mean from each sample.",
            "外积用的是样本本身；应当先从每个样本减去该分量的均值。")
        .mistake("global-mean", wrong::covariances_global_mean, "07-m-step#covariances",
            "every sample was centered on the mean of all data; center it on the mean of the component at hand.",
            "每个样本减去的是全部数据的均值；应当减去当前分量的均值。")
        .mistake("bessel", wrong::covariances_bessel, "07-m-step#covariances",
            "each sum was divided by the soft count minus 1 (Bessel's correction); the likelihood is highest with the soft count itself.",
            "除以的是软计数减 1（贝塞尔校正）；似然最大时除以的就是软计数本身。")
        .mistake("diagonal-only", wrong::covariances_diagonal_only, "07-m-step#covariances",
            "the variances are right, but every covariance between two features is 0; take outer products, not squares.",
            "方差是对的，但特征之间的协方差全是 0；应当用外积，而不是逐项平方。")
        .mistake("unweighted", wrong::covariances_unweighted, "07-m-step#covariances",
            "every sample counts the same for every component; weigh each outer product by the responsibility.",
            "不论责任度是多少，每个样本都一样算；每个外积应当乘以责任度。")
        .mistake("not-divided", wrong::covariances_not_divided, "07-m-step#covariances",
            "these are the weighted sums of outer products; divide the k-th by the soft count of its component.",
            "这只是外积的加权和；第 k 个还应当除以该分量的软计数。")
        .mistake("responsibility-squared", wrong::covariances_with_squared_responsibilities, "07-m-step#covariances",
            "the responsibility went into both factors of the outer product, and so came out squared; multiply one of them by it.",
            "外积的两个因子都乘了责任度，结果成了责任度的平方；只应当乘其中一个。")
        .mistake("ridge", wrong::covariances_with_ridge, "07-m-step#covariances",
            "1e-6 was added to every variance, as libraries do against singular matrices; this function returns the matrix without it.",
            "每个方差都加了 1e-6，程序库常这样防止矩阵奇异；这里要的是矩阵本身，什么都不加。")
        .run(candidate)
}

fn with_counts(data: Array2<f64>, resp: Array2<f64>) -> MeansInput {
    let counts = solutions::compute_soft_counts(&resp);
    (data, resp, counts)
}

fn with_means(data: Array2<f64>, resp: Array2<f64>) -> CovariancesInput {
    let (data, resp, counts) = with_counts(data, resp);
    let means = solutions::compute_means(&data, &resp, &counts);
    (data, resp, counts, means)
}

fn random_responsibilities() -> impl Iterator<Item = (Text, Array2<f64>)> {
    let mut random = Random::new(7);
    inputs::sizes().map(move |sizes @ (n_components, _, n_samples)| {
        (
            inputs::size(sizes),
            random.responsibilities(n_samples, n_components),
        )
    })
}

fn random_data() -> impl Iterator<Item = (Text, MeansInput)> {
    let mut random = Random::new(70);
    inputs::sizes().map(move |sizes @ (n_components, n_features, n_samples)| {
        let data = random.data(n_samples, n_features);
        let resp = random.responsibilities(n_samples, n_components);
        (inputs::size(sizes), with_counts(data, resp))
    })
}

fn far_from_the_origin() -> MeansInput {
    let mut random = Random::new(700);
    let data = random.normals(40, 2) + 1e6;
    with_counts(data, random.responsibilities(40, 3))
}
