"""The lists of words for acts, values and kinds: what is new is added, what is gone goes, wordings stay."""

import re
from collections.abc import Mapping
from pathlib import Path
from textwrap import fill, indent

from mainstay.web import acts
from mainstay.web.acts.catalogue import every_deed, kinds_taken, stages
from mainstay.web.acts.finding import kinds_of
from mainstay.web.acts.shown import fields_of
from mainstay.web.acts.words import proposed
from mainstay.web.acts.words.kinds import KINDS
from mainstay.web.acts.words.labels import LABELS
from mainstay.web.acts.words.titles import TITLES

_ABOUT = {
    "titles": "What is done, as on the button.",
    "labels": "What a value or a field is called, above its place in a form and in a list.",
    "kinds": "What a kind of record is called.",
}
#: Holds an entry together while lines are broken.
_JOIN = "\N{NO-BREAK SPACE}"


def word_lists() -> dict[Path, str]:
    """Return each list of words as it must stand, by its file."""
    names = {value.name for _stage, deed in every_deed() for value in deed.values}
    kinds = [kind for path in stages().values() for kind in kinds_of(path).values()]
    fields = {field.name for kind in kinds for field in fields_of(kind.model)}
    models = {*(kind.model for kind in kinds), *kinds_taken()}
    wanted = {
        "titles": (
            {name: proposed(name) for _stage, deed in every_deed() for name in [deed.words_of or deed.name]},
            TITLES,
        ),
        "labels": ({name: proposed(name) for name in names | fields}, LABELS),
        "kinds": ({model._meta.label: _apart(model.__name__) for model in models}, KINDS),
    }
    folder = Path(acts.__file__).parent / "words"
    return {folder / f"{name}.py": _module(name, *words) for name, words in wanted.items()}


def _apart(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", " ", name).lower()


def _module(name: str, wanted: Mapping[str, str], had: Mapping[str, str]) -> str:
    entries = [f'"{key}": _("{had.get(key, words)}"),' for key, words in sorted(wanted.items())]
    lines = fill(
        " ".join(entry.replace(" ", _JOIN) for entry in entries),
        100,
        break_long_words=False,
        break_on_hyphens=False,
    )
    body = indent(lines.replace(_JOIN, " "), "    ")
    head = f'"""{_ABOUT[name]}"""\n\nfrom mainstay.common.texts import noop as _\n\n'
    return f"{head}{name.upper()} = {{\n{body}\n}}  # fmt: skip\n"
