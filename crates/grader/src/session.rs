//! One candidate before its grader: checks on a thread of their own, told one by one.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

#[cfg(unix)]
use crate::apart;
use crate::compare::{self, Difference};
use crate::grading::{Candidate, Grading, Mistake};
use crate::language::Text;
use crate::misconception;
use crate::plan::{Plan, PlannedCheck, Test, show};
use crate::report::{Diagnosis, Failure, Outcome, Report, Status};
use crate::run::{self, Panic};
use crate::values::{Arguments, Part, Value};

/// What the grading thread tells.
enum Event {
    NotStarted,
    Check {
        index: usize,
        outcome: Outcome,
        panicked: bool,
    },
    Done(Vec<Diagnosis>),
}

/// Where the grading thread is, for the report on one that does not answer.
#[derive(Default)]
struct Position {
    check: AtomicUsize,
    case: AtomicUsize,
}

/// Grades a candidate on a thread of its own, within the time limit; where it is asked for, in a
/// process of its own too.
pub(crate) fn grade<A: Arguments, R: Value>(
    grading: Grading<A, R>,
    candidate: Candidate<A, R>,
) -> Report {
    #[cfg(unix)]
    if apart::is_asked_for() {
        let (exercise, known) = (grading.exercise, known(&grading.mistakes));
        return apart::report(exercise, &known, || grade_here(grading, candidate))
            .unwrap_or_else(|error| panic!("{} cannot be graded apart: {error}", exercise.id));
    }
    grade_here(grading, candidate)
}

/// Ids of the known mistakes, each once.
fn known<A, R>(mistakes: &[Mistake<A, R>]) -> Vec<&'static str> {
    let mut known: Vec<_> = mistakes.iter().map(|mistake| mistake.id).collect();
    known.dedup();
    known
}

fn grade_here<A: Arguments, R: Value>(
    grading: Grading<A, R>,
    candidate: Candidate<A, R>,
) -> Report {
    let plan = Arc::new(Plan::new(grading));
    let position = Arc::new(Position::default());
    let (sender, receiver) = mpsc::channel();
    let limit = run::time_limit();
    let worker = {
        let (plan, position) = (Arc::clone(&plan), Arc::clone(&position));
        run::spawn(move || {
            let mut session = Session::new(&plan, candidate, &position);
            session.run(&sender);
        })
    };
    let mut report = Report {
        exercise: plan.exercise,
        status: Status::Passed,
        checks: plan.blank(),
        diagnoses: Vec::new(),
        known: known(&plan.mistakes),
    };
    match listen(&receiver, &mut report, limit) {
        Ok(()) => {}
        Err(RecvTimeoutError::Timeout) => {
            time_out(&plan, &position, &mut report, limit);
        }
        Err(RecvTimeoutError::Disconnected) => {
            drop(worker.join());
            let check = position.check.load(Ordering::Relaxed);
            panic!(
                "the grader of {} itself failed in check {check}",
                plan.exercise.id
            );
        }
    }
    report
}

fn listen(
    receiver: &Receiver<Event>,
    report: &mut Report,
    limit: Duration,
) -> Result<(), RecvTimeoutError> {
    let deadline = Instant::now() + limit;
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        match receiver.recv_timeout(left)? {
            Event::NotStarted => {
                report.status = Status::NotStarted;
                return Ok(());
            }
            Event::Check {
                index,
                outcome,
                panicked,
            } => {
                if matches!(outcome, Outcome::Failed(_)) && report.status == Status::Passed {
                    report.status = if panicked {
                        Status::Panicked
                    } else {
                        Status::Failed
                    };
                }
                report.checks[index].outcome = outcome;
            }
            Event::Done(diagnoses) => {
                report.diagnoses = diagnoses;
                return Ok(());
            }
        }
    }
}

fn time_out<A: Arguments, R: Value>(
    plan: &Plan<A, R>,
    position: &Position,
    report: &mut Report,
    limit: Duration,
) {
    report.status = Status::TimedOut;
    let check = position.check.load(Ordering::Relaxed);
    let case = position.case.load(Ordering::Relaxed);
    let seconds = limit.as_secs_f64();
    report.checks[check].outcome = Outcome::Failed(Box::new(Failure {
        case: plan.cases[case].about.clone(),
        by_hand: case < plan.by_hand,
        input: plan.show_input(case),
        expected: show(&plan.expected(case)),
        found: Vec::new(),
        difference: Text::owned(
            format!(
                "the {seconds} s for all inputs ran out at this one: is there a loop that never ends?"
            ),
            format!("所有输入共用的 {seconds} 秒在这里用完了：是不是有一个停不下来的循环？"),
        ),
    }));
}

/// A candidate, its answers so far, and the right ones.
pub(crate) struct Session<'a, A, R> {
    pub(crate) plan: &'a Plan<A, R>,
    candidate: Candidate<A, R>,
    position: &'a Position,
    answers: Vec<Option<Result<R, Panic>>>,
    expected: Vec<Option<Vec<Part>>>,
}

impl<'a, A: Arguments, R: Value> Session<'a, A, R> {
    fn new(plan: &'a Plan<A, R>, candidate: Candidate<A, R>, position: &'a Position) -> Self {
        Self {
            plan,
            candidate,
            position,
            answers: plan.cases.iter().map(|_| None).collect(),
            expected: plan.cases.iter().map(|_| None).collect(),
        }
    }

    fn run(&mut self, sender: &Sender<Event>) {
        // Nobody listens any more once time is up; then there is nobody to tell.
        let tell = |event| drop(sender.send(event));
        let id = self.plan.exercise.id;
        if let Err(panic) = self.answer(0)
            && panic.is_the_stub_of(id)
        {
            return tell(Event::NotStarted);
        }
        let mut passed = true;
        for (index, check) in self.plan.checks.iter().enumerate() {
            self.position.check.store(index, Ordering::Relaxed);
            let failure = check
                .cases
                .clone()
                .find_map(|case| self.test(check, case).err());
            let Some((failure, panicked)) = failure else {
                tell(Event::Check {
                    index,
                    outcome: Outcome::Held,
                    panicked: false,
                });
                continue;
            };
            passed = false;
            let outcome = Outcome::Failed(failure);
            tell(Event::Check {
                index,
                outcome,
                panicked,
            });
            if matches!(check.test, Test::Shape) {
                // The later checks read the numbers of an answer by its shape.
                break;
            }
        }
        let diagnoses = if passed {
            Vec::new()
        } else {
            misconception::diagnose(self)
        };
        tell(Event::Done(diagnoses));
    }

    /// The candidate's answer to a case; it is asked once.
    pub(crate) fn answer(&mut self, case: usize) -> Result<&R, &Panic> {
        self.position.case.store(case, Ordering::Relaxed);
        if self.answers[case].is_none() {
            self.answers[case] = Some(self.ask(&self.plan.cases[case].input));
        }
        self.answers[case]
            .as_ref()
            .expect("it was just asked")
            .as_ref()
    }

    /// The candidate's answer to an input that is none of the cases.
    pub(crate) fn ask(&self, input: &A) -> Result<R, Panic> {
        run::call(|| (self.candidate)(input))
    }

    /// The right answer to a case.
    pub(crate) fn expected(&mut self, case: usize) -> &[Part] {
        self.expected[case].get_or_insert_with(|| self.plan.expected(case))
    }

    /// Whether a check holds for one case; else how it fails, and whether by a panic.
    fn test(
        &mut self,
        check: &PlannedCheck<A, R>,
        case: usize,
    ) -> Result<(), (Box<Failure>, bool)> {
        let expected = self.expected(case).to_vec();
        let plan = self.plan;
        let fail = |found: Vec<Part>, difference: Text| {
            Box::new(Failure {
                case: plan.cases[case].about.clone(),
                by_hand: case < plan.by_hand,
                input: plan.show_input(case),
                expected: show(&expected),
                found: show(&found),
                difference,
            })
        };
        let answer = match self.answer(case) {
            Ok(answer) => answer,
            Err(Panic { message, location }) => {
                let difference = Text::owned(
                    format!("panicked at {location}: {message}"),
                    format!("在 {location} 处 panic：{message}"),
                );
                return Err((fail(Vec::new(), difference), true));
            }
        };
        let found = answer.parts();
        let violation = match &check.test {
            Test::Shape => compare::first_shape_difference(&expected, &found)
                .map(|difference| difference.to_text()),
            Test::Finite => not_finite(&expected, &found),
            // A law may ask the library about the answer, which may refuse it.
            Test::Law(law) => run::call(|| law(&plan.cases[case].input, answer))
                .unwrap_or_else(|panic| Err(Text::same(panic.message)))
                .err(),
            Test::Value => compare::first_difference(&expected, &found, plan.cases[case].tolerance)
                .as_ref()
                .map(Difference::to_text),
        };
        violation.map_or(Ok(()), |difference| Err((fail(found, difference), false)))
    }
}

/// The first number that is NaN or infinite where the right one is finite.
fn not_finite(expected: &[Part], found: &[Part]) -> Option<Text> {
    expected.iter().zip(found).find_map(|(expected, found)| {
        let mut pairs = expected.values.iter().zip(&found.values);
        let first = pairs.position(|(right, value)| right.is_finite() && !value.is_finite())?;
        let place = compare::place(found, first);
        let subject = if place.is_empty() {
            String::new()
        } else {
            format!("{place} = ")
        };
        let value = crate::numbers::significant(found.values[first], 6);
        Some(Text::owned(
            format!("{subject}{value}, not a finite number"),
            format!("{subject}{value}，不是有限的数"),
        ))
    })
}
