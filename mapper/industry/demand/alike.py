"""Entries that mean nearly the same: of these one row is told, with all its names.

ESCO has "servicio al cliente", "gestionar el servicio al cliente" and "mantener el servicio de atención a clientes",
and an ad that asks for one asks for all three.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from embeddings.encoders import Vectors

_NEAR = 0.5  # mean cosine of the wordings of two clusters of entries from which on they are one row
_LEAST = 0.5  # ads expected to ask for an entry from which on it is put into a row
_MOST = 600  # entries that are compared, the most asked for


def merge_rows(entry: NDArray[np.int64], probability: NDArray[np.float64], wordings: Vectors) -> Mapping[int, int]:
    """Return for each entry that is asked for the most asked for entry of its row, by their places.

    The first two are parallel arrays of (entry, ad group) pairs; `wordings` has a vector of unit length for each entry
    of the framework, of length 0 for one that stands by itself: a language, a proper name.
    """
    from scipy.cluster.hierarchy import fcluster, linkage

    expected = np.bincount(entry, weights=probability, minlength=len(wordings))
    asked = np.flatnonzero(expected >= _LEAST)
    asked = asked[np.lexsort((asked, -expected[asked]))][:_MOST]
    found = {place: place for place in asked.tolist()}
    compared = asked[wordings[asked].any(axis=1)]
    if len(compared) > 1:
        clusters = fcluster(linkage(wordings[compared], "average", metric="cosine"), 1 - _NEAR, "distance")
        first: dict[int, int] = {}
        for place, cluster in zip(compared.tolist(), clusters.tolist(), strict=True):
            found[place] = first.setdefault(cluster, place)
    return found
