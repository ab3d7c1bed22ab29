"""A works scheme sized in an assessment keeps the wage floors that works of the same case have on record."""

from datetime import date
from decimal import Decimal

import pytest

from mainstay.assess import services
from mainstay.assess.selectors.wage_floors import wage_floors
from mainstay.common import clock
from mainstay.common.errors import BadInput
from mainstay.deliver.works.services import terms
from tests.deliver.works.world import START

pytestmark = pytest.mark.django_db


def test_no_scheme_pays_less_than_the_works_of_its_case(made):
    with clock.at(START):
        assessment = services.scope_assessment(
            by=made.cpo, case=made.project.case, stage="RAPID", decisions=["Where works start"]
        )
        terms.record_floor(
            by=made.cpo, project=made.project, starts_on=date(2020, 1, 1), day_minor=9_500, source="Agreement of the works",
        )  # fmt: skip
        found = {
            (floor.name, floor.daily_minor)
            for floor in wage_floors(assessment, currency="JOD", day=clock.today())
        }
        assert {("test law", 8462), ("Agreement of the works", 9_500)} < found
        assert [] == wage_floors(assessment, currency="USD", day=clock.today())
        need = services.record_support(
            by=made.cpo, assessment=assessment, item="Works", horizon="short", beneficiaries=10, each_minor=1_000_000,
            currency="JOD", source="Interviews", as_of=clock.today(),
        )  # fmt: skip
        size = {"by": made.cpo, "need": need, "households": 10, "days": 20, "labour_share": Decimal("0.6")}
        with pytest.raises(BadInput) as refused:
            services.size_works(**size, daily_wage_minor=9_499)
        assert "Agreement of the works" in str(refused.value)
        assert 9_500 == services.size_works(**size, daily_wage_minor=9_500).floor_minor
