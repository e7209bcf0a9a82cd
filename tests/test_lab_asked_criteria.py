"""What ads are said to ask for of a standard's criteria, on ads that were written for it."""

import json

import numpy as np
import pytest

from corpora.frameworks import load
from embeddings.encoders import open_encoder
from lab.training.asked_criteria import ADS
from mapper.evaluation.training import SHIPPED as TRUTH
from mapper.industry.ad_lines import load as load_ads
from mapper.industry.demand.model import kinds_in, shipped
from mapper.industry.demand.pairs import AdGroups, EntrySimilarity, score_pairs
from mapper.industry.demand.profile import demand
from mapper.matching.index import FrameworkIndex

TABLES = {path: TRUTH / path.stem / "standard.csv" for path in sorted((ADS / "train").glob("*.jsonl"))}
TABLES |= {path: path.with_suffix(".csv") for path in sorted((ADS / "lists").glob("*.jsonl"))}


def test_every_ad_names_criteria_that_there_are() -> None:
    for path, table in TABLES.items():
        framework = load([table])
        criteria = {framework.competencies[place].code for place in kinds_in(framework)}
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            assert {*row["asks"], *row["partly"]} <= criteria, row["id"]


def test_how_near_an_ad_is_to_a_list_is_told_by_its_entries_not_by_its_name() -> None:
    encoder, near = open_encoder(), []
    for name in ("tienda", "mesa 7"):
        index = FrameworkIndex.build(load([ADS / "lists" / "tienda.csv"], name=name), encoder)
        _vectors, (whole,) = EntrySimilarity(index, encoder).compare_whole(
            ["Se solicita cajera con experiencia en tienda."]
        )
        assert index.framework.competencies[0].code == name
        near.append(whole)
    assert np.array_equal(*near)


@pytest.mark.slow
@pytest.mark.parametrize("code", ["ec9601", "ec9604"])
def test_of_a_standard_ads_are_said_to_ask_for_about_as_much_as_they_do(code: str) -> None:
    framework = load([TRUTH / code / "standard.csv"])
    path = ADS / "train" / f"{code}.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    asked, encoder = AdGroups.from_ads(load_ads([path], columns={"description": "text"})), open_encoder()
    similarity = EntrySimilarity(FrameworkIndex.build(framework, encoder), encoder)
    found = score_pairs(asked, similarity, shipped(), lambda *_: None)
    told = demand(asked, [framework], [found], shipped())
    true = sum(len(row["asks"]) for row in rows)
    said = sum(told.expected[framework.name, place].ads for place in kinds_in(framework))
    assert said == pytest.approx(true, rel=0.35)
    # Elements are told as groups of what stands below them, and not again beside it.
    assert {row.code.count("/") for row in told.profile.by_group} == {1}
    assert {row.code.count("/") for row in told.profile.competencies} == {3}
