//! Which known mistake explains the answers given.

use crate::compare::{self, Difference, Tolerance};
use crate::grading::Mistake;
use crate::language::Text;
use crate::report::Diagnosis;
use crate::run;
use crate::session::Session;
use crate::values::{Arguments, Part, Value};

/// The mistakes whose formula gives the candidate's answers.
///
/// A mistake that shows on ordinary inputs is recognized by all of these, whatever a second one
/// does to extreme inputs. One that only extreme inputs show must agree on every input.
pub(crate) fn diagnose<A: Arguments, R: Value>(session: &mut Session<'_, A, R>) -> Vec<Diagnosis> {
    let plan = session.plan;
    plan.mistakes
        .iter()
        .filter_map(|mistake| {
            let (case, wrong) = recognize(session, mistake)?;
            let tolerance = plan.cases[case].tolerance;
            let difference = compare::first_difference(session.expected(case), &wrong, tolerance)?;
            Some(Diagnosis {
                id: mistake.id,
                message: mistake.message.clone(),
                giveaway: giveaway(&plan.cases[case].about, &difference),
            })
        })
        .collect()
}

/// The first case that shows the mistake, and its wrong answer there, if the candidate made it.
fn recognize<A: Arguments, R: Value>(
    session: &mut Session<'_, A, R>,
    mistake: &Mistake<A, R>,
) -> Option<(usize, Vec<Part>)> {
    let plan = session.plan;
    let mut shown = None;
    for case in 0..plan.cases.len() {
        let extreme = case >= plan.ordinary;
        if extreme
            && shown
                .as_ref()
                .is_some_and(|(first, _)| *first < plan.ordinary)
        {
            break;
        }
        let tolerance = plan.cases[case].tolerance;
        let wrong = run::call(|| (mistake.formula)(&plan.cases[case].input).parts());
        let found = session.answer(case).map(Value::parts).ok();
        let Ok(wrong) = wrong else {
            // A wrong formula may well panic further on; then so must the candidate.
            if found.is_some() {
                return None;
            }
            continue;
        };
        if !found.is_some_and(|found| agree(&wrong, &found, tolerance)) {
            return None;
        }
        let shows = !agree(session.expected(case), &wrong, tolerance);
        if shows && shown.is_none() {
            shown = Some((case, wrong));
        }
    }
    shown
}

fn agree(left: &[Part], right: &[Part], tolerance: Tolerance) -> bool {
    compare::first_difference(left, right, tolerance).is_none()
}

/// The number by which the mistake was recognized, in a sentence.
fn giveaway(case: &Text, difference: &Difference) -> Text {
    use crate::language::Language::{Chinese, English};
    let (en, zh) = (case.get(English), case.get(Chinese));
    let difference = difference.to_text();
    Text::owned(
        format!("{} — {en}", difference.get(English)),
        format!("{}（{zh}）", difference.get(Chinese)),
    )
}
