"""What ads are said to ask for of a standard's criteria, on ads that were written for it."""

import json

import numpy as np

from corpora.frameworks import load
from embeddings.encoders import open_encoder
from lab.training.asked_criteria import ADS
from mapper.evaluation.training import SHIPPED as TRUTH
from mapper.industry.demand.model import kinds_in
from mapper.industry.demand.pairs import EntrySimilarity
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
