//! Plans the checks, cheap ones first, and the cases that each one looks at.

use std::ops::Range;

use super::grading::{AnyLaw, Case, Function, Mistake, Trials};
use super::numbers::Kind;
use super::values::Part;
use crate::curriculum::Exercise;
use crate::language::Text;
use crate::report::{Check, Outcome};

/// What a check looks at in an answer.
pub(crate) enum Test {
    Shape,
    Finite,
    Law(AnyLaw),
    Value,
}

/// A check that has not run yet.
pub(crate) struct PlannedCheck {
    pub(crate) name: Text,
    pub(crate) test: Test,
    pub(crate) cases: Range<usize>,
}

/// All cases in one list, and the checks with their ranges of it.
pub(crate) struct Plan {
    pub(crate) exercise: &'static Exercise,
    pub(crate) reference: Function,
    pub(crate) cases: Vec<Case>,
    pub(crate) checks: Vec<PlannedCheck>,
    pub(crate) mistakes: Vec<Mistake>,
    /// More cases, for answers that are those of two known mistakes on these.
    pub(crate) reserve: Vec<Case>,
    /// The cases by hand come first.
    pub(crate) by_hand: usize,
    /// The cases by hand and at random come first; those after them are extreme.
    pub(crate) ordinary: usize,
}

impl Plan {
    pub(crate) fn new(trials: Trials) -> Self {
        let by_hand = 0..trials.by_hand.len();
        let ordinary = by_hand.end + trials.random.len();
        let mut cases = trials.by_hand;
        cases.extend(trials.random);

        let mut checks = Vec::new();
        let mut add = |name, test, cases: Range<usize>| {
            if !cases.is_empty() {
                checks.push(PlannedCheck { name, test, cases });
            }
        };
        let sample = (trials.reference)(&*cases[0].input).parts();
        if sample.iter().any(|part| !part.shape.is_empty()) {
            add(Text::new("shape", "形状"), Test::Shape, 0..ordinary);
        }
        if sample.iter().any(|part| part.kind == Kind::Real) {
            let name = Text::new("every number is finite", "每个数都有限");
            add(name, Test::Finite, 0..ordinary);
        }
        for (name, law) in trials.laws {
            add(name, Test::Law(law), 0..ordinary);
        }
        let name = Text::new("numbers worked by hand", "手算的数");
        add(name, Test::Value, by_hand.clone());
        let name = Text::new("random inputs", "随机输入");
        add(name, Test::Value, by_hand.end..ordinary);
        for extreme in trials.extremes {
            let index = cases.len();
            add(extreme.about.clone(), Test::Value, index..index + 1);
            cases.push(extreme);
        }
        Self {
            exercise: trials.exercise,
            reference: trials.reference,
            cases,
            checks,
            mistakes: trials.mistakes,
            reserve: trials.reserve,
            by_hand: by_hand.end,
            ordinary,
        }
    }

    /// The right answer to a case.
    pub(crate) fn expected(&self, case: usize) -> Vec<Part> {
        let case = &self.cases[case];
        match &case.expected {
            Some(expected) => expected.clone(),
            None => (self.reference)(&*case.input).parts(),
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
