//! The files in `benches/results`: a few lines that say what was measured, on what and how, then
//! comma-separated values.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::process::Command;

use crate::Result;

/// A file of results, of which each row is printed too.
pub struct Results(File);

impl Results {
    /// Makes `benches/results/NAME`, with the command that does so and the names of the columns.
    pub fn create(name: &str, about: &str, command: &str, columns: &str) -> Result<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("results");
        std::fs::create_dir_all(&folder)?;
        let mut results = Self(File::create(folder.join(name))?);
        results.row(&format!("# {about}"))?;
        results.row(&format!("# Processor: {}", processor()))?;
        results.row(&format!("# {}", said("rustc", "--version")?))?;
        results.row(&format!("# {}: {command}", said("date", "+%F")?))?;
        results.row(columns)?;
        Ok(results)
    }

    /// Adds a row.
    pub fn row(&mut self, row: &str) -> Result<()> {
        println!("{row}");
        Ok(writeln!(self.0, "{row}")?)
    }
}

/// The processor's name, as far as Linux tells.
fn processor() -> String {
    let about = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = about.lines().find(|line| line.starts_with("model name"));
    let name = name.and_then(|line| line.split_once(": "));
    name.map_or(std::env::consts::ARCH, |(_, name)| name)
        .to_string()
}

/// What a command prints, on one line.
fn said(command: &str, argument: &str) -> Result<String> {
    let output = Command::new(command).arg(argument).output()?;
    Ok(String::from_utf8(output.stdout)?.trim().to_string())
}
