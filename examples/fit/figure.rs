//! The picture of a fit.

use gaussian_mixture::input::Table;
use gmm::plot::Plot;
use ndarray::Axis;
use solutions::EmFit;
use solutions::mixture_pdf;

/// The first two columns, in the components' colors, with their ellipses; of a single column a
/// histogram with the density.
pub fn draw(table: &Table, fit: &EmFit) -> Plot {
    let names = &table.feature_names;
    if let [name] = names.as_slice() {
        let values = table.data.column(0).to_owned();
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let means = fit.means.column(0).to_owned();
        let std_devs = fit.covariances.map_axis(Axis(1), |column| column[0].sqrt());
        let std_devs = std_devs.column(0).to_owned();
        let curve = (0..=400).map(|i| {
            let x = low + (high - low) * f64::from(i) / 400.0;
            (x, mixture_pdf(x, &fit.weights, &means, &std_devs))
        });
        Plot::new()
            .labels(name, "density")
            .histogram(&values, 30)
            .line("", curve)
    } else {
        Plot::new()
            .labels(&names[0], &names[1])
            .responsibilities(&table.data, &fit.responsibilities)
            .components(&fit.means, &fit.covariances)
    }
}
