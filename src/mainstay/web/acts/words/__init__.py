"""The words for acts, values and kinds of record, in the reader's language.

The lists beside this file are kept by ``mainstay docs acts --write``: it adds what is new, takes out what is gone and
leaves every wording as somebody wrote it.
"""

from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext

from mainstay.page.words import named
from mainstay.web.acts.deeds import Deed

from .helps import HELPS
from .kinds import KINDS
from .labels import LABELS
from .own import LABELS_OF, STAGES, TITLES_OF
from .plurals import PLURALS
from .sentences import SENTENCES
from .titles import TITLES


def title_of(deed: Deed) -> str:
    """Return an act as its button says it: “Approve grant”."""
    name = deed.words_of or deed.name
    title = gettext(TITLES_OF.get((_floor(deed), name)) or TITLES.get(name) or proposed(name))
    return gettext("{act}: {register}").format(act=title, register=deed.about) if deed.about else title


def sentence_of(deed: Deed) -> str:
    """Return what an act does, in a sentence of its own: “Send the complaint to who must answer it.”"""
    name = deed.words_of or deed.name
    found = SENTENCES.get(f"{_floor(deed)}/{name}") or SENTENCES.get(name)
    if found is not None:
        return gettext(found)
    return str(named("actions", deed.actions[0])) if deed.actions else ""


def _floor(deed: Deed) -> str:
    """Return the short name of the floor whose service an act is."""
    return deed.service.__module__.partition(".services")[0].rpartition(".")[2]


def label_of(name: str, deed: Deed | None = None) -> str:
    """Return what a value or field is called: “Starts on”; in the form of `deed`, what it is called there."""
    own = LABELS_OF.get((deed.words_of or deed.name, name)) if deed is not None else None
    return gettext(own or LABELS.get(name) or proposed(name))


def help_of(name: str, deed: Deed) -> str:
    """Return what stands below a field of the form of `deed`; nothing where its label says enough."""
    words = HELPS.get((deed.words_of or deed.name, name)) or HELPS.get(("", name))
    return gettext(words) if words else ""


def stage_called(stage: str) -> str:
    """Return what a floor is called by its short name: “works” → “Works”."""
    return str(STAGES[stage])


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
