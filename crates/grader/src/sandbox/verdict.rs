//! A verdict as it travels between processes: a nonce, then the report as fields, each with its
//! length before it.

use std::borrow::Cow;
use std::fmt;
use std::hash::{BuildHasher, RandomState};

use crate::curriculum::{Exercise, Section};
use crate::language::{Language, Text};
use crate::report::{Check, Diagnosis, Failure, Outcome, Report, Status};

/// Counts the changes of the format: a program reads verdicts of its own version alone.
const VERSION: &str = "verdict 1";

/// A random word that marks a verdict as the grader's own. What a learner's code prints cannot contain
/// it.
///
/// # Examples
/// ```
/// # use grader::{Crash, Exercise, Nonce, Report};
/// let report = Report::crashed(Exercise::find("em").unwrap(), Crash::Aborted);
/// let (nonce, other) = (Nonce::new(), Nonce::new());
/// let sent = format!("printed {}{}printed", other.seal(&report), nonce.seal(&report));
/// assert_eq!(nonce.open(&sent).len(), 1);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nonce(String);

impl Nonce {
    /// Another one at each call: 128 bits, from the keys that the system gives to hash maps.
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        let word = || RandomState::new().hash_one("nonce");
        Self(format!("{:016x}{:016x}", word(), word()))
    }

    /// The nonce that another program wrote, with or without space around it.
    pub fn from_line(line: &str) -> Option<Self> {
        let word = line.trim();
        (word.len() == 32).then(|| Self(word.to_owned()))
    }

    /// A report as text that [`open`](Self::open) finds again.
    pub fn seal(&self, report: &Report) -> String {
        format!("{}{}\n", self.0, write(report))
    }

    /// The reports that were sealed with this nonce, in order, whatever else stands in `text`.
    pub fn open(&self, text: &str) -> Vec<Report> {
        text.split(&self.0).skip(1).filter_map(read).collect()
    }
}

/// The nonce as one line, for the program that is to seal with it.
impl fmt::Display for Nonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A report as text.
fn write(report: &Report) -> String {
    let mut out = Writer(String::new());
    out.field(VERSION);
    out.field(report.exercise.id);
    out.field(report.status.code());
    out.number(report.checks.len());
    for check in &report.checks {
        out.text(&check.name);
        out.truth(check.at_the_edge);
        match &check.outcome {
            Outcome::Held => out.field("held"),
            Outcome::NotReached => out.field("not-reached"),
            Outcome::Failed(failure) => {
                out.field("failed");
                out.text(&failure.case);
                out.truth(failure.by_hand);
                out.pairs(&failure.input);
                out.pairs(&failure.expected);
                out.pairs(&failure.found);
                out.text(&failure.difference);
            }
        }
    }
    out.number(report.diagnoses.len());
    for diagnosis in &report.diagnoses {
        out.field(&diagnosis.id);
        out.text(&diagnosis.message);
        out.text(&diagnosis.case);
        out.text(&diagnosis.giveaway);
        let Section { chapter, id, .. } = diagnosis.section;
        out.field(&format!("{chapter}#{id}"));
    }
    out.field(&report.printed);
    out.0
}

/// What [`write()`] wrote, or none if it breaks off.
fn read(wire: &str) -> Option<Report> {
    let mut fields = Reader(wire);
    if fields.field()? != VERSION {
        return None;
    }
    let exercise = Exercise::find(fields.field()?)?;
    let status = Status::from_code(fields.field()?)?;
    let checks = fields.list(|fields| {
        Some(Check {
            name: fields.text()?,
            at_the_edge: fields.truth()?,
            outcome: outcome(fields)?,
        })
    })?;
    let diagnoses = fields.list(|fields| {
        Some(Diagnosis {
            id: Cow::Owned(fields.field()?.to_owned()),
            message: fields.text()?,
            case: fields.text()?,
            giveaway: fields.text()?,
            section: Section::find(fields.field()?)?,
        })
    })?;
    Some(Report {
        exercise,
        status,
        checks,
        diagnoses,
        known: Vec::new(),
        printed: fields.field()?.to_owned(),
    })
}

fn outcome(fields: &mut Reader<'_>) -> Option<Outcome> {
    Some(match fields.field()? {
        "held" => Outcome::Held,
        "not-reached" => Outcome::NotReached,
        _ => Outcome::Failed(Box::new(Failure {
            case: fields.text()?,
            by_hand: fields.truth()?,
            input: fields.pairs()?,
            expected: fields.pairs()?,
            found: fields.pairs()?,
            difference: fields.text()?,
        })),
    })
}

struct Writer(String);

impl Writer {
    fn field(&mut self, field: &str) {
        self.0 += &format!("{}:{field}", field.len());
    }

    fn number(&mut self, number: usize) {
        self.field(&number.to_string());
    }

    fn truth(&mut self, truth: bool) {
        self.field(if truth { "yes" } else { "no" });
    }

    fn text(&mut self, text: &Text) {
        for language in Language::ALL {
            self.field(text.get(language));
        }
    }

    fn pairs(&mut self, pairs: &[(String, String)]) {
        self.number(pairs.len());
        for (name, value) in pairs {
            self.field(name);
            self.field(value);
        }
    }
}

struct Reader<'a>(&'a str);

impl<'a> Reader<'a> {
    fn field(&mut self) -> Option<&'a str> {
        let (length, rest) = self.0.split_once(':')?;
        let (field, rest) = rest.split_at_checked(length.parse().ok()?)?;
        self.0 = rest;
        Some(field)
    }

    fn truth(&mut self) -> Option<bool> {
        Some(self.field()? == "yes")
    }

    fn text(&mut self) -> Option<Text> {
        Some(Text::owned(
            self.field()?.to_owned(),
            self.field()?.to_owned(),
        ))
    }

    fn list<T>(&mut self, mut item: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let length: usize = self.field()?.parse().ok()?;
        (0..length).map(|_| item(self)).collect()
    }

    fn pairs(&mut self) -> Option<Vec<(String, String)>> {
        self.list(|fields| Some((fields.field()?.to_owned(), fields.field()?.to_owned())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Array1;

    #[test]
    fn a_report_arrives_as_it_was_sent_or_not_at_all() {
        for mut report in [
            crate::bic(|_, _, _| 0.0),
            crate::compute_weights(Array1::clone),
            crate::compute_weights(|_: &Array1<f64>| Array1::zeros(1)),
            crate::compute_weights(solutions::compute_weights),
        ] {
            report.known.clear();
            let report = report.with_output("one line\n另一行");
            let wire = write(&report);
            assert_eq!(format!("{:?}", read(&wire).unwrap()), format!("{report:?}"));
            for end in wire.char_indices().map(|(end, _)| end) {
                assert!(read(&wire[..end]).is_none());
            }
        }
    }

    #[test]
    fn only_what_follows_the_nonce_is_a_verdict() {
        let (nonce, guess) = (Nonce::new(), Nonce::new());
        assert_ne!(nonce, guess);
        let report = crate::bic(|_, _, _| 0.0);
        let forged = guess.seal(&report);
        assert!(
            nonce
                .open(&format!("{forged}{}", write(&report)))
                .is_empty()
        );
        let sealed = nonce.seal(&report);
        assert_eq!(nonce.open(&format!("{forged}{sealed}{forged}")).len(), 1);
    }

    #[test]
    fn another_version_is_not_read() {
        let wire = write(&crate::bic(|_, _, _| 0.0));
        assert!(read(&wire.replacen(VERSION, "verdict 0", 1)).is_none());
    }
}
