"""Hand-made, synthetic inputs with the fields that the sources document, and how they are read in the tests.

No line here was recorded at a source, and no value is one of theirs.
"""

import json

import xlsxwriter

from mainstay.watch.feeds import feed
from mainstay.watch.feeds.items import Item

RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:gdacs="http://www.gdacs.org"><channel><title>synthetic</title>
<item><gdacs:eventtype>TC</gdacs:eventtype><gdacs:eventid>{id}</gdacs:eventid><gdacs:alertlevel>Red</gdacs:alertlevel>
<gdacs:alertscore>3</gdacs:alertscore><gdacs:fromdate>Sat, 03 Jan 2026 12:00:00 GMT</gdacs:fromdate>
<gdacs:todate>Sun, 04 Jan 2026 12:00:00 GMT</gdacs:todate><gdacs:country>A, B</gdacs:country><gdacs:iso3>{iso3}</gdacs:iso3></item>
</channel></rss>"""


def parsed(code, path):
    """Return the values by (series, country, day) and the codes of all faults."""
    connector, values, faults = feed(code), {}, []
    for item in connector.read(path):
        again = Item(
            item.external_id, item.version, json.loads(item.text())
        )  # as it comes back from the store
        found = connector.parse(again)
        values |= {(v.series, v.iso3, v.on.isoformat()): v for v in found.values}
        faults += [(problem.row, problem.field, problem.reason.code) for problem in found.faults]
    return values, faults


def kept(folder, name, content):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def workbook(path, rows, *, sheet="EM-DAT Data"):
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet(sheet)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return path


def worldbank_page(rows, lastupdated="2026-10-07"):
    return json.dumps(
        [{"page": 1, "pages": 1, "per_page": 5000, "total": len(rows), "lastupdated": lastupdated}, rows]
    )


def worldbank_row(iso3, year, value, status=""):
    return {
        "indicator": {"id": "SL.UEM.TOTL.ZS", "value": "Unemployment"}, "country": {"id": iso3[:2], "value": iso3},
        "countryiso3code": iso3, "date": str(year), "value": value, "unit": "", "obs_status": status, "decimal": 1,
    }  # fmt: skip
