"""Measures how long a reader waits in a notebook, and prints the table.

    .venv/bin/python notebooks/speed.py [--runs 5] [--cold]

after `cargo run -- notebooks` has set up `.venv/`. Medians of several kernels, since machines are
noisy. With --cold the kernels start as evcxr comes, in an empty folder, for comparison.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
from jupyter_client.manager import start_new_kernel

root = Path(__file__).resolve().parent.parent
os.environ["JUPYTER_PATH"] = str(root / ".venv/share/jupyter")

DEPENDENCY = ':dep gmm-tutorial = { path = "../.." }\nuse gmm::prelude::*;\ngmm::start("en");'
FUNCTION = """fn compute_weights(counts: &Array1<f64>) -> Array1<f64> {
    counts / counts.sum()
}"""
CALL = "println!(\"{}\", compute_weights(&array![1.0, 3.0]));"
VERDICT = "grader::compute_weights(compute_weights)"
FIGURE = """Plot::new()
    .labels("x", "y")
    .dots("", (0..100).map(|n| (f64::from(n), f64::from(n * n))))"""

WITH_KERNEL = "kernel and dependency cell"
STEPS = {
    WITH_KERNEL: (DEPENDENCY, 8.0),
    "first variable": ("let counts = array![1.0, 3.0];", None),
    "a function": (FUNCTION, 0.3),
    "a call": (CALL, 0.5),
    "a verdict": (VERDICT, 1.0),
    "a figure": (FIGURE, 1.0),
}


def run(client, code):
    """Runs a cell; a cell that fails would make the figures worthless."""
    printed = []

    def note(message):
        if message["msg_type"] in ("stream", "error"):
            content = message["content"]
            printed.append(content.get("text") or content["evalue"])

    begun = time.perf_counter()
    reply = client.execute_interactive(code, timeout=600, output_hook=note)
    took = time.perf_counter() - begun
    if reply["content"]["status"] != "ok" or "panicked" in "".join(printed):
        sys.exit(f"this cell failed:\n{code}\n{''.join(printed)}")
    return took


def processor_seconds(manager):
    """What the kernel and the compilers it has called have used so far."""
    kernel = psutil.Process(manager.provisioner.pid)
    processes = [kernel, *kernel.children(recursive=True)]
    return sum(sum(process.cpu_times()[:4]) for process in processes)


def measure():
    """Seconds on the clock and of the processor, by step."""
    begun = time.perf_counter()
    manager, client = start_new_kernel(
        kernel_name="rust", startup_timeout=120, cwd=str(root / "notebooks/en")
    )
    try:
        started = time.perf_counter() - begun
        used = processor_seconds(manager)
        times = {"kernel alone": (started, used)}
        for name, (code, _) in STEPS.items():
            took = run(client, code)
            used_before, used = used, processor_seconds(manager)
            times[name] = (took, used - used_before)
            if name == WITH_KERNEL:
                times[name] = (started + took, used)
        return times
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def megabytes(folder):
    size = subprocess.run(["du", "-sm", root / folder], capture_output=True, text=True).stdout
    return size.split()[0] if size else "-"


arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
arguments.add_argument("--runs", type=int, default=5)
arguments.add_argument("--cold", action="store_true")
arguments = arguments.parse_args()
runs = []
for _ in range(arguments.runs):
    with tempfile.TemporaryDirectory() as empty:
        if arguments.cold:
            os.environ["EVCXR_TMPDIR"] = empty
        runs.append(measure())

load = os.getloadavg()[0]
print(f"{os.cpu_count()} cores, load {load:.1f}, median of {len(runs)} kernels, seconds")
print(f"{'':28} {'median':>8} {'least':>8} {'processor':>10} {'limit':>6}")
for name in runs[0]:
    clock, processor = zip(*(run[name] for run in runs))
    limit = STEPS.get(name, (None, None))[1] or ""
    median, used = statistics.median(clock), statistics.median(processor)
    print(f"{name:28} {median:8.2f} {min(clock):8.2f} {used:10.2f} {limit:>6}")
for folder in (".venv", ".venv/rust/warm", ".venv/rust/bin"):
    print(f"{folder:28} {megabytes(folder):>7} MB")
