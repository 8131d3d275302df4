//! What the program prints for valid and invalid files.

use std::ffi::OsString;
use std::path::Path;

use tempfile::TempDir;

use super::answer;

/// The answer to `fit FILE OPTIONS`, and the figure it wrote; FILE holds `csv`, if given.
fn fit(csv: Option<&str>, options: &str) -> (Result<String, String>, Option<String>) {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("data.csv");
    if let Some(csv) = csv {
        std::fs::write(&file, csv).unwrap();
    }
    let figure = folder.path().join("fit.svg");
    let answer = run(&file, &figure, options);
    let no_folder = |text: String| text.replace(&format!("{}/", folder.path().display()), "");
    let answer = answer.map(no_folder).map_err(no_folder);
    (answer, std::fs::read_to_string(figure).ok())
}

fn run(file: &Path, figure: &Path, options: &str) -> Result<String, String> {
    let fixed = ["fit".into(), file.into(), "--out".into(), figure.into()];
    let options = options.split_whitespace().map(OsString::from);
    answer(fixed.into_iter().chain(options))
}

const UW_MIXTURE: &str = include_str!("../../src/data/uw_mixture.csv");
const OLD_FAITHFUL: &str = include_str!("../../src/data/old_faithful.csv");
const PENGUINS: &str = include_str!("../../src/data/penguins.csv");

#[test]
fn an_error_is_one_line_with_its_remedy() {
    let refused: [(Option<&str>, &str, &[&str]); 20] = [
        (None, "-k 3", &["data.csv: the file cannot be read: "]),
        (Some(""), "-k 1", &["data.csv: there are no rows"]),
        (Some("a,b\n"), "-k 1", &["data.csv: there are no rows"]),
        (
            Some("a,b\n1,2\n3\n"),
            "-k 1",
            &["line 3: 2 fields are expected", "but 1 found"],
        ),
        (
            Some("a,b\n1,2\n3,four\n"),
            "-k 1",
            &[
                "line 3, column \"b\": \"four\" is not a number",
                "--columns",
            ],
        ),
        (
            Some("a,b\n1,2\n3,\n"),
            "-k 1",
            &[
                "line 3, column \"b\": the value is missing (\"\")",
                "--drop-missing",
            ],
        ),
        (
            Some("a\n1\nNaN\n"),
            "-k 1",
            &["line 3, column \"a\": the value is missing (\"NaN\")"],
        ),
        (
            Some("a\n1\ninf\n"),
            "-k 1",
            &["line 3, column \"a\": \"inf\" is not a finite number"],
        ),
        (
            Some("a,b\n1,\n,2\n"),
            "-k 1 --drop-missing",
            &["each of the 2 rows lacks a value"],
        ),
        (
            Some("a;b\n1;2\n"),
            "-k 1",
            &["no numbers in 1 column(s)", "commas"],
        ),
        (
            Some("a,b\n1,2\n"),
            "-k 1 --columns c",
            &["there is no column \"c\"; the columns are a, b"],
        ),
        (
            Some("a\n1\n2\n2\n3\n"),
            "-k 2",
            &[
                "3 different samples are too few for 2 component(s), which need 4",
                "-k",
            ],
        ),
        (
            Some("a,b\n.1,1\n.1,2\n.1,3\n"),
            "-k 1",
            &["feature 0 has variance", "the column \"a\""],
        ),
        (
            Some("a\n1e300\n2e300\n3e300\n"),
            "-k 1",
            &[
                "beyond ±1e153",
                "give the column in another unit",
                "the column \"a\"",
            ],
        ),
        (
            Some("a,b\n1,2\n2,4\n3,6\n"),
            "-k 1 --ridge 0",
            &["component 0 collapsed at iteration 1", "--ridge"],
        ),
        (
            Some("1\n2\n3\n"),
            "-k 0",
            &["invalid value '0'", "a whole number from 1 on is needed"],
        ),
        (
            Some("1\n2\n3\n"),
            "-k 1 --starts 0",
            &["a whole number from 1 on is needed"],
        ),
        (
            Some("1\n2\n3\n"),
            "-k 1 --tol NaN",
            &["a finite number, 0 or above, is needed"],
        ),
        (
            Some("1\n2\n3\n"),
            "",
            &["required arguments were not provided: --components <K>"],
        ),
        (
            Some("1\n2\n3\n"),
            "-k 1 --bogus",
            &["unexpected argument '--bogus'", "--help"],
        ),
    ];
    for (csv, options, expected) in refused {
        let (answer, figure) = fit(csv, options);
        let message = answer.unwrap_err();
        for part in expected {
            assert!(message.contains(part), "{csv:?} {options}: {message}");
        }
        assert_eq!(message.lines().count(), 1, "{message}");
        assert_eq!(figure, None, "a figure in spite of: {message}");
    }
}

#[test]
fn the_simulated_run_ends_where_the_book_does() {
    let (answer, figure) = fit(Some(UW_MIXTURE), "-k 3");
    let text = answer.unwrap();
    // The weight and the log-likelihood of the assignment's answers, to the digits printed.
    for part in [
        "data.csv: 100 rows, 2 columns",
        "weight 0.3007",
        "-318.8308",
        "converged",
    ] {
        assert!(text.contains(part), "{part:?} is not in:\n{text}");
    }
    assert!(!text.contains("warning"), "{text}");
    assert_eq!(figure.unwrap().matches("<circle").count(), 100);
}

#[test]
fn the_same_seed_gives_the_same_answer_and_figure() {
    let options = "-k 3 --starts 1 --seed 7";
    assert_eq!(
        fit(Some(UW_MIXTURE), options),
        fit(Some(UW_MIXTURE), options)
    );
}

#[test]
fn the_unit_of_a_column_changes_nothing_but_its_numbers() {
    let rows = OLD_FAITHFUL.lines().skip(1).map(|line| {
        let (eruption, waiting) = line.split_once(',').unwrap();
        let waiting: f64 = waiting.parse().unwrap();
        format!("{eruption},{}\n", 1024.0 * waiting)
    });
    let scaled: String = rows.collect();
    let weights = |csv| {
        let text = fit(Some(csv), "-k 2").0.unwrap();
        let lines = text.lines().filter(|line| line.starts_with("component"));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(weights(OLD_FAITHFUL), weights(&scaled));
}

#[test]
fn the_report_names_what_was_left_out() {
    let columns = "--columns bill_length_mm,bill_depth_mm";
    let text = fit(
        Some(PENGUINS),
        &format!("-k 2 --starts 1 --drop-missing {columns}"),
    )
    .0;
    let text = text.unwrap();
    assert!(text.contains("342 rows, 2 columns\nleft out: 2 rows with a missing value\n"));
    let with_text = "kind,a\nx,1\ny,2\nz,4\n";
    let text = fit(Some(with_text), "-k 1").0.unwrap();
    assert!(
        text.contains("left out: columns without a number: kind\n"),
        "{text}"
    );
}

#[test]
fn one_column_gets_a_histogram() {
    let (answer, figure) = fit(Some(OLD_FAITHFUL), "-k 2 --columns waiting");
    assert!(answer.unwrap().contains("272 rows, 1 column\n"));
    let figure = figure.unwrap();
    assert!(figure.contains("<rect") && figure.contains("density"));
}

#[test]
fn a_flat_component_is_warned_of() {
    let on_a_line: String = (0..20).map(|i| format!("{i},{}\n", 2 * i)).collect();
    let text = fit(Some(&on_a_line), "-k 1").0.unwrap();
    assert!(text.contains("warning: component 0 is all but flat: its variance"));
}

#[test]
fn the_report_says_when_a_fit_has_not_converged() {
    let text = fit(Some(OLD_FAITHFUL), "-k 2 --max-iter 1").0.unwrap();
    assert!(
        text.contains("updates         1, not converged (--max-iter"),
        "{text}"
    );
}

#[test]
fn help_is_not_an_error() {
    let (answer, figure) = fit(None, "--help");
    assert!(
        answer
            .unwrap()
            .contains("Usage: fit [OPTIONS] --components <K> <FILE>")
    );
    assert_eq!(figure, None);
}

#[test]
fn the_book_quotes_what_the_program_prints() {
    for language in ["en", "zh"] {
        let page = format!("book/{language}/12-real-data.md");
        let text = std::fs::read_to_string(&page).unwrap();
        let folder = TempDir::new().unwrap();
        let mut n_runs = 0;
        for quote in text.split("```text\n$ ").skip(1) {
            let quote = &quote[..quote.find("```").unwrap()].replace("\\\n", " ");
            for step in quote.split("\n$ ") {
                let (command, rest) = step.split_once('\n').unwrap();
                if let Some(name) = command.strip_prefix("cat ") {
                    std::fs::write(folder.path().join(name), rest).unwrap();
                } else {
                    let options = command.strip_prefix("cargo run --release --example fit -- ");
                    let printed = printed(options.expect(command), folder.path());
                    assert!(quotes(rest, &printed), "{page}: {command}\n{printed}");
                    n_runs += 1;
                }
            }
        }
        assert_eq!(n_runs, 7, "{page}");
    }
}

/// What the program prints for `options`, the first of which is a file in `folder` or one of
/// the repository's own.
fn printed(options: &str, folder: &Path) -> String {
    let (file, options) = options.split_once(' ').unwrap();
    let path = if file.contains('/') {
        Path::new(file).to_owned()
    } else {
        folder.join(file)
    };
    let text = match run(&path, &folder.join("fit.svg"), options) {
        Ok(text) => text,
        Err(message) => format!("error: {message}"),
    };
    text.replace(&format!("{}/", folder.display()), "")
}

/// Whether `quote` is `text` up to line breaks, with an … for each part left out.
fn quotes(quote: &str, text: &str) -> bool {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (quote, text) = (words(quote), words(text));
    let mut rest = text.as_str();
    for (n, part) in quote.split('…').map(str::trim).enumerate() {
        match rest.find(part) {
            Some(at) if n > 0 || at == 0 => rest = &rest[at + part.len()..],
            _ => return false,
        }
    }
    rest.is_empty() || quote.ends_with('…')
}
