//! What a cell of a notebook printed and showed when the kernel ran it.

use anyhow::{Result, bail};
use serde_json::Value;

use super::notebook::{Cell, Content};
use crate::book::outputs::Output;

/// The outputs of one cell.
#[derive(Default)]
pub struct CellOutput {
    /// What the page shows of them.
    pub shown: Output,
    /// HTML without a figure: a verdict.
    pub html: String,
}

impl CellOutput {
    /// Reads the outputs of `cell` from `result`, the same cell in the notebook that ran.
    ///
    /// # Errors
    /// If the cell failed, or wrote to standard error.
    pub fn read(cell: &Cell, result: &Value) -> Result<Self> {
        let mut output = Self::default();
        for part in result["outputs"].as_array().into_iter().flatten() {
            match part["output_type"].as_str().unwrap_or_default() {
                "error" => bail!("{}", part["evalue"].as_str().unwrap_or("failed")),
                "stream" => {
                    let text = joined(&part["text"]);
                    // The setup cell lists on standard error what it compiles.
                    let is_setup = cell.content == Content::Setup;
                    if part["name"] == "stderr" && !is_setup && !text.trim().is_empty() {
                        bail!("wrote to standard error:\n{text}");
                    }
                    if part["name"] == "stdout" {
                        output.shown.text += &text;
                    }
                }
                _ => output.add_value(&part["data"]),
            }
        }
        Ok(output)
    }

    fn add_value(&mut self, data: &Value) {
        let html = joined(&data["text/html"]);
        if html.contains("<svg") {
            self.shown.figures.extend(svgs(&html));
        } else if html.is_empty() {
            // The value of a cell that ends in a loop is `()`, which tells a reader nothing.
            let value = joined(&data["text/plain"]);
            self.shown.text += if value == "()" { "" } else { &value };
        } else {
            self.html += &html;
        }
    }
}

/// A text of nbformat: one string, or a list of its lines.
fn joined(text: &Value) -> String {
    match text {
        Value::String(text) => text.clone(),
        Value::Array(lines) => lines.iter().filter_map(Value::as_str).collect(),
        _ => String::new(),
    }
}

fn svgs(html: &str) -> impl Iterator<Item = String> {
    let elements = html.split("<svg").skip(1);
    elements.filter_map(|rest| Some(format!("<svg{}</svg>", rest.split_once("</svg>")?.0)))
}
