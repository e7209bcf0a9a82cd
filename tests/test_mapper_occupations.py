"""Occupations that a programme leads to: `curmap occupations`, by skills and by titles."""

import json
import math
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from command import check, curmap, done, refused, written

from corpora import frameworks
from corpora.readers import read
from mapper.actions import SAMPLES, add_framework
from mapper.industry.occupations.needs import COUNTS, is_occupation, needed
from mapper.industry.occupations.titles import sayings
from mapper.matching.teaching import split_programme
from mapper.workspace.store import Workspace

DATA = Path(__file__).parent / "data"
ESCO = DATA / "frameworks" / "esco_occupations"
MECHANIC, OPERATOR, BAKER = (f"10000000-0000-4000-8000-{n:012d}" for n in (1, 2, 3))


@pytest.fixture(scope="module")
def related(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a small ESCO and its relations."""
    folder = tmp_path_factory.mktemp("related")
    add_framework(Workspace(folder), [ESCO])
    return folder


@pytest.fixture(scope="module")
def unrelated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same without its relations, and a table of occupations of one's own."""
    folder = tmp_path_factory.mktemp("unrelated")
    shutil.copytree(ESCO, folder / "esco", ignore=shutil.ignore_patterns("occupationSkillRelations*"))
    table = "código,tipo,título\n7512,ocupación,Panaderos y pasteleros\n7233,ocupación,Mecánicos de maquinaria\n"
    (folder / "sinco.csv").write_text(table, encoding="utf-8")
    workspace = Workspace(folder / "w")
    add_framework(workspace, [folder / "esco"])
    add_framework(workspace, [folder / "sinco.csv"], name="sinco")
    return folder / "w"


@pytest.fixture
def bread() -> Path:
    return DATA / "pan.md"


def ask(workspace: Path, *programmes: Path, framework: str = "esco") -> Any:  # noqa: ANN401 - a JSON value
    report = done("--workspace", workspace, "occupations", *programmes, "-f", framework, "--json").json
    check("occupations", report)
    return report


def test_essential_skills_weigh_twice_optional_ones_and_rare_ones_more() -> None:
    framework = frameworks.load([ESCO], loader="esco", name="esco")
    assert len(needed(framework)) == 5, "the sixth needs nothing"
    codes = [entry.code for entry in framework.competencies]
    operator = next(one for one in needed(framework) if codes[one.place] == OPERATOR)
    weights = {codes[skill][-2:]: weight for skill, weight in zip(operator.skills, operator.weights, strict=True)}
    assert sum(weights.values()) == pytest.approx(1)
    sews, cuts, protects, tension = (weights[number] for number in ("06", "07", "14", "04"))
    assert sews / cuts == pytest.approx(COUNTS["essential"] / COUNTS["optional"]), "both needed by one occupation only"
    assert sews / protects == pytest.approx(math.log1p(5 / 1) / math.log1p(5 / 4))
    assert sews > tension > protects


@pytest.mark.slow
def test_a_programme_leads_to_the_occupation_whose_skills_it_teaches(related: Path, bread: Path) -> None:
    report = ask(related, SAMPLES / "programa.pdf", bread)
    assert (report["basis"], report["compared"]) == ("relations", 5)
    sewing, baking = report["occupations"]
    assert [one["code"] for one in sewing][:2] == [MECHANIC, OPERATOR]
    assert [one["code"] for one in baking] == [BAKER]
    assert report["skipped"][0]["why"]["en"].endswith(": 1")
    mechanic = sewing[0]
    assert (mechanic["essential"], mechanic["optional"], mechanic["number"]) == (5, 2, "7233.1")
    assert mechanic["title"]["en"] == "sewing machine mechanic"
    pages = {report["programmes"][0]["passages"][code]["page"] for s in mechanic["taught"] for code in s["passages"]}
    assert pages, "each skill has its passage and page"
    assert all(1 <= page <= 5 for page in pages)
    for one in (*sewing, *baking):
        assert one["above_chance"] >= report["least"]
        assert one["score"] > one["chance"]
        assert not {s["code"] for s in one["taught"]} & {s["code"] for s in one["lacking"]}
        assert {s["relation"] for s in one["lacking"]} <= {"essential"}
    assert sewing == sorted(sewing, key=lambda one: -one["above_chance"])
    # The probabilities are coverage's: the score is what they make of the skills found, and of the rest at most more.
    found = sum(skill["weight"] * skill["probability"] for skill in mechanic["taught"])
    assert found <= mechanic["score"] <= found + sum(1 - s["weight"] for s in mechanic["taught"])


@pytest.mark.slow
def test_what_leads_nowhere_is_told_so(related: Path, tmp_path: Path) -> None:
    text = "# Taller de ajedrez\n\n## Resultados de aprendizaje\n\n- Abre la partida con la defensa siciliana.\n"
    chess = written(tmp_path / "ajedrez.md", text)
    assert ask(related, chess)["occupations"] == [[]]
    shown = curmap("--workspace", related, "occupations", chess, "-f", "esco", "--lang", "en")
    assert "none of 5 occupations stands out" in " ".join(shown.out.split())


@pytest.mark.slow
def test_without_relations_it_goes_by_titles_and_says_so(unrelated: Path, bread: Path, tmp_path: Path) -> None:
    report = ask(unrelated, bread, SAMPLES / "programa.pdf")
    assert report["basis"] == "titles"
    assert "By titles and descriptions only" in report["notes"][0]["en"]
    baking, sewing = report["occupations"]
    assert baking[0]["code"] == BAKER
    assert {one["code"] for one in sewing[:2]} <= {MECHANIC, OPERATOR}
    assert ("occupation", "panadero") in {(near["kind"], near["text"]) for near in baking[0]["near"]}
    assert all(one["taught"] == one["lacking"] == [] for one in (*baking, *sewing))
    for lang, words in (("es", "Solo por títulos y descripciones"), ("en", "By titles and descriptions only")):
        shown = curmap("--workspace", unrelated, "occupations", bread, "-f", "esco", "--lang", lang, "--out", tmp_path)
        assert words in " ".join(shown.out.split())
        assert words in (tmp_path / "occupations.html").read_text(encoding="utf-8")
        assert "%" not in shown.out.split("25")[0], "a likeness is never shown as a share"


@pytest.mark.slow
def test_any_framework_of_occupations_works_by_titles(unrelated: Path, bread: Path) -> None:
    report = ask(unrelated, bread, framework="sinco")
    assert (report["basis"], report["compared"]) == ("titles", 2)
    assert [one["code"] for one in report["occupations"][0]] == ["7512"]
    assert len(report["notes"]) == 1, "nothing of ESCO's files"


@pytest.mark.slow
def test_the_workbook_has_all_the_evidence_and_the_same_bytes_each_time(
    related: Path, bread: Path, tmp_path: Path
) -> None:
    for folder in ("a", "b"):
        arguments = ("--workspace", related, "occupations", SAMPLES / "programa.pdf", bread, "-f", "esco")
        assert curmap(*arguments, "--out", tmp_path / folder).code == 0
    names = {f"occupations.{ending}" for ending in ("html", "xlsx", "docx", "json")}
    assert {path.name for path in (tmp_path / "a").iterdir()} == names
    for name in names:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name
    report = json.loads((tmp_path / "a" / "occupations.json").read_text(encoding="utf-8"))
    book = openpyxl.load_workbook(tmp_path / "a" / "occupations.xlsx")
    every = [one for of_one in report["occupations"] for one in of_one]
    assert book["Ocupaciones"].max_row == 1 + len(every)
    assert book["Qué lo muestra"].max_row == 1 + sum(len(one["taught"]) + len(one["lacking"]) for one in every)


def test_what_a_person_can_mend(norms: Path, related: Path, bread: Path) -> None:
    for framework, words in (("table", "has no occupations"), ("nada", "there is no framework"), ("esco/1", "alone")):
        workspace = related if "esco" in framework else norms
        assert words in refused("--workspace", workspace, "occupations", bread, "-f", framework, "--lang", "en")
    assert "--framework" in refused("--workspace", related, "occupations", bread, "--lang", "en")


def test_what_a_programme_says_of_where_it_leads(bread: Path) -> None:
    document = read(bread)
    said = sayings(document, split_programme(document).passages)
    of_kind = {kind: [one.text for one in said if one.kind == kind] for kind in ("title", "occupation", "outcome")}
    assert of_kind["title"] == ["Panadería artesanal"], "a form's name and a label name no programme"
    assert of_kind["occupation"] == [
        "panadero", "hornero", "ayudante de obrador", "Panaderías de barrio", "Hornos de hoteles",
    ]  # fmt: skip
    assert len(of_kind["outcome"]) == 3


def test_an_occupation_is_known_by_its_kind_in_both_languages() -> None:
    entries = frameworks.load([ESCO], loader="esco", name="esco").competencies
    assert sum(map(is_occupation, entries)) == 6
