"""A pack for an evaluator: under an agreement, under numbers of its own, with no more than was agreed."""

import csv
import io
import zipfile
from datetime import date, timedelta

import pytest
from django.conf import settings as configured

from mainstay.common import clock
from mainstay.common.errors import NotAllowed, RuleBroken
from mainstay.measure.models import EvaluationPack
from mainstay.measure.services import issue_evaluation_pack
from mainstay.partners.models import Agreement
from mainstay.partners.services import register_organisation
from tests import builders as people

from . import builders

pytestmark = pytest.mark.django_db(databases="__all__")
TODAY = date(2026, 12, 1)
PURPOSE = "Final evaluation"


@pytest.fixture
def counted(settings, tmp_path):
    """Return an officer, a project with facts, and a signed agreement on some of its fields."""
    settings.FACTS_FOLDER = tmp_path / "facts"
    with clock.at(TODAY):
        project, officer = builders.project(workdays_per_year=220), builders.officer()
        rows = builders.crew(project.pk, women=12, men=9, days=5)
        for row in rows:
            row["site"] = "S01"
        builders.store(configured.FACTS_FOLDER, worker_day=rows)
        yield officer, project, signed(officer, ["month", "sex", "days"])


def signed(by, fields, *, kind="data_sharing", state="SIGNED", ends_on=TODAY + timedelta(days=90)):
    """Return an agreement with an evaluator."""
    evaluator = register_organisation(
        by=people.person("TT_COORD"), name=f"Evaluators {Agreement.objects.count()}", type="KNOWLEDGE"
    )
    return Agreement.objects.create(
        organisation=evaluator, kind=kind, title="Data for the evaluation", starts_on=TODAY - timedelta(days=9), ends_on=ends_on,
        purposes=[PURPOSE], shared_fields=fields, state=state, signed_at=clock.now(), drafted_by=by,
    )  # fmt: skip


def pack(counted, **given):
    officer, project, agreement = counted
    values = {
        "agreement": agreement,
        "recipient": "Dr Amal",
        "purpose": PURPOSE,
        "until": TODAY + timedelta(days=60),
    }
    return issue_evaluation_pack(by=officer, project=project, **(values | given))


def read(content, name):
    with zipfile.ZipFile(io.BytesIO(content)) as whole:
        return whole.read(name).decode("utf-8-sig")


def test_a_pack_holds_rows_codebook_method_and_terms_and_only_the_agreed_columns(counted):
    name, content = pack(counted)
    rows = list(csv.DictReader(io.StringIO(read(content, "work.csv"))))
    assert name.endswith(".zip")
    assert 21 == len(rows) == len({row["person"] for row in rows})
    assert {"person", "month", "sex", "days"} == set(rows[0])
    assert {"5"} == {row["days"] for row in rows}
    assert "site" not in read(content, "codebook.csv")
    assert "worker-days" in read(content, "codebook.csv").lower()
    assert "keyed hash" in read(content, "method.txt")
    assert "Given to: Dr Amal" in read(content, "terms.txt")


def test_two_packs_cannot_be_joined_by_their_numbers(counted):
    first, second = (read(pack(counted)[1], "work.csv") for _time in range(2))
    numbers = [{row["person"] for row in csv.DictReader(io.StringIO(text))} for text in (first, second)]
    assert set() == numbers[0] & numbers[1]


def test_who_got_what_stays_with_its_digest_and_the_rows_do_not(counted):
    _name, content = pack(counted)
    held = EvaluationPack.objects.get()
    assert ("Dr Amal", PURPOSE, {"work": 21}) == (held.recipient, held.purpose, held.rows)
    assert 64 == len(held.sha256)
    assert content not in repr(held.__dict__).encode()


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"kind": "cooperation"}, "signed data-sharing agreement"),
        ({"state": "DRAFT"}, "signed data-sharing agreement"),
        ({"ends_on": TODAY - timedelta(days=1)}, "signed data-sharing agreement"),
        ({"fields": ["names"]}, "shares none of these columns"),
    ],
)
def test_without_an_agreement_in_force_on_these_fields_nothing_is_given(counted, how, words):
    officer = counted[0]
    other = signed(officer, **({"fields": ["sex"]} | how))
    with pytest.raises(RuleBroken, match=words):
        pack(counted, agreement=other)
    assert not EvaluationPack.objects.exists()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"purpose": "Marketing"}, "for which purpose"),
        ({"recipient": " "}, "who gets the pack"),
        ({"until": TODAY + timedelta(days=200)}, "until when"),
        ({"until": TODAY - timedelta(days=1)}, "until when"),
    ],
)
def test_a_pack_says_who_for_what_and_until_when(counted, given, words):
    with pytest.raises(RuleBroken, match=words):
        pack(counted, **given)


def test_only_who_may_issue_packs_does(counted):
    _officer, project, agreement = counted
    with pytest.raises(NotAllowed):
        pack((people.person("CPO"), project, agreement))
