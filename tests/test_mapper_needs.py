"""The four transversal needs, in programmes and advertisements, and ESCO's green skills."""

import pytest
from alignments import in_alignment
from hypothesis import given
from hypothesis import strategies as st
from small_frameworks import framework

from corpora import Competency, Label, Passage
from corpora.job_ads.records import Force, JobAd, JobAds, Requirement
from corpora.records import Role
from mapper.industry.ad_lines import read_requirements
from mapper.industry.transversal import NEED_NAMES, Need
from mapper.industry.transversal.findings import concepts, cues, green, needs, teaching
from mapper.matching.records import MappedPassage, Match

NOTHING = concepts(())
AREA, BELOW, TEAM = "a-1", "a-2", "60c78287-22eb-4103-9c8c-28deaa460da0"


def passage(text: str, role: Role = "outcome", section: tuple[str, ...] = ()) -> Passage:
    return Passage("p", "t", text, 0, len(text), 1, None, section, role, "es")


ESCO = framework(
    Competency(AREA, "creación de contenidos", "skill", extra={"collections": ["digComp"]}),
    Competency(
        BELOW,
        "desarrollar contenido en línea",
        "skill",
        parent=AREA,
        labels=(Label("develop online content", "en", "preferred"),),
        extra={"collections": ["digComp", "green"]},
    ),
    Competency(TEAM, "trabajar en equipos", "skill", extra={"collections": ["transversal"]}),
    Competency("other", "soldar piezas", "skill", extra={"collections": ["green"]}),
    name="esco",
)


def by_name(found: tuple[Need, ...]) -> dict[str, Need]:
    return {need.name: need for need in found}


TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60)


@given(TEXTS, st.sampled_from(["Inglés B2", "trabajo en equipo", "Excel", "escucha activa"]), TEXTS)
def test_a_cue_lies_within_its_text(before: str, words: str, behind: str) -> None:
    text = f"{before} {words} {behind}"
    for cue in cues(text, NOTHING):
        assert 0 <= cue.start < cue.end <= len(text)
        assert cue.need in NEED_NAMES


def of(text: str, name: str) -> list[tuple[str, str | None, str | None]]:
    return [(text[c.start : c.end], c.level, c.band) for c in cues(text, NOTHING) if c.need == name]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Inglés B2 y francés A2.", ("Inglés", "B2", None)),
        ("Francés B1 e inglés avanzado", ("inglés", None, "avanzado")),
        ("Se pide un nivel B2 de inglés", ("inglés", "B2", None)),
        ("Inglés y permiso de conducir B1", ("Inglés", None, None)),
        ("Ciclo de grado superior e inglés", ("inglés", None, None)),
        ("English (C1) required", ("English", "C1", None)),
        ("Nivel medio-alto de inglés", ("inglés", None, "Nivel medio-alto")),
        ("Lengua inglesa con un nivel de usuario independiente (B1)", ("Lengua inglesa", "B1", None)),
    ],
)
def test_a_level_of_english_stands_in_its_clause(text: str, found: tuple[str, str | None, str | None]) -> None:
    assert of(text, "english") == [found]


def lines_of(table: str) -> list[tuple[str, str]]:
    """The texts of a table, each with what is written before its line."""
    lines = (line.partition(": ") for line in table.strip().splitlines())
    return [(name, text) for name, _, texts in lines for text in texts.split(" | ")]


WORDS = """
teamwork: Trabaja en equipo respetando turnos. | Capacidad de trabajo en equipo
teamwork: You work well in a team and meet deadlines
communication: Habilidades comunicativas | Se comunica con los clientes por teléfono
communication: Liderazgo, comunicación y trabajo en equipo | Strong communication skills
digital: Elabora hojas de cálculo | Maneja paquetería Office
not teamwork: Somos un equipo joven y dinámico. | Usa el equipo de protección individual.
not teamwork: Mantiene los equipos de trabajo limpios.
not communication: Envía notas a los medios de comunicación.
not communication: Tecnologías de la información y la comunicación, con iniciativa.
not communication: Instala comunicaciones industriales. | Sabe comunicarse en castellano.
not english: Escala patrones según el sistema inglés. | El escalado (continental, americano, inglés) de la horma.
not english: Dependiente en El Corte Inglés. | Prepara crema inglesa y desayuno inglés. | Carnet de conducir B1.
"""
"""Texts that speak of a need, then those whose words only look like it."""


@pytest.mark.parametrize(("need", "text"), lines_of(WORDS))
def test_a_need_is_found_by_its_words(need: str, text: str) -> None:
    assert bool(of(text, need.removeprefix("not "))) is not need.startswith("not ")


def test_outcomes_criteria_and_contents_are_taught_and_ways_of_working_are_not() -> None:
    roles: tuple[Role, ...] = ("outcome", "criterion", "content", "activity", "evaluation", "other")
    taught = [by_name(needs([passage("Trabaja en equipo.", role)]))["teamwork"].taught for role in roles]
    assert taught == [True] * 3 + [False] * 3
    assert not by_name(needs([passage("Presentan el informe en equipos de tres.", "content")]))["teamwork"].taught


TAUGHT = """
digital: Prepara un archivo digital de sus planos.
communication: Exposición oral ante el grupo.
teamwork: Arma el motor con un compañero.
not digital: Práctica en simulador.
not digital: Sube su tarea a la plataforma virtual.
not digital: La imagen digital se estudia, pero la escuela no dispone de equipo.
not communication: Calcula el tiempo de exposición de la placa.
not communication: Se comenta el caso.
not teamwork: Toma la presión de un compañero.
not teamwork: Mantiene en operación los equipos de proceso.
not teamwork: Detecta fallas en equipos de refrigeración.
teamwork: Monta un motor en equipos de hasta cuatro.
not communication: Reasons for two sets, by slide presentation.
not communication: Guest speaker from the blood bank.
not communication: Learns the jargon of the trade.
communication: Tells a patient without jargon what happens.
communication: Gives a presentation. | Speaks to clients. | Argumenta su propuesta.
not communication: Paso de argumentos a una función.
"""


@pytest.mark.parametrize(("need", "text"), lines_of(TAUGHT))
def test_what_is_taught_is_no_means_of_teaching_no_exposure_and_nothing_that_the_school_lacks(
    need: str, text: str
) -> None:
    taught = by_name(needs([passage(text, "criterion")]))[need.removeprefix("not ")].taught
    assert taught is not need.startswith("not ")


@pytest.mark.parametrize(
    ("entry", "text", "shown"),
    [
        ("Se comunica en inglés", "Lee manuales en inglés.", True),
        ("Trabaja en equipo", "Work effectively as a member of a shift team.", True),
        ("Comunica información de forma oral y escrita", "Communicate results orally and in a report.", True),
        ("Usa hojas de cálculo", "Procesa los resultados en una hoja de cálculo.", True),
        ("Usa hojas de cálculo", "Envía los resultados por correo electrónico.", False),
        ("Se comunica en inglés", "Trabaja en equipo.", False),
    ],
)
def test_an_entry_that_names_a_need_is_taught_by_what_teaches_the_need(entry: str, text: str, shown: bool) -> None:
    named = Competency("1", entry, "competency")
    assert [one.text for one in teaching(named, needs([passage(text)]))] == [text] * shown
    assert not teaching(named, needs([passage(text, "other")]))


def uses(need: str, *programme: Passage) -> list[str]:
    return [one.use for one in by_name(needs(programme))[need].findings]


def test_what_another_course_teaches_is_a_mention() -> None:
    sent = passage("Students also complete COMM 3 (listening), CIS 20 (spreadsheets).", "content")
    assert uses("digital", sent) == uses("communication", sent) == ["mention"]
    assert uses("digital", passage("CIS 20: spreadsheets", "content")) == ["outcome"]


def test_digital_findings_carry_their_area_of_digcomp() -> None:
    found = by_name(needs([passage("Aprende a desarrollar contenido en línea.")], frameworks=[ESCO]))["digital"]
    (area,) = found.areas
    assert (area.code, area.title.es, area.taught, area.ads) == (AREA, "creación de contenidos", True, 0)
    assert [(f.cue.area, f.cue.concept) for f in found.findings] == [(AREA, BELOW)]


def test_a_probable_correspondence_to_a_concept_counts_where_no_words_do() -> None:
    text = passage("Publica materiales en la red.")
    sure = [MappedPassage(text, (Match("esco", BELOW, "x", 0.9, 1.0),))]
    unsure = [MappedPassage(text, (Match("esco", BELOW, "x", 0.6, 1.0),))]
    (finding,) = by_name(needs([text], None, [ESCO], in_alignment(sure)))["digital"].findings
    assert (finding.words, finding.cue.area, finding.use) == (text.text, AREA, "outcome")
    assert not by_name(needs([text], None, [ESCO], in_alignment(unsure)))["digital"].findings


def ads(*texts: str) -> JobAds:
    found = tuple(JobAd(str(number), "", text, language="es") for number, text in enumerate(texts))
    asked = tuple(r for of_ad in read_requirements(found) for r in of_ad)
    return JobAds(found, asked, tuple((ad.id,) for ad in found))


def test_ads_ask_by_groups_and_only_what_is_required_or_valued_asks() -> None:
    forces: tuple[Force, ...] = ("required", "required", "valued", "required", "negated", "negated")
    texts = [f"Trabajo en equipo, turno {n}" for n in range(6)]
    asked = tuple(Requirement(str(n), 0, len(texts[n]), texts[n], "skill", force) for n, force in enumerate(forces))
    groups = (("0", "1"), ("2",), ("3",), ("4",), ("5",))
    jobs = JobAds(tuple(JobAd(str(n), "", "x") for n in range(6)), asked, groups)
    need = by_name(needs([], jobs))["teamwork"]
    assert (need.asking, need.ads, len(need.asked)) == (3, 5, 6)
    assert need.lacking
    assert [example.ad for example in need.examples] == ["0", "1", "2"]
    assert not by_name(needs([passage("Trabaja en equipo.")], jobs))["teamwork"].lacking


def english(jobs: JobAds) -> tuple[int, dict[str, int]]:
    """How many vacancies ask for it, and by level."""
    need = by_name(needs([], jobs))["english"]
    return need.asking, dict(need.levels)


def test_english_in_ads_with_levels_benefits_and_what_is_not_required() -> None:
    asked = ("Inglés B2.\n- Carnet B1.", "Nivel avanzado de inglés.", "Inglés: no requerido.")
    jobs = ads(*(f"REQUISITOS:\n- {text}" for text in asked), "SE OFRECE:\n- Clases de inglés.")
    assert english(jobs) == (2, {"B2": 1, "advanced": 1})


IN_AN_AD = """
digital: Office 365 and Teams | set up mailboxes, Teams, sign-in | Teams
digital: Use microsoft teams daily | Programación de PLC
teamwork: Lead teams of five | Teams of two weld
communication: explain a fault so that anyone can follow | good rapport with vendors | serve clients | visitar clientes
nothing: thin clients on the wards | montar clientes ligeros | weigh it | keep the books of US clients
nothing: Conocimientos de variadores de frecuencia y PLC
"""


@pytest.mark.parametrize(("need", "text"), lines_of(IN_AN_AD))
def test_a_program_is_no_team_a_thin_client_nobody_and_a_controller_no_digital_competence(need: str, text: str) -> None:
    assert {cue.need for cue in cues(text, NOTHING, in_ad=True)} == {need} - {"nothing"}


def test_green_skills_are_a_filter_on_the_collection() -> None:
    outcome = passage("Suelda piezas ahorrando material.")
    taught = {("esco", entry.code): [outcome] for entry in ESCO.competencies}
    assert {skill.code for skill in green([ESCO], taught)} == {BELOW, "other"}
    told = (
        (outcome, ("other", 0.85), (TEAM, 0.99)),
        (passage("Soldadura", "content"), ("other", 0.95)),
        (outcome, (BELOW, 0.5)),
    )
    mapped = [MappedPassage(one, tuple(Match("esco", code, "x", p, 1.0) for code, p in of)) for one, *of in told]
    (skill,) = green([ESCO], in_alignment(mapped))
    assert (skill.code, skill.statement, skill.uses) == ("other", "soldar piezas", ("outcome", "outcome"))
    assert skill.taught
    assert green([framework(name="local")], in_alignment(mapped)) == ()


# On public material, where it is at hand.
