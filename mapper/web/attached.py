"""Files as answers: always as downloads, never shown."""

from __future__ import annotations

from urllib.parse import quote

from starlette.responses import Response

from mapper.web.places import safe_name


def attached(content: bytes, kind: str, name: str) -> Response:
    """An answer that a browser saves under a name.

    Source of the header's form: RFC 6266.
    """
    plain = safe_name(name).encode("ascii", "replace").decode().replace("?", "_").replace('"', "_")
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(safe_name(name))}"
    return Response(content, media_type=kind, headers={"Content-Disposition": disposition})
