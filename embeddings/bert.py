"""A BERT model of a Hugging Face folder on ONNX Runtime, with weights and activations of 8 bits.

Both folders that ship are read so: one of sentence-transformers (mean over the tokens, an affine map, unit length), and
one of a cross-encoder (the first token, a pooler, one number). The graph is made of the folder's weights when it is
opened, which takes a second; importing torch takes two.

Activations are quantised row by row (a row is a token), so that no token changes another one's rounding as a scale for
a whole batch would. Texts go through in batches of fixed shape: eight, of a length rounded up to one of `LENGTHS`, the
missing ones empty. So the same kernels see a text in the same way whatever stands beside it, and it has the same vector
to the last bit.
"""

from __future__ import annotations

import hashlib
import json
import math
import struct
import threading
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.threads import run_parallel

Floats = NDArray[np.float32]
Tokens = Sequence[int]

LENGTHS = (8, 12, 16, 20, 24, 32, 40, 48, 56, 64, 80, 96, 128, 192, 256, 384, 512)
"""Tokens that a batch has; a text is filled up to the next of them."""
BATCH = 8
_BEGIN, _PAD, _END = range(3)
_ZERO, _STEPS = 128, 127  # of a row in 8 bits: where its zero lies, and how many steps its largest value is away
_CALM = 4.0  # times a row's mean size: larger columns are made smaller
_DTYPES = {"F32": "<f4", "F16": "<f2", "F64": "<f8", "I64": "<i8"}


def tensors(path: Path) -> dict[str, Floats]:
    """Read a safetensors file, numbers of 8 bits (E4M3) too, which numpy does not know."""
    data = path.read_bytes()
    (size,) = struct.unpack_from("<Q", data)
    header = json.loads(data[8 : 8 + size])
    table = _e4m3()
    found = {}
    for name, about in header.items():
        if name == "__metadata__":
            continue
        begin, end = (8 + size + offset for offset in about["data_offsets"])
        part = data[begin:end]
        if about["dtype"] == "F8_E4M3":
            values = table[np.frombuffer(part, np.uint8)]
        elif about["dtype"] == "BF16":
            values = (np.frombuffer(part, "<u2").astype(np.uint32) << 16).view(np.float32)
        else:
            values = np.asarray(np.frombuffer(part, dtype=_DTYPES[about["dtype"]]), dtype=np.float32)
        found[name] = values.reshape(about["shape"])
    return found


def _e4m3() -> Floats:
    """Return the 256 numbers of 4 bits of exponent and 3 of mantissa (Micikevicius et al. 2022, "FP8 formats")."""
    code = np.arange(256)
    sign, exponent, mantissa = np.where(code >> 7, -1.0, 1.0), (code >> 3) & 15, code & 7
    value = np.where(exponent == 0, mantissa / 8 * 2.0**-6, (1 + mantissa / 8) * 2.0 ** (exponent - 7.0))
    value[(code & 127) == 127] = np.nan
    return (sign * value).astype(np.float32)


@lru_cache(maxsize=1)
def runtime_hash() -> str:
    """Hash what the numbers of a folder's network follow from beside the folder: this module and ONNX Runtime."""
    return hashlib.sha256(Path(__file__).read_bytes() + version("onnxruntime").encode()).hexdigest()[:8]


class Bert:
    """The network of a folder; as many batches go through it side by side as `threads.processors` says."""

    def __init__(self, folder: Path) -> None:
        from tokenizers import Tokenizer

        weights = tensors(folder / "model.safetensors")
        weights = {name.removeprefix("bert."): value for name, value in weights.items()}
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        # As exact in 16 bits: the folders hold 8.
        self._words = weights["embeddings.word_embeddings.weight"].astype(np.float16)
        self._places = (
            weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
        )
        if (dense := folder / "2_Dense" / "model.safetensors").is_file():
            weights |= {f"dense.{name.split('.')[-1]}": value for name, value in tensors(dense).items()}
        self._session = _session(_model(weights, config))
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._turn = threading.Lock()  # it is told how to cut before each use

    def tokens(self, texts: Sequence[str], most: int) -> list[list[int]]:
        """Return token ids of texts, cut to so many."""
        with self._turn:
            self._tokenizer.enable_truncation(most)
            return [found.ids for found in self._tokenizer.encode_batch_fast(list(texts))]

    def pairs(self, pairs: Sequence[tuple[str, str]], most: int) -> list[list[int]]:
        """Return token ids of pairs of texts, the longer of the two cut until there are so many."""
        with self._turn:
            self._tokenizer.enable_truncation(most, strategy="longest_first")
            return [found.ids for found in self._tokenizer.encode_batch_fast(list(pairs))]

    def vectors(self, token_ids: Sequence[Tokens]) -> Floats:
        """Return rows of unit length, shape (texts, dimension)."""
        rows = self._run(token_ids)
        return np.asarray(rows / np.sqrt((rows * rows).sum(axis=1, keepdims=True)), dtype=np.float32)

    def logits(self, token_ids: Sequence[Tokens]) -> Floats:
        """Return one number for each text, shape (texts,)."""
        return self._run(token_ids)[:, 0]

    def _run(self, token_ids: Sequence[Tokens]) -> Floats:
        by_length: dict[int, list[int]] = defaultdict(list)
        for row, ids in enumerate(token_ids):
            by_length[next(length for length in LENGTHS if len(ids) <= length)].append(row)
        batches = [
            (length, rows[begin : begin + BATCH])
            for length, rows in sorted(by_length.items(), reverse=True)
            for begin in range(0, len(rows), BATCH)
        ]

        def run(batch: tuple[int, list[int]]) -> Floats:
            length, rows = batch
            ids = np.full((BATCH, length), _PAD, dtype=np.int64)
            for place, row in enumerate(rows):
                ids[place, : len(token_ids[row])] = token_ids[row]
            mask = ids != _PAD
            mask[len(rows) :, 0] = True  # an empty text would be a mean of nothing
            share = (mask / mask.sum(axis=1, keepdims=True)).astype(np.float32)
            seen = np.ascontiguousarray(np.broadcast_to(mask[:, None, None, :], (BATCH, 1, length, length)))
            inputs = {"x": self._words[ids] + self._places[:length], "seen": seen, "share": share}
            (found,) = self._session.run(None, inputs)
            return np.asarray(found[: len(rows)])

        found = run_parallel(run, batches)
        width = found[0].shape[1] if found else 1
        rows = np.empty((len(token_ids), width), dtype=np.float32)
        for (_, places), part in zip(batches, found, strict=True):
            rows[places] = part
        return rows


def _session(model: bytes) -> Any:  # noqa: ANN401 - the package has no types
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = 1  # batches go side by side; threads inside one would wait for each other
    options.log_severity_level = 3
    # Put together again they take a tenth longer.
    return ort.InferenceSession(
        model, options, providers=["CPUExecutionProvider"], disabled_optimizers=["BiasGeluFusion"]
    )


class _Graph:
    """Nodes and constants of a graph that is being made; each gets a name of its own."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, value: Any) -> str:  # noqa: ANN401 - whatever numpy makes an array of
        from onnx import numpy_helper

        name = f"constant_{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.asarray(value), name))
        return name

    def add(self, kind: str, *inputs: str, domain: str = "", outputs: int = 1, **attributes: Any) -> Any:  # noqa: ANN401
        """Add a node; gives the name of its output, or of each."""
        from onnx import helper

        names = [f"{kind}_{len(self.nodes)}_{number}" for number in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, domain=domain, **attributes))
        return names[0] if outputs == 1 else names

    def product(self, x: str, weight: Floats, bias: Floats | None = None, calm: Floats | None = None) -> str:
        """Multiply rows, shape (n, in), by a weight, shape (out, in), both in 8 bits: x · weightᵀ + bias.

        `calm` says by how much each column of x is made smaller first, and the weight's larger.
        """
        if calm is not None:
            x, weight = self.add("Mul", x, self.constant(1 / calm)), weight * calm
        largest = self.add("ReduceMax", x, self.constant(np.array([-1])), keepdims=1)
        smallest = self.add("ReduceMin", x, self.constant(np.array([-1])), keepdims=1)
        largest = self.add("Max", largest, self.add("Neg", smallest))
        scale = self.add("Mul", largest, self.constant(np.float32(1 / _STEPS)))
        flat = self.add("Squeeze", scale, self.constant(np.array([-1])))
        zeros = self.add("Expand", self.constant(np.uint8(_ZERO)), self.add("Shape", flat))
        rows = self.add("QuantizeLinear", x, flat, zeros, axis=0)
        # Processors without instructions for it add two products in 16 bits, which two large weights would overflow.
        together = np.abs(weight[:, ::2] + weight[:, 1::2])
        most = np.maximum(np.abs(weight).max(axis=1), together.max(axis=1))
        step = np.maximum(most, 1e-9) / _STEPS
        small = np.ascontiguousarray(np.round(weight / step[:, None]).astype(np.int8).T)
        told = (self.constant(np.float32(1)), self.constant(step.astype(np.float32)))
        zero = (self.constant(np.uint8(_ZERO)), self.constant(np.int8(0)))
        found = self.add("MatMulIntegerToFloat", rows, self.constant(small), *told, *zero, domain="com.microsoft")
        found = self.add("Mul", found, scale)
        return str(self.add("Add", found, self.constant(bias)) if bias is not None else found)

    def plain(self, x: str, weight: Floats, bias: Floats) -> str:
        """Return the same in single precision, for the few rows at the end."""
        turned = self.constant(np.ascontiguousarray(weight.T))
        return str(self.add("Add", self.add("MatMul", x, turned), self.constant(bias)))


_erf = np.vectorize(math.erf, otypes=[np.float32])  # scipy's is faster, and takes longer to import than to work


def _calm(weights: dict[str, Floats], config: dict[str, Any]) -> list[tuple[Floats, Floats]]:
    """Return by layer how much the columns of its two inputs are made smaller before they are rounded.

    The first and the last token of every text have a few columns twenty times as large as the rest (Sun et al. 2024,
    "Massive Activations in Large Language Models"), in whose rounding the rest would drown; such columns are divided
    and their weights multiplied (Xiao et al. 2023, "SmoothQuant"). These tokens are sent through the layers alone, each
    as a text of its own, of which attention sees nothing but itself.
    """
    epsilon = config["layer_norm_eps"]

    def norm(x: Floats, name: str) -> Floats:
        centred = x - x.mean(axis=1, keepdims=True)
        spread = np.sqrt((centred * centred).mean(axis=1, keepdims=True) + epsilon)
        return np.asarray(centred / spread * weights[f"{name}.weight"] + weights[f"{name}.bias"])

    def dense(x: Floats, name: str) -> Floats:
        return np.asarray(x @ weights[f"{name}.weight"].T + weights[f"{name}.bias"])

    def smaller(x: Floats) -> Floats:
        size = np.abs(x) / np.sqrt((x * x).mean(axis=1, keepdims=True))
        # Rounded, since the last digits follow the kernels of the processor, and so would all weights.
        return np.asarray(np.round(np.maximum(size.max(axis=0) / _CALM, 1.0), 1), dtype=np.float32)

    words = weights["embeddings.word_embeddings.weight"][[_BEGIN, _END]]
    places = weights["embeddings.position_embeddings.weight"][0] + weights["embeddings.token_type_embeddings.weight"][0]
    x, found = norm(words + places, "embeddings.LayerNorm"), []
    for number in range(config["num_hidden_layers"]):
        layer = f"encoder.layer.{number}."
        seen = dense(dense(x, f"{layer}attention.self.value"), f"{layer}attention.output.dense")
        inside = norm(seen + x, f"{layer}attention.output.LayerNorm")
        found.append((smaller(x), smaller(inside)))
        inner = dense(inside, f"{layer}intermediate.dense")
        inner = inner * (0.5 * (1 + _erf(inner / math.sqrt(2))))
        x = norm(dense(inner, f"{layer}output.dense") + inside, f"{layer}output.LayerNorm")
    return found


def _model(weights: dict[str, Floats], config: dict[str, Any]) -> bytes:
    """Return the network as an ONNX model: the sums of the tokens' embeddings to a row for each text."""
    from onnx import TensorProto, helper

    graph, size, heads = _Graph(), config["hidden_size"], config["num_attention_heads"]
    flat, wide = (graph.constant(np.array(shape)) for shape in ([-1, size], [BATCH, -1, size]))

    def norm(x: str, name: str) -> str:
        gain, bias = graph.constant(weights[f"{name}.weight"]), graph.constant(weights[f"{name}.bias"])
        return str(graph.add("LayerNormalization", x, gain, bias, axis=-1, epsilon=config["layer_norm_eps"]))

    x = norm(graph.add("Reshape", "x", flat), "embeddings.LayerNorm")
    calm = _calm(weights, config)
    for number in range(config["num_hidden_layers"]):
        layer = f"encoder.layer.{number}."
        names = [f"{layer}attention.self.{part}" for part in ("query", "key", "value")]
        told = [(weights[f"{name}.weight"], weights[f"{name}.bias"], calm[number][0]) for name in names]
        parts = [graph.add("Reshape", graph.product(x, *own), wide) for own in told]
        seen = graph.add("Attention", *parts, "seen", q_num_heads=heads, kv_num_heads=heads)
        seen = graph.add("Reshape", seen, flat)
        name = f"{layer}attention.output"
        seen = graph.product(seen, weights[f"{name}.dense.weight"], weights[f"{name}.dense.bias"])
        x = norm(graph.add("Add", seen, x), f"{name}.LayerNorm")
        name = f"{layer}intermediate.dense"
        inner = graph.product(x, weights[f"{name}.weight"], weights[f"{name}.bias"], calm[number][1])
        inner = graph.add("Gelu", inner)
        outer = graph.product(inner, weights[f"{layer}output.dense.weight"], weights[f"{layer}output.dense.bias"])
        x = norm(graph.add("Add", outer, x), f"{layer}output.LayerNorm")
    x = graph.add("Reshape", x, wide)
    if "classifier.weight" in weights:
        first = graph.add(
            "Squeeze", graph.add("Gather", x, graph.constant(np.array([0])), axis=1), graph.constant(np.array([1]))
        )
        if "pooler.dense.weight" in weights:
            first = graph.add("Tanh", graph.plain(first, weights["pooler.dense.weight"], weights["pooler.dense.bias"]))
        found = graph.plain(first, weights["classifier.weight"], weights["classifier.bias"])
    else:
        share = graph.add("Unsqueeze", "share", graph.constant(np.array([1])))
        found = graph.add("Squeeze", graph.add("MatMul", share, x), graph.constant(np.array([1])))
        if "dense.weight" in weights:
            found = graph.plain(found, weights["dense.weight"], weights["dense.bias"])
    graph.nodes.append(helper.make_node("Identity", [found], ["found"]))
    inputs = [
        helper.make_tensor_value_info("x", TensorProto.FLOAT, [BATCH, "tokens", size]),
        helper.make_tensor_value_info("seen", TensorProto.BOOL, [BATCH, 1, "tokens", "tokens"]),
        helper.make_tensor_value_info("share", TensorProto.FLOAT, [BATCH, "tokens"]),
    ]
    outputs = [helper.make_tensor_value_info("found", TensorProto.FLOAT, [BATCH, "width"])]
    made = helper.make_graph(graph.nodes, "bert", inputs, outputs, graph.constants)
    versions = [helper.make_opsetid("", 23), helper.make_opsetid("com.microsoft", 1)]
    return bytes(helper.make_model(made, opset_imports=versions, ir_version=10).SerializeToString())
