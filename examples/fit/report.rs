//! The report of a fit.

use std::fmt::Write as _;

use gaussian_mixture::Mixture;
use gaussian_mixture::input::Table;
use solutions::bic;

use crate::Args;
use crate::best_fit::Best;

/// The text that the program prints.
pub fn write(args: &Args, table: &Table, best: &Best) -> String {
    let (n_samples, n_features) = table.data.dim();
    let mut text = format!(
        "{}: {n_samples} rows, {n_features} column{}\n",
        args.file.display(),
        if n_features == 1 { "" } else { "s" }
    );
    if table.n_dropped > 0 {
        let _ = writeln!(
            text,
            "left out: {} rows with a missing value",
            table.n_dropped
        );
    }
    if !table.text_columns.is_empty() {
        let columns = table.text_columns.join(", ");
        let _ = writeln!(text, "left out: columns without a number: {columns}");
    }
    for (k, weight) in best.fit.mixture.weights().iter().enumerate() {
        let _ = write!(text, "\ncomponent {k}, weight {weight:.4}\n");
        text.push_str(&parameters(&table.feature_names, &best.fit.mixture, k));
    }
    let n_parameters = best.fit.mixture.count_parameters();
    let end = if best.fit.converged {
        "converged"
    } else {
        "not converged (--max-iter allows more updates)"
    };
    let _ = write!(
        text,
        "\nlog-likelihood  {:.4}\n\
         BIC             {:.4} ({n_parameters} parameters; the lower the better)\n\
         updates         {}, {end}; the best of {} start(s)\n\
         figure          {}\n",
        best.log_likelihood,
        bic(best.log_likelihood, n_parameters, n_samples),
        best.fit.iterations,
        args.starts,
        args.out.display()
    );
    if let Some(k) = best.flat {
        let _ = write!(
            text,
            "\nwarning: component {k} is all but flat: its variance in some direction is less \
             than 100 times the ridge; try a smaller -k, other columns or a larger --ridge\n"
        );
    }
    text
}

/// The mean and the covariance of component `k`, one row for each feature.
fn parameters(names: &[String], mixture: &Mixture, k: usize) -> String {
    let n_features = names.len();
    let mut rows = vec![vec![
        String::new(),
        "mean".to_owned(),
        "covariance".to_owned(),
    ]];
    rows[0].resize(2 + n_features, String::new());
    let covariances = mixture.covariances();
    for (d, name) in names.iter().enumerate() {
        let mut row = vec![name.clone(), number(mixture.means()[[k, d]])];
        row.extend((0..n_features).map(|e| number(covariances[[k, d, e]])));
        rows.push(row);
    }
    let width = |column: usize| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..2 + n_features).map(width).collect();
    let mut text = String::new();
    for row in &rows {
        let mut line = format!("  {:<1$}", row[0], widths[0]);
        for (cell, width) in row.iter().zip(&widths).skip(1) {
            let _ = write!(line, "  {cell:>width$}");
        }
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}

/// Five significant digits.
fn number(value: f64) -> String {
    let magnitude = value.abs().log10().floor();
    if value == 0.0 {
        "0".to_owned()
    } else if (-4.0..7.0).contains(&magnitude) {
        let decimals = (4.0 - magnitude).max(0.0) as usize;
        format!("{value:.decimals$}")
    } else {
        format!("{value:.4e}")
    }
}
