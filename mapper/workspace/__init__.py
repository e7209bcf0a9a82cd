"""What a workspace holds: frameworks, how a user names them, and files that appear whole."""

from __future__ import annotations

from corpora import InputError
from embeddings.errors import InputError as EmbeddingsError
from eval.errors import InputError as EvalError

INPUT_ERRORS = (InputError, EmbeddingsError, EvalError)
"""What a user can mend, as each of the libraries says it."""
