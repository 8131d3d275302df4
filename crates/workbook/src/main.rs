//! `cargo run`: serves the book, grades exercises, opens notebooks, and weaves the files that are
//! made from others.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc;
use std::thread;

use anyhow::{Context, Result, bail};
use clap::{Args, Parser, Subcommand};
use grader::{Exercise, Language};
use manuscript::chapter_ids;
use workbook::book::exercise::find as find_exercise;
use workbook::learner::grading::{self, Grades};
use workbook::learner::{check, help, reset};
use workbook::site::Served;
use workbook::weave::Drift;
use workbook::weave::filing::{compare_outputs, file_outputs};
use workbook::weave::notebook::Bodies;
use workbook::weave::run::{Purpose, Run, run_all};
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
    /// Serve the book on this machine and show your progress (the default).
    Read,
    /// Write the book as static files, in both languages, to be hosted anywhere.
    Build {
        /// Folder to write to.
        folder: PathBuf,
    },
    /// Open the notebooks in JupyterLab; the first time installs it into .venv/.
    Notebooks {
        #[command(flatten)]
        language: Lang,
        /// Install everything, and open nothing.
        #[arg(long)]
        set_up: bool,
        /// Print the address instead of opening a browser.
        #[arg(long)]
        no_browser: bool,
        /// Port to serve JupyterLab on; the next free one if it is taken.
        #[arg(long, default_value_t = 8888)]
        port: u16,
        /// Options for JupyterLab: `-- --debug`.
        #[arg(last = true)]
        options: Vec<String>,
    },
    /// Grade your exercises: an overview of all, and the first failure in full.
    Check {
        /// Show one exercise in full, with the explanation once it is solved: compute_means.
        #[arg(value_parser = find_exercise)]
        name: Option<&'static Exercise>,
        /// Grade again whenever you save.
        #[arg(long, conflicts_with_all = ["json", "name"])]
        watch: bool,
        /// Print JSON, and exit with 0 only if everything is solved.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        language: Lang,
    },
    /// Show one of the three hints of an exercise: the idea, the formula, nearly the code.
    Hint {
        /// The exercise: compute_means.
        #[arg(value_parser = find_exercise)]
        name: &'static Exercise,
        /// Which hint: 1, 2 or 3.
        #[arg(default_value_t = 1)]
        number: usize,
        #[command(flatten)]
        language: Lang,
    },
    /// Show the solution of an exercise, and why it works.
    Solution {
        /// The exercise: compute_means.
        #[arg(value_parser = find_exercise)]
        name: &'static Exercise,
        /// Do not ask, even if it is not solved yet.
        #[arg(long)]
        yes: bool,
        #[command(flatten)]
        language: Lang,
    },
    /// Restore the stub of an exercise, and keep what you wrote in a backup beside it.
    Reset {
        /// The exercise: compute_means.
        #[arg(value_parser = find_exercise)]
        name: &'static Exercise,
    },
    /// Make the exercises and the notebooks from their sources.
    Weave {
        /// Write nothing; fail if a file differs from its sources, or a lint finds something.
        #[arg(long)]
        check: bool,
        /// Run the notebooks on the real kernel and file their outputs, or compare them (--check).
        #[arg(long)]
        run: bool,
        /// With --run --check: run every notebook solved and unsolved in both languages.
        #[arg(long, requires_all = ["run", "check"])]
        all: bool,
        /// Chapters to run: 07-m-step; by default all.
        chapters: Vec<String>,
    },
}

#[derive(Args)]
struct Lang {
    /// Language: en or zh; by default your own.
    #[arg(long = "lang", value_parser = language)]
    lang: Option<Language>,
}

impl Lang {
    fn get(&self) -> Language {
        self.lang.unwrap_or_else(Language::current)
    }
}

fn language(code: &str) -> Result<Language> {
    let mut languages = Language::ALL.into_iter();
    languages
        .find(|language| language.code() == code)
        .context("the book is written in en and zh")
}

fn main() -> ExitCode {
    match act(Arguments::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Does what is asked. `false` says that a check failed; its complaints are printed already.
fn act(arguments: Arguments) -> Result<bool> {
    let root = &root()?;
    match arguments.command.unwrap_or(Task::Read) {
        Task::Read => read(root, arguments.port)?,
        Task::Build { folder } => {
            site::build(root, &folder)?;
            let folder = folder.display();
            println!("The book is in {folder}: open index.html there.");
        }
        Task::Notebooks { set_up: true, .. } => {
            jupyter::set_up(root)?;
        }
        Task::Notebooks {
            language,
            no_browser,
            port,
            options,
            ..
        } => {
            let mut all = vec![format!("--ServerApp.port={port}")];
            all.extend(no_browser.then(|| "--no-browser".to_owned()));
            all.extend(options);
            open_notebooks(root, language.get(), &all)?;
        }
        Task::Check {
            name,
            watch,
            json,
            language,
        } => match language.get() {
            language if json => return check::print_json(root, language, name),
            language if watch => check::watch(root, language)?,
            language => check::check(root, language, name)?,
        },
        Task::Hint {
            name,
            number,
            language,
        } => println!("{}", help::hint(name, number, language.get())?),
        Task::Solution {
            name,
            yes,
            language,
        } => {
            if yes || help::may_show(root, name, language.get())? {
                println!("{}", help::solution(root, name, language.get())?);
            }
        }
        Task::Reset { name } => {
            let backup = reset::reset(root, name)?;
            let (name, backup) = (name.id, backup.display());
            println!("`{name}` is a stub again. The file as it was: {backup}");
        }
        Task::Weave {
            run: true,
            check,
            all,
            chapters,
        } => {
            let purpose = match (check, all) {
                (false, _) => Purpose::File,
                (true, false) => Purpose::Compare,
                (true, true) => Purpose::CompareAll,
            };
            return run_notebooks(root, purpose, chapters);
        }
        Task::Weave { check: true, .. } => return find_drift(root),
        Task::Weave { .. } => {
            for drift in weave::weave(root)? {
                match drift {
                    Drift::Stale(path) => println!("woven: {path}"),
                    Drift::Stray(path) => println!("removed: {path}"),
                    Drift::Edited(path) => println!("left alone, it has been edited: {path}"),
                    Drift::NotRun(id) => println!("to be run: cargo run -- weave --run {id}"),
                }
            }
        }
    }
    Ok(true)
}

/// The checkout: the nearest folder that holds the book, from the current one upwards.
fn root() -> Result<PathBuf> {
    let here = std::env::current_dir().context("there is no current folder")?;
    let is_root = |folder: &&Path| folder.join("book/en/SUMMARY.md").exists();
    here.ancestors()
        .find(is_root)
        .map(Path::to_owned)
        .context("this is not a checkout of the book: run it in the folder of its Cargo.toml")
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
    let line = match grading::grade(root, None, false) {
        Ok(Grades::Verdicts(verdicts)) => grader::progress(&verdicts, language),
        Ok(Grades::Errors(errors)) => check::compiler_says(&errors, language),
        Err(error) => format!("error: {error:#}"),
    };
    println!("{line}");
}

fn open_notebooks(root: &Path, language: Language, options: &[String]) -> Result<()> {
    let jupyter = jupyter::set_up(root)?;
    let ids = chapter_ids(root, language.code())?;
    let is_lesson = |id: &&String| id.starts_with(|c: char| c.is_ascii_digit());
    let first = ids.iter().find(is_lesson);
    let first = first.context("the book has no lesson")?;
    let notebook = format!("notebooks/{}/{first}.ipynb", language.code());
    jupyter.open(root, &notebook, options)
}

fn find_drift(root: &Path) -> Result<bool> {
    let mut complaints = lint::complaints(root)?;
    complaints.extend(weave::drift(root)?.iter().filter_map(Drift::complaint));
    for complaint in &complaints {
        println!("{complaint}");
    }
    if complaints.is_empty() {
        println!(
            "Every woven file is as its sources make it, and no block has changed since it was run."
        );
    }
    Ok(complaints.is_empty())
}

fn run_notebooks(root: &Path, purpose: Purpose, chapters: Vec<String>) -> Result<bool> {
    let all = chapter_ids(root, "en")?;
    if let Some(id) = chapters.iter().find(|id| !all.contains(id)) {
        let all = all.join(", ");
        bail!("there is no chapter `{id}`; the chapters are {all}");
    }
    let chosen = if chapters.is_empty() { all } else { chapters };
    let jupyter = jupyter::set_up(root)?;
    let runs = chosen.iter().flat_map(|id| Run::of_chapter(id, purpose));
    let runs: Vec<Run> = runs.collect();
    let results = run_all(root, &jupyter, &runs)?;
    let mut complaints = Vec::new();
    for (run, blocks) in runs.iter().zip(&results) {
        match run.bodies {
            Bodies::Stubs => {}
            Bodies::Solutions if purpose == Purpose::File => file_outputs(root, &run.id, blocks)?,
            Bodies::Solutions => complaints.extend(compare_outputs(root, &run.id, blocks)?),
        }
    }
    complaints.sort();
    complaints.dedup();
    for complaint in &complaints {
        println!("{complaint}");
    }
    if !complaints.is_empty() {
        println!("If these changes are meant, `cargo run -- weave --run` files them.");
    }
    let result = match purpose {
        Purpose::File => "their outputs are filed".to_owned(),
        _ => format!("{} outputs differ", complaints.len()),
    };
    println!("{} notebooks run, {result}.", runs.len());
    Ok(complaints.is_empty())
}
