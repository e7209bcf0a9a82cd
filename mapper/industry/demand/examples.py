"""Which lines of ads are shown as examples of what they ask for: those that encoder and reader find to say it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from embeddings.encoders import TextRole, Vectors, open_encoder
from embeddings.reader import open_reader
from mapper.industry.demand.model import DemandModel
from mapper.industry.demand.pairs import NO_EXAMPLES, AdGroups
from mapper.industry.demand.shares import Estimated
from mapper.industry.transversal.findings import in_both
from mapper.matching.reading import entry_text, passage_text

_MOST = 3
_ADS = 8
"""Ads of which a line is read for an entry, the most probable first."""
_SHOWN = np.log(0.3 / 0.7)
"""Log odds from which a line is shown: nine in ten in `truth/ads-real` are right to one who sees them alone."""
_AT_ONCE = 1500  # texts that are encoded together; of more the encoder keeps no vectors

Line = tuple[int, int]
"""An ad group, and the number of one of its texts in `AdGroups.texts`."""


def choose_examples(asked: AdGroups, rows: Sequence[Estimated], model: DemandModel) -> list[list[Line]]:
    """Return for each row the lines that show it best, of each ad one at most."""
    lines = [_lines_of(asked, group) for group in range(len(asked.requirements))]
    groups = [[group for group, _ in row.texts[:_ADS] if lines[group]] for row in rows]
    texts = _encode({asked.texts[line][0] for own in groups for group in own for line in lines[group]}, role="query")
    names = [in_both(row.framework.competencies[row.place]) for row in rows]
    named = _encode({name for both in names for name in (both.es, both.en)}, role="passage")
    found, pairs = list[tuple[int, Line, float]](), list[tuple[str, str]]()
    for number, own in enumerate(groups):
        for group in own:
            said = [asked.texts[line] for line in lines[group]]
            called = [names[number].en if language == "en" else names[number].es for _, language in said]
            cosines = [float(texts[text] @ named[name]) for (text, _), name in zip(said, called, strict=True)]
            best = int(np.argmax(cosines))
            found.append((number, (group, lines[group][best]), cosines[best]))
            pairs.append((entry_text(called[best], "", ""), passage_text(said[best][0], ())))
    intercept, of_reader, of_cosine = model.shown
    odds = intercept + of_reader * open_reader().scores(pairs) + of_cosine * np.array([cosine for *_, cosine in found])
    chosen: list[list[Line]] = [[] for _ in rows]
    for place in np.argsort(-odds, kind="stable").tolist():
        number, line, _ = found[place]
        if odds[place] >= _SHOWN and len(chosen[number]) < _MOST:
            chosen[number].append(line)
    return chosen


def _lines_of(asked: AdGroups, group: int) -> list[int]:
    """Return the numbers of a group's texts that can show a skill, in order."""
    other = {(one.text, one.language) for one in asked.requirements[group] if one.kind in NO_EXAMPLES}
    return sorted(number for number in asked.numbers[group] if asked.texts[number] not in other)


def _encode(texts: Collection[str], *, role: TextRole) -> dict[str, Vectors]:
    """Return the vector of each text, shape (dimension,)."""
    encoder, ordered = open_encoder(), sorted(texts)
    parts = (ordered[at : at + _AT_ONCE] for at in range(0, len(ordered), _AT_ONCE))
    return {text: row for part in parts for text, row in zip(part, encoder.encode(part, role=role), strict=True)}
