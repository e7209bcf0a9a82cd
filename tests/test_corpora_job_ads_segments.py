"""Texts of ads: contact details go, one vacancy is one group, segments ask with some force under their headings.

Each line of data/job_ads/texts.tsv is a question, a text and the answer, several parted by bars.
"""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest
from files import tab_separated
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.job_ads import duplicates
from corpora.job_ads.clean import cleaned
from corpora.job_ads.judge import language_named
from corpora.job_ads.load import iso_date
from corpora.job_ads.records import JobAd, Requirement, Segment
from corpora.job_ads.segments import parts, requirements, segments

ROOT = Path(__file__).resolve().parent.parent
ROWS = tab_separated(ROOT / "tests/data/job_ads/texts.tsv")


def told(text: str, language: str | None = "es", title: str = "") -> tuple[Segment, ...]:
    return segments(JobAd("x", title, text, language))


def required(text: str, language: str | None = None, title: str = "") -> tuple[Requirement, ...]:
    found = requirements(JobAd("x", title, text, language))
    assert all(text[one.start : one.end] == one.text for one in found)
    return found


def mapped(found: Iterable[Requirement]) -> list[Requirement]:
    return [one for one in found if one.mapped]


def whole(found: Iterable[Segment]) -> list[str]:
    return [f"{one.kind} {one.force}: {one.text}" for one in found]


def kinds_and_forces(text: str, language: str) -> list[str]:
    """The same as written and in capitals."""
    written, loud = ([f"{one.kind} {one.force}" for one in told(said, language)] for said in (text, text.upper()))
    return written if written == loud else [*written, *loud]


def of_items(text: str, language: str) -> list[str | None]:
    found = told(f"Puesto\n{text}.", language)
    assert all(one.text[0].isalnum() for one in found)
    return [one.kind for one in found if one.asks]


def level(text: str) -> list[str]:
    """A level needs a language in its clause."""
    found = told(text)
    spoken = [tongue for one in found for tongue in one.tongues]
    return [" ".join([*spoken, str(next((one.level for one in found if one.level), None))])]


ASKED: dict[str, Callable[[str], Sequence[object]]] = {
    "kind and force": lambda text: kinds_and_forces(text, "es"),
    "kind and force, en": lambda text: kinds_and_forces(text, "en"),
    "level": level,
    "segments": lambda text: whole(told(text)),
    "with its title": lambda text: whole(told(text, title=text.partition(".")[0].capitalize())),
    "headings": lambda text: [part.heading for part in parts(text)],
    "forces": lambda text: [one.force for one in told(text)],
    "kinds": lambda text: of_items(text, "es"),
    "kinds, en": lambda text: of_items(text, "en"),
    "kind and tongue": lambda text: [f"{one.kind} {one.tongues[0]}" for one in told(f"Enfermera.\n{text}.", None)[1:]],
    "named": lambda text: [one.text for one in mapped(required(text, "es"))],
    "named, en": lambda text: [one.text for one in mapped(required(text, "en"))],
    "kinds and names": lambda text: [
        f"{one.kind}: {one.text}"
        for one in required(f"Auxiliar\nRequisitos: {text}.", "es", "Auxiliar")
        if one.kind != "post"
    ],
    "language": lambda text: [language_named(text)],
    # What ads abbreviate, number, offer and call the post.
    "asked": lambda text: whole(one for one in required(text, "es", "CERRAJEROS") if one.names or not one.asks),
    "asked, en": lambda text: [f"{one.force}: {one.text}" for one in required(text, "en")],
    "whole, en": lambda text: whole(one for one in required(text, "en", "Worker") if one.names),
    # A label rules what stands with it and is no requirement.
    "mapped": lambda text: [f"{one.force}: {one.text}" for one in mapped(required(text))],
    # What is taught or not asked for is no requirement.
    "taught": lambda text: [f"{one.force} {one.kind}" for one in required(text)],
    "bare list": lambda text: [f"{one.kind}: {one.text}" for one in mapped(required(text, "es", "Mecánico"))],
    # What leads to a person goes, what belongs to the post stays, and no word loses a part.
    "cleaned": lambda text: [cleaned(text)],
    "date": lambda text: [iso_date(text)],
}


@pytest.mark.parametrize("question", ASKED)
def test_what_a_text_of_an_ad_says(question: str) -> None:
    rows = [(text, answer) for asked, text, answer in ROWS if asked == question]
    assert rows
    assert [(text, " | ".join(map(str, ASKED[question](text)))) for text, _ in rows] == rows


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from([*"aÁñ .:;,-•\n()¿1B2ßİﬁ€", "REQUISITOS: ", "inglés "]), max_size=40))
def test_segments_are_pieces_of_the_text_in_order(pieces: list[str]) -> None:
    text = "".join(pieces)
    ad = JobAd("x", "", text, "es")
    position = 0
    for segment in segments(ad):
        assert text[segment.start : segment.end] == segment.text
        assert segment.start >= position
        assert (segment.kind is None) == (segment.force is None)
        position = segment.end


@pytest.mark.slow
def test_asking_or_not_on_labelled_segments(shared: Path) -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "job_ads.py"), "--labels", str(shared / "data")]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    scores = {line.partition("  ")[0]: float(line.split()[-6]) for line in lines if line.startswith("asks")}
    for part in ("held out", "drawn afterwards"):
        assert scores[f"asks or not, {part}, all"] >= 0.9
        assert scores[f"asks or not, {part}, without headings"] >= 0.9
    assert "; 0 are no longer cut so" in lines[0]


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
        assert duplicates.groups(order, [asked for ad in order for asked in requirements(ad)]) == tuple(alike)


def test_a_firm_is_one_with_and_without_its_legal_form() -> None:
    def firm(employer: str) -> str:
        return JobAd("", "", "", employer=employer).firm

    assert firm("Hartwell Supply") == firm("Hartwell Supply Co.")
    assert firm("BAJÍO SA DE CV") == firm("Bajío")
    assert firm("Acme, Inc.") == firm("ACME")
    assert firm("Firma A") == firm("firma a") != firm("Firma B")
    assert JobAd("", "", "").firm == ""


def test_what_two_recruiters_publish_of_one_vacancy_is_the_same_text() -> None:
    said = "Buscamos soldador para tubería de acero inoxidable con proceso TIG.\nEnvía CV por correo con asunto TIG"
    one, other = (cleaned(f"{said} (Lic. {name} 442-310-22-11)") for name in ("Óscar Núñez", "Eva"))
    assert one == other
