from collections.abc import Mapping

from corpora import Competency, Framework, Passage, Role
from mapper.coverage import coverage
from mapper.records import Coverage, MappedPassage, Match

STANDARD = Framework(
    name="n",
    title="n",
    version="1",
    sha256="0" * 64,
    source="n",
    competencies=(
        Competency("S", "Estándar", "standard"),
        Competency("S/E1", "Elemento", "element", parent="S"),
        *(Competency(f"S/E1/producto/{i}", f"P{i}", "producto", parent="S/E1") for i in range(1, 5)),
        Competency("S/E1/actitud/1", "Orden", "actitud", parent="S/E1"),
        Competency("T", "Otro", "standard"),
        Competency("T/E1", "Elemento", "element", parent="T"),
        Competency("T/E1/producto/1", "P", "producto", parent="T/E1"),
        Competency("U", "Solo título", "standard", title_only=True),
    ),
)


def passage(number: int, role: Role, found: Mapping[str, float]) -> MappedPassage:
    key = f"{number:016}"
    place = Passage(key, key, "x", 0, 1, None, None, (), role, "es")
    return MappedPassage(place, tuple(Match("n", code, code, p, p) for code, p in found.items()))


def test_each_state_by_probability_and_role() -> None:
    rows = coverage(
        [STANDARD],
        [
            passage(1, "outcome", {"S/E1/producto/1": 0.8, "S/E1/producto/2": 0.5}),
            passage(2, "content", {"S/E1/producto/2": 0.95, "S/E1/producto/3": 0.21}),
            passage(3, "criterion", {"S/E1/producto/3": 0.79, "S/E1/producto/4": 0.2, "U": 0.99}),
        ],
    )
    assert rows == (
        Coverage("n", "S/E1", "producto", covered=1, partly=1, not_found=1, uncertain=1, of=4),
        Coverage("n", "S/E1", "actitud", covered=0, partly=0, not_found=1, uncertain=0, of=1),
    )


def test_a_title_is_never_covered_and_an_unrelated_standard_is_not_listed() -> None:
    assert coverage([STANDARD], [passage(1, "outcome", {"U": 1.0})]) == ()


def test_a_catalogue_of_skills_has_no_coverage() -> None:
    skills = Framework(
        name="n",
        title="n",
        version="1",
        sha256="0" * 64,
        source="n",
        competencies=(
            Competency("G", "Grupo", "group"),
            Competency("K", "Coser", "skill", parent="G"),
            Competency("L", "Coser a mano", "skill", parent="K"),
        ),
    )
    assert coverage([skills], [passage(1, "outcome", {"K": 1.0})]) == ()
