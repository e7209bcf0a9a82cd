"""Texts in two languages: English in the code, Spanish in the catalogue; nothing missing, unused or out of step."""

import gettext
import pickle
import re
import string
from pathlib import Path

import pytest

from corpora import InputError, Text, _, _n, _p
from corpora.isolation import LostError
from corpora.translation import DOMAIN, LOCALE, no_commands, plain, shown
from embeddings.errors import InputError as EmbeddingsError
from eval.errors import InputError as EvalError
from eval.errors import Place
from lab import translations as catalogue

ERRORS = (InputError, EvalError, EmbeddingsError)


@pytest.fixture(scope="module")
def spanish() -> catalogue.Catalog:
    return catalogue.read()


def keys(found: catalogue.Catalog) -> set[tuple[object, str | None]]:
    return {(message.id, message.context) for message in found if message.id}


def places(text: str) -> list[tuple[str, str | None]]:
    """What is filled in, and in which form."""
    return sorted((name, spec) for _before, name, spec, _how in string.Formatter().parse(text) if name is not None)


def test_every_message_of_the_code_is_in_the_catalogue_and_every_one_there_is_used(spanish: catalogue.Catalog) -> None:
    assert keys(spanish) == keys(catalogue.messages()), "python -m lab.translations"


def test_nothing_is_untranslated(spanish: catalogue.Catalog) -> None:
    assert (catalogue.untranslated(spanish), [message.id for message in spanish if message.fuzzy]) == ([], [])


def test_both_languages_have_the_same_places(spanish: catalogue.Catalog) -> None:
    wrong = []
    for message in spanish:
        pairs = zip(message.id, message.string, strict=True) if message.pluralizable else [(message.id, message.string)]
        wrong += [en for en, es in pairs if en and _unlike(en, es)]
    assert wrong == []


def test_what_is_for_the_command_line_is_marked_in_both_languages(spanish: catalogue.Catalog) -> None:
    for message in (message for message in spanish if "⟦" in str(message.id)):
        marks = re.sub("[^⟦⟧]", "", message.id)
        assert re.fullmatch("(⟦⟧)+", marks), message.id
        assert marks == re.sub("[^⟦⟧]", "", message.string), message.id


def test_who_has_no_command_line_is_told_the_rest() -> None:
    said = _("{name}: nothing to {n}⟦ (use --all)⟧.", name=InputError("{x} is empty⟦; see --help⟧", x="a"), n=1)
    assert said.en == "a is empty; see --help: nothing to 1 (use --all)."
    assert plain(pickle.loads(pickle.dumps(said)).en) == "a is empty: nothing to 1."
    assert plain(_("a").en) == shown("a") == "a"
    assert shown(said.en) == said.en
    with no_commands():
        assert shown(said.en) == plain(said.en)


def _unlike(en: str, es: str) -> bool:
    try:
        return places(en) != places(es)
    except ValueError:  # braces that are no places: an example of JSON
        return en.count("{") != es.count("{")


def test_the_compiled_catalogue_is_that_of_the_text(spanish: catalogue.Catalog, tmp_path: Path) -> None:
    folder = tmp_path / "es" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / f"{DOMAIN}.mo").write_bytes(catalogue.compiled(spanish))
    ships, made = (gettext.translation(DOMAIN, each, ["es"]) for each in (LOCALE, tmp_path))
    for message in (message for message in spanish if message.id and not message.pluralizable):
        context = (message.context,) if message.context else ()
        said = [(t.pgettext if context else t.gettext)(*context, message.id) for t in (ships, made)]
        assert said == [message.string] * 2, "python -m lab.translations"


def test_values_are_put_in_each_language() -> None:
    assert _("Not found") == Text("No encontrado", "Not found")
    assert _("Report: {path}", path=Path("a")) == Text("Informe: a", "Report: a")
    assert _("Not read: {failure}", failure=_("Not found")) == Text("No se leyó: No encontrado", "Not read: Not found")
    assert _("Not read: {failure}", failure="{x}").en == "Not read: {x}"
    assert _("Report: {path}").es == "Informe: {path}"  # a template


def test_a_message_may_depend_on_a_number_and_on_where_it_stands() -> None:
    one, many = (_n("{name}: 1 version removed", "{name}: {n} versions removed", n, name="c") for n in (1, 2))
    assert one == Text("c: se quitó 1 versión", "c: 1 version removed")
    assert many == Text("c: se quitaron 2 versiones", "c: 2 versions removed")
    assert (_("Page").es, _p("narrow column", "Page").es) == ("Página", "Pág.")


@pytest.mark.parametrize("error", ERRORS)
def test_errors_take_a_message_or_both_languages(error: type[InputError]) -> None:
    raised = error("{path}: does not exist; check the path", path="{a}")
    es, en = "{a}: no existe; revise la ruta", "{a}: does not exist; check the path"
    assert (raised.es, raised.en, str(raised)) == (es, en, en)
    assert error("{path}: does not exist; check the path", path=Text("uno", "one")).es.startswith("uno: no existe")
    given = error(es="sí {x}", en="yes {x}")
    assert (given.es, given.en) == ("sí {x}", "yes {x}")
    back = pickle.loads(pickle.dumps(raised))
    assert (type(back), back.es, str(back)) == (error, es, en)


def test_an_error_goes_to_another_process_with_more_than_its_message_takes_a_text_and_says_where_it_is() -> None:
    lost = pickle.loads(pickle.dumps(LostError(-9, "{path}: does not exist; check the path", path="a")))
    assert (lost.code, lost.es, str(lost)) == (-9, "a: no existe; revise la ruta", "a: does not exist; check the path")
    assert InputError(_("Not found")).es == "No encontrado"
    wrong = Place(Path("a.tsv"), 2).error("{path}: does not exist; check the path", path="b")
    assert wrong.es == "a.tsv, línea 2: b: no existe; revise la ruta"
    assert wrong.en == "a.tsv, line 2: b: does not exist; check the path"
