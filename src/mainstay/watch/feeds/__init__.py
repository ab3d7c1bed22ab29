"""Connectors, one small module for each source; adding a source is adding a module and its line in the register."""

from importlib import import_module
from pathlib import Path
from typing import cast

from mainstay.common.errors import NotFound
from mainstay.common.texts import noop as _

from .items import Feed
from .register import REFERENCE, Listing, listings

__all__ = ["REFERENCE", "SHIPPED", "Feed", "Listing", "feed", "listings"]

#: Each source of which a copy is shipped with the product, in the order in which they are imported.
SHIPPED: dict[str, Path] = {
    "inform": REFERENCE / "inform",
    "socioeconomic": REFERENCE / "socioeconomic" / "systema_globalis_country_year.parquet",
    "sdg": REFERENCE / "socioeconomic" / "sdg_labour_2020.csv.gz",
    "ucdp": REFERENCE / "conflict" / "ucdp_country_month.parquet",
    "displacement": REFERENCE / "displacement" / "displacement_country_year.csv",
    "gdacs": REFERENCE / "disasters" / "gdacs_floods.csv",
}


def feed(code: str) -> Feed:
    """Return the connector of the source `code`."""
    if code not in listings():
        raise NotFound(
            "unknown_source",
            _("There is no source {code}. There are: {codes}."),
            code=code,
            codes=", ".join(listings()),
        )
    return cast("Feed", import_module(f"{__name__}.{code}"))
