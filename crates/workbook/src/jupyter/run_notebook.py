"""Runs one notebook on the Rust kernel and writes it back with its outputs.

Called by `cargo run -- notebooks` and `cargo run -- weave --run`:
run_notebook.py [--stop-on-error] SOURCE TARGET FOLDER, with FOLDER the kernel's working
directory, from which the notebook's `:dep` finds its path.
"""

import queue
import sys

import nbformat
from nbclient import NotebookClient

# The kernel sends what a cell prints from another thread, so the last line may come after the
# message that the cell is done: a millisecond late, and we wait much longer.
GRACE_SECONDS = 0.1


class PatientClient(NotebookClient):
    """Collects the output that arrives after a cell is done."""

    async def _async_poll_output_msg(self, parent_msg_id, cell, cell_index):
        await super()._async_poll_output_msg(parent_msg_id, cell, cell_index)
        while True:
            try:
                late = await self.kc.iopub_channel.get_msg(timeout=GRACE_SECONDS)
            except queue.Empty:
                return
            if late["parent_header"].get("msg_id") == parent_msg_id:
                self.process_message(late, cell, cell_index)


*options, source, target, folder = sys.argv[1:]
notebook = nbformat.read(source, as_version=4)
client = PatientClient(
    notebook,
    kernel_name="rust",
    timeout=600,
    startup_timeout=120,
    iopub_timeout=60,
    allow_errors="--stop-on-error" not in options,
    resources={"metadata": {"path": folder}},
)
client.execute()
nbformat.write(notebook, target)
