"""The sections of a standard: which lines are general data, which the profile, and which belong to what element."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpora.frameworks.conocer.lines import ELEMENT_CODE, LABELS, REFERENCE, Line, Token, classify, key

_NUMBER_ONE = re.compile(r"^1(?:\s*[.)]|\s*-|\s+(?=[A-ZÁÉÍÓÚ]))")


@dataclass(slots=True)
class Part:
    """An element while it is read, with the n and N of "n de N" (0 where they are not printed) and its code, if any.

    `title` and `groups` (by kind, and "glosario") are lines; `unheaded` are the kinds whose heading is missing and was
    told from the lead sentence, `stray` the lines that stand in no group.
    """

    number: int = 0
    of: int = 0
    code: str = ""
    title: list[str] = field(default_factory=list)
    groups: dict[str, list[Line]] = field(default_factory=dict)
    unheaded: list[str] = field(default_factory=list)
    stray: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Sections:
    """The lines of one document by section."""

    general: list[Line] = field(default_factory=list)
    profile: list[Line] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    stray: list[Line] = field(default_factory=list)


def sections(lines: Sequence[Line]) -> Sections:
    """Divide a document's lines; headings, lead sentences and headers are used up by it."""
    divider = _Divider(lines)
    for index in range(len(lines)):
        divider.take(index)
    parts = divider.result.parts
    # A profile that prints codes looks like headers: the element itself comes later.
    divider.result.parts = [
        part
        for index, part in enumerate(parts)
        if part.groups or not part.code or all(later.code != part.code for later in parts[index + 1 :])
    ]
    return divider.result


class _Divider:
    """A state machine over the lines: section, element, group."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.result = Sections()
        self._lines = lines
        self._tokens = [classify(line.text) for line in lines]
        self._section = "I"
        self._part: Part | None = None
        self._group = ""
        self._lead = ""  # kind that a lead called for and no heading has answered yet
        self._lead_open = False  # the lead sentence goes on in the next line
        self._in_header = False
        self._floating = ""  # a code that stood alone before its element

    def take(self, index: int) -> None:
        line, token = self._lines[index], self._tokens[index]
        # Sections only go forward: "II" is printed twice where III is meant, and III may repeat on a page.
        if token.type == "section" and (token.value >= self._section or not self.result.parts):
            self._section = token.value
            self._in_header = False
        elif self._section != "I" and self._is_header(index):
            self._take_header(line)
        elif self._section == "I" and token.type not in {"lead", "criteria"}:
            self.result.general.append(line)
        elif self._section == "II" and token.type not in {"lead", "criteria"}:
            self.result.profile.append(line)
        else:
            self._section = "III"
            self._take_criteria(index, line, token)

    def _is_header(self, index: int) -> bool:
        line = self._lines[index]
        if self._tokens[index].type != "header":
            return self._is_next(line)
        if key(line.text) == "referencia":  # alone it needs its number in the lines behind it
            return any(REFERENCE.match(LABELS.sub("", near.text)) for near in self._lines[index + 1 : index + 5])
        # In the profile "Elemento 1 de 3" lists, it opens no element.
        return self._section != "II" or not key(line.text).startswith("elemento")

    def _is_next(self, line: Line) -> bool:
        """Whether "2 de 3 Crear …" without label or code begins the element that the profile announces."""
        match = REFERENCE.match(line.text)
        if match is None or self._section != "III" or self._in_header or int(match[1]) != len(self.result.parts) + 1:
            return False
        announced = {found[2] for row in self.result.profile if (found := REFERENCE.search(row.text))}
        return match[2] in announced and line.text[match.end() :].strip()[:1].isupper()

    def _take_header(self, line: Line) -> None:
        self._section = "III"
        labelled = key(line.text).startswith("referencia")
        if self._part is None or not self._in_header or (labelled and self._part.title):
            self._part = Part(code=self._floating)
            self._floating = ""
            self.result.parts.append(self._part)
        self._in_header, self._group, self._lead = True, "", ""
        self._read_header(line.text)

    def _read_header(self, text: str) -> None:
        """Labels, reference and code off the line, in any order; what is left is title."""
        part = self._part
        while text and part is not None:
            reference, code = REFERENCE.match(text), ELEMENT_CODE.match(text)
            if not part.title and (label := LABELS.match(text)):
                text = text[label.end() :]
            elif reference and not part.number:
                part.number, part.of = int(reference[1]), int(reference[2])
                text = text[reference.end() :].lstrip(" .:-")
            elif code and not part.code:
                part.code = "E" + code[1].replace("O", "0")
                text = text[code.end() :].lstrip(" .:-")
            else:
                part.title.append(text)
                return

    def _take_criteria(self, index: int, line: Line, token: Token) -> None:
        if self._lead_open and key(line.text) in {"lossiguientes", "lassiguientes", "siguientes", "siguiente"}:
            self._lead_open = False
        elif token.type == "criteria":
            self._in_header = False
        elif token.type == "lead":
            self._in_header, self._group, self._lead = False, "", token.value
            self._lead_open = "siguiente" not in key(line.text)
        elif token.type == "group" and self._is_heading(index):
            # "EMERGENTES" or "VALORES" as a heading's second line opens nothing anew; nor does a heading printed twice.
            self._group, self._lead, self._lead_open, self._in_header = token.value, "", False, False
            if self._part is not None:
                self._part.groups.setdefault(token.value, [])
        elif token.type == "code" and not self._in_header:
            self._take_code(line)
        elif self._in_header and not _NUMBER_ONE.match(line.text):
            self._read_header(line.text)
        else:
            self._take_text(line)

    def _is_heading(self, index: int) -> bool:
        """Whether a heading is one, in small letters by the lead before it or the first item behind it.

        Within its group "SITUACIÓN EMERGENTE" is a label, whose place among the responses matters.
        """
        token = self._tokens[index]
        if self._group == token.value == "situacion_emergente" and key(self._lines[index].text).startswith("situacion"):
            return False
        if token.sure or self._in_header or self._lead:
            return True
        if self._group and self._group == token.value:
            return False
        following = self._lines[index + 1].text if index + 1 < len(self._lines) else ""
        return _NUMBER_ONE.match(following) is not None or key(following).startswith("lapersonaescompetente")

    def _take_code(self, line: Line) -> None:
        """A code that stands alone: of the element that has none, else of the next one."""
        code = "E" + line.text[1:].strip(" -").replace("O", "0")
        if self._part is not None and not self._part.code:
            self._part.code = code
        elif all(part.code != code for part in self.result.parts):
            self._floating = code

    def _take_text(self, line: Line) -> None:
        self._in_header = self._lead_open = False
        part = self._part
        if part is not None and not self._group and self._lead:
            is_situation = key(line.text).startswith("situacionemergente")
            self._group, self._lead = "situacion_emergente" if is_situation else self._lead, ""
            part.unheaded.append(self._group)
        if part is not None and self._group:
            part.groups.setdefault(self._group, []).append(line)
        else:
            (part or self.result).stray.append(line)


def without_strays(lines: Sequence[Line], titles: set[str], longest: int = 5) -> list[Line]:
    """The lines without those that only print an element's title again, as floating boxes of the profile do."""
    kept: list[Line] = []
    index = 0
    while index < len(lines):
        for count in range(min(longest, len(lines) - index), 0, -1):
            if index and key("".join(line.text for line in lines[index : index + count])) in titles:
                index += count
                break
        else:
            kept.append(lines[index])
            index += 1
    return kept
