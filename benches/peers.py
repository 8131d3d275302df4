"""The engine against scikit-learn and oneDAL: seconds for one EM iteration, from one start, on the
same samples. Run it from anywhere, with any Python from 3.9:

    python3 benches/peers.py [--threads 1] [--rounds 5] [--only CASE]

It installs the peers into target/peers/, builds the engine, runs all in turn, checks that they reach
the same log-likelihood, and prints the table of ratios. Needs 3 GB of memory.

An iteration's time is the difference between a run of six iterations and one of one, so that
copies and checks before the first cancel out. With one thread it is processor time, so that a busy
machine is unjust to nobody; with more, it is time by the clock.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", HERE.parent / "target"))
CASES = {
    "2": (1_000_000, 2, 3, "full"),
    "8": (1_000_000, 8, 8, "full"),
    "32": (200_000, 32, 16, "full"),
    "64": (50_000, 64, 32, "full"),
    "16d": (1_000_000, 16, 16, "diag"),
}
ITERATIONS = 5


def install():
    """A Python with the peers in it."""
    venv = TARGET / "peers"
    python = venv / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    requirements = HERE / "requirements.txt"
    subprocess.run([python, "-m", "pip", "install", "-q", "-r", requirements], check=True)
    return python


def make(folder, n, d, k, shape):
    """Clouds of normal samples, two deviations apart in each feature, and a start near them."""
    import numpy as np

    rng = np.random.default_rng(1)
    centers = 2.0 * rng.standard_normal((k, d))
    labels = rng.integers(k, size=n)
    data = centers[labels] + rng.standard_normal((n, d))
    covariances = np.full((k, d), 1.3) if shape == "diag" else np.stack([1.3 * np.eye(d)] * k)
    folder.mkdir(parents=True, exist_ok=True)
    data.tofile(folder / "data.f64")
    start = np.concatenate([np.full(k, 1 / k), (centers + 0.1).ravel(), covariances.ravel()])
    start.tofile(folder / "start.f64")


def load(folder, n, d, k, shape, name):
    import numpy as np

    values = np.fromfile(folder / name)
    weights, rest = values[:k], values[k:]
    means, covariances = rest[: k * d].reshape(k, d), rest[k * d :]
    return weights, means, covariances.reshape((k, d) if shape == "diag" else (k, d, d))


def serve(engine, folder, n, d, k, shape, threads):
    """Runs one peer as often as standard input asks."""
    import warnings

    import numpy as np

    warnings.simplefilter("ignore")
    data = np.fromfile(folder / "data.f64").reshape(n, d)
    weights, means, covariances = load(folder, n, d, k, shape, "start.f64")

    if engine == "scikit-learn":
        from sklearn.mixture import GaussianMixture

        precisions = 1 / covariances if shape == "diag" else np.linalg.inv(covariances)

        def run(iterations):
            model = GaussianMixture(
                k,
                covariance_type=shape,
                tol=0.0,
                max_iter=iterations,
                weights_init=weights,
                means_init=means,
                precisions_init=precisions,
            ).fit(data)
            return model.weights_, model.means_, model.covariances_
    else:
        import daal4py

        daal4py.daalinit(threads)
        storage = "diagonal" if shape == "diag" else "full"
        start = [row[None] for row in covariances] if shape == "diag" else list(covariances)

        def run(iterations):
            fit = daal4py.em_gmm(k, maxIterations=iterations, accuracyThreshold=0.0, covarianceStorage=storage)
            result = fit.compute(data, weights[None], means, start)
            return result.weights, result.means, np.stack(result.covariances)

    print("ready", flush=True)
    for line in sys.stdin:
        cpu, clock = time.process_time(), time.perf_counter()
        found = run(int(line))
        print(time.process_time() - cpu, time.perf_counter() - clock, flush=True)
        np.concatenate([part.ravel() for part in found]).tofile(folder / f"{engine}.out")


class Worker:
    def __init__(self, command, threads):
        names = ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"]
        environment = {**os.environ, **{name: str(threads) for name in names}}
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.process = subprocess.Popen(command, env=environment, **pipes)
        self.field = 0 if threads == 1 else 1
        assert self.process.stdout.readline().strip() == "ready", command

    def run(self, iterations):
        print(iterations, file=self.process.stdin, flush=True)
        return float(self.process.stdout.readline().split()[self.field])

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def log_likelihood(folder, n, d, k, shape, engine):
    """Mean log-likelihood of the samples under what an engine has reached."""
    import numpy as np
    from sklearn.mixture import GaussianMixture

    weights, means, covariances = load(folder, n, d, k, shape, f"{engine}.out")
    model = GaussianMixture(k, covariance_type=shape)
    model.weights_, model.means_, model.covariances_ = weights, means, covariances
    if shape == "diag":
        model.precisions_cholesky_ = 1 / np.sqrt(covariances)
    else:
        factors = np.linalg.cholesky(covariances)
        model.precisions_cholesky_ = np.linalg.inv(factors).transpose(0, 2, 1)
    data = np.fromfile(folder / "data.f64", count=20_000 * d).reshape(-1, d)
    return model.score(data)


def compare(name, threads, rounds, binary):
    n, d, k, shape = CASES[name]
    folder = TARGET / "peers-data" / name
    make(folder, n, d, k, shape)
    sizes = [str(folder), str(n), str(d), str(k), shape, str(threads)]
    peers = ["scikit-learn", "oneDAL"]
    workers = {"engine": Worker([binary, *sizes], threads)}
    for peer in peers:
        command = [sys.executable, __file__, "--serve", peer, *sizes]
        workers[peer] = Worker(command, threads)
    seconds = {engine: [] for engine in workers}
    for _ in range(rounds):
        for engine, worker in workers.items():
            one = worker.run(1)
            seconds[engine].append((worker.run(1 + ITERATIONS) - one) / ITERATIONS)
    for worker in workers.values():
        worker.close()

    reached = {engine: log_likelihood(folder, n, d, k, shape, engine) for engine in workers}
    spread = max(reached.values()) - min(reached.values())
    cells = [f"{n:,} × {d}, {k}, {shape}"]
    for engine in workers:
        least, middle = min(seconds[engine]), statistics.median(seconds[engine])
        cells.append(f"{1e3 * least:.1f} ({1e3 * middle:.1f})")
    for peer in peers:
        ratios = [theirs / ours for theirs, ours in zip(seconds[peer], seconds["engine"])]
        least = min(seconds[peer]) / min(seconds["engine"])
        cells.append(f"{least:.1f} ({min(ratios):.1f}–{max(ratios):.1f})")
    print("| " + " | ".join(cells) + f" | {spread:.0e} |", flush=True)
    assert spread < 1e-6, f"the engines disagree: {reached}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=CASES)
    arguments = parser.parse_args()
    python = install()
    if Path(sys.prefix) != python.parent.parent:
        os.execv(python, [str(python), __file__, *sys.argv[1:]])
    build = ["cargo", "build", "--release", "--quiet", "-p", "benches", "--bin", "engine"]
    subprocess.run(build, cwd=HERE.parent, check=True)
    kind = "of processor time" if arguments.threads == 1 else "by the clock"
    print(f"Milliseconds {kind} an iteration, least (median) of {arguments.rounds} rounds;")
    print(f"ratio of the least, and from round to round. Threads: {arguments.threads}.\n")
    print("| n × d, k | engine | scikit-learn | oneDAL | scikit-learn ÷ | oneDAL ÷ | disagreement |")
    print("|---|---|---|---|---|---|---|")
    for name in [arguments.only] if arguments.only else CASES:
        compare(name, arguments.threads, arguments.rounds, TARGET / "release" / "engine")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        engine, folder, n, d, k, shape, threads = sys.argv[2:]
        serve(engine, Path(folder), int(n), int(d), int(k), shape, int(threads))
    else:
        main()
