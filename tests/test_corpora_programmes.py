"""Whole programmes of many kinds: what stands in them is found, in its role and place, and nothing else teaches.

Each document of data/programmes has a table: role, beginning of the text, and a title that its path must show. The
role "?" is for texts of which a reader may say either. Whatever is not in the table must not teach.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from files import written

from corpora.readers import read
from corpora.records import TEACHING_ROLES
from corpora.split import passages

FOLDER = Path(__file__).parent / "data" / "programmes"
DOCUMENTS = sorted(path for path in FOLDER.iterdir() if path.suffix != ".tsv")


def plain(text: str) -> str:
    """Without acute accents and diaereses."""
    return unicodedata.normalize("NFC", re.sub("[\u0301\u0308]", "", unicodedata.normalize("NFD", text)))


def squeezed(text: str) -> str:
    """Letters, figures and most signs: how a text is broken into lines, case and accents do not matter."""
    return re.sub(r"[\s.:’']", "", plain(text)).casefold()


def expected(document: Path) -> Iterator[tuple[str, str, str]]:
    for line in document.with_suffix(".tsv").read_text(encoding="utf-8").splitlines():
        role, text, place = line.split("\t")
        yield role, squeezed(text), squeezed(place)[:40]


def differences(path: Path, source: Path) -> list[str]:
    """What is missing, misplaced or too much in a file that says what this document says, each as a line to read."""
    document = read(path)
    left = list(passages(document).passages)
    assert all(document.text[passage.start : passage.end] == passage.text for passage in left)
    wrong = []
    for role, text, place in expected(source):
        alike = [passage for passage in left if squeezed(passage.text).startswith(text)]
        fitting = [
            passage
            for passage in alike
            if role in ("?", passage.role)
            and any(squeezed(title).startswith(place) for title in ("", *passage.section))
        ]
        if role != "?" and not fitting:
            wrong.append(f"{role} {text!r} at {place!r}: {[(p.role, p.section) for p in alike]}")
        for passage in (fitting or alike)[:1]:
            left.remove(passage)
    wrong += [f"not expected: {p.role} {p.text!r} {p.section}" for p in left if p.role in TEACHING_ROLES]
    return wrong


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_a_programme_is_read_as_its_table_says(path: Path) -> None:
    assert differences(path, path) == []


def with_page_numbers(text: str) -> str:
    """A form feed and the page's number at every fourth empty line."""
    paragraphs = text.split("\n\n")
    pages = ["\n\n".join(paragraphs[start : start + 4]) for start in range(0, len(paragraphs), 4)]
    return "".join(f"{page}\n\n\f{number}\n\n" for number, page in enumerate(pages, start=1))


def dirty_blanks(text: str) -> str:
    """On pages, with blanks doubled, non-breaking and at the end of lines, which end as Windows has them."""
    text = re.sub(r"(?<=[\w.,;:)]) (?=\w)", "  ", with_page_numbers(text))
    text = re.sub(r"(?<=\b(?:de|la|se|of|to)) ", "\u00a0", text)
    return text.replace("\n", " \t\r\n")


DIRT = {"blanks": dirty_blanks, "no accents": plain, "capitals": str.upper}


@pytest.mark.parametrize("dirt", DIRT)
@pytest.mark.parametrize("path", [path for path in DOCUMENTS if path.suffix in (".md", ".txt")], ids=lambda p: p.name)
def test_dirt_changes_no_role(tmp_path: Path, path: Path, dirt: str) -> None:
    dirty = written(tmp_path / path.name, DIRT[dirt](path.read_text(encoding="utf-8")))
    assert differences(dirty, path) == []


WIDTH = 64


def wrapped(line: str) -> Iterator[str]:
    """The line in lines of `WIDTH`, long words broken where they do not fit."""
    current = ""
    for word in line.split(" "):
        room = WIDTH - len(current) - 2
        if len(current) + 1 + len(word) <= WIDTH:
            current = f"{current} {word}".strip()
        elif room >= 4 and len(word) > room + 3 and word[: room + 3].isalpha():
            yield f"{current} {word[:room]}-"
            current = word[room:]
        else:
            yield current
            current = word
    yield current


def without_markup(text: str) -> str:
    """The lines of a Markdown text as a converter to plain text prints them."""
    text = re.sub(r"\A---\n.*?---\n", "", text, flags=re.DOTALL)
    text = re.sub(r"^\|.*\n|\*\*|^#+ ", "", text, flags=re.MULTILINE)
    return "\n".join(part for line in text.split("\n") for part in wrapped(line))


@pytest.mark.parametrize("name", ["decreto-apicultura", "decreto-viejo", "especializacion-2023", "certificado"])
def test_a_decree_is_read_without_its_markup(tmp_path: Path, name: str) -> None:
    source = FOLDER / f"{name}.md"
    bare = written(tmp_path / f"{name}.txt", without_markup(source.read_text(encoding="utf-8")))
    assert differences(bare, source) == []


def as_docx(text: str, path: Path) -> None:
    """A Markdown text's headings, paragraphs, lists and tables as Word's own."""
    document = docx.Document()
    table: Any = None
    for line in filter(None, text.split("\n")):
        if not line.startswith("|"):
            table = None
        if heading := re.match(r"(#+) (.*)", line):
            document.add_heading(heading[2], len(heading[1]))
        elif line.startswith("|--") or line.startswith("|:-"):
            continue
        elif line.startswith("|"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            table = table or document.add_table(0, len(cells))
            for cell, content in zip(table.add_row().cells, cells, strict=True):
                cell.text = content
        elif item := re.match(r"\s*- (.*)", line):
            document.add_paragraph(item[1], style="List Bullet")
        else:
            document.add_paragraph(line.replace("**", ""))
    document.save(str(path))


@pytest.mark.parametrize("name", ["nursing", "mccems", "decreto-relojeria", "asignatura-larga", "syllabus-geology"])
def test_a_programme_in_word_is_read_the_same(tmp_path: Path, name: str) -> None:
    source = next(path for path in DOCUMENTS if path.stem == name)
    as_docx(source.read_text(encoding="utf-8"), tmp_path / "programa.docx")
    assert differences(tmp_path / "programa.docx", source) == []
