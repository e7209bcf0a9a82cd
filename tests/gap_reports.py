"""Coverage and gap reports made by hand from records, for the tests of what is written of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from alignments import digest

from corpora import Passage, Skipped, Text
from mapper.industry.demand.records import (
    AdsOfSector,
    Audit,
    Change,
    DemandedCompetency,
    DemandProfile,
    Example,
    OtherAsked,
    Period,
    Trend,
    TrendRow,
    Unmatched,
)
from mapper.industry.gap import GapReport, GapRow, Offer, OfferRow, Taught
from mapper.industry.transversal import AdFinding, Area, Cue, Finding, GreenSkill, NamedStandard, Need
from mapper.matching.records import NOTHING, Interval
from mapper.programmes.coverage import (
    CoverageReport,
    CriterionCoverage,
    Made,
    Programme,
    SectorText,
    StandardCoverage,
    State,
    Supplement,
    Tally,
)
from mapper.programmes.facilities import Resource, StaffStandard, StandardNeeds, Suggestion

HOSTILE = "</style><script>alert(1)</script><img src=x onerror=alert(1)>\x00\u202e\ud800=HYPERLINK('x')\"&'"
MATERIAL = Text("Se calibró con otras ofertas.", "It was calibrated on other ads.")
MADE = Made(
    {"encoder": "e5", "standards": []},
    (("solar", "1a2b", digest("solar")),),
    {"name": "e5", "revision": "1f6c2a9d40be"},
    {"coverage": "aa", "demand": "bb"},
)


def passage(text: str, unit: str, number: int, page: int | None = 1) -> Passage:
    section = ("Programa", unit) if unit else ()
    return Passage(
        digest(f"{text}{number}")[:16], digest(text)[:16], text, 0, len(text), page, None, section, "outcome", "es"
    )


PASSAGES = (
    passage("Monta los módulos en la cubierta", "Módulo 1", 1),
    passage("Conecta el inversor a la red", "Módulo 2", 2, None),
)


def programme(name: str = "programa.pdf") -> Programme:
    return Programme(name, digest(name), 40, 3, (2,), {p.id: p for p in PASSAGES}, (Skipped("«pie»", MATERIAL),))


def criterion(code: str, state: State, kind: str = "desempeno", shown: tuple[Passage, ...] = ()) -> CriterionCoverage:
    why = Text("solo como contenido", "only as content") if state == "partly" else NOTHING
    chance = {"covered": 0.93, "partly": 0.85, "uncertain": 0.5, "not_found": 0.04}[state]
    statement = f"Criterio {code}"
    return CriterionCoverage(code, kind, statement, None, code[:9], state, chance, tuple(p.id for p in shown), why)


def standard() -> StandardCoverage:
    criteria = (
        criterion("EC9901/E1/desempeno/1", "covered", shown=PASSAGES[:1]),
        criterion("EC9901/E1/desempeno/2", "partly", shown=PASSAGES),
        criterion("EC9901/E2/actitud/1", "uncertain", "actitud"),
        criterion("EC9901/E2/producto/1", "not_found", "producto"),
    )
    tallies = (
        Tally("EC9901/E1", "Montar", "desempeno", False, 1, 1, 0, 0, 2, 0.89),
        Tally("EC9901/E2", "Conectar", "actitud", True, 0, 0, 0, 1, 1, 0.5),
        Tally("EC9901/E2", "Conectar", "producto", False, 0, 0, 1, 0, 1, 0.04),
    )
    return StandardCoverage(
        "solar", "EC9901", "Instalación de sistemas fotovoltaicos", "3", None, "Comité Solar", "full", tallies=tallies,
        share=Interval(0.62, 0.4, 0.8), attitudes=Interval(0.5, 0.1, 0.9), chance=0.04, above_chance=0.604,
        criteria=criteria,
    )  # fmt: skip


def title() -> StandardCoverage:
    where = Text("búsquelo en el registro", "search it in the registry")
    return StandardCoverage(
        "renec", "EC0586.01", "Instalación solar", "3", "Energía", None, "title", related=0.7, where=where
    )


def asked(code: str, statement: str, share: Interval, *examples: Example) -> DemandedCompetency:
    both, group = Text(statement, f"{statement} (en)"), Text("Energía", "Energy")
    first_ten = 0.8 if share.value else None
    return DemandedCompetency(
        "solar", code, both, "skill", "G1", group, share, first_ten, ads=40 * share.value, examples=examples
    )


def taught(probability: float, state: str, share: float) -> Taught:
    gap = Interval(share * (1 - probability), 0.0, share) if share else None
    instead = ("S9", Text("Montar paneles", "Mount panels")) if state == "demanded_not_found" else None
    near = PASSAGES[0]
    sure = Interval(probability, probability / 2, (1 + probability) / 2)
    return Taught(sure, gap, state, near.section[-1], near.id, instead)  # type: ignore[arg-type]


def rows(programmes: int = 1) -> tuple[GapRow, ...]:
    quoted = Example("Técnica solar", "Se requiere dimensionar baterías")
    told = (
        (asked("S1", "Dimensionar baterías", Interval(0.4, 0.2, 0.6), quoted), 0.05, "demanded_not_found"),
        (asked("S2", "Montar módulos", Interval(0.3, 0.1, 0.5)), 0.97, "demanded_found"),
        (asked("S3", "Vender sistemas", Interval(0.1, 0.0, 0.3)), 0.4, "uncertain"),
        (asked("S4", "Soldar", Interval(0.0, 0.0, 0.075)), 0.9, "found_not_in_ads"),
    )
    return tuple(GapRow(a, (taught(t, state, a.share.value),) * programmes) for a, t, state in told)


def profile(groups: int = 40) -> DemandProfile:
    return DemandProfile(
        source=("ofertas.csv",),
        read=groups + 3,
        unread=2,
        unread_in=("LEEME.txt", "a.csv", "b.csv"),
        groups=groups,
        asking=groups - 1,
        employers=7,
        dates=("2025-01-03", "2025-06-30"),
        countries=(("MX", 30), ("ES", 4)),
        sector="energy",
        columns={"description": "Texto"},
        audited=Audit(12, ("A. Pérez",), (digest("hoja"),)),
        material=MATERIAL,
        competencies=tuple(row.competency for row in rows()[:3]),
        by_group=(asked("G1", "Energía", Interval(0.5, 0.3, 0.7)),),
        others=(OtherAsked("licence", Text("licencia de manejo", "driving licence"), 5, 3),),
        unmatched=(Unmatched("CONTPAQi", 7, 6, Example("Auxiliar contable", "CONTPAQi")),),
        notes=(Text("Una nota.", "A note."),),
        skipped=(Skipped("fila 3", Text("sin texto", "no text")),),
        of_sector=AdsOfSector(4, 36, 100, 200, (("empresa solar", 9),)),
    )


def supplement() -> Supplement:
    english, absent, safety = Text("Inglés", "English"), "EC0974", Text("Seguridad", "Safety")
    asked = (
        AdFinding("1", "Inglés B1", Cue("english", 0, 9, "B1"), "required", "1"),
        AdFinding("2", "Inglés", Cue("english", 0, 6), "valued", "2"),
    )
    named = NamedStandard("EC0679", "Inglés", False, english), NamedStandard(absent, None, True, english)
    found = Finding(PASSAGES[0], Cue("english", 0, 5, "B1"), "mention")
    need = Need("english", english, (found,), asked, 5, 40, named, (Area("x", safety, True, 2),))
    code = "EC9901/E1/desempeno/1"
    things = (
        Resource("multímetro", "multimetro", "equipment", "criterion", code, "Usa el multímetro", PASSAGES[:1]),
        Resource("taller", "taller", "room", "requirements", "EC9901", "taller"),
    )
    dual = Suggestion("solar", code, "Criterio", "desempeno", "both", "rule", Text("por su tipo", "by its kind"))
    return Supplement(
        (need,),
        (GreenSkill("esco", "g", "Reciclar", PASSAGES[:1], ("outcome",)),),
        (StaffStandard("EC0679", "Inglés", False, Text("Impartir", "Teach"), PASSAGES[:1]),),
        (StandardNeeds("solar", "EC9901", things, True, ("Se evalúa en campo.",), PASSAGES[:1], (dual,)),),
        ("EC1/E1",),
        (replace(PASSAGES[0], dual="company"),),
    )


def coverage(*names: str) -> CoverageReport:
    found = names or ("programa.pdf",)
    return CoverageReport(
        programmes=tuple(programme(name) for name in found),
        standards=((standard(), title()),) * len(found),
        sector=SectorText("energy", Text("Energía", "Energy"), ("EC0586.01", "EC9901"), ("EC9901",), False),
        material=MATERIAL,
        made=MADE,
        notes=(Text("Otra nota.", "Another note."),),
        supplements=(supplement(),) * len(found),
    )


def gap(*names: str, groups: int = 40) -> GapReport:
    covered = coverage(*names)
    number = len(covered.programmes)
    told = rows(number)
    of_group = GapRow(profile().by_group[0], (taught(0.5, "uncertain", 0.5),) * number)
    return GapReport(
        programmes=covered.programmes,
        profile=profile(groups),
        groups=(of_group,),
        rows=told,
        headline=(Interval(0.45, 0.3, 0.6),) * number,
        coverage=covered,
        made=MADE,
        notes=(Text("Una nota.", "A note."),),
        untold=9,
    )


def offered(*names: str) -> GapReport:
    """Two programmes, of which one teaches what the other does not, and two quarters."""
    told = gap(*(names or ("a.pdf", "b.pdf")))
    first, *others = told.rows
    mixed = replace(first, taught=(first.taught[0], taught(0.97, "demanded_found", first.competency.share.value)))
    rows = (mixed, *others)
    offer = Offer(
        Interval(0.6, 0.5, 0.7),
        tuple(
            OfferRow(
                asked.framework, asked.code, asked.statement, row in told.groups, asked.share, last.probability,
                last.gap or asked.share, last.state,
                tuple(n for n, one in enumerate(row.taught) if one.state == "demanded_found"),
            )
            for row in (*told.groups, *rows[:3])
            for asked, last in [(row.competency, row.taught[-1])]
        ),
    )  # fmt: skip
    moved = Change(0.2, 0.1, 0.3)
    trend = Trend(
        by="quarter",
        periods=(Period("2026-Q1", 40, 39), Period("2026-Q2", 8, 8), Period("2026-Q3", 45, 40)),
        compared=("2026-Q1", "2026-Q3"),
        undated=3,
        rows=tuple(
            TrendRow(
                asked.framework, asked.code, asked.statement, False, (asked.share, None, asked.share),
                change=Change(-0.05, -0.1, 0.02) if number else moved, direction="unclear" if number else "rises",
            )
            for number, asked in enumerate(row.competency for row in rows[:3])
        ),
        notes=(Text("Una nota.", "A note."),),
    )  # fmt: skip
    return replace(told, rows=rows, offer=offer, trend=trend)


def few() -> GapReport:
    """Under ten ads: nothing of what they ask for is told."""
    told = gap(groups=4)
    bare = replace(
        told.profile, competencies=(), by_group=(), audited=None, dates=None, countries=(), employers=0, sector="",
        others=(), of_sector=None,
    )  # fmt: skip
    return replace(told, profile=bare, groups=(), rows=told.rows[3:], headline=(None,), coverage=nothing())


def nothing() -> CoverageReport:
    """Nothing compared, no standard with criteria."""
    covered = coverage()
    blank = replace(programme(), searched=0, pages=None, unreadable_pages=(), passages={}, skipped=())
    return replace(covered, programmes=(blank,), standards=((),), sector=None, notes=(), supplements=(Supplement(),))


def hostile_coverage() -> CoverageReport:
    return _with_hostile(coverage())


def hostile() -> GapReport:
    return _with_hostile(offered())


def _with_hostile(value: Any) -> Any:  # noqa: ANN401 - any record
    """The same record with every text of a document, ad or framework replaced by one that attacks."""
    if isinstance(value, Text):
        return Text(HOSTILE, HOSTILE)
    if isinstance(value, Interval) or not hasattr(value, "__dataclass_fields__"):
        return tuple(map(_with_hostile, value)) if type(value) is tuple else value
    return replace(value, **{name: _attacked(value, name) for name in value.__dataclass_fields__})


OF_OTHERS = (Passage, Programme, DemandedCompetency, StandardCoverage, CriterionCoverage, Example)
ATTACKS = ("name", "text", "statement", "title", "sentence", "ad", "committee", "level", "section")


def _attacked(record: Any, name: str) -> Any:  # noqa: ANN401
    value = getattr(record, name)
    if isinstance(record, Programme) and name == "passages":
        return {code: _with_hostile(one) for code, one in value.items()}
    known = value is None or (isinstance(record, StandardCoverage) and name == "text")
    if known or name not in ATTACKS or not isinstance(record, OF_OTHERS) or isinstance(value, Text):
        return _with_hostile(value)
    return HOSTILE if isinstance(value, str) else (HOSTILE,)
