//! Sets the notebooks up, kills the set-up at each step, and looks at what the next run does.
//!
//! Python and cargo are stand-ins, which write what the real ones write and stall on demand: the real
//! ones take minutes. The workbook is the real one.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// Stands in for `python3` and, as `.venv/bin/python`, for the Python of the environment.
///
/// Each part does half its work, and stalls there if `STALL_AT` names it.
const PYTHON: &str = r#"#!/bin/sh
stall() {
    [ "$STALL_AT" = "$1" ] || return 0
    touch "$LOG.stalled"
    exec sleep 60
}
case "$*" in
"-m venv "*)
    echo venv >>"$LOG"
    [ -z "$NO_VENV" ] || { echo 'ensurepip is not available' >&2; exit 1; }
    mkdir -p "$3/bin"
    touch "$3/pyvenv.cfg"
    stall venv
    cp "$0" "$3/bin/python" ;;
*virtualenv*) echo 'No module named virtualenv' >&2; exit 1 ;;
*"pip install"*)
    echo "pip $*" >>"$LOG"
    venv="${0%/bin/python}"
    mkdir -p "$venv/lib"
    echo half >"$venv/lib/jupyterlab"
    stall pip
    echo whole >"$venv/lib/jupyterlab" ;;
*"import jupyterlab"*) grep -q whole "${0%/bin/python}/lib/jupyterlab" ;;
*NotebookClient*)
    echo warm >>"$LOG"
    mkdir -p "$EVCXR_TMPDIR/target"
    stall warm ;;
*"-m jupyterlab"*) echo "open $*" >>"$LOG" ;;
*"version_info"*) [ -z "$OLD_PYTHON" ] ;;
*) exit 1 ;;
esac
"#;

/// Stands in for `cargo`.
const CARGO: &str = r#"#!/bin/sh
case "$1" in
install)
    echo cargo >>"$LOG"
    while [ "$1" != --root ]; do shift; done
    mkdir -p "$2/bin"
    if [ "$STALL_AT" = cargo ]; then
        touch "$LOG.stalled"
        exec sleep 60
    fi
    cat >"$2/bin/evcxr_jupyter" <<'END'
#!/bin/sh
[ "$1" = --install ] || exit 0
mkdir -p "$JUPYTER_PATH/kernels/rust"
echo '{}' >"$JUPYTER_PATH/kernels/rust/kernel.json"
if [ "$STALL_AT" = register ]; then
    touch "$LOG.stalled"
    exec sleep 60
fi
END
    chmod +x "$2/bin/evcxr_jupyter"
    echo '"evcxr_jupyter 0.22.0 (registry)" = []' >"$2/.crates.toml" ;;
*) exit 1 ;;
esac
"#;

struct Checkout {
    folder: TempDir,
}

impl Checkout {
    fn new() -> Self {
        let checkout = Self {
            folder: TempDir::new().unwrap(),
        };
        for (path, content) in [
            (
                "place/book/en/SUMMARY.md",
                "[Welcome](index.md)\n[First](01-first.md)\n",
            ),
            ("place/Cargo.toml", ""),
            ("place/Cargo.lock", ""),
            ("place/notebooks/requirements.txt", "jupyterlab==0\n"),
            ("place/src/lib.rs", ""),
            ("place/solutions/lib.rs", ""),
            ("place/crates/engine/lib.rs", ""),
            ("place/crates/grader/lib.rs", ""),
            ("programs/python3", PYTHON),
            ("programs/cargo", CARGO),
        ] {
            let path = checkout.path(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        for program in ["programs/python3", "programs/cargo"] {
            let executable = fs::Permissions::from_mode(0o755);
            fs::set_permissions(checkout.path(program), executable).unwrap();
        }
        // The tools of the stand-ins, and no real Python.
        for tool in [
            "cat", "chmod", "cp", "grep", "mkdir", "sh", "sleep", "touch",
        ] {
            let places = ["/bin", "/usr/bin"].map(|place| PathBuf::from(place).join(tool));
            let found = places.into_iter().find(|place| place.exists()).unwrap();
            symlink(found, checkout.path("programs").join(tool)).unwrap();
        }
        checkout
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn command(&self, place: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_workbook"));
        command
            .args([
                "notebooks",
                "--lang",
                "en",
                "--no-browser",
                "--port",
                "7777",
            ])
            .current_dir(self.path(place))
            .env("PATH", self.path("programs"))
            .env("LOG", self.path("log"))
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    fn run(&self) -> Output {
        fs::remove_file(self.path("log")).ok();
        self.command("place").output().unwrap()
    }

    /// The parts that the last run did, in order.
    fn log(&self) -> Vec<String> {
        let log = fs::read_to_string(self.path("log")).unwrap_or_default();
        let first_word = |line: &str| line.split(' ').next().unwrap_or_default().to_owned();
        log.lines().map(first_word).collect()
    }

    /// Starts a set-up, and kills it and its children in the middle of `part`.
    fn kill_at(&self, part: &str) {
        let mut child = self.command("place").env("STALL_AT", part).spawn().unwrap();
        let begun = Instant::now();
        while !self.path("log.stalled").exists() {
            assert!(
                begun.elapsed() < Duration::from_secs(60),
                "{part} never began"
            );
            assert!(child.try_wait().unwrap().is_none(), "ended before {part}");
            thread::sleep(Duration::from_millis(20));
        }
        let group = format!("-{}", child.id());
        Command::new("kill")
            .args(["-9", "--", &group])
            .status()
            .unwrap();
        child.wait().unwrap();
        fs::remove_file(self.path("log.stalled")).unwrap();
    }

    fn assert_ready(&self, output: &Output) {
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
        let jupyterlab = fs::read_to_string(self.path("place/.venv/lib/jupyterlab")).unwrap();
        assert_eq!(jupyterlab, "whole\n");
        let kernel = self.path("place/.venv/share/jupyter/kernels/rust/kernel.json");
        assert!(fs::read_to_string(kernel).unwrap().contains("launch.py"));
        assert!(self.path("place/.venv/rust/bin/evcxr_jupyter").exists());
        assert!(self.path("place/.venv/rust/warm/digest.txt").exists());
        assert_eq!(self.log().last().unwrap(), "open");
    }
}

#[test]
fn the_first_run_does_everything_and_the_second_only_opens() {
    let checkout = Checkout::new();
    checkout.assert_ready(&checkout.run());
    assert_eq!(checkout.log(), ["venv", "pip", "cargo", "warm", "open"]);
    checkout.assert_ready(&checkout.run());
    assert_eq!(checkout.log(), ["open"]);
    let log = fs::read_to_string(checkout.path("log")).unwrap();
    for told in [
        "ip=127.0.0.1",
        "port=7777",
        "--no-browser",
        "notebooks/en/01-first.ipynb",
    ] {
        assert!(log.contains(told), "{told} is not in {log}");
    }
    assert!(!log.contains("token"), "{log}");
}

#[test]
fn the_next_run_completes_a_set_up_killed_at_any_step() {
    // The parts that the next run must do: a complete one is not done again.
    for (moment, rest) in [
        ("venv", vec!["venv", "pip", "cargo", "warm", "open"]),
        ("pip", vec!["pip", "cargo", "warm", "open"]),
        ("cargo", vec!["cargo", "warm", "open"]),
        ("register", vec!["warm", "open"]),
        ("warm", vec!["warm", "open"]),
    ] {
        let checkout = Checkout::new();
        checkout.kill_at(moment);
        checkout.assert_ready(&checkout.run());
        assert_eq!(checkout.log(), rest, "after a kill at {moment}");
        if moment == "pip" {
            let log = fs::read_to_string(checkout.path("log")).unwrap();
            assert!(log.contains("--ignore-installed"), "{log}");
        }
        checkout.assert_ready(&checkout.run());
        assert_eq!(checkout.log(), ["open"], "the run after that");
    }
}

#[test]
fn each_broken_part_is_named_and_repaired() {
    type Spoil = fn(&Checkout);
    let cases: [(&str, Spoil, &[&str]); 5] = [
        (
            "environment in .venv/ is broken",
            |checkout| fs::remove_file(checkout.path("place/.venv/bin/python")).unwrap(),
            &["venv", "pip", "open"],
        ),
        (
            "JupyterLab in .venv/ is broken",
            |checkout| fs::write(checkout.path("place/.venv/lib/jupyterlab"), "").unwrap(),
            &["pip", "open"],
        ),
        (
            "broken or of another version",
            |checkout| {
                let list = checkout.path("place/.venv/rust/.crates.toml");
                fs::write(list, "\"evcxr_jupyter 0.21.1 (registry)\" = []").unwrap();
            },
            &["cargo", "open"],
        ),
        (
            "registered wrongly",
            |checkout| {
                let spec = checkout.path("place/.venv/share/jupyter/kernels/rust/kernel.json");
                fs::write(spec, "{\"argv\": [\"/elsewhere/evcxr_jupyter\"]}").unwrap();
            },
            &["open"],
        ),
        (
            "code has changed",
            |checkout| fs::write(checkout.path("place/src/lib.rs"), "// new\n").unwrap(),
            &["warm", "open"],
        ),
    ];
    let checkout = Checkout::new();
    checkout.assert_ready(&checkout.run());
    for (complaint, spoil, repaired_by) in cases {
        spoil(&checkout);
        let output = checkout.run();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains(complaint), "{complaint:?} is not in {said}");
        checkout.assert_ready(&output);
        assert_eq!(checkout.log(), repaired_by, "{complaint}");
    }
}

#[test]
fn a_moved_checkout_keeps_only_its_kernel() {
    let checkout = Checkout::new();
    checkout.assert_ready(&checkout.run());
    fs::rename(checkout.path("place"), checkout.path("other")).unwrap();
    fs::remove_file(checkout.path("log")).unwrap();
    let output = checkout.command("other").output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && said.contains("when .venv/ was made"),
        "{said}"
    );
    assert_eq!(checkout.log(), ["venv", "pip", "warm", "open"]);
}

#[test]
fn a_missing_tool_is_named_with_its_remedy() {
    for (variable, remedy) in [
        ("NO_VENV", "apt install python3-venv"),
        ("OLD_PYTHON", "3.11"),
    ] {
        let checkout = Checkout::new();
        let output = checkout
            .command("place")
            .env(variable, "1")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && said.contains(remedy), "{said}");
        assert!(!said.contains("panicked"), "{said}");
        checkout.assert_ready(&checkout.run());
    }
}
