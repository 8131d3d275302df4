//! Makes a problem, prints the size of its data and fits it, for `memory.sh`:
//!
//! ```text
//! memory N D K full|diagonal THREADS
//! ```

use benches::{Result, problem, shape};
use gaussian_mixture::GaussianMixture;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [n, d, k, shape_name, threads] = arguments.as_slice() else {
        return Err("five arguments are expected".into());
    };
    let k = k.parse()?;
    let (data, start) = problem(n.parse()?, d.parse()?, k, shape(shape_name)?);
    println!(
        "{}",
        size_of_val(data.as_slice().expect("a new array is contiguous"))
    );
    let fit = GaussianMixture::new(k)
        .warm_start(&start)
        .max_iter(3)
        .tolerance(0.0)
        .threads(threads.parse()?);
    fit.fit(&data)?;
    Ok(())
}
