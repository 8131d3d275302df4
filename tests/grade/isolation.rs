//! Each exercise in a process of its own, which is this program run again: what ends that
//! process, or fills its memory, costs that exercise its verdict and no other.

use std::alloc::System;
use std::env;
use std::io::Read;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use cap::Cap;
use grader::{Crash, Exercise, Language, Report, Status, Verdict};

/// How much memory one exercise may have, in bytes.
const MEMORY_LIMIT: usize = 2 << 30;

/// The system's allocator, which can be told to refuse.
#[global_allocator]
static ALLOCATOR: Cap<System> = Cap::new(System, usize::MAX);

/// Grades the exercise of that id.
pub type Grade = fn(&str) -> Report;

/// Names the exercise that a child is to grade.
const CHILD: &str = "GMM_GRADE_CHILD";

/// Begins the line that a child answers with; whatever else it prints is the learner's.
const MARK: &str = "\u{1}verdict ";

/// The grader itself gives up after 10 s; this is for a process that does not even do that.
const PATIENCE: Duration = Duration::from_secs(15);

/// How much of what a learner's code prints is kept, in bytes, and how much is shown, in lines.
const KEPT: usize = 1 << 20;
const SHOWN: usize = 20;

/// Grades in this process, its memory limited, if it was started by [`verdict`]; says whether
/// it was.
pub fn is_child(language: Language, grade: Grade) -> bool {
    let Some(exercise) = env::var(CHILD).ok().and_then(|id| Exercise::find(&id)) else {
        return false;
    };
    ALLOCATOR
        .set_limit(MEMORY_LIMIT)
        .expect("this process has only begun");
    let report = grade(exercise.id);
    println!("\n{MARK}{}", Verdict::new(&report, language).to_json());
    true
}

/// The verdict on one exercise.
pub fn verdict(exercise: &'static Exercise, language: Language, grade: Grade) -> Verdict {
    match start(exercise) {
        Ok(child) => watch(exercise, child, language),
        // Where no process can be started, this one has to do.
        Err(_) => Verdict::new(&grade(exercise.id), language),
    }
}

fn start(exercise: &Exercise) -> std::io::Result<Child> {
    Command::new(env::current_exe()?)
        .env(CHILD, exercise.id)
        .env("RUST_BACKTRACE", "0")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
}

fn watch(exercise: &'static Exercise, mut child: Child, language: Language) -> Verdict {
    let stdout = listen(child.stdout.take());
    let stderr = listen(child.stderr.take());
    let status = wait(&mut child);
    let [stdout, stderr] = [stdout, stderr].map(|listener| listener.join().unwrap_or_default());
    let (printed, line) = stdout.rsplit_once(MARK).unwrap_or((&stdout, ""));
    let mut verdict = Verdict::from_line(line.trim_end()).unwrap_or_else(|| {
        let crash = status.map_or(Crash::Silent, |status| Crash::of(status.code(), &stderr));
        Verdict::new(&Report::crashed(exercise, crash), language)
    });
    if !matches!(verdict.status, Status::Passed | Status::NotStarted) {
        let printed = [printed.trim_end(), Crash::before_last_words(&stderr)].join("\n");
        verdict.text += &shown(&printed, language);
    }
    verdict
}

/// Reads to the end, so that the child is never kept waiting, and keeps the first and the last.
fn listen(pipe: Option<impl Read + Send + 'static>) -> JoinHandle<String> {
    thread::spawn(move || {
        let mut kept = Vec::new();
        let mut buffer = [0; 8192];
        let mut pipe = pipe.expect("the child's output is piped");
        while let Ok(read @ 1..) = pipe.read(&mut buffer) {
            kept.extend_from_slice(&buffer[..read]);
            if kept.len() > 2 * KEPT {
                kept.drain(KEPT / 2..kept.len() - KEPT / 2);
            }
        }
        String::from_utf8_lossy(&kept).into_owned()
    })
}

/// How the child ended; none if it had to be killed.
fn wait(child: &mut Child) -> Option<ExitStatus> {
    let deadline = Instant::now() + PATIENCE;
    let mut pause = Duration::from_millis(1);
    loop {
        if let Ok(Some(status)) = child.try_wait() {
            return Some(status);
        }
        if Instant::now() > deadline {
            child.kill().ok();
            child.wait().ok();
            return None;
        }
        thread::sleep(pause);
        pause = (2 * pause).min(Duration::from_millis(20));
    }
}

/// What the learner's code printed, to be added to a report.
fn shown(printed: &str, language: Language) -> String {
    let lines: Vec<&str> = printed.trim().lines().collect();
    if lines.is_empty() {
        return String::new();
    }
    let title = match language {
        Language::English => "Your code printed:",
        Language::Chinese => "你的代码打印了：",
    };
    let first = lines.iter().take(SHOWN).map(|line| format!("\n  {line}"));
    let more = if lines.len() > SHOWN { "\n  …" } else { "" };
    format!("\n\n{title}{}{more}", first.collect::<String>())
}
