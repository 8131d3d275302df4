//! The verdict on one exercise.

use std::borrow::Cow;

use crate::curriculum::{Exercise, Section};
use crate::language::Text;

/// The status of an exercise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// The stub's `todo!` is still there.
    NotStarted,
    /// Every check holds.
    Passed,
    /// The first check that does not hold found a wrong answer.
    Failed,
    /// The first check that does not hold met a panic.
    Panicked,
    /// The candidate exceeded the time limit. Its thread cannot be stopped and may keep a core
    /// busy until the program ends.
    TimedOut,
    /// The candidate ended the process that graded it.
    Crashed,
}

impl Status {
    const ALL: [Self; 6] = [
        Self::NotStarted,
        Self::Passed,
        Self::Failed,
        Self::Panicked,
        Self::TimedOut,
        Self::Crashed,
    ];

    /// The status that has this [`code`](Self::code).
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }

    /// Its name for programs: `passed`, `not-started`, …
    pub fn code(self) -> &'static str {
        match self {
            Self::NotStarted => "not-started",
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Panicked => "panicked",
            Self::TimedOut => "timed-out",
            Self::Crashed => "crashed",
        }
    }
}

/// One check of an exercise, and how it went.
#[derive(Debug, Clone)]
pub struct Check {
    /// What the check tests.
    pub name: Text,
    /// Whether it looks at an input at the edge of the contract, and not at ordinary ones.
    pub at_the_edge: bool,
    /// How it went.
    pub outcome: Outcome,
}

/// How a check went.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// It holds.
    Held,
    /// It does not, and this is the first place that shows it.
    Failed(Box<Failure>),
    /// It was not tried: an earlier check must hold first.
    NotReached,
}

/// The first place at which a check does not hold.
#[derive(Debug, Clone)]
pub struct Failure {
    /// The case in words.
    pub case: Text,
    /// Whether the case is one worked by hand, small enough to follow.
    pub by_hand: bool,
    /// The arguments: names and values, long ones shortened.
    pub input: Vec<(String, String)>,
    /// The right answer, or the law that must hold: names of the parts and their values.
    pub expected: Vec<(String, String)>,
    /// The answer given; empty if there was none.
    pub found: Vec<(String, String)>,
    /// Where the two first differ, or what happened.
    pub difference: Text,
}

/// A known mistake that explains the answers given.
#[derive(Debug, Clone)]
pub(crate) struct Diagnosis {
    pub(crate) id: Cow<'static, str>,
    pub(crate) message: Text,
    /// The case that reveals the mistake, and the number.
    pub(crate) case: Text,
    pub(crate) giveaway: Text,
    pub(crate) section: &'static Section,
}

/// The verdict on one exercise, with all that a learner can act on.
///
/// It borrows from nothing, so that a notebook can keep it in a variable.
#[derive(Debug, Clone)]
pub struct Report {
    pub(crate) exercise: &'static Exercise,
    pub(crate) status: Status,
    pub(crate) checks: Vec<Check>,
    pub(crate) diagnoses: Vec<Diagnosis>,
    pub(crate) known: Vec<&'static str>,
    pub(crate) printed: String,
}

/// How many lines of what a learner's code printed a report shows, and how much of a line, in
/// characters.
const LINES: usize = 20;
const CHARACTERS: usize = 400;

impl Report {
    /// The same report with what the learner's code printed, shortened if it is long.
    #[must_use]
    pub(crate) fn with_output(mut self, printed: &str) -> Self {
        let lines = printed.trim().lines();
        let begin = |line: &str| line.chars().take(CHARACTERS).collect::<String>();
        let mut shown: Vec<String> = lines.clone().take(LINES).map(begin).collect();
        shown.extend(lines.skip(LINES).take(1).map(|_| "…".to_owned()));
        self.printed = shown.join("\n");
        self
    }

    /// What the learner's code printed; empty if it printed nothing, or where it printed to the caller's
    /// own stdout.
    pub fn printed(&self) -> &str {
        &self.printed
    }

    /// The exercise graded.
    pub fn exercise(&self) -> &'static Exercise {
        self.exercise
    }

    /// The status of the exercise.
    pub fn status(&self) -> Status {
        self.status
    }

    /// Whether every check holds.
    pub fn passed(&self) -> bool {
        self.status == Status::Passed
    }

    /// Every check, from the cheapest to the deepest.
    pub fn checks(&self) -> &[Check] {
        &self.checks
    }

    /// How many checks hold.
    pub fn held(&self) -> usize {
        let held = |check: &&Check| matches!(check.outcome, Outcome::Held);
        self.checks.iter().filter(held).count()
    }

    /// Whether the answers are right on all ordinary inputs tried and wrong only at an edge.
    pub fn only_the_edge_is_left(&self) -> bool {
        let held = |check: &Check| matches!(check.outcome, Outcome::Held);
        let (edge, ordinary): (Vec<_>, Vec<_>) =
            self.checks.iter().partition(|check| check.at_the_edge);
        ordinary.into_iter().all(held) && !edge.into_iter().all(held)
    }

    /// The failure to look at: the first one on a case worked by hand, which is the easiest to
    /// follow; else the first.
    pub fn main_failure(&self) -> Option<(&Check, &Failure)> {
        let failures = || {
            self.checks.iter().filter_map(|check| match &check.outcome {
                Outcome::Failed(failure) => Some((check, &**failure)),
                _ => None,
            })
        };
        failures()
            .find(|(_, failure)| failure.by_hand)
            .or_else(|| failures().next())
    }

    /// Stable id of the mistake made, if on every input tried the answers are those of one known
    /// wrong formula and of no other known one.
    pub fn misconception(&self) -> Option<&str> {
        match self.diagnoses.as_slice() {
            [only] => Some(&only.id),
            _ => None,
        }
    }

    /// Stable ids of all known mistakes that the answers may come from: mostly one or none, and
    /// several where no input tells them apart.
    pub fn possible_misconceptions(&self) -> Vec<&str> {
        self.diagnoses
            .iter()
            .map(|diagnosis| &*diagnosis.id)
            .collect()
    }

    /// Ids of the mistakes that this exercise's grader knows by name; empty in a report that came from
    /// another process.
    pub fn known_misconceptions(&self) -> &[&'static str] {
        &self.known
    }
}
