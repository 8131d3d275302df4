"""Starts the Rust kernel for one notebook, in a workshop of its own.

A kernel compiles its cells in a folder. This one is a copy of `warm/`, which holds the compiled
dependencies of the lessons at the versions of the checkout's Cargo.lock: the first cell does not
compile them again, and two kernels never write to the same file.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

here = Path(__file__).resolve().parent
environment = os.environ
environment["EVCXR_CONFIG_DIR"] = str(here / "config")
# The first cell of a notebook sets the language too, but an interrupted kernel forgets it.
if Path.cwd().name in ("en", "zh"):
    environment["GMM_LANG"] = Path.cwd().name


def is_alive(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass
    return True


def remove_abandoned(workshops):
    """Removes the workshops of kernels that have ended; on Windows each kernel removes its own."""
    for workshop in workshops.glob("*"):
        if os.name != "nt" and not is_alive(int(workshop.name)):
            shutil.rmtree(workshop, ignore_errors=True)


kernel = [str(here / "bin" / "evcxr_jupyter"), "--control_file", *sys.argv[1:]]
if "EVCXR_TMPDIR" in environment:
    # The workshop to warm, or the user's own choice.
    workshop = None
else:
    workshops = here / "open"
    remove_abandoned(workshops)
    workshop = workshops / str(os.getpid())
    shutil.rmtree(workshop, ignore_errors=True)
    shutil.copytree(here / "warm", workshop, symlinks=True)
    environment["EVCXR_TMPDIR"] = str(workshop / "cells")
if os.name == "nt":
    status = subprocess.call(kernel)
    if workshop:
        shutil.rmtree(workshop, ignore_errors=True)
    sys.exit(status)
os.execv(kernel[0], kernel)
