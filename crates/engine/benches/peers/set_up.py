"""Builds the programs that peers.py runs. A peer that cannot be set up is reported and left out."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

BENCHES = Path(__file__).resolve().parent.parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", BENCHES.parents[2] / "target")).resolve()


class Missing(Exception):
    """Why a peer cannot be set up, in one line."""


def quietly(*command, **options):
    """The output of a command, or the most informative line of its error."""
    command = [str(part) for part in command]
    try:
        done = subprocess.run(command, capture_output=True, text=True, **options)
    except FileNotFoundError:
        raise Missing(f"{Path(command[0]).name} is not installed") from None
    if done.returncode != 0:
        lines = (done.stderr.strip() or "no reason given").splitlines()
        telling = [line for line in lines if "error:" in line.lower()] or lines[-1:]
        raise Missing(f"{Path(command[0]).name}: {telling[0].strip()}")
    return done.stdout.strip()


def python_peer(name, package):
    """A peer that is a Python package, in a virtual environment shared by all of them."""
    venv = TARGET / "peers"
    python = venv / "bin" / "python"
    if not python.exists():
        quietly(sys.executable, "-m", "venv", venv)
    # A constraints file: only this package and its dependencies are installed.
    pinned = BENCHES / "requirements.txt"
    quietly(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-c", pinned, package)
    version = quietly(python, "-c", f"from importlib.metadata import version; print(version('{package}'))")
    return [python, BENCHES / "peers" / "python_peer.py", name], version


def linfa():
    manifest, target = BENCHES / "peers" / "linfa" / "Cargo.toml", TARGET / "linfa"
    environment = {**os.environ, "RUSTFLAGS": "-C target-cpu=native"}
    where = ["--locked", "--manifest-path", manifest]
    quietly("cargo", "build", "--release", *where, "--target-dir", target, env=environment)
    version = quietly("cargo", "tree", *where, "--package", "linfa-clustering", "--depth", "0")
    return [target / "release" / "linfa-peer"], version.split()[1].removeprefix("v")


def armadillo():
    program, source = TARGET / "armadillo", BENCHES / "peers" / "armadillo.cpp"
    compile_it = ["g++", "-std=c++14", "-O3", "-march=native", "-fopenmp", "-o", program, source, "-lopenblas"]
    if not program.exists() or program.stat().st_mtime < source.stat().st_mtime:
        try:
            quietly(*compile_it)
        except Missing:
            if not shutil.which("apt-get") or os.geteuid() != 0:
                raise
            quietly("apt-get", "update", "-qq")
            quietly("apt-get", "install", "-y", "-qq", "g++", "libarmadillo-dev", "libopenblas-dev")
            quietly(*compile_it)
    return [program], quietly(program, "--version")


PEERS = {
    "scikit-learn": lambda: python_peer("scikit-learn", "scikit-learn"),
    "oneDAL": lambda: python_peer("oneDAL", "scikit-learn-intelex"),
    "linfa": linfa,
    "Armadillo": armadillo,
}


def set_up():
    """The command and the version of each peer that can be set up."""
    commands, versions = {}, {}
    for name, make in PEERS.items():
        try:
            commands[name], versions[name] = make()
        except Missing as reason:
            print(f"{name} is left out: {reason}", file=sys.stderr)
    return commands, versions
