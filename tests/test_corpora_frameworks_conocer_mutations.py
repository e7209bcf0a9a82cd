"""The shipped sample norm, its layout mutated as real documents are dirty: the same standard comes out."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from conocer_form import SAMPLE
from conocer_form import SAMPLE_LINES as LINES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpora import Competency
from corpora.frameworks.conocer import parse
from corpora.frameworks.norm_files import read_pages

PAGES = read_pages(SAMPLE)
HEADERS = (
    "ESTÁNDAR DE COMPETENCIA\n\nFormato de Estándar de Competencia\nM-FO-01\nVersión:\n1.0\nPágina:\n{n} de {of}",
    "Formato de Estándar de Competencia N-FO-02 Versión: 7.0 Página: {n} de {of}",
    "F21-COOPYD-01\nVersión: Página:\n08 {n} de {of}",
    "Versión:\n7.0\nPágina: {n} de {of}\nESTÁNDAR DE COMPETENCIA",
    "11/25/26, 4:29 AM EC0999\nfile:///C:/Users/ana/EC0999.html {n}/{of}",
    "25/11/2026, 16:29\nhttps://conocer.gob.mx/EC0999 {n}/{of}",
)


def signature(pages: tuple[tuple[str, ...], ...]) -> list[Competency]:
    """The standard without what depends on pages and on general data."""
    return [
        replace(entry, description="", extra={"number": entry.extra.get("number")}) for entry in parse(pages).entries
    ]


EXPECTED = signature(PAGES)


def paged(lines: list[str], seed: int, size: int = 30, place: float = 0) -> tuple[tuple[str, ...], ...]:
    """The lines on pages of random length, each with a header of some form at `place` (0 top, 1 bottom)."""
    rng, pages, rest = random.Random(seed), [], lines
    while rest:
        length = rng.randint(size // 2, size)
        pages.append(rest[:length])
        rest = rest[length:]
    headed = []
    for number, page in enumerate(pages, 1):
        cut = round(place * len(page))
        header = HEADERS[(seed + number) % len(HEADERS)].format(n=number, of=len(pages))
        headed.append((*page[:cut], *header.split("\n"), *page[cut:]))
    return tuple(headed)


def each(change: Callable[[str], str]) -> Callable[[list[str]], list[str]]:
    return lambda lines: [part for line in lines for part in change(line).split("\n")]


def without(*starts: str) -> Callable[[list[str]], list[str]]:
    return lambda lines: [line for line in lines if not line.startswith(starts)]


def headers(form: str) -> Callable[[list[str]], list[str]]:
    """The elements' headers in another form, the line of labels dropped."""
    pattern = re.compile(r"^(\d de \d) (E\d{4}) (.*)$")
    return lambda lines: each(lambda line: pattern.sub(form, line))(without("Referencia Código")(lines))


def same_line(lines: list[str]) -> list[str]:
    out: list[str] = []
    for line in lines:
        if out and out[-1].endswith("siguientes:") and line.isupper():
            out[-1] += f" {line}"
        else:
            out.append(line)
    return out


def by_turns(pattern: str, *forms: str) -> Callable[[list[str]], list[str]]:
    return lambda lines: [re.sub(pattern, forms[at % len(forms)], line) for at, line in enumerate(lines)]


def heading_first(lines: list[str]) -> list[str]:
    out: list[str] = []
    for line in lines:
        at = len(out) - 1 if out and out[-1].endswith("siguientes:") and line.isupper() else len(out)
        out.insert(at, line)
    return out


NUMBERED = r"^(\d{1,2})\. (?=[A-ZÁÉÍÓÚ])"
HEADINGS = {
    "DESEMPEÑOS": "DESEMPEÑOS.",
    "PRODUCTOS": "Productos:",
    "CONOCIMIENTOS NIVEL": "CONOCIMIENTOS\nNIVEL\nCONOCIMIENTOS NIVEL",
    "ACTITUDES/HÁBITOS/VALORES": "ACTITUDES / HÁBITOS /\nVALORES",
    "RESPUESTAS ANTE SITUACIONES EMERGENTES": "RESPUESTAS ANTE SITUACIONES\nEMERGENTES",
    "GLOSARIO": "GLOSARIO:",
}
MUTATIONS: dict[str, Callable[[list[str]], list[str]]] = {
    "as it is": lambda lines: lines,
    "blank lines": each(lambda line: f"{line}\n"),
    "bullets of all kinds": by_turns("^•", "●", "-", "▪", "–", "•"),
    "no lead sentences": without("La persona es competente"),
    "no CRITERIOS": without("CRITERIOS"),
    "neither": without("La persona es competente", "CRITERIOS"),
    "one wrong verb": each(lambda line: re.sub(r"(cuando) \w+ (los|las)", r"\1 demuestra \2", line)),
    "no colon": each(lambda line: re.sub(r"(siguientes):$", r"\1", line)),
    "one that presents": each(lambda line: line.replace("obtiene los siguientes:", "presenta el siguiente:")),
    "heading above its lead": heading_first,
    "parted lead": each(lambda line: line.replace(" siguientes:", "\nsiguientes:")),
    "lead and heading on a line": same_line,
    "headings in other forms": each(lambda line: HEADINGS.get(line, line)),
    "a heading in small letters, parted, in the singular": by_turns(
        "^DESEMPEÑOS$", "Desempeños", "DESEM PEÑOS", "DESEMPEÑO", "DESEMPEÑOS:"
    ),
    "and without its lead": lambda lines: each(lambda line: re.sub("^(D)ESEMPEÑOS$", r"\1esempeños", line))(
        without("La persona es competente")(lines)
    ),
    "attitudes in other words": by_turns("^ACTITUDES/.*", "ACTITUDES/HÁBITOS Y VALORES", "ACTITUDES/HABITOS/VALORES:"),
    "II for III": each(lambda line: line.replace("III.- ", "II.-")),
    "glued numbers": each(lambda line: re.sub(NUMBERED, r"\1.", line)),
    "numbers without a stop": each(lambda line: re.sub(NUMBERED, r"\1 ", line)),
    "numbers with dash": each(lambda line: re.sub(NUMBERED, r"\1.-   ", line)),
    "numbers with signs of all kinds": by_turns(NUMBERED, r"\1) ", r"\1.- ", r"\1.– "),
    "numbers on their own line": each(lambda line: re.sub(NUMBERED, r"\1.\n", line)),
    "letter O in codes": each(lambda line: re.sub(r"(\d de \d E91)0", r"\1O", line)),
    "header over six lines": headers(r"Referencia\n\1\nCódigo\n\n\2\nTitulo\n\n\3"),
    "header by columns": headers(r"Referencia\nCódigo\nTítulo\n\1\n\2\n\3"),
    "header on one line": headers(r"Referencia \1 Código \2 Título \3"),
    "header without labels": headers(r"\1 \2 \3"),
    "code alone": each(lambda line: re.sub(r"^(\d de \d) (E\d{4}) (.*)$", r"\1 \3\n\2", line)),
    "levels on lines of their own": each(lambda line: re.sub(r"\. (Comprensión|Aplicación)$", r".\n\n\1.", line)),
}


@pytest.mark.parametrize("place", [0, 0.5, 1])
@pytest.mark.parametrize("mutation", MUTATIONS)
def test_a_mutated_sample_is_the_same_standard(mutation: str, place: float) -> None:
    assert signature(paged(MUTATIONS[mutation](LINES), len(mutation), place=place)) == EXPECTED


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(
    seed=st.integers(0, 10_000),
    size=st.integers(8, 120),
    place=st.floats(0, 1),
    names=st.lists(st.sampled_from(sorted(MUTATIONS)), max_size=2, unique=True),
)
def test_page_breaks_and_two_kinds_of_dirt_change_nothing(seed: int, size: int, place: float, names: list[str]) -> None:
    lines = LINES
    for name in names:
        lines = MUTATIONS[name](lines)
    assert signature(paged(lines, seed, size, place)) == EXPECTED
