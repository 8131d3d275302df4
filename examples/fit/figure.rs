//! The picture of a fit.

use gaussian_mixture::input::Table;
use gaussian_mixture::{Error, Mixture};
use gmm::plot::Plot;
use ndarray::{Array1, Axis};

/// The first two columns, in the components' colors, with their ellipses; of a single column a
/// histogram with the density.
pub fn draw(table: &Table, mixture: &Mixture) -> Result<Plot, Error> {
    let names = &table.feature_names;
    if let [name] = names.as_slice() {
        let values = table.data.column(0).to_owned();
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let x = Array1::linspace(low, high, 401);
        let density = mixture.log_density(&x.view().insert_axis(Axis(1)))?.exp();
        Ok(Plot::new()
            .labels(name, "density")
            .histogram(&values, 30)
            .line("", x.into_iter().zip(density)))
    } else {
        Ok(Plot::new()
            .labels(&names[0], &names[1])
            .responsibilities(&table.data, &mixture.responsibilities(&table.data)?)
            .components(mixture.means(), &mixture.covariances()))
    }
}
