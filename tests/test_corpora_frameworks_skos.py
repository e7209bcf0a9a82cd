"""SKOS: read from Turtle and RDF/XML, and written again without a loss."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pyoxigraph
import pytest

from corpora import Framework, InputError
from corpora.frameworks import load, skos

DATA = Path(__file__).parent / "data" / "frameworks"
SAMPLE = DATA / "skos.ttl"
SKOS = "http://www.w3.org/2004/02/skos/core#"
PREFIXES = f"@prefix skos: <{SKOS}> .\n@prefix e: <https://e.example/> .\n"
RDF = f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="{SKOS}">'


def read(content: str | bytes, folder: Path, name: str = "scheme.ttl") -> Framework:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return skos.load([path], name="mine")


def triples(data: bytes) -> set[str]:
    return {str(quad.triple) for quad in pyoxigraph.parse(data, pyoxigraph.RdfFormat.TURTLE)}


def test_addresses_and_what_is_not_used_come_back(tmp_path: Path) -> None:
    framework = load([SAMPLE])
    made = skos.write(framework)
    text = made.data.decode()
    for kept in ("coudre les cahiers", "closeMatch", "Cosido a la greca", "otra.example/decorar", "Bookbinding trades"):
        assert kept in text
    again = read(made.data, tmp_path)
    assert again.competencies == framework.competencies
    assert triples(skos.write(again).data) == triples(made.data)


def test_the_bytes_are_the_same_in_another_process() -> None:
    program = "import sys; from pathlib import Path; from corpora.frameworks import load, skos;"
    program += f"sys.stdout.buffer.write(skos.write(load([Path({str(SAMPLE)!r})])).data)"
    other = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True).stdout
    assert other == skos.write(load([SAMPLE])).data


def test_rdf_xml_is_read(tmp_path: Path) -> None:
    concept = '<skos:Concept rdf:about="https://e.example/a"><skos:prefLabel xml:lang="es">Coser</skos:prefLabel>'
    framework = read(f'<?xml version="1.0"?>{RDF}{concept}</skos:Concept></rdf:RDF>', tmp_path, "scheme.rdf")
    assert [(c.code, c.statement) for c in framework.competencies] == [("a", "Coser")]


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE rdf:RDF [ <!ENTITY x SYSTEM "file:///etc/passwd"> ]>',
        '<!DOCTYPE rdf:RDF [\n<!ENTITY % x PUBLIC "-//x" "https://e.example/x.dtd"> %x; ]>',
        '<!DOCTYPE rdf:RDF SYSTEM "https://e.example/x.dtd">',
        '<!DOCTYPE rdf:RDF [ <!ENTITY a "ja"> <!ENTITY b "&a;&a;&a;"> ]>',
    ],
)
def test_external_and_nested_entities_are_refused(tmp_path: Path, doctype: str) -> None:
    with pytest.raises(InputError, match="entities"):
        read(f'<?xml version="1.0"?>{doctype}{RDF}</rdf:RDF>', tmp_path, "scheme.rdf")


def test_a_deep_chain_is_read(tmp_path: Path) -> None:
    lines = [f'e:n{n} a skos:Concept ; skos:prefLabel "cosa {n}"@es ; skos:narrower e:n{n + 1} .' for n in range(3000)]
    framework = read(
        PREFIXES + "\n".join([*lines[::-1], 'e:n3000 a skos:Concept ; skos:prefLabel "fin"@es .']), tmp_path
    )
    assert [c.code for c in framework.competencies] == [f"n{n}" for n in range(3001)]
