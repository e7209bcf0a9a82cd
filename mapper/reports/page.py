"""A page that needs nothing else and may do nothing: our templates, our style, a policy that forbids all the rest."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from mapper.reports.clean import clean
from mapper.reports.figures import program_version
from mapper.reports.words import Words

_PACKAGE = "mapper.reports"


def render(
    template: str,
    words: Words,
    *,
    package: str = _PACKAGE,
    style: str = "",
    script: str = "",
    **values: Any,  # noqa: ANN401
) -> str:
    """A page from a template in the folder `templates` of a package; those of `mapper.reports` can be included.

    The page may show any document's text: besides escaping it, nothing but our own style and script may run.

    Args:
        template: name of the template; besides the values it gets the words as `t`, their `lang`, the program's
            `version`, `style`, `script` and `policy`.
        words: of the page.
        package: that has the template.
        style: what is to follow the style that all pages share.
        script: "" for a page without one.
        values: what the template shows.
    """
    # The bars' lengths are classes, since the policy forbids styles of single elements.
    style = own("report.css") + style + "".join(f".w{n}{{--w:{n}%}}" for n in range(101)) + "\n"
    allowed = f"script-src '{_hash(script)}'; " if script else ""
    policy = f"default-src 'none'; style-src '{_hash(style)}'; {allowed}base-uri 'none'"
    page = _environment(package).get_template(template)
    shared = {"t": words, "lang": words.lang, "version": program_version()}
    return page.render(style=style, script=script, policy=policy, **shared, **values)


def own(name: str, *, package: str = _PACKAGE) -> str:
    """The text of a file among a package's templates."""
    return files(package).joinpath("templates", name).read_text(encoding="utf-8")


@cache
def _environment(package: str) -> Environment:
    return Environment(
        loader=ChoiceLoader([PackageLoader(name) for name in dict.fromkeys((package, _PACKAGE))]),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _finalize(value: Any) -> Any:  # noqa: ANN401 - whatever a template prints
    # What has `__html__` is our own style and script, or what a macro has already printed.
    return clean(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def _hash(source: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
