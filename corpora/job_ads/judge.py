"""What one segment asks for: its kind and force, from its own words first, then from the heading above it.

Also the headings and labels of job ads, in Spanish and English. Languages that a segment names have a level: a CEFR
code or the text's own word, never without a language.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple, cast

from corpora.job_ads.records import Force, Kind
from corpora.job_ads.words import alternatives, bounded, cue, cues, tables, words
from corpora.text import BRACKETED, fold_letters

Rule = Literal[
    "task", "ask", "valued", "skill", "knowledge", "degree", "licence", "experience", "language", "condition",
    "offer", "post", "fact", "text", "apply",
]  # fmt: skip
"""What a heading makes of the text below it: a kind of requirement, "ask" for any kind, "valued" for any kind that is
only valued, "offer" for what the employer gives, "post" for the conditions of the post, "fact" for one fact about it,
"text" for a description that may say anything, "apply" for the procedure."""


class Heading(NamedTuple):
    """Where the label of a heading begins, where the text below it begins, what it rules."""

    start: int
    end: int
    label: str
    rule: Rule | None


_COLON = re.compile(r"[^\W_][)\]]?[ ]?:+(?!//|(?<=\d:)\d)")
_ASKED = re.compile(r"¿?([^?¿\n.:;•]{3,50})\?[ ]*:?")
_LABEL_EDGE = re.compile(r"[\n.:;•*!?¿¡]|\s[-–—]+|^[-–—]+|, ")
_MAIN = re.compile(
    r"condiciones|requisitos|requerimientos|funciones|tareas|se ofrece|ofrecemos|se valorara|horario|salario"
    r"|benefits|beneficios|prestaciones|requirements|qualifications|responsibilities|we offer|what we offer"
)
_GIVES = re.compile(r"benefits|beneficios|prestaciones|what we offer|we offer|ofrecemos|se ofrece")
_DENIED = re.compile(r"\b(?:no|sin|not?)$", re.IGNORECASE)
_GOES_ON = re.compile(
    r"\b(?:de|del|la|el|los|las|al?|en|su|con|por|para|y|o|siguientes?|of|the|for|in|and)\s+$", re.IGNORECASE
)
_LINE = re.compile(r"^(?![•*-])[^\n.•:]{3,50}$(?=\n)", re.MULTILINE)
_LIST = re.compile(r"\n[ \t]*[•●▪■◦►✓✔·*–—-]")
_OWN_KIND: tuple[Rule, ...] = ("skill", "knowledge", "degree", "licence", "experience", "language", "condition")
_NEAR = 60  # characters beside a label that are looked at
_LONGEST_LABEL = 8  # words of a label at most


def headings(text: str) -> Iterator[Heading]:
    """Known headings and labels in the order of the text, not overlapping."""
    found = sorted({*_with_colon(text), *_without_colon(text), *_whole(text)}, key=lambda h: (h.start, -h.end, h.label))
    position = 0
    for heading in found:
        if heading.start >= position:
            yield heading
            position = heading.end


def rule(label: str) -> Rule | None:
    """What a label rules, None for one that is not known."""
    folded = re.sub(r"[^\w'/&]+", " ", fold_letters(label).replace("’", "'")).strip()
    return next((name for name, pattern in _patterns().items() if pattern.fullmatch(folded)), None)


def _with_colon(text: str) -> Iterator[Heading]:
    """Labels before a colon: of the words before it, the most that are a known label; the post's own facts last."""
    for colon in _COLON.finditer(text):
        edge = max(0, colon.start() - 80)
        before = text[edge : colon.start() + 1]
        begins = [m.end() for m in _LABEL_EDGE.finditer(before)]
        edge += begins[-1] if begins else 0
        edge += len(text[edge:]) - len(text[edge:].lstrip())
        starts = [edge + m.start() for m in re.finditer(r"\S+", text[edge : colon.start() + 1])][-_LONGEST_LABEL:]
        labels = [
            Heading(s, colon.end(), text[s : colon.start() + 1], known)
            for s in starts
            if (known := rule(text[s : colon.start() + 1])) and (s == edge or not _GOES_ON.search(text, edge, s))
        ]
        # The longest first: the end of the sentence before may look like a part of it.
        main = next((label for label in labels[1:] if _MAIN.fullmatch(fold_letters(label.label))), None)
        if main is not None and main.rule != labels[0].rule:
            yield main
        elif labels:
            yield next((label for label in labels if label.rule not in ("post", "fact", "text")), labels[0])


def _without_colon(text: str) -> Iterator[Heading]:
    loud = text.isupper()
    for match in bounded("bare", r"(?<![^\W_])", r"(?![^\W_])").finditer(fold_letters(text)):
        start, end = match.span()
        label = text[start:end]
        before, behind = text[max(0, start - _NEAR) : start].rstrip(" "), text[end : end + _NEAR].lstrip(" ")
        if _DENIED.search(before):
            continue
        opens = not before or before[-1] in "\n.•*-–"
        closes = not behind or behind[0] in "\n•*-–" or (behind[0] == "." and label.isupper())
        # "… strong SQL Benefits Private health insurance": glued to what stands before it.
        opens = opens or (label[:1].isupper() and _GIVES.fullmatch(match[0]) is not None and before[-1].isalnum())
        named = label[:1].isupper() and label[1:].islower() and _MAIN.fullmatch(match[0]) is not None
        begins = opens and named and behind[:1].isupper()
        beside = [*before.split()[-2:], *behind.split()[:2]]
        # The words beside a label in capitals are not in capitals themselves.
        quiet = sum(word.isupper() and len(word) > 2 for word in beside) <= 1
        shouted = label.isupper() and not loud and quiet
        if ((opens and closes) or begins or shouted) and (known := rule(label)) is not None:
            yield Heading(start, end, label, known)


def _whole(text: str) -> Iterator[Heading]:
    """Headings that ask ("¿Qué ofrecemos?"), and lines that are nothing but a heading ("What you'll do")."""
    for match in _ASKED.finditer(text):
        if (known := rule(match[1])) is not None:
            yield Heading(*match.span(), match[1].strip(), known)
    for match in _LINE.finditer(text):
        label, known = match[0].strip(), rule(match[0])
        # A line that names a skill may be an item by itself, but above a list.
        if known is not None and (known not in _OWN_KIND or " " not in label or _LIST.match(text, match.end())):
            yield Heading(*match.span(), label, known)


@cache
def _patterns() -> dict[Rule, re.Pattern[str]]:
    return {name: re.compile(alternatives(names)) for name, names in tables()["headings"].items()}


_CODES = {name: code for code, names in tables()["languages"].items() for name in names.split()}
_NAME = re.compile(rf"(?<!\w)(?:{'|'.join(_CODES)})(?!\w)")
# Names that are no language to be spoken: shops, shoe sizes, tools, teachers of it, cooking.
_NOT_SPOKEN = re.compile(
    r"(?:corte|escalado|talla\w*|numeracion|llave|sistema|cesped|jardin|estilo|patron\w*|cocina|comida|mercado|turno"
    r"|cliente\w*|nacionalidad|dni|empresa|gobierno|fabricante|firma|grupo|corporativo|capital|origen|armadora"
    r"|(?:profesor|docent|maestr|monitor|formador)\w*(?:/\w+)?(?: de| en)?)\s+$"
)
_NO_TONGUE_BEHIND = re.compile(r"\s+(?:teacher|tutor|breakfast|bank|market|company|cuisine)|\s+(?:channel|gaap)")
# Names of something else as well (a program, a people): languages only where somebody is to speak them.
_ALSO_OTHERWISE = frozenset({"maya", "vasco"})
_SAID = re.compile(r"\b(?:habl\w+|idiomas?|lenguas?|nivel|speak\w*|languages?|bilingue|traduc\w+|castellano)\b")
_ANY = re.compile(r"(?<!\w)(?:(?:otros? )?idiomas?|(?:other |foreign )?languages?|lenguas? extranjeras?)(?!\w)")

_CEFR = re.compile(r"(?<![\w+])([ABC][12])(?:\s?\+)?(?:\s?(?:[-–/]|o|a|or|to|y)\s?([ABC][12]))?(?![\w+])")
_BAND = re.compile(
    r"(?<!\w)(basico|elemental|medio(?:[-/ ]alto)?|intermedio"
    r"|avanzado|alto|superior|fluido|fluida|nativo|bilingue|conversacional"
    r"|tecnico"
    r"|basic|elementary|(?:upper[- ])?intermediate|advanced|fluent|native|bilingual|conversational"
    r"|proficient|proficiency|good|excellent|\d{2,3} ?%)(?!\w)"
)
# A language to be spoken: its name, with a level at most, or behind a verb, and for no purpose of its own.
_OF_TONGUE = rf"(?:(?:en|el|del?|in|the|idioma|lengua|language) )*({'|'.join(_CODES)})(?!\w)"
_SPEAKING = re.compile(
    rf"(?:comunica\w*|habla\w*|expresarse|domin\w+|communicat\w*|speak\w*)(?: \w+(?:mente|ly))? {_OF_TONGUE}"
    r"(?! (?:para|for)(?!\w))"
)
_SPOKEN = re.compile(rf"{_OF_TONGUE}(?: \(?(?:{_BAND.pattern}|[abc][12])\)?)?")
_TONGUE_FIRST = re.compile(rf"(?:{_BAND.pattern} )?{_OF_TONGUE}")
_CLAUSE = re.compile(r"[;,.\n]|\s(?:y|and)\s(?=(?:carn|permiso|licencia|vehiculo|experiencia|driv))")
_LEVEL_FIRST = re.compile(r"\s*\(?(?:con )?(?:un )?(?:nivel|level|min|cefr|mcer|al menos|at least|[abc][12]\b)")


class Tongues(NamedTuple):
    """Languages in the order named, their level if one stands in the same clause, and whether any language is meant."""

    codes: tuple[str, ...]
    level: str | None
    named: bool


def tongues(text: str, folded: str) -> Tongues:
    """What a segment says of languages; `folded` is its text without accents and in lower case, letter by letter."""
    codes: dict[str, None] = {}
    level = None
    cuts = [0, *(match.end() for match in _CLAUSE.finditer(folded)), len(folded)]
    spans: list[tuple[int, int]] = []
    for start, end in itertools.pairwise(cuts):
        if spans and _LEVEL_FIRST.match(folded, start, end):  # "inglés, nivel B2"
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    for start, end in spans:
        here = [m for m in _NAME.finditer(folded, start, end) if _is_spoken(folded, m)]
        codes.update(dict.fromkeys(_CODES[m[0]] for m in here))
        if here and level is None:
            level = _level(text, folded, start, end)
    return Tongues(tuple(codes), level, bool(codes) or _ANY.search(folded) is not None)


def language_named(label: str) -> str:
    """The code of the language that a label names or says to be spoken ("Comunicarse en inglés"), "" for none."""
    folded = fold_letters(label.strip())
    found = _SPOKEN.fullmatch(folded) or _SPEAKING.match(folded)
    return str(_CODES[found[1]]) if found and len(tongues(label, folded).codes) < 2 else ""


def _is_spoken(folded: str, match: re.Match[str]) -> bool:
    if match[0] in _ALSO_OTHERWISE and not _SAID.search(folded[max(0, match.start() - 40) : match.end() + 20]):
        return False
    return not (
        _NOT_SPOKEN.search(folded[max(0, match.start() - 40) : match.start()])
        or _NO_TONGUE_BEHIND.match(folded, match.end())
    )


def _level(text: str, folded: str, start: int, end: int) -> str | None:
    found = _CEFR.search(text.upper(), start, end) if len(text.upper()) == len(text) else None
    if found and not re.search(
        r"(?:carnet?|permiso|licencia|conducir|clase|sap|license)\W{0,4}(?:\w+\W){0,2}$",
        folded[max(start, found.start() - 100) : found.start()],
    ):
        return "-".join(code for code in found.groups() if code)
    band = _BAND.search(folded, start, end)
    return text[band.start() : band.end()].lower() if band else None


_ASKING: tuple[Rule, ...] = ("ask", "valued", *_OWN_KIND)
_HELD: tuple[Kind, ...] = ("degree", "licence", "language", "condition")
_INFINITIVE = re.compile(r"\w{2,}(?:ar|er|ir)\b")
_ARTICLE = re.compile(r"^(?:(?:el|la|los|las|un|una|es|son|sera|the) )+")
# What the firm says of itself: "empresa con más de 20 años de experiencia".
_PRAISE = re.compile(
    r"(?:empresa|compania|grupo|lider|somos|expert[oa]s|leading|company|manufacturer|we are|we have)\b.{0,80}?"
    r"\b(?:anos|years)(?: de| of)? (?:experiencia|experience|trayectoria)"
)
_OF_US = re.compile(
    r"\b(?:somos|contamos con|tenemos|empresa|compania|company|firm|we are|we have)\b"
    r"(?!.*\b(?:busca|solicita|requ|necesita|contrata|seek|looking|hiring)).{0,100}$"
)
_CLIMATE = re.compile(r"(?:^|, )(?:(?:un|muy|buen|gran|excelente) )*(?:ambiente|clima)\b[^,]*$")
_CAPITALS = r"[A-Z]{2}[A-Z\d./&-]*"
_LETTERS = re.compile(rf"{_CAPITALS}(?P<level> (?:[IVX]+|[A-Z]\d[\d.]*))?(?:(?: and| or|,|/) {_CAPITALS})*")
_BUT = re.compile(r"\b(?:si bien|pero|aunque|sino|but|although)\W*$")
_NO_MUST = re.compile(
    r"(?:\b(?:but|though|although|pero|aunque)|, )\s*(?:is |it['’]s |es )?(?:not?\b(?! se\b)|isn['’]?t\b)"
)
_YEARS = re.compile(r"(?:con )?(?:mas de |more than |over )?\d+\+? (?:anos|years)\b")
# "Deseables", in the plural, says it of the whole list.
_IN_BRACKETS = (
    r"[^()]*\b(?:deseable|valorable|preferible|preferente|opcional|desirable|preferred|optional|plus)\b[^()]*"
)
VALUED_ASIDE = re.compile(rf"\((?!(?:con |un )*(?:nivel|level|[abc][12])\b){_IN_BRACKETS}\)")
"""What stands in brackets, with a word that values it: "(deseable)", "(third language a plus)"; no level."""
_OWN_FORCE = re.compile(
    rf"\s*\({_IN_BRACKETS}\)"
    r"|(?<=[^,;.])\s(?:(?:is|es) )?(?:(?:an?|un|una) )?(?:deseable|preferible|opcional|desirable|plus)"
    r"(?=\s*(?:[,;.]|$))"
)
_COURSE = re.compile(r"(?:formacion|cursos?|clases|capacitacion|training|courses|lessons|idiomas|ingles|english)\b")
_AND_COURSE = re.compile(r"(?:mas|y|,|plus|and) (?:un |a )?(?:curso|capacitacion|training|course)\b")
_TRAINED = re.compile(r"capacitacion(?! (?:al?|del?)\b)")  # by itself it is given; "capacitación de personal" is a task
_GIVEN = re.compile(
    r"ofrec|offer|a cargo de|facilita|proporciona|provide|given|(?:teach|train|coach|show|through) you|you through"
    r"|you(?:['’]?ll| will)\b.{0,12} (?:learn|taught|trained|coached)|aprend|\bte (?:form|ensen|capacit|entren)"
)
# Skills that are more than the language in which they are shown.
_WITHIN = re.compile(r"comunicacion|communicati|equipo|team|redacc|writing")
_SHORT = 8  # words of a segment in which a language is what it is about


class Verdict(NamedTuple):
    """Kind and force, both None where nothing is asked for; the languages named."""

    kind: Kind | None
    force: Force | None
    tongues: Tongues


def judge(text: str, rule: Rule | None, *, before: str = "", language: str | None = None) -> Verdict:
    """What a segment asks for, below a heading with this rule.

    `before` is its sentence up to it, "" where it begins one: "se valorará experiencia y …". Tasks are known by their
    form in the ad's language, in both where it is None.
    """
    folded = fold_letters(text)
    spoken = tongues(text, folded)
    # The form of a task: "limpieza de …", "operar …", "you will operate …".
    forms = [form() for form, other in ((spanish_task, "en"), (english_task, "es")) if language != other]
    is_task = any(form.match(folded) for form in forms) or cue("task_phrases").search(folded) is not None
    is_task = is_task or future_task().match(text) is not None
    force = _force(folded)
    if force == "offered" and cues("forces")["required"].search(folded):
        force = "required"  # "licence required, or we train you"
    offered = _force(fold_letters(before)) == "offered" or (rule in (None, "text") and _TRAINED.match(folded))
    if force is None and _COURSE.match(folded) and offered:
        force = "offered"
    if rule == "task":
        # Under tasks "clases de cocina" are given by the applicant, and what is not required is no task.
        force = None if force == "offered" and not _GIVEN.search(folded) else force
        rule = None if force in ("negated", "offered") else rule
    earlier = fold_letters(before).rstrip(" ,")
    # "Contrato eventual, | 6 meses": the sentence was parted before the months.
    timed = experienced().match(folded) and not cue("contract").match(earlier.rpartition(",")[2].strip())
    # "Deseable inglés" and "Inglés intermedio deseable" are no task, whatever stands above them; "English to Spanish
    # translation" is one.
    said = next((found.end() for one in cues("forces").values() if (found := one.match(folded))), 0)
    tongue_first = _TONGUE_FIRST.match(folded[said:].lstrip(" :")) is not None and (spoken.level or force)
    kind = "experience" if timed else _kind(folded, spoken, is_task=is_task or (rule == "task" and not tongue_first))
    # "Somos una consultora con | 25 años de experiencia en Java": the sentence was parted before the years.
    of_us = _YEARS.match(folded) is not None and _OF_US.search(earlier) is not None
    # "Buen ambiente y | trabajo en equipo" is how people there say that they work.
    of_us = of_us or (kind == "skill" and _CLIMATE.search(earlier) is not None)
    if of_us or _is_noise(folded, kind, force) or _is_given(folded, kind, rule, force):
        return Verdict(None, None, spoken)
    if force == "offered" or (rule == "offer" and force is None):
        return _offer(folded, kind, spoken)
    if kind is None and rule != "task":
        kind = _by_letters(text, folded)
    if kind is None:
        return _by_form(folded, rule, force, before, spoken, is_task=is_task)
    kind = "knowledge" if rule == "knowledge" and kind == "skill" else kind
    # A word that names another kind may stand in a task: "impartir cursos de soldadura".
    rather = is_task and rule in (None, "text", "task") and kind in ("skill", "knowledge", "degree", "condition")
    if force is None and (rather or (rule == "task" and kind in ("skill", "knowledge"))):
        return Verdict("task", "required", spoken)
    return Verdict(kind, force or _inherited(rule, before), spoken)


def _kind(folded: str, spoken: Tongues, *, is_task: bool) -> Kind | None:
    """By the strongest word; a language only where the segment is about it, not about reading manuals in it."""
    own = _PRAISE.sub("", folded)
    found = next((cast(Kind, kind) for kind, pattern in cues("kinds").items() if pattern.search(own)), None)
    about = (
        not is_task
        and (len(folded.split()) <= _SHORT or found is None)
        and not _WITHIN.search(BRACKETED.sub("", folded))
    )
    if spoken.named and about and found in (None, "skill", "knowledge"):
        return "language"
    return found


@cache
def experienced() -> re.Pattern[str]:
    """To be matched at the beginning: "1 año en planta", what somebody is to have done for a time.

    Months by themselves may be those of a contract, but where they are a minimum.
    """
    time, alone = f"(?:{words('time')})", r"(?=\W*$|\s?[,;.(/])"
    mere = rf"{time}(?<!es)(?<!th)(?<!ths)|(?=minim|al menos|at least){time}"
    return re.compile(rf"{time}['’]? (?:{words('time_of')})|(?:{mere}){alone}")


def _by_letters(text: str, folded: str) -> Kind | None:
    """Of capitals with a word of force behind them: a certificate that has a level, "CPT I required", else a skill."""
    said = bounded("trails", r"(?<=\s)", r"\W*$").search(folded)
    letters = _LETTERS.fullmatch(text[: said.start()].rstrip()) if said else None
    return None if letters is None else "licence" if letters["level"] else "skill"


def _force(folded: str) -> Force | None:
    """Negated before valued before offered before required; what is "desirable but not essential" is valued."""
    found = next((cast(Force, force) for force, pattern in cues("forces").items() if pattern.search(folded)), None)
    welcome = cues("forces")["valued"].search(folded) if found == "negated" else None
    return "valued" if welcome and _NO_MUST.search(folded, welcome.end()) else found


def _is_noise(folded: str, kind: Kind | None, force: Force | None) -> bool:
    """Whether it tells how to apply, or facts of the contract without a word that asks."""
    if cue("noise").search(folded):
        return kind not in ("experience", "licence", "degree", "condition") or force is None
    if cue("contract").match(_ARTICLE.sub("", folded)):
        # "Sueldo más curso de soldadura" offers the course.
        return kind in (None, "skill") or (
            kind == "degree" and force is None and _AND_COURSE.search(folded) is not None
        )
    return False


def _is_given(folded: str, kind: Kind | None, rule: Rule | None, force: Force | None) -> bool:
    """Whether it is what the employer gives or a fact of the post: a perk, or what stands among such facts."""
    if force == "offered" or kind == "licence":
        return False
    perk = cue("perks").search(folded) is not None
    if rule in ("post", "fact", "apply") and kind != "condition":
        return (
            force not in ("required", "valued") or perk or cue("contract").match(_ARTICLE.sub("", folded)) is not None
        )
    # Under tasks and requirements a perk's words may be what is worked on: "tramitar seguros de vida".
    return perk and rule in (None, "text", "offer") and kind in (None, "skill", "degree", "task", "condition")


def _offer(folded: str, kind: Kind | None, spoken: Tongues) -> Verdict:
    """Training or a language course that the employer gives; wages and hours are no requirement at all."""
    given = cues("forces")["offered"].search(folded) or _COURSE.match(folded)
    if kind in ("degree", "language", "knowledge", "skill") and given:
        return Verdict(kind, "offered", spoken)
    return Verdict(None, None, spoken)


def _inherited(rule: Rule | None, before: str) -> Force:
    """The force of a segment that has none of its own: that of the heading, else of the sentence it goes on."""
    if rule == "valued":
        return "valued"
    earlier = None if _BUT.search(fold_letters(before)) else _force(without_own_forces(fold_letters(before)))
    # "No se requiere experiencia y formación", but "no se requiere experiencia, disponibilidad inmediata".
    if earlier == "valued" or (earlier == "negated" and "," not in before):
        return earlier
    return "required"


def asks_of_applicants(folded: str) -> bool:
    """Whether words of a segment name something that an applicant has: a course is what an employer gives as well."""
    return not _COURSE.match(folded) and any(pattern.search(folded) for pattern in cues("kinds").values())


def without_own_forces(folded: str) -> str:
    """Without the words, in brackets or behind it, that say of one item of a list how it is asked for."""
    return _OWN_FORCE.sub("", folded)


def _by_form(
    folded: str, rule: Rule | None, force: Force | None, before: str, spoken: Tongues, *, is_task: bool
) -> Verdict:
    """A segment without any word that names a kind: a task by its form, or what its heading asks for."""
    if force != "negated" and (rule == "task" or (rule in (None, "text") and is_task)):
        return Verdict("task", "required", spoken)
    if cue("contract").search(folded):
        return Verdict(None, None, spoken)
    if rule in _ASKING:
        own = cast(Kind, rule) if rule in _OWN_KIND else "task" if is_task else "skill"
        # "Escolaridad: preparatoria. Operar montacargas": no degree begins with what is to be done.
        own = "task" if is_task and own in _HELD and _INFINITIVE.match(folded) else own
        return Verdict(own, force or _inherited(rule, before), spoken)
    if force == "valued":
        return Verdict("experience", "valued", spoken)
    return Verdict(None, None, spoken)


@cache
def spanish_task() -> re.Pattern[str]:
    """A task in Spanish, to be matched at the beginning of a segment: an infinitive, or an action and what of."""
    no_verbs, nouns, actions = map(words, ("no_verbs", "no_nouns", "actions"))
    more = r"(?: (?:y|e|o) \w+| \w+(?:al|iv[oa]|ic[oa]|ari[oa]|ad[oa])(?:es|s)?)?"
    return re.compile(
        rf"(?:(?:y|e|o|tambien|asi|ademas) )?(?:(?:las )?(?:funciones|tareas|labores)(?: principales)?:? )?(?:"
        rf"(?!(?:{no_verbs})\b)\w{{2,}}(?:ar|er|ir)(?:se|l[oae]s?)?\b(?! (?:en general|de (?:cocina|enfermeria)))"
        rf"|(?!(?:{nouns})\b)(?:{actions})\b{more},? (?:de|del|y|a|al|en|con|e|por|para|sobre)\b)"
    )


@cache
def future_task() -> re.Pattern[str]:
    """A task told to the reader, "mantendrás equipos", to be matched with its accents: "calderas" is no verb."""
    return re.compile(rf"(?!(?:{words('no_futures')})[áÁ])\w{{2,}}rás\b", re.IGNORECASE)


@cache
def english_task() -> re.Pattern[str]:
    """The same in English: a verb, or a gerund of one, or "welding of …"."""
    verbs = words("english_verbs")
    gerunds = re.sub(r"e(?=\||$)", "", verbs)
    return re.compile(
        rf"(?:(?:and|to|also|(?:you )?must) )?(?:(?:{verbs})s?|(?:{gerunds})\w?ing"
        rf"|(?:[\w/]+ ){{0,4}}?\w{{3,}}(?<!understand)ing of)\b"
    )
