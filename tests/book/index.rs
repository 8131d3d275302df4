// Woven by `cargo run -- weave` from the blocks of book/en/index.md.
use gmm::prelude::*;

#[test]
fn chapter_index() {
// picture
// R's data set `faithful`, from Härdle 1991.
let data = old_faithful();
println!("{} eruptions", data.nrows());
let means = array![[2.0, 55.0], [4.5, 80.0]];
let spread = array![[1.0, 0.0], [0.0, 100.0]];
let fit = em(&data, &means, &stack![Axis(0), spread, spread], &array![0.5, 0.5], 100, 1e-4);
row([
    Plot::new().title("what we have").points(&data),
    Plot::new()
        .title("what EM finds")
        .responsibilities(&data, &fit.responsibilities)
        .components(&fit.means, &fit.covariances),
].map(|plot| plot.labels("eruption (min)", "wait (min)")));

// new-eruption
let eruption = array![[3.0, 65.0]];
let resp = compute_responsibilities(&eruption, &fit.weights, &fit.means, &fit.covariances);
println!("short {:.2}, long {:.2}", resp[[0, 0]], resp[[0, 1]]);
}
