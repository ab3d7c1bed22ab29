"""The words for acts, values and kinds of record, in the reader's language.

The lists beside this file are kept by ``mainstay docs acts --write``: it adds what is new, takes out what is gone and
leaves every wording as somebody wrote it.
"""

from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext

from mainstay.web.acts.deeds import Deed

from .kinds import KINDS
from .labels import LABELS
from .plurals import PLURALS
from .titles import TITLES


def title_of(deed: Deed) -> str:
    """Return an act as its button says it: “Approve grant”."""
    name = deed.words_of or deed.name
    title = gettext(TITLES.get(name) or proposed(name))
    return gettext("{act}: {register}").format(act=title, register=deed.about) if deed.about else title


def label_of(name: str) -> str:
    """Return what a value or field is called: “Starts on”."""
    return gettext(LABELS.get(name) or proposed(name))


def kind_called(model: type[Model]) -> str:
    """Return what a kind of record is called: “payment batch”."""
    return gettext(KINDS.get(model._meta.label) or str(model._meta.verbose_name))


def kinds_called(model: type[Model]) -> str:
    """Return what the list of a kind of record is headed by: “Payment batches”."""
    plural = PLURALS.get(model._meta.label)
    return str(plural) if plural is not None else str(capfirst(kind_called(model)))


def proposed(name: str) -> str:
    """Return the wording of a name until somebody finds a better one.

    >>> proposed("approve-grant"), proposed("starts_on")
    ('Approve grant', 'Starts on')
    """
    return str(capfirst(name.replace("-", " ").replace("_", " ")))
