"""People's tables: CSV, TSV and XLSX read safely, staged with a report per cell, written and compared.

    staged = read_table(path, "workers.xlsx", WORKERS)      every cell parsed, nothing evaluated
    staged.require_clean()                                  BadInput with row, field, rule, way out
    changes = diff(staged.good_rows, current, sheet=WORKERS) what an import would do, before it does it
    write_error_workbook(staged, to=path)                   the same file, faults marked in red
    write_xlsx(WORKERS, rows, to=path)                      what comes back in later

`read_arrow` is the same law for millions of rows: the answer is a pyarrow table.
"""

from .arrow import StagedTable, read_arrow
from .changes import Changes, Update, diff
from .csv_writing import write_csv
from .error_workbook import write_error_workbook
from .gate import require_harmless
from .reading import Row, Staged, read_table
from .sheets import Column, Kind, Limits, Sheet
from .xlsx_writing import write_xlsx

__all__ = [
    "Changes",
    "Column",
    "Kind",
    "Limits",
    "Row",
    "Sheet",
    "Staged",
    "StagedTable",
    "Update",
    "diff",
    "read_arrow",
    "read_table",
    "require_harmless",
    "write_csv",
    "write_error_workbook",
    "write_xlsx",
]
