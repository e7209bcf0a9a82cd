"""What must hold of coverage whatever the programme: chance adds little, and so does taking away.

How a pair lies among all of its programme is part of it, so neither is exactly nothing.
"""

from dataclasses import replace
from pathlib import Path

import pytest

from corpora import Competency, Document, Framework, Passage
from corpora.frameworks import load
from corpora.readers import read
from embeddings.encoders import Encoder
from mapper.actions import SAMPLES
from mapper.matching.index import FrameworkIndex
from mapper.matching.matcher import Matcher
from mapper.matching.teaching import split_programme
from mapper.programmes.coverage import StandardCoverage
from mapper.programmes.coverage.standards import EntryScores, assess_standards

pytestmark = pytest.mark.slow

IRRELEVANT = tuple(
    f"{verb} {thing} {where}."
    for verb in (
        "Interpreta", "Redacta", "Compara", "Traduce", "Recita", "Dibuja", "Canta", "Ensaya", "Localiza", "Resume",
    )
    for thing in (
        "poemas del Siglo de Oro", "las capitales de Europa", "una sonata para piano", "mapas del clima",
        "la vida de los insectos", "las guerras púnicas", "recetas de repostería", "novelas de aventuras",
        "el ciclo del agua", "obras de teatro clásico",
    )
    for where in ("en el aula", "por las tardes", "por escrito", "ante el público", "en la biblioteca")
)  # fmt: skip


@pytest.fixture(scope="module")
def frameworks() -> list[Framework]:
    return [load([SAMPLES / "EC9001.pdf"], loader="conocer"), load([SAMPLES / "normas.csv"], loader="table")]


@pytest.fixture(scope="module")
def matcher(frameworks: list[Framework], encoder: Encoder) -> Matcher:
    return Matcher([FrameworkIndex.build(framework, encoder) for framework in frameworks], encoder)


def covered(passages: list[Passage], frameworks: list[Framework], matcher: Matcher) -> dict[str, StandardCoverage]:
    """Coverage of each standard by these passages."""
    shown = [
        EntryScores.from_scores(f, passages, s, matcher.scorer)
        for f, s in zip(frameworks, matcher.score(passages), strict=True)
    ]
    return {row.code: row for one in shown for row in assess_standards(one)}


def value(row: StandardCoverage) -> float:
    assert row.share is not None
    return row.share.value


def taught(document: Document) -> list[Passage]:
    return [p for p in split_programme(document).passages if p.language and p.role not in ("other", "evaluation")]


def written(lines: list[str], folder: Path, *, sections: int = 1) -> list[Passage]:
    """Passages of a programme that has these outcomes, in so many sections."""
    path = folder / "programa.md"
    size = -(-len(lines) // sections)
    parts = [
        f"## Resultados de aprendizaje de la unidad {number + 1}\n\n"
        + "\n".join(f"- {line}" for line in lines[number * size : (number + 1) * size])
        for number in range(sections)
    ]
    path.write_text("# Programa\n\n" + "\n\n".join(parts) + "\n", encoding="utf-8")
    return taught(read(path))


def flat(entry: Competency) -> str:
    return " ".join(entry.statement.replace("•", "").split())


@pytest.mark.parametrize("code", ["EC9001", "MC1"])
def test_a_standards_own_criteria_cover_it(
    code: str, frameworks: list[Framework], matcher: Matcher, tmp_path: Path
) -> None:
    own = next(f for f in frameworks if any(c.code == code for c in f.competencies))
    parents = {c.parent for c in own.competencies}
    below = [c for c in own.competencies if c.code.startswith(code) and c.code not in parents]
    criteria = [flat(c) for c in below if c.kind != "actitud"]
    passages = written(criteria, tmp_path)
    assert len(passages) == len(criteria)
    row = covered(passages, frameworks, matcher)[code]
    assert value(row) >= 0.95
    states = [criterion.state for criterion in row.criteria if criterion.kind != "actitud"]
    assert states.count("covered") >= 0.95 * len(states)


def test_a_programme_of_another_field_stays_at_its_chance_level(
    frameworks: list[Framework], matcher: Matcher, tmp_path: Path
) -> None:
    for passages in (written(list(IRRELEVANT[:60]), tmp_path, sections=6), taught(read(SAMPLES / "syllabus.pdf"))):
        rows = covered(passages, frameworks, matcher)
        for code in ("EC9001", "MC1"):
            assert value(rows[code]) <= rows[code].chance + 0.2


@pytest.mark.parametrize("sections", [1, 50])
def test_five_hundred_irrelevant_passages_add_hardly_anything(
    sections: int, frameworks: list[Framework], matcher: Matcher, tmp_path: Path
) -> None:
    own = taught(read(SAMPLES / "programa.pdf"))
    others = [replace(p, id=f"x{p.id}") for p in written(list(IRRELEVANT), tmp_path, sections=sections)]
    assert len(others) == 500
    before, after = covered(own, frameworks, matcher), covered([*own, *others], frameworks, matcher)
    for code, row in before.items():
        assert value(after[code]) <= value(row) + 0.05, code


def test_taking_a_unit_away_hardly_adds_coverage(frameworks: list[Framework], matcher: Matcher) -> None:
    own = taught(read(SAMPLES / "programa.pdf"))
    whole = covered(own, frameworks, matcher)
    units = {p.section[:depth] for p in own for depth in range(2, len(p.section) + 1)}
    assert len(units) > 5
    for unit in sorted(units):
        less = covered([p for p in own if p.section[: len(unit)] != unit], frameworks, matcher)
        for code, row in whole.items():
            # One or two criteria about which the fit is in doubt make all of a small standard.
            assert value(less[code]) <= value(row) + (0.05 if len(row.criteria) > 2 else 0.25), (unit, code)
