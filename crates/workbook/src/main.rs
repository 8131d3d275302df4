//! `cargo run`: the book, served, with the reader's progress; and what keeps the house in order.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc;
use std::thread;

use anyhow::{Context, Result, bail};
use clap::{Parser, Subcommand};
use grader::Language;
use manuscript::chapter_ids;
use workbook::learner::check;
use workbook::learner::grading::{self, Grades};
use workbook::learner::{help, reset};
use workbook::site::Served;
use workbook::weave::Change;
use workbook::weave::notebook::Bodies;
use workbook::weave::run::{self, Purpose, Run};
use workbook::{jupyter, lint, site, weave};

/// Gaussian Mixtures, Step by Step.
#[derive(Parser)]
#[command(name = "cargo run --", version)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Task>,
    /// Port to serve the book on; the next free one if it is taken.
    #[arg(long, default_value_t = 3000)]
    port: u16,
}

#[derive(Subcommand)]
enum Task {
    /// Serve the book on this machine, with your progress (the default).
    Read,
    /// Write the book as static files, both languages, to be hosted anywhere.
    Build {
        /// Folder to write to.
        folder: PathBuf,
    },
    /// Open the notebooks in JupyterLab; the first time installs it into .venv/.
    Notebooks {
        /// Which lessons to open: en or zh; by default your own language.
        #[arg(long)]
        lang: Option<String>,
        /// Set everything up, and open nothing.
        #[arg(long)]
        set_up: bool,
        /// Print the address instead of opening a browser.
        #[arg(long)]
        no_browser: bool,
        /// Port to serve JupyterLab on; the next free one if it is taken.
        #[arg(long, default_value_t = 8888)]
        port: u16,
        /// What else JupyterLab is to be told: `-- --debug`.
        #[arg(last = true)]
        options: Vec<String>,
    },
    /// Grade your exercises: all at a glance, and the first failure in full.
    Check {
        /// One exercise, in full, with the explanation once it is solved: compute_means.
        name: Option<String>,
        /// Grade again whenever you save.
        #[arg(long, conflicts_with_all = ["json", "name"])]
        watch: bool,
        /// Print JSON, and exit with 0 only if everything is solved.
        #[arg(long)]
        json: bool,
        /// In which language: en or zh; by default your own.
        #[arg(long)]
        lang: Option<String>,
    },
    /// One of an exercise's three hints: the idea, the formula, nearly the code.
    Hint {
        /// The exercise: compute_means.
        name: String,
        /// Which hint: 1, 2 or 3.
        #[arg(default_value_t = 1)]
        number: usize,
        /// In which language: en or zh; by default your own.
        #[arg(long)]
        lang: Option<String>,
    },
    /// The solution of an exercise, and why it works.
    Solution {
        /// The exercise: compute_means.
        name: String,
        /// Do not ask, even if it is not solved yet.
        #[arg(long)]
        yes: bool,
        /// In which language: en or zh; by default your own.
        #[arg(long)]
        lang: Option<String>,
    },
    /// Bring back the stub of an exercise, keeping what you wrote in a backup beside it.
    Reset {
        /// The exercise: compute_means.
        name: String,
    },
    /// Make the exercises and the notebooks from their sources.
    Weave {
        /// Write nothing; fail if anything has drifted.
        #[arg(long)]
        check: bool,
        /// Run the notebooks on the real kernel and file their outputs, or compare them (--check).
        #[arg(long)]
        run: bool,
        /// With --run --check: every notebook solved and unsolved in both languages, not each once.
        #[arg(long, requires_all = ["run", "check"])]
        all: bool,
        /// Chapters to run: 07-m-step; by default all.
        chapters: Vec<String>,
    },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match act(&arguments) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn act(arguments: &Arguments) -> Result<ExitCode> {
    let root = root()?;
    match &arguments.command {
        None | Some(Task::Read) => read(&root, arguments.port)?,
        Some(Task::Build { folder }) => {
            site::build(&root, folder)?;
            println!(
                "The book stands in {}: open index.html there.",
                folder.display()
            );
        }
        Some(Task::Notebooks {
            lang,
            set_up,
            no_browser,
            port,
            options,
        }) => {
            if *set_up {
                jupyter::set_up(&root)?;
                return Ok(ExitCode::SUCCESS);
            }
            let mut told = vec![format!("--ServerApp.port={port}")];
            told.extend(no_browser.then(|| "--no-browser".to_owned()));
            told.extend_from_slice(options);
            notebooks(&root, lang.as_deref(), &told)?;
        }
        Some(Task::Check {
            name,
            watch,
            json,
            lang,
        }) => {
            let language = language(lang.as_deref())?;
            let only = name.as_deref().map(help::find).transpose()?;
            if *json {
                let all_solved = check::check_for_programs(&root, language, only)?;
                return Ok(ExitCode::from(u8::from(!all_solved)));
            }
            if *watch {
                check::watch(&root, language)?;
            }
            check::check(&root, language, only)?;
        }
        Some(Task::Hint { name, number, lang }) => {
            let language = language(lang.as_deref())?;
            println!("{}", help::hint(help::find(name)?, *number, language)?);
        }
        Some(Task::Solution { name, yes, lang }) => {
            let (exercise, language) = (help::find(name)?, language(lang.as_deref())?);
            if *yes || help::may_show(&root, exercise, language)? {
                println!("{}", help::solution(&root, exercise, language)?);
            }
        }
        Some(Task::Reset { name }) => {
            let backup = reset::reset(&root, name)?;
            println!(
                "`{name}` is a stub again. The file as it was: {}",
                backup.display()
            );
        }
        Some(Task::Weave {
            check,
            run,
            all,
            chapters,
        }) => {
            if *run {
                let purpose = match (check, all) {
                    (false, _) => Purpose::Outputs,
                    (true, false) => Purpose::Check,
                    (true, true) => Purpose::CheckAll,
                };
                return run_notebooks(&root, purpose, chapters);
            }
            return if *check {
                check_weave(&root)
            } else {
                do_weave(&root)
            };
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The checkout: the nearest folder that holds the book, from the current one upwards.
fn root() -> Result<PathBuf> {
    let here = std::env::current_dir().context("there is no current folder")?;
    let is_root = |folder: &&Path| folder.join("book/en/SUMMARY.md").exists();
    here.ancestors()
        .find(is_root)
        .map(Path::to_owned)
        .context("this is not a checkout of the book: run it where Cargo.toml stands")
}

fn read(root: &Path, port: u16) -> Result<()> {
    let (ask, asked) = mpsc::channel();
    let progress_root = root.to_owned();
    thread::spawn(move || {
        while asked.recv().is_ok() {
            // Several saves in a row want one answer.
            while asked.try_recv().is_ok() {}
            show_progress(&progress_root);
        }
    });
    println!("Building the book in English and Chinese …");
    site::serve(root, port, |event| match event {
        Served::Ready(address) => {
            println!("The book is at http://{address}/ (Ctrl-C ends it).");
            println!("Grading your exercises …");
            ask.send(()).ok();
        }
        Served::Rebuilt => println!("The book is rebuilt."),
        Served::Failed(error) => eprintln!("error: {error:#}\nThe pages stay as they were."),
        Served::ExerciseSaved => {
            ask.send(()).ok();
        }
    })
}

fn show_progress(root: &Path) {
    let language = Language::current();
    let line = match grading::grade(root, language, None, false) {
        Ok(Grades::Verdicts(verdicts)) => check::progress(&verdicts, language),
        Ok(Grades::Errors(errors)) => check::compiler_says(&errors, language),
        Err(error) => format!("error: {error:#}"),
    };
    println!("{line}");
}

/// The language asked for, by default the reader's own.
fn language(code: Option<&str>) -> Result<Language> {
    let Some(code) = code else {
        return Ok(Language::current());
    };
    let mut languages = Language::ALL.into_iter();
    languages
        .find(|language| language.code() == code)
        .with_context(|| format!("`{code}` is no language of the book: en or zh"))
}

fn notebooks(root: &Path, lang: Option<&str>, options: &[String]) -> Result<()> {
    let language = language(lang)?;
    let jupyter = jupyter::set_up(root)?;
    let ids = chapter_ids(root, language.code())?;
    let is_lesson = |id: &&String| id.starts_with(|c: char| c.is_ascii_digit());
    let first = ids
        .iter()
        .find(is_lesson)
        .context("the book has no lesson")?;
    let notebook = format!("notebooks/{}/{first}.ipynb", language.code());
    jupyter.open(root, &notebook, options)
}

fn do_weave(root: &Path) -> Result<ExitCode> {
    for change in weave::weave(root)? {
        match change {
            Change::Drifted(path) => println!("woven: {path}"),
            Change::Stray(path) => println!("removed: {path}"),
            Change::Learners(path) => println!("left alone, it has been edited: {path}"),
            Change::NotRun(id) => println!("to be run: cargo run -- weave --run {id}"),
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn check_weave(root: &Path) -> Result<ExitCode> {
    let mut complaints = lint::complaints(root)?;
    complaints.extend(weave::check(root)?.iter().filter_map(Change::complaint));
    for complaint in &complaints {
        println!("{complaint}");
    }
    if complaints.is_empty() {
        println!(
            "What is woven is as its sources make it, and no block has changed since it was run."
        );
        Ok(ExitCode::SUCCESS)
    } else {
        Ok(ExitCode::FAILURE)
    }
}

fn run_notebooks(root: &Path, purpose: Purpose, chapters: &[String]) -> Result<ExitCode> {
    let all = chapter_ids(root, "en")?;
    let unknown = chapters.iter().find(|id| !all.contains(id));
    if let Some(id) = unknown {
        bail!(
            "there is no chapter `{id}`; the chapters are {}",
            all.join(", ")
        );
    }
    let chosen = if chapters.is_empty() { &all } else { chapters };
    let jupyter = jupyter::set_up(root)?;
    let runs: Vec<Run> = chosen
        .iter()
        .flat_map(|id| Run::of_chapter(id, purpose))
        .collect();
    let results = run::run_all(root, &jupyter, &runs)?;
    let mut drifted = Vec::new();
    for (run, blocks) in runs.iter().zip(&results) {
        if run.bodies == Bodies::Stubs {
            continue;
        }
        if purpose == Purpose::Outputs {
            run::file_outputs(root, &run.id, blocks)?;
        } else {
            drifted.extend(run::compare_outputs(root, &run.id, blocks)?);
        }
    }
    drifted.sort();
    drifted.dedup();
    for complaint in &drifted {
        println!("{complaint}");
    }
    if !drifted.is_empty() {
        println!("If it is meant to be so, `cargo run -- weave --run` files it.");
    }
    let differing = match purpose {
        Purpose::Outputs => "their outputs are filed".to_owned(),
        _ => format!("{} outputs differ", drifted.len()),
    };
    println!("{} notebooks run, {differing}.", runs.len());
    Ok(if drifted.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
