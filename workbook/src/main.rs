//! `cargo run`: the book, served, with the reader's progress; and what keeps the house in order.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::mpsc;
use std::thread;

use anyhow::{Context, Result, bail};
use clap::{Parser, Subcommand};
use grader::Language;
use workbook::jupyter::Jupyter;
use workbook::notebook::Bodies;
use workbook::site::Served;
use workbook::weave::Change;
use workbook::{chapter, checks, exercises, page, run, site, weave};

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
        /// What JupyterLab is to be told: `-- --no-browser`.
        #[arg(last = true)]
        options: Vec<String>,
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
            site::build(&root, folder, &page_source(&root))?;
            println!(
                "The book stands in {}: open index.html there.",
                folder.display()
            );
        }
        Some(Task::Notebooks { lang, options }) => notebooks(&root, lang.as_deref(), options)?,
        Some(Task::Reset { name }) => {
            let backup = exercises::reset(&root, name)?;
            println!(
                "`{name}` is a stub again. The file as it was: {}",
                backup.display()
            );
        }
        Some(Task::Weave {
            check,
            run,
            chapters,
        }) => {
            if *run {
                return run_notebooks(&root, *check, chapters);
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

/// The checkout: the folder of the workspace that this program was built from, or the current one.
fn root() -> Result<PathBuf> {
    let here = std::env::current_dir().context("there is no current folder")?;
    let is_root = |folder: &&Path| folder.join("book/en/SUMMARY.md").exists();
    here.ancestors()
        .find(is_root)
        .map(Path::to_owned)
        .context("this is not a checkout of the book: run it where Cargo.toml stands")
}

fn page_source(root: &Path) -> impl Fn(Language, &str, &str) -> Result<String> {
    move |language, id, text| page::render(root, language, id, text)
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
    site::serve(root, port, &page_source(root), |event| match event {
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

/// Grades the exercises in a process of its own: the learner's code may not compile.
fn show_progress(root: &Path) {
    let output = Command::new("cargo")
        .args([
            "test",
            "--quiet",
            "--package",
            "exercises",
            "--test",
            "grade",
        ])
        .current_dir(root)
        .output();
    let last_line = |output: &[u8]| {
        let text = String::from_utf8_lossy(output);
        text.trim_end().lines().next_back().map(str::to_owned)
    };
    match output.as_ref().map(|output| last_line(&output.stdout)) {
        Ok(Some(line)) => println!("{line}"),
        Ok(None) => {
            println!("Your exercises do not compile: `cargo test -p exercises` says where.")
        }
        Err(error) => println!("Your exercises could not be graded: {error}"),
    }
}

fn notebooks(root: &Path, lang: Option<&str>, options: &[String]) -> Result<()> {
    let language = match lang {
        None => Language::current(),
        Some(code) => Language::ALL
            .into_iter()
            .find(|language| language.code() == code)
            .with_context(|| format!("`{code}` is no language of the book: en or zh"))?,
    };
    let jupyter = Jupyter::set_up(root)?;
    let first = chapter::ids(root, language)?
        .into_iter()
        .next()
        .context("the book has no chapter")?;
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
    let mut complaints = checks::complaints(root)?;
    complaints.extend(weave::check(root)?.iter().filter_map(Change::complaint));
    for complaint in &complaints {
        println!("{complaint}");
    }
    if complaints.is_empty() {
        println!("Everything woven is as its sources make it.");
        Ok(ExitCode::SUCCESS)
    } else {
        Ok(ExitCode::FAILURE)
    }
}

fn run_notebooks(root: &Path, check: bool, chapters: &[String]) -> Result<ExitCode> {
    let all = chapter::ids(root, Language::English)?;
    let unknown = chapters.iter().find(|id| !all.contains(id));
    if let Some(id) = unknown {
        bail!(
            "there is no chapter `{id}`; the chapters are {}",
            all.join(", ")
        );
    }
    let chosen = if chapters.is_empty() { &all } else { chapters };
    let jupyter = Jupyter::set_up(root)?;
    let mut drifted = Vec::new();
    for id in chosen {
        eprintln!("running {id}, solved …");
        let blocks = run::run(root, &jupyter, Language::English, id, Bodies::Solutions)?;
        if !check {
            run::file_outputs(root, id, &blocks)?;
            continue;
        }
        drifted.extend(run::compare_outputs(root, id, &blocks)?);
        eprintln!("running {id} in Chinese, solved …");
        let chinese = run::run(root, &jupyter, Language::Chinese, id, Bodies::Solutions)?;
        if chinese != blocks {
            bail!("{id}: the Chinese notebook left other outputs than the English one");
        }
        for language in Language::ALL {
            eprintln!(
                "running {id} in {}, as the reader finds it …",
                language.code()
            );
            run::run(root, &jupyter, language, id, Bodies::Stubs)?;
        }
    }
    for path in &drifted {
        println!("{path} is not what the notebook leaves: `cargo run -- weave --run` mends it");
    }
    println!(
        "{} notebooks run, {} outputs differ.",
        chosen.len(),
        drifted.len()
    );
    Ok(if drifted.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
