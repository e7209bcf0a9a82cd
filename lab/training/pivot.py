"""Makes the pivot: occupations with all their names, in the encoder's space.

Among the names are titles that a classification gives as examples: real ones, by other hands.

Under each unit group of ISCO-08 (International Labour Organization 2012, "International Standard Classification of
Occupations") stands "Examples of the occupations classified here", a list of titles; ESCO carries these descriptions
in English. They say which group a title belongs to, not which of the group's occupations it names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

from corpora import Competency, Framework
from corpora.frameworks import load
from embeddings.encoders import Encoder
from lab.training.material import OCCUPATION, names_of, shipped_encoder
from mapper.matching.candidates import HEADING
from mapper.matching.occupations import Pivot, plain
from mapper.workspace.files import write_atomically

_LISTED = re.compile(
    r"[Ee]xamples? of (?:the )?occupations? (?:classified|included) here ?:? -? ?(.+?)"
    r"(?= Some related| Excluded| Notes?\b|$)"
)


def example_titles(framework: Framework) -> dict[str, list[Competency]]:
    """Return each title with the occupations of its groups; titles that are names of any occupation are left out.

    The framework has occupations and their groups, as ESCO does; without groups there are no titles.
    """
    occupations = [c for c in framework.competencies if c.kind == OCCUPATION]
    known = {form for occupation in occupations for name in names_of(occupation) for form in plain(name)}
    members = _members(framework, occupations)
    found: dict[str, list[Competency]] = {}
    for group in framework.competencies:
        listed = _LISTED.search(group.description) if group.code in members else None
        for title in listed[1].split(" - ") if listed else ():
            if known.isdisjoint(plain(title)):
                found.setdefault(title, []).extend(members[group.code])
    return found


def _members(framework: Framework, occupations: list[Competency]) -> dict[str, list[Competency]]:
    """Return the occupations of each group; some stand below another occupation, whose group is theirs."""
    entries = {c.code: c for c in framework.competencies}
    found: dict[str, list[Competency]] = {}
    for occupation in occupations:
        above: Competency | None = occupation
        while above is not None and above.kind != HEADING:
            above = entries.get(above.parent or "")
        if above is not None:
            found.setdefault(above.code, []).append(occupation)
    return found


def of_occupations(framework: Framework, encoder: Encoder, *, without: Collection[str] = ()) -> Pivot:
    """Build it from the occupations of a bilingual framework and the titles that are examples of its groups.

    Names that it is to be `without` it does not know, however they are written.
    """
    hidden = {form for name in without for form in plain(name)}
    names: dict[str, list[str]] = {}
    for occupation in (c for c in framework.competencies if c.kind == OCCUPATION):
        if left := [name for name in names_of(occupation) if hidden.isdisjoint(plain(name))]:
            names[occupation.code] = left
    titles: dict[str, list[str]] = {}
    for title, group in example_titles(framework).items():
        codes = [occupation.code for occupation in group if occupation.code in names]
        if codes and hidden.isdisjoint(plain(title)):
            titles[title] = codes
    for title, code in zip(titles, _nearest(titles, names, encoder), strict=True):
        names[code].append(title)
    return Pivot.build(names.values(), encoder)


def _nearest(titles: Mapping[str, Sequence[str]], names: Mapping[str, Sequence[str]], encoder: Encoder) -> list[str]:
    """Return for each title the occupation whose names it lies nearest to."""
    pivot = Pivot.build(names.values(), encoder)
    place = {code: row for row, code in enumerate(names)}
    vectors = encoder.encode(list(titles), role="query")
    near = vectors @ pivot.basis.T @ pivot.occupations.T
    return [max(codes, key=lambda code: row[place[code]]) for codes, row in zip(titles.values(), near, strict=True)]


def train(data: Path, out: Path, *, report: Callable[[str], None]) -> None:
    """Write the pivot for the encoder that ships as .npz, made of a folder with `esco/`; reports what it holds."""
    pivot = of_occupations(load([data / "esco"], loader="esco"), shipped_encoder())
    content = pivot.to_npz()
    write_atomically(out, content)
    size = f"{len(pivot.occupations)} occupations, {len(pivot.names):,} names, {len(content):,} bytes"
    report(f"{size}, revision {pivot.revision}")
