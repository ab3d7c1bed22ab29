"""How the records of watch answer to scopes."""

from mainstay.accounts.permissions import register

from .models import (
    AccuracyPublication,
    Alert,
    CountryThreshold,
    PreparednessItem,
    RawItem,
    Reading,
    RiskBoard,
    Series,
    Source,
    TriggerBackcast,
    TriggerDrill,
    TriggerResponse,
    Vintage,
    WarningSystem,
)

_PLACE = {"country": "country_id", "region": "country__region"}

for _whole in (
    Source,
    Vintage,
    RawItem,
    Series,
    RiskBoard,
    WarningSystem,
    TriggerBackcast,
    AccuracyPublication,
):
    register(_whole)
for _model in (CountryThreshold, TriggerResponse):
    register(_model, scopes=_PLACE)
register(TriggerDrill, scopes={"country": "response__country_id", "region": "response__country__region"})
register(Alert, case="case_id", scopes=_PLACE)
register(
    Reading,
    scopes={**_PLACE, "own": "entered_by_id"},
    acts=lambda reading: {"watch.report_signal": {reading.entered_by_id}},
)
register(
    PreparednessItem,
    scopes=_PLACE,
    acts=lambda item: {"watch.update_preparedness": {item.entered_by_id}},
)
