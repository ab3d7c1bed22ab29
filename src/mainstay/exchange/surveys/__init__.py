"""Anybody's survey file as columns: CSV (also gzip), Parquet, XLSX, SPSS and Stata, with their labels.

    file = open_survey("people.sav")              the names and labels of the columns; no rows are read yet
    survey = file.read(["weight", "region"])      the columns that are needed, as a pyarrow table
    survey.value_labels["region"][1]              'North': the codes stay in the table, the labels beside it
    Design(survey, weights="weight")              a survey is itself a table with the Arrow interface

Missing values of SPSS and Stata are nulls. Whatever was found out about the file and not said by it (what
separates cells, the encoding, the decimal comma) stands in `notes`.
"""

from .columns import as_numbers, match_names, require_columns, title_above
from .opening import open_survey, read_survey
from .survey import Survey, SurveyFile

__all__ = [
    "Survey",
    "SurveyFile",
    "as_numbers",
    "match_names",
    "open_survey",
    "read_survey",
    "require_columns",
    "title_above",
]
