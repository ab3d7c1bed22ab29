"""A worker marked by two sites on one day: each says what it knows, a third person settles it, one mark counts."""

from datetime import date
from io import BytesIO
from uuid import uuid4

import pytest

from mainstay.common import clock
from mainstay.common.errors import BadInput, NotAllowed, RuleBroken
from mainstay.deliver.works.models import Contract, Mark, MarkClash, MarkCorrection, Roll
from mainstay.deliver.works.services import rolls
from mainstay.deliver.works.services.clashes import claim_mark, settle_clash
from mainstay.deliver.works.services.marking import mark_day
from mainstay.deliver.works.services.photos import MOST, add_photo
from tests import builders
from tests.deliver.works import world
from tests.deliver.works.pages import client_of, posted, shown
from tests.exchange.test_pictures import photograph

pytestmark = pytest.mark.django_db(databases="__all__")
MONDAY, TUESDAY = date(2020, 3, 2), date(2020, 3, 3)


@pytest.fixture
def clash(made):
    """Return the claim of the second site on a worker whom the first site has marked."""
    made.workers = world.employ(made, 2)
    there, here = made.sites
    both = Contract.objects.get(worker=made.workers[0])
    both.pk, both.uid, both.site = None, uuid4(), here
    both.save(force_insert=True)
    made.keeper = builders.person("TIMEKEEPER", "site", str(here.pk), name="Second keeper")
    with clock.at(MONDAY):
        made.rolls = world.open_month(made, site_list=[there, here])
        mark_day(
            by=made.timekeeper, site=there, day=MONDAY, marks=[{"card": made.workers[0].card, "code": "P"}]
        )
        return _claim(made)


def _claim(made, **given):
    roll = Roll.objects.get(site=made.sites[1])
    values = {
        "card": made.workers[0].card,
        "day": MONDAY,
        "code": "H",
        "words": "She dug the drain, the gang saw her",
    }
    return claim_mark(by=made.keeper, roll=roll, **(values | given))


def _standing(made):
    return [
        (mark.roll.site, mark.code) for mark in Mark.objects.filter(worker=made.workers[0], superseded=False)
    ]


def test_a_claim_writes_nothing_until_it_is_settled(made, clash):
    assert [(made.sites[0], "P")] == _standing(made)
    with clock.at(MONDAY), pytest.raises(RuleBroken, match="waits for the supervisor"):
        _claim(made)


def test_the_mark_that_stands_can_be_kept_and_the_claim_stays_readable(made, clash):
    with clock.at(TUESDAY):
        settle_clash(
            by=made.engineer, clash=clash, decision="STANDS", reason="The gang of S02 did not know her"
        )
        page = shown(made.keeper, "works_clash", clash.pk)
    assert [(made.sites[0], "P")] == _standing(made)
    assert not MarkCorrection.objects.exists()
    assert "<del>Half day" in page
    assert "The gang of S02 did not know her" in page


def test_a_true_claim_supersedes_the_other_mark_with_both_hands_in_its_history(made, clash):
    with clock.at(TUESDAY):
        settle_clash(by=made.engineer, clash=clash, decision="CLAIMED", reason="Her gang and the cook say so")
    assert [(made.sites[1], "H")] == _standing(made)
    history = MarkCorrection.objects.get()
    assert (made.keeper, made.engineer) == (history.by, history.signed_by)
    assert history.old.superseded
    assert clash.against_id == history.old_id


@pytest.mark.parametrize("who", ["keeper", "timekeeper"])
def test_neither_who_marked_nor_who_claimed_settles_it(made, clash, who):
    with clock.at(TUESDAY), pytest.raises(NotAllowed):
        settle_clash(by=getattr(made, who), clash=clash, decision="STANDS", reason="I know")


def test_an_engineer_who_marked_the_day_himself_does_not_settle_it(made, clash):
    MarkClash.objects.filter(pk=clash.pk).update(claimed_by=made.engineer)
    clash.refresh_from_db()
    with clock.at(TUESDAY), pytest.raises(RuleBroken, match="Another person settles"):
        settle_clash(by=made.engineer, clash=clash, decision="STANDS", reason="I know")


def test_a_decision_has_a_reason_and_is_made_once(made, clash):
    with clock.at(TUESDAY):
        with pytest.raises(RuleBroken, match="how you know"):
            settle_clash(by=made.engineer, clash=clash, decision="STANDS", reason=" ")
        with pytest.raises(BadInput):
            settle_clash(by=made.engineer, clash=clash, decision="BOTH", reason="Half each")
        settle_clash(by=made.engineer, clash=clash, decision="STANDS", reason="Seen")
        with pytest.raises(RuleBroken):
            settle_clash(by=made.engineer, clash=clash, decision="CLAIMED", reason="Seen again")


def test_nobody_claims_a_day_that_no_other_site_marked_or_without_a_contract_here(made, clash):
    with clock.at(MONDAY):
        with pytest.raises(RuleBroken, match="Mark her on this roll"):
            _claim(made, card=made.workers[1].card)
        mark_day(
            by=made.timekeeper,
            site=made.sites[0],
            day=MONDAY,
            marks=[{"card": made.workers[1].card, "code": "P"}],
        )
        with pytest.raises(RuleBroken, match="no contract on this site"):
            _claim(made, card=made.workers[1].card)


def test_a_roll_with_an_unsettled_clash_is_not_certified(made, clash):
    with clock.at(date(2020, 4, 1)):
        rolls.close_rolls(by=made.timekeeper, rolls=[made.rolls[0]])
        rolls.measure_rolls(by=made.engineer, rolls=[made.rolls[0]])
        with pytest.raises(RuleBroken, match="Settle each first"):
            rolls.certify_rolls(by=made.engineer, rolls=[made.rolls[0]])
        assert "marked by two sites on one day" in shown(
            made.engineer, "works_certificate", made.rolls[0].uid
        )


def test_the_supervisor_finds_it_on_the_first_page_and_settles_it_in_its_place(made, clash):
    with clock.at(TUESDAY):
        assert "1 worker marked by two sites" in shown(made.engineer, "home")
        page = shown(made.engineer, "works_clash", clash.pk)
        assert "Only S01 counts until it is settled" in page
        assert "She dug the drain" in page
        assert "Settle it" not in shown(made.keeper, "works_clash", clash.pk)
        assert (
            422 == posted(made.engineer, "works_clash", clash.pk, decision="CLAIMED", reason="").status_code
        )
        posted(made.engineer, "works_clash", clash.pk, decision="CLAIMED", reason="The gang says so")
        day = shown(made.timekeeper, "works_roll_day", made.rolls[0].uid, MONDAY.isoformat())
    assert "<del>Full day present" in day
    assert "settled" in day


def test_a_clash_of_other_sites_is_nobodys_to_read(made, clash):
    stranger = builders.person("TIMEKEEPER", "site", "0")
    assert 404 == client_of(stranger).get(f"/works/clashes/{clash.pk}/").status_code


@pytest.fixture
def measured(made):
    """Return a measurement on a roll."""
    made.workers = world.employ(made, 1)
    with clock.at(MONDAY):
        roll = world.open_month(made, site_list=[made.site])[0]
        return rolls.record_measurement(
            by=made.engineer, roll=roll, task=made.task, what="Drain", quantity_milli=4_000
        )


def test_a_photo_of_a_measurement_is_kept_without_place_and_owner_and_shown_small(made, measured):
    photo = add_photo(
        by=made.engineer, measurement=measured, stream=BytesIO(photograph(orientation=6)), name="Amina.jpg"
    )
    page = shown(made.timekeeper, "works_certificate", measured.roll.uid)
    assert f"/works/photos/{photo.uid}/small/" in page
    whole, small = (
        b"".join(client_of(made.timekeeper).get(f"/works/photos/{photo.uid}/{size}/").streaming_content)
        for size in ("whole", "small")
    )
    assert whole.startswith(b"\xff\xd8")
    assert b"GPS" not in whole
    assert b"Amina" not in whole
    assert "Amina" not in photo.name
    assert len(small) < len(photograph())


def test_who_may_not_read_the_roll_sees_no_photo_of_it(made, measured):
    photo = add_photo(by=made.engineer, measurement=measured, stream=BytesIO(photograph()), name="a.jpg")
    stranger = builders.person("TIMEKEEPER", "site", "0")
    assert 404 == client_of(stranger).get(f"/works/photos/{photo.uid}/whole/").status_code
    with pytest.raises(NotAllowed):
        add_photo(by=stranger, measurement=measured, stream=BytesIO(photograph()), name="a.jpg")


def test_what_is_no_photo_too_large_or_one_too_many_is_refused(made, measured):
    for content in (b"%PDF-1.7", photograph()[:200]):
        with pytest.raises(BadInput, match="no photo that can be read"):
            add_photo(by=made.engineer, measurement=measured, stream=BytesIO(content), name="a.jpg")
    with pytest.raises(BadInput, match="larger than 12 MB"):
        add_photo(
            by=made.engineer, measurement=measured, stream=BytesIO(bytes(13 * 1024 * 1024)), name="a.jpg"
        )
    for _time in range(MOST):
        add_photo(by=made.engineer, measurement=measured, stream=BytesIO(photograph()), name="a.jpg")
    with pytest.raises(RuleBroken, match="6 photos at most"):
        add_photo(by=made.engineer, measurement=measured, stream=BytesIO(photograph()), name="a.jpg")
