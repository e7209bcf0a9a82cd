"""HTML pages: our own walk keeps numbers, tables and headings; trafilatura says what on the page is not its text.

trafilatura alone loses list numbers, merged cells and now and then whole tables or lists, so it drops nothing by
itself: a block goes only where trafilatura left it out and it also stands outside the main text or consists of links.
"""

from __future__ import annotations

import re
from pathlib import Path

from lxml import html

from corpora.charset import decode, decode_as
from corpora.files import load
from corpora.readers.assemble import assemble, counted, without_text
from corpora.readers.markup import Hidden, Part, parser, parts
from corpora.readers.sniff import TEXT_LIMIT, not_text
from corpora.readers.weight import promoted
from corpora.records import Document, Skipped, Text

# Below this share of the text trafilatura took a part of the page for the whole: all of it is read then.
_LEAST_SHARE = 0.8
_MOSTLY_LINKS = 0.6
_DECLARED = re.compile(
    rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_:-]+)|<\?xml[^>]+encoding=[\"']([A-Za-z0-9_:-]+)", re.I
)
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff]|\A\s*<\?xml[^>]*>")


def read(path: Path) -> Document:
    """Read an HTML page; raises InputError."""
    data = load(path, limit=TEXT_LIMIT)
    page = _NOT_XML.sub("", _text(path, data))
    reads = parser()
    try:
        root = html.document_fromstring(page, parser=reads)
    except (ValueError, html.etree.ParserError) as error:
        raise without_text(path) from error
    hidden = Hidden()
    found = list(parts(root, hidden))
    kept, skipped = _main_text(found, page)
    if not kept:
        raise without_text(path)
    skipped += counted("hidden", hidden.count, "elementos ocultos de la página", "hidden elements of the page")
    fatal = sum(entry.level_name == "FATAL" for entry in reads.error_log)
    skipped += counted(
        "html",
        fatal,
        "errores del archivo por los que el texto que sigue no se pudo leer",
        "errors of the file because of which the text behind them could not be read",
    )
    title = root.findtext(".//title") or ""
    return assemble(path, data, promoted(part.piece for part in kept), reader="html", title=title, skipped=skipped)


def _text(path: Path, data: bytes) -> str:
    """The page's text: what is valid UTF-8 is UTF-8, else as the page declares, else as the bytes suggest."""
    decoded = decode(data)
    if decoded is None:
        raise not_text(path)
    declared = _DECLARED.search(data[:4096])
    if decoded.charset.startswith("utf-") or declared is None:
        return decoded.text
    name = (declared[1] or declared[2]).decode("ascii").lower()
    said = decode_as(data, name)
    return decoded.text if said is None else said


def _main_text(found: list[Part], page: str) -> tuple[list[Part], tuple[Skipped, ...]]:
    """The parts that are the page's own text, and what was left out."""
    import trafilatura

    extracted = trafilatura.extract(
        page, output_format="txt", include_tables=True, include_comments=False, favor_recall=True
    )
    main = _letters(extracted or "")
    inside = [_letters(part.piece.text) in main for part in found]
    body = [(part, here) for part, here in zip(found, inside, strict=True) if not part.landmark]
    total = sum(len(part.piece.text) for part, _ in body)
    share = sum(len(part.piece.text) for part, here in body if here) / total if total else 0.0
    if share < _LEAST_SHARE:
        kept = [part for part, _ in body]
    else:
        places = [number for number, here in enumerate(inside) if here and not found[number].landmark]
        kept = [
            part
            for number, part in enumerate(found)
            if not part.landmark
            and (inside[number] or (places[0] < number < places[-1] and part.linked < _MOSTLY_LINKS))
        ]
    skipped = counted(
        "nav, footer, aside",
        len(found) - len(kept),
        "bloques de menús, pies y avisos de la página",
        "blocks of the page's menus, footers and notices",
    )
    if share < _LEAST_SHARE and total:
        percent = round(100 * (1 - share))
        why = Text(
            es=f"El {percent} % del texto no parecía el principal; para no perder nada se leyó toda la página.",
            en=f"{percent} % of the text did not look like main content; to lose nothing the whole page was read.",
        )
        skipped += (Skipped("body", why),)
    return kept, skipped


def _letters(text: str) -> str:
    """Letters and digits only: spaces and markers differ between the two readings."""
    return "".join(filter(str.isalnum, text))
