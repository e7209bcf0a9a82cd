"""Sentences, by the rules of spaCy for both languages."""

import subprocess
import sys
from itertools import pairwise

import pytest

from corpora.tokens import sentence_starts


@pytest.mark.parametrize(
    "sentences",
    [
        ["Lee el Art. 5, la pág. 3 y el s. XVII.", "Pide guantes, p. ej. de nitrilo, etc.", "Lava."],
        ["Dr. Ruiz reads e.g. Smith vs. Jones.", "Does it run?", "Yes!", "It does."],
        ["«¿Cuándo?»", "(Al terminar.)", "¿Cómo?", "Según Lim et al., 2023."],
        ["Cada fin.", "Otra vez. y aquí no."],
        ["Usa la versión 4.2 de Java.", "En 2020.", "3.5 horas."],
    ],
)
def test_a_sentence_begins_behind_a_stop_that_ends_no_abbreviation(sentences: list[str]) -> None:
    text = " ".join(sentences)
    starts = [*sentence_starts(text), len(text)]
    assert [text[start:end].strip() for start, end in pairwise(starts)] == sentences
    assert [*sentence_starts("")] == [0]


def test_no_sign_that_is_repeated_takes_long() -> None:
    code = "from corpora.tokens import sentence_starts\nfor sign in ('(', '\"', '«»', '!?', 'http://a', '. ', 'a\\n'):"
    code += "\n    list(sentence_starts(sign * 50_000))\nimport sys; print('torch' in sys.modules)"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert ended.stdout == "False\n", ended.stderr
