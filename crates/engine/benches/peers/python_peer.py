"""scikit-learn or oneDAL, for peers.py:

    python_peer.py scikit-learn|oneDAL FOLDER N D K full|diagonal THREADS

It reads the number of iterations of each run from standard input, prints the seconds of processor
time and of wall time, and writes the parameters reached to FOLDER/ENGINE.out.
"""

import sys
import time
import warnings
from pathlib import Path

import numpy as np


def scikit_learn(data, weights, means, covariances, diagonal):
    from sklearn.mixture import GaussianMixture

    precisions = 1 / covariances if diagonal else np.linalg.inv(covariances)

    def run(iterations):
        model = GaussianMixture(
            len(weights),
            covariance_type="diag" if diagonal else "full",
            tol=0.0,
            reg_covar=0.0,
            max_iter=iterations,
            weights_init=weights,
            means_init=means,
            precisions_init=precisions,
        ).fit(data)
        return model.weights_, model.means_, model.covariances_

    return run


def one_dal(data, weights, means, covariances, diagonal, threads):
    import daal4py

    daal4py.daalinit(threads)
    storage = "diagonal" if diagonal else "full"
    start = [row[None] for row in covariances] if diagonal else list(covariances)

    def run(iterations):
        fit = daal4py.em_gmm(
            len(weights), maxIterations=iterations, accuracyThreshold=0.0, covarianceStorage=storage
        )
        result = fit.compute(data, weights[None], means, start)
        return result.weights, result.means, np.stack(result.covariances)

    return run


def main():
    engine, folder, *sizes, shape, threads = sys.argv[1:]
    n, d, k = map(int, sizes)
    folder, diagonal = Path(folder), shape == "diagonal"
    data = np.fromfile(folder / "data.f64").reshape(n, d)
    weights, means, covariances = np.split(np.fromfile(folder / "start.f64"), [k, k + k * d])
    start = weights, means.reshape(k, d), covariances.reshape((k, d) if diagonal else (k, d, d))
    # Ignore that the runs did not converge.
    warnings.simplefilter("ignore")
    if engine == "scikit-learn":
        run = scikit_learn(data, *start, diagonal)
    else:
        run = one_dal(data, *start, diagonal, int(threads))

    print("ready", flush=True)
    for line in sys.stdin:
        cpu, clock = time.process_time(), time.perf_counter()
        reached = run(int(line))
        cpu, clock = time.process_time() - cpu, time.perf_counter() - clock
        np.concatenate([part.ravel() for part in reached]).tofile(folder / f"{engine}.out")
        print(cpu, clock, flush=True)


if __name__ == "__main__":
    main()
