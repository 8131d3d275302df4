//! A verdict as it travels between processes: one line of JSON.

use serde_json::{Value, json};

use super::verdict::{Report, Status};
use crate::curriculum::Exercise;
use crate::language::Language;

/// What is known of one exercise once it is graded, in the reader's language.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// The exercise graded.
    pub exercise: &'static Exercise,
    /// How it stands.
    pub status: Status,
    /// How many checks hold.
    pub held: usize,
    /// How many checks there are.
    pub checks: usize,
    /// Stable id of the mistake made, if it is a known one.
    pub misconception: Option<String>,
    /// The report in full.
    pub text: String,
}

impl Verdict {
    /// What a report says.
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

    /// Whether every check holds.
    pub fn passed(&self) -> bool {
        self.status == Status::Passed
    }

    /// As JSON: `exercise`, `status`, `held`, `checks`, `misconception`, `text`.
    pub fn to_json(&self) -> Value {
        json!({
            "exercise": self.exercise.id,
            "status": self.status.code(),
            "held": self.held,
            "checks": self.checks,
            "misconception": self.misconception,
            "text": self.text,
        })
    }

    /// Reads what [`to_json`](Self::to_json) made and someone wrote into one line.
    ///
    /// # Examples
    /// ```
    /// # use grader::{Crash, Exercise, Language, Report, Verdict};
    /// let report = Report::crashed(Exercise::find("em").unwrap(), Crash::Aborted);
    /// let verdict = Verdict::new(&report, Language::Chinese);
    /// let read = Verdict::from_line(&verdict.to_json().to_string()).unwrap();
    /// assert_eq!(read.text, verdict.text);
    /// assert!(Verdict::from_line("test em ... ok").is_none());
    /// ```
    pub fn from_line(line: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(line).ok()?;
        let count = |name| usize::try_from(value.get(name)?.as_u64()?).ok();
        let text = |name| value.get(name)?.as_str();
        Some(Self {
            exercise: Exercise::find(text("exercise")?)?,
            status: Status::from_code(text("status")?)?,
            held: count("held")?,
            checks: count("checks")?,
            misconception: text("misconception").map(str::to_owned),
            text: text("text")?.to_owned(),
        })
    }
}
