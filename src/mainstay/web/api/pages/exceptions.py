"""Pages without an operation that reads them, each with its reason; a test holds the list to the addresses."""

from collections.abc import Mapping

from mainstay.common.texts import noop as _

_FORM = _("A form: what it takes is given to the operation of its act.")
_FILE = _("A file: it is read at its own address, or comes as the answer of its act.")
_OWN = _("The API has an operation of its own for it.")
_WORDS = _("Texts to be read, no figures.")
_LEADS = _("It leads on to another page.")
_PERSON = _("For one person at a screen, who signs in otherwise than a program does.")

#: By the name of the address, or by the start of the name with an asterisk: why a page has no operation here.
NOT_HERE: Mapping[str, str] = {
    "notice": _LEADS, "works_roll": _LEADS,
    "search": _OWN, "jobs": _OWN, "job": _OWN, "records": _OWN, "record": _OWN,
    "help": _WORDS, "help_page": _WORDS, "public_method": _WORDS,
    "my_keys": _PERSON, "kept": _PERSON, "mine": _PERSON, "mine_complain": _PERSON, "mine_data": _PERSON, "availability_answer": _PERSON,
    "acts": _OWN, "act": _FORM, "choose_indicators": _FORM, "ask": _FORM, "ask_draft": _FORM, "ask_send": _FORM, "job_card": _FORM,
    "request_*": _FORM, "works_stop": _FORM, "works_restart": _FORM, "works_import": _FORM, "works_make_batch": _FORM,
    "works_close_roll": _FORM, "works_correct": _FORM, "file_*": _FORM,
    "case_file": _FILE, "document_file": _FILE, "course_form": _FILE, "works_import_form": _FILE, "works_import_current": _FILE,
    "works_marked_file": _FILE, "design_document": _FILE, "assess_document": _FILE, "assess_snapshot": _FILE, "assess_chapter": _FILE, "template_*": _FILE,
    "public_figures_data": _FILE, "public_all_figures": _FILE, "public_codebook": _FILE,
}  # fmt: skip


def why_not_here(name: str) -> str:
    """Return why the page of an address has no operation; nothing where it has one."""
    for known, why in NOT_HERE.items():
        if name == known or (known.endswith("*") and name.startswith(known[:-1])):
            return why
    return ""
