"""Languages are files: every list that the code asks for is there, and a further language needs no code."""

import ast
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

import pytest

import geo
from geo.gazetteer.gazetteer import Gazetteer
from geo.gazetteer.place import Place
from geo.languages import language_files
from geo.languages.area_names import widespread_peoples
from geo.languages.language_files import languages
from geo.languages.verbs import forms
from geo.languages.words import word_list, word_table
from geo.mentions.find import find_mentions

SOURCES = [path for folder in geo.__path__ for path in sorted(Path(folder).rglob("*.py"))]
# modules that read a language's own lists
OWN = {"arabic.py": ("ar",), "arabic_words.py": ("ar",), "turkish.py": ("tr",), "inflected.py": ("ru", "uk")}


def _asked(function: str) -> Iterator[tuple[Path, list[str]]]:
    """Find the names that calls of a function of word lists are given."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == function:
                names = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
                if names:
                    yield path, names


def _asked_for() -> dict[str | None, set[str]]:
    """Collect the names of the lists that the code asks for, by language; those of all languages under None."""
    asked: dict[str | None, set[str]] = {None: set()}
    for function in ("word_list", "forms"):
        for _, names in _asked(function):
            asked[None].update(names)
    for table in ("announcing", "dealings"):
        asked[None].update(word_table(table).values())
    for path, names in _asked("_own"):
        for code in OWN[path.name]:
            asked.setdefault(code, set()).update(names)
    return asked


def test_every_list_that_the_code_asks_for_exists() -> None:
    asked = _asked_for()
    assert {"ar", "ru", "tr", "uk", None} == set(asked)
    assert all(word_list(name, language=language) for language, names in asked.items() for name in names)
    assert {name for _, [name] in _asked("word_table")} == {"announcing", "dealings"}
    assert all(word_table(name) for name in ("announcing", "dealings"))
    assert forms("says")


def test_every_list_is_asked_for() -> None:
    asked = _asked_for()
    for code, section in languages("mentions").items():
        own = section.get("own", {})
        assert set(own) - {"endings", "adjectives"} <= asked.get(code, set()), code
        assert set(section) - {"own", "announcing", "dealings"} <= asked[None], code


def test_a_misspelt_list_is_an_error() -> None:
    with pytest.raises(LookupError, match="tittles"):
        word_list("tittles")
    with pytest.raises(LookupError, match="tittles"):
        word_list("titles", "tittles")


FRENCH = """
[mentions]
before = "dans vers"
titles = "madame"
province = "gouvernorat"
"""


@pytest.fixture
def with_french(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Add a language file to those of the package."""

    def add() -> None:
        for file in files("geo.languages").iterdir():
            if file.name.endswith(".toml"):
                (tmp_path / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
        (tmp_path / "fr.toml").write_text(FRENCH, encoding="utf-8")
        monkeypatch.setattr(language_files, "files", lambda _: tmp_path)
        _forget()

    yield add
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    for cached in (language_files._files, languages, word_list, word_table, widespread_peoples):  # noqa: SLF001
        cached.cache_clear()


def test_a_language_with_spaces_and_capitals_needs_only_its_file(with_french: Callable[[], None]) -> None:
    towns = Gazetteer.of([Place("1", "Sarmin", 35.9, 36.7)])
    text = "Des obus tombent dans Sarmin."
    before = max((mention.score for mention in find_mentions(text, towns)), default=0.0)
    with_french()
    [mention] = find_mentions(text, towns)
    assert mention.name == "Sarmin"
    assert mention.score > before
    assert "gouvernorat" in word_list("province")
