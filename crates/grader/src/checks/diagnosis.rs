//! Finds the known mistakes that explain a candidate's answers.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::answers::Answers;
use super::compare::{self, Tolerance};
use super::grading::{Case, Mistake};
use super::values::{Part, Value};
use crate::report::Diagnosis;
use crate::sandbox::call;

/// A mistake whose formula gives the candidate's answers.
struct Recognized<'a> {
    mistake: &'a Mistake,
    /// The first case that shows it, and its wrong answer there.
    case: usize,
    wrong: Vec<Part>,
}

/// The mistakes whose formula gives the candidate's answers: mostly one or none; several where
/// no input tells them apart.
///
/// A mistake that shows on ordinary inputs is recognized by all of these, whatever a second one
/// does to extreme inputs. One that only extreme inputs show must agree on every input.
pub(crate) fn diagnose(answers: &mut Answers<'_>) -> Vec<Diagnosis> {
    let plan = answers.plan;
    let mistakes = plan.mistakes.iter();
    let mut recognized: Vec<_> = mistakes
        .filter_map(|mistake| recognize(answers, mistake))
        .collect();
    tell_apart(answers, &mut recognized);
    // One mistake may be written in two ways.
    recognized.dedup_by_key(|one| one.mistake.id);
    let diagnoses = recognized.into_iter().filter_map(|one| {
        let case = &plan.cases[one.case];
        let expected = answers.expected(one.case);
        let difference = compare::first_difference(expected, &one.wrong, case.tolerance)?;
        Some(Diagnosis {
            id: Cow::Borrowed(one.mistake.id),
            message: one.mistake.message.clone(),
            case: case.about.clone(),
            giveaway: difference.without_count(),
            section: one.mistake.section,
        })
    });
    diagnoses.collect()
}

/// Tries the reserve inputs one by one, and drops the mistakes whose formulas disagree with the
/// candidate there, until one mistake is left.
fn tell_apart(answers: &Answers<'_>, recognized: &mut Vec<Recognized<'_>>) {
    for case in &answers.plan.reserve {
        let ids: BTreeSet<_> = recognized.iter().map(|one| one.mistake.id).collect();
        if ids.len() < 2 {
            return;
        }
        let found = answers.ask(&*case.input).map(|answer| answer.parts()).ok();
        recognized.retain(|one| gives(one.mistake, case, found.as_deref()));
    }
}

/// Whether the formula of a mistake gives the answer found, or both panic.
fn gives(mistake: &Mistake, case: &Case, found: Option<&[Part]>) -> bool {
    let wrong = call::call(|| (mistake.formula)(&*case.input).parts()).ok();
    match (wrong, found) {
        (Some(wrong), Some(found)) => agree(&wrong, found, case.tolerance),
        (wrong, found) => wrong.is_none() && found.is_none(),
    }
}

/// The mistake with the first case that shows it, if the candidate made it.
fn recognize<'a>(answers: &mut Answers<'a>, mistake: &'a Mistake) -> Option<Recognized<'a>> {
    let plan = answers.plan;
    let mut shown: Option<Recognized<'a>> = None;
    for (case, planned) in plan.cases.iter().enumerate() {
        let shown_before = shown.as_ref().map(|one| one.case);
        if case >= plan.ordinary && shown_before.is_some_and(|first| first < plan.ordinary) {
            break;
        }
        let found = answers.answer(case).map(Value::parts).ok();
        if !gives(mistake, planned, found.as_deref()) {
            return None;
        }
        if let (None, Some(wrong)) = (shown_before, found)
            && !agree(answers.expected(case), &wrong, planned.tolerance)
        {
            shown = Some(Recognized {
                mistake,
                case,
                wrong,
            });
        }
    }
    shown
}

fn agree(left: &[Part], right: &[Part], tolerance: Tolerance) -> bool {
    compare::first_difference(left, right, tolerance).is_none()
}

#[cfg(test)]
mod tests {
    use crate::checks::grading::Grading;
    use crate::{Language, Report, Text};

    /// The report on one who doubles instead of squaring, by a grader that knows two mistakes
    /// which differ above 2 alone, and that tries 1, 1.5 and, in reserve, one number more.
    fn report(in_reserve: f64) -> Report {
        let inputs = [1.5, in_reserve].map(|x| (Text::same("a number"), (x,)));
        let place = "11-choosing-k#price";
        Grading::new("bic", |&(x,): &(f64,)| x * x)
            .by_hand("at 1", "在 1 处", (1.0,), 1.0)
            .random(inputs)
            .mistake("doubled", |&(x,)| 2.0 * x, place, "doubled.", "加倍了。")
            .mistake(
                "capped",
                |&(x,)| 2.0 * x.min(2.0),
                place,
                "capped.",
                "封顶了。",
            )
            .mistake("halved", |&(x,)| x / 2.0, place, "halved.", "减半了。")
            .run(Box::new(|&(x,)| 2.0 * x))
    }

    #[test]
    fn one_more_input_tells_two_mistakes_apart() {
        assert_eq!(report(3.0).misconception(), Some("doubled"));
    }

    #[test]
    fn where_no_input_tells_them_apart_both_are_named_as_possible() {
        let report = report(1.7);
        assert_eq!(report.misconception(), None);
        assert_eq!(report.possible_misconceptions(), ["doubled", "capped"]);
        let text = report.to_text(Language::English);
        assert!(
            text.contains("Perhaps a known mistake, doubled: doubled."),
            "{text}"
        );
        assert!(text.contains("Or perhaps capped: capped."), "{text}");
        let text = report.to_text(Language::Chinese);
        assert!(
            text.contains("可能是一个常见错误（doubled）：加倍了。"),
            "{text}"
        );
        assert!(text.contains("也可能是（capped）：封顶了。"), "{text}");
    }
}
