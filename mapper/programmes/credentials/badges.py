"""Bundles as Open Badges 3.0 Achievements: what could be earned, said by nobody of anybody.

An Achievement is the definition of a badge. It is not signed, has no issuer, no holder and no proof: it is a draft for
whoever may issue credentials. Format: 1EdTech, Open Badges Specification 3.0, class Achievement.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlsplit

from corpora import Framework, InputError, Skipped, Text, _
from corpora.frameworks.writers import entry_addresses
from mapper.programmes.credentials.bundles import Bundle
from mapper.reports.blocks import Words, clean

CONTEXT = ("https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json")
_SCHEMES = ("http", "https")


def check_base(address: str) -> str:
    """Return the base address without a slash at its end, "" as it is; raises InputError: no absolute http address."""
    parts = urlsplit(address)
    if address and (parts.scheme not in _SCHEMES or not parts.hostname or parts.query or parts.fragment):
        raise InputError(
            "--base-address: '{address}' is no address; write it whole, as in https://school.edu/standards",
            address=address,
        )
    return address.rstrip("/")


def make_achievements(
    bundles: Sequence[Bundle],
    programmes: Sequence[str],
    frameworks: Mapping[str, Framework],
    *,
    base: str = "",
    lang: str = "es",
) -> tuple[tuple[dict[str, Any], ...], tuple[Skipped, ...]]:
    """Return an Achievement for each bundle whose criteria all have an address, and how many had none.

    A criterion's own address is taken from its framework; criteria without one are to be found below `base`, as
    BASE/FRAMEWORK/CODE, "" for nowhere. Name, description and criteria are in the language `lang`.
    """
    # The addresses that anybody can follow: a `urn:` names an entry, but leads nowhere.
    own = {
        name: {code: a for code, a in entry_addresses(framework).items() if urlsplit(a).scheme in _SCHEMES}
        for name, framework in frameworks.items()
    }
    made = []
    for bundle in bundles:
        of = {part.code: part.framework for part in bundle.parts}
        targets = [
            own[of[c.element]].get(c.code) or (base and f"{base}/{quote(of[c.element])}/{quote(c.code)}")
            for c in bundle.taught
        ]
        if all(targets):
            made.append(_achievement(bundle, programmes[bundle.programme], targets, frameworks, lang))
    without = len(bundles) - len(made)
    why = _(
        "bundles without a badge, because their criteria have no address on the web to refer to: {without}⟦; give with"
        " --base-address the address below which they are published⟧",
        without=without,
    )
    return tuple(made), (Skipped("Open Badges", why),) if without else ()


def _achievement(
    bundle: Bundle, programme: str, targets: Sequence[str], frameworks: Mapping[str, Framework], lang: str
) -> dict[str, Any]:
    by_code = {criterion.code for criterion in bundle.taught}
    by_element = {part.code: part for part in bundle.parts}
    parts = [by_element[criterion.element] for criterion in bundle.taught]
    alignments = [
        {
            "type": ["Alignment"],
            "targetName": _line(criterion.statement),
            "targetUrl": url,
            "targetCode": criterion.code,
            "targetDescription": " · ".join(_line(name) for name in (part.below, part.called) if name),
            "targetFramework": frameworks[part.framework].title or part.framework,
            "targetType": "CFItem",
        }
        for criterion, url, part in zip(bundle.taught, targets, parts, strict=True)
    ]
    t = Words(lang, _TEXTS)
    languages = {c.language for f in frameworks.values() for c in f.competencies if c.code in by_code}
    made = {
        "@context": list(CONTEXT),
        "id": f"urn:uuid:{bundle.identifier}",
        "type": ["Achievement"],
        "achievementType": "MicroCredential",
        "name": _line(bundle.title),
        "description": _description(bundle, programme, t),
        "criteria": {"narrative": t("narrative") + "\n" + "\n".join(f"- {a['targetName']}" for a in alignments)},
        "alignment": alignments,
    }
    # A narrative in one language around criteria in another is in neither.
    return made | ({"inLanguage": lang} if languages == {lang} else {})


_TEXTS: dict[str, Text] = {
    "narrative": _("To earn it, the person shows these criteria:"),
    "draft": _("Draft of a microcredential, without issuer or signature: it certifies nobody."),
    "from": _("Taught by these units of the programme {programme}: {units}."),
    "hours": _("Hours that the programme gives these units: {hours}."),
    "some": _("Hours that the programme gives some of these units: {hours}; the others have none of their own."),
    "missing": _("Criteria missing to reach {parts}: {missing} of {of}."),
}


def _description(bundle: Bundle, programme: str, t: Words) -> str:
    sentences = [t("draft"), t("from", programme=programme, units="; ".join(map(_line, bundle.units)))]
    if bundle.hours is not None:
        sentences.append(t("some" if bundle.unstated else "hours", hours=f"{bundle.hours:g}"))
    if bundle.missing:
        of = len(bundle.taught) + len(bundle.missing)
        parts = "; ".join(_line(part.called).rstrip(" .") for part in bundle.parts)
        sentences.append(t("missing", missing=len(bundle.missing), of=of, parts=parts))
    return " ".join(sentences)


def _line(text: str) -> str:
    return " ".join(clean(text).split())
