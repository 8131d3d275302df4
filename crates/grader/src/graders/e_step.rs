//! The E-step.

use ndarray::{Array1, Array2, Array3, array};

use super::mistakes::e_step as wrong;
use crate::checks::compare::Tolerance;
use crate::checks::grading::{Candidate, Grading};
use crate::checks::inputs::{self, Random};
use crate::checks::laws;
use crate::checks::values::MixtureInput;
use crate::report::Report;

/// Grades `compute_responsibilities(data, weights, means, covariances)`.
pub fn compute_responsibilities(
    candidate: impl Fn(&Array2<f64>, &Array1<f64>, &Array2<f64>, &Array3<f64>) -> Array2<f64>
    + Send
    + Sync
    + 'static,
) -> Report {
    grade(Box::new(move |(data, weights, means, covariances)| {
        candidate(data, weights, means, covariances)
    }))
}

fn grade(candidate: Candidate<MixtureInput, Array2<f64>>) -> Report {
    let mut random = Random::new(6);
    let mixtures: Vec<_> = inputs::sizes()
        .map(|sizes| (inputs::size(sizes), random.mixture(sizes)))
        .collect();
    let [single, alone, crowded] =
        [(3, 2, 1), (1, 3, 4), (5, 2, 3)].map(|sizes| random.mixture(sizes));
    let line = |data, weights| {
        (
            data,
            weights,
            array![[-1.0], [1.0]],
            Array3::ones((2, 1, 1)),
        )
    };
    let plane = |data: Array2<f64>| {
        let covariances = array![[[1.0, 0.0], [0.0, 1.0]], [[1.0, 0.0], [0.0, 1.0]]];
        (
            data,
            array![0.25, 0.75],
            array![[-1.0, 0.0], [1.0, 0.0]],
            covariances,
        )
    };
    Grading::new("compute_responsibilities",
        |(data, weights, means, covariances)| solutions::compute_responsibilities(data, weights, means, covariances))
        .law("each row sums to 1", "每行之和等于 1", |_, resp| laws::rows_sum_to_one(resp))
        .law("each responsibility is between 0 and 1", "每个责任度在 0 与 1 之间",
            |_, resp| laws::between(resp, 0.0, 1.0))
        .by_hand("halfway between two equal bells, weights ¼ and ¾", "两个相同钟形的正中间，权重为 ¼ 和 ¾",
            line(array![[0.0]], array![0.25, 0.75]), array![[0.25, 0.75]])
        .by_hand("at ½ ln 3 the odds are 1 to 3, at −½ ln 3 the other way round", "在 ½ ln 3 处概率之比为 1 比 3，在 −½ ln 3 处则相反",
            line(array![[0.5], [-0.5]] * 3f64.ln(), array![0.5, 0.5]), array![[0.25, 0.75], [0.75, 0.25]])
        .by_hand("at the common mean of a narrow and a wide bell", "窄钟形与宽钟形共同的均值处",
            (array![[0.0]], array![0.5, 0.5], array![[0.0], [0.0]], array![[[1.0]], [[9.0]]]), array![[0.75, 0.25]])
        .random(mixtures)
        .extreme("the assignment's points", "作业中的点",
            inputs::assignment(array![[1.0, 2.0], [-1.0, -2.0], [0.0, 0.0]]))
        .extreme("N = 1", "N = 1", single)
        .extreme("K = 1", "K = 1", alone)
        .extreme("more components than samples", "分量比样本多", crowded)
        // Logarithms near −1000²/2 round by a few ε of it, 1e-10 each; their difference is
        // exponentiated, so that is the relative error.
        .extreme_within("samples 1000 standard deviations away", "偏离 1000 个标准差的样本",
            plane(array![[0.0, 1000.0], [0.25, -1000.0], [1000.0, 0.0]]), Tolerance::relative(1e-7))
        // The same at −10000²/2: 1e-8 each.
        .extreme_within("samples 10000 standard deviations away", "偏离 10000 个标准差的样本",
            plane(array![[0.0, 1e4], [-1e4, 0.0]]), Tolerance::relative(1e-5))
        .extreme("a weight of 1e-300", "权重为 1e-300", inputs::with_weights(array![1e-300, 1.0]))
        .extreme("a weight of 0", "权重为 0", inputs::with_weights(array![0.0, 1.0]))
        .extreme("data far from the origin", "远离原点的数据", inputs::shifted(1e6))
        .mistake("forgot-weights", wrong::without_weights, "06-e-step#formula",
            "the densities were compared without their weights; add ln πₖ to each log-density.",
            "比较密度时没有乘权重；每个对数密度应当加上 ln πₖ。")
        .mistake("not-normalized", wrong::not_normalized, "06-e-step#formula",
            "each number is weight times density; divide each row by its sum, so that it becomes a probability.",
            "得到的只是权重乘密度；每一行应当除以该行之和，才是概率。")
        .mistake("normalized-over-samples", wrong::normalized_over_samples, "06-e-step#formula",
            "each column sums to 1; it is the row of a sample that must, over the components.",
            "每一列之和成了 1；应当是每个样本的那一行（沿分量）之和等于 1。")
        .mistake("hard-assignment", wrong::hard_assignment, "06-e-step#hard-and-soft",
            "each sample belongs wholly to one component, as in K-means; a responsibility is a probability.",
            "像 K-means 那样，每个样本整个归了一个分量；责任度是概率。")
        .mistake("transposed", wrong::transposed, "06-e-step#formula",
            "the numbers are right, with rows and columns exchanged: one row is one sample.",
            "数是对的，但行和列颠倒了：一行对应一个样本。")
        .mistake("missing-determinant", wrong::without_determinant, "03-covariance#formula",
            "the densities lack |Σ|: it cancels only where all covariances have the same determinant.",
            "密度里少了 |Σ|：只有当所有协方差的行列式都相等时它才会约掉。")
        .mistake("determinant-not-halved", wrong::determinant_not_halved, "03-covariance#formula",
            "the densities were divided by |Σ|; it is √|Σ|, in logarithms ½ ln |Σ|.",
            "密度除以了 |Σ|；应当除以 √|Σ|，在对数里就是减去 ½ ln |Σ|。")
        .mistake("covariance-not-inverted", wrong::covariance_not_inverted, "03-covariance#mahalanobis",
            "the quadratic form is (x − μ)ᵀ Σ (x − μ); the covariance must be inverted, or solved for.",
            "二次型算成了 (x − μ)ᵀ Σ (x − μ)；协方差应当求逆，或者解线性方程组。")
        .mistake("missing-half", wrong::without_half, "03-covariance#formula",
            "the quadratic form in the exponent lacks its ½.",
            "指数里的二次型少乘了 ½。")
        .mistake("log-not-exponentiated", wrong::logarithms, "06-e-step#log-space",
            "these are the logarithms of the responsibilities; take the exponential.",
            "这是责任度的对数；还应当取指数。")
        .mistake("underflow", wrong::in_linear_space, "06-e-step#log-space",
            "the densities were divided out of logarithms: far from every component they all underflow to 0, and 0/0 is NaN. Subtract logarithms, then take the exponential.",
            "先还原成密度再相除：远离所有分量时它们全都下溢成 0，而 0/0 是 NaN。应当先在对数里相减，再取指数。")
        .run(candidate)
}
