"""What tests of scanned pages share."""

import os

import pytest

from corpora.readers import ocr


def require_tesseract() -> None:
    """Skip, or where system packages are required fail, without tesseract and its Spanish."""
    if "spa" not in ocr.languages():
        reason = f"tesseract with Spanish is not installed: {ocr.INSTALL}"
        if os.environ.get("CURMAP_REQUIRE_SYSTEM_PACKAGES"):
            pytest.fail(reason)
        pytest.skip(reason)
