"""New identifiers of what is exported: the same whenever and wherever they are made."""

from __future__ import annotations

import re
import uuid
from collections import Counter
from collections.abc import Mapping

from corpora.records import Competency, Framework

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:curmap")
# An address as RDF takes it: a scheme, and nothing that RFC 3987 forbids.
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20\[\]]+")


def identifier_of(framework: Framework, *what: str) -> str:
    """A UUID (version 5) of something in a framework: of the framework's name and title and, say, an entry's code.

    The version is no part of it, so that an entry is the same in the next edition.
    """
    return str(uuid.uuid5(uuid.uuid5(NAMESPACE, f"{framework.name}\n{framework.title}"), "\n".join(what)))


def addresses_of(framework: Framework) -> dict[str, str]:
    """Code to the address of each entry: the one with which it came, where it has one of its own, or a new one."""
    said = {competency.code: _said(competency) for competency in framework.competencies}
    used = Counter(address for address in said.values() if address)
    return {
        code: address if used[address] == 1 else f"urn:uuid:{identifier_of(framework, 'item', code)}"
        for code, address in said.items()
    }


def _said(competency: Competency) -> str:
    extra = competency.extra
    skos, case = extra.get("skos"), extra.get("case")
    item = case.get("item") if isinstance(case, Mapping) else None
    if isinstance(item, Mapping) and not item.get("uri"):
        item = {"uri": f"urn:uuid:{item.get('identifier')}"}
    sources = [skos, item, extra]
    found = next((s["uri"] for s in sources if isinstance(s, Mapping) and isinstance(s.get("uri"), str)), "")
    return found if _ABSOLUTE.fullmatch(found) else ""
