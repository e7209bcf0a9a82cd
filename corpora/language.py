"""The language of a passage: Spanish, English, or neither of them (Catalan items stand in Spanish guides)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

from corpora.records import Text

# Those that stand in Spanish and English programmes; the rest of the model's 97 only disturb short texts.
_NEAR = ("es", "en", "ca", "gl", "eu", "pt", "fr", "it", "de")
_SURE = 0.9
_ENOUGH = 40  # letters by which a text is judged by itself
_MOST = 5000  # characters that are looked at: they tell as much as all
_CONTEXT = 300  # letters of text and surroundings by which a shorter one is judged
_TOGETHER = 100  # letters of which the model is sure, among these languages
_PIECES = 40  # of so many letters, by which the language of a whole is told
_WORD = re.compile(r"[^\W\d_]+")
# Words that no neighbour shares settle what the model, made for longer texts, takes for a neighbour.
_SMALL_WORDS = {
    "es": "y el los las del con su sus al han más según hasta desde",
    "en": "the and of to with for from by will is are this that its",
}
_OWN = {language: frozenset(words.split()) for language, words in _SMALL_WORDS.items()}
# Of these, what other languages of Spain have too, names of places, and code.
_SHARED = frozenset({"el", "los", "las", "del", "con", "su", "sus", "al", "han", "desde", "is", "this"})
# So end long Spanish words; Galician shares the first, and has other small words.
_SPANISH_ENDINGS = ("ción", "ciones", "sión", "siones", "miento", "mientos", "dad")
_LONG = 6
_FOREIGN = frozenset(
    {"amb", "els", "les", "dels", "aquest", "aquesta", "als", "seva", "seves", "per", "os", "do", "da", "das", "dos"}
    | {"com", "uma", "ao", "aos", "na", "et", "des", "du", "pour", "il", "di", "gli", "und", "der", "die", "eta"}
)


def detect_language(text: str, surroundings: Iterable[str] = (), whole: str | None = None) -> str | None:
    """Return the language of a text: "es", "en", or None where it is neither or nothing can be said.

    The texts around it, the nearest first, decide together with a text that is too short. `whole` is the language that
    most of its document is in where that is another one: a text is then in Spanish or English only if it says enough.
    """
    if not any(map(str.isalpha, text)) or (whole and (_letters(text) < _TOGETHER or other_language([text]))):
        return None
    text = text[:_MOST]
    basis, alone = text, True
    # Most texts have letters enough among their first ones.
    if _letters(text[: 2 * _ENOUGH]) < _ENOUGH and (letters := _letters(text)) < _ENOUGH:
        words = _WORD.findall(text.lower())
        said = [language for language, known in _OWN.items() if not (known - _SHARED).isdisjoint(words)]
        if len(said) == 1 and _FOREIGN.isdisjoint(words):  # a syllabus in both languages changes it from line to line
            return said[0]
        for more in surroundings:
            more = more[:_CONTEXT]
            basis, alone, letters = f"{basis} {more}", False, letters + _letters(more)
            if letters >= _CONTEXT:
                break
    return _classify(basis.lower() if basis.isupper() else basis, alone=alone)


def other_language(texts: Iterable[str]) -> str | None:
    """Return the language of most of what these texts say; None where it is Spanish or English, or unsure.

    A code such as "ca". Texts are taken together by a hundred letters or more.
    """
    letters: Counter[str] = Counter()
    together, pieces = "", 0
    for text in texts:
        together = f"{together} {text}"
        if _letters(together) >= _TOGETHER:
            basis = together.lower() if together.isupper() else together
            best, sure = _identifier().rank(basis[:_MOST])[0]
            letters[best if sure >= _SURE else ""] += _letters(together)
            together, pieces = "", pieces + 1
            if pieces == _PIECES:
                break
    found, most = letters.most_common(1)[0] if letters else ("", 0)
    return found if found and found not in _OWN and 2 * most > letters.total() else None


def language_name(language: str) -> Text:
    """Return what a language is called, by its code."""
    from babel import Locale

    es, en = (Locale(of).languages.get(language, language) for of in ("es", "en"))
    return Text(es, en)


def seems_english(text: str) -> bool:
    """Return whether a text, of which letters may be damaged, has more small words of English than of Spanish."""
    words = Counter(_WORD.findall(text.lower()))
    said = {language: sum(words[word] for word in known - _SHARED) for language, known in _OWN.items()}
    return said["en"] > said["es"]


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


@lru_cache(maxsize=4096)
def _classify(text: str, *, alone: bool) -> str | None:
    words = _WORD.findall(text.lower())
    told = [language for language, known in _OWN.items() if not known.isdisjoint(words)]
    if not told and any(len(word) >= _LONG and word.endswith(_SPANISH_ENDINGS) for word in words):
        told = ["es"]
    if len(told) == 1 and _FOREIGN.isdisjoint(words):
        return told[0]  # most texts have such a word, and the model takes ten times as long
    ranks: dict[str, float] = dict(_identifier().rank(text))
    best = max(ranks, key=lambda language: ranks[language])
    if best in _OWN:
        return best
    own = {language: sum(map(known.__contains__, words)) for language, known in _OWN.items()}
    foreign = sum(map(_FOREIGN.__contains__, words))
    nearest = max(_OWN, key=lambda language: (own[language], ranks[language]))
    if own[nearest] > foreign:
        return nearest
    # Names of subjects have no such words, and a row of them misleads the model: it is believed on a text by itself.
    unsure = ranks[best] < _SURE or not alone
    return nearest if unsure and own[nearest] == foreign else None


@cache
def _identifier() -> Any:  # noqa: ANN401 - the package has no types
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_NEAR)
    # The other languages are never asked for again, and hold 20 MB.
    identifier._full_model = (identifier.nb_ptc, identifier.nb_pc, identifier.nb_classes)
    return identifier
