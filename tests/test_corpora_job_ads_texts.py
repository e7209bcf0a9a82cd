"""Texts of ads: contact details go, lines are parted, one vacancy is one group.

Each line of data/job_ads/texts.tsv is a question, a text and the answer, several parted by bars.
"""

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from files import tab_separated
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.job_ads import duplicates
from corpora.job_ads.clean import cleaned
from corpora.job_ads.languages import parse_language, parse_languages
from corpora.job_ads.lines import lines
from corpora.job_ads.load import iso_date
from corpora.job_ads.records import JobAd
from corpora.text import fold_letters
from mapper.industry.ad_lines import read_requirements

ROOT = Path(__file__).resolve().parent.parent
ROWS = tab_separated(ROOT / "tests/data/job_ads/texts.tsv")


def level(text: str) -> list[str]:
    """A level needs a language in its clause."""
    codes, said, _named = parse_languages(text, fold_letters(text))
    return [" ".join([*codes, str(said)])]


ASKED: dict[str, Callable[[str], Sequence[object]]] = {
    "level": level,
    "language": lambda text: [parse_language(text)],
    # What leads to a person goes, what belongs to the post stays, and no word loses a part.
    "cleaned": lambda text: [cleaned(text)],
    "date": lambda text: [iso_date(text)],
}


@pytest.mark.parametrize("question", ASKED)
def test_what_a_text_of_an_ad_says(question: str) -> None:
    rows = [(text, answer) for asked, text, answer in ROWS if asked == question]
    assert rows
    assert [(text, " | ".join(map(str, ASKED[question](text)))) for text, _ in rows] == rows


def said(text: str) -> list[str]:
    return [line.text for line in lines(cleaned(text))]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from([*"aÁñ .:;,-•\n()¿1B2ßİﬁ€", "REQUISITOS: ", "inglés "]), max_size=40))
def test_lines_are_pieces_of_the_text_in_order(pieces: list[str]) -> None:
    text = "".join(pieces)
    position = 0
    for line in lines(text):
        assert text[line.start : line.end] == line.text
        assert line.start >= position
        position = line.end


NUMBERS = ["987 123 456", "+34 987-12-34-56", "(55) 1234 5678", "55 1234 56 78", "442.123.4567", "+52 1 442 123 4567"]
ADDRESSES = ["ana.ruiz@example.org", "RH@EMPRESA.COM.MX", "ana (at) example.org", "cv@sub.example.co.uk"]
PAGES = ["https://example.org/a?b=c#d", "www.example.com.mx/empleo", "bolsa.example.es/ofertas"]


WORDS = ["Tel.", "contacto:", "REQUISITOS:", "soldar tubería", "Enviar CV a", "INTERESADOS LLAMAR AL", "<b>", "</b>"]
WORDS += [". ", "\n", " - ", "(", ")", "años", "de 9 a 14 horas"]
PIECES = st.lists(st.sampled_from([*NUMBERS, *ADDRESSES, *PAGES, *WORDS]), max_size=12)


@settings(max_examples=100, deadline=None)
@given(PIECES)
def test_no_address_and_no_number_survives(pieces: list[str]) -> None:
    text = cleaned(" ".join(pieces))
    assert "@" not in text
    assert "(at)" not in text
    assert not re.search(r"example|www|http", text, re.IGNORECASE)
    assert not re.search(r"(?:\d[ .()-]{0,2}){9,}", text), text


@pytest.mark.parametrize(
    "piece", ["a", "a.", "1", "1 ", "interesados ", "datos de contacto: ", "a-", ":", "<p>", "@ ", "Lic. "]
)
def test_a_long_text_without_sentences_stays_cheap(piece: str) -> None:
    """Where an expression went over the text once per letter, these took minutes."""
    assert "@" not in cleaned(piece * 8_000)


# Duplicates: found where a vacancy is published twice, not where ads only share a footer or a few words.


@pytest.mark.parametrize("path", sorted((ROOT / "tests/data/job_ads/vacancies").iterdir()), ids=lambda path: path.stem)
def test_ads_of_one_vacancy_are_one_group_in_any_order(path: Path) -> None:
    """Each line of data/job_ads/vacancies is an ad and says which vacancy of its file it is of."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    vacancies = [row.pop("vacancy") for row in rows]
    ads = [JobAd(str(number), language="es", **row) for number, row in enumerate(rows)]
    alike = [tuple(ad.id for ad, of in zip(ads, vacancies, strict=True) if of == one) for one in sorted(set(vacancies))]
    for order in (ads, ads[::-1]):
        assert duplicates.groups(order, [one for of_ad in read_requirements(order) for one in of_ad]) == tuple(alike)
