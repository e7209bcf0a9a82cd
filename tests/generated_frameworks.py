"""Frameworks that hypothesis makes up, for the tests of exchange formats: deep trees, odd Unicode, every field."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from corpora import Competency, Framework, GlossaryEntry
from corpora.frameworks.fields import LabelKind, other_wordings
from corpora.frameworks.hierarchy import parents_first
from corpora.text import clean, fix_mojibake

ODD = ("ñandú", "1.10", "01", "1e1", "a,b", "a b", "<b>x</b>", "a < b", "&amp;", '"', "\\", "=1+1", "%2C", "#2", "0")
ODD += ("日本語", "עברית", "👩‍🏫", "é", "İ", "ß", "x" * 300, "a:b", "null", "NULL", "é" * 99, "áé " * 40, "«;»", '\\"x')


# The sign of a letter that is lost says nothing: readers take it out, and mend letters that were garbled.
words = (
    st.one_of(st.sampled_from(ODD), st.text(min_size=1, max_size=12))
    .map(clean)
    .filter(lambda text: bool(text) and "\ufffd" not in text and fix_mojibake(text) == text)
)
keys = words.filter(lambda key: key not in ("case", "skos"))  # which hold what a format has beside our fields
# A statement without a letter says nothing: tables with one are refused.
sentences = (
    st.lists(words, min_size=1, max_size=5)
    .map(" ".join)
    .map(clean)
    .filter(lambda text: any(map(str.isalpha, text)) and fix_mojibake(text) == text)
)
# A criterion's bullets stand on lines of their own.
texts = st.one_of(sentences, st.lists(sentences, min_size=2, max_size=3).map("\n• ".join))
languages = st.sampled_from(["es", "en"])
kinds_of_labels: st.SearchStrategy[LabelKind] = st.sampled_from(["preferred", "alternative", "hidden"])
values = st.one_of(st.none(), st.booleans(), st.integers(-9, 9), words, st.lists(words, max_size=2))


@st.composite
def _competency(draw: st.DrawFn, code: str, above: Sequence[str]) -> Competency:
    statement, kind = draw(texts), draw(st.sampled_from(["standard", "criterio", "ñ"]))
    parent = draw(st.none() | st.sampled_from(above)) if above else None
    # Chains as well as bushes: the last one is as likely a parent as all the others.
    parent = above[-1] if above and draw(st.booleans()) else parent
    description = draw(st.just("") | texts)
    wordings = draw(st.lists(st.tuples(sentences, languages, kinds_of_labels), max_size=4))
    language = draw(languages)
    others = [other for other in above if other != parent]
    return Competency(
        code,
        statement,
        kind,
        parent,
        language,
        other_wordings(statement, language, wordings),
        description,
        draw(st.none() | words),
        draw(st.booleans()),
        tuple(draw(st.lists(st.sampled_from(others), unique=True, max_size=2))) if others else (),
        tuple(GlossaryEntry(draw(words), draw(sentences)) for _ in range(draw(st.integers(0, 2)))),
        draw(st.dictionaries(keys, values, max_size=2)),
    )


@st.composite
def frameworks(draw: st.DrawFn) -> Framework:
    """A framework whose entries use every field, parents before children."""
    codes = draw(st.lists(words, min_size=1, max_size=12, unique=True))
    entries = [draw(_competency(code, codes[:number])) for number, code in enumerate(codes)]
    return Framework(
        name="mine",
        title=draw(sentences),
        version=draw(words),
        sha256="ab" * 32,
        source="mine.csv",
        competencies=parents_first(entries),
        licence=draw(st.just("") | sentences),
        extra=draw(st.dictionaries(keys, values, max_size=1)),
    )
