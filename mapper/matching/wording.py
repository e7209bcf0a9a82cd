"""One wording for every criterion: "Se han elaborado planes", "Elabora planes" and "Elaboración de planes" are one.

Standards word the same criterion in the infinitive, as a finished action, in the third person or as a noun, and what is
told of it must not depend on that. So the verbs that a criterion begins with are put into the infinitive before it is
compared or read. Lemmas are those of simplemma's dictionaries.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from itertools import takewhile

from simplemma import is_known, lemmatize

from corpora.text import fold_letters

REVISION = "1"
"""Another one when texts come to be worded otherwise, so that vectors of criteria are made anew."""

_WORD = r"[^\W\d_]+"
_BETWEEN = r"(?:,\s+(?:(?:y|e|and)\s+)?|\s+(?:y/o|and/or|y|e|o|u|and|or)\s+)"
_VERBS = re.compile(rf"{_WORD}(?:{_BETWEEN}{_WORD})*")
_PARTS = re.compile(rf"({_BETWEEN})")
_AUXILIARY = {
    "es": re.compile(r"(?:se\s+)?(?P<perfect>(?:ha|han|haya|hayan)\s+)|se\s+", re.IGNORECASE),
    "en": re.compile(r"(?P<perfect>(?:has|have)\s+)", re.IGNORECASE),
}
_OF = {"es": re.compile(r"\s+de(?P<article>l)?\s+(?!(?:forma|manera|modo|acuerdo)\b)"), "en": re.compile(r"\s+of\s+")}
_THIRD = re.compile(r"([^\W\d_]{3,}[ae])(?=\s+(?:al?|con|el|las?|los|sus?|una?)\s)")
# The ends of participles, and those of their verbs, for such as the dictionaries take for nouns or adjectives.
_PARTICIPLES = {
    "hecho": ("hacer",), "fecho": ("facer",), "puesto": ("poner",), "visto": ("ver",), "dicho": ("decir",),
    "crito": ("cribir",), "cubierto": ("cubrir",), "roto": ("romper",), "impreso": ("imprimir",), "ado": ("ar",),
    "ido": ("ir", "er"),
}  # fmt: skip
# The ends of nouns of actions, and those of the verbs that they may come from.
_NOUNS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "es": {
        "ación": ("ar",), "ición": ("ir", "er", "oner"), "ucción": ("ucir", "uir"), "pción": ("bir",),
        "cción": ("ger", "gir", "cer", "ctar", "ccionar"), "sión": ("der", "dir", "sar", "tir", "sionar"),
        "stión": ("stionar",), "ción": ("cionar",), "amiento": ("ar",), "imiento": ("er", "ir"), "ado": ("ar",),
        "aje": ("ar",), "ura": ("ar", "er"), "eza": ("ar",), "sis": ("zar",),
    },
    "en": {
        "ification": ("ify",), "ation": ("ate", "e", ""), "ition": ("e", ""), "ction": ("ct", "ce"),
        "ption": ("be", "pt"), "sion": ("d", "de", "se", "s"), "ment": ("",), "ance": ("", "e"), "al": ("", "e"),
        "ysis": ("yze", "yse"), "ing": ("e", ""),
    },
}  # fmt: skip


@lru_cache(maxsize=10_000)  # it is asked for where a criterion is encoded, compared and read
def in_infinitive(text: str, language: str) -> str:
    """Return a criterion with the verbs that it begins with in the infinitive; any other text as it stands.

    `language` is "es" or "en". Of "Medición y registro de temperaturas" it is "Medir y registrar temperaturas".
    """
    auxiliary = _AUXILIARY[language].match(text)
    found = _VERBS.match(text, auxiliary.end() if auxiliary else 0)
    if found is None:
        return text
    third = _THIRD.match(text) if language == "es" else None
    if third and is_known(f"{third[1].lower()}r", language):  # "lava el cabello": the dictionaries know the noun too
        text = f"{third[1]}r{text[third.end(1) :]}"
        found = _VERBS.match(text) or found
    parts = _PARTS.split(found[0])  # words, and what stands between them
    of = None if auxiliary else _OF[language].match(text, found.end())
    if of and all(nouns := [_of_noun(word.lower(), language) for word in parts[::2]]):
        verbs, rest = nouns, (" el " if of.groupdict().get("article") else " ") + text[of.end() :]
    else:
        perfect = auxiliary is not None and auxiliary["perfect"] is not None
        as_verb: Callable[[str], str] = partial(_of_verb, language=language, perfect=perfect)
        verbs = [*takewhile(bool, map(as_verb, map(str.lower, parts[::2])))]
        rest = "".join(parts[2 * len(verbs) - 1 :]) + text[found.end() :]
    if not verbs:
        return text
    between = [*parts[1 : 2 * len(verbs) - 1 : 2], ""]
    whole = "".join(verb + sign for verb, sign in zip(verbs, between, strict=True)) + rest
    return whole[:1].upper() + whole[1:] if text[:1].isupper() else whole


def _of_verb(word: str, language: str, *, perfect: bool) -> str:
    """Return the infinitive of a form of a verb, behind "ha" of its participle; "" where the word is none."""
    lemma = lemmatize(word, language)
    if language == "en":
        return lemma if perfect or lemma != word else word
    if _is_infinitive(lemma):
        return lemma
    if _is_infinitive(word.removesuffix("se")):
        return word.removesuffix("se")
    if not perfect:
        return ""
    return _derived(re.sub(r"[oa]s?$", "o", word), _PARTICIPLES, language)


def _of_noun(word: str, language: str) -> str:
    """Return the infinitive of the verb whose action a noun names, "" where no verb is known."""
    # "Use of tables": "using" is a form of the noun itself.
    is_verb = language == "en" and lemmatize(f"{word.removesuffix('e')}ing", language) == word
    return word if is_verb else _derived(word, _NOUNS[language], language)


def _derived(word: str, ends: Mapping[str, tuple[str, ...]], language: str) -> str:
    """Return the infinitive of which a participle or noun is derived by its end, "" where no such verb is known."""
    found = ((word.removesuffix(end), verbs) for end, verbs in ends.items() if word.endswith(end))
    made = (one + verb for stem, verbs in found for one in (stem, fold_letters(stem)) for verb in verbs)
    return next((verb for verb in made if is_known(verb, language)), "")


def _is_infinitive(word: str) -> bool:
    return word.endswith(("ar", "er", "ir", "ír")) and lemmatize(word, "es") == word
