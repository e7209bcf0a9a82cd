"""What breaks a naive parser of CONOCER's documents: dirt in their layout, headings, groups of criteria, and words.

First dirt of single kinds (each line of data/conocer_groups.tsv says what is dirty in a group of which kind, the lines
and the entries); then the shipped sample, mutated as real documents are: the same standard comes out.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from conocer_form import HEADER, LEAD, PRODUCTS, SAMPLE, SAMPLE_LINES, element, read, texts
from files import tab_separated

from corpora import Competency
from corpora.frameworks.conocer import parse
from corpora.frameworks.norm_files import read_pages

# What stands above the entries of each kind of group, in one form or several.
SITUATIONS = LEAD.format("demuestra las siguientes") + "RESPUESTAS ANTE SITUACIONES EMERGENTES\n"
KNOWS = LEAD.format("posee los siguientes")
ABOVE = {
    "desempeno": ["DESEMPEÑOS\n"],
    "producto": ["PRODUCTOS\n"],
    "conocimiento": [f"{KNOWS}CONOCIMIENTOS NIVEL\n", f"{KNOWS}CONOCIMIENTOS\nNIVEL\n"],
    "situacion_emergente": [PRODUCTS + SITUATIONS],
    "actitud": ["ACTITUDES/HÁBITOS/VALORES\n"],
    "glosario": [PRODUCTS + heading for heading in ("GLOSARIO\n", "GLOSARIO DE TÉRMINOS\n", "Glosario:\n")],
}
GROUPS = Path(__file__).parent / "data/conocer_groups.tsv"


@pytest.mark.parametrize(("about", "kind", "lines", "expected"), tab_separated(GROUPS))
def test_the_entries_of_a_dirty_group(about: str, kind: str, lines: str, expected: str) -> None:
    for above in ABOVE[kind]:
        assert texts(element(above + lines), kind) == expected.split(" | "), about


# The standard's code and title


@pytest.mark.parametrize(
    ("box", "code"),
    [
        ("Código Título\nEC0217.01 Preparar y servir\ncafé", "EC0217.01"),
        ("Código\nEC0217 Título\n\nPreparar y servir café\n", "EC0217"),
        ("Código\n\nEC0217_01\nTítulo\n\nPreparar y\n\nservir café\n", "EC0217.01"),
        ("Código Título\nPreparar y servir café\nEC0217", "EC0217"),
        ("Código Titulo\nECO217 Preparar y servir café", "EC0217"),
        ("Título: Preparar y servir café\nCódigo: EC0217", "EC0217"),
    ],
)
def test_code_and_title_of_the_standard_in_any_form(box: str, code: str) -> None:
    standard = read(HEADER + PRODUCTS, box=box).entries[0]
    assert (standard.code, standard.statement) == (code, "Preparar y servir café")


@pytest.mark.parametrize(("word", "level"), [("Uno", "1"), ("\nTres", "3"), ("CINCO.", "5"), ("4", "4"), ("", None)])
def test_the_level_is_a_number_or_missing(word: str, level: str | None) -> None:
    assert read(HEADER + PRODUCTS, level=word).entries[0].level == level


def test_a_document_with_hardly_anything() -> None:
    standard = parse((("I.- Datos Generales", "Código Título", "EC0999 Preparar café"),))
    (entry,) = standard.entries
    assert (entry.code, entry.statement, entry.level) == ("EC0999", "Preparar café", None)
    assert [defect.en for defect in standard.defects] == ["no element was found"]


# The sample, mutated

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
    entries = parse(pages).entries
    return [replace(entry, description="", extra={"number": entry.extra.get("number")}) for entry in entries]


EXPECTED = signature(read_pages(SAMPLE))


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


Mutation = Callable[[list[str]], list[str]]


def by_turns(pattern: str, *forms: str) -> Mutation:
    """What fits in a line in one of these forms, the next one in the next line; a form may part the line."""
    return lambda lines: [
        part for at, line in enumerate(lines) for part in re.sub(pattern, forms[at % len(forms)], line).split("\n")
    ]


def without(*starts: str) -> Mutation:
    return lambda lines: [line for line in lines if not line.startswith(starts)]


def headers(form: str) -> Mutation:
    """The elements' headers in another form, the line of labels dropped."""
    return lambda lines: by_turns(HEADED, form)(without("Referencia Código")(lines))


def headings(joined: Callable[[str, str], list[str]]) -> Mutation:
    """A lead sentence and the heading below it put otherwise."""

    def mutate(lines: list[str]) -> list[str]:
        out: list[str] = []
        for line in lines:
            follows = bool(out) and out[-1].endswith("siguientes:") and line.isupper()
            out[len(out) - follows :] = joined(out[-1], line) if follows else [line]
        return out

    return mutate


HEADED = r"^(\d de \d) (E\d{4}) (.*)$"
NUMBERED = r"^(\d{1,2})\. (?=[A-ZÁÉÍÓÚ])"
HEADINGS = {
    "DESEMPEÑOS": "DESEMPEÑOS.",
    "PRODUCTOS": "Productos:",
    "CONOCIMIENTOS NIVEL": "CONOCIMIENTOS\nNIVEL\nCONOCIMIENTOS NIVEL",
    "ACTITUDES/HÁBITOS/VALORES": "ACTITUDES / HÁBITOS /\nVALORES",
    "RESPUESTAS ANTE SITUACIONES EMERGENTES": "RESPUESTAS ANTE SITUACIONES\nEMERGENTES",
    "GLOSARIO": "GLOSARIO:",
}
MUTATIONS: dict[str, Mutation] = {
    "as it is": lambda lines: lines,
    "blank lines": by_turns("$", "\n"),
    "bullets of all kinds": by_turns("^•", "●", "-", "▪", "–", "•"),
    "no lead sentences": without("La persona es competente"),
    "no CRITERIOS": without("CRITERIOS"),
    "neither": without("La persona es competente", "CRITERIOS"),
    "one wrong verb": by_turns(r"(cuando) \w+ (los|las)", r"\1 demuestra \2"),
    "no colon": by_turns("(siguientes):$", r"\1"),
    "one that presents": by_turns("obtiene los siguientes:", "presenta el siguiente:"),
    "heading above its lead": headings(lambda lead, heading: [heading, lead]),
    "parted lead": by_turns(" siguientes:", "\nsiguientes:"),
    "lead and heading on a line": headings(lambda lead, heading: [f"{lead} {heading}"]),
    "headings in other forms": lambda lines: [part for line in lines for part in HEADINGS.get(line, line).split("\n")],
    "a heading in small letters, parted, in the singular": by_turns(
        "^DESEMPEÑOS$", "Desempeños", "DESEM PEÑOS", "DESEMPEÑO", "DESEMPEÑOS:"
    ),
    "and without its lead": lambda lines: by_turns("^DESEMPEÑOS$", "Desempeños")(
        without("La persona es competente")(lines)
    ),
    "attitudes in other words": by_turns("^ACTITUDES/.*", "ACTITUDES/HÁBITOS Y VALORES", "ACTITUDES/HABITOS/VALORES:"),
    "II for III": by_turns("III[.]- ", "II.-"),
    "glued numbers": by_turns(NUMBERED, r"\1."),
    "numbers without a stop": by_turns(NUMBERED, r"\1 "),
    "numbers with dash": by_turns(NUMBERED, r"\1.-   "),
    "numbers with signs of all kinds": by_turns(NUMBERED, r"\1) ", r"\1.- ", r"\1.– "),
    "numbers on their own line": by_turns(NUMBERED, r"\1.\n"),
    "letter O in codes": by_turns(r"(\d de \d E91)0", r"\1O"),
    "header over six lines": headers(r"Referencia\n\1\nCódigo\n\n\2\nTitulo\n\n\3"),
    "header by columns": headers(r"Referencia\nCódigo\nTítulo\n\1\n\2\n\3"),
    "header on one line": headers(r"Referencia \1 Código \2 Título \3"),
    "header without labels": headers(r"\1 \2 \3"),
    "code alone": by_turns(HEADED, r"\1 \3\n\2"),
    "levels on lines of their own": by_turns(r"\. (Comprensión|Aplicación)$", r".\n\n\1."),
}


@pytest.mark.parametrize(
    ("mutation", "place"), [("as it is", 0.5), *((mutation, place) for mutation in MUTATIONS for place in (0, 1))]
)
def test_a_mutated_sample_is_the_same_standard(mutation: str, place: float) -> None:
    assert signature(paged(MUTATIONS[mutation](SAMPLE_LINES), len(mutation), place=place)) == EXPECTED


@pytest.mark.parametrize("seed", range(12))
def test_page_breaks_and_two_kinds_of_dirt_change_nothing(seed: int) -> None:
    rng, lines = random.Random(seed), SAMPLE_LINES
    for name in rng.sample(sorted(MUTATIONS), rng.randint(0, 2)):
        lines = MUTATIONS[name](lines)
    assert signature(paged(lines, seed, rng.randint(8, 120), rng.random())) == EXPECTED
