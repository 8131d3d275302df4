// Woven by `cargo run -- weave` from the blocks of book/en/b-notation.md.
use gmm::prelude::*;

#[test]
fn chapter_b_notation() {
// shapes
let data = uw_mixture();
let means = data.select(Axis(0), &[20, 10, 96]);
let covariances = stack![Axis(0), Array2::eye(2), Array2::eye(2), Array2::eye(2)];
let weights = Array1::from_elem(3, 1.0 / 3.0);
let fit = em(&data, &means, &covariances, &weights, 1000, 1e-4);
let counts = compute_soft_counts(&fit.responsibilities);
println!("data        {:?}", data.dim());
println!("resp        {:?}", fit.responsibilities.dim());
println!("counts      {:?}, together {:.1}", counts.dim(), counts.sum());
println!("weights     {:?}, together {:.1}", fit.weights.dim(), fit.weights.sum());
println!("means       {:?}", fit.means.dim());
println!("covariances {:?}", fit.covariances.dim());
println!("free parameters: {}", count_parameters(3, 2));
}
