"""The page's scripts, joined from modules."""

import re
from graphlib import CycleError
from importlib.resources import files
from pathlib import Path

import pytest

from maps.page import scripts
from maps.page.scripts import joined


def modules(monkeypatch: pytest.MonkeyPatch, **code: str) -> None:
    """Let the page have these modules only, by name without `.js`."""
    joined.cache_clear()
    monkeypatch.setattr(scripts, "static", lambda path: code[Path(path).stem])


def test_every_module_of_the_page_is_in_its_script_once() -> None:
    static = Path(str(files("maps") / "static"))
    paths = sorted(str(path.relative_to(static)) for path in static.rglob("*.js"))
    entries = ["page/start.js", "review/review.js"]
    script = joined(entries[0])
    assert len(paths) > 40
    assert sorted(re.findall(r"^const (\w+) = \(\(\) => \{$", script, re.MULTILINE)) == sorted(
        path.removesuffix(".js").replace("/", "_") for path in paths if path != entries[1]
    )
    assert not re.search(r"^(import|export) ", script, re.MULTILINE)


def test_a_module_stands_after_those_that_it_imports(monkeypatch: pytest.MonkeyPatch) -> None:
    modules(
        monkeypatch,
        a='import { b } from "./b.js";\nimport {\n  c,\n  d,\n} from "./c.js";\n\nexport const a = b + c + d;\n',
        b='import { c } from "./c.js";\n\nexport const b = 10 * c;\n',
        c="export const c = 1;\nexport async function d() {}\n",
    )
    script = joined("x/a.js")
    assert [script.index(f"const x_{name} =") for name in "cba"] == sorted(
        script.index(f"const x_{n} =") for n in "abc"
    )
    assert "const { b } = x_b;" in script
    assert re.search(r"const \{ c,\s+d \} = x_c;", script)
    assert "return { c, d };" in script
    assert script.endswith("return x_a;\n})()")
    joined.cache_clear()


def test_modules_that_import_each_other_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    modules(monkeypatch, a='import { b } from "./b.js";\n', b='import { a } from "./a.js";\n')
    with pytest.raises(CycleError):
        joined("a.js")
    joined.cache_clear()
