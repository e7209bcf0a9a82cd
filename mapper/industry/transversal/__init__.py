"""The four transversal needs in programmes and job advertisements, and ESCO's green skills.

Here are the records: where a programme or an ad speaks of English, digital work, …, and how.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from corpora import Passage, Text, _
from corpora.job_ads.records import ASKING, Force
from corpora.text import fold_letters

NeedName = Literal["english", "digital", "communication", "teamwork"]
NEED_NAMES: tuple[NeedName, ...] = get_args(NeedName)
Use = Literal["outcome", "method", "mention"]
"""`outcome`: an outcome or criterion of the programme; `method`: how it is taught; `mention`: anything else."""
EXAMPLES = 3  # requirements of ads that are quoted for a need


@dataclass(frozen=True, slots=True)
class Cue:
    """Words of a text that speak of a need.

    Attributes:
        level: CEFR level in the same clause ("B1"), None where none is given.
        band: a word for a level as printed ("avanzado"), None where none is given.
        area: code of the DigComp area in ESCO, None where it is not known or not a digital need.
        concept: code of the ESCO concept whose wording was found, None where a cue of ours was.
        taught: whether it speaks of the need only where something is taught.
    """

    need: NeedName
    start: int
    end: int
    level: str | None = None
    band: str | None = None
    area: str | None = None
    concept: str | None = None
    taught: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """A cue in a programme; `cue.start` and `cue.end` are offsets in the passage's text."""

    passage: Passage
    cue: Cue
    use: Use

    @property
    def words(self) -> str:
        """Return the words found, as printed."""
        return self.passage.text[self.cue.start : self.cue.end]


@dataclass(frozen=True, slots=True)
class AdFinding:
    """A cue in a requirement of an ad.

    Attributes:
        text: the requirement's text, in which the offsets of `cue` are.
        force: as the requirement has it: required, valued, negated or offered; only the first two ask.
        vacancy: the first of the ads that are the same vacancy; they count once.
    """

    ad: str
    text: str
    cue: Cue
    force: Force
    vacancy: str

    @property
    def asks(self) -> bool:
        """Return whether it asks for the need: required or valued."""
        return self.force in ASKING

    @property
    def words(self) -> str:
        """Return the words found, as printed."""
        return self.text[self.cue.start : self.cue.end]


@dataclass(frozen=True, slots=True)
class NamedStandard:
    """A standard that this project names for a purpose.

    Attributes:
        title: as the loaded registry prints it; None where the code is absent from it, or no registry is loaded.
        absent: True where a registry is loaded and does not have the code.
        purpose: what it is named for.
    """

    code: str
    title: str | None
    absent: bool
    purpose: Text


@dataclass(frozen=True, slots=True)
class Area:
    """An area of digital competence, as ESCO has it.

    Attributes:
        taught: whether an outcome or criterion of the programme speaks of it.
        ads: how many ask for it.
    """

    code: str
    title: Text
    taught: bool
    ads: int


LEVELS = (
    _("basic"), _("intermediate"), _("advanced"), _("fluent"), _("native"), _("bilingual"), _("conversational"),
    _("high"),
)  # fmt: skip
"""Words for how well somebody does something."""
_OF_LANGUAGES = (*LEVELS, _("technical"))


def level_in_both(level: str) -> Text:
    """Return the level of a language in both languages; one that is no word of these ("B2") as it stands."""
    said = fold_letters(level).removeprefix("nivel ")
    return next((both for both in _OF_LANGUAGES if said in map(fold_letters, both)), Text(level, level))


@dataclass(frozen=True, slots=True)
class GreenSkill:
    """A skill of ESCO's green collection that a programme has.

    Attributes:
        passages: that correspond to it.
        uses: what each of them is, in the same order.
    """

    framework: str
    code: str
    statement: str
    passages: tuple[Passage, ...]
    uses: tuple[Use, ...]

    @property
    def taught(self) -> bool:
        """Return whether an outcome or criterion corresponds to it."""
        return "outcome" in self.uses


@dataclass(frozen=True, slots=True)
class Need:
    """One need: what the programme says of it, what the ads ask, and which standards there are.

    Attributes:
        findings: in the programme, in its order.
        asked: in the ads, in their order, negated and offered ones among them (they ask for nothing).
        asking: groups of duplicate ads that ask for it, required or valued.
        ads: all groups; 0 where no ads were given.
        standards: of the registry.
        areas: of a digital need, DigComp's areas; empty where ESCO's collection is not loaded.
    """

    name: NeedName
    title: Text
    findings: tuple[Finding, ...]
    asked: tuple[AdFinding, ...]
    asking: int
    ads: int
    standards: tuple[NamedStandard, ...]
    areas: tuple[Area, ...] = ()

    @property
    def taught(self) -> bool:
        """Return whether an outcome or criterion of the programme speaks of it."""
        return any(finding.use == "outcome" for finding in self.findings)

    @property
    def lacking(self) -> bool:
        """Return whether some ad asks for it and no outcome or criterion of the programme speaks of it."""
        return self.asking > 0 and not self.taught

    @property
    def examples(self) -> tuple[AdFinding, ...]:
        """Return the first requirements that ask for it, each text once."""
        quoted: dict[str, AdFinding] = {}
        for found in self.asked:
            if found.asks:
                quoted.setdefault(found.text, found)
        return tuple(quoted.values())[:EXAMPLES]

    @property
    def levels(self) -> Mapping[str, int]:
        """Return how many vacancies ask for each CEFR level or band of English, those that name none under "".

        A band is in English where it is a common word, else as printed, in lower case.
        """
        ads: dict[str, set[str]] = {}
        for found in self.asked:
            if found.asks and self.name == "english":
                band = level_in_both((found.cue.band or "").lower()).en
                ads.setdefault(found.cue.level or band, set()).add(found.vacancy)
        ads[""] = ads.get("", set()).difference(*(of for level, of in ads.items() if level))
        return {level: len(ads[level]) for level in sorted(ads) if ads[level]}
