//! A fit in words and numbers.

use std::fmt::Write as _;

use gaussian_mixture::input::Table;
use solutions::{bic, count_parameters};

use crate::Args;
use crate::starts::Best;

/// What the program prints.
pub fn write(args: &Args, table: &Table, best: &Best) -> String {
    let (n_samples, n_features) = table.data.dim();
    let fit = &best.fit;
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
    for k in 0..fit.weights.len() {
        let _ = write!(text, "\ncomponent {k}, weight {:.4}\n", fit.weights[k]);
        text.push_str(&parameters(table, best, k));
    }
    let n_parameters = count_parameters(args.components, n_features);
    let log_likelihood = fit.log_likelihoods[fit.log_likelihoods.len() - 1];
    let n_updates = fit.log_likelihoods.len() - 1;
    let end = if fit.converged {
        "converged"
    } else {
        "not converged (--max-iter allows more updates)"
    };
    let _ = write!(
        text,
        "\nlog-likelihood  {log_likelihood:.4}\n\
         BIC             {:.4} ({n_parameters} parameters; the lower the better)\n\
         updates         {n_updates}, {end}; the best of {} start(s)\n\
         figure          {}\n",
        bic(log_likelihood, n_parameters, n_samples),
        args.starts,
        args.out.display()
    );
    if let Some(k) = best.collapsed {
        let _ = write!(
            text,
            "\nwarning: component {k} is all but flat: its variance in some direction is less \
             than 100 times the ridge; try a smaller -k, other columns or a larger --ridge\n"
        );
    }
    text
}

/// The mean and the covariance of component `k`, a row for each column of the data.
fn parameters(table: &Table, best: &Best, k: usize) -> String {
    let n_features = table.feature_names.len();
    let mut rows = vec![vec![
        String::new(),
        "mean".to_owned(),
        "covariance".to_owned(),
    ]];
    rows[0].resize(2 + n_features, String::new());
    for (d, name) in table.feature_names.iter().enumerate() {
        let mut row = vec![name.clone(), number(best.fit.means[[k, d]])];
        row.extend((0..n_features).map(|e| number(best.fit.covariances[[k, d, e]])));
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

/// Five digits that count.
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
