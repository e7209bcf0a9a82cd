"""Bundles as Open Badges 3.0 Achievements: what could be earned, said by nobody of anybody.

An Achievement is the definition of a badge. It is not signed, has no issuer, no holder and no proof: it is a draft for
whoever may issue credentials. Format: 1EdTech, Open Badges Specification 3.0, class Achievement.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlsplit

from corpora import Framework, InputError, Skipped, _
from corpora.frameworks.written import addresses_of
from mapper.programmes.credentials.records import Bundle
from mapper.reports.words import clean

CONTEXT = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
_SCHEMES = ("http", "https")


def check_base(address: str) -> str:
    """The base address without a slash at its end; "" stays.

    Raises:
        InputError: it is no absolute http address.
    """
    parts = urlsplit(address)
    if address and (parts.scheme not in _SCHEMES or not parts.hostname or parts.query or parts.fragment):
        raise InputError(
            "--base-address: '{address}' is no address; write it whole, as in https://school.edu/standards",
            address=address,
        )
    return address.rstrip("/")


def achievements(
    bundles: Sequence[Bundle],
    programmes: Sequence[str],
    frameworks: Mapping[str, Framework],
    *,
    base: str = "",
    lang: str = "es",
) -> tuple[tuple[dict[str, Any], ...], tuple[Skipped, ...]]:
    """An Achievement for each bundle whose criteria all have an address, and how many had none.

    Args:
        bundles: of a report.
        programmes: names of its programmes.
        frameworks: by name; a criterion's own address is taken from here.
        base: address below which criteria without one are to be found, as BASE/FRAMEWORK/CODE; "" for none.
        lang: of name, description and criteria, "es" or "en".
    """
    own = {name: _public(framework) for name, framework in frameworks.items()}
    made, without = [], 0
    for bundle in bundles:
        targets = [_address(bundle, c.code, c.element, own, base) for c in bundle.taught]
        if all(targets):
            made.append(_achievement(bundle, programmes[bundle.programme], targets, frameworks, lang))
        else:
            without += 1
    return tuple(made), _told(without)


def _told(without: int) -> tuple[Skipped, ...]:
    if not without:
        return ()
    return (
        Skipped(
            "achievements.json",
            _(
                "bundles not exported as Open Badges because their criteria have no address: {without}; give with"
                " --base-address the address below which they are published",
                without=without,
            ),
        ),
    )


def _public(framework: Framework) -> dict[str, str]:
    """The addresses that anybody can follow: a `urn:` names an entry, but leads nowhere."""
    return {code: a for code, a in addresses_of(framework).items() if urlsplit(a).scheme in _SCHEMES}


def _address(bundle: Bundle, code: str, element: str, own: Mapping[str, Mapping[str, str]], base: str) -> str:
    framework = next(part.framework for part in bundle.parts if part.code == element)
    return own[framework].get(code) or (base and f"{base}/{quote(framework)}/{quote(code)}")


def _achievement(
    bundle: Bundle, programme: str, targets: Sequence[str], frameworks: Mapping[str, Framework], lang: str
) -> dict[str, Any]:
    by_code = {criterion.code for criterion in bundle.taught}
    by_element = {part.code: part for part in bundle.parts}
    alignments = []
    for criterion, url in zip(bundle.taught, targets, strict=True):
        part = by_element[criterion.element]
        alignments.append(
            {
                "type": ["Alignment"],
                "targetName": _line(criterion.statement),
                "targetUrl": url,
                "targetCode": criterion.code,
                "targetDescription": f"{part.standard} {_line(part.standard_title)} · {part.code} {_line(part.title)}",
                "targetFramework": frameworks[part.framework].title or part.framework,
                "targetType": "CFItem",
            }
        )
    said = _SAID_EN if lang == "en" else _SAID_ES
    languages = {c.language for f in frameworks.values() for c in f.competencies if c.code in by_code}
    made = {
        "@context": list(CONTEXT),
        "id": f"urn:uuid:{bundle.identifier}",
        "type": ["Achievement"],
        "achievementType": "MicroCredential",
        "name": _line(bundle.title),
        "description": _description(bundle, programme, said),
        "criteria": {"narrative": said["narrative"] + "\n" + "\n".join(f"- {a['targetName']}" for a in alignments)},
        "alignment": alignments,
    }
    # A narrative in one language around criteria in another is in neither.
    return made | ({"inLanguage": lang} if languages == {lang} else {})


_SAID_ES = {
    "narrative": "Para obtenerla, la persona demuestra estos criterios:",
    "draft": "Borrador de microcredencial, sin emisor ni firma: no acredita a nadie.",
    "from": "Lo enseñan estas unidades del programa {programme}: {units}.",
    "hours": "Horas que el programa da a esas unidades: {hours:g}.",
    "some": "Horas que el programa da a algunas de esas unidades: {hours:g}; de las demás no las dice.",
    "missing": "Faltan {missing} de {of} criterios para alcanzar: {parts}.",
}
_SAID_EN = {
    "narrative": "To earn it, the person shows these criteria:",
    "draft": "Draft of a microcredential, without issuer or signature: it certifies nobody.",
    "from": "Taught by these units of the programme {programme}: {units}.",
    "hours": "Hours that the programme gives these units: {hours:g}.",
    "some": "Hours that the programme gives some of these units: {hours:g}; of the others it states none.",
    "missing": "{missing} of {of} criteria are missing to reach: {parts}.",
}


def _description(bundle: Bundle, programme: str, said: Mapping[str, str]) -> str:
    sentences = [said["draft"], said["from"].format(programme=programme, units="; ".join(map(_line, bundle.units)))]
    if bundle.hours is not None:
        sentences.append(said["some" if bundle.unstated else "hours"].format(hours=bundle.hours))
    if bundle.missing:
        of = len(bundle.taught) + len(bundle.missing)
        parts = "; ".join(f"{part.code} {_line(part.title)}" for part in bundle.parts)
        sentences.append(said["missing"].format(missing=len(bundle.missing), of=of, parts=parts))
    return " ".join(sentences)


def _line(text: str) -> str:
    return " ".join(clean(text).split())
