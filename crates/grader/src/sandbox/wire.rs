//! A report as it travels from one process to another: fields one after the other, each with its
//! length before it.

use crate::curriculum::Exercise;
use crate::curriculum::Section;
use crate::language::{Language, Text};
use crate::report::{Check, Diagnosis, Failure, Outcome, Report, Status};

/// A report as text.
pub(crate) fn write(report: &Report) -> String {
    let mut out = Writer(String::new());
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
        out.field(diagnosis.id);
        out.text(&diagnosis.message);
        out.text(&diagnosis.case);
        out.text(&diagnosis.giveaway);
        let Section { chapter, id, .. } = diagnosis.section;
        out.field(&format!("{chapter}#{id}"));
    }
    out.0
}

/// What [`write()`] wrote of a report on `exercise`, whose grader knows the mistakes `known`; none if
/// it breaks off.
pub(crate) fn read(
    wire: &str,
    exercise: &'static Exercise,
    known: Vec<&'static str>,
) -> Option<Report> {
    let mut fields = Reader(wire);
    let status = Status::from_code(fields.field()?)?;
    let checks = fields.list(|fields| {
        Some(Check {
            name: fields.text()?,
            at_the_edge: fields.truth()?,
            outcome: outcome(fields)?,
        })
    })?;
    let diagnoses = fields.list(|fields| {
        let id = fields.field()?;
        Some(Diagnosis {
            id: known.iter().find(|known| **known == id)?,
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
        known,
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
        for report in [
            crate::bic(|_, _, _| 0.0),
            crate::compute_weights(Array1::clone),
            crate::compute_weights(|_: &Array1<f64>| Array1::zeros(1)),
            crate::compute_weights(solutions::compute_weights),
        ] {
            let wire = write(&report);
            let known = report.known.clone();
            let read_back = read(&wire, report.exercise, known.clone()).unwrap();
            assert_eq!(format!("{read_back:?}"), format!("{report:?}"));
            for end in wire.char_indices().map(|(end, _)| end) {
                assert!(read(&wire[..end], report.exercise, known.clone()).is_none());
            }
        }
    }
}
