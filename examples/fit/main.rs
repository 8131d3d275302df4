//! Fits a mixture of Gaussians to a CSV file of your own.
//!
//! ```text
//! cargo run --release --example fit -- FILE.csv -k 3
//! ```

mod best_fit;
mod figure;
mod report;
#[cfg(test)]
mod tests;

use std::ffi::OsString;
use std::fmt::Display;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use gaussian_mixture::Error;
use gaussian_mixture::input::{Missing, ReadError, read_csv};

/// Fits a mixture of K Gaussians to the columns of numbers in a CSV file, prints its parameters
/// and draws the first two columns.
///
/// Fields are separated by commas. The first row is a header if there is no number in it.
#[derive(Debug, Parser)]
#[command(name = "fit")]
struct Args {
    /// The file to read.
    file: PathBuf,
    /// How many components to fit.
    #[arg(short = 'k', long, value_name = "K", value_parser = at_least_one)]
    components: usize,
    /// Columns to fit, by name or by number from 1, with commas between them; else every column
    /// of numbers.
    #[arg(long, value_delimiter = ',', value_name = "A,B")]
    columns: Vec<String>,
    /// Leave out rows with a missing value (empty, NA, NaN, null) instead of stopping at them.
    #[arg(long)]
    drop_missing: bool,
    /// Where to write the figure.
    #[arg(long, default_value = "fit.svg", value_name = "FIGURE")]
    out: PathBuf,
    /// The same seed gives the same result.
    #[arg(long, default_value_t = 42)]
    seed: u64,
    /// How many random starts to try. The best fit is kept: one without a flat component if there
    /// is one.
    #[arg(long, default_value_t = 10, value_name = "N", value_parser = at_least_one)]
    starts: usize,
    /// The largest number of updates from a start.
    #[arg(long, default_value_t = 1000, value_name = "N")]
    max_iter: usize,
    /// Stop after the update that gains less log-likelihood than this.
    #[arg(long, default_value_t = 1e-4, value_name = "GAIN", value_parser = at_least_zero)]
    tol: f64,
    /// Fraction of each column's variance to add to the variance of every component, so that none
    /// can shrink to a point.
    #[arg(long, default_value_t = 1e-6, value_name = "SHARE", value_parser = at_least_zero)]
    ridge: f64,
}

fn main() -> ExitCode {
    match answer(std::env::args_os()) {
        Ok(text) => {
            // Ignore a closed pipe, as of `| head`.
            let _ = std::io::stdout().write_all(text.as_bytes());
            ExitCode::SUCCESS
        }
        Err(message) => {
            let _ = writeln!(std::io::stderr(), "error: {message}");
            ExitCode::FAILURE
        }
    }
}

/// The output of a command line, or its error message.
fn answer(command_line: impl IntoIterator<Item = OsString>) -> Result<String, String> {
    let args = match Args::try_parse_from(command_line) {
        Ok(args) => args,
        Err(help) if !help.use_stderr() => return Ok(help.to_string()),
        Err(error) => return Err(in_one_line(&error.to_string())),
    };
    let columns: Vec<&str> = args.columns.iter().map(|name| name.trim()).collect();
    let missing = if args.drop_missing {
        Missing::Drop
    } else {
        Missing::Refuse
    };
    let about = |error: &dyn Display| format!("{}: {error}", args.file.display());
    let table = read_csv(&args.file, &columns, missing)
        .map_err(|error| about(&error) + option_of_reading(&error))?;
    let of_fit = |error: Error| about(&error) + &option_of_fitting(&error, &table.feature_names);
    let best = best_fit::best_fit(&table.data, &args).map_err(of_fit)?;
    let figure = figure::draw(&table, &best.fit.mixture).map_err(of_fit)?;
    std::fs::write(&args.out, figure.svg())
        .map_err(|error| format!("{}: cannot write the figure: {error}", args.out.display()))?;
    Ok(report::write(&args, &table, &best))
}

/// The option that helps with an error in the file, if there is one.
fn option_of_reading(error: &ReadError) -> &'static str {
    match error {
        ReadError::MissingValue { .. } => " (--drop-missing leaves such rows out)",
        ReadError::NotANumber { .. } => " (--columns chooses the others)",
        _ => "",
    }
}

/// The option that helps with an error of the fit, if there is one.
fn option_of_fitting(error: &Error, names: &[String]) -> String {
    match error {
        Error::TooFewSamples { .. } => " (-k, --columns)".to_owned(),
        Error::Collapsed { .. } | Error::InComponent { .. } => " (--ridge, -k)".to_owned(),
        Error::NoVariance { feature, .. }
        | Error::ValueTooLarge {
            column: feature, ..
        } => format!(
            " (the column {:?}; --columns chooses the others)",
            names[*feature]
        ),
        _ => String::new(),
    }
}

/// Clap's message without the usage below it, on one line.
fn in_one_line(message: &str) -> String {
    let first = message.split("\n\n").next().unwrap_or(message);
    let words: Vec<&str> = first
        .trim_start_matches("error:")
        .split_whitespace()
        .collect();
    format!("{} (--help says more)", words.join(" "))
}

fn at_least_one(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(number) if number > 0 => Ok(number),
        _ => Err("a whole number from 1 on is needed".to_owned()),
    }
}

fn at_least_zero(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(number) if (0.0..f64::INFINITY).contains(&number) => Ok(number),
        _ => Err("a finite number, 0 or above, is needed".to_owned()),
    }
}
