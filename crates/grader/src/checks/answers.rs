//! Caches the answers of a candidate and the right answers, one of each for every case.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::grading::Function;
use super::plan::Plan;
use super::values::{Arguments, Part, Value};
use crate::sandbox::call::{self, Panic};

/// The check and the case that the grading thread is at. A report on a timeout names them.
#[derive(Default)]
pub(crate) struct Position {
    pub(crate) check: AtomicUsize,
    pub(crate) case: AtomicUsize,
}

/// A candidate, its answers so far, and the right ones.
pub(crate) struct Answers<'a> {
    pub(crate) plan: &'a Plan,
    candidate: Function,
    pub(crate) position: &'a Position,
    answers: Vec<Option<Result<Box<dyn Value>, Panic>>>,
    expected: Vec<Option<Vec<Part>>>,
}

impl<'a> Answers<'a> {
    pub(crate) fn new(plan: &'a Plan, candidate: Function, position: &'a Position) -> Self {
        Self {
            plan,
            candidate,
            position,
            answers: plan.cases.iter().map(|_| None).collect(),
            expected: plan.cases.iter().map(|_| None).collect(),
        }
    }

    /// The candidate's answer to a case. The candidate is called once for each case.
    pub(crate) fn answer(&mut self, case: usize) -> Result<&dyn Value, &Panic> {
        self.position.case.store(case, Ordering::Relaxed);
        if self.answers[case].is_none() {
            self.answers[case] = Some(self.ask(&*self.plan.cases[case].input));
        }
        self.answers[case]
            .as_ref()
            .expect("it was just asked")
            .as_ref()
            .map(|answer| &**answer)
    }

    /// The candidate's answer to any input; not cached.
    pub(crate) fn ask(&self, input: &dyn Arguments) -> Result<Box<dyn Value>, Panic> {
        call::call(|| (self.candidate)(input))
    }

    /// The right answer to a case.
    pub(crate) fn expected(&mut self, case: usize) -> &[Part] {
        self.expected[case].get_or_insert_with(|| self.plan.expected(case))
    }
}
