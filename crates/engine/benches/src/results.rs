//! The files in `results/`: comment lines on what was measured, where and how, then comma-separated
//! values.

use std::collections::HashMap;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::process::Command;

use crate::Result;

/// A file of results. Each row is also printed.
pub struct Results(File);

impl Results {
    /// Creates `results/NAME` with comment lines and the names of the columns.
    pub fn create(name: &str, about: &str, command: &str, columns: &str) -> Result<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("results");
        std::fs::create_dir_all(&folder)?;
        let mut results = Self(File::create(folder.join(name))?);
        results.row(&format!("# {about}"))?;
        results.row(&format!("# Processor: {}", processor()))?;
        results.row(&format!("# {}", output_of("rustc", "--version")?))?;
        results.row(&format!("# {}: {command}", output_of("date", "+%F")?))?;
        results.row(columns)?;
        Ok(results)
    }

    /// Adds a row.
    pub fn row(&mut self, row: &str) -> Result<()> {
        println!("{row}");
        Ok(writeln!(self.0, "{row}")?)
    }
}

/// The processor's name, on Linux with its family and model, because a name such as AMD EPYC stands
/// for several generations.
fn processor() -> String {
    let about = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let fields = about.lines().filter_map(|line| line.split_once(':'));
    let fields: HashMap<&str, &str> = fields
        .map(|(key, value)| (key.trim(), value.trim()))
        .collect();
    let find = |key| fields.get(key);
    match (find("model name"), find("cpu family"), find("model")) {
        (Some(name), Some(family), Some(model)) => {
            format!("{name} (family {family}, model {model})")
        }
        (name, ..) => name.unwrap_or(&std::env::consts::ARCH).to_string(),
    }
}

/// The output of a command, on one line.
fn output_of(command: &str, argument: &str) -> Result<String> {
    let output = Command::new(command).arg(argument).output()?;
    Ok(String::from_utf8(output.stdout)?.trim().to_string())
}
