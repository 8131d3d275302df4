//! What is known of one exercise once it is graded, as it travels between processes: one line
//! of JSON.

use grader::{Exercise, Language, Report, Status};
use serde_json::{Value, json};

/// The verdict on one exercise.
pub struct Verdict {
    pub exercise: &'static Exercise,
    pub status: Status,
    pub held: usize,
    pub checks: usize,
    pub misconception: Option<String>,
    /// The report in the reader's language.
    pub text: String,
}

impl Verdict {
    pub fn new(report: &Report, language: Language) -> Self {
        Self {
            exercise: report.exercise(),
            status: report.status(),
            held: report.held(),
            checks: report.checks().len(),
            misconception: report.misconception().map(str::to_owned),
            text: report.to_text(language),
        }
    }

    pub fn passed(&self) -> bool {
        self.status == Status::Passed
    }

    /// As one line, without a line break.
    pub fn to_line(&self) -> String {
        json!({
            "exercise": self.exercise.id,
            "status": self.status.code(),
            "held": self.held,
            "checks": self.checks,
            "misconception": self.misconception,
            "text": self.text,
        })
        .to_string()
    }

    /// Reads what [`to_line`](Self::to_line) wrote.
    pub fn from_line(line: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(line).ok()?;
        let count = |name| Some(value[name].as_u64()? as usize);
        Some(Self {
            exercise: Exercise::find(value["exercise"].as_str()?)?,
            status: Status::from_code(value["status"].as_str()?)?,
            held: count("held")?,
            checks: count("checks")?,
            misconception: value["misconception"].as_str().map(str::to_owned),
            text: value["text"].as_str()?.to_owned(),
        })
    }
}
