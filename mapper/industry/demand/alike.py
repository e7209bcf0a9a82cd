"""Entries that the same ads ask for by nearly the same name: of these one row is told, with all its names.

ESCO has "servicio al cliente", "gestionar el servicio al cliente" and "mantener el servicio de atención a clientes",
and an ad that asks for one asks for all three.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from embeddings.encoders import Vectors

_NEAR = 0.65  # cosine of two entries' wordings from which they may be one row
_SAME_ADS = 0.5  # share of the ads that ask for an entry, of which the row's first must be asked for too
_LEAST = 0.5  # ads expected to ask for an entry from which on it is put into a row
_MOST = 600  # entries that are compared, the most asked for


def heads(
    entry: NDArray[np.int64], group: NDArray[np.int64], probability: NDArray[np.float64], wordings: Vectors
) -> Mapping[int, int]:
    """Return for each entry that is asked for the most asked for entry that it is one row with, by their places.

    The first three are parallel arrays of (entry, ad group) pairs; `wordings` has a vector of unit length for each
    entry of the framework, of length 0 for one that stands by itself: a language, a proper name.
    """
    expected = np.bincount(entry, weights=probability, minlength=len(wordings))
    asked = np.flatnonzero(expected >= _LEAST)
    asked = asked[np.lexsort((asked, -expected[asked]))][:_MOST]
    number = np.full(len(wordings), -1)
    number[asked] = np.arange(len(asked))
    kept = number[entry] >= 0
    table = np.zeros((len(asked), int(group.max(initial=-1)) + 1), np.float32)
    table[number[entry[kept]], group[kept]] = probability[kept]
    near = wordings[asked] @ wordings[asked].T
    first: list[int] = []
    found: dict[int, int] = {}
    for one, place in enumerate(asked.tolist()):
        common = [float(np.minimum(table[one], table[head]).sum()) / float(table[one].sum()) for head in first]
        fits = [n for n, head in enumerate(first) if near[one, head] >= _NEAR and common[n] >= _SAME_ADS]
        if fits:
            found[place] = int(asked[first[max(fits, key=lambda n: (near[one, first[n]], -n))]])
        else:
            first.append(one)
            found[place] = place
    return found
