"""The engine against scikit-learn, oneDAL, linfa and Armadillo: time of one EM iteration, from one
start, on the same samples. Run it from anywhere, with any Python from 3.9:

    python3 crates/engine/benches/peers.py [--threads 1 2] [--runs 3] [--rounds 5] [--only CASE] [--peers NAME …]
                             [--write | --anew]

It sets the peers up in target/ (Armadillo from Debian's packages), runs all in turn, checks that
they reach the same log-likelihood, and prints a table of ratios; --write adds it to
results/peers.csv, --anew replaces that file. A peer that cannot be set up is left out. Needs 3 GB of
memory.

The time of an iteration is the difference between a run of seven iterations and one of three, so
that copies and checks before the first iteration cancel out. A delay in the run of three would make
the difference too small, so it is between the minima of all rounds. With one thread it is processor time, so that a
busy machine treats all alike; with more, it is wall time.
"""

import argparse
import datetime
import os
import platform
import statistics
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "peers"))
from set_up import PEERS, TARGET, quietly, set_up  # noqa: E402

CASES = {
    "2": (1_000_000, 2, 3, "full"),
    "8": (1_000_000, 8, 8, "full"),
    "32": (200_000, 32, 16, "full"),
    "64": (50_000, 64, 32, "full"),
    "16d": (1_000_000, 16, 16, "diagonal"),
}
CANNOT = {("linfa", "diagonal")}
# Odd, because linfa makes its iterations in pairs after the first.
FEW, MANY = 3, 7
# After so many seconds on a case, and at least two rounds, an engine makes no further rounds.
PATIENCE = 30
# The largest difference between the mean log-likelihoods that the engines reach. One iteration more
# must change it by more.
AGREEMENT = 1e-9


class Worker:
    """The process of an engine, which loads its data once."""

    def __init__(self, name, command, arguments, threads):
        names = ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"]
        environment = {**os.environ, **{variable: str(threads) for variable in names}}
        command = [str(part) for part in [*command, *arguments, threads]]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.name = name
        self.process = subprocess.Popen(command, env=environment, **pipes)
        self.field = 0 if threads == 1 else 1
        self.times = {FEW: [], MANY: []}
        self.seconds = []
        self.worked = 0.0
        self.answer()

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"{self.name} stopped with code {self.process.wait()}")
        return line.split()

    def run(self, iterations):
        print(iterations, file=self.process.stdin, flush=True)
        seconds = float(self.answer()[self.field])
        self.worked += seconds
        return seconds

    def round(self):
        for iterations, times in self.times.items():
            times.append(self.run(iterations))
        self.seconds.append((self.times[MANY][-1] - self.times[FEW][-1]) / (MANY - FEW))

    def least(self):
        return (min(self.times[MANY]) - min(self.times[FEW])) / (MANY - FEW)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def log_likelihoods(problem, engines):
    """The mean log-likelihood that each engine has reached."""
    values = quietly(*problem, *(f"{engine}.out" for engine in engines)).split()
    return dict(zip(engines, map(float, values)))


def compare(name, threads, rounds, commands):
    """Runs all engines on one case, prints the row of the table, and returns the rows of the file."""
    n, d, k, shape = CASES[name]
    folder = TARGET / "peers-data" / name
    arguments = [folder, n, d, k, shape]
    problem = [TARGET / "release" / "problem", *arguments]
    quietly(*problem)
    able = [engine for engine in commands if (engine, shape) not in CANNOT]
    workers = {engine: Worker(engine, commands[engine], arguments, threads) for engine in able}
    for _ in range(rounds):
        for worker in workers.values():
            if worker.worked < PATIENCE or len(worker.seconds) < 2:
                worker.round()
    reached = log_likelihoods(problem, able)
    workers["engine"].run(MANY + 1)
    one_more = log_likelihoods(problem, ["engine"])["engine"]
    for worker in workers.values():
        worker.close()

    ours = workers["engine"].seconds
    milliseconds, ratios, rows = [], [], []
    for engine in commands:
        if engine not in able:
            milliseconds.append("—")
            ratios.append("—")
            continue
        theirs = workers[engine].seconds
        least = workers[engine].least()
        ratio = least / workers["engine"].least()
        fewer = f", {len(theirs)} of {rounds} rounds" if len(theirs) < rounds else ""
        milliseconds.append(f"{1e3 * least:.1f} ({1e3 * statistics.median(theirs):.1f}{fewer})")
        spread = [their / our for their, our in zip(theirs, ours)]
        ratios.append(f"{ratio:.1f} ({min(spread):.1f}–{max(spread):.1f})")
        rows.append(f"{engine},{{run}},{1e3 * least:.4f},{ratio:.3f}")
    disagreement = max(abs(value - reached["engine"]) for value in reached.values())
    cells = [f"{n:,} × {d}, {k}, {shape}", *milliseconds, *ratios[1:], f"{disagreement:.0e}"]
    print("| " + " | ".join(cells) + " |", flush=True)
    if not disagreement < AGREEMENT:
        sys.exit(f"the engines disagree: {reached}")
    if not abs(one_more - reached["engine"]) > AGREEMENT:
        sys.exit(f"{MANY} iterations are too many: one more changes nothing")
    return [f"{n},{d},{k},{shape},{threads},{row}" for row in rows]


def table(threads, rounds, names, commands):
    kind = "of processor time" if threads == 1 else "of wall time"
    print(f"\nMilliseconds {kind} an iteration, least (median) of {rounds} rounds;")
    print(f"ratio of the least (from round to round). Threads: {threads}.")
    if threads > 1 and "linfa" in commands:
        print("linfa always uses one.")
    engines = list(commands)
    heads = ["n × d, k", *engines, *(f"{engine} ÷" for engine in engines[1:]), "disagreement"]
    print("\n| " + " | ".join(heads) + " |\n" + "|---" * len(heads) + "|")
    rows = []
    for name in names:
        rows += compare(name, threads, rounds, commands)
    return rows


def processor():
    """The processor's name, family and model, if the system tells them."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        # A later core overwrites an earlier one; they are alike.
        about = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}
        name = about["model name"]
    except (OSError, KeyError):
        return platform.processor() or platform.machine()
    if "cpu family" in about:
        name += " (family {cpu family}, model {model})".format_map(about)
    return name


class Results:
    """The file results/peers.csv, whose runs all come from one machine and the same peers."""

    HEAD = "n,d,k,covariance,threads,peer,run,milliseconds,ratio"

    def __init__(self, versions, anew):
        self.anew = anew
        self.path = HERE / "results" / "peers.csv"
        peers = "; ".join(f"{name} {version}" for name, version in versions.items())
        about = [
            "# One EM iteration: least of the rounds, processor time with one thread, else by the clock.",
            f"# Processor: {processor()}",
            f"# {quietly('rustc', '--version')}; {peers}",
        ]
        known = self.path.exists() and not anew
        lines = self.path.read_text(encoding="utf-8").splitlines() if known else [*about, self.HEAD]
        if lines[: len(about)] != about:
            sys.exit(f"{self.path} is of another machine or of other versions: --anew replaces it")
        middle = lines.index(self.HEAD)
        self.comments, self.rows = lines[:middle], lines[middle + 1 :]

    def runs(self, threads):
        """How many runs with as many threads are in the file."""
        rows = (row.split(",") for row in self.rows)
        return max((int(row[6]) for row in rows if int(row[4]) == threads), default=0)

    def add(self, rows, threads, rounds, peers):
        run = self.runs(threads) + 1
        first = self.anew and not self.rows
        self.rows += [row.format(run=run) for row in rows]
        command = f"python3 crates/engine/benches/peers.py --threads {threads} --rounds {rounds} {'--anew' if first else '--write'}"
        command += "" if peers == list(PEERS) else f" --peers {' '.join(peers)}"
        self.comments.append(f"# {datetime.date.today()}: {command}")
        lines = [*self.comments, self.HEAD, *self.rows]
        self.path.parent.mkdir(exist_ok=True)
        self.path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description="The engine against its peers.")
    parser.add_argument("--threads", type=int, nargs="+", default=[1])
    parser.add_argument("--runs", type=int, default=1, help="how often to repeat the whole")
    parser.add_argument("--rounds", type=int, default=5, help="how often every engine runs")
    parser.add_argument("--only", choices=CASES, help="one case; by its features")
    parser.add_argument("--peers", nargs="+", choices=PEERS, default=list(PEERS), metavar="NAME", help="only these")
    written = parser.add_mutually_exclusive_group()
    written.add_argument("--write", action="store_true", help="add the figures to results/peers.csv")
    written.add_argument("--anew", action="store_true", help="put the figures in place of that file's")
    arguments = parser.parse_args()
    keeps = arguments.write or arguments.anew
    if arguments.only and keeps:
        parser.error("a run that is written has all cases")
    build = ["cargo", "build", "--release", "--quiet", "-p", "benches", "--bin", "engine", "--bin", "problem"]
    subprocess.run(build, cwd=HERE.parent, check=True)
    commands, versions = set_up()
    commands = {name: commands[name] for name in arguments.peers if name in commands}
    commands = {"engine": [TARGET / "release" / "engine"], **commands}
    results = Results(versions, arguments.anew) if keeps else None
    names = [arguments.only] if arguments.only else list(CASES)
    for _ in range(arguments.runs):
        for threads in arguments.threads:
            rows = table(threads, arguments.rounds, names, commands)
            if results:
                results.add(rows, threads, arguments.rounds, arguments.peers)


if __name__ == "__main__":
    main()
