"""The register of sources and series, loaded from the shipped lists."""

import csv
from collections.abc import Iterable

from mainstay.watch.feeds import REFERENCE, listings
from mainstay.watch.models import Series, Source


def load_register() -> dict[str, Source]:
    """Write the shipped register of sources and series; return the sources by code."""
    fields = ["name", "owner", "licence", "address", "cite", "rhythm"]
    rows = [
        Source(code=code, **{name: getattr(listing, name) for name in fields})
        for code, listing in listings().items()
    ]
    Source.objects.bulk_create(rows, update_conflicts=True, unique_fields=["code"], update_fields=fields)
    sources = {source.code: source for source in Source.objects.all()}
    with (REFERENCE / "series.csv").open(newline="", encoding="utf-8") as stream:
        series = [
            Series(
                code=row["code"],
                source=sources[row["source"]],
                name=row["name"],
                unit=row["unit"],
                period=row["period"],
                forecasts_violence=row["forecasts_violence"] == "yes",
            )
            for row in csv.DictReader(stream)
        ]
    fields = ["source", "name", "unit", "period", "forecasts_violence"]
    Series.objects.bulk_create(series, update_conflicts=True, unique_fields=["code"], update_fields=fields)
    return sources


def series_ids(codes: Iterable[str], source: Source | None, *, period: str = "Y") -> dict[str, int]:
    """Return the keys of series by code; a code that nobody described gets its own name and the source's `period`."""
    wanted = set(codes)
    known = dict(Series.objects.filter(code__in=wanted).values_list("code", "pk"))
    missing = sorted(wanted - set(known))
    if missing:
        Series.objects.bulk_create(
            [Series(code=code, source=source, name=_spoken(code), period=period) for code in missing],
            ignore_conflicts=True,
        )
        known |= dict(Series.objects.filter(code__in=missing).values_list("code", "pk"))
    return known


def _spoken(code: str) -> str:
    """Return a name for a series that nobody described: what stands behind the code of its source.

    >>> _spoken("emdat.flood.deaths")
    'flood deaths'
    """
    return code.partition(".")[2].replace("_", " ").replace(".", " ")[:200]
