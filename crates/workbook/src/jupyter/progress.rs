//! Shows what the set-up is doing and how long that usually takes: a bar in a terminal, else lines.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{BufRead, BufReader, IsTerminal, Read};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};

/// One step of the set-up, as it is announced.
pub struct Step<'a> {
    /// What is being done.
    pub doing: &'a str,
    /// How long it usually takes.
    pub usually: &'a str,
    /// The beginning of the lines that show the progress of the command, and about how many there
    /// are; `None` for a command that prints no such lines.
    pub ticks: Option<(&'a str, u64)>,
}

/// How many lines of the output of a failed command are shown.
const SHOWN_LINES: usize = 20;

/// Runs the commands of a set-up, one set-up at a time.
pub struct Progress {
    /// Locked until this process and every command that it has started have ended.
    lock: File,
}

impl Progress {
    /// Waits until no other set-up runs in the checkout at `root`.
    ///
    /// # Errors
    /// If the lock cannot be made.
    pub fn begin(root: &Path) -> Result<Self> {
        let path = root.join("target/notebooks.lock");
        let make = || {
            std::fs::create_dir_all(root.join("target"))?;
            File::create(&path)
        };
        let lock = make().with_context(|| path.display().to_string())?;
        if lock.try_lock().is_err() {
            say("Another set-up is at work here; waiting for it …");
            lock.lock().with_context(|| path.display().to_string())?;
        }
        Ok(Self { lock })
    }

    /// Runs `command` and shows `step` meanwhile. Shows the output of the command only if it fails.
    ///
    /// # Errors
    /// If it cannot be started, or fails; the error holds its last lines.
    pub fn run(&self, step: &Step, command: &mut Command) -> Result<()> {
        let begun = Instant::now();
        let bar = bar(step);
        let last_lines = Mutex::new(VecDeque::new());
        // The command inherits the lock as its standard input, which is empty: if it outlives this
        // process, the next set-up waits for it.
        let mut child = command
            .stdin(self.lock.try_clone()?)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| format!("{:?} could not be started", command.get_program()))?;
        let outputs: [Option<Box<dyn Read + Send>>; 2] = [
            child.stdout.take().map(|pipe| Box::new(pipe) as _),
            child.stderr.take().map(|pipe| Box::new(pipe) as _),
        ];
        thread::scope(|scope| {
            for output in outputs.into_iter().flatten() {
                scope.spawn(|| read_lines(output, step, &bar, &last_lines));
            }
        });
        let status = child.wait()?;
        bar.finish_and_clear();
        let took = duration(begun.elapsed());
        if !status.success() {
            let lines: Vec<String> = last_lines.into_inner().unwrap_or_default().into();
            bail!("it ended with {status} after {took}:\n{}", lines.join("\n"));
        }
        say(&format!("{}: done in {took}.", step.doing));
        Ok(())
    }
}

/// Prints one line for the reader.
pub fn say(line: &str) {
    eprintln!("{line}");
}

fn bar(step: &Step) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        say(&format!("{} (usually {}) …", step.doing, step.usually));
        return ProgressBar::hidden();
    }
    let (bar, template) = match step.ticks {
        Some((_, total)) => (
            ProgressBar::new(total),
            "{spinner} {msg}\n  {wide_bar} {percent}%, {elapsed} of usually {prefix}",
        ),
        None => (
            ProgressBar::new_spinner(),
            "{spinner} {msg}\n  {elapsed} of usually {prefix}",
        ),
    };
    let style = ProgressStyle::with_template(template).expect("the templates above are valid");
    let bar = bar
        .with_style(style)
        .with_message(step.doing.to_owned())
        .with_prefix(step.usually.to_owned());
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}

fn read_lines(
    output: impl Read,
    step: &Step,
    bar: &ProgressBar,
    last_lines: &Mutex<VecDeque<String>>,
) {
    for line in BufReader::new(output).split(b'\n').map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line).trim_end().to_owned();
        if let Some((beginning, total)) = step.ticks
            && line.trim_start().starts_with(beginning)
            && bar.position() + 1 < total
        {
            bar.inc(1);
        }
        if let Ok(mut lines) = last_lines.lock() {
            if lines.len() == SHOWN_LINES {
                lines.pop_front();
            }
            lines.push_back(line);
        }
    }
}

/// `0:07`, `12:34`: minutes and seconds.
fn duration(time: Duration) -> String {
    let seconds = time.as_secs();
    format!("{}:{:02} min", seconds / 60, seconds % 60)
}

/// Whether `command` can be started and succeeds; its output is dropped.
pub fn succeeds(command: &mut Command) -> bool {
    command.output().is_ok_and(|output| output.status.success())
}
