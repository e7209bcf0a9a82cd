"""Models of the families that people use, tiny and with random weights: prompts, dimensions, precision, card."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hub_server import hub

from embeddings.encoders import open_encoder
from embeddings.encoders.sentence_transformer import SentenceTransformerEncoder
from embeddings.errors import InputError

pytestmark = pytest.mark.slow

TEXTS = ["Soldar piezas de acero", "weld steel parts", "Llevar la contabilidad", "SQL", "Cortar tela según el patrón"]
_SIZES = {
    "vocab_size": 64, "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 48,
    "max_position_embeddings": 80, "pad_token_id": 0, "bos_token_id": 2, "eos_token_id": 3,
}  # fmt: skip
_LETTERS = [chr(code) for code in range(ord("a"), ord("z") + 1)] + list("áéíóúüñ .:,SQLWw")
TASKS = {"query": "task: search result | query: ", "document": "title: none | text: "}
FAMILIES = {
    # Name of the family: its architecture, how it pools, its prompts.
    "multilingual-e5-tiny": ("XLMRobertaConfig", "mean", {}),
    "bge-m3-tiny": ("XLMRobertaConfig", "cls", {}),
    "gte-modern-tiny": ("ModernBertConfig", "cls", {}),
    "granite-embedding-tiny": ("ModernBertConfig", "cls", {}),
    "Qwen3-Embedding-tiny": ("Qwen3Config", "lasttoken", {"query": "Instruct: find\nQuery:", "document": ""}),
    "embeddinggemma-tiny": ("Gemma3TextConfig", "mean", TASKS),
}


@pytest.fixture(scope="module", params=sorted(FAMILIES))
def model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as sentence-transformers saves it, with a card."""
    import torch
    import transformers
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from tokenizers import Regex, Tokenizer, models, pre_tokenizers

    name = request.param
    kind, pooling, prompts = FAMILIES[name]
    folder = tmp_path_factory.mktemp("models")
    torch.manual_seed(1)
    own: dict[str, object] = {**_SIZES}
    if kind in ("Qwen3Config", "Gemma3TextConfig"):
        own |= {"num_key_value_heads": 1, "head_dim": 16}
    if kind == "ModernBertConfig":
        own |= {"cls_token_id": 2, "sep_token_id": 3}
    config = getattr(transformers, kind)(**own)
    transformers.AutoModel.from_config(config).save_pretrained(folder / "body")
    words = {token: place for place, token in enumerate(["<pad>", "<unk>", "<s>", "</s>", *dict.fromkeys(_LETTERS)])}
    tokenizer = Tokenizer(models.WordLevel(words, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex("."), "isolated")
    transformers.PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="<pad>", unk_token="<unk>", cls_token="<s>", sep_token="</s>"
    ).save_pretrained(folder / "body")
    body = Transformer(str(folder / "body"), max_seq_length=64)
    saved = SentenceTransformer(modules=[body, Pooling(32, pooling_mode=pooling)], prompts=prompts, device="cpu")
    saved.save(str(folder / name))
    (folder / name / "README.md").write_text("---\nlanguage: es\nlicense: apache-2.0\n---\n# Tiny\n", encoding="utf-8")
    return folder / name


def opened(model: Path, options: str = "") -> SentenceTransformerEncoder:
    found = open_encoder(f"sentence_transformer:{model}{options}")
    assert isinstance(found, SentenceTransformerEncoder)
    return found


def test_every_family_is_read_from_its_folder(model: Path) -> None:
    encoder = opened(model)
    rows = encoder.encode(TEXTS, role="passage")
    assert rows.shape == (len(TEXTS), 32)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert encoder.card.licence == "apache-2.0"
    assert encoder.card.size > 1000
    alone = np.vstack([encoder.encode([text], role="passage") for text in TEXTS])
    np.testing.assert_allclose(alone, rows, atol=1e-5)  # padding changes nothing


def test_prompts_are_the_models_own_its_familys_or_those_asked_for(model: Path) -> None:
    encoder = opened(model)
    query, passage = (encoder.encode(TEXTS[:1], role=role) for role in ("query", "passage"))
    has_prompts = "e5" in model.name or bool(FAMILIES[model.name][2])
    assert (np.abs(query - passage).max() > 1e-4) == has_prompts
    asked = opened(model, ";query=a: ;passage=a: ")
    query, passage = (asked.encode(TEXTS[:1], role=role) for role in ("query", "passage"))
    np.testing.assert_allclose(query, passage, atol=1e-6)
    assert asked.revision != encoder.revision


def test_fewer_dimensions_are_the_first_ones(model: Path) -> None:
    whole, cut = opened(model).encode(TEXTS, role="query")[:, :8], opened(model, ";dimensions=8")
    assert cut.dimension == 8
    expected = whole / np.linalg.norm(whole, axis=1, keepdims=True)
    np.testing.assert_allclose(cut.encode(TEXTS, role="query"), expected, atol=1e-5)


@pytest.mark.parametrize("precision", ["bfloat16", "float16"])
def test_half_precision_keeps_the_order(model: Path, precision: str) -> None:
    whole, half = opened(model), opened(model, f";precision={precision}")
    assert half.revision != whole.revision
    one, other = (encoder.encode(TEXTS, role="query") for encoder in (whole, half))
    np.testing.assert_allclose(np.linalg.norm(other, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(other @ other.T, one @ one.T, atol=0.01)


def test_a_gpu_gives_the_processors_vectors(model: Path) -> None:
    import torch

    if not torch.cuda.is_available():
        pytest.skip("there is no GPU on this machine")
    one, other = (opened(model, options).encode(TEXTS, role="query") for options in ("", ";device=cuda"))
    np.testing.assert_allclose(other, one, atol=1e-5)


def test_an_option_a_folder_or_a_device_that_is_none_is_told(
    small_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for wrong in (";dimensions=0", ";precision=int3", ";colour=red", ";query"):
        with pytest.raises(InputError, match="no option"):
            opened(small_model, wrong)
    with pytest.raises(InputError, match="has 32 dimensions"):
        opened(small_model, ";dimensions=33")
    with pytest.raises(InputError, match="could not be opened"):
        opened(small_model, ";device=cuda:99")
    monkeypatch.chdir(tmp_path)
    for missing in ("./none", "../none", str(tmp_path / "none")):
        with pytest.raises(InputError, match="no such folder"):
            open_encoder(f"sentence_transformer:{missing}")


def test_a_model_of_the_hub_is_downloaded_once_and_then_works_offline(small_model: Path, tmp_path: Path) -> None:
    said = "print(encoder.revision, encoder.encode(['Soldar'], role='query').sum())"
    code = "from embeddings.encoders import open_encoder\n"
    code += f"encoder = open_encoder('sentence_transformer:someone/e5-tiny')\n{said}\n"
    plain = {name: value for name, value in os.environ.items() if not name.startswith("HF_")}

    def run(**environment: str) -> str:
        made = {**plain, "HF_HOME": str(tmp_path), **environment}
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=made, check=False)
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    with hub("someone/e5-tiny", small_model) as address:
        online = run(HF_ENDPOINT=address)
    assert run(HF_HUB_OFFLINE="1") == online
    rows = open_encoder(f"sentence_transformer:{small_model}").encode(["Soldar"], role="query")
    assert float(online.split()[1]) == pytest.approx(float(rows.sum()), abs=1e-4)
