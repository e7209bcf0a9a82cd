"""Mails as mail programs and browsers save them (EML, MHT): RFC 5322 and MIME.

Read are who wrote to whom, when and about what, then each text, as the reader of its kind has it; of a text that stands
there in several forms one is read. What else is attached is named.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from pathlib import Path
from tempfile import TemporaryDirectory

from corpora.charset import decode_declared
from corpora.errors import InputError
from corpora.files import load
from corpora.readers import is_mail, not_text, reader
from corpora.readers.pieces import Piece, assemble
from corpora.records import Document, Skipped
from corpora.text import clean
from corpora.translation import _

LIMIT = 100 * (1 << 20)
"""Bytes of a mail with all that is attached."""
_HEAD = ("From", "To", "Cc", "Date", "Subject")
_READ = {"text/plain": "plain", "text/html": "html"}
_BEGINS = re.compile(rb"^From \S+ .*\d{4}\s*$", re.MULTILINE)
# A text may only say that the mail has another form: "Este mensaje está en HTML".
_LEAST_SHARE = 0.5


def read(path: Path) -> Document:
    """Read a mail or a page saved as one; raises InputError."""
    data = load(path, limit=LIMIT)
    source = data.removeprefix(BOM_UTF8)
    if not is_mail(source.decode("latin-1")):
        raise not_text(path)
    if (count := len(_BEGINS.findall(data))) > 1:
        raise InputError("{path}: is a mailbox with {n} mails; save each in a file of its own.", path=path, n=count)
    try:
        message = message_from_bytes(source)
        texts, others = _parts(message)
    except RecursionError as error:
        raise InputError("{path}: the mail is nested too deeply; save its text.", path=path) from error
    of_page = _header(message, "From").startswith("<Saved by")  # which browsers write
    pieces = [Piece(f"{name}: {said}") for name in _HEAD if not of_page and (said := _header(message, name))]
    skipped: list[Skipped] = []
    found = False
    for part in texts:
        document = _document(path, part)
        found |= document is not None
        if document is not None:
            pieces += _pieces(document, sum(piece.cell is not None for piece in pieces))
            skipped += document.skipped
    names = ", ".join(dict.fromkeys(others))
    if others and not found:
        raise InputError(
            "{path}: has no text itself, only what is attached to it ({names}); save that and read it.",
            path=path,
            names=names,
        )
    if others:
        why = _("attached to the mail, not read; save it and name it: {names}", names=names)
        skipped.append(Skipped("MIME", why))
    return assemble(
        path, data, pieces if found else (), reader="mail", title=_header(message, "Subject"), skipped=skipped
    )


def _parts(message: Message) -> tuple[list[Message], list[str]]:
    """Return the parts that are read, in their order, and the names of the others."""
    if message.get_content_type() == "multipart/alternative":
        forms = [_parts(part) for part in message.get_payload() if isinstance(part, Message)]
        most = max((_length(texts) for texts, _others in forms), default=0)
        chosen = next((texts for texts, _others in forms if texts and _length(texts) >= _LEAST_SHARE * most), [])
        return chosen, [name for _texts, others in forms for name in others]
    if message.is_multipart():
        both = [_parts(part) for part in message.get_payload() if isinstance(part, Message)]
        return [text for texts, _others in both for text in texts], [name for _texts, others in both for name in others]
    kind = message.get_content_type()
    if kind in _READ and message.get_content_disposition() != "attachment":
        return [message], []
    # What a page only looks like is none of its text.
    own = kind in ("text/css", "text/javascript", "application/javascript") or message.get("Content-ID")
    return [], [] if own else [clean(_decoded(message.get_filename() or kind))]


def _length(parts: list[Message]) -> int:
    """Return how many letters these parts show."""
    return sum(sum(map(str.isalpha, re.sub(r"(?s)<(style|script)\b.*?</\1>|<[^>]*>", "", _text(p)))) for p in parts)


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    decoded = decode_declared(payload, part.get_content_charset()) if isinstance(payload, bytes) else None
    return "" if decoded is None else decoded.text


def _document(path: Path, part: Message) -> Document | None:
    """Return what the reader of its kind makes of a part; None of one without text."""
    text, kind = _text(part), _READ[part.get_content_type()]
    if not text.strip():
        return None
    with TemporaryDirectory() as folder:
        own = Path(folder, path.name).with_suffix(".txt")
        own.write_text(text, encoding="utf-8-sig", newline="")
        try:
            return reader(kind)(own)
        except InputError:  # pictures and links alone
            return None


def _pieces(document: Document, table: int) -> Iterator[Piece]:
    """Return the document's blocks, its tables numbered from `table` on."""
    for block in document.blocks:
        cell = block.cell and replace(block.cell, table=block.cell.table + table)
        yield Piece(document.text[block.start : block.end], block.kind, block.level, cell)


def _header(message: Message, name: str) -> str:
    """Return what a field of the head says, its encoded words read and its lines joined; "" where it is not there."""
    found = next((value for key, value in message.raw_items() if key.lower() == name.lower()), "")
    return clean(_decoded(str(found)))


def _decoded(text: str) -> str:
    """Decode a text of the head: bytes beyond ASCII, which no standard knows, and encoded words ("=?utf-8?Q?…?=")."""
    said = decode_declared(text.encode("utf-8", "surrogateescape"), None)
    try:
        words = decode_header(said.text if said else text)
    except HeaderParseError:
        return text
    read = ((word if isinstance(word, str) else _word(word, charset)) for word, charset in words)
    return "".join(read)


def _word(word: bytes, charset: str | None) -> str:
    decoded = decode_declared(word, charset)
    return "" if decoded is None else decoded.text
