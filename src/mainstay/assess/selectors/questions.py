"""Question modules of the playbook, as assessments ask them."""

from typing import Any

from mainstay import playbook
from mainstay.assess import rules
from mainstay.common.errors import Reason
from mainstay.common.texts import noop as _


def usual_modules(crisis_types: list[str], stage: str) -> list[str]:
    """Return the question modules that crisis types bring with them, as far as they are asked at `stage`."""
    book = playbook.current()
    wanted = [module for code in crisis_types for module in book.crisis_types[code].default_modules]
    return [code for code in dict.fromkeys(wanted) if stage in book.assessment_modules[code].stages]


def oldest_days() -> int:
    """Return up to which age in days an assessment is enough as the sole basis."""
    return round(playbook.current().assessment.limits.sole_basis_months * 30.5)


def entries_asked(module: str, stage: str, languages: list[str]) -> list[dict[str, Any]]:
    """Return the questions that `module` asks at `stage` or earlier, with their texts and their skips."""
    order = rules.STAGES.index(stage)
    asked = playbook.current().assessment_modules[module].questions.values()
    return [
        {
            "code": question.code,
            "text": _texts(f"questions/{question.code}/text", languages),
            "type": question.type,
            "sensitivity": question.sensitivity,
            "options": [
                {"code": option, "text": _texts(f"questions/{question.code}/options/{option}", languages)}
                for option in question.options
            ],
            **({"relevant": question.relevant} if question.relevant else {}),
            **({"hint": _texts(f"questions/{question.code}/hint", languages)} if question.hint else {}),
        }
        for question in asked
        if rules.STAGES.index(question.stage) <= order and question.type != "consent"
    ]


def opening_entry(languages: list[str]) -> dict[str, Any]:
    """Return the words of consent that are read aloud before the first question."""
    texts = _texts("assessment_openings/STANDARD/text", languages)
    return {"code": "consent", "type": "consent", "text": texts}


#: Modules that are asked of one person, who is then known by sex and age.
PERSONAL = ("HOUSEHOLD", "WORKER", "ENTERPRISE")


def respondent_entries(module: str, languages: list[str]) -> list[dict[str, Any]]:
    """Return the questions in front of every module: where, in which part of the sample, and who answers."""
    rows: list[tuple[str, str, str, tuple[tuple[str, str], ...]]] = [
        ("RESP-PLACE", _("Place (code of the area)"), "text", ()),
        ("RESP-STRATUM", _("Stratum of the sample"), "text", ()),
        ("RESP-CLUSTER", _("Cluster of the sample"), "text", ()),
    ]
    if module in PERSONAL:
        sexes = (("F", _("Woman")), ("M", _("Man")), ("X", _("Other or not said")))
        rows += [
            ("RESP-SEX", _("Sex of the person who answers"), "select_one", sexes),
            ("RESP-AGE", _("Age in years"), "int", ()),
        ]
    return [
        {
            "code": code,
            "text": dict.fromkeys(languages, text),
            "type": kind,
            "sensitivity": "ordinary",
            "options": [
                {"code": option, "text": dict.fromkeys(languages, label)} for option, label in options
            ],
        }
        for code, text, kind, options in rows
    ]


def why_not_texts(module: str, languages: list[str]) -> Reason | None:
    """Return why a module may not be asked in these languages: its texts are not reviewed in one of them."""
    book = playbook.current()
    reasons = (book.why_not_field_form([module], language) for language in languages)
    return next((reason for reason in reasons if reason is not None), None)


def _texts(key: str, languages: list[str]) -> dict[str, str]:
    book = playbook.current()
    return {language: book.text(key, language).value for language in languages}
