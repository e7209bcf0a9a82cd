"""Records as JSON: their own names, a text in both languages or in one, a figure with its interval.

`lab/schemas.py` makes the JSON Schemas in `mapper/data` of the same forms.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from numbers import Integral, Real
from operator import attrgetter
from typing import Any, NamedTuple

from corpora import Document, Framework, Passage, Text
from corpora.translation import shown as shown_text
from mapper.industry.transversal import AdFinding, Finding, GreenSkill, NamedStandard, Need
from mapper.matching.records import MappedPassage, Match
from mapper.people.judging import Judging, Verdict
from mapper.programmes import Alignment
from mapper.programmes.coverage import CoverageReport, Programme
from mapper.programmes.facilities import Resource, StandardNeeds, Suggestion

DECIMALS = 6
_PLAIN = (str, int, type(None))
SHOWN: Mapping[type, str] = {
    Passage: "id text page section role language dual?",
    Programme: "name sha256 searched pages unreadable_pages passages skipped title numbers",
    CoverageReport: "programmes standards sector material made notes extras=supplements judged reviewed together",
    Need: "name title taught lacking asking ads levels findings examples standards areas",
    Finding: "use words level=cue.level band=cue.band area=cue.area passage",
    AdFinding: "ad sentence=text words force",
    NamedStandard: "code title absent",
    GreenSkill: "framework code statement taught passages",
    StandardNeeds: "framework code said practice sections=mentions resources dual",
    Resource: "name kind origin code named",
    Suggestion: "code statement kind setting by why passages",
}
"""The keys of records that do not show just their fields, as `Form` takes them."""


class Key(NamedTuple):
    """A key of a record's JSON, the attribute that it shows, and whether it is left out or null where that is empty."""

    name: str
    attribute: str
    optional: bool
    nullable: bool


class Form:
    """The form of records in a JSON document.

    Args:
        shown: class of records → its keys in order, parted by spaces: `key`, `key=attribute.of.it` or, where None,
            False and what is empty are left out, `key?`, or are null, `key|`. A tuple of a class with no keys is a
            list. Records of other classes show all their fields.
        lang: language of texts, "es" or "en"; "" for both.
    """

    def __init__(self, shown: Mapping[type, str] = SHOWN, lang: str = "") -> None:
        self.lang = lang
        self._shown = shown
        self._keys: dict[type, tuple[Key, ...]] = {}

    def keys(self, record: type) -> tuple[Key, ...]:
        """Return the keys of the records of a class; () where its values are no records."""
        if record not in self._keys:
            names = [one.name for one in fields(record)] if is_dataclass(record) else getattr(record, "_fields", ())
            self._keys[record] = tuple(map(_key, self._shown[record].split() if record in self._shown else names))
        return self._keys[record]

    def values(self, value: Any) -> Any:  # noqa: ANN401 - records of any kind to JSON values
        """Turn records into JSON values."""
        if isinstance(value, _PLAIN):
            return shown_text(value) if isinstance(value, str) else value
        if type(value) in (tuple, list):  # not one with fields
            return [part if isinstance(part, _PLAIN) else self.values(part) for part in value]
        if isinstance(value, Text) and self.lang:
            return value.en if self.lang == "en" else value.es
        if keys := self.keys(type(value)):
            shown = [(key, attrgetter(key.attribute)(value)) for key in keys]
            told = [(key, (one or None) if key.nullable else one) for key, one in shown]
            return {key.name: self.values(one) for key, one in told if one or not key.optional}
        if isinstance(value, Mapping):
            return {str(key): self.values(part) for key, part in value.items()}
        if isinstance(value, Real) and not isinstance(value, Integral):
            # Numbers of numpy become Python's; adding 0.0 turns -0.0 into 0.0.
            return round(float(value), DECIMALS) + 0.0
        return value


def as_text(values: Any) -> str:  # noqa: ANN401 - any JSON value
    """Write JSON values as they are printed and written; the same values give the same bytes."""
    text = json.dumps(values, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    # A lone surrogate cannot be UTF-8; in JSON it can stand as the escape that this handler makes of it.
    return text.encode("utf-8", "backslashreplace").decode()


def _key(said: str) -> Key:
    name, _, attribute = said.rstrip("?|").partition("=")
    return Key(name, attribute or name, said.endswith("?"), said.endswith("|"))


FORM = Form()
to_json = FORM.values


_OF_A_PASSAGE = "id text_id text page start end box section role language"
OF_ALIGNMENTS = {
    Alignment: "document=source settings frameworks encoder reading=document passages coverage judged?",
    Framework: "name version sha256",
    Document: "pages unreadable_pages skipped",
    MappedPassage: " ".join(f"{name}=passage.{name}" for name in _OF_A_PASSAGE.split())
    + " dual=passage.dual? matches rejected? none_by?",
    Match: "framework code statement probability score evidence verdict? reviewed? computed?",
    Verdict: "state reader quotations=quoted why",
    Judging: "reader guidelines questions answered sent left unanswered over_budget withheld notes",
}
"""The keys of alignment.json, whose JSON Schema ships as `mapper/data/alignment.schema.json`."""


def alignment_text(alignments: Sequence[Alignment], *, lang: str) -> str:
    """Return the text of alignment.json, which `curmap map --json` prints: one document for one alignment, or a list.

    Only the reasons why something was skipped depend on the language, "es" or "en".
    """
    documents = [replace(one, settings=dict(sorted(one.settings.items()))) for one in alignments]
    return as_text(Form(OF_ALIGNMENTS, lang).values(documents[0] if len(documents) == 1 else documents))
