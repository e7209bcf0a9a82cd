"""alignment.json keeps to its schema, to its order of keys and to its numbers."""

import json
from dataclasses import replace
from typing import Any

import alignments
import numpy as np
import pytest
from command import validator

from mapper.programmes import Alignment
from mapper.reports.record_json import alignment_text

VALIDATOR = validator("alignment")


def one(alignment: Alignment | None = None, lang: str = "es") -> Any:  # noqa: ANN401 - a JSON value
    return json.loads(alignment_text([alignment or alignments.programme()], lang=lang))


@pytest.mark.parametrize("names", ["", "programme", "empty", "unmatched", "hostile", "programme syllabus"])
def test_keeps_to_its_schema(names: str) -> None:
    case = [getattr(alignments, name)() for name in names.split()]
    content = json.loads(alignment_text(case, lang="en").encode())
    VALIDATOR.validate(content)
    assert isinstance(content, dict) == (len(case) == 1)


def test_the_schema_misses_what_is_missing_and_refuses_what_is_wrong() -> None:
    for key in ["document", "settings", "frameworks", "encoder", "reading", "passages", "coverage"]:
        document = one()
        del document[key]
        assert [VALIDATOR.is_valid(value) for value in (document, [document])] == [False, False], key
    for of, key, value in (("match", "probability", 1.2), ("passage", "role", "objective"), ("passage", "cosine", 0.5)):
        document = one()
        passage = document["passages"][0]
        (passage if of == "passage" else passage["matches"][0])[key] = value
        assert not VALIDATOR.is_valid(document)


def test_keys_stand_in_the_published_order() -> None:
    document = one()
    passage = document["passages"][0]
    assert list(document["settings"]) == sorted(alignments.SETTINGS)
    for value, keys in (
        (document, "document settings frameworks encoder reading passages coverage"),
        (document["document"], "name sha256 language pages"),
        (document["frameworks"][0], "name version sha256"),
        (document["encoder"], "name revision"),
        (document["reading"], "pages unreadable_pages skipped"),
        (passage, "id text_id text page start end box section role language matches"),
        (passage["matches"][0], "framework code statement probability score evidence"),
        (document["coverage"][0], "framework code kind covered partly not_found uncertain of"),
    ):
        assert " ".join(value) == keys


def test_offsets_say_where_passage_and_evidence_stand() -> None:
    document = one()
    text = alignments.programme().document.text
    for passage in document["passages"]:
        assert text[passage["start"] : passage["end"]] == passage["text"]
    first = document["passages"][0]
    words = [first["text"][a:b] for a, b in first["matches"][0]["evidence"]]
    assert words == ["Verifica la orientación", "inclinación", "cubierta"]


def test_numbers_have_six_decimals_at_most_and_letters_stay() -> None:
    text = alignment_text([alignments.programme()], lang="es")
    told = ('"probability": 0.9971,', "100.123457", "orientación", '\n  "document": {\n    "name"')
    assert [said for said in told if said not in text] == []
    assert text.endswith("}\n")


def with_match(**changes: Any) -> str:  # noqa: ANN401
    """An alignment of one match that is changed so."""
    alignment = alignments.syllabus()
    mapped = alignment.passages[0]
    changed = replace(mapped, matches=(replace(mapped.matches[0], **changes),))
    return alignment_text([replace(alignment, passages=(changed,))], lang="es")


def test_numbers_of_numpy_and_minus_zero_are_plain_numbers() -> None:
    content = with_match(probability=np.float32(0.25), score=-0.0)
    assert '"probability": 0.25' in content
    assert '"score": 0.0' in content


def test_a_score_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        with_match(score=float("nan"))


def test_the_language_is_that_of_most_of_the_text_and_reasons_follow_that_of_the_report() -> None:
    told = [one(getattr(alignments, name)())["document"]["language"] for name in ("programme", "syllabus", "empty")]
    assert told == ["es", "en", None]
    for lang, why in (("es", "8 encabezados y pies que se repiten."), ("en", "8 running headers and footers.")):
        skipped = [{"what": "«Página 1 de 4»", "why": why}]
        assert one(lang=lang)["reading"] == {"pages": 4, "unreadable_pages": [4], "skipped": skipped}
