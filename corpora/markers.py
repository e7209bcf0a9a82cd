"""List markers at the beginning of a text: bullets, numbers, letters and codes such as "CE1 .a )" or "[RA1 ]"."""

from __future__ import annotations

import re

BULLETS = "•●▪■◦○‣⁃∙·⚫⬤◆❖➢➤►▶▸✓✔✦□–—−*»-"

# A code: capitals and a number, with parts behind it ("CE1.a)", "CR 1.1", "[RA1 ]", "UC0481_3", "CE-3.b").
_CODE = r"[A-ZÑ]{1,4}[ -]?\d{1,4}(?:_\d)?(?:[ ]?[.-][ ]?(?:\d{1,2}|[a-zñ])(?![^\W_]))*"
_NUMBER = r"\d{1,3}(?:[.]\d{1,3})*"
ALPHABET = "abcdefghijklmnñopqrstuvwxyz"
# After z come aa, bb, …; ch and ll are letters of the older alphabet.
_DOUBLED = "|".join(["ch", "CH", *(2 * letter for letter in ALPHABET + ALPHABET.upper())])
_ORDINAL = r"\d{1,2}[.]?[º°][.)]?(?=\s+[^\W\d_a-záéíóúüñ])"  # "1.º Aceite"
_ROMAN = r"(?=[ivxIVX])(?:x{0,2}(?:ix|iv|v?i{0,3})|X{0,2}(?:IX|IV|V?I{0,3}))(?![^\W_])"

_MARKER = re.compile(
    rf"""(?:
        (?P<bullet>[{re.escape(BULLETS)}])(?=\s|[^\W\d_])\s*
      | (?P<closed>                                        # ends in a sign of its own: nothing else looks so
            \[\s?(?:{_CODE}|{_NUMBER})\s?\][.:)]?
          | \(\s?(?:{_NUMBER}|{_ROMAN}|[a-zñA-ZÑ])\s?\)
          | {_CODE}\s?(?:[.:)](?!\d)|[.]?-(?=\s))+
          | (?:{_NUMBER}|{_ROMAN}|[a-zñA-ZÑ])\s?(?:[.]?[)]|[.]-)
          | (?:{_DOUBLED})[)]
          | {_ORDINAL}
          | {_NUMBER}[.](?![\dºª°])
          | (?:{_ROMAN}|[a-zñA-ZÑ])[.](?=\s)
        )\s*
      | (?P<open>{_NUMBER}|{_CODE})\s+(?=[^\W\d_a-z])      # "1 El instrumento", "CE03 Conocer", "1.1 Recibe"
    )(?=\S)""",
    re.VERBOSE,
)


def marker(text: str) -> re.Match[str] | None:
    """The list marker with which `text` begins, and the blanks behind it; None where it has none.

    The match has three named groups, of which one is set: `bullet`, `closed` (a number, letter or code with a
    sign of its own: "a)", "1.", "CE1 .a )", "[RA1 ]") and `open` (without one: "1 El", "CE03 Conocer"), which may also
    be the beginning of a line that only goes on.
    """
    return _MARKER.match(text)
