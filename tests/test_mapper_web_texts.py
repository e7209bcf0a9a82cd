"""Every word of the page is there in both languages, and none is there for nothing."""

import re
from pathlib import Path

import pytest

from mapper import web
from mapper.reports.texts import COUNTED as REPORT_COUNTED
from mapper.reports.texts import TEXTS as REPORT_TEXTS
from mapper.web.texts import COUNTED, TEXTS, PageWords

FOLDER = Path(web.__file__).resolve().parent
TEMPLATES = sorted((FOLDER / "templates").glob("*.j2"))


def test_what_templates_ask_for_is_there() -> None:
    known = TEXTS.keys() | REPORT_TEXTS.keys()
    for path in TEMPLATES:
        text = path.read_text(encoding="utf-8")
        assert set(re.findall(r"\bt\('([^']+)'(?=[,)])", text)) <= known, path.name
        assert set(re.findall(r"t\.counted\('([^']+)'", text)) <= COUNTED.keys() | REPORT_COUNTED.keys(), path.name


@pytest.mark.parametrize(("lang", "day", "number"), [("es", "3 ene 2026", "12,345"), ("en", "3 Jan 2026", "12,345")])
def test_days_and_numbers_are_written_as_the_language_does(lang: str, day: str, number: str) -> None:
    words = PageWords(lang)
    assert words.date("2026-01-03T10:00:00+00:00") == day
    assert words.number(12345) == number


def test_no_template_speaks_for_itself() -> None:
    """Between tags there are only names, signs and what stands in the texts."""
    for path in TEMPLATES:
        text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", path.read_text(encoding="utf-8"), flags=re.S)
        text = re.sub(r"<(code|kbd)\b[^>]*>.*?</\1>", "", text, flags=re.S)
        words = [w for w in re.findall(r">([^<>]*)<", text) if re.search(r"[a-zà-ú]{3}", w)]
        assert [w for w in words if w.strip() not in ("curmap", "– curmap")] == [], path.name
