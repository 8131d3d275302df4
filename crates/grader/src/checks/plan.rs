//! The order of the checks: cheap ones first, and which cases each looks at.

use std::ops::Range;

use super::grading::{Case, Grading, Law, Mistake};
use super::numbers::Kind;
use super::values::{Arguments, Part, Value};
use crate::curriculum::Exercise;
use crate::language::Text;
use crate::report::{Check, Outcome};

/// What a check looks at in an answer.
pub(crate) enum Test<A, R> {
    Shape,
    Finite,
    Law(Law<A, R>),
    Value,
}

/// One check to come.
pub(crate) struct PlannedCheck<A, R> {
    pub(crate) name: Text,
    pub(crate) test: Test<A, R>,
    pub(crate) cases: Range<usize>,
}

/// A grader laid out: all cases in one row, and the checks that look at them.
pub(crate) struct Plan<A, R> {
    pub(crate) exercise: &'static Exercise,
    pub(crate) reference: fn(&A) -> R,
    pub(crate) cases: Vec<Case<A, R>>,
    pub(crate) checks: Vec<PlannedCheck<A, R>>,
    pub(crate) mistakes: Vec<Mistake<A, R>>,
    /// More cases, for answers that are those of two known mistakes on these.
    pub(crate) reserve: Vec<Case<A, R>>,
    /// The cases by hand come first.
    pub(crate) by_hand: usize,
    /// The cases by hand and at random come first; those after them are extreme.
    pub(crate) ordinary: usize,
}

impl<A: Arguments, R: Value> Plan<A, R> {
    pub(crate) fn new(grading: Grading<A, R>) -> Self {
        let by_hand = 0..grading.by_hand.len();
        let ordinary = by_hand.end + grading.random.len();
        let mut cases = grading.by_hand;
        cases.extend(grading.random);

        let mut checks = Vec::new();
        let mut add = |name, test, cases: Range<usize>| {
            if !cases.is_empty() {
                checks.push(PlannedCheck { name, test, cases });
            }
        };
        let sample = (grading.reference)(&cases[0].input).parts();
        if sample.iter().any(|part| !part.shape.is_empty()) {
            add(Text::new("shape", "形状"), Test::Shape, 0..ordinary);
        }
        if sample.iter().any(|part| part.kind == Kind::Real) {
            let name = Text::new("every number is finite", "每个数都有限");
            add(name, Test::Finite, 0..ordinary);
        }
        for (name, law) in grading.laws {
            add(name, Test::Law(law), 0..ordinary);
        }
        let name = Text::new("numbers worked by hand", "手算的数");
        add(name, Test::Value, by_hand.clone());
        let name = Text::new("random inputs", "随机输入");
        add(name, Test::Value, by_hand.end..ordinary);
        for (name, extreme) in grading.extremes {
            let start = cases.len();
            cases.extend(extreme);
            add(name, Test::Value, start..cases.len());
        }
        Self {
            exercise: grading.exercise,
            reference: grading.reference,
            cases,
            checks,
            mistakes: grading.mistakes,
            reserve: grading.reserve,
            by_hand: by_hand.end,
            ordinary,
        }
    }

    /// The right answer to a case.
    pub(crate) fn expected(&self, case: usize) -> Vec<Part> {
        let case = &self.cases[case];
        match &case.expected {
            Some(expected) => expected.parts(),
            None => (self.reference)(&case.input).parts(),
        }
    }

    /// The arguments of a case, as a report shows them.
    pub(crate) fn show_input(&self, case: usize) -> Vec<(String, String)> {
        show(&self.cases[case].input.parts(self.exercise.arguments))
    }

    /// Every check, none of them reached.
    pub(crate) fn blank(&self) -> Vec<Check> {
        self.checks
            .iter()
            .map(|check| Check {
                name: check.name.clone(),
                at_the_edge: check.cases.start >= self.ordinary,
                outcome: Outcome::NotReached,
            })
            .collect()
    }
}

/// Parts as a report shows them: names and values.
pub(crate) fn show(parts: &[Part]) -> Vec<(String, String)> {
    parts
        .iter()
        .map(|part| (part.name.to_owned(), part.show()))
        .collect()
}
