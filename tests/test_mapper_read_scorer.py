"""Criteria are told by reading the passages that lie nearest to each."""

from dataclasses import replace

import numpy as np
import pytest

from corpora import readers
from embeddings.encoders import Encoder, open_encoder
from embeddings.reader import open_reader
from mapper.actions import SAMPLES
from mapper.matching.calibrated import describe_encoder, rates_of, scorer_for
from mapper.matching.candidates import Pool
from mapper.matching.index import FrameworkIndex
from mapper.matching.queries import EncodedPassages, encode_for_reading
from mapper.matching.read_scorer import STAGES, ReadScorer
from mapper.matching.scorer import shipped
from mapper.matching.teaching import split_programme
from mapper.workspace.store import Workspace


@pytest.fixture(scope="module")
def e5() -> Encoder:
    return open_encoder("e5")


@pytest.fixture(scope="module")
def pool(encoder: Encoder) -> Pool:
    from corpora.frameworks import load

    return Pool.build(FrameworkIndex.build(load([SAMPLES / "EC9001.pdf"], name="conocer"), encoder))


@pytest.fixture(scope="module")
def asked(e5: Encoder) -> EncodedPassages:
    found = [p for p in split_programme(readers.read(SAMPLES / "programa.docx")).passages if p.language is not None]
    return encode_for_reading(found[:40], e5)


def test_what_ships_is_of_the_models_that_ship(e5: Encoder, encoder: Encoder, workspace: Workspace) -> None:
    found = shipped()
    assert found.criteria.models == (e5.revision, open_reader().revision)
    assert found.encoder == encoder.revision
    for revision in (encoder.revision, e5.revision, "another"):
        assert scorer_for(workspace.calibrated, revision) is found
    said = rates_of(describe_encoder(encoder, found))
    assert f"On {found.criteria.about['programmes']['real']} programmes as schools publish them" in said.en
    assert found.limits[1] < found.limits[0]
    assert found.limits_of_skills[1] < found.limits_of_skills[0]


def test_a_file_goes_through_unchanged_and_one_of_other_features_is_refused() -> None:
    found, of = shipped().criteria, (shipped().rarity,)
    back = ReadScorer.from_bytes(found.to_bytes(), *of)
    for stage in STAGES:
        np.testing.assert_array_equal(back.stages[stage].coefficients, found.stages[stage].coefficients)
        np.testing.assert_array_equal(back.stages[stage].refits, found.stages[stage].refits)
    assert (back.limits, back.models, back.about) == (found.limits, found.models, found.about)
    narrow = replace(found.stages["pair"], mean=np.zeros(3), spread=np.ones(3))
    narrow = replace(narrow, coefficients=np.zeros(4), refits=np.zeros((1, 4)))
    with pytest.raises(ValueError, match="other features"):
        ReadScorer.from_bytes(replace(found, stages={**found.stages, "pair": narrow}).to_bytes(), *of)


@pytest.mark.slow
def test_whichever_encoder_searches_a_criterion_is_told_alike(e5: Encoder, pool: Pool, asked: EncodedPassages) -> None:
    other = Pool.build(FrameworkIndex.build(pool.index.framework, e5))
    criteria, read = shipped().criteria, open_reader().scores
    can_show = criteria.shows(asked)
    found = [criteria.score_standard(asked, one, one.criteria(0), read, can_show) for one in (pool, other)]
    np.testing.assert_array_equal(found[0].taught, found[1].taught)
    np.testing.assert_array_equal(found[0].pairs, found[1].pairs)
