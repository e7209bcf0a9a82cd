"""Which lines of ads are shown as examples of what they ask for: those that encoder and reader find to say it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from corpora import Competency
from embeddings.encoders import Vectors, open_encoder
from embeddings.reader import open_reader
from mapper.industry.demand.model import DemandModel
from mapper.industry.demand.pairs import NO_EXAMPLES, AdGroups
from mapper.industry.demand.shares import Estimated
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
    wanted = sorted({line for row in rows for group, _ in row.texts[:_ADS] for line in lines[group]})
    place = {line: number for number, line in enumerate(wanted)}
    vectors = _encode([asked.texts[line][0] for line in wanted])
    pairs, of_row = list[tuple[str, str]](), list[list[tuple[Line, float]]]()
    for row in rows:
        names = {language: name_in(row.framework.competencies[row.place], language) for language in ("es", "en")}
        named = dict(zip(names, open_encoder().encode([*names.values()], role="passage"), strict=True))
        of_row.append([])
        for group, _ in row.texts[:_ADS]:
            near = [(float(vectors[place[line]] @ named[asked.texts[line][1] or "es"]), -line) for line in lines[group]]
            if near:
                cosine, line = max(near)
                text, language = asked.texts[-line]
                of_row[-1].append(((group, -line), cosine))
                pairs.append((entry_text(names[language or "es"], "", ""), passage_text(text, ())))
    odds = iter(shown_odds(open_reader().scores(pairs), np.array([c for own in of_row for _, c in own]), model.shown))
    chosen = []
    for own in of_row:
        scored = sorted(((next(odds), line) for line, _ in own), key=lambda one: -one[0])
        chosen.append([line for score, line in scored if score >= _SHOWN][:_MOST])
    return chosen


def shown_odds(
    read: NDArray[np.float64], cosines: NDArray[np.float64], weights: tuple[float, float, float]
) -> NDArray[np.float64]:
    """Return the log odds that lines ask for entries, by the reader and the cosine of each; weights as fitted."""
    intercept, of_reader, of_cosine = weights
    return np.asarray(intercept + of_reader * read + of_cosine * cosines)


def name_in(entry: Competency, language: str) -> str:
    """Return the name of an entry in a language, its statement where it has none."""
    own = (label.text for label in entry.labels if label.kind == "preferred" and label.language == language)
    return next(own, entry.statement)


def _lines_of(asked: AdGroups, group: int) -> list[int]:
    """Return the numbers of a group's texts that can show a skill."""
    other = {(one.text, one.language) for one in asked.requirements[group] if one.kind in NO_EXAMPLES}
    return [number for number in asked.numbers[group] if asked.texts[number] not in other]


def _encode(texts: Sequence[str]) -> Vectors:
    encoder = open_encoder()
    parts = [encoder.encode(texts[at : at + _AT_ONCE], role="query") for at in range(0, len(texts), _AT_ONCE)]
    return np.concatenate(parts) if parts else np.zeros((0, encoder.dimension), np.float32)
