// Woven by `cargo run -- weave` from the blocks of book/en/c-ndarray.md.
use gmm::prelude::*;

#[test]
fn chapter_c_ndarray() {
// making
// from_shape_fn calls the function once an element, with the indices as a tuple.
let a = Array2::from_shape_fn((2, 3), |(n, k)| (10 * n + k) as f64);
println!("{a}\ndim {:?}, axes {}, elements {}", a.dim(), a.ndim(), a.len());
println!("{}", Array1::range(0.0, 2.0, 0.5));
let pair = stack![Axis(0), Array2::<f64>::eye(2), array![[1.0, 2.0], [3.0, 4.0]]];
println!("two matrices stacked: {:?}", pair.dim());

// parts
println!("element {}, row {}, column {}", a[[1, 2]], a.row(1), a.column(2));
println!("slice\n{}", a.slice(s![0..2, 1..]));
println!("backward\n{}", a.slice(s![.., ..;-1]));
println!("rows 1, 0, 1\n{}", a.select(Axis(0), &[1, 0, 1]));
// A mask, in two steps.
let above: Vec<usize> = (0..a.nrows()).filter(|&n| a[[n, 0]] > 5.0).collect();
println!("rows that begin above 5\n{}", a.select(Axis(0), &above));

// arithmetic
let b = array![[2.0, 1.0], [1.0, 3.0]];
println!("elementwise\n{}", &b * &b);
println!("matrix product\n{}", b.dot(&b));
println!("with a vector {}", b.dot(&array![1.0, 10.0]));
println!("exp {:.4}", array![0.0, 1.0, -800.0].mapv(f64::exp));
println!("Cholesky\n{:.4}", cholesky(&b).unwrap());

// axes
println!("sums {} and {}", a.sum_axis(Axis(0)), a.sum_axis(Axis(1)));
println!("means {}", a.mean_axis(Axis(0)).unwrap());
let scores: Array2<f64> = array![[0.2, 0.7, 0.1], [0.5, 0.1, 0.4]];
let labels = scores.map_axis(Axis(1), |row| {
    let pairs = row.iter().enumerate();
    pairs.max_by(|(_, left), (_, right)| left.total_cmp(right)).unwrap().0
});
println!("argmax {labels}");
for (n, row) in scores.rows().into_iter().enumerate() {
    println!("row {n}: {row}, sum {:.1}", row.sum());
}

// broadcasting
let sums = array![[2.0, 4.0, 6.0], [10.0, 20.0, 30.0]];
let counts = array![2.0, 10.0];
println!("a column: {:?}", counts.view().insert_axis(Axis(1)).dim());
println!("{}", &sums / &counts.view().insert_axis(Axis(1)));
// Two counts for three columns: the shapes do not fit, and that is our luck.
attempt(|| &sums / &counts);

// square
let square = array![[2.0, 4.0], [10.0, 20.0]];
println!("each column by its count (wrong)\n{}", &square / &counts);
println!("each row by its count\n{}", &square / &counts.view().insert_axis(Axis(1)));

// views
let mut changing = array![[1.0, 2.0], [3.0, 4.0]];
let kept = changing.row(0).to_owned();
changing.row_mut(0).fill(0.0);
println!("kept {kept}, now {}", changing.row(0));
// A mutable view changes the array it was taken from.
for mut row in changing.rows_mut() {
    row += 1.0;
}
println!("{changing}");

// random
let mut rng = StdRng::seed_from_u64(4);
println!("{:.4}", Array2::from_shape_simple_fn((2, 3), || rng.random_range(0.0..1.0)));
let round = stack![Axis(0), Array2::eye(2), Array2::eye(2)];
let far_apart = array![[-9.0, 0.0], [9.0, 0.0]];
let (drawn, origin) = sample_mixture(3, &array![0.5, 0.5], &far_apart, &round, &mut rng).unwrap();
println!("{drawn:.2}\nfrom components {origin}");

// integers
let whole = array![1, 2, 4];
println!("{} and {}", &whole / 2, whole.mean().unwrap());
let real = whole.mapv(f64::from);
println!("{} and {:.4}", &real / 2.0, real.mean().unwrap());

// no-mean
println!("{:?} and {:?}", array![1.0, 3.0].mean(), Array1::<f64>::zeros(0).mean());

// equal
let (left, right): (Array1<f64>, Array1<f64>) = (array![0.1 + 0.2, 1.0], array![0.3, 1.0]);
println!("equal: {}", left == right);
println!("within 1e-12: {}", (&left - &right).iter().all(|gap| gap.abs() < 1e-12));

// nan
let with_nan = array![1.0, f64::NAN, 2.0];
println!("max {}, sum {}", with_nan.fold(f64::NEG_INFINITY, |max: f64, &x| max.max(x)), with_nan.sum());

// e-step
let data = array![[1.0, 2.0], [-1.0, -2.0]];
let weights: Array1<f64> = array![0.3, 0.7];
let means = array![[0.0, 0.0], [1.0, 1.0]];
let covariances = stack![Axis(0), array![[1.5, 0.0], [0.0, 2.5]], array![[1.0, 1.0], [1.0, 2.0]]];

let log_joint = Array2::from_shape_fn((data.nrows(), weights.len()), |(n, k)| {
    let covariance = covariances.index_axis(Axis(0), k);
    weights[k].ln() + log_gaussian(data.row(n), means.row(k), covariance)
});
let log_total = log_joint.map_axis(Axis(1), |row| log_sum_exp(&row.to_owned()));
let resp = (&log_joint - &log_total.insert_axis(Axis(1))).mapv(f64::exp);
println!("{resp:.8}");

// m-step
let counts = resp.sum_axis(Axis(0));
let new_weights = &counts / counts.sum();
let new_means = resp.t().dot(&data) / &counts.view().insert_axis(Axis(1));
let mut new_covariances = Array3::<f64>::zeros((2, 2, 2));
for (k, mut covariance) in new_covariances.outer_iter_mut().enumerate() {
    let centered = &data - &new_means.row(k);
    let weighted = &centered * &resp.column(k).insert_axis(Axis(1));
    covariance.assign(&(weighted.t().dot(&centered) / counts[k]));
}
println!("weights {new_weights:.4}\nmeans\n{new_means:.4}\nfirst covariance");
println!("{:.4}", new_covariances.index_axis(Axis(0), 0));
}
