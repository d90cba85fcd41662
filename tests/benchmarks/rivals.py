"""Methods of mapping control from scattered places: the model of `geo.control`, and what it is measured against.

Each takes the places known on a day and returns the probability that the first of two blocs holds each of some cells.
The rivals are those of scikit-learn and scipy with their usual settings; all are given the same holders, by the same
reports.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
from scipy.interpolate import RBFInterpolator
from scipy.spatial import cKDTree
from scipy.spatial.distance import cdist
from sklearn.gaussian_process import GaussianProcessClassifier
from sklearn.gaussian_process.kernels import RBF, ConstantKernel
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.semi_supervised import LabelSpreading

from geo.arrays import Flags, Floats
from geo.control.field import Field
from geo.control.holders import Chart
from geo.control.mesh import Mesh
from geo.control.reported_places import NOBODY, PlaceStates

_NEIGHBOURS = 5


class Known(NamedTuple):
    """The places known on a day: positions (k, 2) in km, and their states, of two blocs."""

    xy: Floats
    states: PlaceStates

    @property
    def labelled(self) -> tuple[Floats, Flags]:
        """Places that are a bloc's, and whether that is the first."""
        decided = self.states.bloc != NOBODY
        return self.xy[decided], self.states.bloc[decided] == 0


Method = Callable[[Known, Floats], Floats]


def control(known: Known, cells: Floats) -> Floats:
    """Return the probabilities of `geo.control`; 1/2 where nobody is known to be."""
    mesh = Mesh(cells * 1000, np.zeros((0, 3), dtype=np.int64), 1000.0)
    places_m = known.xy * 1000
    chart = Chart.of(Field.of(places_m, known.states), mesh, places_m, known.states, blocs=2, reach=None)
    return np.where(chart.reached, chart.shares[:, 0], 0.5)


def nearest_report(known: Known, cells: Floats) -> Floats:
    xy, first = known.labelled
    return first[cKDTree(xy).query(cells)[1]].astype(float)


def nearest_neighbours(known: Known, cells: Floats) -> Floats:
    return _second(KNeighborsClassifier(_NEIGHBOURS, weights="distance"), known, cells)


def inverse_distance(known: Known, cells: Floats) -> Floats:
    """Shepard (1968), with the square of the distance."""
    xy, first = known.labelled
    weights = 1 / np.maximum(cdist(cells, xy, "sqeuclidean"), 1e-6)
    return np.asarray(weights @ first / weights.sum(axis=1))


def radial_basis(known: Known, cells: Floats) -> Floats:
    """Linear radial basis functions through 1 and -1."""
    xy, first = known.labelled
    return np.clip((RBFInterpolator(xy, 2.0 * first - 1, kernel="linear")(cells) + 1) / 2, 0, 1)


def logistic(known: Known, cells: Floats, reach_km: float = 20.0) -> Floats:
    """Logistic regression on the coordinates and a Gaussian bump around each place."""
    xy, first = known.labelled

    def features(points: Floats) -> Floats:
        return np.hstack(
            [(points - xy.mean(axis=0)) / 50, np.exp(cdist(points, xy, "sqeuclidean") / (-2 * reach_km**2))]
        )

    model = LogisticRegression(C=3.0, max_iter=500).fit(features(xy), first)
    return np.asarray(model.predict_proba(features(cells))[:, 1])


def gaussian_process(known: Known, cells: Floats) -> Floats:
    """Gaussian process classification with a Gaussian covariance, whose constants are the likeliest ones."""
    kernel = ConstantKernel(10.0, (0.1, 1e4)) * RBF(20.0, (2.0, 200.0))
    return _second(GaussianProcessClassifier(kernel), known, cells)


def label_spreading(known: Known, cells: Floats) -> Floats:
    """Labels that spread over the graph of nearest neighbours of places and cells."""
    xy, first = known.labelled
    labels = np.concatenate([first.astype(int), np.full(len(cells), -1)])
    model = LabelSpreading("knn", n_neighbors=8, alpha=0.2, max_iter=300, tol=1e-2)
    return np.asarray(model.fit(np.vstack([xy, cells]), labels).label_distributions_[len(xy) :, 1])


METHODS: Mapping[str, Method] = {
    "geo.control": control,
    "nearest report": nearest_report,
    "5 nearest": nearest_neighbours,
    "inverse distance": inverse_distance,
    "linear RBF": radial_basis,
    "logistic": logistic,
    "Gaussian process": gaussian_process,
    "label spreading": label_spreading,
}


def _second(model: object, known: Known, cells: Floats) -> Floats:
    xy, first = known.labelled
    return np.asarray(model.fit(xy, first).predict_proba(cells)[:, 1])
