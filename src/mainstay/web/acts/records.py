"""A record as people name it: its reference, its number, its code, or its key."""

from django.core.exceptions import ValidationError
from django.db.models import Model, Q

from mainstay.common.errors import BadInput, NotFound, Problem, Reason
from mainstay.common.texts import noop as _

#: What names a record, the surest first.
NAMES = ("reference", "number", "code", "card", "email", "filename", "title", "name")


def record_named(model: type[Model], text: str, *, field: str) -> Model:
    """Return the record of a kind that `text` names: a key, a reference, or a code below a reference (…/P1/S01).

    Whether the person may do anything with it is asked by the act itself.
    """
    text = text.strip()
    for question in _questions(model, text):
        found = list(model._default_manager.filter(question)[:2])
        if len(found) == 1:
            return found[0]
        if found:
            raise _unclear(
                _("Several {kind} are called {text}. Name one by its key, or with the reference that it lies below."),
                model, text, field,
            )  # fmt: skip
    raise no_record(model, text, field=field)


def no_record(model: type[Model], text: str, *, field: str) -> NotFound:
    """Return the refusal of a name that no record has, or none that this person may know of."""
    reason = _("There is no {kind} called {text}. Name it by key, reference, number or code.")
    return NotFound("no_record", reason, kind=str(model._meta.verbose_name), text=text.strip(), field=field)


def _questions(model: type[Model], text: str) -> list[Q]:
    names = [name for name in NAMES if _is_text(model, name)]
    asked = [Q(pk=key)] if (key := _key(model, text)) is not None else []
    asked += [Q(**{name: text}) for name in names]
    head, slash, tail = text.rpartition("/")
    if slash:
        for parent in model._meta.concrete_fields:
            if parent.related_model and _is_text(parent.related_model, "reference"):
                asked += [Q(**{f"{parent.name}__reference": head, name: tail}) for name in names]
    return asked


def _is_text(model: Model | type[Model] | str, name: str) -> bool:
    fields = {field.name: field.get_internal_type() for field in model._meta.concrete_fields}  # type: ignore[union-attr]
    return fields.get(name) in {"CharField", "EmailField", "TextField", "SlugField"}


def _key(model: type[Model], text: str) -> object | None:
    try:
        key: object = model._meta.pk.to_python(text)
    except ValidationError:
        return None
    return key


def _unclear(msgid: str, model: type[Model], text: str, field: str) -> BadInput:
    facts = {"kind": str(model._meta.verbose_name_plural), "text": text}
    return BadInput(
        "unclear_record",
        msgid,
        problems=[Problem(Reason("unclear_record", msgid, facts), field=field)],
        **facts,
    )


def called(record: Model, *, whole: bool = False) -> str:
    """Return what people call a record: its reference, its code below one (…/P1), its title, or its kind and key.

    What it lies below is named where it was read with it; `whole` reads it, for a page about one record.
    """
    own = next((text for name in NAMES if _is_text(record, name) and (text := getattr(record, name))), "")
    if own and own == getattr(record, "reference", None):
        return str(own)
    for parent in record._meta.concrete_fields:
        if parent.related_model and own and (whole or parent.name in record._state.fields_cache):
            above = getattr(record, parent.name)
            if above is not None and _is_text(above, "reference") and above.reference:
                return f"{above.reference}/{own}"
    return str(own) if own else f"{record._meta.verbose_name} {record.pk}"


def called_fully(record: Model) -> str:
    """Return a record by its words with its reference behind them: “Flood on Anjouan (MS-COM-2026-0001)”."""
    name = called(record, whole=True)
    title = str(getattr(record, "title", "") or getattr(record, "name", "") or "")
    return f"{title} ({name})" if title and title not in name else name
