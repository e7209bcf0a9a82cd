"""`curmap coverage` and `curmap gap` as they are called: tables, JSON by its schema, exit codes."""

import csv
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from command import BRIEF, curmap, done, refused, written
from files import table_rows

from mapper.actions import SAMPLES, add_framework
from mapper.workspace.store import Workspace

PROGRAMME, SYLLABUS, JOBS = (str(SAMPLES / name) for name in ("programa.pdf", "syllabus.pdf", "ofertas.jsonl"))


def write_sheet(path: Path, rows: Iterable[Mapping[str, str]]) -> None:
    first, *others = rows
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, first)
        writer.writeheader()
        writer.writerows([first, *others])


# Coverage

TAUGHT = (
    "Welds steel pipe with the TIG process",
    "Trues bicycle wheels within half a millimetre",
    "Draws blood from the antecubital vein with a tourniquet",
    "Prunes fruit trees in winter",
    "Bakes sourdough bread in a wood oven",
)


@pytest.mark.slow
def test_files_together_show_no_less_than_one_of_them_by_itself(norms: Path, tmp_path: Path) -> None:
    truths = [SAMPLES / "truth" / name for name in ("ec9408", "ec9402")]
    workspace = Workspace(tmp_path / "w")
    for folder in truths:
        add_framework(workspace, [folder / "standard.csv"], name=folder.name)
    files = [written(tmp_path / f"{one.name}.md", (one / "programme.md").read_text(encoding="utf-8")) for one in truths]
    asked = ("--workspace", workspace.folder, "coverage", "--lang", "en")
    report = done(*asked, *files, SYLLABUS, *(f"-f{one.name}" for one in truths), "--json", "--out", tmp_path).json
    rank = ["not_found", "uncertain", "partly", "covered"].index
    alone: dict[str, list[tuple[int, float]]] = {}
    for one in (one for rows in report["standards"] for row in rows for one in row["criteria"]):
        alone.setdefault(one["code"], []).append((rank(one["state"]), one["probability"]))
    joint = [one for row in report["together"] for one in row["criteria"]]
    assert {one["code"] for one in joint} == alone.keys()
    for one in joint:
        states, chances = zip(*alone[one["code"]], strict=True)
        assert rank(one["state"]) >= max(states)
        assert one["probability"] >= max(chances)


def test_each_standard_that_files_show_together_is_told(tmp_path: Path) -> None:
    rows = "".join(f"S{n},,Standard {n}\nS{n}.1,S{n},{said}\n" for n, said in enumerate(TAUGHT))
    rows += "S9,,Bees\nS9.1,S9,Extracts honey with a centrifuge\n"
    workspace, own = Workspace(tmp_path / "w"), written(tmp_path / "own.csv", f"code,parent,statement\n{rows}")
    add_framework(workspace, [own], name="own")
    outcomes = "# Course {}\n\n## Learning outcomes\n\n{}"
    files = [written(tmp_path / f"{n}.md", outcomes.format(n, "".join(f"- {one}\n" for one in TAUGHT))) for n in (1, 2)]
    shown = done("--workspace", workspace.folder, "coverage", *files, "-f", "own", "--lang", "en").out
    first = " ".join(shown[: shown.index("Verdict: ")].split())
    assert [f"S{n} Standard {n}" in first for n in range(len(TAUGHT))] == [True] * len(TAUGHT)
    assert "Compared, but hardly anything is covered: S9." in first


AD = """# Técnico de mantenimiento de máquinas de coser

Se necesita técnico para taller de confección.

Funciones:

- Lubrica y ajusta máquinas de coser.

Requisitos:

- Experiencia de dos años.

Horario: de lunes a viernes. Sueldo: según experiencia.

Interesados, enviar su CV por correo electrónico.
"""


@pytest.mark.slow
def test_a_job_advertisement_is_compared_with_a_word_on_gap(norms: Path, tmp_path: Path) -> None:
    ad = written(tmp_path / "anuncio.md", AD)
    for command in ("coverage", "map"):
        told = " ".join(curmap("--workspace", norms, command, ad, "-f", "conocer").err.split())
        assert "anuncio.md: parece una oferta de empleo" in told
        assert "(curmap gap PROGRAMA --jobs anuncio.md)" in told
    assert "oferta" not in curmap("--workspace", norms, "coverage", BRIEF, PROGRAMME, "-f", "conocer").err


def test_a_long_programme_of_which_hardly_anything_teaches_is_told(norms: Path, tmp_path: Path) -> None:
    books = [f"- Pérez, J. Máquinas de coser, tomo {n}." for n in range(1, 60)]
    text = ["# Contenidos", "- Lubricación de la máquina", "# Bibliografía", *books]
    more = [*text[:2], *["- Ajuste del tirahilos"] * 6, *text[2:]]
    asked = ("-f", "conocer", "--lang", "en")
    for command in ("coverage", "map"):
        shown = curmap("--workspace", norms, command, written(tmp_path / "plan.md", "\n\n".join(text)), *asked)
        assert shown.code == 3
        assert "plan.md: only 1 of its 62 passages were taken for teaching" in " ".join(shown.err.split())
    done("--workspace", norms, "map", written(tmp_path / "plan.md", "\n\n".join(more)), *asked)


def test_a_standard_and_a_whole_framework_that_were_named_are_both_told(workspace: Workspace, tmp_path: Path) -> None:
    table = "code,parent,kind,statement\n" + "".join(
        f"{code},,standard,{title}\n{code}.1,{code},performance,{title} de la máquina\n"
        for code, title in (("EC9001", "Lubrica el mecanismo"), ("T2", "Ajusta la tensión"))
    )
    add_framework(workspace, [written(tmp_path / "other.csv", table)], name="other")
    asked = ("-f", "conocer/EC9001/E9101", "-f", "other/T2", "-f", "table")
    report = done("--workspace", workspace.folder, "coverage", BRIEF, *asked, "--json").json
    standards = {(row["framework"], row["code"]): row for row in report["standards"][0]}
    assert {row for row in standards if row[0] != "table"} == {("conocer", "EC9001"), ("other", "T2")}
    assert ("table", "MC1") in standards
    assert standards["conocer", "EC9001"]["text"] == "full"
    share = standards["conocer", "EC9001"]["share"]
    assert 0 <= share["low"] <= share["value"] <= share["high"] <= 1
    criteria = [row for standard in standards.values() for row in standard["criteria"]]
    named = {code for row in criteria for code in row["passages"]}
    named |= {near["passage"] for row in criteria for near in row["nearest"]}
    assert named == set(report["programmes"][0]["passages"])
    assert report["together"] == []


def test_a_person_changes_where_a_criterion_is_learnt(norms: Path, tmp_path: Path) -> None:
    arguments = ("--workspace", norms, "coverage", BRIEF, "-f", "conocer", "--json", "--lang", "en")
    done(*arguments, "--out", tmp_path)
    sheet = tmp_path / "dual.csv"
    rows = table_rows(sheet)
    rows[0]["change"] = "school" if rows[0]["suggested"] != "school" else "company"
    write_sheet(sheet, rows)
    report = done(*arguments, "--dual", sheet).json
    changed = {one["code"]: one for one in report["extras"][0]["standards"][0]["dual"]}[rows[0]["code"]]
    assert (changed["setting"], changed["by"]) == (rows[0]["change"], "person")


# Gap


def offered(folder: Path, entries: Iterable[str], says: Iterable[str], asked: str) -> dict[str, Any]:
    """What gap says of files with these outcomes, a plain list of these entries and twelve ads that ask for this."""
    listed = "".join(f"{n},{one}\n" for n, one in enumerate(entries))
    add_framework(Workspace(folder / "w"), [written(folder / "own.csv", f"codigo,enunciado\n{listed}")], name="own")
    outcomes = "# Curso {}\n\n## Resultados de aprendizaje\n\n{}\n"
    files = [written(folder / f"{n}.md", outcomes.format(n, one)) for n, one in enumerate(says)]
    ads = [{"id": f"{n}", "title": f"Operador {n}", "description": f"{asked}\n- Planta {n}"} for n in range(12)]
    jobs = written(folder / "jobs.jsonl", "\n".join(map(json.dumps, ads)))
    return done("--workspace", folder / "w", "gap", *files, "--jobs", jobs, "-f", "own", "--json").json


def test_what_one_of_several_files_teaches_names_it(tmp_path: Path) -> None:
    entries = (
        "Elabora pan y productos de repostería",
        "Realiza auditorías internas",
        "Repara sistemas de refrigeración",
    )
    entries += ("Realiza análisis microbiológicos de alimentos", "Elabora el plan HACCP de un producto")
    says = ("- " + "\n- ".join(entries[1:]), "- Preparar masas fermentadas y hornear pan dulce\n- Decorar pasteles")
    asked = "Funciones:\n- Elaborar pan y repostería\n- Realizar auditorías internas"
    rows = {one["code"]: one for one in offered(tmp_path, entries, says, asked)["offer"]["rows"]}
    assert (rows["1"]["taught_by"], rows["1"]["state"]) == ([0], "demanded_found")
    assert 0 not in rows["0"]["taught_by"]


@pytest.mark.slow
def test_what_a_person_can_mend_of_gap(workspace: Workspace, tmp_path: Path) -> None:
    table = written(tmp_path / "t.csv", "code,kind,statement\nS1,skill,weld pipes\nS2,skill,read drawings\n")
    add_framework(workspace, [table], name="skills")
    text = written(tmp_path / "ad.txt", "Se solicita soldador.\nRequisitos: experiencia en soldadura de tubos.")
    for arguments, said in (
        (("table",), "name the job ads with --jobs"),
        (("table", "--jobs", JOBS, "--column", "texto"), "texto"),
        (("table", "--jobs", tmp_path / "nada.csv"), "nada.csv"),
        (("table", "--jobs", JOBS, "--sector", "astrologia"), "astrologia"),
        (("table", "--jobs", JOBS, "--audit", "12"), "--out"),
        (("skills/S1", "--jobs", JOBS), "--framework skills"),
        (("table", "--jobs", text, "--by", "quarter"), "in a text write it in a line of its own"),
    ):
        asked = ("gap", PROGRAMME, "--lang", "en", "-f", *arguments)
        assert said in refused("--workspace", workspace.folder, *asked)
    swapped = ("gap", JOBS, "--jobs", PROGRAMME, "--lang", "en", "-f", "table")
    assert "are the two swapped?" in refused("--workspace", workspace.folder, *swapped)


@pytest.mark.slow
def test_a_blind_sheet_is_written_and_read_back(norms: Path, tmp_path: Path) -> None:
    arguments = ("--workspace", norms, "gap", PROGRAMME, "--jobs", JOBS, "-f", "table", "--json", "--lang", "en")
    before = done(*arguments, "--audit", "12", "--out", tmp_path).json["profile"]
    rows = table_rows(tmp_path / "audit.csv")
    assert not any("%" in str(value) or "0." in str(value) for row in rows for value in row.values())
    assert len({row["passage"] for row in rows}) == 12
    assert {row["code"] for row in rows} - {row["code"] for row in before["competencies"] + before["by_group"]} - {"—"}
    for number, row in enumerate(row for row in rows if row["code"] != "—"):
        row["grade"] = "3" if number % 2 == 0 and row["code"].endswith("TR2") else "0"
    write_sheet(tmp_path / "judged.csv", rows)
    after = done(*arguments, "--judged", tmp_path / "judged.csv").json["profile"]
    assert (before["audited"], after["audited"]["ads"]) == (None, 12)
    assert not any("Not audited" in note["en"] for note in after["notes"])
    write_sheet(tmp_path / "few.csv", (row for row in rows if row["passage"] == rows[0]["passage"]))
    assert refused(*arguments, "--judged", tmp_path / "few.csv").endswith(": ads judged: 1; at least 10 are needed")
    assert {r["code"]: r["share"] for r in before["by_group"]} != {r["code"]: r["share"] for r in after["by_group"]}
