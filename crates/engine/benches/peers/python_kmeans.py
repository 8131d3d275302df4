"""K-means of scikit-learn or oneDAL, for kmeans.py:

    python_kmeans.py scikit-learn|oneDAL FOLDER N D K

It reads seeds from standard input, and prints for each the seconds of processor time, the number of
iterations and the inertia reached.
"""

import sys
import time
import warnings
from pathlib import Path

import numpy as np


def main():
    engine, folder, *sizes = sys.argv[1:]
    n, d, k = map(int, sizes)
    data = np.fromfile(Path(folder) / "data.f64").reshape(n, d)
    if engine == "scikit-learn":
        from sklearn.cluster import KMeans
    else:
        from sklearnex.cluster import KMeans
    # Ignore that a run did not converge.
    warnings.simplefilter("ignore")

    print("ready", flush=True)
    for line in sys.stdin:
        model = KMeans(k, n_init=1, algorithm="lloyd", tol=0.0, max_iter=300, random_state=int(line))
        cpu = time.process_time()
        model.fit(data)
        cpu = time.process_time() - cpu
        print(cpu, model.n_iter_, model.inertia_, flush=True)


if __name__ == "__main__":
    main()
