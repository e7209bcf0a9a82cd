"""What a question's parts and its context change in the order of its candidates, and what they must not change."""

from dataclasses import replace

import numpy as np
import pytest
from small_frameworks import framework, passage

from corpora import Competency
from embeddings.encoders import Encoder
from mapper.matching.candidates import Pool, Scale
from mapper.matching.index import FrameworkIndex
from mapper.matching.matcher import Matcher
from mapper.matching.queries import Question, make_question
from mapper.matching.scorer import shipped
from mapper.matching.scoring import USED, Mixture, Scored, score_all, texts_of

STATEMENTS = (
    "Elaborar vinos y controlar las fermentaciones",
    "Realizar el mantenimiento de máquinas de coser",
    "Gestionar los residuos de la almazara",
    "Extraer y refinar aceites de oliva",
    "Atender a clientes en el comercio",
    "Auxiliar de enfermería",
)
WINE, SEWING, _, OIL, _, NURSING = range(len(STATEMENTS))


def pool_of(encoder: Encoder, *entries: Competency | str) -> Pool:
    return Pool.build(FrameworkIndex.build(framework(*entries), encoder))


@pytest.fixture(scope="module")
def pool(encoder: Encoder) -> Pool:
    return pool_of(encoder, *STATEMENTS)


def scored(questions: list[Question], pool: Pool, encoder: Encoder, mixture: Mixture = USED) -> list[Scored]:
    texts = texts_of(questions)
    return score_all(questions, texts, encoder.encode(texts, role="query"), pool, mixture)


def best(found: Scored) -> int:
    return int(found.entries[np.argmax(found.score)])


def lead(found: Scored, entry: int) -> float:
    """How far an entry lies before the best other one."""
    return float(found.score[found.entries == entry][0] - found.score[found.entries != entry].max())


def gain(alone: Scored, other: Scored, entry: int) -> float:
    """How much further an entry came."""
    return lead(other, entry) - lead(alone, entry)


def test_a_title_counts_beside_its_long_text(pool: Pool, encoder: Encoder) -> None:
    text = "Atención a clientes, comercio, horarios, salario según convenio y contrato indefinido a jornada completa"
    asked = [make_question(text, "es"), make_question(text, "es", title="AUXILIARES DE ENFERMERÍA")]
    plain, titled = scored(asked, pool, encoder)
    assert best(plain) != NURSING
    assert best(titled) == NURSING


def test_the_best_parts_of_a_module_count(pool: Pool, encoder: Encoder) -> None:
    parts = ("Realiza el mantenimiento de la máquina de coser", "Valora el riesgo", "Conoce la empresa")
    plain, module = scored([make_question("Taller", "es"), make_question("Taller", "es", parts=parts)], pool, encoder)
    assert gain(plain, module, SEWING) > 0
    assert best(module) == SEWING


def test_cosines_of_another_encoder_are_brought_to_the_models_scale(pool: Pool, encoder: Encoder) -> None:
    narrow, wide = Scale(0.8, 0.03), Scale(0.1, 0.12)
    np.testing.assert_allclose(narrow.to(wide, np.array([0.8, 0.86], np.float32)), [0.1, 0.34], atol=1e-6)
    own = Scale.measure(pool.index)
    assert -0.2 < own.mean < 0.5
    assert own.spread > 0
    model = shipped()
    assert model.scale_for(encoder.revision) is None or model.encoder != encoder.revision
    assert model.scale_for("another") == model.scale


def test_an_encoder_with_high_cosines_gets_no_high_probabilities(pool: Pool, encoder: Encoder) -> None:
    class Narrow:
        """The same encoder with all cosines between .8 and 1, as some models have them."""

        name, revision, dimension = "narrow", "narrow", encoder.dimension + 1

        def encode(self, texts: list[str], *, role: str) -> np.ndarray:
            plain = encoder.encode(texts, role=role)  # type: ignore[arg-type]
            constant = np.full((len(texts), 1), np.sqrt(0.8), dtype=np.float32)
            return np.hstack([plain * np.float32(np.sqrt(0.2)), constant]).astype(np.float32)

    narrow = Narrow()
    index = FrameworkIndex.build(pool.index.framework, narrow)  # type: ignore[arg-type]
    model = replace(shipped(), threshold=0.0)
    asked = [passage("El horario de la biblioteca se publica en septiembre")]
    usual = Matcher([pool.index], encoder, scorer=model).match(asked)[0][0].probability
    found = Matcher([index], narrow, scorer=model).match(asked)[0][0].probability  # type: ignore[arg-type]
    assert found < 0.3
    assert found == pytest.approx(usual, abs=0.15)
