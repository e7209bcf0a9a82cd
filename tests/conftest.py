"""Fixtures that every test module may use."""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import reading
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from corpora import Document
    from embeddings.encoders import Encoder
    from mapper.workspace.store import Workspace

ROOT = Path(__file__).resolve().parent.parent
# How long an example takes says how busy the machine is. What is checked of a change are the same examples each time.
settings.register_profile(
    "curmap", deadline=None, max_examples=30, derandomize="CURMAP_REQUIRE_SYSTEM_PACKAGES" in os.environ
)
settings.load_profile("curmap")
# Processes that tests start, the workers of the tests among them, would else compile every module they import anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# Threads of BLAS and OpenMP wait for each other in loops where the machine is busy, as it is with tests side by side.
os.environ |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}

# What the models gave of a text in one test is there in the next, in whichever process: a folder for each run.
if "PYTEST_XDIST_WORKER" not in os.environ:
    _CACHE = tempfile.TemporaryDirectory(prefix="curmap-tests-", ignore_cleanup_errors=True)
    os.environ["XDG_CACHE_HOME"] = _CACHE.name


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out files of slow tests alone where none is asked for: torch and a browser take seconds to import."""
    if config.option.markexpr != "not slow" or collection_path.suffix != ".py":
        return None
    return True if "\npytestmark = pytest.mark.slow\n" in collection_path.read_text(encoding="utf-8") else None


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup() -> Iterator[None]:
    with same_environment():
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call() -> Iterator[None]:
    with same_environment():
        return (yield)


@contextmanager
def same_environment() -> Iterator[None]:
    """Let every test run in the same environment: the process that reads files is started anew where it changes."""
    told = os.environ.pop("PYTEST_CURRENT_TEST", None)
    try:
        yield
    finally:
        if told is not None:
            os.environ["PYTEST_CURRENT_TEST"] = told


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data beside the checkout; a test that needs it skips where it is missing."""
    folder = ROOT.parent / "shared"
    if not (folder / "data").is_dir():
        pytest.skip("the real data (../shared) is not on this machine")
    return folder


@pytest.fixture
def held(request: pytest.FixtureRequest) -> reading.Held:
    """Compares documents with the table of the test's name in data/documents."""

    def check(*documents: "Document") -> None:
        shown = [row for document in documents for row in reading.table(document)]
        assert shown == reading.expected(request.node.name)

    return check


@pytest.fixture(scope="session")
def norms(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the sample standard ("conocer") and the sample table ("table"): to be read, or copied."""
    from mapper.actions import SAMPLES, add_framework
    from mapper.workspace.store import Workspace

    folder = tmp_path_factory.mktemp("norms")
    for name in ("EC9001.pdf", "normas.csv"):
        add_framework(Workspace(folder), [SAMPLES / name])
    return folder


@pytest.fixture
def workspace(norms: Path, tmp_path: Path) -> "Workspace":
    """A copy of it, to be written to."""
    from mapper.workspace.store import Workspace

    return Workspace(Path(shutil.copytree(norms, tmp_path / "workspace")))


@pytest.fixture(scope="session")
def ads(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    """The first so many of the sample ads: comparing one takes long, 10 give shares, 30 an order."""
    from mapper.actions import SAMPLES

    lines = (SAMPLES / "ofertas.jsonl").read_text(encoding="utf-8").splitlines()
    folder = tmp_path_factory.mktemp("ads")

    def first(count: int) -> Path:
        path = folder / f"{count}.jsonl"
        path.write_text("\n".join(lines[:count]), encoding="utf-8")
        return path

    return first


@pytest.fixture(scope="session")
def encoder() -> "Encoder":
    """The one that ships."""
    from embeddings.encoders import open_encoder

    return open_encoder()


@pytest.fixture(scope="session")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A transformer of two tiny layers with random weights: right in form, cheap, and from nowhere."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder = tmp_path_factory.mktemp("model")
    torch.manual_seed(0)
    letters = [chr(c) for c in range(ord("a"), ord("z") + 1)] + list("áéíóúüñ0123456789.")
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{letter}" for letter in letters)]
    bert = folder / "bert"
    bert.mkdir(parents=True)
    (bert / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    BertTokenizerFast(str(bert / "vocab.txt"), strip_accents=False).save_pretrained(bert)
    size = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=64,
    )
    BertModel(size).save_pretrained(bert)
    body = Transformer(str(bert), max_seq_length=32)
    saved = folder / "e5-tiny"
    SentenceTransformer(modules=[body, Pooling(32)], device="cpu").save(str(saved))
    return saved


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """Chromium, which the system brings; not for the session, since its event loop would stand in others' way."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=180_000)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        reading.skip_or_fail("chromium is not installed")
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=flags, timeout=180_000)
        yield running
        running.close()
