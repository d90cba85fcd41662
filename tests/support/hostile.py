"""Hostile text (code, direction marks, null bytes, broken Unicode), and a sample with such text in every field."""

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pandas as pd
from page_sample import Sample, sample

# each does harm in some context of HTML, JavaScript, CSS, a template or a URL; all call for `window.ran`
PARTS = (
    "</script><script>window.ran=1</script>",
    "<img src=x onerror=window.ran=1>",
    "<svg onload=window.ran=1><style>*{display:none}</style>",
    "</textarea></title></style></noscript><iframe srcdoc='<script>parent.ran=1</script>'>",
    "<!--<script>",
    "]]>",
    "`${window.ran=1}`",
    "{{7*7}}{% raise %}{# #}",
    "[% 'eva' || 'luated' %]",
    "\" onmouseover=window.ran=1 autofocus onfocus=window.ran=1 x='",
    "'-(window.ran=1)-'",
    "\\\\'\\\"\\u003cscript\\x3e\\",
    "javascript:window.ran=1",
    "data:text/html,<script>window.ran=1</script>",
    "url(https://a.example/x);}*{display:none}",
    "&quot;&#60;script&#62;&lt;b&gt",
    "%3Cscript%3E",
    "{n} {from} $& $1 $$",
    "\u2028\u2029\ufeff",
    "\u202ereversed\u2066\u200f",
    "😀👩‍👩‍👧‍👦",
)
# what a file of a dossier can hold; and what only Python's text can
WRITTEN = " ".join(PARTS)
HOSTILE = WRITTEN + "\u0000\ud800\udc00 lone \ud800"

# columns whose words the page gives a meaning of its own
_WORDS = {"state", "state_strict", "state_lenient"}
_SAME = {
    **dict.fromkeys(("side", "side_a", "side_b", "from_side"), "side"),
    **dict.fromkeys(("evidence", "decisive", "id"), "report"),
    **dict.fromkeys(("post_id", "place_id", "sources"), None),
}


def spoilt_sample(given: str = HOSTILE) -> tuple[Sample, set[str]]:
    """Return a sample in which every text ends in the mark of its field and hostile text, and the set of marks."""
    marks: set[str] = set()

    def spoil(value: Any, field: str) -> Any:  # noqa: ANN401 - a cell
        if isinstance(value, tuple):
            return tuple(spoil(part, field) for part in value)
        if not isinstance(value, str):
            return value
        # the page takes underscores for spaces
        mark = field.replace("_", "-")
        marks.add(mark)
        # pandas groups by these, with the help of pyarrow, which takes Unicode only
        text = WRITTEN if mark == "post-id" else given
        return "; ".join(f"{part}«{mark}»{text}" for part in value.split("; "))

    layers = sample()
    for name, table in layers.items():
        _spoil_table(table, name, spoil)
    layers.daily["post_id"] = _each(layers.daily["post_id"], "post_id", spoil)
    dossier = layers.dossier
    _spoil_table(dossier.control, "control", spoil)
    _spoil_table(dossier.sources, "sources", spoil)
    dossier.sources.index = pd.Index(_each(dossier.sources.index, "sources", spoil), dtype=object)
    dossier.events["sources"] = _each(dossier.events["sources"], "sources", spoil)
    dossier.events["event_id"] = _each(dossier.events["event_id"], "events.event_id", spoil)
    dossier.context["name"] = _each(dossier.context["name"], "context.name", spoil)
    dossier.sides = tuple(_spoilt_side(side, spoil) for side in dossier.sides)
    for field in ("title", "summary"):
        setattr(dossier, field, spoil(getattr(dossier, field), field))
    own = layers.margin()
    spoilt = {
        name: spoil(value, f"margin.{name}")
        for name in own.record().keys() - {"language", "title"}
        if isinstance(value := getattr(own, name), str | tuple)
    }
    layers.margin = lambda language="en": replace(own, **spoilt | {"language": language})
    layers.warnings = spoil(layers.warnings, "warnings")
    layers.control = SimpleNamespace(method=spoil(layers.control.method, "method"), step_m=1000.0)
    reason, since = spoil("reason", "reason"), spoil("since", "since")
    layers.verdicts = SimpleNamespace(
        since=lambda _post, _start: {"en": since, "ar": since, "uk": since},
        reasons=lambda: [
            (layers["posts"]["post_id"].iloc[0], layers.start, layers.end, {"en": reason, "ar": reason, "uk": reason})
        ],
    )
    return layers, marks


def _spoil_table(table: pd.DataFrame, name: str, spoil: Callable[[Any, str], Any]) -> None:
    for column in table.columns:
        if column != "geometry" and column not in _WORDS and table[column].dtype == object:
            mark = (_SAME[column] or column) if column in _SAME else f"{name}.{column}"
            table[column] = _each(table[column], mark, spoil)


def _each(values: Any, mark: str, spoil: Callable[[Any, str], Any]) -> pd.Series:  # noqa: ANN401 - a column or index
    # what pandas takes for text it may hand to pyarrow, which takes Unicode only
    index = values.index if isinstance(values, pd.Series) else None
    return pd.Series([spoil(value, mark) for value in values], index, dtype=object)


def _spoilt_side(side: SimpleNamespace, spoil: Callable[[Any, str], Any]) -> SimpleNamespace:
    named = {name: spoil(getattr(side, name), f"side.{name}") for name in ("name", "name_ar")}
    named["translated"] = {code: spoil(name, "side.translated") for code, name in side.translated.items()}
    return SimpleNamespace(id=spoil(side.id, "side"), colour=side.colour + WRITTEN, friendly=side.friendly, **named)
