"""Microcredentials, evidence and instructors speak both languages, and use all their texts."""

import importlib
import re
import string
from pathlib import Path

import pytest

import mapper
from mapper.programmes.evidence_matrix.sections import INSTRUMENTS
from mapper.reports.coverage_texts import STANDARDS

ROOT = Path(mapper.__file__).parent
PACKAGES = ("credentials", "evidence_matrix", "instructors")
# Keys that are put together from a prefix and a word.
COMPOSED = ("decision.", "review.", "scope.", "how.")


def own(package: str) -> dict[str, tuple[str, str]]:
    texts = importlib.import_module(f"mapper.programmes.{package}.sections").TEXTS
    return {key: text for key, text in texts.items() if STANDARDS.get(key) != text}


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("package", PACKAGES)
def test_every_text_has_both_languages_with_the_same_places(package: str) -> None:
    for key, (es, en) in (own(package) | INSTRUMENTS).items():
        assert es.strip(), key
        assert en.strip(), key
        assert places(es) == places(en), key
        assert es.endswith(".") == en.endswith("."), key


@pytest.mark.parametrize("package", PACKAGES)
def test_every_text_is_used(package: str) -> None:
    files = [*(ROOT / "programmes" / package).glob("*.py"), ROOT / "reports" / "templates" / "page.html.j2"]
    source = "".join(path.read_text(encoding="utf-8") for path in files if path.name != "texts.py")
    named = set(re.findall(r"['\"]([a-z_.]+)['\"](?!: Text)", source))
    assert {key for key in own(package) if not key.startswith(COMPOSED)} <= named
