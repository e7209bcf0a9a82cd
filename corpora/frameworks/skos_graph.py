"""The statements of an RDF file, Turtle or RDF/XML, by subject."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from corpora.errors import InputError
from corpora.frameworks.skos_concept import Facts, Value

# What relative addresses are relative to, where a file does not say it: no file of this machine.
_BASE = "https://curmap.invalid/"
_PLAIN = frozenset(["http://www.w3.org/2001/XMLSchema#string", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"])
_OUTSIDE = re.compile(rb"<!(?:ENTITY|DOCTYPE)\s++[^\s<>\"'\[]++\s++(?:SYSTEM|PUBLIC)\s|<!ENTITY\s++%", re.IGNORECASE)
# One entity that stands for others can stand for billions of characters.
_NESTED = re.compile(rb"<!ENTITY\s++[^\s<>\"']++\s++(?:\"[^\"]*?&[^#]|'[^']*?&[^#])", re.IGNORECASE)

Graph = dict[str, Facts]


def read_graph(path: Path, data: bytes) -> Graph:
    """Subject to property to values, all in the file's order; blank nodes are numbered `_:1`, `_:2`, ….

    Raises:
        InputError: not in UTF-8, not well-formed, or XML with entities from outside or nested ones.
    """
    import pyoxigraph

    is_xml = data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"<?xml", b"<rdf:RDF", b"<!DOCTYPE", b"<RDF"))
    _require_utf8(path, data)
    if is_xml:
        _refuse_entities(path, data)
    form = pyoxigraph.RdfFormat.RDF_XML if is_xml else pyoxigraph.RdfFormat.TURTLE
    graph: Graph = {}
    blanks: dict[str, str] = {}

    def node(term: Any) -> str:  # noqa: ANN401 - a term of pyoxigraph
        if isinstance(term, pyoxigraph.BlankNode):
            return blanks.setdefault(term.value, f"_:{len(blanks) + 1}")
        return str(term.value)

    try:
        for quad in pyoxigraph.parse(data.removeprefix(b"\xef\xbb\xbf"), form, base_iri=_BASE):
            found = quad.object
            if isinstance(found, pyoxigraph.Literal):
                datatype = "" if found.datatype.value in _PLAIN else found.datatype.value
                value = Value(found.value, found.language, datatype)
            elif isinstance(found, pyoxigraph.NamedNode | pyoxigraph.BlankNode):
                value = Value(node(found), node=True)
            else:
                continue  # a statement about a statement
            graph.setdefault(node(quad.subject), {}).setdefault(quad.predicate.value, []).append(value)
    except (SyntaxError, ValueError) as error:
        raise _malformed(path, error) from error
    return graph


def _require_utf8(path: Path, data: bytes) -> None:
    try:
        data.decode()
    except UnicodeDecodeError as error:
        raise InputError(
            es=f"{path}: byte {error.start:,}: no está en UTF-8, como aquí se lee RDF; guárdelo de nuevo en UTF-8",
            en=f"{path}: byte {error.start:,}: is not in UTF-8, in which RDF is read here; save it again in UTF-8",
        ) from None


def _refuse_entities(path: Path, data: bytes) -> None:
    found = _OUTSIDE.search(data) or _NESTED.search(data)
    if found:
        line = data.count(b"\n", 0, found.start()) + 1
        raise InputError(
            es=f"{path}: línea {line}: usa entidades externas o anidadas, que no se leen por seguridad; "
            "quite la declaración o expórtelo en Turtle",
            en=f"{path}: line {line}: uses external or nested entities, which are not read for safety; "
            "remove the declaration or export it as Turtle",
        )


def _malformed(path: Path, error: Exception) -> InputError:
    line = getattr(error, "lineno", None)
    es, en = (f"línea {line}: ", f"line {line}: ") if line else ("", "")
    said = " ".join(str(getattr(error, "msg", None) or error).split())[:200]
    return InputError(
        es=f"{path}: {es}no es RDF bien formado ({said}); corríjalo o vuelva a exportarlo",
        en=f"{path}: {en}is not well-formed RDF ({said}); correct it or export it again",
    )
