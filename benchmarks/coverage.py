"""How often coverage is right: on programmes whose truth is known criterion by criterion, and on standards themselves.

    python benchmarks/coverage.py TRUTH [--data ../shared/data] [--out RUN] [--json]
    python benchmarks/coverage.py TRUTH --workspace W [--encoder NAME]     by what `curmap calibrate` fitted there
    python benchmarks/coverage.py TRUTH --workspace W --anew               by what it fits on what ships alone

TRUTH holds programmes in the form that `mapper.evaluation.programmes` tells; published standards, official modules and
real documents, which are long, are in DATA (`conocer/`, `incual/`, `documents/`); what is not there is left out and
said. Beside what coverage says stand two baselines, the cosine of the nearest passage by the encoder that ships and the
overlap of character n-grams, and what it says of the same programmes inside the documents.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import built
import numpy as np

from corpora import Competency, Framework, readers
from corpora import frameworks as loaders
from embeddings.encoders import Encoder, open_encoder
from embeddings.lexical import CharTfidf
from eval.records import Interval
from eval.tables import Table, figure, markdown, number
from mapper.evaluation import calibrate
from mapper.evaluation.figures import round_values
from mapper.evaluation.programmes import (
    Row,
    Truth,
    cover,
    figures,
    first_right,
    is_comparable,
    measure,
    read_truths,
    share_figure,
    truth_rows,
)
from mapper.evaluation.stored import write_measured
from mapper.evaluation.training import SHIPPED, states_by_programme
from mapper.matching.calibrated import scorer_for
from mapper.matching.scorer import Scorer
from mapper.matching.teaching import split_programme
from mapper.programmes.coverage import CriterionCoverage
from mapper.programmes.verdict import fitting_standards
from mapper.workspace.store import Workspace

NAMES = {
    "right@1": "right passage first",
    "right@3": "right passage among the first 3",
    "right@5": "right passage among the first 5",
    "right@8": "right passage among the first 8",
    "AUROC": "AUROC, taught against absent",
    "AUROC_near": "AUROC, near wordings",
    "AUROC_medium": "AUROC, medium",
    "AUROC_far": "AUROC, far",
    "covered_not_found": "truly covered, stands as not found",
    "covered_shown": "truly covered, shown as covered or partly",
    "taught_shown": "truly covered or partly, shown as either",
    "shown_taught": "shown as either, truly covered or partly",
    "shown_covered_right": "shown as covered, truly covered or partly",
    "not_found_right": "shown as not found, truly absent",
    "absent_not_found": "truly absent, shown as not found",
    "to_confirm": "to be confirmed, share of all",
    "RMSCE": "calibration error, debiased RMS",
    "Brier": "Brier score",
    "foreign_shown": "standards of other sectors: shown as covered or partly",
}
BUILT = {
    "bundled_covered": "criteria in bundles, truly covered",
    "bundled_taught": "criteria in bundles, truly covered or partly",
    "bundled_in_unit": "of these, a unit named holds a right passage",
    "enough_bundled": "elements truly taught enough, with a bundle",
    "bundled_enough": "elements with a bundle, truly taught enough",
}
NEIGHBOURS = SHIPPED / "neighbours.tsv"
NEIGHBOURS_OF_DEV = Path(__file__).parent / "data" / "neighbours.tsv"
_TAUGHT = 0.3
"""Share of a standard's criteria that a programme teaches from which on the standard fits it."""
OF_BASELINES = [name for name in NAMES if name.startswith(("right", "AUROC"))]
OWN_TEXT = ("EC0249", "EC1171", "EC1691")
_SECTIONS = {"conocimiento": "Conocimientos", "producto": "Productos", "actitud": "Actitudes"}
_VERB = re.compile(r"^\w+")
_GERUND = re.compile(r"(?:ando|iendo)$")
_INFINITIVES = {
    "describiendo": "describir", "introduciendo": "introducir", "recibiendo": "recibir", "dando": "dar",
    "aplica": "aplicar", "atiende": "atender", "contiene": "contener", "corresponde": "corresponder",
    "cuenta": "contar", "define": "definir", "describe": "describir", "entrevista": "entrevistar", "es": "ser",
    "especifica": "especificar", "especifican": "especificar", "establece": "establecer", "está": "estar",
    "gestiona": "gestionar", "incluye": "incluir", "indica": "indicar", "menciona": "mencionar",
    "mencionan": "mencionar", "muestra": "mostrar", "orienta": "orientar", "presenta": "presentar",
    "presentan": "presentar", "refiere": "referir",
}  # fmt: skip
"""Of the verbs with which criteria and points of `OWN_TEXT` begin, those that the ending alone does not tell."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("truth", type=Path, metavar="TRUTH", help="folder of programmes with known truth")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder with conocer/ and incual/")
    parser.add_argument("--json", action="store_true", help="print one JSON document instead of tables")
    parser.add_argument("--out", type=Path, metavar="RUN", help="folder to keep the run, for `curmap eval compare`")
    parser.add_argument("--encoder", help="another one, as commands take it")
    parser.add_argument("--workspace", type=Path, metavar="DIR", help="where `curmap calibrate` was run for it")
    parser.add_argument(
        "--anew", action="store_true", help="fit on what ships alone, with what DIR holds of ESCO, RENEC"
    )
    options = parser.parse_args()
    encoder = open_encoder(options.encoder) if options.encoder else open_encoder()
    scorer = _scorer(Workspace(options.workspace), encoder, anew=options.anew) if options.workspace else None
    truths, left = read_truths(options.truth, options.data / "conocer")
    rows = truth_rows(truths, encoder, scorer=scorer)
    measured = measure(options.truth, truths, rows, encoder, scorer=scorer)
    if options.out:
        write_measured(options.out, measured)
    if options.workspace:
        print(_pooled(measured.result["pooled"], {}))
        return
    baselines = {name: figures(rows) for name, rows in _baselines(truths, encoder).items()}
    documents = sorted((options.data / "documents").glob("*"))
    standards = _standards(options.data / "conocer")
    of_built = built.build(truths, encoder)
    found = {
        **measured.result,
        "left_out": left,
        "built": {"bundles": of_built.bundles, "figures": built.figures(of_built)},
        "baselines": {name: {measure: of[measure] for measure in OF_BASELINES} for name, of in baselines.items()},
        "in_long": _in_long(truths, [path for path in documents if path.suffix == ".md"], encoder),
        "documents": list(_documents(truths, documents, encoder)),
        "neighbours": _neighbours(truths, standards, encoder),
        "fitting": _fitting(truths, standards, encoder),
        "own_text": list(_own_text(options.data / "conocer", encoder)),
        "modules": list(_modules(options.data / "incual", encoder)),
    }
    print(json.dumps(round_values(found), ensure_ascii=False, indent=2) if options.json else _tables(found))


def _scorer(workspace: Workspace, encoder: Encoder, *, anew: bool) -> Scorer:
    """Return what `curmap calibrate` stored, or, anew, what it fits and for the encoder that ships does not store."""
    if not anew:
        return scorer_for(workspace.calibrated, encoder.revision)
    return calibrate.fit_scorer(workspace, calibrate.load_known(workspace, []), encoder)


def _baselines(truths: Sequence[Truth], encoder: Encoder) -> dict[str, list[Row]]:
    """Return what plain nearness says of the same criteria: the nearest of all passages that can be right."""
    baselines: dict[str, list[Row]] = {"cosine": [], "n-grams": []}
    for truth in truths:
        passages = split_programme(readers.read(truth.path)).passages
        texts = list(dict.fromkeys(passage.text for passage in passages if is_comparable(passage.text)))
        statements = {entry.code: entry.statement for entry in truth.framework.competencies}
        asked = [statements[one.code] for one in truth.criteria]
        cosine = encoder.encode(asked, role="query") @ encoder.encode(texts, role="query").T
        places = np.arange(len(texts))
        grams = CharTfidf.build(texts).pair_scores(asked, [places] * len(asked))
        for name, scores in (("cosine", cosine), ("n-grams", np.array(grams))):
            baselines[name] += _ranked(truth, asked, texts, scores)
    return baselines


def _in_long(truths: Sequence[Truth], documents: Sequence[Path], encoder: Encoder) -> dict[str, Any]:
    """Return the figures of the same programmes, each in the middle of every one of these documents, which are long."""
    with tempfile.TemporaryDirectory() as folder:
        long = []
        for path in documents:
            around = path.read_text(encoding="utf-8").split("\n\n")
            half = len(around) // 2
            for truth in truths:
                inside = Path(folder) / f"{path.stem}-{truth.name.replace('/', '-')}.md"
                parts = [*around[:half], truth.path.read_text(encoding="utf-8"), *around[half:]]
                inside.write_text("\n\n".join(parts), encoding="utf-8")
                long.append(replace(truth, path=inside))
        return figures(truth_rows(long, encoder)) if long else {}


def _documents(truths: Sequence[Truth], documents: Sequence[Path], encoder: Encoder) -> Iterator[dict[str, Any]]:
    """Yield real documents beside each standard, mostly of another trade: the share of its criteria told as taught."""
    frameworks = {truth.framework.name: truth.framework for truth in truths}
    sectors = {truth.framework.name: truth.sector for truth in truths}
    for path in documents:
        ((standards, _),) = cover([path], list(frameworks.values()), encoder)
        shares = {}
        for one in standards:
            states = _states(one.criteria)
            shares[f"{one.code} ({sectors[one.framework]})"] = (states["covered"] + states["partly"]) / states["of"]
        yield {"document": path.name, **dict(sorted(shares.items()))}


def _standards(conocer: Path) -> dict[str, Framework]:
    """Return the framework of each entry's standard by the entry's code.

    Beside the standards that were written apart from programmes nobody read any other programme.
    """
    kept = [one.framework for one in read_truths(SHIPPED)[0] if not one.examples]
    standards = {entry.code: framework for framework in kept for entry in framework.competencies}
    for path in sorted(conocer.rglob("EC*.*")):
        if path.suffix in (".pdf", ".txt"):
            framework = loaders.load([path], loader="conocer", name=path.stem.lower())
            standards |= {entry.code: framework for entry in framework.competencies}
    return standards


def _fitting(
    truths: Sequence[Truth], standards: Mapping[str, Framework], encoder: Encoder
) -> dict[str, list[tuple[str, bool]]]:
    """Return which of all standards, in one framework, the verdict takes to fit, and which it should.

    A standard fits of which a programme teaches at least `_TAUGHT` of the criteria, in full or in part; one that nobody
    read beside the programme does not. Programmes beside which no other than their own was read are left out.
    """
    read_by_code = states_by_programme(NEIGHBOURS, NEIGHBOURS_OF_DEV)
    found: dict[str, list[tuple[str, bool]]] = {"named": [], "true": [], "own": [], "first": []}
    every = {code: framework.entry(code) for code, framework in standards.items()}
    for truth in (truth for truth in truths if truth.name in read_by_code):
        own_entries = {entry.code: entry for entry in truth.framework.competencies}
        joined = replace(truth.framework, competencies=tuple((every | own_entries).values()))
        own = {one.code: one.state for one in truth.criteria}
        taught: dict[str, list[bool]] = {}
        for code, state in (read_by_code[truth.name] | own).items():
            if code in joined.places:
                taught.setdefault(joined.find_root(code), []).append(state != "absent")
        fit = {code for code, states in taught.items() if sum(states) >= _TAUGHT * len(states)}
        ((covered, _),) = cover([truth.path], [joined], encoder)
        named = [one.code for one in fitting_standards([row for row in covered if row.text == "full"])]
        found["named"] += [(truth.name, code in fit) for code in named]
        found["true"] += [(truth.name, code in named) for code in sorted(fit)]
        of_its_own = joined.find_root(truth.criteria[0].code)
        found["own"].append((truth.name, of_its_own in named))
        found["first"].append((truth.name, of_its_own in named[:1]))
    return found


def _neighbours(
    truths: Sequence[Truth], standards: Mapping[str, Framework], encoder: Encoder
) -> list[tuple[str, str, str]]:
    """Return each programme beside standards of neighbouring trades.

    Its name, a criterion's true state, and the one told.

    Two tables tell what a reader found the programme to teach of each of their criteria; programmes that are in neither
    are left out, and so are standards that are neither shipped nor among the documents.
    """
    read_by_code = states_by_programme(NEIGHBOURS, NEIGHBOURS_OF_DEV)
    found = []
    for truth in truths:
        true = {code: state for code, state in read_by_code.get(truth.name, {}).items() if code in standards}
        frameworks = {standards[code].name: standards[code] for code in true}
        ((covered, _),) = cover([truth.path], list(frameworks.values()), encoder) if true else (((), {}),)
        told = {one.code: one.state for standard in covered for one in standard.criteria}
        found += [(truth.name, state, told[code]) for code, state in true.items()]
    return found


def _ranked(truth: Truth, asked: Sequence[str], texts: Sequence[str], scores: np.ndarray) -> Iterator[Row]:
    for one, statement, row in zip(truth.criteria, asked, scores, strict=True):
        nearest = [texts[place] for place in np.argsort(-row, kind="stable")[:8]]
        rank = first_right(nearest, one.passages)
        best = float(np.clip(row.max(), 0, 1))
        yield Row(truth.name, truth.kind, one.code, statement, one.state, one.distance, "uncertain", best, rank)


def _own_text(folder: Path, encoder: Encoder) -> Iterator[dict[str, Any]]:
    """Yield standards as programmes of themselves: the document, its criteria in lists, and these in the infinitive."""
    for code in OWN_TEXT:
        paths = [path for path in sorted(folder.rglob("*.*")) if path.stem == code and path.suffix in (".pdf", ".txt")]
        for path in paths:
            standard = loaders.load([path], loader="conocer", name=code.lower())
            forms: dict[str, Path | str] = {"document": path}
            for name, headings in (("by kind", _SECTIONS), ("as outcomes", {})):
                for infinitive in (False, True):
                    text = _as_programme(standard.competencies, headings, infinitive=infinitive)
                    forms[f"{name}, infinitive" if infinitive else name] = text
            for form, programme in forms.items():
                yield {"standard": code, "form": form, **_covered(programme, standard, code, encoder)}


def _as_programme(entries: Sequence[Competency], headings: Mapping[str, str], *, infinitive: bool) -> str:
    """Return a standard's own words below its elements, each kind of criterion below its heading, else as outcomes."""
    lines: list[str] = []
    above: tuple[str | None, str] = None, ""
    for entry in entries:
        if entry.kind == "standard":
            lines += [f"# {entry.statement}", ""]
        elif entry.kind == "element":
            lines += [f"## {entry.statement}", ""]
        else:
            heading = headings.get(entry.kind, "Resultados de aprendizaje")
            if above != (entry.parent, heading):
                lines += [f"### {heading}", ""]
                above = entry.parent, heading
            points = entry.statement.split("\n• ")
            said = " ".join(_infinitive(point) for point in points) if infinitive else " ".join(points)
            lines += [f"- {' '.join(said.split())}", ""]
    return "\n".join(lines)


def _infinitive(text: str) -> str:
    def told(word: re.Match[str]) -> str:
        verb = word.group()
        if (known := _INFINITIVES.get(verb.lower())) is None:
            known = _GERUND.sub(lambda end: "ar" if end.group() == "ando" else "er", verb.lower())
        return known.capitalize() if known != verb.lower() else verb

    return _VERB.sub(told, text)


def _modules(folder: Path, encoder: Encoder) -> Iterator[dict[str, Any]]:
    """Yield training modules of a decree, each against the unit of competence that it was written for."""
    for path in sorted(folder.glob("*.md")):
        decree = loaders.load([path], loader="incual", name="incual")
        _, *modules = re.split(r"^\*\*MÓDULO (?=FORMATIVO \d)", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        for module in modules:
            unit = re.search(r"\bUC\d+_\d", module)
            if unit is None:
                continue
            text = "**" + module.partition("**MÓDULO DE PRÁCTICAS")[0]
            yield {"unit": unit.group(), **_covered(text, decree, f"{unit.group()}/", encoder)}


def _covered(programme: Path | str, framework: Framework, begins: str, encoder: Encoder) -> dict[str, Any]:
    """Tell how many of the criteria whose codes begin so are in each state, attitudes apart; a text is of Markdown."""
    with tempfile.TemporaryDirectory() as folder:
        path = programme if isinstance(programme, Path) else Path(folder) / "programme.md"
        if isinstance(programme, str):
            path.write_text(programme, encoding="utf-8")
        ((standards, _),) = cover([path], [framework], encoder)
    own = [one for standard in standards for one in standard.criteria if one.code.startswith(begins)]
    attitudes = [one for one in own if one.kind == "actitud"]
    return {**_states([one for one in own if one not in attitudes]), "attitudes": _states(attitudes)}


def _states(criteria: Sequence[CriterionCoverage]) -> dict[str, int]:
    states = [one.state for one in criteria]
    return {"of": len(states), **{state: states.count(state) for state in ("covered", "partly", "uncertain")}}


def _tables(found: dict[str, Any]) -> str:
    """Return all figures as Markdown."""
    in_long = {"inside a long document": found["in_long"]} if found["in_long"] else {}
    written = [_pooled(found["pooled"], {**found["baselines"], **in_long})]
    if found["documents"]:
        codes = list(found["documents"][0])[1:]
        cells = [(row["document"], *(number(row[code], 2) for code in codes)) for row in found["documents"]]
        head = ("told as covered or partly of", *codes)
        written.append(markdown(Table(head, tuple(cells), frozenset(range(1, len(head))))))
    written += [_of_neighbours(found["neighbours"]), _of_fitting(found["fitting"])]
    of_built = found["built"]["figures"]
    shares = tuple((said, str(of_built[name]["n"]), _figure(of_built[name])) for name, said in BUILT.items())
    counts = ", ".join(f"{name} {count}" for name, count in found["built"]["bundles"].items())
    written += [
        markdown(Table(("what builds on it", "n", "share"), shares, frozenset({1, 2}))),
        f"Bundles: {counts}\n",
    ]
    for part in ("kinds", "programmes"):
        names = list(found[part])
        cells = [(said, *(number(found[part][name][key]["value"], 2) for name in names)) for key, said in NAMES.items()]
        written.append(markdown(Table(("", *names), tuple(cells), frozenset(range(1, len(names) + 1)))))
    own = [(f"{row['standard']}, {row['form']}", row) for row in found["own_text"]]
    units = [(row["unit"], row) for row in found["modules"]]
    for title, table in (("standard's own text", own), ("official module against its unit", units)):
        head = (title, "criteria", "covered", "partly", "to be confirmed", "attitudes", "covered")
        cells = [(name, *_cells(row), *_cells(row["attitudes"])[:2]) for name, row in table]
        written.append(markdown(Table(head, tuple(cells), frozenset(range(1, 7)))))
    if found["left_out"]:
        written.append(f"Left out, their standard is not at hand: {', '.join(found['left_out'])}\n")
    return "\n".join(written)


def _of_neighbours(found: Sequence[tuple[str, str, str]]) -> str:
    taught = ("covered", "partly")
    shares = {
        "truly taught, in full or in part": [(name, true in taught) for name, true, _ in found],
        "shown as covered or partly": [(name, told in taught) for name, _, told in found],
        "of these, truly taught": [(name, true in taught) for name, true, told in found if told in taught],
        "truly taught, shown so": [(name, told in taught) for name, true, told in found if true in taught],
        "shown as not found, truly absent": [
            (name, true == "absent") for name, true, told in found if told == "not_found"
        ],
    }
    rows = tuple((said, str(len(rows)), _figure(share_figure(rows))) for said, rows in shares.items())
    return markdown(Table(("standards of neighbouring trades", "n", "coverage"), rows, frozenset({1, 2})))


def _of_fitting(found: Mapping[str, Sequence[tuple[str, bool]]]) -> str:
    said = {
        "named": f"said to fit: at least {_TAUGHT:.0%} of its criteria truly taught",
        "true": f"at least {_TAUGHT:.0%} truly taught: said to fit",
        "own": "the programme's own: said to fit",
        "first": "the programme's own: named first",
    }
    rows = tuple((said[name], str(len(rows)), _figure(share_figure(rows))) for name, rows in found.items())
    return markdown(Table(("standards, all in one framework", "n", "share"), rows, frozenset({1, 2})))


def _pooled(pooled: dict[str, Any], baselines: dict[str, Any]) -> str:
    rows = [
        (said, str(pooled[name]["n"]), _figure(pooled[name]), *(_figure(one.get(name)) for one in baselines.values()))
        for name, said in NAMES.items()
    ]
    return markdown(Table(("", "n", "coverage", *baselines), tuple(rows), frozenset(range(1, 3 + len(baselines)))))


def _cells(row: dict[str, Any]) -> list[str]:
    return [str(row[name]) for name in ("of", "covered", "partly", "uncertain")]


def _figure(ends: dict[str, float | None] | None) -> str:
    if ends is None or ends["value"] is None:
        return "–"
    return figure(Interval(ends["value"], ends["low"], ends["high"], 0, 0, ""))


if __name__ == "__main__":
    main()
