"""Titles compared word by word: whether they say the same, and how near the one word is that they do not share.

The vectors of opposites are near each other, since both stand in the same sentences: of "importación" and "exportación"
the cosine is .65. What tells them apart is a prefix or, where they have different stems, `_OPPOSITES`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from embeddings.cache import encode_passages
from embeddings.encoders import Encoder
from embeddings.lexical import fold, words
from mapper.matching.scorer import shipped as scorer
from mapper.matching.terms import content_words

_NOT, _INTO, _OUT = ("des", "dis", "de", "un", "in", "im", "ir"), ("in", "im", "en", "em"), ("ex", "e")
_AGAINST = {("", no) for no in _NOT} | {(into, out) for into in _INTO for out in _OUT}
_AGAINST |= {("in", "de"), ("en", "de"), ("as", "des")}
_MEANT = 0.6  # cosine from which on a word is meant by another one
_ROOT = 3  # letters at least that are left of a word without its prefix
_VERB = 3  # letters at the beginning that the forms of one verb share, as "venta" and "vender" do
# What no prefix tells: actions and, after the colon, their opposites.
_OPPOSITES = """
abrir apertura open: cerrar cierre close closure shut
admitir admisión aceptar aceptación accept admit: rechazar rechazo reject
aumentar aumento incrementar incremento raise: reducir reducción disminuir disminución reduce reduction
calentar calentamiento heat: enfriar enfriamiento cool
cobrar cobro cobranza collect: pagar pago pay payment
comprar compra adquirir adquisición buy purchase: vender venta sell sale
construir construcción build: demoler demolición derribar demolish demolition
contratar contratación hire recruit: despedir despido dismiss dismissal fire
depositar depósito deposit: retirar retiro withdraw withdrawal
encender encendido prender arrancar arranque start: apagar apagado parar paro stop
entrar entrada ingreso enter entry arrival: salir salida egreso exit departure
enviar envío send dispatch: recibir recepción receive receipt
iniciar inicio begin start: terminar terminación finalizar finish end
llenar llenado fill: vaciar vaciado empty
prestar préstamo lend: devolver devolución return
sembrar siembra sow: cosechar cosecha harvest
subir subida elevar lift: bajar bajada descenso lower
unir unión join: separar separación separate
"""

Numbers = NDArray[np.float64]


@lru_cache(maxsize=200_000)
def _stem(word: str) -> str:
    return " ".join(words(word))


@cache
def _opposites() -> frozenset[tuple[str, str]]:
    sides = [[list(map(_stem, side.split())) for side in line.split(":")] for line in _OPPOSITES.strip().splitlines()]
    return frozenset(pair for one, other in sides for a in one for b in other for pair in ((a, b), (b, a)))


def _roots(word: str) -> dict[str, set[str]]:
    """Return, by each prefix that a word may have, what is left of its stem, or of the word and is then stemmed."""
    stem, whole = _stem(word), fold(word)
    prefixes = {prefix for pair in _AGAINST for prefix in pair if whole.startswith(prefix)}
    kept = {prefix: (stem.removeprefix(prefix), _stem(whole.removeprefix(prefix))) for prefix in prefixes}
    return {prefix: {root for root in roots if len(root) >= _ROOT} for prefix, roots in kept.items()}


@lru_cache(maxsize=200_000)
def are_opposed(one: str, other: str) -> bool:
    """Return whether two words are opposites, by `_OPPOSITES` or by a prefix, and no synonyms."""
    stems = _stem(one), _stem(other)
    if stems in _opposites():
        return True
    if stems[0] == stems[1] or scorer().synonyms.compare([one], [other]).any():
        return False
    roots = _roots(one), _roots(other)
    return any(
        not mine[before].isdisjoint(theirs[against])
        for mine, theirs in (roots, roots[::-1])
        for before, against in _AGAINST
        if before in mine and against in theirs
    )


def titles_agree(ones: Sequence[str], others: Sequence[str], encoder: Encoder) -> NDArray[np.bool_]:
    """Return whether the titles of each pair say the same action and object, word by word; shape (pairs,).

    A word is said too where one has its stem or means it; the first, the action, where it is a form of the same verb or
    a synonym, since what merely means nearly the same is often another action. Titles without any word never agree.
    """
    said = [[content_words(title) for title in titles] for titles in (ones, others)]
    distinct = sorted({word for titles in said for title in titles for word in title})
    vectors = dict(zip(distinct, encode_passages(distinct, encoder), strict=True))
    agreed = np.zeros(len(ones), dtype=bool)
    for pair, (one, other) in enumerate(zip(*said, strict=True)):
        if one and other and _same_action(one[0], other[0]):
            meant = np.array([[_meant(a, b, vectors) for b in other] for a in one])
            agreed[pair] = meant.any(axis=0).all() and meant.any(axis=1).all()
    return agreed


def _same_action(one: str, other: str) -> bool:
    return fold(one)[:_VERB] == fold(other)[:_VERB] or bool(scorer().synonyms.compare([one], [other]).any())


def _meant(one: str, other: str, vectors: Mapping[str, NDArray[np.floating]]) -> bool:
    if _stem(one) == _stem(other):
        return True
    return float(vectors[one] @ vectors[other]) >= _MEANT and not are_opposed(one, other)


def nearness_of_rest(ones: Sequence[str], others: Sequence[str], encoder: Encoder) -> Numbers:
    """Return how near one title of each pair comes to the one word that the other has alone, 0 to 1; shape (pairs,).

    That is the highest cosine with the words that the other has alone: 0 of opposites, at least that of synonyms; 1
    where the titles share no word, or more than one is said by neither.
    """
    near = np.ones(len(ones))
    rests: dict[int, tuple[list[str], list[str]]] = {}
    for pair, titles in enumerate(zip(ones, others, strict=True)):
        said = [{_stem(word): word for word in content_words(title)} for title in titles]
        mine, theirs = ([own[stem] for stem in own.keys() - other.keys()] for own, other in (said, said[::-1]))
        if min(len(mine), len(theirs)) == 1 and len(mine) < len(said[0]):
            rests[pair] = (mine, theirs) if len(mine) == 1 else (theirs, mine)
    distinct = sorted({word for rest in rests.values() for words_of in rest for word in words_of})
    vectors = dict(zip(distinct, encode_passages(distinct, encoder), strict=True))
    for pair, ((word,), rest) in rests.items():
        synonym = scorer().synonyms.compare([word], rest)[0]
        cosines = np.array([0.0 if are_opposed(word, other) else vectors[word] @ vectors[other] for other in rest])
        near[pair] = np.clip(np.maximum(synonym, cosines).max(), 0.0, 1.0)
    return near
