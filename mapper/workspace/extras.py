"""The optional parts of an installation: which module each extra brings, and what to say where one is missing."""

from __future__ import annotations

from corpora import InputError

EXTRAS = {
    "web": ("anyio", "argon2", "fastapi", "starlette", "uvicorn"),
    "batch": ("dask", "distributed"),
    "ocr": ("pytesseract",),
    "exchange": ("pyoxigraph",),
    "pictures": ("vl_convert",),
}
"""Extra of the distribution → the modules that are imported of it, see pyproject.toml."""


def missing(error: ModuleNotFoundError) -> InputError:
    """Return the error that names the line which installs a module; raises `error` where no extra brings it."""
    module = (error.name or "").partition(".")[0]
    for extra, modules in EXTRAS.items():
        if module in modules:
            return InputError(
                "{module} is needed and not installed; install it with: pip install 'curriculum-mapper[{extra}]'",
                module=module,
                extra=extra,
            )
    raise error
