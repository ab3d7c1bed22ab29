"""Questionnaires as XLSForm: made from the playbook's questions, compiled by pyxform, read back as rows.

    form = Form("household", "2026.1", {"en": "Household"}, questions)
    write_xlsform(form, to=path)                 what KoboToolbox and ODK take in
    compile_xlsform(path)                        the XForm and pyxform's warnings
    read_submissions(path, name, form)           typed rows, tables of repeats, problems

How each of the playbook's 29 question types becomes constructs of XLSForm stands in
``docs/reference/xlsform.md`` and, in code, in `constructs`.
"""

from .building import nodes_of
from .compiling import Compiled, compile_xlsform
from .constructs import TYPES
from .questions import Form, Option, Question, question_of
from .submissions import Submissions, read_submissions
from .writing import write_xlsform

__all__ = [
    "TYPES",
    "Compiled",
    "Form",
    "Option",
    "Question",
    "Submissions",
    "compile_xlsform",
    "nodes_of",
    "question_of",
    "read_submissions",
    "write_xlsform",
]
