"""What names, markers and wordings of lines give away, as real programmes and decrees print them.

Each line of data/wording.tsv is a question, a text and the answer. What learners do, by place:
data/structures/practice-everywhere.md.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from files import tab_separated

from corpora import vocabulary
from corpora.frameworks.esco import both_genders
from corpora.items import is_article, item_of, label_of, marker, says_facts, states_fact
from corpora.language import language_of
from corpora.readers.spreadsheet import lines_of
from corpora.split import mark_of, sentences
from corpora.vocabulary import sense_of

ROWS = tab_separated(Path(__file__).parent / "data/wording.tsv")


def item(text: str) -> str:
    return f"{item_of(text).mark}: {item_of(text).body}"


def marked(text: str) -> str | None:
    return f"{found.lastgroup}: {found[0]}|" if (found := marker(text)) else None


def label(text: str) -> str | None:
    return f"{found.kind} {found.number} {found.sense}" if (found := label_of(text)) else None


ASKED: dict[str, Callable[[str], object]] = {
    "names a part": sense_of,
    "column": vocabulary.sense_of_header,
    "marked item": item,
    "marker": marked,
    "language": language_of,
    "label": label,
    "article": is_article,
    "fact": states_fact,
    "says facts": says_facts,
    "leads to": vocabulary.leads_to,
    "only refers": vocabulary.only_refers,
    "page line": vocabulary.is_page_line,
    "placeholder": vocabulary.is_placeholder,
    "refers to task": vocabulary.refers_to_task,
    "performs": vocabulary.performs,
    "performs at work": vocabulary.performs_at_work,
    "grades": vocabulary.grades,
    "task": vocabulary.is_task,
    "asks": vocabulary.asks,
    "both genders": lambda text: " | ".join(both_genders(text)),
    # Of an outcome's or criterion's text and the titles above it.
    "learnt at the company": lambda text: mark_of(*text.split(" | ")),
    "sentences": lambda text: " | ".join(text[start:end] for start, end in sentences(text)),
    # Lists in cells are split where their numbers count on.
    "lines of a cell": lambda text: " | ".join(lines_of(text)),
}


@pytest.mark.parametrize("question", ASKED)
def test_the_wording_of_a_line(question: str) -> None:
    rows = [(text, answer) for asked, text, answer in ROWS if asked == question]
    assert rows
    assert [(text, str(ASKED[question](text))) for text, _ in rows] == rows


def test_a_short_text_has_the_language_of_what_stands_around_it() -> None:
    spanish = ["Tipos de riego y su mantenimiento en el jardín", "Poda de setos con tijeras de mano"]
    assert language_of("Mulching", spanish) == "es"
    assert language_of("General journal and posting", spanish) == "en", "in a syllabus in both languages"
    assert language_of("Mulching", ["Types of irrigation and how they are kept", "Pruning hedges with shears"]) == "en"
    subjects = ["Álgebra Superior I", "Geometría Analítica I", "Teoría del Seguro", "Inglés I", "Contabilidad"]
    assert language_of("Cálculo Diferencial e Integral I", subjects) == "es"
