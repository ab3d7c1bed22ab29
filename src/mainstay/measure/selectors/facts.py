"""Facts as this installation holds them: which tables there are, what they are read by, and by which terms."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from importlib import import_module
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings

from mainstay import playbook
from mainstay.common import clock, money
from mainstay.facts import Facts, FactTable, Source, read_manifest
from mainstay.measure.methods.measure import AgeBand, CodeRule, Terms

from .institutions import COLUMNS, table_rows


def fact_tables() -> list[FactTable]:
    """Return the fact tables that the stages declare in their ``facts.py``, by name."""
    found: dict[str, FactTable] = {}
    for app in settings.INSTALLED_APPS:
        if app.startswith("mainstay.") and find_spec(f"{app}.facts") is not None and app != "mainstay.facts":
            room = import_module(f"{app}.facts")
            found |= {table.name: table for table in vars(room).values() if isinstance(table, FactTable)}
    return [found[name] for name in sorted(found)]


def source() -> Source:
    """Return where the records are, as the facts engine wants it."""
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        return Source("sqlite", str(database["NAME"]))
    from urllib.parse import quote

    secret = f":{quote(database['PASSWORD'])}" if database["PASSWORD"] else ""
    host, port = str(database["HOST"]), str(database["PORT"] or "")
    at_socket = host.startswith("/")
    place = "" if at_socket else host
    options = f"?host={quote(host)}" if at_socket else ""
    if port:
        place, options = (place, f"{options}&port={port}") if at_socket else (f"{place}:{port}", options)
    name = quote(str(database["NAME"]))
    return Source("postgresql", f"postgresql://{quote(database['USER'])}{secret}@{place}/{name}{options}")


def root() -> Path:
    """Return the folder of the facts."""
    return Path(settings.FACTS_FOLDER)


class FactTables:
    """Fact tables and record tables in one engine, so that measures can join them."""

    def __init__(self, folder: Path | None = None) -> None:
        self._facts = Facts(folder or root())
        self._names = count()
        self._records: dict[str, Any] = {}
        self._seen: list[Any] = []

    def table(self, name: str, *, restricted: bool = False) -> Any:
        """Return a fact table, or the rows that records fill ``register`` and ``cost`` with."""
        if name in COLUMNS:
            if name not in self._records:
                self._records[name] = self._held(name)
            return self._records[name]
        found = self._facts.manifest(name)
        return self._facts.table(name, restricted=restricted and any(file.restricted for file in found.files))

    def keep(self, expression: Any) -> Any:
        """Return the same rows, computed once and held by the engine."""
        return self._facts.backend.create_table(f"kept_{next(self._names)}", expression, temp=True)

    def name(self, expression: Any) -> Any:
        """Return the same rows as a view of the engine."""
        self._seen.append(expression)  # tables in memory live as long as somebody holds them
        return self._facts.backend.create_view(f"seen_{next(self._names)}", expression)

    def _held(self, name: str) -> Any:
        import pyarrow as pa

        kinds = {"string": pa.string(), "int64": pa.int64(), "float64": pa.float64(), "date32": pa.date32()}
        schema = pa.schema([(column, kinds[kind]) for column, kind in COLUMNS[name].items()])
        made = f"{name}_records"
        self._facts.backend.con.register(made, pa.Table.from_pylist(table_rows(name), schema))
        return self._facts.backend.table(made)


def digests(names: Iterable[str]) -> dict[str, str]:
    """Return the checksum of each table that is there: of its files, or of the rows that records gave."""
    found: dict[str, str] = {}
    for name in sorted(set(names)):
        if name in COLUMNS:
            lines = "\n".join(json.dumps(row, default=str, sort_keys=True) for row in table_rows(name))
            found[name] = hashlib.sha256(lines.encode()).hexdigest()
        elif (manifest := read_manifest(root(), name)) is not None:
            found[name] = manifest.digest
    return found


def are_built(names: Iterable[str]) -> bool:
    """Return whether every fact table among `names` was built."""
    return all(name in COLUMNS or read_manifest(root(), name) is not None for name in names)


def terms(projects: Iterable[Any] = (), **more: Any) -> Terms:
    """Return what playbook and projects say about counting, today."""
    book = playbook.current()
    listed = list(projects)
    rates = {row.pk: 1 / Decimal(row.usd_rate) for row in listed if row.usd_rate}
    rates |= {row.pk: Decimal(1) for row in listed if row.currency == "USD"}
    days = {row.workdays_per_year for row in listed}
    given: dict[str, Any] = {
        "codes": {
            code.code: CodeRule(
                round(code.worked_fraction * 100),
                round(code.paid_fraction * 100) if code.paid == "always" else 0,
                code.is_worker_day,
                code.counted_by,
            )
            for code in book.attendance.values()
        },
        "as_of": clock.today(),
        "job_days": book.definitions["short_term_job"].days or 40,
        "pay_days": int(book.sla["pay_breach"].value),
        "workdays_per_year": days.pop() if len(days) == 1 else book.definitions["full_time_year"].days or 220,
        "least_traced": book.disclosure.tracer_min_reached,
        "age_bands": tuple(
            AgeBand(band.code, band.from_age, band.to_age) for band in book.lists.age_bands.values()
        ),
        "tokens": _tokens(),
        "usd_per_unit": rates,
        "digits": dict(money.DECIMALS),
    }
    return Terms(**(given | more))


def _tokens() -> Mapping[str, Mapping[str, str]]:
    """Return how the works stage stores the codes of restricted groups."""
    if not apps.is_installed("mainstay.deliver.works"):
        return {}
    from mainstay.deliver.works.selectors.status import token_names

    codes = {code: token for token, code in token_names().items()}
    return {"population_status": codes, "disability": codes}
