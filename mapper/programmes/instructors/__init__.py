"""Whom to train in what: certificates that those who teach a programme should hold, and the table of what they hold.

Everybody who teaches is to hold one of the standards for teaching courses. Of the other functions (designing,
assessing, running a centre, dual training) and of each technical standard that the programme covers it is enough that
somebody in the school holds one. That is a proposal; a school may ask for more.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Literal

from corpora import InputError, Skipped, Text, _
from corpora.frameworks.renec import standard_codes
from corpora.tabular import Row, read_tables
from corpora.text import fold, fold_letters
from mapper.matching.calibrated import MATERIAL, warn_of_other_encoder
from mapper.matching.records import EVERY, Only
from mapper.matching.scorer import Scorer
from mapper.programmes.coverage import TREATED, Made, Programme, StandardCoverage
from mapper.programmes.coverage.report import Searched, rank_standards
from mapper.programmes.facilities import StaffStandard, all_marked, find_staff_standards
from mapper.reports.blocks import format_percent

Scope = Literal["each", "school", "company"]
"""Whether everybody who teaches should hold it, somebody in the school, or somebody in the company."""
Standing = Literal["held", "expired", "older", "missing"]


@dataclass(frozen=True, slots=True)
class Holding:
    """A certificate that somebody holds.

    Attributes:
        code: of its standard, in its usual form.
        date: of issue, ISO 8601, without day or month where the table does not give them; "" where it gives none.
        expires: last day, ISO 8601, "" where the table gives none, or says that it does not expire.
        expired: whether that is past on the day asked about; None where no day was asked about or nothing expires.
        absent: True where a registry is loaded, and neither it nor another framework has the code.
    """

    code: str
    date: str = ""
    expires: str = ""
    expired: bool | None = None
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who teaches, with the certificates listed."""

    name: str
    holdings: tuple[Holding, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """One standard that fulfils a requirement.

    Attributes:
        title: as the loaded frameworks print it, None where they lack it.
        absent: True where a registry is loaded and does not have the code.
        named: whether the programme names the code.
    """

    code: str
    title: str | None
    absent: bool
    named: bool = False


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something to be held: any one of some standards.

    Attributes:
        kind: "teaching" for standards on teaching, "technical" for what is taught.
        scope: by whom.
        standards: any one of which fulfils it.
        why: why it is asked for: of a technical standard, how much of it the programme shows.
    """

    kind: Literal["teaching", "technical"]
    purpose: Text
    scope: Scope
    standards: tuple[Wanted, ...]
    why: Text


@dataclass(frozen=True, slots=True)
class Training:
    """Who lacks what a requirement asks for.

    Attributes:
        requirement: its number, from 0.
        lacking: names of those who do not hold it, expired ones and older editions among them.
        fulfilled: whether it is held by all of them, or by somebody where that is enough.
    """

    requirement: int
    lacking: tuple[str, ...]
    fulfilled: bool


@dataclass(frozen=True, slots=True)
class InstructorsReport:
    """The instructor profile of a programme against a list of teachers.

    Attributes:
        requirements: on teaching, then technical ones.
        people: in the table's order.
        standings: for each person, in that order, how they stand to each requirement.
        training: for each requirement who lacks it.
        on: the day on which validity was judged, ISO 8601; "" where it was not.
        material: what the probabilities were calibrated on, and that this was carried over.
        made: what it takes to make the report again.
        notes: what a reader has to know.
        skipped: what of the table was not used.
    """

    programme: Programme
    requirements: tuple[Requirement, ...]
    people: tuple[Person, ...]
    standings: tuple[tuple[Standing, ...], ...]
    training: tuple[Training, ...]
    on: str
    material: Text
    made: Made
    notes: tuple[Text, ...] = ()
    skipped: tuple[Skipped, ...] = ()


_WHO = (
    r"(?:docente|instructora?|profesora?|maestr[oa]|facilitadora?|capacitadora?|evaluadora?|persona|teacher|trainer)s?"
)
COLUMNS: Mapping[str, re.Pattern[str]] = {
    "name": re.compile(
        rf"(?:nombres?(?: completo)?(?: y apellidos?)?|apellidos? y nombres?)(?: (?:del|de la|de los|de las) {_WHO})?"
        rf"|{_WHO}(?:'s name| name)?|(?:full |first |given )?names?(?: of (?:the )?{_WHO})?"
    ),
    "code": re.compile(
        r"(?:(?:codigo|clave|numero|no\.?)(?: de(?:l| la| los)?)? )?(?:ec|estandar(?:es)?(?: de competencias?)?)"
        r"|codigos?|certificado|certificacion|codes?(?: of (?:the )?standard)?|(?:standard|certificate)(?: code)?"
    ),
    "date": re.compile(
        r"fecha(?: de (?:la )?(?:emision|expedicion|certificacion))?|emision|expedicion|date(?: of issue)?"
        r"|issued(?: on)?|issue date"
    ),
    "expires": re.compile(
        r"(?:fecha de )?(?:vencimiento|vigencia|caducidad|expiracion)|vence(?: el)?|(?:vigente|valido) hasta"
        r"|caduca|expira"
        r"|expires(?: on)?|expir(?:y|ation)(?: date)?|valid until"
    ),
}
"""Names of each column, folded; only the first two are needed."""
_SURNAME = re.compile(
    r"apellidos?(?: (?:paterno|materno))?|(?:primer|segundo) apellido|(?:last|family) names?|surnames?"
)
_BOTH_FORMS = re.compile(r"\((?:[ao]s?|e?s)\)|/[ao]s?\b")  # "Instructor(a)", "Nombre(s)", "Instructor/a"
_NO_CODES = ("", "ninguno", "ninguna", "no", "no aplica", "n/a", "sin certificado", "pendiente", "none")
_NEEDED = {"name": Text("«nombre»", "«name»"), "code": Text("«código»", "«code»")}
_MONTHS = ("ene jan", "feb", "mar", "abr apr", "may", "jun", "jul", "ago aug", "sep set", "oct", "nov", "dic dec")
_NAMED = rf"(?P<name>{'|'.join(' '.join(_MONTHS).split())})(?:\.|[a-z]*)"
_DATES = [
    re.compile(form)
    for form in (
        r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:[ t]00:00(?::00(?:\.0+)?)?)?",
        r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})",
        # "12 de enero de 2026", "12-ene-2026", "ene-16"
        rf"(?:(?P<day>\d{{1,2}})(?: de |[ /-]))?{_NAMED}(?: del? |[ /-])(?P<year>\d{{4}}|\d{{2}})",
        rf"{_NAMED} (?P<day>\d{{1,2}}), (?P<year>\d{{4}})",  # "January 12, 2026"
        r"(?:(?P<month>0?[1-9]|1[0-2])[/.-])?(?P<year>(?:19|20)\d{2})",  # "05/2022", "2022"
    )
]
_NEVER = re.compile(
    r"(?:vigencia )?(?:indefinid[ao]|permanente|vitalici[ao]|ilimitad[ao])|n/?a|-+|ningun[ao]"
    r"|no (?:aplica|vence|caduca|expira)|sin (?:vencimiento|vigencia|caducidad|fecha(?: de \w+)?)"
    r"|none|not applicable|unlimited|permanent|indefinite|(?:no|without) expiry(?: date)?|does not expire"
)
"""Words of a cell that say that there is no date."""
_YEARS = re.compile(r"(\d{1,2}) (?:anos?|years?)")


def read_teachers(path: Path) -> tuple[tuple[Person, ...], tuple[Skipped, ...]]:
    """Return the people of a table (CSV, XLSX or JSON lines) and what of it was not used.

    Rows of one name are one person; a row without a code is one without.

    Raises InputError: not readable, a column is missing, a code without a name, a date that is none.
    """
    tables = read_tables(path, lambda cells: _find_columns(cells).keys() >= _NEEDED.keys())
    held: dict[str, tuple[str, list[Holding]]] = {}
    wrong: list[Text] = []
    for table in tables.tables:
        columns = _find_columns(table.columns)
        surnames = [column for column in table.columns if _SURNAME.fullmatch(_header(column))]
        if missing := [name for field, name in _NEEDED.items() if field not in columns]:
            raise InputError(
                "{path}: {place}: lacks the column {said}; what is read: name (full name, instructor, teacher, trainer;"
                " last name beside it), code (standard, standard code, certificate), date (date of issue) and expires"
                " (expiry date, valid until)",
                path=path,
                place=table.place,
                said=Text(*map(", ".join, zip(*missing, strict=True))),
            )
        for row in table.rows:
            said = {field: " ".join(row.cells[column].split()) for field, column in columns.items()}
            told = list(filter(None, said.values()))
            if not told or (len(told) == 1 and fold(told[0]).startswith("total")):
                continue
            if not said["name"]:
                raise InputError("{path}: {place}: lacks the name; repeat it in each row", path=path, place=row.place)
            name = " ".join([said["name"], *(" ".join(row.cells[column].split()) for column in surnames)]).strip()
            holdings = held.setdefault(fold_letters(name), (name, []))[1]
            # A cell may hold several codes, or a title behind one; what has no such form stands as it is.
            codes = standard_codes(said["code"]) or [said["code"]]
            if fold_letters(said["code"]).strip(" .-") not in _NO_CODES:
                issued = _read(said.get("date", ""), _iso, row, wrong)
                expires = _read(said.get("expires", ""), partial(_last_day, issued=issued), row, wrong)
                if issued and "" < expires < issued:
                    raise InputError(
                        "{path}: {place}: expires on {expires}, before it was issued on {issued}; correct one of the"
                        " two dates",
                        path=path,
                        place=row.place,
                        expires=expires,
                        issued=issued,
                    )
                holdings += [Holding(code, issued, expires) for code in codes]
    if wrong:
        raise InputError(
            "{path}: no date: {cells}; write it as 2026-03-31 or 31/03/2026, the date of issue also as 05/2022 or 2022,"
            " the expiry also as '5 years' from the day or month of issue, and leave the cell empty where there is"
            " none: without an expiry date it does not expire",
            path=path,
            cells=Text(*map("; ".join, zip(*wrong, strict=True))),
        )
    if not held:
        raise InputError("{path}: names nobody; write one row for each certificate, with name and code", path=path)
    people = tuple(Person(name, tuple(dict.fromkeys(holdings))) for name, holdings in held.values())
    return people, tables.left_out(path.name, _("columns for name and code"))


def _header(cell: str) -> str:
    return _BOTH_FORMS.sub("", fold(cell)).strip(" :.*")


def _find_columns(cells: Sequence[str]) -> dict[str, str]:
    """Return the first column of each name."""
    return {f: cell for f, names in COLUMNS.items() for cell in reversed(cells) if names.fullmatch(_header(cell))}


def _iso(text: str) -> str:
    """Return a date, ISO 8601, without month or day where the text does not tell it; "" where it says there is none.

    Raises:
        ValueError: it is no date.
    """
    folded = fold(text).strip(" .")
    if not folded or _NEVER.fullmatch(folded):
        return ""
    told = next((found.groupdict() for form in _DATES if (found := form.fullmatch(folded))), {})
    year, month, day = int(told.get("year") or 0), told.get("month"), told.get("day")
    if name := told.get("name"):
        month = str(1 + next(n for n, names in enumerate(_MONTHS) if name in names.split()))
    whole = date(year + 2000 if 0 < year < 100 else year, int(month or 1), int(day or 1)).isoformat()
    return whole[: 10 if day else 7 if month else 4]


def _read(text: str, read: Callable[[str], str], row: Row, wrong: list[Text]) -> str:
    """Return what a cell says of a date; where that is none it is noted among what is `wrong`, to be told together."""
    try:
        return read(text)
    except ValueError:
        wrong.append(Text(f"{row.place.es} «{text}»", f"{row.place.en} '{text}'"))
        return ""


def _last_day(text: str, issued: str) -> str:
    """Return the last day of a certificate, also told in years from the date of issue ("5 años"); "" where it has none.

    Nothing is counted from a year: it would end too early or too late.
    """
    years = _YEARS.fullmatch(fold(text)) if len(issued) > len("2026") else None
    counted = years and f"{int(issued[:4]) + int(years[1])}{issued[4:]}".replace("-02-29", "-02-28")
    expires = counted or _iso(text)
    if len(expires) == len("2026"):
        raise ValueError(text)
    if len(expires) == len("2026-03"):
        year, month = map(int, expires.split("-"))
        expires = f"{expires}-{monthrange(year, month)[1]}"
    return expires


def read_day(text: str) -> str:
    """Return the day of `--on`, written as in the table; ISO 8601; "" stays; raises InputError: it is none."""
    try:
        day = _iso(text.strip())
    except ValueError:
        day = ""
    if text and len(day) < len("2026-03-31"):
        raise InputError("--on: '{text}' is no date; write it as 2026-03-31 or 31/03/2026", text=text)
    return day


RELATED = 0.8  # probability from which a standard known by its title only is taken for the programme's
MOST = 5  # technical standards of each kind that are asked for where none was named
_VERSION = re.compile(r"\.\d{2}$")
_EACH = _("everybody who teaches needs it")
_SCHOOL = _("it is enough that somebody in the school holds it")
_IF_DUAL = _("only in dual training; it is enough that somebody holds it")
_DUAL = _("the programme marks what is learnt at the company; it is enough that somebody holds it")
_BY_STANDARD: Mapping[str, tuple[Scope, Text]] = {
    "EC0217.01": ("each", _EACH),
    "EC0959": ("company", _IF_DUAL),
    "EC0992": ("school", _IF_DUAL),
}
"""By whom the standards of a group are to be held, told by one of them; of the others by somebody in the school."""
_TECHNICAL = _("Technical standard of the programme")
_NO_TECHNICAL = _(
    "No technical standard was found that the programme covers; you can name it with --framework NAME/CODE."
)
_NO_REGISTRY = _(
    "No registry is among the frameworks asked for: nobody can say of the codes what they are called and whether they"
    " still stand.⟦ Add it with 'curmap framework add renec' and name it with --framework renec.⟧"
)


def profile(
    programme: Searched,
    people: Sequence[Person],
    model: Scorer,
    made: Made,
    *,
    only: Only = EVERY,
    on: str = "",
    skipped: Iterable[Skipped] = (),
) -> InstructorsReport:
    """Return the profile of one programme against a list of people."""
    frameworks = [shown.framework for shown in programme.shown]
    technical = _technical(rank_standards(programme, only), only)
    requirements = (
        *_teaching(find_staff_standards(frameworks, programme.every), dual=bool(all_marked(programme.every))),
        *technical,
    )
    entries = [c for framework in frameworks for c in framework.competencies]
    # A document in which no criteria were found is known by its title too, and has a file.
    has_registry = any(c.kind == "standard" and c.title_only and "file" not in c.extra for c in entries)
    # A school's own call theirs otherwise.
    known = {c.code for c in entries if c.kind == "standard" or c.parent is None}

    def judge_holding(holding: Holding) -> Holding:
        expired = holding.expires < on if on and holding.expires else None
        return replace(holding, expired=expired, absent=has_registry and holding.code not in known)

    judged = tuple(Person(person.name, tuple(map(judge_holding, person.holdings))) for person in people)
    later = [f"{person.name}, {h.code}" for person in people for h in person.holdings if on and h.date > on]
    standings = tuple(tuple(_standing(person, wanted, on) for wanted in requirements) for person in judged)
    training = []
    for n, one in enumerate(requirements):
        lacking = tuple(person.name for person, mine in zip(judged, standings, strict=True) if mine[n] != "held")
        training.append(Training(n, lacking, not lacking if one.scope == "each" else len(lacking) < len(judged)))
    notes = [*warn_of_other_encoder(made.encoder, model)]
    if not technical:
        notes.append(_NO_TECHNICAL)
    if not has_registry:
        notes.append(_NO_REGISTRY)
    notes += unjudged_note(people, on)
    if later:
        notes.append(_("Issued after {on}, and so not held on that day: {which}.", on=on, which="; ".join(later)))
    return InstructorsReport(
        programme=programme.cited(()),
        requirements=requirements,
        people=judged,
        standings=standings,
        training=tuple(training),
        on=on,
        material=MATERIAL,
        made=made,
        notes=tuple(notes),
        skipped=tuple(skipped),
    )


def unjudged_note(people: Iterable[Person], on: str) -> list[Text]:
    """Return a note that no certificate was called expired, where some may have and no day was given."""
    expiring = sum(bool(holding.expires) for person in people for holding in person.holdings)
    message = _(
        "Certificates with an expiry date: {n}. Which have expired was not judged; say so with --on YYYY-MM-DD.",
        n=expiring,
    )
    return [message] if expiring and not on else []


def _teaching(standards: Sequence[StaffStandard], *, dual: bool) -> list[Requirement]:
    scope: Scope
    by_purpose: dict[Text, list[StaffStandard]] = {}
    for standard in standards:
        by_purpose.setdefault(standard.purpose, []).append(standard)
    made = []
    for purpose, same in by_purpose.items():
        scope, why = next((_BY_STANDARD[s.code] for s in same if s.code in _BY_STANDARD), ("school", _SCHOOL))
        wanted = tuple(Wanted(s.code, s.title, s.absent, bool(s.named)) for s in same)
        made.append(Requirement("teaching", purpose, scope, wanted, _DUAL if dual and why == _IF_DUAL else why))
    return made


def _technical(rows: Sequence[StandardCoverage], only: Only) -> list[Requirement]:
    """Return the standards that were named, and of frameworks that are looked at whole those that the programme covers.

    It does where it covers them above chance, or is almost surely related to their titles.
    """
    named, others = ([row for row in rows if (row.framework in only) is asked] for asked in (True, False))
    full = [row for row in others if row.text == "full" and row.above_chance >= TREATED]
    titles = [row for row in others if row.text == "title" and (row.related or 0.0) >= RELATED]
    made = []
    for row in (*named, *full[:MOST], *titles[:MOST]):
        why = _(
            "only its title is known; the programme is related to it with a probability of {related}",
            related=_percent(row.related or 0.0),
        )
        if row.text == "full":
            share = _percent(row.share.value if row.share else 0.0)
            chance = _percent(row.chance)
            why = _("the programme's coverage of it is {share} (by chance, {chance})", share=share, chance=chance)
        wanted = (Wanted(row.code, row.title, absent=False),)
        made.append(Requirement("technical", _TECHNICAL, "school", wanted, why))
    return made


def _percent(share: float) -> Text:
    return Text(format_percent(share, "es"), format_percent(share, "en"))


def _standing(person: Person, requirement: Requirement, on: str) -> Standing:
    wanted = {standard.code for standard in requirement.standards}
    issued = [holding for holding in person.holdings if not on or holding.date <= on]
    mine = [holding for holding in issued if holding.code in wanted]
    if any(not holding.expired for holding in mine):
        return "held"
    if mine:
        return "expired"
    families = {_VERSION.sub("", code) for code in wanted}
    return "older" if any(_VERSION.sub("", h.code) in families for h in issued) else "missing"
