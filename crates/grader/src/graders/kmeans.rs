//! K-means.

use ndarray::{Array1, Array2, array};

use super::mistakes::kmeans as wrong;
use crate::checks::compare::Tolerance;
use crate::checks::grading::{Candidate, Grading};
use crate::checks::inputs::{self, Random};
use crate::checks::laws;
use crate::checks::values::{AssignInput, CentersInput};
use crate::language::Text;
use crate::report::Report;

/// Grades `assign_clusters(data, centers)`.
pub fn assign_clusters(
    candidate: impl Fn(&Array2<f64>, &Array2<f64>) -> Array1<usize> + Send + Sync + 'static,
) -> Report {
    assign(Box::new(move |(data, centers)| candidate(data, centers)))
}

fn assign(candidate: Candidate<AssignInput, Array1<usize>>) -> Report {
    let mut random = Random::new(4);
    let random_inputs = inputs::sizes().map(move |sizes| {
        let (data, _, centers, _) = random.mixture(sizes);
        (inputs::size(sizes), (data, centers))
    });
    let origin = || array![[0.0, 0.0], [4.0, 3.0], [-4.0, 3.0]];
    Grading::new("assign_clusters", |(data, centers)| {
        solutions::assign_clusters(data, centers)
    })
    .law(
        "each label is that of a center",
        "每个标签都对应一个中心",
        labels_below_the_number_of_centers,
    )
    .by_hand(
        "two samples, two centers",
        "两个样本，两个中心",
        (
            array![[1.0, 0.0], [9.0, 0.0]],
            array![[0.0, 0.0], [10.0, 0.0]],
        ),
        array![0, 1],
    )
    .by_hand(
        "three steps along one axis are farther than two along each",
        "沿一个轴走三步，比沿两个轴各走两步更远",
        (array![[0.0, 0.0]], array![[3.0, 0.0], [2.0, 2.0]]),
        array![1],
    )
    .random(random_inputs)
    .extreme(
        "a tie goes to the lower index",
        "距离相同时取较小的下标",
        (array![[0.0], [3.0]], array![[5.0], [1.0], [-1.0]]),
    )
    .extreme("N = 1", "N = 1", (array![[3.0, 3.0]], origin()))
    .extreme("K = 1", "K = 1", (array![[3.0], [-7.0]], array![[1e3]]))
    .extreme(
        "more clusters than samples",
        "簇比样本多",
        (array![[-3.0, 2.0], [0.5, 0.0]], origin()),
    )
    .extreme(
        "data far from the origin",
        "远离原点的数据",
        (
            array![[3.0, 2.0], [-1.0, 0.5], [-4.0, 4.0]] + 1e6,
            origin() + 1e6,
        ),
    )
    .mistake(
        "farthest",
        wrong::farthest,
        "04-kmeans#formula",
        "each sample went to the farthest center; look for the smallest distance.",
        "每个样本分给了最远的中心；应当取最小的距离。",
    )
    .mistake(
        "tie-to-the-higher",
        wrong::last_of_ties,
        "04-kmeans#formula",
        "where two centers are equally near, the higher index won; the lower one must.",
        "两个中心一样近时取了较大的下标；应当取较小的。",
    )
    .mistake(
        "city-block-distance",
        wrong::city_block,
        "04-kmeans#formula",
        "distances are sums of absolute differences; square the differences before adding.",
        "距离用的是各坐标差的绝对值之和；应当先平方再相加。",
    )
    .mistake(
        "counted-from-one",
        wrong::counted_from_one,
        "04-kmeans#by-hand",
        "labels start at 1; they are indices, and start at 0.",
        "标签从 1 开始了；标签是下标，应从 0 开始。",
    )
    .run(candidate)
}

/// Grades `update_centers(data, labels, centers)`.
pub fn update_centers(
    candidate: impl Fn(&Array2<f64>, &Array1<usize>, &Array2<f64>) -> Array2<f64>
    + Send
    + Sync
    + 'static,
) -> Report {
    update(Box::new(move |(data, labels, centers)| {
        candidate(data, labels, centers)
    }))
}

fn update(candidate: Candidate<CentersInput, Array2<f64>>) -> Report {
    let mut random = Random::new(40);
    let random_inputs = inputs::sizes().map(move |sizes @ (n_clusters, _, n_samples)| {
        let (data, _, centers, _) = random.mixture(sizes);
        // The first samples see to it that no cluster is empty: that is a check of its own.
        let label = |n| {
            if n < n_clusters {
                n
            } else {
                random.below(n_clusters)
            }
        };
        let labels = (0..n_samples).map(label).collect();
        (inputs::size(sizes), (data, labels, centers))
    });
    let far = Random::new(400).normals(40, 2) + 1e6;
    Grading::new("update_centers",
        |(data, labels, centers)| solutions::update_centers(data, labels, centers))
        .law("each center lies among the samples", "每个中心都落在样本的范围内",
            |(data, ..), centers| laws::within_the_data(centers, data))
        .by_hand("two samples of cluster 0 and one of cluster 1", "簇 0 有两个样本，簇 1 有一个",
            (array![[1.0, 0.0], [3.0, 4.0], [7.0, 5.0]], array![0, 0, 1], array![[0.0, 0.0], [9.0, 9.0]]),
            array![[2.0, 2.0], [7.0, 5.0]])
        .random(random_inputs)
        .extreme("an empty cluster keeps its center", "空簇保留原来的中心",
            (array![[1.0, 0.0], [3.0, 4.0]], array![0, 0], array![[0.0, 0.0], [7.0, 7.0]]))
        .extreme("N = 1", "N = 1", (array![[3.0, -2.0]], array![0], array![[1.0, 1.0]]))
        .extreme("more clusters than samples", "簇比样本多",
            (array![[1.0], [5.0]], array![2, 0], array![[0.0], [2.0], [4.0], [6.0]]))
        // Summing 40 numbers near 1e6 rounds by at most 40 ε = 4e-15 of them.
        .extreme_within("data far from the origin", "远离原点的数据",
            (far, (0..40).map(|n| n % 2).collect(), array![[1e6, 1e6], [1e6, 1e6]]), Tolerance::relative(1e-12))
        .mistake("divided-by-n", wrong::centers_divided_by_n, "04-kmeans#formula",
            "each sum was divided by the number of all samples; divide it by the number of samples of its own cluster.",
            "每个和都除以了全部样本数；应当除以该簇自己的样本数。")
        .mistake("empty-cluster-nan", wrong::empty_cluster_nan, "04-kmeans#what-can-go-wrong",
            "an empty cluster became 0/0; it keeps the center that it had.",
            "空簇算成了 0/0；它应当保留原来的中心。")
        .mistake("empty-cluster-zero", wrong::empty_cluster_zero, "04-kmeans#what-can-go-wrong",
            "an empty cluster moved to the origin; it keeps the center that it had.",
            "空簇移到了原点；它应当保留原来的中心。")
        .mistake("not-divided", wrong::centers_not_divided, "04-kmeans#formula",
            "these are the sums of the samples; divide each by the number of samples of its cluster.",
            "这只是样本之和；还应当除以该簇的样本数。")
        .run(candidate)
}

fn labels_below_the_number_of_centers(
    (_, centers): &AssignInput,
    labels: &Array1<usize>,
) -> Result<(), Text> {
    let n_clusters = centers.nrows();
    match labels.iter().find(|&&label| label >= n_clusters) {
        None => Ok(()),
        Some(label) => Err(Text::owned(
            format!("label {label}, where there are {n_clusters} centers"),
            format!("标签为 {label}，而中心只有 {n_clusters} 个"),
        )),
    }
}
