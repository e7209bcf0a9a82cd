"""Passages to competencies: order, probability, evidence, and what must not change them."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from small_frameworks import framework, passage

from corpora import Competency, InputError, Label
from embeddings.encoders import Encoder, open_encoder
from mapper.matching.index import FrameworkIndex
from mapper.matching.matcher import Matcher
from mapper.matching.scorer import shipped
from mapper.workspace.files import replace_folder

WELDING = "Soldar piezas de acero con arco eléctrico"
STATEMENTS = (
    "Soldadura de piezas de acero por arco eléctrico",
    "Preparación de alimentos en la cocina",
    "Contabilidad de pequeñas empresas",
    "Atención a clientes por teléfono",
    "Mantenimiento de instalaciones eléctricas",
    "Diseño de cursos de formación",
)
EVERYTHING = replace(shipped(), threshold=0.0)
"""Shows every candidate, whatever its probability."""


@pytest.fixture(scope="module")
def index(encoder: Encoder) -> FrameworkIndex:
    return FrameworkIndex.build(framework(*STATEMENTS), encoder)


@pytest.fixture(scope="module")
def matcher(index: FrameworkIndex, encoder: Encoder) -> Matcher:
    return Matcher([index], encoder)


@pytest.fixture(scope="module")
def everything(index: FrameworkIndex, encoder: Encoder) -> Matcher:
    return Matcher([index], encoder, scorer=EVERYTHING)


def shown(encoder: Encoder, *entries: Competency | str) -> dict[str, float]:
    """Code and probability of all that a passage on welding may correspond to."""
    index = FrameworkIndex.build(framework(*entries), encoder)
    (found,) = Matcher([index], encoder, scorer=EVERYTHING).match([passage(WELDING)])
    return {match.code: match.probability for match in found}


@pytest.mark.parametrize("text", [WELDING, WELDING.replace("é", "e")])
def test_the_right_standard_comes_first_with_the_words_that_say_so(matcher: Matcher, text: str) -> None:
    best = matcher.match([passage(text)])[0][0]
    assert (best.framework, best.code, best.statement) == ("n", "C0", STATEMENTS[0])
    words = [text[start:end] for start, end in best.evidence]
    assert {"piezas", "acero", "arco"} <= set(words)
    assert "de" not in words


def test_what_nothing_resembles_has_no_match(matcher: Matcher) -> None:
    texts = ["El horario de la biblioteca se publica en septiembre", "xyzzy", "12 34", "•", ""]
    assert matcher.match([passage(text) for text in texts]) == [()] * len(texts)


@pytest.mark.parametrize("section", [(), ("Taller", "Módulo 1")])
def test_order_and_repetition_of_passages_change_nothing(everything: Matcher, section: tuple[str, ...]) -> None:
    texts = [WELDING, "Llevar la contabilidad", "Atender a clientes", WELDING, ""]
    passages = [passage(text, number, section=section) for number, text in enumerate(texts)]
    forward, backward = everything.match(passages), everything.match(passages[::-1])
    assert forward == backward[::-1]
    assert forward[0] == forward[3]


def test_several_may_store_the_same_index_at_once(tmp_path: Path) -> None:
    def store(number: int) -> None:
        fresh = tmp_path / str(number)
        fresh.mkdir()
        (fresh / "manifest.json").touch()
        replace_folder(fresh, tmp_path / "index")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(store, range(400)))
    assert (tmp_path / "index" / "manifest.json").exists()


def test_where_nothing_may_be_written_the_index_serves_all_the_same(
    index: FrameworkIndex, encoder: Encoder, tmp_path: Path
) -> None:
    tmp_path.chmod(0o500)
    if os.access(tmp_path, os.W_OK):
        pytest.skip("the superuser may write everywhere")
    built = FrameworkIndex.open(tmp_path / "index", index.framework, encoder)
    assert built.entries.tolist() == index.entries.tolist()
    assert not (tmp_path / "index").exists()


@pytest.mark.parametrize(
    "text", [WELDING.upper(), f"  • {WELDING}\n", WELDING.replace("é", "e\u0301"), WELDING.replace(" ", "\u00a0")]
)
def test_capitals_marks_and_composition_change_neither_score_nor_order(everything: Matcher, text: str) -> None:
    def found(wording: str) -> list[tuple[str, float]]:
        return [(match.code, match.probability) for match in everything.match([passage(wording)])[0]]

    plain, other = found(WELDING), found(text)
    assert [code for code, _ in other] == [code for code, _ in plain]
    assert [p for _, p in other] == pytest.approx([p for _, p in plain], abs=1e-4)


ODD = "😀 soldar piezas, acero-arco: «eléctrico»"


@pytest.mark.parametrize("text", [WELDING, WELDING.upper(), "Join steel parts by welding", ODD, "soldar " * 300])
def test_evidence_is_whole_words_within_the_text(everything: Matcher, text: str) -> None:
    for match in everything.match([passage(text)])[0]:
        assert list(match.evidence) == sorted(match.evidence)
        for start, end in match.evidence:
            assert 0 <= start < end <= len(text)
            assert text[start:end].strip() == text[start:end]
            assert start == 0 or not (text[start - 1].isalnum() and text[start].isalnum())
            assert end == len(text) or not (text[end - 1].isalnum() and text[end].isalnum())


def test_across_languages_the_words_that_bring_the_vectors_together_are_shown(everything: Matcher) -> None:
    text = "Students join metal by welding on Monday"
    best = everything.match([passage(text, language="en")])[0][0]
    assert best.code == "C0"
    assert "welding" in [text[start:end] for start, end in best.evidence]


def test_a_framework_with_one_entry_or_none(encoder: Encoder) -> None:
    one = FrameworkIndex.build(framework(STATEMENTS[0]), encoder)
    none = FrameworkIndex.build(framework(name="vacía"), encoder)
    asked = [passage(WELDING), passage("El horario del bus")]
    right, wrong = Matcher([one, none], encoder, scorer=EVERYTHING).match(asked)
    assert [match.code for match in (*right, *wrong)] == ["C0", "C0"]
    assert right[0].probability > 0.7
    assert wrong[0].probability < 0.4
    assert Matcher([one, none], encoder).match([]) == []


def test_occupations_and_groups_are_no_candidates(encoder: Encoder) -> None:
    entries = (Competency("o", "soldador", "occupation"), Competency("g", "soldadura", "group"))
    assert shown(encoder, *entries) == {}
    assert list(shown(encoder, *entries, "Soldadura")) == ["C2"]


def test_another_wording_finds_its_entry_and_the_statement_is_in_the_passages_language(encoder: Encoder) -> None:
    labels = (Label("weld metal", "en", "preferred"), Label("fuse metal parts", "en"))
    skill = Competency("s", "soldar metal", "skill", labels=labels)
    index = FrameworkIndex.build(framework(skill, *STATEMENTS[1:]), encoder)
    best = Matcher([index], encoder).match([passage("Fuse metal parts", language="en")])[0][0]
    assert (best.code, best.statement) == ("s", "weld metal")


def test_a_saved_index_matches_the_same(index: FrameworkIndex, encoder: Encoder, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    asked = [passage(WELDING)]
    for _ in range(2):
        again = FrameworkIndex.open(tmp_path, index.framework, encoder, progress=lambda *step: seen.append(step))
        assert Matcher([again], encoder).match(asked) == Matcher([index], encoder).match(asked)
    assert seen == [(0, 6), (6, 6)]  # built once
    assert [path.name for path in tmp_path.iterdir()] == [encoder.revision]


@pytest.mark.parametrize("file", ["1" * 64, None], ids=["another file", "the same file read otherwise"])
def test_an_index_is_rebuilt_when_the_framework_changed_and_keeps_what_did_not(
    index: FrameworkIndex, encoder: Encoder, tmp_path: Path, file: str | None
) -> None:
    FrameworkIndex.open(tmp_path, index.framework, encoder)
    more = framework(*STATEMENTS, "Pintar muros")
    changed = replace(more, sha256=file or index.framework.sha256)
    seen: list[tuple[int, int]] = []
    again = FrameworkIndex.open(tmp_path, changed, encoder, progress=lambda done, total: seen.append((done, total)))
    assert seen[0] == (6, 7)
    np.testing.assert_array_equal(again.index.vectors(np.arange(6)), index.index.vectors(np.arange(6)))
    with pytest.raises(InputError, match="another version"):
        FrameworkIndex.load(tmp_path / encoder.revision, index.framework, encoder)


@pytest.mark.parametrize(
    "name", ["vectors.faiss", "entries.npy", "manifest.json", "grams/terms.npy", "terms/words.txt", "drawn/shares.npy"]
)
def test_a_damaged_index_is_refused_by_load_and_rebuilt_by_open(
    index: FrameworkIndex, encoder: Encoder, tmp_path: Path, name: str
) -> None:
    FrameworkIndex.open(tmp_path, index.framework, encoder)
    (tmp_path / encoder.revision / name).write_bytes(b"")
    with pytest.raises(InputError):
        FrameworkIndex.load(tmp_path / encoder.revision, index.framework, encoder)
    again = FrameworkIndex.open(tmp_path, index.framework, encoder)
    assert Matcher([again], encoder).match([passage(WELDING)]) == Matcher([index], encoder).match([passage(WELDING)])


def test_an_index_of_another_encoder_is_refused(index: FrameworkIndex, encoder: Encoder) -> None:
    with pytest.raises(ValueError, match="encoder"):
        Matcher([replace(index, encoder="0")], encoder)


def test_the_shipped_model_says_what_it_was_fitted_on() -> None:
    model = shipped()
    assert 0 < model.threshold < 1
    assert model.limits[1] < model.limits[0]
    assert model.criteria.about["programmes"]["criteria"] > 100
    assert model.about["pairs"]["pairs"] > 1000
    assert model.encoder == open_encoder().revision, "fit it again: lab.training scorer"
