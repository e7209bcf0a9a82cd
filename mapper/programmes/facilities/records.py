"""The records of what a standard brings with it: rooms, equipment, people, and where each criterion can be learnt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpora import Passage, Text

Origin = Literal["requirements", "criterion"]
"""Where the standard says it: the evaluation's supports ("apoyos/requerimientos"), or a criterion's own words."""
ThingKind = Literal["room", "equipment", "material", "software", "staff", "other"]
Setting = Literal["school", "company", "both"]
By = Literal["rule", "programme", "person"]


@dataclass(frozen=True, slots=True)
class Resource:
    """A thing or room that a standard needs.

    Attributes:
        name: as the standard prints it.
        term: by which it is looked for in the programme: the thing's name in the table that ships, else its words.
        kind: room, equipment, material, software or staff; other where the table does not know it.
        origin: where in the standard it stands.
        code: of the standard or criterion that says it.
        text: the sentence that says it.
        named: passages of the programme that name it, in the programme's order; none means the programme does not
            name it, not that the school lacks it.
    """

    name: str
    term: str
    kind: ThingKind
    origin: Origin
    code: str
    text: str
    named: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class StaffStandard:
    """A standard for people who teach, design, evaluate or run dual training.

    Attributes:
        title: as the loaded registry prints it, None where the code is absent or no registry is loaded.
        absent: True where a registry is loaded and does not have the code.
        purpose: teach, design, evaluate, run an evaluation centre, dual in the company or the school.
        named: passages of the programme that name the code.
    """

    code: str
    title: str | None
    absent: bool
    purpose: Text
    named: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Where a criterion can be learnt.

    Attributes:
        setting: school, company or both.
        by: the rule, the programme's own mark, or a person who changed it.
        why: the reason, with the words that decided.
        passages: of the programme, that carry the mark.
    """

    framework: str
    code: str
    statement: str
    kind: str
    setting: Setting
    by: By
    why: Text
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Brought:
    """What one standard asks for besides teaching it.

    Attributes:
        resources: rooms and equipment, in the standard's order.
        said: whether the document states its evaluation's supports at all.
        practice: how and where the standard says that it is evaluated.
        sections: passages in which the programme speaks of rooms, equipment or staff.
        dual: where each of its criteria can be learnt.
    """

    framework: str
    code: str
    resources: tuple[Resource, ...]
    said: bool
    practice: tuple[str, ...]
    sections: tuple[Passage, ...]
    dual: tuple[Suggestion, ...] = ()

    @property
    def mentions(self) -> int:
        """How many passages speak of rooms, equipment or staff."""
        return len(self.sections)
