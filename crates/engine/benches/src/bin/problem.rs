//! The problems of `peers.py`, and the quality of the results.
//!
//! ```text
//! problem FOLDER N D K full|diagonal            makes the problem
//! problem FOLDER N D K full|diagonal FILE …     prints the mean log-likelihood under each file's mixture
//! ```
//!
//! A problem is `data.f64`, the mixture `start.f64` and, for peers that start from responsibilities,
//! `responsibilities.f64` under that mixture.

use std::path::Path;

use benches::{Result, files, problem, shape};
use ndarray::Array2;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, n, d, k, shape_name, reached @ ..] = arguments.as_slice() else {
        return Err("five arguments are expected, or more".into());
    };
    let (n, d, k) = (n.parse()?, d.parse()?, k.parse()?);
    let (folder, shape) = (Path::new(folder), shape(shape_name)?);
    if reached.is_empty() {
        let (data, start) = problem(n, d, k, shape);
        std::fs::create_dir_all(folder)?;
        files::write(&folder.join("data.f64"), &data)?;
        files::write_mixture(&folder.join("start.f64"), &start)?;
        let responsibilities = start.responsibilities(&data)?;
        files::write(&folder.join("responsibilities.f64"), &responsibilities)?;
        return Ok(());
    }
    let data = Array2::from_shape_vec((n, d), files::read(&folder.join("data.f64"))?)?;
    for file in reached {
        let mixture = files::read_mixture(&folder.join(file), k, d, shape)?;
        println!("{}", mixture.log_likelihood(&data)? / n as f64);
    }
    Ok(())
}
