"""A catalogue to index, of any size: rows of ten passages of some 20 tokens each, all different.

    python benchmarks/batch_texts.py ../shared/data > passages.txt      real ones, for `batch.py --texts passages.txt`

Passages are put together from words of 400 trades, each of which has verbs, things and places of its own: as in a real
catalogue, a passage has near neighbours among those of its trade and little in common with the rest.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

PER_DOCUMENT = 10
_TRADES = 400
_LENGTHS = range(25, 400)
_VERBS = (
    "Ajusta Alinea Calibra Clasifica Cose Desmonta Diagnostica Dibuja Ensambla Inspecciona Instala Interpreta Lubrica"
    " Mide Monta Prepara Programa Pule Registra Repara Revisa Rotula Sella Suelda Sustituye Traza Vacía Verifica"
)
_THINGS = (
    "aguja banda bomba bobina brida cable cadena cojinete compresor conector cordón depósito eje embrague engrane"
    " filtro fresadora fusible horno interruptor manguera molde motor panel pieza pinza plano prensa red remache"
    " resorte sensor sierra tarjeta tolva torno tubería turbina válvula ventilador"
)
_OF = (
    "aceite acero agua aire alimentación aluminio arranque calor carga cobre concreto control corte datos empaque"
    " freno fundición gas hilo iluminación lámina lavado madera mezcla papel piel potencia presión pruebas resina riego"
    " salida soporte tela tinta tracción transmisión vapor vidrio"
)
_PLACES = "almacén aula banco cabina celda estación invernadero laboratorio línea nave planta sala taller tablero"
_AIMS = "calidad higiene norma orden plazo precisión rendimiento seguridad tolerancia trazabilidad"


def sentences(count: int) -> Iterator[str]:
    """Different passages, those of a document together and of one trade."""
    chance = random.Random(0)
    verbs, places, aims = (words.split() for words in (_VERBS, _PLACES, _AIMS))
    things = [f"{thing} de {kind}" for thing in _THINGS.split() for kind in _OF.split()]
    trades = [(chance.sample(verbs, 6), chance.sample(things, 12), chance.sample(places, 3)) for _ in range(_TRADES)]
    seen: set[str] = set()
    while len(seen) < count:
        own_verbs, own_things, own_places = chance.choice(trades)
        wanted = min(count, len(seen) + PER_DOCUMENT)
        while len(seen) < wanted:
            one, other = chance.sample(own_things, 2)
            aim = " y ".join(chance.sample(aims, 2))
            text = f"{chance.choice(own_verbs)} {one} y {other} en {chance.choice(own_places)} según {aim}."
            if text not in seen:
                seen.add(text)
                yield text


def texts(count: int, real: Path | None) -> list[str]:
    """So many different passages: those of a file with one a line, repeated with changes, or generated ones."""
    if real is None:
        return list(sentences(count))
    with real.open(encoding="utf-8") as lines:
        known = list(islice(dict.fromkeys(line for line in map(str.strip, lines) if line), count))
    found, chance = dict.fromkeys(known), random.Random(0)
    while len(found) < count:
        found.update(dict.fromkeys(_changed(line, known, chance) for line in known[: count - len(found)]))
    return list(found)


def _changed(line: str, others: Sequence[str], chance: random.Random) -> str:
    """A passage as another institution writes it: some words left out, some taken from another passage."""
    words = line.split()
    for _ in range(chance.randint(1, max(1, len(words) // 4))):
        place = chance.randrange(len(words))
        words[place] = chance.choice([*chance.choice(others).split(), "", ""])
    return " ".join(filter(None, words)) or line


def real_passages(data: Path) -> Iterator[str]:
    """Passages of SENA's results, of decrees with their criteria, and sentences of job advertisements."""
    for path in sorted((data / "train").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            for text in (row["query"], *row["targets"], *row.get("outcomes", ()), *row.get("criteria", ())):
                yield from (part.strip() for part in re.split(r"[.;\n•]", text))
    for path in sorted([*data.glob("documents/*.md"), *data.glob("incual/*.md")]):
        yield from path.read_text(encoding="utf-8").splitlines()


def write_documents(path: Path, passages: Sequence[str], *, every: int = 0) -> None:
    """Rows of ten passages; of every so many of them all passages are others."""
    with path.open("w", encoding="utf-8") as file:
        for number, begin in enumerate(range(0, len(passages), PER_DOCUMENT)):
            lines = passages[begin : begin + PER_DOCUMENT]
            if every and number % every == 0:
                lines = [f"{line} Versión nueva." for line in lines]
            row = {"id": f"D{number}", "title": "", "description": "\n".join(f"- {line}" for line in lines)}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    print("\n".join(dict.fromkeys(text.strip() for text in real_passages(Path(sys.argv[1])) if len(text) in _LENGTHS)))
