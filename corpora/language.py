"""The language of a passage: Spanish, English, or neither of them (Catalan items stand in Spanish guides)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

from corpora.records import Text

# Those that stand in Spanish and English programmes; the rest of the model's 97 only disturb short texts.
_NEAR = ("es", "en", "ca", "gl", "eu", "pt", "fr", "it", "de")
_READ = ("es", "en")
_SURE = 0.9
_ENOUGH = 40  # letters by which a text is judged by itself
_MOST = 5000  # characters that are looked at: they tell as much as all
_CONTEXT = 300  # letters of text and surroundings by which a shorter one is judged
_TOGETHER = 100  # letters of which the model is sure, among these languages
_PIECES = 40  # of so many letters, by which the language of a whole is told


def detect_language(text: str, surroundings: Iterable[str] = (), whole: str | None = None) -> str | None:
    """Return the language of a text: "es", "en", or None where it is neither or nothing can be said.

    The texts around it, the nearest first, decide together with a text that is too short. `whole` is the language that
    most of its document is in where that is another one: a text is then in Spanish or English only if it says enough.
    """
    if not any(map(str.isalpha, text)) or (whole and (_letters(text) < _TOGETHER or other_language([text]))):
        return None
    text = text[:_MOST]
    basis, letters = text, _letters(text)
    for more in surroundings if letters < _ENOUGH else ():
        basis, letters = f"{basis} {more[:_CONTEXT]}", letters + _letters(more[:_CONTEXT])
        if letters >= _CONTEXT:
            break
    return _classify(basis, alone=basis is text)


def other_language(texts: Iterable[str]) -> str | None:
    """Return the language of most of what these texts say; None where it is Spanish or English, or unsure.

    A code such as "ca". Texts are taken together by a hundred letters or more.
    """
    letters: Counter[str] = Counter()
    together, pieces = "", 0
    for text in texts:
        together = f"{together} {text}"
        if _letters(together) >= _TOGETHER:
            best, sure = _ranks(together[:_MOST])[0]
            letters[best if sure >= _SURE else ""] += _letters(together)
            together, pieces = "", pieces + 1
            if pieces == _PIECES:
                break
    found, most = letters.most_common(1)[0] if letters else ("", 0)
    return found if found and found not in _READ and 2 * most > letters.total() else None


def language_name(language: str) -> Text:
    """Return what a language is called, by its code."""
    from babel import Locale

    es, en = (Locale(of).languages.get(language, language) for of in ("es", "en"))
    return Text(es, en)


def seems_english(text: str) -> bool:
    """Return whether a text, of which letters may be damaged, is in English rather than in Spanish."""
    ranks = dict(_ranks(text))
    return ranks["en"] > ranks["es"]


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


@lru_cache(maxsize=4096)
def _classify(text: str, *, alone: bool) -> str | None:
    """Return the language of a text; one that is told by others around it, as a name is, is in one of the two."""
    ranks = _ranks(text)
    best, sure = ranks[0]
    if alone and sure >= _SURE and best not in _READ:
        return None
    return next(language for language, _ in ranks if language in _READ)


def _ranks(text: str) -> list[tuple[str, float]]:
    """Return the languages with their probabilities, the likeliest first."""
    ranks: list[tuple[str, float]] = _identifier().rank(text.lower() if text.isupper() else text)
    return ranks


@cache
def _identifier() -> Any:  # noqa: ANN401 - the package has no types
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_NEAR)
    # The other languages are never asked for again, and hold 20 MB.
    identifier._full_model = (identifier.nb_ptc, identifier.nb_pc, identifier.nb_classes)
    return identifier
