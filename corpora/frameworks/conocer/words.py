"""Words that a text layer broke ("formaci ón") or glued ("sobrelos"), mended only by what the document itself writes.

No dictionary: a broken word is joined where the same document also writes it whole and one of the pieces stands
nowhere else; a glued one is parted where the document also writes its parts side by side.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from corpora.readers.broken_words import join_lines, words

_WORD = re.compile(r"[^\W\d_]+")
_PAIR = re.compile(r"(?=\b([^\W\d_]+) ([^\W\d_]+)\b)")
_FUNCTION = frozenset(
    "a al como con de del e el en es esta este la las le lo los más mi ni no o para por que se si sin sobre su sus"  # noqa: SIM905
    " u un una uno y ya".split()
)
# Words that also exist written apart, with another sense.
_TWO_SENSES = frozenset(
    "acerca además adonde afín aparte aprisa asimismo aun aunque bienestar conforme conque contra debajo demás"  # noqa: SIM905
    " deprisa durante enseguida entorno porque porqué sinfín sino sobre sobretodo tampoco también".split()
)
# Pronouns that are written onto a verb ("realizarla"): they part from nothing but a function word.
_CLITICS = frozenset({"la", "las", "le", "les", "lo", "los", "me", "nos", "se", "te"})
_NO_WORD_END = re.compile(r"(?:^[^aeiouyáéíóúü]+|[bcfghkmpqtvwñ])$")
_LEAST_GLUED = 5
_MOST_GLUED = 60


class WordRepair:
    """Mends the words of one document, from all of whose lines it learns its words and their neighbours."""

    def __init__(self, lines: Iterable[str]) -> None:
        texts = list(lines)
        self.written = words(texts)
        self._pairs = Counter(f"{one} {two}".lower() for text in texts for one, two in _PAIR.findall(text))

    def join(self, parts: Iterable[str]) -> str:
        """Return lines of one paragraph as one line of whole words; nothing stands between a line's end and a "/"."""
        lines: list[str] = []
        for part in filter(None, map(str.strip, parts)):
            last = lines[-1] if lines else ""
            if lines and (part.startswith("/") or (last.endswith("/") and not last.endswith(" /"))):
                lines[-1] += part
            else:
                lines.append(part)
        return self.mend(join_lines(lines, self.written))

    def mend(self, text: str) -> str:
        """Return the same line with its broken words joined and its glued words parted."""
        pieces = _WORD.split(text)
        found = _WORD.findall(text)
        out, position = pieces[0], 0
        while position < len(found):
            word = found[position]
            while self._goes_on(word, found, pieces, position):
                position += 1
                word += found[position]
            out += self._parted(word) + pieces[position + 1]
            position += 1
        return out

    def _goes_on(self, word: str, found: list[str], pieces: list[str], position: int) -> bool:
        """Return whether the word is broken and its rest comes next; in "a l as" the "l" belongs to what follows it."""
        if position + 1 == len(found) or pieces[position + 1] != " " or not self.broken(word, found[position + 1]):
            return False
        if position + 2 == len(found) or pieces[position + 2] != " " or word.lower() not in _FUNCTION:
            return True
        return not self.broken(found[position + 1], found[position + 2])

    def broken(self, left: str, right: str) -> bool:
        """Return whether two neighbours are the halves of one word that the document also writes whole."""
        if not right.islower() or not self.written[(left + right).lower()]:
            return False
        return self._is_piece(left, right, left) or self._is_piece(left, right, right)

    def _is_piece(self, left: str, right: str, piece: str) -> bool:
        """Return whether `piece` is no word: the document has it nowhere but in this pair."""
        piece, other = piece.lower(), (right if piece == left else left).lower()
        # Once is here: over a line's end the pair itself was not seen.
        if self.written[piece] > max(1, self._pairs[f"{left} {right}".lower()]) or piece in _FUNCTION:
            return len(piece) == 1 and piece not in "aeouy"
        return bool(_NO_WORD_END.search(piece)) if other in _FUNCTION else piece not in _FUNCTION

    def _parted(self, word: str) -> str:
        folded = word.lower()
        if self.written[folded] > 1 or not _LEAST_GLUED <= len(word) <= _MOST_GLUED or folded in _TWO_SENSES:
            return word
        for cut in range(1, len(word)):
            left, right = folded[:cut], folded[cut:]
            if not (left in _FUNCTION or right in _FUNCTION) or not self._pairs[f"{left} {right}"]:
                continue
            if right in _CLITICS and left not in _FUNCTION:
                continue
            if len(left) > 1 or left in "ye":
                return f"{word[:cut]} {word[cut:]}"
        return word
