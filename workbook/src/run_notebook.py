"""Runs one notebook on the Rust kernel and writes it back with its outputs.

Called by `cargo run -- notebooks` and `cargo run -- weave --run`:
run_notebook.py [--stop-on-error] SOURCE TARGET FOLDER, with FOLDER the kernel's working
directory, from which the notebook's `:dep` finds its path.
"""

import sys

import nbformat
from nbclient import NotebookClient

*options, source, target, folder = sys.argv[1:]
notebook = nbformat.read(source, as_version=4)
client = NotebookClient(
    notebook,
    kernel_name="rust",
    timeout=600,
    startup_timeout=120,
    allow_errors="--stop-on-error" not in options,
    resources={"metadata": {"path": folder}},
)
client.execute()
nbformat.write(notebook, target)
