"""Writes what scikit-learn makes of small data sets: `python make.py`, with the version in
requirements.txt beside it. From given starts, so that the whole run can be compared."""

import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn.datasets import load_iris
from sklearn.mixture import GaussianMixture

here = Path(__file__).parent
data = here / "../../src/data"


def penguins():
    rows = (data / "penguins.csv").read_text().splitlines()
    names = rows[0].split(",")
    wanted = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"]
    columns = [names.index(name) for name in wanted]
    fields = [[row.split(",")[column] for column in columns] for row in rows[1:]]
    return np.array([row for row in fields if "NA" not in row], dtype=float)


def simulated():
    rng = np.random.default_rng(7)
    centers = rng.normal(scale=3.0, size=(4, 10))
    mixing = rng.normal(size=(4, 10, 10)) / 3.0 + np.eye(10)
    labels = rng.integers(4, size=400)
    noise = rng.normal(size=(400, 10))
    return np.round(centers[labels] + np.einsum("nij,nj->ni", mixing[labels], noise), 6)


samples = {
    "old_faithful": (np.loadtxt(data / "old_faithful.csv", delimiter=",", skiprows=1), 2),
    "penguins": (penguins(), 3),
    "iris": (load_iris().data, 3),
    "simulated": (simulated(), 4),
}
shapes = ["full", "tied", "diag", "spherical"]

# Four numbers a line would be more lines than all the rest of the tests.
for name, (x, k) in samples.items():
    fixture = {
        "made_by": f"make.py, scikit-learn {sklearn.__version__}, NumPy {np.__version__}",
        "data": x.tolist(),
        "runs": [],
    }
    for shape in shapes:
        start = GaussianMixture(k, covariance_type=shape, max_iter=1, random_state=0, tol=0.0)
        start.fit(x)
        model = GaussianMixture(
            k,
            covariance_type=shape,
            weights_init=start.weights_,
            means_init=start.means_,
            precisions_init=start.precisions_,
            tol=1e-6,
            max_iter=30,
        )
        model.fit(x)
        fixture["runs"].append(
            {
                "shape": shape,
                "start": {
                    "weights": start.weights_.tolist(),
                    "means": start.means_.tolist(),
                    # What scikit-learn starts from are these, inverted.
                    "covariances": start.covariances_.tolist(),
                },
                "converged": bool(model.converged_),
                "lower_bounds": list(model.lower_bounds_),
                "weights": model.weights_.tolist(),
                "means": model.means_.tolist(),
                "covariances": model.covariances_.tolist(),
                "log_likelihood": float(model.score_samples(x).sum()),
                "bic": float(model.bic(x)),
                "aic": float(model.aic(x)),
                "labels": model.predict(x).tolist(),
            }
        )
    (here / f"{name}.json").write_text(json.dumps(fixture, separators=(",", ":")) + "\n")
