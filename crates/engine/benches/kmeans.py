"""K-means against scikit-learn and oneDAL: processor time of a fit, with its initialization, divided
by its iterations, on the same samples. The peers have one thread; the time of the engine is that of
all its threads. Run it from anywhere, with any Python from 3.9:

    python3 crates/engine/benches/kmeans.py [--seeds 5]

It sets the peers up in target/, as peers.py does. Each draws its own starts, so they reach different
minima; the table says how good these are, and the script fails if the engine's are worse by more
than 1 %.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "peers"))
from set_up import TARGET, Missing, python_peer, quietly  # noqa: E402

CASES = [(200_000, 2, 8), (200_000, 16, 16), (50_000, 64, 32)]
PEERS = {"scikit-learn": "scikit-learn", "oneDAL": "scikit-learn-intelex"}
WORSE = 1.01


def fits(command, seeds):
    """Milliseconds of an iteration, and mean inertia, over the fits from all seeds."""
    threads = {name: "1" for name in ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"]}
    done = subprocess.run(
        [str(part) for part in command],
        input="".join(f"{seed}\n" for seed in range(seeds)),
        env={**os.environ, **threads},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    answers = [map(float, line.split()) for line in done.stdout.splitlines()[1:]]
    seconds, iterations, inertias = zip(*answers)
    return 1e3 * sum(seconds) / sum(iterations), sum(inertias) / seeds


def main():
    parser = argparse.ArgumentParser(description="K-means against its peers.")
    parser.add_argument("--seeds", type=int, default=5, help="how often every engine fits a case")
    seeds = parser.parse_args().seeds
    build = ["cargo", "build", "--release", "--quiet", "-p", "benches", "--bin", "kmeans", "--bin", "problem"]
    subprocess.run(build, cwd=HERE.parent, check=True)
    commands = {"engine": [TARGET / "release" / "kmeans"]}
    for name, package in PEERS.items():
        try:
            (python, _, _), _ = python_peer(name, package)
        except Missing as reason:
            print(f"{name} is left out: {reason}", file=sys.stderr)
            continue
        commands[name] = [python, HERE / "peers" / "python_kmeans.py", name]

    print("Milliseconds of processor time an iteration, and mean inertia over the engine's.\n")
    print("| n × d, k | " + " | ".join(commands) + " |\n" + "|---" * (1 + len(commands)) + "|")
    for n, d, k in CASES:
        folder = TARGET / "peers-data" / f"kmeans-{d}"
        quietly(TARGET / "release" / "problem", folder, n, d, k, "diagonal")
        reached = {name: fits([*command, folder, n, d, k], seeds) for name, command in commands.items()}
        _, ours = reached["engine"]
        cells = [f"{time:.2f} ({inertia / ours:.3f})" for time, inertia in reached.values()]
        print(f"| {n:,} × {d}, {k} | " + " | ".join(cells) + " |", flush=True)
        if ours > WORSE * min(inertia for _, inertia in reached.values()):
            sys.exit(f"the engine's minima are worse: {reached}")


if __name__ == "__main__":
    main()
