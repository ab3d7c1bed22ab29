"""How assessments, and every record below one, answer to scopes."""

from typing import Any

from django.db.models import Model, Q

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import register
from mainstay.cases.permissions import case_scopes

from .models import (
    Assessment,
    BaselineValue,
    ConflictReading,
    ConflictSecret,
    ConflictUnread,
    Estimate,
    Finding,
    Form,
    GroupTalk,
    HarmMeasure,
    Institution,
    LossEstimate,
    NeedCover,
    Option,
    ProductionLoss,
    RecoveryCosting,
    RecoveryNeed,
    RestrictedAnswer,
    Submission,
    Validation,
    WomenUnheard,
    WorksScheme,
)


def _no_office(_person: Person, assessment: Assessment) -> bool:
    return not assessment.country.has_office


def _texts_reviewed(_person: Person, form: Form) -> bool:
    from .selectors.questions import why_not_texts

    return why_not_texts(form.module, form.languages) is None


register(
    Assessment,
    case="case_id",
    scopes=case_scopes("case"),
    acts=lambda assessment: {
        "assess.submit_report": {assessment.submitted_by_id},
        "assess.approve_baseline": {assessment.approved_by_id},
    },
    conditions={"no_office_in_country": _no_office},
    visible_when={"no_office_in_country": lambda _person: Q(country__has_office=False)},
)
_below: tuple[type[Model], ...] = (
    BaselineValue,
    ConflictUnread,
    Estimate,
    Finding,
    GroupTalk,
    Institution,
    LossEstimate,
    ProductionLoss,
    Submission,
    Validation,
    WomenUnheard,
)
for _model in _below:
    register(_model, case="assessment__case_id", scopes=case_scopes("assessment__case"))
register(
    Option,
    case="assessment__case_id",
    scopes=case_scopes("assessment__case"),
    conditions={"no_office_in_country": lambda person, option: _no_office(person, option.assessment)},
    visible_when={"no_office_in_country": lambda _person: Q(assessment__country__has_office=False)},
)
register(
    Form,
    case="assessment__case_id",
    scopes=case_scopes("assessment__case"),
    conditions={"texts_reviewed": _texts_reviewed},
)
for _held, _path in (
    (RecoveryNeed, "assessment"), (RecoveryCosting, "assessment"), (NeedCover, "need__assessment"), (WorksScheme, "need__assessment"),
    (ConflictReading, "assessment"),
):  # fmt: skip
    register(
        _held, case=f"{_path}__case_id", scopes=case_scopes(f"{_path}__case"), reads="assess.read_assessments"
    )
_restricted: dict[str, Any] = case_scopes("submission__assessment__case")
register(RestrictedAnswer, case="submission__assessment__case_id", scopes=_restricted, restricted=True)
_secret: dict[str, Any] = case_scopes("reading__assessment__case")
register(HarmMeasure, case="reading__assessment__case_id", scopes=_secret)
register(ConflictSecret, case="reading__assessment__case_id", scopes=_secret, restricted=True)
