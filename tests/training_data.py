"""The folders that the trainings of the encoder and the reader read, of a few records."""

import json
import shutil
from pathlib import Path

from files import json_lines, written

FRAMEWORKS = Path(__file__).parent / "data" / "frameworks"
HISTORY = "00000000-0000-4000-8000-000000000002"
"""A skill of ESCO that is not among the first two to be held out."""
OUTCOMES = [
    ("Cose la suela", "Fabricar calzado de piel"),
    ("Corta la piel", "Fabricar calzado de piel"),
    ("Programa el torno", "Mecanizar piezas por arranque de viruta"),
    ("Mide la pieza", "Mecanizar piezas por arranque de viruta"),
]
DECREE = [
    {
        "decree": "RD 1/2020",
        "module": "Panadería",
        "number": 1,
        "outcome": "Elabora masas",
        "criteria": ["Se ha pesado la harina", "Se han elaborado masas"],
        "heading": "Masas",
        "contents": ["Tipos de harina", "Amasado", "Fermentación"],
    },
    {
        "decree": "RD 1/2020",
        "module": "Panadería",
        "number": 2,
        "outcome": "Hornea piezas",
        "criteria": ["Se ha encendido el horno", "Se han cargado piezas", "Se ha anotado la hora", "Se ha sacado todo"],
        "contents": ["Tipos de horno"],
    },
]
PROGRAMMES = {
    # Of each the rows of its standard and what is true of it.
    "pan": (
        ["P,Panadería,", "P/1,Masas,P", "P/1/1,Se han elaborado masas,P/1", "P/1/2,Se ha limpiado,P/1"],
        [
            ("P/1/1", "covered", ["Amasa hasta formar la malla"], ["Vende masas congeladas"]),
            ("P/1/2", "absent", [], ["Limpia el escaparate"]),
        ],
    ),
    "torno": (
        ["T,Torno,", "T/1,Preparar,T", "T/1/1,Mide piezas,T/1"],
        [("T/1/1", "partly", ["Mide con calibrador", "Anota la medida"], [])],
    ),
    "de otros": ([], [("X", "covered", ["Nada"], [])]),
}


def data(folder: Path) -> Path:
    """Enough groups of outcomes that some are held out and some not."""
    train = folder / "train"
    train.mkdir(parents=True)
    (folder / "esco").symlink_to(FRAMEWORKS / "esco")
    (folder / "renec").mkdir()
    shutil.copy(FRAMEWORKS / "renec.json", folder / "renec" / "ec_standards_api.json")
    records = [
        {"query": f"{text} ({group})", "targets": [target], "lang": "es", "group": str(group)}
        for group in range(12)
        for text, target in OUTCOMES
    ]
    json_lines(train / "outcomes.jsonl", records)
    json_lines(train / "boe-contents.jsonl", DECREE)
    written(train / "titles.tsv", "F1\thttp://x/occupation/1\tzapatero\tfabricante de calzado\n")
    return folder


def truth(folder: Path) -> Path:
    """Programmes, graded pairs and sentences."""
    for name, (rows, criteria) in PROGRAMMES.items():
        home = folder / "real" / "train" / name
        home.mkdir(parents=True)
        if rows:
            written(home / "standard.csv", "\n".join(["\ufeffcode,statement,parent", *rows]) + "\n")
        told = [{"code": c, "state": state, "passages": p, "traps": traps} for c, state, p, traps in criteria]
        written(home / "truth.json", json.dumps({"criteria": told}))
        quotes = [quote for _, _, passages, _ in criteria for quote in passages]
        written(home / "programme.md", "# Taller\n\n" + "\n\n".join(quotes) + "\n")
    (folder / "pairs").mkdir()
    candidates = [("1", "poner hilos", 3), ("2", "colocar hilos", 2), ("3", "vender hilos", 1), ("4", "pan", 0)]
    asked = {"id": "a", "group": "g", "role": "outcome", "language": "es", "passage": "Enhebra la aguja"}
    grades = [{"framework": "esco", "code": c, "statement": s, "grade": grade} for c, s, grade in candidates]
    json_lines(folder / "pairs" / "train.jsonl", [{**asked, "section": ["Taller"], "candidates": grades}])
    lines = [
        "framework\tcode\tprogramme\tad\tad_language\ttrap",
        f"esco\t{HISTORY}\tExplica de dónde viene el telar\tSe busca guía del museo textil\tes\tVende telares",
        "esco\tunknown\tHace nada\tSe busca a nadie\tes\tVende nada",
    ]
    written(folder / "sentences.tsv", "\n".join(lines) + "\n")
    return folder
