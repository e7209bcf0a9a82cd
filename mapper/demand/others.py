"""What ads ask for that is no competency: degrees, licences, experience, languages, conditions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from corpora import Text
from corpora.job_ads import JobAds, Requirement
from mapper.demand.records import OtherAsked

KINDS = ("degree", "licence", "experience", "language", "condition")
MOST = 5
"""Wordings of a kind that are shown."""
_LEAST = 2
"""Ads that share a wording that is worth showing."""
_ALL = Text("en total", "in all")
_TONGUES = {
    "ca": Text("catalán", "Catalan"),
    "de": Text("alemán", "German"),
    "en": Text("inglés", "English"),
    "es": Text("español", "Spanish"),
    "fr": Text("francés", "French"),
    "it": Text("italiano", "Italian"),
    "ja": Text("japonés", "Japanese"),
    "pt": Text("portugués", "Portuguese"),
    "zh": Text("chino", "Chinese"),
}


def others(ads: JobAds) -> tuple[OtherAsked, ...]:
    """Each kind with the ad groups that ask for it, in all and by its most frequent wordings."""
    number = {ad: group for group, members in enumerate(ads.groups) for ad in members}
    asked: dict[str, dict[Text, dict[int, bool]]] = {kind: defaultdict(dict) for kind in KINDS}
    for requirement in ads.requirements:
        if not requirement.asks or requirement.kind not in asked:
            continue
        group, required = number[requirement.ad], requirement.force == "required"
        for wording in (_ALL, *dict.fromkeys(_wordings(requirement))):
            seen = asked[requirement.kind][wording]
            seen[group] = seen.get(group, False) or required
    return tuple(row for kind in KINDS for row in _rows(kind, asked[kind]))


def _wordings(requirement: Requirement) -> Iterable[Text]:
    if requirement.kind != "language":
        text = re.sub(r"\s+", " ", requirement.text.casefold()).strip(" .,;:")
        yield Text(text, text)
        return
    for tongue in requirement.tongues:
        name = _TONGUES.get(tongue, Text(tongue, tongue))
        level = f" {requirement.level}" if requirement.level else ""
        yield Text(name.es + level, name.en + level)


def _rows(kind: str, wordings: dict[Text, dict[int, bool]]) -> Iterable[OtherAsked]:
    ranked = sorted(wordings.items(), key=lambda row: (row[0] != _ALL, -len(row[1]), row[0]))
    for text, groups in ranked[: MOST + 1]:
        if text == _ALL or len(groups) >= _LEAST:
            yield OtherAsked(kind, text, len(groups), sum(groups.values()))
