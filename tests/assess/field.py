"""Assessments for tests, brought through the services to where a test needs them."""

import csv
import io
from datetime import date
from uuid import UUID

from mainstay.assess import services
from mainstay.assess.selectors.questionnaires import exchange_form
from mainstay.exchange.xlsform.building import fields_of, nodes_of
from tests import builders

TODAY = date(2026, 3, 10)
TEAM = [
    {"role": "LEAD", "code": "L1"},
    {"role": "DIALOGUE", "code": "D1"},
    {"role": "INCLUSION", "code": "I1"},
    {"role": "ENUMERATOR", "code": "E1", "sex": "F"},
    {"role": "ENUMERATOR", "code": "E2", "sex": "M"},
]


def scoped(*, case=None, by=None, stage="RAPID", **details):
    """Return a scoped assessment and the officer who scoped it."""
    officer = by or builders.person("CPO")
    case = case or builders.case()
    made = services.scope_assessment(
        by=officer, case=case, stage=stage, decisions=["Where works start"], **details
    )
    return made, officer


def fielded(*, module="WORKER", method="random", strata=None, **details):
    """Return an assessment whose form of one module is in the field, that form, and the analyst."""
    assessment, officer = scoped(**details)
    services.name_team(by=officer, assessment=assessment, seats=TEAM)
    analyst = builders.person("ME")
    services.plan_sample(
        by=analyst, assessment=assessment, method=method, population=4000, seed=7, strata=strata
    )
    form = services.build_form(by=analyst, assessment=assessment, module=module)
    services.field_form(by=analyst, form=form)
    return assessment, form, analyst


def export(form, rows):
    """Return the CSV that ODK would give: each row a mapping of field names, with `n` for its identifier."""
    names = [
        "_uuid",
        "today",
        *(field.name for _path, field in fields_of(nodes_of(exchange_form(form))) if field.kind != "note"),
    ]
    out = io.StringIO()
    writer = csv.DictWriter(out, names, lineterminator="\n")
    writer.writeheader()
    for number, row in enumerate(rows, 1):
        given = {
            "_uuid": str(UUID(int=row.pop("n", number), version=4)),
            "today": "2026-03-09",
            "consent": "yes",
            "interviewer": "E1",
        }
        writer.writerow({**given, **row})
    return out.getvalue().encode()


def worker(place="A", sex="F", age=30, **answers):
    """Return one interview with a worker."""
    return {"RESP_PLACE": place, "RESP_SEX": sex, "RESP_AGE": age, **answers}


def household(place="A", sex="F", ways=(), **answers):
    """Return one interview with a household and how it gets by; without `ways` in none of those named."""
    return {
        "RESP_PLACE": place,
        "RESP_SEX": sex,
        "RESP_AGE": 40,
        "Q_HHD_08": " ".join(ways) or "none",
        **answers,
    }


def taken(form, analyst, rows, **how):
    """Import rows."""
    return services.import_submissions(
        by=analyst, form=form, given=export(form, rows), filename="answers.csv", **how
    )


def women_talk(assessment, officer, **details):
    """Record a talk with women alone, led by a woman."""
    given = {
        "kind": "WOMEN", "place": "Coast", "held_on": TODAY, "participants": 9, "facilitator_sex": "F",
        "points": [{"topic": "COPING", "strategy": "child_work", "words": "Boys carry loads at the market."}],
    }  # fmt: skip
    return services.record_group_talk(by=officer, assessment=assessment, **{**given, **details})


#: What a reading says, by the act that writes it.
READ_OPEN = {
    "connectors": [{"words": "One market serves both sides."}],
    "stakes": [
        {"group": "Young women", "good": "TRAINING", "gains": True},
        {"group": "Traders of the old market", "good": "CONTRACTS", "gains": False},
    ],
    "bodies": [{"name": "Council of elders", "women_use": False, "youth_use": True}],
    "youth_view": "FAIR",
    "youth_words": "Fair where the list hangs out.",
}  # fmt: skip
READ_SECRETS = {
    "dividers": [{"over": "LAND", "words": "Both sides claim the river meadow."}],
    "triggers": [{"what": "DATE", "words": "The day of the old raid."}],
    "gatekeepers": [{"controls": "HIRING", "words": "Foremen of one side hire at the gate."}],
}
READ_MEASURES = [
    {"risk": "One side gets the jobs", "measure": "Draw lots in public", "owner_role": "CPO", "due": "Before hiring"}
]  # fmt: skip


def panel(assessment, officer, **details):
    """Begin a reading by a mixed panel."""
    given = {
        "place": "Coast",
        "held_on": TODAY,
        "people": 8,
        "women": 3,
        "sides": ["FIRST_SIDE", "OTHER_SIDE"],
    }
    return services.begin_conflict_reading(by=officer, assessment=assessment, **{**given, **details})


def conflict_read(assessment, officer, **details):
    """Return a reading of the conflict that is handed in."""
    reading = panel(assessment, officer, **details)
    services.write_conflict_findings(by=officer, reading=reading, **READ_OPEN)
    services.add_conflict_secrets(by=officer, reading=reading, **READ_SECRETS)
    services.write_harm_measures(by=officer, reading=reading, measures=READ_MEASURES)
    return services.hand_in_conflict_reading(by=officer, reading=reading)
