"""A mapping as SSSOM/TSV: metadata as YAML comments, then one row for each correspondence.

Source: the Simple Standard for Sharing Ontological Mappings, 1.0 (https://mapping-commons.github.io/sssom/). Every
identifier is a CURIE whose prefix the metadata declares; the code by which people know an entry stands in `comment`.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from itertools import chain, count
from urllib.parse import quote

from corpora import _
from corpora.files import skipped_entries
from corpora.frameworks.writers import Export
from mapper.between.exchange import Correspondence, MappingSet, Node, Predicate, combine_identifiers

LICENCE = "https://w3id.org/sssom/license/unspecified"
COLUMNS = (
    "subject_id subject_label predicate_id predicate_modifier object_id object_label mapping_justification author_id"
    " author_label mapping_date confidence similarity_score similarity_measure comment"
)
PREDICATES: dict[Predicate, str] = {
    "exact": "skos:exactMatch",
    "close": "skos:closeMatch",
    "broad": "skos:broadMatch",
    "narrow": "skos:narrowMatch",
    "related": "skos:relatedMatch",
    "replaced": "IAO:0100001",
}
NOTHING = "sssom:NoTermFound"
_TOLD = {
    "places": ("passages", _("passages whose section, page and role SSSOM has no place for: {n}")),
    "scores": ("similarity_score", _("scores outside 0 to 1, which SSSOM does not allow: {n}")),
}
_ORCID = re.compile(r"\b\d{4}-\d{4}-\d{4}-\d{3}[\dX]\b")
_FIXED = {
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "semapv": "https://w3id.org/semapv/vocab/",
    "sssom": "https://w3id.org/sssom/",
    "IAO": "http://purl.obolibrary.org/obo/IAO_",
    "orcid": "https://orcid.org/",
    "urn": "urn:",  # of the set itself, whose identifier sssom-py takes for a CURIE
    "uuid": "urn:uuid:",
}


def write(mappings: Sequence[MappingSet]) -> Export:
    """Return the table, in UTF-8 without a byte order mark; several mappings become one set."""
    spaces = dict(_FIXED)
    text = io.StringIO()
    writer = csv.writer(text, delimiter="\t", lineterminator="\n")
    writer.writerow(COLUMNS.split())
    for mapping in mappings:
        for correspondence in mapping.correspondences:
            writer.writerow([" ".join(cell.split()) for cell in _row(correspondence, spaces)])
    head = "".join(f"#{line}\n" for line in _metadata(mappings, spaces))
    scores = (c.score for mapping in mappings for c in mapping.correspondences if c.score is not None)
    places = sum(bool(node.about) for mapping in mappings for node in mapping.sources)
    left_out = skipped_entries(Counter(places=places, scores=sum(not 0 <= score <= 1 for score in scores)), _TOLD)
    return Export((head + text.getvalue()).encode(), left_out)


def _curie(node: Node, spaces: dict[str, str]) -> str:
    """Return the address of an end as a CURIE, whose prefix is added to `spaces` where none of these fits."""
    space, local = re.fullmatch(r"(.*[/#:])?([^/#:]*)", node.uri, re.DOTALL).groups("")  # type: ignore[union-attr]
    prefix = next((name for name, known in spaces.items() if known == space), None)
    if prefix is None:
        name = re.sub(r"[^A-Za-z0-9_]", "_", node.vocabulary)
        name = name if name[:1].isalpha() else f"f_{name}"
        numbered = chain([name], (f"{name}_{number}" for number in count(2)))
        prefix = next(made for made in numbered if made not in spaces)
        spaces[prefix] = space
    return f"{prefix}:{quote(local, safe='-._~%')}"


def _metadata(mappings: Sequence[MappingSet], spaces: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines of the metadata: JSON strings are YAML strings, in ASCII, since YAML forbids some characters."""
    yield f"mapping_set_id: {json.dumps('urn:uuid:' + combine_identifiers(mappings))}"
    yield f"mapping_set_title: {json.dumps(', '.join(mapping.title for mapping in mappings))}"
    yield f"license: {json.dumps(LICENCE)}"
    yield "mapping_tool: curmap"
    yield f"mapping_tool_version: {json.dumps(version('curriculum-mapper'))}"
    if revisions := list(dict.fromkeys(said for mapping in mappings for said in _revisions(mapping))):
        yield f"comment: {json.dumps('; '.join(revisions))}"
    yield "curie_map:"
    for name, space in sorted(spaces.items()):
        yield f"  {name}: {json.dumps(space)}"


def _revisions(mapping: MappingSet) -> Iterator[str]:
    """Yield the encoder, and the matcher or the crosswalk's model; nothing for compared editions."""
    if encoder := mapping.settings.get("encoder"):
        yield f"encoder: {encoder['name']} {encoder['revision']}"
    yield from (f"{name}: {mapping.settings[name]}" for name in ("matcher", "model") if name in mapping.settings)


def _row(correspondence: Correspondence, spaces: dict[str, str]) -> list[str]:
    source, target, score = correspondence.source, correspondence.target, correspondence.score
    codes = [f"{node.vocabulary}/{node.code}" for node in (source, target) if node and node.vocabulary != "passage"]
    orcid = _ORCID.search(correspondence.author)
    similar = score is not None and 0 <= score <= 1
    computed, decided = correspondence.probability, bool(correspondence.author)
    # Found by several signals together; or so and then looked at, as that nothing was found; or a person's own.
    is_review = target is None or computed is not None or score is not None
    by_person = "MappingReview" if is_review else "ManualMappingCuration"
    said = ["corresponds in part" if correspondence.partly else ""]
    # The confidence would be in what the person says, who gives none.
    said += [f"computed probability: {computed:.6g}" if decided and computed is not None else "", correspondence.note]
    return [
        _curie(source, spaces),
        source.title,
        PREDICATES[correspondence.predicate],
        "Not" if correspondence.rejected else "",
        NOTHING if target is None else _curie(target, spaces),
        "" if target is None else target.title,
        f"semapv:{by_person if decided else 'CompositeMatching'}",
        f"orcid:{orcid[0]}" if orcid else "",
        correspondence.author,
        correspondence.date[:10],
        "" if computed is None or decided else f"{computed:.6g}",
        f"{score:.6g}" if similar else "",
        "curmap matcher" if similar else "",
        "; ".join([*codes, *filter(None, said)]),
    ]
