"""A published list fetched from its address and cached with its size and checksum, so that work goes on offline."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from corpora.errors import InputError
from corpora.records import Text

CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Fetched:
    """What `fetch` got.

    Attributes:
        data: the bytes.
        fault: why the address gave nothing usable and the cached copy was taken; None where it is fresh.
    """

    data: bytes
    fault: Text | None = None


class _DownloadError(Exception):
    def __init__(self, es: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(es, en)


def fetch(
    address: str,
    cache: Path,
    *,
    file: str,
    check: Callable[[bytes], object],
    timeout: float = 60,
    limit: int = 64 * 1024 * 1024,
) -> Fetched:
    """Download an address; where that fails, take the copy of the last time.

    The copy is written whole or not at all (`file`, and `file`.meta.json with address, size and SHA-256), and taken
    only if it still has that size and checksum.

    Args:
        address: http or https.
        cache: folder of the copies, made if it is missing.
        file: name of the copy.
        check: raises InputError where the bytes are not what was wanted (an error page with status 200).
        timeout: seconds, for each wait and for the whole.
        limit: in bytes.

    Raises:
        InputError: nothing usable at the address and no sound copy; or the copy cannot be written.
    """
    try:
        data = _download(address, timeout=timeout, limit=limit)
        _checked(data, check)
    except _DownloadError as error:
        copy = _cached(cache / file, address)
        if copy is not None:
            return Fetched(copy, error.text)
        raise InputError(
            es=f"{address}: {error.text.es}; ábrala en un navegador, guarde la respuesta y dé la ruta de ese archivo",
            en=f"{address}: {error.text.en}; open it in a browser, save the answer and give that file's path",
        ) from error
    _keep(cache / file, address, data)
    return Fetched(data)


def _download(address: str, *, timeout: float, limit: int) -> bytes:
    if not address.startswith(("http://", "https://")):
        raise _DownloadError("no es una dirección http o https", "is no http or https address")
    request = urllib.request.Request(address, headers={"User-Agent": "curriculum-mapper", "Accept": "application/json"})
    end = time.monotonic() + timeout
    data = bytearray()
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            length = answer.headers.get("Content-Length", "")
            while chunk := answer.read1(CHUNK):
                data += chunk
                if len(data) > limit:
                    raise _DownloadError(f"pesa más de {limit:,} bytes", f"has more than {limit:,} bytes")
                if time.monotonic() > end:
                    raise TimeoutError("timed out")
    except urllib.error.HTTPError as error:
        with error:
            status = error.code
        raise _DownloadError(f"el servidor respondió {status}", f"the server answered {status}") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise _DownloadError(f"no se pudo descargar ({reason})", f"could not be downloaded ({reason})") from error
    if length.isdigit() and len(data) != int(length):
        raise _DownloadError(
            f"la respuesta llegó incompleta ({len(data):,} de {int(length):,} bytes)",
            f"the answer is incomplete ({len(data):,} of {int(length):,} bytes)",
        )
    return bytes(data)


def _checked(data: bytes, check: Callable[[bytes], object]) -> None:
    try:
        check(data)
    except InputError as error:
        raise _DownloadError(
            "la respuesta no es la lista que se esperaba", "the answer is not the list that was expected"
        ) from error


def _meta(address: str, data: bytes) -> dict[str, str | int]:
    return {"address": address, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def _cached(copy: Path, address: str) -> bytes | None:
    try:
        data = copy.read_bytes()
        meta = json.loads(copy.with_name(f"{copy.name}.meta.json").read_bytes())
    except (OSError, ValueError):
        return None
    return data if meta == _meta(address, data) else None


def _keep(copy: Path, address: str, data: bytes) -> None:
    meta = json.dumps(_meta(address, data), indent=2).encode() + b"\n"
    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
        # The checksum goes last: a copy without its own is not taken.
        for path, content in ((copy, data), (copy.with_name(f"{copy.name}.meta.json"), meta)):
            _replace(path, content)
    except OSError as error:
        raise InputError(
            es=f"{copy}: no se puede escribir ({error.strerror}); libere espacio en el disco o revise los permisos",
            en=f"{copy}: cannot be written ({error.strerror}); free some disk space or check the permissions",
        ) from error


def _replace(path: Path, content: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
