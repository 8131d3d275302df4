//! The verdict on a candidate that ended its process.

use crate::curriculum::Exercise;
use crate::language::Text;
use crate::report::{Check, Failure, Outcome, Report, Status};

/// How much memory a candidate may use, in GiB.
pub(super) const MEMORY_GIB: u64 = 2;

/// How a candidate's process ended without a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Crash {
    /// The stack overflowed.
    StackOverflow,
    /// It asked for more memory than it may have.
    OutOfMemory,
    /// It left by `std::process::exit`, with this code.
    Exit(i32),
    /// It did not end by the deadline of the parent.
    Silent,
    /// It was aborted, or killed by the system.
    Aborted,
}

impl Crash {
    /// Tells the cause from the exit code, if there is one, and from the last message of Rust's runtime.
    pub(super) fn of(code: Option<i32>, printed: &str) -> Self {
        if printed.contains("has overflowed its stack") {
            Self::StackOverflow
        } else if printed.contains("memory allocation of ") {
            Self::OutOfMemory
        } else {
            code.map_or(Self::Aborted, Self::Exit)
        }
    }

    fn message(self) -> Text {
        match self {
            Self::StackOverflow => Text::new(
                "the stack overflowed: is there a function that calls itself without end?",
                "栈溢出了：是不是有一个函数在没完没了地调用自己？",
            ),
            Self::OutOfMemory => Text::owned(
                format!(
                    "it asked for more than {MEMORY_GIB} GiB of memory: is there a vector that grows without end, or an array with a wrong shape?"
                ),
                format!(
                    "它要的内存超过了 {MEMORY_GIB} GiB：是不是有一个一直变长的 Vec，或者某个数组的形状写错了？"
                ),
            ),
            Self::Exit(code) => Text::owned(
                format!(
                    "it ended the whole program with exit code {code}: return a value, and call no `std::process::exit`"
                ),
                format!(
                    "它用退出码 {code} 结束了整个程序：应当返回一个值，不要调用 `std::process::exit`"
                ),
            ),
            Self::Silent => Text::new(
                "it no longer responded: is there a loop that never ends?",
                "它再也没有回应：是不是有一个停不下来的循环？",
            ),
            Self::Aborted => Text::new(
                "its program was aborted or killed: did it call `std::process::abort`, or panic while panicking?",
                "它的程序被中止或强行结束了：是不是调用了 `std::process::abort`，或者在 panic 时又 panic 了？",
            ),
        }
    }
}

/// What the learner's code printed, without the last message of Rust's runtime.
pub(super) fn without_last_message(printed: &str) -> &str {
    let last_messages = [
        "\nthread 'grader'",
        "memory allocation of ",
        "fatal runtime error",
    ];
    let ends = last_messages.iter().filter_map(|words| printed.find(words));
    &printed[..ends.min().unwrap_or(printed.len())]
}

impl Report {
    /// The verdict on a candidate for `exercise` that ended the process it was graded in.
    ///
    /// # Examples
    /// ```
    /// # use grader::{Crash, Exercise, Report, Status};
    /// let report = Report::crashed(Exercise::find("em").unwrap(), Crash::StackOverflow);
    /// assert_eq!(report.status(), Status::Crashed);
    /// ```
    pub fn crashed(exercise: &'static Exercise, crash: Crash) -> Self {
        let name = Text::new("it runs to its end", "能运行到结束");
        let failure = Failure {
            case: name.clone(),
            by_hand: false,
            input: Vec::new(),
            expected: Vec::new(),
            found: Vec::new(),
            difference: crash.message(),
        };
        Self {
            exercise,
            status: Status::Crashed,
            checks: vec![Check {
                name,
                at_the_edge: false,
                outcome: Outcome::Failed(Box::new(failure)),
            }],
            diagnoses: Vec::new(),
            known: Vec::new(),
            printed: String::new(),
        }
    }
}
